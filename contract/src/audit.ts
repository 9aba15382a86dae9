import { z } from "zod";

/** Operations an audit entry can record. `baseline`: the row was found when its table came under audit; `erase`: contents erased by law. */
export const auditOperations = ["insert", "update", "delete", "baseline", "erase"] as const;
export type AuditOperation = (typeof auditOperations)[number];

/** What each table is called in a sentence to the auditor. A table that is missing here is shown by its own name. */
export const auditTableNames: Readonly<Record<string, string>> = {
  enterprises_profile: "企业信息",
  investment_contract: "招商合同",
  investment_lead: "招商线索",
  kernel_account: "账号",
  kernel_act: "办理记录",
  kernel_appointment: "任职",
  kernel_area: "行政区划",
  kernel_audit_image: "审计内容",
  kernel_baton: "责任",
  kernel_calendar: "工作日历",
  kernel_calendar_day: "工作日历日期",
  kernel_credential: "登录凭据",
  kernel_evidence: "佐证材料",
  kernel_exemption: "亮灯豁免",
  kernel_figure_frozen: "冻结指标",
  kernel_grant: "查看授权",
  kernel_light: "亮灯",
  kernel_light_run: "亮灯研判",
  kernel_matter: "事项",
  kernel_matter_event: "事项办理",
  kernel_matter_state: "事项状态",
  kernel_metric: "数据项",
  kernel_node: "节点",
  kernel_node_link: "节点先后关系",
  kernel_observation: "数据",
  kernel_occasion: "活动",
  kernel_occasion_part: "活动参与",
  kernel_org: "组织",
  kernel_password_history: "历史密码摘要",
  kernel_period: "调度期",
  kernel_period_event: "调度期状态",
  kernel_post: "岗位",
  kernel_relation: "对象关系",
  kernel_right: "权限表",
  kernel_role_policy: "角色登录要求",
  kernel_rule_set: "亮灯规则",
  kernel_scope: "数据范围",
  kernel_second_factor: "动态口令绑定",
  kernel_sign_in_event: "登录记录",
  kernel_stage: "阶段",
  kernel_subject: "对象",
  kernel_subject_version: "对象基本信息",
  platform_mark: "系统标记",
  projects_card: "项目汇总行",
  projects_card_year: "项目汇总年度",
  projects_import: "导入记录",
  projects_import_mapping: "导入列对应",
  projects_listing: "项目年度计划",
  projects_profile: "项目信息",
  projects_report: "月报",
  projects_saved_view: "台账视图",
};

const operationWords: Readonly<Record<AuditOperation, string>> = {
  insert: "新增了",
  update: "修改了",
  delete: "删除了",
  baseline: "登记了已有的",
  erase: "依法清除了",
};

/** Who acted, as a unit and a post; a change without an account was made by the program itself. */
export type AuditActor = { orgName: string | null; postTitle: string | null; isAccount: boolean };

/** The row's key as people read it: a key of several columns is kept as a JSON list. */
function plainKey(rowKey: string): string {
  return rowKey.replaceAll(/[[\]"]/g, "").replaceAll(",", "，");
}

/** One entry in words: who did what kind of act to which row. Says nothing of the row's content. */
export function auditSentence(entry: { operation: AuditOperation; tableName: string; rowKey: string; actor: AuditActor }): string {
  const { actor } = entry;
  const post = [actor.orgName, actor.postTitle].filter((part) => part !== null).join(" ");
  const who = post !== "" ? post : actor.isAccount ? "未以岗位办理的账号" : "系统";
  return `${who}${operationWords[entry.operation]}${auditTableNames[entry.tableName] ?? entry.tableName}（${plainKey(entry.rowKey)}）`;
}

export const auditEntriesQuery = z.strictObject({
  account: z.uuid().optional().describe("账号编号：只看此账号的操作"),
  table: z
    .string()
    .max(63)
    .regex(/^[a-z_]+$/, "表名只含小写字母和下划线")
    .optional()
    .describe("数据表名称"),
  from: z.iso.date().optional().describe("起始日期（含），北京时间"),
  to: z.iso.date().optional().describe("截止日期（含），北京时间"),
  cursor: z.coerce.number().int().positive().optional().describe("上一页给出的位置"),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("每页条数"),
});
export type AuditEntriesQuery = z.infer<typeof auditEntriesQuery>;

export const auditEntry = z.object({
  entryId: z.number().int().describe("审计条目编号，按写入先后"),
  at: z.string().describe("发生时刻"),
  sentence: z.string().describe("谁对哪一行做了哪类操作"),
  accountId: z.string().nullable().describe("账号编号；程序自身的改动为空"),
  postId: z.number().int().nullable().describe("办理时的岗位"),
  requestId: z.string().nullable().describe("请求编号，与运行日志一致"),
  sessionRole: z.string().describe("数据库角色"),
  tableName: z.string().describe("数据表名称"),
  operation: z.enum(auditOperations).describe("操作类别"),
  rowKey: z.string().describe("所改行的主键"),
  act: z.string().nullable().describe("所属办理的类别；没有时为空"),
  isSealed: z.boolean().describe("是否已封印"),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditEntriesPage = z.object({
  items: z.array(auditEntry),
  next: z.number().int().nullable().describe("下一页的位置；没有更多时为空"),
});

/** The first thing that does not agree: where, and in words what differs. */
export const auditFault = z.object({
  check: z.enum(["chain", "anchor", "entry", "history", "row", "guard"]).describe("哪一项核对"),
  tableName: z.string().nullable(),
  rowKey: z.string().nullable(),
  entryId: z.number().int().nullable(),
  sealId: z.number().int().nullable(),
  detail: z.string().describe("哪里不一致"),
});
export type AuditFault = z.infer<typeof auditFault>;

export const auditReceipt = z.object({
  ok: z.boolean().describe("全部核对一致"),
  verifiedAt: z.string().describe("核对所依据的时刻"),
  entries: z.number().int().describe("审计条目总数"),
  unsealed: z.number().int().describe("尚未封印的条目数"),
  seals: z.number().int().describe("封印数"),
  rows: z.number().int().describe("与最近一次审计内容核对过的现有行数"),
  images: z.number().int().describe("核对过的内容数"),
  erased: z.number().int().describe("依法清除的内容数"),
  anchors: z.number().int().describe("核对过的锚点数"),
  head: z.string().nullable().describe("最后一个封印的摘要；没有封印时为空"),
  anchorAt: z.string().nullable().describe("最近一个锚点的时刻"),
  firstFault: auditFault.nullable(),
  faults: z.array(auditFault).describe("查出的不一致，每类至多数条"),
});
export type AuditReceipt = z.infer<typeof auditReceipt>;

/** The head of the chain on a day, to be held outside: later rewriting of what it covers cannot agree with it. */
export const auditAnchor = z.object({
  kind: z.literal("baton-audit-anchor"),
  anchorOn: z.iso.date().describe("日期"),
  sealId: z.number().int().describe("当时最后一个封印的编号"),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("该封印的摘要（十六进制）"),
  entryCount: z.number().int().describe("自始已封印的条目数"),
  anchoredAtMicros: z.number().int().describe("锚定时刻，1970年起的微秒数"),
  signature: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("以封印密钥计算的 HMAC-SHA-256（十六进制）"),
});
export type AuditAnchor = z.infer<typeof auditAnchor>;

export const auditAnchorsPage = z.object({ items: z.array(auditAnchor) });
