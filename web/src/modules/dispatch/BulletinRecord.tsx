import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { BulletinDetail, Confirmation } from "@baton/contract/bulletins";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { instantWords } from "../../shell/timePoint.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { bulletinsKey } from "./queries.ts";

/** What units answered, and who did what when. */
export function BulletinRecord({ bulletin, may }: { bulletin: BulletinDetail; may: BulletinDetail["may"] }): ReactNode {
  return (
    <>
      <Answers confirmations={bulletin.confirmations} mayAnswer={may.includes("return")} />
      <Events bulletin={bulletin} />
    </>
  );
}

function Answers({ confirmations, mayAnswer }: { confirmations: readonly Confirmation[]; mayAnswer: boolean }): ReactNode {
  const text = useArea(dispatchText);
  if (confirmations.length === 0) return null;
  return (
    <section className="b-card">
      <h2>{text.confirm.of}</h2>
      <ul className="n-answers">
        {confirmations.map((one) => (
          <li key={one.id}>
            <p className="n-line">
              <span lang="zh-CN">{one.unitLabel}</span>
              <span className={`n-word-${one.state}`}>{text.confirm.state[one.state]}</span>
            </p>
            {one.note && <p lang="zh-CN">{one.note}</p>}
            {one.answer && (
              <p className="b-muted" lang="zh-CN">
                {text.confirm.answer}：{one.answer}
              </p>
            )}
            {mayAnswer && one.state === "objected" && <AnswerObjection id={one.id} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AnswerObjection({ id }: { id: string }): ReactNode {
  const text = useArea(dispatchText);
  const queryClient = useQueryClient();
  const [answer, setAnswer] = useState("");
  const answering = useMutation({
    mutationFn: () => api.post<Confirmation>(`/api/confirmations/${id}/answer`, { answer: answer.trim() }),
    onSuccess: () => showToast({ words: text.confirm.answered }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulletinsKey }),
  });
  return (
    <div className="n-form">
      <Field id={`answer-${id}`} label={text.confirm.answer} isRequired example={text.confirm.answerExample}>
        <Input.TextArea id={`answer-${id}`} rows={2} maxLength={500} value={answer} onChange={(event) => setAnswer(event.target.value)} />
      </Field>
      <Problem failure={answering.error} />
      <Button disabled={answer.trim().length < 2} loading={answering.isPending} onClick={() => answering.mutate()}>
        {text.confirm.answerSend}
      </Button>
    </div>
  );
}

function Events({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const { locale } = usePreferences();
  const { writtenBy, events } = bulletin;
  const lines = [{ kind: "write" as const, ...writtenBy }, ...events].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return (
    <section className="b-card">
      <h2>{text.events.title}</h2>
      <ol className="n-events">
        {lines.map(({ kind, post, at, note }) => (
          <li key={`${kind}${at}`}>
            <strong>{text.events[kind]}</strong> <span lang="zh-CN">{post}</span>
            <span className="b-caption"> {instantWords(at, locale) ?? at}</span>
            {note && <p lang="zh-CN">{note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
