import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "graphile-worker";
import type { JobsLog } from "./opening.ts";

const restartMs = 2_000;

/**
 * Keeps a worker at work. It gives up for good when it cannot note down that a job is done, for instance while the
 * database is too busy to let it in for two seconds; unheeded, that would end the whole program. It is started anew
 * until told to stop; the job that could not be noted is run again, as after a kill.
 */
export async function keepRunning(start: () => Promise<Runner>, log: JobsLog): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  let current = await start();
  const follow = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // It ends by throwing or by falling silent; which, depends on what it was at.
      const why = await current.promise.then(
        () => "任务进程已退出",
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (ending.signal.aborted) return;
      log.error(`定时与后台任务中断，稍后自动恢复：${why}`);
      await startAgain();
    }
  };
  const startAgain = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await sleep(restartMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      try {
        current = await start();
        return;
      } catch (error) {
        log.warn(`后台任务尚未恢复：${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const following = follow();
  return {
    stop: async () => {
      ending.abort();
      // A worker that has given up is stopped already and says so by throwing.
      await current.stop().catch(() => undefined);
      await following;
    },
  };
}
