import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { fixedClock } from "#platform/clock";
import type { App, Context } from "#platform/http";
import type { DB } from "#schema";

const application = new URL("../app.ts", import.meta.url);

/** The OpenAPI document of the routes that the application declares; undefined while there is no application. */
export async function openApi(): Promise<string | undefined> {
  if (!existsSync(application)) return undefined;
  const { buildApp } = (await import(application.href)) as { buildApp: (context: Context) => Promise<App> };
  const app = await buildApp(idleContext());
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
  }
}

/** A context whose database answers nothing: routes are declared, none is called. */
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
