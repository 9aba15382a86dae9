import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, rmSync, statSync } from "node:fs";
import { open, rename, rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "./failure.ts";
import type { PostgresLog } from "./options.ts";

const bytesPerMb = 2 ** 20;

/** A lost ballast is made again only where so many times its size is free (1.25 GB for a city): else the city needs the room more. */
const roomyShare = 5;

/** Space left, in bytes, for the database kept in `dataDir`, as an ordinary account may use it. */
export async function freeStorageBytes(dataDir: string): Promise<number> {
  const cluster = join(dataDir, "cluster");
  const disk = await statfs(existsSync(cluster) ? cluster : dataDir);
  return disk.bavail * disk.bsize;
}

/** The ballast lies on the disk of the cluster, which need not be that of `dataDir`. */
export function ballastPath(cluster: string): string {
  return join(dirname(realpathSync(cluster)), "ballast");
}

/**
 * Fills the ballast: a file that is only there to be deleted. A PostgreSQL whose log met a full disk cannot start until
 * space is freed, and what an operator deletes in a hurry is often wrong.
 * Random content, because a compressing file system would store zeros in nothing.
 */
export async function keepBallast(path: string, sizeMb: number, log: PostgresLog): Promise<void> {
  if (sizeMb === 0 || (existsSync(path) && statSync(path).size === sizeMb * bytesPerMb)) return;
  const disk = await statfs(dirname(path));
  if (disk.bavail * disk.bsize < roomyShare * sizeMb * bytesPerMb) {
    log.warn("存储空间不足，未能预留恢复空间。请清理磁盘或扩容。");
    return;
  }
  const unfinished = `${path}.new`;
  try {
    const file = await open(unfinished, "w", 0o600);
    const block = randomBytes(bytesPerMb);
    for (let writtenMb = 0; writtenMb < sizeMb; writtenMb += 1) await file.write(block);
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    // The directory of a stopped instance may be gone, and a full disk is told about elsewhere.
    log.warn(`未能预留恢复空间（${systemCode(error) ?? String(error)}）。`);
  }
}

/** Deletes the ballast; answers whether there was one. */
export function releaseBallast(path: string): boolean {
  if (!existsSync(path)) return false;
  rmSync(path);
  return true;
}
