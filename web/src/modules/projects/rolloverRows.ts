import { plainWan } from "@baton/contract/amounts";
import type { RolloverCandidate, RolloverException } from "@baton/contract/listings";
import { fenOf, type TypedAmount } from "./projectForm.ts";

/** What the person says of one candidate: whether it is carried over, with which plan (in 万元, as typed), as which class. */
export type RolloverRow = { candidate: RolloverCandidate; isChosen: boolean; plan: string; class: RolloverCandidate["class"] };

const notCarried = new Set<RolloverException>(["already-listed", "finished", "stopped", "fully-invested"]);

/** Whether it may be carried over at all: what already stands on the new list may not. */
export const isOpen = ({ exceptions }: RolloverCandidate): boolean => !exceptions.includes("already-listed");

/** The candidates as they are offered: carried over unless something speaks against it. */
export function firstRows(candidates: readonly RolloverCandidate[]): RolloverRow[] {
  return candidates.map((candidate) => ({
    candidate,
    isChosen: !candidate.exceptions.some((one) => notCarried.has(one)),
    plan: plainWan(candidate.suggestedPlanFen),
    class: candidate.class,
  }));
}

const typed = (plan: string): TypedAmount => ({ text: plan, unit: "万元" });

/** Fen of a row's plan; undefined where it is empty or was not understood. */
export function planOf(row: RolloverRow): number | undefined {
  return fenOf(typed(row.plan)) ?? undefined;
}

export type RolloverSum = { count: number; planFen: number; implementation: number; reserve: number; faulty: string[] };

/** What would be carried over, and which chosen rows have a plan that was not understood. */
export function sumOf(rows: readonly RolloverRow[]): RolloverSum {
  const chosen = rows.filter(({ isChosen }) => isChosen);
  return {
    count: chosen.length,
    planFen: chosen.reduce((sum, row) => sum + (planOf(row) ?? 0), 0),
    implementation: chosen.filter((row) => row.class === "implementation").length,
    reserve: chosen.filter((row) => row.class === "reserve").length,
    faulty: chosen.filter((row) => planOf(row) === undefined).map(({ candidate }) => candidate.projectId),
  };
}

/** How many candidates bear each exception, in the order in which they weigh. */
export function exceptionCounts(candidates: readonly RolloverCandidate[]): [RolloverException, number][] {
  const order: RolloverException[] = ["already-listed", "finished", "stopped", "fully-invested", "unreported"];
  return order
    .map((one): [RolloverException, number] => [one, candidates.filter(({ exceptions }) => exceptions.includes(one)).length])
    .filter(([, count]) => count > 0);
}
