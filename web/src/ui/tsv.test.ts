import { describe, expect, it } from "vitest";
import { parseTsv, writeTsv } from "./tsv.ts";

describe("clipboard text of a spreadsheet", () => {
  it("splits rows by line and cells by tab", () => {
    expect(parseTsv("甲\t1\n乙\t2")).toEqual([
      ["甲", "1"],
      ["乙", "2"],
    ]);
  });

  it("drops the empty line that spreadsheets add at the end, and only that one", () => {
    expect(parseTsv("甲\t1\r\n")).toEqual([["甲", "1"]]);
    expect(parseTsv("甲\r\n\r\n")).toEqual([["甲"], [""]]);
  });

  it("keeps line breaks, tabs and quotes inside a quoted cell", () => {
    expect(parseTsv('"主体\n封顶"\t"说""好"""\n"a\tb"\tc')).toEqual([
      ["主体\n封顶", '说"好"'],
      ["a\tb", "c"],
    ]);
  });

  it("takes a quote that does not close the cell as text", () => {
    expect(parseTsv('"5"号楼\t"未完')).toEqual([['"5"号楼', '"未完']]);
  });

  it("keeps empty cells in the middle and at the end", () => {
    expect(parseTsv("a\t\tb\t\n\t")).toEqual([
      ["a", "", "b", ""],
      ["", ""],
    ]);
  });

  it("reads one bare value as one cell", () => {
    expect(parseTsv("1,200")).toEqual([["1,200"]]);
    expect(parseTsv("")).toEqual([[""]]);
  });

  it("reads back what it writes", () => {
    const rows = [
      ["甲\n乙", '他说"是"', "1,200"],
      ["", "a\tb", '"'],
    ];
    expect(parseTsv(writeTsv(rows))).toEqual(rows);
  });
});
