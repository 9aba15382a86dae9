import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes as batonRoutes } from "#kernel/batons";
import { routes as evidenceRoutes } from "#kernel/evidence";
import { libraryRoutes } from "./library-routes.ts";
import { type Bench, inHistory, openBench, type Sent, tellProject } from "./testing.ts";

let bench: Bench;
const filesDir = mkdtempSync(join(tmpdir(), "baton-files-"));

beforeAll(async () => {
  bench = await openBench(
    (app, context) => {
      libraryRoutes(app, context);
      batonRoutes(app, context);
      evidenceRoutes(app, context);
    },
    { filesDir },
  );
});
afterAll(async () => {
  await bench.close();
  rmSync(filesDir, { recursive: true, force: true });
});

const yi = 10_000_000_000;
const input = (more: object = {}) => ({ name: "隔膜材料项目", accountOrgId: bench.seeded.org.townA1, totalInvestmentFen: 3 * yi, ...more });
const newProject = (more: object = {}) => ({ ...input(more), listing: { year: 2023, level: "city", class: "implementation", planFen: yi }, stage: "review" });
const nowhere = "0198c0de-0000-7000-8000-000000000000";

async function made(more: object = {}, stage = "review"): Promise<string> {
  const answer = await bench.send("district", "POST /api/projects", {
    ...newProject({ isNotDuplicate: true, distinctReason: "分期建设，另行立项", ...more }),
    stage,
  });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body.id;
}
const page = (id: string, who = "district") => bench.send(who, `GET /api/projects/${id}`);

describe("registering", () => {
  test("a district registers in its own tree; the project is known by its page, card and history at once", async () => {
    const id = await made({ name: "登记项目", content: "年产一万吨", code: "2306-370402-04-01-123456" });
    expect((await page(id)).body).toMatchObject({
      name: "登记项目",
      content: "年产一万吨",
      stage: { code: "review", enteredOn: "2023-01-01", precision: "by" },
      planFen: yi,
      completedFen: null,
      account: { areaCode: "370402101" },
    });
    expect(await bench.rows("select name, plan_fen, stage from projects_card where subject_id = $1", [id])).toEqual([
      { name: "登记项目", plan_fen: yi, stage: "review" },
    ]);
    const { body } = await bench.send("town", `GET /api/projects/${id}/history`);
    expect(body.items[0]).toMatchObject({ kind: "add-project", by: "甲区调度员", org: "甲区人民政府" });
    expect(body.items[0].sentence).toContain("建立项目“登记项目”");
    expect((await page(id, "district2")).status).toBe(404);
  });

  test("neither a town nor another district's officer registers there; the dispatch office registers anywhere", async () => {
    expect(await bench.send("town", "POST /api/projects", newProject())).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(await bench.send("district2", "POST /api/projects", newProject())).toMatchObject({ status: 403 });
    for (const who of ["leader", "department", "enterprise", "sysadmin"])
      expect((await bench.send(who, "POST /api/projects", newProject())).status, who).toBe(403);
    expect((await bench.send("dispatch", "POST /api/projects", newProject({ name: "调度登记", accountOrgId: bench.seeded.org.townB1 }))).status).toBe(200);
  });

  test("what may already be there is refused with match and unit, until it is said to be another", async () => {
    await made({ name: "重复项目" });
    const refused = await bench.send("district", "POST /api/projects", newProject({ name: "重复 项目（工程）" }));
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "duplicate-subject", duplicates: [{ name: "重复项目", holdingUnit: "甲一镇人民政府", why: "name-and-place" }] },
    });
    const again = { name: "重复 项目（工程）", isNotDuplicate: true };
    expect(await bench.send("district", "POST /api/projects", newProject(again))).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/distinctReason" }] },
    });
    const registered = await bench.send("district", "POST /api/projects", newProject({ ...again, distinctReason: "二期另行立项" }));
    expect(registered.status).toBe(200);
    expect((await bench.send("district", `GET /api/projects/${registered.body.id}/history`)).body.items[0]).toMatchObject({ reason: "二期另行立项" });
  });

  test("of a project out of reach only the match and the holding unit are told, and every search is on record", async () => {
    const id = await made({ name: "保密相关项目", code: "2306-370402-04-01-654321" });
    const { body } = await bench.send("town2", "GET /api/project-duplicates?code=2306-370402-04-01-654321");
    expect(body.items).toEqual([{ id: null, name: "其他单位登记的项目", holdingUnit: "甲一镇人民政府", why: "project-code" }]);
    expect(JSON.stringify(body)).not.toContain(id);
    expect((await bench.send("town", "GET /api/project-duplicates?code=2306-370402-04-01-654321")).body.items[0]).toMatchObject({ id, name: "保密相关项目" });
    expect(
      await bench.rows("select found_count from projects_duplicate_search where account_id = $1 and project_code is not null", [
        bench.seeded.stranger.town.accountId,
      ]),
    ).toEqual([{ found_count: 1 }]);
    const refused = await bench.send(
      "district2",
      "POST /api/projects",
      newProject({ accountOrgId: bench.seeded.org.townB1, code: "2306-370402-04-01-654321" }),
    );
    expect(refused).toMatchObject({ status: 409, body: { duplicates: [{ id: null, holdingUnit: "甲一镇人民政府" }] } });
    expect(await bench.rows("select found_count from projects_duplicate_search where account_id = $1", [bench.seeded.stranger.district.accountId])).toEqual([
      { found_count: 1 },
    ]);
  });

  test("more than thirty searches a minute are refused", async () => {
    for (let at = 0; at < 30; at += 1) expect((await bench.send("chief", "GET /api/project-duplicates?name=x")).status).toBe(200);
    expect(await bench.send("chief", "GET /api/project-duplicates?name=x")).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
    expect((await bench.send("sysadmin", "GET /api/project-duplicates?name=x")).status).toBe(403);
  });

  test("a credit code that fails its check character needs a written reason, a malformed one is refused", async () => {
    const doubtful = { name: "代码存疑项目", creditCode: "91370400MA3C00000X" };
    expect(await bench.send("district", "POST /api/projects", newProject(doubtful))).toMatchObject({
      status: 422,
      body: { code: "rule-refused", errors: [{ pointer: "/creditCode" }] },
    });
    expect((await bench.send("district", "POST /api/projects", newProject({ ...doubtful, creditCodeOverride: "已与营业执照核对" }))).status).toBe(200);
    expect(await bench.send("district", "POST /api/projects", newProject({ name: "代码错误项目", creditCode: "123" }))).toMatchObject({
      status: 400,
      body: { code: "invalid-input" },
    });
  });
});

describe("editing", () => {
  test("an edit over another version is refused with both values, who wrote and the version to go on from", async () => {
    const id = await made({ name: "并发项目" });
    const { version } = (await page(id)).body;
    const first = await bench.send("dispatch", `PUT /api/projects/${id}`, {
      version,
      project: input({ name: "并发项目", totalInvestmentFen: 5 * yi }),
      reason: "按可研批复",
    });
    expect(first.status).toBe(200);
    const second = await bench.send("district", `PUT /api/projects/${id}`, { version, project: input({ name: "并发项目", totalInvestmentFen: 4 * yi }) });
    expect(second).toMatchObject({
      status: 409,
      body: {
        code: "edit-conflict",
        version: first.body.version,
        by: "示例市人民政府·调度中心调度员",
        conflicts: [{ field: "totalInvestmentFen", stored: String(5 * yi), sent: String(4 * yi) }],
      },
    });
    expect((await page(id)).body.totalInvestmentFen).toBe(5 * yi);
    const { body } = await bench.send("district", `GET /api/projects/${id}/history`);
    expect(body.items[0]).toMatchObject({ sentence: "总投资由“30,000万元”改为“50,000万元”", reason: "按可研批复" });
  });

  test("a place that was changed by itself meanwhile, as an import does, is no less a conflict", async () => {
    const id = await made({ name: "坐标项目" });
    const { version } = (await page(id)).body;
    await inHistory(bench, new Date().toISOString(), async (query) => {
      await query("update kernel_subject_version set superseded_at = now() where subject_id = $1 and superseded_at = 'infinity'", [id]);
      await query(
        `insert into kernel_subject_version (subject_id, scope_id, name, code, account_org_id, account_area_id, longitude, latitude)
        select subject_id, scope_id, name, code, account_org_id, account_area_id, 117.3, 34.8 from kernel_subject_version where subject_id = $1 limit 1`,
        [id],
      );
    });
    expect((await page(id)).body.version).not.toBe(version);
    expect(await bench.send("district", `PUT /api/projects/${id}`, { version, project: input({ name: "坐标项目" }) })).toMatchObject({
      status: 409,
      body: { code: "edit-conflict", conflicts: [{ field: "longitude", stored: "117.3", sent: null }, { field: "latitude" }] },
    });
  });

  test("a cleared field is cleared, and an edit without a difference writes nothing", async () => {
    const id = await made({ name: "清空项目", content: "旧内容", landMu: "12.50" });
    const read = (await page(id)).body;
    expect(read).toMatchObject({ content: "旧内容", landMu: "12.5" });
    expect(
      (
        await bench.send("district", `PUT /api/projects/${id}`, {
          version: read.version,
          project: input({ name: "清空项目", content: "旧内容", landMu: "12.5" }),
        })
      ).body.version,
    ).toBe(read.version);
    await bench.send("district", `PUT /api/projects/${id}`, { version: read.version, project: input({ name: "清空项目" }) });
    expect((await page(id)).body).toMatchObject({ content: null, landMu: null });
  });

  test("a move within reach takes every row along; a district cannot move a project to another district", async () => {
    const id = await made({ name: "迁移项目" });
    const { version } = (await page(id)).body;
    expect(
      await bench.send("district", `PUT /api/projects/${id}`, { version, project: input({ name: "迁移项目", accountOrgId: bench.seeded.org.townB1 }) }),
    ).toMatchObject({ status: 403 });
    expect(
      (await bench.send("district", `PUT /api/projects/${id}`, { version, project: input({ name: "迁移项目", accountOrgId: bench.seeded.org.townA2 }) }))
        .status,
    ).toBe(200);
    expect((await page(id, "town")).status).toBe(404);
    expect((await page(id, "townA2")).body).toMatchObject({ account: { areaCode: "370402102" }, planFen: yi });
  });

  test("a town, a stranger and a leader do not edit", async () => {
    const id = await made({ name: "权限项目" });
    const { version } = (await page(id)).body;
    const body = { version, project: input({ name: "改名" }) };
    expect((await bench.send("town", `PUT /api/projects/${id}`, body)).status).toBe(403);
    expect((await bench.send("leader", `PUT /api/projects/${id}`, body)).status).toBe(403);
    expect((await bench.send("district2", `PUT /api/projects/${id}`, body)).status).toBe(404);
    expect((await bench.send("district", `PUT /api/projects/${nowhere}`, body)).status).toBe(404);
  });
});

describe("adjusting the lists", () => {
  const adjust = (id: string, kind: string, { who = "district", ...more }: { who?: string; [field: string]: unknown } = {}) =>
    bench.send(who, `POST /api/projects/${id}/adjustments`, {
      kind,
      year: 2023,
      level: "city",
      effectiveOn: "2023-07-01",
      reason: "年中调整",
      documentNo: "示例〔2023〕7号",
      ...more,
    });

  test("each of the four adjustments ends one span and begins the next with reason and document", async () => {
    const id = await made({ name: "调整项目" });
    expect((await adjust(id, "added")).body).toMatchObject({ code: "rule-refused" });
    expect((await adjust(id, "reserve_to_implementation")).body).toMatchObject({ code: "rule-refused" });
    expect((await adjust(id, "implementation_to_reserve")).status).toBe(200);
    expect((await adjust(id, "reserve_to_implementation", { effectiveOn: "2023-08-01", planFen: 2 * yi })).status).toBe(200);
    expect((await adjust(id, "left", { effectiveOn: "2023-08-01" })).body).toMatchObject({ code: "rule-refused" });
    expect((await adjust(id, "left", { effectiveOn: "2023-09-01" })).status).toBe(200);
    expect((await adjust(id, "added", { level: "county", class: "reserve", planFen: 5 })).status).toBe(200);
    const { listings } = (await page(id)).body;
    expect(listings.map((one: Sent["body"]) => [one.level, one.class, one.planFen, one.adjustment, one.validFrom, one.validTo])).toEqual([
      ["city", "implementation", yi, null, "2023-01-01", "2023-07-01"],
      ["city", "reserve", yi, "implementation_to_reserve", "2023-07-01", "2023-08-01"],
      ["city", "implementation", 2 * yi, "left", "2023-08-01", "2023-09-01"],
      ["county", "reserve", 5, "added", "2023-07-01", null],
    ]);
    expect(listings[1]).toMatchObject({ reason: "年中调整", documentNo: "示例〔2023〕7号" });
    expect(await bench.rows("select level, class from projects_card where subject_id = $1", [id])).toEqual([{ level: "county", class: "reserve" }]);
    expect((await bench.send("dispatch", `GET /api/projects/${id}?validOn=2023-07-15`)).body.planFen).toBe(yi);
    expect((await bench.send("dispatch", `GET /api/projects/${id}/history`)).body.items[0]).toMatchObject({
      kind: "adjust-listing",
      reason: "年中调整",
      documentNo: "示例〔2023〕7号",
    });
  });

  test("a town and another district do not adjust", async () => {
    const id = await made({ name: "不可调整项目" });
    expect((await adjust(id, "left", { who: "town" })).status).toBe(403);
    expect((await adjust(id, "left", { who: "district2" })).status).toBe(404);
    expect((await adjust(id, "left", { effectiveOn: "2024-07-01" })).body.code).toBe("rule-refused");
  });

  test("a rollover lists the new year with its plan, all rows or none, and counts what was done only in its own year", async () => {
    const { seeded } = bench;
    const old = await tellProject(bench, {
      knownAt: "2022-12-20T09:00:00+08:00",
      scopeId: seeded.scope.townA1,
      orgId: seeded.org.townA1,
      name: "结转项目",
      listings: [{ year: 2022, planFen: yi }],
      months: [
        { month: "2022-11", cumulativeFen: 700 },
        { month: "2022-12", cumulativeFen: 900 },
      ],
    });
    const never = await made({ name: "未列入项目" });
    const body = (rows: string[]) => ({
      fromYear: 2022,
      toYear: 2023,
      level: "city",
      documentNo: "示例〔2023〕1号",
      rows: rows.map((projectId) => ({ projectId, planFen: 2 * yi, class: "implementation" })),
    });
    const refused = await bench.send("district", "POST /api/listing-rollovers", body([old, never, nowhere]));
    expect(refused).toMatchObject({ status: 422, body: { code: "rule-refused", rows: [{ projectId: never }, { projectId: nowhere }] } });
    expect(await bench.rows("select 1 from projects_listing where subject_id = $1 and year = 2023", [old])).toEqual([]);
    expect((await bench.send("district2", "POST /api/listing-rollovers", body([old]))).status).toBe(422);
    expect((await bench.send("town", "POST /api/listing-rollovers", body([old]))).status).toBe(403);
    expect(await bench.send("district", "POST /api/listing-rollovers", body([old]))).toMatchObject({ status: 200, body: { written: 1, toYear: 2023 } });
    expect(await bench.send("district", "POST /api/listing-rollovers", body([old]))).toMatchObject({ status: 422 });
    expect((await page(old)).body).toMatchObject({ planFen: 2 * yi, completedFen: null });
    expect((await bench.send("district", `GET /api/projects/${old}?validOn=2022-12-31`)).body).toMatchObject({ planFen: yi, completedFen: 900 });
    expect(await bench.rows("select year, done_fen from projects_card where subject_id = $1 order by year", [old])).toEqual([
      { year: 2022, done_fen: 900 },
      { year: 2023, done_fen: null },
    ]);
  });

  test("a merged project stops counting from then on, and still counts as known before", async () => {
    const [one, two] = [await made({ name: "合并甲" }), await made({ name: "合并乙" })];
    const before = (await page(one)).body.knownAt;
    expect((await bench.send("town", `POST /api/projects/${one}/merges`, { intoId: two, reason: "同一项目" })).status).toBe(403);
    expect((await bench.send("district2", `POST /api/projects/${one}/merges`, { intoId: two, reason: "同一项目" })).status).toBe(404);
    expect((await bench.send("district", `POST /api/projects/${one}/merges`, { intoId: one, reason: "同一项目" })).status).toBe(422);
    expect((await bench.send("district", `POST /api/projects/${one}/merges`, { intoId: two, reason: "同一项目" })).status).toBe(200);
    expect((await page(one)).body).toMatchObject({ mergedIntoId: two, planFen: null, acts: [] });
    expect((await bench.send("district", `GET /api/projects/${one}?knownAt=${encodeURIComponent(before)}`)).body).toMatchObject({
      mergedIntoId: null,
      planFen: yi,
    });
    expect(await bench.rows("select 1 from projects_card where subject_id = $1", [one])).toEqual([]);
    expect((await bench.send("district", `POST /api/projects/${two}/merges`, { intoId: one, reason: "反向" })).status).toBe(422);
    expect((await bench.send("district", `POST /api/projects/${one}/stages`, { stage: "signed", enteredOn: "2023-07-01" })).body.code).toBe("rule-refused");
  });
});

const pdf: Buffer = Buffer.from("%PDF-1.4\n%example\n");

function form(fields: Record<string, string>, file: { name: string; content: Buffer } | null): { payload: Buffer; type: string } {
  const boundary = "----form-boundary-of-a-test";
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file !== null) {
    parts.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/pdf\r\n\r\n`),
      file.content,
      Buffer.from("\r\n"),
    );
  }
  return { payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` };
}

type Uploaded = { proves?: string; title?: string; takenOn?: string; name?: string; content?: Buffer | null; key?: string };

async function upload(who: string, id: string, { name = "a.pdf", content = pdf, key, ...fields }: Uploaded = {}): Promise<Sent> {
  const { payload, type } = form({ proves: "works", title: "a", ...fields }, content === null ? null : { name, content });
  const headers = { "x-as": who, host: "localhost", "content-type": type, ...(key === undefined ? {} : { "idempotency-key": key }) };
  const answer = await bench.app.inject({ method: "POST", url: `/api/projects/${id}/evidence`, headers, payload });
  return { status: answer.statusCode, body: answer.json() };
}

const stored = () => readdirSync(filesDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;

describe("stages and their evidence", () => {
  const enter = (id: string, stage: string, { who = "town", ...more }: { who?: string; [field: string]: unknown } = {}) =>
    bench.send(who, `POST /api/projects/${id}/stages`, { stage, enteredOn: "2023-07-01", ...more });
  const prove = async (id: string, proves: string) => (await upload("town", id, { proves, title: proves })).body.id as string;

  test("a gated stage names what is missing, is met by it, and conditional only with a reason", async () => {
    const id = await made({ name: "阶段项目" });
    expect(await enter(id, "signed")).toMatchObject({ status: 422, body: { code: "evidence-missing", missing: ["正式合同"] } });
    expect(await enter(id, "signed", { evidenceIds: [await prove(id, "framework")] })).toMatchObject({ status: 422, body: { missing: ["正式合同"] } });
    const contract = await prove(id, "contract");
    expect(await enter(id, "signed", { evidenceIds: [contract] })).toMatchObject({ status: 200, body: { verdict: "met" } });
    expect(await enter(id, "landed", { evidenceIds: [await prove(id, "company")], reason: "土地手续7月底办结" })).toMatchObject({
      status: 200,
      body: { verdict: "conditional" },
    });
    expect(await enter(id, "started", { evidenceIds: [await prove(id, "ceremony")] })).toMatchObject({
      status: 422,
      body: { code: "evidence-missing", missing: ["永久性工程实际开工材料"] },
    });
    const { body } = await page(id);
    expect(body.stage).toMatchObject({ code: "landed", enteredOn: "2023-07-01" });
    expect(body.stages.map((one: Sent["body"]) => [one.code, one.verdict, one.evidence.map((proof: { title: string }) => proof.title)])).toEqual([
      ["review", "unproven", []],
      ["signed", "met", ["contract"]],
      ["landed", "conditional", ["company"]],
    ]);
    expect(await bench.rows("select stage from projects_card where subject_id = $1", [id])).toEqual([{ stage: "landed" }]);
  });

  test("order is kept, the future is refused, side states ask for a reason and are come back from", async () => {
    const id = await made({ name: "顺序项目" });
    expect(await enter(id, "started")).toMatchObject({ status: 422, body: { code: "stage-out-of-order" } });
    expect(await enter(id, "signed", { enteredOn: "2023-07-06" })).toMatchObject({ status: 422, body: { code: "rule-refused" } });
    expect(await enter(id, "shelved")).toMatchObject({ status: 422, body: { code: "rule-refused" } });
    expect(await enter(id, "shelved", { reason: "投资方资金链调整" })).toMatchObject({ status: 200 });
    expect((await page(id)).body.stage.code).toBe("shelved");
    expect(await enter(id, "review", { enteredOn: "2023-07-03" })).toMatchObject({ status: 200 });
    expect((await page(id)).body.stage.code).toBe("review");
  });

  test("another project's evidence proves nothing here", async () => {
    const [id, other] = [await made({ name: "佐证甲" }), await made({ name: "佐证乙" })];
    expect(await enter(id, "signed", { evidenceIds: [await prove(other, "contract")] })).toMatchObject({ status: 422, body: { code: "evidence-missing" } });
  });

  test("whoever only reads does not enter stages, and a stranger finds nothing", async () => {
    const id = await made({ name: "只读项目" });
    expect((await enter(id, "signed", { reason: "先行", who: "leader" })).status).toBe(403);
    expect((await enter(id, "signed", { reason: "先行", who: "townA2" })).status).toBe(404);
    expect((await enter(id, "signed", { reason: "先行", who: "district2" })).status).toBe(404);
  });
});

describe("evidence", () => {
  test("an upload is kept by random name, listed, and served as an attachment to whoever reaches the project", async () => {
    const id = await made({ name: "资料项目" });
    const { body } = await upload("town", id, { title: "开工现场", takenOn: "2023-07-01", name: "../..\\现场.exe" });
    const list = await bench.send("district", `GET /api/projects/${id}/evidence`);
    expect(list.body.items[0]).toMatchObject({
      id: body.id,
      title: "开工现场",
      provesName: "永久性工程实际开工材料",
      fileName: "现场.pdf",
      mediaType: "application/pdf",
      byteCount: pdf.length,
      by: "甲一镇人民政府·甲一镇经办",
    });
    const file = await bench.app.inject({ method: "GET", url: `/api/evidence/${body.id}`, headers: { "x-as": "district", host: "localhost" } });
    expect(file.statusCode).toBe(200);
    expect(file.rawPayload.equals(pdf)).toBe(true);
    expect(file.headers).toMatchObject({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("现场.pdf")}`,
    });
    expect((await bench.send("district2", `GET /api/evidence/${body.id}`)).status).toBe(404);
    expect((await bench.send("district2", `GET /api/projects/${id}/evidence`)).status).toBe(404);
  });

  test("content decides the type: a script named .pdf, an empty form and a stranger's upload leave no file behind", async () => {
    const id = await made({ name: "拒收项目" });
    const before = stored();
    expect(await upload("town", id, { content: Buffer.from("<script>alert(1)</script>") })).toMatchObject({ status: 422, body: { code: "file-refused" } });
    expect(await upload("town", id, { name: "a.docx", content: Buffer.from("PK\u0003\u0004not an archive") })).toMatchObject({
      status: 422,
      body: { code: "file-refused" },
    });
    expect(await upload("town", id, { content: null })).toMatchObject({ status: 400 });
    expect(await upload("town", id, { proves: "magic" })).toMatchObject({ status: 400 });
    expect(await upload("town", id, { takenOn: "2023-08-01" })).toMatchObject({ status: 400 });
    expect(await upload("townA2", id)).toMatchObject({ status: 404 });
    expect(await upload("leader", id)).toMatchObject({ status: 403 });
    expect(stored()).toBe(before);
  });

  test("above 20 MB is refused, and a repeated request is answered with the first file alone", async () => {
    const id = await made({ name: "大文件项目" });
    const before = stored();
    expect(await upload("town", id, { content: Buffer.concat([pdf, Buffer.alloc(20 * 1024 * 1024)]) })).toMatchObject({
      status: 413,
      body: { code: "too-large" },
    });
    const first = await upload("town", id, { key: "key-1" });
    expect(await upload("town", id, { key: "key-1" })).toEqual(first);
    expect(await upload("town", id, { title: "b", key: "key-1" })).toMatchObject({ status: 422, body: { code: "idempotency-mismatch" } });
    expect(stored()).toBe(before + 1);
  });
});

describe("nodes", () => {
  const save = (id: string, more: object, who = "town") =>
    bench.send(who, `POST /api/projects/${id}/nodes`, {
      nodeId: null,
      kind: "custom",
      name: "主体封顶",
      plannedOn: "2023-06-01",
      dueOn: "2023-06-20",
      ...more,
    });

  test("the first plan stays as baseline, a moved date asks for a reason, and lateness is told", async () => {
    const id = await made({ name: "节点项目" });
    const nodeId = (await save(id, {})).body.id;
    expect((await page(id)).body.nodes[0]).toMatchObject({ id: nodeId, daysLate: 15, doneOn: null });
    expect((await save(id, { nodeId, dueOn: "2023-08-01" })).body.code).toBe("rule-refused");
    expect((await save(id, { nodeId, plannedOn: "2023-07-01", dueOn: "2023-08-01", reason: "雨季顺延" })).body.detail).toContain("改期申请");
    expect((await save(id, { nodeId, plannedOn: "2023-07-01", dueOn: "2023-08-01", reason: "雨季顺延" }, "district")).status).toBe(200);
    expect((await page(id)).body.nodes).toMatchObject([{ plannedOn: "2023-07-01", dueOn: "2023-08-01", baselineOn: "2023-06-01", daysLate: null }]);
    expect((await save(id, { nodeId, plannedOn: "2023-07-01", dueOn: "2023-08-01", doneOn: "2023-07-06" })).body.code).toBe("rule-refused");
    expect((await save(id, { nodeId: nowhere, reason: "改期" })).status).toBe(404);
    expect((await save(id, {}, "townA2")).status).toBe(404);
    expect((await save(id, {}, "leader")).status).toBe(403);
  });

  test("a gate takes its actual date from the stage, and a stage has one gate", async () => {
    const id = await made({ name: "关口项目" }, "signed");
    expect((await save(id, { kind: "landing", name: "落地", doneOn: "2023-06-10" })).body.code).toBe("rule-refused");
    expect((await save(id, { kind: "landing", name: "落地" })).status).toBe(200);
    expect((await save(id, { kind: "landing", name: "再落地" })).body.code).toBe("rule-refused");
    await bench.send("town", `POST /api/projects/${id}/stages`, { stage: "landed", enteredOn: "2023-06-25", reason: "手续后补" });
    expect((await page(id)).body.nodes).toMatchObject([{ entersStage: "landed", doneOn: "2023-06-25", daysLate: 5 }]);
  });
});

describe("hand-overs", () => {
  const hand = (id: string, more: object, who = "district") =>
    bench.send(who, `POST /api/subjects/${id}/handovers`, {
      role: "department",
      toPostId: bench.seeded.actor.department.postId,
      on: "2023-07-01",
      note: "项目进入用地报批阶段",
      ...more,
    });

  test("one act ends one holder and begins the next; the grant to read follows", async () => {
    const id = await made({ name: "交接项目" });
    expect((await page(id, "department")).status).toBe(404);
    expect((await hand(id, {})).status).toBe(200);
    expect((await page(id, "department")).status).toBe(200);
    expect((await hand(id, { on: "2023-07-03" })).body.code).toBe("rule-refused");
    expect((await hand(id, { toPostId: bench.seeded.actor.enterprise.postId, on: "2023-07-03" })).status).toBe(200);
    expect((await page(id, "department")).status).toBe(404);
    expect((await page(id, "enterprise")).status).toBe(200);
    expect((await page(id)).body.batons.map((one: Sent["body"]) => [one.holder, one.validFrom, one.validTo])).toEqual([
      ["企业联络员", "2023-07-03", null],
      ["自然资源局经办", "2023-07-01", "2023-07-03"],
    ]);
    const acts = await bench.rows(
      "select count(distinct act_id)::int as acts from kernel_baton where subject_id = $1 and recorded_at = (select max(recorded_at) from kernel_baton where subject_id = $1)",
      [id],
    );
    expect(acts).toEqual([{ acts: 1 }]);
  });

  test("the database refuses two holders of one day", async () => {
    const id = await made({ name: "双棒项目" });
    await hand(id, {});
    expect(await hand(id, { toPostId: bench.seeded.actor.enterprise.postId })).toMatchObject({ status: 409, body: { code: "baton-already-held" } });
    expect(await hand(id, { toPostId: bench.seeded.actor.enterprise.postId, on: "2023-06-15" })).toMatchObject({
      status: 409,
      body: { code: "baton-already-held" },
    });
  });

  test("a town does not hand over, a stranger finds nothing, an administrator holds nothing", async () => {
    const id = await made({ name: "不可交接项目" });
    expect((await hand(id, {}, "town")).status).toBe(403);
    expect((await hand(id, {}, "district2")).status).toBe(404);
    expect((await hand(id, { toPostId: bench.seeded.actor.sysadmin.postId })).body.code).toBe("rule-refused");
    expect((await hand(id, { role: "emperor" })).status).toBe(400);
  });
});

describe("statistics", () => {
  test("the bureau's figure stands beside the management figure and never in its place", async () => {
    const { seeded } = bench;
    const id = await tellProject(bench, {
      knownAt: "2023-07-01T09:00:00+08:00",
      scopeId: seeded.scope.townA1,
      orgId: seeded.org.townA1,
      name: "统计项目",
      listings: [{ year: 2023, planFen: yi }],
      months: [{ month: "2023-06", cumulativeFen: 5_000_000_000 }],
    });
    const say = (who: string, more: object = {}) =>
      bench.send(who, `POST /api/projects/${id}/statistics`, {
        projectId: id,
        month: "2023-06",
        investmentFen: 4_000_000_000,
        isListed: true,
        explanation: "设备未到场部分未计",
        ...more,
      });
    expect((await say("town")).status).toBe(403);
    expect((await say("district")).status).toBe(403);
    expect((await say("department")).status).toBe(404);
    expect((await say("dispatch", { month: "2023-08" })).body.code).toBe("rule-refused");
    expect((await say("dispatch")).status).toBe(200);
    expect((await say("dispatch", { investmentFen: 4_500_000_000 })).status).toBe(200);
    const { body } = await bench.send("town", `GET /api/projects/${id}/money?year=2023`);
    expect(body.months[5]).toMatchObject({ doneFen: 5_000_000_000, statisticsFen: 4_500_000_000 });
    expect(body.difference).toEqual({
      managementFen: 5_000_000_000,
      statisticsFen: 4_500_000_000,
      differenceFen: 500_000_000,
      explanation: "设备未到场部分未计",
    });
    expect(await bench.rows("select count(*)::int as n from kernel_observation where subject_id = $1 and ledger = 'management'", [id])).toEqual([{ n: 1 }]);
  });

  test("the statistics bureau itself writes the figures of the projects it holds", async () => {
    const { seeded } = bench;
    const accountId = randomUUID();
    const bureau = randomUUID();
    await inHistory(bench, "2023-07-01T10:00:01+08:00", async (query) => {
      await query("select kernel_add_org_subject($1, 'org', null, '示例市统计局', '')", [bureau]);
      await query("insert into kernel_org (org_id, name, kind, parent_org_id) values ($1, '示例市统计局', 'department', $2)", [bureau, seeded.org.city]);
      await query("select kernel_rebuild_org_closure()");
      await query("insert into kernel_post (org_id, title, role) values ($1, '统计局经办', 'department')", [bureau]);
      await query("insert into kernel_appointment (account_id, post_id, valid_from) select $1, post_id, '2022-01-01' from kernel_post where org_id = $2", [
        accountId,
        bureau,
      ]);
    });
    const post = Number((await bench.rows("select post_id from kernel_post where org_id = $1", [bureau]))[0]?.post_id);
    bench.seat("bureau", { accountId, postId: post, role: "department", isWide: false, orgId: bureau, requestId: "test-bureau" });
    const id = await made({ name: "统计局项目" });
    await bench.send("district", `POST /api/subjects/${id}/handovers`, { role: "department", toPostId: post, on: "2023-07-01", note: "入统辅导" });
    expect((await page(id, "bureau")).body.acts).toEqual(["statistics", "matter"]);
    expect(
      (await bench.send("bureau", `POST /api/projects/${id}/statistics`, { projectId: id, month: "2023-06", investmentFen: null, isListed: true })).status,
    ).toBe(200);
    expect(await bench.rows("select metric, value, ledger from kernel_observation where subject_id = $1", [id])).toEqual([
      { metric: "stat_listed", value: 1, ledger: "statistics" },
    ]);
  });

  test("a department that holds the project but is not the statistics bureau writes none", async () => {
    const id = await made({ name: "非统计项目" });
    await bench.send("district", `POST /api/subjects/${id}/handovers`, {
      role: "department",
      toPostId: bench.seeded.actor.department.postId,
      on: "2023-07-01",
      note: "业务对接",
    });
    expect(
      (await bench.send("department", `POST /api/projects/${id}/statistics`, { projectId: id, month: "2023-06", investmentFen: 1, isListed: true })).status,
    ).toBe(403);
  });
});

test("whatever is written later, the page as known before stays the same to the letter", async () => {
  const id = await made({ name: "时间旅行项目" });
  const other = await made({ name: "时间旅行目标" });
  const K = encodeURIComponent((await page(id)).body.knownAt);
  const asKnown = () =>
    Promise.all(
      ["?", "/money?year=2023&", "/reports?", "/history?", "/evidence?"].map(
        async (path) => (await bench.send("dispatch", `GET /api/projects/${id}${path}knownAt=${K}`)).body,
      ),
    );
  const before = await asKnown();
  const { version } = (await page(id)).body;
  const evidence = (await upload("town", id, { proves: "contract" })).body.id;
  const writes: [string, `${"POST" | "PUT"} ${string}`, object][] = [
    ["district", `PUT /api/projects/${id}`, { version, project: input({ name: "已改名", totalInvestmentFen: 9 * yi, accountOrgId: bench.seeded.org.townA2 }) }],
    [
      "district",
      `POST /api/projects/${id}/adjustments`,
      { kind: "implementation_to_reserve", year: 2023, level: "city", effectiveOn: "2023-07-01", planFen: 1, reason: "年中调整", documentNo: "7号" },
    ],
    ["district", `POST /api/projects/${id}/stages`, { stage: "signed", enteredOn: "2023-07-01", evidenceIds: [evidence] }],
    ["district", `POST /api/projects/${id}/nodes`, { nodeId: null, kind: "start", name: "开工", plannedOn: "2023-09-01", dueOn: "2023-09-30" }],
    ["district", `POST /api/subjects/${id}/handovers`, { role: "department", toPostId: bench.seeded.actor.department.postId, on: "2023-07-01", note: "交接" }],
    ["dispatch", `POST /api/projects/${id}/statistics`, { projectId: id, month: "2023-06", investmentFen: 5, isListed: true }],
    ["district", `POST /api/projects/${id}/merges`, { intoId: other, reason: "同一项目" }],
  ];
  for (const [who, request, body] of writes) {
    expect(await bench.send(who, request, body), request).toMatchObject({ status: 200 });
    expect(await asKnown(), request).toEqual(before);
  }
  expect((await page(id)).body).toMatchObject({ name: "已改名", mergedIntoId: other });
});
