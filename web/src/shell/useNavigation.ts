import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { meQuery } from "../api/me.ts";
import { navigationEntries, navigationFor, rolesOf, type NavEntry, type NavGroup } from "./navigation.ts";

/** The navigation of the person signed in; empty on pages that need no sign-in. */
export function useNavigation(): { groups: readonly NavGroup[]; entries: readonly NavEntry[] } {
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  return useMemo(() => {
    const groups = me ? navigationFor(rolesOf(me)) : [];
    return { groups, entries: navigationEntries(groups) };
  }, [me]);
}
