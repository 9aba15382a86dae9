import { sql } from "kysely";
import type { DuplicatePair } from "@baton/contract/duplicates";
import { problem } from "@baton/contract/problems";
import { beginAct, type Tx } from "#platform/database";
import { writeDistinct } from "./duplicates.ts";
import { type Asked, assertSteward } from "./writing.ts";

const pairsMax = 200;

/** Keeps that two projects are two, with the reason in the act. Throws `not-found` where either is out of reach. */
export async function markDistinct(tx: Tx, { actor, clock }: Asked, said: { projectId: string; otherId: string; reason: string }): Promise<{ id: string }> {
  assertSteward(actor, "查重结论");
  const { projectId, otherId, reason } = said;
  if (projectId === otherId) throw problem("rule-refused", { detail: "请另选一个项目比较。" });
  await beginAct(tx, { kind: "mark-distinct", subjects: [projectId, otherId], reason });
  const { rows } = await sql<{ subject_id: string; scope_id: number }>`select subject_id, scope_id from kernel_subject
    where kind = 'project' and subject_id = any(${[projectId, otherId]}::uuid[])`.execute(tx);
  const own = rows.find((row) => row.subject_id === projectId);
  if (own === undefined || rows.length < 2) throw problem("not-found");
  await writeDistinct(tx, { id: projectId, scopeId: own.scope_id }, { otherIds: [otherId], today: clock.today().toString() });
  return { id: projectId };
}

type Row = { why: DuplicatePair["why"]; a: DuplicatePair["left"]; b: DuplicatePair["right"] };

/**
 * Pairs of projects in the actor's reach that may be one: by normalised name within one unit below the city, or by
 * credit code. The more they agree in, the earlier they stand.
 */
export async function listDuplicatePairs(tx: Tx): Promise<{ items: DuplicatePair[]; isCut: boolean }> {
  const { rows } = await sql<Row>`
    with mine as materialized (
      select p.subject_id, v.name, p.normal_name, p.credit_code, v.account_org_id,
        jsonb_build_object('id', p.subject_id, 'name', v.name, 'code', p.project_code, 'holdingUnit', coalesce(o.name, ''), 'totalInvestmentFen', p.total_investment_fen) as side
      from projects_profile p
      join kernel_subject_version v on v.subject_id = p.subject_id and v.superseded_at = 'infinity' and v.merged_into_id is null
      left join kernel_org o on o.org_id = v.account_org_id and o.superseded_at = 'infinity'
      where p.superseded_at = 'infinity'),
    hit as (
      select a.subject_id as a_id, b.subject_id as b_id, 'name-and-place' as why
      from mine a join mine b on b.normal_name = a.normal_name and b.subject_id > a.subject_id
      where a.normal_name <> '' and exists (
        -- one place is one unit below the city, and all below that
        select from kernel_org_closure x join kernel_org_closure y on y.ancestor_id = x.ancestor_id and y.descendant_id = b.account_org_id
        join kernel_org up on up.org_id = x.ancestor_id and up.superseded_at = 'infinity' and (up.parent_org_id is not null or x.depth = 0 and y.depth = 0)
        where x.descendant_id = a.account_org_id)
      union all
      select a.subject_id, b.subject_id, 'credit-code' from mine a join mine b on b.credit_code = a.credit_code and b.subject_id > a.subject_id)
    select array_agg(hit.why order by hit.why desc) as why, a.side as a, b.side as b
    from hit join mine a on a.subject_id = hit.a_id join mine b on b.subject_id = hit.b_id
    where not exists (select from kernel_relation r where r.kind = 'distinct' and r.superseded_at = 'infinity'
      and (r.subject_id = hit.a_id and r.to_subject_id = hit.b_id or r.subject_id = hit.b_id and r.to_subject_id = hit.a_id))
    group by a.subject_id, b.subject_id, a.side, b.side, a.name
    order by count(*) desc, min(hit.why) desc, a.name, a.subject_id, b.subject_id limit ${pairsMax + 1}`.execute(tx);
  return { items: rows.slice(0, pairsMax).map((row) => ({ why: row.why, left: row.a, right: row.b })), isCut: rows.length > pairsMax };
}
