/** Gathers the rows of one sheet under the limits. Rows past the limit are still counted, so that the refusal can say how many there are. */
import { columnName, grouped, limits, Refusal, type Cell } from "./cells.ts";

/** What the sheets of one file have filled so far; `onRows` hears of it now and then. */
export type Filled = { cells: number; rows: number; onRows?: (rows: number) => void };

const rowsBetweenNews = 1000;

export type Gathering = { add: (rowIndex: number, cells: Cell[]) => void; finish: () => Cell[][] };

export function gatherRows(sheetName: string, filled: Filled): Gathering {
  const rows: Cell[][] = [];
  let rowsSeen = 0;
  let lastRow = 0;

  function add(rowIndex: number, cells: Cell[]): void {
    const row = trimmed(cells);
    if (row.length === 0) return;
    rowsSeen++;
    filled.rows++;
    if (filled.rows % rowsBetweenNews === 0) filled.onRows?.(filled.rows);
    lastRow = Math.max(lastRow, rowIndex + 1);
    if (row.length > limits.columnsMax) throw tooWide(rowIndex, row.length);
    if (rowIndex >= limits.rowsMax) return;
    filled.cells += row.reduce<number>((count, cell) => (cell === null ? count : count + 1), 0);
    if (filled.cells > limits.cellsMax) throw new Refusal("too-large", `文件中有内容的单元格超过${grouped(limits.cellsMax)}个，请分成几个文件`);
    while (rows.length < rowIndex) rows.push([]);
    if (rows[rowIndex]?.length) throw new Refusal("damaged", `工作表“${sheetName}”的第${rowIndex + 1}行出现了两次，请用表格软件重新保存`);
    rows[rowIndex] = row;
  }

  function tooWide(rowIndex: number, columns: number): Refusal {
    const where = `工作表“${sheetName}”第${rowIndex + 1}行写到了${columnName(columns - 1)}列`;
    return new Refusal("too-many-columns", `${where}，最多读取${limits.columnsMax}列，请删去多余的列`);
  }

  function finish(): Cell[][] {
    if (lastRow > limits.rowsMax) {
      const where = `工作表“${sheetName}”写到了第${grouped(lastRow)}行，共${grouped(rowsSeen)}行有内容`;
      throw new Refusal("too-many-rows", `${where}；最多读到第${grouped(limits.rowsMax)}行，请分成几个文件`);
    }
    return rows;
  }

  return { add, finish };
}

function trimmed(cells: Cell[]): Cell[] {
  let length = cells.length;
  while (length > 0 && (cells[length - 1] ?? null) === null) length--;
  return Array.from({ length }, (_, at) => cells[at] ?? null);
}
