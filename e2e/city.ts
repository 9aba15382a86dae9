/** A running Baton of its own: the real server on an empty data folder, stopped as an administrator would stop it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyKeptDemo } from "../server/src/testing/kept-demo.ts";

const root = dirname(import.meta.dirname);
const startLimitMs = 90_000;
const stopLimitMs = 30_000;

export type City = {
  /** Where its pages are: http://127.0.0.1:<port> */
  origin: string;
  /** What it has said on its standard output so far. */
  said(): string;
  /** Asks it to stop; resolves to its exit code once its data are gone. */
  stop(): Promise<number | null>;
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("a listening socket has a port");
  return address.port;
}

/** Resolves when the server answers at its address; throws with what it said when it ends or hangs before. */
async function ready(server: ChildProcess, output: { text: string }): Promise<void> {
  const giveUpAt = Date.now() + startLimitMs;
  while (!output.text.includes("ready at http")) {
    if (server.exitCode !== null || Date.now() > giveUpAt) throw new Error(`Baton did not start:\n${output.text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the real server; `isEmpty` leaves the demonstration city out, as for a city that begins. */
export async function startCity({ isEmpty }: { isEmpty: boolean }): Promise<City> {
  const folder = await mkdtemp(join(tmpdir(), "baton-city-"));
  const dataDir = join(folder, "data");
  await chmod(folder, 0o711);
  await mkdir(dataDir);
  if (!isEmpty) copyKeptDemo(dataDir);
  const port = await freePort();
  const server = spawn(join(root, "node_modules", ".bin", "node"), ["server/src/main.ts"], {
    cwd: root,
    env: {
      ...process.env,
      BATON_DATA: dataDir,
      BATON_DEMO: isEmpty ? "off" : "on",
      DATABASE_URL: "",
      HOST: "127.0.0.1",
      PORT: String(port),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { text: "" };
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output.text += chunk;
    });
  }
  const stop = async (): Promise<number | null> => {
    if (server.exitCode === null) {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      const limit = setTimeout(() => server.kill("SIGKILL"), stopLimitMs);
      await ended;
      clearTimeout(limit);
    }
    await rm(folder, { recursive: true, force: true });
    return server.exitCode;
  };
  try {
    await ready(server, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, said: () => output.text, stop };
}
