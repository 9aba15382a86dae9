import { queryOptions } from "@tanstack/react-query";
import type { EvidenceRow, MoneySeries, ProjectDetail, ProjectReports } from "@baton/contract/library";
import type { Hands, matterPageSchema } from "@baton/contract/matters";
import type { lightsAnswer, Period } from "@baton/contract/periods";
import type { z } from "zod";
import { api } from "../../api/client.ts";

/** When a page is asked: state at `validOn` (absent: the city's today), as known at `knownAt` (absent: now). */
export type Point = { validOn?: string | undefined; knownAt?: string | undefined };

export type LightsAnswer = z.infer<typeof lightsAnswer>;
export type MatterPage = z.infer<typeof matterPageSchema>;

/** Asks one part of a project's page; its key begins with the project, so that a write can call all of it stale. */
function partOf<Answer>(id: string, part: string, query: Point & { year?: number; before?: string; limit?: number }) {
  return queryOptions({
    queryKey: ["projects", id, part, query],
    queryFn: ({ signal }) => api.get<Answer>(`/api/projects/${id}${part}`, { query, signal }),
    staleTime: 10_000,
  });
}

export const projectQuery = (id: string, point: Point) => partOf<ProjectDetail>(id, "", point);
export const lightsQuery = (id: string, point: Point) => partOf<LightsAnswer>(id, "/lights", point);
export const moneyQuery = (id: string, asked: Point & { year?: number }) => partOf<MoneySeries>(id, "/money", asked);
export const reportsQuery = (id: string, point: Point) => partOf<ProjectReports>(id, "/reports", point);
export const evidenceQuery = (id: string, { knownAt }: Point) => partOf<{ items: EvidenceRow[] }>(id, "/evidence", { knownAt });

export const mattersQuery = (id: string) =>
  queryOptions({
    queryKey: ["projects", id, "matters"],
    queryFn: ({ signal }) => api.get<MatterPage>("/api/matters", { query: { box: "all", subject: id, limit: 100 }, signal }),
  });

export const periodsQuery = queryOptions({
  queryKey: ["periods"],
  queryFn: ({ signal }) => api.get<{ items: Period[]; current: string | null }>("/api/periods", { signal }),
  staleTime: 60_000,
});

export const handsQuery = queryOptions({
  queryKey: ["hands"],
  queryFn: ({ signal }) => api.get<Hands>("/api/hands", { signal }),
  staleTime: 60_000,
});

/** Whether the lights of a day are fixed: it is the end of a month that was frozen. */
export function isFrozenDay(periods: readonly Period[] | undefined, validOn: string | undefined): boolean {
  if (validOn === undefined) return false;
  const period = periods?.find(({ month }) => month === validOn.slice(0, 7));
  const isMonthEnd = Temporal.PlainDate.from(validOn).add({ days: 1 }).day === 1;
  return isMonthEnd && (period?.state === "frozen" || period?.state === "published" || period?.frozenAt != null);
}
