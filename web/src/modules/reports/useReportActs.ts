import { useCallback, useRef } from "react";
import type { ReportRow } from "@baton/contract/reports";
import type { ReportsText } from "../../text/reports.ts";
import { showToast } from "../../ui/toast.tsx";
import { useDrafts, type Drafts, type Line } from "./useDrafts.ts";
import { useSubmission, type Submission } from "./useSubmission.ts";
import type { TypedColumn } from "./typing.ts";

export type ToldFault = { projectId: string; column: TypedColumn; name: string; message: string };

/** What a page of reporting needs, the same for the sheet and the phone. */
export type ReportActs = {
  drafts: Drafts;
  submission: Submission;
  canReport: boolean;
  /** Rows that can be reported now. */
  ready: Line[];
  /** Rows nobody has typed into. */
  untouched: Line[];
  faults: ToldFault[];
  submitLines: (lines: readonly Line[]) => void;
  withdrawLines: (projectIds: readonly string[]) => void;
};

function faultsOf(lines: readonly Line[], submission: Submission): ToldFault[] {
  const nameOf = (id: string): string => lines.find(({ row }) => row.projectId === id)?.row.name ?? "";
  const typed = lines
    .filter(({ row }) => row.canReport)
    .flatMap(({ row, reading }) =>
      reading.faults.map(({ column, message, remedy }) => ({ projectId: row.projectId, column, name: row.name, message: `${message}${remedy}` })),
    );
  const refused = submission.faults.map(({ projectId, field, message, remedy }) => ({
    projectId,
    column: (field === "cumulative" || field === "progress" || field === "problem" ? field : "month") as TypedColumn,
    name: nameOf(projectId),
    message: `${message}${remedy}`,
  }));
  return [...typed, ...refused.filter(({ projectId }) => !typed.some((one) => one.projectId === projectId))];
}

/** A returned row is reported again only after something in it was changed. */
function isReady({ row, reading }: Line, drafts: Drafts): boolean {
  if (!row.canReport || !reading.isReady || drafts.view.conflicts.has(row.projectId)) return false;
  return row.status !== "returned" || row.draft !== null || drafts.view.entries.has(row.projectId);
}

export function useReportActs(month: string, rows: readonly ReportRow[], text: ReportsText): ReportActs {
  const drafts = useDrafts(month, rows);
  const forget = drafts.keeping.forget;
  const withdraw = useRef<(ids: readonly string[]) => void>(() => undefined);
  const submission = useSubmission(month, {
    onSent: ({ submitted, late, receipt }) => {
      forget(submitted);
      if (submitted.length === 0) return;
      const words = late > 0 ? text.submittedLate(submitted.length, late, receipt) : text.submitted(submitted.length, receipt);
      showToast({ words, onUndo: () => withdraw.current(submitted), undoWords: text.withdraw });
    },
    onWithdrawn: ({ length }) => {
      if (length > 0) showToast({ words: text.withdrawn(length) });
    },
  });
  withdraw.current = (ids) => {
    void submission.withdraw(ids);
  };
  const submit = useRef(submission.submit);
  submit.current = submission.submit;
  const { flush } = drafts.keeping;
  const submitLines = useCallback(
    (lines: readonly Line[]) => {
      const sent = lines.flatMap(({ row, reading }) =>
        reading.isReady && reading.fields ? [{ projectId: row.projectId, version: row.version, fields: reading.fields }] : [],
      );
      // A draft still on its way must not arrive after its report.
      void flush().then(() => submit.current(sent));
    },
    [flush],
  );
  const withdrawLines = useCallback((ids: readonly string[]) => withdraw.current(ids), []);
  return {
    drafts,
    submission,
    canReport: rows.some((row) => row.canReport || row.status === "submitted"),
    ready: drafts.lines.filter((line) => isReady(line, drafts)),
    untouched: drafts.lines.filter(({ row, reading }) => row.canReport && row.status !== "returned" && reading.isEmpty),
    faults: faultsOf(drafts.lines, submission),
    submitLines,
    withdrawLines,
  };
}
