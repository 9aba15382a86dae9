import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PostgresOptions, type PostgresServer, startPostgres } from "./index.ts";
import { comesTrue, isServing, listProcessesIn, signal } from "./processes.ts";

let dataDir: string;
let lines: string[];
const servers: PostgresServer[] = [];
const clients: Client[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), "baton-pg-")));
  lines = [];
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const found of listProcessesIn(join(dataDir, "cluster"))) signal(found.pid, "SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const log = {
  info: (line: string) => lines.push(line),
  warn: (line: string) => lines.push(line),
  error: (line: string) => lines.push(line),
};

async function start(options: Partial<PostgresOptions> = {}): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, log, profile: "test", ...options });
  servers.push(server);
  return server;
}

async function connect(server: Pick<PostgresServer, "socketDir" | "port" | "superuser">): Promise<Client> {
  const client = new Client({ host: server.socketDir, port: server.port, ...server.superuser, database: "postgres" });
  client.on("error", () => undefined);
  clients.push(client);
  await client.connect();
  return client;
}

async function ask(client: Client, sql: string): Promise<unknown> {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return (rows as unknown[][])[0]?.[0];
}

function postmasterPid(): number {
  return Number(readFileSync(join(dataDir, "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** A server of its own process, which keeps running until it is killed. */
async function startInChild(diesWithParent: boolean): Promise<{ child: ChildProcess; server: PostgresServer }> {
  const front = JSON.stringify(join(import.meta.dirname, "index.ts"));
  const script = `import { startPostgres } from ${front};
    const silent = { info() {}, warn() {}, error() {} };
    const options = { dataDir: ${JSON.stringify(dataDir)}, log: silent, profile: "test", diesWithParent: ${diesWithParent} };
    console.log(JSON.stringify(await startPostgres(options)));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, server: JSON.parse(line) as PostgresServer };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** A backend that computes and does not look up: it survives its postmaster and holds the shared memory. */
async function keepBusy(server: PostgresServer): Promise<number> {
  const client = await connect(server);
  const pid = (await ask(client, "select pg_backend_pid()")) as number;
  client.query("select count(*) from generate_series(1, 100000000000)").catch(() => undefined);
  return pid;
}

describe("a new database", () => {
  test("is private, checked by checksums, and the same in every locale", async () => {
    const server = await start({ profile: "city", ballastMb: 0 });
    const client = await connect(server);
    expect(await ask(client, "show listen_addresses")).toBe("");
    expect(await ask(client, "show data_checksums")).toBe("on");
    expect(await ask(client, "show fsync")).toBe("on");
    expect(await ask(client, "show full_page_writes")).toBe("on");
    expect(await ask(client, "show synchronous_commit")).toBe("on");
    expect(await ask(client, "show timezone")).toBe("Asia/Shanghai");
    expect(await ask(client, "show client_connection_check_interval")).toBe("1s");
    expect(await ask(client, "show server_encoding")).toBe("UTF8");
    expect(await ask(client, "select distinct concat(datlocprovider, datlocale) from pg_database")).toBe("bC.UTF-8");
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "cluster")).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "superuser.password")).mode & 0o777).toBe(0o600);
  });

  test("lets nobody in without the password, and keeps the password out of arguments and logs", async () => {
    const server = await start({ profile: "city", ballastMb: 0 });
    const { password } = server.superuser;
    const stranger = { ...server, superuser: { user: server.superuser.user, password: "guess" } };
    await expect(connect(stranger)).rejects.toThrow(/password authentication failed/);
    const client = await connect(server);
    await expect(client.query("select $1::int", ["canary-4711"])).rejects.toThrow(/invalid input syntax/);
    const log = join(dataDir, "cluster", "log");
    const said = [join(dataDir, "postgres.log"), ...readdirSync(log).map((name) => join(log, name))].map((path) => readFileSync(path, "utf8"));
    const argument = readFileSync(`/proc/${postmasterPid()}/cmdline`, "utf8");
    const environment = readFileSync(`/proc/${postmasterPid()}/environ`, "utf8");
    for (const text of [...said, argument, environment, ...lines]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain("canary-4711");
    }
    expect(readdirSync(dataDir).filter((name) => name.includes("password"))).toEqual(["superuser.password"]);
  });

  test("has a socket path within the system's limit however deep its directory lies", async () => {
    const deep = join(dataDir, "很深的目录".repeat(4), "数据".repeat(8));
    // The database's account must be able to pass, or the database would be placed elsewhere.
    chmodSync(dataDir, 0o711);
    mkdirSync(deep, { recursive: true });
    const server = await start({ dataDir: deep });
    expect(Buffer.byteLength(join(server.socketDir, ".s.PGSQL.5432"))).toBeLessThanOrEqual(107);
    expect(readFileSync(join(deep, "socket-directory"), "utf8").trim()).toBe(server.socketDir);
    expect(await ask(await connect(server), "select 1")).toBe(1);
    await server.stop();
    rmSync(server.socketDir, { recursive: true });
  });

  test("is made anew when its making was cut short", async () => {
    mkdirSync(join(dataDir, "cluster.new", "base"), { recursive: true });
    writeFileSync(join(dataDir, "cluster.password"), "half");
    expect(await ask(await connect(await start()), "select 1")).toBe(1);
    expect(existsSync(join(dataDir, "cluster.new"))).toBe(false);
  });
});

describe("one database, one server", () => {
  test("refuses a second server, and names the first", async () => {
    await start();
    await expect(start()).rejects.toThrow(`进程 ${process.pid}`);
  });

  test("opens again after an orderly stop, with its data", async () => {
    const first = await start();
    await (await connect(first)).query("create table kept as select 42 as answer");
    await first.stop();
    expect(listProcessesIn(join(dataDir, "cluster"))).toEqual([]);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(await connect(second), "select answer from kept")).toBe(42);
  });

  test("adopts the database of a killed server and ends that server's sessions", async () => {
    const { child, server } = await startInChild(false);
    const old = await connect(server);
    await old.query("create table kept as select 42 as answer");
    await old.query("begin; lock table kept");
    const pid = postmasterPid();
    await expect(start()).rejects.toThrow(`进程 ${child.pid}`);
    await kill(child);
    const next = await start();
    expect(next.adopted).toBe(true);
    expect(postmasterPid()).toBe(pid);
    await expect(old.query("select 1")).rejects.toThrow(/terminat|not queryable|closed/);
    expect(await ask(await connect(next), "select answer from kept")).toBe(42);
  });

  test("restarts instead of adopting when the settings have changed", async () => {
    const { child } = await startInChild(false);
    const pid = postmasterPid();
    await kill(child);
    const next = await start({ profile: "city", ballastMb: 0 });
    expect(next.adopted).toBe(false);
    expect(postmasterPid()).not.toBe(pid);
    expect(await ask(await connect(next), "show fsync")).toBe("on");
  });

  test("stops with a killed parent where that was asked for", async () => {
    const { child } = await startInChild(true);
    const pid = postmasterPid();
    await kill(child);
    expect(await comesTrue(() => !isServing(pid, join(dataDir, "cluster")), 5_000)).toBe(true);
  });
});

describe("after an accident", () => {
  test("a stale postmaster.pid whose number belongs to a stranger does not block the start", async () => {
    const first = await start();
    const file = readFileSync(join(dataDir, "cluster", "postmaster.pid"), "utf8");
    await first.stop();
    // PostgreSQL believes in any living process of its own account.
    const { uid, gid } = statSync(join(dataDir, "cluster"));
    const stranger = spawn("sleep", ["60"], { uid, gid, cwd: "/", stdio: "ignore" });
    children.push(stranger);
    writeFileSync(join(dataDir, "cluster", "postmaster.pid"), file.replace(/^\d+/, String(stranger.pid)));
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(await connect(second), "select 1")).toBe(1);
  });

  test("a killed postmaster is started again under a running server, though a busy backend holds its memory", async () => {
    const server = await start();
    await (await connect(server)).query("create table kept as select 42 as answer");
    const busy = await keepBusy(server);
    const pid = postmasterPid();
    signal(pid, "SIGKILL");
    expect(await comesTrue(() => lines.some((line) => line.startsWith("数据库已恢复")), 15_000)).toBe(true);
    expect(isServing(busy, join(dataDir, "cluster"))).toBe(false);
    expect(postmasterPid()).not.toBe(pid);
    expect(await ask(await connect(server), "select answer from kept")).toBe(42);
  });

  test("a killed server and a killed postmaster with a busy backend leave nothing in the way of the next start", async () => {
    const { child, server } = await startInChild(false);
    await (await connect(server)).query("create table kept as select 42 as answer");
    await keepBusy(server);
    await kill(child);
    signal(postmasterPid(), "SIGKILL");
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(await ask(await connect(next), "select answer from kept")).toBe(42);
  });

  test("a database of another major version is refused and left as it is", async () => {
    const first = await start();
    await first.stop();
    const version = join(dataDir, "cluster", "PG_VERSION");
    const settings = join(dataDir, "cluster", "postgresql.conf");
    writeFileSync(version, "17\n");
    writeFileSync(settings, "# theirs\n");
    await expect(start()).rejects.toThrow(/由 PostgreSQL 17 建立/);
    expect(readFileSync(version, "utf8")).toBe("17\n");
    expect(readFileSync(settings, "utf8")).toBe("# theirs\n");
  });

  test("a lost password file is told, not replaced", async () => {
    await (await start()).stop();
    rmSync(join(dataDir, "superuser.password"));
    await expect(start()).rejects.toThrow(/管理密码文件不见了/);
    expect(existsSync(join(dataDir, "superuser.password"))).toBe(false);
  });
});
