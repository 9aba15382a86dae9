import type { FigureAnswer } from "@baton/contract/figures";
import { expect, test } from "vitest";
import { endOfMonth, lightCounts, monthBefore, overviewRows } from "./overviewRows.ts";

type Group = { key: string | null; label: string; value: number | null; key2?: string; unreported?: number };

function answered(groups: Group[]): FigureAnswer {
  return { groups: groups.map((group) => ({ comparator: "=", unreported: 0, ...group })) } as unknown as FigureAnswer;
}

const of = (key: string | null, value: number | null, unreported = 0): Group => ({ key, label: key ?? "未填", value, unreported });

const answers = {
  count: answered([of("甲", 2), of("乙", 3), of(null, 1)]),
  plan: answered([of("甲", 100), of("乙", 200)]),
  done: answered([of("甲", 40), of("乙", 160)]),
  rate: answered([of("甲", 0.4, 1), of("乙", 0.8)]),
  ahead: answered([of("甲", -10), of("乙", 30)]),
  lights: answered([
    { ...of("甲", 2), key2: "warn" },
    { ...of("乙", 1), key2: "merit" },
  ]),
};

test("groups stand furthest ahead first, undefined last", () => {
  expect(overviewRows(answers).map(({ label }) => label)).toEqual(["乙", "甲", "未填"]);
});

test("a row carries its own figures, lights and unreported rows, and null where nothing is known", () => {
  const [, first, unnamed] = overviewRows(answers);
  expect(first).toMatchObject({ count: 2, plan: 100, done: 40, rate: 0.4, ahead: -10, unreported: 1, lights: { warn: 2 } });
  expect(unnamed).toMatchObject({ count: 1, plan: null, rate: null, lights: {} });
});

test("lights are counted by verdict", () => {
  expect(lightCounts(answered([of("warn", 7), of("none", 2)]))).toEqual({ warn: 7, none: 2 });
  expect(lightCounts(undefined)).toEqual({});
});

test("months end on their last day, leap years too", () => {
  expect([endOfMonth("2023-06"), endOfMonth("2024-02"), monthBefore("2023-01")]).toEqual(["2023-06-30", "2024-02-29", "2022-12"]);
});
