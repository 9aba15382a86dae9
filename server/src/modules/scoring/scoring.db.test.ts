import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { RunDetail, SchemeDocument, SchemeVersion, ScoringRun, UnitScoreAnswer } from "@baton/contract/scoring";
import type { FigureAnswer } from "@baton/contract/figures";
import { type DemoCity, openDemoCity } from "#app/testing/demo-city";

let demo: DemoCity;
let document: SchemeDocument;

beforeAll(async () => {
  demo = await openDemoCity(inject("cluster"));
  const { classes } = (await demo.ask("dispatch", "GET /api/scoring/schemes")).json<{
    classes: { name: string; dimension: string; units: { key: string; label: string }[] }[];
  }>();
  const counties = classes.find(({ dimension }) => dimension === "area:county");
  document = {
    unitDimension: "area:county",
    units: counties?.units ?? [],
    minimumRanked: 3,
    vetoes: [],
    indicators: [
      {
        code: "rate",
        label: "年度计划完成率",
        of: { figure: "projects.completion_rate", where: {} },
        direction: "more",
        weight: "60",
        method: { kind: "target", target: { kind: "figure", of: { figure: "projects.time_progress", where: {} } }, capPercent: 120, isAllOrNothing: false },
        missing: "unranked",
      },
      {
        code: "started",
        label: "新开工项目数",
        of: { figure: "projects.newly_started", where: {} },
        direction: "more",
        weight: "40",
        method: { kind: "efficacy", basePercent: 60 },
        missing: "zero",
      },
    ],
  };
}, 120_000);

afterAll(() => demo.close());

const body = (changed: Partial<SchemeDocument> = {}) => ({
  name: "区（市）月度考核",
  rhythm: "month",
  unitClass: "区（市）",
  document: { ...document, ...changed },
});

async function adopted(): Promise<string> {
  const { schemeId } = (await demo.ask("dispatch", "POST /api/scoring/schemes", body())).json<{ schemeId: string }>();
  const answer = await demo.ask("dispatch2", `POST /api/scoring/schemes/${schemeId}/adoption`);
  expect(answer.status, answer.body).toBe(200);
  return schemeId;
}

async function run(schemeId: string, month = "2023-05", kind = "official"): Promise<ScoringRun> {
  const answer = await demo.ask("dispatch", "POST /api/scoring/runs", { schemeId, month, kind });
  expect(answer.status, answer.body).toBe(200);
  return answer.json();
}

describe("a scheme", () => {
  test("is drafted by one person and adopted by another", async () => {
    const { schemeId } = (await demo.ask("dispatch", "POST /api/scoring/schemes", body())).json<{ schemeId: string }>();
    const own = await demo.ask("dispatch", `POST /api/scoring/schemes/${schemeId}/adoption`);
    expect([own.status, own.body]).toEqual([422, expect.stringContaining("起草和采用须由不同的人办理")]);
    const other = await demo.ask("dispatch2", `POST /api/scoring/schemes/${schemeId}/adoption`);
    expect(other.json<SchemeVersion>()).toMatchObject({ state: "adopted", number: 1, faults: [] });
  });
  test("with faults may be kept as a draft, but is not adopted, and says why", async () => {
    const faulty = {
      indicators: [
        { ...document.indicators[0], weight: "50" },
        { ...document.indicators[1], of: { figure: "projects.unheard_of", where: {} } },
      ],
    } as Partial<SchemeDocument>;
    const saved = await demo.ask("dispatch", "POST /api/scoring/schemes", body(faulty));
    const { schemeId } = saved.json<{ schemeId: string }>();
    const refused = await demo.ask("dispatch2", `POST /api/scoring/schemes/${schemeId}/adoption`);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain("各项权重合计为90，应为100");
    expect(refused.body).toContain("projects.unheard_of");
  });
  test("that was adopted is changed by its next version; the former stays", async () => {
    const schemeId = await adopted();
    const next = await demo.ask("dispatch", `PUT /api/scoring/schemes/${schemeId}/draft`, body({ minimumRanked: 4 }));
    expect(next.json()).toEqual({ schemeId, number: 2 });
    const { items } = (await demo.ask("leader", "GET /api/scoring/schemes")).json<{ items: SchemeVersion[] }>();
    expect(items.filter((one) => one.schemeId === schemeId).map(({ number, state }) => [number, state])).toEqual([
      [2, "draft"],
      [1, "adopted"],
    ]);
  });
  test("is not written by a district", async () => {
    expect((await demo.ask("district", "POST /api/scoring/schemes", body())).status).toBe(403);
  });
});

describe("a trial", () => {
  test("scores any month and compares with the version in force, writing nothing", async () => {
    const schemeId = await adopted();
    const before = (await demo.ask("leader", "GET /api/scoring/runs")).json<{ items: ScoringRun[] }>().items.length;
    const turned = document.indicators.map((indicator, at) => ({ ...indicator, weight: at === 0 ? "10" : "90" }));
    const trial = await demo.ask("dispatch", "POST /api/scoring/trials", {
      document: { ...document, indicators: turned },
      month: "2023-06",
      against: schemeId,
    });
    const { units, against } = trial.json<{ units: UnitScoreAnswer[]; against: UnitScoreAnswer[] }>();
    expect(units).toHaveLength(document.units.length);
    const ranks = new Map(against.map(({ key, rank }) => [key, rank]));
    const moved = units.filter(({ movement }) => movement !== null && movement !== 0);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.map(({ key, rank, movement }) => (ranks.get(key) ?? 0) - (rank ?? 0) - (movement ?? 0))).toEqual(moved.map(() => 0));
    expect((await demo.ask("leader", "GET /api/scoring/runs")).json<{ items: ScoringRun[] }>().items).toHaveLength(before);
  });
});

describe("a run", () => {
  test("stands on the frozen month: each mark's value is the figure's, as known at the freeze", async () => {
    const { id, knownAt } = await run(await adopted());
    const { units } = (await demo.ask("leader", `GET /api/scoring/runs/${id}`)).json<RunDetail>();
    const figure = (
      await demo.ask("leader", `GET /api/figures/projects.completion_rate?validOn=2023-05-31&by=area:county&knownAt=${encodeURIComponent(knownAt)}`)
    ).json<FigureAnswer>();
    const byKey = new Map(figure.groups.map(({ key, value }) => [key, value]));
    const shown = units.map(({ key, marks }) => [key, marks[0]?.value ?? null]);
    expect(shown).toEqual(units.map(({ key }) => [key, byKey.get(key) ?? null]));
    expect(units.filter(({ rank }) => rank === 1).length).toBeGreaterThan(0);
    expect(units.every(({ total, marks }) => total === marks.reduce((sum, { score }) => sum + (score ?? 0), 0))).toBe(true);
  });
  test("is refused while the month is not frozen, and a second official one too", async () => {
    const schemeId = await adopted();
    const open = await demo.ask("dispatch", "POST /api/scoring/runs", { schemeId, month: "2023-06", kind: "official" });
    expect([open.status, open.body]).toEqual([409, expect.stringContaining("尚未冻结")]);
    await run(schemeId);
    expect((await demo.ask("dispatch", "POST /api/scoring/runs", { schemeId, month: "2023-05", kind: "official" })).body).toContain("已经按这个办法正式评分");
  });
  test("shows a unit its own line until it is published by another, then the whole table", async () => {
    const { id } = await run(await adopted());
    const before = (await demo.ask("district", `GET /api/scoring/runs/${id}`)).json<RunDetail>();
    expect(before.units.map(({ label }) => label)).toEqual(["薛城区"]);
    expect((await demo.ask("dispatch", `POST /api/scoring/runs/${id}/publication`)).body).toContain("评分和发布须由不同的人办理");
    expect((await demo.ask("dispatch2", `POST /api/scoring/runs/${id}/publication`)).status).toBe(200);
    const after = (await demo.ask("district", `GET /api/scoring/runs/${id}`)).json<RunDetail>();
    expect(after.units).toHaveLength(document.units.length);
  });
});

describe("an appeal", () => {
  test("is filed by the unit within the window, answered once, and moves no mark", async () => {
    const { id } = await run(await adopted());
    const early = await demo.ask("district", `POST /api/scoring/runs/${id}/appeals`, {
      unitKey: "370403",
      indicator: "rate",
      reason: "五月完成投资少计一个项目",
    });
    expect(early.body).toContain("发布之后才能申诉");
    await demo.ask("dispatch2", `POST /api/scoring/runs/${id}/publication`);
    const others = await demo.ask("district", `POST /api/scoring/runs/${id}/appeals`, { unitKey: "370405", indicator: "rate", reason: "替别的单位申诉" });
    expect(others.status).toBe(422);
    const filed = await demo.ask("district", `POST /api/scoring/runs/${id}/appeals`, {
      unitKey: "370403",
      indicator: "rate",
      reason: "五月完成投资少计一个项目",
    });
    expect(filed.status, filed.body).toBe(200);
    const again = await demo.ask("district", `POST /api/scoring/runs/${id}/appeals`, { unitKey: "370403", indicator: "rate", reason: "再申诉一次" });
    expect(again.body).toContain("已有申诉在办理");
    const appealId = filed.json<{ id: string }>().id;
    expect((await demo.ask("district", `POST /api/scoring/appeals/${appealId}/decision`, { isUpheld: true, answer: "自己答复自己" })).status).toBe(403);
    const before = (await demo.ask("district", `GET /api/scoring/runs/${id}`)).json<RunDetail>();
    await demo.ask("dispatch", `POST /api/scoring/appeals/${appealId}/decision`, { isUpheld: true, answer: "情况属实，已更正五月数据" });
    const after = (await demo.ask("district", `GET /api/scoring/runs/${id}`)).json<RunDetail>();
    expect(after.units).toEqual(before.units);
    expect(after.appeals).toMatchObject([{ state: "upheld", answer: "情况属实，已更正五月数据", unitKey: "370403" }]);
    expect((await demo.ask("dispatch", `POST /api/scoring/appeals/${appealId}/decision`, { isUpheld: false, answer: "改变答复" })).body).toContain("已经答复");
  });
});
