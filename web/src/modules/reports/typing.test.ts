import type { ReportFacts } from "@baton/contract/report-rules";
import { describe, expect, test } from "vitest";
import { noTyping, readTyping, typingOf, wanText, writeCells } from "./typing.ts";

const wan = 1_000_000;
const facts: ReportFacts = {
  month: "2023-06",
  totalInvestmentFen: 100_000 * wan,
  planFen: 32_000 * wan,
  planBeforeFen: null,
  lastCumulativeFen: 12_400 * wan,
  lastMonth: "2023-05",
  lastMonthFen: 1_500 * wan,
  lastProgressText: "主体三层",
  unchangedMonths: 0,
  isStartedWithoutPermit: false,
  doneBeforeYearFen: 0,
};

describe("a typed row", () => {
  test.each([["1,600"], ["１６００"], ["1600万"], ["0.16亿"]])("%s fills the year's cumulative", (typed) => {
    const { settled } = readTyping(writeCells(noTyping, { month: typed }), facts);
    expect(settled).toMatchObject({ monthFen: 1_600 * wan, cumulativeFen: 14_000 * wan });
  });

  test("the amount written last replaces the other, which is worked out again", () => {
    const typing = writeCells(writeCells(noTyping, { month: "1600" }), { cumulative: "15,000" });
    expect(typing.month).toBe("");
    expect(readTyping(typing, facts).settled?.monthFen).toBe(2_600 * wan);
  });

  test("two amounts pasted together must agree, and say so in one sentence", () => {
    const { faults, isReady } = readTyping(writeCells(noTyping, { month: "1600", cumulative: "15000" }), facts);
    expect(isReady).toBe(false);
    expect(faults[0]?.message).toContain("应为14,000万元");
  });

  test("no change carries cumulative and progress and is not the same as nothing typed", () => {
    const reading = readTyping(writeCells(noTyping, { month: "本月无变化" }), facts);
    expect(reading.settled).toMatchObject({ monthFen: 0, cumulativeFen: 12_400 * wan, progressText: "主体三层" });
    expect(reading.isEmpty).toBe(false);
    expect(readTyping(noTyping, facts)).toMatchObject({ isEmpty: true, isReady: false, faults: [] });
  });

  test("what cannot be read blocks the row with a remedy and cannot be kept as a draft", () => {
    const reading = readTyping(writeCells(noTyping, { month: "约两千" }), facts);
    expect(reading).toMatchObject({ isWhole: false, isReady: false });
    expect(reading.faults[0]).toMatchObject({ column: "month", remedy: "请按万元填写。" });
  });

  test("a doubt never blocks", () => {
    const reading = readTyping(writeCells(noTyping, { month: "16,000,000" }), facts);
    expect(reading.isReady).toBe(true);
    expect(reading.doubts.find(({ code }) => code === "above-plan-many-times")?.suggestedFen).toBe(1_600 * wan);
  });

  test("a pasted problem blocks until party, need and time are given", () => {
    const typing = writeCells(noTyping, { month: "1", problem: "用地未批" });
    expect(readTyping(typing, facts).isReady).toBe(false);
    const whole = { ...typing, problem: { text: "用地未批", blockingParty: "department" as const, need: "批复", neededBy: "2023-07-31" } };
    expect(readTyping(whole, facts).isReady).toBe(true);
  });

  test("amounts keep every decimal that was given", () => {
    expect(wanText(1_234_567)).toBe("1.234567");
    expect(wanText(100 * wan)).toBe("100");
    const { fields } = readTyping(writeCells(noTyping, { month: "1.234567" }), facts);
    expect(fields && readTyping(typingOf(fields), facts).fields?.monthFen).toBe(1_234_567);
  });
});
