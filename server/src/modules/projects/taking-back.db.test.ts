import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { ensureSampleRuleSet } from "#kernel/lights";
import { routes as matterRoutes } from "#kernel/matters";
import { reportRoutes } from "./report-routes.ts";
import { type Bench, inHistory, openBench, type Sent, tellProject } from "./testing.ts";

let bench: Bench;
let project: string;
const periodId = "00000000-0000-7000-8000-000000000006";

beforeAll(async () => {
  bench = await openBench(
    (app, context) => {
      reportRoutes(app, context);
      matterRoutes(app, context, { duties: [], effects: [] });
    },
    { today: "2023-07-03" },
  );
  await ensureCalendar(bench.city.owner.db);
  await ensureSampleRuleSet(bench.city.owner.db);
  bench.seat("dispatch2", bench.seeded.stranger.dispatch);
  await bench.rows(
    "insert into kernel_period (period_id, rhythm, name, span_from, span_to, due_at) values ($1, 'month', '2023-06', '2023-06-01', '2023-06-30', '2023-07-05T18:00:00+08')",
    [periodId],
  );
  await period(1, "open");
});
afterAll(() => bench.close());

beforeEach(async () => {
  const { seeded } = bench;
  const home = { scopeId: seeded.scope.townA1, orgId: seeded.org.townA1, areaId: seeded.area.townA1 };
  const batons = [{ role: "department", postId: seeded.actor.department.postId, from: "2023-02-01" }];
  const listings = [{ year: 2023, planFen: 100_000_000 }];
  project = await tellProject(bench, { knownAt: "2023-01-10T00:00:00+08:00", ...home, name: `项目${randomUUID()}`, listings, batons });
});

async function period(sequence: number, kind: string): Promise<void> {
  await inHistory(bench, `2023-07-0${sequence}T09:00:00+08:00`, async (query) => {
    const knownAt = kind === "freeze" ? "2023-07-03T09:00:00+08:00" : null;
    await query("insert into kernel_period_event (period_id, sequence, kind, known_at) values ($1, $2, $3, $4)", [periodId, sequence, kind, knownAt]);
  });
}

const problem = { text: "临时用电未接通", blockingParty: "department", need: "请接通临时用电", neededBy: "2023-07-20" };
const ok = async (who: string, request: Parameters<Bench["send"]>[1], body?: object): Promise<Sent["body"]> => {
  const answer = await bench.send(who, request, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const submit = (more: object = {}) =>
  ok("town", "POST /api/months/2023-06/submissions", { rows: [{ projectId: project, fields: { monthFen: 1_000_000, ...more } }] });
const withdraw = () => ok("town", "POST /api/months/2023-06/withdrawals", { projectIds: [project] });
const accept = (who = "district") => ok(who, "POST /api/months/2023-06/reviews", { accept: [project] });
const undo = (who = "district") => ok(who, "POST /api/months/2023-06/review-undoings", { projectIds: [project] });
const row = async (who = "district"): Promise<Sent["body"]> =>
  (await ok(who, "GET /api/months/2023-06/reports")).items.find((item: { projectId: string }) => item.projectId === project);
const matters = () =>
  bench.rows(
    `select m.title, s.status, e.kind, e.reason, s.act_id from kernel_matter m
     join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
     join kernel_matter_event e on e.matter_id = m.matter_id and e.sequence = s.last_sequence where m.subject_id = $1 order by m.recorded_at`,
    [project],
  );

test("a withdrawn report takes its problem back in the same act; the typing returns with it", async () => {
  await submit({ problem });
  expect(await matters()).toMatchObject([{ title: "临时用电未接通", status: "open" }]);
  await withdraw();
  const [gone] = await matters();
  expect(gone).toMatchObject({ status: "withdrawn", kind: "withdrawn", reason: "上报已撤回" });
  const [report] = await bench.rows("select status, act_id from projects_report where subject_id = $1 and superseded_at = 'infinity'", [project]);
  expect(report).toEqual({ status: "withdrawn", act_id: gone?.["act_id"] });
  expect((await row("town")).draft).toMatchObject({ monthFen: 1_000_000, problem });
  expect((await row("town")).openProblems).toEqual([]);
  await submit({ problem });
  expect((await matters()).map((one) => one["status"])).toEqual(["withdrawn", "open"]);
});

test("what somebody has already done about it is struck off, not withdrawn; what was finished stays", async () => {
  await submit({ problem });
  const [{ id } = { id: "" }] = (await ok("department", "GET /api/matters?box=mine")).items.filter((one: { subjectId: string }) => one.subjectId === project);
  await ok("department", `POST /api/matters/${id}/replies`, { body: "已接通", isDone: true });
  await withdraw();
  expect(await matters()).toMatchObject([{ status: "closed", kind: "closed", reason: "上报已撤回" }]);
  expect((await row("town")).draft).toMatchObject({ problem: null });
});

test("a problem of another month, and one that somebody opened by hand, stay when a report is withdrawn", async () => {
  const hand = { kind: "problem", subjectId: project, title: "用地问题", ask: "请办结用地", holderPostId: bench.seeded.actor.department.postId };
  await ok("district", "POST /api/matters", hand);
  await submit();
  await withdraw();
  expect(await matters()).toMatchObject([{ title: "用地问题", status: "open" }]);
});

test("who accepted takes it back until the freeze; the row waits for review again and its number stands", async () => {
  await submit();
  await accept();
  expect(await row()).toMatchObject({ status: "accepted", canUndoReview: true, canReview: false });
  expect(await row("dispatch")).toMatchObject({ canUndoReview: false });
  expect((await undo("dispatch2")).faults).toMatchObject([{ projectId: project, code: "other-reviewer" }]);
  expect(await undo()).toEqual({ undone: [project], faults: [] });
  expect(await row()).toMatchObject({ status: "submitted", cumulativeFen: 1_000_000, canReview: true, canUndoReview: false });
  expect((await undo()).faults).toMatchObject([{ code: "not-accepted" }]);
  const acts = await bench.rows(
    "select a.kind from kernel_act a join projects_report r on r.act_id = a.act_id where r.subject_id = $1 order by r.recorded_at",
    [project],
  );
  expect(acts.map((one) => one["kind"])).toEqual(["submit-report", "review-report", "undo-review"]);
});

test("a row undone after its report opened a problem can be withdrawn with it", async () => {
  await submit({ problem });
  await accept();
  await undo();
  await withdraw();
  expect(await matters()).toMatchObject([{ status: "withdrawn" }]);
});

test("after the freeze nothing is undone; a row of another unit is told as not there", async () => {
  await submit();
  await accept();
  expect((await undo("district2")).faults).toMatchObject([{ projectId: project, code: "not-accepted" }]);
  await period(2, "close");
  expect(await row()).toMatchObject({ canUndoReview: true });
  await period(3, "freeze");
  const refused = await bench.send("district", "POST /api/months/2023-06/review-undoings", { projectIds: [project] });
  expect(refused.body.code).toBe("period-frozen");
});
