import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { announce, beginAct, type Tx } from "#platform/database";
import type { Upload } from "./upload.ts";

/** Writes the row of evidence whose file is already stored. Throws `not-found` for a subject out of reach. */
export async function addEvidence(tx: Tx, asked: { subjectId: string; evidenceId: string }, upload: Upload): Promise<{ id: string }> {
  await beginAct(tx, { kind: "add-evidence", subjects: [asked.subjectId] });
  const { rows } = await sql<{ scope_id: number }>`select scope_id from kernel_subject where subject_id = ${asked.subjectId}`.execute(tx);
  const [subject] = rows;
  if (subject === undefined) throw problem("not-found");
  const { fields, file } = upload;
  await sql`insert into kernel_evidence (evidence_id, scope_id, subject_id, proves, title, file_name, media_type, byte_count, sha256, taken_on)
    values (${asked.evidenceId}, ${subject.scope_id}, ${asked.subjectId}, ${fields.proves}, ${fields.title}, ${file.name}, ${file.mediaType}, ${file.content.length}, ${file.sha256},
      ${fields.takenOn ?? null}::date)`.execute(tx);
  await announce(tx, "evidence", { subjectId: asked.subjectId });
  return { id: asked.evidenceId };
}
