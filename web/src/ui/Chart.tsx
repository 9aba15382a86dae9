import type { EChartsOption } from "echarts";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { Loading } from "./Loading.tsx";

const ChartDrawing = lazy(() => import("./ChartDrawing.tsx"));

export type ChartTable = {
  head: readonly string[];
  /** As shown, formatted; the first cell names the row. */
  rows: readonly (readonly string[])[];
};

export type ChartProps = {
  /** States the finding, not the subject. */
  title: string;
  /** Axes and series of ECharts; colours, font, motion and accessibility are set here. */
  option: EChartsOption;
  /** The same numbers as a table. */
  table: ChartTable;
  /** 截至 and the ledger. */
  foot: string;
  heightPx?: number;
  /** A point was chosen; open its explanation. */
  onPoint?: (point: { seriesName: string; name: string; dataIndex: number }) => void;
};

/** A drawing that says what it found, with its numbers as a table one press away. The drawing library comes when needed. */
export function Chart({ title, option, table, foot, heightPx = 280, onPoint }: ChartProps): ReactNode {
  const text = useText();
  const [isTable, setIsTable] = useState(false);
  return (
    <figure className="b-chart" aria-label={title}>
      <div className="b-chart-head">
        <h3>{title}</h3>
        <Button size="small" type="link" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? text.ui.chart : text.ui.dataTable}
        </Button>
      </div>
      {isTable ? (
        <NumbersTable table={table} />
      ) : (
        <div style={{ minHeight: heightPx }}>
          <Suspense fallback={<Loading />}>
            <ChartDrawing {...{ option, heightPx, onPoint, title }} />
          </Suspense>
        </div>
      )}
      <figcaption className="b-caption">{foot}</figcaption>
    </figure>
  );
}

function NumbersTable({ table }: { table: ChartTable }): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {table.head.map((words) => (
            <th key={words} scope="col">
              {words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([name, ...cells], row) => (
          <tr key={`${name}${row}`}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={table.head[at + 1] ?? at}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
