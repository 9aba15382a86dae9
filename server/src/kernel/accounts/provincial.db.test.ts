import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { Client, codeFor, type Door, openDoor } from "./testing.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strangerKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
let city: City;
let seeded: SeededCity;
let door: Door;
let provider: Server;
let issuer = "";
/** Whom the provider says came, and with which key it says so. */
const says = { sub: "person-1", key: keys.privateKey, nonce: undefined as string | undefined };

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function idToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const text = `${base64url({ alg: "RS256", kid: "k1" })}.${base64url({ iss: issuer, aud: "baton", sub: says.sub, iat: now, exp: now + 300, ...(says.nonce === undefined ? {} : { nonce: says.nonce }) })}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(says.key).toString("base64url")}`;
}

function answers(): Record<string, () => object> {
  return {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ["RS256"],
    }),
    "/jwks": () => ({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }] }),
    "/token": () => ({ access_token: "access", token_type: "Bearer", expires_in: 300, id_token: idToken() }),
    "/userinfo": () => ({ sub: says.sub }),
  };
}

beforeAll(async () => {
  provider = createServer((request, response) => {
    const answer = answers()[request.url?.split("?")[0] ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await city.owner.raw.query("insert into platform_mark values ('demo', 'yes')");
  door = await openDoor(
    { authConnection: city.connection("baton_auth"), db: city.web.db },
    {
      settings: {
        origin: "http://127.0.0.1:4000",
        provincial: {
          discoveryUrl: `${issuer}/.well-known/openid-configuration`,
          clientId: "baton",
          clientSecret: "client secret",
        },
      },
    },
  );
  for (const role of ["town", "secadmin"] as const)
    await door.accounts.createDemoAccount({ username: role, displayName: role, postId: seeded.actor[role].postId });
});
afterAll(async () => {
  await door.close();
  await city.drop();
  provider.close();
});

/** Goes to the provider and comes back, as a browser does. */
async function come(client: Client): Promise<string> {
  const away = await client.ask("GET", "/api/auth/sign-in/provincial");
  expect(away.statusCode).toBe(302);
  const address = new URL(String(away.headers.location));
  expect(address.origin).toBe(issuer);
  says.nonce = address.searchParams.get("nonce") ?? undefined;
  const back = await client.ask("GET", `/api/auth/callback/provincial?code=c1&state=${encodeURIComponent(address.searchParams.get("state") ?? "")}`);
  expect(back.statusCode).toBe(302);
  return String(back.headers.location);
}

async function link(subject: string): Promise<number> {
  const administrator = new Client(door.app);
  await administrator.signIn("secadmin", "Baton-demo-2026");
  const { rows } = await city.owner.raw.query<{ id: string }>("select id from kernel_account where username = 'town'");
  const answer = await administrator.ask("POST", `/api/accounts/${rows[0]?.id}/provincial-identity`, {
    body: { subject, reason: "统一身份对接" },
  });
  return answer.statusCode;
}

test("a person whom the security administrator tied to no account does not come in, and none is made", async () => {
  const client = new Client(door.app);
  expect(await come(client)).toBe("/sign-in?provincial=refused");
  expect((await client.ask("GET", "/api/me")).statusCode).toBe(401);
  const { rows } = await city.owner.raw.query("select username from kernel_account order by 1");
  expect(rows).toEqual([{ username: "secadmin" }, { username: "town" }]);
});

test("a tied person comes in as the account", async () => {
  expect(await link("person-1")).toBe(200);
  const client = new Client(door.app);
  expect(await come(client)).toBe("/");
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ account: { username: "town" }, role: "town" });
  const { rows } = await city.owner.raw.query("select from kernel_credential where coalesce(access_token, refresh_token, id_token) is not null");
  expect(rows).toHaveLength(0);
});

test("an answer that the provider did not sign, or that another browser asked for, opens nothing", async () => {
  says.key = strangerKeys.privateKey;
  expect(await come(new Client(door.app))).toBe("/sign-in?provincial=refused");
  says.key = keys.privateKey;
  const asked = await new Client(door.app).ask("GET", "/api/auth/sign-in/provincial");
  const address = new URL(String(asked.headers.location));
  says.nonce = address.searchParams.get("nonce") ?? undefined;
  const other = await new Client(door.app).ask("GET", `/api/auth/callback/provincial?code=c1&state=${address.searchParams.get("state")}`);
  expect(other.headers.location).toBe("/sign-in?provincial=refused");
});

test("the same factor is demanded as after a password", async () => {
  const officer = new Client(door.app);
  await officer.signIn("town", "Baton-demo-2026");
  const begun = await officer.ask("POST", "/api/auth/two-factor/enable", { body: { password: "Baton-demo-2026" } });
  await officer.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code: codeFor(begun.json().secret) } });
  const client = new Client(door.app);
  expect(await come(client)).toBe("/");
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustVerifyFactor: true, rights: [] });
  expect((await client.ask("GET", "/api/accounts")).json()).toMatchObject({ code: "fresh-factor-required" });
  const given = await client.ask("POST", "/api/auth/two-factor/verify-totp", {
    body: { code: codeFor(begun.json().secret, 1) },
  });
  expect(given.json()).toEqual({ next: "ready" });
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({ mustVerifyFactor: false });
});

test("a person who never learned the one-time password comes in all the same, and that password is dead", async () => {
  const { rows } = await city.owner.raw.query<{ id: string }>("select kernel_insert_account('signed-on', '某经办', 'no hash', now() + interval '1 day') as id");
  const administrator = new Client(door.app);
  await administrator.signIn("secadmin", "Baton-demo-2026");
  await administrator.ask("POST", `/api/accounts/${rows[0]?.id}/provincial-identity`, {
    body: { subject: "person-2", reason: "统一身份对接" },
  });
  says.sub = "person-2";
  const client = new Client(door.app);
  expect(await come(client)).toBe("/");
  expect((await client.ask("GET", "/api/me")).json()).toMatchObject({
    account: { username: "signed-on" },
    mustChangePassword: false,
  });
  const taken = await administrator.ask(
    "POST",
    `/api/accounts/${(await city.owner.raw.query<{ id: string }>("select id from kernel_account where username = 'town'")).rows[0]?.id}/provincial-identity`,
    { body: { subject: "person-2", reason: "统一身份对接" } },
  );
  expect(taken.json()).toMatchObject({ code: "conflict" });
});
