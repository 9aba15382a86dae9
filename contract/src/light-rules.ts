/**
 * 三色: what a project's lights are, as one pure rule for both sides. Facts go in, verdicts come out, each with the
 * sentence that says why and what would change it. Nothing is rounded before it is compared; every worse fact gives
 * the same verdict or a worse one (a property test holds it). Colours and words belong to the rule set.
 */
import { Temporal } from "temporal-polyfill";
import { formatPoints, formatWan } from "./amounts.ts";
import { stages } from "./codes.ts";
import { type BlockingParty, type LightDimension, partyNames, type Verdict } from "./light-terms.ts";
import type { RuleDocument } from "./periods.ts";
import { fenPerWan, monthsPerYear } from "./units.ts";

export * from "./light-terms.ts";

/** The five that are judged by themselves; 总 (overall) follows from them. */
export const ownDimensions = ["stage", "schedule", "money", "blockage", "freshness"] as const;
type OwnDimension = (typeof ownDimensions)[number];

/** Everything a project's lights are a function of. Amounts in fen; days as ISO text; absent facts are null. */
export type LightInputs = {
  /** The day judged. */
  validOn: string;
  /** Last month end up to which reports count; null before the year's first reports are due. */
  asOf: string | null;
  class: "implementation" | "reserve";
  stage: string | null;
  /** 1…8 in the lifecycle, from 100 beside it (搁置, 流转, 终止); null where no stage is known. */
  stageRank: number | null;
  /** Last day the planned start may mean; null where no start is planned. */
  startDueOn: string | null;
  /** The open node that has been due longest, the start itself apart. */
  node: { name: string; dueOn: string } | null;
  planFen: number;
  /** The plan of each month, January first; null for a straight line. */
  planByMonthFen: readonly number[] | null;
  /** Cumulative of the year as last reported up to `asOf`; null where nothing was reported this year. */
  doneFen: number | null;
  /** The month end it stands for. */
  doneOn: string | null;
  /** First month of the year whose report is owed, 1…12: that of its listing. */
  firstMonth: number;
  /** Open problems stated about the project: how many, and the one due longest. */
  openProblems: number;
  problem: { title: string; party: BlockingParty | null; dueOn: string | null } | null;
  /** Fixed runs before this one, counted back, whose worst dimension was a reminder. */
  remindRuns: number;
  /** Standing by completion rate in the pool, ties sharing the better rank; null where there is none. */
  pool: { rank: number; size: number } | null;
};

export type Judgement = {
  dimension: LightDimension;
  verdict: Verdict;
  /** Why, in one sentence. */
  sentence: string;
  /** What would change it; null where nothing is to be done. */
  clearing: string | null;
  blockingParty: BlockingParty | null;
  /** The facts this verdict stands on, by name (`lightInputTerms`). */
  inputs: Record<string, number | string | null>;
};

/** 示例: ours, after the practice of several cities; every threshold is the city's own to change by a new version. */
export const sampleRules: RuleDocument = {
  words: {
    merit: { word: "蓝牌", colour: "blue" },
    none: { word: "无牌", colour: "plain" },
    remind: { word: "黄牌", colour: "yellow" },
    warn: { word: "红牌", colour: "red" },
  },
  // Any shortfall reminds, more than ten points warn; merit asks for the plan curve and the best third.
  money: { behindRemindPoints: 0, behindWarnPoints: 10, meritTopShare: 1 / 3 },
  schedule: { lateRemindDays: 0, lateWarnDays: 30 },
  stage: { startOverdueRemindMonths: 1, startOverdueWarnMonths: 3 },
  freshness: { unreportedRemindMonths: 1, unreportedWarnMonths: 2 },
  blockage: { overdueRemindDays: 0, overdueWarnDays: 15 },
  remindRunsToWarn: 2,
  worstWins: true,
};
export const sampleRuleSetName = "三色管理规则（示例）";

const severity: Record<Verdict, number> = { merit: 0, none: 1, remind: 2, warn: 3 };
const startedRank = 6;
const sideRank = 100;

/** How bad, for sorting and comparing: merit 0, none 1, remind 2, warn 3. */
export function severityOf(verdict: Verdict): number {
  return severity[verdict];
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days;
}

/** Whole months gone by since a day, a month's last day counting as the last day of any month. Never below zero. */
export function monthsSince(from: string, to: string): number {
  const [a, b] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const months = (b.year - a.year) * monthsPerYear + b.month - a.month;
  const isWhole = b.day >= a.day || b.day === b.daysInMonth;
  return Math.max(isWhole ? months : months - 1, 0);
}

function monthOf(day: string | null): number {
  return day === null ? 0 : Number(day.slice(5, 7));
}

/** What was to be done by the end of a month, times twelve, so that a straight line stays whole. */
function plannedTimesTwelve(inputs: Pick<LightInputs, "planFen" | "planByMonthFen">, month: number): bigint {
  if (inputs.planByMonthFen === null) return BigInt(inputs.planFen) * BigInt(month);
  const sum = inputs.planByMonthFen.slice(0, month).reduce((total, one) => total + BigInt(one), 0n);
  return sum * BigInt(monthsPerYear);
}

/** Thresholds in points may have six decimals; as a whole number they are compared without a float. */
const pointsScale = 1_000_000n;
function scaled(points: number): bigint {
  return BigInt(Math.round(points * Number(pointsScale)));
}

function graded(amount: number, bounds: { remind: number; warn: number }): Verdict {
  if (amount > bounds.warn) return "warn";
  return amount > bounds.remind ? "remind" : "none";
}

function reached(amount: number, bounds: { remind: number; warn: number }): Verdict {
  if (amount >= bounds.warn) return "warn";
  return amount >= bounds.remind ? "remind" : "none";
}

/** Who stands in the way: the party of the most urgent open problem, else the locality that holds the project. */
function partyFor(verdict: Verdict, inputs: LightInputs): BlockingParty | null {
  if (severity[verdict] < severity.remind) return null;
  return inputs.problem?.party ?? "locality";
}

function judgeStage(inputs: LightInputs, rules: RuleDocument): Judgement {
  const isStarted = inputs.stageRank !== null && inputs.stageRank >= startedRank;
  const overdueMonths = isStarted || inputs.startDueOn === null ? 0 : monthsSince(inputs.startDueOn, inputs.validOn);
  const verdict = reached(overdueMonths, { remind: rules.stage.startOverdueRemindMonths, warn: rules.stage.startOverdueWarnMonths });
  const stageName = stages.find((one) => one.code === inputs.stage)?.zh ?? "未登记阶段";
  const isBad = severity[verdict] >= severity.remind;
  return {
    dimension: "stage",
    verdict,
    sentence: isBad ? `计划${monthText(inputs.startDueOn)}开工，超期${overdueMonths}个月仍未开工` : `当前阶段：${stageName}，按计划推进`,
    clearing: isBad ? "登记开工并附开工佐证，或按程序申请改期" : null,
    blockingParty: partyFor(verdict, inputs),
    inputs: { class: inputs.class, stage: inputs.stage, startDueOn: inputs.startDueOn, overdueMonths },
  };
}

function monthText(day: string | null): string {
  return day === null ? "" : `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`;
}

function judgeSchedule(inputs: LightInputs, rules: RuleDocument): Judgement {
  const { node } = inputs;
  const lateDays = node === null ? 0 : Math.max(daysBetween(node.dueOn, inputs.validOn), 0);
  const verdict = graded(lateDays, { remind: rules.schedule.lateRemindDays, warn: rules.schedule.lateWarnDays });
  const isBad = severity[verdict] >= severity.remind;
  return {
    dimension: "schedule",
    verdict,
    sentence: node !== null && lateDays > 0 ? `节点“${node.name}”应于${node.dueOn}完成，延期${lateDays}天` : "没有延期的节点",
    clearing: isBad && node !== null ? `完成节点“${node.name}”并附佐证，或按程序申请改期` : null,
    blockingParty: partyFor(verdict, inputs),
    inputs: { nodeName: node?.name ?? null, nodeDueOn: node?.dueOn ?? null, lateDays },
  };
}

/** What must still be done by the end of the next month (of this one in December) for the shortfall to be within `points`. */
function clearingAmountFen(inputs: LightInputs, points: number): { month: number; fen: bigint } {
  const month = Math.min(monthOf(inputs.asOf) + 1, monthsPerYear);
  const plan = BigInt(inputs.planFen);
  const divisor = 12n * 100n * pointsScale;
  const wanted = plannedTimesTwelve(inputs, month) * 100n * pointsScale - scaled(points) * plan * 12n - BigInt(inputs.doneFen ?? 0) * divisor;
  const wan = BigInt(fenPerWan);
  const inWan = wanted <= 0n ? 0n : (wanted + divisor * wan - 1n) / (divisor * wan);
  return { month, fen: inWan * wan };
}

function judgeMoney(inputs: LightInputs, rules: RuleDocument): Judgement {
  const month = monthOf(inputs.asOf);
  const planned = plannedTimesTwelve(inputs, month);
  // (planned − done) ÷ plan × 100 points, kept as a numerator over plan × 12.
  const behind = (planned - BigInt(inputs.doneFen ?? 0) * 12n) * 100n;
  const per = BigInt(inputs.planFen) * 12n;
  const kept = {
    class: inputs.class,
    planFen: inputs.planFen,
    planByMonthFen: inputs.planByMonthFen === null ? null : inputs.planByMonthFen.join("、"),
    plannedFen: Number(planned / 12n),
    doneFen: inputs.doneFen,
    asOf: inputs.asOf,
    rank: inputs.pool?.rank ?? null,
    poolSize: inputs.pool?.size ?? null,
  };
  if (inputs.class === "reserve" || per === 0n || month === 0) {
    const sentence = inputs.class === "reserve" ? "储备类项目不评资金进度" : per === 0n ? "没有年度计划投资，不评进度" : "本年第一个月的报数尚未到期";
    return { dimension: "money", verdict: "none", sentence, clearing: null, blockingParty: null, inputs: kept };
  }
  const exceeds = (points: number): boolean => behind * pointsScale > scaled(points) * per;
  const isBehind = behind > 0n;
  const verdict: Verdict = exceeds(rules.money.behindWarnPoints)
    ? "warn"
    : exceeds(rules.money.behindRemindPoints)
      ? "remind"
      : isMerit(inputs, rules, isBehind)
        ? "merit"
        : "none";
  const isBad = severity[verdict] >= severity.remind;
  const asked = clearingAmountFen(inputs, rules.money.behindRemindPoints);
  const blocked = inputs.problem === null ? "" : `，受阻于“${inputs.problem.title}”`;
  const unreported = inputs.doneFen === null ? "本年尚未报数，按未完成计，" : "";
  return {
    dimension: "money",
    verdict,
    sentence: isBehind
      ? `${unreported}投资比计划落后${formatPoints(behind, per).replace(/^\+/, "")}${isBad ? blocked : "，在允许范围内"}`
      : `投资比计划超前${formatPoints(-behind, per).replace(/^\+/, "")}${verdict === "merit" ? `，完成率居第${inputs.pool?.rank ?? 1}位` : ""}`,
    clearing: isBad ? `${month === monthsPerYear ? "年内不足" : `${asked.month}月再完成`}${formatWan(asked.fen)}万元` : null,
    blockingParty: partyFor(verdict, inputs),
    inputs: kept,
  };
}

/** At or above the plan curve and within the best share of the pool. The share is of a count: a third of 3 is 1. */
function isMerit(inputs: LightInputs, rules: RuleDocument, isBehind: boolean): boolean {
  if (isBehind || inputs.doneFen === null || inputs.doneFen <= 0 || inputs.pool === null) return false;
  return inputs.pool.rank <= Math.floor(inputs.pool.size * rules.money.meritTopShare + 1e-9);
}

function judgeBlockage(inputs: LightInputs, rules: RuleDocument): Judgement {
  const { problem } = inputs;
  const overdueDays = problem === null || problem.dueOn === null ? 0 : Math.max(daysBetween(problem.dueOn, inputs.validOn), 0);
  const verdict = graded(overdueDays, { remind: rules.blockage.overdueRemindDays, warn: rules.blockage.overdueWarnDays });
  const party = problem?.party ?? null;
  const who = party === null ? "" : `（${partyNames[party]}）`;
  const sentence =
    problem === null
      ? "没有未解决的问题"
      : overdueDays > 0
        ? `受阻于“${problem.title}”${who}，逾期${overdueDays}天`
        : `有${inputs.openProblems}个问题在办，最紧的是“${problem.title}”${who}`;
  return {
    dimension: "blockage",
    verdict,
    sentence,
    clearing: problem === null || severity[verdict] < severity.remind ? null : `解决“${problem.title}”${who}并核验销号`,
    blockingParty: partyFor(verdict, inputs),
    inputs: { openProblems: inputs.openProblems, problemTitle: problem?.title ?? null, problemParty: party, problemDueOn: problem?.dueOn ?? null, overdueDays },
  };
}

/** Months whose reports are due and missing, counted from the last one reported. Who is only in reserve owes none. */
export function unreportedMonths(inputs: Pick<LightInputs, "asOf" | "class" | "doneOn" | "firstMonth">): number {
  if (inputs.class === "reserve") return 0;
  return Math.max(monthOf(inputs.asOf) - Math.max(monthOf(inputs.doneOn), inputs.firstMonth - 1), 0);
}

function judgeFreshness(inputs: LightInputs, rules: RuleDocument): Judgement {
  const missing = unreportedMonths(inputs);
  const verdict = reached(missing, { remind: rules.freshness.unreportedRemindMonths, warn: rules.freshness.unreportedWarnMonths });
  const isBad = severity[verdict] >= severity.remind;
  const first = monthOf(inputs.asOf) - missing + 1;
  const months = missing > 1 ? `${first}月至${monthOf(inputs.asOf)}月` : `${monthOf(inputs.asOf)}月`;
  return {
    dimension: "freshness",
    verdict,
    sentence: missing > 0 ? `${months}未报送，共${missing}个月` : inputs.class === "reserve" ? "储备类项目不要求月报" : "应报月份都已报送",
    clearing: isBad ? `报送${months}进度（没有变化也请报“本月无变化”）` : null,
    // Whoever owes the report stands in its own way.
    blockingParty: isBad ? "locality" : null,
    inputs: { class: inputs.class, asOf: inputs.asOf, doneOn: inputs.doneOn, unreportedMonths: missing },
  };
}

function worstOf(judged: readonly Judgement[]): Verdict {
  // Four of the five cannot praise: their "none" does not take the merit of the money away.
  const bad = judged.reduce<Verdict>((worst, one) => (severity[one.verdict] > severity[worst] ? one.verdict : worst), "none");
  return bad === "none" && judged.some((one) => one.verdict === "merit") ? "merit" : bad;
}

/** 总: the worst dimension, or the money alone where the rule set says so; reminders in a row become a warning. */
function judgeOverall(judged: readonly Judgement[], inputs: LightInputs, rules: RuleDocument): Judgement {
  const counted = rules.worstWins ? judged : judged.filter((one) => one.dimension === "money");
  const worst = worstOf(counted);
  const isEscalated = worst === "remind" && inputs.remindRuns + 1 >= rules.remindRunsToWarn;
  const verdict = isEscalated ? "warn" : worst;
  const reasons = counted.filter((one) => one.verdict === worst && severity[worst] >= severity.remind);
  const open = counted.filter((one) => severity[one.verdict] >= severity.remind);
  const money = judged.find((one) => one.dimension === "money");
  const row = isEscalated ? `连续${inputs.remindRuns + 1}期${rules.words["remind"]?.word ?? "黄牌"}：` : "";
  const own = Object.fromEntries(judged.map((one) => [`${one.dimension}Verdict`, one.verdict]));
  return {
    dimension: "overall",
    verdict,
    sentence: reasons.length > 0 ? `${row}${reasons.map((one) => one.sentence).join("；")}` : (money?.sentence ?? ""),
    clearing:
      open.length > 0
        ? open
            .map((one) => one.clearing)
            .filter((one) => one !== null)
            .join("；")
        : null,
    blockingParty:
      severity[verdict] >= severity.remind ? ((reasons.find((one) => one.dimension === "blockage") ?? reasons[0])?.blockingParty ?? "locality") : null,
    inputs: { ...own, worst, remindRuns: inputs.remindRuns },
  };
}

const sideStateNames: Record<string, string> = { shelved: "搁置", transferred: "流转", terminated: "终止" };

/** A project beside the lifecycle is not hurried; its stage entry, with evidence, says why. */
function judgeBeside(inputs: LightInputs): Judgement[] {
  const sentence = `项目已${sideStateNames[inputs.stage ?? ""] ?? "停止推进"}，不评`;
  const of = (dimension: LightDimension, kept: Judgement["inputs"]): Judgement => ({
    dimension,
    verdict: "none",
    sentence,
    clearing: null,
    blockingParty: null,
    inputs: kept,
  });
  return [of("overall", { stage: inputs.stage, worst: "none", remindRuns: 0 }), ...ownDimensions.map((dimension) => of(dimension, { stage: inputs.stage }))];
}

const judges: Record<OwnDimension, (inputs: LightInputs, rules: RuleDocument) => Judgement> = {
  stage: judgeStage,
  schedule: judgeSchedule,
  money: judgeMoney,
  blockage: judgeBlockage,
  freshness: judgeFreshness,
};

/** The six lights of one project, the overall first. */
export function judge(inputs: LightInputs, rules: RuleDocument): Judgement[] {
  if (inputs.stageRank !== null && inputs.stageRank >= sideRank) return judgeBeside(inputs);
  const judged = ownDimensions.map((dimension) => judges[dimension](inputs, rules));
  return [judgeOverall(judged, inputs, rules), ...judged];
}

/** The pool's standing: rank by completion rate, best first, ties sharing the better rank; who has no plan or no number is not ranked. */
export function rankPool(entries: readonly { id: string; planFen: number; doneFen: number | null }[]): Map<string, { rank: number; size: number }> {
  const ranked = entries
    .filter((one) => one.planFen > 0 && one.doneFen !== null)
    .map((one) => ({ id: one.id, plan: BigInt(one.planFen), done: BigInt(one.doneFen ?? 0) }));
  const compare = (a: (typeof ranked)[number], b: (typeof ranked)[number]): number => {
    const [left, right] = [a.done * b.plan, b.done * a.plan];
    return left === right ? 0 : left > right ? -1 : 1;
  };
  ranked.sort(compare);
  const standing = new Map<string, { rank: number; size: number }>();
  let rank = 0;
  for (const [index, one] of ranked.entries()) {
    const before = ranked[index - 1];
    if (before === undefined || compare(before, one) !== 0) rank = index + 1;
    standing.set(one.id, { rank, size: ranked.length });
  }
  return standing;
}
