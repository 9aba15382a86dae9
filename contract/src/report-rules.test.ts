import fc from "fast-check";
import { expect, test } from "vitest";
import { doubtsOf, type ReportFacts, settleReport } from "./report-rules.ts";

const wan = 1_000_000;
const facts: ReportFacts = {
  month: "2023-06",
  totalInvestmentFen: 32_000 * wan,
  planFen: 20_000 * wan,
  planBeforeFen: null,
  lastCumulativeFen: 12_400 * wan,
  lastMonth: "2023-05",
  lastMonthFen: 1_500 * wan,
  lastProgressText: "主体封顶",
  unchangedMonths: 0,
  isStartedWithoutPermit: false,
  doneBeforeYearFen: 0,
};
const typed = (fields: { month?: number; cumulative?: number; unchanged?: boolean }) => ({
  monthFen: fields.month === undefined ? null : fields.month * wan,
  cumulativeFen: fields.cumulative === undefined ? null : fields.cumulative * wan,
  isUnchanged: fields.unchanged ?? false,
  progressText: null,
});

test("either amount fills the other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000 }), (month) => {
      const fromMonth = settleReport(typed({ month }), facts);
      const fromCumulative = settleReport(typed({ cumulative: 12_400 + month }), facts);
      expect(fromMonth).toEqual(fromCumulative);
    }),
  );
});

test("no change means zero this month, with cumulative and progress carried", () => {
  expect(settleReport(typed({ unchanged: true }), facts)).toEqual({ monthFen: 0, cumulativeFen: 12_400 * wan, isUnchanged: true, progressText: "主体封顶" });
});

test("both amounts must agree with what is already reported", () => {
  expect(settleReport(typed({ month: 1_600, cumulative: 14_100 }), facts)).toMatchObject({ code: "amounts-disagree", field: "cumulative" });
  expect(settleReport(typed({ month: 1_600, cumulative: 14_000 }), facts)).toMatchObject({ monthFen: 1_600 * wan, cumulativeFen: 14_000 * wan });
});

test("the month's own amount is undefined after an unreported month", () => {
  expect(settleReport(typed({ cumulative: 14_000 }), { ...facts, lastMonth: "2023-04" })).toMatchObject({ monthFen: null, cumulativeFen: 14_000 * wan });
});

test("a year begins from nothing, whatever December said", () => {
  expect(settleReport(typed({ month: 300 }), { ...facts, month: "2023-01", lastCumulativeFen: null, lastMonth: null })).toMatchObject({
    monthFen: 300 * wan,
    cumulativeFen: 300 * wan,
  });
});

test("nothing typed is refused, not taken for zero", () => {
  expect(settleReport(typed({}), facts)).toMatchObject({ code: "missing" });
});

const suggested = (month: number, plan: number) => {
  const known = { ...facts, planFen: plan * wan };
  const settled = settleReport(typed({ month }), known);
  if ("code" in settled) throw new Error("should settle");
  return doubtsOf(settled, known).find(({ code }) => code === "above-plan-many-times")?.suggestedFen;
};

test("an amount in yuan typed as wan is doubted with the value meant", () => {
  expect(suggested(60_000, 5_000)).toBe(6 * wan);
});

test("an amount that in yuan would be no month of this plan is doubted without a value to change to", () => {
  // 4.97万元 is less than a hundredth of the plan's month.
  expect(suggested(49_700, 20_000)).toBeNull();
  expect(suggested(20_000 * 12_000, 20_000)).toBeNull();
  // One percent and two hundred percent of the plan's month are still a month.
  expect(suggested(120_000, 14_400)).toBe(12 * wan);
  expect(suggested(119_900, 14_400)).toBeNull();
  expect(suggested(24_000_000, 14_400)).toBe(2_400 * wan);
  expect(suggested(24_010_000, 14_400)).toBeNull();
});

test("an ordinary month raises no doubt", () => {
  const settled = settleReport(typed({ month: 1_600 }), facts);
  if ("code" in settled) throw new Error("should settle");
  expect(doubtsOf(settled, facts)).toEqual([]);
});

test("done above the total investment, a fall, a repeat and standing still are each doubted", () => {
  const codes = (fields: Parameters<typeof typed>[0], changed: Partial<ReportFacts> = {}) => {
    const all = { ...facts, ...changed };
    const settled = settleReport(typed(fields), all);
    if ("code" in settled) throw new Error("should settle");
    return doubtsOf(settled, all).map((doubt) => doubt.code);
  };
  expect(codes({ cumulative: 33_000 })).toContain("above-total");
  expect(codes({ cumulative: 12_000 })).toContain("decreased");
  expect(codes({ month: 1_500 })).toContain("same-as-last-month");
  expect(codes({ unchanged: true }, { unchangedMonths: 2 })).toContain("zero-progress");
  expect(codes({ month: 1_600 }, { isStartedWithoutPermit: true })).toEqual(["no-permit"]);
});
