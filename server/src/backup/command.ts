/**
 * `npm run backup -- --to=folder [--keep=14]`: one file with everything the city is made of, taken beside a running server or
 * from a stopped one. `npm run backup -- --check=file` reads one again. Passphrase: BATON_BACKUP_PASSPHRASE.
 * Exit code 0 when the file is whole, 2 when evidence was missing, 1 when there is no backup.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { PostgresStartError } from "#platform/postgres";
import { dataDirectory } from "../connect.ts";
import { reachCity } from "../reach.ts";
import { backupSettings } from "./settings.ts";
import { BackupError, checkPackage, readPackage } from "./package.ts";
import { type BackupOutcome, writeBackup } from "./writing.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function back(to: string | undefined, keep: string | undefined): Promise<BackupOutcome> {
  const settings = backupSettings(process.env);
  const folder = to === undefined ? settings.folder : resolve(to);
  if (folder === undefined) throw new BackupError("请指定存放备份的目录：npm run backup -- --to=目录，或设置环境变量 BATON_BACKUP_DIR。");
  if (keep !== undefined && !/^[1-9]\d{0,3}$/.test(keep)) throw new BackupError(`--keep 应为 1 至 9999 的整数，现为“${keep}”。`);
  const city = await reachCity();
  try {
    const dataDir = dataDirectory();
    return await writeBackup({ ...settings, connection: city.connection, dataDir, folder, keep: keep === undefined ? settings.keep : Number(keep), say });
  } finally {
    await city.stop();
  }
}

function print({ path, bytes, rows, manifest, discarded, seconds }: BackupOutcome): void {
  say(`备份完成并已核对：${path}`);
  say(
    `  ${manifest.tables.length} 张表 ${rows} 行，材料文件 ${manifest.files} 份，${(bytes / 2 ** 20).toFixed(1)} MB，用时 ${seconds.toFixed(1)} 秒；删除旧备份 ${discarded.length} 份。`,
  );
  if (!manifest.hasKeys)
    say("  未设口令：备份没有加密，也不含 audit.key 和 session.secret。请另行保管这两个文件，否则恢复后不能核对审计、已绑定的动态口令失效。");
  for (const id of manifest.gaps) say(`  缺失或不符的材料：${id}`);
}

async function check(path: string): Promise<void> {
  const reader = await readPackage(resolve(path), backupSettings(process.env).passphrase);
  try {
    await checkPackage(reader);
    const { manifest } = reader;
    say(
      `备份完整：${manifest.city}，${manifest.takenAt}，${manifest.tables.length} 张表，材料文件 ${manifest.files} 份，${manifest.hasKeys ? "含密钥" : "不含密钥"}。`,
    );
  } finally {
    reader.close();
  }
}

try {
  const { values } = parseArgs({ options: { to: { type: "string" }, keep: { type: "string" }, check: { type: "string" } } });
  if (values.check !== undefined) await check(values.check);
  else {
    const outcome = await back(values.to, values.keep);
    print(outcome);
    if (outcome.manifest.gaps.length > 0) process.exitCode = 2;
  }
} catch (error) {
  const isExpected = error instanceof BackupError || error instanceof PostgresStartError;
  process.stderr.write(`${isExpected ? error.message : `备份没有完成：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`);
  process.exitCode = 1;
}
