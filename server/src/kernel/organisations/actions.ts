import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { z } from "zod";
import type { organisationBody, organisationEdit, postBody } from "@baton/contract/organisations";
import { problem } from "@baton/contract/problems";
import { searchText } from "#kernel/subjects";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";

type Body = z.infer<typeof organisationBody>;

function assertKeeper(actor: Actor): void {
  if (actor.role !== "sysadmin" && actor.role !== "dispatch") throw problem("not-allowed", { detail: "组织机构由系统管理员或调度机构维护。" });
}

/** One at a time: two moves at once could each be sound and together close a ring. */
export async function lockTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(4210016)`.execute(tx);
}

/** Where an organisation may stand: under an existing one that is not itself or below it, with a name free there, in an existing area. */
async function assertPlace(tx: Tx, body: Body, own: string | null): Promise<void> {
  const { rows } = await sql<{ is_parent_there: boolean; is_below: boolean; is_taken: boolean; is_area_there: boolean; has_other_root: boolean }>`
    select ${body.parentId}::uuid is null or exists (select from kernel_org where org_id = ${body.parentId}::uuid and superseded_at = 'infinity') as is_parent_there,
      exists (select from kernel_org_closure where ancestor_id = ${own}::uuid and descendant_id = ${body.parentId}::uuid) as is_below,
      exists (select from kernel_org where parent_org_id is not distinct from ${body.parentId}::uuid and name = ${body.name} and superseded_at = 'infinity' and org_id is distinct from ${own}::uuid) as is_taken,
      ${body.areaId}::uuid is null or exists (select from kernel_area where area_id = ${body.areaId}::uuid and superseded_at = 'infinity') as is_area_there,
      exists (select from kernel_org where parent_org_id is null and superseded_at = 'infinity' and org_id is distinct from ${own}::uuid) as has_other_root`.execute(
    tx,
  );
  const [place] = rows;
  if (place === undefined) throw new Error("a place was not judged");
  if (!place.is_parent_there)
    throw problem("invalid-input", {
      detail: "上级组织不存在，请重新选择。",
      errors: [{ pointer: "/parentId", code: "unknown", detail: "上级组织不存在，请重新选择。" }],
    });
  if (!place.is_area_there)
    throw problem("invalid-input", {
      detail: "行政区划不存在，请重新选择。",
      errors: [{ pointer: "/areaId", code: "unknown", detail: "行政区划不存在，请重新选择。" }],
    });
  if (place.is_below) throw problem("rule-refused", { detail: "不能把组织移到它自己或它的下级之下，请另选上级组织。" });
  if (body.parentId === null && place.has_other_root) throw problem("rule-refused", { detail: "组织树已有最高一级，请选择上级组织。" });
  if (place.is_taken) throw problem("duplicate-subject", { detail: `同一上级之下已有“${body.name}”，请核对是否重复。` });
}

/** Adds an organisation with its own scope. Throws `duplicate-subject`, `invalid-input`, `rule-refused`, `not-allowed`. */
export async function addOrganisation(tx: Tx, actor: Actor, body: Body): Promise<{ id: string; version: string }> {
  assertKeeper(actor);
  const id = randomUUID();
  await lockTree(tx);
  await beginAct(tx, { kind: "add-organisation", subjects: [] });
  await assertPlace(tx, body, null);
  await sql`select kernel_add_org_subject(${id}, 'org', null, ${body.name}, ${searchText(body.name)})`.execute(tx);
  const version = await insertVersion(tx, id, body);
  await sql`select kernel_rebuild_org_closure()`.execute(tx);
  await announce(tx, "organisation", { payload: { id } });
  return { id, version };
}

async function insertVersion(tx: Tx, id: string, body: Body): Promise<string> {
  const { rows } = await sql<{ version_id: string }>`insert into kernel_org (org_id, name, kind, parent_org_id, area_id)
    values (${id}, ${body.name}, ${body.kind}, ${body.parentId}::uuid, ${body.areaId}::uuid) returning version_id`.execute(tx);
  const version = rows[0]?.version_id;
  if (version === undefined) throw new Error("an organisation was not written");
  return version;
}

/**
 * Writes the next version of an organisation; its posts, scope and subjects stay with it. A move changes who reaches
 * what is below it at once, because rights are judged now. Throws `edit-conflict` over another version than was read.
 */
export async function editOrganisation(
  tx: Tx,
  actor: Actor,
  edited: { id: string } & z.infer<typeof organisationEdit>,
): Promise<{ id: string; version: string }> {
  assertKeeper(actor);
  const { id, organisation } = edited;
  await lockTree(tx);
  await beginAct(tx, { kind: "edit-organisation", subjects: [id], reason: edited.reason });
  const { rows } = await sql<{ version_id: string; name: string; kind: string; parent_org_id: string | null; area_id: string | null }>`
    select version_id, name, kind, parent_org_id, area_id from kernel_org where org_id = ${id} and superseded_at = 'infinity'`.execute(tx);
  const [stored] = rows;
  if (stored === undefined) throw problem("not-found");
  if (stored.version_id !== edited.version) {
    const pairs = [
      ["name", "组织名称", stored.name, organisation.name],
      ["kind", "类别", stored.kind, organisation.kind],
      ["parentId", "上级组织", stored.parent_org_id, organisation.parentId],
      ["areaId", "行政区划", stored.area_id, organisation.areaId],
    ] as const;
    throw problem("edit-conflict", {
      detail: `“${stored.name}”已被他人修改，请对照后再保存。`,
      version: stored.version_id,
      conflicts: pairs.filter(([, , was, is]) => was !== is).map(([field, label, was, is]) => ({ field, label, stored: was, sent: is })),
    });
  }
  await assertPlace(tx, organisation, id);
  await sql`update kernel_org set superseded_at = now() where version_id = ${stored.version_id} and superseded_at = 'infinity'`.execute(tx);
  const version = await insertVersion(tx, id, organisation);
  await sql`select kernel_rename_org_subject(${id}, ${organisation.name}, ${searchText(organisation.name)})`.execute(tx);
  if (stored.parent_org_id !== organisation.parentId) await sql`select kernel_rebuild_org_closure()`.execute(tx);
  await announce(tx, "organisation", { payload: { id } });
  return { id, version };
}

/** Adds a post to an organisation; people are appointed to it elsewhere, by the security administrator. Throws `not-allowed`, `duplicate-subject`. */
export async function addPost(tx: Tx, actor: Actor, body: z.infer<typeof postBody>): Promise<{ id: number }> {
  if (actor.role !== "sysadmin") throw problem("not-allowed", { detail: "岗位由系统管理员设立。" });
  await beginAct(tx, { kind: "add-post", subjects: [body.orgId] });
  const { rows: orgs } = await sql<{
    is_taken: boolean;
  }>`select exists (select from kernel_post p where p.org_id = o.org_id and p.title = ${body.title}) as is_taken
    from kernel_org o where o.org_id = ${body.orgId} and o.superseded_at = 'infinity'`.execute(tx);
  if (orgs[0] === undefined) throw problem("not-found", { detail: "没有找到这个组织，请刷新后再试。" });
  if (orgs[0].is_taken) throw problem("duplicate-subject", { detail: `该组织已有“${body.title}”岗位。` });
  const { rows } = await sql<{
    post_id: number;
  }>`insert into kernel_post (org_id, title, role) values (${body.orgId}, ${body.title}, ${body.role}) returning post_id`.execute(tx);
  const id = rows[0]?.post_id;
  if (id === undefined) throw new Error("a post was not written");
  return { id };
}
