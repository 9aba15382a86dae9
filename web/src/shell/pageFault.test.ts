import { expect, test } from "vitest";
import { faultReport, isFileMissing } from "./pageFault.ts";

test.each([
  "Failed to fetch dynamically imported module: http://127.0.0.1/assets/PeriodPage-x.js",
  "error loading dynamically imported module",
  "Importing a module script failed.",
  "Unable to preload CSS for /assets/periods.css",
])("“%s” is a file that did not come", (message) => {
  expect(isFileMissing(new TypeError(message))).toBe(true);
});

test("anything else a page throws is the program's own fault, and is not blamed on the network", () => {
  expect(isFileMissing(new TypeError("Cannot read properties of undefined (reading 'map')"))).toBe(false);
  expect(isFileMissing("thrown text")).toBe(false);
});

test("what is told to the administrator names the page, the time and the fault", () => {
  const told = faultReport(new RangeError("bad"), { path: "/periods", at: "2023-07-05 18:00", browser: "Chromium" });
  expect(told.split("\n").slice(0, 3)).toEqual(["/periods", "2023-07-05 18:00", "RangeError: bad"]);
  expect(told).toContain("pageFault.test.ts");
});
