import { type DatePrecision, lastDayOf } from "@baton/contract/time";
import { firstDayOf } from "#kernel/stages";

/** Days by which a node was, or already is, late. */
export type Lateness = { dueOn: string; precision: string; doneOn: string | null; donePrecision: string | null };

const exact = new Set(["day", "month", "quarter", "year"]);

/** Some lists name a day within the month they mean: the span is what counts. */
function lastDay(on: string, precision: string): string {
  return exact.has(precision) ? lastDayOf({ on: firstDayOf(on, precision), precision: precision as DatePrecision }) : on;
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "day" }).days;
}

/**
 * Calendar days past due: of a done node when it was done, of an open one on `today`; 0 when in time. null while an
 * open node is not yet due, and where the actual day is only known as "by": then lateness is not known either.
 * A due month ends with its last day.
 */
export function daysLate(node: Lateness, today: string): number | null {
  const due = lastDay(node.dueOn, node.precision);
  if (node.doneOn !== null) {
    if (node.doneOn <= due) return 0;
    return node.donePrecision === "by" ? null : daysBetween(due, node.doneOn);
  }
  return today > due ? daysBetween(due, today) : null;
}

/** Kinds of nodes whose actual date is the entry into a stage (KERNEL K14); other kinds carry their own. */
export const gateKinds: Readonly<Record<string, string>> = {
  signing: "signed",
  landing: "landed",
  start: "started",
  production: "in_production",
  capacity: "at_capacity",
};
