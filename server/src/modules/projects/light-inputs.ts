import { sql, type RawBuilder } from "kysely";
import { stages } from "@baton/contract/codes";
import { type BlockingParty, type LightInputs, rankPool, type Verdict } from "@baton/contract/light-rules";
import { known } from "#kernel/figures";
import type { LightSource } from "#kernel/lights";
import type { Tx } from "#platform/database";
import { sideRank } from "./parts.ts";

/** What lights are asked of: a frozen month (its last day), or live (today, with what is due by then). */
export type LightQuestion = { validOn: string; knownAt: string; isFixed: boolean };

/** One listed project with the facts its lights are judged on, and what a run needs beside them. */
export type LightSubject = {
  subjectId: string;
  scopeId: number;
  name: string;
  orgId: string;
  orgName: string;
  /** The overall verdict of the last fixed run before; null where there was none. */
  before: Verdict | null;
  problemHolderPostId: number | null;
  /** The version of the rules in force that day, as known; null where there is none. */
  ruleSetVersionId: string | null;
  inputs: LightInputs;
};

type Row = {
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

const productionRank = stages.findIndex((one) => one.code === "in_production") + 1;
const rankOfStage = sql`array_position(${stages.map((one) => one.code as string)}::text[], n.enters_stage)`;

/** The last day a planned date may mean, by its precision. */
function lastDay(day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case n.precision
    when 'month' then (date_trunc('month', ${day}) + interval '1 month')::date - 1
    when 'quarter' then (date_trunc('quarter', ${day}) + interval '3 months')::date - 1
    when 'year' then (date_trunc('year', ${day}) + interval '1 year')::date - 1
    else ${day} end`;
}

/** Facts of the listed projects, or of some of them, from what was known: one statement, whoever asks and how many. */
function query(question: LightQuestion, subjects: readonly string[] | undefined): RawBuilder<Row> {
  const { validOn: V, knownAt: K } = question;
  const year = Number(V.slice(0, 4));
  const yearStart = `${year}-01-01`;
  const some = (alias: string): RawBuilder<boolean> =>
    subjects === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${alias}.subject_id`)} = any(${subjects}::uuid[])`;
  // A frozen month is due itself; live, a month is due once the day of its deadline is over.
  const dueEnd = question.isFixed
    ? sql`${V}::date`
    : sql`(select max(p.span_to) from kernel_period p where p.rhythm = 'month' and p.span_to >= ${yearStart}::date and p.span_to <= ${V}::date and p.due_at < ${V}::date)`;
  return sql<Row>`
    with due as materialized (
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
      order by m.subject_id, s.due_at nulls last, m.matter_id)
    select v.subject_id, v.scope_id, v.name, v.account_org_id, ao.name as org_name, c.class, c.plan_fen, c.plan_by_month_fen, c.first_from, due.due_end, due.rule_set_version_id,
      st.stage, st.stage_rank, start.due_on as start_due_on, node.name as node_name, node.due_on as node_due_on, done.value as done_fen, done.period_to as done_on,
      problem.open_count::int as open_problems, problem.title as problem_title, problem.blocking_party as problem_party, problem.due_on as problem_due_on,
      problem.holder_post_id as problem_holder, last.verdict as last_verdict, last.inputs ->> 'worst' as last_worst, (last.inputs ->> 'remindRuns')::int as last_runs,
      ${question.isFixed ? sql`null::int as rank, null::int as pool_size` : sql`(pool.inputs ->> 'rank')::int as rank, (pool.inputs ->> 'poolSize')::int as pool_size`}
    from chosen c cross join due
    join kernel_subject_version v on v.subject_id = c.subject_id and ${known("v", K)} and v.merged_into_id is null
    join projects_profile p on p.subject_id = v.subject_id and ${known("p", K)}
    left join kernel_org ao on ao.org_id = v.account_org_id and ${known("ao", K)}
    left join problem on problem.subject_id = v.subject_id
    ${lifecycle(question)}
    left join lateral (
      select o.value, o.period_to from kernel_observation o
      where o.metric = 'investment_done' and o.period_from = ${yearStart}::date and o.subject_id = v.subject_id
        and o.period_to <= ${V}::date and o.ledger = 'management' and o.nature = 'actual' and ${known("o", K)}
      order by o.period_to desc limit 1) done on true
    left join lateral (
      select k.verdict, k.inputs from kernel_light k
      where k.subject_id = v.subject_id and k.dimension = 'overall' and k.is_fixed and ${known("k", K)}
        and k.valid_on < greatest(due.due_end, done.period_to, ${yearStart}::date)
      order by k.valid_on desc limit 1) last on true
    ${question.isFixed ? sql`` : standing(K)}
    order by v.subject_id`;
}

/** Stage on the day, planned start, and the open node that has been due longest. */
function lifecycle({ validOn: V, knownAt: K }: LightQuestion): RawBuilder<unknown> {
  return sql`
    left join lateral (
      select s.stage, s.stage_rank from kernel_stage s
      where s.subject_id = v.subject_id and s.track = 'main' and s.is_preferred and s.entered_on <= ${V}::date and ${known("s", K)}
        and (s.stage_rank < ${sideRank} or not exists (
          select from kernel_stage later where later.subject_id = s.subject_id and later.track = 'main'
            and later.stage_rank < ${sideRank} and later.entered_on > s.entered_on and later.entered_on <= ${V}::date and ${known("later", K)}))
      order by s.stage_rank desc, s.entered_on desc limit 1) st on true
    left join lateral (
      select max(${lastDay(sql`n.due_on`)}) as due_on from kernel_node n
      where n.subject_id = v.subject_id and n.enters_stage = 'started' and ${known("n", K)}) start on true
    left join lateral (
      select n.name, ${lastDay(sql`n.due_on`)} as due_on from kernel_node n
      where n.subject_id = v.subject_id and n.enters_stage is distinct from 'started' and n.due_on < ${V}::date and ${known("n", K)}
        and ${lastDay(sql`n.due_on`)} < ${V}::date
        and case when n.enters_stage is not null then coalesce(st.stage_rank, 0) < ${rankOfStage}
          -- what has no stage of its own is behind a project that already produces
          else (n.done_on is null or n.done_on > ${V}::date) and coalesce(st.stage_rank, 0) < ${productionRank} end
      order by 2, n.name limit 1) node on true`;
}

/** The last standing in the pool that a run gave this project: a live light keeps it. */
function standing(knownAt: string): RawBuilder<unknown> {
  return sql`left join lateral (
      select k.inputs from kernel_light k where k.subject_id = v.subject_id and k.dimension = 'money' and ${known("k", knownAt)}
      order by k.recorded_at desc limit 1) pool on true`;
}

function toSubject(row: Row, question: LightQuestion): LightSubject {
  const year = question.validOn.slice(0, 4);
  const asOf = [row.due_end, row.done_on].reduce((later, one) => (one !== null && (later === null || one > later) ? one : later), null);
  return {
    subjectId: row.subject_id,
    scopeId: row.scope_id,
    name: row.name,
    orgId: row.account_org_id,
    orgName: row.org_name ?? "",
    before: row.last_verdict,
    problemHolderPostId: row.problem_holder,
    ruleSetVersionId: row.rule_set_version_id,
    inputs: {
      validOn: question.validOn,
      asOf,
      class: row.class,
      stage: row.stage,
      stageRank: row.stage_rank,
      startDueOn: row.start_due_on,
      node: row.node_name === null || row.node_due_on === null ? null : { name: row.node_name, dueOn: row.node_due_on },
      planFen: row.plan_fen,
      planByMonthFen: row.plan_by_month_fen,
      doneFen: row.done_fen,
      doneOn: row.done_on,
      firstMonth: row.first_from.startsWith(year) ? Number(row.first_from.slice(5, 7)) : 1,
      openProblems: row.open_problems ?? 0,
      problem: row.problem_title === null ? null : { title: row.problem_title, party: row.problem_party, dueOn: row.problem_due_on },
      remindRuns: row.last_worst === "remind" ? (row.last_runs ?? 0) + 1 : 0,
      pool: row.rank === null || row.pool_size === null ? null : { rank: row.rank, size: row.pool_size },
    },
  };
}

/**
 * Facts of all listed projects of the day's year, or of some. With `isPooled` the rank in the pool of everything the
 * reader sees is computed; without it a fixed question has none and a live one keeps the last standing.
 */
export async function readLightInputs(tx: Tx, question: LightQuestion & { isPooled: boolean }, subjects?: readonly string[]): Promise<LightSubject[]> {
  const { rows } = await query(question, subjects).execute(tx);
  const found = rows.map((row) => toSubject(row, question));
  if (!question.isPooled) return found;
  const pool = rankPool(found.map((one) => ({ id: one.subjectId, planFen: one.inputs.planFen, doneFen: one.inputs.doneFen })));
  return found.map((one) => ({ ...one, inputs: { ...one.inputs, pool: pool.get(one.subjectId) ?? null } }));
}

/**
 * Gathers one project's facts again for a replay. Who reads the whole city ranks the whole pool again for a fixed light;
 * others see a part of it, and take the rank as it was kept.
 */
export const lightSource: LightSource = async (tx, asked) => {
  const { rows } = await sql<{ is_wide: boolean }>`select current_user = 'baton_city' as is_wide`.execute(tx);
  const isPoolReplayed = asked.isFixed && rows[0]?.is_wide === true;
  const found = await readLightInputs(tx, { ...asked, isPooled: isPoolReplayed }, isPoolReplayed ? undefined : [asked.subjectId]);
  const one = found.find((subject) => subject.subjectId === asked.subjectId);
  if (one === undefined) return undefined;
  return { inputs: isPoolReplayed ? one.inputs : { ...one.inputs, pool: asked.keptPool }, isPoolReplayed };
};
