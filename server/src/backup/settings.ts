import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BackupError } from "./package.ts";

export type BackupSettings = {
  /** Where nightly backups go; undefined: none are made. */
  folder: string | undefined;
  passphrase: string | undefined;
  keep: number;
  program: string;
};

const passphraseLengthMin = 12;

function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as { version: string };
  return `baton ${version}`;
}

/** BATON_BACKUP_DIR, BATON_BACKUP_PASSPHRASE, BATON_BACKUP_KEEP. Throws `BackupError` for a value that makes no sense. */
export function backupSettings(environment: NodeJS.ProcessEnv): BackupSettings {
  const folder = environment["BATON_BACKUP_DIR"];
  const passphrase = environment["BATON_BACKUP_PASSPHRASE"];
  const keep = environment["BATON_BACKUP_KEEP"] ?? "14";
  if (!/^[1-9]\d{0,3}$/.test(keep)) throw new BackupError(`环境变量 BATON_BACKUP_KEEP 应为 1 至 9999 的整数，现为“${keep}”。`);
  if (passphrase !== undefined && passphrase !== "" && [...passphrase].length < passphraseLengthMin) {
    throw new BackupError(`备份口令（BATON_BACKUP_PASSPHRASE）至少 ${passphraseLengthMin} 个字符。`);
  }
  return {
    folder: folder === undefined || folder === "" ? undefined : resolve(folder),
    passphrase: passphrase === "" ? undefined : passphrase,
    keep: Number(keep),
    program: programVersion(),
  };
}
