import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";

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
  /** Chosen values by filter id; keep them in the address with `useAddressState`. */
  chosen: Readonly<Record<string, readonly string[]>>;
  onChosen: (id: string, values: readonly string[]) => void;
  onClear?: () => void;
  /** Before the filters, as a search field. */
  lead?: ReactNode;
};

/** Filters as one readable line; those in force stand out with their values. */
export function FilterLine({ filters, chosen, onChosen, onClear, lead }: FilterLineProps): ReactNode {
  const text = useText();
  const isAny = filters.some(({ id }) => (chosen[id]?.length ?? 0) > 0);
  return (
    <div className="b-filters" role="group" aria-label={text.ui.filterAdd}>
      {lead}
      {filters.map(({ id, title, choices, isMultiple }) => (
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
      ))}
      {isAny && onClear && (
        <Button type="link" onClick={onClear}>
          {text.ui.filterClear}
        </Button>
      )}
    </div>
  );
}
