import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresLog } from "./options.ts";
import { isServing } from "./processes.ts";

/** PostgreSQL restarts after the death of a backend by itself; only the death of the postmaster is ours to notice. */
const lookEveryMs = 250;
const pauseMsFirst = 500;
const pauseMsMax = 30_000;

/** What the guard needs from the supervisor: `relaunch` gives back the new postmaster's number, or throws. */
export type GuardWork = { log: PostgresLog; relaunch(): Promise<number> };

/**
 * Watches the postmaster and starts it again when it dies, for as long as it takes. `end()` stops watching and gives
 * back the postmaster's number, or undefined when it is down.
 */
export function keepRunning(cluster: string, pid: number, work: GuardWork): { end(): Promise<number | undefined> } {
  const over = new AbortController();
  let current: number | undefined = pid;
  const watching = (async () => {
    while (!over.signal.aborted) {
      if (!isServing(current, cluster)) {
        work.log.error(`数据库进程（${current}）意外终止，正在重新启动。`);
        current = undefined;
        current = await revive(work, over.signal);
        if (current === undefined) return;
        work.log.info(`数据库已恢复（进程 ${current}）。`);
      }
      await rest(lookEveryMs, over.signal);
    }
  })();
  return {
    end: async () => {
      over.abort();
      await watching;
      return current;
    },
  };
}

/** Tries until the database is up; undefined when told to end before that. */
async function revive(work: GuardWork, over: AbortSignal): Promise<number | undefined> {
  for (let pauseMs = pauseMsFirst; !over.aborted; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    try {
      return await work.relaunch();
    } catch (error) {
      work.log.error(error instanceof Error ? error.message : String(error));
      await rest(pauseMs, over);
    }
  }
  return undefined;
}

/** Sleeps without keeping the process alive; wakes early when it is over. */
async function rest(ms: number, over: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { ref: false, signal: over });
  } catch {
    // Woken by `end()`.
  }
}
