import type { Aggregate, Facts } from "./facts.ts";
import { entries2019, entries2022, entries2023, outsideEntries, type Entry } from "./newspaperEntries.ts";

/**
 * The newspaper test: every published figure that the figures of Baton can give, as a question and
 * the answer to expect; and every other published figure with the reason why it is not asked.
 */
export type NewspaperTable = { entries: PrintedEntry[]; notExpressible: { id: string; reason: string }[] };

type PrintedEntry = Omit<Entry, "expect"> & {
  expect: { value: number; comparator: string; decimals: number | null; below: number | null };
};

export function newspaper(facts: Facts): NewspaperTable {
  const printed = [...entries2019, ...entries2022, ...entries2023, ...outsideEntries].map((entry) => print(entry, facts));
  const asked = new Set(printed.map((entry) => entry.id));
  const notExpressible = [...facts.aggregates.values()]
    .filter((aggregate) => !asked.has(aggregate.id))
    .map((aggregate) => ({
      id: aggregate.id,
      reason: reasonFor(aggregate as Aggregate & { kind: string; metric: string }),
    }));
  return { entries: printed, notExpressible };
}

const fenPerYi = 10_000_000_000;

/** Published values come from the facts; an entry with its own `value` is derived or printed elsewhere. */
function print(entry: Entry, facts: Facts): PrintedEntry {
  const { expect, ...rest } = entry;
  const aggregate = facts.aggregates.get(entry.id);
  const value = expect.value ?? inFigureUnit(aggregate!);
  return {
    ...rest,
    expect: {
      value,
      comparator: expect.comparator ?? aggregate?.comparator ?? "=",
      decimals: expect.decimals ?? null,
      below: expect.below ?? null,
    },
  };
}

function inFigureUnit(aggregate: Aggregate): number {
  if (aggregate.unit === "亿元") return Math.round(aggregate.value * 10_000) * (fenPerYi / 10_000);
  if (aggregate.unit === "%") return Math.round(aggregate.value * 100) / 10_000;
  return aggregate.value;
}

/** The first rule that fits says why a published figure is left unasked. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^zz-sunwoda/, "按投资企业归并，指标没有建设单位这一维度"],
  [/^tez-(fai|tax|elec|va|tu)-|yoy$|-gdp|^gx-8m|^xc-5m/, "统计部门发布数，属统计台账，不由调度数计算"],
  [/rank|leave-last10|^xc-key-record/, "外部发布的位次，评比口径不在本系统"],
  [/^gx-9m/, "市场主体登记数，来自登记机关"],
  [/^gx-grid|^gx-node/, "网格平台或城建台账的条数，不是项目调度数"],
  [/^dg-|^ts-/, "镇街营商和监督工作的台账，后续模块"],
  [/^tez-aerial|^tez-procurator|^yc-/, "林长制台账，后续模块"],
  [/^xc-(tu|win|chainlead|ten|rule|meiguolai)/, "技改库、政务服务或产业名录的数，不在项目指标内"],
  [/^xc-cp-|^st-bm|^st-nev|^st-ne|^st-nm|^tez-li|^xc-t-/, "产值、营收、税收或其目标，来自统计和税务"],
  [/^xc-q1-fdi/, "实际使用外资以商务部门统计为准，只导入不自报"],
  [/^st-/, "政策、基金、产能或远期目标，不是项目月报数"],
  [/^sz-nearly-100/, "报道中的约数，与任何一组公布数都不相合"],
  [/^sz-(half|class|review|fiveonebatch|100days)/, "工作规则或目标，不是实际数"],
  [/^sz-(chains|towns|chain-depts|soes|start-0627-fields)/, "单位数、链数或领域数，可由名录数出，没有对应指标"],
  [/^tez-(lfp|kilns|fy|plants|mawei)/, "产能、面积或单个项目的用时，没有对应指标"],
  [/^tez-/, "目标数或集群设想，不是实际数"],
  [/^gx-(start-times|start-city-rank|groups|bureaus)/, "场次、位次或机构数，没有对应指标"],
  [/^gx-/, "科技、人才、基金、土地或城建的数，不在项目指标内"],
  [/^xcedz|^dfgy|^fibre/, "产业名录数或外部判断，不是项目月报数"],
];

function reasonFor(aggregate: Aggregate): string {
  const found = reasons.find(([pattern]) => pattern.test(aggregate.id));
  if (found === undefined) throw new Error(`no reason for the published figure ${aggregate.id}`);
  return found[1];
}
