import { sql } from "kysely";
import type { z } from "zod";
import { problem } from "@baton/contract/problems";
import { schemeDocument, type schemeBody, type SchemeVersion, type unitClass } from "@baton/contract/scoring";
import type { Figures } from "#kernel/figures";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { faultsOf } from "./scoring.ts";

type Row = {
  scheme_id: string;
  number: number;
  name: string;
  rhythm: SchemeVersion["rhythm"];
  unit_class: string;
  state: SchemeVersion["state"];
  is_sample: boolean;
  document: unknown;
  recorded_at: string;
  post: string | null;
};

function versionOf(row: Row, figures: Figures): SchemeVersion {
  const document = schemeDocument.parse(row.document);
  return {
    schemeId: row.scheme_id,
    number: row.number,
    name: row.name,
    rhythm: row.rhythm,
    unitClass: row.unit_class,
    state: row.state,
    isSample: row.is_sample,
    document,
    recordedAt: row.recorded_at,
    by: row.post,
    faults: faultsOf(document, figures),
  };
}

async function read(tx: Tx, schemeId: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.scheme_id, s.number, s.name, s.rhythm, s.unit_class, s.state, s.is_sample, s.document, s.recorded_at, p.title as post
    from scoring_scheme s left join kernel_act a on a.act_id = s.act_id left join kernel_post p on p.post_id = a.post_id
    where s.superseded_at = 'infinity' and (${schemeId}::uuid is null or s.scheme_id = ${schemeId}::uuid)
    order by s.name, s.scheme_id, s.number desc limit 500`.execute(tx);
  return rows;
}

/** Every version of every scheme, the newest of each first. */
export async function listSchemes(tx: Tx, figures: Figures): Promise<SchemeVersion[]> {
  return (await read(tx, null)).map((row) => versionOf(row, figures));
}

/** The newest adopted version. Throws `not-found` for an unknown scheme, `rule-refused` where none is adopted yet. */
export async function getAdopted(tx: Tx, schemeId: string, figures: Figures): Promise<SchemeVersion> {
  const rows = await read(tx, schemeId);
  if (rows.length === 0) throw problem("not-found", { detail: "没有这个计分办法。" });
  const adopted = rows.find(({ state }) => state === "adopted");
  if (adopted === undefined) throw problem("rule-refused", { detail: "这个计分办法还没有采用的版本，请先由另一人采用。" });
  return versionOf(adopted, figures);
}

/** Any version that ever counted, for the tables made by it. */
export async function getVersion(tx: Tx, { id, number }: { id: string; number: number }, figures: Figures): Promise<SchemeVersion> {
  const row = (await read(tx, id)).find((one) => one.number === number);
  if (row === undefined) throw problem("not-found", { detail: "没有这一版计分办法。" });
  return versionOf(row, figures);
}

/** Whole classes of units to start a scheme from: the districts with functional areas, and the towns of each. */
export async function listUnitClasses(tx: Tx): Promise<z.infer<typeof unitClass>[]> {
  const { rows } = await sql<{ name: string; dimension: string; key: string; label: string }>`
    with area as (select area_id, code, name, level, parent_area_id from kernel_area where superseded_at = 'infinity')
    select '区（市）' as name, 'area:county' as dimension, code as key, name as label from area where level in ('county', 'functional')
    union all
    select up.name || '镇街', 'area:town', a.code, a.name from area a join area up on up.area_id = a.parent_area_id where a.level = 'town'
    order by 2, 1, 3`.execute(tx);
  const classes = Map.groupBy(rows, ({ name }) => name);
  return [...classes].map(([name, units]) => ({
    name,
    dimension: units[0]?.dimension ?? "",
    units: units.map(({ key, label }) => ({ key, label })),
  }));
}

type Body = z.infer<typeof schemeBody>;

function requireDispatch(actor: Actor): void {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "计分办法由调度机构起草和采用。" });
}

/**
 * Writes a draft: a new scheme's first version, the draft there is, or the next version after the adopted one. A draft
 * may still have faults; adopting it may not.
 */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  { schemeId, body }: { schemeId: string | null; body: Body },
): Promise<{ schemeId: string; number: number }> {
  requireDispatch(actor);
  const rows = schemeId === null ? [] : await read(tx, schemeId);
  if (schemeId !== null && rows.length === 0) throw problem("not-found", { detail: "没有这个计分办法。" });
  await beginAct(tx, { kind: "scoring-scheme", subjects: [actor.orgId] });
  const draft = rows.find(({ state }) => state === "draft");
  const number = draft?.number ?? (rows[0]?.number ?? 0) + 1;
  if (draft !== undefined) await close(tx, draft);
  const { rows: made } = await sql<{ scheme_id: string }>`insert into scoring_scheme (scheme_id, number, name, rhythm, unit_class, document, state)
    values (coalesce(${schemeId}::uuid, uuidv7()), ${number}, ${body.name}, ${body.rhythm}, ${body.unitClass}, ${JSON.stringify(body.document)}::jsonb, 'draft')
    returning scheme_id`.execute(tx);
  await announce(tx, "scoring", {});
  return { schemeId: made[0]?.scheme_id ?? "", number };
}

async function close(tx: Tx, { scheme_id, number }: Pick<Row, "scheme_id" | "number">): Promise<void> {
  await sql`update scoring_scheme set superseded_at = now() where scheme_id = ${scheme_id} and number = ${number} and superseded_at = 'infinity'`.execute(tx);
}

/** 采用: by another than who drafted it; the database insists. Throws `rule-refused` with the faults that are left. */
export async function adoptDraft(tx: Tx, actor: Actor, { schemeId, figures }: { schemeId: string; figures: Figures }): Promise<SchemeVersion> {
  requireDispatch(actor);
  const draft = (await read(tx, schemeId)).find(({ state }) => state === "draft");
  if (draft === undefined) throw problem("not-found", { detail: "没有等待采用的草稿。" });
  const { faults } = versionOf(draft, figures);
  if (faults.length > 0) throw problem("rule-refused", { detail: faults.join("") });
  await beginAct(tx, { kind: "scoring-scheme", subjects: [actor.orgId], reason: `采用第${draft.number}版` });
  await close(tx, draft);
  await sql`insert into scoring_scheme (scheme_id, number, name, rhythm, unit_class, document, state, is_sample)
    values (${schemeId}, ${draft.number}, ${draft.name}, ${draft.rhythm}, ${draft.unit_class}, ${JSON.stringify(draft.document)}::jsonb, 'adopted', false)`.execute(
    tx,
  );
  await announce(tx, "scoring", {});
  return getAdopted(tx, schemeId, figures);
}
