import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { type AuditAnchor, auditAnchor } from "@baton/contract/audit";
import { anchorSignature } from "./chain.ts";

/** Columns of kernel_audit_anchor in the shape of the file. */
export const anchorColumnsSql = `anchor_on, seal_id, encode(hash, 'hex') as hash, entry_count,
  (extract(epoch from anchored_at) * 1000000)::bigint as anchored_at_micros, encode(signature, 'hex') as signature`;

export type AnchorRow = { anchor_on: string; seal_id: number; hash: string; entry_count: number; anchored_at_micros: number; signature: string };

export function anchorOf(row: AnchorRow): AuditAnchor {
  return {
    kind: "baton-audit-anchor",
    anchorOn: row.anchor_on,
    sealId: row.seal_id,
    hash: row.hash,
    entryCount: row.entry_count,
    anchoredAtMicros: row.anchored_at_micros,
    signature: row.signature,
  };
}

/** Anchors the head of the chain once a calendar day of the city; nothing where it is done or nothing is sealed yet. */
export async function anchorToday(client: pg.ClientBase, key: Buffer, anchorsDir: string): Promise<void> {
  const { rows } = await client.query<Omit<AnchorRow, "signature">>(
    `select (now() at time zone 'Asia/Shanghai')::date as anchor_on, s.seal_id, encode(s.hash, 'hex') as hash,
      (select sum(entry_count) from kernel_audit_seal)::bigint as entry_count, (extract(epoch from now()) * 1000000)::bigint as anchored_at_micros
    from (select seal_id, hash from kernel_audit_seal order by seal_id desc limit 1) s
    where not exists (select from kernel_audit_anchor where anchor_on = (now() at time zone 'Asia/Shanghai')::date)
      and pg_try_advisory_xact_lock(4210004, hashtext(current_schema()))`,
  );
  const row = rows[0];
  if (row === undefined) return;
  const unsigned = anchorOf({ ...row, signature: "" });
  const anchor: AuditAnchor = { ...unsigned, signature: anchorSignature(key, unsigned).toString("hex") };
  // The file first: should the commit fail, it names a seal that is there all the same, and the next round writes it anew.
  writeAnchor(anchorsDir, anchor);
  await client.query(
    `insert into kernel_audit_anchor (anchor_on, seal_id, hash, entry_count, anchored_at, signature)
     values ($1, $2, decode($3, 'hex'), $4, 'epoch'::timestamptz + $5::bigint * interval '1 microsecond', decode($6, 'hex'))`,
    [anchor.anchorOn, anchor.sealId, anchor.hash, anchor.entryCount, anchor.anchoredAtMicros, anchor.signature],
  );
}

function writeAnchor(anchorsDir: string, anchor: AuditAnchor): void {
  mkdirSync(anchorsDir, { recursive: true, mode: 0o700 });
  const path = join(anchorsDir, `anchor-${anchor.anchorOn}.json`);
  const file = openSync(`${path}.new`, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(anchor, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** An anchor as read from a file, or the reason why it is none. */
export type ReadAnchor = { source: string; anchor: AuditAnchor } | { source: string; anchor: undefined };

/** Reads the anchors kept in a directory, and any files an auditor brought along. */
export function readAnchors(anchorsDir: string | undefined, files: readonly string[] = []): ReadAnchor[] {
  const kept =
    anchorsDir !== undefined && existsSync(anchorsDir)
      ? readdirSync(anchorsDir)
          .filter((name) => /^anchor-.*\.json$/.test(name))
          .toSorted()
          .map((name) => join(anchorsDir, name))
      : [];
  return [...kept, ...files].map((source) => {
    try {
      return { source, anchor: auditAnchor.parse(JSON.parse(readFileSync(source, "utf8"))) };
    } catch {
      return { source, anchor: undefined };
    }
  });
}
