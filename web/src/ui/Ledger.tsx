import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { LedgerHead } from "./LedgerHead.tsx";
import { LedgerRow } from "./LedgerRow.tsx";
import "./ledger.css";
import { forLargeText, forPhone, frozenFirst, frozenLefts, tickWidthPx, type LedgerColumn } from "./ledgerColumns.ts";
import { rowHeightPx, usePreferences } from "./preferences.ts";
import { useIsPhone } from "./useIsPhone.ts";
import { allItems, usePrinting } from "./usePrinting.ts";

export type { LedgerColumn } from "./ledgerColumns.ts";

export type LedgerProps<Row> = {
  /** What the table lists, for assistive technology. */
  label: string;
  /** The rows loaded so far, in order. */
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  columns: readonly LedgerColumn<Row>[];
  /** Rows of the whole selection, loaded or not. */
  total?: number;
  /** Column id, with a minus for descending. */
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  /** Ids of the columns shown; undefined shows the defaults. Without `onColumnsShown` there is no chooser. */
  columnsShown?: readonly string[] | undefined;
  onColumnsShown?: (ids: readonly string[] | undefined) => void;
  /** With `onSelected`, each row has a tick. */
  selected?: ReadonlySet<string>;
  onSelected?: (ids: ReadonlySet<string>) => void;
  /** Space. */
  onPeek?: (row: Row) => void;
  /** Enter or a double click. */
  onOpen?: (row: Row) => void;
  /** Figures over the whole selection, by column id; shown in the footer. */
  sums?: Readonly<Record<string, ReactNode>>;
  /** Called when the last loaded rows come near; load the next page. */
  onEndNear?: () => void;
  isLoadingMore?: boolean;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
  /** Beside the column chooser. */
  toolbar?: ReactNode;
  /** CSS height of the scrolling part; by default it takes the rest of the page. */
  height?: string;
};

const headHeightPx = 40;
const largeHeadHeightPx = 56;
const rowsBeforeEnd = 15;

/** A long list as one table: virtual rows, sticky head, frozen first columns, whole-selection sums. */
export function Ledger<Row>(props: LedgerProps<Row>): ReactNode {
  const { rows, columns, columnsShown, sums, total = rows.length } = props;
  const isPhone = useIsPhone();
  const preferences = usePreferences();
  const placed = frozenFirst(columns, columnsShown);
  const sized = preferences.largeText ? forLargeText(placed) : placed;
  const shown = isPhone ? forPhone(sized) : sized;
  const rowPx = rowHeightPx(preferences, isPhone);
  const headPx = preferences.largeText ? largeHeadHeightPx : headHeightPx;
  const ticks = props.onSelected !== undefined;
  const lefts = frozenLefts(shown, ticks);
  const footPx = sums ? rowPx : 0;
  const scroller = useRef<HTMLDivElement>(null);
  const { active, setActive, virtual, onKeyDown } = useRowKeys(props, scroller, {
    rowPx,
    edgesPx: headPx + footPx,
  });
  const isPrinting = usePrinting();
  const items = isPrinting ? allItems(rows.length) : virtual.getVirtualItems();
  useEndNear(items[items.length - 1]?.index ?? 0, props);
  const before = items[0]?.start ?? 0;
  const after = isPrinting ? 0 : virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  const width = shown.reduce((sum, column) => sum + column.width, ticks ? tickWidthPx : 0);

  return (
    <div className="b-ledger">
      <Bar ledger={props} shown={shown} />
      <div className="b-ledger-scroll" ref={scroller} style={props.height ? { height: props.height, flex: "none" } : undefined}>
        <table
          role="grid"
          aria-label={props.label}
          aria-rowcount={total + 1}
          aria-colcount={shown.length + (ticks ? 1 : 0)}
          aria-busy={props.isLoadingMore ?? false}
          style={{ minWidth: width }}
          onKeyDown={onKeyDown}
        >
          <colgroup>
            {ticks && <col style={{ width: tickWidthPx }} />}
            {shown.map((column) => (
              <col key={column.id} style={{ width: column.width }} />
            ))}
            <col />
          </colgroup>
          <LedgerHead {...props} columns={shown} lefts={lefts} />
          <Spacer height={before} />
          <tbody>
            {items.map(({ index }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <LedgerRow
                  key={props.rowId(row)}
                  {...{ row, index, columns: shown, lefts, isActive: index === active, height: rowPx }}
                  ledger={props}
                  onActive={setActive}
                />
              );
            })}
          </tbody>
          <Spacer height={after} />
          {sums && <Sums {...{ columns: shown, lefts, sums, ticks, height: rowPx }} />}
        </table>
        {rows.length === 0 && props.empty}
      </div>
    </div>
  );
}

function Bar<Row>({ ledger, shown }: { ledger: LedgerProps<Row>; shown: readonly LedgerColumn<Row>[] }): ReactNode {
  const text = useText();
  const { toolbar, onColumnsShown, rows, total = rows.length, columns } = ledger;
  if (!toolbar && !onColumnsShown) return null;
  return (
    <div className="b-ledger-bar">
      <div className="b-ledger-toolbar">{toolbar}</div>
      <span className="b-caption">{text.ui.rowsShown(rows.length, total)}</span>
      {onColumnsShown && <ColumnChooser columns={columns} shown={shown.map(({ id }) => id)} onShown={onColumnsShown} />}
    </div>
  );
}

function Spacer({ height }: { height: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }} />
    </tbody>
  );
}

type SumsProps<Row> = {
  columns: readonly LedgerColumn<Row>[];
  lefts: readonly (number | undefined)[];
  sums: Readonly<Record<string, ReactNode>>;
  ticks: boolean;
  height: number;
};

function Sums<Row>({ columns, lefts, sums, ticks, height }: SumsProps<Row>): ReactNode {
  const text = useText();
  return (
    <tfoot>
      <tr style={{ height }}>
        {ticks && <td className="b-frozen" style={{ left: 0 }} />}
        {columns.map((column, at) => {
          const Cell = at === 0 ? "th" : "td";
          return (
            <Cell
              key={column.id}
              {...(at === 0 ? { scope: "row" } : {})}
              className={`${column.align === "end" ? "b-num" : ""} ${lefts[at] === undefined ? "" : "b-frozen"}`}
              style={{ left: lefts[at] }}
            >
              {at === 0 ? (sums[column.id] ?? text.ui.sum) : sums[column.id]}
            </Cell>
          );
        })}
        <td aria-hidden="true" />
      </tr>
    </tfoot>
  );
}

function useEndNear<Row>(lastIndex: number, { rows, total, onEndNear, isLoadingMore }: LedgerProps<Row>): void {
  const asked = useRef(-1);
  useEffect(() => {
    const isNear = lastIndex >= rows.length - rowsBeforeEnd && rows.length < (total ?? rows.length);
    if (!isNear || isLoadingMore || asked.current === rows.length) return;
    asked.current = rows.length;
    onEndNear?.();
  }, [lastIndex, rows.length, total, isLoadingMore, onEndNear]);
}

/** One row holds the focus; arrows move it, Space peeks, Enter opens. */
function useRowKeys<Row>(props: LedgerProps<Row>, scroller: React.RefObject<HTMLDivElement | null>, { rowPx, edgesPx }: { rowPx: number; edgesPx: number }) {
  const { rows } = props;
  const [chosen, setActive] = useState(0);
  const active = Math.max(0, Math.min(chosen, rows.length - 1));
  const wantsFocus = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollPaddingEnd: edgesPx,
    rangeExtractor: useCallback(
      (range: Range) => [...new Set([...defaultRangeExtractor(range), ...(rows.length > 0 ? [active] : [])])].sort((a, b) => a - b),
      [active, rows.length],
    ),
  });
  useEffect(() => virtual.measure(), [virtual, rowPx]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    virtual.scrollToIndex(active);
    scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.focus({ preventScroll: true });
  }, [active, virtual, scroller]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    const row = rows[active];
    if (target.tagName !== "TR" || row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - edgesPx) / rowPx) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      wantsFocus.current = true;
      setActive(Math.max(0, Math.min(next, rows.length - 1)));
    } else if (event.key === " " && props.onPeek) props.onPeek(row);
    else if (event.key === "Enter" && props.onOpen) props.onOpen(row);
    else return;
    event.preventDefault();
  };
  return { active, setActive, virtual, onKeyDown };
}
