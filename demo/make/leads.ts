import { publishedCount, type Facts } from "./facts.ts";
import { chainFor } from "./lists2022.ts";
import { countyCodes, shortName, townsOf } from "./divisions.ts";
import { addDays, dayKnownAt } from "./draft.ts";
import { apportion } from "./apportion.ts";
import { themes } from "./vocabulary.ts";
import { between, pick, seeded } from "./seeded.ts";
import type { Lead, Stage, StageName, Trip } from "./shapes.ts";

const fenPerWan = 1_000_000;

type Span = { prefix: string; areaCode: string; count: number; from: string; days: number };

function makeLeads({ prefix, areaCode, count, from, days }: Span, ending: (index: number) => StageName | null): Lead[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `${prefix}-${String(index + 1).padStart(3, "0")}`;
    const random = seeded(key);
    const chainKey = chainFor(areaCode, index);
    const theme = pick(random, themes[chainKey ?? "none"]!);
    const org = firstTalker(areaCode, index);
    const firstContactOn = addDays(from, between(random, [0, days]));
    return {
      key,
      name: `${shortName(areaCode)}${pick(random, theme.products)}线索${firstContactOn.slice(2, 7).replace("-", "")}${String(index + 1).padStart(3, "0")}（示例）`,
      sample: true,
      areaCode,
      investor: `${pick(random, ["苏州", "杭州", "深圳", "天津", "北京", "上海", "青岛"])}${theme.firm}企业（示例）`,
      chainKey,
      intendedFen: between(random, [20, 800]) * 100 * fenPerWan,
      firstOrgKey: org,
      firstContactOn,
      stages: leadStages(firstContactOn, ending(index)),
    };
  });
}

function firstTalker(areaCode: string, index: number): string {
  const towns = townsOf(areaCode);
  if (areaCode === "370402" && index % 5 === 3) return `o-370402-${["miit", "energy", "sci", "health", "commerce"][index % 5]}`;
  if (areaCode === "370402" && index % 11 === 7) return `o-370402-soe${1 + (index % 6)}`;
  return `o-${towns[index % towns.length]!.code}`;
}

/** Nothing is loaded from after the half-year. */
const lastDay = "2023-06-28";

/** In negotiation from the day of first contact; an ending follows within ten weeks. */
function leadStages(on: string, ending: StageName | null): Stage[] {
  const row = (stage: StageName, day: string): Stage => ({
    stage,
    on: day,
    precision: "day",
    knownAt: dayKnownAt(day),
    note: null,
  });
  if (ending === "lead") return [row("lead", on)];
  const stages = [row("negotiation", on)];
  if (ending !== null)
    stages.push({
      ...row(ending, [addDays(on, 70), lastDay].sort()[0]!),
      note: ending === "terminated" ? "投资方调整投资方向" : null,
    });
  return stages;
}

/**
 * 市中区 has 229 leads in negotiation at the end of June 2023, all met since the campaign began on
 * 15 April; its leads of 2022 and of early 2023 are settled, and those of 2022 are fewer than 229.
 * Leads still without substance stand in the stage `lead` and are not “in negotiation”.
 */
export function leads(facts: Facts): Lead[] {
  const shizhong = { prefix: "l-370402-2023", areaCode: "370402" };
  const campaign = makeLeads({ ...shizhong, count: publishedCount(facts, "sz-leads"), from: "2023-04-15", days: 75 }, () => null);
  const settled = (index: number): StageName => (["signed", "terminated", "shelved"] as const)[index % 3]!;
  const earlier = makeLeads({ prefix: "l-370402-2022", areaCode: "370402", count: 86, from: "2022-01-10", days: 340 }, settled);
  const spring = makeLeads({ prefix: "l-370402-spring", areaCode: "370402", count: 12, from: "2023-01-05", days: 20 }, settled);
  const others = countyCodes
    .filter((code) => code !== "370402")
    .flatMap((areaCode, index) =>
      makeLeads({ prefix: `l-${areaCode.toLowerCase()}-2023`, areaCode, count: 14 + index * 2, from: "2023-01-20", days: 140 }, (at) =>
        at % 6 === 2 ? "lead" : at % 7 === 4 ? "shelved" : null,
      ),
    );
  return [...earlier, ...spring, ...campaign, ...others];
}

const places = ["苏州", "深圳", "北京", "上海", "杭州", "广州", "天津", "无锡", "东莞", "宁波", "常州", "青岛", "合肥", "武汉"] as const;

/** 市中区: 14 trips of its leaders in the first half of 2023, 45 projects visited, 6 negotiated in person. */
export function trips(facts: Facts): Trip[] {
  const count = publishedCount(facts, "sz-trips");
  const ones = Array.from({ length: count }, () => ({ weight: 1, min: 1, max: 6 }));
  const visited = apportion(publishedCount(facts, "sz-visited"), ones);
  const negotiated = publishedCount(facts, "sz-direct");
  const row = (areaCode: string, index: number, on: string): Trip => ({
    key: `t-${areaCode.toLowerCase()}-${String(index + 1).padStart(2, "0")}`,
    sample: true,
    areaCode,
    orgKey: `o-${areaCode}`,
    leaderPostKey: `p-${areaCode}-${index % 3 === 0 ? "head" : "deputy-investment"}`,
    on,
    place: places[index % places.length]!,
    visitedCount: 2,
    negotiatedCount: 0,
    leadKeys: [],
    knownAt: dayKnownAt(on),
  });
  const shizhong = Array.from({ length: count }, (_, index) => ({
    ...row("370402", index, addDays("2023-01-09", index * 13)),
    visitedCount: visited[index]!,
    negotiatedCount: index < negotiated ? 1 : 0,
    leadKeys: index >= 8 ? [`l-370402-2023-${String(index - 7).padStart(3, "0")}`] : [],
  }));
  const others = countyCodes
    .filter((code) => code !== "370402")
    .flatMap((code, county) => Array.from({ length: 4 + county }, (_, index) => row(code, index, addDays("2023-01-16", index * 17 + county * 3))));
  const earlier = Array.from({ length: 9 }, (_, index) => ({
    ...row("370402", index, addDays("2022-02-14", index * 33)),
    key: `t-370402-2022-${index + 1}`,
  }));
  return [...earlier, ...shizhong, ...others];
}
