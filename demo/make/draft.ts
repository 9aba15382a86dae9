import type { AmountBasis, ListClass, ListLevel, PlannedNode, Project, Stage, StageName, Precision } from "./shapes.ts";
import { apportion, type Share, sum } from "./apportion.ts";
import { pick, seeded } from "./seeded.ts";

/** A project while the city is being put together: amounts in whole 万元, cumulative by month. */
export type Draft = {
  key: string;
  name: string | null;
  sample: boolean;
  sampleAmounts: boolean;
  builder: string | null;
  county: string;
  town: string;
  chainKey: string | null;
  buildKind: Project["buildKind"];
  totalWan: number | null;
  totalBasis: AmountBasis;
  listings: { level: ListLevel; year: number; class: ListClass; planWan: number; validFrom: string }[];
  stages: Stage[];
  plannedNodes: PlannedNode[];
  /** Cumulative investment of the year after each month, January first. */
  years: Map<number, number[]>;
  events: string[];
  /** 1 is on plan; decides who is fast, who is late, who stands still. */
  speed: number;
  startedOn: string | null;
  notes: string[];
};

let serial = 0;

/** Numbers restart with every build, so that a second build in one process gives the same files. */
export function restartSerial(): void {
  serial = 0;
}

export function sampleDraft(county: string, chainKey: string | null): Draft {
  serial += 1;
  const key = `s-${county.toLowerCase()}-${String(serial).padStart(4, "0")}`;
  const random = seeded(key);
  return {
    key,
    name: null,
    sample: true,
    sampleAmounts: true,
    builder: null,
    county,
    town: "",
    chainKey,
    buildKind: random() < 0.72 ? "新建" : pick(random, ["扩建", "改建", "迁建"] as const),
    totalWan: null,
    totalBasis: "sample",
    listings: [],
    stages: [],
    plannedNodes: [],
    years: new Map(),
    events: [],
    speed: pick(random, [0.35, 0.6, 0.75, 0.85, 0.95, 1, 1, 1.05, 1.15, 1.3, 1.5]),
    startedOn: null,
    notes: [],
  };
}

/** When a report of a month is known: the fifth of the month after, at six in the evening. */
export function reportKnownAt(year: number, month: number): string {
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${next[0]}-${String(next[1]).padStart(2, "0")}-05T18:00:00+08:00`;
}

/** An act of a day is known the next morning at nine. */
export function dayKnownAt(on: string): string {
  return `${addDays(on, 1)}T09:00:00+08:00`;
}

export function addDays(on: string, days: number): string {
  return Temporal.PlainDate.from(on).add({ days }).toString();
}

export function stage(name: StageName, on: string, precision: Precision = "day"): Stage {
  return { stage: name, on, precision, knownAt: dayKnownAt(on), note: null };
}

export function list(draft: Draft, at: { level: ListLevel; year: number; planWan?: number; class?: ListClass; validFrom?: string }): void {
  draft.listings.push({
    level: at.level,
    year: at.year,
    class: at.class ?? "implementation",
    planWan: at.planWan ?? 0,
    validFrom: at.validFrom ?? `${at.year}-01-01`,
  });
}

export function isListed(draft: Draft, year: number, levels?: readonly ListLevel[]): boolean {
  return draft.listings.some((entry) => entry.year === year && (levels === undefined || levels.includes(entry.level)));
}

export function planOf(draft: Draft, year: number): number {
  return draft.listings.find((entry) => entry.year === year)?.planWan ?? 0;
}

/** Gives a project the same plan on every list of one year: then no reading of "whose plan" differs. */
export function setPlan(draft: Draft, year: number, planWan: number): void {
  for (const entry of draft.listings) if (entry.year === year) entry.planWan = planWan;
}

/** Splits a published annual plan over the projects of a list. */
export function splitPlan(drafts: readonly Draft[], year: number, planWan: number): void {
  const shares: Share[] = drafts.map((draft) => {
    const left = draft.totalWan === null ? 400_000 : draft.totalWan - doneBefore(draft, year);
    const most = Math.max(200, Math.floor((left * 0.62) / 10) * 10);
    return { weight: Math.sqrt(most) * (0.6 + 0.8 * seeded(`${draft.key}:plan:${year}`)()), min: 100, max: most };
  });
  apportion(planWan, shares, 10).forEach((plan, index) => setPlan(drafts[index]!, year, plan));
}

export function doneBefore(draft: Draft, year: number): number {
  return sum([...draft.years].filter(([past]) => past < year).map(([, months]) => months.at(-1) ?? 0));
}

/** Splits a published total investment over samples, in steps of 100 万元. */
export function splitTotal(drafts: readonly Draft[], totalWan: number, bounds: readonly [number, number]): void {
  const shares = drafts.map((draft) => ({
    weight: 0.25 + seeded(`${draft.key}:total`)() ** 2 * 2,
    min: bounds[0],
    max: bounds[1],
  }));
  apportion(totalWan, shares, 100).forEach((total, index) => {
    drafts[index]!.totalWan = total;
    drafts[index]!.totalBasis = "sample";
  });
}
