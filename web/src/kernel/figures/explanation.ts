import type { FigureAnswer, FigureRows, FigureUnit } from "@baton/contract/figures";
import { figureText } from "../../ui/figureText.ts";
import { formOf } from "./question.ts";

export type UnitWords = { count: string; yi: string; wan: string; points: string };

/** Money below this many fen (1,000万元) is told in 万元, so that it does not round to nothing. */
const smallestYiFen = 1_000_0000_00;

/** A value with its unit, as prose says it: 63.13亿元, 77.78%, +27.78个百分点. */
export function valueWords(value: number, unit: FigureUnit, words: UnitWords): string {
  if (unit === "fen") {
    const isSmall = Math.abs(value) < smallestYiFen;
    return `${figureText(value, isSmall ? "wan" : "yi")}${isSmall ? words.wan : words.yi}`;
  }
  if (unit === "points") return `${signedPoints(value)}${words.points}`;
  return `${figureText(value, formOf(unit))}${unit === "count" ? words.count : ""}`;
}

/** +27.78: the unit stands in the header, or in the reader's language behind it. */
export function signedPoints(points: number): string {
  return figureText(points, "points").replace("个百分点", "");
}

/** What the parts of a ratio are counted in: shares of money carry money, shares of things carry numbers of things. */
export function partUnit(name: string): FigureUnit {
  return ["projects.completion_rate", "projects.ahead_of_time", "projects.time_progress"].includes(name) ? "fen" : "count";
}

/** The formula with its numbers: 63.13亿元 ÷ 81.17亿元; undefined where the figure is no ratio. */
export function numbersWords(answer: FigureAnswer, words: UnitWords): string | undefined {
  const { numerator, denominator, unit, name } = answer;
  if (denominator === null || numerator === null || (unit !== "ratio" && unit !== "points")) return undefined;
  if (name === "projects.time_progress") return undefined;
  const parts = partUnit(name);
  return `${valueWords(numerator, parts, words)} ÷ ${valueWords(denominator, parts, words)}`;
}

const marks: Record<FigureAnswer["comparator"], string> = { "=": "", ">=": "≥", ">": "＞", "<=": "≤", "<": "＜", about: "≈" };

export function comparatorMark(comparator: FigureAnswer["comparator"]): string {
  return marks[comparator];
}

/** Rows that add something before those that are empty, zero or carried; within one page, so that what was read stays where it is. */
export function tellingFirst(items: FigureRows["items"]): FigureRows["items"] {
  const isSilent = ({ value, isUnreported }: FigureRows["items"][number]): boolean => isUnreported || value === null || value === 0;
  return items.toSorted((a, b) => Number(isSilent(a)) - Number(isSilent(b)));
}
