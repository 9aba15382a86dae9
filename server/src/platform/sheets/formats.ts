/** Number formats of cells: which of them make a number a date, and how exact a date they show. */
import type { DateCell } from "./cells.ts";

type Precision = DateCell["precision"];

/** Built-in formats by their number (ECMA-376 18.8.30, with the Chinese ones 27–36 and 50–58). Times of day are numbers. */
const builtIn = new Map<number, Precision>([
  ...[14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58].map((id): [number, Precision] => [id, "day"]),
  ...[17, 27, 36, 50, 52, 57].map((id): [number, Precision] => [id, "month"]),
]);

/** What a format makes of a number: a date of some precision, or (undefined) a number. A custom format wins over a built-in number. */
export function precisionOf(id: number, code: string | undefined): Precision | undefined {
  return code === undefined ? builtIn.get(id) : precisionOfCode(code);
}

function precisionOfCode(code: string): Precision | undefined {
  const [positive = ""] = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, "").split(";");
  const letters = positive.toLowerCase().replaceAll(/am\/pm|a\/p|general/g, "");
  if (letters.includes("d")) return "day";
  if (!letters.includes("y")) return undefined;
  return letters.includes("m") ? "month" : "year";
}

const firstSerial = 61; // 1 March 1900: before it Excel counts a 29 February that never was
const lastSerial = 2_958_465; // 31 December 9999

/** Dates repeat in a sheet, and making one takes longer than finding it. */
const dates = new Map<number, string>();

/** The date of a day count, or undefined where it is none (0 shown as 1900-01-00, or beyond the year 9999). */
export function dateOfCount(count: number, from1904: boolean): string | undefined {
  const serial = Math.floor(count) + (from1904 ? 1462 : 0);
  if (!(serial >= firstSerial && serial <= lastSerial)) return undefined;
  const known = dates.get(serial);
  if (known !== undefined) return known;
  const date = new Temporal.PlainDate(1899, 12, 30).add({ days: serial }).toString();
  dates.set(serial, date);
  return date;
}
