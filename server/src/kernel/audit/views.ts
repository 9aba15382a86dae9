import { sql } from "kysely";
import { type AuditAnchor, type AuditEntriesQuery, type AuditEntry, type AuditOperation, auditSentence } from "@baton/contract/audit";
import type { Tx } from "#platform/database";
import { anchorColumnsSql, anchorOf, type AnchorRow } from "./anchors.ts";

type EntryRow = {
  entry_id: number;
  at: string;
  account_id: string | null;
  post_id: number | null;
  request_id: string | null;
  session_role: string;
  table_name: string;
  operation: AuditOperation;
  row_key: string;
  act: string | null;
  post_title: string | null;
  org_name: string | null;
  is_sealed: boolean;
};

/** Entries from the newest, told in sentences. Row security shows them to the auditor alone; contents are not read. */
export async function listAuditEntries(tx: Tx, query: AuditEntriesQuery): Promise<{ items: AuditEntry[]; next: number | null }> {
  const { rows } = await sql<EntryRow>`
    with head as (select timeline, to_xid from kernel_audit_seal order by seal_id desc limit 1)
    select e.entry_id, e.at, e.account_id, e.post_id, e.request_id, e.session_role, e.table_name, e.operation, e.row_key,
      e.act_kind as act, p.title as post_title, o.name as org_name,
      coalesce(e.timeline < h.timeline or e.timeline = h.timeline and e.xid < h.to_xid, false) as is_sealed
    from kernel_audit_entry e
    left join head h on true
    left join kernel_post p on p.post_id = e.post_id
    left join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    where (${query.cursor ?? null}::bigint is null or e.entry_id < ${query.cursor ?? null}::bigint)
      and (${query.account ?? null}::uuid is null or e.account_id = ${query.account ?? null}::uuid)
      and (${query.table ?? null}::text is null or e.table_name = ${query.table ?? null}::text)
      and (${query.from ?? null}::date is null or e.at >= ${query.from ?? null}::date)
      and (${query.to ?? null}::date is null or e.at < ${query.to ?? null}::date + 1)
    order by e.entry_id desc limit ${query.limit + 1}`.execute(tx);
  const shown = rows.slice(0, query.limit);
  return { items: shown.map(entryOf), next: rows.length > query.limit ? (shown.at(-1)?.entry_id ?? null) : null };
}

function entryOf(row: EntryRow): AuditEntry {
  const actor = { orgName: row.org_name, postTitle: row.post_title, isAccount: row.account_id !== null };
  return {
    entryId: row.entry_id,
    at: row.at,
    sentence: auditSentence({ operation: row.operation, tableName: row.table_name, rowKey: row.row_key, actor }),
    accountId: row.account_id,
    postId: row.post_id,
    requestId: row.request_id,
    sessionRole: row.session_role,
    tableName: row.table_name,
    operation: row.operation,
    rowKey: row.row_key,
    act: row.act,
    isSealed: row.is_sealed,
  };
}

/** Anchors from the newest, at most a year of them. */
export async function listAnchors(tx: Tx, limit: number): Promise<AuditAnchor[]> {
  const { rows } = await sql<AnchorRow>`select ${sql.raw(anchorColumnsSql)} from kernel_audit_anchor order by anchor_on desc limit ${limit}`.execute(tx);
  return rows.map(anchorOf);
}
