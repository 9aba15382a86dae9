/** A disk that is really full: on a small file system in memory, where the system lets us mount one. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres } from "./supervisor.ts";
import type { PostgresServer } from "./options.ts";

const sizeMb = 260;
const ballastMb = 24;
let place: string;
let isMounted = false;
let server: PostgresServer | undefined;
const said: string[] = [];
const log = { info: (line: string) => void said.push(line), warn: (line: string) => void said.push(line), error: (line: string) => void said.push(line) };

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "baton-full-"));
  isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m,mode=0711`, "tmpfs", place]).status === 0;
});
afterAll(async () => {
  await server?.stop();
  if (isMounted) spawnSync("umount", [place]);
  rmdirSync(place);
});

function connect(running: PostgresServer): Promise<pg.Client> {
  const client = new pg.Client({ host: running.socketDir, port: running.port, ...running.superuser, database: "postgres", connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  return client.connect().then(() => client);
}

/** Writes rows until the disk takes no more; answers what was acknowledged. */
async function fill(running: PostgresServer): Promise<number[]> {
  const acknowledged: number[] = [];
  const client = await connect(running);
  try {
    for (let number = 1; number < 10_000; number += 1) {
      await client.query("insert into kept select $1, repeat(md5(random()::text), 2000)", [number]);
      acknowledged.push(number);
    }
  } catch {
    // Full: an error of the statement, or the end of the database.
  } finally {
    await client.end().catch(() => undefined);
  }
  return acknowledged;
}

test("nothing acknowledged is lost on a full disk; the ballast is given up, and the database comes back", async ({ skip }) => {
  skip(!isMounted, "a file system cannot be mounted here (not root, or a container without the right)");
  const dataDir = join(place, "data");
  server = await startPostgres({ dataDir, log, ballastMb });
  await expect.poll(() => existsSync(join(dataDir, "ballast"))).toBe(true);
  const client = await connect(server);
  await client.query("create table kept (number int primary key, words text not null)");
  await client.query("alter table kept alter column words set storage external");
  await client.end();
  const acknowledged = await fill(server);
  expect(acknowledged.length).toBeGreaterThan(50);
  // Whatever else was writing takes the last of it, and the power goes at the worst moment.
  const greedy = join(place, "greedy");
  spawnSync("dd", ["if=/dev/zero", `of=${greedy}`, "bs=64k"]);
  const again = await connect(server).catch(() => undefined);
  const { rows } = (await again?.query<{ pid: number }>("select pid from pg_stat_activity where backend_type = 'checkpointer'")) ?? { rows: [] };
  await again?.end();
  if (rows[0] !== undefined) process.kill(rows[0].pid, "SIGKILL");
  await expect
    .poll(
      async () => {
        const reader = await connect(server as PostgresServer).catch(() => undefined);
        const found = await reader?.query<{ number: number }>("select number from kept order by number").catch(() => undefined);
        await reader?.end().catch(() => undefined);
        return found?.rows.length ?? 0;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBeGreaterThanOrEqual(acknowledged.length);
  rmSync(greedy);
  const reader = await connect(server);
  const { rows: kept } = await reader.query<{ number: number; whole: boolean }>(
    "select number, length(words) = 64000 as whole from kept where number = any($1)",
    [acknowledged],
  );
  await reader.end();
  expect(kept.filter(({ whole }) => whole)).toHaveLength(acknowledged.length);
  expect(said.join("\n")).toContain("已释放预留的恢复空间");
  expect(existsSync(join(dataDir, "ballast"))).toBe(false);
}, 120_000);
