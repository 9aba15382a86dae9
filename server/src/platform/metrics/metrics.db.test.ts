/** What watchers see, and from where. */
import pino from "pino";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type App, createServer } from "#platform/http";
import { readMigrations } from "#platform/database";
import { join } from "node:path";
import { type City, cloneCity } from "../../testing/database.ts";
import { createMetrics } from "./metrics.ts";
import { readinessChecks } from "./readiness.ts";

let city: City;
let app: App;
const newest = readMigrations(join(import.meta.dirname, "../../../migrations")).at(-1)?.number ?? 0;
const state = { free: 2 ** 31, lag: 1, isStopping: false, newest };

beforeEach(async () => {
  city = await cloneCity(inject("cluster"));
  Object.assign(state, { free: 2 ** 31, lag: 1, isStopping: false, newest });
  app = await createServer({ hosts: ["baton.example"], constraints: {}, log: pino({ level: "silent" }), resolveActor: async () => null });
  const checks = readinessChecks({
    db: city.web.db,
    get newestMigration() {
      return state.newest;
    },
    freeStorageBytes: () => state.free,
    sealerLagSeconds: () => state.lag,
    isStopping: () => state.isStopping,
  });
  createMetrics({ token: "a-long-token", checks, gauges: { baton_sealer_lag_seconds: { help: "lag", read: () => state.lag } } }).routes(app);
});
afterEach(async () => {
  await app.close();
  await city.drop();
});

test("readiness names what does not hold", async () => {
  expect((await app.inject("/readyz")).json()).toEqual({ status: "ready" });
  state.free = 2 ** 29;
  state.lag = 61;
  const refused = await app.inject("/readyz");
  expect(refused.statusCode).toBe(503);
  expect(refused.headers).toMatchObject({ "retry-after": "5", "content-type": "application/problem+json" });
  expect(refused.json()).toMatchObject({ failed: ["storage", "sealer"] });
  Object.assign(state, { free: 2 ** 31, lag: 1, isStopping: true });
  expect((await app.inject("/readyz")).json()).toMatchObject({ failed: ["running"] });
  Object.assign(state, { isStopping: false, newest: 9_999 });
  expect((await app.inject("/readyz")).json()).toMatchObject({ failed: ["database"] });
});

test("without a database the program lives but is not ready", async () => {
  const away = createMetrics({ checks: { database: () => Promise.reject(new Error("secret host name")) }, gauges: {} });
  const other = await createServer({ hosts: [], constraints: {}, log: pino({ level: "silent" }), resolveActor: async () => null });
  away.routes(other);
  expect((await other.inject("/healthz")).json()).toEqual({ status: "alive" });
  const refused = await other.inject("/readyz");
  expect(refused.statusCode).toBe(503);
  expect(refused.body).not.toContain("secret");
  await other.close();
});

test("numbers are shown to this machine and to the token, not through a proxy", async () => {
  await app.inject("/healthz");
  const local = await app.inject("/metrics");
  expect(local.statusCode).toBe(200);
  expect(local.body).toContain("baton_sealer_lag_seconds 1");
  expect(local.body).toContain('route="/healthz"');
  const ask = (headers: Record<string, string>, remoteAddress = "10.0.0.9") => app.inject({ url: "/metrics", headers, remoteAddress });
  expect((await ask({})).statusCode).toBe(404);
  expect((await ask({ "x-forwarded-for": "10.0.0.9" }, "127.0.0.1")).statusCode).toBe(404);
  expect((await ask({ authorization: "Bearer wrong" })).statusCode).toBe(404);
  expect((await ask({ authorization: "Bearer a-long-token" })).statusCode).toBe(200);
});
