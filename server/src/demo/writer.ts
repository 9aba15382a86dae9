import type pg from "pg";

/** Rows of one table to be written under one known instant: column → type, then the values row by row. */
export type Batch = { table: string; columns: Record<string, string>; rows: unknown[][] };

/**
 * Collects rows by the instant they became known and writes each instant as one act, oldest first, so that the
 * history of the city is what it would have been (KERNEL K3). Runs as the owner, before the first freeze only.
 */
export class HistoryWriter {
  readonly #byInstant = new Map<string, Map<string, Batch>>();

  add(knownAt: string, table: string, row: Record<string, { type: string; value: unknown }>): void {
    const instant = Temporal.Instant.from(knownAt).toString();
    const tables = this.#byInstant.get(instant) ?? new Map<string, Batch>();
    this.#byInstant.set(instant, tables);
    const columns = Object.fromEntries(Object.entries(row).map(([name, { type }]) => [name, type]));
    const key = `${table}:${Object.keys(columns).join(",")}`;
    const batch = tables.get(key) ?? { table, columns, rows: [] };
    tables.set(key, batch);
    batch.rows.push(Object.values(row).map(({ value }) => value));
  }

  async write(client: pg.PoolClient): Promise<number> {
    let written = 0;
    for (const [instant, tables] of [...this.#byInstant].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      await client.query("begin");
      await client.query("select kernel_begin_history_act('load-history', $1)", [instant]);
      for (const batch of tables.values()) {
        await client.query(insertOf(batch), columnsOf(batch));
        written += batch.rows.length;
      }
      await client.query("commit");
    }
    return written;
  }
}

function insertOf({ table, columns }: Batch): string {
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  return `insert into ${table} (${names.join(", ")}) select * from unnest(${arrays.join(", ")})`;
}

function columnsOf({ columns, rows }: Batch): unknown[][] {
  return Object.keys(columns).map((_, index) => rows.map((row) => row[index]));
}

export const uuid = (value: string | null) => ({ type: "uuid", value });
export const text = (value: string | null) => ({ type: "text", value });
export const int = (value: number | null) => ({ type: "int", value });
export const bigint = (value: number | null) => ({ type: "bigint", value });
export const numeric = (value: number | string | null) => ({ type: "numeric", value });
export const date = (value: string | null) => ({ type: "date", value });
export const bool = (value: boolean | null) => ({ type: "boolean", value });
