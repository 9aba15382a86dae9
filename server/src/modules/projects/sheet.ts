import { sql } from "kysely";
import type { Doubt, ReportFields, ReportRow, ReportSheet } from "@baton/contract/reports";
import { known } from "#kernel/figures";
import type { Actor, Tx } from "#platform/database";
import { readFacts } from "./facts.ts";
import { type Month, readMonth } from "./months.ts";
import { projectRows } from "./population.ts";

type SheetRow = {
  subject_id: string;
  label: string;
  project_code: string | null;
  row_by: string | null;
  total_investment_fen: number | null;
  plan_fen: number;
  last_value: number | null;
  last_month_end: string | null;
  last_month_fen: number | null;
  last_progress: string | null;
  report_version: string | null;
  status: "submitted" | "accepted" | "returned" | "withdrawn" | null;
  month_fen: number | null;
  cumulative_fen: number | null;
  is_unchanged: boolean | null;
  is_late: boolean | null;
  progress_text: string | null;
  problem_text: string | null;
  doubts: Doubt[] | null;
  doubt_reason: string | null;
  return_reason: string | null;
  return_field: string | null;
  correction_reason: string | null;
  reported_by: string | null;
  reviewed_by: string | null;
  draft: ReportFields | null;
  draft_revision: number | null;
  open_problems: { matterId: string; title: string }[] | null;
  recent: { month: string; cumulativeFen: number }[] | null;
  is_own: boolean;
};

/** The month's sheet of everything in the actor's reach: last month beside this one, drafts, doubts, open problems; as known at a past instant, without drafts and acts. */
export async function readSheet(tx: Tx, actor: Actor, asked: { month: string; knownAt?: string | undefined }): Promise<ReportSheet> {
  const { month } = asked;
  const at = await readMonth(tx, month);
  const rows = await sheetRows(tx, at, asked.knownAt);
  const told = rows.map((row) => toRow(row, { actor, month: at, isPast: asked.knownAt !== undefined }));
  const items = await withFacts(tx, at, told);
  const count = (status: ReportRow["status"]) => items.filter((item) => item.status === status).length;
  return {
    month,
    state: at.state,
    dueAt: at.dueAt,
    frozenAt: at.frozenAt,
    counts: {
      all: items.length,
      unreported: count("unreported") + count("draft"),
      submitted: count("submitted"),
      returned: count("returned"),
      accepted: count("accepted"),
      doubtful: items.filter((item) => item.status === "submitted" && item.doubts.length > 0).length,
    },
    items,
  };
}

/** The rows with what the rules ask beside them, from where a submission reads it: both sides raise the same doubts. */
async function withFacts(tx: Tx, month: Month, rows: readonly ReportRow[]): Promise<ReportRow[]> {
  const open = rows.filter((row) => row.canReport).map((row) => row.projectId);
  if (open.length === 0) return [...rows];
  const found = await readFacts(tx, month, open);
  return rows.map((row) => {
    const facts = row.canReport ? found.get(row.projectId) : undefined;
    if (facts === undefined) return row;
    const { planBeforeFen, unchangedMonths, isStartedWithoutPermit, doneBeforeYearFen } = facts;
    return { ...row, facts: { planBeforeFen, unchangedMonths, isStartedWithoutPermit, doneBeforeYearFen } };
  });
}

async function sheetRows(tx: Tx, month: Month, asOf: string | undefined): Promise<SheetRow[]> {
  const { rows: now } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  const K = asOf ?? now[0]?.now ?? "";
  const question = { validFrom: month.yearStart, validOn: month.end, knownAt: K, where: [], by: [] };
  const { rows } = await sql<SheetRow>`
    select p.subject_id, p.label, p.project_code, p.row_by, p.total_investment_fen, p.plan_fen,
      last.value as last_value, last.period_to as last_month_end, before.month_fen as last_month_fen, before.progress_text as last_progress,
      r.version_id as report_version, r.status, r.month_fen, r.cumulative_fen, r.is_unchanged, r.is_late, r.progress_text, r.problem_text, r.doubts, r.doubt_reason,
      r.return_reason, r.return_field, r.correction_reason, r.reported_by, r.reviewed_by, d.fields as draft, d.revision as draft_revision,
      problems.open as open_problems, past.recent,
      p.scope_id = any((select kernel_actor_scopes())::int[]) as is_own
    from (${projectRows(question)}) p
    left join lateral (
      select o.value, o.period_to from kernel_observation o
      where o.metric = 'investment_done' and o.period_from = ${month.yearStart}::date and o.subject_id = p.subject_id
        and o.period_to < ${month.end}::date and ${known("o", K)} and o.ledger = 'management' and o.nature = 'actual'
      order by o.period_to desc limit 1) last on true
    left join projects_report r on r.subject_id = p.subject_id and r.month_end = ${month.end}::date and ${known("r", K)}
    left join projects_report before on before.subject_id = p.subject_id and before.month_end = last.period_to and ${known("before", K)}
    left join projects_draft d on d.subject_id = p.subject_id and d.month_end = ${month.end}::date and ${asOf === undefined ? sql`true` : sql`false`}
    left join lateral (
      select jsonb_agg(jsonb_build_object('matterId', m.matter_id, 'title', m.title) order by m.recorded_at) as open
      from kernel_matter m join kernel_matter_state s on s.matter_id = m.matter_id and ${known("s", K)}
      where m.subject_id = p.subject_id and m.kind = 'problem' and s.status in ('open', 'in_hand', 'to_verify')) problems on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('month', to_char(o.period_to, 'YYYY-MM'), 'cumulativeFen', o.value) order by o.period_to) as recent
      from (select period_to, value from kernel_observation o
        where o.metric = 'investment_done' and o.subject_id = p.subject_id and o.period_to < ${month.end}::date and ${known("o", K)}
          and o.ledger = 'management' and o.nature = 'actual' order by o.period_to desc limit 12) o) past on true
    where p.stage is distinct from 'terminated' and (p.class = 'implementation' or r.status is not null or d.fields is not null)
    order by p.county_code, p.area_code, p.label, p.subject_id`.execute(tx);
  return rows;
}

const reporters = new Set(["town", "district", "dispatch"]);

function statusOf(row: SheetRow): ReportRow["status"] {
  if (row.status === "submitted" || row.status === "accepted" || row.status === "returned") return row.status;
  return row.draft === null ? "unreported" : "draft";
}

function toRow(row: SheetRow, { actor, month, isPast }: { actor: Actor; month: Month; isPast: boolean }): ReportRow {
  const status = statusOf(row);
  const isOpen = !isPast && (month.state === "open" || month.state === "closed");
  const isTold = row.status !== null && row.status !== "withdrawn";
  return {
    projectId: row.subject_id,
    version: row.report_version,
    name: row.label,
    code: row.project_code,
    orgName: row.row_by ?? "",
    totalInvestmentFen: row.total_investment_fen,
    planFen: row.plan_fen,
    lastCumulativeFen: row.last_value,
    lastMonth: row.last_month_end?.slice(0, 7) ?? null,
    lastMonthFen: row.last_month_fen,
    lastProgressText: row.last_progress,
    status,
    isLate: row.is_late ?? false,
    monthFen: isTold ? row.month_fen : null,
    cumulativeFen: isTold ? row.cumulative_fen : null,
    isUnchanged: isTold ? (row.is_unchanged ?? false) : false,
    progressText: isTold ? row.progress_text : null,
    problemText: isTold ? row.problem_text : null,
    doubts: isTold ? (row.doubts ?? []) : [],
    doubtReason: row.doubt_reason,
    returnReason: row.return_reason,
    returnField: row.return_field,
    draft: row.draft,
    draftRevision: row.draft_revision ?? 0,
    isCorrection: row.correction_reason !== null,
    openProblems: row.open_problems ?? [],
    recent: row.recent ?? [],
    facts: null,
    canReport: isOpen && row.is_own && reporters.has(actor.role) && status !== "accepted" && status !== "submitted",
    canReview: isOpen && (actor.role === "district" || actor.role === "dispatch") && status === "submitted" && row.reported_by !== actor.accountId,
    canUndoReview: isOpen && status === "accepted" && row.reviewed_by === actor.accountId,
  };
}
