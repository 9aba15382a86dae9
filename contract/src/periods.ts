import { z } from "zod";
import { comparator, figureUnit } from "./figures.ts";
import { month, periodState } from "./reports.ts";
import { verdict } from "./projects.ts";

export const period = z.strictObject({
  id: z.string(),
  month,
  name: z.string(),
  state: periodState,
  dueAt: z.string(),
  frozenAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  history: z.array(z.strictObject({ kind: z.string(), at: z.string(), by: z.string(), reason: z.string().nullable() })),
});
export type Period = z.infer<typeof period>;

export const periods = z.strictObject({ items: z.array(period), current: z.string().nullable() });

/** A light as it would be or was fixed, with what opens from it. */
export const runLight = z.strictObject({
  projectId: z.string(),
  name: z.string(),
  orgName: z.string(),
  verdict,
  before: verdict.nullable(),
  dimension: z.string(),
  sentence: z.string(),
  blockingParty: z.string().nullable(),
  opensMatter: z.boolean(),
  heldBackReason: z.string().nullable(),
  isExempt: z.boolean(),
});

export const dryRun = z.strictObject({
  month,
  knownAt: z.string(),
  counts: z.record(verdict, z.number().int()),
  changes: z.record(verdict, z.number().int()),
  matters: z.number().int(),
  heldBack: z.number().int(),
  reported: z.number().int(),
  expected: z.number().int(),
  unreported: z.array(z.strictObject({ projectId: z.string(), name: z.string(), orgName: z.string() })),
  openDoubts: z.number().int(),
  unreviewed: z.number().int(),
  /** Months whose own amount disagrees with the difference of cumulatives. */
  mismatches: z.number().int(),
  chaseText: z.string(),
  /** Whether this is what a freeze kept, read again, and not a trial. */
  isKept: z.boolean(),
  items: z.array(runLight),
});
export type DryRun = z.infer<typeof dryRun>;

/** A headline number as it was kept at the freeze, and as it is now where the reader may ask the whole city. */
export const keptFigure = z.strictObject({
  name: z.string(),
  labelZh: z.string(),
  labelEn: z.string(),
  unit: figureUnit,
  comparator,
  /** Whose rows were counted at the freeze. */
  scope: z.string(),
  kept: z.number().nullable(),
  now: z.number().nullable(),
  isMoved: z.boolean(),
  groups: z.array(z.strictObject({ key: z.string().nullable(), label: z.string(), kept: z.number().nullable(), now: z.number().nullable() })),
});

/** A row that counts otherwise now than at the freeze, with the newest act that changed it. */
export const keptChange = z.strictObject({
  figure: z.string(),
  labelZh: z.string(),
  labelEn: z.string(),
  unit: figureUnit,
  subjectId: z.string(),
  name: z.string(),
  /** null where the row was not, or is no more, counted. */
  before: z.number().nullable(),
  after: z.number().nullable(),
  act: z.strictObject({ word: z.string(), at: z.string(), by: z.string(), reason: z.string().nullable(), documentNo: z.string().nullable() }).nullable(),
});

/** 发布数 and 现数 of a frozen month. */
export const keptFigures = z.strictObject({
  month,
  frozenAt: z.string(),
  /** When the numbers of today were asked; null where the reader does not see the whole city. */
  askedAt: z.string().nullable(),
  figures: z.array(keptFigure),
  changes: z.array(keptChange),
  changesLeftOff: z.number().int(),
});
export type KeptFigures = z.infer<typeof keptFigures>;

export const openPeriodBody = z.strictObject({ month, dueAt: z.iso.datetime({ offset: true }).nullable().default(null) });
export const freezeBody = z.strictObject({ heldBack: z.array(z.strictObject({ projectId: z.uuid(), reason: z.string().min(2).max(300) })).default([]) });
export const reasonBody = z.strictObject({ reason: z.string().min(2).max(500) });

export const lightDimension = z.enum(["overall", "stage", "schedule", "money", "blockage", "freshness"]);

export const light = z.strictObject({
  id: z.string(),
  dimension: lightDimension,
  verdict,
  isFixed: z.boolean(),
  validOn: z.string(),
  knownAt: z.string(),
  ruleSet: z.string(),
  sentence: z.string(),
  clearing: z.string().nullable(),
  blockingParty: z.string().nullable(),
  inputs: z.array(z.strictObject({ name: z.string(), label: z.string(), value: z.union([z.number(), z.string(), z.null()]), unit: z.string() })),
  exemption: z.strictObject({ reason: z.string(), validTo: z.string(), documentNo: z.string().nullable() }).nullable(),
});
export type Light = z.infer<typeof light>;

export const lightsAnswer = z.strictObject({
  items: z.array(light),
  history: z.array(
    z.strictObject({ dimension: lightDimension, verdict, validOn: z.string(), recordedAt: z.string(), isFixed: z.boolean(), sentence: z.string() }),
  ),
});

/** How a rule set speaks of the four verdicts: colours belong to it (blue is praise here, a first warning elsewhere). */
export const verdictWords = z.record(verdict, z.strictObject({ word: z.string(), colour: z.enum(["blue", "green", "yellow", "red", "plain"]) }));

/** The sample rules of three-colour management, every threshold a number somebody may change. */
export const ruleDocument = z.strictObject({
  words: verdictWords,
  money: z.strictObject({ behindRemindPoints: z.number(), behindWarnPoints: z.number(), meritTopShare: z.number() }),
  schedule: z.strictObject({ lateRemindDays: z.number().int(), lateWarnDays: z.number().int() }),
  stage: z.strictObject({ startOverdueRemindMonths: z.number().int(), startOverdueWarnMonths: z.number().int() }),
  freshness: z.strictObject({ unreportedRemindMonths: z.number().int(), unreportedWarnMonths: z.number().int() }),
  blockage: z.strictObject({ overdueRemindDays: z.number().int(), overdueWarnDays: z.number().int() }),
  remindRunsToWarn: z.number().int(),
  worstWins: z.boolean(),
});
export type RuleDocument = z.infer<typeof ruleDocument>;

export const ruleSet = z.strictObject({
  id: z.string(),
  versionId: z.string(),
  name: z.string(),
  version: z.number().int(),
  documentNo: z.string().nullable(),
  isSample: z.boolean(),
  validFrom: z.string(),
  rules: ruleDocument,
});

export type RuleSet = z.infer<typeof ruleSet>;

export const exemptionRequestBody = z.strictObject({
  dimension: lightDimension,
  reason: z.string().min(4).max(500),
  documentNo: z.string().max(100).nullable().default(null),
  validTo: z.iso.date(),
});

export const exemptionDecisionBody = z.strictObject({ isGranted: z.boolean(), reason: z.string().min(2).max(500) });

export const ruleSetBody = z.strictObject({
  name: z.string().min(2).max(100),
  documentNo: z.string().max(100).nullable().default(null),
  validFrom: z.iso.date(),
  rules: ruleDocument,
});

/** What a freeze, a withdrawal or a publication did. */
export const periodActAnswer = z.strictObject({
  month,
  state: periodState,
  /** The instant frozen; null where none stands. */
  frozenAt: z.string().nullable(),
  lights: z.number().int(),
  mattersPrepared: z.number().int(),
  mattersHeldBack: z.number().int(),
  mattersReleased: z.number().int(),
  mattersWithdrawn: z.number().int(),
});
export type PeriodActAnswer = z.infer<typeof periodActAnswer>;

/** A kept light computed again from what was known then. */
export const replayAnswer = z.strictObject({
  isEqual: z.boolean(),
  kept: z.strictObject({ verdict, digest: z.string(), sentence: z.string() }),
  replayed: z.strictObject({ verdict, digest: z.string(), sentence: z.string() }).nullable(),
  /** Whether the rank was computed again, or taken as kept because the reader does not see the whole pool. */
  isPoolReplayed: z.boolean(),
  validOn: z.string(),
  knownAt: z.string(),
});
export type ReplayAnswer = z.infer<typeof replayAnswer>;
