import type { ReactNode } from "react";

export type LedgerColumn<Row> = {
  id: string;
  header: string;
  /** Shown small in the header; one unit per column. */
  unit?: string;
  /** Width in px at 100%. */
  width: number;
  /** `end` for figures. */
  align?: "start" | "end";
  /** Stays in sight on the left; frozen columns come first. */
  frozen?: boolean;
  /** Names the row for assistive technology; usually the name column. */
  isRowHeader?: boolean;
  /** Group in the column chooser. */
  group?: string;
  hiddenByDefault?: boolean;
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
};

export const tickWidthPx = 40;

/** What placing a column needs to know of it. */
type Placed = Pick<LedgerColumn<never>, "id" | "width" | "frozen" | "hiddenByDefault">;

/** The columns to show: frozen ones first, which cannot be hidden. */
export function frozenFirst<Column extends Placed>(columns: readonly Column[], shown?: readonly string[]): Column[] {
  const frozen = columns.filter((column) => column.frozen);
  const rest = columns.filter((column) => !column.frozen);
  const isShown = (column: Column): boolean => (shown ? shown.includes(column.id) : !column.hiddenByDefault);
  return [...frozen, ...rest.filter(isShown)];
}

const phoneFrozenWidthPx = 140;

/** On a phone only the first frozen column stays in sight, and narrow, so that there is room for another. */
export function forPhone<Column extends Placed>(columns: readonly Column[]): Column[] {
  return columns.map((column, at) => {
    if (!column.frozen) return column;
    return at === 0 ? { ...column, width: Math.min(column.width, phoneFrozenWidthPx) } : { ...column, frozen: false };
  });
}

/** 18 px of text where 14 px was measured. */
const largeTextScale = 18 / 14;

/** Columns as wide as large text needs. */
export function forLargeText<Column extends Placed>(columns: readonly Column[]): Column[] {
  return columns.map((column) => ({ ...column, width: Math.round(column.width * largeTextScale) }));
}

/** Distance from the left edge at which each frozen column sticks; undefined for the others. */
export function frozenLefts(columns: readonly Placed[], hasTicks: boolean): (number | undefined)[] {
  let left = hasTicks ? tickWidthPx : 0;
  return columns.map((column) => {
    if (!column.frozen) return undefined;
    const own = left;
    left += column.width;
    return own;
  });
}

/** Ascending, descending, unsorted, in turn. */
export function nextSort(sort: string | undefined, id: string): string | undefined {
  if (sort === id) return `-${id}`;
  return sort === `-${id}` ? undefined : id;
}
