import { expect, test } from "vitest";
import { findIndustry, listIndustries } from "./industries.ts";

test("the standard is whole: 20 sections, 97 divisions, 473 groups, 1,381 classes", () => {
  const counts = Object.groupBy(listIndustries(), (industry) => industry.level);
  expect(Object.entries(counts).map(([level, found]) => [level, found.length])).toEqual([
    ["section", 20],
    ["division", 97],
    ["group", 473],
    ["class", 1381],
  ]);
});

test("a code is found with and without its section letter, in any width and case", () => {
  const batteries = findIndustry("C3841");
  expect(batteries).toMatchObject({
    code: "3841",
    full: "C3841",
    section: "C",
    level: "class",
    name: "锂离子电池制造",
  });
  expect(batteries?.path).toEqual(["制造业", "电气机械和器材制造业", "电池制造", "锂离子电池制造"]);
  for (const written of ["3841", " c3841 ", "Ｃ３８４１", 3841]) expect(findIndustry(written)).toBe(batteries);
  expect(findIndustry("C")).toMatchObject({ level: "section", name: "制造业", path: ["制造业"] });
  expect(findIndustry("01")).toMatchObject({ level: "division", full: "A01" });
});

test("a foreign section letter, an unknown code and nothing find nothing", () => {
  for (const written of ["A3841", "9999", "Z01", "", "38411", "C38-41"]) expect(findIndustry(written)).toBeUndefined();
});

test("a cell's number that lost its zero is found only where that leaves no doubt", () => {
  expect(findIndustry(1)).toMatchObject({ full: "A01" });
  expect(findIndustry(131)).toBeUndefined();
  expect(findIndustry("131")).toMatchObject({ full: "C131" });
});

test("every industry leads up to its section", () => {
  for (const industry of listIndustries()) {
    expect(industry.path).toHaveLength(["section", "division", "group", "class"].indexOf(industry.level) + 1);
    expect(industry.path.every((name) => name !== "")).toBe(true);
  }
});
