import { describe, expect, it } from "vitest";
import { guessMapping, headingsAt, kindsFor, missingColumns, passwordFile, sampleOf, withMatch } from "./reading.ts";

const sheet = {
  headerRow: 2,
  headings: ["名称", "总投资"],
  firstRows: [["2023年重点项目"], ["名称", "总投资", ""], ["甲项目", "3,200"], ["乙项目", ""]],
};

describe("matching a workbook's columns", () => {
  it("reads headings at the row the person says", () => {
    expect(headingsAt(sheet, 2)).toEqual(["名称", "总投资"]);
    expect(headingsAt(sheet, 1)).toEqual(["2023年重点项目"]);
  });

  it("guesses by name and alias", () => {
    expect(guessMapping("projects", ["名称", "总投资（万元）"])).toMatchObject({
      项目名称: "名称",
      "总投资(万元)": "总投资（万元）",
    });
  });

  it("gives a heading to one column only", () => {
    expect(withMatch({ 项目名称: "名称" }, "备注", "名称")).toEqual({ 备注: "名称" });
    expect(withMatch({ 项目名称: "名称" }, "项目名称", undefined)).toEqual({});
  });

  it("names what is still missing, and shows what a column holds", () => {
    expect(
      missingColumns(
        [
          { name: "项目名称", isRequired: true },
          { name: "备注", isRequired: false },
        ],
        {},
      ),
    ).toEqual(["项目名称"]);
    expect(sampleOf(sheet, 2, "名称")).toBe("甲项目、乙项目");
    expect(sampleOf(sheet, 2, "没有")).toBe("");
  });
});

describe("who imports what", () => {
  it("leaves organisations to administrators and dispatch, the rest to dispatch and districts", () => {
    expect(kindsFor(new Set(["sysadmin"]))).toEqual(["organisations"]);
    expect(kindsFor(new Set(["district"]))).toEqual(["projects", "monthly-reports", "leads", "enterprises"]);
    expect(kindsFor(new Set(["town"]))).toEqual([]);
  });
});

describe("the list of one-time passwords", () => {
  it("is read as text by a spreadsheet", () => {
    expect(passwordFile([{ username: "jia", password: '=a"b' }], ["账号", "密码"])).toBe('\uFEFF"账号","密码"\r\n"jia","\'=a""b"\r\n');
  });
});
