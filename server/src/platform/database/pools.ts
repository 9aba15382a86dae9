import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "#schema";
import { NamingClient, typeParser } from "./client.ts";

/** Where a PostgreSQL is and how one of our roles gets in. Passwords never appear in logs: keep this object out of them. */
export type Connection = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  schema: string;
  ssl?: boolean;
};

export type Database = Kysely<DB>;

export type Pool = { db: Database; raw: pg.Pool; close(): Promise<void> };

/**
 * A bounded pool for one database role. Waiting for a connection ends after 2 s and a query after 12 s, because
 * against a frozen server the driver's defaults wait for ever (SECURITY R6).
 */
export function openPool(connection: Connection, options: { max?: number; name: string; onError?(error: Error): void }): Pool {
  const raw = new pg.Pool({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl ? { rejectUnauthorized: true } : false,
    max: options.max ?? 8,
    application_name: options.name,
    connectionTimeoutMillis: 2_000,
    query_timeout: 12_000,
    idleTimeoutMillis: 60_000,
    options: [
      `-c search_path=${connection.schema}`,
      "-c TimeZone=Asia/Shanghai",
      "-c statement_timeout=10s",
      "-c lock_timeout=3s",
      "-c transaction_timeout=60s",
      "-c idle_in_transaction_session_timeout=30s",
    ].join(" "),
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    Client: NamingClient as unknown as typeof pg.Client,
  });
  // A dropped idle connection is reported here; without a listener it would end the process.
  raw.on("error", options.onError ?? (() => undefined));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: raw }) });
  return { db, raw, close: () => db.destroy() };
}
