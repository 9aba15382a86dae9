import { spawnSync } from "node:child_process";
import { appendFileSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startPostgres } from "#platform/postgres";

/** A PostgreSQL that is reached over the network of this machine, as a city's own server would be. */
export type OutsideServer = { url: (database: string, parameters?: string) => string; certificate: string; stop: () => Promise<void> };

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** A certificate for 127.0.0.1 that nobody but itself vouches for. */
function makeCertificate(folder: string): { certificate: string; key: string } {
  const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...subject]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
  return { certificate, key };
}

/**
 * Starts one on a free port of loopback. It speaks TLS only. The shipped binaries serve; their supervisor starts them again
 * with what was added to their settings.
 */
export async function startOutsideServer(): Promise<OutsideServer> {
  const folder = mkdtempSync(join(tmpdir(), "baton-outside-"));
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startPostgres({ dataDir: join(folder, "data"), log: silent, profile: "test", ballastMb: 0 });
  const cluster = join(folder, "data", "cluster");
  const port = await freePort();
  const { certificate, key } = makeCertificate(folder);
  const { uid, gid } = statSync(cluster);
  // PostgreSQL wants its key for itself, in a place it can enter.
  for (const [from, name] of [
    [certificate, "server.crt"],
    [key, "server.key"],
  ] as const) {
    writeFileSync(join(cluster, name), readFileSync(from), { mode: 0o600 });
    chownSync(join(cluster, name), uid, gid);
  }
  appendFileSync(join(cluster, "postgresql.conf"), `listen_addresses = '127.0.0.1'\nport = ${port}\nssl = on\n`);
  appendFileSync(join(cluster, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
  process.kill(Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  const { user, password } = server.superuser;
  const url = (database: string, parameters = ""): string => `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}${parameters}`;
  await untilItAnswers({ host: "127.0.0.1", port, user, password, database: "postgres", ssl: { ca: readFileSync(certificate, "utf8") } });
  return {
    url,
    certificate,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(reach: pg.ClientConfig): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client(reach);
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt > 100) throw error;
      await sleep(100);
    }
  }
}
