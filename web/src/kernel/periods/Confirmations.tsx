import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { DryRun, Period, PeriodActAnswer } from "@baton/contract/periods";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Confirm } from "../../ui/Confirm.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { heldBody, matterCounts, monthName, type Held } from "./months.ts";
import { dryRunQuery, periodsKey } from "./periods.ts";

type FreezeConfirmProps = { period: Period; held: Held; isOpen: boolean; onClose: () => void };

/** Counts what the freeze will do from a dry run of this moment, not from the one shown. */
export function FreezeConfirm({ period, held, isOpen, onClose }: FreezeConfirmProps): ReactNode {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  const run = useQuery({ ...dryRunQuery(period.month), enabled: isOpen, staleTime: 0 });
  const freezing = useMutation({
    mutationFn: (data: DryRun) => api.post<PeriodActAnswer>(`/api/periods/${period.month}/freeze`, { heldBack: heldBody(data, held) }),
    onSuccess: ({ lights, mattersPrepared }) => {
      showToast({ words: text.frozenDone(lights, mattersPrepared) });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
  const data = run.isFetching && !freezing.isPending ? undefined : run.data;
  const month = monthName(period.month, text);
  const { counts } = data ?? { counts: undefined };
  const matters = data && matterCounts(data, held);
  return (
    <Confirm
      act="冻结"
      title={text.freeze(month)}
      verb={text.freezeVerb}
      open={isOpen}
      isBusy={freezing.isPending || !data}
      onCancel={onClose}
      onConfirm={() => data && freezing.mutate(data)}
    >
      <div className="p-consequences">
        <Problem failure={freezing.error ?? run.error} />
        {!data && !run.error && <Loading words={text.dryRunning} lines={2} />}
        {data && counts && matters && (
          <>
            <p>{text.freezeBody(counts.warn ?? 0, counts.remind ?? 0, counts.merit ?? 0)}</p>
            <p>{text.freezeMatters(matters.matters, matters.heldBack)}</p>
            {data.unreported.length + data.openDoubts + data.unreviewed > 0 && (
              <p>{text.freezeGaps(data.unreported.length, data.openDoubts, data.unreviewed)}</p>
            )}
            <p>{text.freezeWay}</p>
          </>
        )}
      </div>
    </Confirm>
  );
}

type PublishConfirmProps = { period: Period; run: DryRun | undefined; isOpen: boolean; onClose: () => void };

export function PublishConfirm({ period, run, isOpen, onClose }: PublishConfirmProps): ReactNode {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  const month = monthName(period.month, text);
  const publishing = useMutation({
    mutationFn: () => api.post<PeriodActAnswer>(`/api/periods/${period.month}/publication`),
    onSuccess: ({ mattersReleased }) => {
      showToast({ words: text.publishedDone(mattersReleased) });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
  return (
    <Confirm
      act="发布"
      title={text.publish(month)}
      verb={text.publishVerb}
      open={isOpen}
      isBusy={publishing.isPending}
      onCancel={onClose}
      onConfirm={() => publishing.mutate()}
    >
      <div className="p-consequences">
        <Problem failure={publishing.error} />
        <p>{text.publishBody(month)}</p>
        {run && <p>{text.matters(run.matters)}</p>}
        <p>{text.publishWay}</p>
        <p className="b-muted">{text.publishOther}</p>
      </div>
    </Confirm>
  );
}
