import { afterAll, beforeAll, expect, test } from "vitest";
import { libraryRoutes } from "./library-routes.ts";
import { type Bench, inHistory, openBench, tellMonth, tellProject } from "./testing.ts";

let bench: Bench;
let project: string;

beforeAll(async () => {
  bench = await openBench(libraryRoutes);
  const { seeded } = bench;
  project = await tellProject(bench, {
    knownAt: "2023-01-05T09:00:00+08:00",
    scopeId: seeded.scope.townA1,
    orgId: seeded.org.townA1,
    areaId: seeded.area.townA1,
    name: "正极材料项目",
    code: "2301-370402-04-01-000001",
    listings: [
      { year: 2023, level: "city", planFen: 12_000_000_000 },
      { year: 2023, level: "county", planFen: 13_000_000_000 },
    ],
    stages: [
      { stage: "signed", rank: 4, on: "2022-11-01" },
      { stage: "started", rank: 6, on: "2023-03-01" },
    ],
    batons: [
      { role: "locality", postId: seeded.actor.town.postId, from: "2023-01-01" },
      { role: "department", postId: seeded.actor.department.postId, from: "2023-01-01" },
    ],
    months: [
      { month: "2023-04", cumulativeFen: 3_000_000_000 },
      { month: "2023-06", cumulativeFen: 6_000_000_000 },
    ],
  });
});
afterAll(() => bench.close());

const page = (who: string, query = "") => bench.send(who, `GET /api/projects/${project}${query}`);

test("the page tells lists, stage, holders, vacant roles and the year's numbers", async () => {
  const { status, body } = await page("district");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: "正极材料项目",
    account: { orgName: "甲一镇人民政府", areaCode: "370402101" },
    planFen: 12_000_000_000,
    completedFen: 6_000_000_000,
    completedOn: "2023-06-30",
    completionRate: 0.5,
    stage: { code: "started", name: "开工", enteredOn: "2023-03-01" },
    validOn: "2023-07-05",
    mergedIntoId: null,
  });
  expect(body.listings).toHaveLength(2);
  expect(body.batons.map((baton: { holder: string }) => baton.holder)).toEqual(["自然资源局经办", "甲一镇经办"]);
  expect(body.vacantRoles.map((one: { role: string }) => one.role)).toEqual(["leader_in_charge", "task_force", "enterprise", "service_officer"]);
  expect(body.acts).toContain("edit");
});

test("whoever does not reach the project is told that there is none, and a baton lets its holder read", async () => {
  for (const who of ["district2", "town2", "townA2", "enterprise", "chief", "sysadmin", "auditor"]) expect((await page(who)).status, who).toBe(404);
  for (const path of ["money", "reports", "history"]) expect((await bench.send("district2", `GET /api/projects/${project}/${path}`)).status, path).toBe(404);
  for (const who of ["leader", "dispatch", "district", "town", "department"]) expect((await page(who)).status, who).toBe(200);
  expect((await page("department")).body.acts).toEqual(["matter"]);
  expect((await page("town")).body.acts).toEqual(["stage", "evidence", "node", "report", "matter"]);
});

test("a page asked as of an instant never tells what was recorded later", async () => {
  const before = "2023-07-01T00:00:00+08:00";
  const asked = () =>
    Promise.all(
      ["", "/money", "/reports", "/history"].map((path) =>
        bench.send("dispatch", `GET /api/projects/${project}${path}?validOn=2023-07-31&knownAt=${encodeURIComponent(before)}`),
      ),
    );
  const first = await asked();
  const { seeded } = bench;
  await inHistory(bench, "2023-07-04T09:00:00+08:00", async (query) => {
    await tellMonth(query, { scopeId: seeded.scope.townA1, id: project, month: "2023-05", cumulativeFen: 4_000_000_000 });
    await query(
      "insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on, verdict) values (uuidv7(), $1, $2, 'in_production', 7, '2023-06-20', 'met')",
      [seeded.scope.townA1, project],
    );
    await query("update kernel_subject_version set superseded_at = now() where subject_id = $1 and superseded_at = 'infinity'", [project]);
    await query("insert into kernel_subject_version (subject_id, scope_id, name, account_org_id) values ($1, $2, '改名后的项目', $3)", [
      project,
      seeded.scope.townA1,
      seeded.org.townA1,
    ]);
  });
  expect((await asked()).map((answer) => answer.body)).toEqual(first.map((answer) => answer.body));
  expect((await page("dispatch")).body).toMatchObject({ name: "改名后的项目", stage: { code: "in_production" } });
  expect((await page("dispatch", `?knownAt=${encodeURIComponent("2022-12-15T00:00:00+08:00")}`)).status).toBe(404);
  const { body } = await bench.send("dispatch", `GET /api/projects/${project}/history`);
  expect(body.items[0].sentence).toContain("名称由“正极材料项目”改为“改名后的项目”");
});

test("the money curve leaves unreported months as gaps and draws the plan as a straight line where none is split", async () => {
  const { body } = await bench.send(
    "town",
    `GET /api/projects/${project}/money?year=2023&validOn=2023-07-05&knownAt=${encodeURIComponent("2023-06-30T23:00:00+08:00")}`,
  );
  expect(body.planFen).toBe(12_000_000_000);
  expect(body.months[5]).toMatchObject({ month: "2023-06", planFen: 6_000_000_000, doneFen: 6_000_000_000, isUnreported: false, timeProgress: 0.5 });
  expect(body.months[4]).toMatchObject({ doneFen: null, isUnreported: true });
  expect(body.months[6]).toMatchObject({ doneFen: null, isUnreported: false });
});

test("all months of a project are told newest first with their state", async () => {
  const { body } = await bench.send("town", `GET /api/projects/${project}/reports`);
  expect(body.items.map((item: { month: string }) => item.month)).toEqual(["2023-06", "2023-05", "2023-04"]);
  expect(body.items[0]).toMatchObject({ status: "accepted", cumulativeFen: 6_000_000_000, by: null });
});
