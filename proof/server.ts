/** The program itself in a process of its own, on the demonstration city in a throw-away folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { copyKeptDemo } from "../server/src/testing/kept-demo.ts";

export type Running = {
  port: number;
  dataDir: string;
  /** Another login of the same database, for looking and planting; one pool a role. */
  openDatabase(role: "baton_owner" | "baton_web"): pg.Pool;
  /** Everything the program has said: its log, the database's log, its two outputs. */
  readLogs(): { name: string; text: string }[];
  /** Ends the program as its service manager would; the folder goes with it unless kept. Answers the exit code. */
  stop(options?: { isKept: boolean }): Promise<number>;
};

const main = join(import.meta.dirname, "../server/src/main.ts");
const startLimitMs = 170_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** What the program printed, and its exit code once it has ended. */
type Watched = { child: ChildProcess; said: { out: string; err: string }; ended: Promise<number> };

function launch(environment: Record<string, string>): Watched {
  const { NODE_ENV: _, VITEST: __, ...rest } = process.env;
  // Warnings of Node about packages are no part of what the program says.
  const child = spawn(process.execPath, ["--disable-warning=FSTDEP023", main], { env: { ...rest, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  // A run that is given up takes its program along; the program ends its own database.
  const takeAlong = (): void => void child.kill("SIGTERM");
  process.once("exit", takeAlong);
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  void ended.then(() => process.off("exit", takeAlong));
  return { child, said, ended };
}

async function untilReady({ child, said, ended }: Watched): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  const began = performance.now();
  while (!said.out.includes("ready at http://")) {
    if (isOver || performance.now() - began > startLimitMs) {
      child.kill("SIGKILL");
      throw new Error(`the program did not start: ${said.err || said.out}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function socketOf(dataDir: string): string {
  const note = join(dataDir, "postgres", "socket-directory");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : join(dataDir, "postgres", "socket");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Starts the program on an empty folder, with the demonstration city; `goingOn` is an existing one. */
export async function startProgram(environment: Record<string, string> = {}, goingOn?: string): Promise<Running> {
  const dataDir = goingOn ?? mkdtempSync(join(tmpdir(), "baton-proof-"));
  if (goingOn === undefined && environment["BATON_DEMO"] !== "off") copyKeptDemo(dataDir);
  const port = await freePort();
  const watched = launch({ BATON_DATA: dataDir, HOST: "127.0.0.1", PORT: String(port), BATON_LOG: "debug", ...environment });
  await untilReady(watched);
  const passwords = JSON.parse(readFileSync(join(dataDir, "roles.json"), "utf8")) as Record<string, string>;
  const pools = new Map<string, pg.Pool>();
  return {
    port,
    dataDir,
    openDatabase: (role) => {
      const open = pools.get(role);
      if (open !== undefined) return open;
      const login = { host: socketOf(dataDir), port: 5432, database: "baton", user: role, password: passwords[role] };
      const pool = new pg.Pool({ ...login, max: 2, options: "-c search_path=city" });
      pool.on("error", () => undefined);
      pools.set(role, pool);
      return pool;
    },
    readLogs: () => [
      { name: "standard output", text: watched.said.out },
      { name: "standard error", text: watched.said.err },
      ...filesBelow(dataDir)
        .filter((path) => path.endsWith(".log"))
        .map((path) => ({ name: path.slice(dataDir.length + 1), text: readFileSync(path, "utf8") })),
    ],
    stop: async (options) => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      watched.child.kill("SIGTERM");
      const code = await watched.ended;
      if (options?.isKept !== true) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** Tries a start that is expected to be refused: its exit code and what it said. */
export async function tryToStart(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const watched = launch({ HOST: "127.0.0.1", PORT: String(await freePort()), ...environment });
  const limit = setTimeout(() => watched.child.kill("SIGTERM"), startLimitMs);
  void untilReady(watched).then(
    () => watched.child.kill("SIGTERM"),
    () => undefined,
  );
  const code = await watched.ended;
  clearTimeout(limit);
  return { code, said: `${watched.said.out}${watched.said.err}` };
}
