import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bounded, checkAudit, checkCluster, checkDerived, checkRepetitions, checkWrites } from "./checks.ts";
import { type Journal, openJournal } from "./client.ts";
import { type Random, randomFrom } from "./random.ts";
import { cityServer, type CityServer, freePort, type Victim, victims } from "./server.ts";
import { makeWorkers, type Worker } from "./work.ts";
import { copyKeptDemo } from "../testing/kept-demo.ts";

export type CrashOptions = {
  rounds: number;
  seed: number;
  /** Takes one acknowledged row away behind the program's back, to see that the checks see it. */
  spoil?: boolean;
  say: (line: string) => void;
};

export type CrashReport = {
  acknowledged: Record<string, number>;
  /** Refusals for good, by kind of write and problem. */
  refused: Record<string, number>;
  repeated: number;
  kills: Record<Victim, number>;
  recoveryMs: number[];
  faults: string[];
};

/** How long work goes on before a kill, in ms. */
const workMsMin = 200;
const workMsMax = 1_500;

type Bench = { server: CityServer; journal: Journal; random: Random; workers: readonly Worker[] };

/** One round: work by everybody, a kill in the midst of it, the way back; answers how long that took. */
async function round({ server, random, workers }: Bench, victim: Victim): Promise<number> {
  let isOver = false;
  const working = Promise.all(workers.map(async (worker) => worker.run(() => isOver)));
  // A worker that fails must not be an unheard rejection while the kill is under way.
  working.catch(() => undefined);
  await sleep(workMsMin + random.below(workMsMax - workMsMin));
  const from = performance.now();
  await server.kill(victim, random);
  if (victim.startsWith("server")) await server.start();
  await server.untilReady();
  const recoveryMs = performance.now() - from;
  isOver = true;
  await working;
  return recoveryMs;
}

async function lookAt({ server, journal }: Bench, from: number): Promise<string[]> {
  const client = await server.connect("baton_owner");
  try {
    return await checkWrites(client, journal, from);
  } finally {
    await client.end();
  }
}

async function judge({ server, journal }: Bench, spoil: boolean): Promise<string[]> {
  const client = await server.connect("baton_owner");
  try {
    const faults = await checkRepetitions(journal, 0);
    if (spoil) await takeOneAway(server, journal);
    const reader = await journal.signIn("dispatch");
    faults.push(...(await checkWrites(client, journal, 0)), ...(await checkDerived(reader, client)));
    faults.push(...(await checkAudit(server)), ...(await checkCluster(server)));
    return [...faults, ...journal.bugs.map((bug) => `answered as a bug: ${bug}`)];
  } finally {
    await client.end();
  }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** What nobody but the database's administrator can do. */
async function takeOneAway(server: CityServer, journal: Journal): Promise<void> {
  const reply = journal.acknowledged.find(({ kind }) => kind === "reply");
  const client = await server.connect("postgres");
  await client.query("set session_replication_role = replica");
  await client.query("delete from kernel_matter_event where body = $1", [reply?.token]);
  await client.end();
}

/**
 * Runs a city as `npm start` does and kills parts of it in the midst of work; then looks whether everything that was
 * acknowledged is there, once, and whether everything derived from it still follows from it. `faults` is empty when all is well.
 */
export async function runCrash({ rounds, seed, spoil = false, say }: CrashOptions): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), "baton-crash-"));
  // Run by root, the database has an account of its own, which must pass through.
  chmodSync(folder, 0o711);
  const random = randomFrom(seed);
  mkdirSync(join(folder, "data"));
  copyKeptDemo(join(folder, "data"));
  const server = cityServer(join(folder, "data"), await freePort());
  const kills: Record<Victim, number> = { server: 0, postmaster: 0, backend: 0, "server and postmaster": 0 };
  const recoveryMs: number[] = [];
  const journal = openJournal(server, join(folder, "journal.jsonl"));
  let isClean = false;
  try {
    await server.start();
    say(`city ready in ${((await server.untilReady()) / 1000).toFixed(1)} s`);
    const bench: Bench = { server, journal, random, workers: await makeWorkers(journal, seed) };
    let checked = 0;
    const faults: string[] = [];
    for (let turn = 1; turn <= rounds; turn += 1) {
      // Every kind in turn, so that a short run has seen each; the moment is left to chance.
      const victim = victims[(turn - 1) % victims.length] ?? "server";
      const took = await round(bench, victim);
      kills[victim] += 1;
      recoveryMs.push(took);
      const found = await lookAt(bench, checked);
      for (const fault of found) say(`  ${fault}`);
      faults.push(...found);
      say(`round ${turn}: killed ${victim}, back in ${Math.round(took)} ms, ${journal.acknowledged.length - checked} acknowledged, ${faults.length} faults`);
      checked = journal.acknowledged.length;
    }
    say("looking at everything …");
    faults.push(...(await judge(bench, spoil)));
    const acknowledged = tally(journal.acknowledged.map(({ kind }) => kind));
    const refused = tally(journal.refused.map(({ kind, problem }) => `${kind}: ${problem}`));
    isClean = faults.length === 0;
    return { acknowledged, refused, repeated: journal.repeated, kills, recoveryMs, faults: bounded(faults) };
  } finally {
    journal.close();
    await server.stop();
    if (isClean || spoil) rmSync(folder, { recursive: true, force: true });
    else say(`kept for looking into: ${folder}`);
  }
}
