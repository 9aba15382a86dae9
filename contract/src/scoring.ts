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
