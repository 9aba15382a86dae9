import { z } from "zod";

/** ISO calendar date, 2023-06-30. */
export const calendarDate = z.iso.date({ error: "请写成 2023-06-30 这样的日期" });

/** An instant with its offset, 2023-07-05T00:00:00Z or …+08:00; microseconds are kept. */
export const instant = z.iso.datetime({ offset: true, error: "请写成 2023-07-05T00:00:00Z 这样的时刻" });

/** fen: integer 分; count: 个; ratio: 0…1; points: 百分点, a number of points. */
export const figureUnit = z.enum(["fen", "count", "ratio", "points"]);
export type FigureUnit = z.infer<typeof figureUnit>;

export const comparator = z.enum(["=", ">=", ">", "<=", "<", "about"]);
export type Comparator = z.infer<typeof comparator>;

/** management: 调度数; statistics: 统计数; both: a comparison of the two. Null where a number is from neither book. */
export const figureLedger = z.enum(["management", "statistics", "both"]);
export type FigureLedger = z.infer<typeof figureLedger>;

/** Where the same thing stands in the other book: names of figures to be asked with the same question. */
export const figureCounterpart = z.strictObject({ figure: z.string(), difference: z.string(), explained: z.string() });

/** One entry of the catalogue. */
export const figureEntry = z.strictObject({
  name: z.string(),
  labelZh: z.string(),
  labelEn: z.string(),
  unit: figureUnit,
  /** state: at validOn; flow: over validFrom…validOn. */
  tense: z.enum(["state", "flow"]),
  definition: z.string(),
  formula: z.string(),
  ledger: figureLedger.nullable(),
  counterpart: figureCounterpart.nullable(),
  dimensions: z.array(z.strictObject({ name: z.string(), labelZh: z.string(), labelEn: z.string(), overlaps: z.boolean() })),
});
export type FigureEntry = z.infer<typeof figureEntry>;

export const figureGroup = z.strictObject({
  key: z.string().nullable(),
  label: z.string(),
  /** The second grouping's key and label, when `by` was given twice. */
  key2: z.string().nullable().optional(),
  label2: z.string().optional(),
  value: z.number().nullable(),
  comparator,
  unreported: z.number().int(),
});

export const figureAnswer = z.strictObject({
  name: z.string(),
  labelZh: z.string(),
  unit: figureUnit,
  definition: z.string(),
  formula: z.string(),
  ledger: figureLedger.nullable(),
  counterpart: figureCounterpart.nullable(),
  validFrom: z.string().nullable(),
  validOn: z.string(),
  knownAt: z.string(),
  /** Whose rows were counted: the asker's reach in words. */
  scope: z.string(),
  comparator,
  /** null where undefined (an empty denominator, nothing reported): never 0 for it. */
  value: z.number().nullable(),
  /** Parts of a ratio, so that the formula can be shown with its numbers. */
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** Rows whose month is not reported; they count with their last cumulative of the same year. */
  unreported: z.number().int(),
  corrected: z.number().int(),
  rowCount: z.number().int(),
  groups: z.array(figureGroup),
  /** Whether the groups may count one row more than once, so that they need not sum to the total. */
  overlaps: z.boolean(),
  rowsUrl: z.string(),
});
export type FigureAnswer = z.infer<typeof figureAnswer>;

export const figureRow = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** What the row speaks of; a subject may stand in several rows. */
  subjectId: z.string(),
  /** What is to be said beside the row, as the reason of a difference. */
  note: z.string().nullable(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  comparator,
  isUnreported: z.boolean(),
  isCorrected: z.boolean(),
  /** When the newest number of this row became known; null where nothing was reported. */
  knownAt: z.string().nullable(),
  /** The unit that reported it. */
  by: z.string().nullable(),
});

export const figureRows = z.strictObject({ items: z.array(figureRow), next: z.string().nullable() });
export type FigureRows = z.infer<typeof figureRows>;
