import { expect, test } from "vitest";
import { formOf, narrowed, queryOf } from "./question.ts";

test("a question names its dimensions, and leaves out those without a value", () => {
  expect(queryOf({ figure: "projects.count", validOn: "2023-06-30", where: { level: ["市重点", "省重点"], area: [], chain: undefined } })).toEqual({
    validFrom: undefined,
    validOn: "2023-06-30",
    knownAt: undefined,
    by: [],
    "where.level": ["市重点", "省重点"],
  });
});

test("a group's question is the whole one narrowed to its key; a town's group leaves the filter by area alone", () => {
  const whole = { figure: "projects.count", by: ["area:town", "light"], where: { level: ["市重点"], area: ["370403"] } };
  expect(narrowed(whole, "area:town", "370403001")).toEqual({
    figure: "projects.count",
    by: [],
    where: { level: ["市重点"], area: ["370403"], town: ["370403001"] },
  });
  expect(narrowed({ figure: "projects.count" }, "area:county", "370403").where).toEqual({ area: ["370403"] });
});

test("money is 亿元 in overviews and 万元 in ledgers", () => {
  expect([formOf("fen"), formOf("fen", "wan"), formOf("ratio"), formOf("points"), formOf("count")]).toEqual(["yi", "wan", "rate", "points", "count"]);
});
