import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import type { LedgerProps } from "./Ledger.tsx";
import type { LedgerColumn } from "./ledgerColumns.ts";

type LedgerRowProps<Row> = {
  row: Row;
  index: number;
  columns: readonly LedgerColumn<Row>[];
  lefts: readonly (number | undefined)[];
  isActive: boolean;
  height: number;
  ledger: LedgerProps<Row>;
  onActive: (index: number) => void;
};

export function LedgerRow<Row>({ row, index, columns, lefts, isActive, height, ledger, onActive }: LedgerRowProps<Row>): ReactNode {
  const text = useText();
  const { rowId, rowName, selected, onSelected, onOpen } = ledger;
  const id = rowId(row);
  const isSelected = selected?.has(id) ?? false;
  const toggle = (): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelected?.(next);
  };
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={onSelected ? isSelected : undefined}
      tabIndex={isActive ? 0 : -1}
      className={isSelected ? "b-selected" : undefined}
      style={{ height }}
      onFocus={() => onActive(index)}
      onDoubleClick={onOpen && (() => onOpen(row))}
    >
      {onSelected && (
        <td className="b-frozen b-tick" style={{ left: 0 }}>
          <input type="checkbox" aria-label={text.ui.selectRow(rowName(row))} checked={isSelected} onChange={toggle} />
        </td>
      )}
      {columns.map((column, at) => {
        const Cell = column.isRowHeader ? "th" : "td";
        return (
          <Cell
            key={column.id}
            {...(column.isRowHeader ? { scope: "row" } : {})}
            className={`${column.align === "end" ? "b-num" : ""} ${lefts[at] === undefined ? "" : "b-frozen"}`}
            style={{ left: lefts[at] }}
          >
            <div className="b-cell">{column.cell(row)}</div>
          </Cell>
        );
      })}
      <td aria-hidden="true" />
    </tr>
  );
}
