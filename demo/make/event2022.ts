import { publishedWan, yiToWan, type Facts } from "./facts.ts";
import { list, sampleDraft, splitTotal, stage, type Draft } from "./draft.ts";
import { sum } from "./apportion.ts";

export const start2022 = "start-2022-10-09";
const startedOn = "2022-10-09";

/** A group of samples of one county in the batch: chains in order, `null` for works outside “6+3”. */
type Group = { county: string; chains: readonly (string | null)[]; size: "big" | "small" };

const groups: readonly Group[] = [
  { county: "370481", chains: ["materials", "equipment", "new-energy", "equipment", "logistics"], size: "big" },
  { county: "370481", chains: ["medicine", "tourism", null, null], size: "small" },
  { county: "370402", chains: ["materials", "new-energy", "equipment"], size: "big" },
  { county: "370402", chains: ["ict", "medicine", "logistics", null, null], size: "small" },
  { county: "370404", chains: ["materials", "equipment"], size: "big" },
  { county: "370404", chains: ["agriculture", "tourism", null], size: "small" },
  { county: "370405", chains: ["materials", "new-energy", "equipment"], size: "big" },
  { county: "370405", chains: ["tourism", "equipment"], size: "small" },
];

/** Samples with a fixed size: needed for the classes 50亿以上 and for the lithium sum. */
const fixed: readonly (readonly [county: string, chain: string | null, yi: number])[] = [
  ["370481", "chemical", 56],
  ["ZZGX", "equipment", 62],
  ["ZZGX", "medicine", 48],
  ["ZZGX", "lithium", 5.4],
  ["ZZGX", "equipment", 9.6],
  ["ZZGX", null, 7],
  ["ZZGX", null, 5],
  ["370405", "lithium", 6.8],
  ["370404", "lithium", 3.7],
  ["370403", "equipment", 11.5],
  ["370403", "materials", 10.2],
];

/** Parts of 57.2 that the four named lithium projects of 薛城区 are given; none of them is published. */
const xuechengLithium: Readonly<Record<string, number>> = {
  "xc-smart-storage-lithium-base": 16,
  "jiayi-electrolyte": 9.1,
  "baisi-battery-structural-parts": 6.2,
  "ruizuan-lithium-structural-parts": 4.2,
};

/**
 * The fifty projects started together on 2022-10-09: 686亿 in all, three of 50亿以上, twenty-two of
 * 10亿以上, forty-two in “6+3”, nine lithium projects of 177亿; 薛城区 six of 57.2亿 and 山亭区 six of
 * 29.43亿. Seven are named in the newspaper; the other forty-three are samples.
 */
export function startedTogether2022(facts: Facts, named: ReadonlyMap<string, Draft>): Draft[] {
  const real = ["sunwoda-tengzhou-zero-carbon", "kedali-nev-battery", "cgn-shanting-storage"].map((id) => named.get(id)!);
  const lithium = Object.entries(xuechengLithium).map(([id, yi]) => {
    const draft = named.get(id)!;
    draft.totalWan = yiToWan(yi);
    draft.totalBasis = "sample";
    return draft;
  });
  const withSize = fixed.map(([county, chain, yi]) => {
    const draft = sampleDraft(county, chain);
    draft.totalWan = yiToWan(yi);
    return draft;
  });
  const shanting = ["new-energy", "equipment", "agriculture", "tourism", null].map((chain) => sampleDraft("370406", chain));
  const cgn = named.get("cgn-shanting-storage")!.totalWan!;
  splitTotal(shanting, publishedWan(facts, "st-start-inv") - cgn, [6_000, 60_000]);
  const placed = [...real, ...lithium, ...withSize, ...shanting];
  const rest = groups.map((group) => ({
    size: group.size,
    drafts: group.chains.map((chain) => sampleDraft(group.county, chain)),
  }));
  const small = rest.filter((group) => group.size === "small").flatMap((group) => group.drafts);
  const big = rest.filter((group) => group.size === "big").flatMap((group) => group.drafts);
  const left = publishedWan(facts, "zz-start-invest") - sum(placed.map((draft) => draft.totalWan!));
  const forSmall = Math.round((small.length * 52_000) / 100) * 100;
  splitTotal(small, forSmall, [12_000, 96_000]);
  splitTotal(big, left - forSmall, [102_000, 420_000]);
  const all = [...placed, ...small, ...big];
  for (const draft of all) enter(draft);
  return all;
}

function enter(draft: Draft): void {
  draft.events.push(start2022);
  draft.startedOn = startedOn;
  if (!draft.stages.some((entry) => entry.stage === "started")) draft.stages.push(stage("started", startedOn));
}

/** 薛城区's six stand in its own list of the year from the start; the others entered at mid-year. */
export function listStarted2022(drafts: readonly Draft[]): { added: Draft[] } {
  const added: Draft[] = [];
  for (const draft of drafts) {
    if (draft.county === "370403") list(draft, { level: "county", year: 2022 });
    else if (draft.county === "370406") list(draft, { level: "county", year: 2022, validFrom: "2022-07-01" });
    else {
      const onlyCounty = draft.chainKey === null && draft.county === "370402";
      list(draft, { level: onlyCounty ? "county" : "city", year: 2022, validFrom: "2022-07-01" });
      if (!onlyCounty) added.push(draft);
    }
  }
  return { added };
}
