import { actWord } from "@baton/contract/act-words";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { auditAnchorsPage, auditEntriesPage, AuditEntry, AuditReceipt } from "@baton/contract/audit";
import type { ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { DemoTimes } from "../../shell/DemoTimes.tsx";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { instantInCity } from "../../ui/instants.ts";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { AuditFilters } from "./AuditFilters.tsx";
import { ReceiptCard } from "./ReceiptCard.tsx";
import "./audit.css";

/** 审计: who did what to which row, in sentences; the whole chain verified by one button, with a receipt. */
export default function AuditPage(): ReactNode {
  const { audit: text } = useArea(administrationText);
  const { first, change } = useAddressState();
  const isAnchors = first("tab") === "anchors";
  const verifying = useMutation({ mutationFn: () => api.post<AuditReceipt>("/api/audit/verifications") });
  return (
    <Page
      title={text.title}
      aside={
        <Tabs
          label={text.tabsLabel}
          chosen={isAnchors ? "anchors" : "entries"}
          onChosen={(tab) => change({ tab: tab === "anchors" ? tab : undefined })}
          tabs={[
            { id: "entries", title: text.tabs.entries },
            { id: "anchors", title: text.tabs.anchors },
          ]}
        />
      }
      primary={
        <Button type="primary" loading={verifying.isPending} onClick={() => verifying.mutate()}>
          {text.verify}
        </Button>
      }
    >
      <Problem failure={verifying.error} />
      {verifying.isPending && <Loading words={text.verifying} lines={2} />}
      {verifying.data && <ReceiptCard receipt={verifying.data} />}
      {isAnchors ? <Anchors /> : <Entries />}
    </Page>
  );
}

function Entries(): ReactNode {
  const { audit: text } = useArea(administrationText);
  const { first } = useAddressState();
  const columns = useColumns();
  const filters = { account: first("account"), table: first("table"), from: first("from"), to: first("to") };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["audit", "entries", filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<z.infer<typeof auditEntriesPage>>("/api/audit/entries", { query: { ...filters, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const entries = data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <p className="b-muted">{text.noContent}</p>
      <DemoTimes />
      <AuditFilters />
      <Problem failure={error} onRetry={() => void refetch()} />
      {!entries && !error && <Loading lines={8} />}
      {entries && (
        <Ledger<AuditEntry>
          label={text.list}
          rows={entries}
          rowId={({ entryId }) => String(entryId)}
          rowName={({ sentence }) => sentence}
          columns={columns}
          height="max(360px, calc(100vh - 260px))"
          total={hasNextPage ? entries.length + 1 : entries.length}
          isLoadingMore={isFetchingNextPage}
          onEndNear={() => void (hasNextPage && !isFetchingNextPage && fetchNextPage())}
          empty={<Empty title={text.empty} why={text.emptyWhy} />}
        />
      )}
    </>
  );
}

function useColumns(): LedgerColumn<AuditEntry>[] {
  const { audit: text } = useArea(administrationText);
  return [
    { id: "at", header: text.columns.at, width: 150, frozen: true, cell: ({ at }) => instantInCity(at) },
    {
      id: "sentence",
      header: text.columns.sentence,
      width: 560,
      isRowHeader: true,
      cell: ({ sentence }) => <span className="au-sentence">{sentence}</span>,
    },
    { id: "act", header: text.columns.act, width: 170, cell: ({ act }) => (act === null ? "" : actWord(act)) },
    { id: "sealed", header: text.columns.sealed, width: 84, cell: ({ isSealed }) => (isSealed ? text.sealed : text.open) },
    {
      id: "request",
      header: text.columns.request,
      width: 300,
      cell: ({ requestId }) => <span className="b-caption">{requestId ?? ""}</span>,
    },
  ];
}

function Anchors(): ReactNode {
  const { audit: text } = useArea(administrationText);
  const { data, error, refetch } = useQuery({
    queryKey: ["audit", "anchors"],
    queryFn: ({ signal }) => api.get<z.infer<typeof auditAnchorsPage>>("/api/audit/anchors", { signal }),
  });
  return (
    <section className="b-card">
      <h2>{text.anchorsTitle}</h2>
      <p className="b-prose">{text.anchorsHelp}</p>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="b-muted">{text.noAnchors}</p>}
      {data && data.items.length > 0 && (
        <>
          <p>
            <a href="/api/audit/anchors/latest" download>
              {text.latest}
            </a>
          </p>
          <ul className="au-anchors">
            {data.items.map((anchor) => (
              <li key={anchor.anchorOn}>
                {text.anchorLine(anchor.anchorOn, anchor.sealId, anchor.entryCount)} <code>{anchor.hash}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
