import { queryOptions, useQuery } from "@tanstack/react-query";
import type { cityAnswer, Me } from "@baton/contract/accounts";
import type { z } from "zod";
import { api } from "./client.ts";
import { sessionGate } from "./sessionGate.ts";

/** The signed-in account, as `GET /api/me` answers. */
export type { Me, Role } from "@baton/contract/accounts";

/** What anybody may know before signing in. */
export type City = z.infer<typeof cityAnswer>;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    const me = await api.get<Me>("/api/me", { signal });
    sessionGate.guard();
    return me;
  },
  staleTime: 5 * 60_000,
  retry: false,
});

export const cityQuery = queryOptions({
  queryKey: ["city"],
  queryFn: ({ signal }) => api.get<City>("/api/city", { signal, outsideSession: true }),
  staleTime: 60 * 60_000,
  retry: 1,
});

/** The account; only for pages inside the shell, which are shown once it is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe outside the signed-in shell");
  return data;
}
