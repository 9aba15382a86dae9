import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { exportRoutes } from "#modules/projects";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { csv, type Door, openDoor, projectCells, projectCode, projectHeadings, xlsx } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  door = await openDoor(city, [routes, (app, context) => exportRoutes(app, context, { requireFreshFactor: () => undefined })]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});

const towns = ["甲一镇", "甲二镇", "乙一镇", "甲区", "乙区"];

function library(count: number, from: number): (string | number | null)[][] {
  return Array.from({ length: count }, (_, at) =>
    projectCells({
      项目名称: `高端装备智能制造基地${from + at}号项目`,
      项目代码: projectCode(from + at),
      建设单位: `示例装备制造${at % 900}有限公司`,
      属地: towns[at % towns.length] ?? "甲区",
      项目级别: ["省重点", "市重点", "区重点"][at % 3] ?? "市重点",
      产业链: ["高端装备产业链", "锂电新能源产业链", "新医药产业链"][at % 3] ?? "",
      行业代码: "C3841",
      "总投资(万元)": 10_000 + at,
      "固定资产投资(万元)": 8_000 + at,
      "年度计划投资(万元)": 3_000 + (at % 100) / 10,
      计划开工: "2023-03",
      计划投产: "2023-12",
      实际开工: "2023-03-15",
      当前阶段: "开工",
      经度: 117.5,
      纬度: 34.8,
      备注: "示例备注",
    }),
  );
}

async function timed(what: string, work: () => Promise<{ status: number; body: Record<string, unknown> }>): Promise<Record<string, unknown>> {
  const began = performance.now();
  const { status, body } = await work();
  process.stdout.write(`  ${what}: ${Math.round(performance.now() - began)} ms\n`);
  expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
  return body;
}

test("4,000 projects are checked and written within seconds, and again change nothing", { timeout: 120_000 }, async () => {
  door.as(seeded.actor.dispatch);
  const book = await xlsx(projectHeadings, library(4_000, 0));
  const text = await csv(projectHeadings, library(4_000, 20_000));
  expect(await timed("check 4,000 .xlsx", () => door.send("projects", "check", book))).toMatchObject({
    rows: 4_000,
    accepted: 4_000,
    rejected: 0,
    changed: 4_000,
  });
  expect(await timed("commit 4,000 .xlsx", () => door.send("projects", "commit", book))).toMatchObject({ accepted: 4_000, changed: 4_000 });
  expect(await timed("check 4,000 .csv", () => door.send("projects", "check", text))).toMatchObject({ accepted: 4_000 });
  expect(await timed("commit 4,000 .csv", () => door.send("projects", "commit", text))).toMatchObject({ accepted: 4_000, changed: 4_000 });
  expect(await timed("commit the same 4,000 again", () => door.send("projects", "commit", book))).toMatchObject({ accepted: 4_000, changed: 0 });
  for (const format of ["xlsx", "csv"]) {
    await timed(`export 8,000 .${format}`, async () => {
      const { status, bytes } = await door.get(`/api/projects.${format}?year=2023`);
      expect(bytes.length).toBeGreaterThan(400_000);
      return { status, body: {} };
    });
  }
});
