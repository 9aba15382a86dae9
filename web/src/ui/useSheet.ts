import { useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CellMode, SheetCommand } from "./sheetKeys.ts";
import {
  changeAt,
  clampPlace,
  fillDown,
  fillRange,
  nextWritable,
  pasteBlock,
  rangeBetween,
  type CellChange,
  type CellPlace,
  type CellRange,
  type SheetGrid,
} from "./sheetRange.ts";
import { isCellReadOnly, type ChangeCause, type SheetColumn, type SheetProps } from "./sheetColumns.ts";
import { emptyUndo, recordStep, redoStep, undoStep, type UndoStack } from "./undo.ts";

/** What the cells call; the object stays the same, so that cells need not be drawn again. */
export type SheetActions = {
  focus: (place: CellPlace) => void;
  extendTo: (place: CellPlace) => void;
  commit: (place: CellPlace, text: string) => void;
  run: (command: SheetCommand, place: CellPlace, text: string) => void;
  canLeave: (place: CellPlace, step: 1 | -1) => boolean;
  paste: (block: string[][], place: CellPlace) => void;
  clear: () => void;
};

type Selection = { anchor: CellPlace; head: CellPlace };

export type SheetState = {
  grid: SheetGrid;
  selection: CellRange;
  active: CellPlace;
  actions: SheetActions;
  /** A counter that rises whenever the focus must move to the active cell. */
  focusWish: number;
  focusRow: number;
};

export function gridOf<Row>(props: SheetProps<Row>, columns: readonly SheetColumn<Row>[]): SheetGrid {
  const { rows, rowId, readOnly } = props;
  return {
    rowCount: rows.length,
    columnCount: columns.length,
    rowId: (row) => rowId(rows[row] as Row),
    columnId: (column) => columns[column]?.id ?? "",
    text: ({ row, column }) => {
      const held = rows[row];
      return held === undefined ? "" : (columns[column]?.value(held) ?? "");
    },
    isReadOnly: ({ row, column }) => {
      const [held, described] = [rows[row], columns[column]];
      return readOnly || held === undefined || described === undefined || isCellReadOnly(described, held);
    },
  };
}

function reversed(changes: readonly CellChange[]): CellChange[] {
  return changes.map(({ before, after, ...cell }) => ({ ...cell, before: after, after: before }));
}

/** Selection, undo and the commands of a sheet; cells and drawing are in `Sheet.tsx`. */
export function useSheet<Row>(props: SheetProps<Row>, columns: readonly SheetColumn<Row>[], pageRows: () => number): SheetState {
  const grid = gridOf(props, columns);
  const start = { row: 0, column: firstWritable(grid) };
  const [{ anchor, head }, setSelection] = useState<Selection>({ anchor: start, head: start });
  const [wish, setWish] = useState({ count: 0, row: 0 });
  const active = clampPlace(anchor, grid);
  const selection = rangeBetween(active, clampPlace(head, grid));
  const latest = useRef({ grid, active, head, selection, props, pageRows });
  latest.current = { grid, active, head: clampPlace(head, grid), selection, props, pageRows };
  const undo = useRef<UndoStack<readonly CellChange[]>>(emptyUndo());

  const actions = useMemo(() => {
    const write = (changes: readonly CellChange[], cause: ChangeCause): void => {
      if (changes.length === 0) return;
      undo.current = recordStep(undo.current, changes);
      latest.current.props.onChange(changes, cause);
    };
    const retrace = (cause: "undo" | "redo"): void => {
      const found = cause === "undo" ? undoStep(undo.current) : redoStep(undo.current);
      if (!found) return;
      undo.current = found.stack;
      latest.current.props.onChange(cause === "undo" ? reversed(found.step) : found.step, cause);
    };
    const goTo = (place: CellPlace, extend: boolean): void => {
      const target = clampPlace(place, latest.current.grid);
      setSelection((now) => (extend ? { anchor: now.anchor, head: target } : { anchor: target, head: target }));
      setWish(({ count }) => ({ count: extend ? count : count + 1, row: target.row }));
    };
    return { write, retrace, goTo, ...cellActions({ latest, write, retrace, goTo, setSelection }) };
  }, []);

  useImperativeHandle(props.ref, () => ({
    apply: (changes, cause = "page") => actions.write(changes, cause),
    undo: () => actions.retrace("undo"),
    redo: () => actions.retrace("redo"),
    focusCell: (rowId, columnId) => {
      const { props: now } = latest.current;
      const row = now.rows.findIndex((each) => now.rowId(each) === rowId);
      const column = columns.findIndex(({ id }) => id === columnId);
      if (row >= 0 && column >= 0) actions.goTo({ row, column }, false);
    },
  }));
  return { grid, selection, active, actions, focusWish: wish.count, focusRow: wish.row };
}

function firstWritable(grid: SheetGrid): number {
  for (let column = 0; column < grid.columnCount; column += 1) {
    if (!grid.isReadOnly({ row: 0, column })) return column;
  }
  return 0;
}

type Parts<Row> = {
  latest: {
    current: { grid: SheetGrid; head: CellPlace; selection: CellRange; props: SheetProps<Row>; pageRows: () => number };
  };
  write: (changes: readonly CellChange[], cause: ChangeCause) => void;
  retrace: (cause: "undo" | "redo") => void;
  goTo: (place: CellPlace, extend: boolean) => void;
  setSelection: (change: (now: Selection) => Selection) => void;
};

function cellActions<Row>({ latest, write, retrace, goTo, setSelection }: Parts<Row>): SheetActions {
  const move = (command: SheetCommand, place: CellPlace): void => {
    const { grid, head, pageRows } = latest.current;
    if (command.kind === "tab") {
      const next = nextWritable(place, command.step, grid);
      if (next) goTo(next, false);
      return;
    }
    const from = "extend" in command && command.extend ? head : place;
    if (command.kind === "move") goTo({ row: from.row + command.rows, column: from.column + command.columns }, command.extend);
    if (command.kind === "page") goTo({ row: from.row + command.direction * pageRows(), column: from.column }, command.extend);
    if (command.kind === "edge") {
      const ends = { first: 0, last: Number.MAX_SAFE_INTEGER };
      const row = command.row ? ends[command.row] : from.row;
      goTo({ row, column: command.column ? ends[command.column] : from.column }, command.extend);
    }
  };
  const run = (command: SheetCommand, place: CellPlace, text: string): void => {
    const { grid, selection, props } = latest.current;
    if (command.kind === "clear") write(fillRange(selection, "", grid), "clear");
    else if (command.kind === "fillDown") write(fillDown(selection, grid), "fill");
    else if (command.kind === "fillSelection") write(fillRange(selection, text, grid), "fill");
    else if (command.kind === "undo" || command.kind === "redo") retrace(command.kind);
    else if (command.kind === "submit") props.onSubmit?.();
    else if (command.kind === "save") props.onSave?.();
    else if (command.kind === "selectAll") {
      const all = { row: grid.rowCount - 1, column: grid.columnCount - 1 };
      setSelection(() => ({ anchor: { row: 0, column: 0 }, head: all }));
    } else move(command, place);
  };
  return {
    run,
    focus: (place) => setSelection((now) => (isSame(now.anchor, place) ? now : { anchor: place, head: place })),
    extendTo: (place) => goTo(place, true),
    commit: (place, text) => write(changeAt(place, text, latest.current.grid), "typing"),
    canLeave: (place, step) => nextWritable(place, step, latest.current.grid) === undefined,
    clear: () => write(fillRange(latest.current.selection, "", latest.current.grid), "clear"),
    paste: (block, place) => {
      const { grid, selection, props } = latest.current;
      if (grid.rowCount === 0) return;
      const isBlock = block.length > 1 || (block[0]?.length ?? 0) > 1;
      const at = isBlock ? { row: selection.top, column: selection.left } : place;
      const paste = { block, at, rowId: grid.rowId(at.row), columnId: grid.columnId(at.column) };
      if (isBlock && props.onPaste?.(paste) === "taken") return;
      write(pasteBlock(block, selection, grid), "paste");
    },
  };
}

function isSame(a: CellPlace, b: CellPlace): boolean {
  return a.row === b.row && a.column === b.column;
}

/** What a cell is doing, from its draft. */
export function modeOf(draft: { caret: boolean } | undefined): CellMode {
  if (!draft) return "ready";
  return draft.caret ? "edit" : "typing";
}

/** Puts the focus into the active cell once it has been drawn. */
export function useActiveFocus(state: SheetState, find: (place: CellPlace) => HTMLElement | null, reveal: (row: number) => void): void {
  const { focusWish, active, focusRow } = state;
  useLayoutEffect(() => {
    if (focusWish > 0 || focusRow > 0) reveal(focusRow);
    if (focusWish > 0) find(active)?.focus({ preventScroll: false });
    // Only a wish moves the focus; the rest are read as they stand then.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [focusWish, focusRow]);
}
