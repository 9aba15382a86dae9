import { pino } from "pino";
import { tmpdir } from "node:os";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { createAccounts } from "#kernel/accounts";
import { fixedClock } from "#platform/clock";
import type { Context } from "#platform/http";
import type { DB } from "#schema";
import { buildApp } from "../app.ts";

const idleConnection = { host: "", port: 0, database: "", user: "", password: "", schema: "" };

/** The OpenAPI document of the routes that the application declares; no route is called, nobody signs in. */
export async function openApi(): Promise<string> {
  const accounts = createAccounts({
    authConnection: nowhere,
    secret: "only to declare routes; signs nothing",
    isDemo: true,
    secureCookies: false,
  });
  const app = await buildApp({
    context: idleContext(),
    accounts,
    hosts: [],
    log: pino({ level: "silent" }),
    audit: { connection: idleConnection, keyFile: "", anchorsDir: "" },
  });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
    await accounts.close();
  }
}

/** No pool connects before the first question, and none is asked. */
const nowhere = { host: tmpdir(), port: 1, database: "none", user: "none", password: "", schema: "none" };

/** A context whose database answers nothing. */
function idleContext(): Context {
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (within) => new PostgresIntrospector(within),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { db, clock: fixedClock("2023-06-30T00:00:00Z"), dataDir: tmpdir(), filesDir: tmpdir(), isDemo: true };
}
