import { type Calendar, calendarTimeZone, dayOf, isWorkingDay, shiftWorkingDay, standingOf } from "@baton/contract/calendar";
import type { MatterRule } from "@baton/contract/matters";
import type { MatterState } from "@baton/contract/matter-state";

/** Messages go out in working hours of working days, never at night. */
const firstHour = 8;
const lastHour = 18;

export function isReminderTime(now: Temporal.Instant, calendar: Calendar): boolean {
  const { hour } = now.toZonedDateTimeISO(calendarTimeZone);
  return hour >= firstHour && hour < lastHour && isWorkingDay(dayOf(now.toString()), calendar.overrides);
}

/** Whether the rule wants a reminder on this day: so many working days before, at or after the due day. */
export function isReminderDay(asked: { dueAt: string; day: string; rule: MatterRule; calendar: Calendar }): boolean {
  const { dueAt, day, rule, calendar } = asked;
  return rule.reminderDays.some((offset) => shiftWorkingDay(dayOf(dueAt), offset, calendar) === day);
}

type Clocked = Pick<MatterState, "status" | "dueAt" | "isPaused" | "escalationLevel">;

/** Whether the matter has been overdue long enough to go up to the next post of the tree. */
export function isEscalationDue(asked: { state: Clocked; rule: MatterRule; now: string; calendar: Calendar }): boolean {
  const { state, rule, now, calendar } = asked;
  const threshold = rule.escalationDays[state.escalationLevel];
  if (threshold === undefined || state.dueAt === null || state.isPaused || (state.status !== "open" && state.status !== "in_hand")) return false;
  const { isOverdue, workingDays } = standingOf(state.dueAt, now, calendar);
  return isOverdue && workingDays >= threshold;
}

export type DigestLine = { title: string; subjectName: string; dueAt: string; isEscalated: boolean };

function lateness(line: DigestLine, now: string, calendar: Calendar): string {
  const { isOverdue, workingDays } = standingOf(line.dueAt, now, calendar);
  if (isOverdue) return workingDays === 0 ? "今日已到期" : `已逾期${workingDays}个工作日`;
  return workingDays === 0 ? "今日18:00到期" : `还剩${workingDays}个工作日`;
}

/** One message for one person and day; the most urgent first. Lines are at least one. */
export function digestText(lines: readonly DigestLine[], now: string, calendar: Calendar): string {
  const today = Temporal.PlainDate.from(dayOf(now));
  const sorted = lines.toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  const texts = sorted.map(
    (line, index) => `${index + 1}．${line.isEscalated ? "提级：" : ""}${line.title}（${line.subjectName}），${lateness(line, now, calendar)}`,
  );
  return [`${today.month}月${today.day}日提醒，共${lines.length}件事项：`, ...texts, "请登录系统在“在我手里”中办理。"].join("\n");
}
