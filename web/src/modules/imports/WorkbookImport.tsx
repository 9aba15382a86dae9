import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { ImportKind } from "@baton/contract/import-columns";
import type { PreviewAnswer } from "@baton/contract/imports";
import { useRef, useState, type ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { CheckResult } from "./CheckResult.tsx";
import { previewWorkbook, sendWorkbook, type Reading } from "./imports.ts";
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

function useSending(asked: { kind: ImportKind; file: File }) {
  const text = useArea(importsText);
  const queryClient = useQueryClient();
  const stopping = useRef<AbortController>(undefined);
  const check = useMutation({
    mutationFn: (reading: Reading) => {
      stopping.current = new AbortController();
      return sendWorkbook({ ...asked, signal: stopping.current.signal }, { ...reading, mode: "check" });
    },
  });
  const commit = useMutation({
    mutationFn: (reading: Reading) => sendWorkbook(asked, { ...reading, mode: "commit" }),
    onSuccess: ({ isWritten, accepted, changed }) => {
      if (isWritten) showToast({ words: text.done(accepted, changed) });
    },
    // Projects, organisations, periods, matters: an import may change any of what is shown, but not the workbook itself.
    onSettled: () => queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== "preview" }),
  });
  const stop = (): void => {
    stopping.current?.abort();
    check.reset();
  };
  return { check, commit, stop };
}

function Matched({ kind, file, preview }: { kind: ImportKind; file: File; preview: PreviewAnswer }): ReactNode {
  const text = useArea(importsText);
  const [reading, setReading] = useState(() => firstReading(preview));
  const { check, commit, stop } = useSending({ kind, file });
  const isBusy = check.isPending || commit.isPending;
  const missing = missingColumns(preview.columns, reading.mapping);
  const answer = commit.data ?? check.data;
  const change = (next: Reading): void => {
    check.reset();
    commit.reset();
    setReading(next);
  };
  if (commit.data?.isWritten) return <WrittenReceipt answer={commit.data} fileName={file.name} />;
  return (
    <>
      <MatchColumns kind={kind} fileName={file.name} preview={preview} reading={reading} isBusy={isBusy} onReading={change} />
      <Problem failure={check.error ?? commit.error} />
      {answer && !isBusy && <CheckResult answer={answer} asked={{ kind, file }} reading={reading} />}
      {isBusy && <Loading words={commit.isPending ? text.writing : text.checking} lines={2} />}
      <div className="i-foot">
        {!isBusy && (
          <Button type={answer ? "default" : "primary"} disabled={missing.length > 0} onClick={() => check.mutate(reading)}>
            {answer ? text.recheck : text.check}
          </Button>
        )}
        {check.isPending && <Button onClick={stop}>{text.stop}</Button>}
        {answer && !isBusy && answer.rejected === 0 && (
          <Button type="primary" disabled={answer.accepted === 0} onClick={() => commit.mutate(reading)}>
            {text.commit(answer.accepted)}
          </Button>
        )}
        {missing.length > 0 && <span className="i-faulty">{text.missing(missing.join("、"))}</span>}
      </div>
    </>
  );
}
