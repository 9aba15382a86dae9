import { sql } from "kysely";
import type { ReportFacts } from "@baton/contract/report-rules";
import { ask, type Tx } from "#platform/database";
import type { Month } from "./months.ts";

export type SubjectFacts = ReportFacts & {
  subjectId: string;
  scopeId: number;
  name: string;
  status: "submitted" | "accepted" | "returned" | "withdrawn" | null;
  reportedBy: string | null;
  reportId: string | null;
  /** Version of the month's report as it stands; null before the first. */
  reportVersion: string | null;
  /** Whether a number of this month stands. */
  hasNumber: boolean;
};

type Row = {
  subject_id: string;
  scope_id: number;
  name: string;
  total_investment_fen: number | null;
  plan_fen: number;
  plan_before_fen: number | null;
  last_value: number | null;
  last_month_end: string | null;
  last_month_fen: number | null;
  last_progress: string | null;
  unchanged_months: number;
  is_started_without_permit: boolean;
  done_before_fen: number | null;
  status: SubjectFacts["status"];
  reported_by: string | null;
  report_id: string | null;
  report_version: string | null;
  has_number: boolean;
};

function factsOf(row: Row, month: string): SubjectFacts {
  return {
    subjectId: row.subject_id,
    scopeId: row.scope_id,
    name: row.name,
    month,
    totalInvestmentFen: row.total_investment_fen,
    planFen: row.plan_fen,
    planBeforeFen: row.plan_before_fen,
    lastCumulativeFen: row.last_value,
    lastMonth: row.last_month_end?.slice(0, 7) ?? null,
    lastMonthFen: row.last_month_fen,
    lastProgressText: row.last_progress,
    unchangedMonths: row.unchanged_months,
    isStartedWithoutPermit: row.is_started_without_permit,
    doneBeforeYearFen: row.done_before_fen ?? 0,
    status: row.status,
    reportedBy: row.reported_by,
    reportId: row.report_id,
    reportVersion: row.report_version,
    hasNumber: row.has_number,
  };
}

/** What is known of the listed projects among `subjects` before this month's report; the others are simply absent. */
export async function readFacts(tx: Tx, month: Month, subjects: readonly string[]): Promise<Map<string, SubjectFacts>> {
  const rows = await ask(
    tx,
    sql<Row>`
    select v.subject_id, v.scope_id, v.name, p.total_investment_fen, listed.plan_fen, earlier.plan_fen as plan_before_fen,
      last.value as last_value, last.period_to as last_month_end, before.month_fen as last_month_fen, before.progress_text as last_progress,
      -- consecutive months of nothing, counted back from the last one
      (select count(*)::int from projects_report u where u.subject_id = v.subject_id and u.superseded_at = 'infinity' and u.month_end < ${month.end}::date
        and u.month_end > coalesce((select max(w.month_end) from projects_report w where w.subject_id = v.subject_id and w.superseded_at = 'infinity'
          and w.month_end < ${month.end}::date and w.month_fen is distinct from 0), '-infinity')) as unchanged_months,
      -- a start of this year, told to the day or month and loaded from no history, with no permit among the evidence;
      -- asked by limit and not by exists, which the planner would answer for the whole city
      coalesce((select true from kernel_stage st where st.subject_id = v.subject_id and st.stage = 'started' and st.superseded_at = 'infinity'
        and st.precision <> 'by' and st.source <> 'history' and st.entered_on between ${month.yearStart}::date and ${month.end}::date limit 1), false)
      and (select true from kernel_evidence ev where ev.subject_id = v.subject_id and ev.proves = 'permit' and ev.superseded_at = 'infinity' limit 1) is null
        as is_started_without_permit,
      done.value as done_before_fen, r.status, r.reported_by, r.report_id, r.version_id as report_version,
      coalesce((select true from kernel_observation o where o.subject_id = v.subject_id and o.metric = 'investment_done' and o.period_from = ${month.yearStart}::date
        and o.period_to = ${month.end}::date and o.superseded_at = 'infinity' and o.ledger = 'management' and o.nature = 'actual' limit 1), false) as has_number
    from kernel_subject_version v
    join projects_profile p on p.subject_id = v.subject_id and p.superseded_at = 'infinity'
    join lateral (
      select l.plan_fen from projects_listing l where l.subject_id = v.subject_id and l.year = ${month.year} and l.superseded_at = 'infinity'
        and l.valid_from <= ${month.end}::date and l.valid_to > ${month.end}::date order by l.level_rank limit 1) listed on true
    left join lateral (
      select l.plan_fen from projects_listing l where l.subject_id = v.subject_id and l.year = ${month.year} and l.superseded_at <> 'infinity'
      order by l.recorded_at limit 1) earlier on true
    left join lateral (
      select o.value, o.period_to from kernel_observation o
      where o.metric = 'investment_done' and o.period_from = ${month.yearStart}::date and o.subject_id = v.subject_id
        and o.period_to < ${month.end}::date and o.superseded_at = 'infinity' and o.ledger = 'management' and o.nature = 'actual'
      order by o.period_to desc limit 1) last on true
    left join projects_report before on before.subject_id = v.subject_id and before.month_end = last.period_to and before.superseded_at = 'infinity'
    left join projects_report r on r.subject_id = v.subject_id and r.month_end = ${month.end}::date and r.superseded_at = 'infinity'
    left join lateral (
      select sum(y.value)::bigint as value from (
        select distinct on (o.period_from) o.value from kernel_observation o
        where o.metric = 'investment_done' and o.subject_id = v.subject_id and o.period_from < ${month.yearStart}::date
          and o.superseded_at = 'infinity' and o.ledger = 'management' and o.nature = 'actual'
          -- as its index has it: one walk through the project's own numbers
          and o.facet = '' and o.occasion_id is null
        order by o.period_from, o.period_to desc) y) done on true
    where v.subject_id = any(${subjects}::uuid[]) and v.superseded_at = 'infinity' and v.merged_into_id is null`,
  );
  return new Map(rows.map((row) => [row.subject_id, factsOf(row, month.month)]));
}
