import { useMutation } from "@tanstack/react-query";
import { formatWan } from "@baton/contract/amounts";
import type { ReportRow, reviewUndoingsAnswer } from "@baton/contract/reports";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import type { ReportsText } from "../../text/reports.ts";
import { showToast } from "../../ui/toast.tsx";

/** Takes one's own 通过 back until the month is frozen; the rows wait for review again. */
export function useUndoReview(month: string, text: ReportsText) {
  return useMutation({
    mutationFn: (projectIds: readonly string[]) => api.post<z.infer<typeof reviewUndoingsAnswer>>(`/api/months/${month}/review-undoings`, { projectIds }),
    onSuccess: ({ undone }) => {
      if (undone.length > 0) showToast({ words: text.review.undone(undone.length) });
    },
  });
}

type AcceptedProps = { rows: readonly ReportRow[]; text: ReportsText; isBusy: boolean; onUndo: (projectIds: readonly string[]) => void };

/** Rows that the reader accepted and may still take back; folded, because they are done. */
export function Accepted({ rows, text, isBusy, onUndo }: AcceptedProps): ReactNode {
  const words = text.review;
  if (rows.length === 0) return null;
  return (
    <details className="r-accepted">
      <summary>{words.acceptedByMe(rows.length)}</summary>
      <ul>
        {rows.map((row) => (
          <li key={row.projectId}>
            <span>{row.name}</span>
            <span className="b-muted">{words.now(row.isUnchanged ? text.unchanged : row.monthFen === null ? "—" : formatWan(row.monthFen))}</span>
            <Button size="small" disabled={isBusy} aria-label={`${words.undoAccept}：${row.name}`} onClick={() => onUndo([row.projectId])}>
              {words.undoAccept}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
