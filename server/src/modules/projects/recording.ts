import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Doubt } from "@baton/contract/reports";
import { type Act, announce, type Tx } from "#platform/database";
import { refreshCards } from "./cards.ts";
import type { SubjectFacts } from "./facts.ts";
import { refreshLiveLights } from "./lights.ts";
import type { Month } from "./months.ts";

/** One row of a month ready to be written: settled amounts with what the reporter said beside them. */
export type RecordedReport = {
  facts: SubjectFacts;
  status: "submitted" | "accepted" | "returned" | "withdrawn";
  monthFen: number | null;
  cumulativeFen: number;
  isUnchanged: boolean;
  isLate: boolean;
  progressText: string | null;
  problemText: string | null;
  doubts: readonly Doubt[];
  doubtReason: string | null;
  returnReason?: string | null;
  returnField?: string | null;
  correctionReason?: string | null;
  reportedBy: string | null;
  reviewedBy?: string | null;
};

/** Rows whose number stands: a returned or withdrawn row is nobody's number. */
const standing = new Set(["submitted", "accepted"]);

/**
 * Writes the month's rows in sets: each row's way (projects_report) and, where the number stands, its observations.
 * The live lights and the cards of the projects follow; `today` is the business day. Former rows are closed, never changed. Call within a transaction whose act was begun over these subjects.
 */
export async function recordReports(
  tx: Tx,
  { month, act, today }: { month: Month; act: Act; today: string },
  reports: readonly RecordedReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const subjects = reports.map((report) => report.facts.subjectId);
  await sql`update projects_report set superseded_at = now() where subject_id = any(${subjects}::uuid[]) and month_end = ${month.end}::date and superseded_at = 'infinity'`.execute(
    tx,
  );
  await sql`update kernel_observation set superseded_at = now() where subject_id = any(${subjects}::uuid[]) and period_to = ${month.end}::date
    and metric in ('investment_done', 'progress_text') and ledger = 'management' and nature = 'actual' and superseded_at = 'infinity'`.execute(tx);
  const of = <T>(pick: (report: RecordedReport) => T): T[] => reports.map(pick);
  await sql`insert into projects_report (report_id, scope_id, subject_id, month_end, status, month_fen, cumulative_fen, is_unchanged, is_late,
      progress_text, problem_text, doubts, doubt_reason, return_reason, return_field, correction_reason, reported_by, reviewed_by)
    select r.report_id, r.scope_id, r.subject_id, ${month.end}::date, r.status, r.month_fen, r.cumulative_fen, r.is_unchanged, r.is_late,
      r.progress_text, r.problem_text, r.doubts, r.doubt_reason, r.return_reason, r.return_field, r.correction_reason, r.reported_by, r.reviewed_by
    from unnest(${of((r) => r.facts.reportId ?? randomUUID())}::uuid[], ${of((r) => r.facts.scopeId)}::int[], ${subjects}::uuid[], ${of((r) => r.status)}::text[],
      ${of((r) => r.monthFen)}::bigint[], ${of((r) => r.cumulativeFen)}::bigint[], ${of((r) => r.isUnchanged)}::boolean[], ${of((r) => r.isLate)}::boolean[],
      ${of((r) => r.progressText)}::text[], ${of((r) => r.problemText)}::text[], ${of((r) => JSON.stringify(r.doubts))}::jsonb[], ${of((r) => r.doubtReason)}::text[],
      ${of((r) => r.returnReason ?? null)}::text[], ${of((r) => r.returnField ?? null)}::text[], ${of((r) => r.correctionReason ?? null)}::text[],
      ${of((r) => r.reportedBy)}::uuid[], ${of((r) => r.reviewedBy ?? null)}::uuid[])
    as r(report_id, scope_id, subject_id, status, month_fen, cumulative_fen, is_unchanged, is_late, progress_text, problem_text, doubts, doubt_reason,
      return_reason, return_field, correction_reason, reported_by, reviewed_by)`.execute(tx);
  await recordObservations(
    tx,
    month,
    reports.filter((report) => standing.has(report.status)),
  );
  await refreshLiveLights(tx, { validOn: today, act }, subjects);
  await refreshCards(tx, { year: month.year, knownAt: act.recordedAt }, subjects);
  for (const subjectId of subjects.slice(0, 50)) await announce(tx, "report", { subjectId });
}

async function recordObservations(tx: Tx, month: Month, reports: readonly RecordedReport[]): Promise<void> {
  if (reports.length === 0) return;
  const of = <T>(pick: (report: RecordedReport) => T): T[] => reports.map(pick);
  await sql`insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value, text_value, is_correction)
    select gen_random_uuid(), o.scope_id, o.subject_id, m.metric, ${month.yearStart}::date, ${month.end}::date,
      case m.metric when 'investment_done' then o.value end, case m.metric when 'progress_text' then o.progress end, o.is_correction
    from unnest(${of((r) => r.facts.scopeId)}::int[], ${of((r) => r.facts.subjectId)}::uuid[], ${of((r) => r.cumulativeFen)}::bigint[],
        ${of((r) => r.progressText)}::text[], ${of((r) => (r.correctionReason ?? null) !== null)}::boolean[]) as o(scope_id, subject_id, value, progress, is_correction)
    cross join (values ('investment_done'), ('progress_text')) as m(metric)
    where m.metric = 'investment_done' or o.progress is not null`.execute(tx);
}
