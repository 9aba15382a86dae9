import { sql } from "kysely";
import { checkCreditCode, sideStates, stages } from "@baton/contract/codes";
import { findIndustry } from "@baton/contract/industries";
import { batonRoles, type ProjectDetail } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { known } from "#kernel/figures";
import { listStages } from "#kernel/stages";
import { listNodes } from "#kernel/nodes";
import { listBatons } from "#kernel/batons";
import type { Actor, Tx } from "#platform/database";
import { projectRows } from "./population.ts";

/** Where in both times a page is asked: state at `validOn`, as known at `knownAt`. */
export type Point = { validOn: string; knownAt: string };

type Head = {
  version_id: string;
  name: string;
  project_code: string | null;
  builder_name: string | null;
  credit_code: string | null;
  credit_code_override: string | null;
  industry_code: string | null;
  build_kind: string | null;
  total_investment_fen: number | null;
  fixed_asset_fen: number | null;
  land_mu: string | null;
  content: string | null;
  remark: string | null;
  is_sample: boolean;
  merged_into_id: string | null;
  account_org_id: string;
  org_name: string | null;
  area_code: string | null;
  area_name: string | null;
  longitude: string | null;
  latitude: string | null;
  is_own: boolean;
  is_statistician: boolean;
};

type Numbers = {
  plan_fen: number | null;
  done_fen: number | null;
  done_month_end: string | null;
  completion_rate: number | null;
  stage: string | null;
  light: ProjectDetail["light"];
  chain_ids: string[];
};

const termNames = new Map<string, string>([...stages, ...sideStates].map((term) => [term.code, term.zh]));

/** What a person says for a stage or side state. */
export function stageName(code: string): string {
  return termNames.get(code) ?? code;
}

/** One project as it was at `validOn`, as known at `knownAt`. Throws `not-found` when it is out of reach or was not yet known. */
export async function readProject(tx: Tx, asked: { actor: Actor; point: Point; isPast: boolean }, id: string): Promise<ProjectDetail> {
  const { actor, point } = asked;
  const head = await readHead(tx, point, id);
  const numbers = await readNumbers(tx, point, id);
  const chainIds = numbers?.chain_ids ?? [];
  const { rows: chains } = await sql<{
    id: string;
    name: string;
  }>`select subject_id as id, name from kernel_subject where kind = 'chain' and subject_id = any(${chainIds}::uuid[]) order by name`.execute(tx);
  const entered = await listStages(tx, point.knownAt, id);
  const batons = (await listBatons(tx, point.knownAt, id)).map((baton) => ({ ...baton, roleName: roleName(baton.role) }));
  const current = entered.findLast((stage) => stage.code === numbers?.stage && stage.enteredOn <= point.validOn && stage.isPreferred);
  const held = new Set(
    batons.filter((baton) => baton.validFrom <= point.validOn && (baton.validTo === null || baton.validTo > point.validOn)).map((baton) => baton.role),
  );
  return {
    ...describeHead(id, head),
    chains,
    listings: await readListings(tx, point.knownAt, id),
    stage: current === undefined ? null : { code: current.code, name: stageName(current.code), enteredOn: current.enteredOn, precision: current.precision },
    stages: entered.map((stage) => ({
      id: stage.id,
      code: stage.code,
      name: stageName(stage.code),
      enteredOn: stage.enteredOn,
      precision: stage.precision,
      verdict: stage.verdict,
      source: stage.source,
      note: stage.note,
      evidence: stage.evidence,
    })),
    nodes: await listNodes(tx, point, id),
    batons,
    vacantRoles: batonRoles.filter((role) => !held.has(role.code)).map((role) => ({ role: role.code, roleName: role.zh })),
    completedFen: numbers?.done_fen ?? null,
    completedOn: numbers?.done_month_end ?? null,
    planFen: numbers?.plan_fen ?? null,
    completionRate: numbers?.completion_rate ?? null,
    light: numbers?.light ?? null,
    knownAt: point.knownAt,
    validOn: point.validOn,
    acts: asked.isPast || head.merged_into_id !== null ? [] : actsOf(actor, head),
  };
}

function roleName(code: string): string {
  return batonRoles.find((role) => role.code === code)?.zh ?? code;
}

async function readHead(tx: Tx, { knownAt }: Point, id: string): Promise<Head> {
  const { rows } = await sql<Head>`
    select greatest(p.version_id, v.version_id) as version_id, v.name, p.project_code, p.builder_name, p.credit_code, p.credit_code_override, p.industry_code, p.build_kind, p.total_investment_fen,
      p.fixed_asset_fen, trim_scale(p.land_mu)::text as land_mu, p.content, p.remark, p.is_sample, v.merged_into_id, v.account_org_id, o.name as org_name,
      a.code as area_code, a.name as area_name, trim_scale(v.longitude)::text as longitude, trim_scale(v.latitude)::text as latitude,
      v.scope_id = any((select kernel_actor_scopes())::int[]) as is_own,
      exists (select from kernel_post mine join kernel_org bureau on bureau.org_id = mine.org_id and bureau.superseded_at = 'infinity'
        where mine.post_id = any((select kernel_actor_posts())::int[]) and bureau.name like '%统计局') as is_statistician
    from kernel_subject_version v
    join projects_profile p on p.subject_id = v.subject_id and ${known("p", knownAt)}
    left join kernel_org o on o.org_id = v.account_org_id and ${known("o", knownAt)}
    left join kernel_area a on a.area_id = v.account_area_id and ${known("a", knownAt)}
    where v.subject_id = ${id} and ${known("v", knownAt)}`.execute(tx);
  const [head] = rows;
  if (head === undefined) throw problem("not-found");
  return head;
}

function describeHead(id: string, head: Head) {
  const industry = head.industry_code === null ? undefined : findIndustry(head.industry_code);
  return {
    id,
    version: head.version_id,
    name: head.name,
    code: head.project_code,
    builderName: head.builder_name,
    creditCode: head.credit_code,
    creditCodeOverride: head.credit_code_override,
    creditCodeWarning: head.credit_code === null ? null : (checkCreditCode(head.credit_code).warnings[0]?.message ?? null),
    industry: head.industry_code === null ? null : { code: head.industry_code, name: industry?.name ?? "" },
    buildKind: head.build_kind,
    totalInvestmentFen: head.total_investment_fen,
    fixedAssetFen: head.fixed_asset_fen,
    landMu: head.land_mu,
    content: head.content,
    remark: head.remark,
    isSample: head.is_sample,
    mergedIntoId: head.merged_into_id,
    account: { orgId: head.account_org_id, orgName: head.org_name ?? "", areaCode: head.area_code, areaName: head.area_name },
    place: { longitude: head.longitude, latitude: head.latitude },
  };
}

/** The same row that the figures count, whether or not a list names the project; none for a merged one. */
async function readNumbers(tx: Tx, point: Point, id: string): Promise<Numbers | undefined> {
  const question = { ...point, validFrom: `${point.validOn.slice(0, 4)}-01-01`, by: [], where: [{ dimension: "listing", values: ["any"], isAll: false }] };
  const { rows } =
    await sql<Numbers>`select plan_fen, done_fen, done_month_end, done_fen::float8 / nullif(plan_fen, 0) as completion_rate, stage, light, chain_ids
    from (${projectRows(question, { subjects: [id] })}) project limit 1`.execute(tx);
  return rows[0];
}

type ListingRow = {
  listing_id: string;
  year: number;
  level: string;
  class: string;
  plan_fen: number;
  plan_by_month_fen: number[] | null;
  adjustment: string | null;
  reason: string | null;
  document_no: string | null;
  valid_from: string;
  valid_to: string;
};

async function readListings(tx: Tx, knownAt: string, id: string): Promise<ProjectDetail["listings"]> {
  const { rows } =
    await sql<ListingRow>`select l.listing_id, l.year, l.level, l.class, l.plan_fen, l.plan_by_month_fen, l.adjustment, l.reason, l.document_no, l.valid_from, l.valid_to
    from projects_listing l where l.subject_id = ${id} and ${known("l", knownAt)} order by l.year, l.level_rank, l.valid_from`.execute(tx);
  return rows.map((row) => ({
    id: row.listing_id,
    year: row.year,
    level: row.level,
    class: row.class,
    planFen: row.plan_fen,
    planByMonthFen: row.plan_by_month_fen,
    adjustment: row.adjustment,
    reason: row.reason,
    documentNo: row.document_no,
    validFrom: row.valid_from,
    validTo: row.valid_to === "infinity" ? null : row.valid_to,
  }));
}

/** What the page offers; the database decides again on every one. */
function actsOf(actor: Actor, head: Head): string[] {
  const isSteward = head.is_own && (actor.role === "dispatch" || actor.role === "district");
  const isReporter = isSteward || (head.is_own && actor.role === "town");
  const isStatistician = (actor.role === "dispatch" && head.is_own) || (actor.role === "department" && head.is_statistician);
  return [
    ...(isSteward ? ["edit", "adjust", "merge", "handover"] : []),
    ...(isReporter ? ["stage", "evidence", "node", "report"] : []),
    ...(isStatistician ? ["statistics"] : []),
    "matter",
  ];
}
