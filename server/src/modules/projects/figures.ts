import { sql } from "kysely";
import { timeProgress } from "@baton/contract/time";
import type { DerivedFigure, Figure, MeasuredFigure } from "#kernel/figures";
import { ledgerFigures, statisticsCounterpart } from "./ledgers.ts";
import { librariedProjects, listedProjects, startedProjects } from "./population.ts";

const started = sql`stage_rank >= 6 and stage_rank < 100`;

const count: MeasuredFigure = {
  name: "projects.count",
  labelZh: "项目数",
  labelEn: "Projects",
  unit: "count",
  tense: "state",
  definition: "截止日所在年度列入重点项目名单的项目数；一个项目列入几级名单只计一次。",
  formula: "计数",
  population: librariedProjects,
  measure: { kind: "count" },
};

const newlyStarted: MeasuredFigure = {
  name: "projects.newly_started",
  labelZh: "新开工项目数",
  labelEn: "Newly started projects",
  unit: "count",
  tense: "flow",
  definition: "期间内永久性工程实际开工的项目数；只知“不晚于某日”开工的续建项目不计入。",
  formula: "计数",
  population: startedProjects,
  measure: { kind: "count" },
};

const newlyStartedInvestment: MeasuredFigure = {
  name: "projects.newly_started_investment",
  labelZh: "新开工项目总投资",
  labelEn: "Total investment of newly started projects",
  unit: "fen",
  tense: "flow",
  definition: "期间内实际开工项目的计划总投资之和。",
  formula: "Σ总投资",
  population: startedProjects,
  needs: ["profile"],
  measure: { kind: "sum", of: sql`total_investment_fen` },
};

const totalInvestment: MeasuredFigure = {
  name: "projects.total_investment",
  labelZh: "总投资",
  labelEn: "Total investment",
  unit: "fen",
  tense: "state",
  definition: "名单内项目的计划总投资之和；一个项目只计一次。",
  formula: "Σ总投资",
  population: librariedProjects,
  needs: ["profile"],
  measure: { kind: "sum", of: sql`total_investment_fen` },
};

const annualPlan: MeasuredFigure = {
  name: "projects.annual_plan",
  labelZh: "年度计划投资",
  labelEn: "Annual plan",
  unit: "fen",
  tense: "state",
  definition: "名单内项目的年度计划投资之和；一个项目在几级名单上时，取所问名单的计划，跨名单取最高级别的计划。",
  formula: "Σ年度计划投资",
  population: librariedProjects,
  measure: { kind: "sum", of: sql`plan_fen` },
};

const completed: MeasuredFigure = {
  name: "projects.completed_this_year",
  labelZh: "本年完成投资",
  labelEn: "Completed this year",
  unit: "fen",
  tense: "state",
  ledger: "management",
  counterpart: statisticsCounterpart,
  definition: "名单内项目截至截止日的本年累计完成投资（调度数）之和；当月未报的沿用同年最近一次累计，并注明行数。",
  formula: "Σ本年累计完成投资",
  population: listedProjects,
  measure: { kind: "sum", of: sql`done_fen` },
};

export const completionRate: MeasuredFigure = {
  name: "projects.completion_rate",
  labelZh: "年度计划完成率",
  labelEn: "Completion rate",
  ledger: "management",
  unit: "ratio",
  tense: "state",
  definition: "本年累计完成投资占年度计划投资的比例，分组时先求和再相除，不是各项目完成率的平均。",
  formula: "Σ本年累计完成投资 ÷ Σ年度计划投资",
  population: listedProjects,
  measure: { kind: "ratio", numerator: sql`done_fen`, denominator: sql`plan_fen` },
};

function progressOn(validOn: string): number {
  const { numerator, denominator } = timeProgress(validOn);
  return numerator / denominator;
}

const progress: DerivedFigure = {
  name: "projects.time_progress",
  labelZh: "时间进度",
  labelEn: "Time progress",
  unit: "ratio",
  tense: "state",
  definition: "截止日在全年中的位置：月末为月份÷12，月中按天数在当月内折算。",
  formula: "月份 ÷ 12",
  from: completionRate,
  derive: (_value, question) => progressOn(question.validOn),
};

const ahead: DerivedFigure = {
  name: "projects.ahead_of_time",
  labelZh: "超时间进度",
  labelEn: "Ahead of time progress",
  ledger: "management",
  unit: "points",
  tense: "state",
  definition: "年度计划完成率减时间进度，单位为百分点；负数为落后。",
  formula: "（完成率 − 时间进度）× 100",
  from: completionRate,
  derive: (value, question) => (value === null ? null : (value - progressOn(question.validOn)) * 100),
};

const startRate: MeasuredFigure = {
  name: "projects.start_rate",
  labelZh: "开工率",
  labelEn: "Start rate",
  unit: "ratio",
  tense: "state",
  definition: "实施类项目中已开工的比例；储备类不计入。",
  formula: "已开工实施类项目数 ÷ 实施类项目数",
  population: librariedProjects,
  needs: ["stage"],
  only: sql<boolean>`class = 'implementation'`,
  measure: { kind: "ratio", numerator: sql`case when ${started} then 1 else 0 end`, denominator: sql`1` },
};

/** 500万元, the threshold of the statistical reporting system; an example of domain practice, labelled in the definition. */
const statisticsThresholdFen = 500_000_000;

const statListedRate: MeasuredFigure = {
  name: "projects.stat_listed_rate",
  labelZh: "入统率",
  labelEn: "Share listed in statistics",
  ledger: "statistics",
  unit: "ratio",
  tense: "state",
  definition: "已开工且计划总投资500万元及以上的项目中，已纳入统计的比例（统计口径，与调度数分开）。",
  formula: "已入统项目数 ÷ 应入统项目数",
  population: librariedProjects,
  needs: ["stage", "statistics", "profile"],
  only: sql<boolean>`${started} and total_investment_fen >= ${statisticsThresholdFen}`,
  measure: { kind: "ratio", numerator: sql`case when coalesce(stat_listed, 0) > 0 then 1 else 0 end`, denominator: sql`1` },
};

export const projectFigures: readonly Figure[] = [
  count,
  newlyStarted,
  newlyStartedInvestment,
  totalInvestment,
  annualPlan,
  completed,
  completionRate,
  progress,
  ahead,
  startRate,
  statListedRate,
  ...ledgerFigures,
];
