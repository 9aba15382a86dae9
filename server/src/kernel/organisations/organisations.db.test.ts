import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fixedClock } from "#platform/clock";
import { type Actor, beginAct, writeAs } from "#platform/database";
import { type App, createServer } from "#platform/http";
import { sql } from "kysely";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";

let city: City;
let seeded: SeededCity;
let app: App;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  const actors: Record<string, Actor> = { ...seeded.actor, district2: seeded.stranger.district };
  app = await createServer({
    hosts: [],
    constraints: {},
    log: pino({ level: "silent" }),
    resolveActor: async (request) => actors[String(request.headers["x-as"])] ?? null,
  });
  routes(app, { db: city.web.db, clock: fixedClock("2023-07-05T10:00:00+08:00"), dataDir: "", filesDir: "", isDemo: false });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await city.drop();
});

async function send(who: string, request: `${"GET" | "POST" | "PUT"} ${string}`, body?: object) {
  const [method, url = ""] = request.split(" ");
  const answer = await app.inject({
    method: method as "GET",
    url,
    headers: { "x-as": who, host: "localhost" },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

type Listed = {
  id: string;
  version: string;
  name: string;
  parentId: string | null;
  depth: number;
  areaCode: string | null;
  posts: { title: string; holderCount: number }[];
};

async function find(name: string): Promise<Listed> {
  const { body } = await send("town", "GET /api/organisations");
  const found = (body.items as Listed[]).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

test("everybody with a post reads the tree, a parent before its children, without a person in it", async () => {
  const { status, body } = await send("auditor", "GET /api/organisations");
  expect(status).toBe(200);
  expect(body.items[0]).toMatchObject({ name: "示例市人民政府", parentId: null, depth: 0, areaCode: "370400" });
  const seen = new Set<string | null>([null]);
  for (const one of body.items as Listed[]) {
    expect(seen.has(one.parentId), one.name).toBe(true);
    seen.add(one.id);
  }
  expect((await find("甲一镇人民政府")).posts).toMatchObject([{ title: "甲一镇经办", holderCount: 1 }]);
  expect((await send("town", "GET /api/areas")).body.items).toHaveLength(6);
});

test("the system administrator and the dispatch office add organisations, nobody else", async () => {
  const body = (name: string) => ({ name, kind: "department", parentId: seeded.org.city });
  for (const who of ["leader", "district", "town", "department", "secadmin", "auditor"])
    expect((await send(who, "POST /api/organisations", body("示例市统计局"))).status, who).toBe(403);
  expect((await send("sysadmin", "POST /api/organisations", body("示例市统计局"))).status).toBe(200);
  expect((await send("dispatch", "POST /api/organisations", body("示例市商务局"))).status).toBe(200);
  expect(await send("sysadmin", "POST /api/organisations", body("示例市商务局"))).toMatchObject({ status: 409, body: { code: "duplicate-subject" } });
  expect((await send("sysadmin", "POST /api/organisations", { ...body("另一个市"), parentId: null })).status).toBe(422);
  expect((await send("sysadmin", "POST /api/organisations", { ...body("无上级"), parentId: seeded.area.city })).status).toBe(400);
});

test("a moved organisation takes its posts and its reach along at once, and keeps its former place in its versions", async () => {
  const project = await writeAs(city.web.db, seeded.actor.district, async (tx) => {
    await beginAct(tx, { kind: "add-project", subjects: [] });
    const { rows } = await sql<{
      id: string;
    }>`insert into kernel_subject (kind, scope_id, name) values ('project', ${seeded.scope.townA2}, '随迁项目') returning subject_id as id`.execute(tx);
    return rows[0]?.id ?? "";
  });
  const reads = (who: Actor) =>
    writeAs(city.web.db, who, async (tx) => (await sql`select from kernel_subject where subject_id = ${project}`.execute(tx)).rows.length);
  expect([await reads(seeded.actor.district), await reads(seeded.stranger.district)]).toEqual([1, 0]);
  const town = await find("甲二镇人民政府");
  const moved = {
    version: town.version,
    reason: "区划调整",
    organisation: { name: "甲二镇人民政府", kind: "town", parentId: seeded.org.countyB, areaId: seeded.area.townA2 },
  };
  expect((await send("sysadmin", `PUT /api/organisations/${town.id}`, moved)).status).toBe(200);
  expect([await reads(seeded.actor.district), await reads(seeded.stranger.district)]).toEqual([0, 1]);
  expect(await send("sysadmin", `PUT /api/organisations/${town.id}`, moved)).toMatchObject({ status: 409, body: { code: "edit-conflict" } });
  const { rows } = await city.owner.raw.query("select count(*)::int as versions from kernel_org where org_id = $1", [town.id]);
  expect(rows).toEqual([{ versions: 2 }]);
});

test("an organisation is not moved below itself", async () => {
  const county = await find("甲区人民政府");
  const below = (parentId: string) =>
    send("dispatch", `PUT /api/organisations/${county.id}`, {
      version: county.version,
      reason: "误操作",
      organisation: { name: county.name, kind: "county", parentId, areaId: null },
    });
  expect(await below(seeded.org.townA1)).toMatchObject({ status: 422, body: { code: "rule-refused" } });
  expect(await below(county.id)).toMatchObject({ status: 422 });
});

test("a renamed organisation is found by its new name", async () => {
  const firm = await find("示例企业");
  expect(
    (
      await send("dispatch", `PUT /api/organisations/${firm.id}`, {
        version: firm.version,
        reason: "企业更名",
        organisation: { name: "示例新材料公司", kind: "enterprise", parentId: seeded.org.city, areaId: null },
      })
    ).status,
  ).toBe(200);
  const { rows } = await city.owner.raw.query("select name, search_text from kernel_subject where subject_id = $1", [firm.id]);
  expect(rows[0]).toMatchObject({ name: "示例新材料公司", search_text: expect.stringContaining("slxclgs") });
});

test("posts are added by the system administrator alone, and found by unit and words without the administrators'", async () => {
  const body = { orgId: seeded.org.countyB, title: "专班负责人", role: "district" };
  expect((await send("dispatch", "POST /api/posts", body)).status).toBe(403);
  expect((await send("sysadmin", "POST /api/posts", body)).status).toBe(200);
  expect(await send("sysadmin", "POST /api/posts", body)).toMatchObject({ status: 409 });
  expect((await send("town", `GET /api/posts?org=${seeded.org.countyB}&q=专班`)).body.items).toMatchObject([
    { title: "专班负责人", orgName: "乙区人民政府", role: "district" },
  ]);
  expect((await send("district", "GET /api/posts?q=管理员")).body.items).toEqual([]);
});

test("setting up tells counts only, to an administrator who reads no business row", async () => {
  const { body } = await send("sysadmin", "GET /api/setup");
  expect(body.items.map((item: { key: string; isDone: boolean }) => [item.key, item.isDone])).toEqual([
    ["organisations", true],
    ["people", true],
    ["calendar", false],
    ["rules", false],
    ["first-list", true],
  ]);
  expect(body.isReady).toBe(false);
});
