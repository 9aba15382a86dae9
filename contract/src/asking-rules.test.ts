import { describe, expect, test } from "vitest";
import { readAsked } from "./asking-rules.ts";

const vocabulary = [
  { word: "薛城区", dimension: "area", value: "370403" },
  { word: "薛城", dimension: "area", value: "370403" },
  { word: "台儿庄区", dimension: "area", value: "370405" },
  { word: "市重点", dimension: "level", value: "市重点" },
  { word: "省重点", dimension: "level", value: "省重点" },
  { word: "锂电", dimension: "chain", value: "锂电产业链" },
  { word: "红牌", dimension: "light", value: "红牌" },
];
const ask = (sentence: string, today = "2023-07-05") => readAsked(sentence, { vocabulary, today });

test("the leader's question is two questions to figures, with every piece explained", () => {
  const { asks, pieces, remarks } = ask("薛城区前三季度新开工过亿元项目多少个,总投资多少", "2023-10-08");
  const shared = { where: { area: ["370403"], size: [">1亿"] }, by: null, validFrom: "2023-01-01", validOn: "2023-09-30" };
  expect(asks).toEqual([
    { figure: "projects.newly_started", ...shared },
    { figure: "projects.newly_started_investment", ...shared },
  ]);
  expect(pieces.filter(({ as }) => as === "unknown")).toEqual([]);
  expect(remarks).toEqual([]);
});

describe("sizes", () => {
  test("过 is more than, 以上 is at least", () => {
    expect(ask("过亿元项目多少个").asks[0]?.where).toEqual({ size: [">1亿"] });
    expect(ask("亿元以上项目多少个").asks[0]?.where).toEqual({ size: [">=1亿"] });
    expect(ask("10亿元及以上项目几个").asks[0]?.where).toEqual({ size: [">=10亿"] });
    expect(ask("超5亿元的项目数量").asks[0]?.where).toEqual({ size: [">5亿"] });
    expect(ask("百亿元以上项目多少个").asks[0]?.where).toEqual({ size: [">=100亿"] });
    expect(ask("5000万元以上项目多少个").asks[0]?.where).toEqual({ size: [">=5000万"] });
  });
});

describe("times", () => {
  const span = (sentence: string, today?: string) => {
    const [first] = ask(`${sentence}新开工项目多少个`, today).asks;
    return [first?.validFrom, first?.validOn];
  };
  test("quarters, halves, months and ranges", () => {
    expect(span("上半年")).toEqual(["2023-01-01", "2023-06-30"]);
    expect(span("二季度")).toEqual(["2023-04-01", "2023-06-30"]);
    expect(span("第一季度")).toEqual(["2023-01-01", "2023-03-31"]);
    expect(span("1-5月")).toEqual(["2023-01-01", "2023-05-31"]);
    expect(span("1月至5月份")).toEqual(["2023-01-01", "2023-05-31"]);
    expect(span("6月份")).toEqual(["2023-06-01", "2023-06-30"]);
    expect(span("截至6月底")).toEqual(["2023-01-01", "2023-06-30"]);
    expect(span("2022年前11个月")).toEqual(["2022-01-01", "2022-11-30"]);
    expect(span("去年")).toEqual(["2022-01-01", "2022-12-31"]);
    expect(span("今年以来")).toEqual(["2023-01-01", "2023-07-05"]);
    expect(span("上月", "2023-01-10")).toEqual(["2022-12-01", "2022-12-31"]);
    expect(span("十二月", "2022-12-31")).toEqual(["2022-12-01", "2022-12-31"]);
  });
  test("no time is as of today", () => {
    expect(ask("新开工项目多少个").asks[0]).toMatchObject({ validFrom: null, validOn: "2023-07-05" });
  });
  test("a month that does not exist is not understood", () => {
    expect(ask("13月新开工项目多少个").remarks.join("")).toContain("没有听懂");
  });
  test("a span that is not over is said to be so", () => {
    expect(ask("前三季度新开工项目多少个").remarks).toEqual(["截止日在今天之后，回答只含目前已有的数据。"]);
  });
});

test("several places are any of them, and groups are asked by their word", () => {
  expect(ask("薛城区、台儿庄区市重点项目完成率").asks).toEqual([
    { figure: "projects.completion_rate", where: { area: ["370403", "370405"], level: ["市重点"] }, by: null, validFrom: null, validOn: "2023-07-05" },
  ]);
  expect(ask("各区市6月底完成率").asks[0]).toMatchObject({ figure: "projects.completion_rate", by: "area:county", validOn: "2023-06-30" });
});

test("a later clause replaces what it says anew and keeps the rest", () => {
  const [first, second] = ask("薛城区上半年新开工项目多少个，台儿庄区多少个").asks;
  expect(first?.where).toEqual({ area: ["370403"] });
  expect(second).toMatchObject({ figure: "projects.newly_started", where: { area: ["370405"] }, validOn: "2023-06-30" });
});

test("a number that does not exist is refused with the nearest that do", () => {
  const { asks, remarks } = ask("上半年线索完成率是多少");
  expect(asks).toEqual([]);
  expect(remarks[0]).toContain("“招商线索”没有“完成率”这一指标");
  expect(remarks[0]).toContain("个数、总投资");
});

test("what is not understood is named, and the rest is answered", () => {
  const { asks, remarks } = ask("薛城区氢能项目多少个");
  expect(asks).toHaveLength(1);
  expect(remarks).toEqual(["没有听懂“氢能”，回答中未计入。"]);
});

test("a question without a measure is counted, and says so", () => {
  expect(ask("薛城区红牌项目").asks[0]).toMatchObject({ figure: "projects.count", where: { area: ["370403"], light: ["红牌"] } });
  expect(ask("薛城区红牌项目").remarks[0]).toContain("先按个数回答");
});

test("nonsense is told how to ask", () => {
  expect(ask("你好").asks).toEqual([]);
  expect(ask("").remarks[0]).toContain("可以这样问");
});
