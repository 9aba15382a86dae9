import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { readAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { csv, type Door, multipart, openDoor, projectCells, projectCode, projectHeadings, xlsx } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  door = await openDoor(city, [routes]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});
beforeEach(() => door.as(seeded.actor.dispatch));

const projects = (...rows: Record<string, string | number>[]): Promise<Buffer> => xlsx(projectHeadings, rows.map(projectCells));

function read<T>(query: (rows: typeof sql) => ReturnType<typeof sql<T>>): Promise<T[]> {
  return readAs(city.web.db, seeded.actor.dispatch, async (tx) => (await query(sql).execute(tx)).rows);
}

const stagesOf = (name: string) =>
  read<{ stage: string; entered_on: string; precision: string }>(
    (q) => q`select s.stage, s.entered_on, s.precision from kernel_stage s join kernel_subject p on p.subject_id = s.subject_id
    where p.name = ${name} and s.superseded_at = 'infinity' order by s.entered_on, s.stage_rank`,
  );

test("a check writes nothing, a commit writes all, the same content again changes nothing", async () => {
  const file = await projects({ 项目名称: "首个项目", 项目代码: projectCode(1) }, { 项目名称: "第二个项目", 项目代码: projectCode(2) });
  const checked = await door.send("projects", "check", file);
  expect(checked).toMatchObject({ status: 200, body: { rows: 2, accepted: 2, rejected: 0, errors: [], isWritten: false } });
  expect(await read((q) => q`select from projects_profile`)).toHaveLength(0);
  expect((await door.send("projects", "commit", file)).body).toMatchObject({ rows: 2, accepted: 2, rejected: 0, changed: 2, isWritten: true });
  const versions = await read<{ n: number }>(
    (q) =>
      q`select (select count(*) from projects_profile) + (select count(*) from kernel_stage) + (select count(*) from projects_listing) + (select count(*) from kernel_act) as n`,
  );
  expect((await door.send("projects", "commit", file)).body).toMatchObject({ accepted: 2, rejected: 0, changed: 0 });
  expect(
    await read<{ n: number }>(
      (q) =>
        q`select (select count(*) from projects_profile) + (select count(*) from kernel_stage) + (select count(*) from projects_listing) + (select count(*) from kernel_act) as n`,
    ),
  ).toEqual(versions);
});

test("one faulty row keeps every row out, and every fault names row, column, what is wrong and the remedy", async () => {
  const file = await projects(
    { 项目名称: "好行" },
    { 项目名称: "坏行", "总投资(万元)": "三千", 统一社会信用代码: "123", 属地: "丙区", 当前阶段: "开业", 计划开工: "23-02-30" },
  );
  const { status, body } = await door.send("projects", "commit", file);
  expect(status).toBe(200);
  expect(body).toMatchObject({ rows: 2, accepted: 0, rejected: 1, changed: 0, isWritten: false });
  expect(new Set(body.errors.map((error) => `${error.row} ${error.column}`))).toEqual(
    new Set(["3 属地", "3 当前阶段", "3 总投资(万元)", "3 统一社会信用代码", "3 计划开工"]),
  );
  for (const error of body.errors) expect([error.code, error.message, error.remedy].every((text) => text !== "")).toBe(true);
  expect(await read((q) => q`select from kernel_subject where name in ('好行', '坏行')`)).toHaveLength(0);
});

test("unknown columns are named and reject nothing; a missing required column rejects every row", async () => {
  const unknown = await xlsx([...projectHeadings, "领导批示"], [[...projectCells({ 项目名称: "多一列" }), "同意"]]);
  const first = await door.send("projects", "check", unknown);
  expect(first.body).toMatchObject({ accepted: 1, rejected: 0, unknownColumns: ["领导批示"] });
  expect(first.body.errors).toMatchObject([{ row: 1, column: "领导批示", code: "unknown-column" }]);
  const missing = await xlsx(
    projectHeadings.filter((heading) => heading !== "属地"),
    [projectCells({}).filter((_, at) => projectHeadings[at] !== "属地"), projectCells({ 项目名称: "乙" }).filter((_, at) => projectHeadings[at] !== "属地")],
  );
  const second = await door.send("projects", "commit", missing);
  expect(second.body).toMatchObject({ rows: 2, accepted: 0, rejected: 2 });
  expect(second.body.errors).toMatchObject([{ row: 1, column: "属地", code: "missing-column" }]);
});

test("a project on three lists is one project; the same list twice is refused", async () => {
  const base = { 项目名称: "三级重点项目", 项目代码: projectCode(30) };
  const file = await projects({ ...base, 项目级别: "省重点" }, { ...base, 项目级别: "市重点" }, { ...base, 项目级别: "区重点", "年度计划投资(万元)": 300 });
  expect((await door.send("projects", "commit", file)).body).toMatchObject({ accepted: 3, rejected: 0 });
  expect(await read((q) => q`select from kernel_subject where name = '三级重点项目'`)).toHaveLength(1);
  expect(await read<{ levels: string[] }>((q) => q`select levels from projects_card where name = '三级重点项目' and is_first`)).toEqual([
    { levels: ["province", "city", "county"] },
  ]);
  const twice = await door.send("projects", "check", await projects({ ...base, 项目级别: "省重点" }, { ...base, 项目级别: "省级" }));
  expect(twice.body).toMatchObject({ accepted: 1, rejected: 1 });
  expect(twice.body.errors).toMatchObject([{ row: 3, code: "duplicate-row" }]);
});

test("a stage is valid from its own date, else known by the first day of the list's year", async () => {
  await door.send(
    "projects",
    "commit",
    await projects(
      { 项目名称: "有日期", 实际开工: "2023-03-20", 当前阶段: "在建" },
      { 项目名称: "无日期", 当前阶段: "在建" },
      { 项目名称: "已投产", 实际开工: "2023-02", 当前阶段: "投产" },
    ),
  );
  expect(await stagesOf("有日期")).toEqual([{ stage: "started", entered_on: "2023-03-20", precision: "day" }]);
  expect(await stagesOf("无日期")).toEqual([{ stage: "started", entered_on: "2023-01-01", precision: "by" }]);
  expect(await stagesOf("已投产")).toEqual([
    { stage: "started", entered_on: "2023-02-01", precision: "month" },
    { stage: "in_production", entered_on: "2023-02-01", precision: "by" },
  ]);
});

test("a date that comes later replaces a not-later-than, and blank cells leave what is known", async () => {
  const base = { 项目名称: "先后两次", 项目代码: projectCode(40) };
  await door.send("projects", "commit", await projects({ ...base, 备注: "第一次", "用地面积(亩)": "120.5" }));
  expect((await door.send("projects", "commit", await projects({ ...base, 实际开工: "2023-05-06" }))).body).toMatchObject({ changed: 1 });
  expect(await stagesOf("先后两次")).toEqual([{ stage: "started", entered_on: "2023-05-06", precision: "day" }]);
  expect(
    await read((q) => q`select remark, land_mu::text from projects_profile where project_code = ${projectCode(40)} and superseded_at = 'infinity'`),
  ).toEqual([{ remark: "第一次", land_mu: "120.5000" }]);
});

test("amounts are exact to the fen, in full width and with separators, as text or number", async () => {
  await door.send("projects", "commit", await projects({ 项目名称: "金额", "总投资(万元)": "１２，３４５．６７８９０１", "年度计划投资(万元)": 0.1 + 0.2 }));
  expect(await read((q) => q`select total_investment_fen, plan_fen from projects_card where name = '金额'`)).toEqual([
    { total_investment_fen: 12_345_678_901, plan_fen: 300_000 },
  ]);
});

test("a place is a division, its code, or an organisation with or without its suffix; two of one name ask for more", async () => {
  const file = await projects(
    { 项目名称: "地一", 属地: "甲一镇" },
    { 项目名称: "地二", 属地: "370402102000" },
    { 项目名称: "地三", 属地: "乙区人民政府" },
    { 项目名称: "地四", 属地: "甲区甲一镇" },
  );
  expect((await door.send("projects", "commit", file)).body).toMatchObject({ accepted: 4, errors: [] });
  const rows = await read<{ name: string; scope_id: number }>(
    (q) => q`select name, scope_id from kernel_subject where name like '地_' order by name collate "C"`,
  );
  expect(new Map(rows.map((row) => [row.name, row.scope_id]))).toEqual(
    new Map([
      ["地一", seeded.scope.townA1],
      ["地二", seeded.scope.townA2],
      ["地三", seeded.scope.countyB],
      ["地四", seeded.scope.townA1],
    ]),
  );
});

test("a district brings in its own projects and nobody else's; other roles none", async () => {
  door.as(seeded.actor.district);
  expect((await door.send("projects", "commit", await projects({ 项目名称: "本区", 属地: "甲一镇" }))).body).toMatchObject({ accepted: 1 });
  const foreign = await door.send("projects", "commit", await projects({ 项目名称: "本区二", 属地: "甲一镇" }, { 项目名称: "外区", 属地: "乙一镇" }));
  expect(foreign.body).toMatchObject({ accepted: 0, rejected: 1, errors: [{ row: 3, column: "属地", code: "outside-reach" }] });
  for (const role of ["town", "leader", "chief", "department", "enterprise", "sysadmin", "secadmin", "auditor"] as const) {
    door.as(seeded.actor[role]);
    expect((await door.send("projects", "check", await projects({}))).status, role).toBe(403);
  }
  door.as(seeded.actor.dispatch);
  expect(await read((q) => q`select from kernel_subject where name in ('本区二', '外区')`)).toHaveLength(0);
});

test("the example row of the template is named and left out", async () => {
  const { body } = await door.send("projects", "commit", await projects({ 项目名称: "示例：某项目（导入前请删除本行）" }, { 项目名称: "真项目" }));
  expect(body).toMatchObject({ rows: 1, accepted: 1, errors: [], warnings: [{ row: 2, code: "example-row" }] });
});

test("text tables of both encodings are read, and the header may stand lower", async () => {
  const utf8 = await csv(["重点项目表"], [projectHeadings, projectCells({ 项目名称: "文本表项目" })]);
  expect((await door.send("projects", "commit", utf8)).body).toMatchObject({ rows: 1, accepted: 1 });
  const { readFileSync } = await import("node:fs");
  const gb18030 = readFileSync(new URL("../../platform/sheets/samples/libreoffice-gb18030.csv", import.meta.url));
  expect((await door.send("projects", "check", gb18030)).status).toBe(200);
});

test("the same key brings the same answer, another file under it is refused", async () => {
  const headers = { "idempotency-key": "import-1" };
  const send = (file: Buffer) => {
    const { payload, headers: more } = multipart({ kind: "projects", mode: "commit" }, file);
    return door.app.inject({ method: "POST", url: "/api/imports", payload, headers: { ...more, ...headers } });
  };
  // One file sent twice: a workbook written again carries another time of writing and is another file.
  const file = await projects({ 项目名称: "幂等项目" });
  const first = await send(file);
  expect(first.json()).toMatchObject({ changed: 1 });
  expect((await send(file)).json()).toEqual(first.json());
  expect((await send(await projects({ 项目名称: "另一个项目" }))).statusCode).toBe(422);
});

test.each([
  ["an image", Buffer.from("89504e470d0a1a0a0000000d4948445200000001", "hex"), 422],
  ["nothing", Buffer.alloc(0), 422],
  ["a web page", Buffer.from("<html><table></table></html>"), 422],
  ["a PDF", Buffer.from("%PDF-1.7 …"), 422],
])("a wrong file is refused with a sentence: %s", async (_, file, status) => {
  const answer = await door.send("projects", "check", file);
  expect(answer.status).toBe(status);
  expect(String(answer.body["detail"])).toMatch(/[一-龥]/);
});
