import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { spanOf } from "@baton/contract/bulletin-rules";
import { bulletinSpan, type BulletinAsk, type BulletinSpan } from "@baton/contract/bulletins";
import type { FigureEntry } from "@baton/contract/figures";
import type { ReactNode } from "react";
import { figureQuery, filterOf } from "../../kernel/figures/question.ts";
import { catalogueQuery } from "../../kernel/figures/useLabel.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";

export type AskFieldsProps = { id: string; ask: BulletinAsk; month: string; onChange: (ask: BulletinAsk) => void };

/** The catalogue's figures with their names in the reader's language. */
export function useCatalogue(): { entries: readonly FigureEntry[]; nameOf: (one: { labelZh: string; labelEn: string }) => string } {
  const { locale } = usePreferences();
  const { data } = useQuery(catalogueQuery);
  return { entries: data?.items ?? [], nameOf: (one) => (locale === "en" ? one.labelEn : one.labelZh) };
}

/** Which figure, over which span, of whom. */
export function AskFields({ id, ask, month, onChange }: AskFieldsProps): ReactNode {
  const text = useArea(dispatchText);
  const { entries, nameOf } = useCatalogue();
  const entry = entries.find(({ name }) => name === ask.figure);
  return (
    <>
      <Field id={`${id}-figure`} label={text.editor.search}>
        <Select
          id={`${id}-figure`}
          showSearch={{ filterOption: (typed, option) => (option?.["words"] as string | undefined)?.includes(typed.trim().toLowerCase()) ?? false }}
          placeholder={text.editor.searchExample}
          value={ask.figure || null}
          onChange={(figure: string) => onChange({ ...ask, figure, where: {} })}
          options={entries.map((one) => ({ value: one.name, label: nameOf(one), words: `${one.labelZh} ${one.labelEn} ${one.definition}`.toLowerCase() }))}
        />
      </Field>
      {entry && <p className="b-caption">{entry.definition}</p>}
      <Field id={`${id}-span`} label={text.editor.span}>
        <Select
          id={`${id}-span`}
          value={ask.span}
          onChange={(span: BulletinSpan) => onChange({ ...ask, span })}
          options={bulletinSpan.options.map((value) => ({ value, label: text.editor.spans[value] }))}
        />
      </Field>
      {entry && <Filters id={id} ask={ask} month={month} entry={entry} onChange={onChange} />}
    </>
  );
}

function Filters({ id, ask, month, entry, onChange }: AskFieldsProps & { entry: FigureEntry }): ReactNode {
  const text = useArea(dispatchText);
  const { nameOf } = useCatalogue();
  const chosen = Object.keys(ask.where);
  const dimensions = entry.dimensions.filter(({ name }, at, all) => all.findIndex((one) => filterOf(one.name) === filterOf(name)) === at);
  const free = dimensions.filter(({ name }) => !chosen.includes(filterOf(name)));
  const without = (filter: string): BulletinAsk => ({ ...ask, where: Object.fromEntries(Object.entries(ask.where).filter(([name]) => name !== filter)) });
  return (
    <>
      {chosen.map((filter) => {
        const dimension = entry.dimensions.find(({ name }) => filterOf(name) === filter);
        return (
          <div className="n-field" key={filter}>
            <span>
              {text.editor.filter} {dimension ? nameOf(dimension) : filter}
            </span>
            <div className="n-filter">
              <GroupSelect
                id={`${id}-${filter}`}
                label={dimension ? nameOf(dimension) : filter}
                figure={ask.figure}
                dimension={dimension?.name ?? filter}
                month={month}
                value={ask.where[filter] ?? []}
                onChange={(values) => onChange({ ...ask, where: { ...ask.where, [filter]: values } })}
              />
              <Button aria-label={text.editor.removeFilter} onClick={() => onChange(without(filter))}>
                ×
              </Button>
            </div>
          </div>
        );
      })}
      {free.length > 0 && (
        <Select
          aria-label={text.editor.addFilter}
          placeholder={text.editor.addFilter}
          value={null}
          onChange={(filter: string | null) => filter && onChange({ ...ask, where: { ...ask.where, [filter]: [] } })}
          options={free.map((one) => ({ value: filterOf(one.name), label: nameOf(one) }))}
        />
      )}
    </>
  );
}

type GroupsAsked = { figure: string; dimension: string; month: string };

/** The groups that a figure has by a dimension in the bulletin's month. */
export function useGroups({ figure, dimension, month }: GroupsAsked): { value: string; label: string }[] {
  const { data } = useQuery({ ...figureQuery({ figure, by: [dimension], ...spanOf("year", month) }), enabled: figure !== "" && dimension !== "" });
  return (data?.groups ?? []).flatMap(({ key, label }) => (key === null ? [] : [{ value: key, label }]));
}

type GroupSelectProps = GroupsAsked & { id: string; label: string; value: string[]; onChange: (values: string[]) => void };

function GroupSelect({ id, label, value, onChange, ...asked }: GroupSelectProps): ReactNode {
  const options = useGroups(asked);
  return <Select id={id} aria-label={label} mode="multiple" showSearch={{ optionFilterProp: "label" }} value={value} onChange={onChange} options={options} />;
}

/** By which dimension a table, a chart, a rank or names stand. */
export function BySelect({ id, figure, value, onChange }: { id: string; figure: string; value: string; onChange: (by: string) => void }): ReactNode {
  const text = useArea(dispatchText);
  const { entries, nameOf } = useCatalogue();
  const dimensions = entries.find(({ name }) => name === figure)?.dimensions ?? [];
  return (
    <Field id={id} label={text.editor.by}>
      <Select id={id} value={value || null} onChange={onChange} options={dimensions.map((one) => ({ value: one.name, label: nameOf(one) }))} />
    </Field>
  );
}
