import type pg from "pg";
import type { AuditFault } from "@baton/contract/audit";
import { type AuditedTable, listAuditedTables } from "./tables.ts";
import { faultOf, faultsMax } from "./verify-chain.ts";

export type RowFindings = { rows: number; images: number; erased: number; faults: AuditFault[] };

type Where = { entry_id: number | null; table_name: string | null; row_key: string | null };

const placeOf = (row: Where): Partial<AuditFault> => ({ tableName: row.table_name, rowKey: row.row_key, entryId: row.entry_id });

/** Every content that is present must be the one its entry committed to; one that is gone must have been erased on record. */
async function verifyImages(client: pg.ClientBase): Promise<AuditFault[]> {
  const { rows } = await client.query<Where & { what: string }>(
    `select * from (
      select coalesce(e.entry_id, i.entry_id) as entry_id, e.table_name, e.row_key, case
        when e.entry_id is null then '审计内容没有对应的条目：条目被删除，或内容是添入的'
        when i.entry_id is null then '条目的审计内容不见了，且没有依法清除的记录'
        when i.erased_at is not null and x.row_key is null then '条目的审计内容被清空，且没有依法清除的记录'
        when i.erased_at is null and sha256(i.salt || convert_to(jsonb_build_array(i.before, i.after)::text, 'UTF8')) <> e.commitment then '条目与其审计内容不符：其中之一被改动'
        end as what
      from kernel_audit_entry e
      full join kernel_audit_image i on i.entry_id = e.entry_id
      left join (select distinct row_key from kernel_audit_entry where operation = 'erase' and table_name = 'kernel_audit_image') x on x.row_key = i.entry_id::text
    ) judged where what is not null order by entry_id limit ${faultsMax}`,
  );
  return rows.map((row) => faultOf("entry", row.what, placeOf(row)));
}

/** Each entry of a row must begin where the one before ended: a change past the triggers shows here even after a lawful one. */
async function verifyHistory(client: pg.ClientBase): Promise<AuditFault[]> {
  const { rows } = await client.query<Where & { what: string }>(
    `select * from (
      select entry_id, table_name, row_key, case
        when erased_at is not null or former_erased_at is not null then null
        when operation = 'baseline' and former_id is not null and (former is null or exists (
          select from jsonb_each(former) f join jsonb_each(after) a using (key) where f.value <> a.value)) then '重新登记时的内容与此前最后一条审计内容不符：其间有未经记录的改动'
        when operation = 'baseline' then null
        when operation = 'update' and before is not distinct from after then '条目没有任何改动，不是由数据库写下的'
        when before is distinct from former then '改动前的内容与上一条审计内容不符：其间有未经记录的改动'
        end as what
      from (
        select e.entry_id, e.table_name, e.row_key, e.operation, i.before, i.after, i.erased_at,
          lag(e.entry_id) over w as former_id, lag(i.after) over w as former, lag(i.erased_at) over w as former_erased_at
        from kernel_audit_entry e join kernel_audit_image i on i.entry_id = e.entry_id
        where e.operation <> 'erase'
        window w as (partition by e.table_name, e.row_key order by e.entry_id)) history
    ) judged where what is not null order by entry_id limit ${faultsMax}`,
  );
  return rows.map((row) => faultOf("history", row.what, placeOf(row)));
}

function whatDiffers(row: { known: Record<string, unknown> | null; found: Record<string, unknown> | null; entry_id: number | null }): string {
  if (row.entry_id === null) return "此行没有任何审计条目：是绕过审计写入的";
  if (row.known === null) return "此行已经删除，却又出现";
  if (row.found === null) return "此行不见了，且没有删除的审计条目";
  const { known, found } = row;
  const columns = [...new Set([...Object.keys(known), ...Object.keys(found)])].filter((name) => JSON.stringify(known[name]) !== JSON.stringify(found[name]));
  return `此行与最近一条审计内容不符，不同的列：${columns.join("、")}`;
}

/** Every row now must equal its last content, no row may lack an entry, none may be back after its deletion. */
async function verifyTable(client: pg.ClientBase, table: AuditedTable): Promise<{ rows: number; faults: AuditFault[] }> {
  const { rows } = await client.query<{
    entry_id: number | null;
    row_key: string;
    known: Record<string, unknown> | null;
    found: Record<string, unknown> | null;
  }>(
    `with known as (
      select distinct on (e.row_key) e.row_key, e.entry_id, i.after, i.erased_at
      from kernel_audit_entry e join kernel_audit_image i on i.entry_id = e.entry_id
      where e.table_name = $1 and e.operation <> 'erase' order by e.row_key, e.entry_id desc),
    found as materialized (select ${table.keySql} as row_key, ${table.imageSql} as image from "${table.name}" r)
    select k.entry_id, coalesce(k.row_key, f.row_key) as row_key, k.after as known, f.image as found
    from known k full join found f on f.row_key = k.row_key
    where k.erased_at is null and f.image is distinct from k.after order by k.entry_id nulls last, row_key limit ${faultsMax}`,
    [table.name],
  );
  const { rows: counted } = await client.query<{ n: number }>(`select count(*) as n from "${table.name}"`);
  return {
    rows: counted[0]?.n ?? 0,
    faults: rows.map((row) => faultOf("row", whatDiffers(row), { tableName: table.name, rowKey: row.row_key, entryId: row.entry_id })),
  };
}

/** The closure of organisations decides who reads what; it leaves no entries because it follows from them. */
async function verifyClosure(client: pg.ClientBase): Promise<AuditFault[]> {
  const { rows } = await client.query<{ row_key: string }>(
    `with recursive walk as (
      select org_id as ancestor_id, org_id as descendant_id, 0 as depth from kernel_org where superseded_at = 'infinity'
      union all
      select w.ancestor_id, o.org_id, w.depth + 1 from walk w
      join kernel_org o on o.parent_org_id = w.descendant_id and o.superseded_at = 'infinity' where w.depth < 12),
    due as (select ancestor_id, descendant_id, min(depth) as depth from walk group by 1, 2)
    select jsonb_build_array(ancestor_id, descendant_id)::text as row_key from (
      (select ancestor_id, descendant_id, depth from due except select ancestor_id, descendant_id, depth from kernel_org_closure)
      union (select ancestor_id, descendant_id, depth from kernel_org_closure except select ancestor_id, descendant_id, depth from due)) d
    order by 1 limit 1`,
  );
  return rows.map((row) => faultOf("row", "组织上下级对照与组织资料推算的结果不符", { tableName: "kernel_org_closure", rowKey: row.row_key }));
}

/** Images, history, and the rows of every table under audit. */
export async function verifyRows(client: pg.ClientBase): Promise<RowFindings> {
  const faults: AuditFault[] = [...(await verifyImages(client)), ...(await verifyHistory(client))];
  const tables = await listAuditedTables(client);
  let checked = 0;
  for (const table of tables) {
    // A table nobody attached is not readable for verification either; the guard below names it.
    if (table.isReadable) {
      const found = await verifyTable(client, table);
      checked += found.rows;
      faults.push(...found.faults);
    }
    if (!table.isReadable || table.triggers !== 3) faults.push(faultOf("guard", "此表的审计触发器缺失或被停用", { tableName: table.name }));
  }
  faults.push(...(await verifyClosure(client)));
  const { rows } = await client.query<{ images: number; erased: number }>(
    "select count(*) filter (where erased_at is null) as images, count(*) filter (where erased_at is not null) as erased from kernel_audit_image",
  );
  return { rows: checked, images: rows[0]?.images ?? 0, erased: rows[0]?.erased ?? 0, faults };
}
