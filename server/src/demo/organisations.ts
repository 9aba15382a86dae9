import type pg from "pg";
import { searchText } from "#kernel/subjects";
import type { DemoAccount, DemoArea, DemoChain, DemoOrganisation } from "./files.ts";

/** Keys of the demonstration files → identities in the database. */
export type Registry = {
  areas: Map<string, string>;
  orgs: Map<string, { id: string; scopeId: number; areaId: string }>;
  posts: Map<string, number>;
  chains: Map<string, { id: string; system: string }>;
};

export const firstKnown = "2015-01-01T08:00:00+08:00";

const orgKinds: Record<string, string> = {
  市: "city",
  区县: "county",
  部门: "department",
  镇街: "town",
  园区: "park",
  国企: "state_firm",
  专班: "task_force",
  企业: "enterprise",
};

async function newId(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>("select uuidv7() as id");
  return rows[0]?.id ?? "";
}

export async function loadOrganisations(
  client: pg.PoolClient,
  files: { areas: DemoArea[]; organisations: DemoOrganisation[]; chains: DemoChain[] },
): Promise<Registry> {
  const registry: Registry = { areas: new Map(), orgs: new Map(), posts: new Map(), chains: new Map() };
  await client.query("begin");
  await client.query("select kernel_begin_history_act('load-history', $1)", [firstKnown]);
  for (const area of files.areas) {
    const id = await newId(client);
    registry.areas.set(area.code, id);
    await client.query("select kernel_add_org_subject($1, 'area', $2, $3, $4)", [id, area.code, area.name, searchText(area.name)]);
    await client.query("insert into kernel_area (area_id, code, name, level, parent_area_id) values ($1, $2, $3, $4, $5)", [
      id,
      area.code,
      area.name,
      area.level,
      area.parent === null ? null : (registry.areas.get(area.parent) ?? null),
    ]);
  }
  for (const org of parentsFirst(files.organisations)) await loadOrganisation(client, org, registry);
  await client.query("select kernel_rebuild_org_closure()");
  for (const chain of files.chains) {
    const id = await newId(client);
    registry.chains.set(chain.key, { id, system: chain.industrySystem });
    const city = registry.orgs.get("o-city");
    await client.query("insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text) values ($1, 'chain', $2, $3, $4, $5)", [
      id,
      city?.scopeId,
      chain.key,
      chain.name,
      searchText(chain.name),
    ]);
    const post = chain.chiefPostKey === null ? undefined : registry.posts.get(chain.chiefPostKey);
    if (post !== undefined) {
      await client.query(
        "insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from) values (uuidv7(), $1, $2, 'chief', $3, '2022-01-01')",
        [city?.scopeId, id, post],
      );
    }
  }
  await client.query("commit");
  return registry;
}

/** An organisation after the one it stands under. */
function parentsFirst(organisations: readonly DemoOrganisation[]): DemoOrganisation[] {
  const byKey = new Map(organisations.map((org) => [org.key, org]));
  const depth = (org: DemoOrganisation): number => {
    const parent = org.parentKey === null ? undefined : byKey.get(org.parentKey);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  return organisations.toSorted((a, b) => depth(a) - depth(b));
}

async function loadOrganisation(client: pg.PoolClient, org: DemoOrganisation, registry: Registry): Promise<void> {
  const id = await newId(client);
  const areaId = registry.areas.get(org.areaCode) ?? "";
  await client.query("select kernel_add_org_subject($1, 'org', null, $2, $3)", [id, org.name, searchText(org.name)]);
  await client.query("insert into kernel_org (org_id, name, kind, parent_org_id, area_id) values ($1, $2, $3, $4, $5)", [
    id,
    org.name,
    orgKinds[org.kind],
    org.parentKey === null ? null : registry.orgs.get(org.parentKey)?.id,
    areaId,
  ]);
  const { rows } = await client.query<{ scope_id: number }>("select scope_id from kernel_scope where org_id = $1", [id]);
  registry.orgs.set(org.key, { id, scopeId: rows[0]?.scope_id ?? 0, areaId });
  for (const post of org.posts) {
    const made = await client.query<{ post_id: number }>("insert into kernel_post (org_id, title, role) values ($1, $2, $3) returning post_id", [
      id,
      post.title,
      post.role,
    ]);
    registry.posts.set(post.key, made.rows[0]?.post_id ?? 0);
  }
}

/** The demonstration accounts with the titles their posts give them. */
export function demoAccounts(
  accounts: DemoAccount[],
  organisations: DemoOrganisation[],
  registry: Registry,
): { username: string; postId: number; displayName: string }[] {
  const titles = new Map(organisations.flatMap((org) => org.posts.map((post) => [post.key, `${org.name}·${post.title}`])));
  return accounts.map((account) => ({
    username: account.username,
    postId: registry.posts.get(account.postKey) ?? 0,
    displayName: titles.get(account.postKey) ?? account.username,
  }));
}
