/** The auditor's pages: sentences without contents, a receipt, the anchor to take away; closed to everybody else. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { auditAnchor } from "@baton/contract/audit";
import { fixedClock } from "#platform/clock";
import { type Actor, beginAct, writeAs } from "#platform/database";
import { type App, createServer } from "#platform/http";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { type Sealer, startSealer } from "./sealer.ts";

let city: City;
let seeded: SeededCity;
let app: App;
let sealer: Sealer;
let home: string;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  await city.owner.raw.query("call kernel_audit_attach_all()");
  seeded = await seedCity(city);
  home = mkdtempSync(join(tmpdir(), "baton-audit-"));
  const place = { keyFile: join(home, "audit.key"), anchorsDir: join(home, "anchors") };
  const actors: Record<string, Actor> = seeded.actor;
  app = await createServer({
    hosts: [],
    constraints: {},
    log: pino({ level: "silent" }),
    resolveActor: async (request) => actors[String(request.headers["x-test-actor"])] ?? null,
  });
  routes(
    app,
    { db: city.web.db, clock: fixedClock("2023-07-05T10:00:00Z"), dataDir: home, filesDir: home, isDemo: false },
    { connection: city.connection("baton_backup"), ...place },
  );
  await writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
    await beginAct(tx, { kind: "register-project", subjects: [] });
    await sql`insert into kernel_subject (kind, scope_id, name) values ('project', ${seeded.scope.townA1}, '不得外传的项目名')`.execute(tx);
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  sealer = await startSealer({ connection: city.connection("baton_seal"), ...place, log, intervalMs: 20 });
  await vi.waitUntil(async () => (await ask("auditor", "/api/audit/anchors")).json().items.length === 1, 10_000);
});
afterAll(async () => {
  await sealer.stop();
  await app.close();
  await city.drop();
  rmSync(home, { recursive: true, force: true });
});

const ask = (actor: string, url: string, method: "GET" | "POST" = "GET") => app.inject({ method, url, headers: { "x-test-actor": actor } });

test("entries are sentences: which post did what kind of act to which row, without its content", async () => {
  const answer = await ask("auditor", `/api/audit/entries?account=${seeded.actor.dispatch.accountId}&table=kernel_subject`);
  expect(answer.statusCode).toBe(200);
  const { items } = answer.json();
  expect(items).toHaveLength(1);
  expect(items[0].sentence).toBe(`示例市人民政府 调度中心调度员新增了对象（${items[0].rowKey}）`);
  expect(items[0]).toMatchObject({ act: "register-project", operation: "insert", sessionRole: "baton_web as baton_act" });
  expect(answer.body).not.toContain("不得外传");
});

test("pages follow one another without gap or repetition", async () => {
  const seen: number[] = [];
  for (let cursor = ""; ;) {
    const page = (await ask("auditor", `/api/audit/entries?limit=200&table=kernel_right${cursor}`)).json();
    seen.push(...page.items.map((item: { entryId: number }) => item.entryId));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  const { rows } = await city.owner.raw.query("select count(*) as n from kernel_audit_entry where table_name = 'kernel_right'");
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(rows[0].n);
});

test("days bound the list in the city's time", async () => {
  const { rows } = await city.owner.raw.query("select (now() at time zone 'Asia/Shanghai')::date as today");
  const { today } = rows[0];
  expect((await ask("auditor", `/api/audit/entries?from=${today}&to=${today}`)).json().items.length).toBeGreaterThan(0);
  expect((await ask("auditor", "/api/audit/entries?to=2020-01-01")).json().items).toEqual([]);
  expect((await ask("auditor", "/api/audit/entries?from=yesterday")).statusCode).toBe(400);
  expect((await ask("auditor", "/api/audit/entries?unknown=1")).statusCode).toBe(400);
});

test("a verification gives a receipt, is itself on record, and names what was tampered with", async () => {
  const receipt = (await ask("auditor", "/api/audit/verifications", "POST")).json();
  expect(receipt).toMatchObject({ ok: true, firstFault: null, head: expect.stringMatching(/^[0-9a-f]{64}$/), anchorAt: expect.any(String) });
  const { rows } = await city.owner.raw.query("select account_id, reason from kernel_act where kind = 'verify-audit'");
  expect(rows).toEqual([{ account_id: seeded.actor.auditor.accountId, reason: "核对一致" }]);
  await city.owner.raw.query(
    "alter table kernel_post disable trigger user; update kernel_post set title = '改动' where title = '市长'; alter table kernel_post enable trigger user",
  );
  expect((await ask("auditor", "/api/audit/verifications", "POST")).json()).toMatchObject({
    ok: false,
    firstFault: { check: "row", tableName: "kernel_post" },
  });
});

test("the latest anchor is a file to keep elsewhere", async () => {
  const answer = await ask("auditor", "/api/audit/anchors/latest");
  expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="anchor-\d{4}-\d\d-\d\d\.json"$/);
  expect(auditAnchor.safeParse(answer.json()).success).toBe(true);
});

test("nobody but the auditor is let in", async () => {
  for (const role of ["leader", "chief", "dispatch", "district", "town", "department", "enterprise", "sysadmin", "secadmin"]) {
    for (const [method, url] of [
      ["GET", "/api/audit/entries"],
      ["GET", "/api/audit/anchors"],
      ["GET", "/api/audit/anchors/latest"],
      ["POST", "/api/audit/verifications"],
    ] as const) {
      expect((await ask(role, url, method)).statusCode, `${role} ${url}`).toBe(403);
    }
  }
  expect((await ask("nobody", "/api/audit/entries")).statusCode).toBe(401);
});
