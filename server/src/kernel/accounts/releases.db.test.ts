/** A reset password opens nothing before a second administrator lets it; what nobody uses is stopped (SECURITY S9). */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { writeAs } from "#platform/database";
import { Client, type Door, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
const reason = "按岗位调整通知办理";
let city: City;
let seeded: SeededCity;
let door: Door;
const ids: Record<string, string> = {};

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await city.owner.raw.query("insert into platform_mark values ('demo', 'yes')");
  door = await openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db });
  for (const role of ["town", "sysadmin", "secadmin", "auditor", "dispatch"] as const) {
    ids[role] = await door.accounts.createDemoAccount({
      username: role,
      displayName: role,
      postId: seeded.actor[role].postId,
    });
  }
});
afterAll(async () => {
  await door.close();
  await city.drop();
});
beforeEach(async () => {
  await city.owner.raw.query("delete from kernel_sign_in_lock");
});

async function as(username: string, secret = password): Promise<Client> {
  const client = new Client(door.app);
  await client.signIn(username, secret);
  expect(client.cookies.has("baton.session_token")).toBe(true);
  return client;
}

let made = 0;
async function newAccount(): Promise<{ id: string; username: string; secret: string }> {
  const administrator = await as("sysadmin");
  made += 1;
  const answer = await administrator.ask("POST", "/api/accounts", {
    body: { username: `person-${made}`, displayName: "某岗位经办" },
  });
  const { accountId, oneTimePassword } = answer.json();
  return { id: accountId, username: `person-${made}`, secret: oneTimePassword };
}

describe("a reset password", () => {
  /** An account in office, signed in once and with a password of its own. */
  async function inOffice(): Promise<{ id: string; username: string }> {
    const person = await newAccount();
    const post = await city.owner.raw.query<{ post_id: number }>("insert into kernel_post (org_id, title, role) values ($1, $2, 'town') returning post_id", [
      seeded.org.townA2,
      `经办 ${person.username}`,
    ]);
    const appointed = await (await as("secadmin")).ask("POST", "/api/appointments", { body: { accountId: person.id, postId: post.rows[0]?.post_id, reason } });
    expect(appointed.statusCode).toBe(200);
    return person;
  }

  const reset = async (id: string): Promise<string> =>
    (await (await as("sysadmin")).ask("POST", `/api/accounts/${id}/password-resets`, { body: { reason } })).json().oneTimePassword;
  const release = async (who: string, id: string) => (await as(who)).ask("POST", `/api/accounts/${id}/password-releases`, { body: { reason } });

  test("of somebody in office opens nothing before the security administrator releases it, and says so only to whoever types it", async () => {
    const person = await inOffice();
    const oneTime = await reset(person.id);
    const tried = await new Client(door.app).signIn(person.username, oneTime);
    expect(tried.json()).toMatchObject({ code: "sign-in-failed", detail: expect.stringContaining("放行") });
    expect(tried.headers["set-cookie"]).toBeUndefined();
    expect((await new Client(door.app).signIn(person.username, "something else")).json().detail).toContain("不正确");
    expect((await (await as("secadmin")).ask("GET", `/api/accounts?q=${person.username}`)).json().items[0]).toMatchObject({ awaitsRelease: true });
    expect((await release("secadmin", person.id)).statusCode).toBe(200);
    const came = await as(person.username, oneTime);
    expect((await came.ask("GET", "/api/me")).json()).toMatchObject({ mustChangePassword: true });
    expect((await release("secadmin", person.id)).json()).toMatchObject({ code: "not-found" });
  });

  test("is not released by whoever resets, by the auditor, or past the program", async () => {
    const person = await inOffice();
    await reset(person.id);
    for (const who of ["sysadmin", "auditor", "dispatch"]) expect((await release(who, person.id)).json(), who).toMatchObject({ code: "not-allowed" });
    for (const who of ["sysadmin", "auditor", "town"] as const) {
      const attempt = writeAs(city.web.db, seeded.actor[who], (tx) => sql`select kernel_release_password(${person.id})`.execute(tx));
      await expect(attempt, who).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("of the security administrator is released by the auditor, and by nobody for himself", async () => {
    const id = ids["secadmin"] ?? "";
    const before = await city.owner.raw.query("select password from kernel_credential where account_id = $1", [id]);
    const session = await as("secadmin");
    expect((await session.ask("POST", `/api/accounts/${id}/password-releases`, { body: { reason } })).json()).toMatchObject({ code: "same-person" });
    const oneTime = await reset(id);
    expect((await new Client(door.app).signIn("secadmin", oneTime)).statusCode).toBe(401);
    expect((await release("auditor", id)).statusCode).toBe(200);
    await as("secadmin", oneTime);
    await city.owner.raw.query("update kernel_credential set password = $2 where account_id = $1", [id, before.rows[0]?.password]);
    await city.owner.raw.query("update kernel_account set must_change_password = false, password_expires_at = null where id = $1", [id]);
  });

  test("is on record, as is its release", async () => {
    const { rows } = await city.owner.raw.query<{ kind: string; detail: string }>(
      "select kind, detail from kernel_sign_in_event where kind in ('password-reset', 'password-released') order by event_id desc limit 2",
    );
    expect(rows.map((row) => row.kind)).toEqual(["password-released", "password-reset"]);
    expect(rows.every((row) => row.detail.startsWith("by "))).toBe(true);
  });
});

describe("an account that nobody uses", () => {
  const old = "now() - interval '100 days'";

  test("is stopped after ninety days, told why only after the right password, and comes back by a released reset", async () => {
    const real = await openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db }, { isDemo: false });
    const aged = ["town", "dispatch", "sysadmin", "secadmin"];
    await city.owner.raw.query(`update kernel_account set created_at = ${old}, password_changed_at = ${old} where username = any($1)`, [aged]);
    await city.owner.raw.query("delete from kernel_session");
    await city.owner.raw.query("alter table kernel_sign_in_event disable trigger user");
    await city.owner.raw.query(
      `update kernel_sign_in_event set recorded_at = ${old} where account_id in (select id from kernel_account where username = any($1))`,
      [aged],
    );
    await city.owner.raw.query("alter table kernel_sign_in_event enable trigger user");
    await as("dispatch");
    await real.accounts.sweep();
    const { rows } = await city.owner.raw.query<{ username: string }>("select username from kernel_account where dormant_since is not null order by 1");
    expect(rows).toEqual([{ username: "town" }]);
    expect((await new Client(real.app).signIn("town", password)).json()).toMatchObject({
      code: "sign-in-failed",
      detail: expect.stringContaining("长期未登录"),
    });
    expect((await new Client(real.app).signIn("town", "wrong")).json().detail).not.toContain("长期");
    const reset = await (await as("sysadmin")).ask("POST", `/api/accounts/${ids["town"]}/password-resets`, { body: { reason } });
    expect((await (await as("secadmin")).ask("POST", `/api/accounts/${ids["town"]}/password-releases`, { body: { reason } })).statusCode).toBe(200);
    await as("town", reset.json().oneTimePassword);
    await real.accounts.sweep();
    expect((await city.owner.raw.query("select from kernel_account where dormant_since is not null")).rows).toEqual([]);
    await real.close();
  });

  test("of the demonstration waits for its visitors", async () => {
    await city.owner.raw.query(`update kernel_account set created_at = ${old}, password_changed_at = ${old} where username = 'auditor'`);
    await door.accounts.sweep();
    expect((await city.owner.raw.query("select from kernel_account where dormant_since is not null")).rows).toEqual([]);
  });
});
