import { queryOptions } from "@tanstack/react-query";
import type { areaList, Organisation, organisationTree } from "@baton/contract/organisations";
import type { z } from "zod";
import { api } from "../../api/client.ts";

export type { Organisation };

export const organisationsQuery = queryOptions({
  queryKey: ["organisations"],
  queryFn: ({ signal }) => api.get<z.infer<typeof organisationTree>>("/api/organisations", { signal }),
});

export const areasQuery = queryOptions({
  queryKey: ["areas"],
  queryFn: ({ signal }) => api.get<z.infer<typeof areaList>>("/api/areas", { signal }),
  staleTime: 10 * 60_000,
});

/** The tree in reading order, children below their parent whatever order they came in; orphans stand at the top. */
export function inTreeOrder(items: readonly Organisation[]): Organisation[] {
  const ids = new Set(items.map(({ id }) => id));
  const below = new Map<string | null, Organisation[]>();
  for (const item of items) {
    const parent = item.parentId !== null && ids.has(item.parentId) ? item.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), item]);
  }
  const walk = (parent: string | null): Organisation[] => (below.get(parent) ?? []).flatMap((item) => [item, ...walk(item.id)]);
  return walk(null);
}

/** Those whose name or posts hold what was typed, with all above them, so that their place is seen. */
export function matchingOrganisations(items: readonly Organisation[], typed: string): Organisation[] {
  const wanted = typed.trim();
  if (wanted === "") return [...items];
  const byId = new Map(items.map((item) => [item.id, item]));
  const kept = new Set<string>();
  for (const item of items) {
    if (!item.name.includes(wanted) && !item.posts.some(({ title }) => title.includes(wanted))) continue;
    for (let at: Organisation | undefined = item; at && !kept.has(at.id); at = at.parentId === null ? undefined : byId.get(at.parentId)) kept.add(at.id);
  }
  return items.filter(({ id }) => kept.has(id));
}

/** Where an organisation may be moved: not under itself. */
export function possibleParents(items: readonly Organisation[], id: string | undefined): Organisation[] {
  if (id === undefined) return [...items];
  const under = new Set([id]);
  for (const item of inTreeOrder(items)) if (item.parentId !== null && under.has(item.parentId)) under.add(item.id);
  return items.filter((item) => !under.has(item.id));
}
