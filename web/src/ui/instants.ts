import { calendarTimeZone } from "@baton/contract/calendar";
import type { Locale } from "./preferences.ts";

function inCity(instant: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(calendarTimeZone);
}

/** 2023-07-05 18:00 in the city's time. */
export function instantInCity(instant: string): string {
  const at = inCity(instant);
  return `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** 2023-07-05 周三 18:00: a due time bears its weekday. */
export function dueInCity(instant: string, locale: Locale): string {
  const at = inCity(instant);
  const weekday = at.toPlainDate().toLocaleString(locale, { weekday: "short" });
  return `${at.toPlainDate().toString()} ${weekday} ${at.toPlainTime().toString({ smallestUnit: "minute" })}`;
}
