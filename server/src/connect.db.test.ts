/** A server of one's own: reached as its address says, encrypted and verified, or not at all. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrate, openPool } from "#platform/database";
import { startJobs } from "#platform/jobs";
import { connectCity } from "./connect.ts";
import { migrationFolder } from "./prepare.ts";
import { hasOpenssl, type OutsideServer, startOutsideServer } from "./testing/outside.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: OutsideServer;
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "baton-connect-"));
  if (hasOpenssl) server = await startOutsideServer();
});
afterAll(async () => {
  if (hasOpenssl) await server.stop();
  rmSync(dataDir, { recursive: true });
  for (const name of ["BATON_DATA", "DATABASE_URL"]) Reflect.deleteProperty(process.env, name);
});
beforeEach(() => {
  process.env["BATON_DATA"] = dataDir;
});

test.skipIf(!hasOpenssl)("sslmode=require with the certificate's authority: roles, migrations, pools and jobs all speak TLS", async () => {
  process.env["DATABASE_URL"] = server.url("postgres", `?sslmode=require&sslrootcert=${server.certificate}`);
  const city = await connectCity(silent);
  expect((await migrate(city.connection("baton_owner"), migrationFolder)).length).toBeGreaterThan(20);
  for (const role of ["baton_web", "baton_backup", "baton_worker"] as const) {
    const pool = openPool(city.connection(role), { name: "test" });
    expect((await pool.raw.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")).rows, role).toEqual([{ ssl: true }]);
    await pool.close();
  }
  const jobs = await startJobs({
    connection: city.connection("baton_worker"),
    tasks: {},
    crontab: "",
    jobsFor: () => [],
    onAnnouncements: () => undefined,
    log: silent,
  });
  await jobs.stop();
});

test.skipIf(!hasOpenssl)("a certificate that nobody vouches for is refused, and so is a connection without TLS", async () => {
  process.env["DATABASE_URL"] = server.url("postgres", "?sslmode=require");
  await expect(connectCity(silent)).rejects.toThrow("证书不被信任");
  process.env["DATABASE_URL"] = server.url("postgres");
  await expect(connectCity(silent)).rejects.toThrow("不接受这样的连接");
});

test.skipIf(!hasOpenssl)("a server that is not there, a wrong password, and a missing database are told in words", async () => {
  const trusted = `?sslmode=require&sslrootcert=${server.certificate}`;
  process.env["DATABASE_URL"] = server.url("nowhere", trusted);
  await expect(connectCity(silent)).rejects.toThrow("没有名为 nowhere 的数据库");
  process.env["DATABASE_URL"] = server.url("postgres", trusted).replace(/:[^:@]*@/, ":wrong@");
  await expect(connectCity(silent)).rejects.toThrow("用户名或密码不被接受");
  process.env["DATABASE_URL"] = "postgresql://a:b@127.0.0.1:1/city";
  await expect(connectCity(silent)).rejects.toThrow("无法连接");
});

test("a mode that encrypts without knowing whom it speaks to is refused, and so is a missing file of authorities", async () => {
  process.env["DATABASE_URL"] = "postgresql://a:b@127.0.0.1:1/city?sslmode=prefer";
  await expect(connectCity(silent)).rejects.toThrow("sslmode=prefer 不受支持");
  process.env["DATABASE_URL"] = "postgresql://a:b@127.0.0.1:1/city?sslmode=require&sslrootcert=/nowhere/ca.pem";
  await expect(connectCity(silent)).rejects.toThrow("证书文件不存在");
});
