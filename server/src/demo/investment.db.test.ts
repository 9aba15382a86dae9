import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAs } from "#platform/database";
import { evaluate, type Question } from "#kernel/figures";
import { investmentFigures } from "#modules/investment";
import { type City, cloneCity } from "#app/testing/database";
import { loadDemo } from "./index.ts";

let city: City;
beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  await loadDemo(city.owner);
}, 120_000);
afterAll(() => city.drop());

/** Whoever reads the whole city. */
const wide = { accountId: crypto.randomUUID(), postId: 0, role: "leader", isWide: true, orgId: crypto.randomUUID(), requestId: "test" };

async function ask(figureName: string, query: { validFrom?: string; validOn: string; where: Record<string, string[]> }, by: string[] = []) {
  const figure = investmentFigures.find((one) => one.name === figureName);
  if (figure === undefined) throw new Error(`no figure ${figureName}`);
  const question: Question = {
    validFrom: query.validFrom ?? `${query.validOn.slice(0, 4)}-01-01`,
    validOn: query.validOn,
    knownAt: "2023-07-31T00:00:00+08:00",
    by,
    where: Object.entries(query.where).map(([dimension, values]) => ({ dimension, values, isAll: false })),
  };
  return readAs(city.web.db, wide, (tx) => evaluate(tx, figure, { question, scope: "全市" }));
}

test("groups by district add up to the whole, and every dimension can be asked", async () => {
  for (const figure of investmentFigures) {
    if ("from" in figure) continue;
    for (const dimension of figure.population.dimensions) await ask(figure.name, { validOn: "2023-06-30", where: {} }, [dimension.name]);
  }
  const { value, groups } = await ask("contracts.amount", { validOn: "2023-06-30", where: {} }, ["area"]);
  expect(groups.reduce((sum, group) => sum + (group.value ?? 0), 0)).toBe(value);
});

test("a dimension that leads do not have is refused by name", async () => {
  await expect(ask("leads.count", { validOn: "2023-06-30", where: { level: ["市重点"] } })).rejects.toMatchObject({ slug: "unknown-dimension" });
  await expect(ask("contracts.count", { validOn: "2023-06-30", where: { size: ["很大"] } })).rejects.toMatchObject({ slug: "invalid-input" });
});
