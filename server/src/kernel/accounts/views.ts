import { sql } from "kysely";
import type { Database, Tx } from "#platform/database";

/** Rights of a role as `table:verb`. */
export async function rightsOf(db: Database, role: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name || ':' || verb as name from kernel_right where role = ${role} order by 1`.execute(db);
  return rows.map((row) => row.name);
}

/** The city's name: as marked, else its area's, else its root organisation's. */
export async function cityName(db: Database): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`
    select coalesce(
      (select value from platform_mark where name = 'city'),
      (select name from kernel_area where level = 'city' and superseded_at = 'infinity' order by code limit 1),
      (select name from kernel_org where parent_org_id is null and superseded_at = 'infinity' order by kind <> 'city', name limit 1)) as name`.execute(db);
  return rows[0]?.name ?? "未命名";
}

/** The ways into the demonstration, in the order of their posts; its password is public. */
export async function demoAccounts(db: Database): Promise<{ username: string; title: string }[]> {
  const { rows } = await sql<{ username: string; title: string }>`
    select a.username, p.title from kernel_account a
    cross join lateral (
      select po.post_id, o.name || '·' || po.title as title from kernel_appointment ap
      join kernel_post po on po.post_id = ap.post_id
      join kernel_org o on o.org_id = po.org_id and o.superseded_at = 'infinity'
      where ap.account_id = a.id and ap.valid_from <= current_date and ap.valid_to > current_date
      order by ap.valid_from, ap.appointment_id limit 1) p
    where a.closed_at is null order by p.post_id limit 50`.execute(db);
  return rows;
}

export type ListedPost = {
  appointmentId: string;
  postId: number;
  title: string;
  orgName: string;
  role: string;
  isActing: boolean;
  validFrom: string;
  validTo: string | null;
};

export type ListedAccount = {
  id: string;
  username: string;
  displayName: string;
  hasFactor: boolean;
  mustChangePassword: boolean;
  awaitsRelease: boolean;
  dormantSince: string | null;
  createdAt: string;
  closedAt: string | null;
  posts: ListedPost[];
};

/** Accounts by username, with every appointment they have or had; no secrets, no business content. */
export async function listAccounts(
  tx: Tx,
  filter: { q?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<{ items: ListedAccount[]; next: string | null }> {
  const like = filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<ListedAccount>`
    select a.id, a.username, a.name as "displayName", a.two_factor_enabled as "hasFactor", a.must_change_password as "mustChangePassword",
      a.reset_at is not null as "awaitsRelease", a.dormant_since as "dormantSince",
      a.created_at as "createdAt", a.closed_at as "closedAt",
      coalesce((select json_agg(json_build_object('appointmentId', ap.appointment_id, 'postId', po.post_id, 'title', po.title,
          'orgName', coalesce(o.name, ''), 'role', po.role, 'isActing', ap.is_acting, 'validFrom', ap.valid_from,
          'validTo', nullif(ap.valid_to, 'infinity')) order by ap.valid_from, ap.appointment_id)
        from kernel_appointment ap join kernel_post po on po.post_id = ap.post_id
        left join kernel_org o on o.org_id = po.org_id and o.superseded_at = 'infinity'
        where ap.account_id = a.id), '[]') as posts
    from kernel_account a
    where (${like}::text is null or a.username like ${like} or a.name like ${like})
      and (${filter.cursor ?? null}::text is null or a.username > ${filter.cursor ?? null})
    order by a.username limit ${filter.limit + 1}`.execute(tx);
  const items = rows.slice(0, filter.limit);
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.username ?? null) : null };
}

export async function listRolePolicies(tx: Tx): Promise<{ role: string; demandsFactor: boolean }[]> {
  const { rows } = await sql<{ role: string; demandsFactor: boolean }>`
    select role, demands_factor as "demandsFactor" from kernel_role_policy order by role`.execute(tx);
  return rows;
}
