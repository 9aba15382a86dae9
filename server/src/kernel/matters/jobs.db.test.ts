import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { ensureCalendar } from "#kernel/calendar";
import { evaluate, type Figure, type Question, rowsBehind } from "#kernel/figures";
import { type Actor, beginAct, readAs, type Tx, writeAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import * as actions from "./actions.ts";
import { changeCalendar } from "./calendar-change.ts";
import { composeDigests, deliverDigests, escalateOverdue, recomputeAfterCalendar } from "./jobs.ts";
import { openMatter } from "./opening.ts";
import { matterFigures } from "./population.ts";
import { getMatter, listMatters } from "./views.ts";

let city: City;
let seeded: SeededCity;
let project: string;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
});
afterAll(() => city.drop());
beforeEach(async () => {
  project = await as(seeded.actor.district, async (tx) => {
    const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(tx);
    const id = rows[0]?.id ?? "";
    await beginAct(tx, { kind: "project-add", subjects: [] });
    await sql`insert into kernel_subject (subject_id, kind, scope_id, name) values (${id}, 'project', ${seeded.scope.townA1}, '示例项目')`.execute(tx);
    await sql`insert into kernel_subject_version (subject_id, scope_id, name, account_org_id, account_area_id)
      values (${id}, ${seeded.scope.townA1}, '示例项目', ${seeded.org.townA1}, ${seeded.area.townA1})`.execute(tx);
    return id;
  });
});

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => writeAs(city.web.db, actor, work);
const start = Temporal.Instant.from("2023-06-12T10:00:00+08:00");
const at = (text: string): Temporal.Instant => Temporal.Instant.from(`${text}:00+08:00`);
const clerk = () => ({ db: city.web.db, actor: seeded.actor.dispatch });

async function open(title: string, holder: Actor = seeded.actor.town): Promise<string> {
  const { district } = seeded.actor;
  const input = { kind: "problem" as const, subjectId: project, title, ask: "请办理", holderPostId: holder.postId, workingDays: 5, now: start };
  return (await as(district, (tx) => actions.openByHand(tx, district, input))).id;
}

test("an overdue matter of a town goes to the county's office, then to the city's, then to its leader, and no further", async () => {
  const matterId = await open("平整场地");
  // Five working days from 12 June end on the 19th; the levels ask for 1, 3 and 5 working days.
  const escalatedTo = async (): Promise<number | undefined> => {
    const detail = await readAs(city.web.db, seeded.actor.dispatch, (tx) => getMatter(tx, seeded.actor.dispatch, { matterId, now: start }));
    return detail.escalatedTo?.postId;
  };
  expect(await escalateOverdue(clerk(), at("2023-06-19T20:00"))).toBe(0);
  expect(await escalateOverdue(clerk(), at("2023-06-20T09:00"))).toBe(1);
  expect(await escalatedTo()).toBe(seeded.actor.district.postId);
  expect(await escalateOverdue(clerk(), at("2023-06-20T09:30"))).toBe(0);
  await escalateOverdue(clerk(), at("2023-06-25T09:00"));
  expect(await escalatedTo()).toBe(seeded.actor.dispatch.postId);
  await escalateOverdue(clerk(), at("2023-06-27T09:00"));
  expect(await escalatedTo()).toBe(seeded.actor.leader.postId);
  expect(await escalateOverdue(clerk(), at("2023-08-27T09:00"))).toBe(0);
  const { leader } = seeded.actor;
  const waiting = await readAs(city.web.db, leader, (tx) => listMatters(tx, leader, { box: "waiting", limit: 50, now: start }));
  expect(waiting.items.map((line) => line.id)).toContain(matterId);
});

test("a person gets one digest a day, in working hours only, and it is sent once", async () => {
  await open("接通用电", seeded.actor.department);
  await open("接通用水", seeded.actor.department);
  expect(await composeDigests(clerk(), at("2023-06-19T07:30"))).toBe(0);
  const first = await composeDigests(clerk(), at("2023-06-19T08:30"));
  expect(first).toBeGreaterThan(0);
  expect(await composeDigests(clerk(), at("2023-06-19T14:00"))).toBe(0);
  const sent: { accountId: string; body: string }[] = [];
  const channel = { name: "test", send: async (message: { accountId: string; body: string }) => void sent.push(message) };
  expect(await deliverDigests(clerk(), channel, at("2023-06-19T22:00"))).toBe(0);
  await deliverDigests(clerk(), channel, at("2023-06-19T15:00"));
  await deliverDigests(clerk(), channel, at("2023-06-19T15:30"));
  const mine = sent.filter((one) => one.accountId === seeded.actor.department.accountId);
  expect(mine.map((one) => one.body.split("\n")[0])).toEqual(["6月19日提醒，共2件事项："]);
  const readBack = await readAs(city.web.db, seeded.actor.town, (tx) =>
    sql`select * from kernel_digest where account_id = ${seeded.actor.department.accountId}`.execute(tx),
  );
  expect(readBack.rows).toEqual([]);
});

test("after the system administrator changed the calendar, the clerk moves the open deadlines", async () => {
  const matterId = await open("征地");
  const { sysadmin, dispatch } = seeded.actor;
  const change = { reason: "临时放假", days: [{ day: "2023-06-15", isWorking: false, name: "临时放假" }] };
  expect(await as(sysadmin, (tx) => changeCalendar(tx, change))).toMatchObject({ recomputed: 0 });
  expect(await recomputeAfterCalendar(clerk())).toBeGreaterThan(0);
  expect(await recomputeAfterCalendar(clerk())).toBe(0);
  const detail = await readAs(city.web.db, dispatch, (tx) => getMatter(tx, dispatch, { matterId, now: start }));
  expect(detail.dueAt).toBe("2023-06-20T18:00:00+08:00");
});

function figure(name: string): Figure {
  const found = matterFigures.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no figure ${name}`);
  return found;
}

async function knownNow(): Promise<string> {
  const { rows } = await readAs(city.web.db, seeded.actor.dispatch, (tx) => sql<{ now: string }>`select clock_timestamp() as now`.execute(tx));
  return rows[0]?.now ?? "";
}

function ask(name: string, more: Partial<Question> & { knownAt: string }, actor: Actor = seeded.actor.dispatch) {
  const question: Question = { validFrom: "2025-01-01", validOn: "2025-06-30", where: [], by: [], ...more };
  return readAs(city.web.db, actor, async (tx) => ({
    answer: await evaluate(tx, figure(name), { question, scope: "全市" }),
    rows: await rowsBehind(tx, figure(name), { question, after: null, limit: 100 }),
  }));
}

test("the figures of matters count what was known, explain themselves by rows, and stay within reach", async () => {
  const { district, town, dispatch } = seeded.actor;
  const in2025 = (text: string): Temporal.Instant => at(`2025-${text}`);
  const openIn2025 = (title: string) =>
    as(district, (tx) =>
      actions.openByHand(tx, district, {
        kind: "request",
        subjectId: project,
        title,
        ask: "请办理",
        holderPostId: town.postId,
        workingDays: 5,
        now: in2025("06-02T10:00"),
      }),
    );
  const before = await knownNow();
  const [early, late, unfinished] = [await openIn2025("早办"), await openIn2025("晚办"), await openIn2025("未办")];
  const finish = async (matterId: string, now: Temporal.Instant): Promise<void> => {
    await as(town, (tx) => actions.markDone(tx, town, { matterId, now, body: "办结" }));
    await as(district, (tx) => actions.verify(tx, district, { matterId, now: in2025("06-20T10:00") }));
  };
  // Due on 9 June; the verifier came on the 20th, which is not the holder's lateness.
  await finish(early.id, in2025("06-06T10:00"));
  await finish(late.id, in2025("06-12T10:00"));
  await as(district, (tx) => actions.rate(tx, district, { matterId: early.id, now: in2025("06-21T10:00"), rating: "basically_satisfied" }));
  await as(district, (tx) => actions.rate(tx, district, { matterId: late.id, now: in2025("06-21T10:00"), rating: "dissatisfied" }));
  const knownAt = await knownNow();
  const inThis = { where: [{ dimension: "kind", values: ["诉求"], isAll: false }] };

  const count = await ask("matters.count", { knownAt, ...inThis, by: ["area"] });
  expect(count.answer).toMatchObject({ value: 1, groups: [{ key: "370402", label: "甲区", value: 1 }] });
  expect(count.rows.items.map((row) => row.id)).toEqual([unfinished.id]);
  expect((await ask("matters.count", { knownAt: before, ...inThis })).answer.value).toBe(0);
  expect((await ask("matters.count", { knownAt, ...inThis, validOn: "2025-06-10" })).answer.value).toBe(3);

  const onTime = await ask("matters.on_time_rate", { knownAt, ...inThis });
  expect(onTime.answer).toMatchObject({ numerator: 1, denominator: 3 });
  expect((await ask("matters.on_time_rate", { knownAt: before, ...inThis })).answer.value).toBeNull();
  expect((await ask("matters.satisfaction_rate", { knownAt, ...inThis })).answer).toMatchObject({ numerator: 1, denominator: 2 });

  const stranger = seeded.stranger.district;
  expect((await ask("matters.count", { knownAt, ...inThis }, stranger)).answer.value).toBe(0);
  await expect(ask("matters.count", { knownAt, where: [{ dimension: "chain", values: ["锂电"], isAll: false }] })).rejects.toMatchObject({
    slug: "unknown-dimension",
  });

  // What is only prepared is nobody's number yet.
  await as(dispatch, async (tx) => {
    await beginAct(tx, { kind: "test-freeze", subjects: [project] });
    await openMatter(tx, {
      kind: "request",
      subjectId: project,
      title: "备发",
      ask: "请办理",
      holderPostId: town.postId,
      by: dispatch,
      at: in2025("06-03T10:00").toString(),
      isPrepared: true,
    });
  });
  expect((await ask("matters.count", { knownAt: await knownNow(), ...inThis })).answer.value).toBe(1);
});
