import { z } from "zod";
import { adjustmentBody } from "./library.ts";

const fen = z.number().int().nonnegative();
const level = z.enum(["province", "city", "county"]);
const listClass = z.enum(["implementation", "reserve"]);

/** One of the four adjustments over several projects: all or none. A row's own plan goes before the common one. */
export const adjustmentsBody = adjustmentBody.extend({
  rows: z
    .array(z.strictObject({ projectId: z.uuid(), planFen: fen.optional() }))
    .min(1)
    .max(2_000),
});
export type Adjustments = z.infer<typeof adjustmentsBody>;
/** The same before reason and document are written: what turns on them is nothing. */
export const adjustmentsPreviewBody = adjustmentsBody.omit({ reason: true, documentNo: true });
export type AdjustmentsPreviewed = z.infer<typeof adjustmentsPreviewBody>;

const standing = z.strictObject({ class: listClass, planFen: fen });

/** What an adjustment would do, told before anything is written: `fault` says why a row may not move. */
export const adjustmentsPreview = z.strictObject({
  rows: z.array(
    z.strictObject({
      projectId: z.string(),
      name: z.string().nullable(),
      /** Null where the project is not on the list. */
      from: standing.nullable(),
      /** Null where it leaves the list, or where `fault` keeps it where it is. */
      to: standing.nullable(),
      fault: z.string().nullable(),
    }),
  ),
  movableCount: z.number().int(),
  planBeforeFen: fen,
  planAfterFen: fen,
});
export type AdjustmentsPreview = z.infer<typeof adjustmentsPreview>;
export const adjustmentsWritten = z.strictObject({ written: z.number().int() });

export const rolloverQuery = z.strictObject({
  fromYear: z.coerce.number().int().min(1990).max(2100),
  toYear: z.coerce.number().int().min(1990).max(2100),
  level,
});

/**
 * Why a project on the old list is looked at before it is carried over. `already-listed` cannot be carried; `finished`
 * (投产, 达效), `stopped` (搁置, 流转, 终止) and `fully-invested` by default are not; `unreported` only asks for a look.
 */
export const rolloverException = z.enum(["already-listed", "finished", "stopped", "fully-invested", "unreported"]);
export type RolloverException = z.infer<typeof rolloverException>;

export const rolloverCandidate = z.strictObject({
  projectId: z.string(),
  name: z.string(),
  orgName: z.string(),
  class: listClass,
  planFen: fen,
  /** Cumulative of the old year as last reported; null where nothing was. */
  doneFen: z.number().int().nullable(),
  totalInvestmentFen: fen.nullable(),
  /** Total less what was done in all years; null without a total. Below zero where more was done than planned. */
  remainingFen: z.number().int().nullable(),
  stage: z.string().nullable(),
  exceptions: z.array(rolloverException),
  /** The smaller of last year's plan and what remains: to be looked at, row by row. */
  suggestedPlanFen: fen,
});
export type RolloverCandidate = z.infer<typeof rolloverCandidate>;
export const rolloverCandidates = z.strictObject({ fromYear: z.number().int(), toYear: z.number().int(), level, items: z.array(rolloverCandidate) });

/** A rollover that was done; `count` and `planFen` are of the rows that still stand as it wrote them. */
export const rolloverDone = z.strictObject({
  id: z.string(),
  toYear: z.number().int(),
  level,
  count: z.number().int(),
  planFen: fen,
  documentNo: z.string().nullable(),
  recordedAt: z.string(),
  by: z.string().nullable(),
});
export type RolloverDone = z.infer<typeof rolloverDone>;
export const rolloversDone = z.strictObject({ items: z.array(rolloverDone) });
export const rolloverWithdrawalBody = z.strictObject({ reason: z.string().trim().min(2, "请写明撤回的原因。").max(500) });
export const rolloverWithdrawn = z.strictObject({ withdrawn: z.number().int() });
