import { sql } from "kysely";
import { known, planAsUsual, planForValues } from "#kernel/figures";
import type { Tx } from "#platform/database";
import { heads, lastDay, type LightQuestion, type LightRow, productionRank, rankOfStage } from "./light-facts.ts";
import { wholeStandings } from "./parts.ts";

/**
 * The same facts for all listed projects at once, gathered in sets; the standing in the pool is left to the caller, who
 * ranks the pool anew. A test holds both forms equal.
 */
export async function readWhole(tx: Tx, question: LightQuestion): Promise<LightRow[]> {
  const { validOn: V, knownAt: K } = question;
  const yearStart = `${V.slice(0, 4)}-01-01`;
  await planForValues(tx, true);
  const { rows } = await sql<LightRow>`
    with ${heads(question, undefined)},
    base as materialized (
      select v.subject_id, v.scope_id, v.name, v.account_org_id, ao.name as org_name, c.class, c.plan_fen, c.plan_by_month_fen, c.first_from,
        due.due_end, due.rule_set_version_id, st.stage, st.stage_rank, done.value as done_fen, done.period_to as done_on
      from chosen c cross join due
      join kernel_subject_version v on v.subject_id = c.subject_id and ${known("v", K)} and v.merged_into_id is null
      left join kernel_org ao on ao.org_id = v.account_org_id and ${known("ao", K)}
      ${wholeStandings({ validOn: V, knownAt: K, yearStart })}),
    start as (
      select n.subject_id, max(${lastDay(sql`n.due_on`)}) as due_on from kernel_node n where n.enters_stage = 'started' and ${known("n", K)} group by n.subject_id),
    node as (
      select distinct on (n.subject_id) n.subject_id, n.name, ${lastDay(sql`n.due_on`)} as due_on from kernel_node n join base on base.subject_id = n.subject_id
      where n.enters_stage is distinct from 'started' and n.due_on < ${V}::date and ${known("n", K)} and ${lastDay(sql`n.due_on`)} < ${V}::date
        and case when n.enters_stage is not null then coalesce(base.stage_rank, 0) < ${rankOfStage}
          else (n.done_on is null or n.done_on > ${V}::date) and coalesce(base.stage_rank, 0) < ${productionRank} end
      order by n.subject_id, 3, n.name),
    last as (
      select distinct on (k.subject_id) k.subject_id, k.verdict, k.inputs from kernel_light k join base on base.subject_id = k.subject_id
      where k.dimension = 'overall' and k.is_fixed and ${known("k", K)} and k.valid_on < greatest(base.due_end, base.done_on, ${yearStart}::date)
      order by k.subject_id, k.valid_on desc)
    select base.*, start.due_on as start_due_on, node.name as node_name, node.due_on as node_due_on,
      problem.open_count::int as open_problems, problem.title as problem_title, problem.blocking_party as problem_party, problem.due_on as problem_due_on,
      problem.holder_post_id as problem_holder, last.verdict as last_verdict, last.inputs ->> 'worst' as last_worst, (last.inputs ->> 'remindRuns')::int as last_runs,
      null::int as rank, null::int as pool_size
    from base
    left join start on start.subject_id = base.subject_id
    left join node on node.subject_id = base.subject_id
    left join last on last.subject_id = base.subject_id
    left join problem on problem.subject_id = base.subject_id
    order by base.subject_id`.execute(tx);
  await planAsUsual(tx);
  return rows;
}
