import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../paths.ts";
import { useText } from "../text/useText.ts";
import { Empty } from "../ui/Empty.tsx";
import { Page } from "../ui/Page.tsx";

export function NotFound(): ReactNode {
  const { shell } = useText();
  return (
    <Page title={shell.pageNotFound}>
      <Empty title={shell.pageNotFound} why={shell.pageNotFoundWhy} act={<Link to={paths.home()}>{shell.goHome}</Link>} />
    </Page>
  );
}
