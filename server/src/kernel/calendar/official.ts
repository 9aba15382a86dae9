import chineseDays from "chinese-days";
import type { CalendarDay } from "@baton/contract/calendar";

/** The library gives 端午 in English and Chinese with the number of statutory days: "Dragon Boat Festival,端午,1". */
function chineseName(name: string): string {
  return name.split(",")[1] ?? name;
}

/**
 * Named days of the given years as the State Council announced them, from chinese-days: every holiday, weekends
 * within it included so that the arithmetic can name them, and every weekend that is worked in exchange.
 */
export function officialDays(yearFrom: number, yearTo: number): CalendarDay[] {
  const days: CalendarDay[] = [];
  let date = new Temporal.PlainDate(yearFrom, 1, 1);
  const end = new Temporal.PlainDate(yearTo, 12, 31);
  while (Temporal.PlainDate.compare(date, end) <= 0) {
    const day = date.toString();
    const { work, name } = chineseDays.getDayDetail(day);
    // A plain day carries the name of its weekday; a named day has its two names and a count.
    if (name.includes(",")) days.push({ day, isWorking: work, name: work ? `${chineseName(name)}调休上班` : chineseName(name) });
    date = date.add({ days: 1 });
  }
  return days;
}
