import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Connection } from "./pools.ts";

type Migration = { number: number; name: string; checksum: string; text: string };

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return { number: Number(file.slice(0, 4)), name: file, checksum: createHash("sha256").update(text).digest("hex"), text };
    });
}

/**
 * Brings the city's schema forward, one transaction a file, recording the number first. A merged file is immutable:
 * another checksum is refused, and so is a database newer than the program.
 * `only` names the migrations to run where a backup is to be loaded that was made by no others.
 * Returns the names of the files that were run.
 */
export async function migrate(owner: Connection, folder: string, only?: ReadonlySet<number>): Promise<string[]> {
  const client = new pg.Client({
    host: owner.host,
    port: owner.port,
    database: owner.database,
    user: owner.user,
    password: owner.password,
    ssl: owner.ssl ?? false,
    options: `-c search_path=${owner.schema} -c TimeZone=Asia/Shanghai -c client_min_messages=warning`,
  });
  await client.connect();
  try {
    // Two programs on one city migrate one after the other.
    await client.query("select pg_advisory_lock(4210002)");
    await client.query(`create table if not exists platform_migration (
      number int not null, name text not null, checksum text not null, run_at timestamptz not null default now(),
      constraint platform_migration_pkey primary key (number))`);
    const { rows } = await client.query<{ number: number; name: string; checksum: string }>("select number, name, checksum from platform_migration");
    const done = new Map(rows.map((row) => [row.number, row]));
    const migrations = readMigrations(folder).filter(({ number }) => only === undefined || only.has(number));
    const newest = migrations.at(-1)?.number ?? 0;
    for (const row of rows) {
      if (row.number > newest) throw new Error(`数据库比程序新（已有 ${row.name}），请升级程序后再启动。`);
    }
    const run: string[] = [];
    for (const migration of migrations) {
      const before = done.get(migration.number);
      if (before !== undefined) {
        if (before.checksum !== migration.checksum) throw new Error(`迁移文件 ${migration.name} 与数据库中登记的内容不同，已停止启动。`);
        continue;
      }
      await runOne(client, migration);
      run.push(migration.name);
    }
    return run;
  } finally {
    await client.end();
  }
}

async function runOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query("insert into platform_migration (number, name, checksum) values ($1, $2, $3)", [migration.number, migration.name, migration.checksum]);
    await client.query(migration.text);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`迁移 ${migration.name} 没有完成：${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
