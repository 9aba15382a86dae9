import { describe, expect, it } from "vitest";
import { changesOfOthers, emptyValues, faultsOf, fenOf, inputOf, mergedValues, type ProjectValues } from "./projectForm.ts";

const words = { required: "请填写此项。", warned: "请写明核对情况。" };
const given = (more: Partial<ProjectValues>): ProjectValues => ({
  ...emptyValues,
  name: "正极材料项目",
  accountOrgId: "0198c0de-0000-7000-8000-000000000001",
  total: { text: "3.2", unit: "亿元" },
  ...more,
});

describe("an amount as typed", () => {
  it("is of the unit chosen, unless it names its own", () => {
    expect(fenOf({ text: "3.2", unit: "亿元" })).toBe(32_000_000_000);
    expect(fenOf({ text: "32,000", unit: "万元" })).toBe(32_000_000_000);
    expect(fenOf({ text: "3.2亿", unit: "万元" })).toBe(32_000_000_000);
  });

  it("is nothing where nothing is typed, and not understood where it is no amount", () => {
    expect(fenOf({ text: " ", unit: "万元" })).toBeNull();
    expect(fenOf({ text: "约两千", unit: "万元" })).toBeUndefined();
    expect(fenOf({ text: "-5", unit: "万元" })).toBeUndefined();
  });
});

describe("faults of the form", () => {
  it("name each required field that is empty", () => {
    expect(Object.keys(faultsOf(emptyValues, words))).toEqual(["name", "accountOrgId", "total"]);
    expect(faultsOf(given({}), words)).toEqual({});
  });

  it("ask a reason for a credit code that fails its check characters, and refuse one that is no code", () => {
    const doubtful = { creditCode: "91370400MA3TEST00X" };
    expect(faultsOf(given(doubtful), words).creditCode ?? faultsOf(given(doubtful), words).creditCodeOverride).toBeTruthy();
    expect(faultsOf(given({ creditCode: "123" }), words)).toMatchObject({ creditCode: expect.stringContaining("应为18位") });
    expect(faultsOf(given({ creditCode: "123" }), words, given({ creditCode: "123" }))).toEqual({});
  });
});

it("the form is sent in fen and with nothing for what is empty", () => {
  expect(inputOf(given({ landMu: "12.50", buildKind: "" }))).toMatchObject({
    totalInvestmentFen: 32_000_000_000,
    fixedAssetFen: null,
    landMu: "12.5",
    buildKind: null,
  });
});

describe("two people editing one project", () => {
  const opened = given({ content: "年产一万吨", remark: "" });
  const stored = given({ content: "年产二万吨", total: { text: "50000", unit: "万元" }, remark: "" });

  it("tells what the other changed since the form was opened, and where a choice is needed", () => {
    const typed = given({ content: "年产三万吨", remark: "已复核" });
    expect(changesOfOthers(opened, stored, typed)).toEqual([
      { field: "content", isMineToo: true },
      { field: "total", isMineToo: false },
    ]);
  });

  it("needs no choice where both wrote the same in different words", () => {
    const typed = given({ total: { text: "5", unit: "亿元" }, content: "年产一万吨" });
    expect(changesOfOthers(opened, stored, typed).find(({ field }) => field === "total")).toMatchObject({ isMineToo: false });
  });

  it("keeps all own typing, takes over what only the other changed, and follows the choice for the rest", () => {
    const typed = given({ content: "年产三万吨", remark: "已复核" });
    const adopted = mergedValues({ opened, stored, typed }, new Set());
    expect(adopted).toMatchObject({ content: "年产二万吨", remark: "已复核", total: stored.total });
    expect(mergedValues({ opened, stored, typed }, new Set(["content"]))).toMatchObject({ content: "年产三万吨", total: stored.total });
  });
});
