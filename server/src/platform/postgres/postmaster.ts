import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bareEnvironment } from "./cluster.ts";
import { PostgresStartError } from "./failure.ts";
import type { Home } from "./home.ts";
import { comesTrue, findPostgresProcess, isServing, listProcessesIn, signal } from "./processes.ts";

/** Crash recovery may replay a gigabyte of log before the database answers. */
const readyTimeoutMs = 300_000;
const fastStopMs = 30_000;
const immediateStopMs = 5_000;
/** Backends notice the death of their postmaster within moments, unless they are busy. */
const orphanPatienceMs = 5_000;
const startLogBytesMax = 5 * 2 ** 20;

/** What PostgreSQL says when the disk is full; its messages are in English by our configuration. */
export const storageFullSaying = "No space left on device";

/** The process number and state that the postmaster wrote (`postmaster.pid`, lines 1 and 8). */
function readPidFile(home: Home): { pid: number; state: string } | undefined {
  const path = join(home.cluster, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  return { pid: Math.abs(Number(lines[0])), state: (lines[7] ?? "").trim() };
}

/**
 * Starts the postmaster and waits until it accepts connections; gives back its process number.
 * Throws `PostgresStartError` with the last lines of the log where it does not come up.
 */
export async function launch(home: Home): Promise<number> {
  const logFrom = rollStartLog(home);
  const output = openSync(home.startLog, "a", 0o600);
  const child = spawn(home.binaries.postgres, ["-D", home.cluster], {
    cwd: home.cluster,
    // Its own session: signals sent to our process group must not stop the database under running requests.
    detached: true,
    env: bareEnvironment,
    stdio: ["ignore", output, output],
    uid: home.account?.uid,
    gid: home.account?.gid,
  });
  closeSync(output);
  const isOver = watchExit(child);
  child.unref();
  const isReady = (): boolean => {
    const file = readPidFile(home);
    return file?.pid === child.pid && file?.state === "ready";
  };
  await comesTrue(() => isOver() || isReady(), readyTimeoutMs);
  if (isOver() || !isReady() || child.pid === undefined) {
    throw new PostgresStartError(explain(home, recentLog(home, logFrom)));
  }
  return child.pid;
}

/** Fast shutdown: sessions are ended, everything is written. Slower than the limits, it is made immediate. */
export async function shutDown(pid: number, cluster: string): Promise<void> {
  const isGone = (): boolean => !isServing(pid, cluster);
  for (const [name, timeoutMs] of [
    ["SIGINT", fastStopMs],
    ["SIGQUIT", immediateStopMs],
    ["SIGKILL", immediateStopMs],
  ] as const) {
    if (isGone()) return;
    signal(pid, name);
    if (await comesTrue(isGone, timeoutMs)) return;
  }
}

/**
 * Ends what a dead postmaster left behind and removes its `postmaster.pid`. Busy backends hold the shared memory, and
 * nothing may write beside them. Call when no postmaster serves the cluster.
 */
export async function clearRemains(home: Home): Promise<void> {
  const remains = (): number[] => listProcessesIn(home.cluster).map((found) => found.pid);
  if (!(await comesTrue(() => remains().length === 0, orphanPatienceMs))) {
    for (const pid of remains()) signal(pid, "SIGKILL");
    if (!(await comesTrue(() => remains().length === 0, orphanPatienceMs))) {
      throw new PostgresStartError(`上次运行遗留的数据库进程（${remains().join("、")}）无法结束。请由管理员结束这些进程后重试。`);
    }
  }
  // Its number may by now belong to a stranger, and PostgreSQL would believe itself running.
  rmSync(join(home.cluster, "postmaster.pid"), { force: true });
  // So may the lock of the socket, which lies in a directory of our own.
  for (const name of [`.s.PGSQL.${home.port}.lock`, `.s.PGSQL.${home.port}`]) rmSync(join(home.socketDir, name), { force: true });
}

/** The postmaster that serves the cluster now, if any. */
export function findPostmaster(home: Home): { pid: number; isOurBinary: boolean } | undefined {
  const pid = readPidFile(home)?.pid;
  const found = pid === undefined ? undefined : findPostgresProcess(pid);
  if (found?.directory !== home.cluster) return undefined;
  return { pid: found.pid, isOurBinary: found.executable === home.binaries.postgres };
}

function watchExit(child: ChildProcess): () => boolean {
  let over = false;
  child.once("exit", () => (over = true));
  child.once("error", () => (over = true));
  return () => over;
}

/**
 * Ends the database when this process dies in whatever way: a shell waits for the end of a pipe that only we hold, and
 * the kernel closes it for us.
 */
export function tieToUs(pid: number, cluster: string): void {
  const script = 'cat >/dev/null; [ "$(readlink /proc/$1/cwd)" = "$2" ] && kill -QUIT "$1"';
  const watcher = spawn("/bin/sh", ["-c", script, "sh", String(pid), cluster], {
    detached: true,
    env: bareEnvironment,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  // Only an open pipe keeps the shell waiting; it must not keep this process alive.
  (watcher.stdin as unknown as { unref(): void }).unref();
}

function rollStartLog(home: Home): number {
  if (!existsSync(home.startLog)) return 0;
  const sizeBytes = statSync(home.startLog).size;
  if (sizeBytes < startLogBytesMax) return sizeBytes;
  renameSync(home.startLog, `${home.startLog}.1`);
  return 0;
}

/** What PostgreSQL said during this start: before its own log was open, and in it. */
function recentLog(home: Home, startLogFrom: number): string {
  const early = readFileSync(home.startLog).subarray(startLogFrom).toString("utf8");
  const directory = join(home.cluster, "log");
  const names = existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
  const newest = names.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  const late = newest === undefined ? "" : readFileSync(newest, "utf8");
  return [...early.trim().split("\n").slice(-10), ...late.trim().split("\n").slice(-10)].join("\n").trim();
}

function explain(home: Home, log: string): string {
  if (log.includes(storageFullSaying)) return `存储空间不足，数据库无法启动。请清理 ${home.cluster} 所在磁盘后重试。\n${log}`;
  return `数据库无法启动，请根据以下日志处理后重试（${home.startLog}）。\n${log}`;
}
