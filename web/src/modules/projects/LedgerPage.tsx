import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ProjectPage, ProjectRow } from "@baton/contract/projects";
import { useMemo, useState, type ReactNode } from "react";
import { api, type QueryValue } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { figuresText } from "../../text/figures.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea, useText } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { ExportMenu } from "./ExportMenu.tsx";
import { ledgerColumns } from "./ledgerColumns.tsx";
import { LedgerFilters, useCounts } from "./LedgerFilters.tsx";
import { LedgerSelected } from "./LedgerSelected.tsx";
import { useLedgerSums } from "./LedgerSums.tsx";
import { LibraryMenu, useNewProject } from "./LibraryMenu.tsx";
import { PhoneList } from "./PhoneList.tsx";
import { ProjectPeek } from "./ProjectPeek.tsx";
import "./projects.css";
import { isFrozenDay, periodsQuery } from "./queries.ts";
import { useRememberedColumns } from "./rememberedColumns.ts";
import { SavedViews } from "./SavedViews.tsx";
import { defaultSort, dueMonthEnd, selectionOf } from "./selection.ts";

const pageRows = 100;

function useRows(list: Record<string, QueryValue>) {
  return useInfiniteQuery({
    queryKey: ["projects", "list", list],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? api.get<ProjectPage>(pageParam, { signal }) : api.get<ProjectPage>("/api/projects", { query: { ...list, limit: pageRows }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    staleTime: 10_000,
  });
}

/** 项目台账: every project within reach as one table; filters, sort and columns live in the address. */
export default function LedgerPage(): ReactNode {
  const text = useArea(ledgerText);
  const { knownAt, isTravelling } = useTimePoint();
  const me = useMe();
  const { values } = useAddressState();
  const [columns, setColumns] = useRememberedColumns();
  const counties = useCounts("area:county", knownAt);
  const today = counties?.validOn;
  const selection = useMemo(() => selectionOf(values, { knownAt, today }), [values, knownAt, today]);
  const canWrite = !isTravelling && me.rights.includes("projects_saved_view:insert");
  const newProject = useNewProject();
  return (
    <Page
      title={text.title}
      fill
      aside={
        <>
          <SavedViews columns={columns} canWrite={canWrite} />
          {values["validOn"]?.[0] && <NamedDay day={values["validOn"][0]} />}
        </>
      }
      actions={
        <>
          <LibraryMenu />
          <ExportMenu list={selection.list} columns={columns} />
        </>
      }
      primary={newProject}
    >
      <Projects {...{ selection, columns, setColumns, today }} />
    </Page>
  );
}

/** The ledger came from a page that spoke of a certain day; it says so, and offers today. */
function NamedDay({ day }: { day: string }): ReactNode {
  const text = useArea(ledgerText);
  const { change } = useAddressState();
  return (
    <span className="b-filter-chip">
      {text.asAt(day)}
      <button type="button" className="b-plain-button b-link-button" onClick={() => change({ validOn: undefined })}>
        {text.backToToday}
      </button>
    </span>
  );
}

type ProjectsProps = {
  selection: ReturnType<typeof selectionOf>;
  columns: readonly string[] | undefined;
  setColumns: (ids: readonly string[] | undefined) => void;
  today: string | undefined;
};

function Projects({ selection, columns, setColumns, today }: ProjectsProps): ReactNode {
  const text = useArea(ledgerText);
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const { knownAt } = useTimePoint();
  const { first, change } = useAddressState();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [peeked, setPeeked] = useState<ProjectRow>();
  const { data: periods } = useQuery(periodsQuery);
  const { data, error, isPending, refetch, fetchNextPage, isFetchingNextPage } = useRows(selection.list);
  const sums = useLedgerSums(selection, knownAt, today !== undefined);
  const isFixed = isFrozenDay(periods?.items, selection.validOn);
  const all = useColumns(isFixed, selection.validOn ?? today);
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const filters = <LedgerFilters today={today} knownAt={knownAt} />;
  if (error) {
    return (
      <>
        {filters}
        <Problem failure={error} onRetry={() => void refetch()} />
      </>
    );
  }
  const open = (row: ProjectRow): void => void navigate({ to: paths.project(row.id) });
  const total = data?.pages[0]?.total ?? 0;
  const nothing = isPending ? <Loading lines={10} /> : <Nothing isNarrowed={selection.isNarrowed} />;
  if (isPhone) {
    return (
      <>
        {filters}
        <PhoneList {...{ rows, total, isFixed, isFetchingNextPage, empty: nothing }} onMore={() => void fetchNextPage()} />
      </>
    );
  }
  return (
    <>
      <Ledger<ProjectRow>
        label={text.table}
        rows={rows}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        columns={all}
        total={total}
        sort={first("sort") ?? defaultSort}
        onSort={(sort) => change({ sort })}
        columnsShown={columns}
        onColumnsShown={setColumns}
        selected={selected}
        onSelected={setSelected}
        onPeek={setPeeked}
        onOpen={open}
        {...(rows.length > 0 ? { sums } : {})}
        onEndNear={() => void fetchNextPage()}
        isLoadingMore={isFetchingNextPage}
        empty={nothing}
        toolbar={filters}
      />
      <LedgerSelected ids={selected} today={today} onDone={() => setSelected(new Set())} />
      <ProjectPeek row={peeked} validOn={selection.validOn} onClose={() => setPeeked(undefined)} />
    </>
  );
}

/** The ledger's columns in the reader's language; `day` is the date the rows stand for. */
function useColumns(isFixed: boolean, day: string | undefined): LedgerColumn<ProjectRow>[] {
  const text = useArea(ledgerText);
  const { wan } = useArea(figuresText);
  const { ui } = useText();
  const { locale } = usePreferences();
  return useMemo(
    () => ledgerColumns({ text, locale, sample: ui.demo, wan: wan.trim(), isFixed, dueOn: day === undefined ? undefined : dueMonthEnd(day) }),
    [text, locale, ui, wan, isFixed, day],
  );
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }): ReactNode {
  const text = useArea(ledgerText);
  if (!isNarrowed) return <Empty title={text.none} why={text.noneWhy} />;
  return <Empty title={text.empty} why={text.emptyWhy} act={<Link to={paths.projects()}>{text.clear}</Link>} />;
}
