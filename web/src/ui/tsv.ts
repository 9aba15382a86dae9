/**
 * The clipboard text of a spreadsheet as rows of cells. Cells holding tabs, quotes or line breaks come quoted,
 * with quotes doubled; line breaks inside a cell are kept; the empty line that spreadsheets add at the end is dropped.
 */
export function parseTsv(text: string): string[][] {
  const source = text.replace(/\r\n?/g, "\n");
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= source.length) {
    const { cell, next } = readCell(source, at);
    row.push(cell);
    if (source[next] !== "\t") {
      rows.push(row);
      row = [];
    }
    at = next + 1;
  }
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}

function readCell(source: string, from: number): { cell: string; next: number } {
  if (source[from] === '"') {
    const quoted = readQuoted(source, from);
    if (quoted) return quoted;
  }
  let next = from;
  while (next < source.length && source[next] !== "\t" && source[next] !== "\n") next += 1;
  return { cell: source.slice(from, next), next };
}

/** A quote that never closes, or that closes in the middle of a cell, is text somebody typed, not quoting. */
function readQuoted(source: string, from: number): { cell: string; next: number } | undefined {
  let cell = "";
  let at = from + 1;
  while (at < source.length) {
    if (source[at] !== '"') {
      cell += source[at];
      at += 1;
    } else if (source[at + 1] === '"') {
      cell += '"';
      at += 2;
    } else {
      const after = source[at + 1];
      return after === undefined || after === "\t" || after === "\n" ? { cell, next: at + 1 } : undefined;
    }
  }
  return undefined;
}

/** Rows of cells as clipboard text that a spreadsheet takes apart again. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoteCell).join("\t")).join("\n");
}

function quoteCell(cell: string): string {
  return /[\t\n\r"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}
