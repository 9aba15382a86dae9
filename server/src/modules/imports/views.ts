import { importColumns, type ImportKind } from "@baton/contract/import-columns";
import type { PreviewAnswer } from "@baton/contract/imports";
import type { Actor, Tx } from "#platform/database";
import type { Sheet } from "#platform/sheets";
import { readRemembered } from "./mappings.ts";
import { cellText } from "./cell-text.ts";
import { guessHeaderRow, headingsAt, matched } from "./headings.ts";
import { type RememberedMapping } from "./table.ts";

function previewSheet(kind: ImportKind, sheet: Sheet, remembered: RememberedMapping): PreviewAnswer["sheets"][number] {
  const headerRow = guessHeaderRow(kind, sheet);
  const headings = headingsAt(kind, sheet, headerRow);
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
