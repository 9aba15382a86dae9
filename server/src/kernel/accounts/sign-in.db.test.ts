import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { Client, codeFor, type Door, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
let city: City;
let seeded: SeededCity;
let door: Door;

const open = (options?: Parameters<typeof openDoor>[1]) => openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db }, options);

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await city.owner.raw.query("insert into platform_mark values ('demo', 'yes')");
  door = await open();
  for (const role of ["leader", "dispatch", "district", "town", "sysadmin", "secadmin", "auditor"] as const) {
    await door.accounts.createDemoAccount({ username: role, displayName: role, postId: seeded.actor[role].postId });
  }
});
afterAll(async () => {
  await door.close();
  await city.drop();
});
beforeEach(async () => {
  await city.owner.raw.query("truncate kernel_sign_in_lock, kernel_rate_limit");
});

async function signedIn(username: string, secret = password): Promise<Client> {
  const client = new Client(door.app);
  const answer = await client.signIn(username, secret);
  expect(answer.statusCode, answer.body).toBe(200);
  return client;
}

describe("signing in", () => {
  test("a demonstration account signs in by one request and is told who it is", async () => {
    const client = await signedIn("town");
    const me = await client.ask("GET", "/api/me");
    expect(me.statusCode, me.body).toBe(200);
    expect(me.json()).toMatchObject({
      account: { username: "town" },
      role: "town",
      postId: seeded.actor.town.postId,
      landing: "inbox",
      demo: true,
      city: { name: "示例市" },
      mustChangePassword: false,
      mustEnrolFactor: false,
      hasFactor: false,
    });
    expect(me.json().rights).toContain("projects_report:insert");
  });

  test("nobody is nobody: without a session, with a forged one, after signing out", async () => {
    const client = new Client(door.app);
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ code: "not-signed-in", status: 401 });
    const real = await signedIn("town");
    const token = decodeURIComponent(real.cookies.get("baton.session_token") ?? "").split(".")[0];
    client.cookies.set("baton.session_token", encodeURIComponent(`${token}.${"A".repeat(43)}=`));
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
    const kept = new Map(real.cookies);
    expect((await real.ask("POST", "/api/auth/sign-out")).statusCode).toBe(200);
    for (const [name, value] of kept) real.cookies.set(name, value);
    expect((await real.ask("GET", "/api/me")).statusCode).toBe(401);
  });

  test("anybody may ask for the city; only a demonstration names its accounts", async () => {
    const answer = await new Client(door.app).ask("GET", "/api/city");
    expect(answer.json()).toMatchObject({ name: "示例市", demo: true });
    expect(answer.json().accounts).toContainEqual({ username: "leader", title: "市长" });
    const real = await open({ isDemo: false });
    expect((await new Client(real.app).ask("GET", "/api/city")).json()).toMatchObject({ demo: false, accounts: [] });
    await real.close();
  });
});
