import { type Calendar, type CalendarChange, dayOf } from "@baton/contract/calendar";
import { type MatterKind, matterRule } from "@baton/contract/matters";
import { stateOf } from "@baton/contract/matter-state";
import { sql } from "kysely";
import { addCalendarVersion } from "#kernel/calendar";
import { announce, beginAct, type Tx } from "#platform/database";
import { closeStates, insertStates, listEvents, type MatterRow } from "./record.ts";

type OpenRow = MatterRow & { rule_version: number; due_at: string | null };

/**
 * Computes every unfinished matter within the actor's reach again under a calendar; closed ones keep theirs. Inside
 * the caller's act. Answers how many were computed and how many now fall due on another day.
 */
export async function recomputeOpenMatters(tx: Tx, calendar: Calendar): Promise<{ recomputed: number; moved: number }> {
  const { rows } = await sql<OpenRow>`
    select m.matter_id, m.scope_id, m.subject_id, m.kind, m.parent_id, m.title, m.ask, m.blocking_party, s.rule_version, s.due_at
    from kernel_matter_state s join kernel_matter m on m.matter_id = s.matter_id
    where s.superseded_at = 'infinity' and s.status not in ('closed', 'withdrawn') and s.calendar_version < ${calendar.version}
    order by m.matter_id`.execute(tx);
  const events = await listEvents(
    tx,
    rows.map((row) => row.matter_id),
  );
  const written = rows.map((row) => {
    const kind: MatterKind = row.kind;
    const state = stateOf({ events: events.get(row.matter_id) ?? [], calendar, rule: matterRule(kind, row.rule_version) });
    return { matter: row, state, ruleVersion: row.rule_version, dueBefore: row.due_at };
  });
  await closeStates(
    tx,
    rows.map((row) => row.matter_id),
  );
  await insertStates(tx, calendar, written);
  const dayOrNull = (at: string | null): string | null => (at === null ? null : dayOf(at));
  const moved = written.filter(({ state, dueBefore }) => dayOrNull(dueBefore) !== dayOrNull(state.dueAt));
  for (const { matter, state } of moved)
    await announce(tx, "matter.changed", { subjectId: matter.subject_id, payload: { matterId: matter.matter_id, kind: "rescheduled", status: state.status } });
  return { recomputed: rows.length, moved: moved.length };
}

/**
 * A new calendar version and the deadlines that follow from it, in one act. The system administrator keeps the
 * calendar but reads no matter: after it, `recomputeAfterCalendar` does the second half from the dispatch office.
 */
export async function changeCalendar(tx: Tx, change: CalendarChange): Promise<{ version: number; recomputed: number; moved: number }> {
  // Locks every subject with an unfinished matter, so that no act slips in under the old calendar.
  const { rows } = await sql<{ subject_id: string }>`select distinct subject_id from kernel_matter_state
    where superseded_at = 'infinity' and status not in ('closed', 'withdrawn')`.execute(tx);
  await beginAct(tx, { kind: "calendar-change", subjects: rows.map((row) => row.subject_id), reason: change.reason, documentNo: change.documentNo ?? null });
  const calendar = await addCalendarVersion(tx, change);
  return { version: calendar.version, ...(await recomputeOpenMatters(tx, calendar)) };
}
