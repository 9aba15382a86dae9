import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export type RotatingLog = { write(line: string): void; close(): void };

/**
 * A log file that cannot fill the disk: past `bytesMax` it becomes `.1`, `.1` becomes `.2`, and so on; the oldest of `keep` goes.
 * Written line by line, so that a killed program loses none. A disk that takes no more costs lines, never the program: how
 * many, stands in the log once there is room again.
 */
export function openRotatingLog(path: string, { bytesMax, keep }: { bytesMax: number; keep: number }): RotatingLog {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, "a", 0o600);
  let bytes = fstatSync(file).size;
  let lost = 0;

  const roll = (): void => {
    closeSync(file);
    for (let age = keep - 1; age >= 1; age -= 1) {
      if (existsSync(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    }
    renameSync(path, `${path}.1`);
    file = openSync(path, "a", 0o600);
    bytes = 0;
  };
  const put = (line: string): void => {
    bytes += writeSync(file, line);
    if (bytes > bytesMax) roll();
  };
  return {
    write: (line) => {
      try {
        if (lost > 0) {
          put(`${JSON.stringify({ level: 40, time: Temporal.Now.instant().epochMilliseconds, msg: `${lost} lines could not be written` })}\n`);
          lost = 0;
        }
        put(line);
      } catch {
        lost += 1;
      }
    },
    close: () => closeSync(file),
  };
}
