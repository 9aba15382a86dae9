import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useId, useMemo, useRef, type ClipboardEvent, type MouseEvent, type ReactNode } from "react";
import { useText, type Text } from "../text/useText.ts";
import { forPhone, frozenFirst, frozenLefts } from "./ledgerColumns.ts";
import { rowHeightPx, usePreferences } from "./preferences.ts";
import "./sheet.css";
import { hasRest, type SheetColumn, type SheetProps } from "./sheetColumns.ts";
import { cellCount, cellsOf, textBlock, type CellPlace } from "./sheetRange.ts";
import { SheetRow } from "./SheetRow.tsx";
import { writeTsv } from "./tsv.ts";
import { useIsPhone } from "./useIsPhone.ts";
import { allItems, usePrinting } from "./usePrinting.ts";
import { useActiveFocus, useSheet, type SheetState } from "./useSheet.ts";

export type { CellMark, ChangeCause, SheetColumn, SheetHandle, SheetPaste, SheetProps } from "./sheetColumns.ts";
export type { CellChange } from "./sheetRange.ts";

const headHeightPx = 40;
const largeHeadHeightPx = 56;

/** An editor in the manner of a spreadsheet: see UX of 月度报送 for its keys. */
export function Sheet<Row>(props: SheetProps<Row>): ReactNode {
  const { rows, rowId } = props;
  const text = useText();
  const isPhone = useIsPhone();
  const rowPx = rowHeightPx(usePreferences(), isPhone);
  // Kept while the columns are, so that rows which did not change are not drawn again.
  const columns = useMemo(() => (isPhone ? forPhone(frozenFirst(props.columns)) : frozenFirst(props.columns)), [props.columns, isPhone]);
  const lefts = useMemo(() => frozenLefts(columns, false), [columns]);
  const scroller = useRef<HTMLDivElement>(null);
  const { state, virtual } = useSheetRows({ props, columns, scroller, rowPx });
  const { active, selection } = state;
  const listId = useId();
  const isPrinting = usePrinting();
  const items = isPrinting ? allItems(rows.length) : virtual.getVirtualItems();
  const width = columns.reduce((sum, column) => sum + column.width, 0);

  return (
    <div className="b-sheet">
      {columns.map((column) => (
        <Suggestions key={column.id} id={`${listId}${column.id}`} of={column} />
      ))}
      <div className="b-sheet-scroll" ref={scroller} style={props.height ? { height: props.height, flex: "none" } : undefined}>
        <table
          role="grid"
          aria-label={props.label}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          aria-readonly={props.readOnly ?? false}
          style={{ minWidth: width }}
          {...blockEvents(state)}
        >
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} style={column.grows ? undefined : { width: column.width }} />
            ))}
            {hasRest(columns) && <col />}
          </colgroup>
          <Head columns={columns} lefts={lefts} />
          <Spacer height={items[0]?.start ?? 0} />
          {items.map(({ index, key, start }, at) => {
            const row = rows[index];
            if (row === undefined) return null;
            const gap = at === 0 ? 0 : start - (items[at - 1]?.end ?? start);
            return (
              <SheetRow
                key={isPrinting ? rowId(row) : String(key)}
                {...{ row, index, columns, lefts, gap, listId, height: rowPx, sheet: props, actions: state.actions }}
                measure={virtual.measureElement}
                activeColumn={active.row === index ? active.column : -1}
                left={index >= selection.top && index <= selection.bottom ? selection.left : -1}
                right={index >= selection.top && index <= selection.bottom ? selection.right : -1}
              />
            );
          })}
          <Spacer height={isPrinting ? 0 : virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0)} />
        </table>
      </div>
      <div className="b-sheet-foot">
        <span aria-live="polite">{selectionWords(state, props.sumOf, text)}</span>
        {props.footer}
      </div>
    </div>
  );
}

/** 选中3格求和29,600, once more than one cell is selected and they add up. */
function selectionWords({ selection, grid }: SheetState, sumOf: SheetProps<never>["sumOf"], text: Text): string {
  const count = cellCount(selection);
  const sum = count < 2 ? undefined : sumOf?.(cellsOf(selection).map(grid.text));
  return sum === undefined ? "" : text.ui.selectionSum(count, sum);
}

type SheetRows<Row> = {
  props: SheetProps<Row>;
  columns: readonly SheetColumn<Row>[];
  scroller: React.RefObject<HTMLDivElement | null>;
  rowPx: number;
};

/** The state of the sheet and the rows in sight; the active row is always drawn, for it holds the focus. */
function useSheetRows<Row>({ props, columns, scroller, rowPx }: SheetRows<Row>) {
  const { rows, rowId } = props;
  const headPx = usePreferences().largeText ? largeHeadHeightPx : headHeightPx;
  const pageRows = (): number => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1);
  const state = useSheet(props, columns, pageRows);
  const activeRow = state.active.row;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => (rows[index] === undefined ? index : rowId(rows[index])),
    overscan: 6,
    scrollPaddingEnd: headPx,
    rangeExtractor: useCallback(
      (range: Range) => [...new Set([...defaultRangeExtractor(range), ...(activeRow < range.count ? [activeRow] : [])])].sort((a, b) => a - b),
      [activeRow],
    ),
  });
  const find = ({ row, column }: CellPlace): HTMLElement | null => scroller.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`) ?? null;
  useActiveFocus(state, find, (row) => rows.length > 0 && virtual.scrollToIndex(row));
  return { state, virtual };
}

function Suggestions<Row>({ id, of }: { id: string; of: SheetColumn<Row> }): ReactNode {
  if (!of.suggestions) return null;
  return (
    <datalist id={id}>
      {of.suggestions.map((words) => (
        <option key={words} value={words} />
      ))}
    </datalist>
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

function Head<Row>({ columns, lefts }: { columns: readonly SheetColumn<Row>[]; lefts: readonly (number | undefined)[] }): ReactNode {
  const text = useText();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column, at) => (
          <th
            key={column.id}
            scope="col"
            className={`${column.align === "end" ? "b-num" : ""} ${lefts[at] === undefined ? "" : "b-frozen"}`}
            style={{ left: lefts[at] }}
          >
            {column.header}
            {column.unit && <small>{text.ui.bracketed(column.unit)}</small>}
          </th>
        ))}
        {hasRest(columns) && <th aria-hidden="true" />}
      </tr>
    </thead>
  );
}

function placeOf(target: EventTarget): CellPlace | undefined {
  const cell = (target as HTMLElement).closest?.("td, th")?.querySelector<HTMLElement>("[data-cell]");
  const [row, column] = (cell?.dataset.cell ?? "").split(":");
  return row && column ? { row: Number(row), column: Number(column) } : undefined;
}

/** Copying and cutting a block, and selecting it with the mouse. */
function blockEvents({ selection, grid, actions, active }: SheetState) {
  const copy = (event: ClipboardEvent): boolean => {
    const field = event.target as HTMLInputElement;
    const isBlock = cellCount(selection) > 1;
    // A part of one cell's text is copied by the field itself.
    const isPart = field.selectionStart !== 0 || field.selectionEnd !== field.value?.length;
    if (!isBlock && isPart) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", writeTsv(textBlock(selection, grid)));
    return true;
  };
  return {
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (copy(event)) actions.clear();
    },
    // A field lets its selected text be dragged away; here dragging selects cells.
    onDragStart: (event: MouseEvent) => event.preventDefault(),
    onMouseDown: (event: MouseEvent) => {
      const place = placeOf(event.target);
      if (!place || !event.shiftKey) return;
      event.preventDefault();
      actions.extendTo(place);
    },
    onMouseOver: (event: MouseEvent) => {
      if (event.buttons !== 1) return;
      const place = placeOf(event.target);
      if (!place || (place.row === active.row && place.column === active.column && cellCount(selection) === 1)) return;
      actions.extendTo(place);
    },
  };
}
