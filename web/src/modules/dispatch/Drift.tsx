import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { BulletinDetail, bulletinDrift, Erratum } from "@baton/contract/bulletins";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { bulletinsKey, driftQuery } from "./queries.ts";

type Moved = z.infer<typeof bulletinDrift>["items"][number];
type DriftProps = { bulletin: BulletinDetail; isOpen: boolean; onClose: () => void };

/** What an issued paper says beside what is known now; errata are written here, never typed as numbers. */
export function Drift({ bulletin, isOpen, onClose }: DriftProps): ReactNode {
  const text = useArea(dispatchText);
  return (
    <Drawer480 title={text.drift.title} open={isOpen} onClose={onClose}>
      {isOpen && <DriftList bulletin={bulletin} />}
    </Drawer480>
  );
}

function DriftList({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const { data, error, refetch } = useQuery(driftQuery(bulletin.id));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  return (
    <div className="n-form">
      <p role="status">{data.isReproduced ? text.drift.reproduced : text.drift.notReproduced}</p>
      {data.items.length === 0 ? <p className="b-muted">{text.drift.none}</p> : <p className="b-muted">{text.drift.help}</p>}
      <ul className="n-answers">
        {data.items.map((moved) => (
          <li key={`${moved.questionKey} ${moved.groupKey}`}>
            <p>
              <strong lang="zh-CN">{moved.label}</strong>
            </p>
            <p lang="zh-CN">
              {text.drift.was} {moved.was} → {text.drift.now} {moved.now}
            </p>
            {moved.isCorrected ? <p className="b-muted">{text.drift.corrected}</p> : <ErratumForm bulletin={bulletin} moved={moved} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ErratumForm({ bulletin, moved }: { bulletin: BulletinDetail; moved: Moved }): ReactNode {
  const text = useArea(dispatchText);
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const { questionKey, groupKey, label } = moved;
  const correcting = useMutation({
    mutationFn: () => api.post<Erratum>(`/api/bulletins/${bulletin.id}/errata`, { questionKey, groupKey, reason: reason.trim() }),
    onSuccess: ({ number }) => showToast({ words: text.drift.done(number) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulletinsKey }),
  });
  const field = `erratum-reason-${label}`;
  return (
    <div className="n-form">
      <Field id={field} label={text.drift.reason} isRequired example={text.drift.reasonExample}>
        <Input id={field} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Problem failure={correcting.error} />
      <Button
        aria-label={`${text.drift.correct} ${label}`}
        disabled={reason.trim().length < 4}
        loading={correcting.isPending}
        onClick={() => correcting.mutate()}
      >
        {text.drift.correct}
      </Button>
    </div>
  );
}
