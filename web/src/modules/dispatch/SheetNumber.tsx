import { answerOf, type SaidRun } from "@baton/contract/bulletin-rules";
import type { BulletinAnswer, Erratum } from "@baton/contract/bulletins";
import type { KeyboardEvent, ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { byOf } from "./cells.ts";
import { erratumAt, questionOf, questionOfGroup, useSheet } from "./reading.ts";

/** A run of a paragraph: plain words, or words that stand on a figure and open it. */
export function SheetRun({ said }: { said: SaidRun }): ReactNode {
  const { reading, facts, onExplain } = useSheet();
  const { run, text } = said;
  const answer = run === null ? undefined : answerOf(run.ask, reading, byOf(run));
  if (answer === undefined) return text;
  return <Pressed words={text} answer={answer} groupKey={null} onPress={onExplain && (() => onExplain(questionOf(answer, facts.knownAt), answer.labelZh))} />;
}

/** A number of a table, of one group. */
export function SheetCell({
  words,
  answer,
  group,
}: {
  words: string;
  answer: BulletinAnswer | undefined;
  group: { key: string | null; label: string };
}): ReactNode {
  const { facts, onExplain } = useSheet();
  if (answer === undefined) return words;
  const explain = onExplain && (() => onExplain(questionOfGroup(answer, facts.knownAt, group.key), `${group.label} · ${answer.labelZh}`));
  return <Pressed words={words} answer={answer} groupKey={group.key ?? ""} onPress={explain} />;
}

type PressedProps = { words: string; answer: BulletinAnswer; groupKey: string | null; onPress: (() => void) | undefined };

function Pressed({ words, answer, groupKey, onPress }: PressedProps): ReactNode {
  const { errata } = useSheet();
  const erratum = erratumAt(errata, answer, groupKey);
  return (
    <>
      {onPress ? <PressedWords words={words} onPress={onPress} /> : words}
      {erratum && <ErratumMark erratum={erratum} />}
    </>
  );
}

/** A button that breaks between lines as the words around it do, which a native one cannot. */
function PressedWords({ words, onPress }: { words: string; onPress: () => void }): ReactNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onPress();
  };
  return (
    <span role="button" tabIndex={0} className="n-number" onClick={onPress} onKeyDown={onKeyDown}>
      {words}
    </span>
  );
}

/** Where an erratum is told at the foot of the sheet. */
export function erratumId(number: number): string {
  return `erratum-${number}`;
}

function ErratumMark({ erratum }: { erratum: Erratum }): ReactNode {
  const text = useArea(dispatchText);
  const show = (): void => {
    const line = document.getElementById(erratumId(erratum.number));
    line?.scrollIntoView({ block: "center" });
    line?.focus({ preventScroll: true });
  };
  return (
    <sup>
      <button type="button" className="b-plain-button n-erratum" title={text.erratumLine(erratum.label, erratum.was, erratum.now)} onClick={show}>
        {text.erratumAt(erratum.number)}
      </button>
    </sup>
  );
}
