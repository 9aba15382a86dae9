import { BarChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import { useEffect, useRef, type ReactNode } from "react";
import { chartColours, fontFamily, lightTheme } from "./theme.ts";

use([
  AriaComponent,
  BarChart,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  PieChart,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

export type ChartDrawingProps = {
  title: string;
  option: EChartsOption;
  heightPx: number;
  onPoint: ((point: { seriesName: string; name: string; dataIndex: number }) => void) | undefined;
};

/** What every chart of the house has in common; a chart's own option overrides it. */
function houseOption(title: string): EChartsCoreOption {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    color: [chartColours.actual, chartColours.plan, ...chartColours.others],
    textStyle: { fontFamily, color: lightTheme.ink },
    animation: !isStill,
    animationDuration: 200,
    animationDurationUpdate: 200,
    aria: { enabled: true, label: { description: title }, decal: { show: true } },
    grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", confine: true },
  };
}

/** Vector, so that it prints sharp. */
export default function ChartDrawing({ title, option, heightPx, onPoint }: ChartDrawingProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const latestPoint = useRef(onPoint);
  latestPoint.current = onPoint;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element, undefined, { renderer: "svg" });
    chart.setOption({ ...houseOption(title), ...option });
    chart.on("click", ({ seriesName = "", name, dataIndex }) => latestPoint.current?.({ seriesName, name, dataIndex }));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, title]);
  return <div ref={place} style={{ height: heightPx }} />;
}
