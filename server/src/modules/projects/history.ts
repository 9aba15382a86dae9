import { sql } from "kysely";
import type { HistoryEntry } from "@baton/contract/library";
import type { Tx } from "#platform/database";
import type { Point } from "./detail.ts";
import { type Change, sentencesOf } from "./history-sentences.ts";

type ActRow = {
  act_id: string;
  recorded_at: string;
  kind: string;
  post_title: string | null;
  org_name: string | null;
  reason: string | null;
  document_no: string | null;
};

/**
 * What happened to a project, newest first: one entry an act, its sentence joined from the rows that the act wrote or
 * closed. `before` asks further back. Nothing recorded after `knownAt` is told.
 */
export async function readHistory(
  tx: Tx,
  asked: { point: Point; before: string | null; limit: number },
  id: string,
): Promise<{ items: HistoryEntry[]; next: string | null }> {
  const changes = await readChanges(tx, asked.point.knownAt, id);
  const byAct = Map.groupBy(changes, (change) => change.act_id);
  const { rows: acts } = await sql<ActRow>`
    select s.act_id, s.recorded_at, s.kind, s.post_title, s.org_name, a.reason, a.document_no
    from kernel_act_signatures(${[...byAct.keys()]}::uuid[]) s left join kernel_act a on a.act_id = s.act_id
    where ${asked.before}::timestamptz is null or s.recorded_at < ${asked.before}::timestamptz
    order by s.recorded_at desc limit ${asked.limit + 1}`.execute(tx);
  const page = acts.slice(0, asked.limit);
  const items = page.map((act): HistoryEntry => {
    const told = byAct.get(act.act_id) ?? [];
    return {
      at: act.recorded_at,
      by: act.post_title,
      org: act.org_name,
      kind: act.kind,
      sentence: sentencesOf(told).join("；"),
      reason: act.reason ?? pick(told, "reason") ?? pick(told, "correction_reason") ?? pick(told, "return_reason"),
      documentNo: act.document_no ?? pick(told, "document_no"),
    };
  });
  return { items: items.filter((item) => item.sentence !== ""), next: acts.length > asked.limit ? (page.at(-1)?.recorded_at ?? null) : null };
}

function pick(changes: readonly Change[], column: string): string | null {
  for (const { row } of changes) {
    const value = row[column];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

/** Each version row beside the one it followed; one query, so that all of it is read at one moment. */
async function readChanges(tx: Tx, knownAt: string, id: string): Promise<Change[]> {
  const K = sql`${knownAt}::timestamptz`;
  const { rows } = await sql<Change>`
    select 'subject' as thing, t.act_id, t.recorded_at, to_jsonb(t) || jsonb_build_object('account_org',
        (select o.name from kernel_org o where o.org_id = t.account_org_id and o.superseded_at = 'infinity'), 'merged_into', (select s.name from kernel_subject s where s.subject_id = t.merged_into_id)) as row,
      lag(to_jsonb(t) || jsonb_build_object('account_org', (select o.name from kernel_org o where o.org_id = t.account_org_id and o.superseded_at = 'infinity')))
        over (order by t.recorded_at) as former
    from kernel_subject_version t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'profile', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (order by t.recorded_at)
    from projects_profile t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'listing', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (partition by t.listing_id, t.valid_from order by t.recorded_at)
    from projects_listing t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'stage', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (partition by t.stage_id order by t.recorded_at)
    from kernel_stage t where t.subject_id = ${id} and t.track = 'main' and t.recorded_at <= ${K}
    union all
    select 'stage-withdrawal', closing.act_id, closing.recorded_at, to_jsonb(t), null
    from kernel_stage t join lateral kernel_act_closings(array[t.superseded_at], array['withdraw-stage']) closing on true
    where t.subject_id = ${id} and t.track = 'main' and t.superseded_at <= ${K}
    union all
    select 'listing-withdrawal', closing.act_id, closing.recorded_at, to_jsonb(t), null
    from projects_listing t join lateral kernel_act_closings(array[t.superseded_at], array['withdraw-rollover']) closing on true
    where t.subject_id = ${id} and t.superseded_at <= ${K}
    union all
    select 'node', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (partition by t.node_id order by t.recorded_at)
    from kernel_node t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'baton', t.act_id, t.recorded_at, to_jsonb(t) || jsonb_build_object('holder', (select o.name || '·' || p.title from kernel_post p
        join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity' where p.post_id = t.holder_post_id)),
      lag(to_jsonb(t)) over (partition by t.baton_id order by t.recorded_at)
    from kernel_baton t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'evidence', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (partition by t.evidence_id order by t.recorded_at)
    from kernel_evidence t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'relation', t.act_id, t.recorded_at, to_jsonb(t) || jsonb_build_object('other', (select s.name from kernel_subject s where s.subject_id = t.to_subject_id)),
      lag(to_jsonb(t)) over (partition by t.relation_id order by t.recorded_at)
    from kernel_relation t where t.subject_id = ${id} and t.kind in ('chain', 'distinct') and t.recorded_at <= ${K}
    union all
    select 'report', t.act_id, t.recorded_at, to_jsonb(t) - 'doubts', lag(to_jsonb(t) - 'doubts') over (partition by t.month_end order by t.recorded_at)
    from projects_report t where t.subject_id = ${id} and t.recorded_at <= ${K}
    union all
    select 'statistics', t.act_id, t.recorded_at, to_jsonb(t), lag(to_jsonb(t)) over (partition by t.metric, t.period_to order by t.recorded_at)
    from kernel_observation t where t.subject_id = ${id} and t.ledger = 'statistics' and t.recorded_at <= ${K}`.execute(tx);
  return rows;
}
