import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, canReach, chooseAccount, giveTo } from "./account.ts";
import { type Binaries, copyBinaries, findBinaries } from "./binaries.ts";
import { PostgresStartError, systemCode } from "./failure.ts";
import type { PostgresLog } from "./options.ts";

/** Everything about one database that does not change while it runs. Paths are absolute and resolved. */
export type Home = {
  dataDir: string;
  /** PostgreSQL's own data directory; made by `createCluster` when it does not exist yet. */
  cluster: string;
  /** What PostgreSQL says before its own log is open. */
  startLog: string;
  socketDir: string;
  port: number;
  superuser: { user: string; password: string };
  account: Account;
  binaries: Binaries;
};

/** Only names the socket file: nothing listens on the network. */
const port = 5432;

/** Linux keeps 108 bytes for a socket's path, the last of them zero. */
const socketPathBytesMax = 107;

/** Where the database goes when its account cannot enter `dataDir`, and where copies of the binaries lie. */
const systemDir = "/var/lib/baton";

/** Makes `dataDir` and what belongs around a cluster. Call under the instance lock. */
export async function openHome(dataDir: string, log: PostgresLog): Promise<Home> {
  const account = chooseAccount(log);
  let binaries = findBinaries();
  if (!canReach(account, binaries.postgres, "read")) {
    binaries = await copyBinaries(binaries, systemDir);
    log.info(`数据库账户不能进入程序目录，PostgreSQL 程序已复制到 ${binaries.root}。`);
  }
  const cluster = placeCluster(dataDir, account, log);
  return {
    dataDir,
    cluster,
    startLog: join(dataDir, "postgres.log"),
    socketDir: makeSocketDir(dataDir, account),
    port,
    superuser: { user: "postgres", password: keepPassword(dataDir, cluster) },
    account,
    binaries,
  };
}

/**
 * Makes the directory and resolves it. Run by root it may be passed through by the database's account, but not read;
 * what lies in it is private by its own mode.
 */
export function makeDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  return realpathSync(dataDir);
}

/** Short and stable for one data directory. */
function fingerprint(dataDir: string): string {
  return createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
}

function placeCluster(dataDir: string, account: Account, log: PostgresLog): string {
  const link = join(dataDir, "cluster");
  if (!existsSync(link) && !canHold(dataDir, account)) {
    const elsewhere = join(systemDir, fingerprint(dataDir));
    mkdirSync(elsewhere, { recursive: true, mode: 0o711 });
    giveTo(account, elsewhere);
    rmSync(link, { force: true });
    symlinkSync(join(elsewhere, "cluster"), link);
    log.info(`数据库账户不能进入 ${dataDir}，数据库改放在 ${elsewhere}，原处留有链接。`);
  }
  const cluster = resolveLink(link);
  if (existsSync(cluster) && !canReach(account, cluster, "write")) {
    throw new PostgresStartError(`账户 ${account?.name} 不能进入数据库目录 ${cluster}。请恢复其上级目录的进入权限（chmod o+x）后重试。`);
  }
  return cluster;
}

/** The place a link points to, even before anything is there. */
function resolveLink(link: string): string {
  const isLink = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? readlinkSync(link) : link;
}

function canHold(dataDir: string, account: Account): boolean {
  if (!account) return true;
  const trial = join(dataDir, "trial");
  mkdirSync(trial, { recursive: true, mode: 0o700 });
  giveTo(account, trial);
  const reachable = canReach(account, trial, "write");
  rmSync(trial, { recursive: true });
  return reachable;
}

/** Reads the superuser's password, or makes one for a cluster that is yet to be made. */
function keepPassword(dataDir: string, cluster: string): string {
  const path = join(dataDir, "superuser.password");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  if (existsSync(cluster)) {
    throw new PostgresStartError(`数据库管理密码文件不见了：${path}。请从备份中恢复此文件后重试；数据库本身没有改动。`);
  }
  const password = randomBytes(24).toString("base64url");
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, `${password}\n`, { mode: 0o600, flush: true });
  renameSync(unfinished, path);
  return password;
}

/** A private directory for the socket: inside `dataDir` if the path is short enough, else under the temporary one. */
function makeSocketDir(dataDir: string, account: Account): string {
  const near = join(dataDir, "socket");
  if (fits(near)) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    giveTo(account, near);
    if (canReach(account, near, "write")) return near;
    rmSync(near, { recursive: true });
  }
  const parent = fits(join(tmpdir(), "baton-000000000000")) ? tmpdir() : "/tmp";
  const far = makePrivateDir(join(parent, `baton-${fingerprint(dataDir)}`), account);
  // For operators: the place cannot be guessed from `dataDir`.
  writeFileSync(join(dataDir, "socket-directory"), `${far}\n`);
  return far;
}

function fits(socketDir: string): boolean {
  return Buffer.byteLength(join(socketDir, `.s.PGSQL.${port}`)) <= socketPathBytesMax;
}

/** A directory of the temporary one may have been put there by anybody: it is used only if it is ours and closed. */
function makePrivateDir(path: string, account: Account): string {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    const found = lstatSync(path);
    const isOurs = found.uid === (account?.uid ?? process.getuid?.());
    if (found.isDirectory() && isOurs && (found.mode & 0o077) === 0) return path;
    path = mkdtempSync(`${path}-`);
  }
  giveTo(account, path);
  return path;
}
