import { createContext, useContext, useMemo } from "react";
import { type Reading, readingOf } from "@baton/contract/bulletin-rules";
import type { BulletinAnswer, BulletinFacts, Erratum } from "@baton/contract/bulletins";
import { narrowed, type FigureQuestion } from "../../kernel/figures/question.ts";

/** With what a sheet is read: the answers, the errata beside them, and what a pressed number opens. */
export type SheetReading = {
  reading: Reading;
  facts: BulletinFacts;
  errata: readonly Erratum[];
  /** Absent in the editor, where a press changes what is asked. */
  onExplain?: (question: FigureQuestion, title: string) => void;
};

const emptyFacts: BulletinFacts = { knownAt: "", answers: [], lights: {}, rankings: {} };

export const SheetContext = createContext<SheetReading>({ reading: readingOf("2000-01", emptyFacts), facts: emptyFacts, errata: [] });

export function useSheet(): SheetReading {
  return useContext(SheetContext);
}

/** The same reading for as long as its parts are the same, so that the sheet is not drawn anew at every key. */
export function useSheetReading({
  month,
  facts = emptyFacts,
  errata = [],
  onExplain,
}: Partial<Omit<SheetReading, "reading">> & { month: string }): SheetReading {
  return useMemo(() => ({ reading: readingOf(month, facts), facts, errata, ...(onExplain && { onExplain }) }), [month, facts, errata, onExplain]);
}

/** The question of an answer as it was asked and known, so that the explanation says what the paper says. */
export function questionOf(answer: BulletinAnswer, knownAt: string): FigureQuestion {
  const { figure, validFrom, validOn, where } = answer;
  return { figure, validFrom, validOn, knownAt, where };
}

/** The question of one group of an answer. */
export function questionOfGroup(answer: BulletinAnswer, knownAt: string, key: string | null): FigureQuestion {
  const whole = questionOf(answer, knownAt);
  return answer.by === null || key === null ? whole : narrowed(whole, answer.by, key);
}

/** The newest erratum at a number: `groupKey` null for the whole answer. */
export function erratumAt(errata: readonly Erratum[], answer: BulletinAnswer, groupKey: string | null): Erratum | undefined {
  return errata.findLast((one) => one.questionKey === answer.key && one.groupKey === groupKey);
}
