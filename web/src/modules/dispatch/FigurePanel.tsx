import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input, InputNumber, Select } from "antd";
import { readingOf, sayRuns } from "@baton/contract/bulletin-rules";
import type { BulletinAsk, BulletinRun, BulletinSaying, FigureRun } from "@baton/contract/bulletins";
import type { FigureUnit } from "@baton/contract/figures";
import { useState, type FormEvent, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { AskFields, BySelect, useCatalogue, useGroups } from "./AskFields.tsx";
import { newId } from "./outlines.ts";
import { previewQuery } from "./queries.ts";

type SayKey = Exclude<BulletinSaying["as"], "change"> | "changePrevious" | "changeLastYear";

function sayKeyOf(say: BulletinSaying): SayKey {
  if (say.as !== "change") return say.as;
  return say.against === "previous" ? "changePrevious" : "changeLastYear";
}

/** Which phrases fit a figure of a unit. */
function fitting(unit: FigureUnit | undefined, isGrouped: boolean): SayKey[] {
  return [
    "number",
    ...(unit === "fen" || unit === "count" ? (["roughly"] as const) : []),
    ...(unit === "points" ? (["ahead"] as const) : []),
    ...(unit === "ratio" ? (["growth"] as const) : []),
    "changePrevious",
    "changeLastYear",
    ...(isGrouped ? (["rank", "names"] as const) : []),
  ];
}

/** One figure run: what is asked, how it is said, and how that reads now. */
export function FigurePanel({ run, month, onDone }: { run: FigureRun | undefined; month: string; onDone: (run: FigureRun) => void }): ReactNode {
  const text = useArea(dispatchText);
  const [ask, setAsk] = useState<BulletinAsk>(run?.ask ?? { figure: "", where: {}, span: "year" });
  const [say, setSay] = useState<BulletinSaying>(run?.say ?? { as: "number" });
  const next: FigureRun = { kind: "figure", id: run?.id ?? newId(), ask, say };
  const isReady = ask.figure !== "" && (say.as !== "rank" || say.key !== "");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) onDone(next);
  };
  const choose = (asked: BulletinAsk): void => {
    if (asked.figure !== ask.figure) setSay({ as: "number" });
    setAsk(asked);
  };
  return (
    <form className="n-form" onSubmit={submit}>
      <AskFields id="figure" ask={ask} month={month} onChange={choose} />
      {ask.figure !== "" && <SayFields ask={ask} say={say} month={month} onChange={setSay} />}
      {isReady && <Preview runs={[next]} month={month} />}
      <Button type="primary" htmlType="submit" disabled={!isReady}>
        {run ? text.editor.update : text.editor.insert}
      </Button>
    </form>
  );
}

type SayFieldsProps = { ask: BulletinAsk; say: BulletinSaying; month: string; onChange: (say: BulletinSaying) => void };

function SayFields({ ask, say, month, onChange }: SayFieldsProps): ReactNode {
  const text = useArea(dispatchText);
  const { entries } = useCatalogue();
  const entry = entries.find(({ name }) => name === ask.figure);
  const by = entry?.dimensions[0]?.name ?? "";
  const begin = (key: SayKey): BulletinSaying => {
    if (key === "changePrevious") return { as: "change", against: "previous" };
    if (key === "changeLastYear") return { as: "change", against: "last_year" };
    if (key === "rank") return { as: "rank", by, key: "", pool: text.editor.poolDefault };
    return key === "names" ? { as: "names", by, order: "best", count: 3 } : { as: key };
  };
  return (
    <>
      <Field id="figure-say" label={text.editor.as}>
        <Select
          id="figure-say"
          value={sayKeyOf(say)}
          onChange={(key: SayKey) => onChange(begin(key))}
          options={fitting(entry?.unit, (entry?.dimensions.length ?? 0) > 0).map((value) => ({ value, label: text.editor.says[value] }))}
        />
      </Field>
      {say.as === "rank" && <RankFields ask={ask} say={say} month={month} onChange={onChange} />}
      {say.as === "names" && (
        <>
          <BySelect id="names-by" figure={ask.figure} value={say.by} onChange={(chosen) => onChange({ ...say, by: chosen })} />
          <div className="n-filter">
            <Select
              aria-label={text.editor.order}
              value={say.order}
              onChange={(order: "best" | "worst") => onChange({ ...say, order })}
              options={(["best", "worst"] as const).map((value) => ({ value, label: text.editor.orders[value] }))}
            />
            <InputNumber aria-label={text.editor.count} min={1} max={10} value={say.count} onChange={(count) => onChange({ ...say, count: count ?? 1 })} />
          </div>
        </>
      )}
    </>
  );
}

type RankFieldsProps = Omit<SayFieldsProps, "say"> & { say: Extract<BulletinSaying, { as: "rank" }> };

function RankFields({ ask, say, month, onChange }: RankFieldsProps): ReactNode {
  const text = useArea(dispatchText);
  const groups = useGroups({ figure: ask.figure, dimension: say.by, month });
  return (
    <>
      <BySelect id="rank-by" figure={ask.figure} value={say.by} onChange={(by) => onChange({ ...say, by, key: "" })} />
      <Field id="rank-key" label={text.editor.rankOf}>
        <Select
          id="rank-key"
          showSearch={{ optionFilterProp: "label" }}
          value={say.key || null}
          onChange={(key: string) => onChange({ ...say, key })}
          options={groups}
        />
      </Field>
      <Field id="rank-pool" label={text.editor.pool}>
        <Input id="rank-pool" value={say.pool} maxLength={20} onChange={(event) => onChange({ ...say, pool: event.target.value })} />
      </Field>
    </>
  );
}

/** How runs read now, asked of the server without saving anything. */
export function Preview({ runs, month }: { runs: BulletinRun[]; month: string }): ReactNode {
  const text = useArea(dispatchText);
  const { data, error, isFetching } = useQuery({
    ...previewQuery({ month, document: { blocks: [{ kind: "paragraph", runs }] } }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Problem failure={error} />;
  const said = data
    ? sayRuns(runs, readingOf(month, data.facts))
        .map((one) => one.text)
        .join("")
    : text.editor.previewing;
  return (
    <p className="n-preview" role="status" aria-busy={isFetching}>
      {text.editor.preview}：<strong lang="zh-CN">{said}</strong>
    </p>
  );
}
