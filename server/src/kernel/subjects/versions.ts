import { sql, type RawBuilder } from "kysely";
import type { Act, Tx } from "#platform/database";

/**
 * One version table as the writing of a set sees it. `t` is the stored row, `w` the wanted one.
 * `match` finds the row of a wanted one among those of one moment; `differs` says whether it has to be superseded.
 */
export type Part = {
  table: RawBuilder<unknown>;
  /** Name and columns of the wanted rows: `w(subject_id uuid, …)`. */
  wanted: RawBuilder<unknown>;
  match: RawBuilder<boolean>;
  differs: RawBuilder<boolean>;
  columns: RawBuilder<unknown>;
  values: RawBuilder<unknown>;
  /** The values of a subject that has no rows yet, where they can be had for less. */
  freshValues?: RawBuilder<unknown>;
};

export type Wanted = Record<string, unknown>[];
export type Batch = { part: Part; rows: Wanted };

/** Rows of this program as rows of a statement: one parameter, whatever their number. */
export function recordset(rows: Wanted, wanted: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${wanted}`;
}

/** A wanted value, or what is known where nothing is stated. */
export function kept(name: string): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(`w.${name}`)}, ${sql.ref(`t.${name}`)})`;
}

/** Whether any of the columns would change by what is stated. */
export function changed(names: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    names.map((name) => sql`${kept(name)} is distinct from ${sql.ref(`t.${name}`)}`),
    sql` or `,
  )})`;
}

/** Subjects whose current rows are missing or differ from the wanted ones. */
export async function differingSubjects(tx: Tx, batches: readonly Batch[]): Promise<Set<string>> {
  const differing = new Set<string>();
  for (const { part, rows } of batches) {
    if (rows.length === 0) continue;
    const { rows: found } = await sql<{ subject_id: string }>`
      select distinct w.subject_id from ${recordset(rows, part.wanted)}
      left join ${part.table} t on ${part.match} and t.superseded_at = 'infinity' where t.version_id is null or (${part.differs})`.execute(tx);
    for (const row of found) differing.add(row.subject_id);
  }
  return differing;
}

/** Inserts the rows of subjects that have none yet. */
export async function insertFresh(tx: Tx, { part, rows }: Batch): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into ${part.table} (${part.columns}) select ${part.freshValues ?? part.values} from ${recordset(rows, part.wanted)} left join ${part.table} t on false`.execute(
    tx,
  );
}

/** Closes what differs and inserts the successors; equal rows stay as they are. Within an act. */
export async function supersede(tx: Tx, act: Act, { part, rows }: Batch): Promise<void> {
  if (rows.length === 0) return;
  await sql`update ${part.table} t set superseded_at = now() from ${recordset(rows, part.wanted)}
    where ${part.match} and t.superseded_at = 'infinity' and (${part.differs})`.execute(tx);
  // The row that this act has just closed lends its successor what the statement leaves open.
  await sql`insert into ${part.table} (${part.columns}) select ${part.values} from ${recordset(rows, part.wanted)}
    left join ${part.table} t on ${part.match} and t.superseded_at = ${act.recordedAt}::timestamptz
    where not exists (select from ${part.table} t where ${part.match} and t.superseded_at = 'infinity')`.execute(tx);
}

export const placePart: Part = {
  table: sql`kernel_subject_version`,
  wanted: sql`w(subject_id uuid, scope_id int, name text, code text, account_org_id uuid, account_area_id uuid, place_area_id uuid, longitude numeric(9, 6), latitude numeric(9, 6))`,
  match: sql<boolean>`t.subject_id = w.subject_id`,
  differs: sql<boolean>`t.name <> w.name or t.account_org_id <> w.account_org_id or ${changed(["code", "account_area_id", "longitude", "latitude"])}`,
  columns: sql`scope_id, subject_id, name, code, account_org_id, account_area_id, place_area_id, longitude, latitude, merged_into_id`,
  values: sql`w.scope_id, w.subject_id, w.name, ${kept("code")}, w.account_org_id, ${kept("account_area_id")}, coalesce(t.place_area_id, w.place_area_id), ${kept("longitude")}, ${kept("latitude")}, t.merged_into_id`,
};

export const chainPart: Part = {
  table: sql`kernel_relation`,
  wanted: sql`w(subject_id uuid, scope_id int, chain_id uuid, valid_from date)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.kind = 'chain' and t.to_subject_id = w.chain_id`,
  differs: sql<boolean>`false`,
  columns: sql`relation_id, scope_id, subject_id, to_subject_id, kind, valid_from`,
  values: sql`coalesce(t.relation_id, gen_random_uuid()), w.scope_id, w.subject_id, w.chain_id, 'chain', w.valid_from`,
};

/** A date replaces another date or a "not later than"; a "not later than" is only written where nothing is known. */
export const stagePart: Part = {
  table: sql`kernel_stage`,
  wanted: sql`w(subject_id uuid, scope_id int, stage text, stage_rank int, entered_on date, precision text)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.track = 'main' and t.stage = w.stage and t.is_preferred`,
  differs: sql<boolean>`w.precision <> 'by' and (t.entered_on <> w.entered_on or t.precision <> w.precision)`,
  columns: sql`stage_id, scope_id, subject_id, stage, stage_rank, entered_on, precision, verdict, source, note`,
  values: sql`coalesce(t.stage_id, gen_random_uuid()), w.scope_id, w.subject_id, w.stage, w.stage_rank, w.entered_on, w.precision, coalesce(t.verdict, 'unproven'), 'import', t.note`,
};

/** New identities of one kind; `search` is made by `searchText`. */
export async function addSubjects(
  tx: Tx,
  kind: string,
  rows: readonly { subject_id: string; scope_id: number; code: string | null; name: string; search: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text) select w.subject_id, ${kind}, w.scope_id, w.code, w.name, w.search
    from ${recordset([...rows], sql`w(subject_id uuid, scope_id int, code text, name text, search text)`)}`.execute(tx);
}
