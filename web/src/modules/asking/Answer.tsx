import type { AskedAnswer } from "@baton/contract/asking";
import type { ReactNode } from "react";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { comparatorMark } from "../../kernel/figures/explanation.ts";
import { formOf, narrowed, type FigureQuestion } from "../../kernel/figures/question.ts";
import { useLabel } from "../../kernel/figures/useLabel.ts";
import { figuresText } from "../../text/figures.ts";
import { askingText } from "../../text/asking.ts";
import { useArea } from "../../text/useText.ts";

type OneAnswer = AskedAnswer["answers"][number];

/** One number: its reading, its value, its definition, its groups; every value opens its rows. */
export function Answer({ one, knownAt }: { one: OneAnswer; knownAt: string | undefined }): ReactNode {
  const text = useArea(askingText);
  const label = useLabel(one.question.figure) ?? one.answer.labelZh;
  const { answer, question: asked } = one;
  const question: FigureQuestion = { figure: asked.figure, validFrom: asked.validFrom ?? undefined, validOn: asked.validOn, knownAt, where: asked.where };
  return (
    <section className="b-card q-answer">
      <h2>{label}</h2>
      <p className="b-caption" lang="zh-CN">
        {one.reading}
      </p>
      <p className="q-value">
        {comparatorMark(answer.comparator)}
        <FigureNum question={question} value={answer.value} form={formOf(answer.unit)} title={label} />
        <Unit answer={answer} />
      </p>
      <p className="b-muted">
        {text.definition}：{answer.definition}
      </p>
      {asked.by !== null && answer.groups.length > 0 && <Groups one={one} question={question} by={asked.by} />}
    </section>
  );
}

function Unit({ answer }: { answer: OneAnswer["answer"] }): ReactNode {
  const words = useArea(figuresText);
  if (answer.value === null) return null;
  const unit = { fen: words.yi, count: words.count, points: words.points, ratio: "" }[answer.unit];
  return <small>{unit}</small>;
}

function Groups({ one, question, by }: { one: OneAnswer; question: FigureQuestion; by: string }): ReactNode {
  const text = useArea(askingText);
  const { answer } = one;
  return (
    <table className="f-rows">
      <thead>
        <tr>
          <th scope="col">{text.groups}</th>
          <th scope="col" className="b-num">
            {text.value}
            <Unit answer={answer} />
          </th>
        </tr>
      </thead>
      <tbody>
        {answer.groups.map((group) => (
          <tr key={group.key ?? "none"}>
            <th scope="row">{group.label}</th>
            <td className="b-num">
              {comparatorMark(group.comparator)}
              {group.key === null ? (
                "—"
              ) : (
                <FigureNum question={narrowed(question, by, group.key)} value={group.value} form={formOf(answer.unit)} title={group.label} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
