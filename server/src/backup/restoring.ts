import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { AuditReceipt } from "@baton/contract/audit";
import { findAuditKey, verifyAudit } from "#kernel/audit";
import { migrate, readMigrations } from "#platform/database";
import { addWaitingJobs, type WaitingJob } from "#platform/jobs";
import type { CityConnection } from "../connect.ts";
import { assertEmpty, loadTables, passTransactionNumbers } from "./loading.ts";
import { jobsPart, keysPart, type Manifest } from "./manifest.ts";
import { BackupError, checkPackage, type PackageReader, readPackage } from "./package.ts";
import { openClient } from "./snapshot.ts";
import { keyFiles } from "./writing.ts";

export type RestoreOptions = {
  from: string;
  passphrase: string | undefined;
  dataDir: string;
  migrationFolder: string;
  /** Brings the target within reach; called only when the file was found whole. */
  connect: () => Promise<CityConnection>;
  say: (line: string) => void;
};

export type RestoreOutcome = { manifest: Manifest; rows: number; receipt: AuditReceipt; seconds: number };

/**
 * Brings a backup back into an empty city: the file is read whole first; the tables come last, in one transaction, so that an
 * interrupted restore is simply begun again. Throws `BackupError`; a city that has anything is never touched.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreOutcome> {
  const beganAt = performance.now();
  const { say, dataDir } = options;
  const reader = await readPackage(options.from, options.passphrase);
  try {
    const { manifest } = reader;
    say(`备份：${manifest.city}，${manifest.takenAt}，${manifest.tables.length} 张表，${manifest.files} 份材料文件。正在核对……`);
    await checkPackage(reader);
    assertKnown(manifest, options.migrationFolder);
    const keys = await readKeys(reader, dataDir);
    const city = await options.connect();
    try {
      const owner = city.connection("baton_owner");
      await assertEmpty(owner, manifest);
      await migrate(owner, options.migrationFolder, new Set(manifest.migrations.map(({ number }) => number)));
      await attachAudit(city);
      await passTransactionNumbers(owner, manifest.lastXid, say);
      writeKeys(dataDir, keys);
      await restoreFiles(reader, dataDir);
      const jobs = JSON.parse((await reader.readWhole(jobsPart)).toString("utf8")) as WaitingJob[];
      const quiet = { info: () => undefined, warn: say, error: say };
      await addWaitingJobs(city.connection("baton_worker"), jobs, quiet);
      await loadTables(owner, reader, say);
      say("正在核对审计链……");
      const receipt = await verify(city, dataDir);
      return { manifest, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), receipt, seconds: (performance.now() - beganAt) / 1000 };
    } finally {
      await city.stop();
    }
  } finally {
    reader.close();
  }
}

/** The program must have the very migrations that made the backup's tables; it may have newer ones, which the next start runs. */
function assertKnown(manifest: Manifest, migrationFolder: string): void {
  const known = new Map(readMigrations(migrationFolder).map(({ number, checksum }) => [number, checksum]));
  for (const { number, name, checksum } of manifest.migrations) {
    if (!known.has(number)) throw new BackupError(`备份比本程序新（含迁移 ${name}）。请用写成备份的版本（${manifest.program}）或更新的版本恢复。`);
    if (known.get(number) !== checksum) throw new BackupError(`迁移文件 ${name} 与写成备份时不同，不能恢复。请还原该文件后重试。`);
  }
}

type Keys = Readonly<Record<string, string>>;

/** The keys of the backup, or those that were put into the data directory by hand. Throws where one is missing or another is there. */
async function readKeys(reader: PackageReader, dataDir: string): Promise<Keys> {
  const carried: Keys = reader.manifest.hasKeys ? (JSON.parse((await reader.readWhole(keysPart)).toString("utf8")) as Keys) : {};
  for (const name of keyFiles) {
    const path = join(dataDir, name);
    const isStated = name === "audit.key" && (process.env["BATON_AUDIT_KEY"] ?? "") !== "";
    if (isStated) continue;
    if (!existsSync(path) && carried[name] === undefined) {
      throw new BackupError(`备份中没有 ${name}（写成时未设口令）。请把另行保存的 ${name} 放入 ${dataDir} 后重试。`);
    }
    if (existsSync(path) && carried[name] !== undefined && readFileSync(path, "utf8").trim() !== carried[name]) {
      throw new BackupError(`${path} 与备份中的不同。请先移走该文件（它可能属于另一城市），再重试。`);
    }
  }
  return carried;
}

function writeKeys(dataDir: string, keys: Keys): void {
  for (const [name, value] of Object.entries(keys)) {
    const path = join(dataDir, name);
    if (!keyFiles.some((one) => one === name) || existsSync(path)) continue;
    writeFileSync(`${path}.new`, `${value}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
}

/** Evidence and anchors, each below its own folder of the data directory. */
async function restoreFiles(reader: PackageReader, dataDir: string): Promise<void> {
  for (const { name } of reader.manifest.parts) {
    if (!/^(files|anchors)\//.test(name) || name.split("/").includes("..")) continue;
    const path = join(dataDir, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(await reader.read(name), createWriteStream(path, { mode: 0o600, flush: true }));
  }
}

/** Puts the audit triggers onto the tables, as every start does; the rows that it writes are replaced by the backup's. */
async function attachAudit(city: CityConnection): Promise<void> {
  const client = await openClient(city.connection("baton_owner"), "baton-restore");
  try {
    await client.query("call kernel_audit_attach_all()");
  } finally {
    await client.end();
  }
}

async function verify(city: CityConnection, dataDir: string): Promise<AuditReceipt> {
  const key = findAuditKey(join(dataDir, "audit.key"));
  if (key === undefined) throw new BackupError(`没有审计密钥：${join(dataDir, "audit.key")}。`);
  return verifyAudit(city.connection("baton_backup"), key, { anchorsDir: join(dataDir, "anchors") });
}
