/** Values made from a schema: what it asks for, filled from what the city really holds. */
import type { Schema } from "./interface.ts";
import type { Random } from "./random.ts";

/** What exists in the city, so that requests meet real rows and not only 404. */
export type Known = {
  ids: readonly string[];
  months: readonly string[];
  figures: readonly string[];
  words: readonly string[];
};

const plainWords = ["常庄", "项目", "按计划推进，无问题。", "A", "0", "锂电", "2023", "薛城区重点项目"];

function textFor(schema: Schema, random: Random, known: Known): string {
  const pattern = typeof schema["pattern"] === "string" ? schema["pattern"] : "";
  if (schema["format"] === "uuid") return random.chance(0.85) && known.ids.length > 0 ? random.pick(known.ids) : random.uuid();
  if (schema["format"] === "date-time") return random.pick(["2023-07-01T00:00:00+08:00", "2023-06-30T16:00:00Z", "2022-12-31T23:59:59+08:00"]);
  if (schema["format"] === "date" || pattern === "^\\d{4}-\\d{2}-\\d{2}$")
    return random.pick(["2023-06-30", "2023-12-31", "2023-02-28", "2024-02-29", "2022-01-01"]);
  if (pattern.startsWith("^\\d{4}-(0")) return random.pick(known.months);
  if (pattern === "^\\d{6}$") return String(random.whole(100_000, 999_999));
  if (pattern.includes("[a-z_]+")) return random.pick(["name", "-completion_rate", "projects_profile", "total"]);
  if (pattern.startsWith("^\\d+")) return random.pick(["0", "12.5", "999"]);
  if (pattern.includes("[a-z0-9_.")) return `fuzz${random.whole(1, 99_999)}`;
  const least = typeof schema["minLength"] === "number" ? schema["minLength"] : 0;
  const most = typeof schema["maxLength"] === "number" ? schema["maxLength"] : 60;
  const text = random.pick([...plainWords, ...known.words]);
  return text.padEnd(least, "据实填写").slice(0, Math.max(least, most));
}

function numberFor(schema: Schema, random: Random): number {
  const bound = (name: string, other: number): number => (typeof schema[name] === "number" ? schema[name] : other);
  const least = Math.max(bound("minimum", 0), bound("exclusiveMinimum", -1) + 1, -1_000_000);
  const most = Math.min(bound("maximum", 5_000), bound("exclusiveMaximum", 5_001) - 1);
  return random.whole(least, Math.max(least, most));
}

function objectFor(schema: Schema, random: Random, known: Known): Record<string, unknown> {
  const properties = (schema["properties"] ?? {}) as Record<string, Schema>;
  const required = new Set((schema["required"] ?? []) as string[]);
  const made: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(properties)) {
    if (required.has(name) || random.chance(0.5)) made[name] = valueFor(inner, random, known);
  }
  return made;
}

/** A value that the schema accepts, as far as its keywords tell. */
export function valueFor(schema: Schema, random: Random, known: Known): unknown {
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return random.pick(schema["enum"] as unknown[]);
  for (const keyword of ["anyOf", "oneOf"]) {
    if (Array.isArray(schema[keyword])) return valueFor(random.pick(schema[keyword] as Schema[]), random, known);
  }
  if (Array.isArray(schema["allOf"])) return Object.assign({}, ...(schema["allOf"] as Schema[]).map((one) => valueFor(one, random, known)));
  const type = Array.isArray(schema["type"]) ? random.pick(schema["type"] as string[]) : schema["type"];
  switch (type) {
    case "string":
      return textFor(schema, random, known);
    case "integer":
    case "number":
      return numberFor(schema, random);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    case "array": {
      const least = typeof schema["minItems"] === "number" ? schema["minItems"] : 0;
      const items = (schema["items"] ?? {}) as Schema;
      return Array.from({ length: Math.max(least, random.whole(0, 3)) }, () => valueFor(items, random, known));
    }
    case "object":
      return objectFor(schema, random, known);
    default:
      return random.pick(["x", 1, true, null]);
  }
}
