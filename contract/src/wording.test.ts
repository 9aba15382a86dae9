import { describe, expect, test } from "vitest";
import { sayAheadOfTime, sayChange, sayNames, sayNumber, sayPointsChange, sayRank, sayRoughly, sayYearOnYear } from "./wording.ts";

const yi = 10_000_000_000;
const wan = 1_000_000;

describe("a number", () => {
  test("money is said in 亿元 from one 亿 on, else in 万元, without separators", () => {
    expect(sayNumber({ value: 686 * yi, unit: "fen" })).toBe("686亿元");
    expect(sayNumber({ value: 505.13 * yi, unit: "fen" })).toBe("505.13亿元");
    expect(sayNumber({ value: 9999 * wan, unit: "fen" })).toBe("9999万元");
    expect(sayNumber({ value: 12_345 * yi, unit: "fen" })).toBe("12345亿元");
    expect(sayNumber({ value: 0, unit: "fen" })).toBe("0万元");
  });
  test("a comparator is said, behind for 以上 and before for the others", () => {
    expect(sayNumber({ value: 50, unit: "count", comparator: ">=" })).toBe("50个以上");
    expect(sayNumber({ value: 50, unit: "count", comparator: ">" })).toBe("超50个");
    expect(sayNumber({ value: 3 * yi, unit: "fen", comparator: "about" })).toBe("约3亿元");
    expect(sayNumber({ value: 3 * yi, unit: "fen", comparator: "<" })).toBe("不足3亿元");
  });
  test("a ratio is a percentage, a difference of ratios is points", () => {
    expect(sayNumber({ value: 0.7778, unit: "ratio" })).toBe("77.78%");
    expect(sayNumber({ value: 27.78, unit: "points" })).toBe("27.78个百分点");
    expect(sayNumber({ value: -3.2, unit: "points" })).toBe("-3.2个百分点");
  });
  test("what is undefined is said to be so and is never 0", () => {
    for (const unit of ["fen", "count", "ratio", "points"] as const) expect(sayNumber({ value: null, unit })).toBe("暂无数据");
    expect(sayYearOnYear(null)).toBe("同比暂无数据");
    expect(sayAheadOfTime(null)).toBe("暂无数据");
  });
});

describe("余", () => {
  test("stands behind a round ten, else behind the unit", () => {
    expect(sayRoughly({ value: 860.5 * wan, unit: "fen" })).toBe("860余万元");
    expect(sayRoughly({ value: 16.8 * yi, unit: "fen" })).toBe("16亿余元");
    expect(sayRoughly({ value: 863.2 * wan, unit: "fen" })).toBe("863万余元");
    expect(sayRoughly({ value: 53, unit: "count" })).toBe("50余个");
  });
  test("is left out where nothing is over, and where there is no whole to speak of", () => {
    expect(sayRoughly({ value: 50, unit: "count" })).toBe("50个");
    expect(sayRoughly({ value: 686 * yi, unit: "fen" })).toBe("686亿元");
    expect(sayRoughly({ value: 7, unit: "count" })).toBe("7个");
    expect(sayRoughly({ value: 0.7778, unit: "ratio" })).toBe("77.78%");
  });
});

test("ahead, behind and level with time", () => {
  expect(sayAheadOfTime(27.78)).toBe("超时间进度27.78个百分点");
  expect(sayAheadOfTime(-3.2)).toBe("落后时间进度3.2个百分点");
  expect(sayAheadOfTime(0.001)).toBe("与时间进度持平");
});

test("year on year: growth of an amount in per cent, of a percentage in points, of nothing as an amount", () => {
  expect(sayYearOnYear(0.1922)).toBe("同比增长19.22%");
  expect(sayYearOnYear(-0.021)).toBe("同比下降2.1%");
  expect(sayYearOnYear(0)).toBe("同比持平");
  expect(sayPointsChange(-0.5)).toBe("同比回落0.5个百分点");
  expect(sayChange({ value: -5, unit: "count" })).toBe("同比减少5个");
});

test("a rank names its pool, who is left out, and whether it is shared", () => {
  expect(sayRank({ rank: 1, pool: "全市", except: "高新区" })).toBe("（除高新区外）居全市第1位");
  expect(sayRank({ rank: 2, pool: "全市", isTied: true })).toBe("并列全市第2位");
  expect(sayRank({ rank: null, pool: "全市" })).toBe("不参加排名");
});

test("names are joined as a sentence joins them", () => {
  expect(sayNames(["薛城区"])).toBe("薛城区");
  expect(sayNames(["薛城区", "台儿庄区", "高新区"])).toBe("薛城区、台儿庄区和高新区");
});
