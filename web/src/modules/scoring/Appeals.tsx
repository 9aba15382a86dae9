import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { RunDetail } from "@baton/contract/scoring";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { scoringKey } from "./queries.ts";

type Appeal = RunDetail["appeals"][number];

/** What units said against their marks, and the office's answers, for good. */
export function Appeals({ appeals, document }: Pick<RunDetail, "appeals" | "document">): ReactNode {
  const text = useArea(scoringText);
  const mayAnswer = rolesOf(useMe()).has("dispatch");
  if (appeals.length === 0) return null;
  return (
    <section className="b-card">
      <h2>{text.appeals}</h2>
      <ul className="k-appeals">
        {appeals.map((appeal) => (
          <li key={appeal.id}>
            <p>
              <strong>{appeal.unitLabel}</strong> · {document.indicators.find(({ code }) => code === appeal.indicator)?.label} ·{" "}
              {text.appealStates[appeal.state]}
              {appeal.state === "open" && (appeal.isOverdue ? ` · ${text.overdue}` : ` · ${text.due(appeal.dueOn)}`)}
            </p>
            <p lang="zh-CN">{appeal.reason}</p>
            {appeal.answer !== null && (
              <p className="b-muted" lang="zh-CN">
                {text.answer}：{appeal.answer}
              </p>
            )}
            {mayAnswer && appeal.state === "open" && <AnswerForm appeal={appeal} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AnswerForm({ appeal }: { appeal: Appeal }): ReactNode {
  const text = useArea(scoringText);
  const queryClient = useQueryClient();
  const [answer, setAnswer] = useState("");
  const deciding = useMutation({
    mutationFn: (isUpheld: boolean) => api.post(`/api/scoring/appeals/${appeal.id}/decision`, { isUpheld, answer: answer.trim() }),
    onSuccess: () => showToast({ words: text.answered }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: scoringKey }),
  });
  const isShort = answer.trim().length < 4;
  return (
    <div className="k-form">
      <Field id={`answer-${appeal.id}`} label={text.answer} isRequired example={text.answerExample}>
        <Input.TextArea id={`answer-${appeal.id}`} rows={2} maxLength={500} value={answer} onChange={(event) => setAnswer(event.target.value)} />
      </Field>
      <Problem failure={deciding.error} />
      <div className="k-buttons">
        <Button type="primary" disabled={isShort} loading={deciding.isPending} onClick={() => deciding.mutate(true)}>
          {text.uphold}
        </Button>
        <Button disabled={isShort} loading={deciding.isPending} onClick={() => deciding.mutate(false)}>
          {text.refuse}
        </Button>
      </div>
    </div>
  );
}
