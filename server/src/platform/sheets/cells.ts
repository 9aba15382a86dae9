/**
 * What a workbook is to Baton: sheets of rows of typed cells, and how large it may be.
 * Shared by the program and by the caged reader, so nothing is imported here.
 */

/**
 * A date cell is a calendar date; a format that shows no day (2023年6月) makes it a month.
 * `error` is what a formula shows (#REF!), or `not-calculated` where the file carries a formula without its value.
 * Text is as written, blank is null.
 */
export type Cell = string | number | boolean | null | DateCell | ErrorCell;
export type DateCell = { date: string; precision: "day" | "month" | "year" };
export type ErrorCell = { error: string };

/** `rows[0]` is row 1 of the sheet; a blank row is empty; rows end at the last cell and the sheet at the last row that hold something. */
export type Sheet = { name: string; hidden: boolean; rows: Cell[][] };

/** `rowCount` counts the rows of visible sheets that hold something. `encoding` is how text was decoded. */
export type Workbook = { format: "xlsx" | "csv"; encoding?: TextEncoding; sheets: Sheet[]; rowCount: number };
export type TextEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

const mebi = 1024 * 1024;

export const limits = {
  uploadBytesMax: 20 * mebi,
  partsMax: 200,
  partBytesMax: 100 * mebi,
  allPartsBytesMax: 150 * mebi,
  sheetsMax: 30,
  rowsMax: 50_000,
  columnsMax: 100,
  /** Cells that hold something, in all sheets: what the program itself has to hold. */
  cellsMax: 2_000_000,
  /** What the caged reader may say. */
  answerBytesMax: 200 * mebi,
  /** What the caged marker may give back: the upload with its remarks. */
  markedBytesMax: 60 * mebi,
  readerMemoryBytesMax: 400 * mebi,
  readerMillisecondsMax: 30_000,
} as const;

/** A reason not to read a file, said by the caged reader; `index.ts` makes the problem of it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

export type RefusalReason =
  | "empty"
  | "too-large"
  | "too-many-rows"
  | "too-many-columns"
  | "too-slow"
  | "not-a-table"
  | "old-format"
  | "encrypted"
  | "macros"
  | "external-links"
  | "damaged"
  | "encoding";

/** 62310 → 62,310, for sentences. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** 0 → A, 26 → AA. */
export function columnName(index: number): string {
  return (index >= 26 ? columnName(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
}
