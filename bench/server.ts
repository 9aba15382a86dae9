/** The program in a process of its own, as `npm start` runs it, and people who sign in to it. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export type RunningServer = { port: number; pid: number; readySeconds: number; stop: () => Promise<void> };

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts the program on a data directory; `isWhole` also does what `npm start` does before (packages, pages). */
export async function startServer(options: { dataDir: string; isWhole?: boolean; root?: string }): Promise<RunningServer> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o711 });
  const port = await freePort();
  const folder = options.root ?? root;
  const script = join(folder, options.isWhole === true ? "scripts/start.mjs" : "server/src/main.ts");
  const began = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=FSTDEP023", script], {
    cwd: folder,
    env: { ...process.env, BATON_DATA: options.dataDir, PORT: String(port), HOST: "127.0.0.1", BATON_LOG: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  // A bench that is broken off takes its server and its database with it.
  const leave = (): void => {
    child.kill("SIGTERM");
    void ended.then(() => process.exit(1));
  };
  process.on("SIGTERM", leave).on("SIGINT", leave);
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes("ready at http://")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    ended.then((code) => reject(new Error(`the server ended with ${code}:\n${said}`)), reject);
  });
  const readySeconds = (performance.now() - began) / 1000;
  const stop = async (): Promise<void> => {
    process.off("SIGTERM", leave).off("SIGINT", leave);
    child.kill("SIGTERM");
    await ended;
  };
  return { port, pid: child.pid ?? 0, readySeconds, stop };
}

export type Asked = { method: "GET" | "POST" | "PUT"; path: string; body?: unknown; cookie?: string; headers?: Record<string, string> };
export type Answer = { status: number; body: string; cookies: string[] };

/** One client of the running server: keeps its connections, as a browser does. */
export type Door = { send: (asked: Asked) => Promise<Answer>; close: () => void };

export function openDoor(port: number): Door {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = ({ method, path, body, cookie, headers = {} }: Asked): Promise<Answer> => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const own = { ...headers, ...(cookie === undefined ? {} : { cookie }), ...(payload === undefined ? {} : { "content-type": "application/json" }) };
    return new Promise((resolve, reject) => {
      const sent = request({ port, host: "127.0.0.1", agent, method, path, headers: { origin: `http://127.0.0.1:${port}`, ...own } }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString(), cookies: response.headers["set-cookie"] ?? [] }),
        );
      });
      sent.on("error", reject);
      sent.end(payload);
    });
  };
  return { send, close: () => agent.destroy() };
}

/** Signs a person of the demonstration in; the cookie is good for the run. */
export async function signIn(door: Door, username: string): Promise<string> {
  const answer = await door.send({ method: "POST", path: "/api/auth/sign-in/username", body: { username, password: "Baton-demo-2026" } });
  if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.status} ${answer.body}`);
  return answer.cookies.map((one) => one.split(";")[0]).join("; ");
}
