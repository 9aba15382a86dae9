/** The audit trail: what it writes, who may touch it, how it is sealed. Every way of rewriting it is tried in proof/tamper.db.test.ts. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditReceipt } from "@baton/contract/audit";
import { beginAct, openPool, type Pool, readAs, writeAs } from "#platform/database";
import { startCluster } from "#app/testing/cluster";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { noHash, sealHash, sealMac } from "./chain.ts";
import { headFileOf } from "./head.ts";
import { makeAuditKey } from "./key.ts";
import { sealSettled, startSealer } from "./sealer.ts";
import { unauditedTables } from "./tables.ts";
import { verifyAudit } from "./verification.ts";

let city: City;
let seeded: SeededCity;
let sealer: Pool;
let owner: pg.Pool;
let home: string;
let anchorsDir: string;
let key: Buffer;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

// A PostgreSQL of its own: the sealer waits for every open transaction of a server, those of other test files included.
let own: Awaited<ReturnType<typeof startCluster>>;
beforeAll(async () => {
  own = await startCluster();
}, 60_000);
afterAll(() => own.stop());

beforeEach(async () => {
  city = await cloneCity(own.cluster);
  owner = city.owner.raw;
  await owner.query("call kernel_audit_attach_all()");
  seeded = await seedCity(city);
  sealer = openPool(city.connection("baton_seal"), { name: "test-seal", max: 1 });
  home = mkdtempSync(join(tmpdir(), "baton-audit-"));
  anchorsDir = join(home, "anchors");
  key = makeAuditKey(join(home, "audit.key"));
});
afterEach(async () => {
  await sealer.close();
  await city.drop();
  rmSync(home, { recursive: true, force: true });
});

/** Two projects with a profile each, entered by the dispatch office, then sealed. Gives the profile's version ids. */
async function writeSome(): Promise<{ first: string; second: string }> {
  const ids: string[] = [];
  for (const name of ["甲项目", "乙项目"]) {
    const id = await writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
      await beginAct(tx, { kind: "register-project", subjects: [] });
      const { rows } = await sql<{
        id: string;
      }>`insert into kernel_subject (kind, scope_id, name) values ('project', ${seeded.scope.townA1}, ${name}) returning subject_id as id`.execute(tx);
      const subject = rows[0]?.id;
      const made = await sql<{ id: string }>`insert into projects_profile (scope_id, subject_id, total_investment_fen, normal_name)
        values (${seeded.scope.townA1}, ${subject}, 100000, ${name}) returning version_id as id`.execute(tx);
      return made.rows[0]?.id ?? "";
    });
    ids.push(id);
    await sealSettled(sealer.raw, key);
  }
  return { first: ids[0] ?? "", second: ids[1] ?? "" };
}

const verify = (options: { anchorsDir?: string } = {}): Promise<AuditReceipt> => verifyAudit(city.connection("baton_backup"), key, options);

describe("what is written", () => {
  test("a change leaves an entry that names actor, post, request, role, table, operation and row, in the same transaction", async () => {
    const { first } = await writeSome();
    const { rows } = await owner.query(
      "select * from kernel_audit_entry e join kernel_audit_image i using (entry_id) where table_name = 'projects_profile' and row_key = $1",
      [first],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      account_id: seeded.actor.dispatch.accountId,
      post_id: seeded.actor.dispatch.postId,
      request_id: seeded.actor.dispatch.requestId,
      session_role: "baton_web as baton_act",
      operation: "insert",
      timeline: 1,
      before: null,
      after: { total_investment_fen: 100000, normal_name: "甲项目" },
    });
  });

  test("what is rolled back leaves no entry", async () => {
    const before = await owner.query<{ n: number }>("select count(*) as n from kernel_audit_entry");
    await expect(
      writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
        await beginAct(tx, { kind: "x", subjects: [] });
        throw new Error("given up");
      }),
    ).rejects.toThrow("given up");
    expect((await owner.query<{ n: number }>("select count(*) as n from kernel_audit_entry")).rows).toEqual(before.rows);
  });

  test("an update keeps both images; one that changes nothing leaves no entry; a changed key leaves and arrives", async () => {
    await owner.query("insert into platform_mark values ('a', '1')");
    await owner.query("update platform_mark set value = '1' where name = 'a'");
    await owner.query("update platform_mark set value = '2' where name = 'a'");
    await owner.query("update platform_mark set name = 'b' where name = 'a'");
    await owner.query("delete from platform_mark where name = 'b'");
    const { rows } = await owner.query(
      "select operation, row_key, before, after from kernel_audit_entry join kernel_audit_image using (entry_id) where table_name = 'platform_mark' order by entry_id",
    );
    expect(rows.filter((row) => row.row_key === "a")).toEqual([
      { operation: "insert", row_key: "a", before: null, after: { name: "a", value: "1" } },
      { operation: "update", row_key: "a", before: { name: "a", value: "1" }, after: { name: "a", value: "2" } },
      { operation: "update", row_key: "a", before: { name: "a", value: "2" }, after: null },
    ]);
    expect(rows.filter((row) => row.row_key === "b").map((row) => [row.operation, row.before === null, row.after === null])).toEqual([
      ["update", true, false],
      ["delete", false, true],
    ]);
    expect((await verify()).firstFault).toBeNull();
  });

  test("passwords and secrets stand in images as digests only", async () => {
    await owner.query("select kernel_insert_account('someone', '某岗位', 'hash-canary', null)");
    const { rows } = await owner.query<{ n: number }>("select count(*) as n from kernel_audit_image where after::text like '%hash-canary%'");
    expect(rows[0]?.n).toBe(0);
    const { rows: kept } = await owner.query<{ password: string }>(
      "select after ->> 'password' as password from kernel_audit_image join kernel_audit_entry using (entry_id) where table_name = 'kernel_credential'",
    );
    expect(kept[0]?.password).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await verify()).firstFault).toBeNull();
  });

  test("every table stands under audit unless the program and the database both except it", async () => {
    const { rows } = await owner.query<{ table_name: string; reason: string }>("select * from kernel_audit_exceptions()");
    expect(rows.map((row) => row.table_name).toSorted()).toEqual(unauditedTables.toSorted());
    expect(rows.every((row) => row.reason.length > 5)).toBe(true);
    await owner.query("create table platform_new (id int primary key, v text)");
    await owner.query("insert into platform_new values (1, 'before')");
    expect((await verify()).faults).toEqual(expect.arrayContaining([expect.objectContaining({ check: "guard", tableName: "platform_new" })]));
    await owner.query("call kernel_audit_attach_all()");
    await owner.query("alter table platform_new add column w int default 7");
    await owner.query("call kernel_audit_attach_all()");
    await owner.query("insert into platform_new values (2, 'after')");
    expect((await verify()).firstFault).toBeNull();
    await expect(owner.query("truncate platform_new")).rejects.toMatchObject({ code: "P0B05" });
  });
});

describe("who may touch it", () => {
  test("no application role reads or writes the trail; only the auditor reads entries, and no contents", async () => {
    const attempt = (actor: SeededCity["actor"]["town"], statement: string) =>
      writeAs(city.web.db, actor, (tx) => sql.raw<Record<string, unknown>>(statement).execute(tx));
    for (const actor of [seeded.actor.leader, seeded.actor.dispatch, seeded.actor.town, seeded.actor.sysadmin, seeded.actor.secadmin]) {
      expect((await attempt(actor, "select * from kernel_audit_entry")).rows).toEqual([]);
      await expect(attempt(actor, "select * from kernel_audit_image")).rejects.toMatchObject({ code: "42501" });
    }
    expect((await attempt(seeded.actor.auditor, "select * from kernel_audit_entry limit 1")).rows).toHaveLength(1);
    await expect(attempt(seeded.actor.auditor, "select * from kernel_audit_image")).rejects.toMatchObject({ code: "42501" });
    for (const statement of [
      "delete from kernel_audit_entry",
      "update kernel_audit_entry set table_name = 'x'",
      "insert into kernel_audit_entry default values",
      "call kernel_audit_attach_all()",
      "select kernel_audit_erase('{1}', 'x')",
      "select kernel_audit_open_timeline('x')",
    ]) {
      await expect(attempt(seeded.actor.auditor, statement), statement).rejects.toMatchObject({ code: "42501" });
    }
    for (const table of ["kernel_audit_entry", "kernel_audit_image", "kernel_audit_seal"]) {
      await expect(
        readAs(city.web.db, seeded.actor.leader, (tx) => sql.raw(`select * from ${table}`).execute(tx)),
        table,
      ).rejects.toMatchObject({ code: "42501" });
    }
    await expect(sealer.raw.query("select * from kernel_audit_image")).rejects.toMatchObject({ code: "42501" });
    await expect(sealer.raw.query("insert into kernel_audit_entry default values")).rejects.toMatchObject({ code: "42501" });
  });

  test("even the owner's plain statement does not change what was written", async () => {
    await writeSome();
    for (const statement of [
      "delete from kernel_audit_entry",
      "update kernel_audit_entry set request_id = 'x'",
      "truncate kernel_audit_entry",
      "update kernel_audit_seal set entry_count = 1",
      "delete from kernel_audit_image",
      "update kernel_audit_image set after = '{}'",
    ]) {
      await expect(owner.query(statement), statement).rejects.toMatchObject({ code: "P0B05" });
    }
  });
});

describe("sealing", () => {
  test("entries of a transaction under way wait, later finished ones too, and every entry is sealed once", async () => {
    await writeSome();
    const slow = await owner.connect();
    await slow.query("begin");
    await slow.query("insert into platform_mark values ('slow', '1')");
    await owner.query("insert into platform_mark values ('quick', '1')");
    expect(await sealSettled(sealer.raw, key)).toBe(0);
    await slow.query("commit");
    slow.release();
    expect(await sealSettled(sealer.raw, key)).toBe(1);
    const receipt = await verify();
    expect(receipt).toMatchObject({ ok: true, unsealed: 0, seals: 3 });
  });

  test("writers and a sealer at once leave a whole chain", async () => {
    let isWriting = true;
    const sealing = (async () => {
      while (isWriting) await sealSettled(sealer.raw, key);
    })();
    await Promise.all(
      [0, 1, 2, 3].map(async (worker) => {
        for (let i = 0; i < 40; i += 1) {
          await writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
            await beginAct(tx, { kind: "x", subjects: [] });
            await sql`insert into kernel_subject (kind, scope_id, name) values ('project', ${seeded.scope.townA1}, ${`${worker}-${i}`})`.execute(tx);
          });
        }
      }),
    );
    isWriting = false;
    await sealing;
    await sealSettled(sealer.raw, key);
    const receipt = await verify();
    expect(receipt.firstFault).toBeNull();
    expect(receipt.unsealed).toBe(0);
    expect(receipt.seals).toBeGreaterThan(3);
  });

  test("the running sealer keeps its key to itself, anchors the day, and refuses a key that does not fit", async () => {
    const keyFile = join(home, "own.key");
    const running = await startSealer({ connection: city.connection("baton_seal"), keyFile, anchorsDir, log: silent, intervalMs: 20 });
    await expect.poll(() => existsSync(anchorsDir) && readdirSync(anchorsDir).length).toBe(1);
    await expect.poll(() => running.lagSeconds()).toBeLessThan(1);
    await running.stop();
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    key = Buffer.from(readFileSync(keyFile, "utf8").trim(), "hex");
    expect(await verify({ anchorsDir })).toMatchObject({ ok: true, anchors: 2, unsealed: 0 });
    await expect(startSealer({ connection: city.connection("baton_seal"), keyFile: join(home, "audit.key"), anchorsDir, log: silent })).rejects.toThrow(
      "与已有封印不符",
    );
    await expect(startSealer({ connection: city.connection("baton_seal"), keyFile: join(home, "none.key"), anchorsDir, log: silent })).rejects.toThrow(
      "不见了",
    );
  });

  test("the running sealer remembers its last seal outside the database, says when the end is cut off, and does not forget it", async () => {
    const said: string[] = [];
    const keyFile = join(home, "audit.key");
    const headFile = headFileOf(keyFile);
    const start = () =>
      startSealer({ connection: city.connection("baton_seal"), keyFile, anchorsDir, log: { ...silent, error: (line) => said.push(line) }, intervalMs: 20 });
    await writeSome();
    const running = await start();
    await expect.poll(() => existsSync(headFile) && readFileSync(headFile, "utf8").startsWith("2 ")).toBe(true);
    await running.stop();
    expect(said).toEqual([]);
    await owner.query("alter table kernel_audit_seal disable trigger user");
    await owner.query("delete from kernel_audit_seal where seal_id = 2");
    await owner.query("alter table kernel_audit_seal enable trigger user");
    const remembered = readFileSync(headFile, "utf8");
    const again = await start();
    await expect.poll(() => said.length).toBeGreaterThan(0);
    await again.stop();
    expect(said[0]).toContain("可能被截去");
    expect(readFileSync(headFile, "utf8")).toBe(remembered);
    expect((await verifyAudit(city.connection("baton_backup"), key, { headFile })).firstFault).toMatchObject({ check: "anchor", sealId: 2 });
    await owner.query("select kernel_audit_open_timeline('restored from a snapshot')");
    const restored = await start();
    await expect.poll(() => readFileSync(headFile, "utf8")).not.toBe(remembered);
    await restored.stop();
  });

  test("lag grows while nothing is sealed", async () => {
    const blocked = await owner.connect();
    await blocked.query("begin");
    await blocked.query("select pg_advisory_xact_lock(4210003, hashtext(current_schema()))");
    const running = await startSealer({ connection: city.connection("baton_seal"), keyFile: join(home, "audit.key"), anchorsDir, log: silent, intervalMs: 20 });
    await expect.poll(() => running.lagSeconds(), { timeout: 5_000 }).toBeGreaterThan(0.5);
    await blocked.query("rollback");
    blocked.release();
    await expect.poll(() => running.lagSeconds()).toBeLessThan(0.5);
    await running.stop();
  });

  test("after a restore a new timeline goes on from the old head, though transaction ids begin anew", async () => {
    await writeSome();
    await owner.query("select kernel_audit_open_timeline('restored from a snapshot')");
    await owner.query("insert into platform_mark values ('restored', '1')");
    await sealSettled(sealer.raw, key);
    const { rows } = await owner.query("select timeline, from_xid::text from kernel_audit_seal order by seal_id desc limit 1");
    expect(rows[0]).toEqual({ timeline: 2, from_xid: "0" });
    expect(await verify()).toMatchObject({ ok: true, unsealed: 0 });
  });
});

test("the first seal follows nothing, and a seal's code depends on every field", () => {
  const seal = {
    sealId: 1,
    timeline: 1,
    fromXid: "0",
    toXid: "9",
    firstEntryId: 1,
    lastEntryId: 2,
    entryCount: 2,
    digest: Buffer.alloc(32),
    marks: Buffer.alloc(8),
    previousHash: noHash,
    sealedAtMicros: 5,
  };
  const codes = Object.keys(seal).map((name) => {
    const value = seal[name as keyof typeof seal];
    const other = typeof value === "number" ? value + 1 : typeof value === "string" ? `${value}1` : Buffer.from([1]);
    return sealMac(Buffer.alloc(32, 1), sealHash({ ...seal, [name]: other })).toString("hex");
  });
  expect(new Set(codes).size).toBe(Object.keys(seal).length);
});
