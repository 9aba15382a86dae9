import { Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMe } from "../api/me.ts";
import { paths } from "../paths.ts";
import { navigationEntries, navigationFor, rolesOf } from "./navigation.ts";

/** `/` leads to where the person's role begins its day. */
export function Landing(): ReactNode {
  const me = useMe();
  const first = navigationEntries(navigationFor(rolesOf(me)))[0]?.path ?? paths.mine();
  const isAddress = me.landing?.startsWith("/") && me.landing !== paths.home();
  return <Navigate to={isAddress ? me.landing : first} replace />;
}
