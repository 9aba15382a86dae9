import type pg from "pg";
import type { Catalogue, Column, Constraint, Table } from "../generate/catalogue.ts";

export type Row = Record<string, unknown>;

/** What the caller states of a row: its subject and scope where the table has them, and columns it cares about. */
export type RowWish = { subject?: { subjectId: string; scopeId: number }; set?: Row };

let counter = 0;

/** Columns that no check or type explains, by table: values which their rules ask for. */
const particular: Record<string, Row> = {
  kernel_observation: { value: 1 },
  kernel_post: { title: "测试岗位" },
};

/**
 * Sensible values for one row of any table, told from the catalogue: required columns without default, the first
 * word of an enumeration, fresh rows behind foreign keys. `client` must be allowed to write everywhere (the targets
 * of foreign keys are inserted at once), the row itself is left to the caller.
 */
export async function imagineRow(client: pg.ClientBase, catalogue: Catalogue, wish: RowWish & { table: string }): Promise<Row> {
  const table = getTable(catalogue, wish.table);
  counter += 1;
  if (table.name === "kernel_exemption" && wish.subject !== undefined) wish = await asked(client, catalogue, wish);
  const row: Row = {};
  for (const column of table.columns) {
    const stated = wish.set?.[column.name] ?? particular[table.name]?.[column.name];
    if (stated !== undefined) row[column.name] = stated;
    else if (column.fallback !== null) continue;
    else if (wish.subject !== undefined && column.name === "subject_id") row[column.name] = wish.subject.subjectId;
    else if (wish.subject !== undefined && column.name === "scope_id") row[column.name] = wish.subject.scopeId;
    else if (column.isRequired) row[column.name] = await valueFor(client, catalogue, { table, column, subject: wish.subject });
  }
  return row;
}

/** An exemption is one that somebody asked for: the request stands before it. */
async function asked<Wish extends RowWish>(client: pg.ClientBase, catalogue: Catalogue, wish: Wish): Promise<Wish> {
  const request = await imagineRow(client, catalogue, {
    table: "kernel_exemption_request",
    ...(wish.subject === undefined ? {} : { subject: wish.subject }),
    ...(wish.set?.["requested_by"] === undefined ? {} : { set: { requested_by: wish.set["requested_by"] } }),
  });
  const stored = await insertRow(client, "kernel_exemption_request", request);
  return { ...wish, set: { requested_by: stored["requested_by"], dimension: stored["dimension"], ...wish.set } };
}

async function valueFor(client: pg.ClientBase, catalogue: Catalogue, place: { table: Table; column: Column; subject: RowWish["subject"] }): Promise<unknown> {
  const { table, column } = place;
  const key = table.constraints.find((one) => one.kind === "f" && one.columns.length === 1 && one.columns[0] === column.name);
  if (key?.target === "kernel_subject") return freshSubject(client, 1);
  if (key !== undefined && key.target !== null) {
    const target = await imagineRow(client, catalogue, {
      table: key.target,
      subject: place.subject,
      set: closedTimes(getTable(catalogue, key.target)),
    });
    return (await insertRow(client, key.target, target))[key.targetColumns[0] ?? ""];
  }
  return firstWord(table.constraints, column.name) ?? plainValue(table, column);
}

/** A record-time before the test's own act, so that the row can be closed by it. */
export function timesOf(table: Table): Row {
  return table.columns.some((column) => column.name === "superseded_at") ? { recorded_at: "2022-12-31T00:00:00+08" } : {};
}

/** A version closed long ago: what foreign keys point at must not be in the way of a current row. */
function closedTimes(table: Table): Row {
  const times = timesOf(table);
  return "recorded_at" in times ? { ...times, superseded_at: "2022-12-31T01:00:00+08" } : {};
}

/** A project of its own in the given scope. */
export async function freshSubject(client: pg.ClientBase, scopeId: number): Promise<string> {
  counter += 1;
  const { rows } = await client.query<{ subject_id: string }>(
    "insert into kernel_subject (kind, scope_id, name) values ('project', $1, $2) returning subject_id",
    [scopeId, `测试项目${counter}`],
  );
  return rows[0]?.subject_id ?? "";
}

/** Inserts the row as whoever `client` is, and answers what was stored. */
export async function insertRow(client: pg.ClientBase, table: string, row: Row): Promise<Row> {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  const { rows } = await client.query<Row>(`insert into ${table} (${names.join(", ")}) values (${places.join(", ")}) returning *`, Object.values(row));
  return rows[0] ?? {};
}

/** The same without reading the row back, for those who may add but not read. */
export async function addRow(client: pg.ClientBase, table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  await client.query(`insert into ${table} (${names.join(", ")}) values (${names.map((_, index) => `$${index + 1}`).join(", ")})`, Object.values(row));
}

function getTable(catalogue: Catalogue, name: string): Table {
  const table = catalogue.tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** The first word of `check (column in ('a', 'b'))`. */
function firstWord(constraints: Constraint[], column: string): string | undefined {
  for (const { kind, definition } of constraints) {
    const found = kind === "c" ? new RegExp(`\\b${column} = ANY \\(ARRAY\\['([^']+)'`).exec(definition) : null;
    if (found?.[1] !== undefined) return found[1];
  }
  return undefined;
}

function plainValue(table: Table, column: Column): unknown {
  switch (column.type) {
    case "uuid":
      return crypto.randomUUID();
    case "integer":
    case "bigint":
      return counter;
    case "numeric":
    case "double precision":
      return 1;
    case "text":
      return `测试${counter}`;
    case "boolean":
      return true;
    case "date":
      // the later end of a span lies after its beginning
      return column.name.endsWith("_to") ? "2023-12-31" : "2023-01-01";
    case "timestamp with time zone":
      return "2023-01-01T00:00:00+08";
    case "json":
    case "jsonb":
      return "{}";
    case "bytea":
      return Buffer.from(String(counter));
    case "xid8":
      return String(column.name.startsWith("to_") ? counter + 1 : counter);
    case "text[]":
      return ["测试"];
    default:
      throw new Error(`no value for ${table.name}.${column.name} ${column.type}`);
  }
}
