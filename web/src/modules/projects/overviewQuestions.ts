import { useQueries, useQuery } from "@tanstack/react-query";
import type { FigureAnswer } from "@baton/contract/figures";
import type { Period } from "@baton/contract/periods";
import { figureQuery, type FigureQuestion } from "../../kernel/figures/question.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { endOfMonth, monthBefore, type OverviewAnswers } from "./overviewRows.ts";
import { isFrozenDay, periodsQuery } from "./queries.ts";

/** Of which month the overview speaks, and where its lights come from. */
export type OverviewTime = {
  /** 2023-06. */
  month: string;
  validOn: string;
  /** Lights of a frozen month are its own; before the freeze today's provisional ones are shown (undefined: the city's today). */
  lightsOn: string | undefined;
  isFixed: boolean;
  period: Period | undefined;
  before: string;
  after: string | undefined;
};

/** The month asked for, by default the last one that reports are asked of; undefined until the months are read. */
export function useOverviewTime(asked: string | undefined): OverviewTime | undefined {
  const { data } = useQuery(periodsQuery);
  const { data: progress } = useQuery(figureQuery({ figure: "projects.count" }));
  if (!data || !progress) return undefined;
  return overviewTime(data.items, { asked, today: progress.validOn });
}

/** @param items months, newest first @param today the city's day: without any period its last month is shown */
export function overviewTime(items: readonly Period[], { asked, today }: { asked: string | undefined; today: string }): OverviewTime {
  const newest = items[0]?.month ?? monthBefore(today.slice(0, 7));
  const month = asked !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) && asked <= newest ? asked : newest;
  const validOn = endOfMonth(month);
  const isFixed = isFrozenDay(items, validOn);
  return {
    month,
    validOn,
    isFixed,
    lightsOn: isFixed || month !== newest ? validOn : undefined,
    period: items.find((one) => one.month === month),
    before: monthBefore(month),
    after: month === newest ? undefined : monthBefore(month, -1),
  };
}

const names = {
  count: "projects.count",
  total: "projects.total_investment",
  plan: "projects.annual_plan",
  done: "projects.completed_this_year",
  rate: "projects.completion_rate",
  ahead: "projects.ahead_of_time",
} as const;
export type Headline = keyof typeof names;

/** The question of one headline figure. */
export function headlineQuestion(headline: Headline, time: OverviewTime, knownAt: string | undefined): FigureQuestion {
  return { figure: names[headline], validOn: time.validOn, knownAt };
}

export function lightQuestion(time: OverviewTime, knownAt: string | undefined): FigureQuestion {
  return { figure: "projects.count", validOn: time.lightsOn, knownAt };
}

/** Everything the table by one dimension needs, or what is missing of it. */
export function useOverviewAnswers(time: OverviewTime, dimension: string): { answers: OverviewAnswers | undefined; failure: unknown } {
  const { knownAt } = useTimePoint();
  const by = (headline: Headline): FigureQuestion => ({ ...headlineQuestion(headline, time, knownAt), by: [dimension] });
  const questions = [by("count"), by("plan"), by("done"), by("rate"), by("ahead"), { ...lightQuestion(time, knownAt), by: [dimension, "light"] }];
  const asked = useQueries({ queries: questions.map((question) => figureQuery(question)) });
  const [count, plan, done, rate, ahead, lights] = asked.map(({ data }) => data) as (FigureAnswer | undefined)[];
  const failure = asked.find(({ error }) => error)?.error;
  if (!count || !plan || !done || !rate || !ahead || !lights) return { answers: undefined, failure };
  return { answers: { count, plan, done, rate, ahead, lights }, failure };
}
