import { publishedCount, publishedWan, yiToWan, type Facts } from "./facts.ts";
import { chains } from "./chains.ts";
import { chemicalParkCode } from "./divisions.ts";
import { drawCurves, fitOne, fitSum, type Anchors } from "./curves.ts";
import { addDays, isListed, list, planOf, sampleDraft, setPlan, splitPlan, splitTotal, stage, type Draft } from "./draft.ts";
import { sum } from "./apportion.ts";
import { between, mixed, pick, seeded } from "./seeded.ts";

const year = 2022;
const provinceOrCity = ["province", "city"] as const;

/** How many projects of the province's or the city's list each county had at mid-year: 207 in all. */
const keyCounts: readonly (readonly [county: string, count: number, planWeight: number])[] = [
  ["370402", 26, 58],
  ["370404", 22, 40],
  ["370405", 24, 52],
  ["370481", 33, 110],
  ["ZZGX", 18, 84],
];
const xuechengKey = 28;

/**
 * Sums chosen inside published bounds: 360余亿 and 80%以上 leave a range. The annual figures of 2022
 * (243 projects, 848.8亿, 1.72 times the plan) were published elsewhere and fix the year's end.
 */
const chosen = {
  keyPlan: yiToWan(447.6),
  keyDoneJune: yiToWan(363.4),
  shantingPlan: yiToWan(41.61),
  shantingDoneJune: yiToWan(29.8),
  shantingDoneDecember: yiToWan(56),
  yearPlan: yiToWan(493.5),
  yearDone: yiToWan(848.8),
  addedDone: yiToWan(52),
};

export type Lists2022 = { xuecheng: Draft[]; key: Draft[]; added: Draft[]; others: Draft[] };

/** Builds the lists of 2022 round the fifty of October: `started` are those, `added` their mid-year entrants. */
export function lists2022(facts: Facts, batch: { started: readonly Draft[]; added: Draft[] }): Lists2022 {
  const october = batch.started.filter((draft) => draft.county === "370403");
  const xuecheng = [...xuechengList(facts, october), ...october];
  const shanting = Array.from({ length: publishedCount(facts, "st-9m-key-n") }, (_, index) => keySample("370406", index));
  const byCounty = keyCounts.map(([county, count]) => Array.from({ length: count }, (_, index) => keySample(county, index)));
  splitPlan(xuecheng, year, publishedWan(facts, "xc-key-plan"));
  splitPlan(shanting, year, chosen.shantingPlan);
  const xuechengPlan = sum(xuecheng.filter(isKey).map((draft) => planOf(draft, year)));
  const left = chosen.keyPlan - xuechengPlan - chosen.shantingPlan;
  const weights = sum(keyCounts.map(([, , weight]) => weight));
  let given = 0;
  byCounty.forEach((drafts, index) => {
    const isLast = index === byCounty.length - 1;
    const part = isLast ? left - given : Math.round((left * keyCounts[index]![2]) / weights / 10) * 10;
    given += part;
    splitPlan(drafts, year, part);
  });
  splitPlan(batch.added, year, chosen.yearPlan - chosen.keyPlan);
  const key = [...xuecheng.filter(isKey), ...shanting, ...byCounty.flat()];
  const others = batch.started.filter((draft) => draft.county !== "370403" && !batch.added.includes(draft));
  for (const draft of others) setPlan(draft, year, Math.round((draft.totalWan! * 0.06) / 100) * 100);
  report(facts, { xuecheng, key, added: batch.added, others });
  return { xuecheng, key, added: batch.added, others };
}

function isKey(draft: Draft): boolean {
  return isListed(draft, year, provinceOrCity);
}

function report(facts: Facts, { xuecheng, key, added, others }: Lists2022): void {
  const anchors: Anchors = new Map();
  const at = (month: number, cap?: number) => ({ anchors, year, month, cap });
  const shanting = key.filter((draft) => draft.county === "370406");
  const rest = key.filter((draft) => draft.county !== "370406");
  fitSum(xuecheng, publishedWan(facts, "xc-q1-done"), at(3, 0.6));
  fitSum(shanting, chosen.shantingDoneJune, at(6));
  fitSum(rest, chosen.keyDoneJune - chosen.shantingDoneJune, at(6, 0.85));
  fitSum(shanting, publishedWan(facts, "st-9m-done"), at(9));
  fitSum(shanting, chosen.shantingDoneDecember, at(12));
  fitSum(added, chosen.addedDone, at(12));
  fitSum(rest, chosen.yearDone - chosen.shantingDoneDecember - chosen.addedDone, at(12));
  for (const draft of [...xuecheng.filter((draft) => !isKey(draft)), ...others]) {
    fitOne(draft, 0.9 + 0.35 * Math.min(draft.speed, 1.2), at(12));
  }
  drawCurves([...xuecheng, ...shanting, ...rest.filter((draft) => !xuecheng.includes(draft)), ...added, ...others], year, anchors);
}

/** 薛城区's own list of 100 less the six of October: 62 over 1亿 begun by September, 32 continued. */
function xuechengList(facts: Facts, october: readonly Draft[]): Draft[] {
  const chemical = Array.from({ length: publishedCount(facts, "xc-cp-new-n") }, () => sampleDraft("370403", "chemical"));
  for (const draft of chemical) {
    draft.town = chemicalParkCode;
    draft.buildKind = "新建";
  }
  const begun = Array.from({ length: publishedCount(facts, "xc-9m-start-n") - chemical.length }, (_, index) =>
    sampleDraft("370403", chainFor("370403", index)),
  );
  const count = publishedCount(facts, "xc-key-n") - chemical.length - begun.length - october.length;
  const continued = Array.from({ length: count }, (_, index) => sampleDraft("370403", chainFor("370403", index + 60)));
  const chemicalTotal = publishedWan(facts, "xc-cp-new-inv");
  const begunTotal = publishedWan(facts, "xc-9m-start-inv");
  splitTotal(chemical, chemicalTotal, [10_100, 60_000]);
  splitTotal(begun, begunTotal - chemicalTotal, [10_200, 480_000]);
  const octoberTotal = sum(october.map((draft) => draft.totalWan!));
  splitTotal(continued, publishedWan(facts, "xc-key-inv") - begunTotal - octoberTotal, [3_000, 190_000]);
  [...chemical, ...begun].forEach((draft, index) => startIn(draft, startMonths[index % startMonths.length]!));
  continued.forEach((draft, index) => startedEarlier(draft, index));
  const mixedBegun = mixed("xuecheng-key", begun).slice(0, 20);
  const chosenKey = [...mixedBegun, ...continued.slice(0, xuechengKey - mixedBegun.length)];
  for (const draft of [...chemical, ...begun, ...continued]) list(draft, { level: "county", year });
  chosenKey.forEach((draft, index) => list(draft, { level: index % 4 === 0 ? "province" : "city", year }));
  return [...chemical, ...begun, ...continued];
}

/** Two thirds of the year's starts fall in the first quarter, as after the spring ceremonies. */
const startMonths = [2, 3, 1, 2, 3, 4, 3, 2, 5, 3, 1, 6, 2, 3, 7, 2, 3, 8, 1, 3, 9] as const;

export function startIn(draft: Draft, month: number, inYear = year): void {
  const day = between(seeded(`${draft.key}:start`), [2, 27]);
  draft.startedOn = `${inYear}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  draft.stages.push(stage("signed", addDays(draft.startedOn, -between(seeded(`${draft.key}:signed`), [90, 260]))));
  draft.stages.push(stage("landed", addDays(draft.startedOn, -between(seeded(`${draft.key}:landed`), [20, 80]))));
  draft.stages.push(stage("started", draft.startedOn));
}

/** Continued from an earlier year; every third came over with “started, date unknown”. */
function startedEarlier(draft: Draft, index: number): void {
  if (index % 3 === 0) {
    draft.startedOn = `${year - 1}-12-31`;
    draft.stages.push({ ...stage("started", `${year}-01-01`, "by"), note: "续建项目，开工日期未报" });
    return;
  }
  startIn(draft, between(seeded(`${draft.key}:month`), [1, 12]), year - 1);
}

function keySample(county: string, index: number): Draft {
  const draft = sampleDraft(county, chainFor(county, index));
  const random = seeded(`${draft.key}:size`);
  const scale = county === "370406" ? 9_000 : 26_000;
  draft.totalWan = Math.round((scale * Math.exp(random() * 2.1)) / 100) * 100;
  if (index % 5 < 2) startIn(draft, pick(random, [1, 2, 2, 3, 3, 4, 5]));
  else startedEarlier(draft, index);
  const isProvince = index % 4 === 0;
  list(draft, { level: isProvince ? "province" : "city", year });
  if (isProvince && county !== "370402") list(draft, { level: "city", year });
  return draft;
}

/** Chains in turn, each county beginning with its own leading ones; every ninth is outside the chains. */
export function chainFor(county: string, index: number): string | null {
  const leading: Readonly<Record<string, readonly string[]>> = {
    "370402": ["medicine", "new-energy", "materials", "textile", "ict", "logistics"],
    "370403": ["chemical", "equipment", "food", "lithium", "ict", "building", "paper"],
    "370404": ["materials", "equipment", "agriculture", "medicine"],
    "370405": ["lithium", "equipment", "materials", "paper", "textile", "tourism"],
    "370406": ["new-energy", "equipment", "building", "materials", "agriculture", "tourism"],
    "370481": ["equipment", "chemical", "lithium", "ict", "logistics", "materials"],
    ZZGX: ["ict", "lithium", "medicine", "equipment", "new-energy"],
  };
  if (index % 9 === 8) return null;
  const own = leading[county]!;
  return index % 5 === 4 ? chains[(index * 3) % chains.length]!.key : own[index % own.length]!;
}
