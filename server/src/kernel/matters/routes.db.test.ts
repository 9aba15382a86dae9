import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sql } from "kysely";
import { fixedClock } from "#platform/clock";
import { type Actor, beginAct, writeAs } from "#platform/database";
import { type App, createServer } from "#platform/http";
import { ensureCalendar, routes as calendarRoutes } from "#kernel/calendar";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";

let city: City;
let seeded: SeededCity;
let app: App;
let project: string;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  const actors: Record<string, Actor> = seeded.actor;
  app = await createServer({
    hosts: [],
    constraints: {},
    log: pino({ level: "silent" }),
    resolveActor: async (request) => actors[String(request.headers["x-as"])] ?? null,
  });
  const context = { db: city.web.db, clock: fixedClock("2023-06-12T10:00:00+08:00"), dataDir: "", filesDir: "", isDemo: false };
  calendarRoutes(app, context);
  const duty = { key: "month-report", title: "6月报送", dueAt: "2023-06-12T18:00:00+08:00", remaining: 2, total: 20, path: "/reports" };
  routes(app, context, { duties: [async (_tx, actor) => (actor.role === "town" ? [duty] : [])], effects: [] });
  await app.ready();
  project = await writeAs(city.web.db, seeded.actor.district, async (tx) => {
    const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(tx);
    const id = rows[0]?.id ?? "";
    await beginAct(tx, { kind: "project-add", subjects: [] });
    await sql`insert into kernel_subject (subject_id, kind, scope_id, name) values (${id}, 'project', ${seeded.scope.townA1}, '示例项目')`.execute(tx);
    return id;
  });
});
afterAll(async () => {
  await app.close();
  await city.drop();
});

type Sent = { body?: object; headers?: Record<string, string> };

async function send(who: string, request: `${"GET" | "POST"} ${string}`, { body, headers }: Sent = {}) {
  const [method, url = ""] = request.split(" ");
  const answer = await app.inject({
    method: method as "GET" | "POST",
    url,
    headers: { "x-as": who, host: "localhost", ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

const opening = () => ({
  kind: "instruction",
  subjectId: project,
  title: "加快用电接入",
  ask: "请于时限内接通",
  holderPostId: seeded.actor.department.postId,
  dueOn: "2023-06-21",
});

test("a leader's instruction goes through every hand to being struck off, all told over HTTP", async () => {
  const opened = await send("leader", "POST /api/matters", { body: opening() });
  expect(opened).toMatchObject({ status: 200, body: { status: "open", dueAt: "2023-06-21T18:00:00+08:00", lastSequence: 1 } });
  const path = `/api/matters/${opened.body.id}`;
  expect(await send("department", `POST ${path}/receipts`, { body: { lastSequence: 1 } })).toMatchObject({ status: 200, body: { status: "in_hand" } });
  const list = await send("department", "GET /api/matters?box=mine");
  expect(list.body.items[0]).toMatchObject({ subjectName: "示例项目", kindLabel: "批示", workingDays: 7, holder: { orgName: "示例市自然资源局" } });
  expect(list.body.items[0].allowedActs).toContain("ask_extension");
  expect(await send("department", `POST ${path}/verifications`, { body: {} })).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  expect(await send("department", `POST ${path}/replies`, { body: { body: "已接通", isDone: true } })).toMatchObject({
    status: 200,
    body: { status: "to_verify" },
  });
  const hands = await send("leader", "GET /api/hands");
  expect(hands.body.today.items.map((line: { id: string }) => line.id)).toEqual([opened.body.id]);
  expect(await send("leader", `POST ${path}/verifications`, { body: { body: "现场核实" } })).toMatchObject({ status: 200, body: { status: "closed" } });
  const detail = await send("leader", `GET ${path}`);
  expect(detail.body.events.map((one: { label: string }) => one.label)).toEqual(["交办", "签收", "办结", "核验通过"]);
  expect(detail.body.arithmetic.filter((one: { mark: string }) => one.mark === "counted")).toHaveLength(7);
  expect(await send("department", `GET ${path}`)).toMatchObject({ status: 404 });
});

test("the inbox shows what other slices say is owed beside the matters", async () => {
  const { body } = await send("town", "GET /api/hands");
  expect(body.today).toMatchObject({ total: 1, items: [], duties: [{ title: "6月报送", remaining: 2 }] });
  expect(body.counts).toEqual({ mine: 0, unit: 0, unassigned: 0, waiting: 0 });
});

test("a repeated request opens one matter", async () => {
  const body = { ...opening(), title: "只开一次" };
  const headers = { "idempotency-key": "once-1" };
  const [first, second] = [await send("dispatch", "POST /api/matters", { body, headers }), await send("dispatch", "POST /api/matters", { body, headers })];
  expect(second.body).toEqual(first.body);
  const { body: waiting } = await send("dispatch", "GET /api/matters?box=waiting");
  expect(waiting.items.filter((line: { title: string }) => line.title === "只开一次")).toHaveLength(1);
});

test("what is missing, unknown or out of the closed list is refused by name", async () => {
  expect(await send("leader", "POST /api/matters", { body: { ...opening(), title: " " } })).toMatchObject({ status: 400, body: { code: "invalid-input" } });
  expect(await send("leader", "POST /api/matters", { body: { ...opening(), holderName: "某某" } })).toMatchObject({ status: 400 });
  expect(await send("leader", "POST /api/matters", { body: { ...opening(), dueOn: "2023-06-12" } })).toMatchObject({
    status: 422,
    body: { code: "rule-refused" },
  });
  expect(await send("leader", "POST /api/matters", { body: { ...opening(), holderPostId: seeded.actor.sysadmin.postId } })).toMatchObject({ status: 422 });
  expect(await send("department", "POST /api/matters", { body: opening() })).toMatchObject({ status: 403 });
  const { body } = await send("dispatch", "POST /api/matters", { body: opening() });
  expect(await send("dispatch", `POST /api/matters/${body.id}/pauses`, { body: { reason: "忙" } })).toMatchObject({ status: 400 });
  expect(await send("dispatch", "GET /api/matters?cursor=zzz")).toMatchObject({ status: 400 });
  expect(await send("nobody", "GET /api/hands")).toMatchObject({ status: 401 });
});

test("pages follow each other by deadline without a gap or a repeat", async () => {
  for (let index = 0; index < 5; index += 1) await send("dispatch", "POST /api/matters", { body: { ...opening(), title: `第${index}件` } });
  const seen: string[] = [];
  let cursor = "";
  let total = -1;
  do {
    const { body } = await send("dispatch", `GET /api/matters?box=all&limit=2${cursor}`);
    seen.push(...body.items.map((line: { id: string }) => line.id));
    cursor = body.next === null ? "" : `&cursor=${body.next}`;
    total = body.total;
  } while (cursor !== "");
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(seen.length);
});

test("the calendar of a year is told with its named days, and a county office may not change it", async () => {
  const { body } = await send("town", "GET /api/calendar?year=2023");
  expect(body).toMatchObject({ version: 1, isAnnounced: true, workingDays: 249 });
  expect(body.days).toContainEqual({ day: "2023-06-25", isWorking: true, name: "端午调休上班" });
  expect((await send("town", "GET /api/calendar?year=2027")).body).toMatchObject({ isAnnounced: false });
  const change = { reason: "示例", days: [{ day: "2023-07-03", isWorking: false, name: "示例" }] };
  expect(await send("district", "POST /api/calendar/versions", { body: change })).toMatchObject({ status: 403 });
  expect(await send("dispatch", "POST /api/calendar/versions", { body: change })).toMatchObject({ status: 200, body: { version: 2 } });
});
