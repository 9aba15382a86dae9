import { sql } from "kysely";
import type { ImportKind } from "@baton/contract/import-columns";
import type { Actor, Tx } from "#platform/database";
import { headerKey } from "./headings.ts";
import { type RememberedMapping } from "./table.ts";

/** How the actor's organisation matched sheets of this kind before, by their headings. */
export async function readRemembered(tx: Tx, actor: Actor, kind: ImportKind): Promise<RememberedMapping> {
  const { rows } = await sql<{ header_key: string; mapping: Record<string, string> }>`
    select header_key, mapping from projects_import_mapping where org_id = ${actor.orgId} and kind = ${kind}`.execute(tx);
  const known = new Map(rows.map((row) => [row.header_key, row.mapping]));
  return (headings) => known.get(headerKey(headings));
}

export async function remember(
  tx: Tx,
  actor: Actor,
  matching: { kind: ImportKind; headings: readonly string[]; mapping: Record<string, string> },
): Promise<void> {
  await sql`insert into projects_import_mapping (org_id, kind, header_key, mapping)
    values (${actor.orgId}, ${matching.kind}, ${headerKey(matching.headings)}, ${JSON.stringify(matching.mapping)}::jsonb)
    on conflict on constraint projects_import_mapping_pkey do update set mapping = excluded.mapping`.execute(tx);
}
