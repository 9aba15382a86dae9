import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { AskedAnswer } from "@baton/contract/asking";
import { reachableFigures } from "@baton/contract/asking-rules";
import type { FigureAnswer } from "@baton/contract/figures";
import { type DemoCity, openDemoCity } from "#app/testing/demo-city";

let demo: DemoCity;

beforeAll(async () => {
  demo = await openDemoCity(inject("cluster"));
}, 120_000);

afterAll(() => demo.close());

async function ask(q: string, as = "leader"): Promise<AskedAnswer> {
  const answer = await demo.ask(as, `GET /api/answers?q=${encodeURIComponent(q)}`);
  expect(answer.status, answer.body).toBe(200);
  return answer.json();
}

async function figure(address: string): Promise<FigureAnswer> {
  return (await demo.ask("leader", `GET /api/figures/${address}`)).json();
}

describe("a question in words", () => {
  test("gives the numbers that the figures give, with their rows", async () => {
    const { answers, remarks } = await ask("薛城区上半年新开工过亿元项目多少个,总投资多少");
    const where = "validFrom=2023-01-01&validOn=2023-06-30&where.area=370403&where.size=%3E1亿";
    const count = await figure(`projects.newly_started?${where}`);
    const amount = await figure(`projects.newly_started_investment?${where}`);
    expect(count.value).toBeGreaterThan(0);
    expect(answers.map(({ answer }) => answer.value)).toEqual([count.value, amount.value]);
    expect(remarks).toEqual([]);
    const rows = await demo.ask("leader", `GET ${answers[0]?.answer.rowsUrl ?? ""}`);
    expect(rows.json<{ items: unknown[] }>().items).toHaveLength(count.value ?? 0);
  });
  test("understands a district by its short name and groups by its word", async () => {
    const [whole, short] = [await ask("台儿庄区6月底完成率"), await ask("台儿庄6月底完成率")];
    expect(short.answers[0]?.answer.value).toBe(whole.answers[0]?.answer.value);
    expect(whole.answers[0]?.answer.value).not.toBeNull();
    const { answers } = await ask("各区市6月底完成率");
    expect(answers[0]?.answer.groups.length).toBeGreaterThan(4);
  });
  test("counts only what the asker reaches", async () => {
    const [mine, all] = [await ask("6月底重点项目多少个", "town"), await ask("6月底重点项目多少个")];
    expect(mine.answers[0]?.answer.value).toBeLessThan(all.answers[0]?.answer.value ?? 0);
    expect(mine.answers[0]?.answer.scope).not.toBe("全市");
  });
  test("shows the reading before the number, and the number in words", async () => {
    const { answers } = await ask("薛城区6月底重点项目完成率");
    expect(answers[0]?.reading).toBe("薛城区（370403） · 6月底（2023-01-01至2023-06-30） · 年度计划完成率");
    expect(answers[0]?.said).toMatch(/^\d+(\.\d+)?%$/);
  });
  test("says what it did not understand, and an empty question is refused in a sentence", async () => {
    expect((await ask("氢能项目多少个")).remarks).toEqual(["没有听懂“氢能”，回答中未计入。"]);
    const refused = await demo.ask("leader", "GET /api/answers?q=");
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("请写一句要问的话");
  });
});

test("every figure that words can reach is in the catalogue", async () => {
  const { items } = (await demo.ask("leader", "GET /api/figures")).json<{ items: { name: string }[] }>();
  const names = new Set(items.map(({ name }) => name));
  expect(reachableFigures.filter((name) => !names.has(name))).toEqual([]);
});
