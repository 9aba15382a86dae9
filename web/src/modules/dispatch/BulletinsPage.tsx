import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { bulletinKind, type BulletinLine } from "@baton/contract/bulletins";
import { useState, type ReactNode } from "react";
import { useServerEvents } from "../../api/events.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { NewBulletin } from "./NewBulletin.tsx";
import { bulletinsKey, bulletinsQuery } from "./queries.ts";
import "./dispatch.css";

/** 通报、一页纸、讲话数据: what is drafted and what was issued, the newest month first. */
export default function BulletinsPage(): ReactNode {
  const text = useArea(dispatchText);
  const mayWrite = rolesOf(useMe()).has("dispatch");
  const { isTravelling } = useTimePoint();
  const { first, change } = useAddressState();
  const queryClient = useQueryClient();
  const [isNew, setIsNew] = useState(false);
  const { data, error, refetch } = useQuery(bulletinsQuery);
  useServerEvents(["bulletin"], () => void queryClient.invalidateQueries({ queryKey: bulletinsKey }));
  const chosen = bulletinKind.options.find((kind) => kind === first("kind"));
  const countOf = (kind: BulletinLine["kind"]): number => data?.items.filter((one) => one.kind === kind).length ?? 0;
  const shown = data?.items.filter(({ kind }) => chosen === undefined || kind === chosen);
  return (
    <Page
      title={text.title}
      aside={
        <Tabs
          label={text.title}
          tabs={[
            { id: "all", title: text.allKinds, ...(data && { count: data.items.length }) },
            ...bulletinKind.options.map((kind) => ({ id: kind, title: text.kind[kind], ...(data && { count: countOf(kind) }) })),
          ]}
          chosen={chosen ?? "all"}
          onChosen={(kind) => change({ kind: kind === "all" ? undefined : kind })}
          controls="bulletins-list"
        />
      }
      primary={
        mayWrite &&
        !isTravelling && (
          <Button type="primary" onClick={() => setIsNew(true)}>
            {text.write}
          </Button>
        )
      }
    >
      <div id="bulletins-list">
        {error && <Problem failure={error} onRetry={() => void refetch()} />}
        {!shown && !error && <Loading lines={6} />}
        {shown?.length === 0 && <Empty title={text.noBulletins} why={mayWrite ? text.noBulletinsWhy : text.noBulletinsYet} />}
        {shown && shown.length > 0 && <Lines lines={shown} />}
      </div>
      <NewBulletin isOpen={isNew} lines={data?.items ?? []} onClose={() => setIsNew(false)} />
    </Page>
  );
}

function Lines({ lines }: { lines: readonly BulletinLine[] }): ReactNode {
  const text = useArea(dispatchText);
  return (
    <ul className="b-card n-list">
      {lines.map((line) => (
        <li key={line.id}>
          <span className="n-list-name">
            <Link to={paths.bulletin(line.id)} lang="zh-CN">
              {line.title}
            </Link>
            {line.isSample && <span className="b-sample">{text.sample}</span>}
          </span>
          <span className="b-muted">
            {text.kind[line.kind]} · {line.month}
          </span>
          <span className="b-muted" lang="zh-CN">
            {line.documentNo}
          </span>
          <span className={`n-state n-state-${line.state}`}>{text.state[line.state]}</span>
        </li>
      ))}
    </ul>
  );
}
