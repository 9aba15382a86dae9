import { problem } from "@baton/contract/problems";

/**
 * Lets only so many pieces of heavy work run at once (SECURITY R7); who comes meanwhile is told to come back, with
 * `detail` and after `retryAfter` seconds. Throws `busy`.
 */
export function turns(max: number, told: { detail: string; retryAfter: number }): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  return async (work) => {
    if (running >= max) throw problem("busy", told);
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
