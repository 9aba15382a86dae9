import { sql } from "kysely";
import type { NodeInput, StageEntering } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { saveNode } from "#kernel/nodes";
import { enterStage, withdrawStage } from "#kernel/stages";
import { beginAct, type Tx } from "#platform/database";
import { settleProjects } from "./settling.ts";
import type { Asked } from "./writing.ts";

/** Who keeps a project's stages and nodes: its town, its district, the dispatch office. */
function assertReporter(asked: Asked, what: string): void {
  if (!["dispatch", "district", "town"].includes(asked.actor.role)) throw problem("not-allowed", { detail: `${what}由属地镇街、区（市）或调度机构办理。` });
}

async function assertProject(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{
    merged_into_id: string | null;
  }>`select merged_into_id from kernel_subject where subject_id = ${id} and kind = 'project'`.execute(tx);
  if (rows[0] === undefined) throw problem("not-found");
  if (rows[0].merged_into_id !== null) throw problem("rule-refused", { detail: "该项目已并入另一个项目，请在合并后的项目上办理。" });
}

/** Enters a stage of a project by the rules of stages, and settles lights and cards. */
export async function enterProjectStage(
  tx: Tx,
  asked: Asked,
  { id, entering }: { id: string; entering: StageEntering },
): Promise<{ id: string; verdict: "met" | "conditional" }> {
  assertReporter(asked, "阶段变更");
  const today = asked.clock.today().toString();
  const act = await beginAct(tx, { kind: "enter-stage", subjects: [id], reason: entering.reason });
  await assertProject(tx, id);
  const entered = await enterStage(tx, { subjectId: id, today }, entering);
  await settleProjects(tx, { act, today }, [id]);
  return entered;
}

/** Takes back a stage entered wrongly, with the reason, and settles lights and cards. */
export async function withdrawProjectStage(
  tx: Tx,
  asked: Asked,
  { id, stageId, reason }: { id: string; stageId: string; reason: string },
): Promise<{ id: string }> {
  assertReporter(asked, "阶段撤回");
  const today = asked.clock.today().toString();
  const act = await beginAct(tx, { kind: "withdraw-stage", subjects: [id], reason });
  await assertProject(tx, id);
  const withdrawn = await withdrawStage(tx, { subjectId: id, stageId });
  await settleProjects(tx, { act, today }, [id]);
  return { id: withdrawn.id };
}

/** Adds or changes a node of a project, and settles lights and cards. A town moves no date that stands: it asks for a re-plan. */
export async function saveProjectNode(tx: Tx, asked: Asked, { id, input }: { id: string; input: NodeInput }): Promise<{ id: string }> {
  assertReporter(asked, "节点");
  const today = asked.clock.today().toString();
  const act = await beginAct(tx, { kind: "save-node", subjects: [id], reason: input.reason });
  await assertProject(tx, id);
  const saved = await saveNode(tx, { subjectId: id, today, mayMove: asked.actor.role !== "town" }, input);
  await settleProjects(tx, { act, today }, [id]);
  return saved;
}
