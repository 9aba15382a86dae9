import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/database";

/** A version table as an undo sees it: what identifies its things, and its columns without the times. */
export type Versioned = { table: RawBuilder<unknown>; key: RawBuilder<unknown>; facts: RawBuilder<unknown> };

/** The act that is taken back, with its known instant. */
export type TakenBack = { actId: string; recordedAt: string };

/** Things of which the act wrote a version. */
export async function touched(tx: Tx, tables: readonly Versioned[], { actId }: TakenBack): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct id from (
    ${sql.join(
      tables.map(({ table, key }) => sql`select ${key} as id from ${table} where act_id = ${actId}`),
      sql` union all `,
    )}) written`.execute(tx);
  return rows.map((row) => row.id);
}

/** One of the things of which a version was written or closed after the act; undefined where nothing was. */
export async function findLater(
  tx: Tx,
  tables: readonly Versioned[],
  { recordedAt, ids }: TakenBack & { ids: readonly string[] },
): Promise<string | undefined> {
  const later = tables.map(
    ({ table, key }) => sql`(select ${key} as id from ${table} where ${key} = any(${ids}::uuid[])
    and (recorded_at > ${recordedAt}::timestamptz or superseded_at > ${recordedAt}::timestamptz and superseded_at <> 'infinity') limit 1)`,
  );
  const { rows } = await sql<{ id: string }>`select id from (${sql.join(later, sql` union all `)}) later limit 1`.execute(tx);
  return rows[0]?.id;
}

/** What the act wrote is closed; what it had closed (at its own instant) is stated again. Within a new act. */
export async function revert(tx: Tx, { table, key, facts }: Versioned, { actId, recordedAt, ids }: TakenBack & { ids: readonly string[] }): Promise<void> {
  await sql`update ${table} set superseded_at = now() where act_id = ${actId} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into ${table} (${facts}) select ${facts} from ${table}
    where ${key} = any(${ids}::uuid[]) and superseded_at = ${recordedAt}::timestamptz`.execute(tx);
}
