import { Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMe, type Me } from "../api/me.ts";
import { paths } from "../paths.ts";

/** Where each role begins its day. */
const landingPaths: Record<Me["landing"], string> = {
  overview: paths.overview(),
  dispatch: paths.thisPeriod(),
  review: paths.review(),
  inbox: paths.inHand(),
  phone: paths.inHand(),
  setup: paths.setup(),
  people: paths.people(),
  audit: paths.audit(),
  nothing: paths.mine(),
};

/** `/` leads to where the person's role begins its day. */
export function Landing(): ReactNode {
  const me = useMe();
  return <Navigate to={landingPaths[me.landing]} replace />;
}
