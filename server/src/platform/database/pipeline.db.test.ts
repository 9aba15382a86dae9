import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { announce, ask, later, readAs, type Tx, writeAs } from "./index.ts";

let city: City;
let seeded: SeededCity;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
});
afterAll(() => city.drop());
beforeEach(async () => {
  await city.owner.raw.query("delete from platform_outbox");
});

const town = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => writeAs(city.web.db, seeded.actor.town, work);
const waiting = async (): Promise<unknown[]> => (await city.owner.raw.query("select topic from platform_outbox order by outbox_id")).rows;
const failing = sql`insert into platform_outbox (topic) values (null)`;

test("what is asked at once is answered in order", async () => {
  const answers = await town((tx) => Promise.all([1, 2, 3].map((n) => ask(tx, sql<{ n: number }>`select ${n}::int as n`))));
  expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
});

test("what is sent is written with the transaction, in order", async () => {
  await town(async (tx) => {
    await announce(tx, "first", {});
    await announce(tx, "second", {});
  });
  expect(await waiting()).toEqual([{ topic: "first" }, { topic: "second" }]);
});

test("a statement that nobody waited for takes the whole transaction with it, and its failure is the one told", async () => {
  const attempts: ((tx: Tx) => Promise<unknown>)[] = [
    // told by the commit alone
    (tx) => later(tx, failing),
    // told by an echo: the next statement finds the transaction aborted
    async (tx) => {
      await later(tx, failing);
      await ask(tx, sql`select 1`);
    },
    async (tx) => {
      await later(tx, failing);
      await sql`select 1`.execute(tx);
    },
  ];
  for (const attempt of attempts) {
    const outcome = town(async (tx) => {
      await announce(tx, "lost", {});
      await attempt(tx);
    });
    await expect(outcome).rejects.toMatchObject({ code: "23502", column: "topic" });
  }
  expect(await waiting()).toEqual([]);
});

test("work that throws after its statements were sent leaves nothing", async () => {
  const outcome = town(async (tx) => {
    await announce(tx, "lost", {});
    throw new Error("refused by a rule");
  });
  await expect(outcome).rejects.toThrow("refused by a rule");
  expect(await waiting()).toEqual([]);
});

test("a serialization failure of a statement nobody waited for repeats the whole action, three times", async () => {
  let attempts = 0;
  const outcome = town(async (tx) => {
    attempts += 1;
    await later(tx, sql`do $$ begin raise exception 'try again' using errcode = '40001'; end $$`);
  });
  await expect(outcome).rejects.toMatchObject({ code: "40001" });
  expect(attempts).toBe(3);
});

test("a city without its key lets nobody act, and says why", async () => {
  await city.owner.raw.query("create table kept as select * from kernel_settling_key");
  await city.owner.raw.query("delete from kernel_settling_key");
  try {
    await expect(readAs(city.web.db, seeded.actor.town, (tx) => ask(tx, sql`select from kernel_subject`))).rejects.toMatchObject({ code: "P0B09" });
  } finally {
    await city.owner.raw.query("insert into kernel_settling_key select * from kept");
  }
  expect(await readAs(city.web.db, seeded.actor.town, (tx) => ask(tx, sql`select from kernel_subject limit 1`))).toHaveLength(1);
});

test("connections come back in no transaction and in no role, also after failures", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => town((tx) => later(tx, n % 2 === 0 ? failing : sql`select 1`)).catch(() => undefined)));
  const seen = await Promise.all(
    Array.from({ length: 8 }, async () => (await city.web.raw.query("select current_user as role, current_setting('baton.settled', true) as settled")).rows[0]),
  );
  for (const row of seen) expect({ role: row.role, settled: row.settled ?? "" }).toEqual({ role: "baton_web", settled: "" });
});
