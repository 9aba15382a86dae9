/**
 * Run by environments.db.test.ts in a process of its own, because the library reads NODE_ENV once, when it is loaded.
 * Takes a connection and the city's web connection on standard input, tries the door, prints what it saw as JSON.
 */
import { text } from "node:stream/consumers";
import { type Connection, openPool } from "#platform/database";
import { Client, codeFor, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
const given = JSON.parse(await text(process.stdin)) as { auth: Connection; web: Connection; owner: Connection };
const web = openPool(given.web, { name: "probe", max: 1 });
const owner = openPool(given.owner, { name: "probe-owner", max: 1 });
const door = await openDoor({ authConnection: given.auth, db: web.db });

const closed: number[] = [];
for (const path of ["sign-up/email", "is-username-available", "update-user", "two-factor/disable", "sign-in/email"]) {
  closed.push(
    (
      await new Client(door.app).ask("POST", `/api/auth/${path}`, {
        body: { username: "town", email: "a@b.example", password, name: "x" },
      })
    ).statusCode,
  );
}
const body = { username: "town", password };
const foreign = await new Client(door.app).ask("POST", "/api/auth/sign-in/username", {
  body,
  headers: { origin: "https://evil.example" },
});
const many = await Promise.all(Array.from({ length: 12 }, () => new Client(door.app, "10.3.0.1").signIn("district", password)));

const guesser = new Client(door.app, "10.3.0.2");
const guesses: number[] = [];
for (let i = 0; i < 6; i += 1) {
  const guess = await guesser.ask("POST", "/api/auth/sign-in/username", {
    body: { username: "town", password: "wrong" },
    headers: { "x-forwarded-for": `203.0.113.${i}` },
  });
  guesses.push(guess.statusCode);
}

const client = new Client(door.app, "10.3.0.3");
const first = await client.signIn("town", password);
const begun = await client.ask("POST", "/api/auth/two-factor/enable", { body: { password } });
const code = codeFor(begun.json().secret);
const enrolled = await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code } });
const replayed = await client.ask("POST", "/api/auth/two-factor/verify-totp", { body: { code } });

const attacker = new Client(door.app, "10.3.0.4");
await attacker.signIn("district", password);
const victim = new Client(door.app, "10.3.0.5");
const planted = attacker.cookies.get("baton.session_token") ?? "";
victim.cookies.set("baton.session_token", planted);
await victim.signIn("district", password);
const fixation = { isReplaced: victim.cookies.get("baton.session_token") !== planted, attacker: (await attacker.ask("GET", "/api/me")).statusCode };

const told = async (username: string, address: string): Promise<unknown> => {
  const { requestId: _, ...body } = (await new Client(door.app, address).signIn(username, "wrong")).json() as Record<string, unknown>;
  return body;
};
const [somebody, nobody] = [await told("district", "10.3.0.6"), await told("nobody-at-all", "10.3.0.7")];

/** What a session answers after its row was changed to be older. */
async function afterAgeing(change: string): Promise<number> {
  const one = new Client(door.app, "10.3.0.8");
  await one.signIn("district", password);
  await owner.raw.query(`update kernel_session set ${change}`);
  return (await one.ask("GET", "/api/me")).statusCode;
}
const idle = [await afterAgeing("last_used_at = now() - interval '29 minutes'"), await afterAgeing("last_used_at = now() - interval '31 minutes'")];
const absolute = await afterAgeing("created_at = now() - interval '12 hours 1 second'");

await owner.raw.query("update kernel_role_policy set demands_factor = true where role = 'district'");
const demanded = new Client(door.app, "10.3.0.9");
const enrolOnly = { next: (await demanded.signIn("district", password)).json(), accounts: (await demanded.ask("GET", "/api/accounts")).json().code };

process.stdout.write(
  JSON.stringify({
    fixation,
    isAlike: JSON.stringify(somebody) === JSON.stringify(nobody),
    idle,
    absolute,
    enrolOnly,
    closed,
    foreign: foreign.statusCode,
    many: many.map((answer) => answer.statusCode),
    guesses,
    cookie: [first.headers["set-cookie"] ?? []].flat()[0]?.replace(/=[^;]*/, "=…"),
    enrolled: enrolled.json(),
    replayed: replayed.json().code,
    lines: door.lines,
  }),
);
await door.close();
await web.close();
await owner.close();
