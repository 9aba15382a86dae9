import { sql } from "kysely";
import type { Period } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { monthEnd } from "@baton/contract/time";
import type { Tx } from "#platform/database";
import { type PeriodAct, type PeriodState, stateAfter } from "./rules.ts";

export type PeriodEvent = { kind: PeriodAct; at: string; knownAt: string | null; by: string; byAccountId: string | null; reason: string | null };
export type ReadPeriod = {
  id: string;
  month: string;
  name: string;
  spanTo: string;
  state: PeriodState;
  dueAt: string;
  events: PeriodEvent[];
  frozenAt: string | null;
};

type Row = {
  period_id: string;
  name: string;
  span_to: string;
  due_at: string;
  kind: PeriodAct | null;
  recorded_at: string;
  known_at: string | null;
  reason: string | null;
  post: string | null;
  account_id: string | null;
};

const names: Record<PeriodAct, string> = { open: "open", close: "close", freeze: "freeze", withdraw: "withdraw", publish: "publish" };

function fold(rows: readonly Row[]): ReadPeriod[] {
  const periods = new Map<string, ReadPeriod>();
  for (const row of rows) {
    const period = periods.get(row.period_id) ?? {
      id: row.period_id,
      month: row.span_to.slice(0, 7),
      name: monthName(row.span_to),
      spanTo: row.span_to,
      state: "none",
      dueAt: row.due_at,
      events: [],
      frozenAt: null,
    };
    periods.set(row.period_id, period);
    if (row.kind === null) continue;
    // Who did it is told by post, never by name; out of the reader's reach it is the office.
    period.events.push({
      kind: row.kind,
      at: row.recorded_at,
      knownAt: row.known_at,
      by: row.post ?? "调度机构",
      byAccountId: row.account_id,
      reason: row.reason,
    });
    if (row.kind === "freeze") period.frozenAt = row.known_at;
    if (row.kind === "withdraw") period.frozenAt = null;
  }
  for (const period of periods.values()) period.state = stateAfter(period.events.map((event) => event.kind));
  return [...periods.values()];
}

/** 2023-06-30 → 2023年6月 */
export function monthName(day: string): string {
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`;
}

async function read(tx: Tx, narrowed: { end: string | null; limit: number }): Promise<ReadPeriod[]> {
  const { rows } = await sql<Row>`
    select p.period_id, p.name, p.span_to, p.due_at, e.kind, e.recorded_at, e.known_at, e.reason, post.title as post, a.account_id
    from (select * from kernel_period where rhythm = 'month' and (${narrowed.end}::date is null or span_to = ${narrowed.end}::date) order by span_to desc limit ${narrowed.limit}) p
    left join kernel_period_event e on e.period_id = p.period_id
    left join kernel_act a on a.act_id = e.act_id
    left join kernel_post post on post.post_id = a.post_id
    order by p.span_to desc, e.sequence`.execute(tx);
  return fold(rows);
}

/** Months, the newest first, at most 120, each with its whole way. */
export async function listPeriods(tx: Tx): Promise<ReadPeriod[]> {
  return read(tx, { end: null, limit: 120 });
}

/** Throws `not-found` for a month that was never opened. */
export async function getPeriod(tx: Tx, month: string): Promise<ReadPeriod> {
  const [found] = await read(tx, { end: monthEnd(month), limit: 1 });
  if (found === undefined) throw problem("not-found", { detail: `${month}尚未开放。` });
  return found;
}

export function toPeriod(period: ReadPeriod): Period {
  return {
    id: period.id,
    month: period.month,
    name: period.name,
    state: period.state,
    dueAt: period.dueAt,
    frozenAt: period.frozenAt,
    publishedAt: period.events.findLast((event) => event.kind === "publish")?.at ?? null,
    history: period.events.map((event) => ({ kind: names[event.kind], at: event.at, by: event.by, reason: event.reason })),
  };
}
