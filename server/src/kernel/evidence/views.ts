import { sql } from "kysely";
import { evidenceKinds, type EvidenceRow } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";

type Row = {
  evidence_id: string;
  title: string;
  proves: string;
  file_name: string | null;
  media_type: string | null;
  byte_count: number | null;
  sha256: string | null;
  taken_on: string | null;
  recorded_at: string;
  post_title: string | null;
  org_name: string | null;
};

/** Evidence of one subject as known at an instant, newest first; empty for a subject out of reach. */
export async function listEvidence(tx: Tx, knownAt: string | null, subjectId: string): Promise<EvidenceRow[]> {
  const { rows } = await sql<Row>`
    with evidence as (
      select e.* from kernel_evidence e where e.subject_id = ${subjectId}
        and e.recorded_at <= coalesce(${knownAt}::timestamptz, 'infinity') and (${knownAt}::timestamptz is null and e.superseded_at = 'infinity' or e.superseded_at > ${knownAt}::timestamptz))
    select e.evidence_id, e.title, e.proves, e.file_name, e.media_type, e.byte_count, e.sha256, e.taken_on, e.recorded_at, signed.post_title, signed.org_name
    from evidence e left join kernel_act_signatures(array(select act_id from evidence)) signed on signed.act_id = e.act_id
    order by e.recorded_at desc, e.evidence_id limit 500`.execute(tx);
  return rows.map((row) => ({
    id: row.evidence_id,
    title: row.title,
    proves: row.proves,
    provesName: evidenceKinds.find((kind) => kind.code === row.proves)?.zh ?? row.proves,
    fileName: row.file_name,
    mediaType: row.media_type,
    byteCount: row.byte_count,
    sha256: row.sha256,
    takenOn: row.taken_on,
    recordedAt: row.recorded_at,
    by: row.post_title === null ? null : `${row.org_name ?? ""}·${row.post_title}`,
  }));
}

export type EvidenceFile = { subjectId: string; name: string; mediaType: string; byteCount: number };

/** The file of a piece of evidence in reach. Throws `not-found` otherwise, also for evidence told without a file. */
export async function getEvidenceFile(tx: Tx, id: string): Promise<EvidenceFile> {
  const { rows } = await sql<{
    subject_id: string;
    file_name: string | null;
    media_type: string | null;
    byte_count: number | null;
  }>`select subject_id, file_name, media_type, byte_count from kernel_evidence
    where evidence_id = ${id} and superseded_at = 'infinity'`.execute(tx);
  const [row] = rows;
  if (row === undefined || row.file_name === null || row.media_type === null || row.byte_count === null) throw problem("not-found");
  return { subjectId: row.subject_id, name: row.file_name, mediaType: row.media_type, byteCount: row.byte_count };
}
