import type { MoneySeries } from "@baton/contract/library";
import type { EChartsOption } from "echarts";
import { fenPerWan } from "@baton/contract/units";
import { chartColours } from "../../ui/theme.ts";

export type MoneyWords = { plan: string; done: string; time: string; statistics: string };

/** Fen drawn as 万元; a month without a number stays a gap. */
function drawn(fen: number | null): number | null {
  return fen === null ? null : fen / fenPerWan;
}

/** The plan's share that the passing of time alone would ask for; null without a plan. */
export function timeFen(series: MoneySeries, at: number): number | null {
  const month = series.months[at];
  return series.planFen === null || month === undefined ? null : series.planFen * month.timeProgress;
}

/** The last month that was reported; undefined where none was. */
export function lastReported({ months }: MoneySeries): MoneySeries["months"][number] | undefined {
  return months.findLast(({ doneFen }) => doneFen !== null);
}

/** A plan that is not split by month runs with time itself. */
function isEven(series: MoneySeries): boolean {
  return series.months.every(({ planFen }, at) => planFen === null || Math.abs(planFen - (timeFen(series, at) ?? planFen)) <= 1);
}

/** Plan dashed, actual solid, time thin and dotted, statistics brown with its own marks; each labelled at its end. */
export function moneyOption(series: MoneySeries, words: MoneyWords): EChartsOption {
  const { months } = series;
  const line = (
    name: string,
    values: (number | null)[],
    look: { color: string; type: "solid" | "dashed" | "dotted"; width: number; symbol: string; label?: string },
  ) => ({
    name,
    type: "line" as const,
    data: values,
    connectNulls: false,
    symbol: look.symbol,
    symbolSize: 7,
    itemStyle: { color: look.color },
    lineStyle: { color: look.color, type: look.type, width: look.width },
    endLabel: { show: look.label !== "", formatter: look.label ?? name, color: look.color },
  });
  const hasStatistics = months.some(({ statisticsFen }) => statisticsFen !== null);
  return {
    grid: { left: 8, right: 144, top: 16, bottom: 8, containLabel: true },
    aria: { decal: { show: false } },
    xAxis: { type: "category", boundaryGap: false, data: months.map(({ month }) => month) },
    yAxis: { type: "value", min: 0, splitNumber: 4 },
    series: [
      line(
        words.plan,
        months.map(({ planFen }) => drawn(planFen)),
        { color: chartColours.plan, type: "dashed", width: 2, symbol: "none", ...(isEven(series) ? { label: `${words.plan} · ${words.time}` } : {}) },
      ),
      line(
        words.time,
        months.map((_, at) => drawn(timeFen(series, at))),
        { color: chartColours.time, type: "dotted", width: 1, symbol: "none", ...(isEven(series) ? { label: "" } : {}) },
      ),
      line(
        words.done,
        months.map(({ doneFen }) => drawn(doneFen)),
        { color: chartColours.actual, type: "solid", width: 2, symbol: "circle" },
      ),
      ...(hasStatistics
        ? [
            line(
              words.statistics,
              months.map(({ statisticsFen }) => drawn(statisticsFen)),
              { color: chartColours.statistics, type: "dashed", width: 2, symbol: "diamond" },
            ),
          ]
        : []),
    ],
  };
}
