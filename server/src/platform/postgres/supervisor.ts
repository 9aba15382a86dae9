import { existsSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { checkVersion, configure, createCluster } from "./cluster.ts";
import { PostgresStartError } from "./failure.ts";
import { keepRunning } from "./guard.ts";
import { type Home, makeDataDir, openHome } from "./home.ts";
import { lockInstance } from "./lock.ts";
import { type PostgresLog, type PostgresOptions, type PostgresServer, type Settled, settle } from "./options.ts";
import { clearRemains, findPostmaster, launch, shutDown, storageFullSaying, tieToUs } from "./postmaster.ts";
import { isServing } from "./processes.ts";
import { ballastPath, keepBallast, releaseBallast } from "./storage.ts";

/**
 * Brings the database of `dataDir` up and keeps it up: makes it on first use, adopts the one a killed server left
 * running, clears what a killed postmaster left behind, starts it again when it dies.
 * Throws `PostgresStartError` where the operator has to do something.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const settled = settle(options);
  const dataDir = makeDataDir(settled.dataDir);
  const unlock = lockInstance(join(dataDir, "instance.lock"));
  try {
    const home = await openHome(dataDir, settled.log);
    if (existsSync(home.cluster)) checkVersion(home);
    else await createCluster(home, settled.profile);
    const isChanged = await configure(home, settled.profile);
    const adoptedPid = await adopt(home, isChanged, settled.log);
    const pid = adoptedPid ?? (await launchOnClearedGround(home, settled.log));
    if (settled.diesWithParent) tieToUs(pid, home.cluster);
    return serve(home, settled, { pid, adopted: adoptedPid !== undefined, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The running database as its caller sees it. */
function serve(home: Home, settled: Settled, started: { pid: number; adopted: boolean; unlock: () => void }): PostgresServer {
  const ballast = keepBallast(ballastPath(home.cluster), settled.ballastMb, settled.log);
  const guard = keepRunning(home.cluster, started.pid, {
    log: settled.log,
    relaunch: async () => {
      const pid = await launchOnClearedGround(home, settled.log);
      if (settled.diesWithParent) tieToUs(pid, home.cluster);
      return pid;
    },
  });
  const stop = async (): Promise<void> => {
    await ballast;
    const pid = await guard.end();
    if (pid !== undefined) await shutDown(pid, home.cluster);
    started.unlock();
  };
  let stopping: Promise<void> | undefined;
  return {
    socketDir: home.socketDir,
    port: home.port,
    superuser: home.superuser,
    adopted: started.adopted,
    stop: () => (stopping ??= stop()),
  };
}

/** Takes over a postmaster that outlived its server; gives back its number, or undefined where one must be started. */
async function adopt(home: Home, isConfigurationChanged: boolean, log: PostgresLog): Promise<number | undefined> {
  const found = findPostmaster(home);
  if (!found) return undefined;
  // Only a restart brings in another build or other settings.
  const isUsable = found.isOurBinary && !isConfigurationChanged && (await endOldSessions(home));
  if (!isUsable) {
    log.info(`上次运行遗留的数据库（进程 ${found.pid}）不能直接接管，先停止再启动。`);
    await shutDown(found.pid, home.cluster);
    return undefined;
  }
  if (!isServing(found.pid, home.cluster)) return undefined;
  log.info(`接管了上次运行遗留的数据库（进程 ${found.pid}）。`);
  return found.pid;
}

/**
 * Ends every session of the killed server: none of its locks may outlive it. Answers whether all are gone; not so when
 * the database is closing, or does not let us in.
 */
async function endOldSessions(home: Home): Promise<boolean> {
  const client = new Client({
    host: home.socketDir,
    port: home.port,
    ...home.superuser,
    database: "postgres",
    connectionTimeoutMillis: 5_000,
    query_timeout: 12_000,
  });
  // A connection that breaks while idle would otherwise be an uncaught event; the query itself reports it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ ended: boolean }>(
      `select coalesce(bool_and(pg_terminate_backend(pid, 5000)), true) as ended
         from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.ended === true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** Starts the postmaster where no other is; a full disk is met by giving up the ballast, once. */
async function launchOnClearedGround(home: Home, log: PostgresLog): Promise<number> {
  await clearRemains(home);
  try {
    return await launch(home);
  } catch (error) {
    const isFull = error instanceof PostgresStartError && error.message.includes(storageFullSaying);
    if (!isFull || !releaseBallast(ballastPath(home.cluster))) throw error;
    log.warn("存储空间已满，已释放预留的恢复空间并重新启动数据库。请尽快清理磁盘或扩容。");
    await clearRemains(home);
    return await launch(home);
  }
}
