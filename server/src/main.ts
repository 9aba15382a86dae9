import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { type Accounts, type AccountSettings, createAccounts, settingsFromEnvironment } from "#kernel/accounts";
import { type Clock, shiftedClock, systemClock } from "#platform/clock";
import { openPool, type Pool, readMigrations } from "#platform/database";
import { createLive, type Live } from "#platform/live";
import { createMetrics, type Metrics, readinessChecks } from "#platform/metrics";
import { freeStorageBytes, PostgresStartError } from "#platform/postgres";
import { type BackupSettings, backupSettings } from "./backup/settings.ts";
import { buildApp } from "./app.ts";
import { anchorsDir, auditKeyFile, type Background, findClerk, startBackground } from "./background.ts";
import { type CityConnection, connectCity, dataDirectory } from "./connect.ts";
import { demoOffsetMs } from "./demo/index.ts";
import { openRotatingLog } from "./log.ts";
import { migrationFolder, prepareCity } from "./prepare.ts";
import { assertClockForward, assertPortFree, assertWritable, listenFault, watchClock } from "./start-checks.ts";
import { type Notice, storageMinimumBytes, type StorageWatch, watchStorage } from "./storage-watch.ts";
import { type BackupAge, watchBackups } from "./upkeep.ts";

const host = process.env["HOST"] ?? "127.0.0.1";
const port = Number(process.env["PORT"] ?? 4000);
const loopback = ["127.0.0.1", "localhost", "::1", "[::1]"];
const logLevel = process.env["BATON_LOG"] ?? "info";

/** Sentences for the person at the terminal; everything else goes to the structured log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether an empty database may get the demonstration: never where the program is reached from outside this machine. */
function mayShowDemo(isReachedHere: boolean): boolean {
  const wanted = process.env["BATON_DEMO"];
  if (wanted === "on" && !isReachedHere) {
    throw new PostgresStartError("演示城市只能在本机地址上运行（HOST=127.0.0.1，不设对外的 BATON_ORIGIN）。请去掉 BATON_DEMO=on，或改回本机地址。");
  }
  return wanted !== "off" && isReachedHere;
}

/** Demonstration accounts have a public password: such data serves this machine only, and never as a real city (SECURITY §1). */
function assertDemoStaysHome(isReachedHere: boolean): void {
  if (!isReachedHere) throw new PostgresStartError("这个数据目录装着演示数据，不能在本机以外的地址上提供服务。请换用空的数据目录。");
  if (process.env["BATON_DEMO"] === "off")
    throw new PostgresStartError("这个数据目录装着演示数据，不能在 BATON_DEMO=off 下启动。请换用空的数据目录（BATON_DATA）。");
}

/** Signs cookies; made once, kept with the data, readable by this user only. */
function readSecret(dataDir: string): string {
  const file = join(dataDir, "session.secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

async function markOf(owner: Pool, name: string): Promise<string | undefined> {
  const { rows } = await owner.raw.query<{ value: string }>("select value from platform_mark where name = $1", [name]);
  return rows[0]?.value;
}

async function start(): Promise<void> {
  const dataDir = dataDirectory();
  assertWritable(dataDir);
  await assertPortFree(host, port);
  const backups = backupSettings(process.env);
  const log = pino({ level: logLevel, base: null }, openRotatingLog(join(dataDir, "baton.log"), { bytesMax: 20 * 2 ** 20, keep: 5 }));
  const settings = { ...settingsFromEnvironment(process.env), ...(process.env["BATON_ORIGIN"] ? {} : { origin: `http://${host}:${port}` }) };
  const isReachedHere = loopback.includes(host) && loopback.includes(new URL(settings.origin).hostname);
  const mayLoadDemo = mayShowDemo(isReachedHere);
  const city = await connectCity({ info: (line) => log.info(line), warn: (line) => log.warn(line), error: (line) => log.error(line) });
  try {
    await serve({ city, log, dataDir, settings, backups, isReachedHere, mayLoadDemo });
  } catch (error) {
    // What was started for this city ends with the refusal.
    await city.stop();
    throw error;
  }
}

type Ground = {
  city: CityConnection;
  log: Logger;
  dataDir: string;
  settings: AccountSettings;
  backups: BackupSettings;
  isReachedHere: boolean;
  mayLoadDemo: boolean;
};

async function serve({ city, log, dataDir, settings, backups, isReachedHere, mayLoadDemo }: Ground): Promise<void> {
  const owner = openPool(city.connection("baton_owner"), { name: "baton-owner", max: 2, isMaintenance: true });
  const web = openPool(city.connection("baton_web"), {
    name: "baton-web",
    max: 8,
    onError: (error) => log.warn({ code: "code" in error ? error.code : undefined }, "database connection lost"),
  });
  const secret = readSecret(dataDir);
  const openAccounts = (isDemo: boolean): Accounts =>
    createAccounts({
      authConnection: city.connection("baton_auth"),
      secret,
      isDemo,
      secureCookies: settings.origin.startsWith("https://"),
      settings,
      log: (text) => log.warn(text),
    });
  const prepared = await prepareCity({ city, owner, mayLoadDemo, openAccounts, say });
  await assertClockForward(owner.raw, process.env["BATON_CLOCK"] === "accept");
  const demoSince = await markOf(owner, "demo");
  if (demoSince !== undefined) assertDemoStaysHome(isReachedHere);
  const clock: Clock = demoSince === undefined ? systemClock : shiftedClock(demoOffsetMs(demoSince));
  const filesDir = join(dataDir, "files");
  mkdirSync(filesDir, { recursive: true, mode: 0o700 });
  const context = { db: web.db, clock, dataDir, filesDir, isDemo: demoSince !== undefined };
  const live = createLive({
    db: web.db,
    log: { warn: (line) => log.warn(line) },
    sessionKeyOf: (request) => request.headers.cookie ?? "",
    recheck: (request) => prepared.accounts.resolveActor(request),
  });
  const storage = await watchStorage({ read: () => freeBytes(dataDir, city), minimumBytes: storageMinimumBytes(process.env), log });
  const clockWatch = watchClock(log);
  const tell = live.tell.bind(live);
  const background = await startBackground({ city, context, clerk: await findClerk(owner), log, tell, backups, isStorageLow: () => storage.isLow() });
  let isStopping = false;
  const backupAge = watchBackups(backups, city);
  const metrics = watch({ web, storage, backupAge, live, background, isStopping: () => isStopping });
  const app = await buildApp({
    context,
    accounts: prepared.accounts,
    hosts: [host, new URL(settings.origin).hostname],
    log,
    audit: { connection: city.connection("baton_backup"), keyFile: auditKeyFile(dataDir), anchorsDir: anchorsDir(dataDir) },
    operations: (one) => {
      live.routes(one);
      metrics.routes(one);
      storage.guard(one, () => noticesOf(storage, backupAge));
    },
    webFolder: join(import.meta.dirname, "../../web/dist"),
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenFault(error, { host, port }) ?? error;
  }
  await owner.close();
  stopOnSignal(async () => {
    isStopping = true;
    storage.stop();
    clockWatch.stop();
    live.closeAll();
    await app.close();
    await background.stop();
    await prepared.accounts.close();
    await web.close();
    await city.stop();
  });
  // Last: whoever waits for this line may ask for the end in the same moment.
  say(`Baton 接力 ready at http://${host}:${port}`);
}

/** The fullest of the disks that must not fill: the one of files and log, and the one of the embedded database. */
async function freeBytes(dataDir: string, { isEmbedded }: CityConnection): Promise<number> {
  const folders = isEmbedded ? [dataDir, join(dataDir, "postgres")] : [dataDir];
  return Math.min(...(await Promise.all(folders.map((folder) => freeStorageBytes(folder)))));
}

/** What is told above every page. */
function noticesOf(storage: StorageWatch, backupAge: BackupAge | undefined): Notice[] {
  const isLate = backupAge?.isLate() === true;
  return [...(storage.isLow() ? [{ name: "storage-low" } as const] : []), ...(isLate ? [{ name: "backup-late", roles: ["sysadmin"] } as const] : [])];
}

type Watched = { web: Pool; storage: StorageWatch; backupAge: BackupAge | undefined; live: Live; background: Background; isStopping: () => boolean };

/** Numbers and readiness for whoever watches over the program. */
function watch({ web, storage, backupAge, live, background, isStopping }: Watched): Metrics {
  return createMetrics({
    token: process.env["BATON_METRICS_TOKEN"],
    checks: readinessChecks({
      db: web.db,
      newestMigration: readMigrations(migrationFolder).at(-1)?.number ?? 0,
      freeStorageBytes: () => storage.freeBytes(),
      storageMinimumBytes: storageMinimumBytes(process.env),
      sealerLagSeconds: () => background.sealer.lagSeconds(),
      isStopping,
    }),
    gauges: {
      baton_sealer_lag_seconds: { help: "Age of the oldest change that no seal covers.", read: () => background.sealer.lagSeconds() },
      baton_open_streams: { help: "Open event streams.", read: () => live.count() },
      baton_free_storage_bytes: { help: "Free room on the fullest disk that matters.", read: () => storage.freeBytes() },
      ...(backupAge === undefined
        ? {}
        : { baton_backup_age_seconds: { help: "Time since the last good backup; +Inf where there is none.", read: () => backupAge.seconds() } }),
      baton_failed_sweeps: { help: "Outbox sweeps that failed one after the other.", read: () => background.jobs.failedSweeps() },
    },
  });
}

/** Finishes what is in flight, then ends with 0. The whole group may be signalled, so a second signal is no surprise. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`停止时出错：${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof PostgresStartError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
