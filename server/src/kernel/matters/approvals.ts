import type { MatterAnswer } from "@baton/contract/matters";
import { assert, problem } from "@baton/contract/problems";
import { sql } from "kysely";
import type { Actor, Tx } from "#platform/database";
import { answerOf, type Asked, beginAsked } from "./actions.ts";
import { eventBy } from "./hand.ts";
import { openMatter } from "./opening.ts";
import { assertSeen, beginOnMatter, loadMatter, record } from "./record.ts";
import { requireAct } from "./viewer.ts";

/**
 * The post that looks after a subject: the nearest district or dispatch office at or above its organisation, other
 * than `notOrgId` (an office does not approve its own requests); of its posts one that somebody holds today, else nobody
 * would see it. Undefined where there is none.
 */
export async function findOverseerPost(tx: Tx, asked: { subjectId: string; notOrgId?: string }): Promise<number | undefined> {
  const { rows } = await sql<{ post_id: number }>`
    select p.post_id from kernel_subject s
    join kernel_scope sc on sc.scope_id = s.scope_id
    join kernel_org_closure c on c.descendant_id = sc.org_id
    join kernel_post p on p.org_id = c.ancestor_id and p.role in ('district', 'dispatch') and not p.is_closed
    where s.subject_id = ${asked.subjectId} and (${asked.notOrgId ?? null}::uuid is null or p.org_id <> ${asked.notOrgId ?? null}::uuid)
    order by c.depth, not exists (select from kernel_appointment a where a.post_id = p.post_id and a.valid_from <= current_date and a.valid_to > current_date),
      p.post_id limit 1`.execute(tx);
  return rows[0]?.post_id;
}

async function approverOf(tx: Tx, actor: Actor, parent: { subjectId: string; openedByPostId: number | null }): Promise<number> {
  const { rows } = await sql<{ post_id: number }>`select post_id from kernel_post
    where post_id = ${parent.openedByPostId}::int and org_id <> ${actor.orgId} and not is_closed`.execute(tx);
  const post = rows[0]?.post_id ?? (await findOverseerPost(tx, { subjectId: parent.subjectId, notOrgId: actor.orgId }));
  if (post === undefined) throw problem("rule-refused", { detail: "没有可以审批延期的上级岗位，请联系调度部门。" });
  return post;
}

/** 申请延期: before the deadline, once; opens an approval in the hands of the opener's post, or of the office above. */
export async function askExtension(tx: Tx, actor: Actor, asked: Asked & { workingDays: number; reason: string }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "ask_extension", reason: asked.reason });
  const { matter, rule, state } = recorded;
  if (asked.workingDays > rule.extensionDaysMax)
    throw problem("rule-refused", { detail: `延期至多${rule.extensionDaysMax}个工作日，申请了${asked.workingDays}个。` });
  const approvalId = await openMatter(tx, {
    kind: "approval-extension",
    subjectId: matter.subject_id,
    title: `延期${asked.workingDays}个工作日：${matter.title}`.slice(0, 80),
    ask: asked.reason,
    holderPostId: await approverOf(tx, actor, { subjectId: matter.subject_id, openedByPostId: state.openedByPostId }),
    by: { accountId: actor.accountId, postId: actor.postId },
    at: asked.now.toString(),
    parentId: matter.matter_id,
    sourceKind: "matter",
    sourceId: matter.matter_id,
  });
  const asking = eventBy(actor, asked.now, { kind: "extension_asked", workingDays: asked.workingDays, reason: asked.reason });
  return answerOf(asked.matterId, await record(tx, recorded, [asking]), approvalId);
}

/** The extension approval and its matter, from the id of either. */
async function findExtensionPair(tx: Tx, matterId: string): Promise<{ approvalId: string; parentId: string }> {
  const { rows } = await sql<{ approval_id: string; parent_id: string }>`
    select m.matter_id as approval_id, m.parent_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where m.kind = 'approval-extension' and m.parent_id is not null and (m.matter_id = ${matterId} or m.parent_id = ${matterId})
    order by (s.status in ('open', 'in_hand')) desc, m.recorded_at desc limit 1`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有找到待审批的延期申请。" });
  return { approvalId: row.approval_id, parentId: row.parent_id };
}

/** 同意 or 不同意 an extension, named by the approval or its matter; by another person than the one who asked. */
export async function decideExtension(
  tx: Tx,
  actor: Actor,
  asked: Asked & { isGranted: boolean; workingDays?: number | null; reason: string },
): Promise<MatterAnswer> {
  const { approvalId, parentId } = await findExtensionPair(tx, asked.matterId);
  // The writer has seen the matter it names; the other of the pair has the same subject and is under the same lock.
  const named = await beginOnMatter(tx, { matterId: asked.matterId, kind: "matter-decide", reason: asked.reason, lastSequence: asked.lastSequence });
  const approval = approvalId === asked.matterId ? named : await loadMatter(tx, approvalId);
  const parent = parentId === asked.matterId ? named : await loadMatter(tx, parentId);
  await requireAct(tx, actor, { act: "decide", recorded: approval, now: asked.now.toString() });
  if (!parent.state.isExtensionPending) throw problem("matter-state", { detail: "延期申请已经批复或不再需要。" });
  const request = parent.events.findLast((one) => one.kind === "extension_asked");
  assert(request?.workingDays != null, "a pending extension was asked for in days");
  const days = asked.workingDays ?? request.workingDays;
  if (days > request.workingDays) throw problem("rule-refused", { detail: `只能同意申请的${request.workingDays}个工作日以内。` });
  const decision = asked.isGranted ? "granted" : "refused";
  await record(tx, approval, [eventBy(actor, asked.now, { kind: "closed", reason: decision, body: asked.reason })]);
  const event = asked.isGranted
    ? eventBy(actor, asked.now, { kind: "extension_granted", workingDays: days, reason: asked.reason })
    : eventBy(actor, asked.now, { kind: "extension_refused", reason: asked.reason });
  return answerOf(parentId, await record(tx, parent, [event]), approvalId);
}

/**
 * Closes an exemption or re-plan approval inside the caller's act (the slice that owns what is approved). Throws
 * `same-person` when the asker decides, `matter-state` when it was decided before.
 */
export async function decideApproval(
  tx: Tx,
  actor: Actor,
  decision: { matterId: string; isGranted: boolean; reason: string; now: Temporal.Instant; lastSequence?: number | undefined },
): Promise<{ requestedByAccountId: string | null }> {
  const recorded = await loadMatter(tx, decision.matterId);
  assertSeen(recorded, decision.lastSequence);
  await requireAct(tx, actor, { act: "decide", recorded, now: decision.now.toString() });
  await record(tx, recorded, [eventBy(actor, decision.now, { kind: "closed", reason: decision.isGranted ? "granted" : "refused", body: decision.reason })]);
  return { requestedByAccountId: recorded.state.openedByAccountId };
}
