import { problem } from "@baton/contract/problems";

/** Runs tasks at most `runningMax` at a time, the others in the order they came; past `waitingMax` throws `busy`. */
export function queued(runningMax: number, waitingMax: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) throw problem("busy", { detail: "正在读取的文件较多，请稍后再试。" });
      // the one who leaves hands its place over, so that nobody slips in between
      await new Promise<void>((enter) => waiting.push(enter));
    } else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
