import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { evidencePath } from "#kernel/evidence";
import type { Connection } from "#platform/database";
import { deriveKey, newEncryption } from "./cipher.ts";
import { backupName, clearUnfinished, discardOld } from "./keeping.ts";
import { anchorPart, filePart, jobsPart, keysPart, type Manifest, tablePart } from "./manifest.ts";
import { BackupError, checkPackage, type PackageWriter, readPackage, writePackage } from "./package.ts";
import { openSnapshot, type Snapshot } from "./snapshot.ts";

export type BackupOptions = {
  connection: (role: "baton_backup" | "baton_worker") => Connection;
  dataDir: string;
  /** The folder that receives the file; made when missing. */
  folder: string;
  /** Locks every part; without it the keys stay behind. */
  passphrase: string | undefined;
  /** Finished backups of this city that stay in the folder, this one among them. */
  keep: number;
  program: string;
  say: (line: string) => void;
  signal?: AbortSignal;
};

export type BackupOutcome = { path: string; bytes: number; rows: number; manifest: Manifest; discarded: string[]; seconds: number };

/** Secrets without which the rest is of little use: the key of the seals, and what signs cookies and locks one-time codes. */
export const keyFiles = ["audit.key", "session.secret"] as const;

/**
 * Writes one file with everything a city is made of, at one instant, beside running writers; reads it again; then gives
 * it its name and lets old ones go. Throws `BackupError`; nothing that looks like a backup is left then.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupOutcome> {
  const beganAt = performance.now();
  const { folder, say } = options;
  const schema = options.connection("baton_backup").schema;
  makeFolder(folder);
  clearUnfinished(folder, schema);
  const snapshot = await openSnapshot(options.connection);
  const path = join(folder, backupName(schema, Temporal.Instant.from(snapshot.facts.takenAt)));
  const unfinished = `${path}.unfinished`;
  const encryption = options.passphrase === undefined ? undefined : newEncryption();
  const lock = encryption === undefined ? undefined : { encryption, key: await deriveKey(options.passphrase ?? "", encryption) };
  const writer = writePackage(unfinished, lock);
  options.signal?.addEventListener("abort", () => writer.abandon(), { once: true });
  try {
    const manifest = await fill(writer, snapshot, { ...options, schema });
    say("正在重新读出核对……");
    const reader = await readPackage(unfinished, options.passphrase);
    await checkPackage(reader).finally(() => reader.close());
    renameSync(unfinished, path);
    await syncFolder(folder);
    const discarded = discardOld(folder, schema, options.keep);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return { path, bytes: statSync(path).size, rows, manifest, discarded, seconds: (performance.now() - beganAt) / 1000 };
  } catch (error) {
    writer.abandon();
    rmSync(unfinished, { force: true });
    throw told(error, folder);
  } finally {
    await snapshot.close();
  }
}

/** What a person can mend, in words; anything else as it came. */
function told(error: unknown, folder: string): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOSPC") return new BackupError(`存放备份的磁盘已满：${folder}。请清理后重试；已有的备份没有改动。`, { cause: error });
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return new BackupError(`不能写入备份目录：${folder}。请检查权限后重试。`, { cause: error });
  return error;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw told(error, folder);
  }
}

async function fill(writer: PackageWriter, snapshot: Snapshot, options: BackupOptions & { schema: string }): Promise<Manifest> {
  const { say } = options;
  const tables = [];
  for (const [index, table] of snapshot.tables.entries()) {
    const source = snapshot.copy(table);
    const part = await writer.add(tablePart(table.name), source);
    tables.push({ ...table, rows: source.rows() });
    say(`表 ${index + 1}/${snapshot.tables.length} ${table.name}：${source.rows()} 行，${part.bytes} 字节`);
  }
  await writer.add(jobsPart, Readable.from([Buffer.from(JSON.stringify(snapshot.jobs))]));
  const files = await addFiles(writer, join(options.dataDir, "files"));
  const gaps = findGaps(snapshot, files);
  say(`材料文件 ${files.size} 份${gaps.length === 0 ? "" : `，另有 ${gaps.length} 份缺失或与登记不符`}`);
  await addAnchors(writer, join(options.dataDir, "anchors"));
  const hasKeys = options.passphrase !== undefined;
  if (hasKeys) await writer.add(keysPart, Readable.from([Buffer.from(JSON.stringify(readKeys(options.dataDir)))]));
  return writer.finish({
    kind: "baton-backup",
    version: 1,
    program: options.program,
    schema: options.schema,
    ...snapshot.facts,
    tables,
    jobs: snapshot.jobs.length,
    files: files.size,
    gaps,
    hasKeys,
  });
}

/** Every file below the folder, by its path there. Files are written once and never changed, so any time after the snapshot will do. */
async function addFiles(writer: PackageWriter, folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  if (!existsSync(folder)) return digests;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    // A file may be taken back between the listing and here, when the row that would have named it was refused.
    const handle = await open(path, "r").catch(() => undefined);
    if (handle === undefined) continue;
    const { sha256 } = await writer.add(filePart(name), handle.createReadStream());
    digests.set(name, sha256);
  }
  return digests;
}

/** Evidence of the snapshot whose file is not there, or is another than the one that was uploaded. */
function findGaps(snapshot: Snapshot, files: ReadonlyMap<string, string>): string[] {
  return snapshot.evidence.filter(({ id, sha256 }) => files.get(evidencePath("", id)) !== sha256).map(({ id }) => id);
}

async function addAnchors(writer: PackageWriter, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => /^anchor-[\d-]+\.json$/.test(one))) {
    await writer.add(anchorPart(name), createReadStream(join(folder, name)));
  }
}

function readKeys(dataDir: string): Record<string, string> {
  const stated = process.env["BATON_AUDIT_KEY"];
  return Object.fromEntries(
    keyFiles.flatMap((name) => {
      if (name === "audit.key" && stated !== undefined && stated !== "") return [[name, stated]];
      const path = join(dataDir, name);
      return existsSync(path) ? [[name, readFileSync(path, "utf8").trim()]] : [];
    }),
  );
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
