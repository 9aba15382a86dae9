/** Styles of a marked workbook: each style of a marked cell once more on a coloured ground, and one for the remarks. */
import type { Archive } from "./archive.ts";
import { type Edit, rewritePart, startTag } from "./xml-writing.ts";
import type { Attributes } from "./xml.ts";

const ground = "FFFBE3E0";

type CellFormat = { attributes: Attributes; inner: string };

/** What the workbook's styles hold that marking builds upon. */
export type KnownStyles = { formats: CellFormat[]; fillCount: number; prefix: string };

/** Reads the styles; undefined where they are too bare to be built upon, and cells are then left unmarked. */
export async function readStyles(archive: Archive, part: string): Promise<KnownStyles | undefined> {
  const formats: CellFormat[] = [];
  let fillCount = 0;
  let prefix = "";
  let within: "fills" | "cellXfs" | undefined;
  let depth = 0;
  let inner = "";
  const edit: Edit = {
    open({ name, local, attributes }) {
      if (within === undefined) {
        if (local === "fills" || local === "cellXfs") within = local;
        prefix = name.slice(0, name.length - local.length);
        return undefined;
      }
      depth++;
      if (depth === 1 && within === "fills") fillCount++;
      if (depth === 1 && within === "cellXfs") {
        formats.push({ attributes, inner: "" });
        inner = "";
      } else if (within === "cellXfs") inner += startTag(name, attributes);
      return undefined;
    },
    close({ name }) {
      if (within === undefined) return undefined;
      if (depth === 0) within = undefined;
      else {
        depth--;
        const format = formats.at(-1);
        if (within === "cellXfs" && depth === 0 && format) format.inner = inner;
        else if (within === "cellXfs") inner += `</${name}>`;
      }
      return undefined;
    },
  };
  for await (const _ of rewritePart(archive, part, edit)); // only the events are wanted
  return formats.length > 0 && fillCount > 0 ? { formats, fillCount, prefix } : undefined;
}

export type MarkedStyles = {
  /** The style of the remarks; undefined where nothing can be styled. */
  remark: number | undefined;
  /** The same style on a coloured ground. */
  marked(style: number): number | undefined;
  /** The styles part with everything asked for until now. */
  write(archive: Archive, part: string): AsyncGenerator<string>;
};

export function markedStyles(known: KnownStyles | undefined): MarkedStyles {
  const clones = new Map<number, number>();
  const first = known?.formats.length ?? 0;
  const cloned = (style: number): number => {
    const place = clones.get(style) ?? first + 1 + clones.size;
    clones.set(style, place);
    return place;
  };
  return {
    remark: known && first,
    marked: (style) => known && cloned(known.formats[style] === undefined ? 0 : style),
    write: (archive, part) => rewritePart(archive, part, known ? additions(known, clones) : {}),
  };
}

function additions({ formats, fillCount, prefix: p }: KnownStyles, clones: ReadonlyMap<number, number>): Edit {
  const clone = (style: number): string => {
    const { attributes, inner } = formats[style] ?? { attributes: {}, inner: "" };
    return `${startTag(`${p}xf`, { ...attributes, fillId: String(fillCount), applyFill: "1" })}${inner}</${p}xf>`;
  };
  const remark = `<${p}xf numFmtId="0" fontId="0" fillId="${fillCount}" borderId="0" xfId="0" applyFill="1" applyAlignment="1"><${p}alignment vertical="top" wrapText="1"/></${p}xf>`;
  const fill = `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${ground}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`;
  return {
    open({ name, local, attributes }) {
      const { count: _, ...rest } = attributes; // it may be left out, and would be wrong
      return local === "fills" || local === "cellXfs" ? startTag(name, rest) : undefined;
    },
    close({ name, local }) {
      if (local === "fills") return `${fill}</${name}>`;
      if (local === "cellXfs") return `${remark}${[...clones.keys()].map(clone).join("")}</${name}>`;
      return undefined;
    },
  };
}
