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

/** The matter with its state computed anew; throws `not-found` where it does not exist for this actor. */
export async function loadMatter(tx: Tx, matterId: string): Promise<Recorded> {
  const { rows } = await sql<MatterRow & { rule_version: number; calendar_version: number }>`
    select m.matter_id, m.scope_id, m.subject_id, m.kind, m.parent_id, m.title, m.ask, m.blocking_party, s.rule_version, s.calendar_version
    from kernel_matter m join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where m.matter_id = ${matterId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有找到这件事项，或者您无权查看。" });
  const events = (await listEvents(tx, [matterId])).get(matterId) ?? [];
  const rule = matterRule(row.kind, row.rule_version);
  const calendar = await getCalendar(tx, row.calendar_version);
  return { matter: row, events, state: stateOf({ events, calendar, rule }), ruleVersion: row.rule_version, rule };
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

/** Writes one version of the derived state; the version before, if any, was closed by the caller. */
export async function insertState(tx: Tx, matter: MatterRow, written: { state: MatterState; calendar: Calendar; ruleVersion: number }): Promise<void> {
  const { state, calendar, ruleVersion } = written;
  await sql`insert into kernel_matter_state (matter_id, scope_id, subject_id, status, holder_post_id, assignee_account_id,
      opened_by_post_id, opened_by_account_id, due_at, is_paused, hand_on_count, is_extended, is_extension_pending,
      done_by_account_id, done_at, closed_at, rating, escalation_level, escalated_to_post_id, calendar_version, rule_version, last_sequence)
    values (${matter.matter_id}, ${matter.scope_id}, ${matter.subject_id}, ${state.status}, ${state.holderPostId}, ${state.assigneeAccountId},
      ${state.openedByPostId}, ${state.openedByAccountId}, ${state.dueAt}, ${state.isPaused}, ${state.handOnCount}, ${state.isExtended},
      ${state.isExtensionPending}, ${state.doneByAccountId}, ${state.doneAt}, ${state.closedAt}, ${state.rating}, ${state.escalationLevel},
      ${state.escalatedToPostId}, ${calendar.version}, ${ruleVersion}, ${state.lastSequence})`.execute(tx);
}

export async function closeState(tx: Tx, matterId: string): Promise<void> {
  await sql`update kernel_matter_state set superseded_at = now() where matter_id = ${matterId} and superseded_at = 'infinity'`.execute(tx);
}

async function insertEvents(tx: Tx, matter: MatterRow, events: readonly MatterEvent[]): Promise<void> {
  for (const one of events) {
    await sql`insert into kernel_matter_event (matter_id, scope_id, subject_id, sequence, kind, at, by_account_id, by_post_id,
        to_post_id, to_account_id, working_days, reason, body)
      values (${matter.matter_id}, ${matter.scope_id}, ${matter.subject_id}, ${one.sequence}, ${one.kind}, ${one.at}, ${one.byAccountId},
        ${one.byPostId}, ${one.toPostId}, ${one.toAccountId}, ${one.workingDays}, ${one.reason}, ${one.body})`.execute(tx);
  }
}

/**
 * Appends events and writes the state they come to, under the calendar in force; once a matter and act. Reading
 * rights follow, which may take the writer's own away: read what the answer needs before.
 */
export async function record(tx: Tx, recorded: Recorded, added: readonly NewEvent[]): Promise<MatterState> {
  const { matter, rule, ruleVersion } = recorded;
  const last = recorded.events.at(-1)?.at;
  const numbered = added.map((one, index) => ({
    ...emptyEvent,
    ...one,
    // The order of the sequence is the order of the lock; a clock set back does not turn it round.
    at: last !== undefined && Date.parse(one.at) < Date.parse(last) ? last : one.at,
    sequence: recorded.events.length + index + 1,
  }));
  const calendar = await getCalendar(tx);
  const state = stateOf({ events: [...recorded.events, ...numbered], calendar, rule });
  await insertEvents(tx, matter, numbered);
  if (recorded.events.length > 0) await closeState(tx, matter.matter_id);
  await insertState(tx, matter, { state, calendar, ruleVersion });
  await announce(tx, "matter.changed", {
    subjectId: matter.subject_id,
    payload: { matterId: matter.matter_id, kind: numbered.at(-1)?.kind, status: state.status },
  });
  await sql`select kernel_refresh_matter_grants(${[matter.subject_id]}::uuid[])`.execute(tx);
  return state;
}

/**
 * Appends events of a loaded history, inside an act of its own that states when it was known (KERNEL K3). Trusts the
 * loader: no rights are asked and no rule but the pure function's own.
 */
export async function appendHistory(tx: Tx, matterId: string, events: readonly NewEvent[]): Promise<MatterState> {
  return record(tx, await loadMatter(tx, matterId), events);
}
