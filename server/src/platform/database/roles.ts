import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Connection } from "./pools.ts";

/** Roles that log in, each with a password of its own kept beside the data; the others are only switched to. */
export const loginRoles = ["baton_owner", "baton_web", "baton_auth", "baton_worker", "baton_seal", "baton_backup"] as const;
export const switchRoles = ["baton_act", "baton_city", "baton_public"] as const;
export type LoginRole = (typeof loginRoles)[number];

/** Reads or makes the passwords of our roles; the file is readable by this user only. */
export function rolePasswords(dataDir: string): Record<LoginRole, string> {
  const file = join(dataDir, "roles.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Record<LoginRole, string>;
  const made = Object.fromEntries(loginRoles.map((role) => [role, randomBytes(24).toString("base64url")]));
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  chmodSync(file, 0o600);
  return made as Record<LoginRole, string>;
}

/**
 * Makes the roles of SECURITY §2 where they are missing and sets their passwords. The web role owns nothing and has
 * no table rights: it may only switch, and inherits nothing, for an inherited right silently opened every row.
 */
export async function ensureRoles(admin: pg.ClientConfig, passwords: Record<LoginRole, string>): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    // Two programs starting together would both try to create a role.
    await client.query("select pg_advisory_lock(4210001)");
    const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'baton\\_%'");
    const present = new Set(rows.map((row) => row.rolname));
    for (const role of [...loginRoles, ...switchRoles]) {
      if (!present.has(role)) await client.query(`create role ${role} nologin noinherit`);
    }
    for (const role of loginRoles) {
      const bypass = role === "baton_owner" || role === "baton_backup" ? "bypassrls" : "nobypassrls";
      await client.query(`alter role ${role} login ${bypass} password ${client.escapeLiteral(passwords[role])}`);
    }
    await client.query("grant baton_act, baton_city, baton_public to baton_web with inherit false, set true");
  } finally {
    await client.end();
  }
}

/** Makes the database and the city's schema, owned by baton_owner, open to nobody else. */
export async function ensureDatabase(admin: pg.ClientConfig, target: { database: string; schema: string; maintenance?: string }): Promise<void> {
  const client = new pg.Client({ ...admin, database: target.maintenance ?? "postgres" });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [target.database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(target.database)} owner baton_owner`);
  } finally {
    await client.end();
  }
  const inside = new pg.Client({ ...admin, database: target.database });
  await inside.connect();
  try {
    const schema = inside.escapeIdentifier(target.schema);
    await inside.query(`revoke temp, connect on database ${inside.escapeIdentifier(target.database)} from public`);
    await inside.query(
      `grant connect on database ${inside.escapeIdentifier(target.database)} to baton_owner, baton_web, baton_auth, baton_worker, baton_seal, baton_backup`,
    );
    await inside.query(`create schema if not exists ${schema} authorization baton_owner`);
    await inside.query(`grant usage on schema ${schema} to baton_act, baton_city, baton_public, baton_auth, baton_worker, baton_seal, baton_backup, baton_web`);
    // Jobs stand in a schema of the worker's own, one a city: nobody else enters it (SECURITY D11).
    await inside.query(`create schema if not exists ${inside.escapeIdentifier(`${target.schema}_worker`)} authorization baton_worker`);
    await inside.query("revoke all on schema public from public");
    // Extensions are made here, by the administrator: btree_gist for batons, pg_trgm for search.
    await inside.query("create schema if not exists baton_ext authorization baton_owner");
    await inside.query("create extension if not exists btree_gist with schema baton_ext");
    await inside.query("create extension if not exists pg_trgm with schema baton_ext");
    await inside.query("grant usage on schema baton_ext to public");
  } finally {
    await inside.end();
  }
}

/** The web role must be powerless by itself; anything else is a wrong installation and the program does not start. */
export async function assertWebRoleIsPowerless(web: Connection): Promise<void> {
  const { schema, ...reach } = web;
  const client = new pg.Client(reach);
  await client.connect();
  try {
    const { rows } = await client.query<{ powerful: boolean }>(
      `select r.rolsuper or r.rolbypassrls or r.rolcreaterole or exists (
         select from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = $1 and c.relowner = r.oid) as powerful
       from pg_roles r where r.rolname = current_user`,
      [schema],
    );
    if (rows[0]?.powerful !== false) {
      throw new Error(`数据库角色 ${web.user} 权限过大（超级用户、绕过行级安全或拥有数据表），不能启动。请按 docs/operations.md 重建角色。`);
    }
  } finally {
    await client.end();
  }
}
