import { useQueries } from "@tanstack/react-query";
import type { Calendar, calendarYearSchema } from "@baton/contract/calendar";
import type { z } from "zod";
import { api } from "../../api/client.ts";

type CalendarYear = z.infer<typeof calendarYearSchema>;

function toCalendar(years: readonly (CalendarYear | undefined)[]): Calendar | undefined {
  const told = years.filter((year) => year !== undefined);
  const [first] = told;
  if (first === undefined || told.length < years.length) return undefined;
  const days = told.flatMap((year) => year.days);
  return { version: first.version, overrides: new Map(days.map(({ day, isWorking, name }) => [day, { isWorking, name }])) };
}

/**
 * The working-day calendar in force for a year and the next, to count on the page as the server counts; undefined while
 * it is read. Deadlines reach at most into the next year.
 */
export function useCalendar(year: number | undefined): { calendar: Calendar | undefined; error: Error | null } {
  const years = year === undefined ? [] : [year, year + 1];
  return useQueries({
    queries: years.map((one) => ({
      queryKey: ["calendar", one],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<CalendarYear>("/api/calendar", { query: { year: one }, signal }),
      staleTime: 5 * 60_000,
    })),
    combine: (answers) => ({
      calendar: answers.length === 0 ? undefined : toCalendar(answers.map(({ data }) => data)),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
