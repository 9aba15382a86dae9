import { reportKnownAt } from "./draft.ts";
import type { MonthState } from "./shapes.ts";

/**
 * The months of 2022 and of 2023 to May are frozen and published; June 2023 is open for reporting.
 * A frozen month was closed after its reports were in and frozen the morning after.
 */
export function months(): MonthState[] {
  const frozen = [...yearMonths(2022, 12), ...yearMonths(2023, 5)].map(([year, month]): MonthState => {
    const known = reportKnownAt(year, month).slice(0, 8);
    const name = `${year}-${String(month).padStart(2, "0")}`;
    return {
      month: name,
      status: "frozen",
      openedAt: `${name}-25T09:00:00+08:00`,
      closedAt: `${known}05T20:00:00+08:00`,
      frozenAt: `${known}06T09:00:00+08:00`,
      publishedAt: `${known}06T16:00:00+08:00`,
    };
  });
  const open: MonthState = {
    month: "2023-06",
    status: "open",
    openedAt: "2023-06-25T09:00:00+08:00",
    closedAt: null,
    frozenAt: null,
    publishedAt: null,
  };
  return [...frozen, open];
}

function yearMonths(year: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [year, index + 1]);
}
