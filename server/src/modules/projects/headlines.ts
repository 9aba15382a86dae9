import { type Figures, getFigure } from "#kernel/figures";
import { freezeFigures } from "#kernel/periods";
import type { Tx } from "#platform/database";

/** What a bulletin of a month leads with; kept at the freeze by district and by level. */
const headlineFigures = [
  "projects.count",
  "projects.annual_plan",
  "projects.completed_this_year",
  "projects.completion_rate",
  "projects.ahead_of_time",
  "projects.start_rate",
];
const headlineGroups = ["area", "level"];

/** Keeps the headline figures of a freeze inside the caller's act. */
export async function keepHeadlines(tx: Tx, frozen: { periodId: string; validOn: string; knownAt: string; scope: string }, figures: Figures): Promise<void> {
  await freezeFigures(tx, frozen, { figures: headlineFigures.map((name) => getFigure(figures, name)), by: headlineGroups });
}
