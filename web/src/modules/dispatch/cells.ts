import { answerOf, type Reading } from "@baton/contract/bulletin-rules";
import type { BulletinBlock, FigureRun } from "@baton/contract/bulletins";
import type { FigureUnit } from "@baton/contract/figures";
import { fenPerYi } from "@baton/contract/units";
import { sayNumber } from "@baton/contract/wording";

export type TableBlock = Extract<BulletinBlock, { kind: "table" }>;
export type ChartBlock = Extract<BulletinBlock, { kind: "chart" }>;
export type LightsBlock = Extract<BulletinBlock, { kind: "lights" }>;
export type RankingBlock = Extract<BulletinBlock, { kind: "ranking" }>;
/** A block that is chosen and changed as a whole, not typed in. */
export type WholeBlock = TableBlock | ChartBlock | LightsBlock | RankingBlock | { kind: "pageBreak" };

/** A number of a table, whose unit stands in the head, as the Word paper prints it. */
export function cellWords(value: number | null, unit: FigureUnit | undefined): string {
  if (value === null || unit === undefined) return "—";
  if (unit === "fen") return (value / fenPerYi).toFixed(2);
  return sayNumber({ value, unit }).replace(/个百分点$|个$|%$/, "");
}

/** The unit of a table's column; undefined until it is answered. */
export function unitOfColumn(block: TableBlock, at: number, reading: Reading): FigureUnit | undefined {
  const column = block.columns[at];
  return column === undefined ? undefined : answerOf(column.ask, reading, block.by)?.unit;
}

/** By which dimension a run asks: ranks and names stand among groups. */
export function byOf({ say }: FigureRun): string | null {
  return say.as === "rank" || say.as === "names" ? say.by : null;
}
