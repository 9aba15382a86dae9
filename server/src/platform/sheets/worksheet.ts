/** One worksheet: `<row>` and `<c>` elements to rows of cells. */
import { Refusal, type Cell, type DateCell } from "./cells.ts";
import { dateOfCount } from "./formats.ts";
import type { Attributes, XmlHandlers } from "./xml.ts";

export type CellContext = {
  from1904: boolean;
  sharedStrings: readonly string[];
  dateStyles: readonly (DateCell["precision"] | undefined)[];
};

type OpenCell = {
  column: number;
  type: string;
  style: number;
  hasFormula: boolean;
  hasValue: boolean;
  value: string;
  inline: string;
};

/** Excel writes characters that XML cannot hold as _x000D_, and a literal one of these as _x005F_x000D_. */
function unescapeText(text: string): string {
  return text.includes("_x") ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

function textCell(text: string): Cell {
  const plain = unescapeText(text).replaceAll("\r\n", "\n");
  return plain === "" ? null : plain;
}

function numberCell(cell: OpenCell, { dateStyles, from1904 }: CellContext): Cell {
  if (cell.value.trim() === "") return null;
  const number = Number(cell.value);
  if (!Number.isFinite(number)) return { error: cell.value };
  const precision = dateStyles[cell.style];
  const date = precision && dateOfCount(number, from1904);
  return precision && date ? { date, precision } : number;
}

function sharedCell(cell: OpenCell, { sharedStrings }: CellContext): Cell {
  if (!cell.hasValue) return null;
  const text = sharedStrings[Number(cell.value)];
  if (text === undefined) throw new Refusal("damaged", "文件的文字表不完整，请用表格软件重新保存");
  return textCell(text);
}

/** What a cell holds. A formula gives the value it was saved with; without one, it is an error rather than a blank. */
function readCell(cell: OpenCell, context: CellContext): Cell {
  if (cell.hasFormula && !cell.hasValue) return { error: "not-calculated" };
  switch (cell.type) {
    case "s":
      return sharedCell(cell, context);
    case "str":
      return textCell(cell.value);
    case "inlineStr":
      return textCell(cell.inline);
    case "b":
      return cell.hasValue ? cell.value.trim() === "1" || cell.value.trim() === "true" : null;
    case "e":
      return { error: cell.value };
    case "d":
      return isoDateCell(cell.value);
    default:
      return numberCell(cell, context);
  }
}

function isoDateCell(value: string): Cell {
  const [date] = /^\d{4}-\d{2}-\d{2}/.exec(value) ?? [];
  return date ? { date, precision: "day" } : textCell(value);
}

export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const digit = letter.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    column = column * 26 + digit;
  }
  return column - 1;
}

/** Excel's last row and column; beyond them a position is a fault of the file and not a place. */
const rowsOfExcel = 1_048_576;
const columnsOfExcel = 16_384;

function position(index: number, beyond: number): number {
  if (Number.isInteger(index) && index >= 0 && index < beyond) return index;
  throw new Refusal("damaged", "文件中单元格的位置有误，请用表格软件重新保存");
}

/** Handlers that give each row to `add` as it closes; positions that a writer left out follow the one before. */
export function worksheetReader(context: CellContext, add: (rowIndex: number, cells: Cell[]) => void): XmlHandlers {
  let row = -1;
  let column = -1;
  let cells: Cell[] = [];
  let cell: OpenCell | undefined;
  let reading: "value" | "inline" | undefined;
  let inPhonetic = false;

  function openCell({ r: reference, t: type = "n", s: style = "0" }: Attributes): void {
    column = position(reference === undefined ? column + 1 : columnOf(reference), columnsOfExcel);
    cell = { column, type, style: Number(style), hasFormula: false, hasValue: false, value: "", inline: "" };
  }

  function openInCell(open: OpenCell, tag: string): void {
    if (tag === "f") open.hasFormula = true;
    else if (tag === "rPh") inPhonetic = true;
    else if (tag === "t" && !inPhonetic) reading = "inline";
    else if (tag === "v") {
      open.hasValue = true;
      reading = "value";
    }
  }

  return {
    open(tag, attributes) {
      if (cell) openInCell(cell, tag);
      else if (tag === "c") openCell(attributes);
      else if (tag === "row") {
        row = position(attributes["r"] === undefined ? row + 1 : Number(attributes["r"]) - 1, rowsOfExcel);
        column = -1;
        cells = [];
      }
    },
    text(text) {
      if (cell && reading) cell[reading] += text;
    },
    close(tag) {
      if (tag === "v" || tag === "t") reading = undefined;
      else if (tag === "rPh") inPhonetic = false;
      else if (tag === "row") add(row, cells);
      else if (tag === "c" && cell) {
        const value = readCell(cell, context);
        if (value !== null) cells[cell.column] = value;
        cell = undefined;
      }
    },
  };
}
