import { describe, expect, test } from "vitest";
import { compareBulletins, documentFaults, questionKey, questionsOf, readingOf, sayRuns, spanOf, tableRows, unsourcedDigits } from "./bulletin-rules.ts";
import type { BulletinAnswer, BulletinBlock, BulletinDocument, BulletinFacts, BulletinRun } from "./bulletins.ts";

const month = "2023-06";
const rate = { figure: "projects.completion_rate", where: {}, span: "year" as const };

function answer(changed: Partial<BulletinAnswer>): BulletinAnswer {
  const question = { figure: "projects.completion_rate", where: {}, by: null, validFrom: "2023-01-01", validOn: "2023-06-30", ...changed };
  return { labelZh: "完成率", unit: "ratio", value: null, comparator: "=", groups: [], unreported: 0, ...question, ...changed, key: questionKey(question) };
}
const facts = (...answers: BulletinAnswer[]): BulletinFacts => ({ knownAt: "2023-07-06T00:00:00Z", answers, lights: {}, rankings: {} });
const say = (run: BulletinRun, ...answers: BulletinAnswer[]): string =>
  sayRuns([run], readingOf(month, facts(...answers)))
    .map(({ text }) => text)
    .join("");
const run = (said: object, ask: object = {}): BulletinRun => ({ kind: "figure", id: "a", ask: { ...rate, ...ask }, say: said }) as BulletinRun;
const groups = (...values: [string, number | null][]) => values.map(([label, value]) => ({ key: label, label, value, comparator: "=" as const }));

test("spans are seen from the bulletin's own month", () => {
  expect(spanOf("year", month)).toEqual({ validFrom: "2023-01-01", validOn: "2023-06-30" });
  expect(spanOf("month", "2024-02")).toEqual({ validFrom: "2024-02-01", validOn: "2024-02-29" });
  expect(spanOf("quarter", "2023-05")).toEqual({ validFrom: "2023-04-01", validOn: "2023-05-31" });
  expect(spanOf("previous", "2023-01")).toEqual({ validFrom: "2022-01-01", validOn: "2022-12-31" });
  expect(spanOf("last_year", "2024-02")).toEqual({ validFrom: "2023-01-01", validOn: "2023-02-28" });
});

describe("a number in a sentence", () => {
  test("is said by its unit, and is 暂无数据 where it is undefined or was not asked", () => {
    expect(say(run({ as: "number" }), answer({ value: 0.7778 }))).toBe("77.78%");
    expect(say(run({ as: "number" }), answer({ value: null }))).toBe("暂无数据");
    expect(say(run({ as: "number" }))).toBe("暂无数据");
  });
  test("a change of a share is in points, of an amount in its unit", () => {
    const before = answer({ validOn: "2023-05-31", value: 0.6 });
    expect(say(run({ as: "change", against: "previous" }), answer({ value: 0.7778 }), before)).toBe("比上月提高17.78个百分点");
    const total = { figure: "projects.count", unit: "count" as const };
    const [now, then] = [answer({ ...total, value: 50 }), answer({ ...total, value: 55, validFrom: "2022-01-01", validOn: "2022-06-30" })];
    expect(say(run({ as: "change", against: "last_year" }, { figure: "projects.count" }), now, then)).toBe("同比减少5个");
    expect(say(run({ as: "change", against: "previous" }), answer({ value: 0.7778 }))).toBe("暂无数据");
  });
  test("a rank counts ties, and names come from the best or the worst", () => {
    const grouped = answer({ by: "area:county", groups: groups(["薛城区", 0.9], ["台儿庄区", 0.9], ["山亭区", 0.5], ["峄城区", null]) });
    expect(say(run({ as: "rank", by: "area:county", key: "台儿庄区", pool: "全市" }), grouped)).toBe("并列全市第1位");
    expect(say(run({ as: "rank", by: "area:county", key: "山亭区", pool: "全市" }), grouped)).toBe("居全市第3位");
    expect(say(run({ as: "rank", by: "area:county", key: "峄城区", pool: "全市" }), grouped)).toBe("暂无数据");
    expect(say(run({ as: "names", by: "area:county", order: "worst", count: 2 }), grouped)).toBe("山亭区和台儿庄区");
  });
  test("a choice writes one of its branches, and neither where nothing is known", () => {
    const choice: BulletinRun = {
      kind: "choice",
      id: "c",
      ask: rate,
      operator: ">=",
      value: "0.5",
      met: [{ kind: "text", text: "进展顺利" }],
      otherwise: [{ kind: "text", text: "进展偏慢" }],
    };
    expect(say(choice, answer({ value: 0.5 }))).toBe("进展顺利");
    expect(say(choice, answer({ value: 0.4999 }))).toBe("进展偏慢");
    expect(say(choice, answer({ value: null }))).toBe("暂无数据");
  });
});

test("a document's questions are asked once each, with those of its changes, tables and charts", () => {
  const document: BulletinDocument = {
    blocks: [
      { kind: "paragraph", runs: [run({ as: "number" }), run({ as: "ahead" }), run({ as: "change", against: "previous" })] },
      { kind: "table", id: "t", title: "", by: "area:county", columns: [{ label: "完成率", ask: rate }], sortBy: 0, isRanked: true },
      { kind: "chart", id: "g", title: "", by: "area:county", ask: rate },
    ],
  };
  expect(questionsOf(document, month).map(({ by, validOn }) => [by, validOn])).toEqual([
    [null, "2023-06-30"],
    [null, "2023-05-31"],
    ["area:county", "2023-06-30"],
  ]);
});

test("the order of filters makes no other question", () => {
  const question = { figure: "x", by: null, validFrom: "a", validOn: "b" };
  expect(questionKey({ ...question, where: { level: ["省", "市"], area: ["1"] } })).toBe(
    questionKey({ ...question, where: { area: ["1"], level: ["市", "省"] } }),
  );
});

test("a table is ordered by its column, ties share a rank, the undefined stand last without one", () => {
  const table: Extract<BulletinBlock, { kind: "table" }> = {
    kind: "table",
    id: "t",
    title: "",
    by: "area:county",
    columns: [{ label: "", ask: rate }],
    sortBy: 0,
    isRanked: true,
  };
  const grouped = answer({ by: "area:county", groups: groups(["甲", 0.5], ["乙", null], ["丙", 0.9], ["丁", 0.9]) });
  expect(tableRows(table, readingOf(month, facts(grouped))).map(({ label, rank }) => [label, rank])).toEqual([
    ["丙", 1],
    ["丁", 1],
    ["甲", 3],
    ["乙", null],
  ]);
});

describe("digits without a source", () => {
  const digits = (text: string) => unsourcedDigits({ blocks: [{ kind: "paragraph", runs: [{ kind: "text", text }] }] }).map((one) => one.text);
  test("a typed number is found", () => {
    expect(digits("全市完成投资686.5亿元，完成率77.78%，项目５０个")).toEqual(["686.5", "77.78%", "５０"]);
  });
  test("dates, ordinals, document numbers and list marks need none", () => {
    expect(digits("1.截至2023年6月30日，第3期通报（枣发改〔2023〕6号），6月底前，(2)18:00前报送")).toEqual([]);
  });
});

test("an unknown figure and an empty document are faults", () => {
  expect(documentFaults({ blocks: [] }, new Set())).toEqual(["通报没有内容。"]);
  expect(documentFaults({ blocks: [{ kind: "paragraph", runs: [run({ as: "number" })] }] }, new Set())).toEqual([
    "引用的指标“projects.completion_rate”不存在，请重新选择。",
  ]);
});

test("two months are compared question by question, group by group", () => {
  const of = (validOn: string, value: number) => facts(answer({ validOn, value, by: "area:county", groups: groups(["薛城区", value]) }));
  expect(
    compareBulletins({ month: "2023-05", facts: of("2023-05-31", 0.5) }, { month, facts: of("2023-06-30", 0.6) }).map(({ label, before, after }) => [
      label,
      before,
      after,
    ]),
  ).toEqual([
    ["完成率", 0.5, 0.6],
    ["薛城区 · 完成率", 0.5, 0.6],
  ]);
});
