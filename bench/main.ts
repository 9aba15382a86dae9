/**
 * `npm run bench [-- --projects=20000]`: the ledger's list and the saving of one monthly row, over HTTP on loopback, as
 * ratios to the same work without us: the bare statement on one connection, and the commit of one row on this disk.
 * Numbers belong into docs/performance.md together with the machine; a single run differs by a tenth.
 */
import { Agent, request } from "node:http";
import { pino } from "pino";
import pg from "pg";
import { buildApp } from "../server/src/app.ts";
import { ensureCalendar } from "../server/src/kernel/calendar/index.ts";
import { ensureSampleRuleSet } from "../server/src/kernel/lights/index.ts";
import { fixedClock } from "../server/src/platform/clock/index.ts";
import type { Actor } from "../server/src/platform/database/index.ts";
import { startCluster } from "../server/src/testing/cluster.ts";
import { cloneCity, type City, seedCity, type SeededCity } from "../server/src/testing/database.ts";
import { asker, fillCity } from "./city.ts";

const projects = Number(process.argv.find((one) => one.startsWith("--projects="))?.slice(11) ?? 2_000);
const seconds = 4;

type Outcome = { perSecond: number; p50Ms: number; p95Ms: number; failures: number };

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Repeats `once` from so many clients for some seconds. */
async function drive(clients: number, once: (client: number) => Promise<boolean>): Promise<Outcome> {
  const times: number[] = [];
  let failures = 0;
  const until = performance.now() + seconds * 1000;
  const client = async (at: number): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      if (!(await once(at))) failures += 1;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  times.sort((a, b) => a - b);
  return { perSecond: Math.round(times.length / seconds), p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), failures };
}

function send(port: number, agent: Agent, asked: { method: string; path: string; as: string; body?: unknown }): Promise<{ status: number; body: string }> {
  const payload = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: "127.0.0.1",
        agent,
        method: asked.method,
        path: asked.path,
        headers: { "x-as": asked.as, ...(payload === undefined ? {} : { "content-type": "application/json" }) },
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    sent.on("error", reject);
    sent.end(payload);
  });
}

function print(name: string, outcome: Outcome, against?: number): void {
  const ratio = against === undefined ? "" : `  ${(outcome.perSecond / against).toFixed(2)} of bare`;
  const failed = outcome.failures === 0 ? "" : `  FAILURES ${outcome.failures}`;
  process.stdout.write(
    `${name.padEnd(44)}${String(outcome.perSecond).padStart(7)}/s  p50 ${outcome.p50Ms.toFixed(1)} ms  p95 ${outcome.p95Ms.toFixed(1)} ms${ratio}${failed}\n`,
  );
}

/** One small committed row from each of 16 connections: what this disk and PostgreSQL allow without us. */
async function bareCommits(city: City, clients: number): Promise<Outcome> {
  const connection = city.connection("baton_owner");
  const open = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ ...connection, options: `-c search_path=${connection.schema}` });
      await client.connect();
      return client;
    }),
  );
  await open[0]?.query("create table bench_commit (id bigint generated always as identity, body text)");
  const outcome = await drive(clients, async (at) => {
    await open[at]?.query({ name: "commit", text: "insert into bench_commit (body) values ($1)", values: ["x"] });
    return true;
  });
  await open[0]?.query("drop table bench_commit");
  await Promise.all(open.map((client) => client.end()));
  return outcome;
}

async function run(city: City, seeded: SeededCity): Promise<void> {
  const actors: Record<string, Actor> = { town: asker(seeded.actor.town), leader: asker(seeded.actor.leader) };
  const app = await buildApp({
    context: { db: city.web.db, clock: fixedClock("2023-07-03T10:00:00+08:00"), dataDir: "", filesDir: "", isDemo: false },
    accounts: { resolveActor: async (asked) => actors[String(asked.headers["x-as"])] ?? null, routes: () => undefined },
    audit: { connection: city.connection("baton_backup"), keyFile: "", anchorsDir: "" },
    hosts: [],
    log: pino({ level: "silent" }),
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const port = (app.server.address() as { port: number }).port;
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const list = `/api/projects?year=2023&class=${encodeURIComponent("实施类")}&level=${encodeURIComponent("市重点")}&sort=-completion_rate&limit=50`;
  for (const as of ["town", "leader"]) {
    for (const clients of [1, 16])
      print(
        `ledger list, ${as}, ${clients} client(s)`,
        await drive(clients, async () => (await send(port, agent, { method: "GET", path: list, as })).status === 200),
      );
  }
  for (const path of ["/api/figures/projects.completion_rate?validOn=2023-06-30&by=area", "/api/figures/projects.completion_rate/rows?validOn=2023-06-30"]) {
    print(
      `${path.includes("rows") ? "rows behind" : "figure by area"}, leader, 1 client`,
      await drive(1, async () => (await send(port, agent, { method: "GET", path, as: "leader" })).status === 200),
    );
  }
  const { rows } = await city.owner.raw.query<{ subject_id: string }>("select subject_id from kernel_subject where kind = 'project' and scope_id = $1", [
    seeded.scope.townA1,
  ]);
  const ids = rows.map((row) => row.subject_id);
  let next = 0;
  const save = async (): Promise<boolean> => {
    const projectId = ids[next++ % ids.length];
    const submitted = await send(port, agent, {
      method: "POST",
      path: "/api/months/2023-06/submissions",
      as: "town",
      body: { rows: [{ projectId, fields: { monthFen: 1_000_000 } }] },
    });
    return submitted.status === 200;
  };
  const bare = await bareCommits(city, 16);
  print("bare commit of one row, 16 connections", bare);
  print("monthly save, 1 client", await drive(1, save));
  print("monthly save, 16 clients", await drive(16, save), bare.perSecond);
  agent.destroy();
  await app.close();
}

const { cluster, stop } = await startCluster();
const city = await cloneCity(cluster);
try {
  await city.owner.raw.query("call kernel_audit_attach_all()");
  const seeded = await seedCity(city);
  await ensureCalendar(city.owner.db);
  await ensureSampleRuleSet(city.owner.db);
  const began = performance.now();
  await fillCity(city.owner, seeded, { projects, years: 5 });
  process.stdout.write(
    `${projects} projects, ${projects * 5} listings, filled in ${((performance.now() - began) / 1000).toFixed(1)} s; Node ${process.version}\n`,
  );
  await run(city, seeded);
} finally {
  await city.drop();
  await stop();
}
