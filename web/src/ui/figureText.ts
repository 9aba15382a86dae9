import { formatPoints, formatRate, formatWan, formatYi, parseWan, plainWan } from "@baton/contract/amounts";

/**
 * How a figure is shown. `wan`, `yi`: integer fen as 万元 or 亿元; `rate`: a share, 1 is 100%; `points`: percentage
 * points, signed; `count`: whole numbers; `score`: two decimals.
 */
export type FigureForm = "wan" | "yi" | "rate" | "points" | "count" | "score";

const counts = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
const scores = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The figure as people read it. In a column give `decimals`, so that the digits line up. */
export function figureText(value: number, form: FigureForm, decimals?: number): string {
  switch (form) {
    case "wan":
      return formatWan(value, decimals);
    case "yi":
      return formatYi(value, decimals);
    case "rate":
      return formatRate(value);
    case "points":
      return formatPoints(value);
    case "count":
      return counts.format(value).replace("-", "−");
    case "score":
      return scores.format(value).replace("-", "−");
  }
}

/** The figure as plain digits, to be pasted into a spreadsheet: 万元 for money, the bare number otherwise. */
export function figureDigits(value: number, form: FigureForm): string {
  return form === "wan" || form === "yi" ? plainWan(value) : String(value);
}

/** The sum of selected 万元 cells for `Sheet.sumOf`: words are passed over; undefined where nothing is an amount. */
export function wanSum(texts: readonly string[]): string | undefined {
  const amounts = texts.map((text) => parseWan(text)).filter((amount) => "fen" in amount);
  if (amounts.length === 0) return undefined;
  return formatWan(amounts.reduce((sum, { fen }) => sum + BigInt(fen), 0n));
}
