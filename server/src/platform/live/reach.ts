import { sql } from "kysely";
import { type Actor, type Database, writeAs } from "#platform/database";

/** Whose changes a stream is told of. Looked up when it opens and at each check, not per event. */
export type Reach = { isWide: boolean; scopes: ReadonlySet<number>; subjects: ReadonlySet<string> };

type Row = { reads_subjects: boolean; scopes: number[]; granted: string[] };

/** What the actor reads now: the city, or its unit's tree and the subjects granted to its post; administrators no subject. */
export async function reachOf(db: Database, actor: Actor): Promise<Reach> {
  // In the writing role although it only reads: grants are shown to nobody in the wide reader's role.
  const { rows } = await writeAs(db, actor, (tx) =>
    sql<Row>`select kernel_may('kernel_subject', 'select') as reads_subjects, kernel_actor_scopes() as scopes,
      array(select distinct subject_id::text from kernel_grant) as granted`.execute(tx),
  );
  const row = rows[0];
  if (row === undefined || !row.reads_subjects) return { isWide: false, scopes: new Set(), subjects: new Set() };
  return { isWide: actor.isWide, scopes: new Set(row.scopes), subjects: new Set(row.granted) };
}

/** Whether a change of the subject may be known to whoever has this reach; what has no subject is for all who are signed in. */
export function reaches(reach: Reach, change: { subjectId: string | null; scopeId: number | null }): boolean {
  if (change.subjectId === null || reach.isWide) return true;
  return (change.scopeId !== null && reach.scopes.has(change.scopeId)) || reach.subjects.has(change.subjectId);
}
