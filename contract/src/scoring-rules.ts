/**
 * 计分 (scoring): what each unit of a class gets, as one pure rule for both sides. Values go in, marks come out, each
 * with its arithmetic in words. Quotients are exact until a mark is rounded, once, to two places (四舍五入); the total
 * is the sum of the rounded marks, so that what is printed adds up. Nothing missing becomes a silent zero.
 */
import Fraction from "fraction.js";
import type { MissingRule, SchemeDocument, SchemeIndicator, SimpleMethod } from "./scoring.ts";

/** A figure's value for one unit, exact: a quotient of its parts where it has them. Null where undefined. */
export type UnitValue = { numerator: bigint; denominator: bigint } | null;

/** By indicator code, then by unit key. Further values go by `<code>/growth`, `<code>/target`, `<code>/growth/target`, `veto/<n>`. */
export type ScoringInputs = ReadonlyMap<string, ReadonlyMap<string, UnitValue>>;

export type Mark = {
  code: string;
  /** Hundredths of a point; null where a missing value leaves none. */
  score: number | null;
  /** Hundredths: what could be had, after redistribution. */
  full: number;
  /** The arithmetic in one sentence. */
  how: string;
  isMissing: boolean;
};

export type UnitScore = {
  key: string;
  label: string;
  marks: Mark[];
  /** Hundredths. */
  total: number;
  /** Ties share a rank and the next ranks are left out; null where the unit is not ranked, `unrankedBecause` says why. */
  rank: number | null;
  unrankedBecause: string | null;
};

type Valued = ReadonlyMap<string, Fraction | null>;
type Share = { share: Fraction; how: string };

const hundred = 100n;
const zero = new Fraction(0n);
const one = new Fraction(1n);

/** Nearest whole, halves away from zero. */
function roundedHalfAway(value: Fraction): number {
  const size = Number(value.abs().round().valueOf());
  return value.compare(zero) < 0 ? -size || 0 : size;
}

function hundredths(text: string): number {
  return roundedHalfAway(new Fraction(text).mul(hundred));
}

/** Hundredths as decimal text: 1250 → 12.5 */
export function formatScore(score: number): string {
  const sign = score < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(score) / 100);
  const rest = String(Math.abs(score) % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${sign}${whole}${rest === "" ? "" : `.${rest}`}`;
}

function percent(value: Fraction): string {
  return `${formatScore(roundedHalfAway(value.mul(10_000n)))}%`;
}

/** What is wrong with a scheme, in sentences; empty where it may be used. */
export function schemeFaults(scheme: SchemeDocument): string[] {
  const faults: string[] = [];
  const weighed = scheme.indicators.filter(({ method }) => method.kind !== "bonus");
  const sum = weighed.reduce((total, { weight }) => total + hundredths(weight), 0);
  if (sum !== 10_000) faults.push(`各项权重合计为${formatScore(sum)}，应为100；加减分项不计入。`);
  const codes = new Set<string>();
  for (const { code, label, weight, method } of scheme.indicators) {
    if (codes.has(code)) faults.push(`“${label}”的代码${code}与另一项重复。`);
    codes.add(code);
    if (method.kind !== "bonus" && hundredths(weight) === 0) faults.push(`“${label}”的权重为0，请填写权重或删去该项。`);
    if (method.kind === "bonus" && hundredths(weight) !== 0) faults.push(`“${label}”是加减分项，权重应为0。`);
  }
  const keys = new Set(scheme.units.map(({ key }) => key));
  if (keys.size !== scheme.units.length) faults.push("参评单位有重复。");
  return faults;
}

/** The values of one indicator over the class, with what every method compares a unit to; gathered once. */
type Field = { values: Valued; best: Fraction; worst: Fraction; mean: Fraction | null; rankOf: ReadonlyMap<string, number> };

function readValues(inputs: ScoringInputs, name: string, units: SchemeDocument["units"]): Valued {
  const given = inputs.get(name);
  return new Map(
    units.map(({ key }) => {
      const value = given?.get(key) ?? null;
      return [key, value === null || value.denominator === 0n ? null : new Fraction(value.numerator, value.denominator)];
    }),
  );
}

function fieldOf(values: Valued, isMore: boolean): Field {
  const known = [...values].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  known.sort((a, b) => (isMore ? b.value.compare(a.value) : a.value.compare(b.value)));
  const rankOf = new Map<string, number>();
  for (const [at, { key, value }] of known.entries()) {
    const before = known[at - 1];
    rankOf.set(key, before && before.value.compare(value) === 0 ? (rankOf.get(before.key) ?? 1) : at + 1);
  }
  const sum = known.reduce((total, { value }) => total.add(value), zero);
  const mean = known.length === 0 ? null : sum.div(BigInt(known.length));
  return { values, best: known[0]?.value ?? zero, worst: known.at(-1)?.value ?? zero, mean, rankOf };
}

function capped(share: Fraction, capPercent: number): Fraction {
  const cap = new Fraction(BigInt(capPercent), hundred);
  if (share.compare(zero) < 0) return zero;
  return share.compare(cap) > 0 ? cap : share;
}

/** One unit's value beside its class. */
type Judged = { key: string; value: Fraction; field: Field; target: Fraction | null; isMore: boolean };

function targetShare(method: Extract<SimpleMethod, { kind: "target" }>, { value, target, isMore }: Judged): Share | null {
  if (target === null || target.compare(zero) === 0 || (!isMore && value.compare(zero) === 0)) return null;
  const reached = isMore ? value.div(target) : target.div(value);
  if (method.isAllOrNothing) {
    const isDone = reached.compare(one) >= 0;
    return { share: isDone ? one : zero, how: isDone ? "达到目标，得满分" : `完成目标的${percent(reached)}，未达到，不得分` };
  }
  const share = capped(reached, method.capPercent);
  const note = share.compare(reached) < 0 ? `，按上限${method.capPercent}%计` : "";
  return { share, how: `完成目标的${percent(reached)}${note}` };
}

function efficacyShare(method: Extract<SimpleMethod, { kind: "efficacy" }>, { value, field: { best, worst } }: Judged): Share {
  // No spread to measure by: nobody is behind.
  if (best.compare(worst) === 0) return { share: one, how: "各单位相同，得满分" };
  const base = new Fraction(BigInt(method.basePercent), hundred);
  const place = value.sub(worst).div(best.sub(worst));
  return {
    share: base.add(one.sub(base).mul(place)),
    how: `功效系数：${method.basePercent}＋${100 - method.basePercent}×${percent(place)}`,
  };
}

function rankShare(method: Extract<SimpleMethod, { kind: "rank" }>, { key, field }: Judged): Share {
  const rank = field.rankOf.get(key) ?? 1;
  const left = Math.max(100 - (rank - 1) * method.stepPercent, method.floorPercent);
  return { share: new Fraction(BigInt(left), hundred), how: `居第${rank}位，得满分的${left}%` };
}

function meanShare(method: Extract<SimpleMethod, { kind: "mean" }>, { value, field: { mean }, isMore }: Judged): Share | null {
  if (mean === null || mean.compare(zero) <= 0 || (!isMore && value.compare(zero) <= 0)) return null;
  const ratio = isMore ? value.div(mean) : mean.div(value);
  const share = capped(ratio, method.capPercent);
  return { share, how: `为均值的${percent(ratio)}${share.compare(ratio) < 0 ? `，按上限${method.capPercent}%计` : ""}` };
}

function shareBy(method: SimpleMethod, judged: Judged): Share | null {
  switch (method.kind) {
    case "target":
      return targetShare(method, judged);
    case "efficacy":
      return efficacyShare(method, judged);
    case "rank":
      return rankShare(method, judged);
    case "mean":
      return meanShare(method, judged);
  }
}

/** A scheme with the values of all its units, each indicator's gathered once. */
type Context = { scheme: SchemeDocument; fieldOf(name: string, isMore: boolean): Field; valueOf(name: string, key: string): Fraction | null };

function gather(scheme: SchemeDocument, inputs: ScoringInputs): Context {
  const fields = new Map<string, Field>();
  const gathered = (name: string, isMore: boolean): Field => {
    const found = fields.get(name) ?? fieldOf(readValues(inputs, name, scheme.units), isMore);
    fields.set(name, found);
    return found;
  };
  return { scheme, fieldOf: gathered, valueOf: (name, key) => gathered(name, true).values.get(key) ?? null };
}

/** One value of an indicator (`code` itself, or its growth) beside its class and its target. */
function judgedOf(context: Context, name: string, { key, isMore }: { key: string; isMore: boolean }): Judged | null {
  const field = context.fieldOf(name, isMore);
  const value = field.values.get(key) ?? null;
  return value === null ? null : { key, value, field, target: context.valueOf(`${name}/target`, key), isMore };
}

/** The share of the full mark a unit has earned in one indicator; null where it can't be told. */
function earnedShare({ code, method, direction }: SchemeIndicator, key: string, context: Context): Share | null {
  if (method.kind === "bonus") return null;
  const isMore = direction === "more";
  const amount = judgedOf(context, code, { key, isMore });
  if (amount === null) return null;
  if (method.kind !== "mix") return shareBy(method, amount);
  const growth = judgedOf(context, `${code}/growth`, { key, isMore });
  const amountPart = shareBy(method.amount, amount);
  const growthPart = growth === null ? null : shareBy(method.growth, growth);
  if (amountPart === null || growthPart === null) return null;
  const growthWeight = new Fraction(BigInt(method.growthSharePercent), hundred);
  return {
    share: growthPart.share.mul(growthWeight).add(amountPart.share.mul(one.sub(growthWeight))),
    how: `增幅${method.growthSharePercent}%（${growthPart.how}），总量${100 - method.growthSharePercent}%（${amountPart.how}）`,
  };
}

function bonusMark({ code, method }: SchemeIndicator, key: string, context: Context): Mark {
  if (method.kind !== "bonus") throw new Error(`${code} is not a bonus`);
  const value = context.valueOf(code, key);
  const ceiling = hundredths(method.ceiling);
  if (value === null) return { code, score: null, full: 0, how: "没有数据，不加减分", isMissing: true };
  const raw = roundedHalfAway(value.mul(new Fraction(method.each)).mul(hundred));
  const score = Math.max(-ceiling, Math.min(ceiling, raw));
  const note = score === raw ? "" : `，按上限${formatScore(score)}计`;
  return { code, score, full: 0, how: `${value.toString()}×${method.each}分${note}`, isMissing: false };
}

const missingWords: Record<MissingRule, string> = {
  redistribute: "没有数据，权重由其他指标分担",
  classMean: "没有数据，按同类单位平均分计",
  zero: "没有数据，按办法不得分",
  unranked: "没有数据，不参加排名",
};

/** The marks of one unit before the mean of a class is known. */
function firstMarks(key: string, context: Context): Mark[] {
  const { indicators } = context.scheme;
  const shares = indicators.map((indicator) => earnedShare(indicator, key, context));
  const isShared = (at: number): boolean => shares[at] === null && indicators[at]?.missing === "redistribute" && indicators[at]?.method.kind !== "bonus";
  const lost = indicators.reduce((sum, { weight }, at) => (isShared(at) ? sum + hundredths(weight) : sum), 0);
  const kept = 10_000 - lost;
  return indicators.map((indicator, at): Mark => {
    const { code, method, missing, weight } = indicator;
    if (method.kind === "bonus") return bonusMark(indicator, key, context);
    const share = shares[at] ?? null;
    // With every indicator missing there is nothing to carry the weight.
    const full = isShared(at) || kept === 0 ? zero : new Fraction(BigInt(hundredths(weight)) * 10_000n, BigInt(kept));
    const fullScore = roundedHalfAway(full);
    if (share === null) return { code, score: missing === "zero" ? 0 : null, full: fullScore, how: missingWords[missing], isMissing: true };
    const carried = lost === 0 ? "" : `；满分由${weight}调为${formatScore(fullScore)}`;
    return { code, score: roundedHalfAway(full.mul(share.share)), full: fullScore, how: `${share.how}${carried}`, isMissing: false };
  });
}

function meanScore(all: readonly Mark[][], at: number): number | null {
  const scores = all.flatMap((marks) => (marks[at]?.isMissing === false && marks[at].score !== null ? [marks[at].score] : []));
  if (scores.length === 0) return null;
  return roundedHalfAway(
    new Fraction(
      scores.reduce((sum, score) => sum + BigInt(score), 0n),
      BigInt(scores.length),
    ),
  );
}

function vetoOf(key: string, context: Context): SchemeDocument["vetoes"][number] | undefined {
  return context.scheme.vetoes.find((veto, at) => {
    const value = context.valueOf(`veto/${at}`, key);
    return value !== null && value.compare(new Fraction(veto.isAtLeast)) >= 0;
  });
}

function whyUnranked(unit: { key: string; marks: readonly Mark[] }, context: Context): string | null {
  const { scheme } = context;
  if (scheme.units.length < scheme.minimumRanked) return `同类单位不足${scheme.minimumRanked}个，不排名`;
  const vetoed = vetoOf(unit.key, context);
  if (vetoed) return `一票否决：${vetoed.label}`;
  const missing = scheme.indicators.find(({ missing: rule, method }, at) => rule === "unranked" && method.kind !== "bonus" && unit.marks[at]?.isMissing);
  if (missing) return `“${missing.label}”没有数据`;
  return unit.marks.every((mark) => mark.score === null) ? "没有任何数据" : null;
}

/**
 * Scores a class of units. `scheme` must be free of `schemeFaults`. Units come back in the scheme's order; marks in the
 * order of its indicators.
 */
export function scoreUnits(scheme: SchemeDocument, inputs: ScoringInputs): UnitScore[] {
  const context = gather(scheme, inputs);
  const first = scheme.units.map(({ key }) => firstMarks(key, context));
  const means = scheme.indicators.map((_, at) => meanScore(first, at));
  const scored = scheme.units.map(({ key, label }, unitAt): UnitScore => {
    const marks = (first[unitAt] ?? []).map((mark, at) =>
      mark.isMissing && scheme.indicators[at]?.missing === "classMean" && scheme.indicators[at].method.kind !== "bonus"
        ? { ...mark, score: means[at] ?? null }
        : mark,
    );
    const isZeroed = vetoOf(key, context)?.effect === "zero";
    const total = isZeroed ? 0 : marks.reduce((sum, mark) => sum + (mark.score ?? 0), 0);
    return { key, label, marks, total, rank: null, unrankedBecause: whyUnranked({ key, marks }, context) };
  });
  const ranked = scored.filter((unit) => unit.unrankedBecause === null);
  return scored.map((unit) => ({
    ...unit,
    rank: unit.unrankedBecause === null ? 1 + ranked.filter((other) => other.total > unit.total).length : null,
  }));
}
