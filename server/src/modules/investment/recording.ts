import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { normaliseName } from "@baton/contract/codes";
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
  stagePart,
  supersede,
} from "#kernel/subjects";

/** What the office states of one lead; null where it says nothing. Amounts in fen, foreign capital in US cents. */
export type LeadStatement = {
  subjectId: string | null;
  scopeId: number;
  orgId: string;
  areaId: string | null;
  name: string;
  investorName: string | null;
  creditCode: string | null;
  intendedFen: number;
  firstContactOn: string;
  remark: string | null;
  chainIds: readonly string[];
  stages: readonly { stage: string; rank: number; enteredOn: string; precision: string }[];
  contract: { kind: "formal" | "framework"; signedOn: string; precision: string; amountFen: number; foreignCents: number | null } | null;
};
type Identified = LeadStatement & { subjectId: string };

const leadPart: Part = {
  table: sql`investment_lead`,
  wanted: sql`w(subject_id uuid, scope_id int, investor_name text, credit_code text, intended_fen bigint, first_contact_org_id uuid, first_contact_on date, normal_name text, remark text)`,
  match: sql<boolean>`t.subject_id = w.subject_id`,
  differs: changed(["investor_name", "credit_code", "intended_fen", "first_contact_org_id", "first_contact_on", "normal_name", "remark"]),
  columns: sql`scope_id, subject_id, investor_name, credit_code, intended_fen, first_contact_org_id, first_contact_on, normal_name, remark, is_sample`,
  values: sql`w.scope_id, w.subject_id, ${kept("investor_name")}, ${kept("credit_code")}, w.intended_fen, w.first_contact_org_id, w.first_contact_on, w.normal_name, ${kept("remark")}, coalesce(t.is_sample, false)`,
};

const contractPart: Part = {
  table: sql`investment_contract`,
  wanted: sql`w(subject_id uuid, scope_id int, kind text, signed_on date, precision text, amount_fen bigint, foreign_capital_cents bigint, signer_org_id uuid)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.kind = w.kind`,
  differs: changed(["signed_on", "precision", "amount_fen", "foreign_capital_cents", "signer_org_id"]),
  columns: sql`contract_id, scope_id, subject_id, kind, signed_on, precision, amount_fen, foreign_capital_cents, signer_org_id, is_sample`,
  values: sql`coalesce(t.contract_id, gen_random_uuid()), w.scope_id, w.subject_id, w.kind, w.signed_on, w.precision, w.amount_fen, ${kept("foreign_capital_cents")}, w.signer_org_id, coalesce(t.is_sample, false)`,
};

/** Leads in the actor's reach by normalised name and first contact organisation: "name org" → identity. */
export async function findLeads(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ subject_id: string; normal_name: string; org_id: string }>`
    select l.subject_id, l.normal_name, l.first_contact_org_id as org_id from investment_lead l
    where l.superseded_at = 'infinity' and l.normal_name = any(${names.map(normaliseName)}::text[]) order by l.recorded_at desc`.execute(tx);
  return new Map(rows.map((row) => [leadKey(row.normal_name, row.org_id), row.subject_id]));
}

export function leadKey(name: string, orgId: string): string {
  return `${normaliseName(name)} ${orgId}`;
}

function batchesOf(leads: readonly Identified[]): Batch[] {
  const base = (one: Identified) => ({ subject_id: one.subjectId, scope_id: one.scopeId });
  return [
    { part: placePart, rows: leads.map((one) => ({ ...base(one), name: one.name, account_org_id: one.orgId, account_area_id: one.areaId })) },
    {
      part: leadPart,
      rows: leads.map((one) => ({
        ...base(one),
        investor_name: one.investorName,
        credit_code: one.creditCode,
        intended_fen: one.intendedFen,
        first_contact_org_id: one.orgId,
        first_contact_on: one.firstContactOn,
        normal_name: normaliseName(one.name),
        remark: one.remark,
      })),
    },
    {
      part: stagePart,
      rows: leads.flatMap((one) =>
        one.stages.map((s) => ({ ...base(one), stage: s.stage, stage_rank: s.rank, entered_on: s.enteredOn, precision: s.precision })),
      ),
    },
    {
      part: chainPart,
      rows: leads.flatMap((one) => one.chainIds.map((id) => ({ ...base(one), chain_id: id, valid_from: `${one.firstContactOn.slice(0, 4)}-01-01` }))),
    },
    {
      part: contractPart,
      rows: leads.flatMap((one) =>
        one.contract === null
          ? []
          : [
              {
                ...base(one),
                kind: one.contract.kind,
                signed_on: one.contract.signedOn,
                precision: one.contract.precision,
                amount_fen: one.contract.amountFen,
                foreign_capital_cents: one.contract.foreignCents,
                signer_org_id: one.orgId,
              },
            ],
      ),
    },
  ];
}

/** Known leads that the statements would change. */
export function differingLeads(tx: Tx, leads: readonly LeadStatement[]): Promise<Set<string>> {
  return differingSubjects(tx, batchesOf(leads.filter((one): one is Identified => one.subjectId !== null)));
}

/** Writes leads with their stages, chains and contracts in sets. Call within an act begun over the known subjects. */
export async function recordLeads(tx: Tx, act: Act, leads: readonly LeadStatement[]): Promise<void> {
  const all = leads.map((one): Identified => ({ ...one, subjectId: one.subjectId ?? randomUUID() }));
  const fresh = all.filter((_, at) => leads[at]?.subjectId === null);
  const known = all.filter((_, at) => leads[at]?.subjectId !== null);
  await addSubjects(
    tx,
    "lead",
    fresh.map((one) => ({ subject_id: one.subjectId, scope_id: one.scopeId, code: null, name: one.name, search: searchText(one.name, one.investorName) })),
  );
  for (const batch of batchesOf(fresh)) await insertFresh(tx, batch);
  for (const batch of batchesOf(known)) await supersede(tx, act, batch);
  const chained = all.filter((one) => one.chainIds.length > 0).map((one) => one.subjectId);
  if (chained.length > 0) await sql`select kernel_refresh_grants(${chained}::uuid[])`.execute(tx);
  await announce(tx, "lead", { payload: { count: all.length } });
}
