/** A backup is whole, says so itself, and comes back elsewhere with everything a city is made of. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { startSealer } from "#kernel/audit";
import { evidencePath } from "#kernel/evidence";
import { announce, beginAct, type Connection, ensureDatabase, ensureRoles, type LoginRole, openPool, readAs, rolePasswords, writeAs } from "#platform/database";
import { startJobs } from "#platform/jobs";
import { type PostgresServer, startPostgres } from "#platform/postgres";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";
import { discardOld, listBackups } from "./keeping.ts";
import { checkPackage, readPackage } from "./package.ts";
import { restoreBackup, type RestoreOutcome } from "./restoring.ts";
import { type BackupOptions, type BackupOutcome, writeBackup } from "./writing.ts";

const migrationFolder = join(import.meta.dirname, "../../migrations");
const passphrase = "a passphrase of the office";
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const evidenceId = "0195f000-0000-7000-8000-000000000001";
const content = Buffer.from("%PDF-1.7 proof of a permit");

let home: string;
let city: City;
let seeded: SeededCity;
let other: PostgresServer;
let otherDir: string;
let otherPasswords: Record<LoginRole, string>;
/** The one backup that most tests look at, and where it was brought back. */
let made: BackupOutcome;
let there: Target;
let restored: RestoreOutcome;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "baton-backup-"));
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  await city.owner.raw.query("call kernel_audit_attach_all()");
  writeFileSync(join(home, "session.secret"), `${"s".repeat(64)}\n`);
  const sealer = await startSealer({
    connection: city.connection("baton_seal"),
    keyFile: join(home, "audit.key"),
    anchorsDir: join(home, "anchors"),
    log: silent,
    intervalMs: 50,
  });
  // A city that has worked for a while: its acts carry numbers that a new database has yet to reach.
  await city.owner.raw.query("do $$ begin for i in 1..50000 loop perform pg_current_xact_id(); commit; end loop; end $$");
  await writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
    await beginAct(tx, { kind: "restored", subjects: [seeded.org.townA1], reason: "甲\t乙\\丙\n丁" });
  });
  mkdirSync(join(evidencePath(join(home, "files"), evidenceId), ".."), { recursive: true });
  writeFileSync(evidencePath(join(home, "files"), evidenceId), content);
  await addEvidenceRow();
  const jobs = await startJobs({
    connection: city.connection("baton_worker"),
    tasks: { later: async () => undefined },
    crontab: "",
    jobsFor: () => [],
    onAnnouncements: () => undefined,
    log: silent,
  });
  await jobs.stop();
  const worker = new pg.Client(city.connection("baton_worker"));
  await worker.connect();
  await worker.query(`select city_worker.add_job('later', '{"of":"tomorrow"}', run_at => now() + interval '1 day', job_key => 'k')`);
  await worker.end();
  await vi.waitUntil(() => readdirSync(join(home, "anchors")).length === 1);
  await sealer.stop();
  // After the jobs: they would take it away.
  await writeAs(city.web.db, seeded.actor.dispatch, (tx) => announce(tx, "waits", { subjectId: seeded.org.townA1 }));

  otherDir = mkdtempSync(join(tmpdir(), "baton-other-"));
  other = await startPostgres({ dataDir: otherDir, log: silent, profile: "test", ballastMb: 0 });
  otherPasswords = rolePasswords(otherDir);
  await ensureRoles({ ...otherAdmin(), database: "postgres" }, otherPasswords);
  made = await backup({ folder: join(home, "made") });
  there = await target("restored");
  restored = await restore(made.path, there);
}, 60_000);

afterAll(async () => {
  await city.drop();
  await other.stop();
  for (const folder of [home, otherDir]) rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => rmSync(join(home, "kept"), { recursive: true, force: true }));

function otherAdmin(): { host: string; port: number; user: string; password: string } {
  return { host: other.socketDir, port: other.port, ...other.superuser };
}

async function addEvidenceRow(): Promise<void> {
  const client = await city.owner.raw.connect();
  await client.query("begin");
  await client.query("select kernel_begin_act('add-evidence', '{}', null, null)");
  await client.query(
    `insert into kernel_evidence (evidence_id, scope_id, subject_id, proves, title, file_name, media_type, byte_count, sha256)
     values ($1, $2, $3, 'permit', '许可', 'a.pdf', 'application/pdf', $4, $5)`,
    [evidenceId, seeded.scope.townA1, seeded.org.townA1, content.length, createHash("sha256").update(content).digest("hex")],
  );
  await client.query("commit");
  client.release();
}

const backup = (wish: Partial<BackupOptions> = {}) =>
  writeBackup({
    connection: (role) => city.connection(role),
    dataDir: home,
    folder: join(home, "kept"),
    passphrase,
    keep: 3,
    program: "baton test",
    say: () => undefined,
    ...wish,
  });

type Target = { connection: (role: LoginRole) => Connection; dataDir: string };

/** An empty database on the second cluster, whose transaction numbers begin anew, and an empty data directory. */
async function target(name: string): Promise<Target> {
  await ensureDatabase({ ...otherAdmin(), database: "postgres" }, { database: name, schema: "city" });
  const { host, port } = otherAdmin();
  return {
    connection: (role) => ({ host, port, database: name, user: role, password: otherPasswords[role], schema: "city" }),
    dataDir: mkdtempSync(join(home, "target-")),
  };
}

const restore = (from: string, { connection, dataDir }: Target, wish: { passphrase?: string } = { passphrase }) =>
  restoreBackup({
    from,
    passphrase: wish.passphrase,
    dataDir,
    migrationFolder,
    connect: async () => ({ connection, isEmbedded: false, stop: async () => undefined }),
    say: () => undefined,
  });

async function countsOf(connection: Connection): Promise<Record<string, number>> {
  const pool = openPool(connection, { name: "test-count", isMaintenance: true });
  try {
    const { rows } = await pool.raw.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'city'::regnamespace and relkind = 'r'");
    const counts: Record<string, number> = {};
    for (const { name } of rows) counts[name] = Number((await pool.raw.query<{ n: number }>(`select count(*)::int as n from ${name}`)).rows[0]?.n);
    return counts;
  } finally {
    await pool.close();
  }
}

test("a backup comes back on another database: rows, evidence, keys, jobs, and an audit trail that agrees", async () => {
  const { manifest, receipt, rows } = restored;
  expect(manifest.gaps).toEqual([]);
  expect(receipt.faults).toEqual([]);
  expect(receipt).toMatchObject({ ok: true, anchors: 2 });
  expect(rows).toBeGreaterThan(500);
  expect(readFileSync(evidencePath(join(there.dataDir, "files"), evidenceId))).toEqual(content);
  expect(readFileSync(join(there.dataDir, "session.secret"), "utf8")).toBe(readFileSync(join(home, "session.secret"), "utf8"));

  const owner = openPool(there.connection("baton_owner"), { name: "test", isMaintenance: true });
  const act = "select reason from kernel_act where kind = 'restored'";
  expect((await owner.raw.query(act)).rows).toEqual([{ reason: "甲\t乙\\丙\n丁" }]);
  expect((await owner.raw.query("select reason, old_head is not null as chained from kernel_audit_timeline where timeline = 2")).rows).toEqual([
    { reason: `restored from the backup of ${manifest.takenAt}`, chained: true },
  ]);
  expect((await owner.raw.query("select topic from platform_outbox")).rows).toEqual([{ topic: "waits" }]);
  await owner.close();
  const worker = new pg.Client(there.connection("baton_worker"));
  await worker.connect();
  const { rows: jobs } = await worker.query(
    `select j.task_identifier, p.payload, j.key, j.run_at > now() + interval '23 hours' as is_tomorrow
     from city_worker.jobs j join city_worker._private_jobs p using (id)`,
  );
  expect(jobs).toEqual([{ task_identifier: "later", payload: { of: "tomorrow" }, key: "k", is_tomorrow: true }]);
  await worker.end();
});

test("every table has as many rows as before, but for the new timeline and what is left behind", async () => {
  const [before, after] = await Promise.all([countsOf(city.connection("baton_owner")), countsOf(there.connection("baton_owner"))]);
  expect({ ...after, kernel_audit_timeline: 1 }).toEqual(before);
});

test("after a restore people read and write on: no transaction number and no identity comes twice", async () => {
  const owner = openPool(there.connection("baton_owner"), { name: "test", isMaintenance: true });
  const { rows } = await owner.raw.query<{ passed: boolean }>("select pg_current_xact_id() > $1::xid8 as passed", [made.manifest.lastXid]);
  expect(rows).toEqual([{ passed: true }]);
  const web = openPool(there.connection("baton_web"), { name: "test-web" });
  const seen = await readAs(web.db, seeded.actor.town, (tx) => tx.selectFrom("kernel_subject").select("subject_id").execute());
  expect(seen.length).toBeGreaterThan(0);
  await writeAs(web.db, seeded.actor.dispatch, async (tx) => {
    await beginAct(tx, { kind: "after", subjects: [] });
    await announce(tx, "after", {});
  });
  await owner.raw.query("insert into kernel_post (org_id, title, role) values ($1, '新设岗位', 'town')", [seeded.org.townA1]);
  const { rows: lives } = await owner.raw.query("select timeline, count(*) > 0 as some from kernel_audit_entry group by timeline order by timeline");
  expect(lives).toEqual([
    { timeline: 1, some: true },
    { timeline: 2, some: true },
  ]);
  await web.close();
  await owner.close();
});

test("a city that has anything is refused and stays as it is", async () => {
  const before = await countsOf(city.connection("baton_owner"));
  await expect(restore(made.path, { connection: (role) => city.connection(role), dataDir: mkdtempSync(join(home, "full-")) })).rejects.toThrow("已有数据");
  expect(await countsOf(city.connection("baton_owner"))).toEqual(before);
});

test("a restore that stops halfway leaves an empty city, and is simply begun again", async () => {
  const there = await target("begun_again");
  const dying = restoreBackup({
    from: made.path,
    passphrase,
    dataDir: there.dataDir,
    migrationFolder,
    connect: async () => ({ connection: there.connection, isEmbedded: false, stop: async () => undefined }),
    say: (line) => {
      if (line.includes("kernel_subject：")) throw new Error("killed");
    },
  });
  await expect(dying).rejects.toThrow("killed");
  const owner = openPool(there.connection("baton_owner"), { name: "test", isMaintenance: true });
  expect((await owner.raw.query("select count(*)::int as n from kernel_act")).rows).toEqual([{ n: 0 }]);
  await owner.close();
  expect((await restore(made.path, there)).receipt.ok).toBe(true);
});

test("without a passphrase the keys stay behind, and a restore asks for them", async () => {
  const { path, manifest } = await backup({ passphrase: undefined });
  expect(manifest.hasKeys).toBe(false);
  const there = await target("without_keys");
  await expect(restore(path, there, {})).rejects.toThrow("audit.key");
  for (const name of ["audit.key", "session.secret"]) writeFileSync(join(there.dataDir, name), readFileSync(join(home, name)));
  expect((await restore(path, there, {})).receipt.ok).toBe(true);
});

test("keys of another city in the target directory are not overwritten", async () => {
  const there: Target = { connection: (role) => city.connection(role), dataDir: mkdtempSync(join(home, "keys-")) };
  writeFileSync(join(there.dataDir, "session.secret"), "another city's");
  await expect(restore(made.path, there)).rejects.toThrow("session.secret 与备份中的不同");
  expect(readFileSync(join(there.dataDir, "session.secret"), "utf8")).toBe("another city's");
});

test("a locked backup opens with its passphrase only, and holds nothing readable", async () => {
  const { path } = made;
  await expect(readPackage(path, undefined)).rejects.toThrow("BATON_BACKUP_PASSPHRASE");
  await expect(readPackage(path, "another passphrase")).rejects.toThrow("口令不对");
  const bytes = readFileSync(path);
  expect(bytes.includes(Buffer.from(readFileSync(join(home, "audit.key"), "utf8").trim()))).toBe(false);
  expect(bytes.includes(content)).toBe(false);
});

test.each([passphrase, undefined])("a change is found wherever it stands (passphrase: %s)", async (lock) => {
  const { path } = await backup({ passphrase: lock });
  const whole = readFileSync(path);
  for (const share of [0.2, 0.5, 0.8]) {
    const changed = Buffer.from(whole);
    const at = Math.floor(changed.length * share);
    // Long enough to reach past what means nothing, such as the time in a part's head.
    for (let byte = at; byte < at + 200; byte += 1) changed[byte] = (changed[byte] ?? 0) ^ 1;
    writeFileSync(`${path}.changed`, changed);
    const judged = readPackage(`${path}.changed`, lock).then((reader) => checkPackage(reader).finally(() => reader.close()));
    await expect(judged, `byte ${at}`).rejects.toThrow(/换用另一份备份|核对 BATON_BACKUP_PASSPHRASE/);
  }
  writeFileSync(`${path}.changed`, whole.subarray(0, whole.length - 1000));
  await expect(readPackage(`${path}.changed`, lock)).rejects.toThrow("换用另一份备份");
});

test("a backup is one instant: what is committed while it is written is not in it, and writers are not kept waiting", async () => {
  let isWritten = false;
  const { manifest } = await backup({
    say: () => {
      if (isWritten) return;
      isWritten = true;
      void writeAs(city.web.db, seeded.actor.dispatch, (tx) => beginAct(tx, { kind: "during", subjects: [] }));
    },
  });
  await expect.poll(async () => (await city.owner.raw.query("select from kernel_act where kind = 'during'")).rowCount).toBe(1);
  const acts = (await city.owner.raw.query<{ n: number }>("select count(*)::int as n from kernel_act where kind <> 'during'")).rows[0]?.n;
  expect(manifest.tables.find(({ name }) => name === "kernel_act")?.rows).toBe(acts);
});

test("a missing file of evidence is named, and the rest is kept all the same", async () => {
  const path = evidencePath(join(home, "files"), evidenceId);
  rmSync(path);
  const { manifest } = await backup();
  expect(manifest.gaps).toEqual([evidenceId]);
  writeFileSync(path, "another file");
  expect((await backup({ folder: join(home, "kept2") })).manifest.gaps).toEqual([evidenceId]);
  writeFileSync(path, content);
});

test("so many are kept and no more, other cities' and strangers' files stay, unfinished ones go", async () => {
  const folder = join(home, "kept");
  mkdirSync(folder);
  for (const day of [1, 2, 3, 4]) writeFileSync(join(folder, `baton-city-2026010${day}T010203Z.zip`), "");
  for (const name of ["baton-town-20260101T010203Z.zip", "baton-city-notes.zip"]) writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "baton-city-20260105T010203Z.zip.unfinished"), "");
  const { path, discarded } = await backup();
  expect(discarded).toHaveLength(2);
  expect(readdirSync(folder).toSorted()).toEqual(
    [
      "baton-city-20260103T010203Z.zip",
      "baton-city-20260104T010203Z.zip",
      "baton-city-notes.zip",
      "baton-town-20260101T010203Z.zip",
      path.split("/").at(-1) ?? "",
    ].toSorted(),
  );
  expect(listBackups(folder, "city")).toHaveLength(3);
  expect(discardOld(folder, "city", 3)).toEqual([]);
});

test("an interrupted backup leaves nothing that looks like one", async () => {
  const interrupted = new AbortController();
  const folder = join(home, "kept");
  await expect(backup({ signal: interrupted.signal, say: () => interrupted.abort() })).rejects.toThrow("aborted");
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});
