import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BatonHistory, HandoverPlan, HeldBatons } from "@baton/contract/batons";
import { api } from "../../api/client.ts";

/** Everything shown of batons; a hand-over may change any of it. */
export const batonsKey = ["batons"] as const;

export type HeldAsked = { post: string | undefined; q: string | undefined; role: string | undefined };

const pageRows = 100;

export const heldQuery = (asked: HeldAsked) =>
  infiniteQueryOptions({
    queryKey: [...batonsKey, "held", asked],
    queryFn: ({ pageParam, signal }) => api.get<HeldBatons>("/api/batons", { query: { ...asked, limit: pageRows, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: [...batonsKey, "history", id],
    queryFn: ({ signal }) => api.get<BatonHistory>(`/api/batons/${id}/history`, { signal }),
  });

export type PlanAsked = { batonIds: readonly string[]; toPostId?: number | undefined; on?: string | undefined };

/** What a hand-over would take along; asked again whenever post or day change. */
export const planQuery = (asked: PlanAsked) =>
  queryOptions({
    queryKey: [...batonsKey, "plan", asked],
    queryFn: ({ signal }) => api.post<HandoverPlan>("/api/handover-plans", asked, { signal }),
    enabled: asked.batonIds.length > 0,
    gcTime: 0,
  });
