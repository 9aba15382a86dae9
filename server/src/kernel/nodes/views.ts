import { sql } from "kysely";
import type { Tx } from "#platform/database";
import { daysLate } from "./rules.ts";

export type NodeRow = {
  id: string;
  kind: string;
  name: string;
  plannedOn: string;
  dueOn: string;
  baselineOn: string;
  precision: string;
  doneOn: string | null;
  entersStage: string | null;
  daysLate: number | null;
};

type Row = {
  node_id: string;
  kind: string;
  name: string;
  planned_on: string;
  due_on: string;
  baseline_on: string;
  precision: string;
  enters_stage: string | null;
  actual_on: string | null;
  actual_precision: string | null;
};

/** Planned steps as known at an instant; a gate's actual date is the stage entry (K14). Lateness is told for `validOn`. */
export async function listNodes(tx: Tx, { validOn, knownAt }: { validOn: string; knownAt: string }, subjectId: string): Promise<NodeRow[]> {
  const { rows } = await sql<Row>`
    select n.node_id, n.kind, n.name, n.planned_on, n.due_on, n.baseline_on, n.precision, n.enters_stage,
      case when n.enters_stage is null then n.done_on else s.entered_on end as actual_on,
      case when n.enters_stage is null then 'day' else s.precision end as actual_precision
    from kernel_node n
    left join lateral (
      select s.entered_on, s.precision from kernel_stage s
      where s.subject_id = n.subject_id and s.track = 'main' and s.is_preferred and s.stage = n.enters_stage
        and s.recorded_at <= ${knownAt}::timestamptz and s.superseded_at > ${knownAt}::timestamptz
      order by s.entered_on limit 1) s on true
    where n.subject_id = ${subjectId} and n.recorded_at <= ${knownAt}::timestamptz and n.superseded_at > ${knownAt}::timestamptz
    order by n.due_on, n.planned_on, n.node_id`.execute(tx);
  return rows.map((row) => {
    const doneOn = row.actual_on !== null && row.actual_on <= validOn ? row.actual_on : null;
    return {
      id: row.node_id,
      kind: row.kind,
      name: row.name,
      plannedOn: row.planned_on,
      dueOn: row.due_on,
      baselineOn: row.baseline_on,
      precision: row.precision,
      doneOn,
      entersStage: row.enters_stage,
      daysLate: daysLate({ dueOn: row.due_on, precision: row.precision, doneOn, donePrecision: row.actual_precision }, validOn),
    };
  });
}
