import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FigureAnswer } from "@baton/contract/figures";
import type { ReactNode } from "react";
import { figuresText } from "../../text/figures.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Money } from "../../ui/Num.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { figureQuery, narrowed, type FigureQuestion } from "./question.ts";

type Counterpart = NonNullable<FigureAnswer["counterpart"]>;
export type BothLedgersProps = {
  /** The number that is explained; its counterpart stands in the other ledger. */
  answer: FigureAnswer;
  counterpart: Counterpart;
  question: FigureQuestion;
  /** Whose rows are shown below. */
  shown: FigureQuestion;
  onShow: (question: FigureQuestion) => void;
};

/** 调度数 and 统计数 side by side, never summed and neither corrected by the other; their difference by its reasons. */
export function BothLedgers({ answer, counterpart, question, shown, onShow }: BothLedgersProps): ReactNode {
  const text = useArea(figuresText);
  const alone: FigureQuestion = { ...question, by: [] };
  const otherAsked = { ...alone, figure: counterpart.figure };
  const differenceAsked = { ...alone, figure: counterpart.difference };
  const other = useQuery({ ...figureQuery(otherAsked), placeholderData: keepPreviousData });
  const difference = useQuery({ ...figureQuery({ ...differenceAsked, by: ["reason"] }), placeholderData: keepPreviousData });
  const explained = useQuery({ ...figureQuery({ ...alone, figure: counterpart.explained }), placeholderData: keepPreviousData });
  const failed = [other, difference, explained].find(({ error }) => error);
  if (failed) return <Problem failure={failed.error} onRetry={() => void failed.refetch()} />;
  if (!other.data || !difference.data || !explained.data) return <Loading lines={4} />;
  const books = [answer, other.data].toSorted((a) => (a.ledger === "management" ? -1 : 1));
  const asked = (figure: string): FigureQuestion => ({ ...alone, figure });
  const isShown = (one: FigureQuestion): boolean => one.figure === shown.figure && reasonOf(one) === reasonOf(shown);
  const row = (label: string, value: number | null, one: FigureQuestion | undefined): ReactNode => (
    <tr key={label}>
      <th scope="row">{label}</th>
      <td className="b-num">
        <Money fen={value} unit="亿元" />
      </td>
      <td>{one && <ShowRows what={label} isShown={isShown(one)} onShow={() => onShow(one)} />}</td>
    </tr>
  );
  const reasons = text.reasons as Record<string, string>;
  return (
    <section className="f-ledgers">
      <h3>{text.bothLedgers}</h3>
      <p className="b-caption">{text.neverMixed}</p>
      <table className="f-rows">
        <caption className="b-sr">{text.bothLedgers}</caption>
        <thead>
          <tr>
            <th scope="col">{text.book}</th>
            <th scope="col" className="b-num">
              {text.yi.trim()}
            </th>
            <th scope="col">
              <span className="b-sr">{text.rowsBelow}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {books.map((book) => row(book.ledger === "statistics" ? text.statistics : text.management, book.value, asked(book.name)))}
          {row(text.difference, difference.data.value, differenceAsked)}
          {row(text.explained, explained.data.value, asked(counterpart.explained))}
        </tbody>
        {difference.data.groups.length > 0 && (
          <tbody>
            <tr>
              <th scope="rowgroup" colSpan={3} className="b-muted">
                {text.byReason}
              </th>
            </tr>
            {difference.data.groups.map(({ key, label, value }) => row(reasons[key ?? ""] ?? label, value, narrowed(differenceAsked, "reason", key ?? "")))}
          </tbody>
        )}
      </table>
    </section>
  );
}

function reasonOf({ where }: FigureQuestion): string {
  return (where?.["reason"] ?? []).join("、");
}

function ShowRows({ what, isShown, onShow }: { what: string; isShown: boolean; onShow: () => void }): ReactNode {
  const text = useArea(figuresText);
  const shown = isShown ? text.rowsShown : text.showRows;
  return (
    <button type="button" className="b-plain-button b-link-button" aria-pressed={isShown} aria-label={text.showRowsOf(shown, what)} onClick={onShow}>
      {shown}
    </button>
  );
}
