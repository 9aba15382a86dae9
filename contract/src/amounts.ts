/**
 * Amounts of money, areas and rates: text to exact integers and back. No floating-point
 * arithmetic: decimals are digits and a scale, money is integer fen, quotients are rounded on integers.
 */
import { fenPerWan, fenPerYi, fenPerYuan, type Ratio } from "./units.ts";

/**
 * Why a text is not an amount.
 * `empty`: nothing there. `not-a-number`: anything but a plain number, a unit included.
 * `too-precise`: more decimals than the unit can hold. `too-large`: beyond ±9,007,199,254,740,991 of the smallest unit.
 * `foreign-currency`: an amount, but not of yuan.
 */
export type AmountFault = "empty" | "not-a-number" | "too-precise" | "too-large" | "foreign-currency";

/** `suggestedWan` is what the person probably meant, as plain 万元 digits to offer on a button. */
export type AmountRefusal = { fault: AmountFault; suggestedWan?: string };

/** An exact decimal: `digits` × 10^−scale. */
type Decimal = { digits: bigint; scale: number };

const plainNumber = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.(\d*))?$/;

/** Half- and full-width forms become one; the several minus signs become one; white space at the ends goes. */
function foldWidth(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, "")
    .replaceAll(/[\u2212\u2010-\u2015]/g, "-")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function readPlain(text: string): Decimal | undefined {
  const match = plainNumber.exec(text.replace(/^([+-]) /, "$1"));
  if (!match) return undefined;
  const whole = match[2]?.replaceAll(/[, ]/g, "") ?? "";
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (whole === "" && (match[3] ?? "") === "") return undefined;
  const digits = BigInt(`${whole}${fraction}` || "0");
  return { digits: match[1] === "-" ? -digits : digits, scale: fraction.length };
}

/** A number of an Excel cell, through its shortest decimal text; an exponent is carried out. */
function readNumber(value: number): Decimal | undefined {
  if (!Number.isFinite(value)) return undefined;
  const [mantissa = "", exponentText = "0"] = String(value).split("e");
  const decimal = readPlain(mantissa);
  if (!decimal) return undefined;
  const scale = decimal.scale - Number(exponentText);
  return scale >= 0 ? { digits: decimal.digits, scale } : { digits: decimal.digits * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Excel computes in binary and shows 15 significant digits, so 0.1+0.2 is stored as 0.30000000000000004.
 * What a cell holds beyond the 15th digit is noise of a formula, not something a person wrote.
 */
function readCellNumber(value: number, scale: number): Decimal | undefined {
  const exact = readNumber(value);
  if (!exact || exact.scale <= scale) return exact;
  return readNumber(Number(value.toPrecision(15)));
}

/** Takes a decimal to integer units of 10^−scale; undefined where digits would be lost. */
function toScale(decimal: Decimal, scale: number): bigint | undefined {
  if (decimal.scale <= scale) return decimal.digits * 10n ** BigInt(scale - decimal.scale);
  const excess = 10n ** BigInt(decimal.scale - scale);
  return decimal.digits % excess === 0n ? decimal.digits / excess : undefined;
}

/** Quotient rounded to the nearest integer, halves away from zero (四舍五入). */
function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -rounded : rounded;
}

function withinSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
}

/**
 * Reads a 万元 cell to integer fen, exactly. Understood: thousands separators (half- and full-width commas,
 * spaces) where they stand between groups of three, full-width digits, a sign, up to 6 decimals, and numbers
 * of Excel cells. A unit in the cell is refused with the number it probably meant, because a column has one unit.
 * Text with an exponent is refused: Excel writes it where it has already dropped digits.
 */
export function parseWan(value: string | number): { fen: number } | AmountRefusal {
  const text = typeof value === "number" ? String(value) : foldWidth(value);
  if (text === "") return { fault: "empty" };
  const decimal = typeof value === "number" ? readCellNumber(value, 6) : readPlain(text);
  if (!decimal) return refuseWan(text);
  const fen = toScale(decimal, 6);
  if (fen === undefined) return { fault: "too-precise", suggestedWan: roundedWan(decimal) };
  return withinSafe(fen) ? { fen: Number(fen) } : { fault: "too-large" };
}

function refuseWan(text: string): AmountRefusal {
  const lenient = readAmount(text, "万元");
  if ("fen" in lenient) return { fault: "not-a-number", suggestedWan: plainWan(lenient.fen) };
  return { fault: "not-a-number" };
}

function roundedWan(decimal: Decimal): string {
  return plainDecimal(roundedQuotient(decimal.digits * 1_000_000n, 10n ** BigInt(decimal.scale)), 6);
}

export type AmountUnit = "元" | "万元" | "亿元";

const unitFen: Record<string, bigint> = {
  元: BigInt(fenPerYuan),
  千元: BigInt(fenPerYuan * 1000),
  万: BigInt(fenPerWan),
  百万: BigInt(fenPerWan) * 100n,
  千万: BigInt(fenPerWan) * 1000n,
  亿: BigInt(fenPerYi),
  十亿: BigInt(fenPerYi) * 10n,
  百亿: BigInt(fenPerYi) * 100n,
  千亿: BigInt(fenPerYi) * 1000n,
  万亿: BigInt(fenPerYi) * 10_000n,
};

const number = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`;
const magnitude = "万亿|千亿|百亿|十亿|亿|千万|百万|万|千元|元";
const part = String.raw`${number}\s*(?:${magnitude})`;
const foreign = /美元|美金|欧元|日元|港元|港币|英镑|韩元|\$|€|£|USD|EUR|HKD|JPY/i;
const amountWithUnit = new RegExp(String.raw`^([+-]?)((?:${part})+)元?$`);
const eachPart = new RegExp(String.raw`(${number})\s*(${magnitude})`, "g");

/**
 * Reads an amount out of prose, where a unit may stand beside it: 3.2亿, 1.2亿元, 500万, 1亿2000万元, ¥3,000元,
 * 约5亿元. A bare number is of `defaultUnit`. Never for import columns, whose header names the unit: see `parseWan`.
 * Foreign currencies are refused rather than taken for yuan.
 */
export function readAmount(text: string, defaultUnit: AmountUnit): { fen: number } | AmountRefusal {
  const folded = foldWidth(text);
  if (folded === "") return { fault: "empty" };
  if (foreign.test(folded)) return { fault: "foreign-currency" };
  const bare = folded.replace(/^(?:约|近|大约|人民币|RMB|CNY|¥|\s)+/i, "").replace(/(?:左右|人民币|整|\s)+$/, "");
  const parts = readParts(bare) ?? readBare(bare, defaultUnit);
  if (!parts) return { fault: "not-a-number" };
  let fen = 0n;
  for (const { decimal, unit } of parts) {
    const partFen = toScale({ digits: decimal.digits * unit, scale: decimal.scale }, 0);
    if (partFen === undefined) return { fault: "too-precise" };
    fen += partFen;
  }
  return withinSafe(fen) ? { fen: Number(fen) } : { fault: "too-large" };
}

type AmountPart = { decimal: Decimal; unit: bigint };

function readBare(text: string, defaultUnit: AmountUnit): AmountPart[] | undefined {
  const decimal = readPlain(text);
  const unit = unitFen[defaultUnit.slice(0, 1)];
  return decimal && unit !== undefined ? [{ decimal, unit }] : undefined;
}

/** 1亿2000万 is the sum of its parts; each part must be of a smaller unit than the one before. */
function readParts(text: string): AmountPart[] | undefined {
  const match = amountWithUnit.exec(text);
  if (!match) return undefined;
  const parts: AmountPart[] = [];
  for (const [, digits = "", name = ""] of match[2]?.matchAll(eachPart) ?? []) {
    const decimal = readPlain(digits);
    const unit = unitFen[name];
    const before = parts.at(-1);
    if (!decimal || unit === undefined || (before && unit >= before.unit)) return undefined;
    parts.push({ decimal: match[1] === "-" ? { ...decimal, digits: -decimal.digits } : decimal, unit });
  }
  return parts;
}

/**
 * Reads an area (亩), a coordinate or another plain decimal to an integer of 10^−scale units and its canonical
 * decimal text (for SQL `numeric`). `excess: "round"` rounds what is finer than the scale, as coordinates of a
 * surveying device are; by default it is refused as `too-precise`.
 */
export function parseDecimal(
  value: string | number,
  scale: number,
  { excess = "refuse" }: { excess?: "refuse" | "round" } = {},
): { scaled: number; decimal: string } | { fault: AmountFault } {
  const text = typeof value === "number" ? String(value) : foldWidth(value);
  if (text === "") return { fault: "empty" };
  const decimal = typeof value === "number" ? readCellNumber(value, scale) : readPlain(text);
  if (!decimal) return { fault: "not-a-number" };
  const exact = toScale(decimal, scale);
  const scaled = exact ?? (excess === "round" ? roundedQuotient(decimal.digits * 10n ** BigInt(scale), 10n ** BigInt(decimal.scale)) : undefined);
  if (scaled === undefined) return { fault: "too-precise" };
  return withinSafe(scaled) ? { scaled: Number(scaled), decimal: plainDecimal(scaled, scale) } : { fault: "too-large" };
}

/** The sentence and the remedy for a refused amount, without row and column, which the caller knows. */
export function describeAmountFault(value: string | number, refusal: AmountRefusal, unit = "万元"): { message: string; remedy: string } {
  const suggestion = refusal.suggestedWan === undefined ? "" : `，改为${refusal.suggestedWan}`;
  const shown = `“${String(value).trim().slice(0, 40)}”`;
  switch (refusal.fault) {
    case "empty":
      return { message: "没有填写", remedy: `请按${unit}填写数字` };
    case "not-a-number":
      return { message: `${shown}不是数字`, remedy: `请按${unit}填写${suggestion}` };
    case "too-precise":
      return { message: `${shown}的小数位数过多`, remedy: `请减少小数位数${suggestion}` };
    case "too-large":
      return { message: `${shown}超出可记录的范围`, remedy: `请核对单位是否为${unit}` };
    case "foreign-currency":
      return { message: `${shown}不是人民币金额`, remedy: "请折算为人民币后填写" };
  }
}

/** Digits of an integer of 10^−scale units, without separators or trailing zeros: what a copy pastes into Excel. */
function plainDecimal(scaled: bigint, scale: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** The exact 万元 of an amount, up to six decimals, plain digits: 32000.5. `parseWan` reads it back to the fen. */
export function plainWan(fen: number | bigint): string {
  return plainDecimal(BigInt(fen), 6);
}

/** Thousands commas and the typographic minus; `scaled` is of 10^−decimals units. */
function formatScaled(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  const fraction = decimals > 0 ? `.${digits.slice(digits.length - decimals)}` : "";
  return `${scaled < 0n ? "−" : ""}${whole}${fraction}`;
}

function formatQuotient(numerator: bigint, denominator: bigint, decimals: number): string {
  return formatScaled(roundedQuotient(numerator * 10n ** BigInt(decimals), denominator), decimals);
}

/**
 * 万元 for sheets and the ledger. Without `decimals`, as reported and two decimals at most;
 * with it, that many, so that a column lines up.
 */
export function formatWan(fen: number | bigint, decimals?: number): string {
  const text = formatQuotient(BigInt(fen), BigInt(fenPerWan), decimals ?? 2);
  return decimals === undefined ? text.replace(/\.?0+$/, "") : text;
}

/** 亿元 for overviews and prose, rounded half up. */
export function formatYi(fen: number | bigint, decimals = 2): string {
  return formatQuotient(BigInt(fen), BigInt(fenPerYi), decimals);
}

/** An exact fraction of a number that may not be an integer, such as a ratio that came over the wire. */
function fractionOf(value: number | bigint): { top: bigint; bottom: bigint } | undefined {
  if (typeof value === "bigint") return { top: value, bottom: 1n };
  const decimal = readNumber(value);
  return decimal && { top: decimal.digits, bottom: 10n ** BigInt(decimal.scale) };
}

function divide(numerator: number | bigint, denominator: number | bigint): { top: bigint; bottom: bigint } | undefined {
  const above = fractionOf(numerator);
  const below = fractionOf(denominator);
  if (!above || !below || below.top === 0n) return undefined;
  return { top: above.top * below.bottom, bottom: above.bottom * below.top };
}

/** Shown where a quotient has no value, as over an empty denominator. */
export const notComputable = "—";

/** A share as a percentage with two decimals: 77.78%. `—` over a zero denominator, never 0. */
export function formatRate(numerator: number | bigint, denominator: number | bigint = 1): string {
  const quotient = divide(numerator, denominator);
  return quotient ? `${formatQuotient(quotient.top * 100n, quotient.bottom, 2)}%` : notComputable;
}

/** A difference of two rates, in points: +27.78个百分点. `per` divides points that come as an exact fraction. */
export function formatPoints(points: number | bigint, per: number | bigint = 1): string {
  const quotient = divide(points, per);
  if (!quotient) return notComputable;
  const text = formatQuotient(quotient.top, quotient.bottom, 2);
  return `${/[1-9]/.test(text) && !text.startsWith("−") ? "+" : ""}${text}个百分点`;
}

/**
 * (a − b) × 100 in percentage points, exact; `formatPoints(p.numerator, p.denominator)` prints it.
 * Undefined over a zero denominator. Bigints, because the product of two sums of fen is beyond safe integers.
 */
export function pointsBetween(a: Ratio, b: Ratio): { numerator: bigint; denominator: bigint } | undefined {
  if (a.denominator === 0 || b.denominator === 0) return undefined;
  const [an, ad, bn, bd] = [BigInt(a.numerator), BigInt(a.denominator), BigInt(b.numerator), BigInt(b.denominator)];
  return { numerator: (an * bd - bn * ad) * 100n, denominator: ad * bd };
}
