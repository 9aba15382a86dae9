import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type Connection, type LoginRole, rolePasswords } from "#platform/database";
import { type CityConnection, connectCity, dataDirectory } from "./connect.ts";

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const quiet = { info: () => undefined, warn: tell, error: tell };

/** The sockets a running embedded database may answer on: in its directory, or in the place noted there. */
function socketDirectories(postgresDir: string): string[] {
  const note = join(postgresDir, "socket-directory");
  return [join(postgresDir, "socket"), ...(existsSync(note) ? [readFileSync(note, "utf8").trim()] : [])];
}

/** The running server's database, reached past its instance lock; undefined when none is running. */
function findRunning(dataDir: string): ((role: LoginRole) => Connection) | undefined {
  if (process.env["DATABASE_URL"] || !existsSync(join(dataDir, "roles.json"))) return undefined;
  const host = socketDirectories(join(dataDir, "postgres")).find((directory) => existsSync(join(directory, ".s.PGSQL.5432")));
  if (host === undefined) return undefined;
  const passwords = rolePasswords(dataDir);
  const schema = process.env["BATON_SCHEMA"] ?? "city";
  return (role) => ({ host, port: 5432, database: "baton", user: role, password: passwords[role], schema });
}

/** A socket file may outlive its database: only then is the embedded one started. */
async function isAnswering(connection: Connection): Promise<boolean> {
  const { schema: _schema, ...reach } = connection;
  const client = new pg.Client({ ...reach, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (code === "ECONNREFUSED" || code === "ENOENT") return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Reaches the city for a command of the operator: beside a running server through its own socket, else by starting the
 * embedded database, or on the server of `DATABASE_URL`. `stop` ends only what was started here.
 */
export async function reachCity(): Promise<Pick<CityConnection, "connection" | "stop">> {
  const running = findRunning(dataDirectory());
  if (running !== undefined && (await isAnswering(running("baton_backup")))) return { connection: running, stop: async () => undefined };
  return connectCity(quiet);
}
