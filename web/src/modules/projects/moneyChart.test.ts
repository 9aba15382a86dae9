import type { MoneySeries } from "@baton/contract/library";
import { expect, test } from "vitest";
import { lastReported, moneyOption, timeFen } from "./moneyChart.ts";

const month = (name: string, doneFen: number | null, statisticsFen: number | null = null) => ({
  month: name,
  planFen: 500_000_000,
  doneFen,
  isUnreported: doneFen === null,
  isCorrected: false,
  statisticsFen,
  timeProgress: 0.5,
});
const series: MoneySeries = {
  year: 2023,
  planFen: 1_000_000_000,
  months: [month("2023-05", 300_000_000), month("2023-06", null), month("2023-07", 400_000_000)],
  difference: { managementFen: null, statisticsFen: null, differenceFen: null, explanation: null },
};
const words = { plan: "计划", done: "完成", time: "时间", statistics: "统计数" };

test("a month that was not reported is a gap, never the month before", () => {
  const done = (moneyOption(series, words).series as { name: string; data: unknown[]; connectNulls: boolean }[]).find(({ name }) => name === "完成");
  expect(done).toMatchObject({ data: [300, null, 400], connectNulls: false });
});

test("statistics are drawn only where there are any", () => {
  expect(moneyOption(series, words).series).toHaveLength(3);
  expect(moneyOption({ ...series, months: [month("2023-05", 1, 1)] }, words).series).toHaveLength(4);
});

test("time asks for its share of the plan, and for nothing without a plan", () => {
  expect([timeFen(series, 0), timeFen({ ...series, planFen: null }, 0)]).toEqual([500_000_000, null]);
});

test("the finding speaks of the last month reported", () => {
  expect(lastReported(series)?.month).toBe("2023-07");
  expect(lastReported({ ...series, months: [month("2023-05", null)] })).toBeUndefined();
});

test("a plan that runs with time is labelled once for both lines", () => {
  const labels = (moneyOption(series, words).series as { endLabel: { show: boolean; formatter: string } }[]).map(({ endLabel }) => endLabel);
  expect(labels.slice(0, 2)).toMatchObject([{ show: true, formatter: "计划 · 时间" }, { show: false }]);
});
