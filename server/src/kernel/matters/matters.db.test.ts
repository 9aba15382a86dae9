import { matterRule } from "@baton/contract/matters";
import { stateOf } from "@baton/contract/matter-state";
import { Problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ensureCalendar, getCalendar } from "#kernel/calendar";
import { type Actor, beginAct, readAs, type Tx, writeAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import * as actions from "./actions.ts";
import { askExtension, decideExtension } from "./approvals.ts";
import { changeCalendar } from "./calendar-change.ts";
import { getHands } from "./hands.ts";
import { holdBack, openMatter, releaseMatters, withdrawPrepared } from "./opening.ts";
import { listOpenProblems, openProblem, settleProblem } from "./problems.ts";
import { appendHistory, listEvents } from "./record.ts";
import { getMatter, listAssignees, listMatters } from "./views.ts";

let city: City;
let seeded: SeededCity;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
});
afterAll(() => city.drop());

/** Monday 12 June 2023, ten o'clock, and so many days later. */
const start = Temporal.Instant.from("2023-06-12T10:00:00+08:00");
const later = (days: number, hours = 0): Temporal.Instant => start.add({ hours: days * 24 + hours });

/** A project of town A1 with its profile. */
async function addProject(name: string): Promise<string> {
  return writeAs(city.web.db, seeded.actor.district, async (tx) => {
    const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(tx);
    const id = rows[0]?.id ?? "";
    await beginAct(tx, { kind: "project-add", subjects: [] });
    await sql`insert into kernel_subject (subject_id, kind, scope_id, name) values (${id}, 'project', ${seeded.scope.townA1}, ${name})`.execute(tx);
    await sql`insert into projects_profile (scope_id, subject_id, total_investment_fen, normal_name)
      values (${seeded.scope.townA1}, ${id}, 100000000, ${name})`.execute(tx);
    return id;
  });
}

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => writeAs(city.web.db, actor, work);

function opening(subjectId: string, more: Partial<Parameters<typeof actions.openByHand>[2]> = {}): Parameters<typeof actions.openByHand>[2] {
  return {
    kind: "problem",
    subjectId,
    title: "临时用电未接通",
    ask: "请接通施工临时用电",
    holderPostId: seeded.actor.department.postId,
    blockingParty: "department",
    workingDays: 5,
    now: start,
    ...more,
  };
}

async function open(subjectId: string, more: Partial<Parameters<typeof actions.openByHand>[2]> = {}, by: Actor = seeded.actor.town): Promise<string> {
  const answer = await as(by, (tx) => actions.openByHand(tx, by, opening(subjectId, more)));
  return answer.id;
}

async function profilesSeenBy(actor: Actor, subjectId: string): Promise<number> {
  const { rows } = await readAs(city.web.db, actor, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from projects_profile where subject_id = ${subjectId}`.execute(tx),
  );
  return rows[0]?.n ?? -1;
}

const run = (actor: Actor, action: (tx: Tx, actor: Actor, asked: never) => Promise<unknown>, asked: object): Promise<unknown> =>
  as(actor, (tx) => action(tx, actor, asked as never));

describe("reading rights", () => {
  test("the holder reads the subject while the matter lasts and not after it is struck off", async () => {
    const project = await addProject("读权项目");
    const { department, town } = seeded.actor;
    expect(await profilesSeenBy(department, project)).toBe(0);
    const matterId = await open(project);
    expect(await profilesSeenBy(department, project)).toBe(1);
    await run(department, actions.markDone, { matterId, now: later(1), body: "已接通，附验收单" });
    expect(await profilesSeenBy(department, project)).toBe(1);
    await run(town, actions.verify, { matterId, now: later(2) });
    expect(await profilesSeenBy(department, project)).toBe(0);
  });

  test("handing on takes the reading right away from the one and gives it to the other", async () => {
    const project = await addProject("转办项目");
    const matterId = await open(project, { kind: "request" }, seeded.actor.district);
    await run(seeded.actor.department, actions.handOn, { matterId, now: later(1), toPostId: seeded.stranger.district.postId, reason: "属乙区供电所职责" });
    expect(await profilesSeenBy(seeded.actor.department, project)).toBe(0);
    expect(await profilesSeenBy(seeded.stranger.district, project)).toBe(1);
    const again = { matterId, now: later(2), toPostId: seeded.actor.department.postId, reason: "再转" };
    await expect(run(seeded.stranger.district, actions.handOn, again)).rejects.toMatchObject({ slug: "rule-refused" });
  });

  test("a stranger finds neither the matter nor its subject", async () => {
    const project = await addProject("陌生项目");
    const matterId = await open(project);
    const stranger = seeded.stranger.town;
    await expect(readAs(city.web.db, stranger, (tx) => getMatter(tx, stranger, { matterId, now: start }))).rejects.toMatchObject({ slug: "not-found" });
    await expect(run(stranger, actions.signFor, { matterId, now: start })).rejects.toMatchObject({ slug: "not-found" });
    await expect(open(project, {}, stranger)).rejects.toMatchObject({ slug: "not-found" });
    const page = await readAs(city.web.db, stranger, (tx) => listMatters(tx, stranger, { box: "all", limit: 50, now: start }));
    expect(page).toMatchObject({ items: [], total: 0 });
  });
});

describe("who may do what", () => {
  test("the doer does not verify its own work, another of the same office does", async () => {
    const project = await addProject("核验项目");
    const matterId = await open(project, { holderPostId: seeded.actor.dispatch.postId }, seeded.actor.leader);
    await run(seeded.actor.dispatch, actions.markDone, { matterId, now: later(1), body: "已协调" });
    await expect(run(seeded.actor.dispatch, actions.verify, { matterId, now: later(1) })).rejects.toMatchObject({ slug: "same-person" });
    await run(seeded.stranger.dispatch, actions.verify, { matterId, now: later(1) });
  });

  test("a post that does not hold it cannot sign for it, though it reads the subject", async () => {
    const matterId = await open(await addProject("旁人项目"));
    await expect(run(seeded.actor.district, actions.signFor, { matterId, now: start })).rejects.toMatchObject({ slug: "not-allowed" });
  });

  test("a writer that has not seen the last event is told both", async () => {
    const matterId = await open(await addProject("并发项目"));
    await run(seeded.actor.department, actions.signFor, { matterId, now: start, lastSequence: 1 });
    await expect(run(seeded.actor.department, actions.reply, { matterId, now: start, lastSequence: 1, body: "在办" })).rejects.toMatchObject({
      slug: "edit-conflict",
      members: { expected: { lastSequence: 1 }, actual: { lastSequence: 2, status: "in_hand" } },
    });
  });

  test("two hands at once are put in order: one of two receipts is refused", async () => {
    const matterId = await open(await addProject("同时项目"));
    const sign = (): Promise<unknown> => run(seeded.actor.department, actions.signFor, { matterId, now: start });
    const results = await Promise.allSettled([sign(), sign()]);
    expect(results.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("a matter is assigned to people of the holding organisation only, and the clock runs on", async () => {
    const matterId = await open(await addProject("分办项目"));
    const { department, chief, town } = seeded.actor;
    await expect(run(department, actions.assign, { matterId, now: start, accountId: town.accountId })).rejects.toMatchObject({ slug: "rule-refused" });
    const answer = await run(department, actions.assign, { matterId, now: later(1), accountId: chief.accountId });
    expect(answer).toMatchObject({ status: "in_hand", dueAt: "2023-06-19T18:00:00+08:00" });
    const hands = await readAs(city.web.db, chief, (tx) => getHands(tx, chief, { now: later(1), duties: [] }));
    expect(hands.thisWeek.items.concat(hands.later.items).map((line) => line.id)).toContain(matterId);
  });
});

describe("extension", () => {
  test("it is asked for once, approved by the opener's post, and moves the deadline by the days granted", async () => {
    const { department, town, district } = seeded.actor;
    const matterId = await open(await addProject("延期项目"), {}, district);
    const asked = { matterId, now: later(1), workingDays: 3, reason: "设备到货推迟" };
    const { approvalId } = (await run(department, askExtension, asked)) as { approvalId: string };
    await expect(run(department, askExtension, asked)).rejects.toMatchObject({ slug: "matter-state" });
    await expect(run(town, decideExtension, { matterId, now: later(2), isGranted: true, reason: "同意" })).rejects.toMatchObject({ slug: "not-allowed" });
    const decided = await run(district, decideExtension, { matterId: approvalId, now: later(2), isGranted: true, workingDays: 2, reason: "同意2日" });
    // Five days end on Monday 19 June; two more on Wednesday 21 June, the eve of the festival.
    expect(decided).toMatchObject({ id: matterId, dueAt: "2023-06-21T18:00:00+08:00" });
    await expect(run(department, askExtension, { ...asked, now: later(3) })).rejects.toMatchObject({ slug: "rule-refused" });
    const approval = await readAs(city.web.db, district, (tx) => getMatter(tx, district, { matterId: approvalId, now: later(3) }));
    expect(approval).toMatchObject({ status: "closed", parentId: matterId });
  });

  test("an approval that is no longer needed goes when the work is done", async () => {
    const { department, district } = seeded.actor;
    const matterId = await open(await addProject("不延项目"), {}, district);
    const { approvalId } = (await run(department, askExtension, { matterId, now: later(1), workingDays: 3, reason: "推迟" })) as { approvalId: string };
    await run(department, actions.markDone, { matterId, now: later(2), body: "提前办结" });
    const approval = await readAs(city.web.db, district, (tx) => getMatter(tx, district, { matterId: approvalId, now: later(2) }));
    expect(approval.status).toBe("withdrawn");
  });
});

describe("prepared matters", () => {
  test("they are seen by the dispatch office alone until released, and what is held back stays", async () => {
    const { dispatch, town } = seeded.actor;
    const project = await addProject("备发项目");
    const hand = { by: dispatch, at: start.toString() };
    const prepare = (): Promise<string> =>
      as(dispatch, async (tx) => {
        await beginAct(tx, { kind: "test-freeze", subjects: [project] });
        return openMatter(tx, { ...opening(project), kind: "light", holderPostId: town.postId, isPrepared: true, ...hand });
      });
    const matterIds = [await prepare(), await prepare(), await prepare()];
    const seen = async (actor: Actor): Promise<number> =>
      (await readAs(city.web.db, actor, (tx) => listMatters(tx, actor, { box: "all", subject: project, limit: 50, now: start }))).total;
    expect([await seen(dispatch), await seen(town)]).toEqual([3, 0]);
    await as(dispatch, async (tx) => {
      await beginAct(tx, { kind: "test-hold", subjects: [project] });
      await holdBack(tx, { matterId: matterIds[0] ?? "", isHeldBack: true, ...hand });
      await withdrawPrepared(tx, { matterIds: [matterIds[1] ?? ""], reason: "冻结撤回", ...hand });
    });
    const released = await as(dispatch, async (tx) => {
      await beginAct(tx, { kind: "test-publish", subjects: [project] });
      return releaseMatters(tx, { matterIds, ...hand });
    });
    expect([released, await seen(town)]).toEqual([1, 1]);
  });
});

describe("stated problems", () => {
  const inAct = <T>(actor: Actor, subject: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    as(actor, async (tx) => {
      await beginAct(tx, { kind: "test-report", subjects: [subject] });
      return work(tx);
    });
  const stated = { title: "临时用电未接通", ask: "请协调供电公司", blockingParty: "department" as const, dueOn: "2023-06-01" };

  test("a problem lands at the office above, is handed to whom it concerns, and comes back next month as solved", async () => {
    const { town, district, department } = seeded.actor;
    const project = await addProject("问题项目");
    const id = await inAct(town, project, (tx) => openProblem(tx, town, { ...stated, subjectId: project, now: start }));
    // The day asked for was already past: one working day is left to solve it.
    const open = await readAs(city.web.db, town, (tx) => listOpenProblems(tx, [project]));
    expect(open).toMatchObject([{ matterId: id, status: "open", dueAt: "2023-06-13T18:00:00+08:00" }]);
    await run(district, actions.handOn, { matterId: id, now: later(0), toPostId: department.postId, reason: "请办理" });
    expect(await inAct(town, project, (tx) => settleProblem(tx, town, { matterId: id, isSolved: false, body: "未解决", now: later(1) }))).toBe("open");
    expect(await inAct(town, project, (tx) => settleProblem(tx, town, { matterId: id, isSolved: true, body: "已解决", now: later(2) }))).toBe("to_verify");
    await expect(run(town, actions.verify, { matterId: id, now: later(2) })).rejects.toMatchObject({ slug: "same-person" });
    await run(district, actions.verify, { matterId: id, now: later(2) });
    expect(await readAs(city.web.db, town, (tx) => listOpenProblems(tx, [project]))).toEqual([]);
  });

  test("when the holder says solved, the reporter's word strikes it off or sends it back", async () => {
    const { town, district } = seeded.actor;
    const project = await addProject("复核项目");
    const id = await inAct(town, project, (tx) => openProblem(tx, town, { ...stated, subjectId: project, now: start, dueOn: "2023-06-30" }));
    await run(district, actions.markDone, { matterId: id, now: later(1), body: "已协调" });
    expect(await inAct(town, project, (tx) => settleProblem(tx, town, { matterId: id, isSolved: false, body: "仍未通电", now: later(2) }))).toBe("in_hand");
    await run(district, actions.markDone, { matterId: id, now: later(3), body: "已通电" });
    expect(await inAct(town, project, (tx) => settleProblem(tx, town, { matterId: id, isSolved: true, body: "已通电", now: later(4) }))).toBe("closed");
  });
});

test("who acted for the post's proper holder on that day is shown so, and not on other days", async () => {
  const { department, town } = seeded.actor;
  const { rows } = await city.owner.raw.query<{ id: string }>("select uuidv7() as id");
  const accountId = rows[0]?.id ?? "";
  await city.owner.raw.query(
    "insert into kernel_appointment (account_id, post_id, valid_from, valid_to, is_acting) values ($1, $2, '2023-06-13', 'infinity', true)",
    [accountId, department.postId],
  );
  const matterId = await open(await addProject("代行项目"));
  await run({ ...department, accountId }, actions.signFor, { matterId, now: later(1) });
  await run(department, actions.reply, { matterId, now: later(1), body: "在办" });
  const detail = await readAs(city.web.db, town, (tx) => getMatter(tx, town, { matterId, now: later(1) }));
  expect(detail.events.map((one) => [one.label, one.isActing])).toEqual([
    ["交办", false],
    ["签收", true],
    ["回复", false],
  ]);
  const people = await readAs(city.web.db, department, (tx) => listAssignees(tx, { matterId, today: "2023-06-14" }));
  expect(people.filter((one) => one.isActing).map((one) => one.accountId)).toEqual([accountId]);
});

test("a new calendar moves open deadlines and leaves closed ones", async () => {
  const { department, town, dispatch } = seeded.actor;
  const project = await addProject("日历项目");
  const openId = await open(project);
  const closedId = await open(project, { title: "已了结" });
  await run(department, actions.markDone, { matterId: closedId, now: later(1), body: "办结" });
  await run(town, actions.verify, { matterId: closedId, now: later(1) });
  const changed = await as(dispatch, (tx) =>
    changeCalendar(tx, { reason: "演习放假一天", documentNo: "示例〔2023〕1号", days: [{ day: "2023-06-14", isWorking: false, name: "演习" }] }),
  );
  expect(changed.version).toBe(2);
  const read = (matterId: string) => readAs(city.web.db, dispatch, (tx) => getMatter(tx, dispatch, { matterId, now: later(2) }));
  expect(await read(openId)).toMatchObject({ dueAt: "2023-06-20T18:00:00+08:00", calendarVersion: 2 });
  expect(await read(closedId)).toMatchObject({ dueAt: "2023-06-19T18:00:00+08:00", calendarVersion: 1 });
  await expect(
    as(dispatch, (tx) => changeCalendar(tx, { reason: "再放一次", days: [{ day: "2023-06-14", isWorking: false, name: "演习" }] })),
  ).rejects.toMatchObject({ slug: "rule-refused" });
});

test("a county office does not change the calendar", async () => {
  const { district } = seeded.actor;
  await expect(
    as(district, (tx) => changeCalendar(tx, { reason: "自行放假", days: [{ day: "2023-07-03", isWorking: false, name: "示例" }] })),
  ).rejects.toMatchObject({ slug: "conflict" });
});

test("after any acts, lawful or refused, the stored state equals the pure function of the events", async () => {
  const { department, town, district, dispatch } = seeded.actor;
  const project = await addProject("随机项目");
  const matterId = await open(project);
  // A fixed seed (mulberry32): the same walk every time, so that a failure can be looked at.
  let seed = 20230612;
  const random = (below: number): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const actors = [department, town, district, dispatch, seeded.stranger.dispatch, seeded.stranger.district];
  const possible: [(tx: Tx, actor: Actor, asked: never) => Promise<unknown>, object][] = [
    [actions.signFor, {}],
    [actions.assign, { accountId: seeded.actor.chief.accountId }],
    [actions.handOn, { toPostId: seeded.stranger.district.postId, reason: "转" }],
    [actions.reply, { body: "在办" }],
    [actions.markDone, { body: "办结" }],
    [actions.verify, {}],
    [actions.returnToHolder, { reason: "不到位" }],
    [actions.pause, { reason: "force_majeure" }],
    [actions.resume, {}],
    [askExtension, { workingDays: 2, reason: "推迟" }],
    [decideExtension, { isGranted: true, reason: "同意" }],
    [actions.reopen, { reason: "反弹" }],
    [actions.rate, { rating: "satisfied" }],
  ];
  let written = 0;
  const bugs: string[] = [];
  for (let step = 0; step < 260; step += 1) {
    const actor = actors[random(actors.length)];
    const chosen = possible[random(possible.length)];
    if (actor === undefined || chosen === undefined) continue;
    try {
      await run(actor, chosen[0], { matterId, now: later(0, step), ...chosen[1] });
      written += 1;
    } catch (error) {
      if (!(error instanceof Problem)) bugs.push(String(error));
    }
  }
  expect(bugs).toEqual([]);
  expect(written).toBeGreaterThan(15);
  await readAs(city.web.db, dispatch, async (tx) => {
    const { rows } = await sql<{
      calendar_version: number;
      done_at: string | null;
      closed_at: string | null;
    }>`select * from kernel_matter_state where matter_id = ${matterId} order by last_sequence`.execute(tx);
    const events = (await listEvents(tx, [matterId])).get(matterId) ?? [];
    expect([rows.length, events.length]).toEqual([written + 1, written + 1]);
    expect(new Set(events.map((one) => one.kind)).size).toBeGreaterThan(8);
    for (const [index, stored] of rows.entries()) {
      const calendar = await getCalendar(tx, stored.calendar_version);
      const state = stateOf({ events: events.slice(0, index + 1), calendar, rule: matterRule("problem", 1) });
      expect(stored).toMatchObject({
        status: state.status,
        holder_post_id: state.holderPostId,
        assignee_account_id: state.assigneeAccountId,
        opened_by_post_id: state.openedByPostId,
        opened_by_account_id: state.openedByAccountId,
        due_at: state.dueAt,
        is_paused: state.isPaused,
        hand_on_count: state.handOnCount,
        is_extended: state.isExtended,
        is_extension_pending: state.isExtensionPending,
        done_by_account_id: state.doneByAccountId,
        rating: state.rating,
        escalation_level: state.escalationLevel,
        escalated_to_post_id: state.escalatedToPostId,
        last_sequence: state.lastSequence,
      });
      const instants = (values: readonly (string | null)[]): (number | null)[] => values.map((at) => (at === null ? null : Date.parse(at)));
      expect(instants([stored.done_at, stored.closed_at])).toEqual(instants([state.doneAt, state.closedAt]));
    }
  });
});

test("a loaded history is known from the instants it states, and its state at each of them is kept", async () => {
  const { district } = seeded.actor;
  const known = <T>(statedAt: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    city.owner.db.transaction().execute(async (tx) => {
      await sql`select kernel_begin_history_act('test-history', ${statedAt})`.execute(tx);
      return work(tx);
    });
  const opened = "2023-03-06T10:00:00+08:00";
  const matterId = await known(opened, (tx) => openMatter(tx, { ...opening(seeded.org.townA1), holderPostId: district.postId, by: null, at: opened }));
  const done = "2023-03-08T10:00:00+08:00";
  await known(done, (tx) => appendHistory(tx, matterId, [{ kind: "done", at: done, byAccountId: district.accountId, byPostId: district.postId }]));
  const statusAt = async (knownAt: string): Promise<unknown[]> =>
    (
      await city.owner.raw.query("select status from kernel_matter_state where matter_id = $1 and recorded_at <= $2 and superseded_at > $2", [
        matterId,
        knownAt,
      ])
    ).rows;
  expect(await statusAt("2023-03-07T00:00:00+08:00")).toEqual([{ status: "open" }]);
  expect(await statusAt("2023-03-09T00:00:00+08:00")).toEqual([{ status: "to_verify" }]);
});

test("the rights that matters gave are those of a full recomputation", async () => {
  const read = async (): Promise<unknown[]> =>
    (await city.owner.raw.query("select post_id, subject_id, source_id from kernel_grant where why = 'matter' order by 1, 2, 3")).rows;
  const kept = await read();
  await city.owner.raw.query("select kernel_refresh_matter_grants(array(select subject_id from kernel_subject))");
  expect(kept.length).toBeGreaterThan(0);
  expect(await read()).toEqual(kept);
});
