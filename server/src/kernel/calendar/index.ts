/**
 * Purpose: the working-day calendar in versions: which days rest or work against the plain week.
 * Owns: kernel_calendar, kernel_calendar_day.
 * Offers: ensureCalendar (first start), getCalendar (cached by version), addCalendarVersion, findCalendarYear, routes.
 * Never: changes a version once it is written; never knows what deadlines hang on it (matters follow a change).
 */
export { addCalendarVersion, ensureCalendar } from "./actions.ts";
export { routes } from "./routes.ts";
export { getCalendar } from "./views.ts";
