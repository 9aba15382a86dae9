/** A corpus of hostile and broken files: each is refused with a sentence or read, in bounds of memory and time. */
import { readdirSync, readFileSync } from "node:fs";
import { Problem } from "@baton/contract/problems";
import { afterAll, describe, expect, test } from "vitest";
import { limits } from "./cells.ts";
import { hostileFiles } from "./hostile-files.ts";
import { readWorkbook } from "./index.ts";

/** Between two looks at a reader it may grow a little past its limit before it is killed. */
const overshootBytes = 150 * 1024 * 1024;

/** The most that any child of this process held, looked at every few milliseconds. */
function watchChildren(): { peakBytes: () => number; stop: () => void } {
  let peak = 0;
  const look = (): void => {
    for (const task of readdirSync("/proc/self/task")) {
      for (const pid of readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" ")) {
        try {
          peak = Math.max(peak, Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024);
        } catch {
          // it has just ended
        }
      }
    }
  };
  const timer = setInterval(look, 10);
  return { peakBytes: () => peak, stop: () => clearInterval(timer) };
}

/** How the file was refused; one that was read is told in the same shape, so that nothing need be asked conditionally. */
async function outcomeOf(bytes: Buffer): Promise<{ slug: string; status: number; reason: string; sentence: string }> {
  try {
    await readWorkbook(bytes, "文件.xlsx");
    return { slug: "file-refused", status: 422, reason: "read", sentence: "读到了。" };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { slug: error.slug, status: error.status, reason: String(error.members["reason"]), sentence: error.message };
  }
}

const peaks: [string, number][] = [];
afterAll(() => {
  const [most] = peaks.toSorted((a, b) => b[1] - a[1]);
  process.stdout.write(`  the hungriest reader: ${most?.[0] ?? ""}, ${Math.round((most?.[1] ?? 0) / 1024 / 1024)} MB\n`);
});

describe.each(hostileFiles.map((file) => [file.what, file] as const))("%s", (what, { reason, make }) => {
  test("is refused with a sentence, or read, in bounds", { timeout: 60_000 }, async () => {
    const bytes = await make();
    const children = watchChildren();
    const began = performance.now();
    const outcome = await outcomeOf(bytes).finally(children.stop);
    peaks.push([what, children.peakBytes()]);
    expect(outcome).toMatchObject({ status: 422, slug: "file-refused", reason: expect.stringMatching(new RegExp(`^(?:${reason})$`)) });
    expect(outcome.sentence).toMatch(/^[^!！]*[一-龥][^!！]*。$/);
    expect(children.peakBytes()).toBeLessThan(limits.readerMemoryBytesMax + overshootBytes);
    expect(performance.now() - began).toBeLessThan(limits.readerMillisecondsMax + 5_000);
  });
});
