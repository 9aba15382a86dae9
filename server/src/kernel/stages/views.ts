import { sql } from "kysely";
import type { Tx } from "#platform/database";

export type StageEntry = {
  id: string;
  code: string;
  enteredOn: string;
  precision: string;
  verdict: string;
  source: string;
  note: string | null;
  isPreferred: boolean;
  evidence: { id: string; title: string }[];
};

type Row = {
  stage_id: string;
  stage: string;
  entered_on: string;
  precision: string;
  verdict: string;
  source: string;
  note: string | null;
  is_preferred: boolean;
  evidence: StageEntry["evidence"] | null;
};

/** Every entry into a stage known at an instant, in the order of their days; conflicting sources stand both. */
export async function listStages(tx: Tx, knownAt: string, subjectId: string): Promise<StageEntry[]> {
  const { rows } = await sql<Row>`
    select s.stage_id, s.stage, s.entered_on, s.precision, s.verdict, s.source, s.note, s.is_preferred, proof.evidence
    from kernel_stage s
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', e.evidence_id, 'title', e.title) order by e.recorded_at) as evidence
      from kernel_stage_evidence l
      join kernel_evidence e on e.evidence_id = l.evidence_id and e.recorded_at <= ${knownAt}::timestamptz and e.superseded_at > ${knownAt}::timestamptz
      where l.subject_id = s.subject_id and l.stage_id = s.stage_id and l.recorded_at <= ${knownAt}::timestamptz and l.superseded_at > ${knownAt}::timestamptz) proof on true
    where s.subject_id = ${subjectId} and s.track = 'main' and s.recorded_at <= ${knownAt}::timestamptz and s.superseded_at > ${knownAt}::timestamptz
    order by s.entered_on, s.stage_rank, s.recorded_at`.execute(tx);
  return rows.map((row) => ({
    id: row.stage_id,
    code: row.stage,
    enteredOn: row.entered_on,
    precision: row.precision,
    verdict: row.verdict,
    source: row.source,
    note: row.note,
    isPreferred: row.is_preferred,
    evidence: row.evidence ?? [],
  }));
}
