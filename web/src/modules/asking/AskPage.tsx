import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AskedAnswer } from "@baton/contract/asking";
import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { askingText } from "../../text/asking.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { Answer } from "./Answer.tsx";
import "./asking.css";

const longest = 200;

/** 问数: a question in words; its reading stands before the number, and the address keeps the question. */
export default function AskPage(): ReactNode {
  const text = useArea(askingText);
  const { first, change } = useAddressState();
  const asked = first("q") ?? "";
  return (
    <Page title={text.title}>
      <div className="q-page">
        <Question key={asked} asked={asked} onAsk={(q) => change({ q })} />
        {asked === "" ? <Examples onAsk={(q) => change({ q })} /> : <Answers asked={asked} />}
      </div>
    </Page>
  );
}

function Question({ asked, onAsk }: { asked: string; onAsk: (q: string) => void }): ReactNode {
  const text = useArea(askingText);
  const [words, setWords] = useState(asked);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (words.trim() !== "") onAsk(words.trim());
  };
  return (
    <form className="q-form" role="search" onSubmit={submit}>
      <Field id="ask-words" label={text.question}>
        <Input id="ask-words" value={words} maxLength={longest} allowClear autoFocus={asked === ""} onChange={(event) => setWords(event.target.value)} />
      </Field>
      <Button type="primary" htmlType="submit">
        {text.ask}
      </Button>
    </form>
  );
}

function Examples({ onAsk }: { onAsk: (q: string) => void }): ReactNode {
  const text = useArea(askingText);
  return (
    <section className="b-card">
      <h2>{text.examples}</h2>
      <ul className="q-examples">
        {text.exampleList.map((example) => (
          <li key={example}>
            <button type="button" className="b-plain-button b-link-button" lang="zh-CN" onClick={() => onAsk(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answers({ asked }: { asked: string }): ReactNode {
  const text = useArea(askingText);
  const { knownAt } = useTimePoint();
  const query = { q: asked, knownAt };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["answers", query],
    queryFn: ({ signal }) => api.get<AskedAnswer>("/api/answers", { query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  return (
    <div className="q-answers" aria-busy={isFetching} aria-live="polite">
      <Reading pieces={data.pieces} />
      {data.remarks.length > 0 && (
        <ul className="q-remarks" aria-label={text.remarks}>
          {data.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {data.answers.length === 0 && <Empty title={text.none} why={text.noneWhy} />}
      <div className="q-list">
        {data.answers.map((one) => (
          <Answer key={`${one.question.figure} ${one.reading}`} one={one} knownAt={knownAt} />
        ))}
      </div>
    </div>
  );
}

/** The sentence taken apart, piece by piece, each with what it was taken for. */
function Reading({ pieces }: { pieces: AskedAnswer["pieces"] }): ReactNode {
  const text = useArea(askingText);
  return (
    <section className="b-card" aria-label={text.reading}>
      <h2>{text.reading}</h2>
      <p className="q-pieces" lang="zh-CN">
        {pieces.map(({ text: words, as, says }, at) => (
          // The same word may stand twice; its place is its name.
          <span key={`${at} ${words}`} className={`q-piece q-${as}`}>
            {words}
            {as === "unknown" && <small>{text.notUnderstood}</small>}
            {as !== "unknown" && says !== "" && says !== words && <small>{says}</small>}
          </span>
        ))}
      </p>
    </section>
  );
}
