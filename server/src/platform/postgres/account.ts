import { spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import type { PostgresLog } from "./options.ts";
import { PostgresStartError } from "./failure.ts";

/** The operating-system account that PostgreSQL runs as; undefined means "whoever runs us". */
export type Account = { name: string; uid: number; gid: number } | undefined;

const accountName = "baton";

/**
 * PostgreSQL refuses to run as root. Started as root, Baton makes a system account once and lends it to the database;
 * where accounts cannot be made (a read-only image), `nobody` serves.
 */
export function chooseAccount(log: PostgresLog): Account {
  if (process.getuid?.() !== 0) return undefined;
  const known = findAccount(accountName);
  if (known) return known;
  const made = spawnSync(
    "useradd",
    ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", accountName],
    { encoding: "utf8" },
  );
  // Asked again whatever useradd answered: another process may have made the account a moment earlier.
  const fresh = findAccount(accountName);
  if (fresh) {
    log.info(`已创建系统账户 ${accountName}，用于运行数据库。`);
    return fresh;
  }
  const nobody = findAccount("nobody");
  if (!nobody)
    throw new PostgresStartError("PostgreSQL 不能以 root 身份运行，系统账户 baton 也无法创建。请改用普通用户运行，或先执行 useradd --system baton。");
  log.warn(
    `无法创建系统账户 ${accountName}（${made.error?.message ?? made.stderr.trim()}），数据库改用 nobody 账户运行。建议由管理员执行 useradd --system baton。`,
  );
  return nobody;
}

/** Gives a file to the database's account; nothing to do when it runs as ourselves. */
export function giveTo(account: Account, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** Whether the account can pass through every directory above `path` and read it (or write it). */
export function canReach(account: Account, path: string, want: "read" | "write"): boolean {
  if (!account) return true;
  // Asked of the system itself, which also knows access lists and mounts.
  const test = spawnSync("/bin/sh", ["-c", `test ${want === "read" ? "-r" : "-w"} "$1" && test -x "$1"`, "sh", path], {
    uid: account.uid,
    gid: account.gid,
    cwd: "/",
  });
  return test.status === 0;
}

function findAccount(name: string): Account {
  const [uid, gid] = [identity("-u", name), identity("-g", name)];
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

function identity(flag: "-u" | "-g", name: string): number | undefined {
  const asked = spawnSync("id", [flag, name], { encoding: "utf8" });
  return asked.status === 0 ? Number(asked.stdout) : undefined;
}
