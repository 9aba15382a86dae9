/** A cell by its place on the sheet, from 0. */
export type CellPlace = { row: number; column: number };

/** A rectangle of cells, both corners included. */
export type CellRange = { top: number; bottom: number; left: number; right: number };

/** One cell that a person changed: what stood there and what stands there now. */
export type CellChange = { rowId: string; columnId: string; before: string; after: string };

/** What the pure rules need to know of a sheet. */
export type SheetGrid = {
  rowCount: number;
  columnCount: number;
  rowId: (row: number) => string;
  columnId: (column: number) => string;
  text: (place: CellPlace) => string;
  isReadOnly: (place: CellPlace) => boolean;
};

export function rangeBetween(a: CellPlace, b: CellPlace): CellRange {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function cellCount({ top, bottom, left, right }: CellRange): number {
  return (bottom - top + 1) * (right - left + 1);
}

export function cellsOf({ top, bottom, left, right }: CellRange): CellPlace[] {
  const cells: CellPlace[] = [];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) cells.push({ row, column });
  }
  return cells;
}

export function clampPlace(place: CellPlace, grid: SheetGrid): CellPlace {
  return {
    row: Math.max(0, Math.min(place.row, grid.rowCount - 1)),
    column: Math.max(0, Math.min(place.column, grid.columnCount - 1)),
  };
}

export function textBlock(range: CellRange, grid: SheetGrid): string[][] {
  const block: string[][] = [];
  for (let row = range.top; row <= range.bottom; row += 1) {
    const line: string[] = [];
    for (let column = range.left; column <= range.right; column += 1) line.push(grid.text({ row, column }));
    block.push(line);
  }
  return block;
}

/** The change that writes `after` into a cell; nothing where the cell may not be written or already says so. */
export function changeAt(place: CellPlace, after: string, grid: SheetGrid): CellChange[] {
  if (place.row >= grid.rowCount || place.column >= grid.columnCount || grid.isReadOnly(place)) return [];
  const before = grid.text(place);
  if (before === after) return [];
  return [{ rowId: grid.rowId(place.row), columnId: grid.columnId(place.column), before, after }];
}

/** The same text in every writable cell of the range. */
export function fillRange(range: CellRange, after: string, grid: SheetGrid): CellChange[] {
  return cellsOf(range).flatMap((place) => changeAt(place, after, grid));
}

/** The first row of the range into the rows below it; a single cell takes the one above. */
export function fillDown(range: CellRange, grid: SheetGrid): CellChange[] {
  const source = range.top === range.bottom ? range.top - 1 : range.top;
  if (source < 0) return [];
  return cellsOf({ ...range, top: source + 1 }).flatMap((place) => changeAt(place, grid.text({ row: source, column: place.column }), grid));
}

/** A pasted block from the range's first cell on; a single value fills the whole range; what falls outside is left. */
export function pasteBlock(block: readonly (readonly string[])[], range: CellRange, grid: SheetGrid): CellChange[] {
  const only = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined;
  if (only !== undefined) return fillRange(range, only, grid);
  return block.flatMap((line, down) => line.flatMap((text, across) => changeAt({ row: range.top + down, column: range.left + across }, text, grid)));
}

/** The writable cell that Tab (or Shift+Tab, `step` −1) goes to; undefined where the sheet ends. */
export function nextWritable(from: CellPlace, step: 1 | -1, grid: SheetGrid): CellPlace | undefined {
  const count = grid.rowCount * grid.columnCount;
  for (let at = from.row * grid.columnCount + from.column + step; at >= 0 && at < count; at += step) {
    const place = { row: Math.floor(at / grid.columnCount), column: at % grid.columnCount };
    if (!grid.isReadOnly(place)) return place;
  }
  return undefined;
}
