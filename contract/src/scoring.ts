/**
 * 计分办法 (scoring schemes): the shapes that the office edits as a form and the server keeps in versions. What they
 * mean is in `scoring-rules.ts`. Weights and scores are decimal text, never floats; every threshold is the city's own.
 */
import { z } from "zod";

/** Decimal text with at most two places: a weight, a ceiling, a score. */
const points = z.string().regex(/^\d{1,4}(\.\d{1,2})?$/, "请写成最多两位小数的数，如 12.5");
const signedPoints = z.string().regex(/^-?\d{1,4}(\.\d{1,2})?$/, "请写成最多两位小数的数，如 -0.1");
/** A value in the figure's own unit: fen, a ratio (0.75), percentage points. */
const figureValue = z.string().regex(/^-?\d{1,16}(\.\d{1,8})?$/, "请写成数字");

/** Which figure of the catalogue, narrowed how. The unit scored is put in by the run. */
const asked = z.strictObject({
  figure: z.string().max(80),
  where: z.record(z.string().max(40), z.array(z.string().max(80)).max(20)).default({}),
});

/** What is to be reached: one value for all, the same figure's target of each unit, or another figure of the unit. */
const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("value"), value: figureValue }),
  z.strictObject({ kind: z.literal("figure"), of: asked }),
  z.strictObject({ kind: z.literal("perUnit"), values: z.record(z.string().max(80), figureValue) }),
]);

/** How a value becomes a share of the full mark (`scoring-rules.ts` says each with its arithmetic). */
export const simpleMethod = z.discriminatedUnion("kind", [
  /** 目标完成：value ÷ target, not above the cap; or all of the mark, or none. */
  z.strictObject({ kind: z.literal("target"), target, capPercent: z.int().min(100).max(200).default(100), isAllOrNothing: z.boolean().default(false) }),
  /** 功效系数：base + span × (value − worst) ÷ (best − worst), of 100. */
  z.strictObject({ kind: z.literal("efficacy"), basePercent: z.int().min(0).max(100).default(60) }),
  /** 争先进位：first takes the full mark, each rank below loses a step. */
  z.strictObject({ kind: z.literal("rank"), stepPercent: z.int().min(1).max(50).default(5), floorPercent: z.int().min(0).max(100).default(0) }),
  /** 均值法：the mean of the class takes the full mark, not above the cap. */
  z.strictObject({ kind: z.literal("mean"), capPercent: z.int().min(100).max(200).default(150) }),
]);
export type SimpleMethod = z.infer<typeof simpleMethod>;

export const scoringMethod = z.discriminatedUnion("kind", [
  ...simpleMethod.options,
  /** 增幅与总量：two values, each scored by a method of its own, mixed by shares that make 100. */
  z.strictObject({
    kind: z.literal("mix"),
    amount: simpleMethod,
    growth: simpleMethod,
    growthOf: asked,
    growthSharePercent: z.int().min(1).max(99).default(40),
  }),
  /** 加减分：so many points for each one counted, up to the ceiling; outside the 100 of the weights. */
  z.strictObject({ kind: z.literal("bonus"), each: signedPoints, ceiling: points }),
]);
export type ScoringMethod = z.infer<typeof scoringMethod>;

/**
 * What happens to a unit whose value is undefined. `redistribute`: its other indicators carry the weight; `classMean`:
 * the mean score of those that have one; `zero`: no points; `unranked`: a total, but no rank. Always shown.
 */
export const missingRule = z.enum(["redistribute", "classMean", "zero", "unranked"]);
export type MissingRule = z.infer<typeof missingRule>;

export const schemeIndicator = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().min(1).max(60),
  of: asked,
  direction: z.enum(["more", "less"]).default("more"),
  weight: points,
  method: scoringMethod,
  missing: missingRule,
});
export type SchemeIndicator = z.infer<typeof schemeIndicator>;

/** 一票否决：what costs a unit its rank, or its points, whatever the rest says. */
export const veto = z.strictObject({
  label: z.string().min(1).max(60),
  of: asked,
  isAtLeast: figureValue,
  effect: z.enum(["unranked", "zero"]),
});

export const schemeDocument = z.strictObject({
  /** The dimension whose keys are the units: area:county, area:town, org … */
  unitDimension: z.string().max(40),
  /** Keys of that dimension, in the order they are shown. */
  units: z
    .array(z.strictObject({ key: z.string().max(80), label: z.string().max(80) }))
    .min(1)
    .max(600),
  /** A class of fewer units gets scores, but no ranks. */
  minimumRanked: z.int().min(2).max(20).default(3),
  indicators: z.array(schemeIndicator).min(1).max(60),
  vetoes: z.array(veto).max(20).default([]),
});
export type SchemeDocument = z.infer<typeof schemeDocument>;

export const rhythms = { month: "月", quarter: "季", year: "年" } as const;
export const rhythm = z.enum(["month", "quarter", "year"]);

/** One version of a scheme; the newest adopted one is in force. */
export const schemeVersion = z.strictObject({
  schemeId: z.string(),
  number: z.int(),
  name: z.string(),
  rhythm,
  unitClass: z.string(),
  state: z.enum(["draft", "adopted"]),
  isSample: z.boolean(),
  document: schemeDocument,
  recordedAt: z.string(),
  /** The post that wrote this version; null for what was loaded. */
  by: z.string().nullable(),
  /** Why it can't be adopted yet, in sentences; empty for a sound one. */
  faults: z.array(z.string()),
});
export type SchemeVersion = z.infer<typeof schemeVersion>;

/** A class of units to choose from, as a figure's dimension names them. */
export const unitClass = z.strictObject({ name: z.string(), dimension: z.string(), units: z.array(z.strictObject({ key: z.string(), label: z.string() })) });

export const schemes = z.strictObject({ items: z.array(schemeVersion), classes: z.array(unitClass) });

export const schemeBody = z.strictObject({
  name: z.string().trim().min(2, "请填写名称").max(60),
  rhythm,
  unitClass: z.string().trim().min(1, "请填写参评单位类别").max(40),
  document: schemeDocument,
});

export const mark = z.strictObject({
  code: z.string(),
  label: z.string(),
  /** Hundredths of a point; null where a missing value leaves none. */
  score: z.int().nullable(),
  full: z.int(),
  how: z.string(),
  isMissing: z.boolean(),
  /** The figure's value in its own unit, as a decimal; null where undefined. */
  value: z.number().nullable(),
  figure: z.string(),
});

export const unitScore = z.strictObject({
  key: z.string(),
  label: z.string(),
  total: z.int(),
  rank: z.int().nullable(),
  unrankedBecause: z.string().nullable(),
  /** Places gained since the former run of the same scheme; null where there is none. */
  movement: z.int().nullable(),
  marks: z.array(mark),
});
export type UnitScoreAnswer = z.infer<typeof unitScore>;

export const trialBody = z.strictObject({
  /** What is tried: a stored version, or a document that is not saved. */
  document: schemeDocument,
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "请写成 2023-06"),
  /** The scheme whose version in force is compared with. */
  against: z.uuid().nullable().default(null),
});
export const trialAnswer = z.strictObject({
  month: z.string(),
  knownAt: z.string(),
  faults: z.array(z.string()),
  units: z.array(unitScore),
  against: z.array(unitScore),
});

export const runBody = z.strictObject({
  schemeId: z.uuid(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "请写成 2023-06"),
  kind: z.enum(["mock", "official"]),
});
export const appeal = z.strictObject({
  id: z.string(),
  unitKey: z.string(),
  unitLabel: z.string(),
  indicator: z.string(),
  reason: z.string(),
  dueOn: z.string(),
  state: z.enum(["open", "upheld", "refused", "withdrawn"]),
  answer: z.string().nullable(),
  filedAt: z.string(),
  isOverdue: z.boolean(),
});
export const scoringRun = z.strictObject({
  id: z.string(),
  schemeId: z.string(),
  schemeNumber: z.int(),
  schemeName: z.string(),
  unitClass: z.string(),
  rhythm,
  kind: z.enum(["mock", "official"]),
  month: z.string(),
  knownAt: z.string(),
  isPublished: z.boolean(),
  recordedAt: z.string(),
  /** Business day. */
  publishedOn: z.string().nullable(),
  /** Until when a unit may appeal; null before publication. */
  appealUntil: z.string().nullable(),
});
export type ScoringRun = z.infer<typeof scoringRun>;
export const scoringRuns = z.strictObject({ items: z.array(scoringRun) });
export const runDetail = z.strictObject({
  run: scoringRun,
  document: schemeDocument,
  units: z.array(unitScore),
  appeals: z.array(appeal),
  mayAppeal: z.array(z.string()),
});
export type RunDetail = z.infer<typeof runDetail>;
export const appealBody = z.strictObject({
  unitKey: z.string().max(80),
  indicator: z.string().max(40),
  reason: z.string().trim().min(4, "请写明理由").max(500),
});
export const appealDecisionBody = z.strictObject({ isUpheld: z.boolean(), answer: z.string().trim().min(4, "请写明答复").max(500) });
