import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOfSerial, describeDateFault, lastDayOf, monthEnd, parseMonth, parseWhen, timeProgress } from "./time.ts";

describe("a date keeps the precision it was written in", () => {
  test.each([
    ["2023-06-15", "2023-06-15", "day"],
    ["20230630", "2023-06-30", "day"],
    [20_230_630, "2023-06-30", "day"],
    ["2023/6/5", "2023-06-05", "day"],
    ["2023.6.30", "2023-06-30", "day"],
    ["２０２３年６月３０日", "2023-06-30", "day"],
    ["2023 年 6 月 30 日", "2023-06-30", "day"],
    ["2023-06-15 00:00:00", "2023-06-15", "day"],
    ["2023-06-15T08:30:00Z", "2023-06-15", "day"],
    [45_107, "2023-06-30", "day"],
    [45_107.75, "2023-06-30", "day"],
    ["2024-02-29", "2024-02-29", "day"],
    ["2023-06", "2023-06-01", "month"],
    ["2023年6月", "2023-06-01", "month"],
    ["2023年6月底", "2023-06-01", "month"],
    ["202306", "2023-06-01", "month"],
    [202_306, "2023-06-01", "month"],
    ["2023.10", "2023-10-01", "month"],
    [2023.6, "2023-06-01", "month"],
    ["2023年二季度", "2023-04-01", "quarter"],
    ["2023Q4", "2023-10-01", "quarter"],
    ["2023年第三季度", "2023-07-01", "quarter"],
    ["2023", "2023-01-01", "year"],
    [2023, "2023-01-01", "year"],
    ["2023年底", "2023-01-01", "year"],
    ["2023年度", "2023-01-01", "year"],
  ])("%s", (written, on, precision) => {
    expect(parseWhen(written)).toEqual({ on, precision });
  });

  test("a date cell is a day unless its format shows no day", () => {
    expect(parseWhen({ date: "2023-06-30" })).toEqual({ on: "2023-06-30", precision: "day" });
    expect(parseWhen({ date: "2023-06-01", precision: "month" })).toEqual({ on: "2023-06-01", precision: "month" });
  });

  test("6.30 is a day of the year at hand, and no date without one", () => {
    expect(parseWhen("6.30", { year: 2023 })).toEqual({ on: "2023-06-30", precision: "day" });
    expect(parseWhen("6月30日", { year: 2023 })).toEqual({ on: "2023-06-30", precision: "day" });
    expect(parseWhen("6月", { year: 2023 })).toEqual({ on: "2023-06-01", precision: "month" });
    expect(parseWhen("6.30")).toEqual({ fault: "year-missing" });
  });
});

describe("what cannot be told apart or does not exist is refused", () => {
  test.each([
    ["2023-02-29", "no-such-day"],
    ["2023-13", "no-such-day"],
    ["2023-06-00", "no-such-day"],
    ["23-06-30", "two-digit-year"],
    ["1823-06-30", "out-of-range"],
    ["2023-06-30-1", "not-a-date"],
    ["2023年上半年", "not-a-date"],
    ["尽快", "not-a-date"],
    ["", "empty"],
    [2023.1, "ambiguous"],
    [-1, "not-a-date"],
    [1.5, "ambiguous"],
    [Number.NaN, "not-a-date"],
  ])("%s", (written, fault) => {
    expect(parseWhen(written)).toEqual({ fault });
  });

  test("the sentence names the value and the remedy", () => {
    expect(describeDateFault("尽快", "not-a-date")).toEqual({
      message: "“尽快”不是日期",
      remedy: "请按2023-06或2023-06-15的样式填写",
    });
  });
});

describe("months", () => {
  test("a month is read in its usual forms, and a whole date stands for its month", () => {
    for (const written of ["2023-06", "2023年6月份", "202306", "2023/6", "2023-06-30", 202_306, { date: "2023-06-01" }])
      expect(parseMonth(written)).toEqual({ month: "2023-06" });
    expect(parseMonth("2023")).toEqual({ fault: "not-a-date" });
    expect(parseMonth("2023Q2")).toEqual({ fault: "not-a-date" });
  });

  test("a month ends on its last day", () => {
    expect(monthEnd("2023-06")).toBe("2023-06-30");
    expect(monthEnd("2024-02")).toBe("2024-02-29");
    expect(monthEnd("2023-12")).toBe("2023-12-31");
  });

  test("a vague date may mean any day up to the end of its precision", () => {
    expect(lastDayOf({ on: "2023-06-15", precision: "day" })).toBe("2023-06-15");
    expect(lastDayOf({ on: "2024-02-01", precision: "month" })).toBe("2024-02-29");
    expect(lastDayOf({ on: "2023-04-01", precision: "quarter" })).toBe("2023-06-30");
    expect(lastDayOf({ on: "2023-01-01", precision: "year" })).toBe("2023-12-31");
  });
});

describe("the part of the year gone by", () => {
  test("is m/12 at the end of every month", () => {
    for (let month = 1; month <= 12; month++)
      expect(timeProgress(monthEnd(`2023-${String(month).padStart(2, "0")}`))).toEqual({
        numerator: month,
        denominator: 12,
      });
  });

  test("is linear within a month", () => {
    expect(timeProgress("2023-06-15")).toEqual({ numerator: 5 * 30 + 15, denominator: 360 });
  });

  test("grows every day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 45_000, max: 46_500 }), (serial) => {
        const today = timeProgress(dateOfSerial(serial));
        const tomorrow = timeProgress(dateOfSerial(serial + 1));
        if (dateOfSerial(serial + 1).endsWith("01-01")) return;
        expect(tomorrow.numerator * today.denominator).toBeGreaterThan(today.numerator * tomorrow.denominator);
      }),
    );
  });
});
