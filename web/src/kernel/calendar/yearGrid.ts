import type { CalendarDay } from "@baton/contract/calendar";

/** A change not saved yet: `isWorking` null gives the day back to the plain week. */
export type DayChange = { isWorking: boolean | null; name: string };
export type DayChanges = Readonly<Record<string, DayChange>>;

export type GridDay = { day: string; dayOfMonth: number; isWorking: boolean; isWeekend: boolean; name: string | null; isChanged: boolean };
/** Twelve months of weeks, Monday first; days of other months are null. */
export type GridMonth = { month: number; weeks: (GridDay | null)[][] };

export function yearGrid(year: number, named: readonly CalendarDay[], changes: DayChanges): GridMonth[] {
  const overrides = new Map(named.map((day) => [day.day, day]));
  const dayOf = (date: Temporal.PlainDate): GridDay => {
    const day = date.toString();
    const isWeekend = date.dayOfWeek >= 6;
    const change = changes[day];
    const override = change === undefined ? overrides.get(day) : change.isWorking === null ? undefined : { isWorking: change.isWorking, name: change.name };
    return {
      day,
      dayOfMonth: date.day,
      isWeekend,
      isWorking: override?.isWorking ?? !isWeekend,
      name: override?.name ?? null,
      isChanged: change !== undefined,
    };
  };
  return Array.from({ length: 12 }, (_, at) => {
    const first = Temporal.PlainDate.from({ year, month: at + 1, day: 1 });
    const cells: (GridDay | null)[] = Array.from({ length: first.dayOfWeek - 1 }, () => null);
    for (let day = 1; day <= first.daysInMonth; day += 1) cells.push(dayOf(first.with({ day })));
    while (cells.length % 7 !== 0) cells.push(null);
    return { month: at + 1, weeks: Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7)) };
  });
}

export function workingDaysOf(grid: readonly GridMonth[]): number {
  return grid.reduce((sum, { weeks }) => sum + weeks.flat().filter((day) => day?.isWorking).length, 0);
}
