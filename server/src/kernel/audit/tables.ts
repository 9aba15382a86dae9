import type pg from "pg";

/**
 * Tables that leave no entries. The reasons stand beside the same names in kernel_audit_exceptions(); this list is the
 * one that verification goes by, because the database's own could be rewritten with the rows it hides.
 */
export const unauditedTables: readonly string[] = [
  "kernel_audit_timeline",
  "kernel_audit_entry",
  "kernel_audit_image",
  "kernel_audit_seal",
  "kernel_audit_anchor",
  "kernel_audit_table",
  "kernel_org_closure",
  "kernel_session",
  "kernel_verification",
  "kernel_rate_limit",
  "kernel_sign_in_lock",
  "projects_draft",
  "platform_idempotency",
  "platform_migration",
  "platform_outbox",
];

/** Columns whose images hold a digest in place of the secret. */
const maskedColumns = ["password", "secret", "backup_codes", "token", "access_token", "refresh_token", "id_token"];

/** A table that must stand under audit, and the SQL that gives one of its rows (alias `r`) the key and image of its entries. */
export type AuditedTable = { name: string; keySql: string; imageSql: string; triggers: number; isReadable: boolean };

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export async function listAuditedTables(client: pg.ClientBase): Promise<AuditedTable[]> {
  const { rows } = await client.query<{ name: string; keys: string[]; masked: string[]; triggers: number; is_readable: boolean }>(
    `select c.relname as name,
      array(select k.attname::text from pg_index i cross join unnest(i.indkey) with ordinality u(attnum, place)
        join pg_attribute k on k.attrelid = c.oid and k.attnum = u.attnum
        where i.indrelid = c.oid and i.indisprimary order by u.place) as keys,
      array(select f.attname::text from pg_attribute f
        where f.attrelid = c.oid and f.attnum > 0 and not f.attisdropped and f.attname = any($2::text[])) as masked,
      (select count(*)::int from pg_trigger g join pg_proc p on p.oid = g.tgfoid
        where g.tgrelid = c.oid and p.proname = 'kernel_audit_write' and g.tgenabled in ('O', 'A')) as triggers,
      has_table_privilege(c.oid, 'select') as is_readable
    from pg_class c
    where c.relnamespace = current_setting('baton.verified_schema')::regnamespace
      and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($1::text[])
    order by c.relname`,
    [unauditedTables, maskedColumns],
  );
  return rows.map((row) => {
    const column = (name: string): string => `to_jsonb(r.${quote(name)})`;
    const masks = row.masked.map((name) => `'${name}', 'sha256:' || encode(sha256(convert_to(r.${quote(name)}, 'UTF8')), 'hex')`);
    return {
      name: row.name,
      keySql: row.keys.length === 1 ? `${column(row.keys[0] ?? "")} #>> '{}'` : `jsonb_build_array(${row.keys.map(column).join(", ")})::text`,
      imageSql: masks.length === 0 ? "to_jsonb(r)" : `to_jsonb(r) || jsonb_build_object(${masks.join(", ")})`,
      triggers: row.triggers,
      isReadable: row.is_readable,
    };
  });
}
