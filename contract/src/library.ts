import { z } from "zod";
import { verdict } from "./projects.ts";

const fen = z.number().int().nonnegative();

/** Everything of one project's page except lists that are asked for on their own tab. */
export const projectPage = z.strictObject({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  builderName: z.string().nullable(),
  creditCode: z.string().nullable(),
  creditCodeWarning: z.string().nullable(),
  industry: z.strictObject({ code: z.string(), name: z.string() }).nullable(),
  buildKind: z.string().nullable(),
  totalInvestmentFen: fen.nullable(),
  fixedAssetFen: fen.nullable(),
  landMu: z.string().nullable(),
  content: z.string().nullable(),
  remark: z.string().nullable(),
  isSample: z.boolean(),
  account: z.strictObject({ orgId: z.string(), orgName: z.string(), areaCode: z.string().nullable(), areaName: z.string().nullable() }),
  place: z.strictObject({ longitude: z.string().nullable(), latitude: z.string().nullable() }),
  chains: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  listings: z.array(z.strictObject({ id: z.string(), year: z.number().int(), level: z.string(), class: z.string(), planFen: fen, planByMonthFen: z.array(z.number().int()).nullable(), adjustment: z.string().nullable(), reason: z.string().nullable(), documentNo: z.string().nullable(), validFrom: z.string(), validTo: z.string().nullable() })),
  stage: z.strictObject({ code: z.string(), name: z.string(), enteredOn: z.string(), precision: z.string() }).nullable(),
  stages: z.array(z.strictObject({ id: z.string(), code: z.string(), name: z.string(), enteredOn: z.string(), precision: z.string(), verdict: z.string(), source: z.string(), note: z.string().nullable(), evidence: z.array(z.strictObject({ id: z.string(), title: z.string() })) })),
  nodes: z.array(z.strictObject({ id: z.string(), kind: z.string(), name: z.string(), plannedOn: z.string(), dueOn: z.string(), baselineOn: z.string(), precision: z.string(), doneOn: z.string().nullable(), entersStage: z.string().nullable(), daysLate: z.number().int().nullable() })),
  batons: z.array(z.strictObject({ id: z.string(), role: z.string(), roleName: z.string(), holder: z.string(), holderOrg: z.string(), validFrom: z.string(), validTo: z.string().nullable(), note: z.string().nullable() })),
  vacantRoles: z.array(z.strictObject({ role: z.string(), roleName: z.string() })),
  completedFen: fen.nullable(),
  completedOn: z.string().nullable(),
  planFen: fen.nullable(),
  completionRate: z.number().nullable(),
  light: verdict.nullable(),
  knownAt: z.string(),
  validOn: z.string(),
  acts: z.array(z.string()),
});
export type ProjectDetail = z.infer<typeof projectPage>;

/** Plan against actual against time, month by month of one year; cumulative fen. */
export const moneySeries = z.strictObject({
  year: z.number().int(),
  planFen: fen.nullable(),
  months: z.array(z.strictObject({ month: z.string(), planFen: z.number().nullable(), doneFen: z.number().int().nullable(), isUnreported: z.boolean(), isCorrected: z.boolean(), statisticsFen: z.number().int().nullable(), timeProgress: z.number() })),
  difference: z.strictObject({ managementFen: z.number().int().nullable(), statisticsFen: z.number().int().nullable(), differenceFen: z.number().int().nullable(), explanation: z.string().nullable() }),
});

export const historyEntry = z.strictObject({ at: z.string(), by: z.string().nullable(), org: z.string().nullable(), kind: z.string(), sentence: z.string(), reason: z.string().nullable(), documentNo: z.string().nullable() });

export const duplicate = z.strictObject({ id: z.string().nullable(), name: z.string(), holdingUnit: z.string(), why: z.enum(["credit-code", "project-code", "name-and-place"]) });

export const projectInput = z.strictObject({
  name: z.string().min(2).max(200),
  code: z.string().max(40).nullable().default(null),
  builderName: z.string().max(200).nullable().default(null),
  creditCode: z.string().max(40).nullable().default(null),
  creditCodeOverride: z.string().max(200).nullable().default(null),
  accountOrgId: z.uuid(),
  buildKind: z.enum(["new", "continued", "expansion", "conversion", "relocation"]).nullable().default(null),
  chainIds: z.array(z.uuid()).max(10).default([]),
  industryCode: z.string().max(10).nullable().default(null),
  totalInvestmentFen: fen,
  fixedAssetFen: fen.nullable().default(null),
  landMu: z.string().regex(/^\d+(\.\d{1,4})?$/).nullable().default(null),
  longitude: z.string().nullable().default(null),
  latitude: z.string().nullable().default(null),
  content: z.string().max(4_000).nullable().default(null),
  remark: z.string().max(2_000).nullable().default(null),
  /** Said after seeing the possible duplicates. */
  isNotDuplicate: z.boolean().default(false),
});
export type ProjectInput = z.infer<typeof projectInput>;

export const newProjectBody = projectInput.extend({
  listing: z.strictObject({ year: z.number().int().min(1990).max(2100), level: z.enum(["province", "city", "county"]), class: z.enum(["implementation", "reserve"]), planFen: fen }),
  stage: z.string(),
});
export const editProjectBody = z.strictObject({ version: z.uuid(), project: projectInput });

export const adjustmentBody = z.strictObject({
  kind: z.enum(["added", "reserve_to_implementation", "implementation_to_reserve", "left"]),
  year: z.number().int(),
  level: z.enum(["province", "city", "county"]),
  class: z.enum(["implementation", "reserve"]).optional(),
  planFen: fen.optional(),
  effectiveOn: z.iso.date(),
  reason: z.string().min(2).max(500),
  documentNo: z.string().max(100),
});

export const stageEntryBody = z.strictObject({
  stage: z.string(),
  enteredOn: z.iso.date(),
  precision: z.enum(["day", "month", "quarter", "year", "by"]).default("day"),
  evidenceIds: z.array(z.uuid()).default([]),
  /** Reason for entering a side state, or for entering with conditions. */
  reason: z.string().max(500).nullable().default(null),
});

export const nodeBody = z.strictObject({ nodeId: z.uuid().nullable(), kind: z.string().max(40), name: z.string().min(1).max(100), plannedOn: z.iso.date(), dueOn: z.iso.date(), doneOn: z.iso.date().nullable().default(null), reason: z.string().max(300).nullable().default(null) });

export const handoverBody = z.strictObject({ role: z.string().max(40), toPostId: z.number().int(), on: z.iso.date(), note: z.string().min(2).max(500) });

/** Roles of batons on a project, in their order on the page. */
export const batonRoles = [
  { code: "leader_in_charge", zh: "帮包领导" },
  { code: "task_force", zh: "专班" },
  { code: "locality", zh: "属地" },
  { code: "department", zh: "责任部门" },
  { code: "enterprise", zh: "企业主体" },
  { code: "service_officer", zh: "服务专员" },
] as const;

export const rolloverBody = z.strictObject({ fromYear: z.number().int(), toYear: z.number().int(), level: z.enum(["province", "city", "county"]), documentNo: z.string().max(100), rows: z.array(z.strictObject({ projectId: z.uuid(), planFen: fen, class: z.enum(["implementation", "reserve"]) })).min(1).max(5_000) });
