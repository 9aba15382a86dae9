import { Kysely } from "kysely";
import pg from "pg";
import type { DB } from "#schema";
import { NamingClient, typeParser } from "./client.ts";
import { PipelinedDialect } from "./pipeline.ts";

/** Where a PostgreSQL is and how one of our roles gets in. Passwords never appear in logs: keep this object out of them. */
export type Connection = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  schema: string;
  /** Absent: not encrypted. */
  ssl?: Tls;
};

/** Encrypted means verified: a certificate that nobody vouches for protects from nobody who can answer in its place. */
export type Tls = { rejectUnauthorized: true; /** Who vouches for it, where that is not a public authority; PEM. */ ca?: string };

export type Database = Kysely<DB>;

export type Pool = { db: Database; raw: pg.Pool; close: () => Promise<void> };

const requestLimits = ["-c statement_timeout=10s", "-c lock_timeout=3s", "-c transaction_timeout=60s", "-c idle_in_transaction_session_timeout=30s"];

/**
 * A bounded pool for one database role. Waiting for a connection ends after 2 s and a query after 12 s, because
 * against a frozen server the driver's defaults wait for ever (SECURITY R6).
 */
export function openPool(connection: Connection, options: { max?: number; name: string; onError?: (error: Error) => void; isMaintenance?: boolean }): Pool {
  const raw = new pg.Pool({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl ?? false,
    max: options.max ?? 8,
    application_name: options.name,
    connectionTimeoutMillis: 2_000,
    ...(options.isMaintenance ? {} : { query_timeout: 12_000 }),
    idleTimeoutMillis: 60_000,
    options: [`-c search_path=${connection.schema}`, "-c TimeZone=Asia/Shanghai", ...(options.isMaintenance ? [] : requestLimits)].join(" "),
    pipeline: true,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    Client: NamingClient as unknown as typeof pg.Client,
  });
  // A dropped idle connection is reported here; without a listener it would end the process.
  const onError = options.onError ?? (() => undefined);
  raw.on("error", onError);
  // A connection that breaks while it is lent out says so itself; its query fails by its own promise.
  raw.on("connect", (client) => client.on("error", onError));
  const db = new Kysely<DB>({ dialect: new PipelinedDialect(raw) });
  const close = async (): Promise<void> => {
    await db.destroy();
    // Kysely ends the pool only if it was ever used through Kysely.
    if (!raw.ending) await raw.end();
  };
  return { db, raw, close };
}
