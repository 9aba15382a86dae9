import { sql } from "kysely";
import { normaliseName } from "@baton/contract/codes";
import type { Duplicate } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";

export type Searched = { name?: string | null; code?: string | null; creditCode?: string | null; orgId?: string | null; except?: string | null };

/** Said instead of a name the asker may not read. */
const undisclosed = "其他单位登记的项目";

/**
 * Projects that may be the same, in the asker's reach or not; of the others only the match and the holding unit are
 * told (SECURITY D8). Every search is on record, so this needs a writing transaction. Throws `too-many-requests`
 * above 30 a minute.
 */
export async function findDuplicates(tx: Tx, searched: Searched): Promise<Duplicate[]> {
  const name = searched.name === undefined || searched.name === null ? "" : normaliseName(searched.name);
  try {
    const { rows } = await sql<{ subject_id: string | null; name: string | null; holding_unit: string; why: Duplicate["why"] }>`
      select subject_id, name, holding_unit, why from projects_find_duplicates(${name === "" ? null : name}, ${searched.code ?? null}, ${searched.creditCode ?? null},
        ${searched.orgId ?? null}::uuid, ${searched.except ?? null}::uuid)`.execute(tx);
    return rows.map((row) => ({ id: row.subject_id, name: row.name ?? undisclosed, holdingUnit: row.holding_unit, why: row.why }));
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "P0B08") {
      throw problem("too-many-requests", { detail: "查重过于频繁，请一分钟后再试。", retryAfter: 60 });
    }
    throw error;
  }
}

/** Refuses what may already be there, naming it, unless the person has seen it and said that it is another. */
export async function assertNoDuplicate(tx: Tx, searched: Searched): Promise<void> {
  const duplicates = await findDuplicates(tx, searched);
  if (duplicates.length === 0) return;
  throw problem("duplicate-subject", { detail: "库中可能已有这个项目，请核对后再登记；确认不是同一项目的，选择“不是重复”后保存。", duplicates });
}

/** Says of a project that it is another than each of those; what is out of reach is passed over. */
export async function writeDistinct(
  tx: Tx,
  { id, scopeId }: { id: string; scopeId: number },
  { otherIds, today }: { otherIds: readonly string[]; today: string },
): Promise<void> {
  if (otherIds.length === 0) return;
  await sql`insert into kernel_relation (relation_id, scope_id, subject_id, to_subject_id, kind, valid_from)
    select gen_random_uuid(), ${scopeId}, ${id}, other.subject_id, 'distinct', ${today}::date from kernel_subject other
    where other.subject_id = any(${otherIds}::uuid[]) and other.kind = 'project' and other.subject_id <> ${id}
      and not exists (select from kernel_relation r where r.kind = 'distinct' and r.superseded_at = 'infinity'
        and (r.subject_id = ${id} and r.to_subject_id = other.subject_id or r.subject_id = other.subject_id and r.to_subject_id = ${id}))`.execute(tx);
}
