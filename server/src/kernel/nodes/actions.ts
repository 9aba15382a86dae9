import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { NodeInput } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";
import { gateKinds } from "./rules.ts";

type Former = { version_id: string; kind: string; enters_stage: string | null; planned_on: string; due_on: string; baseline_on: string };

/**
 * Adds a node, or writes the next version of one. Call within an act begun over the subject. The first planned date
 * stays as baseline; moving a date asks for a reason, and for the right to move it: others ask for a re-plan. A gate's actual date is the stage entry, so it takes none here
 * (K14). Throws `rule-refused`, `not-found` for a node or subject out of reach.
 */
export async function saveNode(tx: Tx, asked: { subjectId: string; today: string; mayMove: boolean }, input: NodeInput): Promise<{ id: string }> {
  const { rows: subjects } = await sql<{ scope_id: number }>`select scope_id from kernel_subject where subject_id = ${asked.subjectId}`.execute(tx);
  const [subject] = subjects;
  if (subject === undefined) throw problem("not-found");
  if (input.doneOn !== null && input.doneOn > asked.today)
    throw problem("rule-refused", { detail: `完成日期${input.doneOn}晚于今天${asked.today}，请在完成后再填写。` });
  const former = input.nodeId === null ? undefined : await findFormer(tx, asked.subjectId, input.nodeId);
  if (input.nodeId !== null && former === undefined) throw problem("not-found", { detail: "没有找到这个节点，请刷新后再试。" });
  const enters = former === undefined ? (gateKinds[input.kind] ?? null) : former.enters_stage;
  if (enters !== null && input.doneOn !== null)
    throw problem("rule-refused", { detail: "该节点的实际日期以进入阶段的记录为准，请办理阶段变更，不在节点里填写完成日期。" });
  if (former === undefined) await assertNoOtherGate(tx, asked.subjectId, enters);
  else await closeFormer(tx, former, { input, mayMove: asked.mayMove });
  const id = input.nodeId ?? randomUUID();
  await sql`insert into kernel_node (node_id, scope_id, subject_id, kind, name, enters_stage, planned_on, due_on, baseline_on, precision, done_on, reason)
    values (${id}, ${subject.scope_id}, ${asked.subjectId}, ${former?.kind ?? input.kind}, ${input.name}, ${enters}, ${input.plannedOn}::date, ${input.dueOn}::date,
      ${former?.baseline_on ?? input.plannedOn}::date, 'day', ${input.doneOn}::date, ${input.reason})`.execute(tx);
  return { id };
}

async function findFormer(tx: Tx, subjectId: string, nodeId: string): Promise<Former | undefined> {
  const { rows } = await sql<Former>`select version_id, kind, enters_stage, planned_on, due_on, baseline_on from kernel_node
    where node_id = ${nodeId} and subject_id = ${subjectId} and superseded_at = 'infinity'`.execute(tx);
  return rows[0];
}

async function assertNoOtherGate(tx: Tx, subjectId: string, enters: string | null): Promise<void> {
  if (enters === null) return;
  const { rows } = await sql<{
    name: string;
  }>`select name from kernel_node where subject_id = ${subjectId} and enters_stage = ${enters} and superseded_at = 'infinity' limit 1`.execute(tx);
  if (rows[0] !== undefined) throw problem("rule-refused", { detail: `该项目已有节点“${rows[0].name}”对应这个阶段，请修改它的日期，不要另设。` });
}

async function closeFormer(tx: Tx, former: Former, { input, mayMove }: { input: NodeInput; mayMove: boolean }): Promise<void> {
  const isMoved = former.planned_on !== input.plannedOn || former.due_on !== input.dueOn;
  if (isMoved && !mayMove) throw problem("rule-refused", { detail: "改动已定的节点日期须经审批，请提交改期申请；其他内容可以直接修改。" });
  if (isMoved && (input.reason?.trim().length ?? 0) < 2) throw problem("rule-refused", { detail: "调整节点日期须写明原因；原定日期会保留。" });
  await sql`update kernel_node set superseded_at = now() where version_id = ${former.version_id} and superseded_at = 'infinity'`.execute(tx);
}
