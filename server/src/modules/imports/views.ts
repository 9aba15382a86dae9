import { sql } from "kysely";
import type { z } from "zod";
import { importColumns, type ImportKind } from "@baton/contract/import-columns";
import type { PreviewAnswer, receipt } from "@baton/contract/imports";
import type { Actor, Tx } from "#platform/database";
import type { Cell, Sheet, WrittenCell } from "#platform/sheets";
import { readRemembered } from "./mappings.ts";
import { cellText, guessHeaderRow, matched, type RememberedMapping, type Table } from "./table.ts";

/** The actor's own receipts, newest first. */
export async function listReceipts(tx: Tx, page: { limit: number; before: string | null }): Promise<z.infer<typeof receipt>[]> {
  const { rows } = await sql<z.infer<typeof receipt>>`
    select import_id as "importId", kind, file_name as "fileName", row_count as rows, accepted_count as accepted, rejected_count as rejected, changed_count as changed,
      recorded_at as "recordedAt", undone_act_id is not null as "isUndone", act_id is not null and undone_act_id is null and kind <> 'organisations' as "canUndo"
    from projects_import where ${page.before}::timestamptz is null or recorded_at < ${page.before}::timestamptz
    order by recorded_at desc limit ${page.limit}`.execute(tx);
  return rows;
}

function previewSheet(kind: ImportKind, sheet: Sheet, remembered: RememberedMapping): PreviewAnswer["sheets"][number] {
  const headerRow = guessHeaderRow(kind, sheet);
  const headings = (sheet.rows[headerRow - 1] ?? []).map(cellText);
  const known = remembered(headings);
  const places = matched(kind, headings, known ?? {});
  return {
    name: sheet.name,
    rowCount: sheet.rows.filter((row) => row.length > 0).length,
    firstRows: sheet.rows.slice(0, 20).map((row) => row.map((cell) => cellText(cell).slice(0, 200))),
    headerRow,
    headings,
    mapping: Object.fromEntries([...places].map(([ours, at]) => [ours, headings[at] ?? ""])),
    isRemembered: known !== undefined,
    missing: importColumns[kind].filter((column) => column.isRequired === true && !places.has(column.name)).map((column) => column.name),
  };
}

/** What a workbook holds and how its columns would be matched; nothing is checked yet. */
export async function preview(
  tx: Tx,
  actor: Actor,
  { kind, sheets, format }: { kind: ImportKind; sheets: readonly Sheet[]; format: "xlsx" | "csv" },
): Promise<PreviewAnswer> {
  const remembered = await readRemembered(tx, actor, kind);
  return {
    format,
    sheets: sheets.filter((sheet) => !sheet.hidden).map((sheet) => previewSheet(kind, sheet, remembered)),
    columns: importColumns[kind].map((column) => ({ name: column.name, isRequired: column.isRequired === true })),
  };
}

const plain = (cell: Cell | undefined): WrittenCell => (typeof cell === "object" && cell !== null && "error" in cell ? cell.error : cell);

/** The table as it came, with a last column that says what is wrong with each row and how to mend it. */
export function withErrors(
  table: Table,
  errors: readonly { row: number; column: string; message: string; remedy: string }[],
): { headings: string[]; rows: WrittenCell[][] } {
  const said = Map.groupBy(errors, (error) => error.row);
  const width = Math.max(table.headings.length, ...table.rows.map(({ cells }) => cells.length));
  const text = (row: number): string =>
    (said.get(row) ?? []).map((one) => `${one.column === "" ? "" : `【${one.column}】`}${one.message}；${one.remedy}`).join("\n");
  return {
    headings: [...Array.from({ length: width }, (_, at) => table.headings[at] ?? ""), "错误说明"],
    rows: table.rows.map(({ row, cells }) => [...Array.from({ length: width }, (_, at) => plain(cells[at])), text(row) || null]),
  };
}
