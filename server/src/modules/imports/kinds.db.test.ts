import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { readAs } from "#platform/database";
import { readWorkbook } from "#platform/sheets";
import { exportRoutes } from "#modules/projects";
import { routes as leadRoutes } from "#modules/investment";
import { routes as enterpriseRoutes } from "#modules/enterprises";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { type Cells, type Door, multipart, openDoor, projectCells, projectCode, projectHeadings, xlsx } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  door = await openDoor(city, [routes, (app, context) => exportRoutes(app, context, { requireFreshFactor: () => undefined }), leadRoutes, enterpriseRoutes]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});
beforeEach(() => door.as(seeded.actor.dispatch));

const projects = (...rows: Record<string, string | number>[]): Promise<Buffer> => xlsx(projectHeadings, rows.map(projectCells));
const monthHeadings = ["项目代码", "项目名称", "月份", "本月完成投资(万元)", "本年累计完成投资(万元)", "形象进度", "存在问题"];
const months = (...rows: Cells[]): Promise<Buffer> => xlsx(monthHeadings, rows);

function read<T>(query: (rows: typeof sql) => ReturnType<typeof sql<T>>): Promise<T[]> {
  return readAs(city.web.db, seeded.actor.dispatch, async (tx) => (await query(sql).execute(tx)).rows);
}

test("months are brought in by the office: opened, settled from either amount, and unchanged the second time", async () => {
  await door.send("projects", "commit", await projects({ 项目名称: "月报项目", 项目代码: projectCode(500) }, { 项目名称: "月报项目二" }));
  const file = await months(
    [projectCode(500), null, "2023-01", 100, null, "基础施工", null],
    [projectCode(500), null, "2023-02", 50, 150, "主体", null],
    [null, "月报项目二", "2023年1月", null, "80.5", null, "用电"],
  );
  expect((await door.send("monthly-reports", "check", file)).body).toMatchObject({ rows: 3, accepted: 3, errors: [] });
  expect((await door.send("monthly-reports", "commit", file)).body).toMatchObject({ accepted: 3, changed: 3 });
  expect(
    await read(
      (q) =>
        q`select value from kernel_observation o join projects_profile p on p.subject_id = o.subject_id where p.project_code = ${projectCode(500)} and metric = 'investment_done' and o.superseded_at = 'infinity' order by period_to`,
    ),
  ).toEqual([{ value: 100_000_000 }, { value: 150_000_000 }]);
  expect(await read((q) => q`select name from kernel_period order by name`)).toEqual([{ name: "2023-01" }, { name: "2023-02" }]);
  expect((await door.send("monthly-reports", "commit", file)).body).toMatchObject({ accepted: 3, changed: 0 });
});

test("amounts that disagree with what is reported, unknown projects and rows twice are errors of their rows", async () => {
  const { body } = await door.send(
    "monthly-reports",
    "commit",
    await months(
      [projectCode(500), null, "2023-03", 10, 999, null, null],
      ["2301-370402-04-01-999999", null, "2023-03", 1, null, null, null],
      [null, "月报项目二", "2023-03", 1, null, null, null],
      [null, "月报项目二", "2023-03", 2, null, null, null],
      [null, "月报项目二", "2023-04", null, null, null, null],
    ),
  );
  expect(body).toMatchObject({ rows: 5, accepted: 0, rejected: 4 });
  expect(body.errors.map((error) => [error.row, error.code])).toEqual([
    [2, "amounts-disagree"],
    [3, "unknown-project"],
    [5, "duplicate-row"],
    [6, "required"],
  ]);
});

test("a frozen month takes no import, a district only months that are open", async () => {
  const client = await city.owner.raw.connect();
  await client.query("begin");
  await client.query("select kernel_begin_history_act('load-history', now())");
  await client.query(
    "insert into kernel_period_event (period_id, sequence, kind, known_at) select period_id, 2, 'freeze', now() from kernel_period where name = '2023-01'",
  );
  await client.query("commit");
  client.release();
  const frozen = await door.send("monthly-reports", "commit", await months([projectCode(500), null, "2023-01", 120, null, null, null]));
  expect(frozen.body).toMatchObject({ accepted: 0, errors: [{ row: 2, column: "月份", code: "period-frozen" }] });
  expect(frozen.body.errors[0]?.message).toContain("2023-01");
  door.as(seeded.actor.district);
  expect((await door.send("monthly-reports", "check", await months([projectCode(500), null, "2023-05", 1, null, null, null]))).body.errors).toMatchObject([
    { code: "period-state" },
  ]);
  expect((await door.send("monthly-reports", "commit", await months([projectCode(500), null, "2023-02", 60, null, null, null]))).body).toMatchObject({
    accepted: 1,
    changed: 1,
  });
});

test("organisations, posts and people come from one workbook, parents later in the file included", async () => {
  const headings = ["组织名称", "上级组织", "类别", "行政区划代码", "岗位名称", "姓名或账号", "手机号", "角色"];
  const file = await xlsx(headings, [
    ["丙一镇人民政府", "丙区", "镇街", "370404101", "丙一镇经办", "bing-yi", null, null],
    ["丙区人民政府", "示例市人民政府", "区县", "370404", "丙区调度员", "bing-qu", "13800000000", "区县"],
    ["丙区人民政府", null, "区县", null, "丙区区长", null, null, "领导"],
    ["示例市工信局", null, "部门", null, "工信局经办", null, null, null],
  ]);
  door.as(seeded.actor.sysadmin);
  const first = await door.send("organisations", "commit", file);
  expect(first.body).toMatchObject({ rows: 4, accepted: 4, rejected: 0, changed: 4 });
  expect(first.body.accounts.map((account) => account.username).toSorted()).toEqual(["bing-qu", "bing-yi"]);
  expect((await door.send("organisations", "commit", file)).body).toMatchObject({ accepted: 4, changed: 0, accounts: [] });
  expect(
    await read(
      (
        q,
      ) => q`select p.title, p.role, a.code from kernel_post p join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity' join kernel_area a on a.area_id = o.area_id
    where p.title like '丙%' order by p.title collate "C"`,
    ),
  ).toEqual([
    { title: "丙一镇经办", role: "town", code: "370404101" },
    { title: "丙区区长", role: "leader", code: "370404" },
    { title: "丙区调度员", role: "district", code: "370404" },
  ]);
  door.as(seeded.actor.dispatch);
  expect((await door.send("projects", "commit", await projects({ 项目名称: "丙一镇的项目", 属地: "丙一镇" }))).body).toMatchObject({ accepted: 1 });
  const second = await xlsx(headings, [["丁区人民政府", "没有的市", "区县", "37040X", "系统管理员", null, null, "系统管理员"]]);
  expect((await door.send("organisations", "commit", second)).body.errors.map((error) => error.column).toSorted()).toEqual(
    ["上级组织", "角色", "行政区划代码"].toSorted(),
  );
});

test("leads with their contracts, and enterprises, are brought in and seen in their lists", async () => {
  const leads = await xlsx(
    ["项目名称", "投资方", "产业链", "意向投资(万元)", "首谈单位", "首谈日期", "当前阶段", "签约日期", "合同类型", "合同投资(万元)", "利用外资(万美元)"],
    [
      ["储能电池", "某公司", "锂电产业链", 50_000, "甲区", "2023-02-10", "签约", "2023-04-20", "正式", 48_000, 12.5],
      ["框架项目", null, null, 9_000, "乙区", "2023-03", "洽谈", "2023-05-01", "框架", null, null],
    ],
  );
  expect((await door.send("leads", "commit", leads)).body).toMatchObject({ accepted: 2, changed: 2, errors: [] });
  expect((await door.send("leads", "commit", leads)).body).toMatchObject({ changed: 0 });
  expect((await door.get("/api/leads?q=储能")).body).toMatchObject({
    total: 1,
    items: [{ name: "储能电池", stage: "签约", chains: ["锂电产业链"], contracts: [{ kind: "formal", signedOn: "2023-04-20", amountFen: 48_000_000_000 }] }],
  });
  expect(await read((q) => q`select foreign_capital_cents from investment_contract where kind = 'formal'`)).toEqual([{ foreign_capital_cents: 12_500_000 }]);
  const firms = await xlsx(
    ["企业名称", "统一社会信用代码", "属地", "是否规上", "行业代码", "标签"],
    [
      ["示例一厂", "91110000600037341L", "甲一镇", "是", "C3841", "专精特新、高企"],
      ["示例二厂", "坏代码", "甲一镇", "是否", "C9999", null],
    ],
  );
  expect((await door.send("enterprises", "check", firms)).body).toMatchObject({ accepted: 1, rejected: 1 });
  const good = await xlsx(["企业名称", "统一社会信用代码", "属地", "是否规上", "标签"], [["示例一厂", "91110000600037341L", "甲一镇", "是", "专精特新、高企"]]);
  expect((await door.send("enterprises", "commit", good)).body).toMatchObject({ changed: 1 });
  expect((await door.send("enterprises", "commit", good)).body).toMatchObject({ changed: 0 });
  expect((await door.get("/api/enterprises?area=甲区")).body).toMatchObject({
    total: 1,
    items: [{ name: "示例一厂", tags: ["专精特新", "高企"], isAboveScale: true }],
  });
});

test("an import is taken back whole while nothing was built on it, and only by its author", async () => {
  const first = await door.send("projects", "commit", await projects({ 项目名称: "将撤销", 项目代码: projectCode(700) }));
  const edited = await door.send("projects", "commit", await projects({ 项目名称: "将撤销", 项目代码: projectCode(700), "年度计划投资(万元)": 999 }));
  const undo = (id: unknown) => door.post(`/api/imports/${String(id)}/undo`);
  expect((await undo(first.body.importId)).status).toBe(409);
  door.as(seeded.stranger.dispatch);
  expect((await undo(edited.body.importId)).status).toBe(404);
  door.as(seeded.actor.dispatch);
  expect(await undo(edited.body.importId)).toMatchObject({ status: 200, body: { reverted: 1 } });
  expect(await read((q) => q`select plan_fen from projects_card where name = '将撤销'`)).toEqual([{ plan_fen: 500_000_000 }]);
  expect((await undo(edited.body.importId)).status).toBe(409);
  const fresh = await door.send("projects", "commit", await projects({ 项目名称: "撤销后消失", 产业链: "锂电产业链" }));
  expect((await undo(fresh.body.importId)).status).toBe(200);
  expect(await read((q) => q`select from projects_card where name = '撤销后消失'`)).toHaveLength(0);
  expect((await door.get("/api/imports")).body).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ importId: fresh.body.importId, isUndone: true, canUndo: false })]),
  });
});

test("what is exported comes back in and changes nothing, in this city and row by row in the file", async () => {
  await door.send(
    "projects",
    "commit",
    await projects(
      {
        项目名称: "往返一",
        项目代码: projectCode(800),
        建设单位: "=甲公司",
        统一社会信用代码: "91110000600037341L",
        属地: "甲一镇",
        项目级别: "省重点",
        建设性质: "技改",
        产业链: "锂电产业链、高端装备产业链",
        行业代码: "3841",
        "总投资(万元)": 12_345.678901,
        "固定资产投资(万元)": 1.5,
        "用地面积(亩)": 12.3456,
        计划开工: "2023年二季度",
        计划竣工: "2023",
        计划投产: "2023-12-31",
        实际开工: "2023-05",
        经度: 117.123456,
        纬度: 34.5,
        备注: "'带引号\n两行",
      },
      { 项目名称: "往返一", 项目代码: projectCode(800), 属地: "甲一镇", 项目级别: "市重点", "总投资(万元)": 12_345.678901, "年度计划投资(万元)": 0.000001 },
      { 项目名称: "往返二", 属地: "乙区", 当前阶段: "搁置", 项目类别: "储备" },
    ),
  );
  for (const format of ["xlsx", "csv"]) {
    const exported = await door.get(`/api/projects.${format}?year=2023&lists=all`);
    expect(exported.status).toBe(200);
    const again = await door.send("projects", "commit", exported.bytes);
    expect(again.body, format).toMatchObject({ rejected: 0, changed: 0, errors: [] });
    expect(again.body.rows).toBeGreaterThan(3);
  }
  const { bytes } = await door.get("/api/projects.xlsx?year=2023&lists=all");
  const book = await readWorkbook(bytes, "a.xlsx");
  const row = book.sheets[0]?.rows.find((cells) => cells[0] === "往返一");
  expect(row?.slice(0, 26)).toEqual([
    "往返一",
    projectCode(800),
    "=甲公司",
    "91110000600037341L",
    "甲一镇",
    "省重点",
    "实施类",
    "改建",
    expect.stringContaining("锂电产业链"),
    "C3841",
    12_345.678901,
    1.5,
    12.3456,
    2023,
    500,
    "2023年第2季度",
    "2023",
    "2023-12-31",
    "2023-05",
    null,
    "开工",
    null,
    null,
    117.123456,
    34.5,
    "'带引号\n两行",
  ]);
  const one = await readWorkbook((await door.get("/api/projects.xlsx?q=往返一")).bytes, "a.xlsx");
  expect(one.sheets[0]?.rows).toHaveLength(2);
  expect(one.sheets[1]?.rows.slice(0, 3).map((cells) => cells[0])).toEqual(["项目", "截至", "所知"]);
});

test("a template comes back in as nothing but its named example row", async () => {
  for (const kind of ["projects", "monthly-reports", "leads", "enterprises", "organisations"]) {
    const { status, bytes } = await door.get(`/api/imports/templates/${kind}.xlsx`);
    expect(status).toBe(200);
    const { body } = await door.send(kind, "commit", bytes);
    expect(body, kind).toMatchObject({ rows: 0, accepted: 0, rejected: 0, changed: 0, errors: [] });
    expect(body.warnings[0]).toMatchObject({ row: 2, code: "example-row" });
  }
  expect((await door.get("/api/imports/templates/what.xlsx")).status).toBe(404);
});

test("any workbook is matched by hand, its matching is remembered, and its errors come back in it", async () => {
  const odd = await xlsx(
    ["序号", "工程叫什么", "在哪", "几级", "哪类", "盘子(万元)", "哪年", "今年干多少(万元)", "到哪步"],
    [[1, "手工对应项目", "甲区", "市级", "实施", "一千", 2023, 100, "在建"]],
  );
  const { payload, headers } = multipart({ kind: "projects" }, odd);
  const seen = await door.app.inject({ method: "POST", url: "/api/import-previews", payload, headers });
  expect(seen.json()).toMatchObject({ sheets: [{ headerRow: 1, isRemembered: false, missing: expect.arrayContaining(["项目名称", "属地"]) }] });
  const mapping = JSON.stringify({
    项目名称: "工程叫什么",
    属地: "在哪",
    项目级别: "几级",
    项目类别: "哪类",
    "总投资(万元)": "盘子(万元)",
    年度: "哪年",
    "年度计划投资(万元)": "今年干多少(万元)",
    当前阶段: "到哪步",
  });
  const part = multipart({ kind: "projects", mode: "check", mapping, headerRow: "1", sheet: "数据" }, odd);
  const marked = await door.app.inject({ method: "POST", url: "/api/imports/errors.xlsx", payload: part.payload, headers: part.headers });
  const rows = (await readWorkbook(marked.rawPayload, "a.xlsx")).sheets[0]?.rows;
  expect(rows?.[0]?.at(-1)).toEqual(expect.stringMatching(/^错误说明：.*序号/));
  expect(rows?.[1]?.at(-1)).toEqual(expect.stringContaining("总投资(万元)"));
  const mended = await xlsx(
    ["序号", "工程叫什么", "在哪", "几级", "哪类", "盘子(万元)", "哪年", "今年干多少(万元)", "到哪步"],
    [[1, "手工对应项目", "甲区", "市级", "实施", 1000, 2023, 100, "在建"]],
  );
  expect((await door.send("projects", "commit", mended, { mapping })).body).toMatchObject({ accepted: 1, changed: 1 });
  expect((await door.send("projects", "commit", mended)).body).toMatchObject({ accepted: 1, changed: 0, unknownColumns: ["序号"] });
});
