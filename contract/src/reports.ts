import { z } from "zod";

/** A month as people say it: 2023-06. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "请写成 2023-06 这样的月份" });

export const reportStatus = z.enum(["unreported", "draft", "submitted", "returned", "accepted"]);
export type ReportStatus = z.infer<typeof reportStatus>;

/** Something a reviewer should look at; it never blocks and is never corrected by the program. */
export const doubt = z.strictObject({
  code: z.enum([
    "above-total",
    "above-plan-many-times",
    "ten-times-last-month",
    "last-days-jump",
    "same-as-last-month",
    "round-numbers",
    "plan-lowered",
    "no-permit",
    "decreased",
    "zero-progress",
  ]),
  field: z.enum(["month", "cumulative", "progress", "plan", "stage"]),
  sentence: z.string(),
  /** A value the reporter may take by one press, in fen; null where none suggests itself. */
  suggestedFen: z.number().int().nullable(),
});
export type Doubt = z.infer<typeof doubt>;

/** What a reporter types. Amounts in fen; either fills the other. `isUnchanged` is 本月无变化. */
export const reportFields = z.strictObject({
  monthFen: z.number().int().nullable().default(null),
  cumulativeFen: z.number().int().nullable().default(null),
  isUnchanged: z.boolean().default(false),
  progressText: z.string().max(2_000).nullable().default(null),
  doubtReason: z.string().max(500).nullable().default(null),
  problem: z
    .strictObject({
      text: z.string().min(1).max(1_000),
      blockingParty: z.enum(["locality", "department", "enterprise"]),
      need: z.string().min(1).max(500),
      neededBy: z.iso.date(),
    })
    .nullable()
    .default(null),
  /** Problems of earlier months that stand open: said solved or not, by matter id. */
  problemsSolved: z.record(z.string(), z.boolean()).default({}),
});
export type ReportFields = z.infer<typeof reportFields>;

/** What the rules ask of a project beside its row on the sheet (ReportFacts): only where something is reported. */
export const rowFacts = z.strictObject({
  planBeforeFen: z.number().int().nullable(),
  unchangedMonths: z.number().int(),
  isStartedWithoutPermit: z.boolean(),
  doneBeforeYearFen: z.number().int(),
});

export const reportRow = z.strictObject({
  projectId: z.string(),
  /** Which version of the row's report this is; sent back with a report or correction made over it. Null before the first. */
  version: z.string().nullable(),
  name: z.string(),
  code: z.string().nullable(),
  orgName: z.string(),
  totalInvestmentFen: z.number().int().nullable(),
  planFen: z.number().int(),
  /** Last cumulative of the same year before this month, and the month it stands for. */
  lastCumulativeFen: z.number().int().nullable(),
  lastMonth: z.string().nullable(),
  lastMonthFen: z.number().int().nullable(),
  lastProgressText: z.string().nullable(),
  status: reportStatus,
  isLate: z.boolean(),
  monthFen: z.number().int().nullable(),
  cumulativeFen: z.number().int().nullable(),
  isUnchanged: z.boolean(),
  progressText: z.string().nullable(),
  problemText: z.string().nullable(),
  doubts: z.array(doubt),
  doubtReason: z.string().nullable(),
  returnReason: z.string().nullable(),
  returnField: z.string().nullable(),
  /** Typing not yet submitted; null where there is none. */
  draft: reportFields.nullable(),
  draftRevision: z.number().int(),
  isCorrection: z.boolean(),
  openProblems: z.array(z.strictObject({ matterId: z.string(), title: z.string() })),
  /** Last twelve months' cumulative within their years, oldest first, for the small chart. */
  recent: z.array(z.strictObject({ month: z.string(), cumulativeFen: z.number().int() })),
  /** So that typing raises the doubts that the server will raise; null for a row that cannot be reported now. */
  facts: rowFacts.nullable(),
  canReport: z.boolean(),
  canReview: z.boolean(),
  /** The reader accepted it and may take that back until the month is frozen. */
  canUndoReview: z.boolean(),
});
export type ReportRow = z.infer<typeof reportRow>;

export const periodState = z.enum(["none", "open", "closed", "frozen", "published"]);

export const reportSheet = z.strictObject({
  month,
  state: periodState,
  dueAt: z.string().nullable(),
  frozenAt: z.string().nullable(),
  counts: z.strictObject({
    all: z.number().int(),
    unreported: z.number().int(),
    submitted: z.number().int(),
    returned: z.number().int(),
    accepted: z.number().int(),
    doubtful: z.number().int(),
  }),
  items: z.array(reportRow),
});
export type ReportSheet = z.infer<typeof reportSheet>;

/** One row refused while others went through: an error blocks its row alone. */
export const rowFault = z.strictObject({ projectId: z.string(), field: z.string(), code: z.string(), message: z.string(), remedy: z.string() });
export type RowFault = z.infer<typeof rowFault>;

export const draftsBody = z.strictObject({
  rows: z
    .array(z.strictObject({ projectId: z.uuid(), revision: z.number().int(), fields: reportFields.nullable() }))
    .min(1)
    .max(500),
});
/** A draft changed meanwhile by somebody else keeps both: the stored one comes back for the person to choose. */
export const draftsAnswer = z.strictObject({
  saved: z.array(z.strictObject({ projectId: z.string(), revision: z.number().int() })),
  conflicts: z.array(z.strictObject({ projectId: z.string(), revision: z.number().int(), fields: reportFields, by: z.string() })),
  savedAt: z.string(),
});

/** The version that was read; over another one nothing is written. Left out, it is not asked. */
const readVersion = z.uuid().nullable().optional();

export const submissionsBody = z.strictObject({
  rows: z
    .array(z.strictObject({ projectId: z.uuid(), version: readVersion, fields: reportFields }))
    .min(1)
    .max(500),
});
export const submissionsAnswer = z.strictObject({ submitted: z.array(z.string()), late: z.number().int(), faults: z.array(rowFault), receipt: z.string() });

export const withdrawalsBody = z.strictObject({ projectIds: z.array(z.uuid()).min(1).max(500) });
export const withdrawalsAnswer = z.strictObject({ withdrawn: z.array(z.string()), faults: z.array(rowFault) });

export const reviewsBody = z.strictObject({
  accept: z.array(z.uuid()).max(2_000).default([]),
  returns: z
    .array(z.strictObject({ projectId: z.uuid(), reason: z.string().min(1).max(500), field: z.enum(["month", "cumulative", "progress", "problem"]) }))
    .max(500)
    .default([]),
});
export const reviewsAnswer = z.strictObject({ accepted: z.array(z.string()), returned: z.array(z.string()), faults: z.array(rowFault) });

/** Rows whose 通过 the reviewer takes back; they wait for review again. */
export const reviewUndoingsBody = z.strictObject({ projectIds: z.array(z.uuid()).min(1).max(2_000) });
export const reviewUndoingsAnswer = z.strictObject({ undone: z.array(z.string()), faults: z.array(rowFault) });

export const correctionBody = z.strictObject({
  projectId: z.uuid(),
  version: readVersion,
  cumulativeFen: z.number().int(),
  reason: z.string().min(2).max(500),
  documentNo: z.string().max(100).nullable().default(null),
});

export const statisticsBody = z.strictObject({
  projectId: z.uuid(),
  month,
  investmentFen: z.number().int().nullable(),
  isListed: z.boolean(),
  explanation: z.string().max(500).nullable().default(null),
});
