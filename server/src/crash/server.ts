import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { rolePasswords } from "#platform/database";
import type { Random } from "./random.ts";

export type Victim = "server" | "postmaster" | "backend" | "server and postmaster";
export const victims: readonly Victim[] = ["server", "postmaster", "backend", "server and postmaster"];

/** Under load on two cores a start with recovery takes seconds; the first one loads the demonstration too. */
const readyMsMax = 180_000;

export type CityServer = {
  base: string;
  dataDir: string;
  start(): Promise<void>;
  /** Kills without warning; answers who died. */
  kill(victim: Victim, random: Random): Promise<void>;
  /** Waits until it is ready for work; answers how long that took, in ms. */
  untilReady(): Promise<number>;
  isReady(): Promise<boolean>;
  stop(): Promise<void>;
  /** As the schema's owner, or as the database's administrator. */
  connect(as: "baton_owner" | "postgres"): Promise<pg.Client>;
};

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function comesTrue(condition: () => boolean, timeoutMs: number): Promise<void> {
  for (const until = performance.now() + timeoutMs; !condition();) {
    if (performance.now() > until) throw new Error("the database was not started again");
    await sleep(25);
  }
}

async function connectTo(dataDir: string, as: "baton_owner" | "postgres"): Promise<pg.Client> {
  const postgresDir = join(dataDir, "postgres");
  const password = as === "postgres" ? readFileSync(join(postgresDir, "superuser.password"), "utf8").trim() : rolePasswords(dataDir).baton_owner;
  const client = new pg.Client({ host: join(postgresDir, "socket"), port: 5432, database: "baton", user: as, password, options: "-c search_path=city" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function killBackend(dataDir: string, random: Random): Promise<void> {
  const client = await connectTo(dataDir, "postgres");
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by pid",
    );
    if (rows.length > 0) process.kill(random.pick(rows).pid, "SIGKILL");
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The program as `npm start` runs it, in a process of its own that may be killed, on a data directory of its own. */
export function cityServer(dataDir: string, port: number): CityServer {
  const base = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = "";
  const pidFile = join(dataDir, "postgres", "cluster", "postmaster.pid");
  /** NaN while there is none. */
  const postmaster = (): number => (existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8").split("\n")[0]) : Number.NaN);
  const isReady = async (): Promise<boolean> => {
    try {
      return (await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  };
  const start = async (): Promise<void> => {
    const environment = { ...process.env, BATON_DATA: dataDir, PORT: String(port), HOST: "127.0.0.1" };
    for (const name of ["DATABASE_URL", "BATON_DEMO", "BATON_ORIGIN", "BATON_BACKUP_DIR", "BATON_SCHEMA"]) Reflect.deleteProperty(environment, name);
    child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts")], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4_000)));
  };
  const hasDied = (): boolean => child !== undefined && (child.exitCode !== null || child.signalCode !== null);
  const connect = (as: "baton_owner" | "postgres"): Promise<pg.Client> => connectTo(dataDir, as);
  return {
    base,
    dataDir,
    start,
    isReady,
    connect,
    kill: async (victim, random) => {
      if (victim === "backend") return killBackend(dataDir, random);
      const before = postmaster();
      const gone = victim.startsWith("server") && child !== undefined ? new Promise((resolve) => child?.once("exit", resolve)) : undefined;
      if (victim.endsWith("postmaster")) process.kill(before, "SIGKILL");
      if (gone !== undefined) child?.kill("SIGKILL");
      await gone;
      // Orphaned backends answer for a moment yet: it is down until another postmaster has taken its place.
      if (victim === "postmaster") await comesTrue(() => ![before, Number.NaN].includes(postmaster()), readyMsMax);
    },
    untilReady: async () => {
      const from = performance.now();
      while (!(await isReady())) {
        if (hasDied()) throw new Error(`the server ended by itself: ${said}`);
        if (performance.now() - from > readyMsMax) throw new Error(`the server was not ready in ${readyMsMax / 1000} s: ${said}`);
        await sleep(50);
      }
      return performance.now() - from;
    },
    stop: async () => {
      if (child === undefined || hasDied()) return;
      const gone = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}
