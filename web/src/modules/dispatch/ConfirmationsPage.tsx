import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { Confirmation } from "@baton/contract/bulletins";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useServerEvents } from "../../api/events.ts";
import { useMe } from "../../api/me.ts";
import { Explain } from "../../kernel/figures/Explain.tsx";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { bulletinsKey, confirmationsQuery } from "./queries.ts";
import "./dispatch.css";

/** 核对通报数: each unit sees its own numbers, and confirms them or objects with a reason. */
export default function ConfirmationsPage(): ReactNode {
  const text = useArea(dispatchText);
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(confirmationsQuery);
  useServerEvents(["bulletin"], () => void queryClient.invalidateQueries({ queryKey: bulletinsKey }));
  const isOpen = ({ state }: Confirmation): boolean => state === "asked" || state === "silent";
  const open = data?.items.filter(isOpen) ?? [];
  const earlier = data?.items.filter((one) => !isOpen(one)) ?? [];
  return (
    <Page title={text.confirm.title} aside={data && open.length > 0 && <span className="b-muted">{text.confirm.openCount(open.length)}</span>}>
      {error && <Problem failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={6} />}
      {data?.items.length === 0 && <Empty title={text.confirm.none} why={text.confirm.noneWhy} />}
      {open.length > 0 && <p className="b-muted">{text.confirm.lead}</p>}
      {open.map((one) => (
        <OneConfirmation key={one.id} confirmation={one} />
      ))}
      {earlier.length > 0 && <h2>{text.confirm.earlier}</h2>}
      {earlier.map((one) => (
        <OneConfirmation key={one.id} confirmation={one} />
      ))}
    </Page>
  );
}

function OneConfirmation({ confirmation }: { confirmation: Confirmation }): ReactNode {
  const text = useArea(dispatchText);
  const { bulletinTitle, unitLabel, dueOn, state, note, answer } = confirmation;
  return (
    <section className="b-card n-confirmation" aria-label={`${bulletinTitle} ${unitLabel}`}>
      <header className="n-line">
        <h2 lang="zh-CN">
          {bulletinTitle} · {unitLabel}
        </h2>
        <span>
          {text.confirm.state[state]}
          {state === "asked" && ` · ${text.confirm.due(dueOn)}`}
        </span>
      </header>
      <Numbers confirmation={confirmation} />
      {note && <p lang="zh-CN">{note}</p>}
      {answer && (
        <p className="b-muted" lang="zh-CN">
          {text.confirm.answer}：{answer}
        </p>
      )}
      <Word confirmation={confirmation} />
    </section>
  );
}

function Numbers({ confirmation }: { confirmation: Confirmation }): ReactNode {
  const text = useArea(dispatchText);
  const [asked, setAsked] = useState<Confirmation["numbers"][number]>();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <table className="n-plain-table">
        <caption className="b-sr">{text.confirm.numbersOf(confirmation.unitLabel)}</caption>
        <thead>
          <tr>
            <th scope="col">{text.confirm.label}</th>
            <th scope="col" className="b-num">
              {text.confirm.value}
            </th>
          </tr>
        </thead>
        <tbody lang="zh-CN">
          {confirmation.numbers.map((one, at) => (
            <tr key={at}>
              <th scope="row">
                {one.label}
                <small className="b-caption">
                  {one.validFrom}—{one.validOn}
                </small>
              </th>
              <td className="b-num">
                <button
                  type="button"
                  className="b-plain-button b-link-button"
                  onClick={() => {
                    setAsked(one);
                    setIsOpen(true);
                  }}
                >
                  {one.said}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked && (
        <Explain
          key={`${asked.figure}${asked.validOn}`}
          question={asked}
          title={`${confirmation.unitLabel} · ${asked.label}`}
          open={isOpen}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function Word({ confirmation: { id, state } }: { confirmation: Confirmation }): ReactNode {
  const text = useArea(dispatchText);
  const { isTravelling } = useTimePoint();
  const roles = rolesOf(useMe());
  const queryClient = useQueryClient();
  const [isObjecting, setIsObjecting] = useState(false);
  const [note, setNote] = useState("");
  const telling = useMutation({
    mutationFn: (isConfirmed: boolean) =>
      api.post<Confirmation>(`/api/confirmations/${id}/word`, isConfirmed ? { isConfirmed } : { isConfirmed, note: note.trim() }),
    onSuccess: (_after, isConfirmed) => showToast({ words: isConfirmed ? text.confirm.confirmed : text.confirm.objected }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulletinsKey }),
  });
  const isMine = roles.has("district") || roles.has("town");
  if (!isMine || isTravelling || (state !== "asked" && state !== "silent")) return null;
  return (
    <div className="n-form">
      {isObjecting && (
        <Field id={`objection-${id}`} label={text.confirm.objectNote} isRequired example={text.confirm.objectExample}>
          <Input.TextArea id={`objection-${id}`} rows={3} maxLength={500} autoFocus value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
      )}
      <Problem failure={telling.error} />
      <div className="n-buttons">
        {isObjecting ? (
          <Button type="primary" disabled={note.trim().length < 4} loading={telling.isPending} onClick={() => telling.mutate(false)}>
            {text.confirm.send}
          </Button>
        ) : (
          <>
            <Button type="primary" loading={telling.isPending} onClick={() => telling.mutate(true)}>
              {text.confirm.ok}
            </Button>
            <Button onClick={() => setIsObjecting(true)}>{text.confirm.object}</Button>
          </>
        )}
      </div>
    </div>
  );
}
