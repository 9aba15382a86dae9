import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { ensureSampleRuleSet, replayLight } from "#kernel/lights";
import { fixedClock } from "#platform/clock";
import { type Actor, readAs, writeAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { saveDrafts } from "./drafts.ts";
import { correctReport, reviewReports, submitReports, withdrawReports } from "./reporting.ts";
import { lightSource } from "./light-inputs.ts";
import { readSheet } from "./sheet.ts";

const wan = 1_000_000;
const clock = fixedClock("2023-07-03T10:00:00+08:00");
const late = fixedClock("2023-07-05T18:00:01+08:00");

let city: City;
let seeded: SeededCity;
let project: string;

const fields = (given: Partial<{ monthFen: number; cumulativeFen: number; isUnchanged: boolean; progressText: string }>) => ({
  monthFen: null,
  cumulativeFen: null,
  isUnchanged: false,
  progressText: null,
  doubtReason: null,
  problem: null,
  problemsSolved: {},
  ...given,
});

async function addProject(): Promise<string> {
  const id = randomUUID();
  const client = await city.owner.raw.connect();
  await client.query("begin");
  await client.query("select kernel_begin_history_act('seed', '2023-01-10T00:00:00+08')");
  await client.query("insert into kernel_subject (subject_id, kind, scope_id, name) values ($1, 'project', $2, '甲一镇示例项目')", [id, seeded.scope.townA1]);
  await client.query(
    "insert into kernel_subject_version (subject_id, scope_id, name, account_org_id, account_area_id) values ($1, $2, '甲一镇示例项目', $3, $4)",
    [id, seeded.scope.townA1, seeded.org.townA1, seeded.area.townA1],
  );
  await client.query("insert into projects_profile (subject_id, scope_id, total_investment_fen, normal_name) values ($1, $2, $3, '甲一镇示例')", [
    id,
    seeded.scope.townA1,
    50_000 * wan,
  ]);
  await client.query(
    "insert into projects_listing (listing_id, subject_id, scope_id, year, level, class, plan_fen, valid_from) values (gen_random_uuid(), $1, $2, 2023, 'city', 'implementation', $3, '2023-01-01')",
    [id, seeded.scope.townA1, 12_000 * wan],
  );
  await client.query(
    "insert into kernel_observation (observation_id, subject_id, scope_id, metric, period_from, period_to, value) values (gen_random_uuid(), $1, $2, 'investment_done', '2023-01-01', '2023-05-31', $3)",
    [id, seeded.scope.townA1, 5_000 * wan],
  );
  await client.query("commit");
  client.release();
  return id;
}

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  await ensureSampleRuleSet(city.owner.db);
  await city.owner.raw.query(
    "insert into kernel_period (period_id, rhythm, name, span_from, span_to, due_at) values ('00000000-0000-7000-8000-000000000006', 'month', '2023-06', '2023-06-01', '2023-06-30', '2023-07-05T18:00:00+08')",
  );
  await city.owner.db.transaction().execute(async (tx) => {
    await sql`select kernel_begin_history_act('seed', '2023-06-25T09:00:00+08')`.execute(tx);
    await sql`insert into kernel_period_event (period_id, sequence, kind) values ('00000000-0000-7000-8000-000000000006', 1, 'open')`.execute(tx);
  });
});
beforeEach(async () => {
  project = await addProject();
});
afterAll(() => city.drop());

const submit = (actor: Actor, given: Parameters<typeof fields>[0], at = clock) =>
  writeAs(city.web.db, actor, (tx) => submitReports(tx, { actor, clock: at, month: "2023-06" }, [{ projectId: project, fields: fields(given) }]));
const rowOf = async (actor: Actor) =>
  (await readAs(city.web.db, actor, (tx) => readSheet(tx, actor, { month: "2023-06" }))).items.find((item) => item.projectId === project);
const observed = async () =>
  (
    await city.owner.raw.query(
      "select value, is_correction from kernel_observation where subject_id = $1 and period_to = '2023-06-30' and metric = 'investment_done' and superseded_at = 'infinity'",
      [project],
    )
  ).rows;

test("a submitted month is the number at once, with its light and its card", async () => {
  const answer = await submit(seeded.actor.town, { monthFen: 1_600 * wan, progressText: "主体封顶" });
  expect(answer).toMatchObject({ submitted: [project], faults: [], late: 0 });
  expect(await observed()).toEqual([{ value: 6_600 * wan, is_correction: false }]);
  const row = await rowOf(seeded.actor.town);
  expect(row).toMatchObject({ status: "submitted", monthFen: 1_600 * wan, cumulativeFen: 6_600 * wan, lastCumulativeFen: 5_000 * wan, canReport: false });
  const { rows: cards } = await city.owner.raw.query("select done_fen, light from projects_card where subject_id = $1 and year = 2023", [project]);
  expect(cards).toEqual([{ done_fen: 6_600 * wan, light: expect.any(String) }]);
});

test("no change is zero this month and is distinct from unreported", async () => {
  expect(await rowOf(seeded.actor.town)).toMatchObject({ status: "unreported", monthFen: null, cumulativeFen: null });
  await submit(seeded.actor.town, { isUnchanged: true });
  expect(await rowOf(seeded.actor.town)).toMatchObject({ status: "submitted", monthFen: 0, cumulativeFen: 5_000 * wan, isUnchanged: true });
});

test("the sheet knows as much as the submission: a start without a permit is doubted on both sides", async () => {
  expect((await rowOf(seeded.actor.town))?.facts).toMatchObject({ isStartedWithoutPermit: false, unchangedMonths: 0 });
  await city.owner.db.transaction().execute(async (tx) => {
    await sql`select kernel_begin_history_act('seed', '2023-06-20T09:00:00+08')`.execute(tx);
    await sql`insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on, source)
      values (gen_random_uuid(), ${seeded.scope.townA1}, ${project}, 'started', 6, '2023-06-18', 'report')`.execute(tx);
  });
  const row = await rowOf(seeded.actor.town);
  expect(row?.facts?.isStartedWithoutPermit).toBe(true);
  await submit(seeded.actor.town, { monthFen: 100 * wan });
  expect((await rowOf(seeded.actor.town))?.doubts.map(({ code }) => code)).toEqual(["no-permit"]);
  expect((await rowOf(seeded.actor.district))?.facts).toBeNull();
});

test("an error blocks its row alone and names the remedy", async () => {
  const other = project;
  project = await addProject();
  const rows = [
    { projectId: other, fields: fields({ monthFen: 100 * wan, cumulativeFen: 9_999 * wan }) },
    { projectId: project, fields: fields({ monthFen: 100 * wan }) },
  ];
  const answer = await writeAs(city.web.db, seeded.actor.town, (tx) => submitReports(tx, { actor: seeded.actor.town, clock, month: "2023-06" }, rows));
  expect(answer.submitted).toEqual([project]);
  expect(answer.faults).toEqual([
    expect.objectContaining({ projectId: other, field: "cumulative", code: "amounts-disagree", remedy: expect.stringContaining("改正") }),
  ]);
});

test("the sheet as known before the report knows nothing of it", async () => {
  const { rows } = await city.owner.raw.query<{ now: string }>("select clock_timestamp() as now");
  await submit(seeded.actor.town, { monthFen: 100 * wan });
  const past = await readAs(city.web.db, seeded.actor.town, (tx) => readSheet(tx, seeded.actor.town, { month: "2023-06", knownAt: rows[0]?.now }));
  expect(past.items.find((item) => item.projectId === project)).toMatchObject({ status: "unreported", cumulativeFen: null, canReport: false });
});

test("another town's project does not exist for this town, in the sheet and in the act", async () => {
  expect(await rowOf(seeded.stranger.town2)).toBeUndefined();
  const answer = await submit(seeded.stranger.town2, { monthFen: 1 });
  expect(answer).toMatchObject({ submitted: [], faults: [{ code: "not-found" }] });
  expect(await observed()).toEqual([]);
});

test("after the closing hour a row is accepted and marked late", async () => {
  expect(await submit(seeded.actor.town, { monthFen: 10 * wan }, late)).toMatchObject({ late: 1 });
  expect(await rowOf(seeded.actor.town)).toMatchObject({ isLate: true });
});

test("a row is withdrawn until reviewed: its number stands no longer and the typing returns", async () => {
  await submit(seeded.actor.town, { monthFen: 700 * wan });
  const withdraw = () => writeAs(city.web.db, seeded.actor.town, (tx) => withdrawReports(tx, { actor: seeded.actor.town, clock, month: "2023-06" }, [project]));
  expect(await withdraw()).toMatchObject({ withdrawn: [project], faults: [] });
  expect(await observed()).toEqual([]);
  expect(await rowOf(seeded.actor.town)).toMatchObject({ status: "draft", draft: { monthFen: 700 * wan } });
  await submit(seeded.actor.town, { monthFen: 700 * wan });
  await writeAs(city.web.db, seeded.actor.district, (tx) =>
    reviewReports(tx, { actor: seeded.actor.district, clock, month: "2023-06" }, { accept: [project], returns: [] }),
  );
  expect(await withdraw()).toMatchObject({ withdrawn: [], faults: [{ code: "reviewed" }] });
});

test("a returned row carries its reason, is nobody's number, and may be reported again", async () => {
  await submit(seeded.actor.town, { monthFen: 700 * wan });
  const back = { projectId: project, reason: "与现场不符", field: "month" };
  await writeAs(city.web.db, seeded.actor.district, (tx) =>
    reviewReports(tx, { actor: seeded.actor.district, clock, month: "2023-06" }, { accept: [], returns: [back] }),
  );
  expect(await rowOf(seeded.actor.town)).toMatchObject({ status: "returned", returnReason: "与现场不符", returnField: "month", canReport: true });
  expect(await observed()).toEqual([]);
  expect(await submit(seeded.actor.town, { monthFen: 600 * wan })).toMatchObject({ submitted: [project] });
});

test("who reported does not review, and a town never reviews", async () => {
  await submit(seeded.actor.district, { monthFen: 700 * wan });
  const review = (actor: Actor) =>
    writeAs(city.web.db, actor, (tx) => reviewReports(tx, { actor, clock, month: "2023-06" }, { accept: [project], returns: [] }));
  expect(await review(seeded.actor.district)).toMatchObject({ accepted: [], faults: [{ code: "same-person" }] });
  await expect(review(seeded.actor.town)).rejects.toMatchObject({ slug: "not-allowed" });
  expect(await review(seeded.actor.dispatch)).toMatchObject({ accepted: [project] });
});

test("typing over another's draft keeps both", async () => {
  const save = (actor: Actor, revision: number, monthFen: number) =>
    writeAs(city.web.db, actor, (tx) =>
      saveDrafts(tx, { actor, month: "2023-06", savedAt: "" }, [{ projectId: project, revision, fields: fields({ monthFen }) }]),
    );
  expect(await save(seeded.actor.town, 0, 100)).toMatchObject({ saved: [{ revision: 1 }] });
  expect(await save(seeded.actor.district, 0, 200)).toMatchObject({
    saved: [],
    conflicts: [{ revision: 1, fields: { monthFen: 100 }, by: expect.stringContaining("甲一镇") }],
  });
  expect(await save(seeded.actor.district, 1, 200)).toMatchObject({ saved: [{ revision: 2 }] });
});

test("who reports a row that somebody else reported first is told who, when and what stands beside the own value", async () => {
  const seen = (await rowOf(seeded.actor.town))?.version ?? null;
  await submit(seeded.actor.district, { monthFen: 1_500 * wan, progressText: "主体封顶" });
  const over = (version: string | null, given = fields({ monthFen: 1_200 * wan, progressText: "基础施工" })) =>
    writeAs(city.web.db, seeded.actor.town, (tx) =>
      submitReports(tx, { actor: seeded.actor.town, clock, month: "2023-06" }, [{ projectId: project, version, fields: given }]),
    );
  const { submitted, faults } = await over(seen);
  expect(submitted).toEqual([]);
  expect(faults).toMatchObject([{ code: "in-review" }]);
  expect(faults[0]?.message).toMatch(
    /^甲区人民政府·甲区调度员已于\d+月\d+日\d\d:\d\d报送这一行：本月完成1,500万元（您填1,200万元）、本年累计6,500万元、形象进度“主体封顶”（您填“基础施工”）。$/,
  );
  const back = { projectId: project, reason: "与现场不符", field: "month" };
  await writeAs(city.web.db, seeded.actor.dispatch, (tx) =>
    reviewReports(tx, { actor: seeded.actor.dispatch, clock, month: "2023-06" }, { accept: [], returns: [back] }),
  );
  expect((await over(seen)).faults).toMatchObject([{ code: "changed", message: expect.stringContaining("调度中心调度员已于") }]);
  expect((await over((await rowOf(seeded.actor.town))?.version ?? null)).submitted).toEqual([project]);
});

test("before the freeze nothing is corrected, it is reported", async () => {
  const correction = { projectId: project, cumulativeFen: 7_000 * wan, reason: "核减重复入账", documentNo: null };
  await expect(
    writeAs(city.web.db, seeded.actor.dispatch, (tx) => correctReport(tx, { actor: seeded.actor.dispatch, clock, month: "2023-06" }, correction)),
  ).rejects.toMatchObject({ slug: "period-not-frozen" });
});

test("a stated problem becomes a matter that comes back next time", async () => {
  const stated = { text: "临时用电未接通", blockingParty: "department" as const, need: "接通十千伏临时用电", neededBy: "2023-07-20" };
  await writeAs(city.web.db, seeded.actor.town, (tx) =>
    submitReports(tx, { actor: seeded.actor.town, clock, month: "2023-06" }, [
      { projectId: project, fields: { ...fields({ isUnchanged: true }), problem: stated } },
    ]),
  );
  const row = await rowOf(seeded.actor.town);
  expect(row?.openProblems).toEqual([{ matterId: expect.any(String), title: "临时用电未接通" }]);
  // the same act's lights know of it, so that a replay at the act's instant comes to the same
  const { rows } = await city.owner.raw.query<{ version_id: string; open: number }>(
    "select version_id, (inputs ->> 'openProblems')::int as open from kernel_light where subject_id = $1 and dimension = 'blockage' and superseded_at = 'infinity'",
    [project],
  );
  expect(rows.map(({ open }) => open)).toEqual([1]);
  const replayed = await readAs(city.web.db, seeded.actor.town, (tx) => replayLight(tx, rows[0]?.version_id ?? "", lightSource));
  expect(replayed).toMatchObject({ isEqual: true });
});

// The month stays frozen from here on: this test is the last.
test("a correction over another one is told what stands now and by whom, and is made over the version read", async () => {
  await submit(seeded.actor.town, { monthFen: 700 * wan });
  await city.owner.db.transaction().execute(async (tx) => {
    await sql`select kernel_begin_history_act('seed', '2023-07-06T09:00:00+08')`.execute(tx);
    await sql`insert into kernel_period_event (period_id, sequence, kind, known_at) values
      ('00000000-0000-7000-8000-000000000006', 2, 'close', null), ('00000000-0000-7000-8000-000000000006', 3, 'freeze', '2023-07-06T09:00:00+08')`.execute(tx);
  });
  const seen = (await rowOf(seeded.actor.dispatch))?.version ?? null;
  const correct = (version: string | null, cumulativeFen: number) =>
    writeAs(city.web.db, seeded.actor.dispatch, (tx) =>
      correctReport(
        tx,
        { actor: seeded.actor.dispatch, clock, month: "2023-06" },
        { projectId: project, version, cumulativeFen, reason: "核减重复入账", documentNo: null },
      ),
    );
  await correct(seen, 5_600 * wan);
  await expect(correct(seen, 5_500 * wan)).rejects.toMatchObject({
    slug: "edit-conflict",
    members: {
      by: "示例市人民政府·调度中心调度员",
      conflicts: [{ stored: String(5_600 * wan), sent: String(5_500 * wan) }],
      detail: expect.stringContaining("更正"),
    },
  });
  expect(await observed()).toEqual([{ value: 5_600 * wan, is_correction: true }]);
  await correct((await rowOf(seeded.actor.dispatch))?.version ?? null, 5_500 * wan);
  expect(await observed()).toEqual([{ value: 5_500 * wan, is_correction: true }]);
});
