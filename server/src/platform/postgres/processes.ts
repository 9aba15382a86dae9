import { readdirSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemCode } from "./failure.ts";

/** A PostgreSQL process as /proc shows it. */
export type PostgresProcess = { pid: number; executable: string; directory: string };

/**
 * The process with this number, if it is alive and is PostgreSQL. A number alone proves nothing: the system hands it
 * out again, so callers compare `directory` (the server changes into its data directory) before they signal.
 */
export function findPostgresProcess(pid: number): PostgresProcess | undefined {
  try {
    // An executable replaced by an upgrade while it runs is shown with this suffix.
    const executable = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
    if (basename(executable) !== "postgres") return undefined;
    return { pid, executable, directory: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    // Gone, a zombie, or another account's process: none of them is a server of ours.
    return undefined;
  }
}

/** Every PostgreSQL process that works in `directory` (a resolved path): postmaster, backends and workers. */
export function listProcessesIn(directory: string): PostgresProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => findPostgresProcess(Number(name)))
    .filter((found) => found !== undefined)
    .filter((found) => found.directory === directory);
}

export function isServing(pid: number, directory: string): boolean {
  return findPostgresProcess(pid)?.directory === directory;
}

/** Sends a signal; a process that has just ended needs none. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
}

/** Asks `condition` every 25 ms; answers whether it came true within `timeoutMs`. */
export async function comesTrue(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}
