import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeAmountFault, formatPoints, formatRate, formatWan, formatYi, parseDecimal, parseWan, plainWan, pointsBetween, readAmount } from "./amounts.ts";

describe("万元 of a column become fen exactly", () => {
  test.each([
    ["32000", 32_000_000_000],
    ["32,000.5", 32_000_500_000],
    ["３２，０００．５", 32_000_500_000],
    [" 1 234 567.89 ", 1_234_567_890_000],
    ["0.000001", 1],
    ["1.500000000", 1_500_000],
    ["-12", -12_000_000],
    ["−12", -12_000_000],
    ["－１２", -12_000_000],
    ["+12", 12_000_000],
    ["0", 0],
    [".5", 500_000],
    ["5.", 5_000_000],
    [12.3, 12_300_000],
    [1e-6, 1],
    [1.5e7, 15_000_000_000_000],
    [0.1 + 0.2, 300_000],
    [1.005, 1_005_000],
  ])("%s", (written, fen) => {
    expect(parseWan(written)).toEqual({ fen });
  });

  test("every fen of the safe range survives plain text and back", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(parseWan(plainWan(fen))).toEqual({ fen: fen === 0 ? 0 : fen });
      }),
    );
  });

  test("every fen below 900亿 survives a number cell of Excel, which keeps 15 digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000_000_000_000 }), (fen) => {
        expect(parseWan(Number(plainWan(fen)))).toEqual({ fen });
      }),
    );
  });
});

describe("what is not a plain number is refused with what was probably meant", () => {
  test.each([
    ["3.2亿", { fault: "not-a-number", suggestedWan: "32000" }],
    ["1.2亿元", { fault: "not-a-number", suggestedWan: "12000" }],
    ["500万", { fault: "not-a-number", suggestedWan: "500" }],
    ["约500万元", { fault: "not-a-number", suggestedWan: "500" }],
    ["1,5", { fault: "not-a-number" }],
    ["12 34", { fault: "not-a-number" }],
    ["1.2.3", { fault: "not-a-number" }],
    ["1.23457E+11", { fault: "not-a-number" }],
    ["--1", { fault: "not-a-number" }],
    [".", { fault: "not-a-number" }],
    ["待定", { fault: "not-a-number" }],
    ["", { fault: "empty" }],
    ["　", { fault: "empty" }],
    [Number.NaN, { fault: "not-a-number" }],
    ["1.2345678", { fault: "too-precise", suggestedWan: "1.234568" }],
    [1.2345678, { fault: "too-precise", suggestedWan: "1.234568" }],
    ["9007199254.740992", { fault: "too-large" }],
    [1e300, { fault: "too-large" }],
  ])("%s", (written, refusal) => {
    expect(parseWan(written)).toEqual(refusal);
  });

  test("the sentence names the value, the unit and the remedy", () => {
    expect(describeAmountFault("3.2亿", { fault: "not-a-number", suggestedWan: "32000" })).toEqual({
      message: "“3.2亿”不是数字",
      remedy: "请按万元填写，改为32000",
    });
  });
});

describe("amounts in prose carry their own unit", () => {
  test.each([
    ["3.2亿", 32_000_000_000],
    ["1亿2000万元", 12_000_000_000],
    ["3亿5千万", 35_000_000_000],
    ["５００万", 500_000_000],
    ["¥3,000元", 300_000],
    ["约5亿元", 50_000_000_000],
    ["-2亿元", -20_000_000_000],
    ["1.5万亿", 150_000_000_000_000],
    ["800", 800_000_000],
  ])("%s", (written, fen) => {
    expect(readAmount(written, "万元")).toEqual({ fen });
  });

  test("a bare number is of the unit asked for", () => {
    expect(readAmount("8", "亿元")).toEqual({ fen: 80_000_000_000 });
    expect(readAmount("8", "元")).toEqual({ fen: 800 });
  });

  test("more than can be counted in fen is refused", () => {
    expect(readAmount("100万亿元", "万元")).toEqual({ fault: "too-large" });
  });

  test("dollars are not taken for yuan", () => {
    expect(readAmount("500万美元", "万元")).toEqual({ fault: "foreign-currency" });
  });

  test("units that do not descend are no amount", () => {
    expect(readAmount("2000万1亿", "万元")).toEqual({ fault: "not-a-number" });
  });
});

describe("shown amounts", () => {
  test("万元 are shown as reported, two decimals at most, or as many as the column has", () => {
    expect(formatWan(32_000_500_000)).toBe("32,000.5");
    expect(formatWan(1_000_000_000_000)).toBe("1,000,000");
    expect(formatWan(0)).toBe("0");
    expect(formatWan(-1_234_567_890)).toBe("−1,234.57");
    expect(formatWan(32_000_500_000, 2)).toBe("32,000.50");
    expect(formatWan(1_000_000, 0)).toBe("1");
  });

  test("亿元 are rounded half up on integers", () => {
    expect(formatYi(32_000_000_000)).toBe("3.20");
    expect(formatYi(50_000_000)).toBe("0.01");
    expect(formatYi(49_999_999)).toBe("0.00");
    expect(formatYi(-50_000_000)).toBe("−0.01");
    expect(formatYi(-49_999_999)).toBe("0.00");
    expect(formatYi(123_456_789_012_345n, 1)).toBe("12,345.7");
    expect(formatYi(10_050_000_000)).toBe("1.01");
  });

  test("rates and points round only for showing and have no value over nothing", () => {
    expect(formatRate(7, 9)).toBe("77.78%");
    expect(formatRate(1531, 1914)).toBe("79.99%");
    expect(formatRate(0.77775)).toBe("77.78%");
    expect(formatRate(1.2)).toBe("120.00%");
    expect(formatRate(5, 0)).toBe("—");
    expect(formatPoints(27.777)).toBe("+27.78个百分点");
    expect(formatPoints(-3)).toBe("−3.00个百分点");
    expect(formatPoints(0.001)).toBe("0.00个百分点");
    expect(formatPoints(1, 0)).toBe("—");
  });

  test("77.78% at half the year is 27.78 points ahead", () => {
    const ahead = pointsBetween({ numerator: 7778, denominator: 10_000 }, { numerator: 6, denominator: 12 });
    expect(ahead && formatPoints(ahead.numerator, ahead.denominator)).toBe("+27.78个百分点");
    expect(pointsBetween({ numerator: 1, denominator: 0 }, { numerator: 6, denominator: 12 })).toBeUndefined();
  });
});

describe("plain decimals", () => {
  test("an area or a coordinate keeps its digits", () => {
    expect(parseDecimal("1,234.5", 2)).toEqual({ scaled: 123_450, decimal: "1234.5" });
    expect(parseDecimal(117.323_89, 6)).toEqual({ scaled: 117_323_890, decimal: "117.32389" });
    expect(parseDecimal("-0.5", 1)).toEqual({ scaled: -5, decimal: "-0.5" });
  });

  test("what is finer than the scale is refused, or rounded where asked", () => {
    expect(parseDecimal("1.234", 2)).toEqual({ fault: "too-precise" });
    expect(parseDecimal("117.3238914999", 6, { excess: "round" })).toEqual({
      scaled: 117_323_891,
      decimal: "117.323891",
    });
    expect(parseDecimal("12亩", 2)).toEqual({ fault: "not-a-number" });
  });
});
