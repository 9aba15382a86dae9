import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { libraryRoutes } from "./library-routes.ts";
import { routes } from "./routes.ts";
import { type Bench, openBench, type Sent, tellProject } from "./testing.ts";

let bench: Bench;
const yi = 10_000_000_000;
const nowhere = "0198c0de-0000-7000-8000-000000000000";

beforeAll(async () => {
  bench = await openBench((app, context) => {
    libraryRoutes(app, context);
    routes(app, context);
  });
});
afterAll(() => bench.close());

/** A project of town A1, on the city's list of 2023 unless said otherwise. */
async function told(name: string, more: Partial<Parameters<typeof tellProject>[1]> = {}): Promise<string> {
  const { seeded } = bench;
  return tellProject(bench, {
    knownAt: new Date().toISOString(),
    scopeId: seeded.scope.townA1,
    orgId: seeded.org.townA1,
    name,
    listings: [{ year: 2023, planFen: yi }],
    ...more,
  });
}
const page = async (id: string) => (await bench.send("dispatch", `GET /api/projects/${id}`)).body;
const listingsOf = async (id: string) =>
  (await page(id)).listings.map((one: Sent["body"]) => [one.year, one.class, one.planFen, one.adjustment, one.validFrom, one.validTo]);

describe("adjusting several projects at once", () => {
  const body = (ids: readonly string[], more: object = {}) => ({
    kind: "implementation_to_reserve",
    year: 2023,
    level: "city",
    effectiveOn: "2023-07-01",
    reason: "年中调整",
    documentNo: "示例〔2023〕7号",
    rows: ids.map((projectId) => ({ projectId })),
    ...more,
  });

  const asked = (ids: readonly string[]) => {
    const { reason: _, documentNo: __, ...which } = body(ids);
    return which;
  };

  test("the preview says what moves, what may not and what the plan becomes, and writes nothing", async () => {
    const [one, two, reserve] = [
      await told("预览甲"),
      await told("预览乙"),
      await told("预览丙", { listings: [{ year: 2023, class: "reserve", planFen: 5 }] }),
    ];
    const { status, body: seen } = await bench.send("district", "POST /api/listing-adjustment-previews", asked([one, two, reserve, nowhere]));
    expect(status).toBe(200);
    expect(seen).toMatchObject({
      movableCount: 2,
      planBeforeFen: 2 * yi,
      planAfterFen: 2 * yi,
      rows: [
        { name: "预览甲", from: { class: "implementation", planFen: yi }, to: { class: "reserve", planFen: yi }, fault: null },
        { name: "预览乙", fault: null },
        { name: "预览丙", from: { class: "reserve" }, to: null, fault: "项目在2023年市重点名单中是储备类，不是实施类。" },
        { name: null, from: null, to: null, fault: "没有找到这个项目，或者它不在您的范围内。" },
      ],
    });
    expect(await listingsOf(one)).toEqual([[2023, "implementation", yi, null, "2023-01-01", null]]);
  });

  test("one act moves all of them, or none when one may not", async () => {
    const [one, two, reserve] = [
      await told("整批甲"),
      await told("整批乙"),
      await told("整批丙", { listings: [{ year: 2023, class: "reserve", planFen: 5 }] }),
    ];
    const refused = await bench.send("district", "POST /api/listing-adjustments", body([one, two, reserve]));
    expect(refused).toMatchObject({ status: 422, body: { code: "rule-refused", rows: [{ projectId: reserve }] } });
    expect(await listingsOf(one)).toHaveLength(1);
    const rows = [{ projectId: one, planFen: 3 * yi }, { projectId: two }];
    expect(await bench.send("district", "POST /api/listing-adjustments", body([], { rows }))).toMatchObject({ status: 200, body: { written: 2 } });
    expect(await listingsOf(one)).toEqual([
      [2023, "implementation", yi, null, "2023-01-01", "2023-07-01"],
      [2023, "reserve", 3 * yi, "implementation_to_reserve", "2023-07-01", null],
    ]);
    expect((await listingsOf(two)).at(-1)).toEqual([2023, "reserve", yi, "implementation_to_reserve", "2023-07-01", null]);
    const acts = await bench.rows("select count(distinct act_id)::int as n from projects_listing where subject_id = any($1) and adjustment is not null", [
      [one, two],
    ]);
    expect(acts).toEqual([{ n: 1 }]);
  });

  test("a project that left is added again from the day it left, not before", async () => {
    const id = await told("去而复来");
    await bench.send("district", "POST /api/listing-adjustments", body([id], { kind: "left", effectiveOn: "2023-06-01" }));
    const again = (effectiveOn: string) =>
      bench.send("district", "POST /api/listing-adjustments", body([id], { kind: "added", class: "reserve", planFen: 7, effectiveOn }));
    expect((await again("2023-05-01")).body).toMatchObject({ code: "rule-refused", detail: expect.stringContaining("2023-06-01") });
    expect((await again("2023-06-01")).status).toBe(200);
  });

  test("a town, a leader and another district neither preview nor adjust", async () => {
    const id = await told("无权调整");
    for (const who of ["town", "leader"]) {
      expect((await bench.send(who, "POST /api/listing-adjustment-previews", asked([id]))).status, who).toBe(403);
      expect((await bench.send(who, "POST /api/listing-adjustments", body([id]))).status, who).toBe(403);
    }
    expect((await bench.send("district2", "POST /api/listing-adjustments", body([id]))).status).toBe(404);
  });
});

describe("carrying a year over", () => {
  const candidates = async (who = "district") =>
    (await bench.send(who, "GET /api/listing-rollovers/candidates?fromYear=2021&toYear=2022&level=county")).body.items as Sent["body"][];
  const roll = (who: string, ids: readonly string[]) =>
    bench.send(who, "POST /api/listing-rollovers", {
      fromYear: 2021,
      toYear: 2022,
      level: "county",
      documentNo: "示例〔2022〕1号",
      rows: ids.map((projectId) => ({ projectId, planFen: yi, class: "implementation" })),
    });
  const listed = (year: number) => ({ year, level: "county", planFen: 2 * yi });

  test("the old list is told with what was done, what remains and what asks for a look", async () => {
    await told("候选在建", {
      totalInvestmentFen: 3 * yi,
      listings: [listed(2021)],
      months: [
        { month: "2020-12", cumulativeFen: yi },
        { month: "2021-11", cumulativeFen: yi / 2 },
        { month: "2021-12", cumulativeFen: yi },
      ],
    });
    await told("候选投产", { listings: [listed(2021)], stages: [{ stage: "in_production", rank: 7, on: "2021-10-01" }] });
    await told("候选已列", { listings: [listed(2021), listed(2022)], months: [{ month: "2021-12", cumulativeFen: 1 }] });
    const items = await candidates();
    expect(items.map((item) => [item.name, item.exceptions])).toEqual([
      ["候选在建", []],
      ["候选已列", ["already-listed"]],
      ["候选投产", ["finished", "unreported"]],
    ]);
    expect(items[0]).toMatchObject({ planFen: 2 * yi, doneFen: yi, remainingFen: yi, suggestedPlanFen: yi, class: "implementation" });
    expect(await candidates("district2")).toEqual([]);
  });

  test("a rollover is told afterwards and taken back whole, and the history says so", async () => {
    const id = await told("可撤结转", { listings: [listed(2021)] });
    const { body } = await roll("district", [id]);
    expect(body).toMatchObject({ written: 1, toYear: 2022 });
    const done = (await bench.send("district", "GET /api/listing-rollovers")).body.items;
    expect(done).toEqual([
      expect.objectContaining({
        id: body.id,
        toYear: 2022,
        level: "county",
        count: 1,
        planFen: yi,
        documentNo: "示例〔2022〕1号",
        by: "甲区人民政府·甲区调度员",
      }),
    ]);
    const withdraw = (who: string) => bench.send(who, `POST /api/listing-rollovers/${body.id}/withdrawals`, { reason: "年度选错" });
    expect((await withdraw("town")).status).toBe(403);
    expect((await withdraw("district2")).status).toBe(404);
    expect(await withdraw("district")).toMatchObject({ status: 200, body: { withdrawn: 1 } });
    expect(await withdraw("district")).toMatchObject({ status: 422 });
    expect((await listingsOf(id)).map(([year]: [number]) => year)).toEqual([2021]);
    expect(await bench.rows("select year from projects_card where subject_id = $1 and year = 2022", [id])).toEqual([]);
    expect((await bench.send("dispatch", `GET /api/projects/${id}/history`)).body.items[0]).toMatchObject({
      kind: "withdraw-rollover",
      sentence: "撤回结转：不再列入2022年区重点实施类名单",
      reason: "年度选错",
      by: "甲区调度员",
    });
  });

  test("once a row was adjusted the rollover stays", async () => {
    const id = await told("已有后续", { listings: [listed(2021)] });
    const { body } = await roll("district", [id]);
    const left = { kind: "left", year: 2022, level: "county", effectiveOn: "2022-05-01", reason: "停建", documentNo: "" };
    expect((await bench.send("district", `POST /api/projects/${id}/adjustments`, left)).status).toBe(200);
    expect(await bench.send("district", `POST /api/listing-rollovers/${body.id}/withdrawals`, { reason: "年度选错" })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("“已有后续”的名单之后又有调整") },
    });
  });
});

describe("duplicates", () => {
  const pairs = async (who = "district") => (await bench.send(who, "GET /api/project-duplicate-pairs")).body.items as Sent["body"][];
  const namesOf = (items: Sent["body"][]) => items.map((pair) => [pair.left.name, pair.right.name]);

  test("projects of one name and place stand as a pair until somebody says with a reason that they are two", async () => {
    const [one, two] = [await told("成对项目"), await told("成对项目")];
    expect(namesOf(await pairs())).toContainEqual(["成对项目", "成对项目"]);
    expect(namesOf(await pairs("district2"))).toEqual([]);
    const say = (who: string, reason = "分属两家业主") => bench.send(who, "POST /api/project-distinctions", { projectId: two, otherId: one, reason });
    expect((await say("town")).status).toBe(403);
    expect((await say("district2")).status).toBe(404);
    expect((await say("district", "")).status).toBe(400);
    expect((await say("district")).status).toBe(200);
    expect(namesOf(await pairs())).not.toContainEqual(["成对项目", "成对项目"]);
    expect((await bench.send("district", `GET /api/projects/${two}/history`)).body.items[0]).toMatchObject({
      kind: "mark-distinct",
      sentence: "经核对，与“成对项目”不是同一项目",
      reason: "分属两家业主",
    });
  });

  test("a merged project is no half of a pair", async () => {
    const [one, two] = [await told("将并项目"), await told("将并项目")];
    await bench.send("district", `POST /api/projects/${one}/merges`, { intoId: two, reason: "重复登记" });
    expect(namesOf(await pairs())).not.toContainEqual(["将并项目", "将并项目"]);
  });
});

describe("both ledgers side by side", () => {
  const read = async (query: string, who = "dispatch") => (await bench.send(who, `GET /api/statistics?month=2023-06&${query}`)).body;

  test("a month is told project by project, narrowed by state, with the difference where both speak of it", async () => {
    const listed = await told("账甲", { months: [{ month: "2023-06", cumulativeFen: 500 }] });
    const stale = await told("账乙", { months: [{ month: "2023-05", cumulativeFen: 300 }] });
    const say = (id: string, investmentFen: number | null, isListed = true) =>
      bench.send("dispatch", `POST /api/projects/${id}/statistics`, { projectId: id, month: "2023-06", investmentFen, isListed, explanation: "设备未到场" });
    await say(listed, 400);
    await say(stale, 200);
    const both = await read("q=账");
    expect(both.items).toMatchObject(
      [
        { name: "账乙", managementFen: 300, managementOn: "2023-05-31", statisticsFen: 200, differenceFen: null, isListed: true },
        { name: "账甲", managementFen: 500, managementOn: "2023-06-30", statisticsFen: 400, differenceFen: 100, isListed: true, explanation: "设备未到场" },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
    expect(both).toMatchObject({ total: 2, canRecord: true });
    expect((await read("q=账&state=differing")).items).toMatchObject([{ name: "账甲" }]);
    expect((await read("q=账&state=unknown")).total).toBe(0);
    expect((await read("q=账", "town")).canRecord).toBe(false);
    expect((await read("q=账", "district2")).items).toEqual([]);
  });

  test("the next page goes on where the last one ended", async () => {
    const all = await read("limit=200");
    const first = await read("limit=2");
    const rest = (await bench.send("dispatch", `GET ${first.next}`)).body;
    const ids = (items: Sent["body"][]) => items.map((item) => item.projectId);
    expect(ids([...first.items, ...rest.items])).toEqual(ids(all.items).slice(0, 4));
    expect(first.total).toBe(all.total);
  });
});

describe("taking back a stage", () => {
  const enter = (id: string, stage: string, more: object = {}) =>
    bench.send("town", `POST /api/projects/${id}/stages`, { stage, enteredOn: "2023-07-01", reason: "材料后补", ...more });
  const withdraw = (id: string, stageId: string, { who = "town", reason = "误录" } = {}) =>
    bench.send(who, `POST /api/projects/${id}/stages/${stageId}/withdrawals`, { reason });
  const stagesOf = async (id: string) => (await page(id)).stages as Sent["body"][];

  test("the last entry is taken back with a reason; the stage before holds again, and what was known before stays", async () => {
    const id = await told("误录项目", { stages: [{ stage: "review", rank: 3, on: "2023-02-01" }] });
    await enter(id, "signed");
    const before = await page(id);
    const entry = before.stages.at(-1).id;
    expect((await withdraw(id, entry, { reason: "" })).status).toBe(400);
    expect(await withdraw(id, entry)).toMatchObject({ status: 200, body: { id: entry } });
    expect((await stagesOf(id)).map((one) => one.code)).toEqual(["review"]);
    expect((await page(id)).stage.code).toBe("review");
    expect(await bench.rows("select stage from projects_card where subject_id = $1", [id])).toEqual([{ stage: "review" }]);
    const known = (await bench.send("dispatch", `GET /api/projects/${id}?knownAt=${encodeURIComponent(before.knownAt)}`)).body;
    expect(known.stage.code).toBe("signed");
    expect((await bench.send("dispatch", `GET /api/projects/${id}/history`)).body.items[0]).toMatchObject({
      kind: "withdraw-stage",
      sentence: "撤回阶段记录：于2023-07-01进入“签约”",
      reason: "误录",
      by: "甲一镇经办",
    });
    expect((await withdraw(id, entry)).status).toBe(404);
    expect((await enter(id, "signed", { enteredOn: "2023-07-02" })).status).toBe(200);
  });

  test("an entry that a later one rests on waits for that one", async () => {
    const id = await told("先后项目", { stages: [{ stage: "review", rank: 3, on: "2023-02-01" }] });
    await enter(id, "signed");
    await enter(id, "landed", { enteredOn: "2023-07-02" });
    const entries = await stagesOf(id);
    expect(await withdraw(id, entries[1].id)).toMatchObject({
      status: 422,
      body: { code: "stage-out-of-order", detail: expect.stringContaining("请先撤回“落地”") },
    });
    expect((await withdraw(id, entries[2].id)).status).toBe(200);
    expect((await withdraw(id, entries[1].id)).status).toBe(200);
  });

  test("who only reads takes nothing back, and a stranger finds nothing", async () => {
    const id = await told("旁观项目", { stages: [{ stage: "review", rank: 3, on: "2023-02-01" }] });
    const entry = (await stagesOf(id))[0].id;
    for (const who of ["leader", "chief", "department", "enterprise", "sysadmin"]) expect((await withdraw(id, entry, { who })).status, who).toBe(403);
    for (const who of ["district2", "town2"]) expect((await withdraw(id, entry, { who })).status, who).toBe(404);
    expect((await withdraw(id, nowhere)).status).toBe(404);
  });
});
