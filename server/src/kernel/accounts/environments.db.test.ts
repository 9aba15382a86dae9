import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { cloneCity, seedCity } from "#app/testing/database";
import { openDoor } from "./testing.ts";

/** The probe's findings in a process with this NODE_ENV. */
async function probe(environment: string): Promise<{ found: unknown; said: string }> {
  const city = await cloneCity(inject("cluster"));
  try {
    const seeded = await seedCity(city);
    await city.owner.raw.query("insert into platform_mark values ('demo', 'yes')");
    const door = await openDoor({ authConnection: city.connection("baton_auth"), db: city.web.db });
    for (const role of ["town", "district"] as const)
      await door.accounts.createDemoAccount({ username: role, displayName: role, postId: seeded.actor[role].postId });
    await door.close();
    const { VITEST: _, TEST: __, ...rest } = process.env;
    const env = { ...rest, NODE_ENV: environment };
    const child = spawn(process.execPath, ["--disable-warning=FSTDEP023", fileURLToPath(new URL("./environment-probe.ts", import.meta.url))], {
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.end(JSON.stringify({ auth: city.connection("baton_auth"), web: city.connection("baton_web"), owner: city.connection("baton_owner") }));
    const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { found: printed === "" ? said : JSON.parse(printed), said };
  } finally {
    await city.drop();
  }
}

test.each(["", "test", "production"])("the door is the same under NODE_ENV %j", async (environment) => {
  const { found, said } = await probe(environment);
  expect(found).toEqual({
    fixation: { isReplaced: true, attacker: 401 },
    isAlike: true,
    idle: [200, 401],
    absolute: 401,
    enrolOnly: { next: { next: "enrol-factor" }, accounts: "factor-enrolment-required" },
    closed: [404, 404, 404, 404, 404],
    foreign: 403,
    many: Array.from({ length: 12 }, () => 200),
    guesses: [401, 401, 401, 401, 401, 429],
    cookie: "baton.session_token=…; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax",
    enrolled: { next: "ready" },
    replayed: "invalid-input",
    lines: [],
  });
  // Neither passwords nor tokens nor anything else is said on the side.
  expect(said).toBe("");
});
