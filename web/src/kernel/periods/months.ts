import { calendarTimeZone } from "@baton/contract/calendar";
import type { DryRun, Period } from "@baton/contract/periods";
import type { PeriodsText } from "../../text/periods.ts";

/** 2023年6月 of 2023-06. */
export function monthName(month: string, { monthWords }: Pick<PeriodsText, "monthWords">): string {
  const [year = 0, of = 0] = month.split("-").map(Number);
  return monthWords(year, of);
}

/** The month after the latest one; what is opened next. */
export function monthAfter(months: readonly string[]): string | undefined {
  const latest = months.toSorted().at(-1);
  return latest && Temporal.PlainYearMonth.from(latest).add({ months: 1 }).toString();
}

/** A month as people write it: 2023-07, 2023.7, 202307, 2023年7月; undefined for anything else. */
export function readMonth(typed: string): string | undefined {
  const found = /^(\d{4})(?:\s*[-./年]\s*(\d{1,2})\s*月?|(\d{2}))$/.exec(typed.normalize("NFKC").trim());
  const month = Number(found?.[2] ?? found?.[3]);
  if (!found || !(month >= 1 && month <= 12)) return undefined;
  return `${found[1]}-${String(month).padStart(2, "0")}`;
}

/** An hour of a day in the city: 2023-07-05 and 18:00, 1800 or 18：00; undefined for anything else. */
export function instantOf(on: string, time: string): string | undefined {
  const found = /^([01]?\d|2[0-3])\s*:?\s*([0-5]\d)$/.exec(time.normalize("NFKC").trim());
  if (!found || !/^\d{4}-\d{2}-\d{2}$/.test(on)) return undefined;
  const plainTime = { hour: Number(found[1]), minute: Number(found[2]) };
  return Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: calendarTimeZone, plainTime }).toInstant().toString({ timeZone: calendarTimeZone });
}

export type StepId = "open" | "closed" | "frozen" | "checking" | "published";

/** Where a period stands on its way; before freezing the step is named 待冻结. */
export function stepOf(state: Period["state"]): StepId {
  if (state === "closed") return "frozen";
  if (state === "frozen") return "checking";
  if (state === "published") return "published";
  return "open";
}

/** Reasons by project, for what opens no matter this time. */
export type Held = Readonly<Record<string, string>>;

/**
 * The run's counts of matters with what the person holds back now. A light whose matter of the period before is still
 * in hand bears a reason too, but opens none: it is not counted.
 */
export function matterCounts(run: Pick<DryRun, "items">, held: Held): { matters: number; heldBack: number } {
  const opening = run.items.filter(({ opensMatter }) => opensMatter);
  const heldBack = opening.filter(({ projectId }) => held[projectId] !== undefined).length;
  return { matters: opening.length - heldBack, heldBack };
}

/** What is held back, without projects that open no matter any more. */
export function heldBody(run: Pick<DryRun, "items">, held: Held): { projectId: string; reason: string }[] {
  return run.items
    .filter(({ projectId, opensMatter }) => held[projectId] !== undefined && opensMatter)
    .map(({ projectId }) => ({ projectId, reason: held[projectId] ?? "" }));
}

/** +3, −5, nothing for no change. */
export function changeWords(change: number | undefined): string {
  if (!change) return "";
  return change > 0 ? `+${change}` : `−${-change}`;
}
