import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Connection } from "#platform/database";
import { leftBehind, type Manifest, tablePart } from "./manifest.ts";
import { BackupError, type PackageReader } from "./package.ts";
import { listTables, openClient, quoted } from "./snapshot.ts";

/**
 * Transaction numbers passed over at most: about twenty minutes. A city needs decades to use so many, and a database must
 * freeze old rows before it can go much further.
 */
const burntXidsMax = 400_000_000n;
const burntXidsAtOnce = 1_000_000;

type ForeignKey = { table: string; name: string; definition: string };

/** Throws `BackupError` unless the city's schema is empty or was only migrated, by nothing that the backup does not know. */
export async function assertEmpty(owner: Connection, manifest: Manifest): Promise<void> {
  const client = await openClient(owner, "baton-restore");
  try {
    const { rows } = await client.query<{ tables: string }>("select count(*)::text as tables from pg_tables where schemaname = current_schema()");
    if (rows[0]?.tables === "0") return;
    const full = new BackupError(
      `目标数据库的模式 ${owner.schema} 中已有数据，不能恢复到其上；没有改动任何内容。请指定空的数据目录（BATON_DATA）、空的数据库（DATABASE_URL）或另一模式（BATON_SCHEMA）。`,
    );
    const { rows: known } = await client.query<{ subjects: string | null; accounts: string | null }>(
      "select to_regclass('kernel_subject')::text as subjects, to_regclass('kernel_account')::text as accounts",
    );
    if (known[0]?.subjects == null || known[0]?.accounts == null) throw full;
    const { rows: filled } = await client.query<{ filled: boolean }>(
      "select exists (select from kernel_subject) or exists (select from kernel_account) as filled",
    );
    if (filled[0]?.filled !== false) throw full;
    const { rows: run } = await client.query<{ number: number }>("select number from platform_migration");
    const numbers = new Set(manifest.migrations.map(({ number }) => number));
    if (run.some(({ number }) => !numbers.has(number))) {
      throw new BackupError(`目标数据库的结构比备份新。请删除模式 ${owner.schema} 或换用空的数据库后重试。`);
    }
  } finally {
    await client.end();
  }
}

/**
 * Moves the database's transaction counter past every number an act of the backup carries: an act is found by the number of
 * its transaction, which must not come twice (decision 0020). Each number is used up by a transaction that does nothing.
 */
export async function passTransactionNumbers(owner: Connection, lastXid: string, say: (line: string) => void): Promise<void> {
  const client = await openClient(owner, "baton-restore");
  try {
    const { rows } = await client.query<{ missing: string }>("select greatest(0, $1::text::numeric - pg_current_xact_id()::text::numeric)::text as missing", [
      lastXid,
    ]);
    const missing = BigInt(rows[0]?.missing ?? "0");
    if (missing > burntXidsMax) {
      throw new BackupError(`备份的事务号（${lastXid}）比目标数据库的大得多，逐个越过需要太久。请恢复到用过更久的数据库服务器，或改用整个数据目录的冷备份。`);
    }
    if (missing > BigInt(burntXidsAtOnce)) say(`正在越过 ${missing} 个事务号，约需 ${(Number(missing) / 300_000).toFixed(0)} 秒……`);
    await client.query("set synchronous_commit = off");
    for (let left = Number(missing); left > 0; left -= burntXidsAtOnce) {
      const count = Math.min(left, burntXidsAtOnce);
      await client.query(`do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`);
    }
  } finally {
    await client.end();
  }
}

async function listForeignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where connamespace = current_schema()::regnamespace and contype = 'f' order by 1, 2`,
  );
  return rows;
}

/** What the backup holds must be exactly what the migrations made: a missing table or column would be lost unseen. */
async function assertSameTables(client: pg.ClientBase, manifest: Manifest): Promise<void> {
  const here = new Map((await listTables(client)).map(({ name, columns }) => [name, columns]));
  for (const { name, columns } of manifest.tables) {
    const found = here.get(name);
    const isSame = found !== undefined && found.length === columns.length && columns.every((column) => found.includes(column));
    if (!isSame) throw new BackupError(`备份中的表 ${name} 与本程序同一批迁移建立的表不同，不能恢复。请用写成备份的那个版本（${manifest.program}）恢复。`);
  }
}

/**
 * Loads every table in one transaction: whole or not at all. Triggers rest meanwhile, because the rows' history comes with
 * them; references between tables are taken away and put back at the end, which checks every row anew.
 * Throws `BackupError` where counts differ.
 */
export async function loadTables(owner: Connection, reader: PackageReader, say: (line: string) => void): Promise<void> {
  const { manifest } = reader;
  const client = await openClient(owner, "baton-restore");
  try {
    await client.query("begin");
    await assertSameTables(client, manifest);
    const foreignKeys = await listForeignKeys(client);
    const names = [...manifest.tables.map(({ name }) => name), ...leftBehind];
    for (const { table, name } of foreignKeys) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
    for (const name of names) await client.query(`alter table ${quoted(name)} disable trigger user`);
    // The migrations wrote rows too: rights, rules, the first entries of the trail. The backup has its own.
    await client.query(`truncate ${names.map(quoted).join(", ")}`);
    for (const [index, table] of manifest.tables.entries()) {
      const stream = client.query(copyFrom(`copy ${quoted(table.name)} (${table.columns.map(quoted).join(", ")}) from stdin`));
      await pipeline(await reader.read(tablePart(table.name)), stream);
      if (stream.rowCount !== table.rows) throw new BackupError(`表 ${table.name} 应有 ${table.rows} 行，只装入 ${stream.rowCount} 行；已全部撤回。`);
      say(`表 ${index + 1}/${manifest.tables.length} ${table.name}：${table.rows} 行`);
    }
    for (const { name, lastValue, isCalled } of manifest.sequences) {
      await client.query("select setval(format('%I', $1::text)::regclass, $2::bigint, $3)", [name, lastValue, isCalled]);
    }
    say("正在核对表间引用……");
    for (const { table, name, definition } of foreignKeys) await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
    for (const name of names) await client.query(`alter table ${quoted(name)} enable trigger user`);
    await client.query("select kernel_audit_open_timeline($1)", [`restored from the backup of ${manifest.takenAt}`]);
    await client.query("commit");
    await client.query("analyze");
  } finally {
    await client.end();
  }
}
