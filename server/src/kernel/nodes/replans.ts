import { sql } from "kysely";
import { dayOf } from "@baton/contract/calendar";
import type { ApprovalEffects, ReplanAsked } from "@baton/contract/matter-approvals";
import { problem } from "@baton/contract/problems";
import { decideApproval, findOverseerPost, openMatter } from "#kernel/matters";
import type { Actor, Tx } from "#platform/database";
import { saveNode } from "./actions.ts";
import { daysLate } from "./rules.ts";

type NodeVersion = {
  version_id: string;
  kind: string;
  name: string;
  planned_on: string;
  due_on: string;
  baseline_on: string;
  precision: string;
  done_on: string | null;
  enters_stage: string | null;
};

/** A re-plan as it was asked for, with the node as it stood then and as it stands now. */
type Requested = {
  subject_id: string;
  node_id: string;
  node_version_id: string;
  planned_on: string;
  due_on: string;
  reason: string;
  document_no: string | null;
};

async function findNode(tx: Tx, asked: { subjectId: string; nodeId: string }): Promise<NodeVersion> {
  const { rows } = await sql<NodeVersion>`select version_id, kind, name, planned_on, due_on, baseline_on, precision, done_on, enters_stage from kernel_node
    where node_id = ${asked.nodeId} and subject_id = ${asked.subjectId} and superseded_at = 'infinity'`.execute(tx);
  const [node] = rows;
  if (node === undefined) throw problem("not-found", { detail: "没有找到这个节点，请刷新后再试。" });
  return node;
}

async function isDone(tx: Tx, subjectId: string, node: NodeVersion): Promise<boolean> {
  if (node.enters_stage === null) return node.done_on !== null;
  const { rows } = await sql<{ is_entered: boolean }>`select exists (select from kernel_stage where subject_id = ${subjectId} and track = 'main'
    and is_preferred and stage = ${node.enters_stage} and superseded_at = 'infinity') as is_entered`.execute(tx);
  return rows[0]?.is_entered === true;
}

async function isPending(tx: Tx, nodeId: string): Promise<boolean> {
  const { rows } = await sql<{ is_pending: boolean }>`select exists (select from kernel_replan_request r
    join kernel_matter_state s on s.matter_id = r.matter_id and s.superseded_at = 'infinity' and s.status in ('open', 'in_hand')
    where r.node_id = ${nodeId} and r.superseded_at = 'infinity') as is_pending`.execute(tx);
  return rows[0]?.is_pending === true;
}

/**
 * 改期申请, inside the caller's act: opens an approval in the hands of the office above; no date moves until another
 * account grants it. Throws `not-found`, and `rule-refused` for a node that is done, dates that stay as they are, or a
 * request already waiting.
 */
export async function askReplan(tx: Tx, actor: Actor, asked: ReplanAsked & { subjectId: string; now: Temporal.Instant }): Promise<string> {
  const { subjectId, nodeId, plannedOn, dueOn, reason, documentNo } = asked;
  const node = await findNode(tx, { subjectId, nodeId });
  if (await isDone(tx, subjectId, node)) throw problem("rule-refused", { detail: `节点“${node.name}”已经完成，不需要改期。` });
  if (node.planned_on === plannedOn && node.due_on === dueOn) throw problem("rule-refused", { detail: "日期没有变动，请填写新的计划日期或应完成日期。" });
  if (dueOn < plannedOn) throw problem("rule-refused", { detail: `应完成日期${dueOn}早于计划日期${plannedOn}，请核对。` });
  if (await isPending(tx, nodeId)) throw problem("rule-refused", { detail: `节点“${node.name}”的改期申请正在审批，批复后再申请。` });
  const holderPostId = await findOverseerPost(tx, { subjectId, notOrgId: actor.orgId });
  if (holderPostId === undefined) throw problem("rule-refused", { detail: "没有可以审批改期的上级岗位，请联系调度机构。" });
  const matterId = await openMatter(tx, {
    kind: "approval-replan",
    subjectId,
    title: `改期：${node.name} ${node.due_on} → ${dueOn}`.slice(0, 80),
    ask: reason,
    holderPostId,
    by: { accountId: actor.accountId, postId: actor.postId },
    at: asked.now.toString(),
    documentNo,
    sourceKind: "replan",
    sourceId: nodeId,
  });
  await sql`insert into kernel_replan_request (scope_id, subject_id, matter_id, node_id, node_version_id, planned_on, due_on, reason, document_no)
    select scope_id, subject_id, ${matterId}, ${nodeId}, ${node.version_id}, ${plannedOn}::date, ${dueOn}::date, ${reason}, ${documentNo}
    from kernel_subject where subject_id = ${subjectId}`.execute(tx);
  return matterId;
}

/** What a re-plan approval asks for. Throws `not-found` out of reach. */
export async function getReplan(tx: Tx, matterId: string): Promise<Requested> {
  const { rows } = await sql<Requested>`select subject_id, node_id, node_version_id, planned_on, due_on, reason, document_no
    from kernel_replan_request where matter_id = ${matterId} and superseded_at = 'infinity'`.execute(tx);
  const [asked] = rows;
  if (asked === undefined) throw problem("not-found", { detail: "没有这项改期申请，或者您无权查看。" });
  return asked;
}

const nodeMoved = "节点在申请之后又有变动，不能按原申请改期。请不同意本申请，由申请单位按现在的节点重新申请。";

/**
 * 审批改期, inside the caller's act over the subject: granted, the node's next version takes the dates asked for and the
 * asker's reason; the first planned date stays as baseline. Throws `same-person`, `matter-state`, `rule-refused` when
 * the node has changed since it was asked.
 */
export async function decideReplan(
  tx: Tx,
  actor: Actor,
  decision: { matterId: string; isGranted: boolean; reason: string; now: Temporal.Instant; lastSequence?: number | undefined },
): Promise<void> {
  const asked = await getReplan(tx, decision.matterId);
  await decideApproval(tx, actor, decision);
  if (!decision.isGranted) return;
  const node = await findNode(tx, { subjectId: asked.subject_id, nodeId: asked.node_id });
  if (node.version_id !== asked.node_version_id) throw problem("rule-refused", { detail: nodeMoved });
  const moved = { kind: node.kind, name: node.name, plannedOn: asked.planned_on, dueOn: asked.due_on, doneOn: node.done_on, reason: asked.reason };
  const today = dayOf(decision.now.toString());
  await saveNode(tx, { subjectId: asked.subject_id, today, mayMove: true }, { nodeId: asked.node_id, ...moved });
}

function lateWords(days: number | null): string {
  return days === null || days === 0 ? "未逾期" : `逾期${days}天`;
}

/** What granting would change of the node itself. */
export async function replanEffects(tx: Tx, asked: { matterId: string; today: string }): Promise<ApprovalEffects> {
  const request = await getReplan(tx, asked.matterId);
  const node = await findNode(tx, { subjectId: request.subject_id, nodeId: request.node_id });
  const late = (dueOn: string, precision: string) => lateWords(daysLate({ dueOn, precision, doneOn: null, donePrecision: null }, asked.today));
  return {
    items: [
      { label: `节点“${node.name}”计划日期`, before: node.planned_on, after: request.planned_on },
      { label: "应完成日期", before: node.due_on, after: request.due_on },
      { label: "最初计划日期（保留）", before: node.baseline_on, after: node.baseline_on },
      { label: "今天看", before: late(node.due_on, node.precision), after: late(request.due_on, "day") },
    ],
    obstacle: node.version_id === request.node_version_id ? null : nodeMoved,
  };
}
