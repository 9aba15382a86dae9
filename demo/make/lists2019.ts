import { publishedCount, publishedWan, type Facts } from "./facts.ts";
import { list, sampleDraft, setPlan, splitTotal, type Draft } from "./draft.ts";
import { chainFor, startIn } from "./lists2022.ts";
import { sum } from "./apportion.ts";

const year = 2019;
export const zoneFirst2019 = "start-2019-zone-1";
export const zoneSecond2019 = "start-2019-zone-2";
export const city2019 = "start-2019-city";

/** Named on 高新区's own list of 2019. */
const namedOnList = ["zhiguang-park", "casic-new-energy-park", "zaokuang-smart-logistics", "ruinuo-components", "tianhan-new-energy"] as const;

/**
 * 高新区 in 2019: 36 projects of 341亿 on its own list, 14 of them on the city's too; 12 begun
 * together on two days (143.3亿), 5 of these with the whole city.
 */
export function list2019(facts: Facts, named: ReadonlyMap<string, Draft>): Draft[] {
  const real = namedOnList.map((id) => named.get(id)!);
  const begun = Array.from({ length: publishedCount(facts, "gx-start-n") }, (_, index) => sampleDraft("ZZGX", chainFor("ZZGX", index)));
  const others = Array.from({ length: publishedCount(facts, "gx-key-n") - real.length - begun.length }, (_, index) =>
    sampleDraft("ZZGX", chainFor("ZZGX", index + 20)),
  );
  splitTotal(begun, publishedWan(facts, "gx-start-inv"), [12_000, 480_000]);
  const unpublished = real.filter((draft) => draft.totalWan === null);
  const known = sum([...begun, ...real].map((draft) => draft.totalWan ?? 0));
  splitTotal([...unpublished, ...others], publishedWan(facts, "gx-key-inv") - known, [8_000, 300_000]);
  begun.forEach((draft, index) => beginTogether(draft, index, publishedCount(facts, "gx-start-city")));
  others.forEach((draft, index) => startIn(draft, 2 + (index % 7), year - (index % 2)));
  const all = [...real, ...begun, ...others];
  all.forEach((draft) => list(draft, { level: "county", year }));
  for (const draft of [...begun, ...others].slice(0, publishedCount(facts, "gx-key-city"))) list(draft, { level: "city", year });
  for (const draft of all) setPlan(draft, year, Math.round((draft.totalWan! * 0.3) / 100) * 100);
  return all;
}

function beginTogether(draft: Draft, index: number, withCity: number): void {
  const first = index < 7;
  startIn(draft, first ? 3 : 8, year);
  const on = first ? "2019-03-15" : "2019-08-20";
  draft.startedOn = on;
  for (const entry of draft.stages) if (entry.stage === "started") Object.assign(entry, { on, knownAt: `${on}T18:00:00+08:00` });
  draft.events.push(first ? zoneFirst2019 : zoneSecond2019);
  if (index < withCity) draft.events.push(city2019);
}
