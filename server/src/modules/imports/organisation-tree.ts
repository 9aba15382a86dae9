import { sql } from "kysely";
import type { Tx } from "#platform/database";
import { placeKey } from "#kernel/subjects";

export type StoredOrg = { orgId: string; name: string; kind: string; parentId: string | null; areaId: string | null };
export type StoredArea = { areaId: string; code: string; name: string };

export type StoredTree = {
  orgs: StoredOrg[];
  byName: Map<string, StoredOrg[]>;
  areas: Map<string, StoredArea>;
  /** Divisions that stood once and were taken back: a code names one division for good. */
  formerAreas: Map<string, string>;
  /** "org title" → role of the post. */
  posts: Map<string, string>;
};

/** 甲区人民政府 and 甲区 name the same organisation. */
export function orgKey(name: string): string {
  return placeKey(name)
    .replace(/(?:人民政府|管理委员会|管委会)$/, "")
    .replace(/(街道)办事处$/, "$1");
}

export async function readTree(tx: Tx): Promise<StoredTree> {
  const { rows: orgs } = await sql<{ org_id: string; name: string; kind: string; parent_org_id: string | null; area_id: string | null }>`
    select org_id, name, kind, parent_org_id, area_id from kernel_org where superseded_at = 'infinity'`.execute(tx);
  const { rows: areas } = await sql<{ area_id: string; code: string; name: string; is_current: boolean }>`
    select distinct on (code) area_id, code, name, superseded_at = 'infinity' as is_current from kernel_area order by code, superseded_at desc`.execute(tx);
  const { rows: posts } = await sql<{ org_id: string; title: string; role: string }>`select org_id, title, role from kernel_post`.execute(tx);
  const stored = orgs.map((row): StoredOrg => ({ orgId: row.org_id, name: row.name, kind: row.kind, parentId: row.parent_org_id, areaId: row.area_id }));
  return {
    orgs: stored,
    byName: Map.groupBy(stored, (org) => orgKey(org.name)),
    areas: new Map(areas.filter((row) => row.is_current).map((row) => [row.code, { areaId: row.area_id, code: row.code, name: row.name }])),
    formerAreas: new Map(areas.filter((row) => !row.is_current).map((row) => [row.code, row.area_id])),
    posts: new Map(posts.map((row) => [`${row.org_id} ${row.title}`, row.role])),
  };
}

export type NewArea = { areaId: string; isKnown: boolean; code: string; name: string; level: string; parentAreaId: string | null; search: string };
export type WantedOrg = {
  orgId: string;
  name: string;
  kind: string;
  parentId: string | null;
  areaId: string | null;
  isNew: boolean;
  isRenamed: boolean;
  search: string;
};
export type NewPost = { orgId: string; title: string; role: string };

/** Writes areas, organisations and posts in sets, then the closure of the tree; returns the posts it made. Within an act. */
export async function writeTree(tx: Tx, wanted: { areas: readonly NewArea[]; orgs: readonly WantedOrg[]; posts: readonly NewPost[] }): Promise<number[]> {
  const { areas, orgs, posts } = wanted;
  const fresh = orgs.filter((org) => org.isNew);
  const unknown = areas.filter((area) => !area.isKnown);
  const renamed = orgs.filter((org) => org.isRenamed);
  await sql`select kernel_add_org_subject(w.id, 'area', w.code, w.name, w.search)
    from unnest(${unknown.map((a) => a.areaId)}::uuid[], ${unknown.map((a) => a.code)}::text[], ${unknown.map((a) => a.name)}::text[], ${unknown.map((a) => a.search)}::text[]) as w(id, code, name, search)`.execute(
    tx,
  );
  await sql`insert into kernel_area (area_id, code, name, level, parent_area_id) select * from unnest(${areas.map((a) => a.areaId)}::uuid[], ${areas.map((a) => a.code)}::text[],
    ${areas.map((a) => a.name)}::text[], ${areas.map((a) => a.level)}::text[], ${areas.map((a) => a.parentAreaId)}::uuid[])`.execute(tx);
  await sql`select kernel_add_org_subject(w.id, 'org', null, w.name, w.search)
    from unnest(${fresh.map((o) => o.orgId)}::uuid[], ${fresh.map((o) => o.name)}::text[], ${fresh.map((o) => o.search)}::text[]) as w(id, name, search)`.execute(
    tx,
  );
  await sql`update kernel_org set superseded_at = now() where org_id = any(${orgs.filter((o) => !o.isNew).map((o) => o.orgId)}::uuid[]) and superseded_at = 'infinity'`.execute(
    tx,
  );
  await sql`insert into kernel_org (org_id, name, kind, parent_org_id, area_id) select * from unnest(${orgs.map((o) => o.orgId)}::uuid[], ${orgs.map((o) => o.name)}::text[],
    ${orgs.map((o) => o.kind)}::text[], ${orgs.map((o) => o.parentId)}::uuid[], ${orgs.map((o) => o.areaId)}::uuid[])`.execute(tx);
  await sql`select kernel_rename_org_subject(w.id, w.name, w.search) from unnest(${renamed.map((o) => o.orgId)}::uuid[], ${renamed.map((o) => o.name)}::text[],
    ${renamed.map((o) => o.search)}::text[]) as w(id, name, search)`.execute(tx);
  await sql`select kernel_rebuild_org_closure()`.execute(tx);
  const { rows } = await sql<{
    post_id: number;
  }>`insert into kernel_post (org_id, title, role) select * from unnest(${posts.map((p) => p.orgId)}::uuid[], ${posts.map((p) => p.title)}::text[], ${posts.map((p) => p.role)}::text[])
    returning post_id`.execute(tx);
  return rows.map((row) => row.post_id);
}
