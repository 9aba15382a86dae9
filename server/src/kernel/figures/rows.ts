import { sql } from "kysely";
import type { FigureRows } from "@baton/contract/figures";
import type { Tx } from "#platform/database";
import { type Figure, measuredOf, type Question } from "./definition.ts";
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

/**
 * The rows behind a number, by keyset in a stable order. For a count each row's value is 1, for a sum the values add
 * up to the figure exactly, for a ratio the sums of numerator and denominator give it.
 */
export async function rowsBehind(
  tx: Tx,
  figure: Figure,
  asked: { question: Question; after: string | null; limit: number },
): Promise<{ items: FigureRows["items"]; last: string | null }> {
  const measured = measuredOf(figure);
  const { rows } = await sql<Row>`
    select key, label, subject_id, ${measured.population.note ?? sql`null::text`} as note, numerator, denominator, comparator, is_unreported, is_corrected, row_known_at, row_by
    from (${measuredRows(measured, { ...asked.question, by: [] })}) measured
    where ${asked.after === null ? sql`true` : sql`key > ${asked.after}::uuid`}
    order by key limit ${asked.limit + 1}`.execute(tx);
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
