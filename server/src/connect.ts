import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { assertWebRoleIsPowerless, type Connection, ensureDatabase, ensureRoles, type LoginRole, rolePasswords, type Tls } from "#platform/database";
import { type PostgresLog, PostgresStartError, startPostgres } from "#platform/postgres";

/** Where this installation keeps everything that must be kept. */
export function dataDirectory(): string {
  const dir = resolve(process.env["BATON_DATA"] ?? ".data");
  // Started as root, the database runs as an ordinary user, who must be able to pass through; its own folder is closed.
  if (!existsSync(dir)) mkdirSync(dir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return dir;
}

export type CityConnection = {
  connection: (role: LoginRole) => Connection;
  /** Whether the database is the one this program runs itself. */
  isEmbedded: boolean;
  stop: () => Promise<void>;
};

const database = "baton";

/**
 * Brings the city's database within reach: the embedded one (started, or adopted after a crash), or the server of
 * `DATABASE_URL`, whose user must be allowed to make roles and schemas. Roles and schema are made where missing.
 */
export async function connectCity(log: PostgresLog): Promise<CityConnection> {
  const dataDir = dataDirectory();
  const schema = process.env["BATON_SCHEMA"] ?? "city";
  const passwords = rolePasswords(dataDir);
  const url = process.env["DATABASE_URL"];
  const target = url === undefined || url === "" ? await embedded(dataDir, log) : external(url);
  await ensureRoles({ ...target.admin, database: target.maintenance }, passwords);
  await ensureDatabase(target.admin, { database: target.database, schema, maintenance: target.maintenance });
  const connection = (role: LoginRole): Connection => ({
    host: target.admin.host,
    port: target.admin.port,
    database: target.database,
    user: role,
    password: passwords[role],
    schema,
    ...(target.admin.ssl === undefined ? {} : { ssl: target.admin.ssl }),
  });
  await assertWebRoleIsPowerless(connection("baton_web"));
  return { connection, isEmbedded: url === undefined || url === "", stop: target.stop };
}

type Target = {
  admin: { host: string; port: number; user: string; password: string; ssl?: Tls };
  database: string;
  maintenance: string;
  stop: () => Promise<void>;
};

async function embedded(dataDir: string, log: PostgresLog): Promise<Target> {
  const server = await startPostgres({ dataDir: join(dataDir, "postgres"), log });
  return { admin: { host: server.socketDir, port: server.port, ...server.superuser }, database, maintenance: "postgres", stop: () => server.stop() };
}

/** What the address says of encryption. Throws for a mode that would encrypt without knowing whom it speaks to. */
function tlsOf(url: URL): { ssl?: Tls } {
  const mode = url.searchParams.get("sslmode") ?? "disable";
  if (mode === "disable") return {};
  if (!["require", "verify-ca", "verify-full"].includes(mode)) {
    throw new PostgresStartError(`DATABASE_URL 中的 sslmode=${mode} 不受支持。请写 require（加密并核对证书）或 disable。`);
  }
  const file = url.searchParams.get("sslrootcert");
  if (file === null) return { ssl: { rejectUnauthorized: true } };
  if (!existsSync(file)) throw new PostgresStartError(`DATABASE_URL 中 sslrootcert 所指的证书文件不存在：${file}。`);
  return { ssl: { rejectUnauthorized: true, ca: readFileSync(file, "utf8") } };
}

function external(text: string): Target {
  const url = new URL(text);
  const name = decodeURIComponent(url.pathname.slice(1)) || database;
  const admin = {
    host: url.searchParams.get("host") ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...tlsOf(url),
  };
  return { admin, database: name, maintenance: name, stop: async () => undefined };
}
