import { useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { HeldBaton, HeldBatons } from "@baton/contract/batons";
import { Button } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { useServerEvents } from "../../api/events.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { batonsText } from "../../text/batons.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { BatonHistoryView } from "./BatonHistoryView.tsx";
import { BatonsTable } from "./BatonsTable.tsx";
import "./batons.css";
import { HandOverForm } from "./HandOverForm.tsx";
import { OtherPost, OwnPosts, HeldFilters } from "./HeldFilters.tsx";
import { heldQuery } from "./queries.ts";

/** 我持有的责任: what a post answers for; several pass to another post in one act. */
export default function BatonsPage(): ReactNode {
  const text = useArea(batonsText);
  const { presentOnly, backToNow } = useArea(mattersText);
  const { isTravelling, travelTo } = useTimePoint();
  if (!isTravelling) return <Present />;
  return (
    <Page title={text.title}>
      <Empty
        title={presentOnly}
        why={text.presentWhy}
        act={
          <Button type="primary" onClick={() => travelTo(undefined)}>
            {backToNow}
          </Button>
        }
      />
    </Page>
  );
}

function Present(): ReactNode {
  const text = useArea(batonsText);
  const { first } = useAddressState();
  const held = useInfiniteQuery(heldQuery({ post: first("post"), q: first("q"), role: first("role") }));
  useServerEvents(["baton", "matter.changed"], () => void held.refetch());
  const post = held.data?.pages[0]?.post;
  const title = post && !post.isOwn ? text.titleOf(`${post.orgName}·${post.title}`) : text.title;
  return (
    <Page
      fill
      title={title}
      aside={held.data && <OwnPosts answer={held.data.pages[0]} />}
      actions={
        <>
          <OtherPost mayLook={held.data?.pages[0]?.mayHandOver ?? false} isOwn={post?.isOwn ?? true} />
          <Link to={paths.inHand()}>{text.back}</Link>
        </>
      }
      lead={<HeldFilters />}
    >
      {held.error && !held.data ? (
        <Problem failure={held.error} onRetry={() => void held.refetch()} />
      ) : held.data ? (
        <Held key={post?.postId} held={held} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  );
}

type HeldProps = { held: UseInfiniteQueryResult<{ pages: HeldBatons[] }> };

function Held({ held }: HeldProps): ReactNode {
  const text = useArea(batonsText);
  const { toLedger } = useArea(mattersText);
  const { first, change } = useAddressState();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [passing, setPassing] = useState<readonly HeldBaton[]>([]);
  const [historyOf, setHistoryOf] = useState<HeldBaton>();
  const pages = held.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(({ items }) => items), [pages]);
  const [answer] = pages ?? [];
  if (!answer) return null;
  const chosen = rows.filter(({ id }) => ticked.has(id));
  const hasFilter = first("q") !== undefined || first("role") !== undefined;
  const empty = hasFilter ? (
    <Empty title={text.noMatch} act={<Button onClick={() => change({ q: undefined, role: undefined })}>{text.clear}</Button>} />
  ) : (
    <Empty title={text.empty} why={text.emptyWhy} act={<Link to={paths.projects()}>{toLedger}</Link>} />
  );
  return (
    <>
      <BatonsTable
        {...{ rows, ticked, empty }}
        total={answer.total}
        mayHandOver={answer.mayHandOver}
        isLoadingMore={held.isFetchingNextPage}
        onTicked={setTicked}
        onEndNear={() => void held.fetchNextPage()}
        onHistory={setHistoryOf}
        onPass={(one) => setPassing([one])}
        toolbar={
          answer.mayHandOver ? (
            <Button type="primary" disabled={chosen.length === 0} onClick={() => setPassing(chosen)}>
              {text.handOverCount(chosen.length)}
            </Button>
          ) : (
            rows.length > 0 && <span className="b-muted">{text.mayNot}</span>
          )
        }
      />
      <Drawer480 title={text.form.title(passing.length)} open={passing.length > 0} onClose={() => setPassing([])}>
        {passing.length > 0 && (
          <HandOverForm
            key={passing.map(({ id }) => id).join()}
            batons={passing}
            onCancel={() => setPassing([])}
            onDone={() => {
              setPassing([]);
              setTicked(new Set());
            }}
          />
        )}
      </Drawer480>
      <Drawer480
        title={historyOf && text.historyTitle(historyOf.roleName, historyOf.subjectName)}
        open={historyOf !== undefined}
        onClose={() => setHistoryOf(undefined)}
      >
        {historyOf && <BatonHistoryView id={historyOf.id} />}
      </Drawer480>
    </>
  );
}
