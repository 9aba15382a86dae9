/** The short form of `npm run crash`: server, postmaster and a backend once each, and the checks seen to fail. */
import { expect, test } from "vitest";
import { randomFrom } from "./random.ts";
import { runCrash } from "./run.ts";

test("a seed repeats its numbers, and another gives others", () => {
  const draw = (seed: number): number[] => {
    const random = randomFrom(seed);
    return Array.from({ length: 20 }, () => random.below(1_000));
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
  expect(Math.max(...draw(5))).toBeLessThan(1_000);
});

test("whatever is killed in the midst of work, nothing acknowledged is lost, and one row taken away afterwards is named", async () => {
  const said: string[] = [];
  const report = await runCrash({ rounds: 3, seed: 20_260_131, spoil: true, say: (line) => said.push(line) });
  expect(Object.values(report.kills)).toEqual([1, 1, 1, 0]);
  expect(report.acknowledged["report"]).toBeGreaterThan(0);
  // The row that was taken away: once among the writes, and by the audit trail.
  const [missing, ...others] = report.faults;
  expect(missing, said.join("\n")).toMatch(/^reply .* acknowledged as 1, found 0$/);
  expect(others).toEqual([expect.stringMatching(/^audit: kernel_matter_event .*此行不见了，且没有删除的审计条目$/)]);
}, 300_000);
