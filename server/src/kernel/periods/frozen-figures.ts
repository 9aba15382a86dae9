import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { FigureAnswer, FigureRows } from "@baton/contract/figures";
import { evaluate, type Figure, planAsUsual, type Question, rowsBehind } from "#kernel/figures";
import type { Tx } from "#platform/database";

/** A city has at most so many rows behind one figure; beyond it the digest would be of a part. */
const rowsMax = 200_000;

type CountedRow = FigureRows["items"][number];

/** Every row behind a figure, whole: for comparing what was counted at two instants. Throws where there are too many. */
export async function allRowsBehind(tx: Tx, figure: Figure, question: Question): Promise<CountedRow[]> {
  const { items, last } = await rowsBehind(tx, figure, { question, after: null, limit: rowsMax, isWhole: true });
  if (last !== null) throw new Error(`more than ${rowsMax} rows behind ${figure.name}`);
  return items;
}

/** SHA-256 over the rows behind a figure, by key: what the number was made of, without keeping the rows twice. */
export function digestRows(rows: readonly CountedRow[]): string {
  const hash = createHash("sha256");
  for (const row of rows) hash.update(JSON.stringify([row.id, row.value, row.numerator, row.denominator]));
  return hash.digest("base64url");
}

/**
 * Keeps the headline figures of a freeze with their groups: what is published is read from here, whoever reads (K6).
 * Inside the caller's act; each figure once for each of the groupings asked. `scope` says whose rows were counted.
 */
export async function freezeFigures(
  tx: Tx,
  frozen: { periodId: string; validOn: string; knownAt: string; scope: string },
  asked: { figures: readonly Figure[]; by: readonly string[] },
): Promise<number> {
  let kept = 0;
  for (const figure of asked.figures) {
    const question: Question = { validFrom: `${frozen.validOn.slice(0, 4)}-01-01`, validOn: frozen.validOn, knownAt: frozen.knownAt, where: [], by: [] };
    const digest = digestRows(await allRowsBehind(tx, figure, question));
    for (const by of asked.by) {
      const answer = await evaluate(tx, figure, { question: { ...question, by: [by] }, scope: frozen.scope, isWhole: true });
      const { validFrom, validOn, knownAt } = question;
      await sql`insert into kernel_figure_frozen (period_id, figure, question, scope, value, groups, comparator, row_digest)
        values (${frozen.periodId}, ${figure.name}, ${JSON.stringify({ validFrom, validOn, knownAt, by: [by] })}::jsonb, ${frozen.scope}, ${JSON.stringify(answer.value)}::jsonb,
          ${JSON.stringify(answer.groups)}::jsonb, ${answer.comparator}, ${digest})`.execute(tx);
      kept += 1;
    }
  }
  await planAsUsual(tx);
  return kept;
}

export type FrozenFigure = {
  name: string;
  scope: string;
  value: number | null;
  comparator: FigureAnswer["comparator"];
  rowDigest: string;
  /** The groups by each dimension that the freeze kept. */
  groupsBy: ReadonlyMap<string, FigureAnswer["groups"]>;
};

type FrozenRow = {
  figure: string;
  scope: string;
  value: number | null;
  comparator: FigureAnswer["comparator"];
  row_digest: string;
  by: string | null;
  groups: FigureAnswer["groups"];
};

/** The figures that the standing freeze of a period kept, in the order they were kept; none for a period without a freeze. */
export async function readFrozenFigures(tx: Tx, periodId: string): Promise<FrozenFigure[]> {
  const { rows } = await sql<FrozenRow>`select figure, scope, value, comparator, row_digest, question -> 'by' ->> 0 as by, groups
    from kernel_figure_frozen where period_id = ${periodId} and superseded_at = 'infinity' order by version_id`.execute(tx);
  return [...Map.groupBy(rows, (row) => row.figure)].flatMap(([name, kept]) => {
    const [first] = kept;
    if (first === undefined) return [];
    const groupsBy = new Map(kept.map((row) => [row.by ?? "", row.groups]));
    return [{ name, scope: first.scope, value: first.value, comparator: first.comparator, rowDigest: first.row_digest, groupsBy }];
  });
}

/** Takes the kept figures of a withdrawn freeze back; they stay in the history. */
export async function supersedeFigures(tx: Tx, periodId: string): Promise<void> {
  await sql`update kernel_figure_frozen set superseded_at = now() where period_id = ${periodId} and superseded_at = 'infinity'`.execute(tx);
}
