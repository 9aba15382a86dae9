import { publishedCount, publishedWan, type Facts } from "./facts.ts";
import { chainFor } from "./lists2022.ts";
import { start0627 } from "./lists2023.ts";
import { shortName, townsOf } from "./divisions.ts";
import { addDays, dayKnownAt } from "./draft.ts";
import { apportion, sum } from "./apportion.ts";
import { namedContracts } from "./namedContracts.ts";
import { themes } from "./vocabulary.ts";
import { between, pick, seeded } from "./seeded.ts";
import type { Contract, Project, Signer } from "./shapes.ts";

export const sign0520 = "sign-2023-05-20";
export const sign0626 = "sign-2023-06-26";
const fenPerWan = 1_000_000;

type Series = {
  prefix: string;
  areaCode: string;
  count: number;
  totalWan: number;
  bounds: readonly [number, number];
  span: readonly [from: string, days: number];
  type?: Contract["type"];
};

/** Sample contracts of one county over a span of days whose amounts add up to a sum. */
function series({ prefix, areaCode, count, totalWan, bounds, span, type = "formal" }: Series): Contract[] {
  const shares = Array.from({ length: count }, (_, index) => ({
    weight: 0.2 + seeded(`${prefix}:${index}`)() ** 2 * 2,
    min: bounds[0],
    max: bounds[1],
  }));
  return apportion(totalWan, shares, 100).map((amountWan, index) => {
    const key = `${prefix}-${String(index + 1).padStart(2, "0")}`;
    const signedOn = addDays(span[0], between(seeded(`${key}:on`), [0, span[1]]));
    return { ...sampleContract({ key, areaCode, amountWan, signedOn, index }), type };
  });
}

type SampleInput = { key: string; areaCode: string; amountWan: number; signedOn: string; index: number };

function sampleContract({ key, areaCode, amountWan, signedOn, index }: SampleInput): Contract {
  const random = seeded(key);
  const chainKey = chainFor(areaCode, index);
  const town = pick(random, townsOf(areaCode));
  const theme = pick(random, themes[chainKey ?? "none"]!);
  return {
    key,
    name: `${shortName(town.code)}${pick(random, theme.products)}签约项目${index + 1}（示例）`,
    sample: true,
    sampleAmounts: true,
    type: "formal",
    kind: "project",
    areaCode,
    projectKey: null,
    leadKey: null,
    chainKey,
    investor: `${pick(random, ["华东", "京津", "湾区", "中原", "鲁东"])}${theme.firm}投资方（示例）`,
    signers: [{ orgKey: `o-${town.code}`, share: "1" }],
    amountFen: amountWan * fenPerWan,
    comparator: "=",
    foreignCapitalUsdCent: index % 11 === 5 ? between(random, [120, 900]) * 1_000_000 : null,
    signedOn,
    precision: "day",
    events: [],
    knownAt: dayKnownAt(signedOn),
    note: null,
  };
}

/** All agreements; `projects` are needed because some agreements of 市中区 stand behind projects already begun. */
export function contracts(facts: Facts, projects: readonly Project[]): Contract[] {
  const named = namedContracts();
  const inShizhong = named.filter((contract) => contract.areaCode === "370402");
  const begun = projects.filter((project) => project.events.includes(start0627));
  return [...named, ...zone2019(facts, named), ...of2022(facts), ...campaign2023(facts, { named: inShizhong, begun }), ...others2023()];
}

/** 高新区 2019: 36 agreements of 134.3亿 with the three named ones. */
function zone2019(facts: Facts, named: readonly Contract[]): Contract[] {
  const known = named.filter((contract) => contract.areaCode === "ZZGX" && contract.signedOn < "2020");
  return series({
    prefix: "c-zzgx-2019",
    areaCode: "ZZGX",
    count: publishedCount(facts, "gx-sign-n") - known.length,
    totalWan: publishedWan(facts, "gx-sign-inv") - sum(known.map((contract) => contract.amountFen)) / fenPerWan,
    bounds: [4_000, 90_000],
    span: ["2019-01-15", 250],
  });
}

/**
 * 2022: 薛城区's sixteen of the first quarter and 山亭区's forty-three over 1亿 by September; below
 * them small and framework agreements that a sound count leaves out.
 */
function of2022(facts: Facts): Contract[] {
  const xuecheng = { areaCode: "370403", bounds: [6_000, 480_000] } as const;
  const shanting = { areaCode: "370406" } as const;
  return [
    ...series({
      ...xuecheng,
      prefix: "c-370403-2022",
      count: publishedCount(facts, "xc-q1-sign-n"),
      totalWan: publishedWan(facts, "xc-q1-sign-inv"),
      span: ["2022-01-08", 80],
    }),
    ...series({ ...xuecheng, prefix: "c-370403-2022-later", count: 14, totalWan: 820_000, span: ["2022-04-10", 250] }),
    ...series({
      ...shanting,
      prefix: "c-370406-2022",
      count: publishedCount(facts, "st-9m-sign-n"),
      totalWan: publishedWan(facts, "st-9m-sign-inv"),
      bounds: [10_100, 420_000],
      span: ["2022-01-08", 260],
    }),
    ...series({
      ...shanting,
      prefix: "c-370406-2022-small",
      count: 6,
      totalWan: 36_000,
      bounds: [2_000, 10_000],
      span: ["2022-02-01", 220],
    }),
    ...series({
      ...shanting,
      prefix: "c-370406-2022-frame",
      count: 3,
      totalWan: 300_000,
      bounds: [50_000, 160_000],
      span: ["2022-03-01", 180],
      type: "framework",
    }),
  ];
}

type Campaign = { named: readonly Contract[]; begun: readonly Project[] };

/**
 * 市中区's campaign of 2023: 25 agreements by all units from 15 April to the end of June, and 25 of
 * 亿元以上 by the towns. Both hold at once because every agreement has the town it lands in among
 * its signers; chain departments and state firms share the credit of some.
 */
function campaign2023(facts: Facts, { named, begun }: Campaign): Contract[] {
  const namedInMay = named.filter((contract) => contract.events.includes(sign0520)).length;
  const may = batch("c-370402-0520", publishedCount(facts, "sz-sign-0520") - namedInMay, sign0520);
  const june = batch("c-370402-0626", publishedCount(facts, "sz-sign-0626"), sign0626);
  const left = publishedCount(facts, "sz-agreements") - named.length - may.length - june.length;
  const rest = begun.slice(0, left).map((project, index) => contractOf(project, index));
  if (rest.length < left) throw new Error("too few projects begun on 27 June to sign for");
  const spring = series({
    prefix: "c-370402-spring",
    areaCode: "370402",
    count: 7,
    totalWan: 190_000,
    bounds: [6_000, 60_000],
    span: ["2023-01-10", 90],
  });
  const framework = series({
    prefix: "c-370402-frame",
    areaCode: "370402",
    count: 4,
    totalWan: 260_000,
    bounds: [20_000, 120_000],
    span: ["2023-04-20", 60],
    type: "framework",
  });
  return [...may, ...june, ...rest, ...spring, ...framework];
}

/** Samples signed together at a ceremony, whose key ends with its day. */
function batch(prefix: string, count: number, event: string): Contract[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `${prefix}-${String(index + 1).padStart(2, "0")}`;
    const amountWan = between(seeded(`${key}:amount`), [105, 900]) * 100;
    const contract = sampleContract({ key, areaCode: "370402", amountWan, signedOn: event.slice(-10), index });
    return { ...contract, events: [event], signers: shared(contract.signers, index) };
  });
}

/** The agreement behind a project that began on 27 June: same amount, same town, signed on its own day. */
function contractOf(project: Project, index: number): Contract {
  const signedOn = project.stages.find((entry) => entry.stage === "signed")!.on;
  const amountWan = project.totalInvestmentFen! / fenPerWan;
  const key = `c-370402-campaign-${String(index + 1).padStart(2, "0")}`;
  return {
    ...sampleContract({ key, areaCode: "370402", amountWan, signedOn, index }),
    name: project.name.replace("（示例）", "签约（示例）"),
    projectKey: project.key,
    chainKey: project.chainKey,
    investor: project.builder!,
    signers: shared([{ orgKey: project.accountOrgKey, share: "1" }], index),
  };
}

/** Every third agreement is shared with a chain's lead department, every seventh with a state firm. */
function shared(signers: readonly Signer[], index: number): Signer[] {
  const partner = partnerOf(index);
  if (partner === null) return [...signers];
  return [
    { ...signers[0]!, share: "0.5" },
    { orgKey: `o-370402-${partner}`, share: "0.5" },
  ];
}

function partnerOf(index: number): string | null {
  if (index % 3 === 1) return pick(seeded(`department:${index}`), ["miit", "energy", "sci", "commerce", "bigdata"]);
  return index % 7 === 3 ? `soe${1 + (index % 6)}` : null;
}

function others2023(): Contract[] {
  return ["370403", "370404", "370405", "370406", "370481", "ZZGX"].flatMap((areaCode, index) =>
    series({
      prefix: `c-${areaCode.toLowerCase()}-2023`,
      areaCode,
      count: 9 + index,
      totalWan: (9 + index) * 31_000,
      bounds: [6_000, 150_000],
      span: ["2023-01-10", 165],
    }),
  );
}
