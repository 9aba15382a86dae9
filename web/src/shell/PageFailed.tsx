import { Button } from "antd";
import type { ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { useText } from "../text/useText.ts";
import { Empty } from "../ui/Empty.tsx";
import { Page } from "../ui/Page.tsx";
import { Problem } from "../ui/Problem.tsx";

/** A page that threw: a problem in words, or a program file that could not be fetched. */
export function PageFailed({ error }: { error: unknown }): ReactNode {
  const { shell } = useText();
  const refresh = <Button onClick={() => location.reload()}>{shell.refresh}</Button>;
  return (
    <Page title={shell.pageFailed}>
      {error instanceof ApiProblem ? (
        <Problem failure={error} onRetry={() => location.reload()} />
      ) : (
        <Empty title={shell.pageFailed} why={shell.pageFailedWhy} act={refresh} />
      )}
    </Page>
  );
}
