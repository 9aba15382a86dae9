import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { assertWebRoleIsPowerless, type Connection, ensureDatabase, ensureRoles, type LoginRole, rolePasswords, type Tls } from "#platform/database";
import { type PostgresLog, PostgresStartError, startPostgres } from "#platform/postgres";

/** Where this installation keeps everything that must be kept. */
export function dataDirectory(): string {
  const dir = resolve(process.env["BATON_DATA"] ?? ".data");
  // Started as root, the database runs as an ordinary user, who must be able to pass through; its own folder is closed.
  if (existsSync(dir)) return dir;
  try {
    mkdirSync(dir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw new PostgresStartError(`数据目录 ${dir} 不能建立：上级目录不存在或没有写入权限。请先建好该目录，或用 BATON_DATA 指定另一目录。`, { cause: error });
  }
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
  try {
    await ensureRoles({ ...target.admin, database: target.maintenance }, passwords);
  } catch (error) {
    throw unreachable(error, target) ?? error;
  }
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

/** What stands between us and the server of `DATABASE_URL`, in words; undefined for anything else. */
function unreachable(error: unknown, { admin, maintenance }: Target): PostgresStartError | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const where = `${admin.host}:${admin.port}`;
  const sentences: Record<string, string> = {
    ECONNREFUSED: `无法连接数据库服务器 ${where}。请检查 DATABASE_URL 中的地址和端口，以及该服务器是否在运行。`,
    ENOENT: `无法连接数据库服务器 ${where}：套接字不存在。请检查 DATABASE_URL 中的 host。`,
    ENOTFOUND: `找不到数据库服务器 ${admin.host}。请检查 DATABASE_URL 中的主机名。`,
    ETIMEDOUT: `数据库服务器 ${where} 没有答复。请检查网络和防火墙。`,
    "3D000": `数据库服务器上没有名为 ${maintenance} 的数据库。请先建立，或更正 DATABASE_URL。`,
    "28P01": `数据库用户 ${admin.user} 的用户名或密码不被接受。请检查 DATABASE_URL。`,
    "28000": `数据库服务器不接受这样的连接（用户 ${admin.user}）。请检查它的 pg_hba.conf，或在 DATABASE_URL 中写 sslmode=require。`,
    "42501": `数据库用户 ${admin.user} 的权限不足，须能建立角色、模式和扩展。请改用数据库管理员。`,
  };
  const isUntrusted = /CERT|SELF_SIGNED|ALTNAME/.test(code);
  const said = isUntrusted
    ? `数据库服务器 ${where} 的证书不被信任（${code}）。请在 DATABASE_URL 中用 sslrootcert= 指明签发它的证书文件，并核对主机名。`
    : sentences[code];
  return said === undefined ? undefined : new PostgresStartError(said, { cause: error });
}

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
