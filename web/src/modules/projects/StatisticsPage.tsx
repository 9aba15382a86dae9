import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatWan } from "@baton/contract/amounts";
import type { StatisticsPage as Answer, StatisticsRow } from "@baton/contract/statistics";
import { Button, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useServerEvents } from "../../api/events.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { FilterLine } from "../../ui/FilterLine.tsx";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Money } from "../../ui/Num.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { useCounts } from "./LedgerFilters.tsx";
import "./library.css";
import "./project.css";
import "./projects.css";
import { periodsQuery } from "./queries.ts";
import { dueMonthEnd } from "./selection.ts";
import { StatisticsForm } from "./StatisticsForm.tsx";

const monthOf = (month: string, step: number): string => Temporal.PlainYearMonth.from(month).add({ months: step }).toString();

/** Which month: as the address says, else the one reported now, else the last that is over. */
function useMonth(): { month: string | undefined; today: string | undefined; setMonth: (month: string) => void } {
  const { first, change } = useAddressState();
  const { knownAt } = useTimePoint();
  const { data: periods } = useQuery(periodsQuery);
  const today = useCounts("area:county", knownAt)?.validOn;
  const due = today === undefined ? undefined : (dueMonthEnd(today) ?? `${Number(today.slice(0, 4)) - 1}-12`).slice(0, 7);
  return { month: first("month") ?? periods?.current ?? due, today, setMonth: (month) => change({ month }) };
}

/** 入统与统计数: the bureau's ledger beside the management ledger, project by project; neither corrects the other. */
export default function StatisticsPage(): ReactNode {
  const { statistics: text } = useArea(libraryText);
  const { month, today, setMonth } = useMonth();
  return (
    <Page
      title={text.title}
      fill
      aside={
        month && (
          <div className="p-month">
            <Button type="text" aria-label={text.earlier} onClick={() => setMonth(monthOf(month, -1))}>
              ‹
            </Button>
            <strong>{month}</strong>
            <Button
              type="text"
              aria-label={text.later}
              disabled={today === undefined || month >= today.slice(0, 7)}
              onClick={() => setMonth(monthOf(month, 1))}
            >
              ›
            </Button>
          </div>
        )
      }
      lead={<p className="b-muted">{text.help}</p>}
    >
      {month && <Rows month={month} />}
    </Page>
  );
}

function useRows(month: string) {
  const { first } = useAddressState();
  const { knownAt } = useTimePoint();
  const asked = { month, q: first("q"), area: first("area"), state: first("state"), knownAt };
  return useInfiniteQuery({
    queryKey: ["statistics", asked],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? api.get<Answer>(pageParam, { signal }) : api.get<Answer>("/api/statistics", { query: { ...asked, limit: 100 }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    staleTime: 10_000,
  });
}

function Rows({ month }: { month: string }): ReactNode {
  const { statistics: text } = useArea(libraryText);
  const isPhone = useIsPhone();
  const { isTravelling } = useTimePoint();
  const [open, setOpen] = useState<StatisticsRow>();
  const { data, error, isPending, refetch, fetchNextPage, isFetchingNextPage } = useRows(month);
  useServerEvents(["statistics", "report"], () => void refetch());
  const answer = data?.pages[0];
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const canRecord = !isTravelling && (answer?.canRecord ?? false);
  const columns = useColumns(month, canRecord ? setOpen : undefined);
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  const nothing = isPending ? <Loading lines={10} /> : <Empty title={text.empty} why={text.emptyWhy} />;
  return (
    <>
      {isPhone ? (
        <>
          <Filters counts={answer?.counts} />
          {rows.length === 0 ? nothing : <PhoneRows rows={rows} onOpen={canRecord ? setOpen : undefined} />}
          {answer?.total !== undefined && rows.length < answer.total && (
            <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {text.more}
            </Button>
          )}
        </>
      ) : (
        <Ledger<StatisticsRow>
          label={text.title}
          rows={rows}
          rowId={({ projectId }) => projectId}
          rowName={({ name }) => name}
          columns={columns}
          total={answer?.total ?? 0}
          {...(canRecord ? { onOpen: setOpen } : {})}
          onEndNear={() => void fetchNextPage()}
          isLoadingMore={isFetchingNextPage}
          empty={nothing}
          toolbar={<Filters counts={answer?.counts} />}
        />
      )}
      {answer && !canRecord && !isTravelling && <p className="b-caption">{text.readOnly}</p>}
      <Drawer480 title={open ? text.recordTitle(open.name, month) : text.record} open={open !== undefined} onClose={() => setOpen(undefined)}>
        {open && (
          <StatisticsForm
            row={open}
            month={month}
            onCancel={() => setOpen(undefined)}
            onDone={() => {
              showToast({ words: text.saved(open.name) });
              setOpen(undefined);
            }}
          />
        )}
      </Drawer480>
    </>
  );
}

function Filters({ counts }: { counts: Answer["counts"] | undefined }): ReactNode {
  const { statistics: text } = useArea(libraryText);
  const { values, change } = useAddressState();
  const { knownAt } = useTimePoint();
  const counties = useCounts("area:county", knownAt);
  return (
    <FilterLine
      lead={<Search />}
      filters={[
        {
          id: "state",
          title: text.state,
          choices: (Object.keys(text.states) as (keyof typeof text.states)[]).map((value) => ({
            value,
            label: counts ? `${text.states[value]} ${counts[value]}` : text.states[value],
          })),
        },
        { id: "area", title: text.area, choices: (counties?.groups ?? []).flatMap(({ key, label }) => (key === null ? [] : [{ value: key, label }])) },
      ]}
      chosen={values}
      onChosen={(id, chosen) => change({ [id]: chosen })}
      onClear={() => change({ state: undefined, area: undefined, q: undefined })}
    />
  );
}

/** Waits for a pause in typing, and never searches in the middle of a composition. */
function Search(): ReactNode {
  const { statistics: text } = useArea(libraryText);
  const { first, change } = useAddressState();
  const asked = first("q") ?? "";
  const [typed, setTyped] = useState(asked);
  const [isComposing, setIsComposing] = useState(false);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (isComposing || typed === asked) return;
    const timer = setTimeout(() => change({ q: typed.trim() || undefined }), 300);
    return () => clearTimeout(timer);
  }, [typed, asked, isComposing, change]);
  return (
    <Input
      type="search"
      className="p-search"
      aria-label={text.search}
      placeholder={text.search}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setIsComposing(true)}
      onCompositionEnd={() => setIsComposing(false)}
    />
  );
}

function useListedWord(): (row: StatisticsRow) => string {
  const { statistics: text } = useArea(libraryText);
  return ({ isListed }) => (isListed === null ? text.unknown : isListed ? text.isListed : text.notListed);
}

function Explanation({ row }: { row: StatisticsRow }): ReactNode {
  const { statistics: text } = useArea(libraryText);
  if (row.explanation) return <span title={row.explanation}>{row.explanation}</span>;
  return row.differenceFen !== null && row.differenceFen !== 0 ? <span className="b-muted">{text.needsWords}</span> : null;
}

function useColumns(month: string, onRecord: ((row: StatisticsRow) => void) | undefined): LedgerColumn<StatisticsRow>[] {
  const { statistics: text, wan } = useArea(libraryText);
  const { columns } = text;
  const listed = useListedWord();
  const money = { width: 116, align: "end" as const, unit: wan };
  return [
    { id: "name", header: columns.project, width: 264, frozen: true, isRowHeader: true, cell: (row) => <ProjectLink row={row} /> },
    { id: "org", header: columns.org, width: 132, cell: ({ orgName }) => orgName },
    { id: "listed", header: columns.listed, width: 84, cell: (row) => (row.isListed === null ? <span className="b-muted">{listed(row)}</span> : listed(row)) },
    {
      id: "management",
      header: columns.management,
      ...money,
      cell: ({ managementFen, managementOn }) => (
        <>
          <Money fen={managementFen ?? undefined} unit="万元" />
          {managementOn !== null && !managementOn.startsWith(month) && <small className="b-caption"> {text.asAt(managementOn.slice(0, 7))}</small>}
        </>
      ),
    },
    {
      id: "statistics",
      header: columns.statistics,
      ...money,
      cell: ({ statisticsFen }) => (statisticsFen === null ? "—" : <Money fen={statisticsFen} unit="万元" />),
    },
    {
      id: "difference",
      header: columns.difference,
      ...money,
      width: 100,
      cell: (row) =>
        row.differenceFen === null ? <span title={row.statisticsFen === null ? undefined : text.notComparable}>—</span> : formatWan(row.differenceFen),
    },
    { id: "explanation", header: columns.explanation, width: 220, cell: (row) => <Explanation row={row} /> },
    ...(onRecord
      ? [
          {
            id: "record",
            header: text.record,
            width: 64,
            cell: (row: StatisticsRow) => (
              <button type="button" className="b-plain-button b-link-button" aria-label={`${text.record} ${row.name}`} onClick={() => onRecord(row)}>
                {text.record}
              </button>
            ),
          },
        ]
      : []),
  ];
}

function ProjectLink({ row }: { row: StatisticsRow }): ReactNode {
  return (
    <Link to={paths.project(row.projectId)} className="p-name" tabIndex={-1} title={row.name}>
      {row.name}
    </Link>
  );
}

/** One project a line under a thumb: both figures below each other. */
function PhoneRows({ rows, onOpen }: { rows: readonly StatisticsRow[]; onOpen: ((row: StatisticsRow) => void) | undefined }): ReactNode {
  const { statistics: text } = useArea(libraryText);
  const listed = useListedWord();
  return (
    <ul className="l-phone-rows">
      {rows.map((row) => (
        <li key={row.projectId}>
          <ProjectLink row={row} />
          <div className="b-caption">
            {row.orgName} · {listed(row)}
          </div>
          <div className="l-line">
            <span>
              {text.columns.management} <Money fen={row.managementFen ?? undefined} unit="万元" showUnit />
            </span>
            <span>
              {text.columns.statistics} {row.statisticsFen === null ? "—" : <Money fen={row.statisticsFen} unit="万元" showUnit />}
            </span>
            {onOpen && (
              <Button size="small" aria-label={`${text.record} ${row.name}`} onClick={() => onOpen(row)}>
                {text.record}
              </Button>
            )}
          </div>
          <Explanation row={row} />
        </li>
      ))}
    </ul>
  );
}
