/** An import is taken back whole, of every kind, while nothing rests on it. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { readAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { type Cells, type Door, openDoor, projectCells, projectCode, projectHeadings, xlsx } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  door = await openDoor(city, [routes]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});
beforeEach(() => door.as(seeded.actor.dispatch));

const headings = ["组织名称", "上级组织", "类别", "行政区划代码", "岗位名称", "姓名或账号", "角色"];
const organisations = (...rows: Cells[]): Promise<Buffer> => xlsx(headings, rows);
const undo = (id: unknown) => door.post(`/api/imports/${String(id)}/undo`);

function read<T>(query: (rows: typeof sql) => ReturnType<typeof sql<T>>): Promise<T[]> {
  return readAs(city.web.db, seeded.actor.dispatch, async (tx) => (await query(sql).execute(tx)).rows);
}

const standing = (): Promise<unknown> =>
  read(
    (q) => q`select (select string_agg(o.name || '/' || o.kind || '/' || coalesce(p.name, ''), ',' order by o.name collate "C", o.org_id) from kernel_org o
        left join kernel_org p on p.org_id = o.parent_org_id and p.superseded_at = 'infinity' where o.superseded_at = 'infinity') as orgs,
      (select string_agg(code, ',' order by code) from kernel_area where superseded_at = 'infinity') as areas,
      (select string_agg(title, ',' order by title collate "C") from kernel_post) as posts, (select count(*)::int from kernel_org_closure) as lines`,
  );

const workbook = (): Promise<Buffer> =>
  organisations(
    ["丙区人民政府", "示例市人民政府", "区县", "370404", "丙区调度员", "bing-qu", "区县"],
    ["丙一镇人民政府", "丙区", "镇街", "370404101", "丙一镇经办", "bing-yi", null],
    ["甲一镇人民政府", "甲区人民政府", "园区", null, "甲一镇新岗", null, null],
  );

test("organisations, divisions, posts and unused accounts are taken back, and the same workbook makes them again", async () => {
  door.as(seeded.actor.sysadmin);
  const before = await standing();
  const first = await door.send("organisations", "commit", await workbook());
  expect(first.body).toMatchObject({ accepted: 3, changed: 3, accounts: [{}, {}] });
  expect(await standing()).not.toEqual(before);
  expect((await door.get("/api/imports")).body).toMatchObject({ items: [{ importId: first.body.importId, canUndo: true }] });
  expect(await undo(first.body.importId)).toMatchObject({ status: 200, body: { reverted: 10 } });
  expect(await standing()).toEqual(before);
  expect((await city.owner.raw.query("select from kernel_account where username in ('bing-qu', 'bing-yi')")).rowCount).toBe(0);
  expect((await undo(first.body.importId)).status).toBe(409);
  expect((await door.send("organisations", "commit", await workbook())).body).toMatchObject({ changed: 3, accounts: [{}, {}] });
});

test.each<[string, () => Promise<void>, string]>([
  [
    "an appointment",
    async () =>
      void (await city.owner.raw.query(
        "insert into kernel_appointment (account_id, post_id, valid_from) select uuidv7(), post_id, current_date from kernel_post where title = '戊区调度员'",
      )),
    "岗位“戊区调度员”已有人任职",
  ],
  [
    "a project",
    async () => {
      door.as(seeded.actor.dispatch);
      await door.send("projects", "commit", await xlsx(projectHeadings, [projectCells({ 项目名称: "戊区的项目", 属地: "戊区" })]));
      door.as(seeded.actor.sysadmin);
    },
    "名下已有项目",
  ],
  [
    "another organisation",
    async () => void (await door.send("organisations", "commit", await organisations(["戊一镇人民政府", "戊区人民政府", "镇街", null, null, null, null]))),
    "下面又设了组织",
  ],
  [
    "another post",
    async () => void (await door.send("organisations", "commit", await organisations(["戊区人民政府", null, "区县", null, "戊区副调度员", null, null]))),
    "又设了岗位",
  ],
  [
    "a later change",
    async () => void (await door.send("organisations", "commit", await organisations(["戊区人民政府", null, "园区", null, null, null, null]))),
    "之后又有改动",
  ],
  [
    "a used account",
    async () => void (await city.owner.raw.query("update kernel_account set must_change_password = false where username = 'wu-qu'")),
    "账号“wu-qu”已经使用",
  ],
])("it is refused once %s rests on it", async (_, build, reason) => {
  const one = await cloneCity(inject("cluster"));
  const own = { city, seeded, door };
  city = one;
  seeded = await seedCity(one);
  door = (await openDoor(one, [routes])).as(seeded.actor.sysadmin);
  try {
    const { body } = await door.send(
      "organisations",
      "commit",
      await organisations(["戊区人民政府", "示例市人民政府", "区县", "370405", "戊区调度员", "wu-qu", "区县"]),
    );
    await build();
    const refused = await undo(body.importId);
    expect(refused).toMatchObject({ status: 409, body: { code: "import-rests" } });
    expect(refused.body["detail"]).toContain(reason);
    expect(refused.body["detail"]).toContain("逐项更正");
  } finally {
    await door.app.close();
    await one.drop();
    ({ city, seeded, door } = own);
  }
});

test("months, leads and enterprises are taken back as they had been", async () => {
  await door.send("projects", "commit", await xlsx(projectHeadings, [projectCells({ 项目名称: "撤月报", 项目代码: projectCode(900) })]));
  const done = (): Promise<unknown> =>
    read(
      (q) => q`select p.done_fen, (select count(*)::int from kernel_observation o where o.subject_id = p.subject_id and o.superseded_at = 'infinity') as n
      from projects_card p where p.name = '撤月报'`,
    );
  const months = (amount: number): Promise<Buffer> => xlsx(["项目代码", "月份", "本年累计完成投资(万元)"], [[projectCode(900), "2023-03", amount]]);
  await door.send("monthly-reports", "commit", await months(100));
  const before = await done();
  const second = await door.send("monthly-reports", "commit", await months(120));
  expect(await done()).not.toEqual(before);
  expect((await undo(second.body.importId)).status).toBe(200);
  expect(await done()).toEqual(before);

  const lead = await xlsx(["项目名称", "意向投资(万元)", "首谈单位", "首谈日期", "当前阶段"], [["撤线索", 100, "甲区", "2023-02-10", "洽谈"]]);
  const leads = await door.send("leads", "commit", lead);
  expect((await undo(leads.body.importId)).status).toBe(200);
  expect(await read((q) => q`select from investment_lead where normal_name = '撤线索' and superseded_at = 'infinity'`)).toHaveLength(0);

  const firm = await xlsx(["企业名称", "统一社会信用代码", "属地"], [["撤企业", "91110000600037341L", "甲一镇"]]);
  const firms = await door.send("enterprises", "commit", firm);
  expect((await undo(firms.body.importId)).status).toBe(200);
  expect(await read((q) => q`select from enterprises_profile where superseded_at = 'infinity'`)).toHaveLength(0);
  expect((await door.send("enterprises", "commit", firm)).body).toMatchObject({ changed: 1 });
});

test("a new project with evidence or a matter on it, or judged by a freeze, is not taken back", async () => {
  const { body } = await door.send("projects", "commit", await xlsx(projectHeadings, [projectCells({ 项目名称: "有佐证" })]));
  const client = await city.owner.raw.connect();
  await client.query("begin");
  await client.query("select kernel_begin_history_act('evidence', clock_timestamp())");
  await client.query(
    "insert into kernel_evidence (evidence_id, scope_id, subject_id, proves, title) select gen_random_uuid(), scope_id, subject_id, 'started', '照片' from kernel_subject where name = '有佐证'",
  );
  await client.query("commit");
  client.release();
  const refused = await undo(body.importId);
  expect(refused).toMatchObject({ status: 409, body: { code: "import-rests", detail: expect.stringContaining("“有佐证”已有佐证材料") } });
});
