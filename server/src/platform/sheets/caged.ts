/**
 * Runs the caged reader: a Node that may read our reading code and nothing else (no files, network, processes,
 * threads or add-ons), killed past its time or its memory. A file can at worst take its own reader down.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { assert } from "@baton/contract/problems";
import { limits, Refusal } from "./cells.ts";
import type { Said } from "./reader-child.ts";

const here = realpathSync(import.meta.dirname);
const pollMilliseconds = 25;

/** The folders a caged process may see: this one, and its three libraries with what they stand on. */
function readableFolders(): string[] {
  const folders = [here];
  const visit = (name: string, from: string): void => {
    const folder = packageFolder(name, from);
    if (folders.includes(folder)) return;
    folders.push(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    for (const needed of Object.keys(dependencies)) visit(needed, resolve(folder, "package.json"));
  };
  for (const name of ["saxes", "yauzl", "yazl"]) visit(name, resolve(here, "index.ts"));
  return [...folders, resolve(here, "../../../package.json")];
}

function packageFolder(name: string, from: string): string {
  const paths = createRequire(from).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return realpathSync(resolve(path, name)); // the cage compares real paths
    } catch {
      // not in this node_modules: the next one up
    }
  }
  throw new Error(`package ${name} is not installed beside ${dirname(from)}`);
}

let cage: string[] | undefined;

/** What the reader is run with: nothing is allowed but to read code. */
export function cageFlags(): string[] {
  cage ??= ["--permission", ...readableFolders().map((folder) => `--allow-fs-read=${folder}`), "--max-old-space-size=256", "--disable-proto=throw"];
  return cage;
}

type Bounds = { memoryBytesMax: number; millisecondsMax: number };

const readerBounds: Bounds = {
  memoryBytesMax: limits.readerMemoryBytesMax,
  millisecondsMax: limits.readerMillisecondsMax,
};

/** `bounds` are those of `limits` unless a test draws them closer. */
export type ReadRequest = {
  bytes: Buffer;
  format: "xlsx" | "csv";
  sheetName: string;
  signal?: AbortSignal | undefined;
  bounds?: Bounds;
};

/** What runs in the cage: one of our scripts, what it is told, and what it is given to read. */
type Task<Answer> = {
  script: "reader-child.ts" | "marker-child.ts";
  told: readonly string[];
  given: readonly Buffer[];
  signal?: AbortSignal | undefined;
  bounds?: Bounds | undefined;
  /** Takes what the process says to its end. */
  hear: (said: Readable) => Promise<Answer>;
};

type Reader = ChildProcessByStdio<Writable, Readable, Readable>;

/** Resident memory of a process, where the system tells (Linux); elsewhere the heap limit is all there is. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0") * 1024;
  } catch {
    return 0; // it has just ended
  }
}

type Watcher = { refusal: () => Refusal | undefined; peakBytes: () => number; stop: () => void };

/** Watches one reader; `refusal()` says why it was killed, if it was. */
function watch(reader: Reader, { signal, bounds = readerBounds }: Pick<Task<unknown>, "signal" | "bounds">): Watcher {
  let refusal: Refusal | undefined;
  let peak = 0;
  const kill = (reason: Refusal): void => {
    refusal ??= reason;
    reader.kill("SIGKILL");
  };
  const poll = setInterval(() => {
    peak = Math.max(peak, reader.pid ? residentBytes(reader.pid) : 0);
    if (peak > bounds.memoryBytesMax) kill(new Refusal("too-large", "读取文件需要的内存过多，请删去多余的工作表和格式，或分成几个文件"));
  }, pollMilliseconds);
  const timer = setTimeout(() => {
    kill(new Refusal("too-slow", `文件在${bounds.millisecondsMax / 1000}秒内没有读完，请分成几个文件`));
  }, bounds.millisecondsMax);
  const abort = (): void => void reader.kill("SIGKILL");
  signal?.addEventListener("abort", abort, { once: true });
  return {
    refusal: () => refusal,
    peakBytes: () => peak,
    stop() {
      clearInterval(poll);
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
  };
}

/**
 * Gives what the reader says to `hear`, value by value, and answers with the peak of its memory.
 * Throws `Refusal` where the file is to blame, an ordinary error where we are.
 */
export async function readCaged({ bytes, format, sheetName, ...limited }: ReadRequest, hear: (said: Said) => void): Promise<{ peakBytes: number }> {
  const { answer: finished, peakBytes } = await runCaged({
    script: "reader-child.ts",
    told: [format, sheetName],
    given: [bytes],
    ...limited,
    hear: (said) => listen(said, hear),
  });
  assert(finished, "a reader that ended well said so");
  return { peakBytes };
}

export async function runCaged<Answer>(task: Task<Answer>): Promise<{ answer: Answer; peakBytes: number }> {
  task.signal?.throwIfAborted();
  const reader = spawn(process.execPath, [...cageFlags(), resolve(here, task.script), ...task.told], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {},
    cwd: here,
  });
  const watcher = watch(reader, task);
  const ended = new Promise<number | null>((settle, fail) => {
    reader.on("close", settle);
    reader.on("error", fail);
  });
  ended.catch(() => undefined); // awaited below, after its output
  const complaints = collect(reader.stderr);
  reader.stdin.on("error", () => undefined); // a reader that was killed takes no more input; how it ended tells why
  for (const bytes of task.given) reader.stdin.write(bytes);
  reader.stdin.end();
  try {
    const answer = await task.hear(reader.stdout);
    const code = await ended;
    task.signal?.throwIfAborted();
    const refusal = watcher.refusal();
    if (refusal) throw refusal;
    if (code !== 0 && /heap out of memory|allocation failed/i.test(complaints())) throw new Refusal("too-large", "读取文件需要的内存过多，请分成几个文件");
    assert(code === 0, `the reader of workbooks ended with ${code}: ${complaints()}`);
    return { answer, peakBytes: watcher.peakBytes() };
  } finally {
    watcher.stop();
    reader.kill("SIGKILL");
  }
}

function collect(stream: Readable): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    if (text.length < 4000) text += chunk.toString("utf8");
  });
  return () => text;
}

/** Hears every line; true once the reader said that it is done. */
async function listen(stdout: Readable, hear: (said: Said) => void): Promise<boolean> {
  let finished = false;
  for await (const line of linesOf(stdout)) {
    const said = JSON.parse(line) as Said;
    if ("refused" in said) throw new Refusal(said.refused.reason, said.refused.detail);
    if ("done" in said) finished = true;
    hear(said);
  }
  return finished;
}

/** Lines end at \n and nowhere else: `readline` would also break at U+2028, which a cell may hold. What a killed reader left unfinished is none. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let heardBytes = 0;
  let pieces: string[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    heardBytes += chunk.length;
    if (heardBytes > limits.answerBytesMax) throw new Refusal("too-large", "文件中的文字过多，请分成几个文件");
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    pieces.push(first);
    for (const other of others) {
      yield pieces.join("");
      pieces = [other];
    }
  }
}
