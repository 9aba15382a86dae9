/**
 * The caged marker: takes the remarks and the file on standard input, says on one line whether it could, and gives the
 * marked file back. Like the reader it may read its code and nothing else.
 */
import { buffer } from "node:stream/consumers";
import { readInput, refusalOf } from "./child.ts";
import type { Refusal } from "./cells.ts";
import { markTextTable } from "./marking-csv.ts";
import { markSpreadsheet } from "./marking-xlsx.ts";
import type { Marks } from "./marks.ts";

/** What the marker says first, on one line; the file follows where it did not refuse. */
export type MarkerSaid = { marked: true } | { refused: { reason: Refusal["reason"]; detail: string } };

const line = (said: MarkerSaid): string => `${JSON.stringify(said)}\n`;

async function mark(format: string | undefined): Promise<void> {
  const input = await readInput();
  const length = input.readUInt32LE(0);
  const marks = JSON.parse(input.toString("utf8", 4, 4 + length)) as Marks;
  const bytes = input.subarray(4 + length);
  // The whole file before a word is said: a part may turn out to be damaged at its very end.
  const file = format === "xlsx" ? await buffer(await markSpreadsheet(bytes, marks)) : markTextTable(bytes, marks);
  process.stdout.write(line({ marked: true }));
  process.stdout.write(file);
}

try {
  await mark(process.argv[2]);
} catch (error) {
  const { reason, message } = refusalOf(error);
  process.stdout.write(line({ refused: { reason, detail: message } }));
}
