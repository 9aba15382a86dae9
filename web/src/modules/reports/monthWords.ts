import type { Locale } from "../../ui/preferences.ts";
import type { ReportsText } from "../../text/reports.ts";

const officeZone = "Asia/Shanghai";

export function monthWords(month: string, text: ReportsText): string {
  const { year, month: at } = Temporal.PlainYearMonth.from(month);
  return text.monthName(year, at);
}

/** 7月5日（周三）18:00, as the city's clocks show it. */
export function instantShort(instant: string, locale: Locale): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(officeZone);
  const time = at.toPlainTime().toString({ smallestUnit: "minute" });
  if (locale === "en") return `${at.toPlainDate().toString()} ${time}`;
  return `${at.month}月${at.day}日（周${"一二三四五六日".charAt(at.dayOfWeek - 1)}）${time}`;
}

export function clockOf(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(officeZone).toPlainTime().toString({ smallestUnit: "second" });
}

export function dayOfInstant(instant: string, locale: Locale): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(officeZone).toPlainDate();
  return locale === "en" ? at.toString() : `${at.year}年${at.month}月${at.day}日`;
}
