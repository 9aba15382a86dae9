import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Act, announce, type Tx } from "#platform/database";
import {
  addSubjects,
  type Batch,
  chainPart,
  changed,
  differingSubjects,
  insertFresh,
  kept,
  type Part,
  placePart,
  searchText,
  supersede,
} from "#kernel/subjects";

/** What the office states of one enterprise; null where it says nothing. */
export type EnterpriseStatement = {
  subjectId: string | null;
  scopeId: number;
  orgId: string;
  areaId: string | null;
  name: string;
  creditCode: string;
  isAboveScale: boolean | null;
  industryCode: string | null;
  contactPost: string | null;
  contactPhone: string | null;
  /** Null says nothing; a list replaces the one that is known. */
  tags: readonly string[] | null;
  chainIds: readonly string[];
};
type Identified = EnterpriseStatement & { subjectId: string };

const profilePart: Part = {
  table: sql`enterprises_profile`,
  wanted: sql`w(subject_id uuid, scope_id int, credit_code text, is_above_scale boolean, industry_code text, contact_post text, contact_phone text, tags text[])`,
  match: sql<boolean>`t.subject_id = w.subject_id`,
  differs: changed(["credit_code", "is_above_scale", "industry_code", "contact_post", "contact_phone", "tags"]),
  columns: sql`scope_id, subject_id, credit_code, is_above_scale, industry_code, contact_post, contact_phone, tags, is_sample`,
  values: sql`w.scope_id, w.subject_id, w.credit_code, ${kept("is_above_scale")}, ${kept("industry_code")}, ${kept("contact_post")}, ${kept("contact_phone")}, coalesce(w.tags, t.tags, '{}'), coalesce(t.is_sample, false)`,
};

/** Enterprises in the actor's reach by credit code. */
export async function findEnterprises(tx: Tx, creditCodes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ subject_id: string; credit_code: string }>`select subject_id, credit_code from enterprises_profile
    where superseded_at = 'infinity' and credit_code = any(${creditCodes}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.credit_code, row.subject_id]));
}

function batchesOf(enterprises: readonly Identified[]): Batch[] {
  const base = (one: Identified) => ({ subject_id: one.subjectId, scope_id: one.scopeId });
  return [
    {
      part: placePart,
      rows: enterprises.map((one) => ({ ...base(one), name: one.name, code: one.creditCode, account_org_id: one.orgId, account_area_id: one.areaId })),
    },
    {
      part: profilePart,
      rows: enterprises.map((one) => ({
        ...base(one),
        credit_code: one.creditCode,
        is_above_scale: one.isAboveScale,
        industry_code: one.industryCode,
        contact_post: one.contactPost,
        contact_phone: one.contactPhone,
        tags: one.tags,
      })),
    },
    { part: chainPart, rows: enterprises.flatMap((one) => one.chainIds.map((id) => ({ ...base(one), chain_id: id, valid_from: "2019-01-01" }))) },
  ];
}

export function differingEnterprises(tx: Tx, enterprises: readonly EnterpriseStatement[]): Promise<Set<string>> {
  return differingSubjects(tx, batchesOf(enterprises.filter((one): one is Identified => one.subjectId !== null)));
}

/** Writes enterprises in sets. Call within an act begun over the known subjects. */
export async function recordEnterprises(tx: Tx, act: Act, enterprises: readonly EnterpriseStatement[]): Promise<void> {
  const all = enterprises.map((one): Identified => ({ ...one, subjectId: one.subjectId ?? randomUUID() }));
  const fresh = all.filter((_, at) => enterprises[at]?.subjectId === null);
  const known = all.filter((_, at) => enterprises[at]?.subjectId !== null);
  await addSubjects(
    tx,
    "enterprise",
    fresh.map((one) => ({
      subject_id: one.subjectId,
      scope_id: one.scopeId,
      code: one.creditCode,
      name: one.name,
      search: searchText(one.name, one.creditCode),
    })),
  );
  for (const batch of batchesOf(fresh)) await insertFresh(tx, batch);
  for (const batch of batchesOf(known)) await supersede(tx, act, batch);
  const chained = all.filter((one) => one.chainIds.length > 0).map((one) => one.subjectId);
  if (chained.length > 0) await sql`select kernel_refresh_grants(${chained}::uuid[])`.execute(tx);
  await announce(tx, "enterprise", { payload: { count: all.length } });
}
