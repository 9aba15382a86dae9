/** Approvals (审批): other dates for a node, and what deciding any approval would change. */
import { z } from "zod";
import { sentence } from "./matters.ts";

/** 改期申请: other dates for one open node. */
export const replanBody = z.strictObject({
  nodeId: z.uuid(),
  plannedOn: z.iso.date(),
  dueOn: z.iso.date(),
  reason: sentence(300, "请写明改期原因"),
  documentNo: z.string().trim().max(80).nullable().default(null),
});
export type ReplanAsked = z.infer<typeof replanBody>;

/** A re-plan is granted as it was asked, or refused: half of a plan is another plan. */
export const replanDecisionBody = z.strictObject({
  lastSequence: z.int().min(1).optional(),
  isGranted: z.boolean(),
  reason: sentence(300, "请写明审批意见"),
});

/** One thing that granting would change, in words; null where there is nothing before or after. */
export const approvalEffect = z.strictObject({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type ApprovalEffect = z.infer<typeof approvalEffect>;

export const approvalEffects = z.strictObject({
  /** What 同意 would change; 不同意 changes nothing but the approval itself. */
  items: z.array(approvalEffect),
  /** Why it cannot be granted as it stands, in a sentence; null where it can. */
  obstacle: z.string().nullable(),
});
export type ApprovalEffects = z.infer<typeof approvalEffects>;
