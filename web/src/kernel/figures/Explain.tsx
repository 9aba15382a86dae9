import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FigureAnswer } from "@baton/contract/figures";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { instantWords } from "../../shell/timePoint.ts";
import { figuresText } from "../../text/figures.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { BothLedgers } from "./BothLedgers.tsx";
import { ExplainRows } from "./ExplainRows.tsx";
import "./figures.css";
import { comparatorMark, numbersWords, valueWords } from "./explanation.ts";
import { KnownAt } from "./KnownAt.tsx";
import { figureQuery, type FigureQuestion } from "./question.ts";
import { useLabel } from "./useLabel.ts";

export type ExplainProps = {
  question: FigureQuestion;
  /** What the number is called where it was clicked, as 市中区·红牌; by default the figure's own name. */
  title?: string | undefined;
  open: boolean;
  onClose: () => void;
};

/** Any figure explained, always in the same order: value, definition, formula, times, gaps, rows, copy. */
export function Explain({ question, title, open, onClose }: ExplainProps): ReactNode {
  const text = useArea(figuresText);
  const label = useLabel(question.figure);
  return (
    <Drawer480 title={text.explain(title ?? label ?? "")} open={open} onClose={onClose}>
      {open && <Explanation question={question} title={title} onLeave={onClose} />}
    </Drawer480>
  );
}

type ExplanationProps = { question: FigureQuestion; title: string | undefined; onLeave: () => void };

function Explanation({ question, title, onLeave }: ExplanationProps): ReactNode {
  const [knownAt, setKnownAt] = useState(question.knownAt);
  const asked = { ...question, knownAt, by: [] };
  const [book, setBook] = useState<FigureQuestion>();
  const { data, error, refetch, isFetching } = useQuery({ ...figureQuery(asked), placeholderData: keepPreviousData });
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <div className="f-explain" aria-busy={isFetching}>
      <Value answer={data} />
      <Facts answer={data} isNow={knownAt === undefined} onKnownAt={setKnownAt} />
      {data.counterpart && <BothLedgers answer={data} counterpart={data.counterpart} question={asked} shown={book ?? asked} onShow={setBook} />}
      {book ? <RowsOf question={{ ...book, knownAt }} onLeave={onLeave} /> : <ExplainRows key={data.rowsUrl} answer={data} onLeave={onLeave} />}
      <CopyWithSource answer={data} title={title} />
    </div>
  );
}

/** The rows of the other ledger, or of the difference: asked with the same question as the number that is explained. */
function RowsOf({ question, onLeave }: { question: FigureQuestion; onLeave: () => void }): ReactNode {
  const label = useLabel(question.figure);
  const { data, error, refetch } = useQuery(figureQuery(question));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  return <ExplainRows key={data.rowsUrl} answer={data} title={label} onLeave={onLeave} />;
}

function Value({ answer }: { answer: FigureAnswer }): ReactNode {
  const text = useArea(figuresText);
  return (
    <p className="f-value" aria-live="polite">
      {answer.value === null ? (
        <>
          —<small>{answer.rowCount === 0 ? text.empty : text.undefined}</small>
        </>
      ) : (
        `${comparatorMark(answer.comparator)}${valueWords(answer.value, answer.unit, text)}`
      )}
    </p>
  );
}

type FactsProps = { answer: FigureAnswer; isNow: boolean; onKnownAt: (knownAt: string | undefined) => void };

function Facts({ answer, isNow, onKnownAt }: FactsProps): ReactNode {
  const text = useArea(figuresText);
  const numbers = numbersWords(answer, text);
  const { validFrom, validOn, unreported, corrected, rowCount } = answer;
  return (
    <dl className="f-facts">
      <dt>{text.definition}</dt>
      <dd>{answer.definition}</dd>
      <dt>{text.formula}</dt>
      <dd>
        <p>{answer.formula}</p>
        {numbers && <p className="f-number">{numbers}</p>}
      </dd>
      <dt>{text.validOn}</dt>
      <dd>{validFrom ? text.span(validFrom, validOn) : validOn}</dd>
      <dt>{text.knownAt}</dt>
      <dd>
        <KnownAt knownAt={answer.knownAt} isNow={isNow} onKnownAt={onKnownAt} />
      </dd>
      <dt>{text.scope}</dt>
      <dd>
        {answer.scope} · {text.rows(rowCount)}
      </dd>
      <dt>{text.quality}</dt>
      <dd>
        {unreported === 0 && corrected === 0 && text.complete}
        {unreported > 0 && <p>{text.unreported(unreported)}</p>}
        {corrected > 0 && <p>{text.corrected(corrected)}</p>}
      </dd>
    </dl>
  );
}

/** The number as a sentence that can stand in a paper: it says what it is, of when, and as known when. */
function CopyWithSource({ answer, title }: { answer: FigureAnswer; title: string | undefined }): ReactNode {
  const text = useArea(figuresText);
  const { locale } = usePreferences();
  const label = useLabel(answer.name);
  const [told, setTold] = useState("");
  const copy = async (): Promise<void> => {
    const value = answer.value === null ? "—" : `${comparatorMark(answer.comparator)}${valueWords(answer.value, answer.unit, text)}`;
    const lines = [
      `${title ?? label ?? answer.labelZh}：${value}`,
      [answer.formula, numbersWords(answer, text)].filter(Boolean).join(" = "),
      text.source(answer.scope, answer.validOn, instantWords(answer.knownAt, locale) ?? answer.knownAt),
    ];
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      setTold(text.copied);
    } catch {
      // Forbidden outside a secure context, as on an intranet without TLS.
      setTold(text.copyFailed);
    }
  };
  return (
    <div>
      <Button onClick={() => void copy()}>{text.copy}</Button>
      <p className="b-caption" role="status">
        {told}
      </p>
    </div>
  );
}
