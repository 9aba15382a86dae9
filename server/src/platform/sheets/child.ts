/** What the caged processes share: how they take their input, and whose fault an error is. */
import { Refusal } from "./cells.ts";

export async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Whatever the zip, the inflater or the XML parser objects to, the file is not whole. A fault of our own code
 * (a bare TypeError and the like, or reaching for what the cage denies) is not the file's and ends the process.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const ours = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind) && code === undefined;
  if (ours || code === "ERR_ACCESS_DENIED" || !(error instanceof Error)) throw error;
  return new Refusal("damaged", "文件已损坏或没有保存完整，请用表格软件重新保存后上传");
}
