import type { ReportRow } from "@baton/contract/reports";
import { expect, test } from "vitest";
import { groupOf, monthAmounts, waitingRows } from "./review.ts";

const quiet: ReportRow = {
  projectId: "quiet",
  version: null,
  name: "示例项目",
  code: null,
  orgName: "示例镇",
  totalInvestmentFen: null,
  planFen: 0,
  lastCumulativeFen: 100,
  lastMonth: "2023-05",
  lastMonthFen: 100,
  lastProgressText: null,
  status: "submitted",
  isLate: false,
  monthFen: 120,
  cumulativeFen: 220,
  isUnchanged: false,
  progressText: null,
  problemText: null,
  doubts: [],
  doubtReason: null,
  returnReason: null,
  returnField: null,
  draft: null,
  draftRevision: 0,
  isCorrection: false,
  openProblems: [],
  recent: [],
  facts: null,
  canReport: false,
  canReview: true,
  canUndoReview: false,
};

test("doubtful rows come first, then those that differ from a quiet month, and only what waits is shown", () => {
  const doubtful: ReportRow = { ...quiet, projectId: "doubtful", doubts: [{ code: "zero-progress", field: "month", sentence: "", suggestedFen: null }] };
  const late: ReportRow = { ...quiet, projectId: "late", isLate: true };
  const accepted: ReportRow = { ...quiet, projectId: "accepted", status: "accepted" };
  expect(waitingRows([quiet, accepted, late, doubtful]).map(({ projectId }) => projectId)).toEqual(["doubtful", "late", "quiet"]);
});

test("a month at more than twice or less than half the last one's pace differs", () => {
  expect(groupOf({ ...quiet, monthFen: 200 })).toBe("routine");
  expect(groupOf({ ...quiet, monthFen: 201 })).toBe("changed");
  expect(groupOf({ ...quiet, monthFen: 49 })).toBe("changed");
  expect(groupOf({ ...quiet, monthFen: 0 })).toBe("changed");
});

test("cumulatives begin again in January, and a gap leaves no amount", () => {
  const recent = [
    ["2022-12", 900],
    ["2023-01", 50],
    ["2023-02", 80],
    ["2023-04", 200],
  ] as const;
  const amounts = monthAmounts(recent.map(([month, cumulativeFen]) => ({ month, cumulativeFen })));
  expect(amounts.map(({ monthFen }) => monthFen)).toEqual([null, 50, 30, null]);
});
