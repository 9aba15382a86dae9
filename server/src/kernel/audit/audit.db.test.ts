/** The audit trail: what it writes, who may touch it, and that every way of rewriting history is found and named. */
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
import { anchorToday } from "./anchors.ts";
import { noHash, sealHash, sealMac } from "./chain.ts";
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

/** As the database's owner, past every trigger. */
async function tamper(table: string, statement: string, values: unknown[] = []): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query(`alter table ${table} disable trigger user`);
    const { rowCount } = await client.query(statement, values);
    expect(rowCount, "the tampering must touch something").toBeGreaterThan(0);
    await client.query(`alter table ${table} enable trigger user`);
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function entryOf(table: string, rowKey: string): Promise<number> {
  const { rows } = await owner.query<{ entry_id: number }>(
    "select entry_id from kernel_audit_entry where table_name = $1 and row_key = $2 order by entry_id limit 1",
    [table, rowKey],
  );
  return rows[0]?.entry_id ?? -1;
}

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

describe("rewriting history", () => {
  test("an untouched city verifies, and the receipt counts what was compared", async () => {
    await writeSome();
    const receipt = await verify();
    expect(receipt).toMatchObject({ ok: true, firstFault: null, faults: [], seals: 2, unsealed: 0 });
    expect(receipt.rows).toBeGreaterThan(500);
    expect(receipt.images).toBe(receipt.entries);
  });

  test("an edited row is named with its table, key, entry and column", async () => {
    const { first } = await writeSome();
    await tamper("projects_profile", "update projects_profile set total_investment_fen = 999 where version_id = $1", [first]);
    const receipt = await verify();
    expect(receipt.ok).toBe(false);
    expect(receipt.firstFault).toMatchObject({ check: "row", tableName: "projects_profile", rowKey: first, entryId: await entryOf("projects_profile", first) });
    expect(receipt.firstFault?.detail).toContain("total_investment_fen");
  });

  test("an edited row stays found after a lawful change covers it", async () => {
    await owner.query("insert into platform_mark values ('a', '1')");
    await tamper("platform_mark", "update platform_mark set value = '9' where name = 'a'");
    await owner.query("update platform_mark set value = '2' where name = 'a'");
    expect((await verify()).firstFault).toMatchObject({ check: "history", tableName: "platform_mark", rowKey: "a" });
  });

  test("an edit hidden by a new baseline is found", async () => {
    await owner.query("insert into platform_mark values ('a', '1')");
    await tamper("platform_mark", "update platform_mark set value = '9' where name = 'a'");
    await owner.query("alter table platform_mark add column w int");
    await owner.query("call kernel_audit_attach_all()");
    expect((await verify()).firstFault).toMatchObject({ check: "history", tableName: "platform_mark", rowKey: "a" });
  });

  test("a deleted row, an inserted row and a row that is back after its deletion are named", async () => {
    const { first } = await writeSome();
    await tamper("projects_profile", "delete from projects_profile where version_id = $1", [first]);
    expect((await verify()).firstFault).toMatchObject({ check: "row", rowKey: first, detail: expect.stringContaining("没有删除的审计条目") });
    await tamper("platform_mark", "insert into platform_mark values ('forged', '1')");
    expect((await verify()).faults).toContainEqual(expect.objectContaining({ check: "row", tableName: "platform_mark", rowKey: "forged", entryId: null }));
    await owner.query("delete from platform_mark where name = 'forged'");
    await tamper("platform_mark", "insert into platform_mark values ('forged', '1')");
    expect((await verify()).faults).toContainEqual(expect.objectContaining({ rowKey: "forged", detail: expect.stringContaining("又出现") }));
  });

  test("a reach forged in the closure of organisations is found", async () => {
    await owner.query("insert into kernel_org_closure values ($1, $2, 1)", [seeded.org.townB1, seeded.org.countyA]);
    expect((await verify()).firstFault).toMatchObject({ check: "row", tableName: "kernel_org_closure" });
  });

  test("a disabled trigger is found", async () => {
    await owner.query("alter table projects_profile disable trigger projects_profile_audit_update");
    expect((await verify()).firstFault).toMatchObject({ check: "guard", tableName: "projects_profile" });
  });

  test("an edited entry is named", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = uuidv7() where entry_id = $1", [entry]);
    expect((await verify()).firstFault).toMatchObject({ check: "chain", entryId: entry, tableName: "projects_profile", rowKey: first });
  });

  test("an edited image is named", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await tamper("kernel_audit_image", "update kernel_audit_image set after = jsonb_set(after, '{total_investment_fen}', '5') where entry_id = $1", [entry]);
    await tamper("projects_profile", "update projects_profile set total_investment_fen = 5 where version_id = $1", [first]);
    expect((await verify()).firstFault).toMatchObject({ check: "entry", entryId: entry });
  });

  test("an image with a commitment made to fit is found by the seal", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await tamper("kernel_audit_image", "update kernel_audit_image set after = jsonb_set(after, '{total_investment_fen}', '5') where entry_id = $1", [entry]);
    await tamper("projects_profile", "update projects_profile set total_investment_fen = 5 where version_id = $1", [first]);
    await tamper(
      "kernel_audit_entry",
      `update kernel_audit_entry e set commitment = sha256(i.salt || convert_to(jsonb_build_array(i.before, i.after)::text, 'UTF8'))
      from kernel_audit_image i where i.entry_id = e.entry_id and e.entry_id = $1`,
      [entry],
    );
    expect((await verify()).faults).toEqual([expect.objectContaining({ check: "chain", entryId: entry })]);
  });

  test("a deleted entry is named, with its image left or gone", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await tamper("kernel_audit_entry", "delete from kernel_audit_entry where entry_id = $1", [entry]);
    expect((await verify()).firstFault).toMatchObject({ check: "chain", entryId: entry });
    await tamper("kernel_audit_image", "delete from kernel_audit_image where entry_id = $1", [entry]);
    expect((await verify()).firstFault).toMatchObject({ check: "chain", detail: expect.stringContaining(`第${entry - 1}条之后`) });
  });

  test("an entry inserted into the sealed past is named", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await tamper(
      "kernel_audit_entry",
      `insert into kernel_audit_entry overriding system value
      select 1000000, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, 'forged', commitment from kernel_audit_entry where entry_id = $1`,
      [entry],
    );
    expect((await verify()).firstFault).toMatchObject({ check: "chain", rowKey: "forged", entryId: 1000000 });
  });

  test("two entries that change places are named", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    await owner.query("alter table kernel_audit_entry alter entry_id set generated by default");
    const renumber = (from: number, to: number): Promise<void> =>
      tamper("kernel_audit_entry", "update kernel_audit_entry set entry_id = $2 where entry_id = $1", [from, to]);
    await renumber(entry, 1_000_000);
    await renumber(entry - 1, entry);
    await renumber(1_000_000, entry - 1);
    expect((await verify()).firstFault).toMatchObject({ check: "chain", entryId: entry - 1 });
  });

  test("a rewritten or removed seal is named", async () => {
    await writeSome();
    await tamper("kernel_audit_seal", "update kernel_audit_seal set sealed_at = sealed_at - interval '1 day' where seal_id = 2");
    expect((await verify()).firstFault).toMatchObject({ check: "chain", sealId: 2 });
    await tamper("kernel_audit_seal", "delete from kernel_audit_seal where seal_id = 1");
    expect((await verify()).firstFault).toMatchObject({ check: "chain", detail: expect.stringContaining("第1号封印不见了") });
  });

  /** What the owner of the database can do to the chain: make all seals anew, with a key of its own choice. */
  async function rechain(withKey: Buffer): Promise<void> {
    await tamper("kernel_audit_seal", "delete from kernel_audit_seal");
    await sealSettled(sealer.raw, withKey);
  }

  test("a chain made anew without the key is found by its codes", async () => {
    const { first } = await writeSome();
    await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = null where entry_id = $1", [await entryOf("projects_profile", first)]);
    await rechain(Buffer.alloc(32, 7));
    expect((await verify()).firstFault).toMatchObject({ check: "chain", sealId: 1, detail: expect.stringContaining("密钥") });
  });

  test("a chain made anew even with the key is found by an anchor held elsewhere", async () => {
    const { first } = await writeSome();
    const client = await sealer.raw.connect();
    await client.query("begin");
    await anchorToday(client, key, anchorsDir);
    await client.query("commit");
    client.release();
    await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = null where entry_id = $1", [await entryOf("projects_profile", first)]);
    await rechain(key);
    await tamper("kernel_audit_anchor", "delete from kernel_audit_anchor");
    expect((await verify()).firstFault, "nothing in the database itself tells").toBeNull();
    expect((await verify({ anchorsDir })).firstFault).toMatchObject({ check: "anchor" });
  });

  test("a contents erased by law leaves the chain whole; one erased past the procedure does not", async () => {
    const { first } = await writeSome();
    const entry = await entryOf("projects_profile", first);
    const { rows } = await owner.query<{ n: number }>("select kernel_audit_erase($1, '依申请删除个人信息') as n", [[entry]]);
    expect(rows[0]?.n).toBe(1);
    await sealSettled(sealer.raw, key);
    expect(await verify()).toMatchObject({ ok: true, erased: 1, unsealed: 0 });
    const other = await entryOf("projects_profile", (await writeSome()).second);
    await tamper("kernel_audit_image", "update kernel_audit_image set salt = null, before = null, after = null, erased_at = now() where entry_id = $1", [
      other,
    ]);
    expect((await verify()).firstFault).toMatchObject({ check: "entry", entryId: other });
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
