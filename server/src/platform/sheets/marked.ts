import type { Readable } from "node:stream";
import { runCaged } from "./caged.ts";
import { limits, Refusal } from "./cells.ts";
import type { MarkerSaid } from "./marker-child.ts";
import type { Marks } from "./marks.ts";

export type { MarkedRow, Marks } from "./marks.ts";
export type MarkedFile = { bytes: Buffer; format: "xlsx" | "csv" };

/** Has the file marked in the cage. Throws `Refusal` where the file is to blame. */
export async function markCaged(bytes: Buffer, format: "xlsx" | "csv", marks: Marks): Promise<Buffer> {
  const told = Buffer.from(JSON.stringify(marks));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(told.length);
  const { answer } = await runCaged({ script: "marker-child.ts", told: [format], given: [length, told, bytes], hear: takeFile });
  return answer;
}

async function takeFile(said: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of said as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.markedBytesMax) throw new Refusal("too-large", "标注后的文件过大，请分成几个文件");
    chunks.push(chunk);
  }
  const all = Buffer.concat(chunks);
  const end = all.indexOf("\n");
  if (end === -1) return all; // it died; how it ended tells why
  const first = JSON.parse(all.toString("utf8", 0, end)) as MarkerSaid;
  if ("refused" in first) throw new Refusal(first.refused.reason, first.refused.detail);
  return all.subarray(end + 1);
}
