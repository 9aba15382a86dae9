import { expect, test } from "vitest";
import { daysLate } from "./rules.ts";

const node = (dueOn: string, more: Partial<Parameters<typeof daysLate>[0]> = {}) => ({ dueOn, precision: "day", doneOn: null, donePrecision: null, ...more });

test("an open node is late by the days past due, and by none before", () => {
  expect(daysLate(node("2023-06-30"), "2023-07-05")).toBe(5);
  expect(daysLate(node("2023-07-05"), "2023-07-05")).toBeNull();
});

test("a month is due by its last day", () => {
  expect(daysLate(node("2023-06-01", { precision: "month" }), "2023-06-30")).toBeNull();
  expect(daysLate(node("2023-06-01", { precision: "month" }), "2023-07-05")).toBe(5);
  expect(daysLate(node("2023-06-15", { precision: "month" }), "2023-07-05")).toBe(5);
  expect(daysLate(node("2023-05-15", { precision: "quarter" }), "2023-07-05")).toBe(5);
});

test("a done node keeps the days it was late, whatever the day of asking", () => {
  expect(daysLate(node("2023-06-01", { doneOn: "2023-06-11", donePrecision: "day" }), "2024-01-01")).toBe(10);
  expect(daysLate(node("2023-06-01", { doneOn: "2023-05-20", donePrecision: "day" }), "2024-01-01")).toBe(0);
});

test("an actual day known only as “by” tells no lateness, unless the bound itself is in time", () => {
  expect(daysLate(node("2023-06-01", { doneOn: "2023-07-01", donePrecision: "by" }), "2024-01-01")).toBeNull();
  expect(daysLate(node("2023-08-01", { doneOn: "2023-07-01", donePrecision: "by" }), "2024-01-01")).toBe(0);
});
