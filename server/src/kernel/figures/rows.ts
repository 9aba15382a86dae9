import { sql } from "kysely";
import type { FigureRows } from "@baton/contract/figures";
import type { Tx } from "#platform/database";
import { type Figure, type MeasuredFigure, measuredOf, type Question } from "./definition.ts";
import { planForValues } from "./planning.ts";
import { measuredRows, weakest } from "./evaluate.ts";

type Row = {
  key: string;
  label: string;
  subject_id: string;
  note: string | null;
  numerator: number | null;
  denominator: number | null;
  comparator: string;
  is_unreported: boolean;
  is_corrected: boolean;
  row_known_at: string | null;
  row_by: string | null;
};

type Asked = { question: Question; after: string | null; limit: number; isWhole?: boolean };
type Among = Asked & { among?: readonly string[] };

/** Rows in the order of keys after a key, one more than the limit; `among` keeps to these keys. */
async function readRows(tx: Tx, measured: MeasuredFigure, { among, ...asked }: Among): Promise<Row[]> {
  const shown = { also: asked.isWhole === true ? ["unit", "whole"] : ["unit"], ...(among === undefined ? {} : { among }) };
  const { rows } = await sql<Row>`
    select key, label, subject_id, ${measured.population.note ?? sql`null::text`} as note, numerator, denominator, comparator, is_unreported, is_corrected, row_known_at, row_by
    from (${measuredRows(measured, { ...asked.question, by: [] }, shown)}) measured
    where ${asked.after === null ? sql`true` : sql`key > ${asked.after}::uuid`}
    order by key limit ${asked.limit + 1}`.execute(tx);
  return rows;
}

/** Keys looked at in one go at most, where few of them have a row. */
const candidatesMax = 8_192;

/** The same rows, gathered for a page of candidate keys after the other, until the page is full. */
async function gatherRows(tx: Tx, measured: MeasuredFigure, asked: Asked): Promise<Row[]> {
  const rows: Row[] = [];
  const question = { ...asked.question, by: [] };
  for (let after = asked.after, size = asked.limit + 1; rows.length <= asked.limit; size = Math.min(size * 4, candidatesMax)) {
    const candidates = measured.population.candidates?.(question, { after, limit: size });
    if (candidates === undefined) throw new Error("a population without candidates was asked for them");
    const { rows: found } = await sql<{ key: string }>`${candidates}`.execute(tx);
    const keys = found.map((one) => one.key);
    if (keys.length > 0) rows.push(...(await readRows(tx, measured, { ...asked, limit: size, among: keys })));
    after = keys.at(-1) ?? null;
    if (keys.length < size) break;
  }
  return rows;
}

/**
 * The rows behind a number, by keyset in a stable order. For a count each row's value is 1, for a sum the values add
 * up to the figure exactly, for a ratio the sums of numerator and denominator give it. `isWhole` where all rows of a city are
 * asked at once, not a page.
 */
export async function rowsBehind(tx: Tx, figure: Figure, asked: Asked): Promise<{ items: FigureRows["items"]; last: string | null }> {
  const measured = measuredOf(figure);
  await planForValues(tx, asked.isWhole);
  const rows =
    asked.isWhole === true || measured.population.candidates === undefined ? await readRows(tx, measured, asked) : await gatherRows(tx, measured, asked);
  const page = rows.slice(0, asked.limit);
  const isRatio = measured.measure.kind === "ratio";
  return {
    items: page.map((row) => ({
      id: row.key,
      label: row.label,
      subjectId: row.subject_id,
      note: row.note,
      value: isRatio ? ratio(row.numerator, row.denominator) : row.numerator,
      numerator: isRatio ? row.numerator : null,
      denominator: isRatio ? row.denominator : null,
      comparator: weakest([row.comparator]),
      isUnreported: row.is_unreported,
      isCorrected: row.is_corrected,
      knownAt: row.row_known_at,
      by: row.row_by,
    })),
    last: rows.length > asked.limit ? (page.at(-1)?.key ?? null) : null,
  };
}

function ratio(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}
