/**
 * Working days in China, with 调休: Monday to Friday work and the weekend rests, except on the days that a calendar
 * version names. Pure: a calendar goes in, ISO text comes out; the same function counts on the server and in the
 * browser, so that the arithmetic on the screen is the arithmetic of the deadline.
 */
import { Temporal } from "temporal-polyfill";
import { z } from "zod";

export const calendarTimeZone = "Asia/Shanghai";

/** A deadline falls at the close of business: 18:00 in the city. */
export const closeOfBusinessHour = 18;

/** A year and a half of walking for a deadline is a fault of the input, not a deadline. */
const walkDaysMax = 4_000;

/** A day that differs from the plain week: 端午节 on a Thursday rests, the Sunday worked in exchange works. */
export type DayOverride = { isWorking: boolean; name: string };

/** One version of the calendar: only the days that differ. A year without any is not yet announced. */
export type Calendar = { version: number; overrides: ReadonlyMap<string, DayOverride> };

/** Why a day was counted or skipped; `name` is the holiday's, or 调休上班 for a weekend that is worked. */
export type CountedDay = {
  day: string;
  mark: "counted" | "rest" | "standing";
  name: string | null;
  /** The number of this working day when counted, else null. */
  count: number | null;
};

/** A span in which the clock stands; `to` is null while it still stands. Instants, half-open. */
export type Standing = { from: string; to: string | null };

export type Deadline = {
  /** Null while the clock stands before the last day was counted. */
  dueAt: string | null;
  /** Working days not yet counted when the clock stood; 0 once `dueAt` is known. */
  remainingDays: number;
  /** A day of a year whose holidays are not announced took part: the deadline may still move. */
  isProvisional: boolean;
  days: CountedDay[];
};

function isWeekend(day: Temporal.PlainDate): boolean {
  return day.dayOfWeek >= 6;
}

/** Whether people work on this calendar day. */
export function isWorkingDay(day: string, overrides: Calendar["overrides"]): boolean {
  return overrides.get(day)?.isWorking ?? !isWeekend(Temporal.PlainDate.from(day));
}

/** The calendar day of an instant in the city: UTC's day is yesterday until eight. */
export function dayOf(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(calendarTimeZone).toPlainDate().toString();
}

/** 18:00 of a day in the city, as ISO text with its offset. */
export function closeOfBusiness(day: string): string {
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: calendarTimeZone, plainTime: { hour: closeOfBusinessHour } })
    .toInstant()
    .toString({ timeZone: calendarTimeZone });
}

function announcedYears(overrides: Calendar["overrides"]): Set<string> {
  return new Set([...overrides.keys()].map((day) => day.slice(0, 4)));
}

function isStandingAt(instant: string, standings: readonly Standing[]): boolean {
  return standings.some(({ from, to }) => isBefore(from, instant, true) && (to === null || isBefore(instant, to, false)));
}

function isBefore(a: string, b: string, orSame: boolean): boolean {
  const order = Temporal.Instant.compare(a, b);
  return order < 0 || (orSame && order === 0);
}

/**
 * Walks day by day from the day after `from` until `days` working days are counted. A working day counts when the
 * clock runs at its close of business, so a pause of Monday morning to Wednesday morning takes Monday and Tuesday out.
 * `days` is 1 to 400; other values are a bug of the caller and throw a RangeError.
 */
export function countWorkingDays(question: { from: string; days: number; calendar: Calendar; standings?: readonly Standing[] }): Deadline {
  const { from, days, calendar, standings = [] } = question;
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new RangeError(`working days out of range: ${days}`);
  const years = announcedYears(calendar.overrides);
  const walked: CountedDay[] = [];
  let date = Temporal.PlainDate.from(dayOf(from));
  let count = 0;
  let isProvisional = false;
  const openFrom = standings.find(({ to }) => to === null)?.from;
  for (let step = 0; step < walkDaysMax; step += 1) {
    date = date.add({ days: 1 });
    const day = date.toString();
    const close = closeOfBusiness(day);
    if (openFrom !== undefined && isBefore(openFrom, close, true)) {
      return { dueAt: null, remainingDays: days - count, isProvisional, days: walked };
    }
    if (!years.has(day.slice(0, 4))) isProvisional = true;
    const name = calendar.overrides.get(day)?.name ?? null;
    if (!isWorkingDay(day, calendar.overrides)) {
      walked.push({ day, mark: "rest", name: name ?? "周末", count: null });
    } else if (isStandingAt(close, standings)) {
      walked.push({ day, mark: "standing", name, count: null });
    } else {
      count += 1;
      walked.push({ day, mark: "counted", name, count });
      if (count === days) return { dueAt: close, remainingDays: 0, isProvisional, days: walked };
    }
  }
  throw new RangeError("a deadline was not reached within eleven years");
}

/** Due at 18:00 of the n-th working day after the day of `from`; the day itself does not count. */
export function addWorkingDays(from: string, days: number, calendar: Calendar): Deadline {
  return countWorkingDays({ from, days, calendar });
}

/** Working days after `from` up to and including `to` (calendar days); negative when `to` is earlier. */
export function workingDaysBetween(from: string, to: string, calendar: Calendar): number {
  const [first, last, sign] = from <= to ? [from, to, 1] : [to, from, -1];
  let count = 0;
  let date = Temporal.PlainDate.from(first);
  const end = Temporal.PlainDate.from(last);
  while (Temporal.PlainDate.compare(date, end) < 0) {
    date = date.add({ days: 1 });
    if (isWorkingDay(date.toString(), calendar.overrides)) count += 1;
  }
  return sign * count || 0;
}

/** The n-th working day after a day, or before it when n is negative; n = 0 gives the day itself. */
export function shiftWorkingDay(day: string, days: number, calendar: Calendar): string {
  let date = Temporal.PlainDate.from(day);
  for (let left = Math.abs(days); left > 0;) {
    date = date.add({ days: Math.sign(days) });
    if (isWorkingDay(date.toString(), calendar.overrides)) left -= 1;
  }
  return date.toString();
}

/** How a deadline stands at an instant: whole working days left, or overdue since (0 = since this day's close). */
export function standingOf(dueAt: string, now: string, calendar: Calendar): { isOverdue: boolean; workingDays: number } {
  const isOverdue = Temporal.Instant.compare(now, dueAt) > 0;
  const between = workingDaysBetween(dayOf(now), dayOf(dueAt), calendar);
  return { isOverdue, workingDays: Math.abs(between) };
}

/** Reports of a month are due on this day of the next month. */
const reportsDueDay = 5;

/**
 * The usual due time of a month's reports ("2023-06"): 18:00 of the fifth of the next month, or of the first working
 * day after where the fifth rests.
 */
export function reportsDueAt(month: string, calendar: Pick<Calendar, "overrides">): string {
  const fifth = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: reportsDueDay });
  let date = fifth;
  while (!isWorkingDay(date.toString(), calendar.overrides) && Temporal.PlainDate.compare(date, fifth.add({ days: 30 })) < 0) date = date.add({ days: 1 });
  return closeOfBusiness(date.toString());
}

const day = z.iso.date();

/** A day that differs from the plain week, as the calendar page shows and edits it. */
export const calendarDaySchema = z.strictObject({
  day,
  isWorking: z.boolean(),
  name: z.string().trim().min(1, "请写明节日或调休的名称").max(40, "名称不超过40个字"),
});
export type CalendarDay = z.infer<typeof calendarDaySchema>;

/** The calendar of one year as it stands in one version. */
export const calendarYearSchema = z.strictObject({
  version: z.int(),
  name: z.string(),
  documentNo: z.string().nullable(),
  year: z.int(),
  /** False while the year's holidays are not announced: deadlines in it count plain weeks. */
  isAnnounced: z.boolean(),
  workingDays: z.int(),
  days: z.array(calendarDaySchema),
  versions: z.array(z.strictObject({ version: z.int(), name: z.string(), documentNo: z.string().nullable(), recordedAt: z.string() })),
});

/** A change of the calendar: `isWorking: null` gives a day back to the plain week. */
export const calendarChangeSchema = z.strictObject({
  reason: z.string().trim().min(1, "请写明更改原因").max(200, "原因不超过200个字"),
  documentNo: z.string().trim().max(80).nullish(),
  days: z
    .array(z.strictObject({ day, isWorking: z.boolean().nullable(), name: z.string().trim().min(1, "请写明名称").max(40) }))
    .min(1, "请至少更改一天")
    .max(400, "一次最多更改400天"),
});
export type CalendarChange = z.infer<typeof calendarChangeSchema>;

export const calendarChangedSchema = z.strictObject({
  version: z.int(),
  /** Open matters whose deadline was computed again. */
  recomputed: z.int(),
  /** Of these, how many now fall due on another day. */
  moved: z.int(),
});
