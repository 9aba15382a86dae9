import { queryOptions, useQuery } from "@tanstack/react-query";
import { partyNames } from "@baton/contract/light-terms";
import type { Light, RuleSet } from "@baton/contract/periods";
import { api } from "../../api/client.ts";
import type { LightColour, LightVerdict } from "../../ui/LightMark.tsx";
import { usePreferences } from "../../ui/preferences.ts";

export type LightLook = { colour: LightColour; word?: string };

const ruleSetsQuery = queryOptions({
  queryKey: ["rule-sets"],
  queryFn: ({ signal }) => api.get<{ items: RuleSet[] }>("/api/rule-sets", { signal }),
  staleTime: 60 * 60_000,
});

/** Until the rules are read, and where nobody has made any: the colours of the sample rules. */
const sampleColours: Record<LightVerdict, LightColour> = { merit: "blue", none: "none", remind: "yellow", warn: "red" };

/** How the rule set in force speaks of a verdict; in English the colour's own word stands. */
export function lookOf(ruleSets: readonly RuleSet[] | undefined, verdict: LightVerdict, isChinese: boolean): LightLook {
  const newest = ruleSets?.toSorted((a, b) => b.version - a.version)[0];
  const said = newest?.rules.words[verdict];
  if (!said) return { colour: sampleColours[verdict] };
  return { colour: said.colour === "plain" ? "none" : said.colour, ...(isChinese ? { word: said.word } : {}) };
}

/** Colour and word of each verdict, as the rule set in force has them. */
export function useLightLook(): (verdict: LightVerdict) => LightLook {
  const { data } = useQuery(ruleSetsQuery);
  const { locale } = usePreferences();
  return (verdict) => lookOf(data?.items, verdict, locale === "zh-CN");
}

/** The party a light is blocked by, unless its sentence names it already, as （部门）. */
export function untoldParty({ blockingParty, sentence }: Pick<Light, "blockingParty" | "sentence">): string | null {
  const isTold = Object.entries(partyNames).some(([party, name]) => party === blockingParty && sentence.includes(`（${name}）`));
  return isTold ? null : blockingParty;
}
