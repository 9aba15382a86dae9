import { existsSync } from "node:fs";
import { Client } from "pg";
import { checkVersion, configure, createCluster } from "./cluster.ts";
import { PostgresStartError } from "./failure.ts";
import { type Home, makeDataDir, openHome } from "./home.ts";
import { lockInstance } from "./lock.ts";
import { type PostgresOptions, type PostgresServer, type Settled, settle } from "./options.ts";
import { clearRemains, findPostmaster, launch, shutDown, storageFullSaying } from "./postmaster.ts";
import { comesTrue, isServing } from "./processes.ts";
import { ballastPath, keepBallast, releaseBallast } from "./storage.ts";

/**
 * Brings the database of `dataDir` up: makes it on first use, adopts the one a killed server left running, clears what a
 * killed postmaster left behind. Throws `PostgresStartError` where the operator has to do something.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const settled = settle(options);
  const dataDir = makeDataDir(settled.dataDir);
  const unlock = lockInstance(`${dataDir}/instance.lock`);
  try {
    const home = await openHome(dataDir, settled.log);
    if (existsSync(home.cluster)) checkVersion(home);
    else await createCluster(home, settled.profile);
    const isChanged = await configure(home, settled.profile);
    const adoptedPid = await adopt(home, isChanged, settled);
    const pid = adoptedPid ?? (await launchAfterCare(home, settled));
    const ballast = keepBallast(ballastPath(home.cluster), settled.ballastMb, settled.log);
    let stopping: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await ballast;
      await shutDown(pid, home.cluster);
      unlock();
    };
    return {
      socketDir: home.socketDir,
      port: home.port,
      superuser: home.superuser,
      adopted: adoptedPid !== undefined,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Takes over a postmaster that outlived its server; gives back its number, or undefined where one must be started. */
async function adopt(home: Home, isConfigurationChanged: boolean, settled: Settled): Promise<number | undefined> {
  const found = findPostmaster(home);
  if (!found) return undefined;
  // Another build or other settings: only a restart brings them in.
  if (!found.isOurBinary || isConfigurationChanged) {
    await shutDown(found.pid, home.cluster);
    return undefined;
  }
  try {
    await endOldSessions(home);
  } catch {
    // It is about to close, or cannot be used: a fresh start will tell.
    await shutDown(found.pid, home.cluster);
    return undefined;
  }
  if (await comesTrue(() => !isServing(found.pid, home.cluster), 0)) return undefined;
  settled.log.info(`接管了上次运行遗留的数据库（进程 ${found.pid}）。`);
  return found.pid;
}

/** Sessions of the killed server may hold locks and advisory rights: none may outlive it. */
async function endOldSessions(home: Home): Promise<void> {
  const client = new Client({
    host: home.socketDir,
    port: home.port,
    ...home.superuser,
    database: "postgres",
    connectionTimeoutMillis: 5_000,
    query_timeout: 12_000,
  });
  // A connection that breaks while idle would otherwise be an uncaught event.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
  } finally {
    await client.end();
  }
}

/** Starts the postmaster on cleared ground; a full disk is met by giving up the ballast, once. */
async function launchAfterCare(home: Home, settled: Settled): Promise<number> {
  await clearRemains(home);
  try {
    return await launch(home, settled.diesWithParent);
  } catch (error) {
    const isFull = error instanceof PostgresStartError && error.message.includes(storageFullSaying);
    if (!isFull || !releaseBallast(ballastPath(home.cluster))) throw error;
    settled.log.warn("存储空间已满，已释放预留的恢复空间并重新启动数据库。请尽快清理磁盘或扩容。");
    await clearRemains(home);
    return await launch(home, settled.diesWithParent);
  }
}
