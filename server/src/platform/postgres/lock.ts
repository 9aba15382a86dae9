import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { PostgresStartError } from "./failure.ts";

/**
 * Takes the data directory for this process alone; gives back the function that lets go.
 *
 * The kernel keeps the lock (flock) on the open file and drops it when the process ends in whatever way, so there is
 * no stale lock to judge. Node cannot ask for it, but the lock belongs to the open file, not to the asker: the `flock`
 * program, which every Debian has, locks the descriptor it inherits and leaves it locked for us.
 * Children of ours do not keep it, because Node opens files close-on-exec.
 */
export function lockInstance(path: string): () => void {
  const descriptor = openSync(path, "a+", 0o600);
  const asked = spawnSync("flock", ["--exclusive", "--nonblock", "3"], {
    stdio: ["ignore", "ignore", "ignore", descriptor],
  });
  if (asked.error) {
    closeSync(descriptor);
    throw new PostgresStartError("无法锁定数据目录：系统缺少 flock 命令。请安装 util-linux 软件包后重试。", {
      cause: asked.error,
    });
  }
  if (asked.status !== 0) {
    const holder = readFileSync(path, "utf8").trim();
    closeSync(descriptor);
    throw new PostgresStartError(`数据目录正由另一个实例使用（${holder || "进程号未知"}）。请先停止该实例，或用 BATON_DATA 指定另一目录。锁文件：${path}`);
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, `进程 ${process.pid}\n`);
  return () => closeSync(descriptor);
}
