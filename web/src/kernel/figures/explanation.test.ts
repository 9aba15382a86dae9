import type { FigureAnswer } from "@baton/contract/figures";
import { expect, test } from "vitest";
import { comparatorMark, numbersWords, tellingFirst, valueWords } from "./explanation.ts";

const words = { count: "个", yi: "亿元", wan: "万元", points: "个百分点" };
const rate = {
  name: "projects.completion_rate",
  unit: "ratio",
  numerator: 631_300_000_000,
  denominator: 811_700_000_000,
} as FigureAnswer;

test("prose tells money in 亿元, and small money in 万元", () => {
  expect(valueWords(631_300_000_000, "fen", words)).toBe("63.13亿元");
  expect(valueWords(230_000_000, "fen", words)).toBe("230万元");
  expect(valueWords(0.7778, "ratio", words)).toBe("77.78%");
  expect(valueWords(27.78, "points", words)).toBe("+27.78个百分点");
  expect(valueWords(0, "count", words)).toBe("0个");
});

test("the formula of a share of money is told with its two amounts", () => {
  expect(numbersWords(rate, words)).toBe("63.13亿元 ÷ 81.17亿元");
});

test("a share of projects is told with numbers of projects", () => {
  expect(numbersWords({ ...rate, name: "projects.start_rate", numerator: 3, denominator: 4 }, words)).toBe("3个 ÷ 4个");
});

test("a sum has no parts to tell", () => {
  expect(numbersWords({ ...rate, unit: "fen", denominator: null }, words)).toBeUndefined();
});

test("a value that is not exact says so", () => {
  expect([comparatorMark("="), comparatorMark(">="), comparatorMark("about")]).toEqual(["", "≥", "≈"]);
});

test("rows that add something stand before the empty, the zero and the carried, each in the order they came", () => {
  const plain = { numerator: null, denominator: null, comparator: "=" as const, isCorrected: false, knownAt: null, by: null, subjectId: "", note: null };
  const row = (id: string, value: number | null, isUnreported = false) => ({ ...plain, id, label: id, value, isUnreported });
  const rows = [row("carried", 7, true), row("b", 2), row("empty", null), row("a", 9), row("zero", 0)];
  expect(tellingFirst(rows).map(({ id }) => id)).toEqual(["b", "a", "carried", "empty", "zero"]);
});
