import { createHash } from "node:crypto";
import { foldHeading, headingsOf, importColumns, type ImportKind } from "@baton/contract/import-columns";
import type { Sheet } from "#platform/sheets";
import { cellText } from "./cell-text.ts";

const headerRowsTried = 10;

/** What an organisation's own sheet is remembered by: its headings, in any width. */
export function headerKey(headings: readonly string[]): string {
  return createHash("sha256").update(headings.map(foldHeading).join("\n")).digest("base64url");
}

export function matched(kind: ImportKind, headings: readonly string[], mapping: Record<string, string>): Map<string, number> {
  const places = new Map<string, number>();
  const folded = headings.map(foldHeading);
  for (const [ours, theirs] of Object.entries(mapping)) {
    const at = theirs === "" ? -1 : folded.indexOf(foldHeading(theirs));
    if (at >= 0) places.set(ours, at);
  }
  const words = headingsOf(kind);
  const exact = new Map(importColumns[kind].map((column) => [foldHeading(column.name), column.name]));
  const taken = new Set(places.values());
  // Our own headings first, so that an alias further left does not take the place of the column it stands for.
  for (const names of [exact, words]) {
    folded.forEach((heading, at) => {
      const ours = names.get(heading);
      if (ours === undefined || taken.has(at) || places.has(ours) || mapping[ours] === "") return;
      places.set(ours, at);
      taken.add(at);
    });
  }
  return places;
}

/** A heading over others says the unit of what stands below it. */
const unitOf = (text: string): string | undefined => /(亿元|百万元|万元|千元|元|万美元|亩)/.exec(text)?.[1];

const texts = (sheet: Sheet, row: number): string[] => (sheet.rows[row - 1] ?? []).map(cellText);

/** The headings that the row bears by itself match at least this many columns, or it is a title. */
const headingsLeast = 2;

/**
 * The headings of a table whose last heading row is `row`. Where they stand in two rows, cells merged downwards are
 * headed by the upper one, and a group's heading (投资(亿元) over 总投资) lends its unit to those below.
 */
export function headingsAt(kind: ImportKind, sheet: Sheet, row: number): string[] {
  const lower = texts(sheet, row);
  const upper = row > 1 ? texts(sheet, row - 1) : [];
  if (!isSecondLine(kind, upper, lower)) return lower;
  let group = "";
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const [above = "", below = ""] = [upper[at], lower[at]];
    if (above !== "") group = above;
    if (below === "") return above;
    const unit = unitOf(group);
    return unit === undefined || unitOf(below) !== undefined ? below : `${below}(${unit})`;
  });
}

/** A second line of headings leaves blank what is merged downwards, and divides a heading that is merged sideways; a row of the table does not. */
function isSecondLine(kind: ImportKind, upper: readonly string[], lower: readonly string[]): boolean {
  if (matched(kind, upper, {}).size < headingsLeast) return false;
  const divides = lower.some((below, at) => below !== "" && (upper[at] ?? "") === "");
  const isWordy = lower.every((below) => below === "" || Number.isNaN(Number(below)));
  return divides && isWordy && upper.some((above, at) => above !== "" && (lower[at] ?? "") === "");
}

/** The row among the first ten whose headings name most of our columns; row 1 where none does. */
export function guessHeaderRow(kind: ImportKind, sheet: Sheet): number {
  let best = { row: 1, score: 0 };
  for (let row = 1; row <= Math.min(headerRowsTried, sheet.rows.length); row += 1) {
    const score = matched(kind, headingsAt(kind, sheet, row), {}).size;
    // A second line that loses none of the first one's columns belongs to the headings, also where it names none of ours.
    const isSecond = row === best.row + 1 && isSecondLine(kind, texts(sheet, best.row), texts(sheet, row));
    if (score > best.score || (isSecond && score === best.score)) best = { row, score };
  }
  return best.row;
}

/** A unit other than 万元 that is stated above the table for all of it: 单位：亿元. */
export function statedUnit(sheet: Sheet, headerRow: number): string | undefined {
  for (let row = 1; row <= Math.min(headerRow, headerRowsTried); row += 1) {
    for (const text of texts(sheet, row)) {
      const unit = /单位[:：]?\s*(?:人民币)?\s*(亿元|百万元|千元|元)/.exec(text.normalize("NFKC"))?.[1];
      if (unit !== undefined) return unit;
    }
  }
  return undefined;
}
