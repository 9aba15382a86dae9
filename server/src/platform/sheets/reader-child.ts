/**
 * The caged reader: a process of its own that may read its code and nothing else. Takes the file on standard input,
 * says one JSON value a line on standard output, and ends. It knows nothing of the program that started it.
 */
import { Refusal, type Cell, type Sheet, type TextEncoding } from "./cells.ts";
import { readSpreadsheet } from "./spreadsheetml.ts";
import { decodeText, readTextTable } from "./text.ts";

/** What the reader says: each sheet, then its rows in batches; at last `done` or `refused`, else it died. */
export type Said =
  | { sheet: { name: string; hidden: boolean } }
  | { rows: Cell[][] }
  | { done: true; encoding?: TextEncoding }
  | { refused: { reason: Refusal["reason"]; detail: string } };

const rowsPerLine = 500;

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

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
  if (format === "xlsx") return sayTable(await readSpreadsheet(bytes));
  const { text, encoding } = decodeText(bytes);
  return sayTable([{ name: sheetName, hidden: false, rows: readTextTable(text, sheetName) }], encoding);
}

/**
 * Whatever the zip, the inflater or the XML parser objects to, the file is not whole. A fault of our own code
 * (a bare TypeError and the like, or reaching for what the cage denies) is not the file's and ends the process.
 */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const ours = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind) && code === undefined;
  if (ours || code === "ERR_ACCESS_DENIED" || !(error instanceof Error)) throw error;
  return new Refusal("damaged", "文件已损坏或没有保存完整，请用表格软件重新保存后上传");
}

try {
  await read(process.argv[2], process.argv[3] ?? "");
} catch (error) {
  const { reason, message } = refusalOf(error);
  await say({ refused: { reason, detail: message } });
}
