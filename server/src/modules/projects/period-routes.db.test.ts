import { sampleRules } from "@baton/contract/light-rules";
import { problem } from "@baton/contract/problems";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { figuresOf } from "#kernel/figures";
import { ensureSampleRuleSet, routes as lightRoutes } from "#kernel/lights";
import { fixedClock } from "#platform/clock";
import { type Actor } from "#platform/database";
import { type App, type Context, createServer } from "#platform/http";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { projectFigures } from "./figures.ts";
import { lightSource } from "./light-inputs.ts";
import { periodRoutes } from "./period-routes.ts";

let city: City;
let seeded: SeededCity;
let app: App;
let actor: Actor;
let isFactorFresh = true;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  await ensureSampleRuleSet(city.owner.db);
  app = await createServer({ hosts: [], constraints: {}, log: pino({ level: "silent" }), resolveActor: async () => actor });
  const context: Context = { db: city.web.db, clock: fixedClock("2023-07-06T10:00:00+08:00"), dataDir: "", filesDir: "", isDemo: false };
  periodRoutes(app, context, {
    figures: figuresOf(projectFigures),
    requireFreshFactor: () => {
      if (!isFactorFresh) throw problem("fresh-factor-required");
    },
  });
  lightRoutes(app, context, lightSource);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await city.drop();
});

type Asked = { method: "GET" | "POST"; url: string; payload?: object };

async function send(by: Actor, asked: Asked) {
  actor = by;
  const response = await app.inject(asked);
  return { status: response.statusCode, body: response.json() };
}
const get = (by: Actor, url: string) => send(by, { method: "GET", url });
const post = (by: Actor, url: string, payload?: object) => send(by, { method: "POST", url, ...(payload === undefined ? {} : { payload }) });

test("a month goes its way over HTTP, with its history by post", async () => {
  const { dispatch } = seeded.actor;
  expect(await post(dispatch, "/api/periods", { month: "2023-06" })).toMatchObject({
    status: 200,
    body: { state: "open", dueAt: "2023-07-05T18:00:00+08:00" },
  });
  expect(await post(dispatch, "/api/periods/2023-06/closing")).toMatchObject({ status: 200, body: { state: "closed" } });
  expect(await get(dispatch, "/api/periods/2023-06/dry-runs")).toMatchObject({ status: 200, body: { expected: 0, matters: 0, counts: { warn: 0 } } });
  expect(await post(dispatch, "/api/periods/2023-06/freeze", {})).toMatchObject({ status: 200, body: { state: "frozen", mattersPrepared: 0 } });
  expect(await post(dispatch, "/api/periods/2023-06/withdrawal", { reason: "补报" })).toMatchObject({ status: 200, body: { state: "closed" } });
  expect(await post(dispatch, "/api/periods/2023-06/freeze", {})).toMatchObject({ status: 200 });
  expect(await post(dispatch, "/api/periods/2023-06/publication")).toMatchObject({ status: 422, body: { code: "same-person" } });
  expect(await post(seeded.stranger.dispatch, "/api/periods/2023-06/publication")).toMatchObject({ status: 200, body: { state: "published" } });
  const { body } = await get(seeded.actor.leader, "/api/periods");
  expect(body).toMatchObject({ current: "2023-06", items: [{ state: "published", name: "2023年6月" }] });
  expect(body.items[0].history.at(-1)).toMatchObject({ kind: "publish", by: "调度中心副主任" });
  expect((await get(seeded.actor.town, "/api/periods/2023-06")).body.history[0]).toMatchObject({ kind: "open", by: "调度机构" });
});

test("freezing and publishing ask for a fresh second factor", async () => {
  isFactorFresh = false;
  for (const noun of ["freeze", "publication"]) {
    expect(await post(seeded.actor.dispatch, `/api/periods/2023-06/${noun}`, {})).toMatchObject({ status: 403, body: { code: "fresh-factor-required" } });
  }
  isFactorFresh = true;
});

test("a town opens no month and makes no rules", async () => {
  expect(await post(seeded.actor.town, "/api/periods", { month: "2023-07" })).toMatchObject({ status: 403 });
  expect(await post(seeded.actor.town, "/api/rule-sets", { name: "我们的规则", validFrom: "2023-08-01", rules: sampleRules })).toMatchObject({ status: 403 });
});

test("a new version of the rules counts from its own day, and the one before stays for the months before", async () => {
  const rules = { ...sampleRules, money: { ...sampleRules.money, behindWarnPoints: 30 } };
  const made = await post(seeded.actor.dispatch, "/api/rule-sets", { name: "三色管理办法", documentNo: "示例〔2023〕2号", validFrom: "2023-08-01", rules });
  expect(made).toMatchObject({ status: 200, body: { version: 2, isSample: false } });
  expect((await get(seeded.actor.town, "/api/rule-sets")).body.items.map((one: { version: number; isSample: boolean }) => [one.version, one.isSample])).toEqual(
    [
      [2, false],
      [1, true],
    ],
  );
  const wrong = { ...rules, money: { ...rules.money, behindWarnPoints: -1 } };
  expect(await post(seeded.actor.dispatch, "/api/rule-sets", { name: "错的规则", validFrom: "2023-09-01", rules: wrong })).toMatchObject({
    status: 422,
    body: { code: "rule-refused" },
  });
});

test("a project out of reach has no lights to read and a light none to replay", async () => {
  const nobody = "00000000-0000-7000-8000-000000000000";
  expect(await get(seeded.actor.town, `/api/projects/${nobody}/lights`)).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(await get(seeded.actor.town, `/api/lights/${nobody}/replay`)).toMatchObject({ status: 404 });
});
