import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { giveTo } from "./account.ts";
import { postgresMajor } from "./binaries.ts";
import { configurationOf, hostAccess } from "./configuration.ts";
import { PostgresStartError } from "./failure.ts";
import type { Home } from "./home.ts";
import type { Profile } from "./options.ts";

/** What PostgreSQL's programs may know of our surroundings: nothing. Secrets often lie in the environment. */
export const bareEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C" };

/**
 * Makes the cluster. It is made beside its place and moved there when complete, so that a start killed half-way leaves
 * nothing that looks like a database.
 */
export async function createCluster(home: Home, profile: Profile): Promise<void> {
  const unfinished = `${home.cluster}.new`;
  const passwordFile = `${home.cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  giveTo(home.account, unfinished);
  try {
    await writeFile(passwordFile, home.superuser.password, { mode: 0o600, flag: "wx" });
    giveTo(home.account, passwordFile);
    await runInitdb(home, [
      `--pgdata=${unfinished}`,
      `--username=${home.superuser.user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--data-checksums",
      ...(profile === "test" ? ["--no-sync"] : []),
    ]);
    await rename(unfinished, home.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Throws when the cluster belongs to another major version, which these binaries must not touch. */
export function checkVersion(home: Home): void {
  const path = join(home.cluster, "PG_VERSION");
  if (!existsSync(path)) {
    throw new PostgresStartError(`${home.cluster} 不是完整的数据库目录（缺少 PG_VERSION）。请从备份恢复该目录；如确认没有数据，可移走后重试。`);
  }
  const found = readFileSync(path, "utf8").trim();
  if (found === postgresMajor) return;
  throw new PostgresStartError(
    `数据库目录 ${home.cluster} 由 PostgreSQL ${found} 建立，本程序使用 PostgreSQL ${postgresMajor}，不能直接打开，目录未作任何改动。请先用原版本程序导出快照，再用本程序导入；核对无误前请保留旧目录。`,
  );
}

/** Writes the configuration; answers whether it differs from what was there. */
export async function configure(home: Home, profile: Profile): Promise<boolean> {
  const changes = [await put(home, "postgresql.conf", configurationOf(home, profile)), await put(home, "pg_hba.conf", hostAccess)];
  return changes.includes(true);
}

async function put(home: Home, name: string, text: string): Promise<boolean> {
  const path = join(home.cluster, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return false;
  const unfinished = `${path}.new`;
  await writeFile(unfinished, text, { mode: 0o600, flush: true });
  giveTo(home.account, unfinished);
  await rename(unfinished, path);
  return true;
}

async function runInitdb(home: Home, args: string[]): Promise<void> {
  const child = spawn(home.binaries.initdb, args, {
    cwd: "/",
    env: bareEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    uid: home.account?.uid,
    gid: home.account?.gid,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code === 0) return;
  const remedy = said.includes("No space left on device") ? "存储空间不足，请清理磁盘后重试。" : "请检查该目录的权限和磁盘状态后重试。";
  throw new PostgresStartError(`无法在 ${home.cluster} 建立数据库。${remedy}\n${said.trim()}`);
}
