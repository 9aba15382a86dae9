/**
 * `npm run crash -- [--rounds=50] [--seed=n] [--spoil]`: kills the server and its database at random moments in the midst of
 * work and proves that nothing acknowledged was lost. Exit code 0 when all is well, 1 with every fault named.
 */
import { parseArgs } from "node:util";
import { runCrash } from "./run.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function whole(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not "${text}"`);
  return Number(text);
}

try {
  const { values } = parseArgs({ options: { rounds: { type: "string" }, seed: { type: "string" }, spoil: { type: "boolean" } } });
  const seed = whole(values.seed ?? String(Math.floor(performance.timeOrigin) % 1_000_000), "seed");
  say(`seed ${seed}`);
  const from = performance.now();
  const report = await runCrash({ rounds: whole(values.rounds ?? "50", "rounds"), seed, spoil: values.spoil === true, say });
  const sorted = report.recoveryMs.toSorted((a, b) => a - b);
  say(`acknowledged: ${JSON.stringify(report.acknowledged)}; refused: ${JSON.stringify(report.refused)}; repeated sendings: ${report.repeated}`);
  say(`kills: ${JSON.stringify(report.kills)}; recovery ms: median ${Math.round(sorted[sorted.length >> 1] ?? 0)}, slowest ${Math.round(sorted.at(-1) ?? 0)}`);
  say(`took ${((performance.now() - from) / 1000).toFixed(0)} s`);
  for (const fault of report.faults) process.stderr.write(`FAULT ${fault}\n`);
  say(report.faults.length === 0 ? "nothing lost" : `${report.faults.length} faults, seed ${seed}`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
