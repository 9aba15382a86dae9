import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { RunDetail, schemes, ScoringRun } from "@baton/contract/scoring";
import { api } from "../../api/client.ts";

/** Everything about scores is asked under this key, so that one act refreshes it all. */
export const scoringKey = ["scoring"] as const;

export const runsQuery = queryOptions({
  queryKey: [...scoringKey, "runs"],
  queryFn: ({ signal }) => api.get<{ items: ScoringRun[] }>("/api/scoring/runs", { signal }),
});

export function runQuery(id: string) {
  return queryOptions({ queryKey: [...scoringKey, "run", id], queryFn: ({ signal }) => api.get<RunDetail>(`/api/scoring/runs/${id}`, { signal }) });
}

export const schemesQuery = queryOptions({
  queryKey: [...scoringKey, "schemes"],
  queryFn: ({ signal }) => api.get<z.infer<typeof schemes>>("/api/scoring/schemes", { signal }),
});
