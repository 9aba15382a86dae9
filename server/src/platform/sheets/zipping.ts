/** Parts of a zip that are made while it is written. */
import { Readable } from "node:stream";
import type yazl from "yazl";

const chunkLength = 64 * 1024;

/** The part is made when its turn comes; whoever stops listening stops the making. */
export function addStream(zip: yazl.ZipFile, path: string, make: () => AsyncGenerator<Buffer>): void {
  const output = zip.outputStream as Readable;
  zip.addReadStreamLazy(path, {}, (give) => {
    const part = Readable.from(make(), { objectMode: false });
    part.once("error", (error) => output.destroy(error)); // yazl watches only the parts it opens itself
    output.once("close", () => part.destroy());
    if (output.destroyed) part.destroy();
    give(null, part);
  });
}

export async function* chunked(pieces: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  let pending = "";
  for await (const piece of pieces) {
    pending += piece;
    if (pending.length < chunkLength) continue;
    yield Buffer.from(pending);
    pending = "";
  }
  yield Buffer.from(pending);
}
