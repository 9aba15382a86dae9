import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { figureQuery, type FigureQuestion } from "../../kernel/figures/question.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea } from "../../text/useText.ts";
import type { Selection } from "./selection.ts";

/** The column that each figure stands under. */
const summed = {
  name: "projects.count",
  total_investment: "projects.total_investment",
  annual_plan: "projects.annual_plan",
  completed: "projects.completed_this_year",
  completion_rate: "projects.completion_rate",
} as const;

/** Figures over the whole selection, loaded or not, as the ledger's footer shows them. */
export function useLedgerSums(selection: Selection, knownAt: string | undefined, isReady: boolean): Record<string, ReactNode> {
  const text = useArea(ledgerText);
  const columns = Object.entries(summed) as [keyof typeof summed, string][];
  const questions = columns.map(([, figure]): FigureQuestion => ({ figure, validOn: selection.validOn, knownAt, where: selection.where }));
  const answers = useQueries({ queries: questions.map((question) => ({ ...figureQuery(question), enabled: isReady })) });
  return Object.fromEntries(
    columns.flatMap(([column], at) => {
      const [question, answer] = [questions[at], answers[at]?.data];
      if (!question || !answer) return [];
      const form = column === "name" ? "count" : column === "completion_rate" ? "rate" : "wan";
      const number = <FigureNum question={question} value={answer.value} form={form} />;
      return [
        [
          column,
          column === "name" ? (
            <span>
              {text.sumOfRows} {number} {text.projects("").trim()}
            </span>
          ) : (
            number
          ),
        ],
      ];
    }),
  );
}
