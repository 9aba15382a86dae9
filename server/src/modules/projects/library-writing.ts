import { randomUUID } from "node:crypto";
import { sql, type RawBuilder } from "kysely";
import { normaliseName } from "@baton/contract/codes";
import { type Act, announce, type Tx } from "#platform/database";
import {
  addSubjects,
  type Batch,
  chainPart,
  differingSubjects,
  insertFresh,
  placePart,
  recordset,
  searchText,
  stagePart,
  supersede,
  type Wanted,
} from "#kernel/subjects";
import { refreshCards } from "./cards.ts";
import { refreshLiveLights } from "./lights.ts";
import { batonPart, listingPart, nodePart, profilePart } from "./library-parts.ts";

/**
 * What the office states of one project; null where it says nothing, which leaves what is known. Amounts in fen.
 * `subjectId` is null for a project not yet known. Lists that are not named stay as they are.
 */
export type ProjectStatement = {
  subjectId: string | null;
  scopeId: number;
  name: string;
  projectCode: string | null;
  builderName: string | null;
  creditCode: string | null;
  industryCode: string | null;
  buildKind: string | null;
  totalInvestmentFen: number | null;
  fixedAssetFen: number | null;
  /** Plain decimal text of 亩. */
  landMu: string | null;
  pairedLeaderTitle: string | null;
  responsibleUnit: string | null;
  remark: string | null;
  accountOrgId: string;
  accountAreaId: string | null;
  longitude: string | null;
  latitude: string | null;
  /** All chains it belongs to; empty says nothing. Chains not named here are taken as wrong and superseded. */
  chainIds: readonly string[];
  listings: readonly { year: number; level: string; class: string; planFen: number }[];
  stages: readonly { stage: string; rank: number; enteredOn: string; precision: string }[];
  nodes: readonly { kind: string; plannedOn: string; dueOn: string; precision: string }[];
  batons: readonly { role: string; postId: number; from: string }[];
};

export type WantedProject = { code: string | null; name: string; accountOrgId: string | null };
export type FoundProject = { subjectId: string; scopeId: number; accountOrgId: string; name: string; projectCode: string | null; how: "code" | "name" };

/**
 * Current projects in the actor's reach that each wanted one may be, in the order asked: by project code; by normalised
 * name and account organisation (by name alone where none is given). A merged duplicate answers as the one it went into.
 */
export async function findProjects(tx: Tx, wanted: readonly WantedProject[]): Promise<FoundProject[][]> {
  type Row = { i: number; subject_id: string; scope_id: number; account_org_id: string; name: string; project_code: string | null; how: "code" | "name" };
  const asked = JSON.stringify(wanted.map((one, i) => ({ i, code: one.code, normal_name: normaliseName(one.name), org_id: one.accountOrgId })));
  const { rows } = await sql<Row>`
    with w as materialized (select * from jsonb_to_recordset(${asked}::jsonb) as w(i int, code text, normal_name text, org_id uuid)),
    hit as (
      select w.i, p.subject_id, 'code' as how from w join projects_profile p on p.project_code = w.code and p.superseded_at = 'infinity'
      union
      select w.i, p.subject_id, 'name' as how from w join projects_profile p on p.normal_name = w.normal_name and p.superseded_at = 'infinity'
      where w.normal_name <> '')
    select distinct h.i, v.subject_id, v.scope_id, v.account_org_id, v.name, p.project_code, h.how
    from hit h join w on w.i = h.i
    join kernel_subject_version first on first.subject_id = h.subject_id and first.superseded_at = 'infinity'
    join kernel_subject_version v on v.subject_id = coalesce(first.merged_into_id, first.subject_id) and v.superseded_at = 'infinity'
    join projects_profile p on p.subject_id = v.subject_id and p.superseded_at = 'infinity'
    where h.how = 'code' or w.org_id is null or v.account_org_id = w.org_id order by h.i, h.how`.execute(tx);
  const found: FoundProject[][] = wanted.map(() => []);
  for (const row of rows)
    found[row.i]?.push({
      subjectId: row.subject_id,
      scopeId: row.scope_id,
      accountOrgId: row.account_org_id,
      name: row.name,
      projectCode: row.project_code,
      how: row.how,
    });
  return found;
}

const nodeNames: Record<string, { name: string; enters: string | null }> = {
  start: { name: "开工", enters: "started" },
  completion: { name: "竣工", enters: null },
  production: { name: "投产", enters: "in_production" },
};

type Identified = ProjectStatement & { subjectId: string };

function batchesOf(statements: readonly Identified[]): Batch[] {
  const of = <T>(one: Identified, more: readonly T[], row: (item: T) => Record<string, unknown>): Wanted =>
    more.map((item) => ({ subject_id: one.subjectId, scope_id: one.scopeId, ...row(item) }));
  return [
    {
      part: placePart,
      rows: statements.flatMap((one) =>
        of(one, [one], (p) => ({
          name: p.name,
          code: p.projectCode,
          account_org_id: p.accountOrgId,
          account_area_id: p.accountAreaId,
          place_area_id: p.accountAreaId,
          longitude: p.longitude,
          latitude: p.latitude,
        })),
      ),
    },
    {
      part: profilePart,
      rows: statements.flatMap((one) =>
        of(one, [one], (p) => ({
          normal_name: normaliseName(p.name),
          project_code: p.projectCode,
          builder_name: p.builderName,
          credit_code: p.creditCode,
          industry_code: p.industryCode,
          build_kind: p.buildKind,
          total_investment_fen: p.totalInvestmentFen,
          fixed_asset_fen: p.fixedAssetFen,
          land_mu: p.landMu,
          paired_leader_title: p.pairedLeaderTitle,
          responsible_unit: p.responsibleUnit,
          remark: p.remark,
        })),
      ),
    },
    {
      part: listingPart,
      rows: statements.flatMap((one) => of(one, one.listings, (l) => ({ year: l.year, level: l.level, class: l.class, plan_fen: l.planFen }))),
    },
    {
      part: stagePart,
      rows: statements.flatMap((one) => of(one, one.stages, (s) => ({ stage: s.stage, stage_rank: s.rank, entered_on: s.enteredOn, precision: s.precision }))),
    },
    {
      part: nodePart,
      rows: statements.flatMap((one) =>
        of(one, one.nodes, (n) => ({
          kind: n.kind,
          name: nodeNames[n.kind]?.name ?? n.kind,
          enters_stage: nodeNames[n.kind]?.enters ?? null,
          planned_on: n.plannedOn,
          due_on: n.dueOn,
          precision: n.precision,
        })),
      ),
    },
    { part: chainPart, rows: statements.flatMap((one) => of(one, one.chainIds, (chainId) => ({ chain_id: chainId, valid_from: firstDay(one) }))) },
    { part: batonPart, rows: statements.flatMap((one) => of(one, one.batons, (b) => ({ role: b.role, holder_post_id: b.postId, valid_from: b.from }))) },
  ];
}

function firstDay(statement: ProjectStatement): string {
  return `${Math.min(...statement.listings.map((listing) => listing.year), 2100)}-01-01`;
}

/** Which of the known projects the statements would change: what is not among them is already so. */
export async function differingProjects(tx: Tx, statements: readonly ProjectStatement[]): Promise<Set<string>> {
  const known = statements.filter((one): one is Identified => one.subjectId !== null);
  if (known.length === 0) return new Set();
  const differing = await differingSubjects(tx, batchesOf(known));
  for (const subjectId of await wrongChains(tx, known)) differing.add(subjectId);
  return differing;
}

function strayChains(statements: readonly Identified[]): RawBuilder<unknown> {
  const rows = statements.filter((one) => one.chainIds.length > 0).map((one) => ({ subject_id: one.subjectId, chain_ids: `{${one.chainIds.join(",")}}` }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(subject_id uuid, chain_ids text)
    where t.subject_id = w.subject_id and t.kind = 'chain' and t.superseded_at = 'infinity' and t.valid_to = 'infinity' and not t.to_subject_id = any(w.chain_ids::uuid[])`;
}

async function wrongChains(tx: Tx, known: readonly Identified[]): Promise<string[]> {
  const { rows } = await sql<{ subject_id: string }>`select distinct t.subject_id from kernel_relation t, ${strayChains(known)}`.execute(tx);
  return rows.map((row) => row.subject_id);
}

/** Larger acts leave the lights to the next sweep, and tell open pages as a whole. */
const litAtOnceMax = 500;
const announcedMax = 50;

/**
 * Writes what the statements say, in sets: a former row is closed, its successor inserted, equal rows stay. Call within
 * an act begun over the known subjects. A change of account moves the project to that unit's reach (42501 where the
 * actor does not reach both). Returns the subjects in the order of the statements. Rewrites lights, cards and grants.
 */
export async function recordProjects(tx: Tx, { act, today }: { act: Act; today: string }, statements: readonly ProjectStatement[]): Promise<string[]> {
  const all = statements.map((one): Identified => ({ ...one, subjectId: one.subjectId ?? randomUUID() }));
  const isNew = new Set(all.filter((_, at) => statements[at]?.subjectId === null).map((one) => one.subjectId));
  const fresh = all.filter((one) => isNew.has(one.subjectId));
  const known = all.filter((one) => !isNew.has(one.subjectId));
  await addSubjects(
    tx,
    "project",
    fresh.map((one) => ({
      subject_id: one.subjectId,
      scope_id: one.scopeId,
      code: one.projectCode,
      name: one.name,
      search: searchText(one.name, one.projectCode, one.builderName),
    })),
  );
  await renameSubjects(tx, known);
  for (const batch of batchesOf(fresh)) await insertFresh(tx, batch);
  for (const batch of batchesOf(known)) await supersede(tx, act, batch);
  if (known.some((one) => one.chainIds.length > 0)) await sql`update kernel_relation t set superseded_at = now() from ${strayChains(known)}`.execute(tx);
  const subjects = all.map((one) => one.subjectId);
  // Cards show lights: they come last.
  if (subjects.length <= litAtOnceMax) await refreshLiveLights(tx, { validOn: today, act }, subjects);
  await refreshAllCards(tx, act, subjects);
  const held = all.filter((one) => one.chainIds.length > 0 || one.batons.length > 0).map((one) => one.subjectId);
  if (held.length > 0) await sql`select kernel_refresh_grants(${held}::uuid[])`.execute(tx);
  for (const subjectId of subjects.slice(0, announcedMax)) await announce(tx, "project", { subjectId });
  return subjects;
}

/** Names, codes and reach of known projects follow what is stated; the search text keeps the builder where none is stated. */
async function renameSubjects(tx: Tx, known: readonly Identified[]): Promise<void> {
  if (known.length === 0) return;
  const rows = known.map((one) => ({
    subject_id: one.subjectId,
    scope_id: one.scopeId,
    code: one.projectCode,
    name: one.name,
    builder: one.builderName,
    search_text: searchText(one.name, one.projectCode, one.builderName),
  }));
  const shape = sql`w(subject_id uuid, scope_id int, code text, name text, builder text, search_text text)`;
  await sql`select kernel_rescope(s.subject_id, w.scope_id) from ${recordset(rows, shape)} join kernel_subject s on s.subject_id = w.subject_id where s.scope_id <> w.scope_id`.execute(
    tx,
  );
  await sql`update kernel_subject s set name = w.name, code = coalesce(w.code, s.code),
      search_text = case when w.builder is null or w.code is null then w.search_text || ' ' || s.search_text else w.search_text end
    from ${recordset(rows, shape)} where s.subject_id = w.subject_id
      and (s.name <> w.name or coalesce(w.code, s.code) is distinct from s.code or w.builder is not null and strpos(s.search_text, lower(w.builder)) = 0)`.execute(
    tx,
  );
}

/** Rewrites the cards of the subjects in every year they are or were listed in. */
export async function refreshAllCards(tx: Tx, act: Act, subjects: readonly string[]): Promise<void> {
  const { rows } = await sql<{ year: number }>`select distinct year from projects_listing where subject_id = any(${subjects}::uuid[])`.execute(tx);
  for (const { year } of rows) await refreshCards(tx, { year, knownAt: act.recordedAt }, subjects);
}
