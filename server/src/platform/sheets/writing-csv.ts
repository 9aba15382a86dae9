/** Writes .csv for spreadsheets: UTF-8 with its mark, CRLF, and nothing that a spreadsheet would run. */
import { Readable } from "node:stream";
import type { WrittenCell, WrittenRow } from "./writing.ts";

/** Text that a spreadsheet takes for a formula, in half and full width; the import takes the `'` off again (`text.ts`). */
const risky = /^'*[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = /[",\r\n;\t]/;
const chunkLength = 64 * 1024;

function field(value: WrittenCell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "object" ? dateText(value) : value.toWellFormed();
  const safe = risky.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function dateText({ date, precision }: { date: string; precision: "day" | "month" | "year" }): string {
  return date.slice(0, { day: 10, month: 7, year: 4 }[precision]);
}

async function* lines(rows: Iterable<WrittenRow> | AsyncIterable<WrittenRow>): AsyncGenerator<Buffer> {
  let pending = "\uFEFF";
  for await (const row of rows) {
    pending += `${row.map(field).join(",")}\r\n`;
    if (pending.length < chunkLength) continue;
    yield Buffer.from(pending);
    pending = "";
  }
  yield Buffer.from(pending);
}

/** The bytes of a .csv. The first row is the caller's header. */
export function writeCsv(rows: Iterable<WrittenRow> | AsyncIterable<WrittenRow>): Readable {
  return Readable.from(lines(rows), { objectMode: false });
}
