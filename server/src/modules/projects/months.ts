import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { monthEnd } from "@baton/contract/time";
import { ask, type Tx } from "#platform/database";

export type MonthState = "none" | "open" | "closed" | "frozen" | "published";
export type Month = {
  month: string;
  end: string;
  yearStart: string;
  year: number;
  state: MonthState;
  periodId: string | null;
  dueAt: string | null;
  frozenAt: string | null;
};

const states: Record<string, MonthState> = { open: "open", close: "closed", freeze: "frozen", publish: "published", withdraw: "closed" };

/** Where a month stands: the newest event of its period decides; a withdrawn freeze is closed again. */
export async function readMonth(tx: Tx, month: string): Promise<Month> {
  const end = monthEnd(month);
  const [row] = await ask(
    tx,
    sql<{ period_id: string; due_at: string; kind: string | null; frozen_at: string | null }>`
      select p.period_id, p.due_at, e.kind, kernel_month_frozen_at(p.span_to) as frozen_at
      from kernel_period p
      left join lateral (select kind from kernel_period_event where period_id = p.period_id order by sequence desc limit 1) e on true
      where p.rhythm = 'month' and p.span_to = ${end}::date`,
  );
  const year = Number(month.slice(0, 4));
  const common = { month, end, yearStart: `${year}-01-01`, year };
  if (row === undefined) return { ...common, state: "none", periodId: null, dueAt: null, frozenAt: null };
  return { ...common, state: states[row.kind ?? ""] ?? "none", periodId: row.period_id, dueAt: row.due_at, frozenAt: row.frozen_at };
}

/** Refuses a month that takes no reports: not opened yet, or frozen. */
export function assertReportable(month: Month): void {
  if (month.state === "none") throw problem("period-state", { detail: `${month.month}的月报尚未开放，请等调度机构开放后再报。` });
  if (month.state === "frozen" || month.state === "published") {
    throw problem("period-frozen", { detail: `${month.month}已经冻结，只能由调度机构更正并写明原因。` });
  }
}
