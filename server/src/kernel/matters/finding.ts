import type { SubjectFound } from "@baton/contract/matter-opening";
import { sql } from "kysely";
import type { Tx } from "#platform/database";

/** Kinds that a matter may be about; places and organisations are where things are, not what is looked after. */
const kinds = ["project", "lead", "contract", "enterprise", "chain"];

/** The % and _ of what was typed are meant as such. */
function literally(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/** Subjects within reach by name, code or pinyin initials: names that begin so first, then by name. Merged ones are left out. */
export async function findSubjects(tx: Tx, asked: { q: string; limit: number }): Promise<SubjectFound[]> {
  const part = literally(asked.q);
  const { rows } = await sql<{ subject_id: string; kind: string; name: string; code: string | null; org_name: string | null }>`
    select s.subject_id, s.kind, s.name, s.code, o.name as org_name from kernel_subject s
    join kernel_scope sc on sc.scope_id = s.scope_id
    left join kernel_org o on o.org_id = sc.org_id and o.superseded_at = 'infinity'
    where s.kind = any(${kinds}) and s.merged_into_id is null
      and (s.search_text like ${`%${part}%`} or lower(s.code) like ${`${part}%`})
    order by lower(s.name) not like ${`${part}%`}, s.name, s.subject_id limit ${asked.limit}`.execute(tx);
  return rows.map((row) => ({ id: row.subject_id, kind: row.kind, name: row.name, code: row.code, orgName: row.org_name }));
}
