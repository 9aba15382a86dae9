import fc from "fast-check";
import { expect, test } from "vitest";
import { type Calendar, dayOf, workingDaysBetween } from "./calendar.ts";
import { allowedActs, type MatterViewer, refusalOf } from "./matter-acts.ts";
import { type MatterAct, type MatterEvent, type MatterEventKind, type MatterKind, matterRule } from "./matters.ts";
import { type MatterState, stateOf } from "./matter-state.ts";

const calendar: Calendar = {
  version: 1,
  overrides: new Map([
    ["2023-06-22", { isWorking: false, name: "端午" }],
    ["2023-06-23", { isWorking: false, name: "端午" }],
  ]),
};
const kind: MatterKind = "problem";
const rule = matterRule(kind, 1);
const holderPost = 10;
const otherPost = 20;

/** Posts 10 and 20 are two organisations that may hold it; 30 opened it; 40 is the dispatch office, which may hold it too. */
type Person = { accountId: string; postId: number; role: string };
const people: Person[] = [
  { accountId: "holder", postId: holderPost, role: "department" },
  { accountId: "holder2", postId: holderPost, role: "department" },
  { accountId: "other", postId: otherPost, role: "town" },
  { accountId: "opener", postId: 30, role: "district" },
  { accountId: "dispatch", postId: 40, role: "dispatch" },
  { accountId: "dispatch2", postId: 40, role: "dispatch" },
];

function viewerOf(person: Person, state: MatterState): MatterViewer {
  return { ...person, isOfHolder: state.holderPostId === person.postId, isOfOpener: person.postId === 30, isOverseer: person.postId === 40 };
}

const empty = { byAccountId: null, byPostId: null, toPostId: null, toAccountId: null, workingDays: null, reason: null, body: null };
function event(sequence: number, eventKind: MatterEventKind, more: Partial<MatterEvent> = {}): MatterEvent {
  return { ...empty, sequence, kind: eventKind, at: "2023-06-12T10:00:00+08:00", ...more };
}
const opened = event(1, "opened", { byAccountId: "opener", byPostId: 30, toPostId: holderPost, workingDays: 5 });
const asked = (events: readonly MatterEvent[]): MatterState => stateOf({ events, calendar, rule });

const eventOfAct: Partial<Record<MatterAct, MatterEventKind>> = {
  sign: "signed_for",
  assign: "assigned",
  undo: "undone",
  hand_on: "handed_on",
  reply: "replied",
  done: "done",
  ask_extension: "extension_asked",
  verify: "verified",
  return: "returned",
  pause: "paused",
  resume: "resumed",
  reopen: "reopened",
  rate: "rated",
  withdraw: "withdrawn",
};

type Step = { person: number; act: number; hours: number; isGranted: boolean; toPostId: number };
const step: fc.Arbitrary<Step> = fc.record({
  person: fc.nat(people.length - 1),
  act: fc.nat(40),
  hours: fc.integer({ min: 0, max: 9 }),
  isGranted: fc.boolean(),
  toPostId: fc.constantFrom(holderPost, otherPost, 40),
});

/** Plays a random but lawful history: each step takes one of the acts the person may do at that moment. */
function play(steps: readonly Step[]): MatterEvent[] {
  const events = [opened];
  let now = Date.parse(opened.at);
  for (const { person, act, hours, isGranted, toPostId } of steps) {
    now += hours * 3_600_000;
    const at = new Date(now).toISOString();
    const state = asked(events);
    const who = people[person];
    if (who === undefined) continue;
    const by = { at, byAccountId: who.accountId, byPostId: who.postId };
    if (state.isExtensionPending && who.role === "district") {
      events.push(event(events.length + 1, isGranted ? "extension_granted" : "extension_refused", { ...by, workingDays: isGranted ? 3 : null }));
      continue;
    }
    const acts = allowedActs({ kind, rule, state, viewer: viewerOf(who, state), now: at, lastEvent: events.at(-1) ?? null, openParts: 0 });
    const chosen = acts[act % Math.max(acts.length, 1)];
    const made = chosen === undefined ? undefined : eventOfAct[chosen];
    if (made === undefined) continue;
    events.push(
      event(events.length + 1, made, {
        ...by,
        ...(made === "handed_on" ? { toPostId } : {}),
        ...(made === "assigned" ? { toAccountId: "holder2" } : {}),
        ...(made === "rated" ? { reason: "satisfied" } : {}),
      }),
    );
  }
  return events;
}
const history = fc.array(step, { minLength: 20, maxLength: 45 }).map(play);
const often = { numRuns: 150 };

test("the state of a history is the same however often it is asked, and each prefix has one too", () => {
  fc.assert(
    fc.property(history, (events) => {
      for (let length = 1; length <= events.length; length += 4) {
        const part = events.slice(0, length);
        expect(asked(part)).toEqual(asked(part));
        expect(asked(part).lastSequence).toBe(length);
      }
    }),
  );
});

test("a matter is handed on at most as often as its rule allows and extended at most once", () => {
  fc.assert(
    fc.property(history, (events) => {
      expect(events.filter((one) => one.kind === "handed_on").length).toBeLessThanOrEqual(rule.handOnLimit);
      expect(events.filter((one) => one.kind === "extension_granted").length).toBeLessThanOrEqual(1);
    }),
    often,
  );
});

test("whoever verified is never who did it", () => {
  fc.assert(
    fc.property(history, (events) => {
      const ownWork = events.filter((one, index) => one.kind === "verified" && one.byAccountId === asked(events.slice(0, index)).doneByAccountId);
      expect(ownWork).toEqual([]);
    }),
    often,
  );
});

test("only acts that touch the clock move the deadline", () => {
  const clockActs = new Set<MatterEventKind>(["paused", "resumed", "returned", "extension_granted", "reopened", "released", "done"]);
  fc.assert(
    fc.property(history, (events) => {
      for (let index = 1; index < events.length; index += 1) {
        const one = events[index];
        if (one === undefined || clockActs.has(one.kind)) continue;
        const before = asked(events.slice(0, index));
        // Closing ends an open pause, so its deadline becomes known again; nothing else does.
        if (before.isPaused) continue;
        expect(asked(events.slice(0, index + 1)).dueAt).toBe(before.dueAt);
      }
    }),
  );
});

test("the shown arithmetic counts exactly the days given", () => {
  fc.assert(
    fc.property(history, (events) => {
      const state = asked(events);
      const counted = state.arithmetic.filter((one) => one.mark === "counted").length;
      // A reopening begins a new clock with the days first given; an extension granted before it is spent.
      const run = events.slice(events.findLastIndex((one) => one.kind === "reopened") + 1);
      const granted = run.filter((one) => one.kind === "extension_granted").length * 3;
      expect(counted + state.remainingDays).toBe(5 + granted);
    }),
  );
});

test("undoing a receipt or an assignment comes back to how the matter stood, whatever happened before", () => {
  fc.assert(
    fc.property(history, fc.constantFrom("signed_for", "assigned"), (events, undoable) => {
      const before = asked(events);
      const length = events.length;
      const acted = [...events, event(length + 1, undoable, { at: events.at(-1)?.at ?? "", toAccountId: "holder2" })];
      const undone = asked([...acted, event(length + 2, "undone", { at: events.at(-1)?.at ?? "" })]);
      expect(undone).toEqual({ ...before, lastSequence: length + 2 });
    }),
  );
});

test("only who signed or assigned undoes it, and only while nothing else has happened", () => {
  const signed = event(2, "signed_for", { byAccountId: "holder", byPostId: holderPost });
  const undoing = (events: readonly MatterEvent[], accountId: string) => {
    const viewer: MatterViewer = { accountId, postId: holderPost, role: "department", isOfHolder: true, isOfOpener: false, isOverseer: false };
    return refusalOf({ act: "undo", kind, rule, state: asked(events), viewer, now: opened.at, lastEvent: events.at(-1) ?? null, openParts: 0 })?.slug ?? null;
  };
  expect(undoing([opened, signed], "holder")).toBeNull();
  expect(undoing([opened, signed], "holder2")).toBe("not-allowed");
  expect(undoing([opened], "holder")).toBe("matter-state");
  expect(undoing([opened, signed, event(3, "replied", { byAccountId: "holder" })], "holder")).toBe("matter-state");
  expect(undoing([opened, signed, event(3, "undone", { byAccountId: "holder" })], "holder")).toBe("matter-state");
});

test("a matter that goes along with its baton waits for the new hand to sign; its clock and hand-ons stay", () => {
  const assigned = event(2, "assigned", { toAccountId: "holder2" });
  const passed = asked([opened, assigned, event(3, "handed_over", { at: "2023-06-15T10:00:00+08:00", toPostId: otherPost })]);
  expect(passed).toMatchObject({ status: "open", holderPostId: otherPost, assigneeAccountId: null, handOnCount: 0, dueAt: asked([opened]).dueAt });
  const done = event(2, "done", { byAccountId: "holder" });
  expect(asked([opened, done, event(3, "handed_over", { toPostId: otherPost })])).toMatchObject({ status: "to_verify", holderPostId: otherPost });
});

test("the whole is not verified while an assisting part is being done", () => {
  const state = asked([opened, event(2, "done", { byAccountId: "holder" })]);
  const viewer: MatterViewer = { accountId: "opener", postId: 30, role: "district", isOfHolder: false, isOfOpener: true, isOverseer: false };
  const question = { act: "verify", kind, rule, state, viewer, now: opened.at, lastEvent: null } as const;
  expect(refusalOf({ ...question, openParts: 2 })?.detail).toContain("2个协办部分");
  expect(refusalOf({ ...question, openParts: 0 })).toBeNull();
});

test("a reopened matter has a new clock from that moment, and its doer is forgotten", () => {
  const done = event(2, "done", { at: "2023-06-13T10:00:00+08:00", byAccountId: "holder" });
  const verified = event(3, "verified", { at: "2023-06-14T10:00:00+08:00", byAccountId: "dispatch" });
  const reopened = asked([opened, done, verified, event(4, "reopened", { at: "2023-06-26T10:00:00+08:00" })]);
  expect(reopened).toMatchObject({ status: "in_hand", dueAt: "2023-07-03T18:00:00+08:00", doneByAccountId: null, closedAt: null });
});

test("a prepared matter has no deadline until it is released", () => {
  const prepared = { ...opened, reason: "prepared" };
  expect(asked([prepared])).toMatchObject({ status: "prepared", dueAt: null });
  const released = asked([prepared, event(2, "released", { at: "2023-06-19T09:00:00+08:00" })]);
  expect(released).toMatchObject({ status: "open", dueAt: "2023-06-28T18:00:00+08:00" });
});

test("handing on does not restart the clock", () => {
  const handed = asked([opened, event(2, "handed_on", { at: "2023-06-15T10:00:00+08:00", toPostId: otherPost })]);
  expect(handed.dueAt).toBe(asked([opened]).dueAt);
  expect(handed).toMatchObject({ holderPostId: otherPost, status: "open", handOnCount: 1 });
});

test("the days a verifier took are given back when the work is returned", () => {
  const done = event(2, "done", { at: "2023-06-13T10:00:00+08:00", byAccountId: "holder" });
  const returned = asked([opened, done, event(3, "returned", { at: "2023-06-16T10:00:00+08:00" })]);
  // 13, 14 and 15 June stood; of five days 19, 20, 21 follow 16 and then, past the festival, 26 June.
  expect(returned.arithmetic.filter((one) => one.mark === "standing").map((one) => one.day)).toEqual(["2023-06-13", "2023-06-14", "2023-06-15"]);
  expect(returned).toMatchObject({ status: "in_hand", dueAt: "2023-06-26T18:00:00+08:00", doneAt: null });
});

test("work done while the clock stood ends the pause and keeps its deadline", () => {
  const state = asked([
    opened,
    event(2, "paused", { at: "2023-06-13T10:00:00+08:00", reason: "force_majeure" }),
    event(3, "done", { at: "2023-06-15T10:00:00+08:00", byAccountId: "holder" }),
  ]);
  expect(state).toMatchObject({ status: "to_verify", isPaused: false });
  expect(workingDaysBetween("2023-06-12", dayOf(state.dueAt ?? ""), calendar)).toBe(7);
});

test("an extension is refused after the deadline, with the sentence that says so", () => {
  const state = asked([opened]);
  const viewer: MatterViewer = { accountId: "holder", postId: holderPost, role: "department", isOfHolder: true, isOfOpener: false, isOverseer: false };
  const question = { act: "ask_extension", kind, rule, state, viewer, lastEvent: opened, openParts: 0 } as const;
  expect(refusalOf({ ...question, now: "2023-06-19T17:00:00+08:00" })).toBeNull();
  expect(refusalOf({ ...question, now: "2023-06-19T18:00:01+08:00" })).toEqual({ slug: "rule-refused", detail: "已过办结时限，不能再申请延期。" });
});

test("who asked for an approval does not decide it", () => {
  const approvalRule = matterRule("approval-extension", 1);
  const state = stateOf({ events: [{ ...opened, toPostId: 40, byAccountId: "dispatch" }], calendar, rule: approvalRule });
  const viewer: MatterViewer = { accountId: "dispatch", postId: 40, role: "dispatch", isOfHolder: true, isOfOpener: true, isOverseer: true };
  const question = { act: "decide", kind: "approval-extension", rule: approvalRule, state, now: opened.at, lastEvent: opened, openParts: 0 } as const;
  expect(refusalOf({ ...question, viewer })?.slug).toBe("same-person");
  expect(refusalOf({ ...question, viewer: { ...viewer, accountId: "dispatch2" } })).toBeNull();
});
