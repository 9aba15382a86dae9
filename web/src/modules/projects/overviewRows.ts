import type { FigureAnswer } from "@baton/contract/figures";

/** Answers by one dimension; `lights` by that dimension and the light. */
export type OverviewAnswers = { count: FigureAnswer; plan: FigureAnswer; done: FigureAnswer; rate: FigureAnswer; ahead: FigureAnswer; lights: FigureAnswer };

export type OverviewRow = {
  /** The dimension's key; null for rows that name none. */
  key: string | null;
  label: string;
  count: number;
  /** fen; null where nothing is planned or reported. */
  plan: number | null;
  done: number | null;
  rate: number | null;
  /** Percentage points. */
  ahead: number | null;
  unreported: number;
  /** Projects by verdict; absent is 0. */
  lights: Partial<Record<string, number>>;
};

function byKey(answer: FigureAnswer): Map<string | null, number | null> {
  return new Map(answer.groups.map(({ key, value }) => [key, value]));
}

/** One row a group, those furthest ahead of time first, undefined last, as every ranking has them. */
export function overviewRows({ count, plan, done, rate, ahead, lights }: OverviewAnswers): OverviewRow[] {
  const [plans, dones, rates, aheads] = [byKey(plan), byKey(done), byKey(rate), byKey(ahead)];
  const rows = count.groups.map(({ key, label, value }): OverviewRow => ({
    key,
    label,
    count: value ?? 0,
    plan: plans.get(key) ?? null,
    done: dones.get(key) ?? null,
    rate: rates.get(key) ?? null,
    ahead: aheads.get(key) ?? null,
    unreported: rate.groups.find((group) => group.key === key)?.unreported ?? 0,
    lights: Object.fromEntries(lights.groups.filter((group) => group.key === key).map((group) => [group.key2 ?? "", group.value ?? 0])),
  }));
  return rows.toSorted((a, b) => (a.ahead === null ? (b.ahead === null ? 0 : 1) : b.ahead === null ? -1 : b.ahead - a.ahead));
}

/** Groups by a light's verdict; absent is 0. */
export function lightCounts(answer: FigureAnswer | undefined): Partial<Record<string, number>> {
  return Object.fromEntries((answer?.groups ?? []).map(({ key, value }) => [key ?? "", value ?? 0]));
}

/** 2023-06 → 2023-06-30. */
export function endOfMonth(month: string): string {
  const yearMonth = Temporal.PlainYearMonth.from(month);
  return yearMonth.toPlainDate({ day: yearMonth.daysInMonth }).toString();
}

export function monthBefore(month: string, months = 1): string {
  return Temporal.PlainYearMonth.from(month).subtract({ months }).toString();
}
