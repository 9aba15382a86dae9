import { publishedCount, publishedWan, yiToWan, type Facts } from "./facts.ts";
import { isListed, list, sampleDraft, splitPlan, splitTotal, stage, doneBefore, planOf, type Draft } from "./draft.ts";
import { chainFor, startIn } from "./lists2022.ts";
import { sum } from "./apportion.ts";
import { between, seeded } from "./seeded.ts";

export const year = 2023;
export const start0627 = "start-2023-06-27";

/**
 * Figures of 2023 printed elsewhere than in the five texts (external checks of the facts): 224
 * projects of province and city, 43.9% of the plan by April; 市中区's 133 projects by level.
 */
export const outside = {
  keyDoneApril: yiToWan(304.7),
  keyPlan: yiToWan(694.1),
  shizhongTotal: yiToWan(845.3),
  shizhong: [
    { level: "province", count: 11, planWan: yiToWan(31.6), doneWan: yiToWan(17.64) },
    { level: "city", count: 13, planWan: yiToWan(24.8), doneWan: yiToWan(19.94) },
    { level: "county", count: 50, planWan: yiToWan(52.6), doneWan: yiToWan(37.69) },
  ],
  shizhongReserve: 59,
} as const;

/** Projects of the other counties: on the province's or city's list, on the county's only, reserve, carried over. */
const others = [
  { county: "370403", key: 38, own: 40, reserve: 8, carried: 52, planWeight: 118 },
  { county: "370404", key: 26, own: 22, reserve: 6, carried: 16, planWeight: 62 },
  { county: "370406", key: 38, own: 16, reserve: 6, carried: 36, planWeight: 66 },
  { county: "370481", key: 46, own: 26, reserve: 8, carried: 28, planWeight: 205.7 },
  { county: "ZZGX", key: 30, own: 18, reserve: 5, carried: 14, planWeight: 134 },
] as const;

export type Lists2023 = {
  shizhong: { drafts: Draft[]; doneWan: number; isKey: boolean }[];
  taierzhuang: Draft[];
  otherKey: Draft[];
  otherOwn: Draft[];
  reserve: Draft[];
};

export function lists2023(facts: Facts, past: readonly Draft[], named: ReadonlyMap<string, Draft>): Lists2023 {
  const shizhong = shizhongLists(facts, past, named);
  const taierzhuang = taierzhuangList(facts, past, named);
  const otherLists = others.map((row) => countyLists(past, row));
  const keyOfTaierzhuang = taierzhuang.filter((draft) => isListed(draft, year, ["province", "city"]));
  const fixedPlan = sum(keyOfTaierzhuang.map((draft) => planOf(draft, year)));
  const shizhongKeyPlan = outside.shizhong[0].planWan + outside.shizhong[1].planWan;
  const left = outside.keyPlan - shizhongKeyPlan - fixedPlan;
  const weights = sum(others.map((row) => row.planWeight));
  let given = 0;
  otherLists.forEach((lists, index) => {
    const isLast = index === others.length - 1;
    const part = isLast ? left - given : Math.round((left * others[index]!.planWeight) / weights / 10) * 10;
    given += part;
    splitPlan(lists.key, year, part);
    splitPlan(lists.own, year, lists.own.length * 11_000);
  });
  return {
    shizhong: shizhong.implementation,
    taierzhuang,
    otherKey: otherLists.flatMap((lists) => lists.key),
    otherOwn: otherLists.flatMap((lists) => lists.own),
    reserve: [...shizhong.reserve, ...taierzhuangReserve(named), ...otherLists.flatMap((lists) => lists.reserve)],
  };
}

/** Last year's projects of a county that still have work to do: October's first, then by what is left. */
function carriedOver(past: readonly Draft[], county: string, count: number): Draft[] {
  const left = (draft: Draft) => draft.totalWan! - doneBefore(draft, year);
  return past
    .filter((draft) => draft.county === county && draft.listings.some((entry) => entry.year === 2022) && left(draft) > 1_500)
    .sort((a, b) => b.events.length - a.events.length || left(b) - left(a))
    .slice(0, count);
}

function begin(draft: Draft, index: number): void {
  if (index % 8 === 7) {
    const plannedOn = index % 16 === 7 ? "2023-03-20" : "2023-06-15";
    draft.stages.push(stage("signed", "2022-11-20"), stage("landed", "2023-02-10"));
    draft.plannedNodes.push({ kind: "start", on: plannedOn, precision: "day", knownAt: "2023-02-15T10:00:00+08:00" });
    draft.speed = 0;
    return;
  }
  startIn(draft, [1, 2, 3, 2, 3, 4, 5][index % 7]!, year);
}

function freshSample(county: string, index: number, scale = 12_000): Draft {
  const draft = sampleDraft(county, chainFor(county, index * 2 + 1));
  draft.totalWan = Math.round((scale * Math.exp(seeded(`${draft.key}:size`)() * 2)) / 100) * 100;
  return draft;
}

type CountyRow = (typeof others)[number];

function countyLists(past: readonly Draft[], row: CountyRow): { key: Draft[]; own: Draft[]; reserve: Draft[] } {
  const carried = carriedOver(past, row.county, row.carried);
  const fresh = Array.from({ length: row.key + row.own - carried.length }, (_, index) => freshSample(row.county, index, 20_000));
  fresh.forEach(begin);
  const key = [...carried.slice(0, row.key), ...fresh.slice(0, Math.max(0, row.key - carried.length))];
  const own = [...carried, ...fresh].filter((draft) => !key.includes(draft));
  key.forEach((draft, index) => {
    if (index % 4 === 0) list(draft, { level: "province", year });
    list(draft, { level: "city", year });
    if (index % 3 === 0) list(draft, { level: "county", year });
  });
  own.forEach((draft) => list(draft, { level: "county", year }));
  return { key, own, reserve: Array.from({ length: row.reserve }, (_, index) => reserveSample(row.county, index)) };
}

function reserveSample(county: string, index: number): Draft {
  const draft = freshSample(county, index + 40);
  enterReserve(draft);
  return draft;
}

function enterReserve(draft: Draft): void {
  list(draft, { level: "county", year, class: "reserve" });
  if (draft.stages.length > 0) return;
  const on = `2023-0${between(seeded(`${draft.key}:reserve`), [1, 5])}-12`;
  draft.stages.push(stage(seeded(draft.key)() < 0.5 ? "negotiation" : "signed", on));
}

/** 台儿庄区: fifty projects at work, all begun, 63.13亿 of 81.16亿 by the end of June. */
function taierzhuangList(facts: Facts, past: readonly Draft[], named: ReadonlyMap<string, Draft>): Draft[] {
  const county = "370405";
  const real = [
    "chuangpusi-lfp-180kt",
    "fengyuan-huineng-lfp-p1",
    "shengwei-lithium",
    "qiliyuan-lithium",
    "tianhe-electrolyte",
    "tainan-equipment-park",
    "tez-edz-standard-plants",
  ].map((id) => named.get(id)!);
  for (const draft of real) draft.speed = 1.05;
  splitTotal(real, yiToWan(96), [60_000, 320_000]);
  const carried = carriedOver(past, county, 20);
  const count = publishedCount(facts, "tez-key-n");
  const fresh = Array.from({ length: count - real.length - carried.length }, (_, index) => freshSample(county, index, 14_000));
  fresh.forEach((draft, index) => startIn(draft, [1, 2, 3, 3, 4][index % 5]!, year));
  const all = [...real, ...carried, ...fresh];
  all.forEach((draft, index) => {
    const isKey = draft === real[0] || (index >= real.length && index < real.length + 21);
    list(draft, { level: !isKey ? "county" : index % 5 === 0 ? "province" : "city", year });
  });
  splitPlan(all, year, yiToWan(81.16));
  return all;
}

function taierzhuangReserve(named: ReadonlyMap<string, Draft>): Draft[] {
  const real = ["calcium-nano-material", "lingang-industrial-park", "mawei-power"].map((id) => named.get(id)!);
  for (const draft of real) enterReserve(draft);
  return [...real, reserveSample("370405", 1), reserveSample("370405", 2)];
}

function shizhongLists(facts: Facts, past: readonly Draft[], named: ReadonlyMap<string, Draft>) {
  const county = "370402";
  const carried = carriedOver(past, county, 34);
  const [province, city, own] = outside.shizhong;
  const real = ["wanda-plaza-shizhong", "shengdafeier-dairy-park", "lunan-supercomputing"].map((id) => named.get(id)!);
  named.get("lunan-supercomputing")!.totalWan = yiToWan(6);
  named.get("lunan-supercomputing")!.totalBasis = "sample";
  const june = startedOnJune27(facts);
  const freshCount = province.count + city.count + own.count - carried.length - real.length - june.length;
  const fresh = Array.from({ length: freshCount }, (_, index) => freshSample(county, index, 8_000));
  fresh.forEach(begin);
  const ownDrafts = [...carried.slice(province.count + city.count), ...real, ...june, ...fresh];
  const groups = [
    { ...province, drafts: carried.slice(0, province.count) },
    { ...city, drafts: carried.slice(province.count, province.count + city.count) },
    { ...own, drafts: ownDrafts },
  ];
  for (const group of groups) {
    for (const draft of group.drafts) list(draft, { level: group.level, year });
    splitPlan(group.drafts, year, group.planWan);
  }
  const implementation = groups.map((group) => ({
    drafts: group.drafts,
    doneWan: group.doneWan,
    isKey: group.level !== "county",
  }));
  const known = sum(groups.flatMap((group) => group.drafts).map((draft) => draft.totalWan!));
  return { implementation, reserve: shizhongReserve(facts, named, outside.shizhongTotal - known) };
}

/** Ten started on 27 June, 163亿, in the six fields the newspaper lists. */
function startedOnJune27(facts: Facts): Draft[] {
  const fields = ["new-energy", "materials", "equipment", "ict", "logistics", "materials", "new-energy", "equipment", "ict", null];
  const drafts = fields.slice(0, publishedCount(facts, "sz-start-0627-n")).map((chain) => sampleDraft("370402", chain));
  splitTotal(drafts, publishedWan(facts, "sz-start-0627-inv"), [22_000, 480_000]);
  for (const draft of drafts) {
    draft.events.push(start0627);
    draft.startedOn = "2023-06-27";
    draft.speed = 0.25;
    draft.stages.push(stage("signed", "2023-05-08"), stage("landed", "2023-06-02"), stage("started", "2023-06-27"));
  }
  drafts.at(-1)!.notes.push("矿产资源开发领域");
  return drafts;
}

/**
 * 市中区's reserve of 59. The sixteen 挂帅项目 of 10亿以上 are 中环 and fifteen samples; four named
 * projects stand here without an amount, because none was published.
 */
function shizhongReserve(facts: Facts, named: ReadonlyMap<string, Draft>, leftWan: number): Draft[] {
  const real = ["zhonghuan-smart-mfg-park", "quanwei-hjt-p2", "runquan-biodegradable", "hjt-equipment", "lunan-xindongli-park"].map((id) => named.get(id)!);
  const leading = Array.from({ length: publishedCount(facts, "sz-guashuai") - 1 }, (_, index) => sampleDraft("370402", chainFor("370402", index % 6)));
  for (const draft of leading) draft.notes.push("产业链挂帅项目");
  const small = Array.from({ length: outside.shizhongReserve - real.length - leading.length }, (_, index) => sampleDraft("370402", chainFor("370402", index)));
  const rest = leftWan - sum(real.map((draft) => draft.totalWan ?? 0));
  const forSmall = Math.min(small.length * 26_000, Math.round((rest - leading.length * 105_000) / 100) * 100);
  splitTotal(small, forSmall, [3_000, 96_000]);
  splitTotal(leading, rest - forSmall, [100_000, 600_000]);
  const all = [...real, ...leading, ...small];
  for (const draft of all) enterReserve(draft);
  return all;
}
