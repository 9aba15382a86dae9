import { sql } from "kysely";
import type { Figure, MeasuredFigure } from "#kernel/figures";
import { contactedLeads, madeTrips, signedContracts } from "./population.ts";

const leads: MeasuredFigure = {
  name: "leads.count",
  labelZh: "线索数",
  labelEn: "Leads",
  unit: "count",
  tense: "flow",
  definition: "期间内首次洽谈的招商线索数；阶段按截止日所在阶段筛选。",
  formula: "计数",
  population: contactedLeads,
  measure: { kind: "count" },
};

const intended: MeasuredFigure = {
  name: "leads.intended_investment",
  labelZh: "线索意向投资",
  labelEn: "Intended investment of leads",
  unit: "fen",
  tense: "flow",
  definition: "期间内首次洽谈的招商线索的意向投资之和。",
  formula: "Σ意向投资",
  population: contactedLeads,
  measure: { kind: "sum", of: sql`amount_fen` },
};

const contracts: MeasuredFigure = {
  name: "contracts.count",
  labelZh: "签约项目数",
  labelEn: "Contracts",
  unit: "count",
  tense: "flow",
  definition: "期间内签订的正式合同数；框架协议不计入。",
  formula: "计数",
  population: signedContracts,
  measure: { kind: "count" },
};

const amount: MeasuredFigure = {
  name: "contracts.amount",
  labelZh: "合同投资",
  labelEn: "Contracted investment",
  unit: "fen",
  tense: "flow",
  definition: "期间内签订的正式合同的合同投资之和；框架协议不计入。",
  formula: "Σ合同投资",
  population: signedContracts,
  measure: { kind: "sum", of: sql`amount_fen` },
};

const startedRate: MeasuredFigure = {
  name: "contracts.started_rate",
  labelZh: "签约项目开工率",
  labelEn: "Share of contracts started",
  unit: "ratio",
  tense: "flow",
  definition: "期间内签订的正式合同中，截止日其项目已开工的比例。",
  formula: "已开工合同数 ÷ 签约合同数",
  population: signedContracts,
  measure: { kind: "ratio", numerator: sql`case when is_started then 1 else 0 end`, denominator: sql`1` },
};

const trips: MeasuredFigure = {
  name: "trips.count",
  labelZh: "外出招商次数",
  labelEn: "Investment trips",
  unit: "count",
  tense: "flow",
  definition: "期间内外出招商的批次数。",
  formula: "计数",
  population: madeTrips,
  measure: { kind: "count" },
};

const visited: MeasuredFigure = {
  name: "trips.visited_count",
  labelZh: "拜访企业数",
  labelEn: "Firms visited",
  unit: "count",
  tense: "flow",
  definition: "期间内外出招商拜访的企业数之和；同一企业两次拜访计两次。",
  formula: "Σ拜访企业数",
  population: madeTrips,
  measure: { kind: "sum", of: sql`visited_count` },
};

const negotiated: MeasuredFigure = {
  name: "trips.negotiated_count",
  labelZh: "洽谈项目数",
  labelEn: "Projects negotiated on trips",
  unit: "count",
  tense: "flow",
  definition: "期间内外出招商当面洽谈的项目数之和。",
  formula: "Σ洽谈项目数",
  population: madeTrips,
  measure: { kind: "sum", of: sql`negotiated_count` },
};

export const investmentFigures: readonly Figure[] = [leads, intended, contracts, amount, startedRate, trips, visited, negotiated];
