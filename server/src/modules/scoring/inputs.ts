import type { SchemeDocument, ScoringMethod } from "@baton/contract/scoring";
import type { UnitValue } from "@baton/contract/scoring-rules";
import { evaluateGroups, type Figures, getFigure, type GroupParts, type Question } from "#kernel/figures";
import type { Tx } from "#platform/database";

/** When a scheme is asked: a month's end, as known. Flows run from 1 January. */
export type AskedAt = { validOn: string; knownAt: string };

type Asked = SchemeDocument["indicators"][number]["of"];
type Values = Map<string, UnitValue>;
type Target = Extract<ScoringMethod, { kind: "target" }>["target"];

/** A decimal as an exact quotient: 27.78 → 2778/100. */
function quotientOf(text: string): { numerator: bigint; denominator: bigint } {
  const [whole = "0", decimals = ""] = text.split(".");
  return { numerator: BigInt(`${whole}${decimals}`), denominator: 10n ** BigInt(decimals.length) };
}

/** Plain digits of a number, without an exponent; twelve decimals are beyond what any figure carries. */
function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(12) : text;
}

function exactOf({ numerator, denominator, value }: GroupParts): UnitValue {
  if (value === null) return null;
  if (numerator !== null && denominator !== null) return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
  return quotientOf(plain(value));
}

/** The targets a method compares with, by the name its values go by. */
function targetsOf(code: string, method: ScoringMethod): { name: string; target: Target }[] {
  if (method.kind === "target") return [{ name: `${code}/target`, target: method.target }];
  if (method.kind !== "mix") return [];
  return [...targetsOf(code, method.amount), ...targetsOf(`${code}/growth`, method.growth)];
}

type Asking = { scheme: SchemeDocument; at: AskedAt; figures: Figures };
type Groups = Map<string, GroupParts>;

async function askGroups(tx: Tx, asked: Asked, { scheme, at, figures }: Asking): Promise<Groups> {
  const question: Question = {
    validFrom: `${at.validOn.slice(0, 4)}-01-01`,
    ...at,
    where: Object.entries(asked.where).map(([dimension, values]) => ({ dimension, values, isAll: false })),
    by: [scheme.unitDimension],
  };
  const groups = await evaluateGroups(tx, getFigure(figures, asked.figure), question);
  return new Map(groups.flatMap((group) => (group.key === null ? [] : [[group.key, group] as const])));
}

/** Asks each figure once for the whole class, grouped by its dimension, however many indicators use it. */
function asker(tx: Tx, asking: Asking): (asked: Asked) => Promise<Groups> {
  const kept = new Map<string, Promise<Groups>>();
  return (asked) => {
    const key = JSON.stringify([asked.figure, Object.entries(asked.where).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    const found = kept.get(key) ?? askGroups(tx, asked, asking);
    kept.set(key, found);
    return found;
  };
}

/** A unit with no row counts as nothing counted where the figure counts, and as undefined everywhere else. */
function numbersOf(groups: Groups, { scheme, isCount }: { scheme: SchemeDocument; isCount: boolean }): { values: Values; shown: Map<string, number | null> } {
  const values: Values = new Map();
  const shown = new Map<string, number | null>();
  for (const { key } of scheme.units) {
    const group = groups.get(key);
    values.set(key, group === undefined ? (isCount ? { numerator: 0n, denominator: 1n } : null) : exactOf(group));
    shown.set(key, group?.value ?? (isCount ? 0 : null));
  }
  return { values, shown };
}

type GatheredInputs = {
  inputs: Map<string, Values>;
  /** The plain value of each indicator by unit, to be shown. */
  shown: Map<string, Map<string, number | null>>;
};

/** Gathers everything a scheme's scores are a function of, with the rights of the transaction's actor. */
export async function gatherInputs(tx: Tx, asking: Asking): Promise<GatheredInputs> {
  const { scheme, figures } = asking;
  const ask = asker(tx, asking);
  const numbers = async (asked: Asked) => numbersOf(await ask(asked), { scheme, isCount: getFigure(figures, asked.figure).unit === "count" });
  const gathered: GatheredInputs = { inputs: new Map(), shown: new Map() };
  for (const { code, of, method } of scheme.indicators) {
    const { values, shown } = await numbers(of);
    gathered.inputs.set(code, values);
    gathered.shown.set(code, shown);
    if (method.kind === "mix") gathered.inputs.set(`${code}/growth`, (await numbers(method.growthOf)).values);
    for (const { name, target } of targetsOf(code, method)) {
      gathered.inputs.set(name, target.kind === "figure" ? (await numbers(target.of)).values : statedTargets(target, scheme));
    }
  }
  for (const [place, veto] of scheme.vetoes.entries()) gathered.inputs.set(`veto/${place}`, (await numbers(veto.of)).values);
  return gathered;
}

function statedTargets(target: Exclude<Target, { kind: "figure" }>, scheme: SchemeDocument): Values {
  return new Map(
    scheme.units.map(({ key }) => {
      const stated = target.kind === "value" ? target.value : target.values[key];
      return [key, stated === undefined ? null : quotientOf(stated)];
    }),
  );
}

/** What keeps a scheme from being used, beyond its own arithmetic: figures and dimensions that do not exist. */
export function figureFaults(scheme: SchemeDocument, figures: Figures): string[] {
  const asked = scheme.indicators.flatMap(({ label, of, method }) => [
    { label, of },
    ...(method.kind === "mix" ? [{ label, of: method.growthOf }] : []),
    ...targetsOf("", method).flatMap(({ target }) => (target.kind === "figure" ? [{ label, of: target.of }] : [])),
  ]);
  return [...asked, ...scheme.vetoes].flatMap(({ label, of }) => {
    const figure = figures.get(of.figure);
    if (figure === undefined) return [`“${label}”引用的指标“${of.figure}”不存在，请重新选择。`];
    const { dimensions } = ("from" in figure ? figure.from : figure).population;
    if (!dimensions.some(({ name }) => name === scheme.unitDimension)) return [`“${label}”的指标“${figure.labelZh}”不能按参评单位分列，请换一个指标。`];
    return [];
  });
}
