import { randomUUID } from "node:crypto";
import { sql, type RawBuilder } from "kysely";
import type { Doubt } from "@baton/contract/reports";
import { type Act, announceEach, later, type Tx } from "#platform/database";
import { refreshCards } from "./cards.ts";
import type { SubjectFacts } from "./facts.ts";
import { refreshLiveLights } from "./lights.ts";
import type { Month } from "./months.ts";
import { holdCards, restateReported } from "./report-cards.ts";

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

/** Open pages are told one by one up to here. */
const announcedMax = 50;

/** Rows whose number stands: a returned or withdrawn row is nobody's number. */
const standing = new Set(["submitted", "accepted"]);

type Recording = { month: Month; act: Act; today: string };

/**
 * Writes the month's rows and lets what follows from them follow: live lights, cards, the news to open pages. `today` is
 * the business day. Call within a transaction whose act was begun over these subjects.
 */
export async function recordReports(tx: Tx, recording: Recording, reports: readonly RecordedReport[]): Promise<void> {
  await writeReports(tx, recording, reports);
  await followReports(tx, recording, reports);
}

/**
 * Writes the month's rows in sets: each row's way (projects_report) and, where the number stands, its observations.
 * Former rows are closed, never changed. Whoever writes more in the same act does so before `followReports`.
 */
export async function writeReports(tx: Tx, { month }: Recording, reports: readonly RecordedReport[]): Promise<void> {
  if (reports.length === 0) return;
  const subjectsWith = (is: (report: RecordedReport) => boolean): string[] => reports.filter(is).map((report) => report.facts.subjectId);
  const reported = subjectsWith((report) => report.facts.reportId !== null);
  if (reported.length > 0)
    await later(
      tx,
      sql`update projects_report set superseded_at = now() where subject_id = any(${reported}::uuid[]) and month_end = ${month.end}::date and superseded_at = 'infinity'`,
    );
  const numbered = subjectsWith((report) => report.facts.hasNumber);
  if (numbered.length > 0)
    await later(
      tx,
      sql`update kernel_observation set superseded_at = now() where subject_id = any(${numbered}::uuid[]) and period_to = ${month.end}::date
        and metric in ('investment_done', 'progress_text') and ledger = 'management' and nature = 'actual' and superseded_at = 'infinity'`,
    );
  await later(tx, reportsInserted(month, reports));
  const numbers = reports.filter((report) => standing.has(report.status));
  if (numbers.length > 0) await later(tx, observationsInserted(month, numbers));
}

/** After everything of the act was written: live lights, then the cards of the month's year, then the news. */
export async function followReports(tx: Tx, { month, act, today }: Recording, reports: readonly RecordedReport[]): Promise<void> {
  if (reports.length === 0) return;
  const subjects = reports.map((report) => report.facts.subjectId);
  const [{ validOn, uncarded }] = await Promise.all([holdCards(tx, month.year, subjects), refreshLiveLights(tx, { validOn: today, act }, subjects)]);
  const at = { year: month.year, knownAt: act.recordedAt };
  await restateReported(tx, { ...at, validOn }, subjects);
  if (uncarded.length > 0) await refreshCards(tx, at, uncarded);
  await announceEach(tx, "report", subjects.slice(0, announcedMax));
}

function reportsInserted(month: Month, reports: readonly RecordedReport[]): RawBuilder<unknown> {
  const of = <T>(pick: (report: RecordedReport) => T): T[] => reports.map(pick);
  return sql`insert into projects_report (report_id, scope_id, subject_id, month_end, status, month_fen, cumulative_fen, is_unchanged, is_late,
      progress_text, problem_text, doubts, doubt_reason, return_reason, return_field, correction_reason, reported_by, reviewed_by)
    select r.report_id, r.scope_id, r.subject_id, ${month.end}::date, r.status, r.month_fen, r.cumulative_fen, r.is_unchanged, r.is_late,
      r.progress_text, r.problem_text, r.doubts, r.doubt_reason, r.return_reason, r.return_field, r.correction_reason, r.reported_by, r.reviewed_by
    from unnest(${of((r) => r.facts.reportId ?? randomUUID())}::uuid[], ${of((r) => r.facts.scopeId)}::int[], ${of((r) => r.facts.subjectId)}::uuid[], ${of((r) => r.status)}::text[],
      ${of((r) => r.monthFen)}::bigint[], ${of((r) => r.cumulativeFen)}::bigint[], ${of((r) => r.isUnchanged)}::boolean[], ${of((r) => r.isLate)}::boolean[],
      ${of((r) => r.progressText)}::text[], ${of((r) => r.problemText)}::text[], ${of((r) => JSON.stringify(r.doubts))}::jsonb[], ${of((r) => r.doubtReason)}::text[],
      ${of((r) => r.returnReason ?? null)}::text[], ${of((r) => r.returnField ?? null)}::text[], ${of((r) => r.correctionReason ?? null)}::text[],
      ${of((r) => r.reportedBy)}::uuid[], ${of((r) => r.reviewedBy ?? null)}::uuid[])
    as r(report_id, scope_id, subject_id, status, month_fen, cumulative_fen, is_unchanged, is_late, progress_text, problem_text, doubts, doubt_reason,
      return_reason, return_field, correction_reason, reported_by, reviewed_by)`;
}

function observationsInserted(month: Month, reports: readonly RecordedReport[]): RawBuilder<unknown> {
  const of = <T>(pick: (report: RecordedReport) => T): T[] => reports.map(pick);
  return sql`insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value, text_value, is_correction)
    select gen_random_uuid(), o.scope_id, o.subject_id, m.metric, ${month.yearStart}::date, ${month.end}::date,
      case m.metric when 'investment_done' then o.value end, case m.metric when 'progress_text' then o.progress end, o.is_correction
    from unnest(${of((r) => r.facts.scopeId)}::int[], ${of((r) => r.facts.subjectId)}::uuid[], ${of((r) => r.cumulativeFen)}::bigint[],
        ${of((r) => r.progressText)}::text[], ${of((r) => (r.correctionReason ?? null) !== null)}::boolean[]) as o(scope_id, subject_id, value, progress, is_correction)
    cross join (values ('investment_done'), ('progress_text')) as m(metric)
    where m.metric = 'investment_done' or o.progress is not null`;
}
