import { randomBytes } from "node:crypto";
import pg from "pg";
import { type Actor, type Connection, type LoginRole, openPool, type Pool } from "#platform/database";
import { type Cluster, connectionFor, templateDatabase } from "./cluster.ts";

/** A city of its own for one test file: a clone of the migrated template. */
export type City = {
  web: Pool;
  owner: Pool;
  connection(role: LoginRole): Connection;
  drop(): Promise<void>;
};

export async function cloneCity(cluster: Cluster): Promise<City> {
  const database = `t_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ ...cluster.admin, database: "postgres" });
  await admin.connect();
  await admin.query(`create database ${database} template ${templateDatabase} owner baton_owner`);
  await admin.query(`revoke temp, connect on database ${database} from public`);
  await admin.query(`grant connect on database ${database} to baton_owner, baton_web, baton_auth, baton_worker, baton_seal, baton_backup`);
  await admin.end();
  const connection = (role: LoginRole): Connection => connectionFor(cluster, database, role);
  const web = openPool(connection("baton_web"), { name: "test-web", max: 4 });
  const owner = openPool(connection("baton_owner"), { name: "test-owner", max: 2 });
  return {
    web,
    owner,
    connection,
    drop: async () => {
      await web.close();
      await owner.close();
      const last = new pg.Client({ ...cluster.admin, database: "postgres" });
      await last.connect();
      await last.query(`drop database ${database} with (force)`);
      await last.end();
    },
  };
}

export type Role = "leader" | "chief" | "dispatch" | "district" | "town" | "department" | "enterprise" | "sysadmin" | "secadmin" | "auditor";

/** A small city: two counties with three towns between them, a department, a firm; one actor a role, and strangers. */
export type SeededCity = {
  org: Record<"city" | "countyA" | "countyB" | "townA1" | "townA2" | "townB1" | "department" | "firm", string>;
  area: Record<"city" | "countyA" | "countyB" | "townA1" | "townA2" | "townB1", string>;
  scope: Record<"city" | "countyA" | "countyB" | "townA1" | "townA2" | "townB1" | "department" | "firm", number>;
  /** One actor per role; `district` sits in county A, `town` in town A1, `department` in the department. */
  actor: Record<Role, Actor>;
  /** The same roles elsewhere: county B's office, town B1's officer, town A2's officer, a second dispatcher. */
  stranger: Record<"district" | "town" | "town2" | "dispatch", Actor>;
};

const areas = [
  ["city", "370400", "示例市", "city", null],
  ["countyA", "370402", "甲区", "county", "city"],
  ["countyB", "370403", "乙区", "county", "city"],
  ["townA1", "370402101", "甲一镇", "town", "countyA"],
  ["townA2", "370402102", "甲二镇", "town", "countyA"],
  ["townB1", "370403101", "乙一镇", "town", "countyB"],
] as const;

const orgs = [
  ["city", "示例市人民政府", "city", null, "city"],
  ["countyA", "甲区人民政府", "county", "city", "countyA"],
  ["countyB", "乙区人民政府", "county", "city", "countyB"],
  ["townA1", "甲一镇人民政府", "town", "countyA", "townA1"],
  ["townA2", "甲二镇人民政府", "town", "countyA", "townA2"],
  ["townB1", "乙一镇人民政府", "town", "countyB", "townB1"],
  ["department", "示例市自然资源局", "department", "city", "city"],
  ["firm", "示例企业", "enterprise", "city", "city"],
] as const;

const posts = [
  ["leader", "city", "市长", "leader"],
  ["chief", "department", "链长", "chief"],
  ["dispatch", "city", "调度中心调度员", "dispatch"],
  ["dispatch2", "city", "调度中心副主任", "dispatch"],
  ["district", "countyA", "甲区调度员", "district"],
  ["districtB", "countyB", "乙区调度员", "district"],
  ["town", "townA1", "甲一镇经办", "town"],
  ["town2", "townA2", "甲二镇经办", "town"],
  ["townB", "townB1", "乙一镇经办", "town"],
  ["department", "department", "自然资源局经办", "department"],
  ["enterprise", "firm", "企业联络员", "enterprise"],
  ["sysadmin", "city", "系统管理员", "sysadmin"],
  ["secadmin", "city", "安全管理员", "secadmin"],
  ["auditor", "city", "审计管理员", "auditor"],
] as const;

export async function seedCity(city: City): Promise<SeededCity> {
  const client = await city.owner.raw.connect();
  try {
    await client.query("begin");
    await client.query("select kernel_begin_history_act('seed', '2022-12-01T00:00:00+08')");
    const area: Record<string, string> = {};
    for (const [key, code, name, level, parent] of areas) {
      area[key] = (await client.query<{ id: string }>("select uuidv7() as id")).rows[0]?.id ?? "";
      await client.query("select kernel_add_org_subject($1, 'area', $2, $3, $3)", [area[key], code, name]);
      await client.query("insert into kernel_area (area_id, code, name, level, parent_area_id) values ($1, $2, $3, $4, $5)", [
        area[key],
        code,
        name,
        level,
        parent === null ? null : area[parent],
      ]);
    }
    const org: Record<string, string> = {};
    for (const [key, name, kind, parent, place] of orgs) {
      org[key] = (await client.query<{ id: string }>("select uuidv7() as id")).rows[0]?.id ?? "";
      await client.query("select kernel_add_org_subject($1, 'org', null, $2, $2)", [org[key], name]);
      await client.query("insert into kernel_org (org_id, name, kind, parent_org_id, area_id) values ($1, $2, $3, $4, $5)", [
        org[key],
        name,
        kind,
        parent === null ? null : org[parent],
        area[place],
      ]);
    }
    await client.query("select kernel_rebuild_org_closure()");
    const actors: Record<string, Actor> = {};
    for (const [key, orgKey, title, role] of posts) {
      const { rows } = await client.query<{ post_id: number; account_id: string }>(
        `with p as (insert into kernel_post (org_id, title, role) values ($1, $2, $3) returning post_id)
         insert into kernel_appointment (account_id, post_id, valid_from) select uuidv7(), post_id, '2022-01-01' from p returning post_id, account_id`,
        [org[orgKey], title, role],
      );
      const row = rows[0];
      if (row === undefined) throw new Error("seeding failed");
      actors[key] = {
        accountId: row.account_id,
        postId: row.post_id,
        role,
        isWide: role === "leader" || role === "dispatch",
        orgId: org[orgKey] ?? "",
        requestId: `test-${key}`,
      };
    }
    const { rows: scopes } = await client.query<{ org_id: string; scope_id: number }>("select org_id, scope_id from kernel_scope");
    await client.query("commit");
    const byOrg = new Map(scopes.map((row) => [row.org_id, row.scope_id]));
    const scope = Object.fromEntries(Object.entries(org).map(([key, id]) => [key, byOrg.get(id)]));
    const { districtB, townB, town2, dispatch2, ...actor } = actors;
    return { org, area, scope, actor, stranger: { district: districtB, town: townB, town2, dispatch: dispatch2 } } as unknown as SeededCity;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
