import { dayOf } from "@baton/contract/calendar";
import type { Duty, Hands, MatterLine } from "@baton/contract/matters";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import type { Actor, Tx } from "#platform/database";
import { boxCondition, lineColumns, lineOf, type LineRow, lineTables, live } from "./lines.ts";

/** What another slice lets a person owe (a month's reports): asked in the reader's transaction, answered as duties. */
export type DutySource = (tx: Tx, actor: Actor, now: Temporal.Instant) => Promise<Duty[]>;

/** An inbox longer than this is read in the list; the totals still count everything. */
const itemsMax = 200;

type Group = "overdue" | "today" | "thisWeek" | "later";

/** Where a deadline falls as seen from now: a week ends on its Sunday. No deadline (the clock stands) is later. */
export function groupOf(dueAt: string | null, now: Temporal.Instant): Group {
  if (dueAt === null) return "later";
  if (Temporal.Instant.compare(now, dueAt) > 0) return "overdue";
  const today = Temporal.PlainDate.from(dayOf(now.toString()));
  const dueOn = Temporal.PlainDate.from(dayOf(dueAt));
  if (Temporal.PlainDate.compare(dueOn, today) <= 0) return "today";
  const sunday = today.add({ days: 7 - today.dayOfWeek });
  return Temporal.PlainDate.compare(dueOn, sunday) <= 0 ? "thisWeek" : "later";
}

async function countHands(tx: Tx, actor: Actor) {
  const { rows } = await sql<{ mine: number; unit: number; unassigned: number; waiting: number }>`
    select count(*) filter (where ${boxCondition("mine", actor)})::int as mine, count(*) filter (where ${boxCondition("unit", actor)})::int as unit,
      count(*) filter (where ${boxCondition("unassigned", actor)})::int as unassigned, count(*) filter (where ${boxCondition("waiting", actor)})::int as waiting
    from ${lineTables}
    where ${live}`.execute(tx);
  return rows[0] ?? { mine: 0, unit: 0, unassigned: 0, waiting: 0 };
}

async function countBatons(tx: Tx, actor: Actor, today: string): Promise<number> {
  const { rows } = await sql<{ batons: number }>`select count(*)::int as batons from kernel_baton
    where holder_post_id = ${actor.postId} and superseded_at = 'infinity' and valid_from <= ${today}::date and valid_to > ${today}::date`.execute(tx);
  return rows[0]?.batons ?? 0;
}

/** 在我手里: everything the actor holds, by when it is due, with what other slices say it owes. */
export async function getHands(tx: Tx, actor: Actor, asked: { now: Temporal.Instant; duties: readonly DutySource[] }): Promise<Hands> {
  const { now } = asked;
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where ${live} and ${boxCondition("mine", actor)}
    order by coalesce(s.due_at, 'infinity'), s.matter_id limit ${itemsMax}`.execute(tx);
  const reader = { actor, now: now.toString(), calendar: await getCalendar(tx) };
  const duties: Duty[] = [];
  for (const source of asked.duties) duties.push(...(await source(tx, actor, now)));
  const items = new Map<Group, MatterLine[]>();
  for (const row of rows) {
    // What waits for my verification is not late by the holder's deadline: it is today's work.
    const group = row.status === "to_verify" ? "today" : groupOf(row.due_at, now);
    items.set(group, [...(items.get(group) ?? []), lineOf(row, reader)]);
  }
  const grouped = (group: Group) => {
    const owed = duties.filter((duty) => groupOf(duty.dueAt, now) === group);
    const held = items.get(group) ?? [];
    return { total: held.length + owed.length, items: held, duties: owed };
  };
  return {
    now: now.toString(),
    batons: await countBatons(tx, actor, dayOf(now.toString())),
    counts: await countHands(tx, actor),
    overdue: grouped("overdue"),
    today: grouped("today"),
    thisWeek: grouped("thisWeek"),
    later: grouped("later"),
  };
}
