import { queryOptions } from "@tanstack/react-query";
import type { FigureAnswer, FigureUnit } from "@baton/contract/figures";
import { api, type QueryValue } from "../../api/client.ts";
import type { FigureForm } from "../../ui/figureText.ts";

/** What is asked of one figure. Absent `validOn` is the city's today, absent `knownAt` is now. */
export type FigureQuestion = {
  /** Name in the catalogue: projects.completion_rate. */
  figure: string;
  validFrom?: string | undefined;
  validOn?: string | undefined;
  knownAt?: string | undefined;
  /** Values by dimension; several values of one dimension mean any of them. Empty lists ask nothing. */
  where?: Readonly<Record<string, readonly string[] | undefined>>;
  /** At most two dimensions. */
  by?: readonly string[];
};

/** The question as the address asks it. */
export function queryOf({ validFrom, validOn, knownAt, where = {}, by = [] }: FigureQuestion): Record<string, QueryValue> {
  const query: Record<string, QueryValue> = { validFrom, validOn, knownAt, by };
  for (const [dimension, values] of Object.entries(where)) {
    if (values && values.length > 0) query[`where.${dimension}`] = values;
  }
  return query;
}

/** Asks one figure. Answers keep for half a minute, so that opening the explanation of a number in sight waits for nothing. */
export function figureQuery(question: FigureQuestion) {
  const query = queryOf(question);
  return queryOptions({
    queryKey: ["figures", question.figure, query],
    queryFn: ({ signal }) => api.get<FigureAnswer>(`/api/figures/${encodeURIComponent(question.figure)}`, { query, signal }),
    staleTime: 30_000,
  });
}

/** The filter that picks one group of a dimension: a town's group holds the town's own projects. */
export function filterOf(dimension: string): string {
  if (dimension === "area:town") return "town";
  return dimension.split(":")[0] ?? dimension;
}

/** The question of one group of an answer, so that the group's number opens alone. */
export function narrowed(question: FigureQuestion, dimension: string, value: string): FigureQuestion {
  return { ...question, by: [], where: { ...question.where, [filterOf(dimension)]: [value] } };
}

/** How a unit is shown: money as 亿元 in overviews and prose, as 万元 in ledgers. */
export function formOf(unit: FigureUnit, money: "yi" | "wan" = "yi"): FigureForm {
  return unit === "fen" ? money : unit === "ratio" ? "rate" : unit === "points" ? "points" : "count";
}
