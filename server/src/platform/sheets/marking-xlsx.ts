/** A workbook with remarks: one sheet and the styles are written again, every other part goes along as it is. */
import type { Readable } from "node:stream";
import yazl from "yazl";
import { openArchive, readPart, requireWorkbook, type Archive } from "./archive.ts";
import { Refusal } from "./cells.ts";
import { mergedColumns, sheetEdit } from "./marking-sheet.ts";
import { markedStyles, readStyles } from "./marking-styles.ts";
import type { Marks } from "./marks.ts";
import { readOutline } from "./spreadsheetml.ts";
import { rewritePart } from "./xml-writing.ts";
import { addStream, chunked } from "./zipping.ts";

/** The bytes of the workbook as it came, with `marks` in it. Throws `Refusal`, or an error that means that the file is damaged. */
export async function markSpreadsheet(bytes: Buffer, marks: Marks): Promise<Readable> {
  const archive = await openArchive(bytes);
  requireWorkbook(archive.parts);
  const { sheets, relationships } = await readOutline(archive);
  const sheet = sheets.find(({ name }) => name === marks.sheet)?.part.toLowerCase();
  if (sheet === undefined) throw new Refusal("damaged", `文件里没有工作表“${marks.sheet}”`);
  const stylesPart = relationships.find(({ type }) => type === "styles")?.target.toLowerCase();
  const hasStyles = stylesPart !== undefined && archive.parts.has(stylesPart);
  const styles = markedStyles(hasStyles ? await readStyles(archive, stylesPart) : undefined);
  const column = marks.isThere ? marks.column : Math.max(marks.column, await mergedTo(archive, sheet, marks.headerRow));

  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  for (const [name, entry] of archive.parts) {
    if (entry.fileName.endsWith("/") || name === sheet || name === stylesPart) continue;
    addStream(zip, entry.fileName, () => readPart(archive, name));
  }
  const nameOf = (part: string): string => archive.parts.get(part)?.fileName ?? part;
  addStream(zip, nameOf(sheet), () => chunked(rewritePart(archive, sheet, sheetEdit(marks, { column, styles }))));
  // After the sheet, which tells while it is written which styles it needs.
  if (hasStyles) addStream(zip, nameOf(stylesPart), () => chunked(styles.write(archive, stylesPart)));
  zip.end();
  return output;
}

async function mergedTo(archive: Archive, sheet: string, headerRow: number): Promise<number> {
  let columns = 0;
  const edit = {
    open: ({ local, attributes }: { local: string; attributes: Record<string, string> }) => {
      if (local === "mergeCell") columns = Math.max(columns, mergedColumns(attributes["ref"] ?? "", headerRow));
      return undefined;
    },
  };
  for await (const _ of rewritePart(archive, sheet, edit)); // only the events are wanted
  return columns;
}
