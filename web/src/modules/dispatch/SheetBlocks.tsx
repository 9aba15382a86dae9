import type { EChartsOption } from "echarts";
import { answerOf, tableRows } from "@baton/contract/bulletin-rules";
import { partyNames } from "@baton/contract/light-rules";
import { formatScore } from "@baton/contract/scoring-rules";
import { fenPerYi } from "@baton/contract/units";
import { sayNumber } from "@baton/contract/wording";
import { useMemo, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Chart } from "../../ui/Chart.tsx";
import { LightMark } from "../../ui/LightMark.tsx";
import { chartColours } from "../../ui/theme.ts";
import { cellWords, unitOfColumn, type ChartBlock, type LightsBlock, type RankingBlock, type TableBlock, type WholeBlock } from "./cells.ts";
import { questionOfGroup, useSheet } from "./reading.ts";
import { SheetCell } from "./SheetNumber.tsx";

/** A block that stands as a whole: read here on the sheet and, the same, in the editor. */
export function SheetBlock({ block }: { block: WholeBlock }): ReactNode {
  switch (block.kind) {
    case "table":
      return <TableOnSheet block={block} />;
    case "chart":
      return <ChartOnSheet block={block} />;
    case "lights":
      return <LightsOnSheet block={block} />;
    case "ranking":
      return <RankingOnSheet block={block} />;
    case "pageBreak":
      return <PageBreak />;
  }
}

function PageBreak(): ReactNode {
  const text = useArea(dispatchText);
  return (
    <div className="n-page-break" role="separator">
      <span>{text.editor.pageBreak}</span>
    </div>
  );
}

function TableOnSheet({ block }: { block: TableBlock }): ReactNode {
  const text = useArea(dispatchText);
  const { reading } = useSheet();
  const units = block.columns.map((_column, at) => unitOfColumn(block, at, reading));
  const rows = tableRows(block, reading);
  return (
    <div className="n-scroll">
      <table className="n-table">
        <caption>{block.title}</caption>
        <thead>
          <tr>
            {block.isRanked && <th scope="col">{text.place}</th>}
            <th scope="col">{text.unit}</th>
            {block.columns.map(({ label }, at) => (
              <th scope="col" key={at}>
                {label}
                {units[at] && text.units[units[at]] && `（${text.units[units[at]]}）`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key ?? ""}>
              {block.isRanked && <td>{row.rank ?? "—"}</td>}
              <th scope="row">{row.label}</th>
              {row.values.map((value, at) => (
                <td key={at} className="n-digits">
                  <SheetCell words={cellWords(value, units[at])} answer={answerOf(block.columns[at]!.ask, reading, block.by)} group={row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="n-nothing">{text.noData}</p>}
    </div>
  );
}

const barPx = 24;

function ChartOnSheet({ block }: { block: ChartBlock }): ReactNode {
  const text = useArea(dispatchText);
  const { reading, facts, onExplain } = useSheet();
  const answer = answerOf(block.ask, reading, block.by);
  const groups = useMemo(() => (answer?.groups ?? []).filter(({ value }) => value !== null).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)), [answer]);
  const option = useMemo(() => bars(groups, answer?.unit ?? "count"), [groups, answer]);
  const first = groups[0];
  if (answer === undefined || first === undefined) {
    return (
      <p className="n-paragraph">
        {block.title}：{text.noData}
      </p>
    );
  }
  const said = (value: number | null): string => sayNumber({ value, unit: answer.unit });
  return (
    <Chart
      title={`${block.title}：${text.chartLead(first.label, said(first.value))}`}
      option={option}
      heightPx={groups.length * barPx + 48}
      table={{ head: [text.unit, answer.labelZh], rows: groups.map(({ label, value }) => [label, said(value)]) }}
      foot={`${answer.labelZh} · ${answer.validOn}`}
      onPoint={({ dataIndex }) => {
        const group = groups.toReversed()[dataIndex];
        if (group) onExplain?.(questionOfGroup(answer, facts.knownAt, group.key), `${group.label} · ${answer.labelZh}`);
      }}
    />
  );
}

type Groups = readonly { label: string; value: number | null }[];

function bars(groups: Groups, unit: "fen" | "count" | "ratio" | "points"): EChartsOption {
  const scale = unit === "fen" ? 1 / fenPerYi : unit === "ratio" ? 100 : 1;
  const upwards = groups.toReversed();
  return {
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", splitNumber: 4 },
    yAxis: { type: "category", data: upwards.map(({ label }) => label) },
    series: [
      {
        type: "bar",
        barMaxWidth: 14,
        itemStyle: { color: chartColours.actual },
        data: upwards.map(({ value }) => (value ?? 0) * scale),
        label: { show: true, position: "right", formatter: ({ dataIndex }) => sayNumber({ value: upwards[dataIndex]?.value ?? null, unit }) },
      },
    ],
  };
}

const colours = { merit: "blue", remind: "yellow", warn: "red" } as const;

function LightsOnSheet({ block }: { block: LightsBlock }): ReactNode {
  const text = useArea(dispatchText);
  const { facts } = useSheet();
  const lights = facts.lights[block.id] ?? [];
  if (lights.length === 0) {
    return (
      <p className="n-paragraph">
        {block.title}：{text.none}。
      </p>
    );
  }
  return (
    <div className="n-scroll">
      <table className="n-table n-lights">
        <caption>
          {block.title} <LightMark verdict={block.verdict} colour={colours[block.verdict]} isFixed word={text.light[block.verdict]} />
        </caption>
        <thead>
          <tr>
            <th scope="col">{text.lightHead.project}</th>
            <th scope="col">{text.lightHead.unit}</th>
            <th scope="col">{text.lightHead.reason}</th>
            <th scope="col">{text.lightHead.party}</th>
            <th scope="col">{text.lightHead.holder}</th>
          </tr>
        </thead>
        <tbody>
          {lights.map((light) => (
            <tr key={light.projectId}>
              <th scope="row">{light.name}</th>
              <td>{light.orgName}</td>
              <td>{light.sentence}</td>
              <td className="b-nowrap">
                {light.blockingParty === null ? "" : (partyNames[light.blockingParty as keyof typeof partyNames] ?? light.blockingParty)}
              </td>
              <td>{light.holder ?? text.lightHead.nobody}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RankingOnSheet({ block }: { block: RankingBlock }): ReactNode {
  const text = useArea(dispatchText);
  const { facts } = useSheet();
  const units = facts.rankings[block.id] ?? [];
  if (units.length === 0) {
    return (
      <p className="n-paragraph">
        {block.title}：{text.noRanking}。
      </p>
    );
  }
  return (
    <div className="n-scroll">
      <table className="n-table">
        <caption>{block.title}</caption>
        <thead>
          <tr>
            <th scope="col">{text.rankingHead.place}</th>
            <th scope="col">{text.rankingHead.unit}</th>
            <th scope="col">{text.rankingHead.score}</th>
            <th scope="col">{text.rankingHead.note}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.key}>
              <td>{unit.rank ?? "—"}</td>
              <th scope="row">{unit.label}</th>
              <td className="n-digits">{formatScore(unit.total)}</td>
              <td>{unit.unrankedBecause ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
