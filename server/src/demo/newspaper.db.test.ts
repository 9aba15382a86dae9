import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { FigureAnswer } from "@baton/contract/figures";
import { buildApp, figures } from "../app.ts";
import { fixedClock } from "#platform/clock";
import type { Actor } from "#platform/database";
import type { App } from "#platform/http";
import { type City, cloneCity } from "#app/testing/database";
import { loadDemo } from "./index.ts";

type Entry = {
  id: string;
  figure: string;
  query: { validFrom?: string; validOn: string; where: Record<string, string[]> };
  publishedText: string;
  expect: { value: number; comparator: "=" | ">=" | ">" | "<=" | "<"; decimals: number | null; below: number | null };
};

/** The newspaper test: every published figure that the demonstration can hold, asked of the running interface. */
const { entries } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../demo/newspaper.json"), "utf8")) as { entries: Entry[] };

let city: City;
let app: App;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  const loaded = await loadDemo(city.owner);
  const post = loaded.accounts.find((account) => account.username === "leader")?.postId ?? 0;
  const { rows } = await city.owner.raw.query<{ account_id: string; org_id: string }>(
    `with a as (insert into kernel_appointment (account_id, post_id, valid_from) values (uuidv7(), $1, '2015-01-01') returning account_id, post_id)
     select a.account_id, p.org_id from a join kernel_post p using (post_id)`,
    [post],
  );
  const actor: Actor = {
    accountId: rows[0]?.account_id ?? "",
    postId: post,
    role: "leader",
    isWide: true,
    orgId: rows[0]?.org_id ?? "",
    requestId: "newspaper",
  };
  app = await buildApp({
    context: { db: city.web.db, clock: fixedClock("2023-07-05T00:30:00Z"), dataDir: "", filesDir: "", isDemo: true },
    accounts: { resolveActor: async () => actor, routes: () => undefined },
    audit: { connection: city.connection("baton_backup"), keyFile: "", anchorsDir: "" },
    hosts: [],
    log: pino({ level: "silent" }),
  });
}, 120_000);

afterAll(async () => {
  await app.close();
  await city.drop();
});

async function ask(entry: Entry): Promise<FigureAnswer> {
  const query = new URLSearchParams({ validOn: entry.query.validOn });
  if (entry.query.validFrom !== undefined) query.set("validFrom", entry.query.validFrom);
  for (const [dimension, values] of Object.entries(entry.query.where)) for (const value of values) query.append(`where.${dimension}`, value);
  const response = await app.inject({ url: `/api/figures/${entry.figure}?${query.toString()}`, headers: { host: "localhost" } });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<FigureAnswer>();
}

/** The value to the published decimals (of a ratio: those of 0.7778 for 77.78%), half away from zero. */
function printed(value: number, { expect: { decimals } }: Entry): number {
  return decimals === null ? value : Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** Whether a value is what was printed: exactly, or within the bound that 以上, 余 or 超 state. */
function holds(value: number, { value: wanted, comparator, below }: Entry["expect"]): boolean {
  const held = {
    "=": Math.abs(value - wanted) < 1e-9,
    ">=": value >= wanted,
    ">": value > wanted,
    "<=": value <= wanted,
    "<": value < wanted,
  }[comparator];
  return held && (below === null || value < below);
}

describe("the demonstration city says what the newspapers printed", () => {
  test.for(entries)("$publishedText ($id)", async (entry) => {
    expect([...figures.keys()]).toContain(entry.figure);
    const answer = await ask(entry);
    expect(answer.value).not.toBeNull();
    const value = answer.value ?? Number.NaN;
    expect(holds(printed(value, entry), entry.expect), `${value} against ${JSON.stringify(entry.expect)}`).toBe(true);
  });
});

describe("every number is its rows", () => {
  test.for(entries.filter((entry) => ["=", ">="].includes(entry.expect.comparator)).slice(0, 12))("$id", async (entry) => {
    const answer = await ask(entry);
    let next: string | null = answer.rowsUrl;
    let sum = 0;
    let numerator = 0;
    let denominator = 0;
    while (next !== null) {
      const page: { items: { value: number | null; numerator: number | null; denominator: number | null }[]; next: string | null } = (
        await app.inject({ url: `${next}&limit=200`.replace(/&limit=200(&limit=200)+/, "&limit=200"), headers: { host: "localhost" } })
      ).json();
      for (const item of page.items) {
        sum += item.value ?? 0;
        numerator += item.numerator ?? 0;
        denominator += item.denominator ?? 0;
      }
      next = page.next;
    }
    const isAdded = answer.unit === "count" || answer.unit === "fen";
    expect(isAdded ? { sum } : { numerator, denominator }).toEqual(
      isAdded ? { sum: answer.value } : { numerator: answer.numerator, denominator: answer.denominator },
    );
  });
});
