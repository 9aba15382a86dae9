/** One demonstration city for a whole test run: loaded once, copied by whoever needs a running server. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinnedEnvironment, root } from "./child.mjs";

const startLimitMs = 120_000;

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Loads the demonstration into a folder of its own and stops the server; undefined, with what was said, where it does not come up. */
export async function keepDemonstration() {
  const folder = mkdtempSync(join(tmpdir(), "baton-kept-"));
  // Started as root, the database runs as an ordinary user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const env = { ...pinnedEnvironment, BATON_DATA: folder, BATON_DEMO: "on", DATABASE_URL: "", HOST: "127.0.0.1", PORT: String(await freePort()) };
  const server = spawn("node", ["server/src/main.ts"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const isReady = await new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), startLimitMs);
    const listen = (text) => {
      said += text;
      if (said.includes("ready at http")) resolve(true);
    };
    server.stdout.setEncoding("utf8").on("data", listen);
    server.stderr.setEncoding("utf8").on("data", listen);
    void ended.then(() => resolve(false)).finally(() => clearTimeout(limit));
  });
  server.kill("SIGTERM");
  await ended;
  if (!isReady) {
    console.error(`The demonstration did not start:\n${said}`);
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  // Written anew at every start; a quarter of a gigabyte to copy otherwise.
  rmSync(join(folder, "postgres", "ballast"), { force: true });
  return folder;
}
