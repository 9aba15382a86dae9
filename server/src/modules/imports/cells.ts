import { describeAmountFault, parseDecimal, parseWan } from "@baton/contract/amounts";
import { describeDateFault, parseMonth, parseWhen, type When } from "@baton/contract/time";
import type { Cell } from "#platform/sheets";
import type { Faults } from "./faults.ts";
import type { Table } from "./table.ts";
import { cellText } from "./cell-text.ts";

type Term = { code: string; zh: string };

/** Reads the cells of one row by our headings; what cannot be read is an error of that cell and answers null. */
export type RowReader = {
  row: number;
  text(column: string, options?: { isRequired?: boolean; max?: number }): string | null;
  /** 万元 to fen; negative amounts are refused unless allowed. */
  wan(column: string, options?: { isRequired?: boolean; mayBeNegative?: boolean }): number | null;
  decimal(column: string, scale: number, options?: { min?: number; max?: number; excess?: "refuse" | "round" }): string | null;
  when(column: string, options?: { isRequired?: boolean }): When | null;
  month(column: string): string | null;
  /** One of a list of words; the remedy names them. */
  word<T extends string>(column: string, read: (text: string) => T | undefined, options: { isRequired?: boolean; choices: readonly Term[] }): T | null;
  raw(column: string): Cell;
  error: Fail;
  warn: (...said: Said) => void;
};

const empty = { code: "required", message: "没有填写", remedy: "请补上必填的内容" };

export function rowReader(table: Table, faults: Faults): (at: { row: number; cells: readonly Cell[] }) => RowReader {
  return ({ row, cells }) => {
    const fail: Fail = (...[column, code, message, remedy]) => {
      faults.error(row, column, { code, message, remedy });
      return null;
    };
    /** Null where blank; a formula's error is said once and is never a value. */
    const raw = (column: string): Cell => {
      const at = table.places.get(column);
      const cell = at === undefined ? null : (cells[at] ?? null);
      return cellText(cell) === "" ? null : cell;
    };
    const given = (column: string, isRequired = false): Exclude<Cell, null | { error: string }> | null => {
      const cell = raw(column);
      if (cell === null) return isRequired ? fail(column, empty.code, empty.message, empty.remedy) : null;
      if (typeof cell !== "object" || !("error" in cell)) return cell;
      const shown = cell.error === "not-calculated" ? "公式没有计算结果" : `公式结果为${cell.error}`;
      return fail(column, "formula-error", `单元格${shown}`, "请改成填写的值，或者用表格软件打开并保存后再导入");
    };
    return {
      row,
      raw,
      error: fail,
      warn: (...[column, code, message, remedy]) => faults.warn(row, column, { code, message, remedy }),
      text: (column, { isRequired = false, max = 500 } = {}) => readText({ cell: given(column, isRequired), column, max, fail }),
      wan: (column, { isRequired = false, mayBeNegative = false } = {}) => readWan({ cell: given(column, isRequired), column, mayBeNegative, fail }),
      decimal: (column, scale, options = {}) => readDecimal({ cell: given(column), column, scale, options, fail }),
      when: (column, { isRequired = false } = {}) => {
        const cell = given(column, isRequired);
        if (cell === null || typeof cell === "boolean")
          return cell === null ? null : fail(column, "not-a-date", "不是日期", "请按2023-06或2023-06-15的样式填写");
        const when = parseWhen(cell);
        if (!("fault" in when)) return when;
        const said = describeDateFault(cellText(cell), when.fault);
        return fail(column, when.fault, said.message, said.remedy);
      },
      month: (column) => {
        const cell = given(column, true);
        if (cell === null || typeof cell === "boolean") return cell === null ? null : fail(column, "not-a-date", "不是月份", "请按2023-06的样式填写");
        const month = parseMonth(cell);
        if (!("fault" in month)) return month.month;
        const said = describeDateFault(cellText(cell), month.fault);
        return fail(column, month.fault, said.message, "请按2023-06的样式填写");
      },
      word: (column, read, { isRequired = false, choices }) => {
        const cell = given(column, isRequired);
        if (cell === null) return null;
        const text = cellText(cell);
        return read(text) ?? fail(column, "not-a-choice", `不认识“${text.slice(0, 40)}”`, `请写${choices.map((term) => term.zh).join("、")}之一`);
      },
    };
  };
}

/** Column, code, what is wrong, how to mend it: one fault on one line, as the many checks below say it. */
type Said = [column: string, code: string, message: string, remedy: string];
type Fail = (...said: Said) => null;
type Given = Exclude<Cell, { error: string }>;

function readText({ cell, column, max, fail }: { cell: Given; column: string; max: number; fail: Fail }): string | null {
  if (cell === null) return null;
  const text = cellText(cell);
  if (text.length <= max) return text;
  return fail(column, "too-long", `有${text.length}个字，超过${max}个字`, "请缩短");
}

type WanCell = { cell: Given; column: string; mayBeNegative: boolean; fail: Fail };

function readWan({ cell, column, mayBeNegative, fail }: WanCell): number | null {
  if (cell === null) return null;
  if (typeof cell === "object" || typeof cell === "boolean") {
    return fail(column, "not-a-number", `“${cellText(cell)}”不是数字`, "请把单元格格式设为数值，按万元填写数字");
  }
  const amount = parseWan(cell);
  if (!("fen" in amount)) {
    const said = describeAmountFault(cell, amount);
    return fail(column, amount.fault, said.message, said.remedy);
  }
  if (amount.fen < 0 && !mayBeNegative) return fail(column, "negative", `“${cellText(cell)}”小于零`, "请核对后填写不小于零的数字");
  return amount.fen;
}

type DecimalCell = { cell: Given; column: string; scale: number; options: { min?: number; max?: number; excess?: "refuse" | "round" }; fail: Fail };

function readDecimal({ cell, column, scale, options, fail }: DecimalCell): string | null {
  if (cell === null) return null;
  if (typeof cell === "object" || typeof cell === "boolean") return fail(column, "not-a-number", `“${cellText(cell)}”不是数字`, "请填写数字");
  const number = parseDecimal(cell, scale, { excess: options.excess ?? "refuse" });
  if (!("decimal" in number)) {
    const said = describeAmountFault(cell, number, "数字");
    return fail(column, number.fault, said.message, number.fault === "not-a-number" ? "请填写数字，不写单位" : said.remedy);
  }
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
  const value = number.scaled / 10 ** scale;
  if (value >= min && value <= max) return number.decimal;
  return fail(column, "out-of-range", `“${cellText(cell)}”不在${min}至${max}之间`, "请核对");
}
