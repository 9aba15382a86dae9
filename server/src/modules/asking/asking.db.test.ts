import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { AskedAnswer } from "@baton/contract/asking";
import { reachableFigures } from "@baton/contract/asking-rules";
import type { FigureAnswer } from "@baton/contract/figures";
import { buildApp, figures } from "../../app.ts";
import { loadDemo } from "../../demo/index.ts";
import { fixedClock } from "#platform/clock";
import type { App } from "#platform/http";
import { type City, cloneCity } from "#app/testing/database";

let city: City;
let app: App;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  const { accounts } = await loadDemo(city.owner);
  const { rows } = await city.owner.raw.query<{ username: string; account_id: string; post_id: number; role: string; org_id: string }>(
    `with wanted as (select * from unnest($1::text[], $2::int[]) w (username, post_id)),
       held as (insert into kernel_appointment (account_id, post_id, valid_from) select uuidv7(), post_id, '2015-01-01' from wanted returning account_id, post_id)
     select w.username, h.account_id, h.post_id, p.role, p.org_id from held h join wanted w using (post_id) join kernel_post p using (post_id)`,
    [["leader", "town"], ["leader", "town"].map((name) => accounts.find(({ username }) => username === name)?.postId ?? 0)],
  );
  app = await buildApp({
    context: { db: city.web.db, clock: fixedClock("2023-07-05T00:30:00Z"), dataDir: "", filesDir: "", isDemo: true },
    accounts: {
      resolveActor: async (request) => {
        const row = rows.find(({ username }) => username === request.headers["x-as"]);
        if (row === undefined) return null;
        return { accountId: row.account_id, postId: row.post_id, role: row.role, isWide: row.role === "leader", orgId: row.org_id, requestId: "asking" };
      },
      routes: () => undefined,
    },
    audit: { connection: city.connection("baton_backup"), keyFile: "", anchorsDir: "" },
    hosts: [],
    log: pino({ level: "silent" }),
  });
}, 120_000);

afterAll(async () => {
  await app.close();
  await city.drop();
});

async function ask(q: string, as = "leader"): Promise<AskedAnswer> {
  const response = await app.inject({ url: `/api/answers?q=${encodeURIComponent(q)}`, headers: { "x-as": as, host: "localhost" } });
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

async function figure(address: string, as = "leader"): Promise<FigureAnswer> {
  return (await app.inject({ url: `/api/figures/${address}`, headers: { "x-as": as, host: "localhost" } })).json();
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
    const rows = await app.inject({ url: answers[0]?.answer.rowsUrl ?? "", headers: { "x-as": "leader", host: "localhost" } });
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
    const refused = await app.inject({ url: "/api/answers?q=", headers: { "x-as": "leader", host: "localhost" } });
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain("请写一句要问的话");
  });
});

test("every figure that words can reach is in the catalogue", () => {
  expect(reachableFigures.filter((name) => !figures.has(name))).toEqual([]);
});
