import { matterRule, type MatterEvent, type MatterEventKind, type MatterKind, type MatterRule } from "@baton/contract/matters";
import { type MatterState, stateOf } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { type Calendar } from "@baton/contract/calendar";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import { announce, beginAct, type Tx } from "#platform/database";

export type MatterRow = {
  matter_id: string;
  scope_id: number;
  subject_id: string;
  kind: MatterKind;
  parent_id: string | null;
  title: string;
  ask: string;
  blocking_party: string | null;
};

/** A matter with its whole history, read after its subject was locked. */
export type Recorded = { matter: MatterRow; events: MatterEvent[]; state: MatterState; ruleVersion: number; rule: MatterRule };

export type NewEvent = Pick<MatterEvent, "kind" | "at"> & Partial<Omit<MatterEvent, "kind" | "at" | "sequence">>;

const emptyEvent = { byAccountId: null, byPostId: null, toPostId: null, toAccountId: null, workingDays: null, reason: null, body: null };

type EventRow = {
  matter_id: string;
  sequence: number;
  kind: MatterEventKind;
  at: string;
  by_account_id: string | null;
  by_post_id: number | null;
  to_post_id: number | null;
  to_account_id: string | null;
  working_days: number | null;
  reason: string | null;
  body: string | null;
};

function eventOf(row: EventRow): MatterEvent {
  return {
    sequence: row.sequence,
    kind: row.kind,
    at: row.at,
    byAccountId: row.by_account_id,
    byPostId: row.by_post_id,
    toPostId: row.to_post_id,
    toAccountId: row.to_account_id,
    workingDays: row.working_days,
    reason: row.reason,
    body: row.body,
  };
}

/** Events of the given matters, each matter's in order. */
export async function listEvents(tx: Tx, matterIds: readonly string[]): Promise<Map<string, MatterEvent[]>> {
  const { rows } = await sql<EventRow>`
    select matter_id, sequence, kind, at, by_account_id, by_post_id, to_post_id, to_account_id, working_days, reason, body
    from kernel_matter_event where matter_id = any(${matterIds}::uuid[]) order by matter_id, sequence`.execute(tx);
  const events = new Map<string, MatterEvent[]>();
  for (const row of rows) {
    const list = events.get(row.matter_id) ?? [];
    list.push(eventOf(row));
    events.set(row.matter_id, list);
  }
  return events;
}

/** Matters with their states computed anew, by id; who is out of this actor's reach is left out. */
export async function loadMatters(tx: Tx, matterIds: readonly string[]): Promise<Map<string, Recorded>> {
  const { rows } = await sql<MatterRow & { rule_version: number; calendar_version: number }>`
    select m.matter_id, m.scope_id, m.subject_id, m.kind, m.parent_id, m.title, m.ask, m.blocking_party, s.rule_version, s.calendar_version
    from kernel_matter m join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where m.matter_id = any(${matterIds}::uuid[])`.execute(tx);
  const events = await listEvents(tx, matterIds);
  const calendars = new Map<number, Calendar>();
  const found = new Map<string, Recorded>();
  for (const { rule_version: ruleVersion, calendar_version: version, ...matter } of rows) {
    const calendar = calendars.get(version) ?? (await getCalendar(tx, version));
    calendars.set(version, calendar);
    const rule = matterRule(matter.kind, ruleVersion);
    const own = events.get(matter.matter_id) ?? [];
    found.set(matter.matter_id, { matter, events: own, state: stateOf({ events: own, calendar, rule }), ruleVersion, rule });
  }
  return found;
}

/** The matter with its state computed anew; throws `not-found` where it does not exist for this actor. */
export async function loadMatter(tx: Tx, matterId: string): Promise<Recorded> {
  const found = (await loadMatters(tx, [matterId])).get(matterId);
  if (found === undefined) throw problem("not-found", { detail: "没有找到这件事项，或者您无权查看。" });
  return found;
}

/**
 * Locks the matter's subject, begins the act and reads the matter after the lock, so that acts on it follow each
 * other. A stale `lastSequence` throws `edit-conflict` with what the writer saw and what stands now.
 */
export async function beginOnMatter(
  tx: Tx,
  act: { matterId: string; kind: string; reason?: string | null; lastSequence?: number | undefined },
): Promise<Recorded> {
  const { rows } = await sql<{ subject_id: string }>`select subject_id from kernel_matter where matter_id = ${act.matterId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有找到这件事项，或者您无权查看。" });
  await beginAct(tx, { kind: act.kind, subjects: [row.subject_id], reason: act.reason ?? null });
  const recorded = await loadMatter(tx, act.matterId);
  assertSeen(recorded, act.lastSequence);
  return recorded;
}

/** Refuses a writer who has not seen the newest event, telling what it was; one who names none is trusted. */
export function assertSeen({ events, state }: Recorded, lastSequence: number | undefined): void {
  if (lastSequence === undefined || lastSequence === state.lastSequence) return;
  const last = events.at(-1);
  throw problem("edit-conflict", {
    detail: "这件事项刚刚有了新的办理记录，请看过后再办。",
    expected: { lastSequence },
    actual: { lastSequence: state.lastSequence, status: state.status, kind: last?.kind, at: last?.at, byPostId: last?.byPostId },
  });
}

/** Rows of one statement: large enough to be one round trip, small enough for one parameter. */
const chunk = 5_000;

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunk) }, (_, at) => all.slice(at * chunk, (at + 1) * chunk));
}

export type WrittenState = { matter: MatterRow; state: MatterState; ruleVersion: number };

/** Writes one version of each derived state; the versions before, if any, were closed by the caller. */
export async function insertStates(tx: Tx, calendar: Calendar, written: readonly WrittenState[]): Promise<void> {
  for (const part of chunks(written)) {
    const rows = part.map(({ matter, state, ruleVersion }) => ({
      matter_id: matter.matter_id,
      scope_id: matter.scope_id,
      subject_id: matter.subject_id,
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
      done_at: state.doneAt,
      closed_at: state.closedAt,
      rating: state.rating,
      escalation_level: state.escalationLevel,
      escalated_to_post_id: state.escalatedToPostId,
      rule_version: ruleVersion,
      last_sequence: state.lastSequence,
    }));
    await sql`insert into kernel_matter_state (matter_id, scope_id, subject_id, status, holder_post_id, assignee_account_id,
        opened_by_post_id, opened_by_account_id, due_at, is_paused, hand_on_count, is_extended, is_extension_pending,
        done_by_account_id, done_at, closed_at, rating, escalation_level, escalated_to_post_id, calendar_version, rule_version, last_sequence)
      select matter_id, scope_id, subject_id, status, holder_post_id, assignee_account_id, opened_by_post_id, opened_by_account_id, due_at, is_paused,
        hand_on_count, is_extended, is_extension_pending, done_by_account_id, done_at, closed_at, rating, escalation_level, escalated_to_post_id,
        ${calendar.version}, rule_version, last_sequence
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (matter_id uuid, scope_id int, subject_id uuid, status text, holder_post_id int,
        assignee_account_id uuid, opened_by_post_id int, opened_by_account_id uuid, due_at timestamptz, is_paused boolean, hand_on_count int,
        is_extended boolean, is_extension_pending boolean, done_by_account_id uuid, done_at timestamptz, closed_at timestamptz, rating text,
        escalation_level int, escalated_to_post_id int, rule_version int, last_sequence int)`.execute(tx);
  }
}

export async function closeStates(tx: Tx, matterIds: readonly string[]): Promise<void> {
  await sql`update kernel_matter_state set superseded_at = now() where matter_id = any(${matterIds}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
}

type WrittenEvent = { matter: MatterRow; event: MatterEvent };

async function insertEvents(tx: Tx, written: readonly WrittenEvent[]): Promise<void> {
  for (const part of chunks(written)) {
    const rows = part.map(({ matter: { matter_id, scope_id, subject_id }, event }) => ({
      matter_id,
      scope_id,
      subject_id,
      sequence: event.sequence,
      kind: event.kind,
      at: event.at,
      by_account_id: event.byAccountId,
      by_post_id: event.byPostId,
      to_post_id: event.toPostId,
      to_account_id: event.toAccountId,
      working_days: event.workingDays,
      reason: event.reason,
      body: event.body,
    }));
    await sql`insert into kernel_matter_event (matter_id, scope_id, subject_id, sequence, kind, at, by_account_id, by_post_id,
        to_post_id, to_account_id, working_days, reason, body)
      select matter_id, scope_id, subject_id, sequence, kind, at, by_account_id, by_post_id, to_post_id, to_account_id, working_days, reason, body
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (matter_id uuid, scope_id int, subject_id uuid, sequence int, kind text, at timestamptz,
        by_account_id uuid, by_post_id int, to_post_id int, to_account_id uuid, working_days int, reason text, body text)`.execute(tx);
  }
}

function numbered(recorded: Recorded, added: readonly NewEvent[]): MatterEvent[] {
  const last = recorded.events.at(-1)?.at;
  return added.map((one, index) => ({
    ...emptyEvent,
    ...one,
    // The order of the sequence is the order of the lock; a clock set back does not turn it round.
    at: last !== undefined && Date.parse(one.at) < Date.parse(last) ? last : one.at,
    sequence: recorded.events.length + index + 1,
  }));
}

/** Open pages are told of matters one by one up to here; a larger act is told as a whole by its caller. */
const announcedMax = 50;

/**
 * Appends events to many matters and writes the states they come to, under the calendar in force; once a matter and
 * act, a handful of statements whatever their number. Reading rights follow, which may take the writer's own away: read
 * what the answer needs before.
 */
export async function recordAll(tx: Tx, all: readonly { recorded: Recorded; added: readonly NewEvent[] }[]): Promise<MatterState[]> {
  if (all.length === 0) return [];
  const calendar = await getCalendar(tx);
  const written = all.map(({ recorded, added }) => {
    const events = numbered(recorded, added);
    const state = stateOf({ events: [...recorded.events, ...events], calendar, rule: recorded.rule });
    return { ...recorded, events, state, isNew: recorded.events.length === 0 };
  });
  await insertEvents(
    tx,
    written.flatMap(({ matter, events }) => events.map((event) => ({ matter, event }))),
  );
  const former = written.filter((one) => !one.isNew).map((one) => one.matter.matter_id);
  if (former.length > 0) await closeStates(tx, former);
  await insertStates(tx, calendar, written);
  for (const { matter, events, state } of written.slice(0, announcedMax)) {
    await announce(tx, "matter.changed", {
      subjectId: matter.subject_id,
      payload: { matterId: matter.matter_id, kind: events.at(-1)?.kind, status: state.status },
    });
  }
  await sql`select kernel_refresh_matter_grants(${[...new Set(written.map((one) => one.matter.subject_id))]}::uuid[])`.execute(tx);
  return written.map((one) => one.state);
}

/** The same for one matter. */
export async function record(tx: Tx, recorded: Recorded, added: readonly NewEvent[]): Promise<MatterState> {
  const [state] = await recordAll(tx, [{ recorded, added }]);
  if (state === undefined) throw new Error("a matter was not recorded");
  return state;
}

/**
 * Appends events of a loaded history, inside an act of its own that states when it was known (KERNEL K3). Trusts the
 * loader: no rights are asked and no rule but the pure function's own.
 */
export async function appendHistory(tx: Tx, matterId: string, events: readonly NewEvent[]): Promise<MatterState> {
  return record(tx, await loadMatter(tx, matterId), events);
}
