import { z } from "zod";
import { verdict } from "./projects.ts";
import { doubt } from "./reports.ts";

const fen = z.number().int().nonnegative();

/** Everything of one project's page except lists that are asked for on their own tab. */
export const projectPage = z.strictObject({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  builderName: z.string().nullable(),
  creditCode: z.string().nullable(),
  /** Why a code stays that fails its check characters. */
  creditCodeOverride: z.string().nullable(),
  creditCodeWarning: z.string().nullable(),
  industry: z.strictObject({ code: z.string(), name: z.string() }).nullable(),
  buildKind: z.string().nullable(),
  totalInvestmentFen: fen.nullable(),
  fixedAssetFen: fen.nullable(),
  landMu: z.string().nullable(),
  content: z.string().nullable(),
  remark: z.string().nullable(),
  isSample: z.boolean(),
  /** The project this one was merged into, as known; null for a project that counts by itself. */
  mergedIntoId: z.string().nullable(),
  account: z.strictObject({ orgId: z.string(), orgName: z.string(), areaCode: z.string().nullable(), areaName: z.string().nullable() }),
  place: z.strictObject({ longitude: z.string().nullable(), latitude: z.string().nullable() }),
  chains: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  /** Every span on every list, oldest first, as known. */
  listings: z.array(
    z.strictObject({
      id: z.string(),
      year: z.number().int(),
      level: z.string(),
      class: z.string(),
      planFen: fen,
      planByMonthFen: z.array(z.number().int()).nullable(),
      adjustment: z.string().nullable(),
      reason: z.string().nullable(),
      documentNo: z.string().nullable(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
    }),
  ),
  stage: z.strictObject({ code: z.string(), name: z.string(), enteredOn: z.string(), precision: z.string() }).nullable(),
  stages: z.array(
    z.strictObject({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      enteredOn: z.string(),
      precision: z.string(),
      verdict: z.string(),
      source: z.string(),
      note: z.string().nullable(),
      evidence: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    }),
  ),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      plannedOn: z.string(),
      dueOn: z.string(),
      baselineOn: z.string(),
      precision: z.string(),
      doneOn: z.string().nullable(),
      entersStage: z.string().nullable(),
      daysLate: z.number().int().nullable(),
    }),
  ),
  batons: z.array(
    z.strictObject({
      id: z.string(),
      role: z.string(),
      roleName: z.string(),
      holder: z.string(),
      holderOrg: z.string(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
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
  months: z.array(
    z.strictObject({
      month: z.string(),
      planFen: z.number().nullable(),
      doneFen: z.number().int().nullable(),
      isUnreported: z.boolean(),
      isCorrected: z.boolean(),
      statisticsFen: z.number().int().nullable(),
      timeProgress: z.number(),
    }),
  ),
  difference: z.strictObject({
    managementFen: z.number().int().nullable(),
    statisticsFen: z.number().int().nullable(),
    differenceFen: z.number().int().nullable(),
    explanation: z.string().nullable(),
  }),
});

/** The months of one project, newest first, with what each went through. Amounts in fen. */
export const projectReports = z.strictObject({
  items: z.array(
    z.strictObject({
      month: z.string(),
      status: z.enum(["submitted", "accepted", "returned", "withdrawn"]),
      monthFen: z.number().int().nullable(),
      cumulativeFen: z.number().int(),
      isUnchanged: z.boolean(),
      isLate: z.boolean(),
      progressText: z.string().nullable(),
      problemText: z.string().nullable(),
      doubts: z.array(doubt),
      doubtReason: z.string().nullable(),
      returnReason: z.string().nullable(),
      returnField: z.string().nullable(),
      correctionReason: z.string().nullable(),
      /** When this state became known, and the post that wrote it; null for migrated history. */
      recordedAt: z.string(),
      by: z.string().nullable(),
    }),
  ),
});
export type ProjectReports = z.infer<typeof projectReports>;

export const historyEntry = z.strictObject({
  at: z.string(),
  by: z.string().nullable(),
  org: z.string().nullable(),
  kind: z.string(),
  sentence: z.string(),
  reason: z.string().nullable(),
  documentNo: z.string().nullable(),
});

export const projectHistory = z.strictObject({
  items: z.array(historyEntry),
  /** Instant to ask further back from; null at the beginning. */ next: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;
export type MoneySeries = z.infer<typeof moneySeries>;

/** A possible duplicate. Of a project outside the asker's reach only the match and the holding unit are told: id is null. */
export const duplicate = z.strictObject({
  id: z.string().nullable(),
  name: z.string(),
  holdingUnit: z.string(),
  why: z.enum(["credit-code", "project-code", "name-and-place"]),
});

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
  landMu: z
    .string()
    .regex(/^\d+(\.\d{1,4})?$/)
    .nullable()
    .default(null),
  longitude: z.string().nullable().default(null),
  latitude: z.string().nullable().default(null),
  content: z.string().max(4_000).nullable().default(null),
  remark: z.string().max(2_000).nullable().default(null),
});
export type ProjectInput = z.infer<typeof projectInput>;

export const newProjectBody = projectInput.extend({
  listing: z.strictObject({
    year: z.number().int().min(1990).max(2100),
    level: z.enum(["province", "city", "county"]),
    class: z.enum(["implementation", "reserve"]),
    planFen: fen,
  }),
  stage: z.string(),
  /** Said after seeing the possible duplicates, with the reason; those named are not offered as duplicates again. */
  isNotDuplicate: z.boolean().default(false),
  distinctReason: z.string().max(500).nullable().default(null),
  distinctFromIds: z.array(z.uuid()).max(20).default([]),
});
export const editProjectBody = z.strictObject({
  version: z.uuid(),
  project: projectInput,
  /** On what ground it was changed; kept with the act and shown in the history. */
  reason: z.string().max(500).nullable().default(null),
});

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

/** Takes back a stage that was entered wrongly; the entry stays in the history with this reason. */
export const stageWithdrawalBody = z.strictObject({ reason: z.string().trim().min(2, "请写明撤回的原因。").max(500) });

export const nodeBody = z.strictObject({
  nodeId: z.uuid().nullable(),
  kind: z.string().max(40),
  name: z.string().min(1).max(100),
  plannedOn: z.iso.date(),
  dueOn: z.iso.date(),
  doneOn: z.iso.date().nullable().default(null),
  reason: z.string().max(300).nullable().default(null),
});

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

export const rolloverBody = z.strictObject({
  fromYear: z.number().int(),
  toYear: z.number().int(),
  level: z.enum(["province", "city", "county"]),
  documentNo: z.string().max(100),
  rows: z
    .array(z.strictObject({ projectId: z.uuid(), planFen: fen, class: z.enum(["implementation", "reserve"]) }))
    .min(1)
    .max(5_000),
});

/** What evidence shows. A ceremony and a framework agreement have kinds of their own, so that neither passes for a start or a signing. */
export const evidenceKinds = [
  { code: "contract", zh: "正式合同" },
  { code: "framework", zh: "框架（意向）协议" },
  { code: "company", zh: "公司注册（营业执照）" },
  { code: "approval", zh: "立项（备案、核准）文件" },
  { code: "land", zh: "土地或厂房落实材料" },
  { code: "permit", zh: "施工许可证" },
  { code: "works", zh: "永久性工程实际开工材料" },
  { code: "ceremony", zh: "开工活动材料" },
  { code: "production", zh: "投产证明材料" },
  { code: "capacity", zh: "达效证明材料" },
  { code: "progress", zh: "形象进度材料" },
  { code: "other", zh: "其他材料" },
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number]["code"];

/** What an entry into a stage rests on (default of domain practice, 示例): every kind named must be there. Other stages ask for nothing. */
export const stageGates: Readonly<Record<string, readonly EvidenceKind[]>> = {
  signed: ["contract"],
  landed: ["company", "approval", "land"],
  started: ["works"],
  in_production: ["production"],
};

export const evidenceRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  proves: z.string(),
  provesName: z.string(),
  fileName: z.string().nullable(),
  mediaType: z.string().nullable(),
  byteCount: z.number().int().nullable(),
  sha256: z.string().nullable(),
  takenOn: z.string().nullable(),
  recordedAt: z.string(),
  by: z.string().nullable(),
});
export type EvidenceRow = z.infer<typeof evidenceRow>;
export const evidenceList = z.strictObject({ items: z.array(evidenceRow) });

/** Fields beside the `file` of an upload (multipart). */
export const evidenceFields = z.strictObject({
  proves: z.enum(evidenceKinds.map((kind) => kind.code) as [EvidenceKind, ...EvidenceKind[]], { error: "请选择材料证明什么" }),
  title: z.string().trim().min(1, "请填写材料名称。").max(200),
  takenOn: z.iso.date().optional(),
});

export const duplicatesQuery = z.strictObject({
  name: z.string().max(200).optional(),
  code: z.string().max(40).optional(),
  creditCode: z.string().max(40).optional(),
  orgId: z.uuid().optional(),
  /** The project that is being edited. */ except: z.uuid().optional(),
});
export const duplicatesAnswer = z.strictObject({ items: z.array(duplicate) });

/** Answers of the writes: which thing was written, and the version to edit next where there is one. */
export const projectWritten = z.strictObject({ id: z.string(), version: z.string() });
export const thingWritten = z.strictObject({ id: z.string() });
export const stageWritten = z.strictObject({ id: z.string(), verdict: z.enum(["met", "conditional"]) });
export const rolloverWritten = z.strictObject({
  /** Names the rollover, to take it back. */ id: z.string(),
  written: z.number().int(),
  toYear: z.number().int(),
});

/** Merges this project into another: dated by the act, so that both still count when asked as known before. */
export const mergeBody = z.strictObject({ intoId: z.uuid(), reason: z.string().min(2).max(500), documentNo: z.string().max(100).nullable().default(null) });

export type NewProject = z.infer<typeof newProjectBody>;
export type Adjustment = z.infer<typeof adjustmentBody>;
export type Rollover = z.infer<typeof rolloverBody>;
export type StageEntering = z.infer<typeof stageEntryBody>;
export type NodeInput = z.infer<typeof nodeBody>;
export type Handover = z.infer<typeof handoverBody>;
export type Duplicate = z.infer<typeof duplicate>;

/** One value that two people changed: what is stored now, and what was sent. */
export const editConflict = z.strictObject({ field: z.string(), label: z.string(), stored: z.string().nullable(), sent: z.string().nullable() });
export type EditConflict = z.infer<typeof editConflict>;
