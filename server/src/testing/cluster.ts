import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { type Connection, ensureDatabase, ensureRoles, type LoginRole, migrate, rolePasswords } from "#platform/database";
import { startPostgres } from "#platform/postgres";

const migrationFolder = join(import.meta.dirname, "../../migrations");

export const templateDatabase = "baton_template";
export const testSchema = "city";

/** What every test process needs to reach the one PostgreSQL of the run. */
export type Cluster = { admin: pg.ClientConfig; passwords: Record<LoginRole, string> };

export function connectionFor(cluster: Cluster, database: string, role: LoginRole): Connection {
  return {
    host: String(cluster.admin.host),
    port: Number(cluster.admin.port),
    database,
    user: role,
    password: cluster.passwords[role],
    schema: testSchema,
  };
}

/** Starts a PostgreSQL for tests, with the migrated template that each test file clones. */
export async function startCluster(): Promise<{ cluster: Cluster; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), `baton-test-${createHash("sha1").update(String(process.pid)).digest("hex").slice(0, 6)}-`));
  const silent = { info: () => undefined, warn: () => undefined, error: (line: string) => console.error(line) };
  const server = await startPostgres({ dataDir, log: silent, profile: "test", ballastMb: 0 });
  const admin = { host: server.socketDir, port: server.port, user: server.superuser.user, password: server.superuser.password };
  const passwords = rolePasswords(dataDir);
  await ensureRoles({ ...admin, database: "postgres" }, passwords);
  await ensureDatabase({ ...admin, database: "postgres" }, { database: templateDatabase, schema: testSchema });
  const cluster = { admin, passwords };
  await migrate(connectionFor(cluster, templateDatabase, "baton_owner"), migrationFolder);
  return {
    cluster,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
