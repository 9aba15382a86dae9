import type { EChartsOption } from "echarts";
import { useMemo, useState, type ReactNode } from "react";
import { Explain } from "../../kernel/figures/Explain.tsx";
import { signedPoints } from "../../kernel/figures/explanation.ts";
import { narrowed } from "../../kernel/figures/question.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { overviewText } from "../../text/overview.ts";
import { useArea } from "../../text/useText.ts";
import { Chart } from "../../ui/Chart.tsx";
import { figureText } from "../../ui/figureText.ts";
import { chartColours, lightTheme } from "../../ui/theme.ts";
import { headlineQuestion, type OverviewTime } from "./overviewQuestions.ts";
import type { OverviewRow } from "./overviewRows.ts";

const barsMax = 16;
const barPx = 26;

type Bar = OverviewRow & { rate: number; ahead: number };

type OverviewChartProps = { time: OverviewTime; dimension: string; rows: readonly OverviewRow[] };

/** Completion of each group against the time that has passed. */
export function OverviewChart({ time, dimension, rows }: OverviewChartProps): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const [asked, setAsked] = useState<Bar>();
  const [isOpen, setIsOpen] = useState(false);
  const all = useMemo(() => rows.filter((row): row is Bar => row.rate !== null && row.ahead !== null), [rows]);
  const bars = useMemo(() => all.slice(-barsMax).toReversed(), [all]);
  const slowest = all.at(-1);
  const option = useMemo(() => (slowest ? barsOption(bars, { rate: text.chartRate, time: text.chartTime }) : undefined), [bars, slowest, text]);
  if (!option || !slowest) return null;
  const keeping = all.filter(({ ahead }) => ahead >= 0).length;
  const finding = keeping === all.length ? text.chartAll : text.chartFinding(keeping, all.length, slowest.label, signedPoints(slowest.ahead));
  const question = headlineQuestion("rate", time, knownAt);
  return (
    <>
      <Chart
        title={all.length > barsMax ? `${finding}；${text.slowestOnly(barsMax)}` : finding}
        option={option}
        heightPx={bars.length * barPx + 48}
        table={{
          head: ["", text.chartRate, text.columns.ahead],
          rows: bars.toReversed().map(({ label, rate, ahead }) => [label, figureText(rate, "rate"), signedPoints(ahead)]),
        }}
        foot={text.chartFoot(time.validOn)}
        onPoint={({ dataIndex }) => {
          setAsked(bars[dataIndex]);
          setIsOpen(true);
        }}
      />
      {asked?.key && (
        <Explain
          question={narrowed(question, dimension, asked.key)}
          title={`${asked.label}·${text.columns.rate}`}
          open={isOpen}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function barsOption(bars: readonly Bar[], words: { rate: string; time: string }): EChartsOption {
  const first = bars[0];
  const progress = first ? first.rate * 100 - first.ahead : 0;
  return {
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "value", min: 0, axisLabel: { formatter: "{value}%" }, splitNumber: 4 },
    // The rates stand in a column of their own, where the time line cannot run through them.
    yAxis: [
      { type: "category", data: bars.map(({ label }) => label), axisTick: { show: false } },
      {
        type: "category",
        position: "right",
        data: bars.map(({ rate }) => figureText(rate, "rate")),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: lightTheme.ink },
      },
    ],
    tooltip: { show: false },
    aria: { decal: { show: false } },
    series: [
      {
        name: words.rate,
        type: "bar",
        barMaxWidth: 14,
        data: bars.map(({ rate }) => rate * 100),
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { color: chartColours.time, type: "dotted", width: 1 },
          label: { formatter: `${words.time} ${figureText(progress / 100, "rate")}`, position: "end" },
          data: [{ xAxis: progress }],
        },
      },
    ],
  };
}
