/** Writes .xlsx as a stream: rows are pulled as the receiver reads, so an export of any length takes little memory. */
import type { Readable } from "node:stream";
import { assert } from "@baton/contract/problems";
import yazl from "yazl";
import { columnName, type Cell } from "./cells.ts";
import { layOutChoices, type Choices } from "./choices.ts";
import * as frame from "./frame.ts";
import { collectStyles, formats, headerStyle, type Styles } from "./styles.ts";
import { escapeText } from "./escaping.ts";
import { addStream, chunked } from "./zipping.ts";

/**
 * A column: its header, width in characters, number format, the values its drop-down offers, and a note shown while
 * a cell of it is selected. A drop-down warns and does not forbid, because the import understands more words.
 */
export type Column = { header: string; width?: number; format?: string; choices?: readonly string[]; note?: string };

export type WrittenCell = Exclude<Cell, { error: string }> | undefined;
export type WrittenRow = readonly WrittenCell[];

/** Row 1 is the header, bold, filled, frozen and repeated on every printed page. */
export type SheetToWrite = {
  name: string;
  columns: readonly Column[];
  rows: Iterable<WrittenRow> | AsyncIterable<WrittenRow>;
};

/** Excel's bounds; past them it calls a file damaged. */
const rowsMax = 1_048_576;
const textLengthMax = 32_767;

/**
 * The bytes of a workbook. Text is written as typed string cells, which no spreadsheet runs as a formula.
 * An error of `rows` destroys the stream; a receiver that goes away closes `rows`.
 */
export function writeWorkbook(sheets: readonly SheetToWrite[]): Readable {
  assert(sheets.length > 0, "a workbook has a sheet");
  assert(new Set(sheets.map((sheet) => sheet.name)).size === sheets.length, "sheets of a workbook have different names");
  for (const { name } of sheets) assert(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/.test(name), `“${name}” can be the name of a sheet`);
  const styles = collectStyles(sheets.flatMap((sheet) => sheet.columns.map((column) => column.format ?? formats.general)));
  const choices = layOutChoices(sheets);
  const names = [...sheets.map((sheet) => sheet.name), ...(choices.sheet ? [choices.sheet.name] : [])];

  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  const add = (path: string, text: string): void => zip.addBuffer(Buffer.from(text), path);
  add("[Content_Types].xml", frame.contentTypes(names.length));
  add("_rels/.rels", frame.rootRelationships());
  add("xl/workbook.xml", frame.workbook(names, sheets.length));
  add("xl/_rels/workbook.xml.rels", frame.workbookRelationships(names.length));
  add("xl/styles.xml", styles.xml);
  for (const [at, sheet] of sheets.entries()) addStream(zip, `xl/worksheets/sheet${at + 1}.xml`, () => chunked(worksheet(sheet, { styles, choices })));
  if (choices.sheet) add(`xl/worksheets/sheet${names.length}.xml`, choices.sheet.xml);
  zip.end();
  return output;
}

async function* worksheet({ columns, rows }: SheetToWrite, { styles, choices }: { styles: Styles; choices: Choices }): AsyncGenerator<string> {
  const columnStyles = columns.map((column) => styles.of(column.format ?? formats.general));
  yield frame.worksheetHead(columns.map((column, at) => ({ width: column.width ?? fittingWidth(column.header), style: columnStyles[at] ?? 0 })));
  const headers = columns.map((column, at) => cellXml(`${columnName(at)}1`, column.header, headerStyle));
  yield `<row r="1" ht="22" customHeight="1">${headers.join("")}</row>`;
  const letters = columns.map((_, at) => columnName(at));
  let number = 1;
  for await (const row of rows) {
    number++;
    assert(number <= rowsMax, `a sheet has at most ${rowsMax} rows`);
    assert(row.length <= columns.length, `row ${number} has more cells than the sheet has columns`);
    let cells = "";
    for (let at = 0; at < row.length; at++) cells += valueXml(`${letters[at]}${number}`, row[at], { column: columnStyles[at] ?? 0, styles });
    yield `<row r="${number}">${cells}</row>`;
  }
  yield frame.worksheetTail(choices.validations(columns, Math.max(number, 5000)));
}

function valueXml(place: string, value: WrittenCell, { column, styles }: { column: number; styles: Styles }): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return numberXml(place, serialOf(value.date), styles.of(formats[value.precision]));
  return cellXml(place, value, column);
}

function cellXml(place: string, value: string | number | boolean, style: number): string {
  if (typeof value === "number") return numberXml(place, value, style);
  if (typeof value === "boolean") return `<c r="${place}" s="${style}" t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = value.length > textLengthMax ? `${value.slice(0, textLengthMax - 20)}…（超出单元格长度，未全部列出）` : value;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}

function numberXml(place: string, value: number, style: number): string {
  assert(Number.isFinite(value), `the number of cell ${place} is finite`);
  return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
}

function serialOf(date: string): number {
  return Temporal.PlainDate.from("1899-12-30").until(date, { largestUnit: "day" }).days;
}

/** Han characters take two places. */
function fittingWidth(header: string): number {
  return [...header].reduce((width, letter) => width + (/[\u2E80-\uFFEF]/.test(letter) ? 2 : 1), 4);
}
