import { sql } from "kysely";
import type { Tx } from "#platform/database";

export type Baton = { id: string; role: string; holder: string; holderOrg: string; validFrom: string; validTo: string | null; note: string | null };

type Row = { baton_id: string; role: string; title: string; org_name: string | null; valid_from: string; valid_to: string; note: string | null };

/** Who holds and held which role on a subject, as known at an instant, newest first within a role. */
export async function listBatons(tx: Tx, knownAt: string, subjectId: string): Promise<Baton[]> {
  const { rows } = await sql<Row>`
    select b.baton_id, b.role, p.title, o.name as org_name, b.valid_from, b.valid_to, b.note
    from kernel_baton b join kernel_post p on p.post_id = b.holder_post_id
    left join kernel_org o on o.org_id = p.org_id and o.recorded_at <= ${knownAt}::timestamptz and o.superseded_at > ${knownAt}::timestamptz
    where b.subject_id = ${subjectId} and b.recorded_at <= ${knownAt}::timestamptz and b.superseded_at > ${knownAt}::timestamptz
    order by b.role, b.seat, b.valid_from desc`.execute(tx);
  return rows.map((row) => ({
    id: row.baton_id,
    role: row.role,
    holder: row.title,
    holderOrg: row.org_name ?? "",
    validFrom: row.valid_from,
    validTo: row.valid_to === "infinity" ? null : row.valid_to,
    note: row.note,
  }));
}
