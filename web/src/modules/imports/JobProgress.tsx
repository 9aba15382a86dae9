import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { ImportJob } from "@baton/contract/imports";
import type { ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Problem } from "../../ui/Problem.tsx";
import { cancelImport, jobQuery } from "./imports.ts";

/** How far a job is, in rows; until its commit it may be cancelled. */
export function JobProgress({ job }: { job: ImportJob }): ReactNode {
  const text = useArea(importsText);
  const queryClient = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelImport(job.importId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: jobQuery(job.importId).queryKey }),
  });
  const { rowsRead, rowCount, rowsChecked, recordsWritten } = job.progress;
  const words = wordsOf(job, text);
  const share = rowCount === null || rowsChecked === rowCount ? undefined : rowsChecked / Math.max(rowCount, 1);
  return (
    <div className="i-progress" role="status">
      <p>{words}</p>
      <progress aria-label={words} {...(share === undefined ? {} : { value: share })} />
      <p className="i-counts">
        <span>{text.rowsRead(Math.max(rowsRead, rowCount ?? 0))}</span>
        {rowCount !== null && <span>{text.rowsChecked(rowsChecked, rowCount)}</span>}
        {recordsWritten > 0 && <span>{text.recordsWritten(recordsWritten)}</span>}
      </p>
      <Problem failure={cancelling.error} />
      <Button disabled={job.state === "committing"} loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
        {text.stop}
      </Button>
    </div>
  );
}

function wordsOf({ state, ahead, mode, progress }: ImportJob, text: (typeof importsText)["en"]): string {
  if (state === "waiting") return text.waiting(ahead);
  if (state === "committing") return text.committing;
  if (progress.rowCount === null) return text.reading;
  if (mode === "commit" && progress.rowsChecked === progress.rowCount) return text.writing;
  return text.checking;
}
