/**
 * Units of what Baton stores and shows. Money is kept in fen and never in anything else;
 * 万元 and 亿元 exist only at the edges (`amounts.ts`).
 */
export const fenPerYuan = 100;
export const fenPerWan = 1_000_000;
export const fenPerYi = 10_000_000_000;

/** 1 公顷 = 15 亩. */
export const muPerHectare = 15;

export const monthsPerYear = 12;

/** Exact quotient of two integers; the denominator is above zero. */
export type Ratio = { numerator: number; denominator: number };

/** Every unit a figure or a metric may be given in. `fen` is shown as 亿元 or 万元. */
export const units = {
  fen: { zh: "元", en: "yuan" },
  usd_cent: { zh: "美元", en: "US dollars" },
  count: { zh: "个", en: "items" },
  household: { zh: "家", en: "enterprises" },
  person: { zh: "人", en: "people" },
  times: { zh: "次", en: "times" },
  day: { zh: "天", en: "days" },
  working_day: { zh: "个工作日", en: "working days" },
  mu: { zh: "亩", en: "mu" },
  ratio: { zh: "%", en: "%" },
  points: { zh: "个百分点", en: "percentage points" },
  score: { zh: "分", en: "points" },
} as const satisfies Record<string, { zh: string; en: string }>;

export type Unit = keyof typeof units;
