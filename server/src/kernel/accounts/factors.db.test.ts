import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { Client, codeFor, type Door, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await city.owner.raw.query("insert into platform_mark values ('demo', 'yes')");
  door = await openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db });
  for (const role of ["town", "district", "secadmin"] as const) {
    await door.accounts.createDemoAccount({ username: role, displayName: role, postId: seeded.actor[role].postId });
  }
});
afterAll(async () => {
  await door.close();
  await city.drop();
});
beforeEach(async () => {
  await city.owner.raw.query("delete from kernel_sign_in_lock; delete from kernel_second_factor; delete from kernel_session");
  await city.owner.raw.query("update kernel_account set two_factor_enabled = false; update kernel_role_policy set demands_factor = false");
});

const demand = (role: string) => city.owner.raw.query("update kernel_role_policy set demands_factor = true where role = $1", [role]);
/** Lets the next code of the same half minute pass, as if time had gone on. */
const forgetStep = () => city.owner.raw.query("update kernel_second_factor set last_step = null");

async function enrol(client: Client): Promise<string> {
  const begun = await client.ask("POST", "/api/auth/two-factor/enable", { body: { password } });
  const { secret, uri } = begun.json();
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  expect(uri).not.toContain("accounts.invalid");
  const done = await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } });
  expect(done.json()).toEqual({ next: "ready" });
  return secret;
}

test("a role that demands a factor gets a session that can only enrol, then all of it", async () => {
  await demand("town");
  const client = new Client(door.app);
  expect((await client.signIn("town", password)).json()).toEqual({ next: "enrol-factor" });
  expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({
    code: "factor-enrolment-required",
    status: 403,
  });
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustEnrolFactor: true, rights: [] });
  await enrol(client);
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustEnrolFactor: false, hasFactor: true });
  expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({ code: "not-allowed" });
});

test("a role that does not demand one is not asked", async () => {
  await demand("town");
  expect((await new Client(door.app).signIn("district", password)).json()).toEqual({ next: "ready" });
});

test("with a factor the password alone opens nothing; the code does", async () => {
  const first = new Client(door.app);
  await first.signIn("town", password);
  const secret = await enrol(first);
  await forgetStep();
  const client = new Client(door.app);
  expect((await client.signIn("town", password)).json()).toEqual({ next: "factor" });
  expect(client.cookies.has("baton.session_token")).toBe(false);
  expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
  expect((await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } })).json()).toEqual({
    next: "ready",
  });
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({
    account: { username: "town" },
    mustVerifyFactor: false,
  });
});

test("a code is accepted once, also by another browser at the same moment", async () => {
  const first = new Client(door.app);
  await first.signIn("town", password);
  const secret = await enrol(first);
  const [a, b] = [new Client(door.app), new Client(door.app)];
  await a.signIn("town", password);
  await b.signIn("town", password);
  expect((await a.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } })).json()).toMatchObject({
    code: "sign-in-failed",
  });
  await forgetStep();
  const body = { code: codeFor(secret) };
  const answers = await Promise.all([a, b].map((client) => client.ask("POST", "/api/auth/two-factor/verify-totp", { body })));
  expect(answers.map((answer) => answer.statusCode).toSorted((one, other) => one - other)).toEqual([200, 401]);
});

test("a code of an earlier half minute than the last accepted is refused", async () => {
  const first = new Client(door.app);
  await first.signIn("town", password);
  const secret = await enrol(first);
  const client = new Client(door.app);
  await client.signIn("town", password);
  expect((await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret, -1) } })).statusCode).toBe(401);
  expect((await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret, 1) } })).statusCode).toBe(200);
});

test("codes are not guessed: five wrong ones lock, in a session as at sign-in", async () => {
  const client = new Client(door.app, "10.2.0.1");
  await client.signIn("town", password);
  const secret = await enrol(client);
  for (let i = 0; i < 5; i += 1) {
    const answer = await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: "000000" } });
    expect(answer.json()).toMatchObject({ code: "invalid-input", errors: [{ pointer: "/code" }] });
  }
  await forgetStep();
  expect((await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } })).json()).toMatchObject({
    code: "sign-in-locked",
  });
});

test("a device is never trusted past the factor", async () => {
  const first = new Client(door.app);
  await first.signIn("town", password);
  const secret = await enrol(first);
  await forgetStep();
  const refused = await first.ask("POST", "/api/auth/two-factor/verify-totp", {
    body: { code: codeFor(secret), trustDevice: true },
  });
  expect(refused.json()).toMatchObject({ code: "invalid-input" });
  await first.ask("POST", "/api/auth/sign-out");
  expect((await first.signIn("town", password)).json()).toEqual({ next: "factor" });
});

test("binding a factor ends the sessions that did not give it, and gives a new one", async () => {
  const [here, elsewhere] = [new Client(door.app), new Client(door.app)];
  await here.signIn("town", password);
  await elsewhere.signIn("town", password);
  const before = here.cookies.get("baton.session_token");
  await enrol(here);
  expect(here.cookies.get("baton.session_token")).not.toBe(before);
  expect((await elsewhere.ask("GET", "/api/me")).statusCode).toBe(401);
  expect((await here.ask("GET", "/api/me")).statusCode).toBe(200);
});

test("binding asks for the password and is not done twice", async () => {
  const client = new Client(door.app);
  await client.signIn("town", password);
  expect((await client.ask("POST", "/api/auth/two-factor/enable", { body: { password: "wrong" } })).json()).toMatchObject({
    code: "invalid-input",
    errors: [{ pointer: "/password" }],
  });
  await enrol(client);
  expect((await client.ask("POST", "/api/auth/two-factor/enable", { body: { password } })).json()).toMatchObject({
    code: "conflict",
  });
});

test("a session that came without the factor the account has may only give it", async () => {
  const client = new Client(door.app);
  await client.signIn("town", password);
  const secret = await enrol(client);
  // As the provincial sign-on would leave it.
  await city.owner.raw.query("update kernel_session set factor_verified_at = null");
  expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({ code: "fresh-factor-required" });
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustVerifyFactor: true, rights: [] });
  expect(
    (
      await client.ask("POST", "/api/auth/change-password", {
        body: { currentPassword: password, newPassword: "correct horse battery" },
      })
    ).json(),
  ).toMatchObject({ code: "fresh-factor-required" });
  await forgetStep();
  expect((await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } })).json()).toEqual({
    next: "ready",
  });
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustVerifyFactor: false });
});

test("a right is granted only with a factor given within ten minutes, where one is had", async () => {
  const client = new Client(door.app);
  await client.signIn("secadmin", password);
  const body = { role: "town", demandsFactor: false, reason: "试行期内不要求" };
  expect((await client.ask("PUT", "/api/role-policies", { body })).statusCode).toBe(200);
  const secret = await enrol(client);
  expect((await client.ask("PUT", "/api/role-policies", { body })).statusCode).toBe(200);
  await city.owner.raw.query("update kernel_session set factor_verified_at = now() - interval '11 minutes'");
  expect((await client.ask("PUT", "/api/role-policies", { body })).json()).toMatchObject({
    code: "fresh-factor-required",
  });
  await forgetStep();
  await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(secret) } });
  expect((await client.ask("PUT", "/api/role-policies", { body })).statusCode).toBe(200);
});

test("the secret stands encrypted, and every step is an event", async () => {
  const client = new Client(door.app);
  await client.signIn("town", password);
  const secret = await enrol(client);
  const { rows } = await city.owner.raw.query<{ secret: string }>("select secret from kernel_second_factor");
  expect(rows[0]?.secret).not.toContain(secret);
  const events = await city.owner.raw.query<{ kind: string }>("select distinct kind from kernel_sign_in_event");
  expect(events.rows.map((row) => row.kind)).toEqual(
    expect.arrayContaining(["sign-in", "factor-asked", "factor-enabled", "factor-failed", "factor-verified", "sign-out", "sign-in-locked"]),
  );
});
