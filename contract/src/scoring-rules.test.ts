import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ScoringMethod, schemeDocument, type SchemeIndicator } from "./scoring.ts";
import { formatScore, schemeFaults, scoreUnits, type UnitValue } from "./scoring-rules.ts";

const whole = (value: number | bigint): UnitValue => ({ numerator: BigInt(value), denominator: 1n });

/** A scheme of one indicator of 100, over as many units as there are values, named u1, u2 … */
function score(method: unknown, values: readonly (number | null)[], more: Partial<SchemeIndicator> & { target?: number; growth?: (number | null)[] } = {}) {
  const { target, growth, ...rest } = more;
  const units = values.map((_, at) => ({ key: `u${at + 1}`, label: `单位${at + 1}` }));
  const scheme = schemeDocument.parse({
    unitDimension: "area:county",
    units,
    indicators: [{ code: "rate", label: "完成率", of: { figure: "projects.completion_rate" }, weight: "100", missing: "unranked", method, ...rest }],
  });
  const byUnit = (numbers: readonly (number | null)[]): Map<string, UnitValue> =>
    new Map(numbers.map((value, at) => [`u${at + 1}`, value === null ? null : whole(value)]));
  const inputs = new Map([["rate", byUnit(values)]]);
  if (target !== undefined) inputs.set("rate/target", byUnit(values.map(() => target)));
  if (growth !== undefined) inputs.set("rate/growth", byUnit(growth));
  return scoreUnits(scheme, inputs);
}

const totals = (units: ReturnType<typeof scoreUnits>): string[] => units.map((unit) => formatScore(unit.total));
const ranks = (units: ReturnType<typeof scoreUnits>): (number | null)[] => units.map((unit) => unit.rank);

describe("目标完成", () => {
  const method = { kind: "target", target: { kind: "value", value: "80" }, capPercent: 120 };
  test("a value earns its share of the target, not above the cap", () => {
    expect(totals(score(method, [40, 80, 200], { target: 80 }))).toEqual(["50", "100", "120"]);
  });
  test("all or nothing gives all at the target and nothing just below", () => {
    expect(totals(score({ ...method, isAllOrNothing: true }, [79, 80, 81], { target: 80 }))).toEqual(["0", "100", "100"]);
  });
  test("a target of zero can't be measured, and is no silent zero", () => {
    const [first] = score(method, [1, 2, 3], { target: 0 });
    expect(first?.marks[0]).toMatchObject({ score: null, isMissing: true });
    expect(first?.rank).toBeNull();
  });
  test("where less is better, less than the target earns the cap", () => {
    expect(totals(score(method, [40, 80, 160], { target: 80, direction: "less" }))).toEqual(["120", "100", "50"]);
  });
  test("a negative value earns nothing, not less", () => {
    expect(totals(score(method, [-5, 80, 80], { target: 80 }))[0]).toBe("0");
  });
});

describe("功效系数", () => {
  test("the worst gets the base, the best all, the rest in proportion", () => {
    expect(totals(score({ kind: "efficacy" }, [0, 50, 100]))).toEqual(["60", "80", "100"]);
  });
  test("equal units all get the full mark", () => {
    expect(totals(score({ kind: "efficacy" }, [7, 7, 7]))).toEqual(["100", "100", "100"]);
  });
  test("a third is rounded once, at the end", () => {
    expect(totals(score({ kind: "efficacy", basePercent: 0 }, [0, 1, 3]))).toEqual(["0", "33.33", "100"]);
  });
});

describe("争先进位", () => {
  test("each rank loses five per cent and ties share", () => {
    expect(totals(score({ kind: "rank" }, [9, 8, 8, 7]))).toEqual(["100", "95", "95", "85"]);
  });
  test("nobody falls below the floor", () => {
    expect(totals(score({ kind: "rank", stepPercent: 50, floorPercent: 20 }, [4, 3, 2, 1]))).toEqual(["100", "50", "20", "20"]);
  });
});

describe("均值法", () => {
  test("the mean gets the full mark, and no more than the cap is given", () => {
    expect(totals(score({ kind: "mean" }, [10, 20, 30, 140]))).toEqual(["20", "40", "60", "150"]);
  });
  test("a mean that is not above zero can't be measured against", () => {
    expect(score({ kind: "mean" }, [-1, 0, 1]).every((unit) => unit.marks[0]?.isMissing)).toBe(true);
  });
});

test("增幅与总量 are mixed by their shares", () => {
  const method = { kind: "mix", amount: { kind: "rank" }, growth: { kind: "rank" }, growthOf: { figure: "x" }, growthSharePercent: 40 };
  expect(totals(score(method, [3, 2, 1], { growth: [1, 2, 3] }))).toEqual(["96", "95", "94"]);
});

describe("加减分", () => {
  const withBonus = (each: string, ceiling: string, counted: readonly (number | null)[]) => {
    const scheme = schemeDocument.parse({
      unitDimension: "area:county",
      units: counted.map((_, at) => ({ key: `u${at}`, label: `单位${at}` })),
      indicators: [
        { code: "rate", label: "完成率", of: { figure: "x" }, weight: "100", missing: "zero", method: { kind: "efficacy" } },
        { code: "fraud", label: "弄虚作假", of: { figure: "y" }, weight: "0", missing: "zero", method: { kind: "bonus", each, ceiling } },
      ],
    });
    expect(schemeFaults(scheme)).toEqual([]);
    const same = new Map(counted.map((_, at) => [`u${at}`, whole(1)]));
    return scoreUnits(
      scheme,
      new Map([
        ["rate", same],
        ["fraud", new Map(counted.map((value, at) => [`u${at}`, value === null ? null : whole(value)]))],
      ]),
    );
  };
  test("each takes its points, not beyond the ceiling", () => {
    expect(totals(withBonus("-0.2", "1", [0, 3, 100]))).toEqual(["100", "99.4", "99"]);
  });
  test("nothing counted is told apart from nothing known", () => {
    const [none, unknown] = withBonus("-0.2", "1", [0, null, 1]);
    expect(none?.marks[1]).toMatchObject({ score: 0, isMissing: false });
    expect(unknown?.marks[1]).toMatchObject({ score: null, isMissing: true });
  });
});

describe("ranks", () => {
  test("ties share a rank and the next is left out", () => {
    expect(ranks(score({ kind: "target", target: { kind: "value", value: "1" } }, [80, 90, 90, 70], { target: 100 }))).toEqual([3, 1, 1, 4]);
  });
  test("a class of fewer than three is not ranked, and says so", () => {
    const [first] = score({ kind: "efficacy" }, [1, 2]);
    expect(first).toMatchObject({ rank: null, unrankedBecause: "同类单位不足3个，不排名" });
  });
});

describe("missing data", () => {
  const two = (missing: string) => {
    const scheme = schemeDocument.parse({
      unitDimension: "org",
      units: ["a", "b", "c"].map((key) => ({ key, label: key })),
      indicators: [
        { code: "one", label: "甲", of: { figure: "x" }, weight: "60", missing: "zero", method: { kind: "rank", stepPercent: 10 } },
        { code: "two", label: "乙", of: { figure: "y" }, weight: "40", missing, method: { kind: "rank", stepPercent: 10 } },
      ],
    });
    const values = (numbers: (number | null)[]) =>
      new Map(["a", "b", "c"].map((key, at) => [key, numbers[at] === null ? null : whole(numbers[at] ?? 0)] as const));
    return scoreUnits(
      scheme,
      new Map([
        ["one", values([3, 2, 1])],
        ["two", values([3, null, 1])],
      ]),
    );
  };
  test("redistribute: the other indicators carry the weight", () => {
    expect(two("redistribute")[1]).toMatchObject({
      total: 9000,
      rank: 2,
      marks: [
        { full: 10_000, score: 9000 },
        { full: 0, score: null, isMissing: true },
      ],
    });
  });
  test("classMean: the mean of those that have one", () => {
    expect(two("classMean")[1]?.marks[1]).toMatchObject({ score: 3800, isMissing: true });
  });
  test("zero: no points, and said to be missing", () => {
    expect(two("zero")[1]).toMatchObject({ total: 5400, rank: 3, marks: [{}, { score: 0, isMissing: true }] });
  });
  test("unranked: a total, but no rank", () => {
    const [a, b, c] = two("unranked");
    expect(b).toMatchObject({ total: 5400, rank: null, unrankedBecause: "“乙”没有数据" });
    expect([a?.rank, c?.rank]).toEqual([1, 2]);
  });
});

test("a veto costs the rank, or the points", () => {
  const run = (effect: string) => {
    const scheme = schemeDocument.parse({
      unitDimension: "org",
      units: ["a", "b", "c"].map((key) => ({ key, label: key })),
      indicators: [{ code: "one", label: "甲", of: { figure: "x" }, weight: "100", missing: "zero", method: { kind: "rank" } }],
      vetoes: [{ label: "较大以上事故", of: { figure: "z" }, isAtLeast: "1", effect }],
    });
    const values = new Map(["a", "b", "c"].map((key, at) => [key, whole(3 - at)] as const));
    return scoreUnits(
      scheme,
      new Map([
        ["one", values],
        ["veto/0", new Map([["a", whole(1)]])],
      ]),
    );
  };
  expect(run("unranked").map(({ total, rank }) => [total, rank])).toEqual([
    [10_000, null],
    [9500, 1],
    [9000, 2],
  ]);
  expect(run("zero")[0]).toMatchObject({ total: 0, rank: null, unrankedBecause: "一票否决：较大以上事故" });
});

describe("faults of a scheme", () => {
  const scheme = (weights: readonly string[], codes = weights.map((_, at) => `i${at}`)) =>
    schemeDocument.parse({
      unitDimension: "org",
      units: [{ key: "a", label: "a" }],
      indicators: weights.map((weight, at) => ({
        code: codes[at],
        label: `指标${at}`,
        of: { figure: "x" },
        weight,
        missing: "zero",
        method: { kind: "rank" },
      })),
    });
  test("weights that don't add up are told with their sum", () => {
    expect(schemeFaults(scheme(["40", "59.9"]))).toEqual(["各项权重合计为99.9，应为100；加减分项不计入。"]);
    expect(schemeFaults(scheme(["33.33", "33.33", "33.34"]))).toEqual([]);
  });
  test("a code is used once and a weight is not nothing", () => {
    expect(schemeFaults(scheme(["100", "0"], ["one", "one"]))).toHaveLength(2);
  });
});

test("who does better in everything is never below", () => {
  const methods: ScoringMethod["kind"][] = ["efficacy", "rank", "mean"];
  fc.assert(
    fc.property(fc.constantFrom(...methods), fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 3, maxLength: 12 }), (kind, values) => {
      const byValue = score({ kind }, values).map((unit, at) => ({ total: unit.total, value: values[at] ?? 0 }));
      byValue.sort((a, b) => b.value - a.value);
      const steps = byValue.slice(1).map(({ total }, at) => (byValue[at]?.total ?? 0) - total);
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("thirty indicators over five hundred units are scored in well under a second", () => {
  const units = Array.from({ length: 500 }, (_, at) => ({ key: `u${at}`, label: `单位${at}` }));
  const scheme = schemeDocument.parse({
    unitDimension: "org",
    units,
    indicators: Array.from({ length: 30 }, (_, at) => ({
      code: `i${at}`,
      label: `指标${at}`,
      of: { figure: "x" },
      weight: at < 10 ? "3.34" : "3.33",
      missing: "redistribute",
      method: { kind: (["efficacy", "rank", "mean"] as const)[at % 3] },
    })),
  });
  expect(schemeFaults(scheme)).toEqual([]);
  const inputs = new Map(
    scheme.indicators.map(({ code }, i) => [
      code,
      new Map(units.map(({ key }, u) => [key, { numerator: BigInt(1 + ((u * 7919 + i * 104_729) % 99_991)), denominator: 1000n }])),
    ]),
  );
  const began = performance.now();
  const scored = scoreUnits(scheme, inputs);
  expect(scored.every(({ rank }) => rank !== null)).toBe(true);
  expect(performance.now() - began).toBeLessThan(2000);
});
