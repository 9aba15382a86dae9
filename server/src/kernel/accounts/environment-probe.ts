/**
 * Run by environments.db.test.ts in a process of its own, because the library reads NODE_ENV once, when it is loaded.
 * Takes a connection and the city's web connection on standard input, tries the door, prints what it saw as JSON.
 */
import { text } from "node:stream/consumers";
import { type Connection, openPool } from "#platform/database";
import { Client, codeFor, openDoor } from "./testing.ts";

const password = "Baton-demo-2026";
const given = JSON.parse(await text(process.stdin)) as { auth: Connection; web: Connection };
const web = openPool(given.web, { name: "probe", max: 1 });
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

process.stdout.write(
  JSON.stringify({
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
