import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { Empty } from "../ui/Empty.tsx";
import { Page } from "../ui/Page.tsx";
import { useNavigation } from "./useNavigation.ts";

/** Stands in for a page that is not there yet. */
export default function PendingPage(): ReactNode {
  const { nav, shell } = useText();
  const { pathname } = useLocation();
  const { entries } = useNavigation();
  const entry = entries.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <Page title={entry ? nav[entry.name] : shell.pagePending}>
      <Empty title={shell.pagePending} why={shell.pagePendingWhy} />
    </Page>
  );
}
