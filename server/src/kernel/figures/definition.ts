import type { RawBuilder } from "kysely";
import type { FigureLedger, FigureUnit } from "@baton/contract/figures";

/**
 * What every figure is asked: a state at `validOn` or a flow over [validFrom, validOn], as known at `knownAt`.
 * Dates are ISO calendar dates; `knownAt` is an instant with its offset.
 */
export type Question = {
  validFrom: string;
  validOn: string;
  knownAt: string;
  /** Any of the values, or all of them where `isAll`. */
  where: readonly Filter[];
  by: readonly string[];
};

export type Filter = { dimension: string; values: readonly string[]; isAll: boolean };

export type Dimension = {
  name: string;
  labelZh: string;
  labelEn: string;
  /** Whether one row may stand in several groups. */
  overlaps: boolean;
  /** Parts of the population that grouping or filtering by it reads; the others are not gathered. */
  needs?: readonly string[];
  /** SQL over the population's columns: two expressions, the group's key and its label (both text). */
  group: { key: RawBuilder<string>; label: RawBuilder<string>; from?: RawBuilder<unknown> };
};

/**
 * Where rows come from: one function of the question returning SQL with the columns
 * `key uuid, label text, subject_id uuid, comparator text, is_unreported boolean, is_corrected boolean,
 * row_known_at timestamptz, row_by text` and whatever its measures and dimensions name.
 */
export type Population = {
  name: string;
  dimensions: readonly Dimension[];
  /** SQL over the population's columns: what is to be said beside a row, or null. */
  note?: RawBuilder<string>;
  /**
   * Applies `where`; throws `unknown-dimension` or `invalid-input` for what it does not understand. Columns of parts
   * that are not in `needs` may be null: gathering them for every row is what costs.
   */
  rows(question: Question, needs: ReadonlySet<string>, among?: readonly string[]): RawBuilder<unknown>;
  /**
   * Keys among which the rows are, in order and after a key, at most so many: so that a page of rows gathers for a page
   * of keys. Absent where the order of keys is not to be had cheaply; `rows` then takes no `among`.
   */
  candidates?(question: Question, page: { after: string | null; limit: number }): RawBuilder<unknown>;
};

export type Measure =
  | { kind: "count" }
  | { kind: "sum"; of: RawBuilder<unknown> }
  | { kind: "ratio"; numerator: RawBuilder<unknown>; denominator: RawBuilder<unknown> };

type Named = {
  name: string;
  labelZh: string;
  labelEn: string;
  unit: FigureUnit;
  tense: "state" | "flow";
  /** One or two sentences a newcomer understands. */
  definition: string;
  formula: string;
  /** Which book the number is from; absent where it is from neither. */
  ledger?: FigureLedger;
  /** The same thing in the other book, by name, and their difference: shown side by side, never summed. */
  counterpart?: { figure: string; difference: string; explained: string };
};

/** A figure measured over a population. `only` narrows the population for this figure alone. */
export type MeasuredFigure = Named & { population: Population; measure: Measure; only?: RawBuilder<boolean>; needs?: readonly string[] };

/** A figure computed from one measured figure and the question itself, group by group. */
export type DerivedFigure = Named & {
  from: MeasuredFigure;
  derive(value: number | null, question: Question): number | null;
};

export type Figure = MeasuredFigure | DerivedFigure;

export function measuredOf(figure: Figure): MeasuredFigure {
  return "from" in figure ? figure.from : figure;
}
