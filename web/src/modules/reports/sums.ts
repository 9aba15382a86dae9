import { formatWan } from "@baton/contract/amounts";
import type { Line } from "./useDrafts.ts";

/** Sums of what stands in the sheet, typed or reported; rows that cannot be read yet count as nothing. */
export function sumsOf(lines: readonly Line[]): { month: string; cumulative: string } {
  let month = 0n;
  let cumulative = 0n;
  for (const { row, reading } of lines) {
    const settled = row.canReport ? reading.settled : row;
    month += BigInt(settled?.monthFen ?? 0);
    cumulative += BigInt(settled?.cumulativeFen ?? 0);
  }
  return { month: formatWan(month), cumulative: formatWan(cumulative) };
}
