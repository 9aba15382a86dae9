/**
 * The caged reader: a process of its own that may read its code and nothing else. Takes the file on standard input,
 * says one JSON value a line on standard output, and ends. It knows nothing of the program that started it.
 */
import type { Cell, Refusal, Sheet, TextEncoding } from "./cells.ts";
import { readInput, refusalOf } from "./child.ts";
import { readSpreadsheet } from "./spreadsheetml.ts";
import { decodeText, readTextTable } from "./text.ts";

/** What the reader says: how many rows it has read so far; each sheet, then its rows in batches; at last `done` or `refused`, else it died. */
export type Said =
  | { sheet: { name: string; hidden: boolean } }
  | { read: number }
  | { rows: Cell[][] }
  | { done: true; encoding?: TextEncoding }
  | { refused: { reason: Refusal["reason"]; detail: string } };

const rowsPerLine = 500;

/** Waits where the pipe is full, so that what was said does not pile up here. */
async function say(said: Said): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(said)}\n`)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

async function sayTable(sheets: Sheet[], encoding?: TextEncoding): Promise<void> {
  for (const { name, hidden, rows } of sheets) {
    await say({ sheet: { name, hidden } });
    for (let at = 0; at < rows.length; at += rowsPerLine) await say({ rows: rows.slice(at, at + rowsPerLine) });
  }
  await say({ done: true, encoding });
}

async function read(format: string | undefined, sheetName: string): Promise<void> {
  const bytes = await readInput();
  // News is short and rare: it need not wait for the pipe.
  const onRows = (count: number): void => void process.stdout.write(`${JSON.stringify({ read: count } satisfies Said)}\n`);
  if (format === "xlsx") return sayTable(await readSpreadsheet(bytes, onRows));
  const { text, encoding } = decodeText(bytes);
  return sayTable([{ name: sheetName, hidden: false, rows: readTextTable(text, sheetName, onRows) }], encoding);
}

try {
  await read(process.argv[2], process.argv[3] ?? "");
} catch (error) {
  const { reason, message } = refusalOf(error);
  await say({ refused: { reason, detail: message } });
}
