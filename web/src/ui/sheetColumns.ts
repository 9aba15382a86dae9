import type { ReactNode, Ref } from "react";
import type { CellChange, CellPlace } from "./sheetRange.ts";

export type SheetColumn<Row> = {
  id: string;
  header: string;
  unit?: string;
  /** Width in px at 100%. */
  width: number;
  /** Takes what the table leaves over; otherwise an empty column does. */
  grows?: boolean;
  align?: "start" | "end";
  frozen?: boolean;
  /** Names the row for assistive technology. */
  isRowHeader?: boolean;
  /** What stands in the cell, as text; the page reads it back from the changes. */
  value: (row: Row) => string;
  readOnly?: boolean | ((row: Row) => boolean);
  /** The phone's keyboard. */
  inputMode?: "text" | "decimal";
  /** Line breaks are kept (Alt+Enter writes one). */
  multiline?: boolean;
  /** Offered while typing. */
  suggestions?: readonly string[];
  /** Shown pale in an empty cell, as 未报. */
  placeholder?: (row: Row) => string;
  /** Drawn in place of the text, as a name with its code below; the field beneath keeps focus, value and copying. */
  shown?: (row: Row) => ReactNode;
  /** Enter, F2 or a double click in a cell that is read-only. */
  onOpen?: (row: Row) => void;
};

/** A fault stops the row, a doubt asks for a reason; both are told in a sentence. */
export type CellMark = { kind: "fault" | "doubt"; text: string };

export type ChangeCause = "typing" | "paste" | "fill" | "clear" | "undo" | "redo" | "page";

/** A block from the clipboard and the cell it was dropped on. */
export type SheetPaste = { block: string[][]; at: CellPlace; rowId: string; columnId: string };

/** What a page may ask of a sheet. */
export type SheetHandle = {
  /** Writes changes as one step that Ctrl+Z takes back; for 粘贴 after its preview, 其余无变化, and the like. */
  apply: (changes: readonly CellChange[], cause?: ChangeCause) => void;
  undo: () => void;
  redo: () => void;
  focusCell: (rowId: string, columnId: string) => void;
};

export type SheetProps<Row> = {
  label: string;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  columns: readonly SheetColumn<Row>[];
  /** One step of changes, already recorded for undo; the page puts them into its rows at once. */
  onChange: (changes: readonly CellChange[], cause: ChangeCause) => void;
  /**
   * A pasted block of more than one cell. The page may match rows by code or name and preview first, then call
   * `handle.apply`; answering `"in-place"` writes the block from the chosen cell on, which is also the default.
   */
  onPaste?: (paste: SheetPaste) => "in-place" | "taken";
  markOf?: (row: Row, columnId: string) => CellMark | undefined;
  /** A line below the row, as a doubt with its buttons; without it the row's marks are told there. */
  rowNote?: (row: Row) => ReactNode;
  /** The sum of the selected texts, as words; undefined where they are not numbers. See `wanSum`. */
  sumOf?: (texts: readonly string[]) => string | undefined;
  readOnly?: boolean;
  /** Ctrl+Shift+Enter. */
  onSubmit?: () => void;
  /** Ctrl+S. */
  onSave?: () => void;
  /** Right of the selection sum. */
  footer?: ReactNode;
  /** CSS height of the scrolling part; by default it takes the rest of the page. */
  height?: string;
  ref?: Ref<SheetHandle>;
};

/** Whether an empty last column takes what is left over. */
export function hasRest<Row>(columns: readonly SheetColumn<Row>[]): boolean {
  return !columns.some(({ grows }) => grows);
}

export function isCellReadOnly<Row>(column: SheetColumn<Row>, row: Row): boolean {
  return typeof column.readOnly === "function" ? column.readOnly(row) : (column.readOnly ?? false);
}
