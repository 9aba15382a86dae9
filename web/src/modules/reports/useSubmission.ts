import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { ReportFields, RowFault, submissionsAnswer, withdrawalsAnswer } from "@baton/contract/reports";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { newIdempotencyKey } from "../../api/idempotencyKey.ts";
import { useMe } from "../../api/me.ts";
import { ApiProblem } from "../../api/problem.ts";
import { localStore } from "./useDrafts.ts";

export type Sent = z.infer<typeof submissionsAnswer>;
type SubmissionEvents = {
  onSent: (sent: Sent) => void;
  /** The projects whose rows came back, none of those refused. */
  onWithdrawn: (projectIds: readonly string[]) => void;
};
type Pending = { key: string; rows: { projectId: string; version?: string | null; fields: ReportFields }[] };

export type Submission = {
  /** Rows on their way: sent, or waiting for the connection. */
  waiting: number;
  isBusy: boolean;
  /** The last receipt of this page. */
  receipt: string | undefined;
  faults: RowFault[];
  failure: unknown;
  submit: (rows: Pending["rows"]) => Promise<void>;
  withdraw: (projectIds: readonly string[]) => Promise<void>;
};

function readPending(key: string): Pending | undefined {
  try {
    const kept = localStore()?.getItem(key);
    return kept ? (JSON.parse(kept) as Pending) : undefined;
  } catch {
    return undefined;
  }
}

function keepPending(key: string, pending: Pending | undefined): void {
  try {
    if (pending) localStore()?.setItem(key, JSON.stringify(pending));
    else localStore()?.removeItem(key);
  } catch {
    // The rows are still drafts; only the wish to report them is lost with the tab.
  }
}

/**
 * Reporting of rows. Without a connection the wish is kept on this machine and goes out again under its own key,
 * so that the same rows are never reported twice.
 */
export function useSubmission(month: string, { onSent, onWithdrawn }: SubmissionEvents): Submission {
  const me = useMe();
  const client = useQueryClient();
  const storageKey = `baton.submission.${me.account.id}.${month}`;
  const [pending, setPending] = useState(() => readPending(storageKey));
  const [isBusy, setIsBusy] = useState(false);
  const [told, setTold] = useState<{ receipt?: string; faults: RowFault[]; failure?: unknown }>({ faults: [] });

  const reread = useCallback(() => client.invalidateQueries({ type: "active" }), [client]);
  const send = async (next: Pending): Promise<void> => {
    setIsBusy(true);
    setPending(next);
    keepPending(storageKey, next);
    try {
      const sent = await api.post<Sent>(`/api/months/${month}/submissions`, { rows: next.rows }, { idempotencyKey: next.key });
      keepPending(storageKey, undefined);
      setPending(undefined);
      setTold({ faults: sent.faults, ...(sent.submitted.length > 0 ? { receipt: sent.receipt } : {}) });
      onSent(sent);
      await reread();
    } catch (failure) {
      const isLost = failure instanceof ApiProblem && (failure.status === 0 || failure.status >= 502);
      if (!isLost) {
        keepPending(storageKey, undefined);
        setPending(undefined);
        setTold((now) => ({ ...now, failure }));
      }
    }
    setIsBusy(false);
  };
  const withdraw = async (projectIds: readonly string[]): Promise<void> => {
    try {
      const answer = await api.post<z.infer<typeof withdrawalsAnswer>>(`/api/months/${month}/withdrawals`, { projectIds });
      setTold({ faults: answer.faults });
      onWithdrawn(answer.withdrawn);
      await reread();
    } catch (failure) {
      setTold((now) => ({ ...now, failure }));
    }
  };
  useEffect(() => {
    if (!pending) return;
    const retry = (): void => {
      if (!isBusy) void send(pending);
    };
    const timer = setInterval(retry, 15_000);
    window.addEventListener("online", retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", retry);
    };
  });
  const submit = (rows: Pending["rows"]): Promise<void> => (rows.length === 0 || isBusy ? Promise.resolve() : send({ key: newIdempotencyKey(), rows }));
  return { waiting: pending?.rows.length ?? 0, isBusy, receipt: told.receipt, faults: told.faults, failure: told.failure, submit, withdraw };
}
