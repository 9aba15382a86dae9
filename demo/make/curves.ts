import { apportion } from "./apportion.ts";
import { doneBefore, planOf, type Draft } from "./draft.ts";
import { seeded } from "./seeded.ts";

/**
 * How much was done by which month. Published sums fix some months (“anchors”); between them each
 * project grows along its own curve and never falls.
 */
export type Anchors = Map<string, Map<number, number>>;

/** Nobody reports more than this many times the plan, even in a year that did 1.72 times of it. */
const mostOfPlan = 2.7;

type Fit = { anchors: Anchors; year: number; month: number; cap?: number };

function anchorsOf(anchors: Anchors, draft: Draft, year: number): Map<number, number> {
  const key = `${draft.key}:${year}`;
  const found = anchors.get(key) ?? new Map<number, number>();
  anchors.set(key, found);
  return found;
}

/** The first month of the year in which work can be reported: 1 for continued projects, 13 if not begun. */
export function firstMonth(draft: Draft, year: number): number {
  if (draft.startedOn === null) return draft.stages.some((entry) => entry.stage === "started") ? 1 : 13;
  const began = Number(draft.startedOn.slice(0, 4));
  if (began < year) return 1;
  return began > year ? 13 : Number(draft.startedOn.slice(5, 7));
}

function boundsAt(draft: Draft, { anchors, year, month, cap = 0.95 }: Fit): { min: number; max: number } {
  const known = [...anchorsOf(anchors, draft, year)];
  const min = Math.max(0, ...known.filter(([at]) => at <= month).map(([, done]) => done));
  const later = known.filter(([at]) => at >= month).map(([, done]) => done);
  if (firstMonth(draft, year) > month) return { min: 0, max: 0 };
  const room = draft.totalWan === null ? Infinity : Math.floor(draft.totalWan * cap) - doneBefore(draft, year);
  const most = Math.floor(planOf(draft, year) * mostOfPlan);
  return { min, max: Math.max(min, Math.min(room, ...later, most)) };
}

/** Makes the projects' cumulative investment of the month add up to a published sum. */
export function fitSum(drafts: readonly Draft[], totalWan: number, fit: Fit): void {
  const shares = drafts.map((draft) => {
    const { min, max } = boundsAt(draft, fit);
    const wanted = planOf(draft, fit.year) * draft.speed * (0.85 + 0.3 * seeded(`${draft.key}:${fit.year}`)());
    return { weight: Math.max(1, wanted - min), min, max };
  });
  apportion(totalWan, shares).forEach((part, index) => {
    anchorsOf(fit.anchors, drafts[index]!, fit.year).set(fit.month, part);
  });
}

/** Sets one project's month where no sum is published: `ratio` of its plan, within its bounds. */
export function fitOne(draft: Draft, ratio: number, fit: Fit): void {
  const { min, max } = boundsAt(draft, fit);
  const wanted = Math.round(planOf(draft, fit.year) * ratio);
  anchorsOf(fit.anchors, draft, fit.year).set(fit.month, Math.min(max, Math.max(min, wanted)));
}

export function anchorAt(anchors: Anchors, draft: Draft, { year, month }: { year: number; month: number }): number {
  return anchorsOf(anchors, draft, year).get(month) ?? 0;
}

/** Fills the months between the anchors. A project without an anchor in the last month has no reports. */
export function drawCurves(drafts: readonly Draft[], year: number, anchors: Anchors): void {
  for (const draft of drafts) {
    const known = [...anchorsOf(anchors, draft, year)].sort((a, b) => a[0] - b[0]);
    if (known.length === 0) continue;
    const first = Math.min(firstMonth(draft, year), 12);
    const points: [number, number][] = [[first - 1, 0], ...known.filter(([month]) => month >= first)];
    const last = known.at(-1)![0];
    const months = Array.from({ length: last }, (_, index) => valueAt(points, index + 1, draft.key));
    draft.years.set(year, months);
  }
}

function valueAt(points: readonly [number, number][], month: number, key: string): number {
  if (month <= points[0]![0]) return 0;
  const next = points.findIndex(([at]) => at >= month);
  if (next <= 0) return points.at(-1)![1];
  const [from, low] = points[next - 1]!;
  const [to, high] = points[next]!;
  const bend = 0.85 + 0.4 * seeded(`${key}:${from}`)();
  return low + Math.round((high - low) * ((month - from) / (to - from)) ** bend);
}
