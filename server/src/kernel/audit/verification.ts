import pg from "pg";
import type { AuditReceipt } from "@baton/contract/audit";
import type { Connection } from "#platform/database";
import { type ReadAnchor, readAnchors } from "./anchors.ts";
import { readHead } from "./head.ts";
import { verifyChain } from "./verify-chain.ts";
import { verifyRows } from "./verify-rows.ts";

export type VerificationOptions = {
  /** Where this installation keeps its anchors; none are read when absent. */
  anchorsDir?: string;
  /** Anchors that were held elsewhere. */
  anchorFiles?: readonly string[];
  /** Where this installation remembers the last seal it made; not compared when absent. */
  headFile?: string;
};

/** A whole city takes seconds; beyond this something is wrong. */
const verificationMinutesMax = 10;

const int8 = 20;
const date = 1082;

/** Counts as numbers and days as text; instants are asked for in microseconds. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format !== "binary" && oid === int8) return Number;
    if (format !== "binary" && oid === date) return String;
    return pg.types.getTypeParser(oid, format);
  },
};

function microsToIso(micros: number): string {
  return Temporal.Instant.fromEpochNanoseconds(BigInt(micros) * 1_000n).toString();
}

/**
 * Compares the whole trail with itself, with the key and anchors outside the database, and with every row there is,
 * at one snapshot. Read-only. All SQL is the program's own: a function of the database might have been rewritten.
 * `connection` is baton_backup's, the role that reads everything and writes nothing.
 */
export async function verifyAudit(connection: Connection, key: Buffer, options: VerificationOptions = {}): Promise<AuditReceipt> {
  const { schema, ...reach } = connection;
  const client = new pg.Client({
    ...reach,
    application_name: "baton-audit-verify",
    connectionTimeoutMillis: 5_000,
    types: types as pg.CustomTypesConfig,
    options: [
      // The catalogue first: no function of the schema may stand in for one of PostgreSQL's.
      `-c search_path=pg_catalog,${schema}`,
      "-c TimeZone=UTC -c extra_float_digits=1 -c bytea_output=hex -c intervalstyle=postgres",
      `-c baton.verified_schema=${schema}`,
      `-c statement_timeout=${verificationMinutesMax}min -c row_security=off -c work_mem=64MB`,
    ].join(" "),
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    // Read before the snapshot: a seal made meanwhile is remembered later than it is committed.
    const head = options.headFile === undefined ? undefined : readHead(options.headFile);
    await client.query("begin isolation level repeatable read, read only");
    const { rows } = await client.query<{ now_micros: number }>("select (extract(epoch from now()) * 1000000)::bigint as now_micros");
    const anchors: ReadAnchor[] = readAnchors(options.anchorsDir, options.anchorFiles);
    const chain = await verifyChain(client, key, { anchors, head });
    const found = await verifyRows(client);
    await client.query("commit");
    const faults = [...chain.faults, ...found.faults];
    return {
      ok: faults.length === 0,
      verifiedAt: microsToIso(rows[0]?.now_micros ?? 0),
      entries: chain.entries,
      unsealed: chain.unsealed,
      seals: chain.seals,
      rows: found.rows,
      images: found.images,
      erased: found.erased,
      anchors: chain.anchors,
      head: chain.head,
      anchorAt: chain.anchorAtMicros === null ? null : microsToIso(chain.anchorAtMicros),
      firstFault: faults[0] ?? null,
      faults,
    };
  } finally {
    await client.end();
  }
}
