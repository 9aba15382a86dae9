/**
 * The state of a matter as a pure function of its events, a calendar version and a rule version. The stored state is
 * this function's answer, written with each event; nothing here knows the time of day, so reading moves no deadline.
 */
import { type CountedDay, countWorkingDays, type Standing } from "./calendar.ts";
import type { MatterEvent, MatterEventKind, MatterQuestion, MatterStatus, Rating } from "./matters.ts";
import { assert } from "./problems.ts";

export type MatterState = {
  status: MatterStatus;
  /** The post whose hand it is in; null for an open call, and only then. */
  holderPostId: number | null;
  /** The person inside the holding organisation who does it; assigning is no hand-on and the clock runs on. */
  assigneeAccountId: string | null;
  openedByPostId: number | null;
  openedByAccountId: string | null;
  /** Null before the release, and while the clock stands. */
  dueAt: string | null;
  isPaused: boolean;
  handOnCount: number;
  isExtended: boolean;
  isExtensionPending: boolean;
  doneByAccountId: string | null;
  doneAt: string | null;
  closedAt: string | null;
  rating: Rating | null;
  escalationLevel: number;
  escalatedToPostId: number | null;
  lastSequence: number;
  remainingDays: number;
  isProvisional: boolean;
  arithmetic: CountedDay[];
};

/** The clock of one run: from a release or reopening, with the spans in which it stood. */
type Run = { from: string; days: number; standings: Standing[]; pausedAt: string | null; doneAt: string | null };

type Draft = Omit<MatterState, "dueAt" | "remainingDays" | "isProvisional" | "arithmetic"> & { run: Run | null; days: number };

function begin(event: MatterEvent, ruleDays: number): Draft {
  assert(event.kind === "opened", "a matter begins by being opened");
  const isPrepared = event.reason === "prepared";
  const days = event.workingDays ?? ruleDays;
  return {
    status: isPrepared ? "prepared" : "open",
    holderPostId: event.toPostId,
    assigneeAccountId: null,
    openedByPostId: event.byPostId,
    openedByAccountId: event.byAccountId,
    isPaused: false,
    handOnCount: 0,
    isExtended: false,
    isExtensionPending: false,
    doneByAccountId: null,
    doneAt: null,
    closedAt: null,
    rating: null,
    escalationLevel: 0,
    escalatedToPostId: null,
    lastSequence: event.sequence,
    days,
    run: isPrepared ? null : newRun(event.at, days),
  };
}

function newRun(from: string, days: number): Run {
  return { from, days, standings: [], pausedAt: null, doneAt: null };
}

/** Ends an open pause: by a resumption, or because the work was done while the clock stood. */
function endPause(run: Run | null, at: string): Run | null {
  if (run === null || run.pausedAt === null) return run;
  return { ...run, pausedAt: null, standings: [...run.standings, { from: run.pausedAt, to: at }] };
}

const unfinished = { doneByAccountId: null, doneAt: null, closedAt: null } as const;

function finish(draft: Draft, event: MatterEvent): Draft {
  const ended = endPause(draft.run, event.at);
  return {
    ...draft,
    status: "to_verify",
    isPaused: false,
    isExtensionPending: false,
    doneByAccountId: event.byAccountId,
    doneAt: event.at,
    run: ended === null ? null : { ...ended, doneAt: event.at },
  };
}

/** Waiting for the verifier is not the holder's time: the span from done to returned is taken out of the clock. */
function giveBack(draft: Draft, event: MatterEvent): Draft {
  const { run } = draft;
  const waited = run === null || run.doneAt === null ? run : { ...run, doneAt: null, standings: [...run.standings, { from: run.doneAt, to: event.at }] };
  return { ...draft, ...unfinished, status: "in_hand", run: waited };
}

function close(draft: Draft, event: MatterEvent): Draft {
  const run = endPause(draft.run, event.at);
  return {
    ...draft,
    status: "closed",
    isPaused: false,
    isExtensionPending: false,
    closedAt: event.at,
    doneAt: draft.doneAt ?? event.at,
    doneByAccountId: draft.doneByAccountId ?? event.byAccountId,
    run,
  };
}

function reopen(draft: Draft, event: MatterEvent): Draft {
  return {
    ...draft,
    ...unfinished,
    status: "in_hand",
    escalationLevel: 0,
    escalatedToPostId: null,
    rating: null,
    run: newRun(event.at, event.workingDays ?? draft.days),
  };
}

function isHeld({ status }: Draft): boolean {
  return status === "open" || status === "in_hand";
}

/** What may be taken back while nobody has built on it. */
export const undoableEvents: readonly MatterEventKind[] = ["signed_for", "assigned"];

function apply(draft: Draft, event: MatterEvent): Draft {
  const { run } = draft;
  switch (event.kind) {
    case "opened":
      throw new Error("a matter is opened once");
    case "held_back":
      // Held back for this issue, or the holding back lifted again before it is published.
      return { ...draft, status: event.reason === "lifted" ? "prepared" : "held_back" };
    case "released":
      return { ...draft, status: "open", run: newRun(event.at, draft.days) };
    case "undone":
      throw new Error("what is undone is settled before");
    case "signed_for":
      return { ...draft, status: "in_hand", holderPostId: draft.holderPostId ?? event.byPostId };
    case "assigned":
      return { ...draft, status: "in_hand", assigneeAccountId: event.toAccountId };
    case "handed_on":
      return { ...draft, status: "open", holderPostId: event.toPostId, assigneeAccountId: null, handOnCount: draft.handOnCount + 1 };
    case "handed_over":
      // The baton went to another post and the matter with it: no hand-on, the clock runs on, the new hand signs.
      return { ...draft, status: isHeld(draft) ? "open" : draft.status, holderPostId: event.toPostId, assigneeAccountId: null };
    case "replied":
      return draft.status === "open" ? { ...draft, status: "in_hand" } : draft;
    case "extension_asked":
      return { ...draft, isExtensionPending: true };
    case "extension_granted":
      return { ...draft, isExtensionPending: false, isExtended: true, run: run === null ? null : { ...run, days: run.days + (event.workingDays ?? 0) } };
    case "extension_refused":
      return { ...draft, isExtensionPending: false };
    case "paused":
      return { ...draft, isPaused: true, run: run === null ? null : { ...run, pausedAt: event.at } };
    case "resumed":
      return { ...draft, isPaused: false, run: endPause(run, event.at) };
    case "done":
      return finish(draft, event);
    case "returned":
      return giveBack(draft, event);
    case "verified":
    case "closed":
      return close(draft, event);
    case "escalated":
      return { ...draft, escalationLevel: draft.escalationLevel + 1, escalatedToPostId: event.toPostId };
    case "reopened":
      return reopen(draft, event);
    case "rated":
      return { ...draft, rating: event.reason as Rating | null };
    case "withdrawn":
      return { ...draft, status: "withdrawn", isPaused: false, isExtensionPending: false, closedAt: event.at, run: endPause(run, event.at) };
  }
}

/**
 * What a matter's events come to. Throws only for what no action writes (no opening, gaps in the sequence): that is
 * a bug, not input.
 */
export function stateOf({ events, calendar, rule }: MatterQuestion): MatterState {
  const [opening, ...later] = events;
  assert(opening !== undefined, "a matter has events");
  let draft = begin(opening, rule.workingDays);
  // How it stood before the last event: undoing comes back to this.
  let before = draft;
  for (const event of later) {
    assert(event.sequence === draft.lastSequence + 1, "events follow each other without a gap");
    const next = event.kind === "undone" ? before : apply(draft, event);
    before = draft;
    draft = { ...next, lastSequence: event.sequence };
  }
  const { run, days: _, ...state } = draft;
  if (run === null) return { ...state, dueAt: null, remainingDays: draft.days, isProvisional: false, arithmetic: [] };
  const standings = run.pausedAt === null ? run.standings : [...run.standings, { from: run.pausedAt, to: null }];
  const deadline = countWorkingDays({ from: run.from, days: run.days, calendar, standings });
  return { ...state, dueAt: deadline.dueAt, remainingDays: deadline.remainingDays, isProvisional: deadline.isProvisional, arithmetic: deadline.days };
}
