/**
 * Dates and months as people write them, to ISO text and back; progress of the year as an exact ratio.
 * Only ISO strings go in and out; `Temporal` stays inside, because the browser has another one than the server.
 */
import { Temporal } from "temporal-polyfill";
import { monthsPerYear, type Ratio } from "./units.ts";

/** How exact a date is known: `on` is the first day of the month, quarter or year meant. */
export type DatePrecision = "day" | "month" | "quarter" | "year";
export type When = { on: string; precision: DatePrecision };

/**
 * Why a text is not a date. `not-a-date`: no form we read. `no-such-day`: 2023-02-30.
 * `year-missing`: 6.30 without a year to put it in. `two-digit-year`: 23-06-30.
 * `ambiguous`: a cell number such as 2023.1, which Excel makes of both 2023.1 and 2023.10.
 * `out-of-range`: a year before 1900 or after 2199.
 */
export type DateFault = "empty" | "not-a-date" | "no-such-day" | "year-missing" | "two-digit-year" | "ambiguous" | "out-of-range";

/** A value of a cell: text, a number, or a date cell whose format says how exact it is. */
export type DateCell = string | number | { date: string; precision?: DatePrecision };

const yearMin = 1900;
const yearMax = 2199;

/** 1 January 1955 to 31 December 2149: numbers of a cell in this range are Excel's day count. */
const serialMin = 20_090;
const serialMax = 91_311;

type Pieces = { year: number; month?: number; day?: number; quarter?: number };

function refused(fault: DateFault): { fault: DateFault } {
  return { fault };
}

function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF\s]/g, (space) => (/\s/.test(space) ? " " : ""))
    .replaceAll(/[\u2212\u2010-\u2015]/g, "-")
    .trim()
    .replace(/[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/, "")
    .replaceAll(" ", "");
}

function assemble({ year, month, day, quarter }: Pieces): When | { fault: DateFault } {
  if (year < yearMin || year > yearMax) return refused("out-of-range");
  if (quarter !== undefined) return { on: isoDay(year, quarter * 3 - 2, 1), precision: "quarter" };
  if (month === undefined) return { on: isoDay(year, 1, 1), precision: "year" };
  if (month < 1 || month > monthsPerYear) return refused("no-such-day");
  if (day === undefined) return { on: isoDay(year, month, 1), precision: "month" };
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
  if (day < 1 || day > daysInMonth) return refused("no-such-day");
  return { on: isoDay(year, month, day), precision: "day" };
}

function isoDay(year: number, month: number, day: number): string {
  return new Temporal.PlainDate(year, month, day).toString();
}

/** The date of an Excel day count of the 1900 system, whose 29 February 1900 never was. */
export function dateOfSerial(serial: number): string {
  return new Temporal.PlainDate(1899, 12, 30).add({ days: Math.floor(serial) }).toString();
}

function numberPieces(value: number): Pieces | { fault: DateFault } | { serial: number } {
  if (!Number.isFinite(value) || value <= 0) return refused("not-a-date");
  if (value >= serialMin && value < serialMax + 1) return { serial: value };
  const text = String(value);
  if (/^(19|20|21)\d\d\.[1]$/.test(text)) return refused("ambiguous");
  return textPieces(text);
}

const quarterDigits: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, "1": 1, "2": 2, "3": 3, "4": 4 };
const vague = "(?:初|上旬|中旬|下旬|底|末)?";
const yearMonthDay = /^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$/;
const yearMonth = new RegExp(`^(\\d{4})(?:年|[-/.])(\\d{1,2})(?:月(?:份)?)?${vague}$`);
const yearQuarter = /^(\d{4})年?-?第?(?:([一二三四1-4])季度|Q([1-4]))$/i;
const yearOnly = new RegExp(`^(\\d{4})(?:年(?:度)?${vague})?$`);
const compact = /^((?:19|20|21)\d{2})(\d{2})(\d{2})?$/;
const monthDay = /^(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$/;
const monthOnly = new RegExp(`^(\\d{1,2})月(?:份)?${vague}$`);

function textPieces(text: string): Pieces | { fault: DateFault } {
  const full = yearMonthDay.exec(text) ?? yearMonth.exec(text) ?? compact.exec(text) ?? yearOnly.exec(text);
  if (full) {
    const [, year, month, day] = full;
    return {
      year: Number(year),
      ...(month === undefined ? {} : { month: Number(month) }),
      ...(day === undefined ? {} : { day: Number(day) }),
    };
  }
  const quarterly = yearQuarter.exec(text);
  const quarter = quarterDigits[quarterly?.[2] ?? quarterly?.[3] ?? ""];
  if (quarterly && quarter !== undefined) return { year: Number(quarterly[1]), quarter };
  if (/^\d{2}(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}[日号]?$/.test(text)) return refused("two-digit-year");
  return refused("not-a-date");
}

/** 6.30 or 6月30日 in a year known from the context. */
function yearlessPieces(text: string, year: number | undefined): Pieces | { fault: DateFault } | undefined {
  const match = monthDay.exec(text) ?? monthOnly.exec(text);
  if (!match) return undefined;
  if (year === undefined) return refused("year-missing");
  return { year, month: Number(match[1]), ...(match[2] === undefined ? {} : { day: Number(match[2]) }) };
}

/**
 * Reads a date with the precision it was written in: 2023-06-15, 20230630, 2023/6/5, 2023.6.30, 2023年6月30日 are days;
 * 2023-06, 2023年6月, 202306, 2023年6月底 are months; 2023年二季度, 2023Q2 quarters; 2023, 2023年底 years.
 * A number is Excel's day count, or one of these written in digits. 6.30 is read in `year`, as text only: the
 * number 6.3 may be the 3rd or the 30th. A time of day after the date is dropped.
 */
export function parseWhen(value: DateCell, { year }: { year?: number } = {}): When | { fault: DateFault } {
  if (typeof value === "object") return { on: value.date, precision: value.precision ?? "day" };
  if (typeof value === "number") {
    const pieces = numberPieces(value);
    if ("serial" in pieces) return { on: dateOfSerial(pieces.serial), precision: "day" };
    if ("fault" in pieces) return yearlessPieces(String(value), year) ? refused("ambiguous") : pieces;
    return assemble(pieces);
  }
  const text = fold(value);
  if (text === "") return refused("empty");
  const pieces = yearlessPieces(text, year) ?? textPieces(text);
  return "fault" in pieces ? pieces : assemble(pieces);
}

/** Reads the month of a monthly paper. A whole date stands for its month; a bare year or quarter is no month. */
export function parseMonth(value: DateCell, options: { year?: number } = {}): { month: string } | { fault: DateFault } {
  const when = parseWhen(value, options);
  if ("fault" in when) return when;
  if (when.precision === "year" || when.precision === "quarter") return refused("not-a-date");
  return { month: when.on.slice(0, 7) };
}

/** The sentence and the remedy for a refused date, without row and column, which the caller knows. */
export function describeDateFault(value: unknown, fault: DateFault): { message: string; remedy: string } {
  const shown = `“${String(value).trim().slice(0, 40)}”`;
  const remedy = "请按2023-06或2023-06-15的样式填写";
  switch (fault) {
    case "empty":
      return { message: "没有填写", remedy };
    case "not-a-date":
      return { message: `${shown}不是日期`, remedy };
    case "no-such-day":
      return { message: `${shown}不是存在的日期`, remedy: "请核对月份和日期" };
    case "year-missing":
      return { message: `${shown}没有年份`, remedy: "请补上四位年份，例如2023-06-30" };
    case "two-digit-year":
      return { message: `${shown}的年份只有两位`, remedy: "请写四位年份，例如2023-06-30" };
    case "ambiguous":
      return { message: `${shown}分不清是哪一个日期`, remedy: "请按2023-01、2023-10的样式填写，单元格设为文本" };
    case "out-of-range":
      return { message: `${shown}的年份不在${yearMin}至${yearMax}之间`, remedy: "请核对年份" };
  }
}

/** The last day of a month: 2023-06 → 2023-06-30. */
export function monthEnd(month: string): string {
  return Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString();
}

/** The last day that a date of its precision may mean: 2023-06 known to the month ends on 2023-06-30. */
export function lastDayOf({ on, precision }: When): string {
  const months = { day: 0, month: 1, quarter: 3, year: monthsPerYear }[precision];
  if (months === 0) return on;
  const known = lastDays.get(`${on} ${precision}`);
  if (known !== undefined) return known;
  const last = Temporal.PlainDate.from(on).add({ months }).subtract({ days: 1 }).toString();
  lastDays.set(`${on} ${precision}`, last);
  return last;
}

/** Dates repeat in a table of thousands of rows, and making one takes longer than finding it; there are 12 months a year. */
const lastDays = new Map<string, string>();

/**
 * 时间进度: the part of the year gone by at the end of `date`. Linear within a month and exactly m/12 at a month's
 * end, as the monthly papers count it, so that 30 June is 6/12.
 */
export function timeProgress(date: string): Ratio {
  const { month, day, daysInMonth } = Temporal.PlainDate.from(date);
  if (day === daysInMonth) return { numerator: month, denominator: monthsPerYear };
  return { numerator: (month - 1) * daysInMonth + day, denominator: monthsPerYear * daysInMonth };
}
