import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import type { BulletinAsk } from "@baton/contract/bulletins";
import { useState, type FormEvent, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { schemesQuery } from "../scoring/queries.ts";
import { AskFields, BySelect } from "./AskFields.tsx";
import type { ChartBlock, LightsBlock, RankingBlock, TableBlock, WholeBlock } from "./cells.ts";
import { newId } from "./outlines.ts";

export type TitledBlock = Exclude<WholeBlock, { kind: "pageBreak" }>;
type PartProps<Block> = { block: Block; month: string; onChange: (block: Block) => void };

const emptyAsk: BulletinAsk = { figure: "", where: {}, span: "year" };

/** What a new block of a kind begins with. */
export function newBlock(kind: TitledBlock["kind"], title: string): TitledBlock {
  const id = newId();
  switch (kind) {
    case "table":
      return { kind, id, title, by: "area:county", columns: [{ label: "", ask: emptyAsk }], sortBy: null, isRanked: false };
    case "chart":
      return { kind, id, title, by: "area:county", ask: emptyAsk };
    case "lights":
      return { kind, id, title, verdict: "warn" };
    case "ranking":
      return { kind, id, title, schemeId: "" };
  }
}

function isWhole(block: TitledBlock): boolean {
  if (block.kind === "table")
    return block.by !== "" && block.columns.length > 0 && block.columns.every(({ label, ask }) => label.trim() !== "" && ask.figure !== "");
  if (block.kind === "chart") return block.by !== "" && block.ask.figure !== "";
  return block.kind === "lights" || block.schemeId !== "";
}

type BlockPanelProps = { block: TitledBlock; isNew: boolean; month: string; onDone: (block: TitledBlock) => void; onRemove: () => void };

/** A table, chart, list of lights or ranking, as questions. */
export function BlockPanel({ block: given, isNew, month, onDone, onRemove }: BlockPanelProps): ReactNode {
  const text = useArea(dispatchText);
  const [block, setBlock] = useState(given);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole(block)) onDone(block);
  };
  return (
    <form className="n-form" onSubmit={submit}>
      <Field id="block-title" label={text.editor.blockTitle}>
        <Input id="block-title" lang="zh-CN" maxLength={100} value={block.title} onChange={(event) => setBlock({ ...block, title: event.target.value })} />
      </Field>
      {block.kind === "table" && <TablePart block={block} month={month} onChange={setBlock} />}
      {block.kind === "chart" && <ChartPart block={block} month={month} onChange={setBlock} />}
      {block.kind === "lights" && <LightsPart block={block} month={month} onChange={setBlock} />}
      {block.kind === "ranking" && <RankingPart block={block} month={month} onChange={setBlock} />}
      <div className="n-buttons">
        <Button type="primary" htmlType="submit" disabled={!isWhole(block)}>
          {isNew ? text.editor.insert : text.editor.update}
        </Button>
        {!isNew && <Button onClick={onRemove}>{text.editor.remove}</Button>}
      </div>
    </form>
  );
}

function TablePart({ block, month, onChange }: PartProps<TableBlock>): ReactNode {
  const text = useArea(dispatchText);
  const { columns } = block;
  const change = (at: number, changed: Partial<TableBlock["columns"][number]>): void =>
    onChange({ ...block, columns: columns.map((column, place) => (place === at ? { ...column, ...changed } : column)) });
  const remove = (at: number): void => onChange({ ...block, columns: columns.filter((_column, place) => place !== at), sortBy: null, isRanked: false });
  return (
    <>
      <BySelect id="table-by" figure={columns[0]?.ask.figure || "projects.count"} value={block.by} onChange={(by) => onChange({ ...block, by })} />
      {columns.map((column, at) => (
        <fieldset className="n-column" key={at}>
          <legend>{text.editor.column(at + 1)}</legend>
          <Field id={`column-${at}-label`} label={text.editor.columnLabel}>
            <Input id={`column-${at}-label`} maxLength={30} lang="zh-CN" value={column.label} onChange={(event) => change(at, { label: event.target.value })} />
          </Field>
          <AskFields id={`column-${at}`} ask={column.ask} month={month} onChange={(ask) => change(at, { ask })} />
          {columns.length > 1 && <Button onClick={() => remove(at)}>{text.editor.removeColumn}</Button>}
        </fieldset>
      ))}
      {columns.length < 12 && (
        <Button onClick={() => onChange({ ...block, columns: [...columns, { label: "", ask: emptyAsk }] })}>{text.editor.addColumn}</Button>
      )}
      <Field id="table-sort" label={text.editor.sortBy}>
        <Select
          id="table-sort"
          value={block.sortBy ?? -1}
          onChange={(at: number) => onChange({ ...block, sortBy: at < 0 ? null : at, isRanked: at >= 0 && block.isRanked })}
          options={[{ value: -1, label: text.editor.noSort }, ...columns.map(({ label }, at) => ({ value: at, label: label || text.editor.column(at + 1) }))]}
        />
      </Field>
      <Checkbox disabled={block.sortBy === null} checked={block.isRanked} onChange={(event) => onChange({ ...block, isRanked: event.target.checked })}>
        {text.editor.ranked}
      </Checkbox>
    </>
  );
}

function ChartPart({ block, month, onChange }: PartProps<ChartBlock>): ReactNode {
  return (
    <>
      <AskFields id="chart" ask={block.ask} month={month} onChange={(ask) => onChange({ ...block, ask })} />
      <BySelect id="chart-by" figure={block.ask.figure} value={block.by} onChange={(by) => onChange({ ...block, by })} />
    </>
  );
}

function LightsPart({ block, onChange }: PartProps<LightsBlock>): ReactNode {
  const text = useArea(dispatchText);
  return (
    <Field id="lights-verdict" label={text.editor.verdict}>
      <Select
        id="lights-verdict"
        value={block.verdict}
        onChange={(verdict: LightsBlock["verdict"]) => onChange({ ...block, verdict })}
        options={(["warn", "remind", "merit"] as const).map((value) => ({ value, label: text.light[value] }))}
      />
    </Field>
  );
}

function RankingPart({ block, onChange }: PartProps<RankingBlock>): ReactNode {
  const text = useArea(dispatchText);
  const { data } = useQuery(schemesQuery);
  const adopted = data?.items.filter(({ state }) => state === "adopted") ?? [];
  const schemes = adopted.filter((one, at) => adopted.findIndex(({ schemeId }) => schemeId === one.schemeId) === at);
  if (data && schemes.length === 0) return <p className="b-muted">{text.editor.noScheme}</p>;
  return (
    <Field id="ranking-scheme" label={text.editor.scheme}>
      <Select
        id="ranking-scheme"
        value={block.schemeId || null}
        onChange={(schemeId: string) => onChange({ ...block, schemeId })}
        options={schemes.map(({ schemeId, name }) => ({ value: schemeId, label: name }))}
      />
    </Field>
  );
}
