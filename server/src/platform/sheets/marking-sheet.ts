/** The worksheet that is remarked on: its rows with one more cell, its faulty cells on a coloured ground. */
import { columnName } from "./cells.ts";
import { escapeText } from "./escaping.ts";
import type { MarkedStyles } from "./marking-styles.ts";
import type { Marks } from "./marks.ts";
import { columnOf } from "./worksheet.ts";
import { type Edit, type Element, startTag } from "./xml-writing.ts";

const remarkWidth = 60;

/** One column past the last that a merged range at or below the header row covers; a range over whole rows counts for nothing. */
export function mergedColumns(reference: string, headerRow: number): number {
  const [, letters = "", row = ""] = /:([A-Z]{1,3})(\d+)$/.exec(reference) ?? [];
  const column = columnOf(letters);
  return Number(row) >= headerRow && column < 200 ? column + 1 : 0;
}

type Pending = { column: number; xml: (prefix: string) => string };

/** The edit of the sheet; `column` is where the remarks stand. */
export function sheetEdit(marks: Marks, { column, styles }: { column: number; styles: MarkedStyles }): Edit {
  const byRow = new Map(marks.rows.map((marked) => [marked.row, marked]));
  const own = columnsEdit(column);
  let row = 0;
  let at = -1;
  let pending: Pending[] = [];
  let faulty = new Set<number>();

  function remark(): string | undefined {
    const text = byRow.get(row)?.text;
    if (row === marks.headerRow) return text === undefined ? marks.heading : `${marks.heading}：${text}`;
    return text;
  }
  function startRow(): void {
    faulty = new Set(byRow.get(row)?.columns);
    faulty.delete(column);
    const text = remark();
    pending = [...faulty].map((place) => ({ column: place, xml: (prefix) => blank(prefix, `${columnName(place)}${row}`, styles.marked(0)) }));
    if (text !== undefined) pending.push({ column, xml: (prefix) => textCell(prefix, `${columnName(column)}${row}`, { text, style: styles.remark }) });
    pending.sort((a, b) => a.column - b.column);
  }
  function due(before: number, prefix: string): string {
    let xml = "";
    while ((pending[0]?.column ?? Infinity) < before) xml += pending.shift()?.xml(prefix) ?? "";
    return xml;
  }
  function cell({ name, local, attributes }: Element): string | null {
    const prefix = name.slice(0, name.length - local.length);
    // What stands there already gives way to the remark, or to nothing.
    if (at === column) return null;
    const before = due(at, prefix);
    if (pending[0]?.column === at) pending.shift();
    if (!faulty.has(at)) return before + startTag(name, attributes);
    const style = styles.marked(Number(attributes["s"] ?? "0"));
    return before + startTag(name, style === undefined ? attributes : { ...attributes, s: String(style) });
  }
  return {
    open(element) {
      const { name, local, attributes } = element;
      if (local === "dimension") return null; // it may be left out, and would be wrong
      if (local === "row") {
        row = attributes["r"] === undefined ? row + 1 : Number(attributes["r"]);
        at = -1;
        if (row >= marks.headerRow) startRow();
        const { spans: _, ...rest } = attributes;
        return startTag(name, rest);
      }
      if (local === "c" && row >= marks.headerRow) {
        at = attributes["r"] === undefined ? at + 1 : columnOf(attributes["r"]);
        return cell(element);
      }
      return own.open?.(element);
    },
    close(element) {
      if (element.local !== "row") return own.close?.(element);
      return `${due(Infinity, element.name.slice(0, -3))}</${element.name}>`;
    },
  };
}

function blank(prefix: string, reference: string, style: number | undefined): string {
  return `<${prefix}c r="${reference}"${styled(style)}></${prefix}c>`;
}

function textCell(prefix: string, reference: string, { text, style }: { text: string; style: number | undefined }): string {
  const p = prefix;
  return `<${p}c r="${reference}"${styled(style)} t="inlineStr"><${p}is><${p}t xml:space="preserve">${escapeText(text)}</${p}t></${p}is></${p}c>`;
}

function styled(style: number | undefined): string {
  return style === undefined ? "" : ` s="${style}"`;
}

/** Gives the column of remarks its width; a range of columns that covers it is parted. */
function columnsEdit(column: number): Edit {
  const place = column + 1;
  let isThere = false;
  const own = (prefix: string): string => {
    isThere = true;
    return `<${prefix}col min="${place}" max="${place}" width="${remarkWidth}" customWidth="1"></${prefix}col>`;
  };
  return {
    open({ name, local, attributes }) {
      const prefix = name.slice(0, name.length - local.length);
      if (local === "sheetData" && !isThere) return `<${prefix}cols>${own(prefix)}</${prefix}cols>${startTag(name, attributes)}`;
      if (local !== "col") return undefined;
      const [min, max] = [Number(attributes["min"]), Number(attributes["max"])];
      const part = (from: number, to: number): string =>
        from > to ? "" : `${startTag(name, { ...attributes, min: String(from), max: String(to) })}</${name}>`;
      if (isThere || max < place) return undefined;
      if (min > place) return own(prefix) + startTag(name, attributes);
      const before = part(min, place - 1) + own(prefix);
      // The end of this element follows by itself, so the last part is left open.
      return max > place ? before + startTag(name, { ...attributes, min: String(place + 1) }) : before.slice(0, -`</${prefix}col>`.length);
    },
    close({ name, local }) {
      if (local !== "cols" || isThere) return undefined;
      return `${own(name.slice(0, name.length - local.length))}</${name}>`;
    },
  };
}
