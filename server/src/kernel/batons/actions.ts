import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Handovers, heldRoleName, heldRoles } from "@baton/contract/batons";
import type { Handover } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { passMatters } from "#kernel/matters";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { type Baton, distinctHands, refusalOf } from "./rules.ts";
import { getPost, listBatonsById } from "./views.ts";

type Holding = { version_id: string; baton_id: string; scope_id: number; holder_post_id: number; valid_from: string; note: string | null };
type Passing = { subjectId: string; role: string; toPostId: number; on: string; note: string };

/**
 * Hands a role over on a day, in one act with a note: the holder's baton ends that day, the next begins. Where nobody
 * holds it, it is only taken up. A baton that begins later stands: the database then refuses as `baton-already-held`.
 * Throws `not-found` for a subject out of reach, `rule-refused` for a post that cannot hold it.
 */
export async function handOver(tx: Tx, subjectId: string, handover: Handover): Promise<{ id: string }> {
  const { role, toPostId, on, note } = handover;
  if (!heldRoles.some(({ code }) => code === role)) throw problem("invalid-input", { detail: `没有“${role}”这个责任角色。` });
  await beginAct(tx, { kind: "hand-over", subjects: [subjectId], reason: note });
  const { rows: subjects } = await sql<{
    scope_id: number;
    merged_into_id: string | null;
  }>`select scope_id, merged_into_id from kernel_subject where subject_id = ${subjectId}`.execute(tx);
  const [subject] = subjects;
  if (subject === undefined) throw problem("not-found");
  if (subject.merged_into_id !== null) throw problem("rule-refused", { detail: "该对象已并入另一个对象，请在合并后的对象上办理交接。" });
  await assertCanHold(tx, toPostId);
  const passing = { subjectId, role, toPostId, on, note };
  const held = await findHolding(tx, passing);
  if (held?.holder_post_id === toPostId) throw problem("rule-refused", { detail: `该岗位已经承担${heldRoleName(role)}，不需要交接。` });
  const id = await passOn(tx, passing, { held, scopeId: subject.scope_id });
  await sql`select kernel_refresh_grants(array[${subjectId}]::uuid[])`.execute(tx);
  await announce(tx, "baton", { subjectId, payload: { role } });
  return { id };
}

async function findHolding(tx: Tx, { subjectId, role, on }: Pick<Passing, "subjectId" | "role" | "on">): Promise<Holding | undefined> {
  const { rows } = await sql<Holding>`select version_id, baton_id, scope_id, holder_post_id, valid_from, note from kernel_baton
    where subject_id = ${subjectId} and role = ${role} and seat = 0 and superseded_at = 'infinity' and valid_from < ${on}::date and valid_to > ${on}::date`.execute(
    tx,
  );
  return rows[0];
}

async function passOn(tx: Tx, { subjectId, role, toPostId, on, note }: Passing, former: { held: Holding | undefined; scopeId: number }): Promise<string> {
  const { held, scopeId } = former;
  if (held !== undefined) await endBaton(tx, { subjectId, role, on }, held);
  const id = randomUUID();
  await sql`insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from, note)
    values (${id}, ${scopeId}, ${subjectId}, ${role}, ${toPostId}, ${on}::date, ${note})`.execute(tx);
  return id;
}

async function endBaton(tx: Tx, about: { subjectId: string; role: string; on: string }, held: Holding): Promise<void> {
  await sql`update kernel_baton set superseded_at = now() where version_id = ${held.version_id} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from, valid_to, note)
    values (${held.baton_id}, ${held.scope_id}, ${about.subjectId}, ${about.role}, ${held.holder_post_id}, ${held.valid_from}::date, ${about.on}::date, ${held.note})`.execute(
    tx,
  );
}

async function assertCanHold(tx: Tx, postId: number): Promise<void> {
  const post = await getPost(tx, postId);
  if (post === undefined || post.isClosed) throw problem("rule-refused", { detail: "接手的岗位不存在或已经撤销，请另选岗位。" });
  if (["sysadmin", "secadmin", "auditor"].includes(post.role)) throw problem("rule-refused", { detail: "系统、安全、审计管理员不承担业务责任，请另选岗位。" });
}

/** Roles that hand over; rows are the database's to decide. */
export function mayHandOver(actor: Pick<Actor, "role">): boolean {
  return actor.role === "dispatch" || actor.role === "district";
}

/**
 * Hands several batons to one post in one act (a person changes post): all or none. Their open matters go along when
 * asked and when the day has come. Throws `not-allowed`, `not-found` for a baton out of reach, `rule-refused` naming
 * the subject that stands in the way.
 */
export async function handOverMany(
  tx: Tx,
  actor: Actor,
  asked: Handovers & { now: Temporal.Instant; today: string },
): Promise<{ handedOver: number; matters: number }> {
  if (!mayHandOver(actor)) throw problem("not-allowed", { detail: "责任移交由区（市）或调度机构办理，请向其提出。" });
  const wanted = await listBatonsById(tx, asked.batonIds);
  await beginAct(tx, { kind: "hand-over", subjects: [...new Set(wanted.map(({ subjectId }) => subjectId))], reason: asked.note });
  await assertCanHold(tx, asked.toPostId);
  // Read again under the locks: somebody may have handed one over in between.
  const batons = await listBatonsById(tx, asked.batonIds);
  for (const baton of batons) {
    const refusal = refusalOf(baton, asked);
    if (refusal !== null) throw problem("rule-refused", { detail: refusal });
  }
  const goAlong = asked.withMatters && asked.on <= asked.today;
  let matters = 0;
  for (const baton of batons) {
    await passOn(tx, { subjectId: baton.subjectId, role: baton.role, toPostId: asked.toPostId, on: asked.on, note: asked.note }, formerOf(baton));
    await announce(tx, "baton", { subjectId: baton.subjectId, payload: { role: baton.role } });
  }
  if (goAlong) {
    for (const { subjectId, postId } of distinctHands(batons)) {
      matters += await passMatters(tx, actor, { subjectId, fromPostId: postId, toPostId: asked.toPostId, note: asked.note, now: asked.now });
    }
  }
  await sql`select kernel_refresh_grants(${batons.map(({ subjectId }) => subjectId)}::uuid[])`.execute(tx);
  return { handedOver: batons.length, matters };
}

function formerOf(baton: Baton): { held: Holding; scopeId: number } {
  const held = {
    version_id: baton.versionId,
    baton_id: baton.id,
    scope_id: baton.scopeId,
    holder_post_id: baton.holderPostId,
    valid_from: baton.validFrom,
    note: baton.note,
  };
  return { held, scopeId: baton.scopeId };
}
