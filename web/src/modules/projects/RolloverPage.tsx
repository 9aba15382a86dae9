import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatWan } from "@baton/contract/amounts";
import { projectLevels } from "@baton/contract/codes";
import type { RolloverCandidate } from "@baton/contract/listings";
import { Button, Input, Select } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import type { z } from "zod";
import type { rolloverCandidates } from "@baton/contract/listings";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useCounts } from "./LedgerFilters.tsx";
import "./library.css";
import "./project.css";
import "./projects.css";
import { firstRows, exceptionCounts, type RolloverRow, sumOf, planOf } from "./rolloverRows.ts";
import { RolloversDone } from "./RolloversDone.tsx";
import { RolloverTable } from "./RolloverTable.tsx";
import { useTerm } from "./SummaryTab.tsx";

type Asked = { fromYear: number; toYear: number; level: string };

/** 年度结转: who stands on the old list at its end, what asks for a look, one act, and the way back. */
export default function RolloverPage(): ReactNode {
  const { rollover: text, form } = useArea(libraryText);
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const { first, change } = useAddressState();
  const today = useCounts("area:county", undefined)?.validOn;
  if (!rights.includes("projects_listing:insert") || isTravelling) {
    return (
      <Page title={text.title}>
        <Empty title={isTravelling ? form.past : text.notAllowed} why={isTravelling ? undefined : form.notAllowedWhy} />
      </Page>
    );
  }
  if (today === undefined) return <Loading />;
  const present = Number(today.slice(0, 4));
  const fromYear = Number(first("from") ?? present);
  const asked: Asked = { fromYear, toYear: Number(first("to") ?? fromYear + 1), level: first("level") ?? "city" };
  return (
    <Page title={text.title} lead={<Which asked={asked} present={present} onChange={(changed) => change(changed)} />}>
      <p className="b-muted">{text.help}</p>
      <Candidates key={JSON.stringify(asked)} asked={asked} />
      <RolloversDone />
    </Page>
  );
}

/** From which year to which, on which list. */
function Which({ asked, present, onChange }: { asked: Asked; present: number; onChange: (changed: Record<string, string>) => void }): ReactNode {
  const { rollover: text, level: levelWord } = useArea(libraryText);
  const term = useTerm();
  const years = (first: number): { value: string; label: string }[] =>
    [first, first + 1, first + 2, first + 3].map((year) => ({ value: String(year), label: text.yearOf(year) }));
  return (
    <div className="l-line">
      <label>
        {text.from}{" "}
        <Select
          aria-label={text.from}
          value={String(asked.fromYear)}
          options={years(present - 2)}
          onChange={(from) => onChange({ from, to: String(Number(from) + 1) })}
        />
      </label>
      <label>
        {text.to} <Select aria-label={text.to} value={String(asked.toYear)} options={years(asked.fromYear + 1)} onChange={(to) => onChange({ to })} />
      </label>
      <label>
        {levelWord}{" "}
        <Select
          aria-label={levelWord}
          value={asked.level}
          options={projectLevels.map(({ code }) => ({ value: code, label: term(projectLevels, code) }))}
          popupMatchSelectWidth={false}
          onChange={(level) => onChange({ level })}
        />
      </label>
    </div>
  );
}

function Candidates({ asked }: { asked: Asked }): ReactNode {
  const { rollover: text } = useArea(libraryText);
  const term = useTerm();
  const { data, error, refetch } = useQuery({
    queryKey: ["listing-rollovers", "candidates", asked],
    queryFn: ({ signal }) => api.get<z.infer<typeof rolloverCandidates>>("/api/listing-rollovers/candidates", { query: asked, signal }),
    refetchOnWindowFocus: false,
  });
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  if (data.items.length === 0) return <Empty title={text.empty} why={text.emptyWhy(asked.fromYear, term(projectLevels, asked.level) ?? "")} />;
  return <Choice asked={asked} candidates={data.items} />;
}

function Choice({ asked, candidates }: { asked: Asked; candidates: readonly RolloverCandidate[] }): ReactNode {
  const all = useArea(libraryText);
  const { rollover: text } = all;
  const [rows, setRows] = useState<readonly RolloverRow[]>(() => firstRows(candidates));
  const [isNarrowed, setIsNarrowed] = useState(false);
  const [documentNo, setDocumentNo] = useState("");
  // After an act the candidates come anew: what is listed now is no longer open.
  useEffect(() => setRows(firstRows(candidates)), [candidates]);
  const sum = sumOf(rows);
  const send = useRollover(asked, rows, documentNo);
  const refused = refusedRows(send.error);
  const change = (projectId: string, changed: Partial<RolloverRow>): void =>
    setRows((now) => now.map((row) => (row.candidate.projectId === projectId ? { ...row, ...changed } : row)));
  return (
    <>
      <div className="l-line">
        {exceptionCounts(candidates).map(([name, count]) => (
          <span key={name} className="b-sample">
            {text.exceptionCount(text.exceptions[name], count)}
          </span>
        ))}
        {exceptionCounts(candidates).length > 0 && (
          <label>
            <input type="checkbox" checked={isNarrowed} onChange={(event) => setIsNarrowed(event.target.checked)} /> {text.onlyExceptions}
          </label>
        )}
        <span className="b-caption">{text.suggested}</span>
      </div>
      <RolloverTable rows={isNarrowed ? rows.filter(({ candidate }) => candidate.exceptions.length > 0) : rows} refused={refused} onChange={change} />
      <Problem failure={send.error} />
      <div className="l-foot">
        <span role="status">
          <strong>{text.summary(sum.count, rows.length, formatWan(sum.planFen))}</strong>{" "}
          <span className="b-muted">{text.byClass(sum.implementation, sum.reserve)}</span>
          {sum.faulty.length > 0 && <span className="l-fault"> {text.faults(sum.faulty.length)}</span>}
        </span>
        <Input
          aria-label={all.documentNo}
          placeholder={all.documentNo}
          className="l-document"
          maxLength={100}
          value={documentNo}
          onChange={(event) => setDocumentNo(event.target.value)}
        />
        <Button type="primary" disabled={sum.count === 0 || sum.faulty.length > 0} loading={send.isPending} onClick={() => send.mutate()}>
          {text.act(sum.count, asked.toYear)}
        </Button>
        <Link to={paths.projects()}>{all.back}</Link>
      </div>
    </>
  );
}

/** Which rows the server refused, and why; the others of the same act were not written either. */
function refusedRows(failure: unknown): ReadonlyMap<string, string> {
  const members = (failure as { members?: { rows?: unknown } } | null)?.members;
  if (!Array.isArray(members?.rows)) return new Map();
  return new Map((members.rows as { projectId: string; message: string }[]).map(({ projectId, message }) => [projectId, message]));
}

function useRollover(asked: Asked, rows: readonly RolloverRow[], documentNo: string) {
  const { rollover: text } = useArea(libraryText);
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (id: string) => api.post<{ withdrawn: number }>(`/api/listing-rollovers/${id}/withdrawals`, { reason: text.withdraw }),
    onSuccess: ({ withdrawn }) => {
      showToast({ words: text.withdrawn(withdrawn) });
      void client.invalidateQueries();
    },
  });
  return useMutation({
    mutationFn: () =>
      api.post<{ id: string; written: number; toYear: number }>("/api/listing-rollovers", {
        ...asked,
        documentNo: documentNo.trim(),
        rows: rows.filter(({ isChosen }) => isChosen).map((row) => ({ projectId: row.candidate.projectId, planFen: planOf(row) ?? 0, class: row.class })),
      }),
    onSuccess: ({ id, written, toYear }) => {
      showToast({ words: text.done(written, toYear), onUndo: () => withdraw.mutate(id), undoWords: text.withdraw });
      void client.invalidateQueries();
    },
  });
}
