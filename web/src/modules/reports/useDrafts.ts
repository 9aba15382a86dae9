import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { ReportRow } from "@baton/contract/reports";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Keeping, type DraftsAnswer, type KeepingView } from "./keeping.ts";
import { sheetQuery, usePatchDrafts } from "./reading.ts";
import { factsOf, noTyping, readTyping, startOf, type Reading, type Typing } from "./typing.ts";

/** A row of the sheet together with what is typed into it. */
export type Line = { row: ReportRow; typing: Typing; reading: Reading };

export type Drafts = {
  lines: Line[];
  view: KeepingView;
  keeping: Keeping;
  /** Changes the typing of rows; on this machine at once, on the server two seconds later. */
  write: (changes: ReadonlyMap<string, (typing: Typing) => Typing>) => void;
};

export function localStore(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // Forbidden on some shared computers; the server keeps drafts then.
    return undefined;
  }
}

/** The month's drafts: what the server keeps, and over it what this machine still holds. */
export function useDrafts(month: string, rows: readonly ReportRow[]): Drafts {
  const me = useMe();
  const client = useQueryClient();
  const patch = useRef(usePatchDrafts(month));
  patch.current = usePatchDrafts(month);
  const keeping = useMemo(
    () =>
      new Keeping({
        storage: localStore(),
        storageKey: `baton.drafts.${me.account.id}.${month}`,
        send: (drafts) => api.put<DraftsAnswer>(`/api/months/${month}/drafts`, { rows: drafts }),
        isLost: (failure) => failure instanceof ApiProblem && (failure.status === 0 || failure.status >= 502),
        onSaved: (saved) => patch.current(saved),
        onStale: () => void client.invalidateQueries(sheetQuery(month, undefined)),
        now: () => Temporal.Now.instant().epochMilliseconds,
      }),
    [me.account.id, month, client],
  );
  useSendingHours(keeping);
  const view = useSyncExternalStore(keeping.subscribe, keeping.view);
  const lines = useMemo(() => rows.map((row) => lineOf(row, view, month)), [rows, view, month]);
  const write: Drafts["write"] = (changes) => {
    const changed = lines.flatMap(({ row, typing }) => {
      const change = row.canReport ? changes.get(row.projectId) : undefined;
      if (!change) return [];
      // Two changes may come before the page is drawn again.
      const now = keeping.view().entries.get(row.projectId)?.typing ?? typing;
      return [{ projectId: row.projectId, typing: change(now), revision: row.draftRevision }];
    });
    if (changed.length > 0) keeping.write(changed);
  };
  return { lines, view, keeping, write };
}

function lineOf(row: ReportRow, view: KeepingView, month: string): Line {
  const typing = row.canReport ? (view.entries.get(row.projectId)?.typing ?? startOf(row)) : noTyping;
  return { row, typing, reading: readTyping(typing, factsOf(row, month)) };
}

/** What was left is sent on opening, when the connection is back, and before the tab goes. */
function useSendingHours(keeping: Keeping): void {
  useEffect(() => {
    const send = (): void => void keeping.flush();
    send();
    window.addEventListener("online", send);
    document.addEventListener("visibilitychange", send);
    return () => {
      window.removeEventListener("online", send);
      document.removeEventListener("visibilitychange", send);
      keeping.stop();
    };
  }, [keeping]);
}
