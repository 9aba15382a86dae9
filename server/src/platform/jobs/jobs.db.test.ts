/** Announcements and jobs: taken once, in order, never lost between commit and job. */
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { announce, writeAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { type Announcement, type Jobs, type JobsOptions, startJobs } from "./jobs.ts";

let city: City;
let seeded: SeededCity;
let jobs: Jobs | undefined;
const said: string[] = [];
const log = { info: () => undefined, warn: (line: string) => said.push(line), error: (line: string) => said.push(line) };

beforeEach(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  said.length = 0;
});
afterEach(async () => {
  await jobs?.stop();
  jobs = undefined;
  await city.drop();
});

const start = async (options: Partial<JobsOptions>): Promise<Jobs> =>
  (jobs = await startJobs({
    connection: city.connection("baton_worker"),
    tasks: {},
    crontab: "",
    jobsFor: () => [],
    onAnnouncements: () => undefined,
    log,
    sweepMs: 50,
    ...options,
  }));

const say = (topic: string, subjectId: string | null = null, payload: Record<string, unknown> = {}) =>
  writeAs(city.web.db, seeded.actor.dispatch, (tx) => announce(tx, topic, { subjectId, payload }));

test("announcements are told once, in order, with the scope of their subject, and leave the queue", async () => {
  await say("first", seeded.org.townA1);
  await say("second");
  const heard: Announcement[] = [];
  await start({ onAnnouncements: (all) => heard.push(...all) });
  await expect.poll(() => heard.length).toBe(2);
  expect(heard.map((one) => [one.topic, one.subjectId, one.scopeId])).toEqual([
    ["first", seeded.org.townA1, seeded.scope.townA1],
    ["second", null, null],
  ]);
  const { rows } = await city.owner.raw.query("select * from platform_outbox");
  expect(rows).toEqual([]);
});

test("a nudge is heard long before the next sweep", async () => {
  const heard: string[] = [];
  const running = await start({ sweepMs: 60_000, onAnnouncements: (all) => heard.push(...all.map((one) => one.topic)) });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await say("now");
  running.nudge();
  await expect.poll(() => heard, { timeout: 2_000 }).toEqual(["now"]);
});

test("a topic's task is run with its payload; a task outside the table is neither enqueued nor holds up others", async () => {
  const done: unknown[] = [];
  await start({
    tasks: { count: async (payload) => void done.push(payload) },
    jobsFor: (one) => [{ task: one.topic === "bad" ? "constructor" : "count", payload: { subjectId: one.subjectId } }],
  });
  await say("bad");
  await say("good", seeded.org.townA1);
  await expect.poll(() => done, { timeout: 5_000 }).toEqual([{ subjectId: seeded.org.townA1 }]);
  expect(said.some((line) => line.includes("bad"))).toBe(true);
});

test("where a job cannot be enqueued its announcement stays", async () => {
  const heard: string[] = [];
  const running = await start({
    tasks: { count: async () => undefined },
    onAnnouncements: (all) => heard.push(...all.map((one) => one.topic)),
    jobsFor: () => [{ task: "count", payload: {} }],
  });
  const worker = new pg.Client(city.connection("baton_worker"));
  await worker.connect();
  await worker.query("alter table city_worker._private_tasks rename to tasks_away");
  await say("waits");
  await expect.poll(() => running.failedSweeps()).toBeGreaterThan(0);
  expect(heard).toEqual([]);
  await worker.query("alter table city_worker.tasks_away rename to _private_tasks");
  await worker.end();
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["waits"]);
  expect(running.failedSweeps()).toBe(0);
});

test("jobs that a killed program had locked are run at the next start", async () => {
  await start({ tasks: { count: async () => undefined } });
  await jobs?.stop();
  const client = new pg.Client(city.connection("baton_worker"));
  await client.connect();
  await client.query("select city_worker.add_job('count', '{}')");
  await client.query("update city_worker._private_jobs set locked_at = now(), locked_by = 'dead-worker', attempts = 1");
  await client.end();
  let runs = 0;
  await start({ tasks: { count: async () => void (runs += 1) } });
  await expect.poll(() => runs, { timeout: 5_000 }).toBe(1);
});

test("no other role reads or writes the queue of jobs", async () => {
  await start({});
  await expect(city.web.raw.query("select * from city_worker.jobs")).rejects.toMatchObject({ code: "42501" });
  await expect(city.web.raw.query("select city_worker.add_job('x')")).rejects.toMatchObject({ code: "42501" });
  await expect(city.web.raw.query("select * from platform_take_outbox(1)")).rejects.toMatchObject({ code: "42501" });
});

test("a worker that cannot note down what it did neither ends the program nor stays away", { timeout: 40_000 }, async () => {
  const { database } = city.connection("baton_owner");
  const admin = new pg.Client({ ...inject("cluster").admin, database: "postgres" });
  await admin.connect();
  const limit = (connections: number) => admin.query(`alter database ${database} connection limit ${connections}`);
  const done: string[] = [];
  const running = await start({
    tasks: {
      work: async (payload) => {
        done.push(String((payload as { name: string }).name));
        if (done.length > 1) return;
        await limit(0);
        await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'baton_worker'", [database]);
      },
    },
  });
  await running.enqueue({ task: "work", payload: { name: "first" } });
  await expect.poll(() => said.join(), { timeout: 15_000 }).toContain("稍后自动恢复");
  await limit(-1);
  await expect
    .poll(
      () =>
        running.enqueue({ task: "work", payload: { name: "second" } }).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  await expect.poll(() => done, { timeout: 15_000 }).toContain("second");
  await admin.end();
});
