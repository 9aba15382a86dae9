import { ceremonyName } from "./ceremonies.ts";
import { city2019, zoneFirst2019, zoneSecond2019 } from "./lists2019.ts";
import { sign0520, sign0626 } from "./contracts.ts";
import { start0627 } from "./lists2023.ts";
import { start2022 } from "./event2022.ts";
import { chemicalParkCode } from "./divisions.ts";

/** Every value of a dimension is text; several values mean “any of them”. */
export type Query = { validFrom?: string; validOn: string; where: Readonly<Record<string, readonly string[]>> };
export type Entry = {
  id: string;
  figure: string;
  query: Query;
  /** Defaults come from the facts. `decimals` rounds the answer before comparing, `below` is an upper bound. */
  expect: { value?: number; comparator?: string; decimals?: number; below?: number };
  publishedText: string;
  source: "newspaper" | "derived" | "elsewhere";
  /** The figure is not among the names of the contract: ask it only if the catalogue has it. */
  extension: boolean;
};

type Short = readonly [id: string, figure: string, query: Query, publishedText: string, expect?: Entry["expect"], source?: Entry["source"]];

const extensions = new Set(["projects.newly_started_investment", "trips.visited_count", "trips.negotiated_count"]);

function entries(rows: readonly Short[]): Entry[] {
  return rows.map(([id, figure, query, publishedText, expect = {}, source = "newspaper"]) => ({
    id,
    figure,
    query,
    expect,
    publishedText,
    source,
    extension: extensions.has(figure),
  }));
}

const provinceOrCity = ["省重点", "市重点"];
const fen = (yi: number) => Math.round(yi * 10_000) * 1_000_000;
const percent = { decimals: 4 };

const batch = (where: Query["where"] = {}): Query => ({
  validOn: "2022-10-09",
  where: { event: [ceremonyName(start2022)], ...where },
});
const city = { validOn: "2022-06-30", where: { level: provinceOrCity, listing_year: ["2022"] } };
const shanting = { validOn: "2022-09-30", where: { area: ["370406"], level: provinceOrCity, listing_year: ["2022"] } };
const shantingSigned = { validFrom: "2022-01-01", validOn: "2022-09-30", where: { area: ["370406"], size: [">1亿"] } };
const xuechengBegun = { validFrom: "2022-01-01", validOn: "2022-09-30", where: { area: ["370403"], size: [">1亿"] } };
const xuecheng = (validOn: string): Query => ({
  validOn,
  where: { area: ["370403"], level: ["区重点"], listing_year: ["2022"] },
});
const xuechengSigned = { validFrom: "2022-01-01", validOn: "2022-03-31", where: { area: ["370403"] } };
const chemical = { validOn: "2022-06-30", where: { area: [chemicalParkCode], listing_year: ["2022"] } };

export const entries2022 = entries([
  ["zz-start-count", "projects.count", batch(), "全市集中启动项目数"],
  ["zz-start-invest", "projects.total_investment", batch(), "全市集中启动项目总投资"],
  ["zz-start-ge50", "projects.count", batch({ size: [">=50亿"] }), "其中50亿元以上"],
  ["zz-start-ge10", "projects.count", batch({ size: [">=10亿"] }), "其中10亿元以上（含50亿元以上）"],
  ["zz-start-6plus3", "projects.count", batch({ industry_system: ["6+3"] }), "其中“6+3”产业项目"],
  ["zz-start-lithium-n", "projects.count", batch({ chain: ["lithium"] }), "其中锂电项目"],
  ["zz-start-lithium-inv", "projects.total_investment", batch({ chain: ["lithium"] }), "锂电项目总投资"],
  ["zz-h1-n", "projects.count", city, "上半年省市重点项目数"],
  ["zz-h1-done", "projects.completed_this_year", city, "上半年省市重点完成投资360余亿元", { comparator: ">", below: fen(370) }],
  ["zz-h1-rate", "projects.completion_rate", city, "达到年度计划的80%以上"],
  ["zz-h1-ahead", "projects.ahead_of_time", city, "超时间进度30个百分点以上"],
  ["st-9m-sign-n", "contracts.count", shantingSigned, "山亭前三季度新签约过亿元项目数"],
  ["st-9m-sign-inv", "contracts.amount", shantingSigned, "山亭前三季度新签约过亿元合同总投资"],
  ["st-9m-key-n", "projects.count", shanting, "山亭省市重点项目数"],
  ["st-9m-done", "projects.completed_this_year", shanting, "山亭省市重点完成投资"],
  ["st-9m-rate", "projects.completion_rate", shanting, "山亭占年度计划", { decimals: 2 }],
  ["d-st-ahead", "projects.ahead_of_time", shanting, "山亭超时间进度（推算）", { value: 26, decimals: 0 }, "derived"],
  ["st-start-n", "projects.count", batch({ area: ["370406"] }), "集中启动中山亭项目数"],
  ["st-start-inv", "projects.total_investment", batch({ area: ["370406"] }), "集中启动中山亭总投资"],
  ["xc-9m-start-n", "projects.newly_started", xuechengBegun, "薛城前三季度新开工过亿元项目数"],
  ["xc-9m-start-inv", "projects.newly_started_investment", xuechengBegun, "薛城前三季度新开工过亿元项目总投资"],
  ["xc-start-n", "projects.count", batch({ area: ["370403"] }), "集中启动中薛城项目数"],
  ["xc-start-inv", "projects.total_investment", batch({ area: ["370403"] }), "集中启动中薛城总投资"],
  ["xc-start-ne", "projects.count", batch({ area: ["370403"], chain: ["lithium", "new-energy"] }), "其中新能源项目"],
  ["xc-key-n", "projects.count", xuecheng("2022-03-31"), "薛城区级重点项目数"],
  ["xc-key-inv", "projects.total_investment", xuecheng("2022-03-31"), "薛城区级重点项目总投资"],
  ["xc-key-plan", "projects.annual_plan", xuecheng("2022-03-31"), "薛城区级重点项目年度投资"],
  ["xc-q1-done", "projects.completed_this_year", xuecheng("2022-03-31"), "薛城区级重点一季度完成投资"],
  ["d-xc-q1-rate", "projects.completion_rate", xuecheng("2022-03-31"), "薛城区级重点一季度完成率（推算）", { value: 0.3988, ...percent }, "derived"],
  ["xc-q1-sign-n", "contracts.count", xuechengSigned, "薛城一季度新签约落地项目数"],
  ["xc-q1-sign-inv", "contracts.amount", xuechengSigned, "薛城一季度新签约落地项目总投资"],
  ["xc-cp-new-n", "projects.count", chemical, "薛城化工产业园当年新上项目数"],
  ["xc-cp-new-inv", "projects.total_investment", chemical, "薛城化工产业园当年新上项目总投资"],
]);

const campaign = (where: Query["where"] = {}): Query => ({
  validFrom: "2023-04-15",
  validOn: "2023-06-30",
  where: { area: ["370402"], ...where },
});
const june27 = { validOn: "2023-06-30", where: { event: [ceremonyName(start0627)] } };
const halfYear = { validFrom: "2023-01-01", validOn: "2023-06-30", where: { area: ["370402"] } };
const taierzhuang = { validOn: "2023-06-30", where: { area: ["370405"], class: ["实施类"], listing_year: ["2023"] } };

export const entries2023 = entries([
  [
    "sz-sign-0626",
    "contracts.count",
    { validFrom: "2023-06-26", validOn: "2023-06-26", where: { event: [ceremonyName(sign0626)] } },
    "市中6月26日集中签约项目数",
  ],
  [
    "sz-sign-0520",
    "contracts.count",
    { validFrom: "2023-05-20", validOn: "2023-05-20", where: { event: [ceremonyName(sign0520)] } },
    "市中5月20日集中签约项目数",
  ],
  ["sz-start-0627-n", "projects.count", june27, "市中6月27日集中开工项目数"],
  ["sz-start-0627-inv", "projects.total_investment", june27, "市中6月27日集中开工总投资"],
  ["sz-agreements", "contracts.count", campaign(), "市中百日会战以来签约数"],
  ["sz-town-sign", "contracts.count", campaign({ signer: ["镇街"], size: [">=1亿"] }), "其中镇街参与签约的亿元以上项目数"],
  ["sz-started-or-ready", "contracts.started_rate", campaign(), "已开工或具备条件18个，已开工的不会更多", { value: 0.72, comparator: "<=" }],
  ["sz-trips", "trips.count", halfYear, "市中上半年党政主要领导外出招商次数"],
  ["sz-visited", "trips.visited_count", halfYear, "市中上半年拜访考察项目数"],
  ["sz-direct", "trips.negotiated_count", halfYear, "市中上半年直接洽谈项目数"],
  [
    "sz-guashuai",
    "projects.count",
    { validOn: "2023-06-30", where: { area: ["370402"], class: ["储备类"], size: [">=10亿"], listing_year: ["2023"] } },
    "市中产业链挂帅项目（谋划，10亿元以上）",
  ],
  ["sz-leads", "leads.count", campaign({ stage: ["在谈"] }), "市中在谈项目线索数"],
  [
    "sz-leads-2022",
    "leads.count",
    { validFrom: "2022-01-01", validOn: "2022-12-31", where: { area: ["370402"] } },
    "市中上年线索数少于本年",
    { comparator: "<" },
  ],
  ["tez-key-n", "projects.count", taierzhuang, "台儿庄实施类省市区重点项目数"],
  ["tez-key-started", "projects.start_rate", taierzhuang, "台儿庄实施类项目开工率"],
  ["tez-key-done", "projects.completed_this_year", taierzhuang, "台儿庄上半年完成投资"],
  ["tez-key-rate", "projects.completion_rate", taierzhuang, "台儿庄占年度计划", percent],
  ["d-tez-plan", "projects.annual_plan", taierzhuang, "台儿庄年度计划（推算，取两位小数）", { value: fen(81.16) }, "derived"],
  ["d-tez-ahead", "projects.ahead_of_time", taierzhuang, "台儿庄超时间进度（推算）", { value: 27.78, decimals: 2 }, "derived"],
  [
    "tez-calcium",
    "projects.total_investment",
    { validOn: "2023-06-30", where: { area: ["370405"], class: ["储备类"], size: [">=50亿"], listing_year: ["2023"] } },
    "台儿庄钙基纳米新材料项目总投资",
  ],
]);

const zone = (where: Query["where"] = {}): Query => ({ validOn: "2019-09-30", where: { area: ["ZZGX"], ...where } });
const zoneList = zone({ level: ["区重点"], listing_year: ["2019"] });
const zoneBatch = zone({ event: [ceremonyName(zoneFirst2019), ceremonyName(zoneSecond2019)] });
const zoneSigned = (where: Query["where"] = {}): Query => ({ validFrom: "2019-01-01", ...zone(where) });

export const entries2019 = entries([
  ["gx-key-n", "projects.count", zoneList, "高新区区级重点项目数"],
  ["gx-key-inv", "projects.total_investment", zoneList, "高新区区级重点项目总投资"],
  ["gx-key-city", "projects.count", zone({ level: ["市重点"], listing_year: ["2019"] }), "其中纳入市重点"],
  ["gx-start-n", "projects.count", zoneBatch, "高新区两次集中开工项目数"],
  ["gx-start-inv", "projects.total_investment", zoneBatch, "高新区两次集中开工总投资"],
  ["gx-start-city", "projects.count", zone({ event: [ceremonyName(city2019)] }), "高新区在全市集中开工的项目数"],
  ["gx-sign-n", "contracts.count", zoneSigned(), "高新区新签约项目数"],
  ["gx-sign-inv", "contracts.amount", zoneSigned(), "高新区协议投资"],
  ["gx-invest-50", "contracts.count", zoneSigned({ size: [">=50亿"] }), "高新区50亿元以上新签约项目，至少一个", { value: 1, comparator: ">=" }],
]);

const yearEnd = { validOn: "2022-12-31", where: { level: provinceOrCity, listing_year: ["2022"] } };
const april = { validOn: "2023-04-30", where: { level: provinceOrCity, listing_year: ["2023"] } };
const zoneBatch2022 = (where: Query["where"] = {}) => batch({ area: ["ZZGX"], ...where });
const shizhong = (where: Query["where"]): Query => ({
  validOn: "2023-06-30",
  where: { area: ["370402"], listing_year: ["2023"], ...where },
});
const atWork = { class: ["实施类"] };

/** Printed by other papers of the time; they bind the same records and so guard the consistency of the whole. */
export const outsideEntries = entries([
  ["x-2022-year-n", "projects.count", yearEnd, "2022年全年省市重点项目数", { value: 243 }, "elsewhere"],
  ["x-2022-year-done", "projects.completed_this_year", yearEnd, "2022年全年省市重点完成投资", { value: fen(848.8) }, "elsewhere"],
  ["x-2022-year-rate", "projects.completion_rate", yearEnd, "完成投资为年度计划的倍数", { value: 1.72, decimals: 2 }, "elsewhere"],
  ["x-2023-apr-n", "projects.count", april, "2023年1至4月省市重点项目数", { value: 224 }, "elsewhere"],
  ["x-2023-apr-done", "projects.completed_this_year", april, "2023年1至4月完成投资", { value: fen(304.7) }, "elsewhere"],
  ["x-2023-apr-rate", "projects.completion_rate", april, "2023年1至4月占年度计划", { value: 0.439, decimals: 3 }, "elsewhere"],
  ["x-2023-apr-ahead", "projects.ahead_of_time", april, "2023年1至4月超时间进度", { value: 10.6, decimals: 1 }, "elsewhere"],
  ["x-gx-20221009-n", "projects.count", zoneBatch2022(), "集中启动中高新区项目数", { value: 7 }, "elsewhere"],
  ["x-gx-20221009-inv", "projects.total_investment", zoneBatch2022(), "集中启动中高新区总投资", { value: fen(157) }, "elsewhere"],
  ["x-gx-20221009-ge10", "projects.count", zoneBatch2022({ size: [">=10亿"] }), "其中10亿元以上", { value: 3 }, "elsewhere"],
  ["x-gx-20221009-gt1", "projects.count", zoneBatch2022({ size: [">1亿"] }), "全部过亿元", { value: 7 }, "elsewhere"],
  ["x-sz-2023h1-n", "projects.count", shizhong({}), "市中省市区重点项目数", { value: 133 }, "elsewhere"],
  ["x-sz-2023h1-total", "projects.total_investment", shizhong({}), "市中省市区重点项目总投资", { value: fen(845.3) }, "elsewhere"],
  ["x-sz-2023h1-work-n", "projects.count", shizhong(atWork), "市中实施类项目数", { value: 74 }, "elsewhere"],
  ["x-sz-2023h1-plan", "projects.annual_plan", shizhong(atWork), "市中实施类年度计划", { value: fen(109) }, "elsewhere"],
  ["x-sz-2023h1-done", "projects.completed_this_year", shizhong(atWork), "市中实施类上半年完成投资", { value: fen(75.27) }, "elsewhere"],
  ["x-sz-2023h1-rate", "projects.completion_rate", shizhong(atWork), "市中实施类占年度计划", { value: 0.69, decimals: 2 }, "elsewhere"],
  ["x-sz-2023h1-province-done", "projects.completed_this_year", shizhong({ level: ["省重点"] }), "市中省重点完成投资", { value: fen(17.64) }, "elsewhere"],
  [
    "x-sz-2023h1-province-rate",
    "projects.completion_rate",
    shizhong({ level: ["省重点"] }),
    "市中省重点占年度计划",
    { value: 0.558, decimals: 3 },
    "elsewhere",
  ],
  ["x-sz-2023h1-city-done", "projects.completed_this_year", shizhong({ level: ["市重点"] }), "市中市重点完成投资", { value: fen(19.94) }, "elsewhere"],
  ["x-sz-2023h1-city-rate", "projects.completion_rate", shizhong({ level: ["市重点"] }), "市中市重点占年度计划", { value: 0.804, decimals: 3 }, "elsewhere"],
]);
