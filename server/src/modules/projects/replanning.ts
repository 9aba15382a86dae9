import { sql } from "kysely";
import { type LightDimension, lightDimensionNames } from "@baton/contract/light-rules";
import type { Verdict } from "@baton/contract/light-terms";
import type { ApprovalEffect, ApprovalEffects, ReplanAsked } from "@baton/contract/matter-approvals";
import type { MatterAnswer } from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { getRuleSet } from "#kernel/lights";
import { answerOfMatter, type EffectSource } from "#kernel/matters";
import { askReplan, decideReplan, getReplan, replanEffects } from "#kernel/nodes";
import { type Actor, beginAct, type Database, readAs, type Tx, writeAs } from "#platform/database";
import { settleProjects } from "./settling.ts";
import type { Asked } from "./writing.ts";

/** 改期申请: a town or district asks for other dates of one node; nothing moves before it is granted. */
export async function askProjectReplan(tx: Tx, { actor, clock }: Asked, { id, replan }: { id: string; replan: ReplanAsked }): Promise<MatterAnswer> {
  if (actor.role === "dispatch") throw problem("not-allowed", { detail: "调度机构可直接调整节点日期，不需要申请改期。" });
  if (actor.role !== "town" && actor.role !== "district") throw problem("not-allowed", { detail: "改期由属地镇街或区（市）申请。" });
  await beginAct(tx, { kind: "ask-replan", subjects: [id], reason: replan.reason, documentNo: replan.documentNo });
  return answerOfMatter(tx, await askReplan(tx, actor, { ...replan, subjectId: id, now: clock.now() }));
}

export type ReplanDecision = { matterId: string; isGranted: boolean; reason: string; lastSequence?: number | undefined };

/** 审批改期: the dates move with the decision, and lights and cards follow in the same act. */
export async function decideProjectReplan(tx: Tx, { actor, clock }: Asked, decision: ReplanDecision): Promise<MatterAnswer> {
  if (actor.role !== "dispatch" && actor.role !== "district") throw problem("not-allowed", { detail: "改期由区（市）或调度机构审批。" });
  const asked = await getReplan(tx, decision.matterId);
  const act = await beginAct(tx, { kind: "decide-replan", subjects: [asked.subject_id], reason: decision.reason, documentNo: asked.document_no });
  await decideReplan(tx, actor, { ...decision, now: clock.now() });
  if (decision.isGranted) await settleProjects(tx, { act, today: clock.today().toString() }, [asked.subject_id]);
  return answerOfMatter(tx, decision.matterId);
}

type Lights = Map<LightDimension, Verdict>;

async function readLive(tx: Tx, subjectId: string): Promise<Lights> {
  const { rows } = await sql<{ dimension: LightDimension; verdict: Verdict }>`select dimension, verdict from kernel_light
    where subject_id = ${subjectId} and not is_fixed and superseded_at = 'infinity'`.execute(tx);
  return new Map(rows.map((row) => [row.dimension, row.verdict]));
}

/** Thrown to take everything back once it has been seen. */
class Tried extends Error {
  readonly lights: { before: Lights; after: Lights };
  constructor(lights: { before: Lights; after: Lights }) {
    super("tried and taken back");
    this.lights = lights;
  }
}

/**
 * The live lights before and after granting, found by granting inside a transaction that is rolled back: the same code
 * that decides tells what it would do. Undefined where this actor may not decide.
 */
async function tryGranting(db: Database, actor: Actor, asked: { matterId: string; subjectId: string; now: Temporal.Instant; today: string }) {
  const { matterId, subjectId, now, today } = asked;
  try {
    await writeAs(db, actor, async (tx) => {
      const before = await readLive(tx, subjectId);
      const act = await beginAct(tx, { kind: "decide-replan", subjects: [subjectId] });
      await decideReplan(tx, actor, { matterId, isGranted: true, reason: "试算", now });
      await settleProjects(tx, { act, today }, [subjectId]);
      throw new Tried({ before, after: await readLive(tx, subjectId) });
    });
  } catch (error) {
    if (error instanceof Tried) return error.lights;
    return undefined;
  }
  return undefined;
}

async function lightEffects(tx: Tx, today: string, lights: { before: Lights; after: Lights }): Promise<ApprovalEffect[]> {
  const { words } = (await getRuleSet(tx, { validOn: today, knownAt: "infinity" })).rules;
  const word = (verdict: Verdict | undefined): string => (verdict === undefined ? "尚未评定" : (words[verdict]?.word ?? verdict));
  const changed = (["schedule", "stage", "overall"] as const).filter(
    (dimension) => dimension !== "stage" || lights.before.get(dimension) !== lights.after.get(dimension),
  );
  return changed.map((dimension) => ({
    label: `${lightDimensionNames[dimension]}灯（实时）`,
    before: word(lights.before.get(dimension)),
    after: word(lights.after.get(dimension)),
  }));
}

/** What granting a re-plan would change: the node's dates, its lateness today, and the live lights. */
export function replanEffectSource(now: () => Temporal.Instant): EffectSource {
  const read = async (db: Database, actor: Actor, { matterId, today }: { matterId: string; today: string }): Promise<ApprovalEffects> => {
    const { effects, subjectId } = await readAs(db, actor, async (tx) => ({
      effects: await replanEffects(tx, { matterId, today }),
      subjectId: (await getReplan(tx, matterId)).subject_id,
    }));
    if (effects.obstacle !== null) return effects;
    const lights = await tryGranting(db, actor, { matterId, subjectId, now: now(), today });
    if (lights === undefined) return effects;
    return { ...effects, items: [...effects.items, ...(await readAs(db, actor, (tx) => lightEffects(tx, today, lights)))] };
  };
  return { kind: "approval-replan", read };
}
