import { sql } from "kysely";
import type { z } from "zod";
import type { area, chainRow, Organisation, postRow, postsQuery, setup } from "@baton/contract/organisations";
import type { Tx } from "#platform/database";

type OrgRow = {
  org_id: string;
  version_id: string;
  name: string;
  kind: Organisation["kind"];
  parent_org_id: string | null;
  area_id: string | null;
  area_code: string | null;
  area_name: string | null;
  depth: number;
  posts: Organisation["posts"] | null;
};

/** Every organisation in force with its posts, a parent before its children, siblings by kind and name. */
export async function listOrganisations(tx: Tx): Promise<Organisation[]> {
  const { rows } = await sql<OrgRow>`
    select o.org_id, o.version_id, o.name, o.kind, o.parent_org_id, o.area_id, a.code as area_code, a.name as area_name, coalesce(deep.depth, 0)::int as depth, held.posts
    from kernel_org o
    left join kernel_area a on a.area_id = o.area_id and a.superseded_at = 'infinity'
    left join lateral (select max(c.depth) as depth from kernel_org_closure c where c.descendant_id = o.org_id) deep on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', p.post_id, 'title', p.title, 'role', p.role, 'isClosed', p.is_closed, 'holderCount', (
        select count(*) from kernel_appointment h where h.post_id = p.post_id and h.valid_from <= current_date and h.valid_to > current_date)) order by p.post_id) as posts
      from kernel_post p where p.org_id = o.org_id) held on true
    where o.superseded_at = 'infinity' order by depth, o.kind, o.name, o.org_id`.execute(tx);
  return rows.map((row) => ({
    id: row.org_id,
    version: row.version_id,
    name: row.name,
    kind: row.kind,
    parentId: row.parent_org_id,
    areaId: row.area_id,
    areaCode: row.area_code,
    areaName: row.area_name,
    depth: row.depth,
    posts: row.posts ?? [],
  }));
}

/** Posts that may hold something, of an organisation and all below it, found by title or organisation. */
export async function listPosts(tx: Tx, query: z.infer<typeof postsQuery>): Promise<z.infer<typeof postRow>[]> {
  const wanted = `%${(query.q ?? "")
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const { rows } = await sql<{ post_id: number; title: string; role: string; org_id: string; org_name: string }>`
    select p.post_id, p.title, p.role, p.org_id, o.name as org_name from kernel_post p join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    where not p.is_closed and p.role not in ('sysadmin', 'secadmin', 'auditor') and lower(o.name || p.title) like ${wanted}
      and (${query.org ?? null}::uuid is null or exists (select from kernel_org_closure c where c.ancestor_id = ${query.org ?? null}::uuid and c.descendant_id = p.org_id))
    order by o.name, p.title, p.post_id limit ${query.limit}`.execute(tx);
  return rows.map((row) => ({ id: row.post_id, title: row.title, role: row.role, orgId: row.org_id, orgName: row.org_name }));
}

/** Divisions and functional areas in force, by code. */
export async function listAreas(tx: Tx): Promise<z.infer<typeof area>[]> {
  const { rows } = await sql<{ area_id: string; code: string; name: string; level: string; parent_area_id: string | null }>`
    select area_id, code, name, level, parent_area_id from kernel_area where superseded_at = 'infinity' order by code, area_id`.execute(tx);
  return rows.map((row) => ({ id: row.area_id, code: row.code, name: row.name, level: row.level, parentId: row.parent_area_id }));
}

/** Industry chains, which everybody who reads business may name. */
export async function listChains(tx: Tx): Promise<z.infer<typeof chainRow>[]> {
  const { rows } = await sql<
    z.infer<typeof chainRow>
  >`select subject_id as id, code, name from kernel_subject where kind = 'chain' order by name, subject_id`.execute(tx);
  return rows;
}

type Counts = { organisations: number; people: number; calendar_years: number; rule_sets: number; projects: number };

/** What an empty city still lacks, in the order in which it is done; counts only. */
export async function readSetup(tx: Tx): Promise<z.infer<typeof setup>> {
  const { rows } = await sql<Counts>`select organisations, people, calendar_years, rule_sets, projects from kernel_setup_counts()`.execute(tx);
  const counts = rows[0] ?? { organisations: 0, people: 0, calendar_years: 0, rule_sets: 0, projects: 0 };
  const step = <Key extends z.infer<typeof setup>["items"][number]["key"]>(key: Key, title: string, { count, least }: { count: number; least: number }) => ({
    key,
    title,
    isDone: count >= least,
    count,
  });
  const items = [
    // the city itself is there from the first start: it alone is no tree
    step("organisations", "建立组织和岗位", { count: counts.organisations, least: 2 }),
    step("people", "开设账号并任职", { count: counts.people, least: 1 }),
    step("calendar", "核对工作日历", { count: counts.calendar_years, least: 1 }),
    step("rules", "确定亮牌规则", { count: counts.rule_sets, least: 1 }),
    step("first-list", "导入第一份重点项目名单", { count: counts.projects, least: 1 }),
  ];
  return { items, isReady: items.every((item) => item.isDone) };
}
