import { sql, type RawBuilder } from "kysely";
import { type LightInputs, rankPool, type Verdict } from "@baton/contract/light-rules";
import { known } from "#kernel/figures";
import type { LightSource } from "#kernel/lights";
import { ask, type Tx } from "#platform/database";
import { heads, lastDay, type LightQuestion, type LightRow, productionRank, rankOfStage } from "./light-facts.ts";
import { readWhole } from "./light-inputs-whole.ts";
import { sideRank } from "./parts.ts";

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

/** Facts of the listed projects, or of some of them, looked up project by project from what was known. */
function query(question: LightQuestion, subjects: readonly string[] | undefined): RawBuilder<LightRow> {
  const { validOn: V, knownAt: K } = question;
  const year = Number(V.slice(0, 4));
  const yearStart = `${year}-01-01`;
  return sql<LightRow>`
    with ${heads(question, subjects)}
    select v.subject_id, v.scope_id, v.name, v.account_org_id, ao.name as org_name, c.class, c.plan_fen, c.plan_by_month_fen, c.first_from, due.due_end, due.rule_set_version_id,
      st.stage, st.stage_rank, start.due_on as start_due_on, node.name as node_name, node.due_on as node_due_on, done.value as done_fen, done.period_to as done_on,
      problem.open_count::int as open_problems, problem.title as problem_title, problem.blocking_party as problem_party, problem.due_on as problem_due_on,
      problem.holder_post_id as problem_holder, last.verdict as last_verdict, last.inputs ->> 'worst' as last_worst, (last.inputs ->> 'remindRuns')::int as last_runs,
      ${question.isFixed ? sql`null::int as rank, null::int as pool_size` : sql`(pool.inputs ->> 'rank')::int as rank, (pool.inputs ->> 'poolSize')::int as pool_size`}
    from chosen c cross join due
    join kernel_subject_version v on v.subject_id = c.subject_id and ${known("v", K)} and v.merged_into_id is null
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

function toSubject(row: LightRow, question: LightQuestion): LightSubject {
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
  const rows = subjects === undefined && (question.isFixed || question.isPooled) ? await readWhole(tx, question) : await ask(tx, query(question, subjects));
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
