/**
 * 公文数字用语: how a number is said in an official text. One phrase a rule, so that a bulletin, a leader's page and a
 * table never say the same number in two ways. What is undefined is said to be so: never 0, never an empty place.
 */
import { formatPoints, formatRate, formatWan, formatYi } from "./amounts.ts";
import type { Comparator, FigureUnit } from "./figures.ts";
import { fenPerYi } from "./units.ts";

/** Said where a number is not known or can't be computed. */
export const noNumber = "暂无数据";

export type Said = { value: number | null; unit: FigureUnit; comparator?: Comparator };

/** 以上 stands behind the number; 超, 不足 and 约 stand before it. */
const before: Partial<Record<Comparator, string>> = { ">": "超", "<": "不足", "<=": "不超过", about: "约" };

function withoutTrailingZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function unsigned(text: string): string {
  return text.replace(/^[+−]/, "");
}

/** Prose has no thousands separators and one minus sign (GB/T 15835). */
function prose(text: string): string {
  return text.replaceAll(",", "").replace("−", "-");
}

/** 77.78 百分点 without its sign: the words around it say which way. */
function pointsSize(points: number): string {
  return withoutTrailingZeros(unsigned(formatPoints(points)).replace("个百分点", ""));
}

function amount(fen: number): string {
  const isLarge = Math.abs(fen) >= fenPerYi;
  return isLarge ? `${prose(withoutTrailingZeros(formatYi(fen)))}亿元` : `${prose(formatWan(fen))}万元`;
}

/** 686亿元, 50个, 77.78%, 27.78个百分点; 686亿元以上, 超50个, 约3亿元 where the figure says so. */
export function sayNumber({ value, unit, comparator = "=" }: Said): string {
  if (value === null) return noNumber;
  const plain = {
    fen: () => amount(value),
    count: () => `${value}个`,
    ratio: () => prose(formatRate(value)),
    points: () => `${value < 0 ? "-" : ""}${pointsSize(value)}个百分点`,
  }[unit]();
  return comparator === ">=" ? `${plain}以上` : `${before[comparator] ?? ""}${plain}`;
}

/** Where 余 stands: 860余万元 behind a round ten, 16亿余元 behind the unit; 50余个. */
function withYu(whole: bigint, unit: "亿元" | "万元" | "个"): string {
  if (unit === "个" || whole % 10n === 0n) return `${whole}余${unit}`;
  return `${whole}${unit.slice(0, 1)}余元`;
}

/**
 * 余: whole 亿元, 万元 or tens, when there is something over; else the number itself. Never below the true value, so
 * that 余 stays true. Ratios and points have no 余.
 */
export function sayRoughly(said: Said): string {
  const { value, unit } = said;
  if (value === null || value <= 0 || unit === "ratio" || unit === "points") return sayNumber(said);
  const step = unit === "count" ? 10n : BigInt(value >= fenPerYi ? fenPerYi : fenPerYi / 10_000);
  const whole = BigInt(value) / step;
  const isExact = BigInt(value) % step === 0n;
  if (isExact || whole === 0n) return sayNumber(said);
  if (unit === "count") return withYu(whole * 10n, "个");
  return withYu(whole, value >= fenPerYi ? "亿元" : "万元");
}

/** 超时间进度27.78个百分点, 落后时间进度3.2个百分点, 与时间进度持平. `points` in percentage points. */
export function sayAheadOfTime(points: number | null): string {
  if (points === null) return noNumber;
  const size = pointsSize(points);
  if (size === "0") return "与时间进度持平";
  return `${points > 0 ? "超" : "落后"}时间进度${size}个百分点`;
}

/** 同比增长10.36%, 同比下降2.1%, 同比持平. `rate` is the change over the same span of last year, 0.1036 for 10.36%. */
export function sayYearOnYear(rate: number | null): string {
  if (rate === null) return `同比${noNumber}`;
  const size = withoutTrailingZeros(unsigned(formatRate(rate)).replace("%", ""));
  if (size === "0") return "同比持平";
  return `同比${rate > 0 ? "增长" : "下降"}${size}%`;
}

/** 同比提高1.2个百分点, 同比回落0.5个百分点: the change of something that is a percentage itself. */
export function sayPointsChange(points: number | null): string {
  if (points === null) return `同比${noNumber}`;
  const size = pointsSize(points);
  if (size === "0") return "同比持平";
  return `同比${points > 0 ? "提高" : "回落"}${size}个百分点`;
}

/** 同比增加3.2亿元, 同比减少5个: where a growth rate has no meaning, as over a base that is not above zero. */
export function sayChange({ value, unit }: Said): string {
  if (value === null) return `同比${noNumber}`;
  if (value === 0) return "同比持平";
  return `同比${value > 0 ? "增加" : "减少"}${sayNumber({ value: Math.abs(value), unit })}`;
}

/** 居全市第2位, 并列全市第2位, （除高新区外）居全市第1位. `pool` names among whom; a rank without its pool is no statement. */
export function sayRank({ rank, pool, except, isTied = false }: { rank: number | null; pool: string; except?: string; isTied?: boolean }): string {
  if (rank === null) return "不参加排名";
  const scope = except === undefined ? "" : `（除${except}外）`;
  return `${scope}${isTied ? "并列" : "居"}${pool}第${rank}位`;
}

/** The names of several units in one sentence: 薛城区、台儿庄区和高新区. */
export function sayNames(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join("、")}和${names.at(-1)}`;
}
