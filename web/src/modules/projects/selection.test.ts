import { expect, test } from "vitest";
import { dueMonthEnd, selectionOf, valuesOfView, viewQuery } from "./selection.ts";

const now = { knownAt: undefined, today: "2023-07-05" };

test("list and footer speak of the same projects", () => {
  const { list, where, isNarrowed } = selectionOf({ level: ["市重点", "省重点"], q: [" 锂电 "], year: ["2023"] }, now);
  expect(list).toMatchObject({ level: ["市重点", "省重点"], q: "锂电", year: "2023" });
  expect(where).toEqual({ level: ["市重点", "省重点"], q: ["锂电"], listing_year: ["2023"] });
  expect(isNarrowed).toBe(true);
});

test("the present year is read today, another year at its end, and a day named in the address before both", () => {
  expect(selectionOf({ year: ["2023"] }, now).validOn).toBeUndefined();
  expect(selectionOf({ year: ["2022"] }, now).validOn).toBe("2022-12-31");
  expect(selectionOf({ year: ["2022"], validOn: ["2022-05-31"] }, now).validOn).toBe("2022-05-31");
});

test("without filters nothing is narrowed", () => {
  expect(selectionOf({ q: ["  "] }, now)).toMatchObject({ where: {}, isNarrowed: false });
});

test("what is due is the last month end of the year, none in early January", () => {
  expect([dueMonthEnd("2023-07-05"), dueMonthEnd("2023-06-30"), dueMonthEnd("2023-01-04")]).toEqual(["2023-06-30", "2023-06-30", undefined]);
});

test("a view keeps filters and sort, and takes away what it does not name", () => {
  const kept = viewQuery({ light: ["warn"], area: ["370403"], knownAt: ["2023-07-05T00:00:00Z"], columns: ["code"] });
  expect(kept).toBe("area=370403&light=warn");
  expect(valuesOfView(kept)).toMatchObject({ area: ["370403"], light: ["warn"], level: undefined, validOn: undefined });
});
