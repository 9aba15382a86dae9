import type { Calendar, CalendarChange, CalendarDay } from "@baton/contract/calendar";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { announce, type Database, type Tx } from "#platform/database";
import { officialDays } from "./official.ts";
import { getCalendar } from "./views.ts";

const firstYear = 2019;
const lastYear = 2026;

/** Before any history this system may be told, so that no question of the past finds no calendar. */
const knownSince = "2018-12-01T00:00:00+08:00";

async function insertVersion(tx: Tx, head: { version: number; name: string; documentNo: string | null }, days: readonly CalendarDay[]): Promise<void> {
  await sql`insert into kernel_calendar (version, name, document_no) values (${head.version}, ${head.name}, ${head.documentNo})`.execute(tx);
  await sql`insert into kernel_calendar_day (version, day, is_working, name)
    select ${head.version}, d.day, d.is_working, d.name
    from jsonb_to_recordset(${JSON.stringify(days.map((one) => ({ day: one.day, is_working: one.isWorking, name: one.name })))}::jsonb)
      as d (day date, is_working boolean, name text)`.execute(tx);
}

/**
 * Loads version 1 (2019 to 2026) where no calendar is; otherwise does nothing. `owner` is the owner's pool: it runs
 * at setup, outside any person's act.
 */
export async function ensureCalendar(owner: Database): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    // Two programs starting together would both load it.
    await sql`select pg_advisory_xact_lock(4210014)`.execute(tx);
    const { rows } = await sql<{ is_loaded: boolean }>`select exists (select from kernel_calendar) as is_loaded`.execute(tx);
    if (rows[0]?.is_loaded) return;
    await sql`select kernel_begin_history_act('calendar-loaded', ${knownSince})`.execute(tx);
    await insertVersion(tx, { version: 1, name: `国务院办公厅放假安排${firstYear}—${lastYear}年`, documentNo: null }, officialDays(firstYear, lastYear));
  });
}

/**
 * Writes the next version: the days in force with the given changes. The act was begun by the caller, who also moves
 * what hangs on the calendar. Throws `rule-refused` when nothing differs, so that no empty version is made.
 */
export async function addCalendarVersion(tx: Tx, change: CalendarChange): Promise<Calendar> {
  // The closing of the version in force is the lock: a second writer waits here and then finds it closed.
  const closed = await sql<{ version: number }>`update kernel_calendar set superseded_at = now() where superseded_at = 'infinity' returning version`.execute(
    tx,
  );
  const [last] = closed.rows;
  if (last === undefined) throw problem("conflict", { detail: "工作日历刚刚由他人更改，请刷新后再试。" });
  const before = await getCalendar(tx, last.version);
  const overrides = new Map(before.overrides);
  for (const { day, isWorking, name } of change.days) {
    if (isWorking === null) overrides.delete(day);
    else overrides.set(day, { isWorking, name });
  }
  const isSame =
    overrides.size === before.overrides.size &&
    [...overrides].every(([day, one]) => before.overrides.get(day)?.isWorking === one.isWorking && before.overrides.get(day)?.name === one.name);
  if (isSame) throw problem("rule-refused", { detail: "与现行工作日历相同，没有需要更改的日期。" });
  const version = last.version + 1;
  const days = [...overrides].map(([day, one]) => ({ day, ...one }));
  await insertVersion(tx, { version, name: change.reason, documentNo: change.documentNo ?? null }, days);
  await announce(tx, "calendar.changed", { payload: { version } });
  return { version, overrides };
}
