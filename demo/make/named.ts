import type { AmountBasis, Project, Stage } from "./shapes.ts";
import { yiToWan, type Facts, type NamedProject } from "./facts.ts";
import { dayKnownAt, type Draft } from "./draft.ts";

/**
 * The named projects of the newspapers: chain, place and stage history are set here, amounts come
 * from the facts. A stage “as stated on a date” whose own date is unknown has the precision `by`.
 */
type StageRow = readonly [stage: Stage["stage"], on: string, precision: Stage["precision"], note?: string | undefined];
type Row = {
  id: string;
  county: string;
  town?: string;
  chain: string | null;
  builder?: string;
  kind?: Project["buildKind"];
  name?: string;
  stages: readonly StageRow[];
  production?: string;
  note?: string;
};

const groundbreaking: StageRow = ["started", "2022-10-09", "day"];
const by2019 = (name: Stage["stage"], note?: string): StageRow[] => [[name, "2019-09-30", "by", note]];
const running2023: StageRow[] = [["started", "2023-01-01", "by"]];

const rows: readonly Row[] = [
  { id: "sunwoda-tengzhou-zero-carbon", county: "370481", chain: "lithium", builder: "欣旺达", stages: [groundbreaking] },
  { id: "kedali-nev-battery", county: "ZZGX", chain: "lithium", builder: "科达利", stages: [["signed", "2022-01-01", "year"], groundbreaking] },
  { id: "cgn-shanting-storage", county: "370406", chain: "new-energy", builder: "中广核", stages: [groundbreaking], production: "2022-12-31", note: "一期装机100兆瓦" },
  { id: "xc-smart-storage-lithium-base", county: "370403", chain: "lithium", stages: [groundbreaking] },
  { id: "jiayi-electrolyte", county: "370403", chain: "lithium", builder: "嘉益", stages: [groundbreaking] },
  { id: "baisi-battery-structural-parts", county: "370403", chain: "lithium", builder: "百思", stages: [groundbreaking] },
  { id: "ruizuan-lithium-structural-parts", county: "370403", chain: "lithium", builder: "锐钻重工机械", name: "锐钻重工机械（锂电结构件）制造项目", stages: [groundbreaking] },
  { id: "zhiguang-park", county: "ZZGX", chain: "ict", builder: "东方光源集团", stages: by2019("started") },
  { id: "zhiguang-park-p3", county: "ZZGX", chain: "ict", builder: "东方光源集团", kind: "扩建", stages: [["started", "2022-10-01", "by", "设备先于厂房封顶到场，阶段有重叠"]], production: "2023-05-31" },
  { id: "zhiguang-core-rod", county: "ZZGX", chain: "ict", builder: "东方光源集团", name: "智光通信产业园三期光芯棒项目", kind: "扩建", stages: [["started", "2022-10-01", "by"]], production: "2023-05-31" },
  { id: "huaguang-preform-base", county: "ZZGX", chain: "ict", builder: "东方光源集团", stages: [["signed", "2022-10-10", "by"]], note: "与智光三期光芯棒项目是否重复尚未明确" },
  { id: "shanting-nev-equipment-park", county: "370406", chain: "equipment", name: "山亭新能源汽车装备制造产业园", stages: [["started", "2022-09-30", "by"]] },
  { id: "boreton-loader-base", county: "370406", chain: "equipment", builder: "博雷顿（山东）新能源汽车有限公司", name: "博雷顿（山东）电动装载机生产基地", stages: [["production", "2022-09-30", "by"]] },
  { id: "chuangpusi-lfp-180kt", county: "370405", chain: "lithium", builder: "创普斯集团", stages: [...running2023, ["production", "2023-07-16", "day", "首期投产，二号、三号厂房另行试生产"]], production: "2023-06-30" },
  { id: "fengyuan-huineng-lfp-p1", county: "370405", chain: "lithium", builder: "丰元汇能", name: "丰元汇能磷酸铁锂一期项目", stages: [...running2023, ["production", "2023-06-30", "by"], ["full_production", "2023-07-16", "by"]] },
  { id: "shengwei-lithium", county: "370405", chain: "lithium", builder: "盛威", name: "盛威锂电项目", stages: running2023, production: "2023-06-30" },
  { id: "qiliyuan-lithium", county: "370405", chain: "lithium", builder: "启力元", name: "启力元锂电项目", stages: running2023, production: "2023-09-30" },
  { id: "tianhe-electrolyte", county: "370405", chain: "lithium", builder: "天和", name: "天和电解液项目", stages: running2023, production: "2023-11-30" },
  { id: "calcium-nano-material", county: "370405", chain: "materials", stages: [["negotiation", "2023-07-16", "by"]] },
  { id: "mawei-power", county: "370405", chain: null, builder: "马威电力", stages: [["signed", "2023-06-30", "by"]], note: "从初次对接到签约30天" },
  { id: "tainan-equipment-park", county: "370405", chain: "equipment", stages: running2023 },
  { id: "lingang-industrial-park", county: "370405", chain: null, name: "台儿庄临港工业园", stages: [["lead", "2023-07-16", "by"]] },
  { id: "tez-edz-standard-plants", county: "370405", town: "X-370405-EDZ", chain: null, name: "台儿庄经济开发区标准化厂房项目", stages: running2023, note: "27万平方米" },
  { id: "chuangpusi-national-lab", county: "370405", chain: "lithium", builder: "创普斯集团", name: "创普斯新能源材料国家重点实验室", stages: [["lead", "2023-07-16", "by"]] },
  { id: "wanda-plaza-shizhong", county: "370402", chain: "logistics", builder: "万达", name: "市中区万达广场项目", stages: [["signed", "2023-04-28", "by"], ["started", "2023-04-28", "day"]] },
  { id: "shengdafeier-dairy-park", county: "370402", chain: "food", builder: "晟达菲尔", stages: [["signed", "2023-05-18", "by"], ["started", "2023-05-18", "day"]] },
  { id: "quanwei-hjt-p2", county: "370402", chain: "new-energy", builder: "泉为", name: "高效硅异质结电池二期项目", kind: "扩建", stages: [["signed", "2023-05-20", "day"]] },
  { id: "zhonghuan-smart-mfg-park", county: "370402", chain: "equipment", builder: "中环", stages: [["lead", "2023-01-01", "year"], ["signed", "2023-05-20", "day"]] },
  { id: "runquan-biodegradable", county: "370402", chain: "materials", builder: "润泉生物", name: "润泉生物降解新材料项目", stages: [["signed", "2023-05-20", "day"]] },
  { id: "lunan-supercomputing", county: "370402", chain: "ict", stages: [["started", "2023-06-27", "by"]] },
  { id: "hjt-equipment", county: "370402", chain: "new-energy", stages: [["lead", "2023-01-01", "year"]] },
  { id: "lunan-xindongli-park", county: "370402", chain: "ict", stages: [["lead", "2023-01-01", "year"]] },
  { id: "xc-medical-valley-park", county: "370403", chain: "medicine", stages: [["production", "2022-06-30", "by"]] },
  { id: "xc-biodegradable-film", county: "370403", chain: "materials", name: "全生物降解日化水溶性常温膜项目", stages: [["started", "2022-06-30", "by", "试生产"]] },
  { id: "xinqiao-xq1000", county: "370403", chain: "medicine", builder: "鑫桥联康", name: "鑫桥联康宠物专用检测仪项目", stages: [["landed", "2022-06-30", "by", "研发完成"]] },
  { id: "tsingtao-zz-smart-park", county: "370403", chain: "food", builder: "青啤枣庄公司", stages: [["lead", "2022-06-30", "by"]] },
  { id: "tsingtao-zz-plant-p1", county: "370403", chain: "food", builder: "青啤枣庄公司", stages: [["production", "2022-06-30", "by", "建成"]] },
  { id: "tsingtao-supporting", county: "370403", chain: "food", name: "青啤易拉罐、包装箱等配套项目", stages: [["lead", "2022-06-30", "by"]] },
  { id: "kaile-tech-upgrade", county: "370403", chain: "chemical", builder: "凯乐化工", kind: "改建", stages: [["started", "2022-06-30", "by", "通过验收后试生产"]] },
  { id: "meiguolai-new", county: "370403", chain: null, builder: "山东美果来生物科技有限公司", stages: [["production", "2022-06-30", "by"]] },
  { id: "xc-green-building-600k-p1", county: "370403", chain: "building", stages: [["started", "2022-06-30", "by"]] },
  { id: "zhongke-waste-chp", county: "370403", chain: null, builder: "中科", stages: [["production", "2022-06-30", "by"]] },
  { id: "duole-smart-workshop", county: "370403", chain: null, builder: "山东多乐集团", kind: "改建", stages: [["production", "2022-06-30", "by"]] },
  { id: "renmin-electric-park", county: "ZZGX", chain: "equipment", builder: "人民控股", stages: by2019("signed") },
  { id: "smart-education-equipment", county: "ZZGX", chain: "equipment", stages: by2019("signed") },
  { id: "weineng-cnc-parts", county: "ZZGX", chain: "equipment", builder: "威能", stages: by2019("started") },
  { id: "casic-new-energy-park", county: "ZZGX", chain: "new-energy", builder: "航天科工集团", stages: by2019("started") },
  { id: "zaokuang-smart-logistics", county: "ZZGX", chain: "logistics", builder: "枣矿", stages: by2019("started") },
  { id: "ruinuo-components", county: "ZZGX", chain: "ict", builder: "睿诺", name: "睿诺电子元器件项目", stages: by2019("started") },
  { id: "tianhan-new-energy", county: "ZZGX", chain: "new-energy", builder: "山东天瀚新能源科技有限公司", name: "天瀚新能源项目", stages: by2019("started") },
  { id: "gx-new-medicine-park", county: "ZZGX", chain: "medicine", stages: by2019("started") },
  { id: "aodepuji", county: "ZZGX", chain: "medicine", name: "澳德普济项目", stages: by2019("landed") },
  { id: "kerunxi", county: "ZZGX", chain: "medicine", name: "柯润玺项目", stages: by2019("landed") },
  { id: "plant-protein-pilot", county: "ZZGX", chain: "medicine", name: "植物蛋白中试项目", stages: by2019("landed", "中试") },
  { id: "animal-protein-pilot", county: "ZZGX", chain: "medicine", name: "动物蛋白中试项目", stages: by2019("landed", "中试") },
  { id: "yihua-biotech", county: "ZZGX", chain: "medicine", builder: "山东益华生物科技有限公司", stages: by2019("started") },
  { id: "zz-care-rehab-centre", county: "ZZGX", chain: "tourism", stages: by2019("landed", "原报道未写明阶段") },
  { id: "cross-border-ecom-park", county: "ZZGX", chain: "logistics", stages: by2019("production", "运营") },
  { id: "internet-town", county: "ZZGX", chain: "ict", stages: by2019("production", "运营") },
  { id: "smart-mfg-town", county: "ZZGX", chain: "equipment", stages: by2019("production", "运营") },
  { id: "zju-shandong-institute", county: "ZZGX", chain: null, stages: by2019("production", "运营") },
  { id: "lunan-bigdata-centre", county: "ZZGX", chain: "ict", stages: by2019("production", "运营") },
  { id: "angli-building", county: "ZZGX", chain: null, stages: by2019("production", "运营") },
  { id: "zheshang-building", county: "ZZGX", chain: null, stages: by2019("production", "运营") },
  { id: "tianheng-hotel-reuse", county: "ZZGX", chain: null, name: "天衡宾馆盘活项目", kind: "改建", stages: by2019("production", "闲置楼宇重新启用") },
  { id: "jiuzhou-shuangchuang", county: "ZZGX", chain: null, name: "九洲双创项目", stages: by2019("started") },
  { id: "yunxi-kechuang", county: "ZZGX", chain: null, name: "云溪科创项目", stages: by2019("started") },
  { id: "gx-hangzhou-innovation", county: "ZZGX", chain: null, stages: by2019("production", "建成，位于杭州") },
  { id: "yrd-sci-innovation", county: "ZZGX", chain: null, name: "长三角国家科创中心（高新区）", stages: by2019("production", "建成，位于长三角") },
  { id: "xingcheng-area", county: "ZZGX", town: "370403003", chain: null, stages: by2019("started") },
  { id: "wumei-jiashu", county: "ZZGX", chain: null, name: "五美佳墅项目", stages: by2019("started") },
  { id: "junyuefu", county: "ZZGX", chain: null, name: "君悦府项目", stages: by2019("started") },
  { id: "ankangyuan-p2", county: "ZZGX", chain: null, name: "安康苑二期项目", stages: by2019("started", "主体竣工") },
  { id: "nanshi-demolition", county: "ZZGX", chain: null, stages: by2019("production", "完成") },
  { id: "donggushan-demolition", county: "ZZGX", chain: null, stages: by2019("production", "完成") },
  { id: "east-gas-supply", county: "ZZGX", chain: null, stages: [["landed", "2019-09-30", "by", "一处称即将实施"], ["started", "2019-09-30", "by", "同一处又称启动实施，两说并存"]] },
  { id: "dalian-road-east", county: "ZZGX", chain: null, name: "大连路东延工程", stages: by2019("started") },
  { id: "shiji-avenue-works", county: "ZZGX", chain: null, name: "世纪大道综合整治工程", kind: "改建", stages: by2019("started") },
  { id: "panlong-river-works", county: "ZZGX", chain: null, name: "蟠龙河综合整治工程", kind: "改建", stages: by2019("started") },
  { id: "zhongxing-road", county: "ZZGX", chain: null, name: "中兴路工程", stages: by2019("production", "竣工通车") },
  { id: "huaxin-road", county: "ZZGX", chain: null, name: "华信路工程", stages: by2019("production", "竣工通车") },
  { id: "qixing-road", county: "ZZGX", chain: null, name: "企兴路工程", stages: by2019("production", "竣工通车") },
  { id: "gx-industry-east", county: "ZZGX", chain: null, name: "高新区产业东区", stages: by2019("lead") },
  { id: "road-upgrade-12", county: "ZZGX", chain: null, name: "高新区道路改造提升工程（12条）", kind: "改建", stages: by2019("production", "完成") },
];

/** A fund is a contract, not a project: it would swell construction totals. */
export const notAProject: ReadonlySet<string> = new Set(["qianhai-new-energy-fund"]);

export function namedDrafts(facts: Facts): Map<string, Draft> {
  const drafts = new Map(rows.map((row) => [row.id, namedDraft(row, facts.projects.get(row.id)!)]));
  for (const id of facts.projects.keys()) {
    if (!drafts.has(id) && !notAProject.has(id)) throw new Error(`named project ${id} is left out`);
  }
  return drafts;
}

function namedDraft(row: Row, fact: NamedProject & { investment_comparator?: string }): Draft {
  const amount = fact.total_investment_yi;
  const basis: AmountBasis = amount === null ? "none" : fact.investment_comparator === ">=" ? "at-least" : "published";
  const started = row.stages.find(([stage, , precision]) => stage === "started" && precision === "day");
  return {
    key: row.id,
    name: row.name ?? fact.name_zh,
    sample: false,
    sampleAmounts: false,
    builder: row.builder ?? null,
    county: row.county,
    town: row.town ?? row.county,
    chainKey: row.chain,
    buildKind: row.kind ?? "新建",
    totalWan: amount === null ? null : yiToWan(amount),
    totalBasis: basis,
    listings: [],
    stages: row.stages.map(([stage, on, precision, note]) => ({ stage, on, precision, knownAt: dayKnownAt(on), note: note ?? null })),
    plannedNodes: row.production === undefined ? [] : [{ kind: "production", on: row.production, precision: "day", knownAt: dayKnownAt(row.stages[0]![1]) }],
    years: new Map(),
    events: [],
    speed: 1,
    startedOn: started?.[1] ?? null,
    notes: row.note === undefined ? [] : [row.note],
  };
}
