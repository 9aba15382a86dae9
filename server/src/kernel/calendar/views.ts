import { type Calendar, isWorkingDay } from "@baton/contract/calendar";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import type { Tx } from "#platform/database";

/** By the act that wrote the version, so that a version rolled back, or another city's, is never taken for this one. */
const cached = new Map<string, Calendar>();
const cachedMax = 50;

type VersionRow = { version: number; act_id: string };

/** The calendar of a version, or the one in force. Throws when none was ever loaded: `ensureCalendar` runs at start. */
export async function getCalendar(tx: Tx, version?: number): Promise<Calendar> {
  const { rows } = await sql<VersionRow>`select version, act_id from kernel_calendar
    where (version = ${version ?? null}::int) or (${version ?? null}::int is null and superseded_at = 'infinity')`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("the working-day calendar was not loaded");
  const found = cached.get(row.act_id);
  if (found !== undefined) return found;
  const days = await sql<{ day: string; is_working: boolean; name: string }>`
    select day, is_working, name from kernel_calendar_day where version = ${row.version} order by day`.execute(tx);
  const calendar = { version: row.version, overrides: new Map(days.rows.map((one) => [one.day, { isWorking: one.is_working, name: one.name }])) };
  if (cached.size >= cachedMax) cached.clear();
  cached.set(row.act_id, calendar);
  return calendar;
}

/** One year of the calendar in force, with every version there has been. */
export async function getCalendarYear(tx: Tx, year: number) {
  const calendar = await getCalendar(tx);
  const versions = await sql<{ version: number; name: string; document_no: string | null; recorded_at: string }>`
    select version, name, document_no, recorded_at from kernel_calendar order by version desc`.execute(tx);
  const current = versions.rows.find((row) => row.version === calendar.version);
  if (current === undefined) throw problem("not-found");
  const days = [...calendar.overrides].filter(([day]) => day.startsWith(`${year}-`)).map(([day, override]) => ({ day, ...override }));
  let workingDays = 0;
  for (let date = new Temporal.PlainDate(year, 1, 1); date.year === year; date = date.add({ days: 1 })) {
    if (isWorkingDay(date.toString(), calendar.overrides)) workingDays += 1;
  }
  return {
    version: calendar.version,
    name: current.name,
    documentNo: current.document_no,
    year,
    isAnnounced: days.length > 0,
    workingDays,
    days,
    versions: versions.rows.map((row) => ({ version: row.version, name: row.name, documentNo: row.document_no, recordedAt: row.recorded_at })),
  };
}
