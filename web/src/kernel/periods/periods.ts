import { queryOptions } from "@tanstack/react-query";
import type { DryRun, KeptFigures, Period, periods, RuleSet } from "@baton/contract/periods";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import type { LightColour } from "../../ui/LightMark.tsx";

export const periodsKey = ["periods"] as const;

export const periodsQuery = queryOptions({
  queryKey: [...periodsKey, "list"],
  queryFn: ({ signal }) => api.get<z.infer<typeof periods>>("/api/periods", { signal }),
});

export const dryRunQuery = (month: string) =>
  queryOptions({
    queryKey: [...periodsKey, "dry-run", month],
    queryFn: ({ signal }) => api.get<DryRun>(`/api/periods/${month}/dry-runs`, { signal }),
    staleTime: 60_000,
  });

/** The numbers that a month's freeze kept, beside those of now. */
export const keptFiguresQuery = (month: string) =>
  queryOptions({
    queryKey: [...periodsKey, "figures", month],
    queryFn: ({ signal }) => api.get<KeptFigures>(`/api/periods/${month}/figures`, { signal }),
    staleTime: 60_000,
  });

export const ruleSetsQuery = queryOptions({
  queryKey: ["rule-sets"],
  queryFn: ({ signal }) => api.get<{ items: RuleSet[] }>("/api/rule-sets", { signal }),
});

export type VerdictWords = Partial<Record<"merit" | "none" | "remind" | "warn", { word: string; colour: LightColour }>>;

/** How the newest rule set speaks of the verdicts; before it is read, the kit's own words stand. */
export function verdictWordsOf(ruleSets: readonly RuleSet[] | undefined): VerdictWords {
  const newest = ruleSets?.toSorted((a, b) => b.version - a.version)[0];
  const words: VerdictWords = {};
  for (const verdict of ["merit", "none", "remind", "warn"] as const) {
    const said = newest?.rules.words[verdict];
    if (said) words[verdict] = { word: said.word, colour: said.colour === "plain" ? "none" : said.colour };
  }
  return words;
}

export type { DryRun, Period };
