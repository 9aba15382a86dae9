import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import type { LedgerProps } from "./Ledger.tsx";
import { nextSort, type LedgerColumn } from "./ledgerColumns.ts";

type HeadProps<Row> = LedgerProps<Row> & { lefts: readonly (number | undefined)[] };

export function LedgerHead<Row>({ columns, lefts, sort, onSort, rows, rowId, selected, onSelected }: HeadProps<Row>): ReactNode {
  const text = useText();
  const isAllSelected = rows.length > 0 && rows.every((row) => selected?.has(rowId(row)));
  return (
    <thead>
      <tr aria-rowindex={1}>
        {onSelected && (
          <th scope="col" className="b-frozen b-tick" style={{ left: 0 }}>
            <input
              type="checkbox"
              aria-label={text.ui.selectAll}
              checked={isAllSelected}
              onChange={() => onSelected(new Set(isAllSelected ? [] : rows.map(rowId)))}
            />
          </th>
        )}
        {columns.map((column, at) => (
          <Header key={column.id} {...{ column, sort, onSort, left: lefts[at] }} />
        ))}
        <th aria-hidden="true" />
      </tr>
    </thead>
  );
}

type HeaderProps<Row> = {
  column: LedgerColumn<Row>;
  left: number | undefined;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
};

function Header<Row>({ column, left, sort, onSort }: HeaderProps<Row>): ReactNode {
  const text = useText();
  const direction = sort === column.id ? "ascending" : sort === `-${column.id}` ? "descending" : undefined;
  const words = (
    <>
      {column.header}
      {column.unit && <small>{text.ui.bracketed(column.unit)}</small>}
    </>
  );
  const hint = direction === "ascending" ? text.ui.sortDown : direction === "descending" ? text.ui.sortNone : text.ui.sortUp;
  const isSortable = column.sortable && onSort;
  return (
    <th
      scope="col"
      aria-sort={direction ?? (isSortable ? "none" : undefined)}
      className={`${column.align === "end" ? "b-num" : ""} ${left === undefined ? "" : "b-frozen"}`}
      style={{ left }}
    >
      {isSortable ? (
        <button type="button" className="b-sort" title={hint} onClick={() => onSort(nextSort(sort, column.id))}>
          <span>{words}</span>
          {direction && (
            <span className="b-sort-mark" aria-hidden="true">
              {direction === "ascending" ? "↑" : "↓"}
            </span>
          )}
        </button>
      ) : (
        words
      )}
    </th>
  );
}
