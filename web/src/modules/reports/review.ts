import type { ReportRow } from "@baton/contract/reports";

export type ReviewGroup = "doubtful" | "changed" | "routine";

/** What differs from a quiet month: why a reviewer may want to look at a row without doubts. */
export type Difference = "late" | "problem" | "pace";

/** A month at less than half or more than twice the last one's amount is a change of pace. */
const paceTimes = 2;

export function differencesOf(row: ReportRow): Difference[] {
  const found: Difference[] = [];
  if (row.isLate) found.push("late");
  if (row.problemText !== null) found.push("problem");
  if (hasOtherPace(row.monthFen, row.lastMonthFen)) found.push("pace");
  return found;
}

function hasOtherPace(now: number | null, before: number | null): boolean {
  if (now === null || before === null || now === before) return false;
  if (now <= 0 || before <= 0) return true;
  return now > before * paceTimes || before > now * paceTimes;
}

/** Doubtful rows need eyes; of the rest those that differ from a quiet month come first. */
export function groupOf(row: ReportRow): ReviewGroup {
  if (row.doubts.length > 0) return "doubtful";
  return differencesOf(row).length > 0 ? "changed" : "routine";
}

const order: readonly ReviewGroup[] = ["doubtful", "changed", "routine"];

/** The rows that wait for a review, those that need eyes first; within a group as the sheet has them. */
export function waitingRows(items: readonly ReportRow[]): ReportRow[] {
  const waiting = items.filter((row) => row.status === "submitted");
  return order.flatMap((group) => waiting.filter((row) => groupOf(row) === group));
}

export type RecentPoint = { month: string; monthFen: number | null };

/** Each month's own amount out of cumulatives within their years; null after a gap. */
export function monthAmounts(recent: ReportRow["recent"]): RecentPoint[] {
  return recent.map(({ month, cumulativeFen }, at) => {
    if (month.endsWith("-01")) return { month, monthFen: cumulativeFen };
    const before = recent[at - 1];
    const isNext = before?.month.slice(0, 4) === month.slice(0, 4) && Number(month.slice(5)) - Number(before.month.slice(5)) === 1;
    return { month, monthFen: before && isNext ? cumulativeFen - before.cumulativeFen : null };
  });
}
