/**
 * The words of matters (事项): kinds, statuses, acts, closed lists, and what travels over HTTP. What a matter's state
 * is, and who may do what to it, are pure rules in `matter-state.ts` and `matter-acts.ts`.
 */
import { z } from "zod";
import type { Calendar } from "./calendar.ts";

export const matterKinds = {
  problem: "存在问题",
  light: "亮牌",
  instruction: "批示",
  supervision: "督办",
  request: "诉求",
  "approval-exemption": "豁免审批",
  "approval-extension": "延期审批",
  "approval-replan": "改期审批",
} as const;
export type MatterKind = keyof typeof matterKinds;
export const matterKindSchema = z.enum(Object.keys(matterKinds) as [MatterKind, ...MatterKind[]]);

export function isApproval(kind: MatterKind): boolean {
  return kind.startsWith("approval-");
}

export const matterStatuses = {
  prepared: "待发",
  held_back: "本期不发",
  open: "待签收",
  in_hand: "办理中",
  to_verify: "待核验",
  closed: "已销号",
  withdrawn: "已撤回",
} as const;
export type MatterStatus = keyof typeof matterStatuses;
export const matterStatusSchema = z.enum(Object.keys(matterStatuses) as [MatterStatus, ...MatterStatus[]]);

/** A clock may stand only for one of these; anything else is an extension, which is asked for and approved. */
export const pauseReasons = {
  awaiting_material: "等待申请方补正材料",
  statutory_procedure: "法定公示、听证、检测、鉴定、评审期间",
  upper_approval: "等待上级审批",
  litigation: "诉讼、仲裁或行政复议期间",
  force_majeure: "不可抗力",
} as const;
export type PauseReason = keyof typeof pauseReasons;

export const ratings = { satisfied: "满意", basically_satisfied: "基本满意", dissatisfied: "不满意" } as const;
export type Rating = keyof typeof ratings;

export const matterEventKinds = {
  opened: "交办",
  held_back: "本期不发",
  released: "发出",
  signed_for: "签收",
  assigned: "分办",
  undone: "撤销",
  handed_on: "转办",
  handed_over: "随责任移交",
  replied: "回复",
  extension_asked: "申请延期",
  extension_granted: "同意延期",
  extension_refused: "不同意延期",
  paused: "暂停计时",
  resumed: "恢复计时",
  done: "办结",
  verified: "核验通过",
  returned: "退回",
  closed: "销号",
  escalated: "提级",
  reopened: "重新打开",
  rated: "评价",
  withdrawn: "撤回",
} as const;
export type MatterEventKind = keyof typeof matterEventKinds;

/** One event of a matter, in the order of `sequence`. Absent parts are null; instants are ISO text. */
export type MatterEvent = {
  sequence: number;
  kind: MatterEventKind;
  at: string;
  byAccountId: string | null;
  byPostId: number | null;
  toPostId: number | null;
  toAccountId: string | null;
  /** Working days given: by the opening, a reopening or a granted extension. */
  workingDays: number | null;
  /** A word of a closed list (pause, rating, decision; `prepared` at an opening that waits), or a sentence. */
  reason: string | null;
  body: string | null;
};

/** What may be done to a matter, with the word on its button. */
export const matterActs = {
  sign: "签收",
  assign: "分办",
  undo: "撤销",
  hand_on: "转办",
  reply: "回复",
  done: "办结",
  ask_extension: "申请延期",
  decide: "审批",
  verify: "核验",
  return: "退回",
  pause: "暂停计时",
  resume: "恢复计时",
  chase: "催报",
  reopen: "重新打开",
  rate: "评价",
  withdraw: "撤回",
} as const;
export type MatterAct = keyof typeof matterActs;
export const matterActSchema = z.enum(Object.keys(matterActs) as [MatterAct, ...MatterAct[]]);

/** How one kind of matter runs. Versioned data: a matter keeps the version it was opened under. */
export type MatterRule = {
  /** Working days where the opening names none. */
  workingDays: number;
  /** How often it may be handed to another organisation. */
  handOnLimit: number;
  /** Struck off only after another person has verified it. */
  isVerified: boolean;
  isRatable: boolean;
  /** Working days of the one extension at most; 0 = no extension. */
  extensionDaysMax: number;
  /** Working days from the due day on which a reminder goes out: before, at and after. */
  reminderDays: readonly number[];
  /** Working days overdue at which it goes up to the first, second, third post of the organisation tree. */
  escalationDays: readonly number[];
};
export type MatterRules = Record<MatterKind, MatterRule>;

const ordinary = { handOnLimit: 1, isVerified: true, extensionDaysMax: 10, reminderDays: [-1, 0, 1], escalationDays: [1, 3, 5] } as const;
const approval = {
  workingDays: 3,
  handOnLimit: 0,
  isVerified: false,
  isRatable: false,
  extensionDaysMax: 0,
  reminderDays: [-1, 0, 1],
  escalationDays: [2],
} as const;

/** Version 1: sample values of ours, to be replaced by the city's own document. */
const version1: MatterRules = {
  // A stated problem lands at the office that looks after the subject: its sending it to whom it concerns is one, and one more.
  problem: { ...ordinary, workingDays: 10, handOnLimit: 2, isRatable: true },
  light: { ...ordinary, workingDays: 5, isRatable: false },
  instruction: { ...ordinary, workingDays: 7, isRatable: false },
  supervision: { ...ordinary, workingDays: 5, isRatable: false },
  request: { ...ordinary, workingDays: 5, isRatable: true },
  "approval-exemption": approval,
  "approval-extension": approval,
  "approval-replan": approval,
};

const ruleVersions: ReadonlyMap<number, MatterRules> = new Map([[1, version1]]);
export const currentRuleVersion = 1;

/** The rule a matter runs under; an unknown version is a bug, because versions are never taken away. */
export function matterRule(kind: MatterKind, version: number): MatterRule {
  const rules = ruleVersions.get(version);
  if (rules === undefined) throw new Error(`no version ${version} of the rules of matters`);
  return rules[kind];
}

/** Everything a deadline is a function of. */
export type MatterQuestion = { events: readonly MatterEvent[]; calendar: Calendar; rule: MatterRule };

// What travels ------------------------------------------------------------------------------------------------

export const sentence = (max: number, why: string) => z.string().trim().min(1, why).max(max, `不超过${max}个字`);

/** The writer names the last event it has seen; when another came first, the answer is `edit-conflict` with both. */
const seen = { lastSequence: z.int().min(1).optional() };

export const blockingParties = { locality: "属地", department: "部门", enterprise: "企业" } as const;
export const blockingPartySchema = z.enum(["locality", "department", "enterprise"]);

export const receiptSchema = z.strictObject({ ...seen });
export const assignmentSchema = z.strictObject({ ...seen, accountId: z.uuid(), note: z.string().trim().max(300).nullish() });
export const transferSchema = z.strictObject({ ...seen, toPostId: z.int(), reason: sentence(300, "请写明转办原因") });
export const replySchema = z.strictObject({
  ...seen,
  body: sentence(2_000, "请填写办理情况"),
  isDone: z.boolean().default(false),
  /** Evidence handed in for materials that the matter asks for; told only when it is done. */
  materials: z
    .array(z.strictObject({ materialId: z.uuid(), evidenceId: z.uuid() }))
    .max(20)
    .default([]),
});
export const undoingSchema = z.strictObject({ ...seen });
export const verificationSchema = z.strictObject({ ...seen, body: z.string().trim().max(1_000).nullish() });
export const returnSchema = z.strictObject({ ...seen, reason: sentence(300, "请写明退回原因") });
export const extensionSchema = z.strictObject({
  ...seen,
  workingDays: z.int().min(1, "至少1个工作日").max(60, "至多60个工作日"),
  reason: sentence(300, "请写明延期原因"),
});
export const extensionDecisionSchema = z.strictObject({
  ...seen,
  isGranted: z.boolean(),
  /** Fewer days than asked may be granted; absent = as asked. */
  workingDays: z.int().min(1).max(60).nullish(),
  reason: sentence(300, "请写明审批意见"),
});
export const pauseSchema = z.strictObject({
  ...seen,
  reason: z.enum(Object.keys(pauseReasons) as [PauseReason, ...PauseReason[]]),
  body: z.string().trim().max(300).nullish(),
});
export const resumptionSchema = z.strictObject({ ...seen });
export const reopeningSchema = z.strictObject({ ...seen, reason: sentence(300, "请写明重新打开的原因"), workingDays: z.int().min(1).max(250).nullish() });
export const ratingSchema = z.strictObject({
  ...seen,
  rating: z.enum(Object.keys(ratings) as [Rating, ...Rating[]]),
  body: z.string().trim().max(500).nullish(),
});
export const withdrawalSchema = z.strictObject({ ...seen, reason: sentence(300, "请写明撤回原因") });

/** A post as a page names it; `isActing` when the person acted for its proper holder (代行). */
export const postNameSchema = z.strictObject({ postId: z.int(), title: z.string(), orgId: z.uuid(), orgName: z.string() });

/** One line of a list of matters. */
export const matterLineSchema = z.strictObject({
  id: z.uuid(),
  kind: matterKindSchema,
  kindLabel: z.string(),
  title: z.string(),
  status: matterStatusSchema,
  statusLabel: z.string(),
  subjectId: z.uuid(),
  subjectName: z.string(),
  parentId: z.uuid().nullable(),
  holder: postNameSchema.nullable(),
  assigneeAccountId: z.uuid().nullable(),
  isMine: z.boolean(),
  dueAt: z.string().nullable(),
  isPaused: z.boolean(),
  isOverdue: z.boolean(),
  /** Working days left, or overdue when `isOverdue`; null while no deadline runs. */
  workingDays: z.int().nullable(),
  escalationLevel: z.int(),
  blockingParty: blockingPartySchema.nullable(),
  lastSequence: z.int(),
  allowedActs: z.array(matterActSchema),
});
export type MatterLine = z.infer<typeof matterLineSchema>;

export const matterPageSchema = z.strictObject({ items: z.array(matterLineSchema), total: z.int(), next: z.string().nullable() });

export const matterEventViewSchema = z.strictObject({
  sequence: z.int(),
  kind: z.string(),
  label: z.string(),
  at: z.string(),
  by: postNameSchema.nullable(),
  /** The person acted for the post's proper holder on that day. */
  isActing: z.boolean(),
  to: postNameSchema.nullable(),
  toAccountId: z.uuid().nullable(),
  workingDays: z.int().nullable(),
  reason: z.string().nullable(),
  /** The reason in words when it is of a closed list. */
  reasonLabel: z.string().nullable(),
  body: z.string().nullable(),
});

export const matterDetailSchema = z.strictObject({
  ...matterLineSchema.shape,
  ask: z.string(),
  documentNo: z.string().nullable(),
  /** What the matter cannot be done without; `evidenceId` is null while it is owed. */
  materials: z.array(z.strictObject({ id: z.uuid(), title: z.string(), evidenceId: z.uuid().nullable() })),
  openedBy: postNameSchema.nullable(),
  openedAt: z.string(),
  handOnCount: z.int(),
  handOnLimit: z.int(),
  isExtended: z.boolean(),
  isExtensionPending: z.boolean(),
  doneAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  escalatedTo: postNameSchema.nullable(),
  calendarVersion: z.int(),
  ruleVersion: z.int(),
  remainingDays: z.int(),
  isProvisional: z.boolean(),
  arithmetic: z.array(
    z.strictObject({ day: z.iso.date(), mark: z.enum(["counted", "rest", "standing"]), name: z.string().nullable(), count: z.int().nullable() }),
  ),
  events: z.array(matterEventViewSchema),
  children: z.array(matterLineSchema),
  /** Every act of this kind of matter that is shut now, with the sentence that says why. */
  refusals: z.array(z.strictObject({ act: matterActSchema, detail: z.string() })),
  /** 催报: words ready to paste into a chat; null when nothing is owed. */
  chaseText: z.string().nullable(),
});

export const matterAnswerSchema = z.strictObject({
  id: z.uuid(),
  status: matterStatusSchema,
  dueAt: z.string().nullable(),
  lastSequence: z.int(),
  /** The approval that was opened by this act, when one was. */
  approvalId: z.uuid().nullable(),
});
export type MatterAnswer = z.infer<typeof matterAnswerSchema>;

/** Somebody of the holding organisation, by post. */
export const assigneeSchema = z.strictObject({ accountId: z.uuid(), postId: z.int(), title: z.string(), isActing: z.boolean() });

export const matterBoxes = { mine: "我的", unit: "本单位", waiting: "等别人", all: "全部" } as const;
export const matterBoxSchema = z.enum(["mine", "unit", "waiting", "all"]);
export type MatterBox = z.infer<typeof matterBoxSchema>;

/** Something owed that is not a matter (a month's reports), told by the slice that owns it. */
export const dutySchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  dueAt: z.string(),
  remaining: z.int(),
  total: z.int(),
  /** Of what remains, typed and kept but not yet sent. */
  drafts: z.int().optional(),
  /** Where it is done, as a path of the web application. */
  path: z.string(),
});
export type Duty = z.infer<typeof dutySchema>;

const handsGroupSchema = z.strictObject({ total: z.int(), items: z.array(matterLineSchema), duties: z.array(dutySchema) });
export const handsSchema = z.strictObject({
  now: z.string(),
  batons: z.int(),
  counts: z.strictObject({ mine: z.int(), unit: z.int(), unassigned: z.int(), waiting: z.int() }),
  overdue: handsGroupSchema,
  today: handsGroupSchema,
  thisWeek: handsGroupSchema,
  later: handsGroupSchema,
});
export type Hands = z.infer<typeof handsSchema>;

/** 催报: one paragraph ready to paste into a chat, without a person's name. */
export function chaseText(matter: { orgName: string; title: string; subjectName: string; dueText: string; isOverdue: boolean; workingDays: number }): string {
  const lateness = matter.isOverdue
    ? matter.workingDays === 0
      ? "现已到期"
      : `现已逾期${matter.workingDays}个工作日`
    : matter.workingDays === 0
      ? "今日到期"
      : `还剩${matter.workingDays}个工作日`;
  return `【催报】${matter.orgName}：“${matter.subjectName}”的事项“${matter.title}”应于${matter.dueText}前办结，${lateness}，请尽快办理并在系统中回复。`;
}
