import { describe, expect, it } from "vitest";
import { changeWords, heldBody, instantOf, matterCounts, monthAfter, readMonth, stepOf } from "./months.ts";

const light = (projectId: string, opensMatter: boolean, heldBackReason: string | null = null) =>
  ({
    projectId,
    opensMatter,
    heldBackReason,
    name: projectId,
    orgName: "",
    verdict: "warn",
    before: null,
    dimension: "money",
    sentence: "",
    blockingParty: null,
    isExempt: false,
  }) as const;

describe("months", () => {
  it("are read as people write them", () => {
    for (const typed of ["2023-07", "2023.7", "202307", "2023年7月", "２０２３-７"]) expect(readMonth(typed)).toBe("2023-07");
    for (const typed of ["2023-13", "7月", "2023", ""]) expect(readMonth(typed)).toBeUndefined();
  });

  it("open after the latest one, across the year", () => {
    expect(monthAfter(["2023-11", "2023-12", "2023-01"])).toBe("2024-01");
    expect(monthAfter([])).toBeUndefined();
  });

  it("wait to be frozen once closed, and are checked once frozen", () => {
    expect(stepOf("open")).toBe("open");
    expect(stepOf("closed")).toBe("frozen");
    expect(stepOf("frozen")).toBe("checking");
    expect(stepOf("published")).toBe("published");
  });
});

describe("a due time", () => {
  it("is an hour of a day in the city, however the hour is typed", () => {
    for (const time of ["18:00", "1800", "18：00", "18:00 "]) expect(instantOf("2023-08-07", time)).toBe("2023-08-07T18:00:00+08:00");
    expect(instantOf("2023-08-07", "9:30")).toBe("2023-08-07T09:30:00+08:00");
    for (const time of ["", "25:00", "18:60", "六点"]) expect(instantOf("2023-08-07", time)).toBeUndefined();
    expect(instantOf("", "18:00")).toBeUndefined();
  });
});

describe("holding back", () => {
  const run = { items: [light("a", true), light("b", true), light("c", false), light("d", false, "上期亮牌事项仍在办理，不重复交办")] };

  it("takes a matter out of what goes out", () => {
    expect(matterCounts(run, {})).toEqual({ matters: 2, heldBack: 0 });
    expect(matterCounts(run, { a: "已在协调" })).toEqual({ matters: 1, heldBack: 1 });
  });

  it("forgets projects that open no matter any more", () => {
    expect(heldBody(run, { a: "已在协调", c: "旧理由", gone: "旧理由" })).toEqual([{ projectId: "a", reason: "已在协调" }]);
  });

  it("signs a change, and says nothing for none", () => {
    expect([changeWords(3), changeWords(-5), changeWords(0), changeWords(undefined)]).toEqual(["+3", "−5", "", ""]);
  });
});
