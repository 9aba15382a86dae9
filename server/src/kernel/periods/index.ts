/**
 * Purpose: months and other spans that people report for: opened, closed, frozen at a known instant, published.
 * Owns: kernel_period, kernel_period_event; writes kernel_figure_frozen through #kernel/figures' answers.
 * Offers: readPeriod, listPeriods, openPeriod, closePeriod, recordEvent, settle, freezeFigures, readFrozenFigures, closeDuePeriods.
 * Never: knows what is reported; lets who froze publish; forgets a withdrawal.
 */
export { beginOnPeriod, closeDuePeriods, closePeriod, openPeriod, recordEvent, settle } from "./actions.ts";
export { allRowsBehind, digestRows, freezeFigures, type FrozenFigure, readFrozenFigures, supersedeFigures } from "./frozen-figures.ts";
export { type PeriodAct, type PeriodState } from "./rules.ts";
export { getPeriod, listPeriods, monthName, type ReadPeriod, toPeriod } from "./views.ts";
