/**
 * `npm run fuzz [-- --requests=10000 --seed=1]`: requests made from the published description, valid, nearly valid,
 * hostile and broken, as every role and as nobody, against the program itself on the demonstration city. Prints figures
 * and findings; ends with 1 when there is a finding. The same seed asks the same.
 */
import { type Finding, paceOf, prepareGround, runCampaign } from "./campaign.ts";
import { startProgram } from "./server.ts";
import { closeWires } from "./wire.ts";

function option(name: string, fallback: number): number {
  const given = process.argv.find((one) => one.startsWith(`--${name}=`));
  return given === undefined ? fallback : Number(given.slice(name.length + 3));
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Findings of one kind at one operation are one line with an example. */
function summarise(findings: readonly Finding[]): void {
  const groups = Map.groupBy(findings, (finding) => `${finding.what} — ${finding.operation}`);
  for (const [name, group] of [...groups].toSorted(([, one], [, other]) => other.length - one.length).slice(0, 60)) {
    const [first] = group;
    say(`\n${group.length} × ${name}\n    ${first?.who ?? ""}, ${first?.manner ?? ""}, #${first?.at ?? ""}: ${first?.request.slice(0, 300) ?? ""}`);
  }
}

/** What the program wrote down of its own faults: where to look for the cause of a 500. */
function failuresIn(logs: readonly { text: string }[]): string[] {
  return logs.flatMap(({ text }) => text.split("\n").filter((line) => line.includes("unexpected failure"))).slice(0, 12);
}

const requests = option("requests", 10_000);
const seed = option("seed", 1);
const span = Math.min(1_000, Math.floor(requests / 3));
/** ms; light answers are pages that people wait for. */
const bounds = { lightP99: 1_500, heavyP99: 20_000, slowdown: 1.5 };

const running = await startProgram();
try {
  const ground = await prepareGround(running, seed);
  say(`种子 ${seed}，请求 ${requests} 次，接口 ${ground.operations.length} 个，身份 ${ground.people.size} 种`);
  const outcome = await runCampaign(ground, requests);
  const leaks = running.readLogs().flatMap(({ name, text }) => ground.canaries.findAnywhere(text).map((what) => `${what} in ${name}`));
  const pace = paceOf(outcome, span);
  const list = (found: Map<unknown, number>): string =>
    [...found]
      .toSorted(([one], [other]) => String(one).localeCompare(String(other)))
      .map(([key, count]) => `${String(key)}: ${count}`)
      .join("，");
  say(`状态 ${list(outcome.statuses)}`);
  for (const [name, busy] of Map.groupBy(outcome.busy, (one) => one)) say(`503：${name} ${busy.length} 次`);
  say(`方式 ${list(outcome.byManner)}；带同一编号重发 ${outcome.repeats} 次；触及接口 ${outcome.operationsTried}/${outcome.operations}`);
  say(
    `用时 ${Math.round(outcome.tookMs / 1000)} 秒；一般请求 p50 ${pace.light.p50.toFixed(1)} ms、p99 ${pace.light.p99.toFixed(0)} ms；全城类请求 p50 ${pace.heavy.p50.toFixed(1)} ms、p99 ${pace.heavy.p99.toFixed(0)} ms`,
  );
  say(`前 ${span} 次一般请求 p50 ${pace.first.toFixed(1)} ms，后 ${span} 次 ${pace.last.toFixed(1)} ms；扣除本机同期变慢，为 ${pace.slowdown.toFixed(2)} 倍`);
  summarise(outcome.findings);
  for (const line of failuresIn(running.readLogs())) say(`\n日志：${line.slice(0, 900)}`);
  for (const leak of leaks) say(`LEAK: ${leak}`);
  const isSlow = pace.light.p99 > bounds.lightP99 || pace.heavy.p99 > bounds.heavyP99 || pace.slowdown > bounds.slowdown;
  if (isSlow) say("太慢，或越来越慢。");
  const faults = outcome.findings.length + leaks.length + (isSlow ? 1 : 0);
  say(`\n发现问题 ${faults} 个。`);
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  closeWires();
  await running.stop();
}
