import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FigureAnswer, FigureRows } from "@baton/contract/figures";
import { figuresOf, routes as figureRoutes } from "#kernel/figures";
import { projectFigures } from "./figures.ts";
import { type Bench, inHistory, openBench, tellProject } from "./testing.ts";

const wan = 1_000_000;
const figures = figuresOf(projectFigures);
let bench: Bench;

/** Says of a project what the bureau counts: null where it lists without a number. */
async function tellBureau(told: { id: string; scopeId: number; end: string; fen: number | null; explanation?: string }): Promise<void> {
  await inHistory(bench, "2023-06-20T10:00:00+08:00", async (query) => {
    const insert = (metric: string, from: string, value: number) =>
      query(
        `insert into kernel_observation (observation_id, scope_id, subject_id, metric, ledger, period_from, period_to, value, text_value)
          values ($1, $2, $3, $4, 'statistics', $5, $6, $7, $8)`,
        [randomUUID(), told.scopeId, told.id, metric, from, told.end, value, told.explanation ?? null],
      );
    await insert("stat_listed", told.end, 1);
    if (told.fen !== null) await insert("investment_statistics", "2023-01-01", told.fen);
  });
}

const months = (may: number, june?: number) => [
  { month: "2023-05", cumulativeFen: may * wan },
  ...(june === undefined ? [] : [{ month: "2023-06", cumulativeFen: june * wan }]),
];

beforeAll(async () => {
  bench = await openBench((app, context) => figureRoutes(app, context, figures));
  const { scope, org, area } = bench.seeded;
  const at = { knownAt: "2023-06-05T18:00:00+08:00", scopeId: scope.townA1, orgId: org.townA1, areaId: area.townA1 };
  const project = (name: string, told: Partial<Parameters<typeof tellProject>[1]>) =>
    tellProject(bench, { ...at, name, listings: [{ year: 2023, planFen: 10_000 * wan }], ...told });
  await project("未入统项目", { months: months(1_000) });
  const listed = { scopeId: scope.townA1, end: "2023-05-31" };
  await tellBureau({ ...listed, id: await project("未录入项目", { months: months(2_000) }), fen: null });
  await tellBureau({ ...listed, id: await project("月份不同项目", { months: months(3_000, 3_500) }), fen: 3_000 * wan });
  await tellBureau({ ...listed, id: await project("已说明项目", { months: months(4_000, 4_000) }), fen: 3_600 * wan, explanation: "设备未到场，不计入" });
  await tellBureau({ ...listed, id: await project("未说明项目", { months: months(5_000) }), fen: 5_300 * wan });
  await tellBureau({ ...listed, id: await project("只有统计数项目", {}), fen: 700 * wan });
  await project("他镇项目", { scopeId: scope.townA2, orgId: org.townA2, areaId: area.townA2, months: months(9_000) });
}, 60_000);
afterAll(() => bench.close());

async function ask(name: string, query = ""): Promise<FigureAnswer> {
  const { status, body } = await bench.send("town", `GET /api/figures/${name}?validOn=2023-06-30${query}`);
  expect(status).toBe(200);
  return body as FigureAnswer;
}

async function rowsOf(answer: FigureAnswer): Promise<FigureRows["items"]> {
  return ((await bench.send("town", `GET ${answer.rowsUrl}&limit=200`)).body as FigureRows).items;
}

test("the two ledgers stand apart, and their difference is its reasons to the fen", async () => {
  const management = await ask("projects.completed_this_year");
  const statistics = await ask("projects.statistics_this_year");
  const difference = await ask("projects.ledger_difference", "&by=reason");
  expect(management).toMatchObject({ ledger: "management", value: 15_500 * wan, counterpart: { figure: "projects.statistics_this_year" } });
  expect(statistics).toMatchObject({ ledger: "statistics", value: 12_600 * wan, counterpart: { figure: "projects.completed_this_year" } });
  expect(difference.value).toBe((management.value ?? 0) - (statistics.value ?? 0));
  expect(Object.fromEntries(difference.groups.map(({ key, value }) => [key, (value ?? 0) / wan]))).toEqual({
    not_listed: 1_000,
    not_entered: 2_000,
    later_month: 500,
    explained: 400,
    unexplained: -300,
    statistics_only: -700,
  });
  expect((await ask("projects.ledger_difference_explained")).value).toBe(3_200 * wan);
});

test("the rows behind the difference say why, and add up to it", async () => {
  const difference = await ask("projects.ledger_difference");
  const rows = await rowsOf(difference);
  expect(rows).toHaveLength(difference.rowCount);
  expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(difference.value);
  const note = (label: string) => rows.find((row) => row.label === label)?.note;
  expect(note("已说明项目")).toBe("同月差异，已说明；5月调度数4,000.00万元，统计数3,600.00万元；设备未到场，不计入");
  expect(note("月份不同项目")).toBe("统计数所属月份较早；调度数6月3,500.00万元，5月3,000.00万元");
  expect(note("未入统项目")).toBe("未入统，只有调度数");
  const unexplained = await ask("projects.ledger_difference", "&where.reason=unexplained");
  expect(unexplained.value).toBe(-300 * wan);
});

test("the statistics ledger is told with its month, and a listed project without a number is missing in it, never zero", async () => {
  expect((await ask("projects.stat_listed_count")).value).toBe(5);
  const statistics = await ask("projects.statistics_this_year");
  expect(statistics.unreported).toBe(1);
  const rows = await rowsOf(statistics);
  expect(rows.find((row) => row.label === "未录入项目")).toMatchObject({ value: null, isUnreported: true, note: null });
  expect(rows.find((row) => row.label === "已说明项目")).toMatchObject({ value: 3_600 * wan, note: "统计数所属2023年5月" });
  expect((await ask("projects.statistics_this_year", "&knownAt=2023-06-19T00:00:00Z")).value).toBeNull();
});

test("both ledgers group by the same dimensions", async () => {
  for (const by of ["area:town", "level", "class", "stage", "size"]) {
    const groups = await Promise.all(
      ["completed_this_year", "statistics_this_year", "ledger_difference"].map(async (name) => (await ask(`projects.${name}`, `&by=${by}`)).groups),
    );
    expect(groups.map((one) => one.length > 0)).toEqual([true, true, true]);
  }
});

test("a number whose counterpart stands in the same ledger is refused when the program starts", () => {
  const wrong = projectFigures.map((figure) => (figure.name === "projects.statistics_this_year" ? { ...figure, ledger: "management" as const } : figure));
  expect(() => figuresOf(wrong)).toThrow(/no counterpart in the other ledger/);
});
