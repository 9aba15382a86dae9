import { createHash } from "node:crypto";
import pg from "pg";

/** Names of statements by their text: the same text is parsed and planned once per connection (KERNEL B14). */
const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha1").update(text).digest("base64url");
    // Generated lists of fixed shapes only: a runaway generator of texts would otherwise fill this map.
    if (names.size < 2_000) names.set(text, name);
  }
  return name;
}

/** What pg keeps of its socket, which its types do not tell. */
type Wire = { connection: { stream: { cork?: () => void; uncork?: () => void } } };

/**
 * A pg client that names every statement with parameters, because unnamed statements halve the rate of requests.
 * Control statements (begin, commit) stay unnamed: they have no plan to keep. Statements put one after the other
 * without waiting leave in one write: a write to the socket costs the server more than what it carries.
 */
export class NamingClient extends pg.Client {
  // The driver's own overloads cannot be restated with its types; both call shapes pass through unchanged.
  // @ts-expect-error -- narrower than the overloads of pg.Client
  override query(config: unknown, values?: unknown, callback?: unknown): unknown {
    const { stream } = (this as unknown as Wire).connection;
    stream.cork?.();
    // After everything that goes on without waiting for the socket.
    process.nextTick(() => stream.uncork?.());
    if (typeof config === "string" && Array.isArray(values) && values.length > 0) {
      const named = { name: nameOf(config), text: config, values };
      // @ts-expect-error -- the overload with a configuration object
      return super.query(named, callback);
    }
    // @ts-expect-error -- passed on as it came
    return super.query(config, values, callback);
  }
}

const int8 = 20;
const int8Array = 1016;
const date = 1082;
const dateArray = 1182;
const timestamptz = 1184;

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`bigint beyond safe integers: ${text}`);
  return value;
}

/** 2023-07-05 18:00:00.123456+08 → ISO 8601 in the same offset, microseconds kept: a known instant is compared to the digit. */
export function isoInstant(text: string): string {
  if (text === "infinity" || text === "-infinity") return text;
  return text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00");
}

/** {a,b} of numbers or dates, which never need quotes. */
function arrayOf(text: string): string[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

/** Calendar dates stay ISO strings, instants keep their microseconds, bigint is a safe integer or an error. */
export function typeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  if (format !== "binary") {
    if (oid === int8) return toSafeInteger;
    if (oid === date) return (text) => text;
    if (oid === timestamptz) return isoInstant;
    if (oid === int8Array) return (text) => arrayOf(text).map(Number);
    if (oid === dateArray) return arrayOf;
  }
  return pg.types.getTypeParser(oid, format);
}
