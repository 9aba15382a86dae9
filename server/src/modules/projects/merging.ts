import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { beginAct, type Tx } from "#platform/database";
import { settleProjects } from "./settling.ts";
import { type Asked, assertSteward } from "./writing.ts";

async function assertMergeable(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{
    merged_into_id: string | null;
  }>`select merged_into_id from kernel_subject where subject_id = ${id} and kind = 'project'`.execute(tx);
  const [project] = rows;
  if (project === undefined) throw problem("not-found");
  if (project.merged_into_id !== null) throw problem("rule-refused", { detail: "该项目已并入另一个项目，请在合并后的项目上办理。" });
}

/**
 * Merges one project into another, with what had been merged into it. Dated by the act (KERNEL K18): asked as known
 * before, both count; from now on one does. Throws `rule-refused` for a project merged into itself or into a merged one.
 */
export async function mergeProjects(
  tx: Tx,
  { actor, clock }: Asked,
  asked: { id: string; intoId: string; reason: string; documentNo: string | null },
): Promise<{ id: string }> {
  assertSteward(actor, "项目合并");
  const { id, intoId } = asked;
  if (id === intoId) throw problem("rule-refused", { detail: "不能把项目并入它自己，请另选一个项目。" });
  const { rows: followers } = await sql<{ subject_id: string }>`select subject_id from kernel_subject where merged_into_id = ${id}`.execute(tx);
  const moved = [id, ...followers.map((row) => row.subject_id)];
  const act = await beginAct(tx, { kind: "merge-project", subjects: [...moved, intoId], reason: asked.reason, documentNo: asked.documentNo });
  await assertMergeable(tx, id);
  await assertMergeable(tx, intoId);
  const closed =
    await sql`update kernel_subject_version set superseded_at = now() where subject_id = any(${moved}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  // rows that may be read but not written are passed over by the database without a word
  if (Number(closed.numAffectedRows ?? 0) < moved.length) throw problem("not-allowed", { detail: "其中有的项目不在您的办理范围内，请由上一级调度机构合并。" });
  await sql`insert into kernel_subject_version (subject_id, scope_id, name, code, account_org_id, account_area_id, place_area_id, longitude, latitude, merged_into_id)
    select v.subject_id, s.scope_id, v.name, v.code, v.account_org_id, v.account_area_id, v.place_area_id, v.longitude, v.latitude, ${intoId}
    from kernel_subject_version v join kernel_subject s on s.subject_id = v.subject_id
    where v.subject_id = any(${moved}::uuid[]) and v.superseded_at = ${act.recordedAt}::timestamptz`.execute(tx);
  await sql`update kernel_subject set merged_into_id = ${intoId} where subject_id = any(${moved}::uuid[])`.execute(tx);
  await settleProjects(tx, { act, today: clock.today().toString() }, [...moved, intoId]);
  return { id: intoId };
}
