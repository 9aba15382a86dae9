import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { lockTree } from "#kernel/organisations";
import { searchText } from "#kernel/subjects";
import { type Act, beginAct, type Tx } from "#platform/database";
import { revert, type TakenBack, touched, type Versioned } from "./reverting.ts";

const orgs: Versioned = { table: sql`kernel_org`, key: sql`org_id`, facts: sql`org_id, name, kind, parent_org_id, area_id` };
const areas: Versioned = { table: sql`kernel_area`, key: sql`area_id`, facts: sql`area_id, code, name, level, parent_area_id` };

/** Why one of the things an import made cannot be taken back, in words. */
const reasons: Record<string, (name: string) => string> = {
  "org changed": (name) => `组织“${name}”之后又有改动`,
  "area changed": (name) => `行政区划“${name}”之后又有改动`,
  "org below": (name) => `组织“${name}”下面又设了组织`,
  "org posts": (name) => `组织“${name}”又设了岗位`,
  "org subjects": (name) => `组织“${name}”名下已有项目、线索或企业`,
  "area subjects": (name) => `行政区划“${name}”已有组织、项目或者下级区划`,
  "post held": (name) => `岗位“${name}”已有人任职或者承担责任`,
  "account used": (name) => `账号“${name}”已经使用或者已有任职`,
};

/**
 * Takes back an import of organisations: posts and accounts that nobody has used are gone, what it wrote of organisations
 * and divisions is closed and what it had closed is stated again. Throws `import-rests` with the first thing that rests on it.
 */
export async function undoOrganisations(tx: Tx, { importId, ...taken }: TakenBack & { importId: string }): Promise<{ act: Act; reverted: number }> {
  await lockTree(tx);
  const orgIds = await touched(tx, [orgs], taken);
  const areaIds = await touched(tx, [areas], taken);
  const act = await beginAct(tx, { kind: "undo-import", subjects: [], reason: `撤销导入 ${importId}` });
  await refuseIfRestsUpon(tx, importId);
  const { rows } = await sql<{ taken: number }>`select projects_take_back_made(${importId}) as taken`.execute(tx);
  await revert(tx, orgs, { ...taken, ids: orgIds });
  await revert(tx, areas, { ...taken, ids: areaIds });
  await restoreNames(tx, orgIds);
  await sql`select kernel_rebuild_org_closure()`.execute(tx);
  return { act, reverted: orgIds.length + areaIds.length + (rows[0]?.taken ?? 0) };
}

async function refuseIfRestsUpon(tx: Tx, importId: string): Promise<void> {
  const { rows } = await sql<{ what: string; name: string; why: string }>`select what, name, why from projects_import_obstacle(${importId})`.execute(tx);
  const [found] = rows;
  if (found === undefined) return;
  const reason = reasons[`${found.what} ${found.why}`]?.(found.name) ?? `“${found.name}”之后又有新的记录`;
  throw problem("import-rests", { detail: `${reason}，不能整批撤销，请在组织机构页逐项更正。` });
}

async function restoreNames(tx: Tx, orgIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ org_id: string; name: string }>`
    select org_id, name from kernel_org where org_id = any(${orgIds}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  await sql`select kernel_rename_org_subject(w.id, w.name, w.search) from unnest(${rows.map((row) => row.org_id)}::uuid[], ${rows.map((row) => row.name)}::text[],
    ${rows.map((row) => searchText(row.name))}::text[]) as w(id, name, search)`.execute(tx);
}
