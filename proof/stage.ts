/** A throw-away city with a sealed trail, on which each attack is tried. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import type { AuditReceipt } from "@baton/contract/audit";
import { anchorToday } from "../server/src/kernel/audit/anchors.ts";
import { headFileOf, rememberHead } from "../server/src/kernel/audit/head.ts";
import { makeAuditKey } from "../server/src/kernel/audit/key.ts";
import { sealSettled } from "../server/src/kernel/audit/sealer.ts";
import { verifyAudit } from "../server/src/kernel/audit/verification.ts";
import { beginAct, openPool, type Pool, writeAs } from "../server/src/platform/database/index.ts";
import type { Cluster } from "../server/src/testing/cluster.ts";
import { type City, cloneCity, type SeededCity, seedCity } from "../server/src/testing/database.ts";

/** What a verification is given besides the database: nothing, the head this program remembers, or the anchors kept elsewhere as well. */
export type Outside = "nothing" | "head" | "anchors";

export type Stage = {
  city: City;
  seeded: SeededCity;
  /** As the schema's owner: whoever administers the database. */
  owner: pg.Pool;
  key: Buffer;
  anchorsDir: string;
  /** Versions of two projects' profiles, each sealed by itself. */
  first: string;
  second: string;
  /** The audit entry of the first profile. */
  entry: number;
  /** Past every trigger; throws where nothing was touched. */
  tamper: (table: string, statement: string, values?: unknown[]) => Promise<void>;
  /** What the running program does each second. */
  seal: (withKey?: Buffer) => Promise<void>;
  /** Takes away what the program remembers of its chain, as somebody with its files could. */
  forgetHead: () => Promise<void>;
  /** Hands out today's anchor. */
  anchor: () => Promise<void>;
  verify: (outside: Outside) => Promise<AuditReceipt>;
  close: () => Promise<void>;
};

async function writeProfile(city: City, seeded: SeededCity, name: string): Promise<string> {
  return writeAs(city.web.db, seeded.actor.dispatch, async (tx) => {
    await beginAct(tx, { kind: "register-project", subjects: [] });
    const scope = seeded.scope.townA1;
    const subject = await tx.insertInto("kernel_subject").values({ kind: "project", scope_id: scope, name }).returning("subject_id").executeTakeFirstOrThrow();
    const made = await tx
      .insertInto("projects_profile")
      .values({ scope_id: scope, subject_id: subject.subject_id, total_investment_fen: 100_000, normal_name: name })
      .returning("version_id")
      .executeTakeFirstOrThrow();
    return made.version_id;
  });
}

async function tamperAs(owner: pg.Pool, change: { table: string; statement: string; values: unknown[] }): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query(`alter table ${change.table} disable trigger user`);
    const { rowCount } = await client.query(change.statement, change.values);
    if (rowCount === 0) throw new Error(`the attack touched nothing: ${change.statement}`);
    await client.query("set constraints all immediate");
    await client.query(`alter table ${change.table} enable trigger user`);
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function anchorAs(pool: Pool, key: Buffer, anchorsDir: string): Promise<void> {
  const client = await pool.raw.connect();
  await client.query("begin");
  await anchorToday(client, key, anchorsDir);
  await client.query("commit");
  client.release();
}

export async function entryOf(owner: pg.Pool, table: string, rowKey: string): Promise<number> {
  const { rows } = await owner.query<{ entry_id: number }>(
    "select entry_id from kernel_audit_entry where table_name = $1 and row_key = $2 order by entry_id limit 1",
    [table, rowKey],
  );
  return rows[0]?.entry_id ?? -1;
}

/** Sets the stage on a PostgreSQL of its own: a sealer waits for every open transaction of its server. */
export async function setStage(cluster: Cluster): Promise<Stage> {
  const city = await cloneCity(cluster);
  const owner = city.owner.raw;
  await owner.query("call kernel_audit_attach_all()");
  const seeded = await seedCity(city);
  const sealer = openPool(city.connection("baton_seal"), { name: "proof-seal", max: 1 });
  const home = mkdtempSync(join(tmpdir(), "baton-tamper-"));
  const anchorsDir = join(home, "anchors");
  const keyFile = join(home, "audit.key");
  const key = makeAuditKey(keyFile);
  const headFile = headFileOf(keyFile);
  const seal = async (withKey = key): Promise<void> => {
    await rememberHead(sealer.raw, headFile);
    await sealSettled(sealer.raw, withKey);
    await rememberHead(sealer.raw, headFile);
  };
  const profiles: string[] = [];
  for (const name of ["甲项目", "乙项目"]) {
    profiles.push(await writeProfile(city, seeded, name));
    await seal();
  }
  const [first = "", second = ""] = profiles;
  return {
    city,
    seeded,
    owner,
    key,
    anchorsDir,
    first,
    second,
    entry: await entryOf(owner, "projects_profile", first),
    tamper: (table, statement, values = []) => tamperAs(owner, { table, statement, values }),
    seal,
    forgetHead: async () => rmSync(headFile, { force: true }),
    anchor: () => anchorAs(sealer, key, anchorsDir),
    verify: (outside) =>
      verifyAudit(city.connection("baton_backup"), key, {
        ...(outside === "nothing" ? {} : { headFile }),
        ...(outside === "anchors" ? { anchorsDir } : {}),
      }),
    close: async () => {
      await sealer.close();
      await city.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
