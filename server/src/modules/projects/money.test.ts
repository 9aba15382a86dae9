import fc from "fast-check";
import { expect, test } from "vitest";
import { planCurve } from "./money.ts";

test("a plan split by month is summed up, one without a split is a straight line that ends at the plan", () => {
  expect(planCurve({ planFen: 78, byMonthFen: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] })).toEqual([1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78]);
  expect(planCurve({ planFen: 12_000, byMonthFen: null })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => month * 1_000));
  expect(planCurve(null)).toEqual(Array.from({ length: 12 }, () => null));
});

test("a straight line is whole fen, never falls, and ends at the plan, whatever the plan", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_000_000 }), (planFen) => {
      const curve = planCurve({ planFen, byMonthFen: null }).map(Number);
      expect(curve.every(Number.isSafeInteger)).toBe(true);
      expect(curve.every((value, at) => at === 0 || value >= (curve[at - 1] ?? 0))).toBe(true);
      expect(curve.at(-1)).toBe(planFen);
      expect(Math.abs((curve[5] ?? 0) * 2 - planFen)).toBeLessThanOrEqual(1);
    }),
  );
});
