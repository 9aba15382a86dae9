import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { Client, type Door, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
let city: City;
let seeded: SeededCity;
let door: Door;

const open = (options?: Parameters<typeof openDoor>[1]) => openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db }, options);

async function count(query: string, values: unknown[] = []): Promise<number> {
  const { rows } = await city.owner.raw.query<{ n: number }>(`select count(*)::int as n from ${query}`, values);
  return rows[0]?.n ?? -1;
}

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
  await city.owner.raw.query("delete from kernel_sign_in_lock");
});

async function signedIn(username: string, secret = password): Promise<Client> {
  const client = new Client(door.app);
  const answer = await client.signIn(username, secret);
  expect(answer.json()).toEqual({ next: "ready" });
  return client;
}

describe("signing in", () => {
  test("a demonstration account signs in by one request and is told who it is", async () => {
    const client = await signedIn("town");
    const me = await client.ask("GET", "/api/me");
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

  test("the answer carries no token: the session is in the cookie alone, out of reach of scripts", async () => {
    const answer = await new Client(door.app).signIn("town", password);
    const cookie = [answer.headers["set-cookie"] ?? []].flat().find((line) => line.startsWith("baton.session_token="));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const token = decodeURIComponent(cookie?.split(";")[0]?.split("=")[1] ?? "").split(".")[0] ?? "";
    expect(token).toHaveLength(32);
    expect(answer.body).not.toContain(token);
  });

  test("under HTTPS the cookie is tied to the host", async () => {
    const secure = await open({ secureCookies: true });
    const client = new Client(secure.app);
    const answer = await client.signIn("town", password);
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      expect(line).toMatch(/^__Host-baton\./);
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/Path=\//);
      expect(line).not.toMatch(/Domain/i);
    }
    expect((await client.ask("GET", "/api/me")).statusCode).toBe(200);
    await secure.close();
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
    expect(real.cookies.has("baton.session_token")).toBe(false);
    for (const [name, value] of kept) real.cookies.set(name, value);
    expect((await real.ask("GET", "/api/me")).statusCode).toBe(401);
  });

  test("a session planted in the browser does not become the signed-in one", async () => {
    const attacker = await signedIn("district");
    const victim = new Client(door.app);
    const planted = attacker.cookies.get("baton.session_token") ?? "";
    victim.cookies.set("baton.session_token", planted);
    await victim.signIn("town", password);
    expect(victim.cookies.get("baton.session_token")).not.toBe(planted);
    expect((await victim.ask("GET", "/api/me")).json()).toMatchObject({ account: { username: "town" } });
    expect((await attacker.ask("GET", "/api/me")).statusCode).toBe(401);
  });

  test("anybody may ask for the city; only a demonstration names its accounts", async () => {
    const answer = await new Client(door.app).ask("GET", "/api/city");
    expect(answer.json()).toMatchObject({ name: "示例市", demo: true });
    expect(answer.json().accounts).toContainEqual({ username: "leader", title: "示例市人民政府·市长" });
    const real = await open({ isDemo: false });
    expect((await new Client(real.app).ask("GET", "/api/city")).json()).toMatchObject({ demo: false, accounts: [] });
    await real.close();
  });

  test("a page of another site cannot sign anybody in", async () => {
    const client = new Client(door.app);
    const body = { username: "town", password };
    const foreign = await client.ask("POST", "/api/auth/sign-in/username", {
      body,
      headers: { origin: "https://evil.example" },
    });
    expect(foreign.json()).toMatchObject({ code: "foreign-origin", status: 403 });
    const own = await client.ask("POST", "/api/auth/sign-in/username", {
      body,
      headers: { origin: "http://127.0.0.1:4000" },
    });
    expect(own.statusCode).toBe(200);
  });

  test("many people behind one address sign in at once, even with one account", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => new Client(door.app, "10.8.0.1").signIn(i % 2 === 0 ? "leader" : "dispatch", password)),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual(answers.map(() => 200));
  });
});

describe("the lock-out", () => {
  test("five failures lock for fifteen minutes, and even the right password waits", async () => {
    const client = new Client(door.app, "10.1.0.1");
    for (let i = 0; i < 5; i += 1) expect((await client.signIn("town", `wrong-${i}`)).json()).toMatchObject({ code: "sign-in-failed", status: 401 });
    const locked = await client.signIn("town", password);
    expect(locked.json()).toMatchObject({ code: "sign-in-locked", status: 429 });
    expect(locked.json().retryAfter).toBeGreaterThan(14 * 60);
    expect(locked.json().retryAfter).toBeLessThanOrEqual(15 * 60);
    expect(Number(locked.headers["retry-after"])).toBe(locked.json().retryAfter);
    expect(await count("kernel_sign_in_event where kind = 'sign-in-locked'")).toBeGreaterThan(0);
  });

  test("the sentence warns before the lock, alike for names of nobody", async () => {
    for (const [name, address] of [
      ["town", "10.1.2.1"],
      ["nobody-at-all", "10.1.2.2"],
    ] as const) {
      const client = new Client(door.app, address);
      const told: string[] = [];
      for (let i = 0; i < 5; i += 1) told.push((await client.signIn(name, "wrong")).json().detail);
      expect(told).toEqual([
        "用户名或密码不正确，请核对后再试。",
        "用户名或密码不正确，请核对后再试。",
        "用户名或密码不正确，请核对后再试。再有 2 次不正确，将暂停登录 15 分钟以上。",
        "用户名或密码不正确，请核对后再试。再有 1 次不正确，将暂停登录 15 分钟以上。",
        "用户名或密码不正确，请核对后再试。已连续多次不正确，现在起暂停登录 15 分钟以上。",
      ]);
    }
  });

  test("the lock ends by itself, doubles at the next five, and a success forgets", async () => {
    const client = new Client(door.app, "10.1.0.2");
    for (let i = 0; i < 5; i += 1) await client.signIn("town", "wrong");
    await city.owner.raw.query("update kernel_sign_in_lock set locked_until = now() - interval '1 second'");
    for (let i = 0; i < 5; i += 1) expect((await client.signIn("town", "wrong")).statusCode).toBe(401);
    expect((await client.signIn("town", "wrong")).json().retryAfter).toBeGreaterThan(29 * 60);
    await city.owner.raw.query("update kernel_sign_in_lock set locked_until = now() - interval '1 second'");
    expect((await client.signIn("town", password)).statusCode).toBe(200);
    expect(await count("kernel_sign_in_lock")).toBe(0);
  });

  test("many guesses at once are no more than five", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => new Client(door.app, "10.1.0.3").signIn("town", `wrong-${i}`)));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
  });

  test("a stranger elsewhere, or at the same address, does not lock out a browser that came in before", async () => {
    const owner = new Client(door.app, "10.1.0.4");
    await owner.signIn("town", password);
    await owner.ask("POST", "/api/auth/sign-out");
    for (const address of ["10.1.0.4", "10.1.0.5"]) {
      const stranger = new Client(door.app, address);
      for (let i = 0; i < 6; i += 1) await stranger.signIn("town", "wrong");
      expect((await stranger.signIn("town", password)).statusCode).toBe(429);
    }
    expect((await owner.signIn("town", password)).statusCode).toBe(200);
  });

  test("the remembered browser is itself counted, and a forged memory counts by address", async () => {
    const owner = new Client(door.app, "10.1.0.6");
    await owner.signIn("town", password);
    for (let i = 0; i < 5; i += 1) await owner.signIn("town", "wrong");
    expect((await owner.signIn("town", password)).statusCode).toBe(429);
    const forger = new Client(door.app, "10.1.0.7");
    for (let i = 0; i < 6; i += 1) {
      forger.cookies.set("baton.device", encodeURIComponent(`forged-${i}:whatever.AAAA`));
      await forger.signIn("town", "wrong");
    }
    expect((await forger.signIn("town", "wrong")).statusCode).toBe(429);
  });

  test("a forged X-Forwarded-For gives no new attempts; a trusted proxy's is believed", async () => {
    const client = new Client(door.app, "10.1.0.8");
    const guess = (on: Client, address: string) =>
      on.ask("POST", "/api/auth/sign-in/username", {
        body: { username: "town", password: "wrong" },
        headers: { "x-forwarded-for": address, "x-baton-client": address },
      });
    for (let i = 0; i < 5; i += 1) await guess(client, `203.0.113.${i}`);
    expect((await guess(client, "203.0.113.9")).statusCode).toBe(429);
    const behind = await open({ settings: { trustedProxies: ["10.9.0.0/16"] } });
    const proxy = new Client(behind.app, "10.9.0.1");
    for (let i = 0; i < 6; i += 1) await guess(proxy, "203.0.113.50");
    expect((await guess(proxy, "203.0.113.50")).statusCode).toBe(429);
    expect((await guess(proxy, "203.0.113.51")).statusCode).toBe(401);
    expect((await guess(proxy, "198.51.100.1, 203.0.113.50")).statusCode).toBe(429);
    await behind.close();
  });

  test("a name of nobody is answered like a name of somebody: same words, same lock, same work", async () => {
    const known = new Client(door.app, "10.1.1.1");
    const unknown = new Client(door.app, "10.1.1.2");
    const spent = { known: 0, unknown: 0 };
    const plain = (answer: { json(): Record<string, unknown>; statusCode: number }) => {
      const { requestId: _, ...body } = answer.json();
      return { status: answer.statusCode, body };
    };
    for (let i = 0; i < 5; i += 1) {
      let began = performance.now();
      const first = await known.signIn("district", `wrong-${i}`);
      spent.known += performance.now() - began;
      began = performance.now();
      const second = await unknown.signIn("nobody-at-all", `wrong-${i}`);
      spent.unknown += performance.now() - began;
      expect(plain(second)).toEqual(plain(first));
    }
    expect((await unknown.signIn("nobody-at-all", "x")).statusCode).toBe((await known.signIn("district", "x")).statusCode);
    // One derivation each; without it the unknown name took a tenth.
    expect(spent.unknown / spent.known).toBeGreaterThan(0.5);
    expect(spent.unknown / spent.known).toBeLessThan(2);
  });

  test("the library counts by the address we give it, also for IPv6", async () => {
    await new Client(door.app, "2001:db8:1:2::77").signIn("town", password);
    await new Client(door.app, "10.1.2.3").signIn("town", password);
    expect(await count("kernel_rate_limit where key like '10.1.2.3%'")).toBe(1);
    expect(await count("kernel_rate_limit where key like '2001:0db8:0001:0002:%'")).toBe(1);
  });

  test("what is typed as a name of nobody is kept nowhere", async () => {
    const typed = "my-secret-password-typed-as-name";
    await new Client(door.app).signIn(typed, "x");
    expect(await count("kernel_sign_in_event e where e::text like $1", [`%${typed}%`])).toBe(0);
    expect(await count("kernel_sign_in_lock l where l::text like $1", [`%${typed}%`])).toBe(0);
    expect(await count("kernel_sign_in_event where kind = 'sign-in-failed' and account_id is null")).toBeGreaterThan(0);
  });
});

describe("a session", () => {
  test("ends after thirty idle minutes, an administrator's after fifteen", async () => {
    const officer = await signedIn("town");
    const administrator = await signedIn("sysadmin");
    const age = (minutes: number) => city.owner.raw.query("update kernel_session set last_used_at = now() - make_interval(mins => $1)", [minutes]);
    await age(14);
    expect((await administrator.ask("GET", "/api/me")).statusCode).toBe(200);
    await age(16);
    expect((await administrator.ask("GET", "/api/me")).statusCode).toBe(401);
    expect((await officer.ask("GET", "/api/me")).statusCode).toBe(200);
    await age(31);
    expect((await officer.ask("GET", "/api/me")).statusCode).toBe(401);
  });

  test("is kept by use, not by polling", async () => {
    const officer = await signedIn("town");
    const age = () => city.owner.raw.query("update kernel_session set last_used_at = now() - interval '20 minutes'");
    const stale = () =>
      count("kernel_session where last_used_at < now() - interval '19 minutes' and account_id = (select id from kernel_account where username = 'town')");
    await age();
    const before = await stale();
    await officer.ask("GET", "/api/me", { headers: { "baton-background": "1" } });
    expect(await stale()).toBe(before);
    await officer.ask("GET", "/api/me");
    expect(await stale()).toBe(before - 1);
  });

  test("ends after twelve hours however busy", async () => {
    const officer = await signedIn("town");
    await city.owner.raw.query("update kernel_session set created_at = now() - interval '12 hours 1 second', last_used_at = now()");
    expect((await officer.ask("GET", "/api/me")).statusCode).toBe(401);
  });

  test("acts from the chosen post, and only from one that is held", async () => {
    const { rows } = await city.owner.raw.query<{ id: string }>("select id from kernel_account where username = 'district'");
    await city.owner.raw.query("insert into kernel_appointment (account_id, post_id, valid_from, is_acting) values ($1, $2, '2022-02-01', true)", [
      rows[0]?.id,
      seeded.stranger.district.postId,
    ]);
    const client = await signedIn("district");
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({
      postId: seeded.actor.district.postId,
      posts: [{ isActing: false }, { isActing: true }],
    });
    const chosen = await client.ask("GET", "/api/me", {
      headers: { "baton-post": String(seeded.stranger.district.postId) },
    });
    expect(chosen.json()).toMatchObject({ postId: seeded.stranger.district.postId });
    const foreign = { headers: { "baton-post": String(seeded.actor.leader.postId) } };
    expect((await client.ask("GET", "/api/accounts", foreign)).json()).toMatchObject({
      code: "not-allowed",
      detail: expect.stringContaining("不担任"),
    });
    // The page that asks what it holds is told, so that it can mend its choice.
    expect((await client.ask("GET", "/api/me", foreign)).json()).toMatchObject({
      postId: seeded.actor.district.postId,
    });
  });

  test("of an account without a post may know itself and nothing else", async () => {
    await door.accounts.createDemoAccount({ username: "newcomer", displayName: "newcomer", postId: null });
    const client = await signedIn("newcomer");
    expect((await client.ask("GET", "/api/me")).json()).toMatchObject({
      role: "none",
      postId: 0,
      landing: "nothing",
      rights: [],
      posts: [],
    });
    expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({ code: "not-allowed" });
  });
});

describe("the library behind the door", () => {
  test("has no path in the published description beyond ours", () => {
    const described = door.app.swagger() as { paths: Record<string, unknown> };
    const paths = Object.keys(described.paths).filter((path) => path.startsWith("/api/auth/"));
    expect(paths.toSorted((one, other) => one.localeCompare(other))).toEqual([
      "/api/auth/change-password",
      "/api/auth/sign-in/username",
      "/api/auth/sign-out",
      "/api/auth/two-factor/enable",
      "/api/auth/two-factor/verify-totp",
    ]);
  });

  test.each([
    ["POST", "/sign-up/email"],
    ["POST", "/sign-in/email"],
    ["POST", "/is-username-available"],
    ["POST", "/update-user"],
    ["POST", "/two-factor/disable"],
    ["POST", "/two-factor/get-totp-uri"],
    ["POST", "/two-factor/generate-backup-codes"],
    ["POST", "/two-factor/verify-backup-code"],
    ["POST", "/two-factor/send-otp"],
    ["POST", "/request-password-reset"],
    ["POST", "/reset-password"],
    ["POST", "/set-password"],
    ["POST", "/change-email"],
    ["POST", "/delete-user"],
    ["POST", "/update-session"],
    ["POST", "/revoke-sessions"],
    ["POST", "/sign-in/social"],
    ["POST", "/link-social"],
    ["GET", "/get-session"],
    ["GET", "/list-sessions"],
    ["GET", "/list-accounts"],
    ["GET", "/callback/provincial"],
    ["GET", "/ok"],
    ["GET", "/error"],
    ["GET", "/sign-in/username"],
    ["POST", "/sign-in/username/"],
    ["POST", "//sign-up/email"],
  ] as const)("%s %s is closed", async (method, path) => {
    const client = await signedIn("town");
    const answer = await client.ask(
      method,
      `/api/auth${path}`,
      method === "POST" ? { body: { email: "a@b.example", password, name: "x", username: "x" } } : {},
    );
    expect(answer.json()).toMatchObject({ code: "not-found", status: 404 });
  });

  test("fields of the library's own, like rememberMe or callbackURL, are refused", async () => {
    const answer = await new Client(door.app).ask("POST", "/api/auth/sign-in/username", {
      body: { username: "town", password, rememberMe: false, callbackURL: "https://evil.example" },
    });
    expect(answer.json()).toMatchObject({ code: "invalid-input" });
  });

  test("its database role reads no business row", async () => {
    const { openPool } = await import("#platform/database");
    const pool = openPool(city.connection("baton_auth"), { name: "test-auth", max: 1 });
    for (const table of ["projects_profile", "kernel_observation", "kernel_matter", "kernel_subject", "kernel_act"]) {
      await expect(pool.raw.query(`select * from ${table}`)).rejects.toMatchObject({ code: "42501" });
    }
    await expect(pool.raw.query("insert into kernel_appointment (account_id, post_id, valid_from) values (uuidv7(), 1, current_date)")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(pool.raw.query("delete from kernel_sign_in_event")).rejects.toMatchObject({ code: "42501" });
    await expect(pool.raw.query("update kernel_sign_in_event set kind = 'sign-in'")).rejects.toMatchObject({
      code: "42501",
    });
    await pool.close();
  });
});
