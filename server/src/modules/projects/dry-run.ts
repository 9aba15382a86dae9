import { sql } from "kysely";
import type { DryRun } from "@baton/contract/periods";
import { type Judgement, severityOf } from "@baton/contract/light-rules";
import { problem } from "@baton/contract/problems";
import { known } from "#kernel/figures";
import { getPeriod, listPeriods, monthName } from "#kernel/periods";
import type { Actor, Tx } from "#platform/database";
import { readKeptRun } from "./kept.ts";
import { type LightSubject, readLightInputs } from "./light-inputs.ts";
import { countVerdicts, type HeldBack, type PlannedLight, planRun } from "./run-plan.ts";

type Checks = { open_doubts: number; unreviewed: number; mismatches: number };

/** What still wants eyes in a month's reports, as known: doubts without a word, rows not reviewed, amounts that disagree. */
async function readChecks(tx: Tx, at: { validOn: string; knownAt: string }): Promise<Checks> {
  const { validOn: end, knownAt: K } = at;
  const { rows } = await sql<Checks>`
    select (count(*) filter (where r.status = 'submitted' and jsonb_array_length(r.doubts) > 0 and r.doubt_reason is null))::int as open_doubts,
      (count(*) filter (where r.status = 'submitted'))::int as unreviewed,
      (count(*) filter (where r.status in ('submitted', 'accepted') and r.month_fen <> r.cumulative_fen - coalesce(before.value, case when ${end.slice(5, 7) === "01"} then 0 end)))::int as mismatches
    from projects_report r
    left join lateral (
      select o.value from kernel_observation o
      where o.metric = 'investment_done' and o.subject_id = r.subject_id and o.period_from = ${`${end.slice(0, 4)}-01-01`}::date
        and o.period_to = (date_trunc('month', ${end}::date) - interval '1 day')::date and o.ledger = 'management' and o.nature = 'actual' and ${known("o", K)}
      limit 1) before on true
    where r.month_end = ${end}::date and ${known("r", K)}`.execute(tx);
  return rows[0] ?? { open_doubts: 0, unreviewed: 0, mismatches: 0 };
}

/** 7月5日18:00 */
function dueText(dueAt: string): string {
  const due = Temporal.Instant.from(dueAt).toZonedDateTimeISO("Asia/Shanghai");
  return `${due.month}月${due.day}日${String(due.hour).padStart(2, "0")}:${String(due.minute).padStart(2, "0")}`;
}

/** 催报: one paragraph to paste into a chat, by unit; empty when nobody owes anything. */
export function chaseText(month: { name: string; dueAt: string }, unreported: readonly { name: string; orgName: string }[]): string {
  if (unreported.length === 0) return "";
  const units = new Map<string, string[]>();
  for (const one of unreported) units.set(one.orgName, [...(units.get(one.orgName) ?? []), one.name]);
  const lines = [...units].map(([unit, names]) => `${unit}${names.length}个：${names.join("、")}`);
  return `【催报】${month.name}重点项目进度应于${dueText(month.dueAt)}前报送，以下${unreported.length}个项目尚未报送，请抓紧报送；没有变化的也请报“本月无变化”。\n${lines.join("；\n")}。`;
}

/** Who owes the month's report and has not given it; projects in reserve owe none. */
export function unreportedOf(subjects: readonly LightSubject[], monthEnd: string): { projectId: string; name: string; orgName: string }[] {
  return subjects
    .filter((subject) => subject.inputs.class === "implementation" && subject.inputs.doneOn !== monthEnd)
    .map((subject) => ({ projectId: subject.subjectId, name: subject.name, orgName: subject.orgName }))
    .toSorted((a, b) => (a.orgName === b.orgName ? (a.name < b.name ? -1 : 1) : a.orgName < b.orgName ? -1 : 1));
}

export type MonthReminder = { month: string; dueAt: string; orgId: string; orgName: string; projects: number; text: string };

/** How long before its hour a month is reminded of. */
const remindAhead = { hours: 48 };

/**
 * 催报: what each unit still owes of the months that are due within two days, or due and not frozen, with the words to
 * send. By an actor who sees the whole city; sends nothing itself.
 */
export async function listMonthReminders(tx: Tx, now: Temporal.Instant): Promise<MonthReminder[]> {
  const until = now.add(remindAhead);
  const periods = (await listPeriods(tx)).filter((one) => (one.state === "open" || one.state === "closed") && Temporal.Instant.compare(one.dueAt, until) <= 0);
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  const reminders: MonthReminder[] = [];
  for (const period of periods) {
    const subjects = await readLightInputs(tx, { validOn: period.spanTo, knownAt: rows[0]?.now ?? "", isFixed: true, isPooled: false });
    const owed = new Set(unreportedOf(subjects, period.spanTo).map((one) => one.projectId));
    const units = Map.groupBy(
      subjects.filter((one) => owed.has(one.subjectId)),
      (one) => one.orgId,
    );
    for (const [orgId, group] of units) {
      const text = chaseText({ name: monthName(period.spanTo), dueAt: period.dueAt }, group);
      reminders.push({ month: period.month, dueAt: period.dueAt, orgId, orgName: group[0]?.orgName ?? "", projects: group.length, text });
    }
  }
  return reminders;
}

function worstFirst(a: PlannedLight, b: PlannedLight): number {
  const difference = severityOf(b.overall.verdict) - severityOf(a.overall.verdict);
  return difference === 0 ? (a.subject.name < b.subject.name ? -1 : 1) : difference;
}

/**
 * 试算: what a freeze would fix and open, asked now; of a frozen month what its freeze fixed and opened, as it was kept
 * and known then. Writes nothing. For who sees the whole city.
 */
export async function dryRun(tx: Tx, actor: Actor, asked: { month: string; today: string; heldBack: HeldBack }): Promise<DryRun> {
  if (actor.role !== "dispatch" && actor.role !== "leader") throw problem("not-allowed", { detail: "试算由调度机构进行。" });
  const period = await getPeriod(tx, asked.month);
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  const knownAt = rows[0]?.now ?? "";
  const plan =
    period.frozenAt === null
      ? await planRun(tx, { validOn: period.spanTo, knownAt, today: asked.today }, asked.heldBack)
      : await readKeptRun(tx, { ...period, frozenAt: period.frozenAt });
  const checks = await readChecks(tx, plan);
  const expected = plan.lights.filter((one) => one.subject.inputs.class === "implementation").length;
  const unreported = unreportedOf(
    plan.lights.map((one) => one.subject),
    period.spanTo,
  );
  const { counts, changes } = countVerdicts(plan.lights);
  return {
    month: asked.month,
    knownAt: plan.knownAt,
    counts,
    changes,
    matters: plan.lights.filter((one) => one.opensMatter && !one.isHeldBack).length,
    heldBack: plan.lights.filter((one) => one.isHeldBack).length,
    reported: expected - unreported.length,
    expected,
    unreported,
    openDoubts: checks.open_doubts,
    unreviewed: checks.unreviewed,
    mismatches: checks.mismatches,
    chaseText: chaseText({ name: monthName(period.spanTo), dueAt: period.dueAt }, unreported),
    isKept: period.frozenAt !== null,
    items: plan.lights.toSorted(worstFirst).map(({ subject, judgements, overall, ...rest }) => ({
      projectId: subject.subjectId,
      name: subject.name,
      orgName: subject.orgName,
      verdict: overall.verdict,
      before: subject.before,
      dimension: worstDimension(judgements),
      sentence: overall.sentence,
      blockingParty: overall.blockingParty,
      opensMatter: rest.opensMatter && !rest.isHeldBack,
      heldBackReason: rest.heldBackReason,
      isExempt: rest.isExempt,
    })),
  };
}

/** The dimension that decides the overall light; the money where none is bad. */
function worstDimension(judgements: readonly Judgement[]): string {
  const own = judgements.filter((one) => one.dimension !== "overall");
  const worst = own.toSorted((a, b) => severityOf(b.verdict) - severityOf(a.verdict))[0];
  return worst === undefined || severityOf(worst.verdict) < severityOf("remind") ? "money" : worst.dimension;
}
