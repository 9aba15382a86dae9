import { Button, Checkbox, Popover } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { useEscape } from "./useEscape.ts";
import type { LedgerColumn } from "./ledgerColumns.ts";

type ColumnChooserProps<Row> = {
  columns: readonly LedgerColumn<Row>[];
  shown: readonly string[];
  onShown: (ids: readonly string[] | undefined) => void;
};

/** Which columns a table shows, by group. */
export function ColumnChooser<Row>({ columns, shown, onShown }: ColumnChooserProps<Row>): ReactNode {
  const text = useText();
  const [open, setOpen] = useState(false);
  const choosable = columns.filter((column) => !column.frozen);
  useEscape(open, () => setOpen(false));
  const groups = [...new Set(choosable.map((column) => column.group ?? ""))];
  const toggle = (id: string, on: boolean): void =>
    onShown(choosable.filter((column) => (column.id === id ? on : shown.includes(column.id))).map((column) => column.id));
  const content = (
    <div className="b-chooser">
      {groups.map((group) => (
        <fieldset key={group}>
          {group && <legend>{group}</legend>}
          {choosable
            .filter((column) => (column.group ?? "") === group)
            .map((column) => (
              <Checkbox key={column.id} checked={shown.includes(column.id)} onChange={(event) => toggle(column.id, event.target.checked)}>
                {column.header}
              </Checkbox>
            ))}
        </fieldset>
      ))}
      <Button size="small" onClick={() => onShown(undefined)}>
        {text.ui.columnsReset}
      </Button>
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" title={text.ui.columnsTitle} content={content}>
      <Button aria-expanded={open}>{text.ui.columns}▾</Button>
    </Popover>
  );
}
