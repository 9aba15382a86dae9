import { queryOptions, useQuery } from "@tanstack/react-query";
import type { FigureEntry } from "@baton/contract/figures";
import { api } from "../../api/client.ts";
import { usePreferences } from "../../ui/preferences.ts";

export const catalogueQuery = queryOptions({
  queryKey: ["figures"],
  queryFn: ({ signal }) => api.get<{ items: FigureEntry[] }>("/api/figures", { signal }),
  staleTime: 60 * 60_000,
});

/** The figure's name in the reader's language, from the catalogue; undefined until that is read. */
export function useLabel(figure: string): string | undefined {
  const { locale } = usePreferences();
  const { data } = useQuery(catalogueQuery);
  const entry = data?.items.find(({ name }) => name === figure);
  return locale === "en" ? entry?.labelEn : entry?.labelZh;
}
