import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { figuresOf } from "#kernel/figures";
import { askExemption, decideExemption, ensureSampleRuleSet, readLights, replayLight } from "#kernel/lights";
import { closePeriod, getPeriod, openPeriod } from "#kernel/periods";
import { type Actor, beginAct, readAs, type Tx, writeAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { dryRun } from "./dry-run.ts";
import { projectFigures } from "./figures.ts";
import { freezeMonth, publishMonth, withdrawFreeze } from "./freezing.ts";
import { readKeptFigures } from "./kept.ts";
import { lightSource, readLightInputs } from "./light-inputs.ts";
import { refreshLiveLights } from "./lights.ts";

let city: City;
let seeded: SeededCity;
const projects: Record<string, string> = {};
const wan = 1_000_000;
const figures = figuresOf(projectFigures);
const moment = { now: Temporal.Instant.from("2023-07-06T10:00:00+08:00"), today: "2023-07-06" };

/** Projects of town A1: name → done by May (万元), of a plan of 12,000; `none` never reported. */
const doneByMay = { ahead: 6_000, onPlan: 5_500, behind: 4_900, far: 1_000, silent: 5_000 } as const;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  await ensureSampleRuleSet(city.owner.db);
  const client = await city.owner.raw.connect();
  try {
    await client.query("begin");
    await client.query("select kernel_begin_history_act('load-history', '2023-06-06T09:00:00+08')");
    for (const [name, done] of Object.entries(doneByMay)) {
      const { rows } = await client.query<{ subject_id: string }>(
        "insert into kernel_subject (kind, scope_id, name) values ('project', $1, $2) returning subject_id",
        [seeded.scope.townA1, name],
      );
      const id = rows[0]?.subject_id ?? "";
      projects[name] = id;
      const at = [seeded.scope.townA1, id];
      await client.query("insert into kernel_subject_version (scope_id, subject_id, name, account_org_id, account_area_id) values ($1, $2, $3, $4, $5)", [
        ...at,
        name,
        seeded.org.townA1,
        seeded.area.townA1,
      ]);
      await client.query("insert into projects_profile (scope_id, subject_id, total_investment_fen, normal_name) values ($1, $2, 10000000000, $3)", [
        ...at,
        name,
      ]);
      await client.query(
        "insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, valid_from) values (uuidv7(), $1, $2, 2023, 'city', 'implementation', $3, '2023-01-01')",
        [...at, 12_000 * wan],
      );
      await client.query(
        "insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on) values (uuidv7(), $1, $2, 'started', 6, '2023-02-01')",
        at,
      );
      await client.query(
        "insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value) values (uuidv7(), $1, $2, 'investment_done', '2023-01-01', '2023-05-31', $3)",
        [...at, done * wan],
      );
    }
    await client.query("commit");
  } finally {
    client.release();
  }
  await as(seeded.actor.dispatch, (tx) => openPeriod(tx, seeded.actor.dispatch, { month: "2023-06", dueAt: null }));
});
afterAll(() => city.drop());

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => writeAs(city.web.db, actor, work);
const reading = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => readAs(city.web.db, actor, work);

/** One report of June, or a correction; with the live light that goes with it. */
async function report(tx: Tx, name: string, doneWan: number): Promise<void> {
  await write(tx, { name, doneWan, kind: "submit-report" });
}

async function write(tx: Tx, { name, doneWan, kind }: { name: string; doneWan: number; kind: string }): Promise<void> {
  const id = projects[name] ?? "";
  const act = await beginAct(tx, { kind, subjects: [id], reason: kind });
  await sql`update kernel_observation set superseded_at = now() where subject_id = ${id} and metric = 'investment_done' and period_to = '2023-06-30' and superseded_at = 'infinity'`.execute(
    tx,
  );
  await sql`insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value, is_correction)
    values (uuidv7(), ${seeded.scope.townA1}, ${id}, 'investment_done', '2023-01-01', '2023-06-30', ${doneWan * wan}, ${kind === "correct-observation"})`.execute(
    tx,
  );
  await refreshLiveLights(tx, { validOn: "2023-07-05", act }, [id]);
}

const freeze = (actor: Actor, heldBack: { projectId: string; reason: string }[] = []) =>
  as(actor, (tx) => freezeMonth(tx, actor, { ...moment, month: "2023-06", heldBack, figures }));
const withdraw = (reason: string) => as(seeded.actor.dispatch, (tx) => withdrawFreeze(tx, seeded.actor.dispatch, { ...moment, month: "2023-06", reason }));

async function rowCount(table: string): Promise<number> {
  const { rows } = await city.owner.raw.query(`select count(*)::int as n from ${table}`);
  return rows[0].n;
}

type Kept = { name: string; dimension: string; verdict: string; input_digest: string; version_id: string; sentence: string };
async function fixedLights(): Promise<Kept[]> {
  const { rows } = await city.owner.raw
    .query<Kept>(`select s.name, k.dimension, k.verdict, k.input_digest, k.version_id, k.sentence from kernel_light k join kernel_subject s using (subject_id)
    where k.is_fixed and k.superseded_at = 'infinity' order by s.name, k.dimension`);
  return rows;
}
const overallOf = (lights: readonly Kept[]) => Object.fromEntries(lights.filter((one) => one.dimension === "overall").map((one) => [one.name, one.verdict]));

async function matters(): Promise<{ name: string; status: string; post: number }[]> {
  const { rows } = await city.owner.raw
    .query(`select p.name, s.status, s.holder_post_id as post from kernel_matter m join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    join kernel_subject p on p.subject_id = m.subject_id where m.kind = 'light' order by m.recorded_at, p.name`);
  return rows;
}

describe("a month from its reports to its publication", () => {
  test("a live light is provisional, follows its own report, and opens nothing", async () => {
    await as(seeded.actor.town, (tx) => report(tx, "far", 1_200));
    await as(seeded.actor.town, (tx) => report(tx, "ahead", 7_000));
    const { items } = await reading(seeded.actor.town, (tx) =>
      readLights(tx, { subjectId: projects["far"] ?? "", validOn: "2023-07-05", knownAt: "9000-01-01T00:00:00Z" }),
    );
    expect(items.map((one) => [one.dimension, one.verdict, one.isFixed])).toEqual([
      ["overall", "warn", false],
      ["stage", "none", false],
      ["schedule", "none", false],
      ["money", "warn", false],
      ["blockage", "none", false],
      ["freshness", "none", false],
    ]);
    expect(items[0]).toMatchObject({ blockingParty: "locality", sentence: "投资比计划落后40.00个百分点", clearing: "7月再完成5,800万元" });
    expect(await matters()).toEqual([]);
  });

  test("a live light is written again only when something changed", async () => {
    const before = await rowCount("kernel_light");
    await as(seeded.actor.town, async (tx) => {
      const act = await beginAct(tx, { kind: "nothing", subjects: [projects["far"] ?? ""] });
      await refreshLiveLights(tx, { validOn: "2023-07-05", act }, [projects["far"] ?? ""]);
    });
    expect(await rowCount("kernel_light")).toBe(before);
    await as(seeded.actor.town, (tx) => report(tx, "far", 1_300));
    // money and the overall that repeats its sentence
    expect(await rowCount("kernel_light")).toBe(before + 2);
  });

  test("a live light replays too, the superseded ones as well", async () => {
    const { rows } = await city.owner.raw.query<{ version_id: string }>("select version_id from kernel_light where not is_fixed order by recorded_at");
    expect(rows.length).toBeGreaterThan(12);
    for (const { version_id: id } of rows) {
      const replayed = await reading(seeded.actor.town, (tx) => replayLight(tx, id, lightSource));
      expect(replayed).toMatchObject({ isEqual: true });
    }
  });

  test("a dry run says what a freeze would do and writes nothing", async () => {
    for (const [name, done] of [
      ["onPlan", 6_000],
      ["behind", 5_500],
    ] as const)
      await as(seeded.actor.town, (tx) => report(tx, name, done));
    const tables = ["kernel_light", "kernel_light_run", "kernel_matter", "kernel_period_event", "kernel_figure_frozen", "kernel_act", "platform_outbox"];
    const before = await Promise.all(tables.map(rowCount));
    const run = await reading(seeded.actor.dispatch, (tx) =>
      dryRun(tx, seeded.actor.dispatch, { month: "2023-06", today: "2023-07-06", heldBack: [{ projectId: projects["behind"] ?? "", reason: "用地正在报批" }] }),
    );
    expect(run).toMatchObject({ counts: { merit: 1, none: 1, remind: 2, warn: 1 }, matters: 2, heldBack: 1, reported: 4, expected: 5, openDoubts: 0 });
    expect(run.unreported.map((one) => one.name)).toEqual(["silent"]);
    expect(run.chaseText).toContain("甲一镇人民政府1个：silent");
    expect(run.items[0]).toMatchObject({ name: "far", verdict: "warn", dimension: "money", opensMatter: true });
    expect(run.items.find((one) => one.name === "behind")).toMatchObject({ opensMatter: false, heldBackReason: "用地正在报批" });
    expect(await Promise.all(tables.map(rowCount))).toEqual(before);
    await expect(
      reading(seeded.actor.district, (tx) => dryRun(tx, seeded.actor.district, { month: "2023-06", today: "2023-07-06", heldBack: [] })),
    ).rejects.toMatchObject({ slug: "not-allowed" });
  });

  test("an open month is not frozen, and a town freezes nothing", async () => {
    await expect(freeze(seeded.actor.dispatch)).rejects.toMatchObject({ slug: "period-state" });
    await as(seeded.actor.dispatch, (tx) => closePeriod(tx, seeded.actor.dispatch, "2023-06"));
    await expect(freeze(seeded.actor.town)).rejects.toMatchObject({ slug: "not-allowed" });
  });

  test("a report after the closing hour is accepted until the freeze", async () => {
    await expect(as(seeded.actor.town, (tx) => report(tx, "onPlan", 6_001))).resolves.toBeUndefined();
  });

  test("the freeze fixes six lights a project, keeps figures and prepares matters that do not leave", async () => {
    const done = await freeze(seeded.actor.dispatch, [{ projectId: projects["behind"] ?? "", reason: "用地正在报批" }]);
    expect(done).toMatchObject({ state: "frozen", lights: 5, mattersPrepared: 2, mattersHeldBack: 1 });
    const lights = await fixedLights();
    expect(lights).toHaveLength(30);
    expect(overallOf(lights)).toEqual({ ahead: "merit", onPlan: "none", behind: "remind", far: "warn", silent: "remind" });
    expect(await matters()).toEqual([
      { name: "behind", status: "held_back", post: seeded.actor.town.postId },
      { name: "far", status: "prepared", post: seeded.actor.town.postId },
      { name: "silent", status: "prepared", post: seeded.actor.town.postId },
    ]);
    const { rows } = await city.owner.raw.query(
      "select figure, value, groups from kernel_figure_frozen where figure = 'projects.completion_rate' and question -> 'by' = '[\"area\"]'",
    );
    expect(rows[0].value).toBeCloseTo((7_000 + 6_001 + 5_500 + 1_300 + 5_000) / 60_000, 12);
    expect(rows[0].groups).toMatchObject([{ label: "甲区" }]);
  });

  test("a month is not frozen twice, nor opened again", async () => {
    await expect(freeze(seeded.actor.dispatch)).rejects.toMatchObject({ slug: "period-frozen" });
    await expect(as(seeded.actor.dispatch, (tx) => openPeriod(tx, seeded.actor.dispatch, { month: "2023-06", dueAt: null }))).rejects.toMatchObject({
      slug: "period-state",
    });
  });

  test("the database refuses a report after the freeze, whoever writes it, and takes a correction", async () => {
    await expect(as(seeded.actor.town, (tx) => report(tx, "silent", 6_000))).rejects.toMatchObject({ code: "P0B04" });
    await expect(as(seeded.actor.dispatch, (tx) => report(tx, "silent", 6_000))).rejects.toMatchObject({ code: "P0B04" });
    for (const kind of ["correct-observation", "load-history"]) {
      await expect(as(seeded.actor.town, (tx) => write(tx, { name: "silent", doneWan: 6_000, kind }))).rejects.toMatchObject({ code: "P0B04" });
    }
    await expect(as(seeded.actor.dispatch, (tx) => write(tx, { name: "silent", doneWan: 6_000, kind: "load-history" }))).rejects.toMatchObject({
      code: "P0B04",
    });
    const before = await fixedLights();
    await as(seeded.actor.dispatch, (tx) => write(tx, { name: "onPlan", doneWan: 5_000, kind: "correct-observation" }));
    expect(await fixedLights()).toEqual(before);
  });

  test("the run of a frozen month is what its freeze kept, whatever was corrected since", async () => {
    const run = await reading(seeded.actor.dispatch, (tx) => dryRun(tx, seeded.actor.dispatch, { month: "2023-06", today: "2023-07-06", heldBack: [] }));
    expect(run).toMatchObject({ isKept: true, counts: { merit: 1, none: 1, remind: 2, warn: 1 }, matters: 2, heldBack: 1, reported: 4, expected: 5 });
    expect(Object.fromEntries(run.items.map((one) => [one.name, one.verdict]))).toEqual(overallOf(await fixedLights()));
    expect(run.items[0]).toMatchObject({ name: "far", dimension: "money", opensMatter: true });
    expect(run.items.find((one) => one.name === "behind")).toMatchObject({ opensMatter: false, heldBackReason: "本期暂缓" });
    const { frozenAt } = await reading(seeded.actor.dispatch, (tx) => getPeriod(tx, "2023-06"));
    expect(run.knownAt).toBe(frozenAt);
  });

  test("a correction after the freeze shows beside the number that was kept, with who corrected and why", async () => {
    const asked = { month: "2023-06", figures };
    const kept = await reading(seeded.actor.dispatch, (tx) => readKeptFigures(tx, seeded.actor.dispatch, asked));
    const moved = kept.figures.filter((one) => one.isMoved).map(({ name, kept: then, now }) => [name, then, now]);
    expect(moved).toEqual([
      ["projects.completed_this_year", 24_801 * wan, 23_800 * wan],
      ["projects.completion_rate", 24_801 / 60_000, 23_800 / 60_000],
      ["projects.ahead_of_time", expect.closeTo(24_801 / 600 - 50, 9), expect.closeTo(23_800 / 600 - 50, 9)],
    ]);
    expect(kept.changes).toMatchObject([
      { figure: "projects.completed_this_year", name: "onPlan", before: 6_001 * wan, after: 5_000 * wan, act: { word: "更正", reason: "correct-observation" } },
    ]);
    await expect(reading(seeded.actor.town, (tx) => readKeptFigures(tx, seeded.actor.town, asked))).rejects.toMatchObject({ slug: "not-allowed" });
  });

  test("a fixed light replays to the digit from what was known, though the number was corrected since", async () => {
    for (const light of await fixedLights()) {
      const replayed = await reading(seeded.actor.dispatch, (tx) => replayLight(tx, light.version_id, lightSource));
      expect(replayed).toMatchObject({ isEqual: true, isPoolReplayed: true, kept: { verdict: light.verdict, digest: light.input_digest } });
    }
  });

  test("who does not see the whole pool replays with the rank as it was kept", async () => {
    const praised = (await fixedLights()).find((one) => one.name === "ahead" && one.dimension === "money");
    const replayed = await reading(seeded.actor.town, (tx) => replayLight(tx, praised?.version_id ?? "", lightSource));
    expect(replayed).toMatchObject({ isEqual: true, isPoolReplayed: false, kept: { verdict: "merit" } });
    await expect(reading(seeded.stranger.town, (tx) => replayLight(tx, praised?.version_id ?? "", lightSource))).rejects.toMatchObject({ slug: "not-found" });
  });

  test("a withdrawal is on record, takes the matters back, and a new freeze comes to the same lights but for what changed", async () => {
    const before = await fixedLights();
    expect(await withdraw("甲一镇补报")).toMatchObject({ state: "closed", frozenAt: null, mattersWithdrawn: 3 });
    expect(await fixedLights()).toEqual([]);
    expect((await matters()).map((one) => one.status)).toEqual(["withdrawn", "withdrawn", "withdrawn"]);
    await as(seeded.actor.town, (tx) => report(tx, "onPlan", 6_001));
    await freeze(seeded.actor.dispatch, [{ projectId: projects["behind"] ?? "", reason: "用地正在报批" }]);
    const again = await fixedLights();
    expect(again.map((one) => [one.name, one.dimension, one.verdict, one.sentence, one.input_digest])).toEqual(
      before.map((one) => [one.name, one.dimension, one.verdict, one.sentence, one.input_digest]),
    );
    const period = await reading(seeded.actor.dispatch, (tx) => getPeriod(tx, "2023-06"));
    expect(period.events.map((one) => [one.kind, one.reason])).toEqual([
      ["open", null],
      ["close", null],
      ["freeze", "暂缓1件：behind（用地正在报批）"],
      ["withdraw", "甲一镇补报"],
      ["freeze", "暂缓1件：behind（用地正在报批）"],
    ]);
  });

  test("who froze does not publish, in the program and in the database", async () => {
    const publish = (actor: Actor) => as(actor, (tx) => publishMonth(tx, actor, { ...moment, month: "2023-06" }));
    await expect(publish(seeded.actor.dispatch)).rejects.toMatchObject({ slug: "same-person" });
    const byHand = as(seeded.actor.dispatch, async (tx) => {
      await beginAct(tx, { kind: "publish-period", subjects: [] });
      await sql`insert into kernel_period_event (period_id, sequence, kind) select period_id, 6, 'publish' from kernel_period`.execute(tx);
    });
    await expect(byHand).rejects.toMatchObject({ code: "P0B07" });
    expect(await publish(seeded.stranger.dispatch)).toMatchObject({ state: "published", mattersReleased: 2, mattersHeldBack: 1 });
  });

  test("what is held back is not sent, and after the publication nothing is withdrawn", async () => {
    expect((await matters()).slice(3).map((one) => [one.name, one.status])).toEqual([
      ["behind", "held_back"],
      ["far", "open"],
      ["silent", "open"],
    ]);
    await expect(withdraw("试一试")).rejects.toMatchObject({ slug: "period-frozen" });
    await expect(freeze(seeded.actor.dispatch)).rejects.toMatchObject({ slug: "period-frozen" });
  });

  test("what is published is read by every role as it was published, and only who sees the whole city compares it with now", async () => {
    const asked = { month: "2023-06", figures };
    const town = await reading(seeded.actor.town, (tx) => readKeptFigures(tx, seeded.actor.town, asked));
    expect(town).toMatchObject({ askedAt: null, changes: [] });
    expect(town.figures.find((one) => one.name === "projects.completed_this_year")).toMatchObject({ kept: 24_801 * wan, now: null, isMoved: false });
    await expect(reading(seeded.actor.town, (tx) => readKeptFigures(tx, seeded.actor.town, { ...asked, month: "2023-05" }))).rejects.toMatchObject({
      slug: "not-found",
    });
  });

  test("the database keeps the order of a period's events", async () => {
    const outOfTurn = as(seeded.actor.dispatch, async (tx) => {
      await beginAct(tx, { kind: "open-period", subjects: [] });
      await sql`insert into kernel_period_event (period_id, sequence, kind) select period_id, 7, 'close' from kernel_period`.execute(tx);
    });
    await expect(outOfTurn).rejects.toMatchObject({ code: "P0B06" });
  });
});

describe("exemptions", () => {
  const ask = (actor: Actor, name: string) =>
    as(actor, (tx) =>
      askExemption(tx, actor, {
        ...moment,
        subjectId: projects[name] ?? "",
        dimension: "money",
        reason: "主设备进口许可待批",
        documentNo: "示例〔2023〕1号",
        validTo: "2023-09-30",
      }),
    );
  const decide = (actor: Actor, matterId: string, isGranted = true) =>
    as(actor, (tx) => decideExemption(tx, actor, { ...moment, matterId, isGranted, reason: "情况属实" }));

  test("nobody exempts what he asked for, and no district exempts at all", async () => {
    const asked = await ask(seeded.actor.dispatch, "far");
    await expect(decide(seeded.actor.dispatch, asked.id)).rejects.toMatchObject({ slug: "same-person" });
    await expect(decide(seeded.actor.district, asked.id)).rejects.toMatchObject({ slug: "not-allowed" });
    expect(await decide(seeded.stranger.dispatch, asked.id, false)).toMatchObject({ status: "closed" });
    expect(await rowCount("kernel_exemption")).toBe(0);
  });

  test("a granted exemption is shown beside a light that stays as it is, until it expires", async () => {
    const asked = await ask(seeded.actor.town, "far");
    await decide(seeded.actor.dispatch, asked.id);
    await expect(decide(seeded.actor.dispatch, asked.id)).rejects.toMatchObject({ slug: "matter-state" });
    const at = (validOn: string) =>
      reading(seeded.actor.town, (tx) => readLights(tx, { subjectId: projects["far"] ?? "", validOn, knownAt: "9000-01-01T00:00:00Z" }));
    const money = (await at("2023-07-06")).items.find((one) => one.dimension === "money");
    expect(money).toMatchObject({ verdict: "warn", exemption: { reason: "主设备进口许可待批", validTo: "2023-09-30", documentNo: "示例〔2023〕1号" } });
    expect((await at("2023-09-30")).items.every((one) => one.exemption === null)).toBe(true);
  });

  test("an exempt light opens no matter in the next run", async () => {
    await as(seeded.actor.dispatch, (tx) => openPeriod(tx, seeded.actor.dispatch, { month: "2023-07", dueAt: null }));
    const run = await reading(seeded.actor.dispatch, (tx) => dryRun(tx, seeded.actor.dispatch, { month: "2023-07", today: "2023-08-06", heldBack: [] }));
    // Only the money is exempt: the month not reported still counts, but its matter of June is in hand and its light no worse.
    expect(run.items.find((one) => one.name === "far")).toMatchObject({ verdict: "warn", isExempt: false, opensMatter: false });
    expect(run.items.find((one) => one.name === "behind")).toMatchObject({ verdict: "warn", before: "remind", opensMatter: true });
  });
});

describe("what was recorded later", () => {
  test("the facts of the first freeze, asked again as known then, are without the correction made after it", async () => {
    const [first, second] = (await reading(seeded.actor.dispatch, (tx) => getPeriod(tx, "2023-06"))).events.filter((one) => one.kind === "freeze");
    await as(seeded.actor.dispatch, (tx) => write(tx, { name: "onPlan", doneWan: 4_000, kind: "correct-observation" }));
    const doneAt = async (knownAt: string) => {
      const found = await reading(seeded.actor.dispatch, (tx) => readLightInputs(tx, { validOn: "2023-06-30", knownAt, isFixed: true, isPooled: true }));
      return found.find((one) => one.name === "onPlan")?.inputs.doneFen;
    };
    expect([await doneAt(first?.knownAt ?? ""), await doneAt(second?.knownAt ?? ""), await doneAt("9000-01-01T00:00:00Z")]).toEqual([
      6_001 * wan,
      6_001 * wan,
      4_000 * wan,
    ]);
  });
});

describe("a freeze and a report at the same time", () => {
  /** July is closed, and its reports are written by hand from two connections. */
  async function writeJuly(tx: Tx, name: string, doneWan: number): Promise<string> {
    const act = await beginAct(tx, { kind: "submit-report", subjects: [projects[name] ?? ""] });
    await sql`insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value)
      values (uuidv7(), ${seeded.scope.townA1}, ${projects[name]}, 'investment_done', '2023-01-01', '2023-07-31', ${doneWan * wan})`.execute(tx);
    return act.recordedAt;
  }

  test("the freeze waits for the report that came first and knows it, and the one that comes while it works is refused at once", async () => {
    await as(seeded.actor.dispatch, (tx) => closePeriod(tx, seeded.actor.dispatch, "2023-07"));
    await as(seeded.actor.town, (tx) => writeJuly(tx, "behind", 6_500));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let written: (at: string) => void = () => undefined;
    const writing = new Promise<string>((resolve) => (written = resolve));
    const reporting = as(seeded.actor.town, async (tx) => {
      written(await writeJuly(tx, "ahead", 8_000));
      await held;
    });
    const reportedAt = await writing;
    const freezing = as(seeded.actor.dispatch, (tx) =>
      freezeMonth(tx, seeded.actor.dispatch, { now: moment.now, today: "2023-08-06", month: "2023-07", heldBack: [], figures }),
    );
    // The freeze is waiting for the month's lock: whoever comes now is refused without waiting.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    await expect(as(seeded.stranger.dispatch, (tx) => writeJuly(tx, "silent", 8_000))).rejects.toMatchObject({ code: "P0B04" });
    expect(performance.now() - began).toBeLessThan(1_000);
    release();
    await reporting;
    const done = await freezing;
    expect(Temporal.Instant.compare(reportedAt, done.frozenAt ?? "")).toBeLessThan(0);
    const { rows } = await city.owner.raw.query(
      "select inputs from kernel_light where is_fixed and dimension = 'money' and valid_on = '2023-07-31' and superseded_at = 'infinity' and subject_id = $1",
      [projects["ahead"]],
    );
    expect(rows[0].inputs.doneFen).toBe(8_000 * wan);
  });

  test("a second reminder running is fixed as a warning, and says so", async () => {
    const { rows } = await city.owner.raw.query(
      "select verdict, sentence, inputs from kernel_light where is_fixed and dimension = 'overall' and valid_on = '2023-07-31' and superseded_at = 'infinity' and subject_id = $1",
      [projects["behind"]],
    );
    expect(rows[0]).toMatchObject({ verdict: "warn", inputs: { worst: "remind", remindRuns: 1 } });
    expect(rows[0].sentence).toBe("连续2期黄牌：投资比计划落后4.17个百分点");
  });
});
