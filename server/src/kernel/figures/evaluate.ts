import { sql, type RawBuilder } from "kysely";
import type { Comparator, FigureAnswer } from "@baton/contract/figures";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";
import { planForValues } from "./planning.ts";
import { type Dimension, type Figure, type Measure, type MeasuredFigure, measuredOf, type Question } from "./definition.ts";

type AggregateRow = {
  is_total: number;
  k1: string | null;
  l1: string | null;
  k2: string | null;
  l2: string | null;
  numerator: string | null;
  denominator: string | null;
  comparators: string[] | null;
  unreported: number;
  corrected: number;
  row_count: number;
};

function exact(text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error("a sum left the safe integers");
  return value;
}

function parts(measure: Measure): { numerator: RawBuilder<unknown>; denominator: RawBuilder<unknown> } {
  switch (measure.kind) {
    case "count":
      return { numerator: sql`1`, denominator: sql`null::bigint` };
    case "sum":
      return { numerator: measure.of, denominator: sql`null::bigint` };
    case "ratio":
      return { numerator: measure.numerator, denominator: measure.denominator };
  }
}

/** Nothing counted is 0; nothing summed and an empty denominator are undefined. */
function valueOf(measure: Measure, numerator: number | null, denominator: number | null): number | null {
  if (measure.kind === "count") return numerator ?? 0;
  if (measure.kind === "sum") return numerator;
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

/** What a sum over inputs that are not all "=" may still claim: the weakest of them (KERNEL K13). */
export function weakest(comparators: readonly string[] | null): Comparator {
  const inexact = new Set((comparators ?? []).filter((one) => one !== "="));
  if (inexact.size === 0) return "=";
  if (inexact.size === 1) return [...inexact][0] as Comparator;
  if ([...inexact].every((one) => one === ">" || one === ">=")) return ">=";
  if ([...inexact].every((one) => one === "<" || one === "<=")) return "<=";
  return "about";
}

export function dimensionsOf(figure: MeasuredFigure, names: readonly string[]): Dimension[] {
  return names.map((name) => {
    const found = figure.population.dimensions.find((one) => one.name === name);
    if (found === undefined) {
      const known = figure.population.dimensions.map((one) => one.name).join("、");
      throw problem("unknown-dimension", { detail: `指标“${figure.labelZh}”没有维度“${name}”，可用的有：${known}。` });
    }
    return found;
  });
}

/** The parts of its population that this question about this figure reads. */
function needsOf(figure: MeasuredFigure, question: Question): Set<string> {
  const named = new Set([...question.by, ...question.where.map((filter) => filter.dimension)]);
  const dimensions = figure.population.dimensions.filter((one) => named.has(one.name));
  return new Set([...(figure.needs ?? []), ...dimensions.flatMap((one) => one.needs ?? [])]);
}

/** Parts that the reader shows beside the measure (`whole`: nearly all of a city's rows are read at once), and the keys to stay among. */
type Shown = { also: readonly string[]; among?: readonly string[] };

/** A population's rows, narrowed by the figure's own condition, with the measure's columns named. */
export function measuredRows(figure: MeasuredFigure, question: Question, { also, among }: Shown): RawBuilder<unknown> {
  const { numerator, denominator } = parts(figure.measure);
  const only = figure.only ?? sql`true`;
  return sql`select population.*, (${numerator})::bigint as numerator, (${denominator})::bigint as denominator
    from (${figure.population.rows(question, new Set([...needsOf(figure, question), ...also]), among)}) population where ${only}`;
}

async function aggregate(
  tx: Tx,
  figure: MeasuredFigure,
  { question, dimensions, isWhole }: { question: Question; dimensions: readonly Dimension[]; isWhole?: boolean | undefined },
): Promise<AggregateRow[]> {
  const [first, second] = dimensions;
  const none = sql`null::text`;
  const joins = dimensions.flatMap((one) => (one.group.from === undefined ? [] : [one.group.from]));
  const from = joins.reduce(
    (left, join) => sql`${left} ${join}`,
    sql`(${measuredRows(figure, question, { also: isWhole === true ? ["whole"] : [] })}) population`,
  );
  const grouped = dimensions.length === 0 ? sql`` : sql`group by grouping sets ((), (k1, l1, k2, l2))`;
  const { rows } = await sql<AggregateRow>`
    with counted as materialized (
      select ${first?.group.key ?? none} as k1, ${first?.group.label ?? none} as l1,
        ${second?.group.key ?? none} as k2, ${second?.group.label ?? none} as l2,
        numerator, denominator, comparator, is_unreported, is_corrected
      from ${from}),
    -- a few lines a group: what is left to be grouped again with its total
    keyed as materialized (
      select k1, l1, k2, l2, comparator, sum(numerator) as numerator, sum(denominator) as denominator, count(*) as row_count,
        count(*) filter (where is_unreported) as unreported, count(*) filter (where is_corrected) as corrected
      from counted group by k1, l1, k2, l2, comparator)
    select ${dimensions.length === 0 ? sql`1` : sql`grouping(k1, l1, k2, l2) & 1`} as is_total,
      ${dimensions.length === 0 ? sql`null::text as k1, null::text as l1, null::text as k2, null::text as l2` : sql`k1, l1, k2, l2`},
      sum(numerator)::text as numerator, sum(denominator)::text as denominator,
      array_agg(distinct comparator) filter (where comparator <> '=') as comparators,
      coalesce(sum(unreported), 0)::int as unreported, coalesce(sum(corrected), 0)::int as corrected, coalesce(sum(row_count), 0)::int as row_count
    from keyed ${grouped} order by is_total desc, k1, k2`.execute(tx);
  return rows;
}

/**
 * Asks one figure. Reads with the rights of the transaction's actor; `scope` says whose rows those are, `isWhole` that
 * they are the whole city's.
 */
export async function evaluate(
  tx: Tx,
  figure: Figure,
  { question, scope, isWhole }: { question: Question; scope: string; isWhole?: boolean },
): Promise<Omit<FigureAnswer, "rowsUrl">> {
  const measured = measuredOf(figure);
  const dimensions = dimensionsOf(measured, question.by);
  await planForValues(tx, isWhole);
  const overlaps = dimensions.some((one) => one.overlaps);
  // Groups that overlap count a row twice: the total is then asked on its own.
  const asked = await aggregate(tx, measured, { question, dimensions, isWhole });
  const totals = overlaps ? await aggregate(tx, measured, { question: { ...question, by: [] }, dimensions: [], isWhole }) : asked;
  const total = totals.find((row) => row.is_total === 1);
  const finish = (row: AggregateRow | undefined): number | null => {
    const value = valueOf(measured.measure, exact(row?.numerator ?? null), exact(row?.denominator ?? null));
    return "from" in figure ? figure.derive(value, question) : value;
  };
  return {
    name: figure.name,
    labelZh: figure.labelZh,
    unit: figure.unit,
    definition: figure.definition,
    formula: figure.formula,
    ledger: figure.ledger ?? null,
    counterpart: figure.counterpart ?? null,
    validFrom: figure.tense === "flow" ? question.validFrom : null,
    validOn: question.validOn,
    knownAt: question.knownAt,
    scope,
    comparator: weakest(total?.comparators ?? null),
    value: finish(total),
    numerator: exact(total?.numerator ?? null),
    denominator: exact(total?.denominator ?? null),
    unreported: total?.unreported ?? 0,
    corrected: total?.corrected ?? 0,
    rowCount: total?.row_count ?? 0,
    groups:
      dimensions.length === 0
        ? []
        : asked
            .filter((row) => row.is_total === 0)
            .map((row) => ({
              key: row.k1,
              label: row.l1 ?? "未填",
              ...(dimensions.length > 1 ? { key2: row.k2, label2: row.l2 ?? "未填" } : {}),
              value: finish(row),
              comparator: weakest(row.comparators),
              unreported: row.unreported,
            })),
    overlaps,
  };
}

/** One group's number as its exact parts: a ratio's quotient is left to the reader. A derived figure gives its decimal value instead. */
export type GroupParts = { key: string | null; label: string; numerator: number | null; denominator: number | null; value: number | null };

/** The groups of one dimension with their exact parts, for whatever computes with them further (scores). */
export async function evaluateGroups(tx: Tx, figure: Figure, question: Question): Promise<GroupParts[]> {
  const measured = measuredOf(figure);
  const rows = await aggregate(tx, measured, { question, dimensions: dimensionsOf(measured, question.by) });
  return rows
    .filter((row) => row.is_total === 0)
    .map((row) => {
      const numerator = exact(row.numerator);
      const denominator = exact(row.denominator);
      const value = valueOf(measured.measure, numerator, denominator);
      const isDerived = "from" in figure;
      return {
        key: row.k1,
        label: row.l1 ?? "未填",
        numerator: isDerived ? null : numerator,
        denominator: isDerived ? null : denominator,
        value: isDerived ? figure.derive(value, question) : value,
      };
    });
}
