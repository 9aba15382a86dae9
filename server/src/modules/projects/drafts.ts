import { sql } from "kysely";
import { reportFields, type ReportFields } from "@baton/contract/reports";
import type { Actor, Tx } from "#platform/database";
import { assertReportable, readMonth } from "./months.ts";

type Draft = { projectId: string; revision: number; fields: ReportFields | null };
export type DraftsSaved = {
  saved: { projectId: string; revision: number }[];
  conflicts: { projectId: string; revision: number; fields: ReportFields; by: string }[];
  savedAt: string;
};

/**
 * Keeps typing. Each draft carries the revision it was typed over; another revision stands as a conflict with what is
 * stored and by whom, and nothing of that row is overwritten. `fields: null` forgets the draft.
 */
export async function saveDrafts(tx: Tx, asked: { actor: Actor; month: string; savedAt: string }, drafts: readonly Draft[]): Promise<DraftsSaved> {
  const month = await readMonth(tx, asked.month);
  assertReportable(month);
  const answer: DraftsSaved = { saved: [], conflicts: [], savedAt: asked.savedAt };
  for (const draft of drafts) {
    const revision = await saveOne(tx, { ...asked, end: month.end }, draft);
    if (revision === undefined) answer.conflicts.push(...(await stored(tx, month.end, draft.projectId)));
    else answer.saved.push({ projectId: draft.projectId, revision });
  }
  return answer;
}

async function saveOne(tx: Tx, asked: { actor: Actor; end: string }, draft: Draft): Promise<number | undefined> {
  if (draft.fields === null) {
    await sql`delete from projects_draft where subject_id = ${draft.projectId} and month_end = ${asked.end}::date and revision <= ${draft.revision}`.execute(
      tx,
    );
    return 0;
  }
  const fields = JSON.stringify(draft.fields);
  const { rows } =
    draft.revision === 0
      ? await sql<{ revision: number }>`insert into projects_draft (scope_id, subject_id, month_end, fields, saved_by)
          select scope_id, subject_id, ${asked.end}::date, ${fields}::jsonb, ${asked.actor.accountId} from kernel_subject where subject_id = ${draft.projectId}
          on conflict (subject_id, month_end) do nothing returning revision`.execute(tx)
      : await sql<{
          revision: number;
        }>`update projects_draft set fields = ${fields}::jsonb, revision = revision + 1, saved_by = ${asked.actor.accountId}, saved_at = clock_timestamp()
          where subject_id = ${draft.projectId} and month_end = ${asked.end}::date and revision = ${draft.revision} returning revision`.execute(tx);
  return rows[0]?.revision;
}

async function stored(tx: Tx, end: string, projectId: string): Promise<DraftsSaved["conflicts"]> {
  const { rows } = await sql<{ revision: number; fields: unknown; by: string | null }>`
    select d.revision, d.fields, (select o.name || '·' || p.title from kernel_appointment a join kernel_post p on p.post_id = a.post_id
      join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity' where a.account_id = d.saved_by limit 1) as by
    from projects_draft d where d.subject_id = ${projectId} and d.month_end = ${end}::date`.execute(tx);
  return rows.map((row) => ({ projectId, revision: row.revision, fields: reportFields.parse(row.fields), by: row.by ?? "其他人" }));
}
