import { Logger } from "graphile-worker";
import pg from "pg";
import type { Connection } from "#platform/database";

export type JobsLog = { info(line: string): void; warn(line: string): void; error(line: string): void };

/** One listens, one sweeps, one holds the instance's lock, the rest are for the tasks' own bookkeeping. */
const connectionsMax = 5;

/** The worker's own schema beside a city's. Throws for a name that would need quotes: it is pasted into statements. */
export function workerSchemaOf(citySchema: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(citySchema)) throw new Error(`数据库模式名 ${citySchema} 只能含小写字母、数字和下划线。`);
  return `${citySchema}_worker`;
}

export function openWorkerPool(connection: Connection, log: JobsLog): pg.Pool {
  const { schema, ...reach } = connection;
  const pool = new pg.Pool({
    ...reach,
    max: connectionsMax,
    application_name: "baton-worker",
    connectionTimeoutMillis: 2_000,
    options: `-c search_path=${schema} -c TimeZone=Asia/Shanghai -c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s`,
  });
  pool.on("error", (error) => log.warn(`任务的数据库连接中断：${error.message}`));
  // graphile-worker adds its own on connect; a client in use that breaks must not end the process either.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * The library makes its schema only with a right on the whole database, which the worker does not have: the schema was
 * made by the administrator's step, and the first table is made here in the shape the library itself gives it.
 */
export async function prepareSchema(pool: pg.Pool, workerSchema: string): Promise<void> {
  await pool.query(`create table if not exists ${workerSchema}.migrations (
    id int primary key, ts timestamptz default now() not null, breaking boolean default false not null)`);
}

export function loggerOf(log: JobsLog): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log.error(`任务：${message}`);
    else if (level === "warning") log.warn(`任务：${message}`);
  });
}
