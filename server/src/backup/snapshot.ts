import type { Readable } from "node:stream";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Connection } from "#platform/database";
import { listWaitingJobs, type WaitingJob } from "#platform/jobs";
import { leftBehind, madeByMigration, type Manifest } from "./manifest.ts";

export type TableInside = { name: string; columns: string[] };

/** Instants and numbers as PostgreSQL writes them, whatever the machine's own settings are. */
const settings =
  "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c statement_timeout=0 -c row_security=off";

/** A connection of its own for maintenance: no limit of time, the city's schema alone on the path. */
export async function openClient({ schema, ...reach }: Connection, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...reach,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    options: `-c search_path=${schema} ${settings}`,
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** The tables of the connected city with the columns that are stored, not computed. */
export async function listTables(client: pg.ClientBase): Promise<TableInside[]> {
  const { rows } = await client.query<TableInside>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     group by c.relname order by c.relname`,
  );
  return rows;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Begins the one transaction that everything is read in; answers the name by which another session joins it. */
async function beginSnapshot(client: pg.Client): Promise<string> {
  await client.query("begin isolation level repeatable read, read only");
  const { rows } = await client.query<{ snapshot: string }>("select pg_export_snapshot() as snapshot");
  return rows[0]?.snapshot ?? "";
}

/** Waiting jobs as of the snapshot. Only the worker's role reads them. */
async function readJobs(connection: Connection, snapshot: string): Promise<WaitingJob[]> {
  const client = await openClient(connection, "baton-backup-jobs");
  try {
    await client.query("begin isolation level repeatable read, read only");
    // The name was given by the database a moment ago and is quoted as a literal: it cannot be a parameter here.
    await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`);
    return await listWaitingJobs(client, connection.schema);
  } finally {
    await client.end();
  }
}

export type Facts = Pick<Manifest, "takenAt" | "city" | "isDemo" | "postgres" | "migrations" | "sequences" | "lastXid" | "lastSeal">;

async function readFacts(client: pg.Client): Promise<Facts> {
  const { rows: facts } = await client.query<Omit<Facts, "migrations" | "sequences" | "lastSeal"> & { sealId: string | null; sealHash: string | null }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenAt",
       coalesce((select name from kernel_org where parent_org_id is null and superseded_at = 'infinity' order by kind <> 'city', org_id limit 1), '') as city,
       exists (select from platform_mark where name = 'demo') as "isDemo", current_setting('server_version') as postgres,
       coalesce((select max(xid) from kernel_act), '0')::text as "lastXid",
       (select seal_id from kernel_audit_seal order by seal_id desc limit 1)::text as "sealId",
       (select encode(hash, 'hex') from kernel_audit_seal order by seal_id desc limit 1) as "sealHash"`,
  );
  const [one] = facts;
  if (one === undefined) throw new Error("the snapshot has no facts");
  const { sealId, sealHash, ...told } = one;
  const { rows: migrations } = await client.query<Facts["migrations"][number]>("select number, name, checksum from platform_migration order by number");
  const { rows: names } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S' order by relname",
  );
  const sequences: Facts["sequences"] = [];
  for (const { name } of names) {
    // A sequence stands outside the snapshot: it is never behind the rows, and gaps are allowed.
    const { rows } = await client.query<{ lastValue: string; isCalled: boolean }>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${quoted(name)}`,
    );
    if (rows[0] !== undefined) sequences.push({ name, ...rows[0] });
  }
  return { ...told, migrations, sequences, lastSeal: sealId === null || sealHash === null ? null : { sealId: Number(sealId), hash: sealHash } };
}

export type Snapshot = {
  facts: Facts;
  jobs: WaitingJob[];
  tables: TableInside[];
  /** Evidence and the digest its file must have, as of the snapshot. */
  evidence: { id: string; sha256: string }[];
  /** The rows of a table as COPY writes them; `rows()` counts them once the stream has ended. */
  copy(table: TableInside): Readable & { rows(): number };
  close(): Promise<void>;
};

/** Opens one consistent view of the city for as long as it takes; writers are not hindered. */
export async function openSnapshot(connection: (role: "baton_backup" | "baton_worker") => Connection): Promise<Snapshot> {
  const client = await openClient(connection("baton_backup"), "baton-backup");
  try {
    const snapshot = await beginSnapshot(client);
    const jobs = await readJobs(connection("baton_worker"), snapshot);
    const facts = await readFacts(client);
    const tables = (await listTables(client)).filter(({ name }) => name !== madeByMigration && !leftBehind.includes(name));
    const { rows: evidence } = await client.query<{ id: string; sha256: string }>(
      "select distinct evidence_id::text as id, sha256 from kernel_evidence where sha256 is not null order by id",
    );
    return {
      facts,
      jobs,
      tables,
      evidence,
      copy: ({ name, columns }) => {
        const stream = client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(", ")}) to stdout`));
        return Object.assign(stream, { rows: () => stream.rowCount });
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}
