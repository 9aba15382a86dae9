/** The words of lights: what may be decided, in which dimension, of whom, and how its grounds are called. */
export type Verdict = "merit" | "none" | "remind" | "warn";
export type BlockingParty = "locality" | "department" | "enterprise";
export type LightDimension = "overall" | "stage" | "schedule" | "money" | "blockage" | "freshness";

/** How the kept inputs are named on a page. */
export const lightInputTerms: Record<string, { label: string; unit: string }> = {
  class: { label: "项目类别", unit: "" },
  stage: { label: "当前阶段", unit: "" },
  startDueOn: { label: "计划开工不晚于", unit: "" },
  overdueMonths: { label: "开工超期", unit: "个月" },
  nodeName: { label: "最迟的未完节点", unit: "" },
  nodeDueOn: { label: "节点计划日", unit: "" },
  lateDays: { label: "节点延期", unit: "天" },
  planFen: { label: "年度计划投资", unit: "fen" },
  planByMonthFen: { label: "逐月计划", unit: "" },
  plannedFen: { label: "截至应报月计划累计", unit: "fen" },
  doneFen: { label: "本年累计完成投资", unit: "fen" },
  asOf: { label: "应报至", unit: "" },
  rank: { label: "完成率名次", unit: "名" },
  poolSize: { label: "参加排名的项目", unit: "个" },
  openProblems: { label: "未解决问题", unit: "个" },
  problemTitle: { label: "最紧的问题", unit: "" },
  problemParty: { label: "阻滞方", unit: "" },
  problemDueOn: { label: "应解决不晚于", unit: "" },
  overdueDays: { label: "问题逾期", unit: "天" },
  doneOn: { label: "最近报数月", unit: "" },
  unreportedMonths: { label: "未报月数", unit: "个月" },
  stageVerdict: { label: "阶段", unit: "" },
  scheduleVerdict: { label: "进度", unit: "" },
  moneyVerdict: { label: "资金", unit: "" },
  blockageVerdict: { label: "受阻", unit: "" },
  freshnessVerdict: { label: "时效", unit: "" },
  worst: { label: "最差一项", unit: "" },
  remindRuns: { label: "此前连续黄牌", unit: "期" },
};

export const lightDimensionNames: Record<LightDimension, string> = {
  overall: "总",
  stage: "阶段",
  schedule: "进度",
  money: "资金",
  blockage: "受阻",
  freshness: "时效",
};
export const partyNames: Record<BlockingParty, string> = { locality: "属地", department: "部门", enterprise: "企业" };
