import { formatWan } from "./amounts.ts";
import { fenPerYi } from "./units.ts";
import type { Doubt, ReportFields } from "./reports.ts";

/** What is already known of a project when its month is reported; amounts in fen. */
export type ReportFacts = {
  /** 2023-06 */
  month: string;
  totalInvestmentFen: number | null;
  planFen: number;
  /** The plan at the beginning of the year's last quarter, where it was lowered since. */
  planBeforeFen: number | null;
  /** Last cumulative of the same year before this month; null where none was reported. */
  lastCumulativeFen: number | null;
  /** The month of that cumulative. */
  lastMonth: string | null;
  lastMonthFen: number | null;
  lastProgressText: string | null;
  /** Months without any change before this one, counted back. */
  unchangedMonths: number;
  /** Works are said to have begun by this month, and no 施工许可证 stands among the project's evidence. */
  isStartedWithoutPermit: boolean;
  /** Whole of the project's done amounts in earlier years. */
  doneBeforeYearFen: number;
};

export type Settled = { monthFen: number | null; cumulativeFen: number; isUnchanged: boolean; progressText: string | null };
export type SettlingFault = { field: "month" | "cumulative"; code: string; message: string; remedy: string };

function precedes(earlier: string | null, month: string): boolean {
  if (month.endsWith("-01")) return true;
  if (earlier === null) return false;
  return Number(month.slice(5)) - Number(earlier.slice(5)) === 1;
}

/**
 * Either amount fills the other; 无变化 is 0 this month with cumulative and progress carried. The month's own amount is
 * undefined (null) where the month before was not reported and only the cumulative is given. Both given must agree
 * with what is already reported.
 */
export function settleReport(
  fields: Pick<ReportFields, "monthFen" | "cumulativeFen" | "isUnchanged" | "progressText">,
  facts: ReportFacts,
): Settled | SettlingFault {
  const last = facts.lastCumulativeFen;
  const isContiguous = precedes(facts.lastMonth, facts.month);
  const base = facts.month.endsWith("-01") ? 0 : (last ?? 0);
  if (fields.isUnchanged) {
    return { monthFen: 0, cumulativeFen: base, isUnchanged: true, progressText: fields.progressText ?? facts.lastProgressText };
  }
  const { monthFen, cumulativeFen, progressText } = fields;
  if (monthFen === null && cumulativeFen === null) {
    return { field: "month", code: "missing", message: "本月完成和本年累计都没有填。", remedy: "填写其中一项，或选“本月无变化”。" };
  }
  if (cumulativeFen === null) return positive({ monthFen, cumulativeFen: base + (monthFen ?? 0), isUnchanged: false, progressText });
  if (monthFen === null) return positive({ monthFen: isContiguous ? cumulativeFen - base : null, cumulativeFen, isUnchanged: false, progressText });
  const expected = base + monthFen;
  const agrees = isContiguous ? cumulativeFen === expected : cumulativeFen >= expected;
  if (!agrees) {
    return {
      field: "cumulative",
      code: "amounts-disagree",
      message: `上月累计${formatWan(base)}万元加本月${formatWan(monthFen)}万元应为${formatWan(expected)}万元，填的是${formatWan(cumulativeFen)}万元。`,
      remedy: "改正其中一项，或只填一项。",
    };
  }
  return positive({ monthFen, cumulativeFen, isUnchanged: false, progressText });
}

function positive(settled: Settled): Settled | SettlingFault {
  if (settled.cumulativeFen >= 0) return settled;
  return { field: "cumulative", code: "negative", message: "本年累计完成投资小于零。", remedy: "核对本月数和上月累计。" };
}

/**
 * The amount meant where yuan were typed as 万元, in fen: offered only where it comes out as whole fen and between 1% and
 * 200% of the plan's even share of a month, for a slipped digit divided by ten thousand is no month of this project.
 */
function yuanTakenForWan(monthFen: number, planFen: number): number | null {
  if (monthFen % 10_000 !== 0) return null;
  const meantFen = monthFen / 10_000;
  const yearAtThisPaceFen = meantFen * 12;
  return yearAtThisPaceFen * 100 >= planFen && yearAtThisPaceFen <= planFen * 2 ? meantFen : null;
}

/** What a reviewer should look at (domain §1, pitfalls): flagged, never corrected, never blocking. */
export function doubtsOf(settled: Settled, facts: ReportFacts): Doubt[] {
  const doubts: Doubt[] = [];
  const { monthFen, cumulativeFen } = settled;
  const add = (code: Doubt["code"], field: Doubt["field"], said: string | { sentence: string; suggestedFen: number | null }) =>
    doubts.push({ code, field, ...(typeof said === "string" ? { sentence: said, suggestedFen: null } : said) });
  const total = facts.totalInvestmentFen;
  if (total !== null && facts.doneBeforeYearFen + cumulativeFen > total) {
    add("above-total", "cumulative", `开工以来累计${formatWan(facts.doneBeforeYearFen + cumulativeFen)}万元，超过总投资${formatWan(total)}万元。`);
  }
  if (monthFen !== null && facts.planFen > 0 && monthFen > facts.planFen * 2) {
    const sentence = `“本月完成”${formatWan(monthFen)}万元大于年计划${formatWan(facts.planFen)}万元的两倍，是否把元填成了万元？`;
    add("above-plan-many-times", "month", { sentence, suggestedFen: yuanTakenForWan(monthFen, facts.planFen) });
  }
  if (monthFen !== null && facts.lastMonthFen !== null && facts.lastMonthFen > 0 && monthFen >= facts.lastMonthFen * 8 && monthFen <= facts.lastMonthFen * 12) {
    add("ten-times-last-month", "month", `本月${formatWan(monthFen)}万元，约为上月${formatWan(facts.lastMonthFen)}万元的10倍。`);
  } else if (monthFen !== null && facts.planFen > 0 && monthFen > facts.planFen / 2 && facts.month.slice(5) >= "06") {
    add("last-days-jump", "month", `一个月完成了年计划的${Math.round((monthFen / facts.planFen) * 100)}%，增幅突然。`);
  }
  if (!settled.isUnchanged && monthFen !== null && monthFen !== 0 && monthFen === facts.lastMonthFen) {
    add("same-as-last-month", "month", `本月与上月同为${formatWan(monthFen)}万元，可能沿用了上月的表。`);
  }
  if (facts.lastCumulativeFen !== null && cumulativeFen < facts.lastCumulativeFen) {
    add("decreased", "cumulative", `本年累计比上次少${formatWan(facts.lastCumulativeFen - cumulativeFen)}万元。`);
  }
  if (facts.isStartedWithoutPermit) add("no-permit", "stage", "本年报了开工，资料中没有施工许可证。");
  if (monthFen === 0 && facts.unchangedMonths >= 2) add("zero-progress", "month", `连续${facts.unchangedMonths + 1}个月没有进展。`);
  if (monthFen !== null && monthFen >= fenPerYi && monthFen % fenPerYi === 0)
    add("round-numbers", "month", `本月恰为${monthFen / fenPerYi}亿元整，请确认不是估数。`);
  if (facts.planBeforeFen !== null && facts.planFen < facts.planBeforeFen && facts.month.slice(5) >= "10") {
    add("plan-lowered", "plan", `年度计划由${formatWan(facts.planBeforeFen)}万元调低为${formatWan(facts.planFen)}万元，临近年底。`);
  }
  return doubts;
}
