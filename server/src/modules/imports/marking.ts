import { readAs, type Actor } from "#platform/database";
import type { Context } from "#platform/http";
import { type MarkedFile, type MarkedRow, markWorkbook, readWorkbook } from "#platform/sheets";
import { check, type Upload } from "./job.ts";
import { remarkHeading, type Table } from "./table.ts";
import { unwatched } from "./watch.ts";

/** Errors that a marked file carries: whoever mends a file wants all of them at once. */
const errorsMarkedMax = 20_000;

type Fault = { row: number; column: string; message: string; remedy: string };

function sentence({ column, message, remedy }: Fault): string {
  return `${column === "" ? "" : `【${column}】`}${message}；${remedy}`;
}

/** For each faulty row what is wrong with it, and the places of its faulty cells. */
export function marksOf(table: Table, errors: readonly Fault[]): MarkedRow[] {
  return [...Map.groupBy(errors, (error) => error.row)].map(([row, faults]) => ({
    row,
    text: [...new Set(faults.map(sentence))].join("\n"),
    columns: [...new Set(faults.flatMap(({ column }) => table.places.get(column) ?? []))].toSorted((a, b) => a - b),
  }));
}

/** The file as it came, with a last column that says what is wrong with each row and how to mend it. Nothing is written. */
export async function markedFile({ actor, context, upload }: { actor: Actor; context: Context; upload: Upload }): Promise<MarkedFile> {
  const workbook = await readWorkbook(upload.bytes, upload.fileName);
  const { table, faults } = await readAs(context.db, actor, (tx) =>
    check(tx, { actor, context, upload, workbook, watch: unwatched(), errorsMax: errorsMarkedMax }),
  );
  const before = table.headings.findIndex((heading) => heading.startsWith(remarkHeading));
  const marks = {
    sheet: table.sheet.name,
    headerRow: table.headerRow,
    heading: remarkHeading,
    column: before === -1 ? table.sheet.rows.reduce((widest, row) => Math.max(widest, row.length), 0) : before,
    isThere: before !== -1,
    rows: marksOf(table, faults.errors),
  };
  return markWorkbook(upload.bytes, workbook.format, marks);
}
