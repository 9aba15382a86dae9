import { sql, type RawBuilder } from "kysely";
import { stages } from "@baton/contract/codes";
import type { BlockingParty, Verdict } from "@baton/contract/light-rules";
import { known } from "#kernel/figures";

/** What lights are asked of: a frozen month (its last day), or live (today, with what is due by then). */
export type LightQuestion = { validOn: string; knownAt: string; isFixed: boolean };

export type LightRow = {
  subject_id: string;
  scope_id: number;
  name: string;
  account_org_id: string;
  org_name: string | null;
  class: "implementation" | "reserve";
  plan_fen: number;
  plan_by_month_fen: number[] | null;
  first_from: string;
  due_end: string | null;
  stage: string | null;
  stage_rank: number | null;
  start_due_on: string | null;
  node_name: string | null;
  node_due_on: string | null;
  done_fen: number | null;
  done_on: string | null;
  open_problems: number | null;
  problem_title: string | null;
  problem_party: BlockingParty | null;
  problem_due_on: string | null;
  problem_holder: number | null;
  last_verdict: Verdict | null;
  last_worst: string | null;
  last_runs: number | null;
  rank: number | null;
  pool_size: number | null;
  rule_set_version_id: string | null;
};

export const productionRank = stages.findIndex((one) => one.code === "in_production") + 1;
export const rankOfStage = sql`array_position(${stages.map((one) => one.code as string)}::text[], n.enters_stage)`;

/** The last day a planned date may mean, by its precision. */
export function lastDay(day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case n.precision
    when 'month' then (date_trunc('month', ${day}) + interval '1 month')::date - 1
    when 'quarter' then (date_trunc('quarter', ${day}) + interval '3 months')::date - 1
    when 'year' then (date_trunc('year', ${day}) + interval '1 year')::date - 1
    else ${day} end`;
}

/** What every form of the question begins with: the day that is due and the rules, the lists with their first day, open problems. */
export function heads(question: LightQuestion, subjects: readonly string[] | undefined): RawBuilder<unknown> {
  const { validOn: V, knownAt: K } = question;
  const year = Number(V.slice(0, 4));
  const yearStart = `${year}-01-01`;
  const some = (alias: string): RawBuilder<boolean> =>
    subjects === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${alias}.subject_id`)} = any(${subjects}::uuid[])`;
  // A frozen month is due itself; live, a month is due once the day of its deadline is over.
  const dueEnd = question.isFixed
    ? sql`${V}::date`
    : sql`(select max(p.span_to) from kernel_period p where p.rhythm = 'month' and p.span_to >= ${yearStart}::date and p.span_to <= ${V}::date and p.due_at < ${V}::date)`;
  return sql`due as materialized (
      select ${dueEnd} as due_end, (select r.version_id from kernel_rule_set r
        where r.valid_from <= ${V}::date and r.recorded_at <= ${K}::timestamptz order by r.version desc limit 1) as rule_set_version_id),
    listed as materialized (
      select l.* from projects_listing l where l.year = ${year} and ${known("l", K)} and ${some("l")}),
    chosen as (
      select distinct on (l.subject_id) l.subject_id, l.class, l.plan_fen, l.plan_by_month_fen, l.first_from
      from (select listed.*, min(valid_from) over (partition by subject_id) as first_from from listed) l where l.valid_from <= ${V}::date and l.valid_to > ${V}::date order by l.subject_id, l.level_rank),
    problem as materialized (
      select distinct on (m.subject_id) m.subject_id, m.title, m.blocking_party, s.due_at::date as due_on, s.holder_post_id,
        count(*) over (partition by m.subject_id) as open_count
      from kernel_matter m join kernel_matter_state s on s.matter_id = m.matter_id and ${known("s", K)}
      where m.kind = 'problem' and m.recorded_at <= ${K}::timestamptz and s.status in ('open', 'in_hand', 'to_verify') and ${some("m")}
      order by m.subject_id, s.due_at nulls last, m.matter_id)`;
}
