import { sql } from "kysely";
import type { LightDimension } from "@baton/contract/light-rules";
import { lightDimensionNames } from "@baton/contract/light-rules";
import type { MatterAnswer } from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { answerOfMatter, decideApproval, openMatter } from "#kernel/matters";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";

export type ExemptionRequest = {
  subjectId: string;
  dimension: LightDimension;
  reason: string;
  documentNo: string | null;
  validTo: string;
  now: Temporal.Instant;
  today: string;
};

/** Longer than a year nobody remembers why; ask again. */
const longestDays = 366;

async function getDispatchPost(tx: Tx, subjectId: string): Promise<number> {
  const { rows } = await sql<{ post_id: number }>`select p.post_id from kernel_subject s
    join kernel_scope sc on sc.scope_id = s.scope_id
    join kernel_org_closure c on c.descendant_id = sc.org_id
    join kernel_post p on p.org_id = c.ancestor_id and p.role = 'dispatch' and not p.is_closed
    where s.subject_id = ${subjectId} order by c.depth, p.post_id limit 1`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw problem("rule-refused", { detail: "没有可以审批豁免的调度岗位，请联系系统管理员设置。" });
  return row.post_id;
}

/**
 * 豁免申请: opens an approval in the hands of the dispatch office; nothing is exempted until another account grants it.
 * Throws `rule-refused` for an expiry not after today or more than a year away.
 */
export async function askExemption(tx: Tx, actor: Actor, input: ExemptionRequest): Promise<MatterAnswer> {
  if (!["town", "district", "dispatch"].includes(actor.role)) throw problem("not-allowed", { detail: "豁免由属地或调度机构申请。" });
  const days = Temporal.PlainDate.from(input.today).until(input.validTo, { largestUnit: "days" }).days;
  if (days < 1) throw problem("rule-refused", { detail: "豁免到期日应在今天之后。" });
  if (days > longestDays) throw problem("rule-refused", { detail: "豁免一次不超过一年，到期后可重新申请。" });
  await beginAct(tx, { kind: "ask-exemption", subjects: [input.subjectId], reason: input.reason, documentNo: input.documentNo });
  const matterId = await openMatter(tx, {
    kind: "approval-exemption",
    subjectId: input.subjectId,
    title: `亮牌豁免申请·${lightDimensionNames[input.dimension]}·至${input.validTo}`,
    ask: input.reason,
    holderPostId: await getDispatchPost(tx, input.subjectId),
    by: { accountId: actor.accountId, postId: actor.postId },
    at: input.now.toString(),
    sourceKind: "exemption",
  });
  await sql`insert into kernel_exemption_request (scope_id, subject_id, matter_id, dimension, reason, document_no, valid_to, requested_by)
    select scope_id, subject_id, ${matterId}, ${input.dimension}, ${input.reason}, ${input.documentNo}, ${input.validTo}::date, ${actor.accountId}
    from kernel_subject where subject_id = ${input.subjectId}`.execute(tx);
  return answerOfMatter(tx, matterId);
}

type Requested = {
  subject_id: string;
  scope_id: number;
  dimension: LightDimension;
  reason: string;
  document_no: string | null;
  valid_to: string;
  requested_by: string;
};

/**
 * 审批豁免: granted, it counts from today until its expiry; the light stays computed and is shown with it. Throws
 * `same-person` for the asker, `not-allowed` for others than the dispatch office, `matter-state` when decided before.
 */
export async function decideExemption(
  tx: Tx,
  actor: Actor,
  decision: { matterId: string; isGranted: boolean; reason: string; now: Temporal.Instant; today: string },
): Promise<MatterAnswer> {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "豁免由调度机构审批。" });
  const { rows } = await sql<Requested>`select subject_id, scope_id, dimension, reason, document_no, valid_to, requested_by
    from kernel_exemption_request where matter_id = ${decision.matterId} and superseded_at = 'infinity'`.execute(tx);
  const asked = rows[0];
  if (asked === undefined) throw problem("not-found", { detail: "没有这项豁免申请，或者您无权查看。" });
  if (asked.requested_by === actor.accountId) throw problem("same-person", { detail: "申请人不能审批自己的申请，请由另一人审批。" });
  if (decision.isGranted && asked.valid_to <= decision.today) throw problem("rule-refused", { detail: "申请的到期日已过，请退回后重新申请。" });
  await beginAct(tx, { kind: "decide-exemption", subjects: [asked.subject_id], reason: decision.reason, documentNo: asked.document_no });
  await decideApproval(tx, actor, decision);
  if (decision.isGranted) {
    await sql`insert into kernel_exemption (exemption_id, scope_id, subject_id, dimension, reason, document_no, valid_from, valid_to, requested_by, approved_by)
      values (uuidv7(), ${asked.scope_id}, ${asked.subject_id}, ${asked.dimension}, ${asked.reason}, ${asked.document_no}, ${decision.today}::date, ${asked.valid_to}::date,
        ${asked.requested_by}, ${actor.accountId})`.execute(tx);
    await announce(tx, "exemption", { subjectId: asked.subject_id });
  }
  return answerOfMatter(tx, decision.matterId);
}

export type Exempted = { subjectId: string; dimension: LightDimension; reason: string; validTo: string; documentNo: string | null };

/** Exemptions in force on a day, as known, of some subjects or of all; the one that lasts longest first. */
export async function listExemptions(tx: Tx, at: { validOn: string; knownAt: string }, subjects?: readonly string[]): Promise<Exempted[]> {
  const some = subjects === undefined ? sql`true` : sql`subject_id = any(${subjects}::uuid[])`;
  const { rows } = await sql<{ subject_id: string; dimension: LightDimension; reason: string; valid_to: string; document_no: string | null }>`
    select subject_id, dimension, reason, valid_to, document_no from kernel_exemption
    where ${some} and valid_from <= ${at.validOn}::date and valid_to > ${at.validOn}::date
      and recorded_at <= ${at.knownAt}::timestamptz and superseded_at > ${at.knownAt}::timestamptz
    order by valid_to desc, exemption_id`.execute(tx);
  return rows.map((row) => ({ subjectId: row.subject_id, dimension: row.dimension, reason: row.reason, validTo: row.valid_to, documentNo: row.document_no }));
}
