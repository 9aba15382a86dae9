import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import { sessionGate } from "./sessionGate.ts";

export type Role =
  | "leader"
  | "chief"
  | "dispatch"
  | "district"
  | "town"
  | "department"
  | "officer"
  | "enterprise"
  | "sysadmin"
  | "secadmin"
  | "auditor";

export type HeldPost = { postId: string; title: string; orgId: string; orgName: string; role: Role; isActing: boolean };

/** The signed-in account, as `GET /api/me` answers. */
export type Me = {
  account: { id: string; displayName: string; username: string };
  posts: HeldPost[];
  role: Role;
  /** Where this role begins its day: a path of the web application. */
  landing: string;
  city: { name: string };
  demo: boolean;
  mustChangePassword: boolean;
  mustEnrolFactor: boolean;
  hasFactor: boolean;
};

/** What anybody may know before signing in. */
export type City = { name: string; demo: boolean; accounts?: { username: string; title: string }[] };

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
