import { strFromU8, unzipSync } from "fflate";
import type { z } from "zod";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readingOf, sayRuns, tableRows } from "@baton/contract/bulletin-rules";
import type { BulletinBlock, BulletinDetail, BulletinDocument, bulletinDrift, Confirmation, Erratum } from "@baton/contract/bulletins";
import type { FigureAnswer } from "@baton/contract/figures";
import { type DemoCity, openDemoCity } from "#app/testing/demo-city";

type BulletinDrift = z.infer<typeof bulletinDrift>;
type SheetRow = { projectId: string; cumulativeFen: number | null };

let demo: DemoCity;

beforeAll(async () => {
  demo = await openDemoCity(inject("cluster"));
}, 120_000);

afterAll(() => demo.close());

const rate = { figure: "projects.completion_rate", where: {}, span: "year" as const };
const table: Extract<BulletinBlock, { kind: "table" }> = {
  kind: "table",
  id: "t1",
  title: "各区（市）完成情况",
  by: "area:county",
  columns: [
    { label: "完成率", ask: rate },
    { label: "完成投资", ask: { figure: "projects.completed_this_year", where: {}, span: "year" } },
  ],
  sortBy: 0,
  isRanked: true,
};
const sentence: BulletinBlock = {
  kind: "paragraph",
  runs: [
    { kind: "text", text: "全市重点项目完成率" },
    { kind: "figure", id: "f1", ask: rate, say: { as: "number" } },
    { kind: "text", text: "，" },
    { kind: "figure", id: "f2", ask: { ...rate, figure: "projects.ahead_of_time" }, say: { as: "ahead" } },
    { kind: "text", text: "。" },
  ],
};
const document: BulletinDocument = {
  blocks: [{ kind: "heading", level: 1, text: "总体情况" }, sentence, table, { kind: "lights", id: "l1", title: "红牌项目", verdict: "warn" }],
};
const body = (changed: object = {}) => ({ kind: "bulletin", month: "2023-05", title: "五月重点项目建设情况", document, audience: null, ...changed });

async function draft(changed: object = {}): Promise<string> {
  const answer = await demo.ask("dispatch", "POST /api/bulletins", body(changed));
  expect(answer.status, answer.body).toBe(200);
  return answer.json<{ id: string }>().id;
}

/** One step of a bulletin's way: `check of <id>`. */
async function act(as: string, step: string, sent?: object): Promise<BulletinDetail> {
  const [name = "", id = ""] = step.split(" of ");
  const answer = await demo.ask(as, `POST /api/bulletins/${id}/${name}`, sent);
  expect(answer.status, answer.body).toBe(200);
  return answer.json();
}

async function get(as: string, id: string): Promise<BulletinDetail> {
  return (await demo.ask(as, `GET /api/bulletins/${id}`)).json();
}

let nextNumber = 1;
/** Checked by the second dispatcher, frozen, issued by the leader. */
async function issued(): Promise<string> {
  const id = await draft();
  await act("dispatch2", `check of ${id}`, { note: null });
  await act("dispatch", `freeze of ${id}`);
  nextNumber += 1;
  await act("leader", `issue of ${id}`, { documentNo: `枣发改通报〔2023〕${nextNumber}号` });
  return id;
}

describe("a bulletin", () => {
  test("reads as the figures answer, in official words", async () => {
    const { facts } = await get("dispatch", await draft());
    const reading = readingOf("2023-05", facts);
    const figure = (await demo.ask("leader", "GET /api/figures/projects.completion_rate?validOn=2023-05-31&by=area:county")).json<FigureAnswer>();
    const text = sayRuns(sentence.kind === "paragraph" ? sentence.runs : [], reading)
      .map((run) => run.text)
      .join("");
    expect(text).toMatch(/^全市重点项目完成率\d+(\.\d+)?%，(超|落后)时间进度\d+(\.\d+)?个百分点。$/);
    expect(facts.answers[0]?.value).toBe(figure.value);
    expect(tableRows(table, reading).map(({ values }) => values[0])).toEqual(figure.groups.map(({ value }) => value).toSorted((a, b) => (b ?? -1) - (a ?? -1)));
    expect(Object.keys(facts.lights)).toEqual(["l1"]);
  });
  test("is not written over: who saved first is told to the second", async () => {
    const id = await draft();
    const { version } = await get("dispatch", id);
    const first = await demo.ask("dispatch", `PUT /api/bulletins/${id}`, { ...body({ title: "改过的标题" }), seen: version });
    expect(first.status).toBe(200);
    const second = await demo.ask("dispatch2", `PUT /api/bulletins/${id}`, { ...body({ title: "另一个标题" }), seen: version });
    expect([second.status, second.body]).toEqual([409, expect.stringContaining("刚刚修改过这份通报")]);
  });
  test("naming an unknown figure is not checked, and says which", async () => {
    const wrong = {
      blocks: [{ kind: "paragraph", runs: [{ kind: "figure", id: "x", ask: { ...rate, figure: "projects.unheard_of" }, say: { as: "number" } }] }],
    };
    const id = await draft({ document: wrong });
    const refused = await demo.ask("dispatch2", `POST /api/bulletins/${id}/check`, { note: null });
    expect([refused.status, refused.body]).toEqual([422, expect.stringContaining("projects.unheard_of")]);
  });
  test("is drafted, checked and issued by three persons", async () => {
    const id = await draft();
    expect((await demo.ask("dispatch", `POST /api/bulletins/${id}/check`, { note: null })).body).toContain("须由三个不同的人办理");
    await act("dispatch2", `check of ${id}`, { note: "同意" });
    await act("dispatch", `freeze of ${id}`);
    const number = { documentNo: "枣发改通报〔2023〕99号" };
    expect((await demo.ask("dispatch", `POST /api/bulletins/${id}/issue`, number)).body).toContain("须由三个不同的人办理");
    expect((await demo.ask("dispatch2", `POST /api/bulletins/${id}/issue`, number)).body).toContain("须由三个不同的人办理");
    expect((await act("leader", `issue of ${id}`, number)).state).toBe("issued");
    const again = await draft();
    await act("dispatch2", `check of ${again}`, { note: null });
    await act("dispatch", `freeze of ${again}`);
    expect((await demo.ask("leader", `POST /api/bulletins/${again}/issue`, number)).body).toContain("发文字号已经用过");
  });
  test("is not frozen before its month is", async () => {
    const id = await draft({ month: "2023-06" });
    await act("dispatch2", `check of ${id}`, { note: null });
    const refused = await demo.ask("dispatch", `POST /api/bulletins/${id}/freeze`);
    expect([refused.status, refused.body]).toEqual([409, expect.stringContaining("尚未冻结")]);
  });
  test("once checked is changed only after it was returned", async () => {
    const id = await draft();
    const { version } = await get("dispatch", id);
    await act("dispatch2", `check of ${id}`, { note: null });
    const refused = await demo.ask("dispatch", `PUT /api/bulletins/${id}`, { ...body(), seen: version });
    expect(refused.body).toContain("先退回才能修改");
    await act("dispatch2", `return of ${id}`, { note: "补充台儿庄区情况" });
    expect((await demo.ask("dispatch", `PUT /api/bulletins/${id}`, { ...body(), seen: version })).status).toBe(200);
  });
  test("is read by a unit from its issue on, and by units outside its readers never", async () => {
    const id = await draft();
    expect((await demo.ask("district", `GET /api/bulletins/${id}`)).status).toBe(404);
    const shown = await issued();
    expect((await get("district", shown)).facts.answers.length).toBeGreaterThan(0);
    const { org_id } = (
      await demo.city.owner.raw.query<{ org_id: string }>("select org_id from kernel_org where name like '薛城区%' and kind = 'county' limit 1")
    ).rows[0] ?? { org_id: "" };
    const narrow = await draft({ audience: [org_id] });
    await act("dispatch2", `check of ${narrow}`, { note: null });
    await act("dispatch", `freeze of ${narrow}`);
    await act("leader", `issue of ${narrow}`, { documentNo: "枣发改通报〔2023〕77号" });
    expect((await demo.ask("district", `GET /api/bulletins/${narrow}`)).status).toBe(200);
    expect((await demo.ask("district2", `GET /api/bulletins/${narrow}`)).status).toBe(404);
  });
});

describe("confirmation", () => {
  test("each unit sees its own numbers; an objection is answered before the freeze; silence is shown", async () => {
    const id = await draft();
    await act("dispatch2", `check of ${id}`, { note: null });
    const { confirmations } = await act("dispatch", `asking of ${id}`, { dueOn: "2023-07-05" });
    expect(confirmations.length).toBeGreaterThan(4);
    const own = (await demo.ask("district", "GET /api/confirmations")).json<{ items: Confirmation[] }>().items.filter((one) => one.bulletinId === id);
    expect(own.map(({ unitLabel }) => unitLabel)).toEqual(["薛城区"]);
    expect(own[0]?.numbers.map(({ label }) => label)).toEqual(["年度计划完成率", "本年完成投资"]);
    const objected = await demo.ask("district", `POST /api/confirmations/${own[0]?.id}/word`, { isConfirmed: false, note: "完成投资少计一个项目" });
    expect(objected.json<Confirmation>()).toMatchObject({ state: "objected" });
    const refused = await demo.ask("dispatch", `POST /api/bulletins/${id}/freeze`);
    expect(refused.body).toContain("薛城区有异议尚未答复");
    expect((await demo.ask("district", `POST /api/confirmations/${own[0]?.id}/answer`, { answer: "自己答复" })).status).toBe(403);
    await demo.ask("dispatch", `POST /api/confirmations/${own[0]?.id}/answer`, { answer: "已核实，按冻结数通报" });
    expect((await demo.ask("dispatch", `POST /api/bulletins/${id}/freeze`)).body).toContain("反馈时限未到");
  });
  test("what units were asked is dropped when the bulletin is returned", async () => {
    const id = await draft();
    await act("dispatch2", `check of ${id}`, { note: null });
    await act("dispatch", `asking of ${id}`, { dueOn: "2023-07-10" });
    const returned = await act("dispatch", `return of ${id}`, { note: "重写第二部分" });
    expect(new Set(returned.confirmations.map(({ state }) => state))).toEqual(new Set(["dropped"]));
  });
});

describe("an issued bulletin", () => {
  test("comes out again to the digit, and a later correction becomes a numbered erratum, never another text", async () => {
    const id = await issued();
    const printed = await get("leader", id);
    expect((await demo.ask("leader", `GET /api/bulletins/${id}/drift`)).json()).toEqual({ items: [], isReproduced: true });
    const { items } = (await demo.ask("district", "GET /api/months/2023-05/reports")).json<{ items: SheetRow[] }>();
    const row = items.find(({ cumulativeFen }) => (cumulativeFen ?? 0) > 0);
    const corrected = await demo.ask("dispatch", "POST /api/months/2023-05/corrections", {
      projectId: row?.projectId,
      cumulativeFen: (row?.cumulativeFen ?? 0) + 100_000_000,
      reason: "五月漏计设备投资",
    });
    expect(corrected.status, corrected.body).toBe(200);
    expect((await get("leader", id)).facts).toEqual(printed.facts);
    const drift = (await demo.ask("dispatch", `GET /api/bulletins/${id}/drift`)).json<BulletinDrift>();
    expect(drift.isReproduced).toBe(true);
    const moved = drift.items.find(({ groupKey, label }) => groupKey === "370403" && label.includes("完成投资"));
    expect(moved).toBeDefined();
    const wish = { questionKey: moved?.questionKey, groupKey: moved?.groupKey, reason: "五月漏计设备投资，据实更正" };
    const first = await demo.ask("dispatch", `POST /api/bulletins/${id}/errata`, wish);
    expect(first.json<Erratum>()).toMatchObject({ number: 1, was: moved?.was, now: moved?.now });
    expect((await demo.ask("dispatch", `POST /api/bulletins/${id}/errata`, wish)).body).toContain("已经勘误");
    expect((await get("district", id)).errata).toHaveLength(1);
  });
  test("leaves as Word with its number over the red line, and as Excel with every number", async () => {
    const id = await issued();
    const { documentNo } = await get("leader", id);
    const word = await demo.app.inject({ url: `/api/bulletins/${id}/paper.docx`, headers: { host: "localhost", "x-as": "leader" } });
    expect(word.headers["content-disposition"]).toContain(encodeURIComponent("五月重点项目建设情况"));
    const text = strFromU8(unzipSync(word.rawPayload)["word/document.xml"] ?? new Uint8Array());
    expect(text).toContain(documentNo);
    expect(text.replaceAll(/<[^>]+>/g, "")).toMatch(/全市重点项目完成率\d+(\.\d+)?%/);
    const excel = await demo.app.inject({ url: `/api/bulletins/${id}/annex.xlsx`, headers: { host: "localhost", "x-as": "leader" } });
    const sheet = strFromU8(unzipSync(excel.rawPayload)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet).toContain("薛城区");
  });
  test("is not issued twice, and nothing of it is changed at the database", async () => {
    const id = await issued();
    expect((await demo.ask("leader", `POST /api/bulletins/${id}/issue`, { documentNo: "枣发改通报〔2023〕55号" })).status).toBe(409);
    expect((await demo.ask("dispatch", `POST /api/bulletins/${id}/withdrawal`, { note: "撤回签发的通报" })).status).toBe(409);
  });
});
