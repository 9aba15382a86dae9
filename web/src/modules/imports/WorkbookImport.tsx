import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { ImportKind } from "@baton/contract/import-columns";
import type { ImportJob, PreviewAnswer } from "@baton/contract/imports";
import { useEffect, useState, type ReactNode } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { CheckResult } from "./CheckResult.tsx";
import { isOpen, jobQuery, mayHaveChanged, previewWorkbook, receiptsQuery, startWorkbook, type Reading } from "./imports.ts";
import { JobProgress } from "./JobProgress.tsx";
import { MatchColumns } from "./MatchColumns.tsx";
import { missingColumns } from "./reading.ts";
import { WrittenReceipt } from "./WrittenReceipt.tsx";

/** One workbook on its way: read, matched, checked, written. */
export function WorkbookImport({ kind, file }: { kind: ImportKind; file: File }): ReactNode {
  const text = useArea(importsText);
  const preview = useQuery({
    queryKey: ["imports", "preview", kind, file.name, file.size, file.lastModified],
    queryFn: ({ signal }) => previewWorkbook({ kind, file, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (preview.error) return <Problem failure={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <Loading words={text.reading} />;
  return <Matched kind={kind} file={file} preview={preview.data} />;
}

/** The sheet to begin with: the first that lacks nothing, else the first. */
function firstReading({ sheets }: PreviewAnswer): Reading {
  const sheet = sheets.find(({ missing }) => missing.length === 0) ?? sheets[0];
  return { sheet: sheet?.name ?? "", headerRow: sheet?.headerRow ?? 1, mapping: sheet?.mapping ?? {} };
}

type Started = { importId: string; mode: "check" | "commit" };

/** Begins checks and imports of one workbook, and follows the last of them to its end. */
function useSending(asked: { kind: ImportKind; file: File }) {
  const text = useArea(importsText);
  const queryClient = useQueryClient();
  const [started, setStarted] = useState<Started>();
  const start = useMutation({
    mutationFn: ({ mode, reading }: { mode: Started["mode"]; reading: Reading }) => startWorkbook(asked, { ...reading, mode }),
    onSuccess: ({ importId, mode }) => {
      setStarted({ importId, mode });
      void queryClient.invalidateQueries({ queryKey: receiptsQuery.queryKey });
    },
  });
  const followed = useQuery({ ...jobQuery(started?.importId ?? ""), enabled: started !== undefined });
  const job = started === undefined ? undefined : followed.data;
  const state = job?.state;
  const written = job?.answer?.isWritten === true ? job.answer : undefined;
  useEffect(() => {
    if (state === undefined || isOpen(state) || started?.mode === "check") return;
    if (written !== undefined) showToast({ words: text.done(written.accepted, written.changed) });
    void queryClient.invalidateQueries({ predicate: mayHaveChanged });
    // Once, when it ends: what it wrote is told by its state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state, started]);
  const forget = (): void => {
    start.reset();
    setStarted(undefined);
  };
  const isBusy = start.isPending || (started !== undefined && !followed.error && (state === undefined || isOpen(state)));
  return { start, forget, job, isBusy, failure: start.error ?? followed.error ?? failureOf(job) };
}

/** Why a job did not end well, as a request would have told it. */
function failureOf(job: ImportJob | undefined): ApiProblem | null {
  if (!job?.problem || job.state === "cancelled") return null;
  return new ApiProblem(job.problem.code as ApiProblem["slug"], 0, { title: job.problem.title, detail: job.problem.detail });
}

function Matched({ kind, file, preview }: { kind: ImportKind; file: File; preview: PreviewAnswer }): ReactNode {
  const text = useArea(importsText);
  const [reading, setReading] = useState(() => firstReading(preview));
  const { start, forget, job, isBusy, failure } = useSending({ kind, file });
  const missing = missingColumns(preview.columns, reading.mapping);
  const answer = isBusy ? null : (job?.answer ?? null);
  const change = (next: Reading): void => {
    forget();
    setReading(next);
  };
  if (answer?.isWritten) return <WrittenReceipt answer={answer} fileName={file.name} />;
  return (
    <>
      <MatchColumns kind={kind} fileName={file.name} preview={preview} reading={reading} isBusy={isBusy} onReading={change} />
      <Problem failure={failure} />
      {job?.state === "cancelled" && <p role="status">{text.cancelled}</p>}
      {answer && <CheckResult answer={answer} asked={{ kind, file }} reading={reading} />}
      {isBusy && (job ? <JobProgress job={job} /> : <Loading words={text.sending} lines={2} />)}
      <div className="i-foot">
        {!isBusy && (
          <Button type={answer ? "default" : "primary"} disabled={missing.length > 0} onClick={() => start.mutate({ mode: "check", reading })}>
            {answer ? text.recheck : text.check}
          </Button>
        )}
        {answer?.rejected === 0 && (
          <Button type="primary" disabled={answer.accepted === 0} onClick={() => start.mutate({ mode: "commit", reading })}>
            {text.commit(answer.accepted)}
          </Button>
        )}
        {missing.length > 0 && <span className="i-faulty">{text.missing(missing.join("、"))}</span>}
      </div>
    </>
  );
}
