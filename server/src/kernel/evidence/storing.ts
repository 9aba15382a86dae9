import type { Buffer } from "node:buffer";
import { mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Evidence lies by random name: the name tells neither project nor content, and cannot be guessed. */
export function pathOf(filesDir: string, evidenceId: string): string {
  return join(filesDir, "evidence", evidenceId.slice(0, 2), evidenceId);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes the file so that it outlives a power cut before the row that names it commits (SECURITY F6): file and folders are synced. */
export async function store(filesDir: string, evidenceId: string, content: Buffer): Promise<void> {
  const path = pathOf(filesDir, evidenceId);
  const folder = join(path, "..");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  for (const one of [folder, join(folder, ".."), filesDir]) await syncFolder(one);
}

/** Takes back a file whose row was not written; one left behind by a crash names nothing and harms nobody. */
export async function discard(filesDir: string, evidenceId: string): Promise<void> {
  await unlink(pathOf(filesDir, evidenceId)).catch(() => undefined);
}
