import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { Client, codeFor, type Door, openDoor } from "./testing.ts";

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

describe("a new account", () => {
  test("has a password for one day that must be changed, and no rights", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({
      mustChangePassword: true,
      posts: [],
      rights: [],
    });
    expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({
      code: "password-change-required",
      status: 403,
    });
    const before = client.cookies.get("baton.session_token");
    const changed = await client.ask("POST", "/api/auth/change-password", {
      body: { currentPassword: person.secret, newPassword: "correct horse battery" },
    });
    expect(changed.json()).toEqual({ next: "ready" });
    expect(client.cookies.get("baton.session_token")).not.toBe(before);
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustChangePassword: false, role: "none" });
    await as(person.username, "correct horse battery");
  });

  test("cannot come in with the first password after 24 hours, nor keep trying", async () => {
    const person = await newAccount();
    const { rows } = await city.owner.raw.query<{ hours: number }>(
      "select extract(epoch from password_expires_at - now()) / 3600 as hours from kernel_account where id = $1",
      [person.id],
    );
    expect(Number(rows[0]?.hours)).toBeCloseTo(24, 1);
    await city.owner.raw.query("update kernel_account set password_expires_at = now() - interval '1 second' where id = $1", [person.id]);
    const late = await new Client(door.app).signIn(person.username, person.secret);
    expect(late.json()).toMatchObject({ code: "sign-in-failed", detail: expect.stringContaining("24 小时") });
    expect((await new Client(door.app).signIn(person.username, "wrong")).json().detail).not.toContain("24");
  });

  test("shows its password once: a repeated key does not repeat it, and no table holds it", async () => {
    const administrator = await as("sysadmin");
    const more = { body: { username: "once", displayName: "某经办" }, headers: { "idempotency-key": "k-once" } };
    const first = await administrator.ask("POST", "/api/accounts", more);
    const second = await administrator.ask("POST", "/api/accounts", more);
    expect(second.json()).toMatchObject({ accountId: first.json().accountId, oneTimePassword: null });
    const { oneTimePassword } = first.json();
    const { rows } = await city.owner.raw.query<{ name: string }>(
      "select relname as name from pg_class c where relkind = 'r' and relnamespace = 'city'::regnamespace",
    );
    for (const { name } of rows) {
      const { rowCount } = await city.owner.raw.query(`select from ${name} t where t::text like $1`, [`%${oneTimePassword}%`]);
      expect([name, rowCount]).toEqual([name, 0]);
    }
  });

  test("takes a name that nobody has", async () => {
    const administrator = await as("sysadmin");
    expect((await administrator.ask("POST", "/api/accounts", { body: { username: "TOWN", displayName: "又一个" } })).json()).toMatchObject({
      code: "conflict",
    });
    expect((await administrator.ask("POST", "/api/accounts", { body: { username: "a b", displayName: "空格" } })).json()).toMatchObject({
      code: "invalid-input",
    });
  });
});

describe("a password", () => {
  test("is not one of the last five, not common, and only changed by who knows the current one", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    const change = (currentPassword: string, newPassword: string) =>
      client.ask("POST", "/api/auth/change-password", { body: { currentPassword, newPassword } });
    expect((await change("wrong", "correct horse battery")).json()).toMatchObject({
      errors: [{ pointer: "/currentPassword" }],
    });
    expect((await change(person.secret, "aaaaaaaa")).json()).toMatchObject({
      errors: [{ pointer: "/newPassword", code: "weak-password" }],
    });
    expect((await change(person.secret, person.secret)).json()).toMatchObject({ errors: [{ code: "used-password" }] });
    const used = ["mountain river 1", "mountain river 2", "mountain river 3", "mountain river 4", "mountain river 5"];
    let current = person.secret;
    for (const next of used) {
      expect((await change(current, next)).statusCode).toBe(200);
      current = next;
    }
    for (const old of [person.secret, ...used]) expect((await change(current, old)).json()).toMatchObject({ errors: [{ code: "used-password" }] });
    expect((await change(current, "mountain river 6")).statusCode).toBe(200);
    expect((await change("mountain river 6", person.secret)).statusCode).toBe(200);
  });

  test("changed ends all other sessions", async () => {
    const person = await newAccount();
    const [here, elsewhere] = [await as(person.username, person.secret), await as(person.username, person.secret)];
    await here.ask("POST", "/api/auth/change-password", {
      body: { currentPassword: person.secret, newPassword: "correct horse battery" },
    });
    expect((await elsewhere.ask("GET", "/api/me")).statusCode).toBe(401);
    expect((await here.ask("GET", "/api/me")).statusCode).toBe(200);
  });

  test("older than its limit must be changed", async () => {
    await city.owner.raw.query("update kernel_account set password_changed_at = now() - interval '91 days' where username = 'auditor'");
    const real = await openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db }, { isDemo: false });
    const client = new Client(real.app);
    expect((await client.signIn("auditor", password)).json()).toEqual({ next: "change-password" });
    await city.owner.raw.query("update kernel_account set password_changed_at = now() where username = 'auditor'");
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustChangePassword: false });
    await real.close();
  });

  test("reset by the system administrator ends the sessions and must be changed again", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    await client.ask("POST", "/api/auth/change-password", {
      body: { currentPassword: person.secret, newPassword: "correct horse battery" },
    });
    const reset = await (await as("sysadmin")).ask("POST", `/api/accounts/${person.id}/password-resets`, { body: { reason } });
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
    expect((await new Client(door.app).signIn(person.username, "correct horse battery")).statusCode).toBe(401);
    const again = await as(person.username, reset.json().oneTimePassword);
    expect((await again.ask("GET", "/api/me")).json()).toMatchObject({ mustChangePassword: true });
    expect(
      (
        await again.ask("POST", "/api/auth/change-password", {
          body: { currentPassword: reset.json().oneTimePassword, newPassword: "correct horse battery" },
        })
      ).json(),
    ).toMatchObject({ errors: [{ code: "used-password" }] });
  });
});

describe("the three administrators", () => {
  test("each does its own part and not another's", async () => {
    const person = await newAccount();
    const appointment = { accountId: person.id, postId: seeded.stranger.town.postId, reason };
    const attempts: [string, "POST" | "PUT", string, object][] = [
      ["sysadmin", "POST", "/api/accounts", { username: "another", displayName: "经办" }],
      ["sysadmin", "POST", `/api/accounts/${person.id}/password-resets`, { reason }],
      ["secadmin", "POST", "/api/appointments", appointment],
      ["secadmin", "PUT", "/api/role-policies", { role: "enterprise", demandsFactor: false, reason }],
      ["secadmin", "POST", `/api/accounts/${person.id}/factor-resets`, { reason }],
      ["sysadmin", "POST", `/api/accounts/${person.id}/closure`, { reason }],
    ];
    const clients = new Map<string, Client>();
    for (const name of ["town", "dispatch", "auditor", "sysadmin", "secadmin"]) clients.set(name, await as(name));
    for (const [owner, method, url, body] of attempts) {
      for (const [name, client] of [...clients].filter(([one]) => one !== owner)) {
        expect([name, url, (await client.ask(method, url, { body })).json().code]).toEqual([name, url, "not-allowed"]);
      }
      expect([owner, url, (await clients.get(owner)?.ask(method, url, { body }))?.statusCode]).toEqual([owner, url, 200]);
    }
  });

  test("the database refuses the same, whatever the program does", async () => {
    const { writeAs, beginAct } = await import("#platform/database");
    const { sql } = await import("kysely");
    const run = (role: "town" | "sysadmin" | "secadmin", statement: string) =>
      writeAs(city.web.db, { ...seeded.actor[role], accountId: ids[role] ?? "" }, async (tx) => {
        await beginAct(tx, { kind: "test", subjects: [] });
        return sql.raw(statement).execute(tx);
      });
    const town = ids["town"];
    await expect(run("town", `select kernel_add_account('x9', 'x', 'x', now())`)).rejects.toMatchObject({
      code: "42501",
    });
    await expect(run("secadmin", `select kernel_reset_password('${town}', 'x', now())`)).rejects.toMatchObject({
      code: "42501",
    });
    await expect(run("sysadmin", `select kernel_reset_factor('${town}')`)).rejects.toMatchObject({ code: "42501" });
    await expect(run("sysadmin", `insert into kernel_appointment (account_id, post_id, valid_from) values ('${town}', 1, current_date)`)).rejects.toMatchObject(
      { code: "42501" },
    );
    await expect(run("sysadmin", "select password from kernel_credential")).rejects.toMatchObject({ code: "42501" });
    await expect(run("sysadmin", "select token from kernel_session")).rejects.toMatchObject({ code: "42501" });
    await expect(run("sysadmin", `update kernel_post set role = 'leader' where post_id = ${seeded.actor.town.postId}`)).rejects.toMatchObject({
      constraint: "kernel_post_held",
    });
    await expect(run("secadmin", `select kernel_add_demo_account('x', 'x', 'x', 1)`)).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("no account holds an administrator's post beside another post", async () => {
    const person = await newAccount();
    const administrator = await as("secadmin");
    const appoint = (postId: number, more: object = {}) =>
      administrator.ask("POST", "/api/appointments", { body: { accountId: person.id, postId, reason, ...more } });
    const first = await appoint(seeded.stranger.town.postId);
    expect(first.statusCode).toBe(200);
    expect((await appoint(seeded.stranger.town2.postId)).statusCode).toBe(200);
    for (const role of ["sysadmin", "secadmin", "auditor"] as const) {
      expect((await appoint(seeded.actor[role].postId)).json()).toMatchObject({
        code: "rule-refused",
        detail: expect.stringContaining("不能与其他岗位由同一账号兼任"),
      });
    }
    // From the day both appointments have ended there is nothing to clash with.
    const { rows } = await city.owner.raw.query<{ id: string }>("select appointment_id as id from kernel_appointment where account_id = $1", [person.id]);
    for (const { id } of rows) expect((await administrator.ask("POST", `/api/appointments/${id}/end`, { body: { reason } })).statusCode).toBe(200);
    expect((await appoint(seeded.actor.auditor.postId)).statusCode).toBe(200);
    expect((await appoint(seeded.actor.sysadmin.postId)).json()).toMatchObject({ code: "rule-refused" });
  });

  test("two incompatible appointments given at the same moment leave one", async () => {
    const person = await newAccount();
    const give = (postId: number) =>
      city.owner.raw.query("insert into kernel_appointment (account_id, post_id, valid_from) values ($1, $2, current_date)", [person.id, postId]);
    const outcomes = await Promise.allSettled([give(seeded.actor.sysadmin.postId), give(seeded.stranger.town.postId)]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("the security administrator does not appoint itself", async () => {
    const administrator = await as("secadmin");
    const own = await administrator.ask("POST", "/api/appointments", {
      body: { accountId: ids["secadmin"], postId: seeded.stranger.dispatch.postId, reason },
    });
    expect(own.json()).toMatchObject({ code: "same-person" });
  });

  test("a gained or lost post ends the sessions at once", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    const administrator = await as("secadmin");
    const appointed = await administrator.ask("POST", "/api/appointments", {
      body: { accountId: person.id, postId: seeded.stranger.town.postId, reason },
    });
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
    const again = await as(person.username, person.secret);
    expect((await again.ask("GET", "/api/me")).json()).toMatchObject({ role: "town" });
    await administrator.ask("POST", `/api/appointments/${appointed.json().appointmentId}/end`, { body: { reason } });
    expect((await again.ask("GET", "/api/me")).statusCode).toBe(401);
    const last = await as(person.username, person.secret);
    expect((await last.ask("GET", "/api/me")).json()).toMatchObject({ role: "none", posts: [] });
  });

  test("a closed account is out and stays out", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    const administrator = await as("sysadmin");
    expect((await administrator.ask("POST", `/api/accounts/${person.id}/closure`, { body: { reason } })).statusCode).toBe(200);
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
    const refused = await new Client(door.app).signIn(person.username, person.secret);
    expect(refused.json()).toMatchObject({ code: "sign-in-failed", detail: "用户名或密码不正确，请核对后再试。" });
    expect((await administrator.ask("POST", `/api/accounts/${person.id}/closure`, { body: { reason } })).statusCode).toBe(404);
  });

  test("a lost factor is unbound by the security administrator", async () => {
    const person = await newAccount();
    const client = await as(person.username, person.secret);
    const begun = await client.ask("POST", "/api/auth/two-factor/enable", { body: { password: person.secret } });
    await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(begun.json().secret) } });
    expect((await new Client(door.app).signIn(person.username, person.secret)).json()).toEqual({ next: "factor" });
    expect((await (await as("secadmin")).ask("POST", `/api/accounts/${person.id}/factor-resets`, { body: { reason } })).statusCode).toBe(200);
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
    expect((await new Client(door.app).signIn(person.username, person.secret)).json()).toEqual({
      next: "change-password",
    });
  });

  test("read accounts and posts page by page, without secrets", async () => {
    const auditor = await as("auditor");
    const first = await auditor.ask("GET", "/api/accounts?limit=2");
    expect(first.json().items).toHaveLength(2);
    const second = await auditor.ask("GET", `/api/accounts?limit=2&cursor=${encodeURIComponent(first.json().next)}`);
    expect(second.json().items[0].username > first.json().items[1].username).toBe(true);
    const found = await auditor.ask("GET", "/api/accounts?q=town");
    expect(found.json().items[0]).toMatchObject({
      username: "town",
      posts: [{ role: "town", title: "甲一镇经办", validTo: null }],
    });
    expect(found.body).not.toMatch(/argon2|token|secret/);
    expect((await auditor.ask("GET", "/api/accounts?q=100%25")).json().items).toEqual([]);
  });

  test("what they do is on record with its reason", async () => {
    const { rows } = await city.owner.raw.query<{ kind: string; reason: string | null }>("select kind, reason from kernel_act where account_id = any($1)", [
      [ids["sysadmin"], ids["secadmin"]],
    ]);
    expect(rows).toEqual(
      expect.arrayContaining([
        { kind: "appointed", reason },
        { kind: "account-closed", reason },
        { kind: "password-reset", reason },
      ]),
    );
    const events = await city.owner.raw.query<{ kind: string }>("select distinct kind from kernel_sign_in_event");
    expect(events.rows.map((row) => row.kind)).toEqual(
      expect.arrayContaining(["account-created", "account-closed", "password-reset", "password-changed", "factor-reset"]),
    );
  });
});

describe("an empty city", () => {
  test("gets its three administrators once; they change their passwords and hold no business rights", async () => {
    const empty = await cloneCity(inject("cluster"));
    const real = await openDoor({ authConnection: empty.connection("baton_auth"), db: empty.web.db }, { isDemo: false });
    const first = await real.accounts.firstAdministrator({ name: "示例市人民政府" });
    expect(first?.map((one) => one.username)).toEqual(["sysadmin", "secadmin", "auditor"]);
    expect(await real.accounts.firstAdministrator()).toBeNull();
    for (const { username, oneTimePassword } of first ?? []) {
      const client = new Client(real.app);
      expect((await client.signIn(username, oneTimePassword)).json()).toEqual({ next: "change-password" });
      expect(
        (
          await client.ask("POST", "/api/auth/change-password", {
            body: { currentPassword: oneTimePassword, newPassword: `${oneTimePassword}-mine` },
          })
        ).json(),
      ).toEqual({ next: "ready" });
      const me = (await client.ask("GET", "/api/me")).json();
      expect(me).toMatchObject({ role: username, city: { name: "示例市人民政府" }, demo: false });
      expect(me.rights.filter((right: string) => /^(projects|investment|enterprises)_|observation|matter|kernel_subject|kernel_stage/.test(right))).toEqual([]);
    }
    await expect(real.accounts.createDemoAccount({ username: "leader", displayName: "x", postId: null })).rejects.toMatchObject({
      code: "42501",
    });
    await real.close();
    await empty.drop();
  });
});
