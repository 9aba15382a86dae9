import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { accountsAnswer, listedAccount, oneTimePasswordAnswer, rolePolicies } from "@baton/contract/accounts";
import type { z } from "zod";
import { api } from "../../api/client.ts";

export type Account = z.infer<typeof listedAccount>;
export type OneTimePassword = z.infer<typeof oneTimePasswordAnswer>;
type Accounts = z.infer<typeof accountsAnswer>;

export const peopleKey = ["people"] as const;

export const accountsQuery = (typed: string) =>
  infiniteQueryOptions({
    queryKey: [...peopleKey, "accounts", typed],
    queryFn: ({ pageParam, signal }) => api.get<Accounts>("/api/accounts", { query: { q: typed, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const policiesQuery = queryOptions({
  queryKey: [...peopleKey, "policies"],
  queryFn: ({ signal }) => api.get<z.infer<typeof rolePolicies>>("/api/role-policies", { signal }),
});

/** Whole hours until the password ends, at least one, as the sentence says it. */
export function hoursUntil(expiresAt: string, now: Temporal.Instant): number {
  return Math.max(1, Math.round(now.until(expiresAt).total("hours")));
}
