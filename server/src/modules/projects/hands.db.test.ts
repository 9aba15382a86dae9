import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { routes as batonRoutes } from "#kernel/batons";
import { ensureCalendar } from "#kernel/calendar";
import { ensureSampleRuleSet, exemptionEffects, routes as lightRoutes } from "#kernel/lights";
import { routes as matterRoutes } from "#kernel/matters";
import { lightSource } from "./light-inputs.ts";
import { libraryRoutes } from "./library-routes.ts";
import { replanEffectSource } from "./replanning.ts";
import { replanRoutes } from "./replan-routes.ts";
import { type Bench, inHistory, openBench, type Sent, tellProject } from "./testing.ts";

let bench: Bench;
let project: string;
const nowhere = "0198c0de-0000-7000-8000-000000000000";
const knownAt = "2023-01-10T00:00:00+08:00";

beforeAll(async () => {
  bench = await openBench((app, context) => {
    libraryRoutes(app, context);
    batonRoutes(app, context);
    matterRoutes(app, context, { duties: [], effects: [exemptionEffects, replanEffectSource(() => context.clock.now())] });
    lightRoutes(app, context, lightSource);
    replanRoutes(app, context);
  });
  await ensureCalendar(bench.city.owner.db);
  await ensureSampleRuleSet(bench.city.owner.db);
  bench.seat("dispatch2", bench.seeded.stranger.dispatch);
});
afterAll(() => bench.close());

async function told(name: string, batons: { role: string; postId: number; from: string }[] = []): Promise<string> {
  const { seeded } = bench;
  const home = { scopeId: seeded.scope.townA1, orgId: seeded.org.townA1, areaId: seeded.area.townA1 };
  return tellProject(bench, { knownAt, ...home, name, batons, listings: [{ year: 2023, planFen: 1_000_000 }] });
}
beforeEach(async () => {
  project = await told(`项目${randomUUID()}`, [{ role: "department", postId: bench.seeded.actor.department.postId, from: "2023-02-01" }]);
});

const post = (who: keyof typeof bench.seeded.actor): number => bench.seeded.actor[who].postId;
const send = (who: string, request: Parameters<Bench["send"]>[1], body?: object): Promise<Sent> => bench.send(who, request, body);
const ok = async (who: string, request: Parameters<Bench["send"]>[1], body?: object): Promise<Sent["body"]> => {
  const answer = await send(who, request, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const opening = (more: object = {}) => ({
  kind: "supervision",
  subjectId: project,
  title: "临时用电未接通",
  ask: "请接通施工临时用电",
  holderPostId: post("department"),
  workingDays: 5,
  ...more,
});
const matter = (who: string, id: string): Promise<Sent["body"]> => ok(who, `GET /api/matters/${id}`);
const held = (who: string, query = ""): Promise<Sent["body"]> => ok(who, `GET /api/batons${query}`);

describe("batons held", () => {
  test("a post lists what it holds, by name, a page at a time, with the matters it has in hand of each", async () => {
    const other = await told("甲页测试项目", [{ role: "department", postId: post("department"), from: "2023-03-01" }]);
    await ok("district", "POST /api/matters", opening({ subjectId: other }));
    const first = await held("department", "?limit=1");
    expect(first).toMatchObject({ post: { postId: post("department"), isOwn: true }, mayHandOver: false });
    expect(first.total).toBeGreaterThan(1);
    const all: string[] = [];
    for (let next: string | null = ""; next !== null;) {
      const page: Sent["body"] = await held("department", `?limit=1${next === "" ? "" : `&cursor=${encodeURIComponent(next)}`}`);
      all.push(...page.items.map((item: { subjectId: string }) => item.subjectId));
      next = page.next;
    }
    expect(new Set(all).size).toBe(first.total);
    expect(all).toHaveLength(first.total);
    const [found] = (await held("department", `?q=${encodeURIComponent("甲页测试")}`)).items;
    expect(found).toMatchObject({ subjectId: other, role: "department", roleName: "责任部门", validFrom: "2023-03-01", validTo: null, openMatters: 1 });
  });

  test("a post of somebody else is read within the reader's reach, and no further", async () => {
    const query = `?post=${post("department")}&q=${encodeURIComponent("项目")}`;
    expect((await held("district", query)).items.map((item: { subjectId: string }) => item.subjectId)).toContain(project);
    expect((await held("district2", query)).items).toEqual([]);
    expect((await send("district", "GET /api/batons?post=99999")).status).toBe(404);
  });

  test("the holders of a subject are told with their posts to whoever reaches it", async () => {
    const { subjectName, items } = await ok("town", `GET /api/subjects/${project}/holders`);
    expect(subjectName).toMatch(/^项目/);
    expect(items).toMatchObject([{ role: "department", roleName: "责任部门", postId: post("department"), orgName: "示例市自然资源局" }]);
    expect((await send("district2", `GET /api/subjects/${project}/holders`)).status).toBe(404);
  });

  test("every post of the person is listed with its count, acting ones named as such", async () => {
    const { accountId } = bench.seeded.actor.department;
    await bench.rows("insert into kernel_appointment (account_id, post_id, valid_from, is_acting) values ($1, $2, '2023-01-01', true)", [
      accountId,
      bench.seeded.stranger.town.postId,
    ]);
    const { posts } = await held("department");
    expect(posts.map((one: { postId: number; isActing: boolean }) => [one.postId, one.isActing])).toEqual([
      [post("department"), false],
      [bench.seeded.stranger.town.postId, true],
    ]);
    const acting = await held("department", `?post=${bench.seeded.stranger.town.postId}`);
    expect(acting.post).toMatchObject({ isOwn: true, isActing: true });
    await bench.rows("delete from kernel_appointment where account_id = $1 and is_acting", [accountId]);
  });
});

describe("handing over", () => {
  const batonOf = async (id: string): Promise<string> =>
    String(
      (await bench.rows("select baton_id from kernel_baton where subject_id = $1 and superseded_at = 'infinity' and valid_to = 'infinity'", [id]))[0]?.[
        "baton_id"
      ],
    );
  const handing = (batonIds: string[], more: object = {}) => ({ batonIds, toPostId: post("enterprise"), on: "2023-07-05", note: "人员调整", ...more });

  test("several batons pass in one act, their open matters go along, and the former hand no longer reads the subject", async () => {
    const other = await told("同批移交项目", [{ role: "department", postId: post("department"), from: "2023-02-01" }]);
    const { id } = await ok("district", "POST /api/matters", opening());
    await ok("department", `POST /api/matters/${id}/receipts`, {});
    const batonIds = [await batonOf(project), await batonOf(other)];
    const plan = await ok("district", "POST /api/handover-plans", { batonIds, toPostId: post("enterprise"), on: "2023-07-05" });
    expect(plan).toMatchObject({ mattersGoAlong: true, refusals: [], matters: [{ id, status: "in_hand" }] });
    expect(await ok("district", "POST /api/handovers", handing(batonIds))).toEqual({ handedOver: 2, matters: 1 });
    const after = await matter("enterprise", id);
    expect(after).toMatchObject({ status: "open", handOnCount: 0, holder: { postId: post("enterprise") } });
    expect(after.events.at(-1)).toMatchObject({ kind: "handed_over", reason: "人员调整", by: { postId: post("district") } });
    expect((await send("department", `GET /api/matters/${id}`)).status).toBe(404);
    const acts = await bench.rows("select distinct act_id from kernel_baton where subject_id = any($1) and valid_from = '2023-07-05'", [[project, other]]);
    expect(acts).toHaveLength(1);
    const history = await ok("district", `GET /api/batons/${batonIds[0]}/history`);
    expect(history.items).toMatchObject([
      { holder: "企业联络员", validFrom: "2023-07-05", validTo: null, note: "人员调整", handedOverBy: { title: "甲区调度员", orgName: "甲区人民政府" } },
      { holder: "自然资源局经办", validFrom: "2023-02-01", validTo: "2023-07-05" },
    ]);
  });

  test("matters stay where they are when asked so, and when the day has not come", async () => {
    const { id } = await ok("district", "POST /api/matters", opening());
    const ahead = handing([await batonOf(project)], { on: "2023-09-01" });
    expect((await ok("district", "POST /api/handover-plans", { batonIds: ahead.batonIds, on: ahead.on })).mattersGoAlong).toBe(false);
    expect(await ok("district", "POST /api/handovers", ahead)).toEqual({ handedOver: 1, matters: 0 });
    expect(await matter("department", id)).toMatchObject({ holder: { postId: post("department") } });
  });

  test("one that cannot pass names its subject, and nothing of the others is written", async () => {
    const mine = await told("已在接手岗位的项目", [{ role: "department", postId: post("enterprise"), from: "2023-02-01" }]);
    const batonIds = [await batonOf(project), await batonOf(mine)];
    const refused = await send("district", "POST /api/handovers", handing(batonIds));
    expect(refused).toMatchObject({ status: 422, body: { code: "rule-refused", detail: expect.stringContaining("已在接手岗位的项目") } });
    expect(await bench.rows("select 1 from kernel_baton where subject_id = $1", [project])).toHaveLength(1);
    const early = await send("district", "POST /api/handovers", handing([batonIds[0] ?? ""], { on: "2023-02-01" }));
    expect(early.body.detail).toContain("移交日期应在此之后");
  });

  test("a town, a department and another district hand nothing over; a baton out of reach is not found", async () => {
    const batonIds = [await batonOf(project)];
    for (const who of ["town", "department", "leader"]) expect((await send(who, "POST /api/handovers", handing(batonIds))).status, who).toBe(403);
    expect((await send("district2", "POST /api/handovers", handing(batonIds))).status).toBe(404);
    expect((await send("district", "POST /api/handovers", handing([nowhere]))).status).toBe(404);
    expect((await send("district2", "POST /api/handover-plans", { batonIds })).status).toBe(404);
    expect((await send("district2", `GET /api/batons/${batonIds[0]}/history`)).status).toBe(404);
  });
});

describe("opening by hand", () => {
  test("a lead, its assisting parts and the document are opened in one act, due at the same time", async () => {
    const assistants = [{ holderPostId: post("enterprise"), ask: "请提供用电负荷表" }];
    const { id } = await ok("dispatch", "POST /api/matters", opening({ documentNo: "枣督字〔2023〕12号", assistants, materials: ["通电验收单"] }));
    const lead = await matter("department", id);
    expect(lead).toMatchObject({ documentNo: "枣督字〔2023〕12号", materials: [{ title: "通电验收单", evidenceId: null }] });
    expect(lead.children).toMatchObject([{ title: "协办·临时用电未接通", holder: { postId: post("enterprise") }, dueAt: lead.dueAt }]);
    expect((await matter("enterprise", lead.children[0].id)).ask).toBe("请提供用电负荷表");
    const same = opening({ assistants: [{ holderPostId: post("department"), ask: "再办一遍" }] });
    expect((await send("dispatch", "POST /api/matters", same)).body.detail).toContain("不能是同一个岗位");
  });

  test("what is asked for must be handed in before it is done, and only evidence of this subject counts", async () => {
    const { id } = await ok("district", "POST /api/matters", opening({ materials: ["通电验收单", "现场照片"] }));
    const [first, second] = (await matter("department", id)).materials;
    const evidence = async (subjectId: string): Promise<string> => {
      const evidenceId = randomUUID();
      await inHistory(bench, "2023-07-05T09:00:00+08:00", async (query) => {
        await query("insert into kernel_evidence (evidence_id, scope_id, subject_id, proves, title) values ($1, $2, $3, 'other', '材料')", [
          evidenceId,
          bench.seeded.scope.townA1,
          subjectId,
        ]);
      });
      return evidenceId;
    };
    const done = (materials: object[]) => send("department", `POST /api/matters/${id}/replies`, { body: "已接通", isDone: true, materials });
    const good = await evidence(project);
    expect((await done([{ materialId: first.id, evidenceId: good }])).body.detail).toBe("还缺材料：现场照片。请上传后再办结。");
    const foreign = await evidence(await told("别的项目"));
    const both = (evidenceId: string) => [
      { materialId: first.id, evidenceId: good },
      { materialId: second.id, evidenceId },
    ];
    expect((await done(both(foreign))).status).toBe(404);
    expect((await done(both(good))).body).toMatchObject({ status: "to_verify" });
    expect((await matter("department", id)).materials.map((one: { evidenceId: string }) => one.evidenceId)).toEqual([good, good]);
  });

  test("the whole is struck off after its parts, and withdrawing it withdraws them", async () => {
    const assistants = [{ holderPostId: post("enterprise"), ask: "请提供用电负荷表" }];
    const { id } = await ok("district", "POST /api/matters", opening({ assistants }));
    await ok("department", `POST /api/matters/${id}/replies`, { body: "已接通", isDone: true });
    expect((await send("district", `POST /api/matters/${id}/verifications`, {})).body.detail).toContain("还有1个协办部分");
    const [part] = (await matter("district", id)).children;
    await ok("enterprise", `POST /api/matters/${part.id}/replies`, { body: "已提供", isDone: true });
    await ok("district", `POST /api/matters/${id}/verifications`, {});
    const second = (await ok("district", "POST /api/matters", opening({ assistants }))).id;
    await ok("district", `POST /api/matters/${second}/withdrawals`, { reason: "重复交办" });
    expect((await matter("district", second)).children).toMatchObject([{ status: "withdrawn" }]);
  });

  test("subjects are found by name or code within reach, and departments open nothing", async () => {
    const found = await ok("district", `GET /api/subjects?q=${encodeURIComponent("项目")}`);
    expect(found.items.map((item: { id: string }) => item.id)).toContain(project);
    expect((await ok("district2", `GET /api/subjects?q=${encodeURIComponent("项目")}`)).items).toEqual([]);
    expect((await ok("district", "GET /api/subjects?q=%25")).items).toEqual([]);
    expect((await send("department", "POST /api/matters", opening())).status).toBe(403);
  });
});

describe("undoing", () => {
  test("a receipt is undone by who signed until the next event; the events stay on record", async () => {
    const { id } = await ok("district", "POST /api/matters", opening());
    await ok("department", `POST /api/matters/${id}/receipts`, {});
    expect((await matter("department", id)).allowedActs).toContain("undo");
    expect((await matter("district", id)).allowedActs).not.toContain("undo");
    expect((await send("district", `POST /api/matters/${id}/undoings`, {})).status).toBe(403);
    expect(await ok("department", `POST /api/matters/${id}/undoings`, {})).toMatchObject({ status: "open", lastSequence: 3 });
    expect((await matter("department", id)).events.map((one: { kind: string }) => one.kind)).toEqual(["opened", "signed_for", "undone"]);
    await ok("department", `POST /api/matters/${id}/receipts`, {});
    await ok("department", `POST /api/matters/${id}/replies`, { body: "正在办" });
    expect((await send("department", `POST /api/matters/${id}/undoings`, {})).body.code).toBe("matter-state");
  });
});

describe("re-plans", () => {
  const plan = async (who = "district"): Promise<string> => {
    const node = { nodeId: null, kind: "custom", name: "主体封顶", plannedOn: "2023-05-01", dueOn: "2023-05-31" };
    return (await ok(who, `POST /api/projects/${project}/nodes`, node)).id;
  };
  const ask = (nodeId: string, more: object = {}, who = "town") =>
    send(who, `POST /api/projects/${project}/replans`, { nodeId, plannedOn: "2023-08-01", dueOn: "2023-08-31", reason: "雨季停工", ...more });
  const nodes = async (): Promise<Sent["body"]> => (await ok("district", `GET /api/projects/${project}`)).nodes;
  const lights = () =>
    bench.rows("select verdict from kernel_light where subject_id = $1 and dimension = 'schedule' and not is_fixed and superseded_at = 'infinity'", [project]);

  test("nothing moves before it is granted; then dates, live lights and history move in the deciding act", async () => {
    const nodeId = await plan();
    const before = await lights();
    const asked = await ask(nodeId);
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    expect(await nodes()).toMatchObject([{ dueOn: "2023-05-31", daysLate: 35 }]);
    const effects = await ok("district", `GET /api/matters/${asked.body.id}/effects`);
    expect(effects).toMatchObject({ obstacle: null });
    expect(effects.items).toContainEqual({ label: "应完成日期", before: "2023-05-31", after: "2023-08-31" });
    expect(effects.items).toContainEqual({ label: "今天看", before: "逾期35天", after: "未逾期" });
    const schedule = effects.items.find((item: { label: string }) => item.label.startsWith("进度灯"));
    expect(schedule.before).not.toBe(schedule.after);
    expect(await lights(), "trying leaves nothing behind").toEqual(before);
    expect(await nodes()).toMatchObject([{ dueOn: "2023-05-31" }]);
    await ok("district", `POST /api/matters/${asked.body.id}/replan-decisions`, { isGranted: true, reason: "同意，抓紧复工" });
    expect(await nodes()).toMatchObject([{ plannedOn: "2023-08-01", dueOn: "2023-08-31", baselineOn: "2023-05-01", daysLate: null }]);
    expect(await lights()).not.toEqual(before);
    const acts = await bench.rows(
      "select n.act_id = e.act_id as is_one from kernel_node n, kernel_matter_event e where n.node_id = $1 and n.superseded_at = 'infinity' and e.matter_id = $2 and e.kind = 'closed'",
      [nodeId, asked.body.id],
    );
    expect(acts).toEqual([{ is_one: true }]);
  });

  test("refused, it needs a reason and leaves the plan; who asked does not decide; it is decided once", async () => {
    const nodeId = await plan();
    const { id } = (await ask(nodeId)).body;
    expect((await ask(nodeId)).body.detail).toContain("正在审批");
    const decide = (who: string, body: object) => send(who, `POST /api/matters/${id}/replan-decisions`, body);
    expect((await decide("district", { isGranted: false, reason: " " })).status).toBe(400);
    expect((await decide("town", { isGranted: true, reason: "同意" })).status).toBe(403);
    expect((await decide("district2", { isGranted: true, reason: "同意" })).status).toBe(404);
    expect((await decide("district", { isGranted: true, reason: "同意", lastSequence: 9 })).body.code).toBe("edit-conflict");
    expect((await decide("district", { isGranted: false, reason: "工期可以赶回" })).body).toMatchObject({ status: "closed" });
    expect(await nodes()).toMatchObject([{ dueOn: "2023-05-31" }]);
    expect((await decide("district", { isGranted: true, reason: "同意" })).body.code).toBe("matter-state");
    const own = (await ask(nodeId, {}, "district")).body;
    expect((await matter("dispatch", own.id)).holder.orgId).toBe(bench.seeded.org.city);
    expect((await send("dispatch", `POST /api/projects/${project}/replans`, {})).status).toBe(400);
  });

  test("of the office above a post that somebody holds gets it, not an empty one made earlier", async () => {
    const { countyA } = bench.seeded.org;
    await bench.rows("insert into kernel_post (org_id, title, role) select $1, '区长', 'district'", [countyA]);
    await bench.rows("update kernel_appointment set valid_to = '2024-01-01' where account_id = $1", [bench.seeded.actor.district.accountId]);
    const [{ post_id: held } = {}] = await bench.rows(
      "with p as (insert into kernel_post (org_id, title, role) values ($1, '值班调度', 'district') returning post_id) insert into kernel_appointment (account_id, post_id, valid_from) select uuidv7(), post_id, '2022-01-01' from p returning post_id",
      [countyA],
    );
    const nodeId = await plan("dispatch");
    const { id } = (await ask(nodeId)).body;
    expect((await matter("dispatch", id)).holder.postId).toBe(held);
    await bench.rows("update kernel_appointment set valid_to = 'infinity' where account_id = $1", [bench.seeded.actor.district.accountId]);
    await bench.rows("delete from kernel_appointment where post_id = $1", [held]);
  });

  test("a node changed since it was asked is not moved by the old request", async () => {
    const nodeId = await plan();
    const { id } = (await ask(nodeId)).body;
    const moved = { nodeId, kind: "custom", name: "主体封顶", plannedOn: "2023-06-01", dueOn: "2023-06-30", reason: "调度会确定" };
    await ok("district", `POST /api/projects/${project}/nodes`, moved);
    expect((await ok("district", `GET /api/matters/${id}/effects`)).obstacle).toContain("又有变动");
    expect((await send("district", `POST /api/matters/${id}/replan-decisions`, { isGranted: true, reason: "同意" })).body.code).toBe("rule-refused");
    expect(await nodes()).toMatchObject([{ dueOn: "2023-06-30" }]);
  });

  test("dates that stay, a due day before the planned day and a node of another project are refused", async () => {
    const nodeId = await plan();
    expect((await ask(nodeId, { plannedOn: "2023-05-01", dueOn: "2023-05-31" })).body.detail).toContain("日期没有变动");
    expect((await ask(nodeId, { dueOn: "2023-07-01" })).body.detail).toContain("早于计划日期");
    expect((await ask(nowhere)).status).toBe(404);
    expect((await ask(nodeId, {}, "townA2")).status).toBe(404);
  });
});

describe("effects of the other approvals", () => {
  test("an extension shows the deadline before and after, an exemption the light that stays and the day it ends", async () => {
    const { id } = await ok("district", "POST /api/matters", opening());
    const { approvalId } = await ok("department", `POST /api/matters/${id}/extensions`, { workingDays: 3, reason: "等待供电公司排期" });
    const extension = await ok("district", `GET /api/matters/${approvalId}/effects`);
    expect(extension.items).toContainEqual({ label: "“临时用电未接通”的办结时限", before: "7月12日18:00", after: "7月17日18:00" });
    const asked = await ok("town", `POST /api/projects/${project}/exemptions`, { dimension: "money", reason: "用地手续未批", validTo: "2023-09-30" });
    const exemption = await ok("dispatch", `GET /api/matters/${asked.id}/effects`);
    expect(exemption.items).toContainEqual({ label: "豁免", before: "没有豁免", after: "豁免至2023-09-30" });
    expect((await send("district", `GET /api/matters/${id}/effects`)).body.code).toBe("matter-state");
    expect((await send("district2", `GET /api/matters/${approvalId}/effects`)).status).toBe(404);
  });
});
