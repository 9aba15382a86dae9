import { Button, Popover, Select } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { useEscape } from "./useEscape.ts";

export type FilterChoice = { value: string; label: string };

export type Filter = {
  id: string;
  title: string;
  choices: readonly FilterChoice[];
  /** Several values may be chosen; any of them matches. */
  isMultiple?: boolean;
};

export type FilterLineProps = {
  filters: readonly Filter[];
  /** Behind 更多筛选, which names those in force. */
  rarer?: readonly Filter[];
  /** Chosen values by filter id; keep them in the address with `useAddressState`. */
  chosen: Readonly<Record<string, readonly string[]>>;
  onChosen: (id: string, values: readonly string[]) => void;
  onClear?: () => void;
  /** Before the filters, as a search field. */
  lead?: ReactNode;
};

/** Filters as one readable line; those in force stand out with their values. */
export function FilterLine({ filters, rarer = [], chosen, onChosen, onClear, lead }: FilterLineProps): ReactNode {
  const text = useText();
  const isAny = [...filters, ...rarer].some(({ id }) => (chosen[id]?.length ?? 0) > 0);
  return (
    <div className="b-filters" role="group" aria-label={text.ui.filterAdd}>
      {lead}
      <FilterFields {...{ filters, chosen, onChosen }} />
      {rarer.length > 0 && <RarerFilters {...{ filters: rarer, chosen, onChosen }} />}
      {isAny && onClear && (
        <Button type="link" onClick={onClear}>
          {text.ui.filterClear}
        </Button>
      )}
    </div>
  );
}

type FieldsProps = Pick<FilterLineProps, "filters" | "chosen" | "onChosen">;

function FilterFields({ filters, chosen, onChosen }: FieldsProps): ReactNode {
  return filters.map(({ id, title, choices, isMultiple }) => (
    <Select<string | string[]>
      key={id}
      aria-label={title}
      placeholder={title}
      allowClear
      showSearch={choices.length > 8 ? { optionFilterProp: "label" } : false}
      {...(isMultiple ? { mode: "multiple" as const, maxTagCount: 1 } : {})}
      value={isMultiple ? [...(chosen[id] ?? [])] : chosen[id]?.[0]}
      options={choices.map(({ value, label }) => ({ value, label }))}
      popupMatchSelectWidth={false}
      onChange={(value) => onChosen(id, value === undefined ? [] : Array.isArray(value) ? value : [value])}
    />
  ));
}

function RarerFilters({ filters, chosen, onChosen }: FieldsProps): ReactNode {
  const text = useText();
  const [open, setOpen] = useState(false);
  useEscape(open, () => setOpen(false));
  const inForce = filters.filter(({ id }) => (chosen[id]?.length ?? 0) > 0).map(({ title }) => title);
  const content = (
    <div className="b-filters b-filters-rarer">
      <FilterFields {...{ filters, chosen, onChosen }} />
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" content={content}>
      <Button aria-expanded={open} type={inForce.length > 0 ? "primary" : "default"} ghost={inForce.length > 0}>
        {[text.ui.filterMore, ...inForce].join(" · ")}▾
      </Button>
    </Popover>
  );
}
