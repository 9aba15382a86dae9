import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { normaliseName, stageOf } from "@baton/contract/codes";
import type { EditConflict, NewProject } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { registerStage } from "#kernel/stages";
import { searchText } from "#kernel/subjects";
import type { Clock } from "#platform/clock";
import { type Actor, beginAct, type Tx } from "#platform/database";
import { assertNoDuplicate, writeDistinct } from "./duplicates.ts";
import { type ProjectInput, settleInput } from "./project-input.ts";
import { settleProjects } from "./settling.ts";

export type Asked = { actor: Actor; clock: Clock };
type Place = { scope_id: number; area_id: string | null };
type Placed = { id: string; scopeId: number };

/** Who keeps the library. The database decides on every row; this says it in words before anything is tried. */
export function assertSteward(actor: Actor, what: string): void {
  if (actor.role !== "dispatch" && actor.role !== "district") throw problem("not-allowed", { detail: `${what}由区（市）或调度机构办理。` });
}

async function placeOf(tx: Tx, orgId: string): Promise<Place> {
  const { rows } =
    await sql<Place>`select s.scope_id, o.area_id from kernel_org o join kernel_scope s on s.org_id = o.org_id where o.org_id = ${orgId} and o.superseded_at = 'infinity'`.execute(
      tx,
    );
  const [place] = rows;
  if (place === undefined)
    throw problem("invalid-input", {
      detail: "属地单位不存在，请重新选择。",
      errors: [{ pointer: "/accountOrgId", code: "unknown", detail: "属地单位不存在，请重新选择。" }],
    });
  return place;
}

/**
 * Registers a project on one list with the stage it is in: known by now, so that it is no event of today. Throws
 * `duplicate-subject` with what was found, `invalid-input`, `rule-refused` for a doubtful credit code without a reason.
 */
export async function createProject(tx: Tx, { actor, clock }: Asked, body: NewProject): Promise<{ id: string; version: string }> {
  assertSteward(actor, "项目登记");
  const { listing, stage, isNotDuplicate, distinctReason, distinctFromIds, ...typed } = body;
  const input = settleInput(typed, null);
  const code = stageOf(stage);
  if (code === undefined)
    throw problem("invalid-input", {
      detail: `没有“${stage}”这个阶段。`,
      errors: [{ pointer: "/stage", code: "unknown", detail: "请从列表中选择当前阶段。" }],
    });
  const place = await placeOf(tx, input.accountOrgId);
  const reason = distinctReason?.trim() || null;
  if (!isNotDuplicate) await assertNoDuplicate(tx, { name: input.name, code: input.code, creditCode: input.creditCode, orgId: input.accountOrgId });
  else if (reason === null || reason.length < 2)
    throw problem("invalid-input", {
      detail: "请写明为什么不是同一项目。",
      errors: [{ pointer: "/distinctReason", code: "empty", detail: "请写明为什么不是同一项目，至少2个字。" }],
    });
  const placed = { id: randomUUID(), scopeId: place.scope_id };
  const act = await beginAct(tx, { kind: "add-project", subjects: [placed.id], reason });
  await sql`insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text)
    values (${placed.id}, 'project', ${placed.scopeId}, ${input.code}, ${input.name}, ${searchText(input.name, input.code, input.builderName)})`.execute(tx);
  await insertPlace(tx, placed, { input, areaId: place.area_id, former: null });
  const version = await insertProfile(tx, placed, { input, former: null });
  const today = clock.today().toString();
  const yearStart = `${listing.year}-01-01`;
  await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, valid_from)
    values (${randomUUID()}, ${placed.scopeId}, ${placed.id}, ${listing.year}, ${listing.level}, ${listing.class}, ${listing.planFen}, ${yearStart}::date)`.execute(
    tx,
  );
  await registerStage(tx, placed, { stage: code, by: yearStart < today ? yearStart : today });
  await writeChains(tx, placed, { chainIds: input.chainIds, today });
  if (isNotDuplicate) await writeDistinct(tx, placed, { otherIds: distinctFromIds, today });
  await settleProjects(tx, { act, today }, [placed.id]);
  return { id: placed.id, version };
}

type Profile = { input: ProjectInput; former: string | null };

/** The next version of the profile; what the form does not show is carried over from the former one. */
async function insertProfile(tx: Tx, { id, scopeId }: Placed, { input, former }: Profile): Promise<string> {
  const { rows } = await sql<{ version_id: string }>`
    insert into projects_profile (scope_id, subject_id, project_code, builder_name, credit_code, credit_code_override, industry_code, build_kind, industry_system,
      total_investment_fen, total_investment_comparator, fixed_asset_fen, land_mu, paired_leader_title, responsible_unit, signer_org_id, content, remark, is_sample, normal_name)
    select ${scopeId}, ${id}, ${input.code}, ${input.builderName}, ${input.creditCode}, ${input.creditCodeOverride}, ${input.industryCode}, ${input.buildKind}, p.industry_system,
      ${input.totalInvestmentFen}, case when p.total_investment_fen = ${input.totalInvestmentFen} then p.total_investment_comparator else '=' end, ${input.fixedAssetFen}, ${input.landMu}::numeric,
      p.paired_leader_title, p.responsible_unit, p.signer_org_id, ${input.content}, ${input.remark}, coalesce(p.is_sample, false), ${normaliseName(input.name)}
    from (values (1)) one left join projects_profile p on p.version_id = ${former}::uuid
    returning version_id`.execute(tx);
  const version = rows[0]?.version_id;
  if (version === undefined) throw new Error("a profile was not written");
  return version;
}

async function insertPlace(
  tx: Tx,
  { id, scopeId }: Placed,
  { input, areaId, former }: { input: ProjectInput; areaId: string | null; former: string | null },
): Promise<void> {
  await sql`insert into kernel_subject_version (subject_id, scope_id, name, code, account_org_id, account_area_id, place_area_id, longitude, latitude)
    select ${id}, ${scopeId}, ${input.name}, ${input.code}, ${input.accountOrgId}, ${areaId}, v.place_area_id, ${input.longitude}::numeric, ${input.latitude}::numeric
    from (values (1)) one left join kernel_subject_version v on v.version_id = ${former}::uuid`.execute(tx);
}

/** Chains as they are from today; one entered today by mistake is taken back whole, an older one ends today. */
async function writeChains(tx: Tx, { id, scopeId }: Placed, { chainIds, today }: { chainIds: readonly string[]; today: string }): Promise<void> {
  const { rows: gone } = await sql<{ version_id: string; relation_id: string; to_subject_id: string; valid_from: string }>`
    update kernel_relation set superseded_at = now() where subject_id = ${id} and kind = 'chain' and superseded_at = 'infinity' and valid_to > ${today}::date
      and not to_subject_id = any(${chainIds}::uuid[]) returning version_id, relation_id, to_subject_id, valid_from`.execute(tx);
  for (const one of gone.filter((row) => row.valid_from < today)) {
    await sql`insert into kernel_relation (relation_id, scope_id, subject_id, to_subject_id, kind, valid_from, valid_to)
      values (${one.relation_id}, ${scopeId}, ${id}, ${one.to_subject_id}, 'chain', ${one.valid_from}::date, ${today}::date)`.execute(tx);
  }
  await sql`insert into kernel_relation (relation_id, scope_id, subject_id, to_subject_id, kind, valid_from)
    select gen_random_uuid(), ${scopeId}, ${id}, c.subject_id, 'chain', ${today}::date from kernel_subject c
    where c.subject_id = any(${chainIds}::uuid[]) and c.kind = 'chain' and not exists (
      select from kernel_relation r where r.subject_id = ${id} and r.to_subject_id = c.subject_id and r.kind = 'chain' and r.superseded_at = 'infinity' and r.valid_to = 'infinity')`.execute(
    tx,
  );
}

type Stored = {
  version_id: string;
  place_version_id: string;
  /** The newer of the two, which an edit is made over: versions are numbered by time. */
  edit_version: string;
  scope_id: number;
  act_id: string;
  recorded_at: string;
  merged_into_id: string | null;
  name: string;
  project_code: string | null;
  builder_name: string | null;
  credit_code: string | null;
  credit_code_override: string | null;
  account_org_id: string;
  account_org: string | null;
  build_kind: string | null;
  industry_code: string | null;
  total_investment_fen: number | null;
  fixed_asset_fen: number | null;
  land_mu: string | null;
  longitude: string | null;
  latitude: string | null;
  content: string | null;
  remark: string | null;
  chain_ids: string[];
};

async function readStored(tx: Tx, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`
    select p.version_id, v.version_id as place_version_id, v.scope_id, newest.act_id, newest.recorded_at, newest.version_id as edit_version, v.merged_into_id, v.name, p.project_code, p.builder_name, p.credit_code, p.credit_code_override,
      v.account_org_id, (select o.name from kernel_org o where o.org_id = v.account_org_id and o.superseded_at = 'infinity') as account_org, p.build_kind, p.industry_code, p.total_investment_fen,
      p.fixed_asset_fen, trim_scale(p.land_mu)::text as land_mu, trim_scale(v.longitude)::text as longitude, trim_scale(v.latitude)::text as latitude, p.content, p.remark,
      array(select r.to_subject_id from kernel_relation r where r.subject_id = v.subject_id and r.kind = 'chain' and r.superseded_at = 'infinity' and r.valid_to = 'infinity') as chain_ids
    from kernel_subject_version v join projects_profile p on p.subject_id = v.subject_id and p.superseded_at = 'infinity'
    cross join lateral (select * from (values (p.version_id, p.act_id, p.recorded_at), (v.version_id, v.act_id, v.recorded_at)) one (version_id, act_id, recorded_at)
      order by one.version_id desc limit 1) newest
    where v.subject_id = ${id} and v.superseded_at = 'infinity'`.execute(tx);
  const [stored] = rows;
  if (stored === undefined) throw problem("not-found");
  return stored;
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value);
}

/** Field by field where the form and the stored row differ. */
function differences(stored: Stored, sent: ProjectInput): EditConflict[] {
  const pairs: [string, string, string | number | null, string | number | null][] = [
    ["name", "名称", stored.name, sent.name],
    ["code", "项目代码", stored.project_code, sent.code],
    ["builderName", "建设单位", stored.builder_name, sent.builderName],
    ["creditCode", "统一社会信用代码", stored.credit_code, sent.creditCode],
    ["creditCodeOverride", "代码核对说明", stored.credit_code_override, sent.creditCodeOverride],
    ["accountOrgId", "属地单位", stored.account_org_id, sent.accountOrgId],
    ["buildKind", "建设性质", stored.build_kind, sent.buildKind],
    ["industryCode", "行业代码", stored.industry_code, sent.industryCode],
    ["totalInvestmentFen", "总投资（分）", stored.total_investment_fen, sent.totalInvestmentFen],
    ["fixedAssetFen", "固定资产投资（分）", stored.fixed_asset_fen, sent.fixedAssetFen],
    ["landMu", "用地（亩）", stored.land_mu, sent.landMu],
    ["longitude", "经度", stored.longitude, sent.longitude],
    ["latitude", "纬度", stored.latitude, sent.latitude],
    ["content", "建设内容", stored.content, sent.content],
    ["remark", "备注", stored.remark, sent.remark],
    ["chainIds", "产业链", stored.chain_ids.toSorted().join(","), sent.chainIds.toSorted().join(",")],
  ];
  return pairs.filter(([, , was, is]) => was !== is).map(([field, label, was, is]) => ({ field, label, stored: text(was), sent: text(is) }));
}

/**
 * Writes the next version of a project. It carries the version that was read: over another one nothing is written, and
 * `edit-conflict` shows both values field by field, who wrote the stored one, and its version (SECURITY R4).
 */
export async function editProject(
  tx: Tx,
  { actor, clock }: Asked,
  edited: { id: string; version: string; project: ProjectInput; reason: string | null },
): Promise<{ id: string; version: string }> {
  assertSteward(actor, "项目信息修改");
  const { id } = edited;
  const act = await beginAct(tx, { kind: "edit-project", subjects: [id], reason: edited.reason?.trim() || null });
  const stored = await readStored(tx, id);
  if (stored.merged_into_id !== null) throw problem("rule-refused", { detail: "该项目已并入另一个项目，请在合并后的项目上修改。" });
  if (stored.edit_version !== edited.version) throw await conflictOf(tx, stored, edited.project);
  const input = settleInput(edited.project, { code: stored.project_code, creditCode: stored.credit_code, creditCodeOverride: stored.credit_code_override });
  const changed = differences(stored, input);
  if (changed.length === 0) return { id, version: stored.edit_version };
  const place = await placeOf(tx, input.accountOrgId);
  if (place.scope_id !== stored.scope_id) await sql`select kernel_rescope(${id}, ${place.scope_id})`.execute(tx);
  const placed = { id, scopeId: place.scope_id };
  await sql`update kernel_subject set name = ${input.name}, code = ${input.code}, search_text = ${searchText(input.name, input.code, input.builderName)} where subject_id = ${id}`.execute(
    tx,
  );
  if (changed.some((one) => ["name", "code", "accountOrgId", "longitude", "latitude"].includes(one.field))) {
    await sql`update kernel_subject_version set superseded_at = now() where version_id = ${stored.place_version_id} and superseded_at = 'infinity'`.execute(tx);
    await insertPlace(tx, placed, { input, areaId: place.area_id, former: stored.place_version_id });
  }
  await sql`update projects_profile set superseded_at = now() where version_id = ${stored.version_id} and superseded_at = 'infinity'`.execute(tx);
  const version = await insertProfile(tx, placed, { input, former: stored.version_id });
  const today = clock.today().toString();
  await writeChains(tx, placed, { chainIds: input.chainIds, today });
  await settleProjects(tx, { act, today }, [id]);
  return { id, version };
}

async function conflictOf(tx: Tx, stored: Stored, sent: ProjectInput) {
  const { rows } = await sql<{
    post_title: string | null;
    org_name: string | null;
  }>`select post_title, org_name from kernel_act_signatures(array[${stored.act_id}]::uuid[])`.execute(tx);
  const by = rows[0]?.post_title == null ? null : `${rows[0].org_name ?? ""}·${rows[0].post_title}`;
  return problem("edit-conflict", {
    detail: `${by ?? "其他人"}已先修改了这个项目。请对照两个版本后再保存。`,
    version: stored.edit_version,
    by,
    at: stored.recorded_at,
    conflicts: differences(stored, sent),
  });
}
