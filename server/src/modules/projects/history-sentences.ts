import { formatWan } from "@baton/contract/amounts";
import { buildKinds, projectClasses, projectLevels, sideStates, stages } from "@baton/contract/codes";
import { batonRoles } from "@baton/contract/library";

type Row = Record<string, unknown>;

/** One version row with the row it followed, as the database prints them. */
export type Change = { thing: string; act_id: string; recorded_at: string; row: Row; former: Row | null };

const words = new Map<string, string>(
  [...projectLevels, ...projectClasses, ...stages, ...sideStates, ...buildKinds, ...batonRoles].map((term) => [term.code, term.zh]),
);

function word(value: unknown): string {
  return typeof value === "string" ? (words.get(value) ?? value) : "";
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function wan(value: unknown): string {
  return typeof value === "number" ? `${formatWan(value)}万元` : "未填";
}

/** Columns that people read, with how a value is said; the rest is bookkeeping. */
const spoken: Record<string, readonly [column: string, label: string, say: (value: unknown) => string][]> = {
  subject: [
    ["name", "名称", text],
    ["account_org", "属地单位", text],
    ["longitude", "经度", text],
    ["latitude", "纬度", text],
  ],
  profile: [
    ["project_code", "项目代码", text],
    ["builder_name", "建设单位", text],
    ["credit_code", "统一社会信用代码", text],
    ["credit_code_override", "代码核对说明", text],
    ["industry_code", "行业代码", text],
    ["build_kind", "建设性质", word],
    ["total_investment_fen", "总投资", wan],
    ["fixed_asset_fen", "固定资产投资", wan],
    ["land_mu", "用地（亩）", text],
    ["content", "建设内容", text],
    ["remark", "备注", text],
  ],
  node: [
    ["name", "名称", text],
    ["planned_on", "计划日", text],
    ["due_on", "应完成日", text],
    ["done_on", "完成日", text],
  ],
};

function differences(thing: string, { row, former }: Change): string[] {
  return (spoken[thing] ?? []).flatMap(([column, label, say]) => {
    const before = former?.[column] ?? null;
    const after = row[column] ?? null;
    if (before === after) return [];
    return [`${label}由“${before === null ? "未填" : say(before)}”改为“${after === null ? "未填" : say(after)}”`];
  });
}

function subjectSentences(change: Change): string[] {
  const { row, former } = change;
  if (former === null) return [`建立项目“${text(row.name)}”，属地单位${text(row.account_org)}`];
  if (row.merged_into_id !== null && former.merged_into_id === null) return [`并入“${text(row.merged_into)}”，此后不再单独计数`];
  return differences("subject", change);
}

const adjustments: Record<string, string> = {
  added: "增补列入",
  reserve_to_implementation: "由储备类转为实施类",
  implementation_to_reserve: "由实施类转为储备类",
  left: "退出",
  rolled_over: "结转列入",
};

function listingSentences({ row, former }: Change): string[] {
  const list = `${text(row.year)}年${word(row.level)}`;
  if (former === null) {
    const how = row.adjustment === null ? "列入" : (adjustments[text(row.adjustment)] ?? "列入");
    return [`${how}${list}${word(row.class)}名单，年度计划投资${wan(row.plan_fen)}，自${text(row.valid_from)}起`];
  }
  if (row.valid_to !== former.valid_to)
    return [row.adjustment === "left" ? `${text(row.valid_to)}退出${list}名单` : `${list}${word(row.class)}名单执行至${text(row.valid_to)}`];
  if (row.plan_fen !== former.plan_fen) return [`${list}年度计划投资由${wan(former.plan_fen)}改为${wan(row.plan_fen)}`];
  return row.class === former.class ? [] : [`${list}由${word(former.class)}改为${word(row.class)}`];
}

const precisions: Record<string, string> = { day: "于", month: "当月（记为）", quarter: "当季（记为）", year: "当年（记为）", by: "不晚于" };
const verdicts: Record<string, string> = { met: "佐证齐全", conditional: "附条件", unproven: "未附佐证" };

function stageSentences({ row, former }: Change): string[] {
  const entry = `${precisions[text(row.precision)] ?? "于"}${text(row.entered_on)}进入“${word(row.stage)}”`;
  if (former === null) return [`${entry}（${verdicts[text(row.verdict)] ?? ""}${row.note === null ? "" : `：${text(row.note)}`}）`];
  return [`更正阶段记录：${entry}`];
}

function nodeSentences(change: Change): string[] {
  const { row, former } = change;
  if (former === null) return [`设立节点“${text(row.name)}”，计划${text(row.planned_on)}，应完成${text(row.due_on)}`];
  const told = differences("node", change);
  return told.length === 0 ? [] : [`节点“${text(row.name)}”${told.join("，")}${row.reason === null ? "" : `（${text(row.reason)}）`}`];
}

function batonSentences({ row, former }: Change): string[] {
  const role = word(row.role);
  if (former === null) return [`${text(row.holder)}自${text(row.valid_from)}起承担${role}${row.note === null ? "" : `，交接说明：${text(row.note)}`}`];
  return row.valid_to === former.valid_to ? [] : [`${text(row.holder)}承担${role}至${text(row.valid_to)}`];
}

const reportWords: Record<string, string> = { submitted: "报送", accepted: "审核通过", returned: "退回", withdrawn: "撤回" };

function reportSentences({ row, former }: Change): string[] {
  const month = text(row.month_end).slice(0, 7);
  const amount = `本年累计完成${wan(row.cumulative_fen)}`;
  if (row.correction_reason !== null)
    return [`更正${month}月报：${former === null ? "" : `由${wan(former.cumulative_fen)}改为`}${former === null ? amount : wan(row.cumulative_fen)}`];
  return [`${reportWords[text(row.status)] ?? "记录"}${month}月报，${amount}${row.is_unchanged === true ? "（本月无变化）" : ""}`];
}

function statisticsSentences({ row, former }: Change): string[] {
  const month = text(row.period_to).slice(0, 7);
  if (row.metric === "stat_listed") return [`统计账：${month}${row.value === 0 ? "未入统" : "已入统"}`];
  return [`统计账：${month}本年累计${former === null ? "" : `由${wan(former.value)}改为`}${wan(row.value)}`];
}

function relationSentences({ row, former }: Change): string[] {
  if (row.kind === "distinct") return former === null ? [`经核对，与“${text(row.other)}”不是同一项目`] : [];
  if (former === null) return [`归入产业链“${text(row.other)}”`];
  return row.valid_to === former.valid_to ? [] : [`不再归入产业链“${text(row.other)}”`];
}

const tellers: Record<string, (change: Change) => string[]> = {
  subject: subjectSentences,
  profile: (change) => (change.former === null ? [] : differences("profile", change)),
  listing: listingSentences,
  "listing-withdrawal": ({ row }) => [`撤回结转：不再列入${text(row.year)}年${word(row.level)}${word(row.class)}名单`],
  stage: stageSentences,
  "stage-withdrawal": ({ row }) => [`撤回阶段记录：${precisions[text(row.precision)] ?? "于"}${text(row.entered_on)}进入“${word(row.stage)}”`],
  node: nodeSentences,
  baton: batonSentences,
  evidence: ({ row, former }) => (former === null ? [`上传材料“${text(row.title)}”`] : []),
  relation: relationSentences,
  report: reportSentences,
  statistics: statisticsSentences,
};

/** What an act did to the project, in plain sentences; old and new values stand beside each other. */
export function sentencesOf(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => tellers[change.thing]?.(change) ?? []);
}
