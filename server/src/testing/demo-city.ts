import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { buildApp } from "../app.ts";
import { loadDemo } from "../demo/index.ts";
import { type Clock, fixedClock } from "#platform/clock";
import type { Actor } from "#platform/database";
import type { App } from "#platform/http";
import { type City, cloneCity } from "./database.ts";
import type { Cluster } from "./cluster.ts";

export type DemoCity = {
  city: City;
  app: App;
  clock: Clock;
  /** Asks as one of the demonstration's accounts; a body makes it JSON, with a key of its own. */
  ask(as: string, request: `${"GET" | "POST" | "PUT" | "DELETE"} ${string}`, body?: object): Promise<{ status: number; body: string; json: <T>() => T }>;
  close(): Promise<void>;
};

type Held = { username: string; account_id: string; post_id: number; role: string; org_id: string };

/** The demonstration city behind its whole application, on its first morning unless `now` says otherwise; its accounts without sign-in. */
export async function openDemoCity(cluster: Cluster, { now = "2023-07-05T00:30:00Z" }: { now?: string } = {}): Promise<DemoCity> {
  const city = await cloneCity(cluster);
  const { accounts } = await loadDemo(city.owner);
  const { rows } = await city.owner.raw.query<Held>(
    `with wanted as materialized (select username, post_id, uuidv7() as account_id from unnest($1::text[], $2::int[]) w (username, post_id)),
       held as (insert into kernel_appointment (account_id, post_id, valid_from) select account_id, post_id, '2015-01-01' from wanted)
     select w.username, w.account_id, w.post_id, p.role, p.org_id from wanted w join kernel_post p using (post_id)`,
    [accounts.map(({ username }) => username), accounts.map(({ postId }) => postId)],
  );
  const actors = new Map<string, Omit<Actor, "requestId">>(
    rows.map((row) => [row.username, { accountId: row.account_id, postId: row.post_id, role: row.role, isWide: row.role === "leader", orgId: row.org_id }]),
  );
  const clock = fixedClock(now);
  const app = await buildApp({
    context: { db: city.web.db, clock, dataDir: "", filesDir: "", isDemo: true },
    accounts: {
      resolveActor: async (request) => {
        const actor = actors.get(String(request.headers["x-as"]));
        return actor === undefined ? null : { ...actor, requestId: randomUUID() };
      },
      routes: () => undefined,
      // nobody signed in here, so there is no session to ask; the factor has its own tests
      requireFreshFactor: () => undefined,
    },
    audit: { connection: city.connection("baton_backup"), keyFile: "", anchorsDir: "" },
    hosts: [],
    log: pino({ level: "silent" }),
  });
  return {
    city,
    app,
    clock,
    ask: async (as, request, body) => {
      const [method, url] = request.split(" ") as ["GET", string];
      const response = await app.inject({
        method,
        url,
        headers: { host: "localhost", "x-as": as, ...(method === "GET" ? {} : { "idempotency-key": randomUUID() }) },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: response.statusCode, body: response.body, json: <T>() => response.json<T>() };
    },
    close: async () => {
      await app.close();
      await city.drop();
    },
  };
}
