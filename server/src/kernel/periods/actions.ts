import { sql } from "kysely";
import { reportsDueAt } from "@baton/contract/calendar";
import { problem } from "@baton/contract/problems";
import { monthEnd } from "@baton/contract/time";
import { getCalendar } from "#kernel/calendar";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { assertMay, type PeriodAct } from "./rules.ts";
import { getPeriod, type ReadPeriod } from "./views.ts";

function requireDispatch(actor: Actor): void {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "月度由调度机构开放、截止、冻结和发布。" });
}

/** Acts on one month follow each other; reports are not held up by this lock. */
async function lockActs(tx: Tx, month: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(4210016, ${monthEnd(month)}::date - date '2000-01-01')`.execute(tx);
}

/**
 * Reads a month for an act that follows, holding off other acts on it; writes nothing. Throws `not-allowed`,
 * `not-found`, `period-state` or `period-frozen`.
 */
export async function beginOnPeriod(tx: Tx, actor: Actor, asked: { month: string; act: PeriodAct }): Promise<ReadPeriod> {
  requireDispatch(actor);
  await lockActs(tx, asked.month);
  const period = await getPeriod(tx, asked.month);
  assertMay(asked.act, period);
  return period;
}

/**
 * The known instant of a freeze: waits for the month's reports under way, bars new ones until this transaction ends,
 * then settles. To be called before the transaction's first write. Every report that was accepted is known at the
 * instant; every later one finds the freeze (0015_kernel_periods.sql).
 */
export async function settle(tx: Tx, period: { spanTo: string }): Promise<string> {
  await sql`select kernel_lock_month(${period.spanTo}::date)`.execute(tx);
  const { rows } = await sql<{ known_at: string }>`select kernel_settled_now() as known_at`.execute(tx);
  const knownAt = rows[0]?.known_at;
  if (knownAt === undefined) throw new Error("the database told no time");
  return knownAt;
}

/** Writes one event of a period inside the caller's act. */
export async function recordEvent(
  tx: Tx,
  period: Pick<ReadPeriod, "id" | "events">,
  event: { kind: PeriodAct; knownAt?: string; reason?: string | null },
): Promise<void> {
  await sql`insert into kernel_period_event (period_id, sequence, kind, known_at, reason)
    values (${period.id}, ${period.events.length + 1}, ${event.kind}, ${event.knownAt ?? null}::timestamptz, ${event.reason ?? null})`.execute(tx);
  await announce(tx, "period", { payload: { periodId: period.id, kind: event.kind } });
}

/**
 * Opens a month for reports. A month opened before stays as it is and throws `period-state`; an absent `dueAt` is
 * 18:00 of the fifth of the next month, or of the first working day after.
 */
export async function openPeriod(tx: Tx, actor: Actor, input: { month: string; dueAt: string | null }): Promise<ReadPeriod> {
  requireDispatch(actor);
  await lockActs(tx, input.month);
  const end = monthEnd(input.month);
  const dueAt = input.dueAt ?? reportsDueAt(input.month, await getCalendar(tx));
  if (Temporal.PlainDate.compare(Temporal.Instant.from(dueAt).toZonedDateTimeISO("Asia/Shanghai").toPlainDate(), end) < 0) {
    throw problem("rule-refused", { detail: "截止时间不能早于当月最后一天。" });
  }
  const { rows } = await sql<{
    is_there: boolean;
  }>`select exists (select from kernel_period where rhythm = 'month' and span_to = ${end}::date) as is_there`.execute(tx);
  if (rows[0]?.is_there) throw problem("period-state", { detail: `${input.month}已经开放过。` });
  await beginAct(tx, { kind: "open-period", subjects: [actor.orgId] });
  const { rows: made } = await sql<{ period_id: string }>`insert into kernel_period (period_id, rhythm, name, span_from, span_to, due_at)
    values (uuidv7(), 'month', ${input.month}, ${`${input.month}-01`}::date, ${end}::date, ${dueAt}::timestamptz) returning period_id`.execute(tx);
  await recordEvent(tx, { id: made[0]?.period_id ?? "", events: [] }, { kind: "open" });
  return getPeriod(tx, input.month);
}

/** 截止: from now on reports are late, and accepted until the freeze. */
export async function closePeriod(tx: Tx, actor: Actor, month: string): Promise<ReadPeriod> {
  const period = await beginOnPeriod(tx, actor, { month, act: "close" });
  await beginAct(tx, { kind: "close-period", subjects: [actor.orgId] });
  await recordEvent(tx, period, { kind: "close" });
  return getPeriod(tx, month);
}

/** Closes every open month whose hour has passed, as the dispatch actor of the job; answers which. */
export async function closeDuePeriods(tx: Tx, actor: Actor, now: Temporal.Instant): Promise<string[]> {
  requireDispatch(actor);
  const { rows } = await sql<{ month: string }>`select to_char(p.span_to, 'YYYY-MM') as month from kernel_period p
    where p.rhythm = 'month' and p.due_at <= ${now.toString()}::timestamptz
      and 'open' = (select e.kind from kernel_period_event e where e.period_id = p.period_id order by e.sequence desc limit 1)
    order by p.span_to limit 24`.execute(tx);
  if (rows.length === 0) return [];
  for (const { month } of rows) await lockActs(tx, month);
  await beginAct(tx, { kind: "close-period", subjects: [actor.orgId], reason: "到期自动截止" });
  const closed: string[] = [];
  for (const { month } of rows) {
    const period = await getPeriod(tx, month);
    // Closed by hand while this waited for the lock.
    if (period.state !== "open") continue;
    await recordEvent(tx, period, { kind: "close", reason: "到期自动截止" });
    closed.push(month);
  }
  return closed;
}
