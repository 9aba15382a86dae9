import { sql } from "kysely";
import { calendarDate, instant } from "@baton/contract/figures";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";
import type { Filter, Question } from "./definition.ts";

const plain = new Set(["validFrom", "validOn", "knownAt", "by", "cursor", "limit"]);

function all(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String).filter((one) => one !== "");
}

function one(query: Record<string, unknown>, name: string): string | undefined {
  const values = all(query[name]);
  if (values.length > 1) throw problem("invalid-input", { detail: `“${name}”只能给一次。` });
  return values[0];
}

type Reader<T> = { schema: { safeParse(value: unknown): { success: boolean; data?: T } }; example: string };

const dateReader: Reader<string> = { schema: calendarDate, example: "2023-06-30" };
const instantReader: Reader<string> = { schema: instant, example: "2023-07-05T00:00:00Z" };

function parsed<T>({ schema, example }: Reader<T>, name: string, value: string): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw problem("invalid-input", {
      detail: `“${name}”的“${value}”无法识别，请写成 ${example}。`,
      errors: [{ pointer: `/${name}`, code: "not-understood", detail: `请写成 ${example}` }],
    });
  }
  return result.data as T;
}

function filters(query: Record<string, unknown>): Filter[] {
  return Object.keys(query)
    .filter((name) => !plain.has(name))
    .map((name) => {
      const match = /^where\.([a-z_]+)(\.all)?$/.exec(name);
      if (match?.[1] === undefined) throw problem("invalid-input", { detail: `不认识的参数“${name}”。筛选请写成 where.维度=值。` });
      return { dimension: match[1], values: all(query[name]), isAll: match[2] !== undefined };
    })
    .filter((filter) => filter.values.length > 0);
}

/**
 * Reads a question from an address. Absent `validOn` is `today`; absent `validFrom` is 1 January of that year;
 * absent `knownAt` is the database's clock now, so the answer can be asked again to the digit.
 */
export async function readQuestion(tx: Tx, query: Record<string, unknown>, today: string): Promise<Question> {
  const validOn = parsed(dateReader, "validOn", one(query, "validOn") ?? today);
  const validFrom = parsed(dateReader, "validFrom", one(query, "validFrom") ?? `${validOn.slice(0, 4)}-01-01`);
  if (validFrom > validOn) throw problem("invalid-input", { detail: "起始日期（validFrom）晚于截止日期（validOn）。" });
  const given = one(query, "knownAt");
  const knownAt =
    given === undefined ? (await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx)).rows[0]?.now : parsed(instantReader, "knownAt", given);
  if (knownAt === undefined) throw new Error("the database told no time");
  const by = all(query["by"]);
  if (by.length > 2) throw problem("invalid-input", { detail: "最多按两个维度分组（by）。" });
  return { validFrom, validOn, knownAt, where: filters(query), by };
}
