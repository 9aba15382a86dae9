/** Figures by district for the whole city at a past known instant, and the rows behind them. */
import { type Line, repeat } from "./measure.ts";
import type { Bench } from "./main.ts";
import { signIn } from "./server.ts";

const names = [
  "projects.completion_rate",
  "projects.count",
  "projects.total_investment",
  "projects.start_rate",
  "projects.newly_started",
  "projects.stat_listed_rate",
];
const at = "validOn=2023-06-30&knownAt=2023-06-20T00:00:00%2B08:00";
const medianMsMax = 25;

export async function figures(bench: Bench): Promise<Line[]> {
  const cookie = await signIn(bench.door, "leader");
  const read = async (path: string): Promise<void> => {
    const { status, body } = await bench.door.send({ method: "GET", path, cookie });
    if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
  };
  const lines: Line[] = [];
  for (const name of names) {
    for (const [what, path] of [
      [`${name} by district`, `/api/figures/${name}?${at}&by=area`],
      [`${name}, first rows`, `/api/figures/${name}/rows?${at}`],
    ] as const) {
      const { bestMs, medianMs } = await repeat(bench.isQuick ? 5 : 20, () => read(path));
      lines.push({
        what,
        measured: `median ${medianMs.toFixed(1)} ms, best ${bestMs.toFixed(1)} ms`,
        target: `median < ${medianMsMax} ms`,
        isMet: medianMs < medianMsMax,
        isBroken: bestMs > medianMsMax * 10,
      });
    }
  }
  return lines;
}
