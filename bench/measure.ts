/** Repeating a thing from many clients, and saying what came of it. */

export type Outcome = { perSecond: number; p50Ms: number; p95Ms: number; failures: number };

/**
 * One line of the table: what was measured, what came of it, what was asked, and whether that was met (null: nothing was
 * asked). `isBroken` where it failed or is ten times slower than asked: that is a fault on any machine.
 */
export type Line = { what: string; measured: string; target: string; ratio?: string; isMet: boolean | null; isBroken?: boolean };

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Repeats `once` from so many clients for some seconds, after a third of that as warming up; `once` answers whether it went well. */
export async function drive(clients: number, seconds: number, once: (client: number) => Promise<boolean>): Promise<Outcome> {
  const times: number[] = [];
  let failures = 0;
  const from = performance.now() + (seconds * 1000) / 3;
  const until = from + seconds * 1000;
  const client = async (at: number): Promise<void> => {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const isGood = await once(at);
      if (!isGood) failures += 1;
      if (began >= from) times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), failures };
}

/** The time of each of some calls, the fastest first: what a machine that others use at the same time can still tell. */
export async function repeat(times: number, once: () => Promise<unknown>): Promise<{ bestMs: number; medianMs: number }> {
  const took: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const began = performance.now();
    await once();
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  return { bestMs: took[0] ?? 0, medianMs: quantile(took, 0.5) };
}

export function describe({ perSecond, p50Ms, p95Ms, failures }: Outcome): string {
  const failed = failures === 0 ? "" : `, ${failures} FAILED`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms${failed}`;
}

/** Width on a terminal, where Chinese takes two columns. */
function pad(text: string, width: number): string {
  const taken = [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 2 : 1), 0);
  return text + " ".repeat(Math.max(width - taken, 1));
}

export function print(line: Line): void {
  const mark = line.isMet === null ? " " : line.isMet ? "✓" : "✗";
  process.stdout.write(`${mark} ${pad(line.what, 58)}${pad(line.measured, 50)}${pad(line.target, 34)}${line.ratio ?? ""}\n`);
}
