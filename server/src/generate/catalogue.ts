import type pg from "pg";

/** One column as the catalogue knows it; `type` and `fallback` are in SQL's own words. */
export type Column = {
  name: string;
  type: string;
  isRequired: boolean;
  /** The default's or generated column's expression, `identity` for an identity column, null for neither. */
  fallback: string | null;
  isGenerated: boolean;
  comment: string | null;
};

export type Constraint = {
  name: string;
  /** p primary key, u unique, f foreign key, c check, x exclusion. */
  kind: string;
  definition: string;
  columns: string[];
  /** For a foreign key: the table and columns it points to. */
  target: string | null;
  targetColumns: string[];
};

export type Policy = { name: string; verb: string; roles: string[]; using: string | null; check: string | null };

export type TableGrant = { role: string; verb: string; /** null: the whole table. */ column: string | null };

export type Table = {
  name: string;
  comment: string | null;
  isRowSecured: boolean;
  isForced: boolean;
  columns: Column[];
  constraints: Constraint[];
  indexes: { name: string; definition: string }[];
  policies: Policy[];
  triggers: { name: string; definition: string }[];
  grants: TableGrant[];
};

export type Routine = {
  name: string;
  signature: string;
  definition: string;
  comment: string | null;
  isDefiner: boolean;
  settings: string[];
  owner: string;
  isOwnerSuperuser: boolean;
  executors: string[];
};

export type View = {
  name: string;
  kind: string;
  definition: string;
  comment: string | null;
  options: string[];
  readers: string[];
};

export type Right = { role: string; table: string; verb: string };

export type Catalogue = { tables: Table[]; views: View[]; routines: Routine[]; rights: Right[] };

/**
 * Reads the whole schema `schema` of the database behind `client`, in a stable order.
 * The client must be allowed to read the catalogues and kernel_right, and be outside a transaction: the search path
 * is the schema's while reading, so that definitions come back unqualified.
 */
export async function readCatalogue(client: pg.ClientBase, schema: string): Promise<Catalogue> {
  await client.query("begin read only");
  await client.query("select set_config('search_path', $1, true)", [schema]);
  const unqualified = (text: string): string => text.replaceAll(`${schema}.`, "");
  const tables = await readTables(client, schema);
  for (const table of tables) {
    for (const index of table.indexes) index.definition = unqualified(index.definition);
    for (const trigger of table.triggers) trigger.definition = unqualified(trigger.definition);
  }
  const { rows: routines } = await client.query<Routine>(routineQuery, [schema]);
  for (const routine of routines) routine.definition = unqualified(routine.definition);
  const { rows: views } = await client.query<View>(viewQuery, [schema]);
  const { rows: rights } = await client.query<Right>('select role, table_name as "table", verb from kernel_right order by table_name, role, verb');
  await client.query("commit");
  return { tables, views, routines, rights };
}

async function readTables(client: pg.ClientBase, schema: string): Promise<Table[]> {
  const { rows } = await client.query<Table>(tableQuery, [schema]);
  return rows;
}

/** Everything of a table in one row: JSON arrays, so that one query answers for all tables. */
const tableQuery = `
select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
  c.relrowsecurity as "isRowSecured", c.relforcerowsecurity as "isForced",
  (select coalesce(json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isRequired', a.attnotnull,
      'fallback', case when a.attidentity <> '' then 'identity' else pg_get_expr(d.adbin, d.adrelid) end,
      'isGenerated', a.attgenerated <> '', 'comment', col_description(c.oid, a.attnum)) order by a.attnum), '[]')
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  (select coalesce(json_agg(json_build_object(
      'name', k.conname, 'kind', k.contype, 'definition', pg_get_constraintdef(k.oid),
      'columns', (select coalesce(json_agg(a.attname order by o.n), '[]') from unnest(k.conkey) with ordinality o(attnum, n)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.attnum),
      'target', (select relname from pg_class where oid = k.confrelid),
      'targetColumns', (select coalesce(json_agg(a.attname order by o.n), '[]') from unnest(k.confkey) with ordinality o(attnum, n)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.attnum)
    ) order by position(k.contype::text in 'puxfc'), k.conname), '[]')
    from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')) as constraints,
  (select coalesce(json_agg(json_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid)) order by i.relname), '[]')
    from pg_index x join pg_class i on i.oid = x.indexrelid
    where x.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.oid and k.conrelid = c.oid)) as indexes,
  (select coalesce(json_agg(json_build_object('name', p.policyname, 'verb', lower(p.cmd), 'roles', p.roles,
      'using', p.qual, 'check', p.with_check) order by p.policyname), '[]')
    from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname) as policies,
  (select coalesce(json_agg(json_build_object('name', g.tgname, 'definition', pg_get_triggerdef(g.oid)) order by g.tgname), '[]')
    from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as triggers,
  (select coalesce(json_agg(json_build_object('role', r.role, 'verb', r.verb, 'column', r.col)
      order by r.role, r.verb, r.col nulls first), '[]') from (
      select case x.grantee when 0 then 'public' else x.grantee::regrole::text end as role, lower(x.privilege_type) as verb, null as col
      from aclexplode(c.relacl) x where x.grantee <> c.relowner
      union all
      select case x.grantee when 0 then 'public' else x.grantee::regrole::text end, lower(x.privilege_type), a.attname::text
      from pg_attribute a, aclexplode(a.attacl) x
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and x.grantee <> c.relowner) r) as grants
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relkind in ('r', 'p')
order by c.relname`;

const routineQuery = `
select p.proname as name, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature,
  pg_get_functiondef(p.oid) as definition, obj_description(p.oid, 'pg_proc') as comment,
  p.prosecdef as "isDefiner", coalesce(p.proconfig, '{}') as settings,
  o.rolname as owner, o.rolsuper as "isOwnerSuperuser",
  (select coalesce(array_agg(case x.grantee when 0 then 'public' else x.grantee::regrole::text end order by x.grantee::regrole::text), '{}')
    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
    where x.grantee <> p.proowner and x.privilege_type = 'EXECUTE') as executors
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
where n.nspname = $1 and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by p.proname, 2`;

const viewQuery = `
select c.relname as name, case c.relkind when 'm' then 'materialized view' else 'view' end as kind,
  pg_get_viewdef(c.oid, true) as definition, obj_description(c.oid, 'pg_class') as comment,
  coalesce(c.reloptions, '{}') as options,
  (select coalesce(array_agg(distinct case x.grantee when 0 then 'public' else x.grantee::regrole::text end), '{}')
    from aclexplode(c.relacl) x where x.grantee <> c.relowner) as readers
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relkind in ('v', 'm')
order by c.relname`;
