import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { batonRoles, type Handover } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { announce, beginAct, type Tx } from "#platform/database";

/** Roles that may be handed over: those of projects, and the chief of a chain. */
const roles = new Map<string, string>([...batonRoles.map((role): [string, string] => [role.code, role.zh]), ["chief", "链长"]]);

type Holding = { version_id: string; baton_id: string; scope_id: number; holder_post_id: number; valid_from: string; note: string | null };

/**
 * Hands a role over on a day, in one act with a note: the holder's baton ends that day, the next begins. Where nobody
 * holds it, it is only taken up. A baton that begins later stands: the database then refuses as `baton-already-held`.
 * Throws `not-found` for a subject out of reach, `rule-refused` for a post that cannot hold it.
 */
export async function handOver(tx: Tx, subjectId: string, handover: Handover): Promise<{ id: string }> {
  const roleName = roles.get(handover.role);
  if (roleName === undefined) throw problem("invalid-input", { detail: `没有“${handover.role}”这个责任角色。` });
  await beginAct(tx, { kind: "hand-over", subjects: [subjectId], reason: handover.note });
  const { rows: subjects } = await sql<{
    scope_id: number;
    merged_into_id: string | null;
  }>`select scope_id, merged_into_id from kernel_subject where subject_id = ${subjectId}`.execute(tx);
  const [subject] = subjects;
  if (subject === undefined) throw problem("not-found");
  if (subject.merged_into_id !== null) throw problem("rule-refused", { detail: "该对象已并入另一个对象，请在合并后的对象上办理交接。" });
  await assertCanHold(tx, handover.toPostId);
  const { rows } = await sql<Holding>`select version_id, baton_id, scope_id, holder_post_id, valid_from, note from kernel_baton
    where subject_id = ${subjectId} and role = ${handover.role} and seat = 0 and superseded_at = 'infinity' and valid_from < ${handover.on}::date and valid_to > ${handover.on}::date`.execute(
    tx,
  );
  const [held] = rows;
  if (held?.holder_post_id === handover.toPostId) throw problem("rule-refused", { detail: `该岗位已经承担${roleName}，不需要交接。` });
  if (held !== undefined) await endBaton(tx, { subjectId, role: handover.role, on: handover.on }, held);
  const id = randomUUID();
  await sql`insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from, note)
    values (${id}, ${subject.scope_id}, ${subjectId}, ${handover.role}, ${handover.toPostId}, ${handover.on}::date, ${handover.note})`.execute(tx);
  await sql`select kernel_refresh_grants(array[${subjectId}]::uuid[])`.execute(tx);
  await announce(tx, "baton", { subjectId, payload: { role: handover.role } });
  return { id };
}

async function endBaton(tx: Tx, about: { subjectId: string; role: string; on: string }, held: Holding): Promise<void> {
  await sql`update kernel_baton set superseded_at = now() where version_id = ${held.version_id} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from, valid_to, note)
    values (${held.baton_id}, ${held.scope_id}, ${about.subjectId}, ${about.role}, ${held.holder_post_id}, ${held.valid_from}::date, ${about.on}::date, ${held.note})`.execute(
    tx,
  );
}

async function assertCanHold(tx: Tx, postId: number): Promise<void> {
  const { rows } = await sql<{ is_closed: boolean; role: string }>`select is_closed, role from kernel_post where post_id = ${postId}`.execute(tx);
  const [post] = rows;
  if (post === undefined || post.is_closed) throw problem("rule-refused", { detail: "接手的岗位不存在或已经撤销，请另选岗位。" });
  if (["sysadmin", "secadmin", "auditor"].includes(post.role)) throw problem("rule-refused", { detail: "系统、安全、审计管理员不承担业务责任，请另选岗位。" });
}
