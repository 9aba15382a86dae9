import { useInfiniteQuery } from "@tanstack/react-query";
import type { HistoryEntry } from "@baton/contract/library";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { instantWords } from "../../shell/timePoint.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import type { TabProps } from "./tabProps.ts";

type HistoryPage = { items: HistoryEntry[]; next: string | null };

/** 历史: who did what and when, newest first. */
export function HistoryTab({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { locale } = usePreferences();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["projects", project.id, "/history", point],
    queryFn: ({ pageParam, signal }) =>
      api.get<HistoryPage>(`/api/projects/${project.id}/history`, { query: { ...point, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  const entries = data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <Empty title={text.noHistory} />;
  return (
    <>
      <ol className="b-card p-history">
        {entries.map(({ at, sentence, org, by, reason, documentNo }, index) => (
          <li key={`${at}${index}`}>
            <time dateTime={at}>{instantWords(at, locale)}</time>
            <div>
              <p>{sentence}</p>
              <p className="b-caption">{[org && by ? `${org}·${by}` : (by ?? org), reason, documentNo].filter(Boolean).join("；")}</p>
            </div>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.historyMore}
        </Button>
      )}
    </>
  );
}
