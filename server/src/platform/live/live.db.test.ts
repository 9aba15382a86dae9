/** Event streams over real HTTP: who is told, who is not, and how they end. */
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { Actor } from "#platform/database";
import { type App, createServer } from "#platform/http";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { createLive, type Live } from "./live.ts";

let city: City;
let seeded: SeededCity;
let app: App;
let live: Live;
let actors: Record<string, Actor>;

beforeEach(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  actors = { ...seeded.actor, strangerTown: seeded.stranger.town };
  const actorNamed = (name: unknown): Actor | null => actors[String(name)] ?? null;
  live = createLive({
    db: city.web.db,
    log: { warn: () => undefined },
    sessionKeyOf: (request) => String(request.headers["x-test-actor"]),
    recheck: async (request) => actorNamed(request.headers["x-test-actor"]),
    recheckMs: 100,
    heartbeatMs: 100,
  });
  app = await createServer({
    hosts: [],
    constraints: {},
    log: pino({ level: "silent" }),
    resolveActor: async (request) => actorNamed(request.headers["x-test-actor"]),
  });
  live.routes(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await app.close();
  await city.drop();
});

type Page = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  isEnded: boolean;
  leave(): void;
  heard(): { topic: string; id: string | null }[];
};

function openPage(actor?: string): Promise<Page> {
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: "127.0.0.1", port, path: "/api/events", headers: actor === undefined ? {} : { "x-test-actor": actor } }, (response) => {
      const page: Page = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: "",
        isEnded: false,
        leave: () => sent.destroy(),
        heard: () => [...page.text.matchAll(/^data: (\{"topic.*\})$/gm)].map((match) => JSON.parse(match[1] ?? "")),
      };
      response
        .setEncoding("utf8")
        .on("data", (part: string) => (page.text += part))
        .on("close", () => (page.isEnded = true))
        .on("error", () => undefined);
      resolve(page);
    });
    sent.on("error", reject).end();
  });
}

test("a change is told to whoever reaches its subject, and its existence to nobody else", async () => {
  const [town, stranger, leader, department, sysadmin, auditor] = await Promise.all(
    ["town", "strangerTown", "leader", "department", "sysadmin", "auditor"].map(openPage),
  );
  live.tell([
    { id: 1, topic: "report", subjectId: seeded.org.townA1, scopeId: seeded.scope.townA1 },
    // of the administrators' own unit, whose content they do not read all the same
    { id: 2, topic: "city", subjectId: seeded.org.city, scopeId: seeded.scope.city },
    { id: 3, topic: "period", subjectId: null, scopeId: null },
  ]);
  const [ofTown, ofCity, ofAll] = [
    { topic: "report", id: seeded.org.townA1 },
    { topic: "city", id: seeded.org.city },
    { topic: "period", id: null },
  ];
  await expect
    .poll(() => [town, stranger, leader, department, sysadmin, auditor].map((page) => page?.heard()))
    .toEqual([[ofTown, ofAll], [ofAll], [ofTown, ofCity, ofAll], [ofAll], [ofAll], [ofAll]]);
});

test("a grant lets its post hear of the subject from the next check on", async () => {
  const department = await openPage("department");
  await city.owner.raw.query("insert into kernel_grant values ($1, $2, 'matter', uuidv7())", [seeded.actor.department.postId, seeded.org.townA1]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  live.tell([{ id: 1, topic: "matter", subjectId: seeded.org.townA1, scopeId: seeded.scope.townA1 }]);
  await expect.poll(() => department.heard()).toHaveLength(1);
});

test("nobody listens without a session, and a stream ends with its session", async () => {
  expect((await openPage()).status).toBe(401);
  const town = await openPage("town");
  expect(town).toMatchObject({ status: 200, headers: { "content-type": "text/event-stream; charset=utf-8", "x-content-type-options": "nosniff" } });
  await expect.poll(() => town.text).toContain(": \n\n");
  delete actors["town"];
  await expect.poll(() => town.isEnded).toBe(true);
  expect(live.count()).toBe(0);
});

test("a session holds five streams; one that leaves makes room", async () => {
  const pages = [];
  for (let i = 0; i < 5; i += 1) pages.push(await openPage("town"));
  const sixth = await openPage("town");
  expect(sixth).toMatchObject({ status: 503, headers: { "retry-after": "30" } });
  expect((await openPage("leader")).status).toBe(200);
  pages[0]?.leave();
  await expect.poll(() => live.count()).toBe(5);
  expect((await openPage("town")).status).toBe(200);
});

test("a page that does not read is dropped rather than kept in memory", async () => {
  const { port } = app.server.address() as AddressInfo;
  const stalled = httpRequest({ host: "127.0.0.1", port, path: "/api/events", headers: { "x-test-actor": "leader" } }, (response) => response.pause());
  stalled.on("error", () => undefined).end();
  await expect.poll(() => live.count()).toBe(1);
  const many = Array.from({ length: 2_000 }, (_, id) => ({ id, topic: "x".repeat(2_000), subjectId: null, scopeId: null }));
  for (let i = 0; i < 50 && live.count() > 0; i += 1) {
    live.tell(many);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(live.count()).toBe(0);
  stalled.destroy();
});

test("closing the server ends the streams at once", async () => {
  const town = await openPage("town");
  const began = performance.now();
  await app.close();
  expect(performance.now() - began).toBeLessThan(2_000);
  await expect.poll(() => town.isEnded).toBe(true);
});
