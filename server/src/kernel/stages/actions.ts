import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { StageEntering } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";
import { firstDayOf, isReturn, missingEvidence, rankOf, refuseEntry, refuseWithdrawal, sideRank } from "./rules.ts";

type EnteredRow = { stage: string; entered_on: string; precision: string };

/**
 * Enters a stage. Call within an act begun over the subject. The gate asks for evidence of this subject: all of it there
 * is `met`, part of it with a reason is `conditional`, without a reason `evidence-missing` names what lacks. Side states
 * ask for a reason. Throws `stage-out-of-order`, `rule-refused` for a day in the future, `not-found` out of reach.
 */
export async function enterStage(
  tx: Tx,
  asked: { subjectId: string; today: string },
  entering: StageEntering,
): Promise<{ id: string; verdict: "met" | "conditional" }> {
  const { rows: subjects } = await sql<{ scope_id: number }>`select scope_id from kernel_subject where subject_id = ${asked.subjectId}`.execute(tx);
  const [subject] = subjects;
  if (subject === undefined) throw problem("not-found");
  const { rows } = await sql<EnteredRow>`select stage, entered_on, precision from kernel_stage
    where subject_id = ${asked.subjectId} and track = 'main' and is_preferred and superseded_at = 'infinity'`.execute(tx);
  const entered = rows.map((row) => ({ code: row.stage, enteredOn: row.entered_on, precision: row.precision }));
  const wanted = { stage: entering.stage, enteredOn: firstDayOf(entering.enteredOn, entering.precision), precision: entering.precision };
  const refusal = refuseEntry(entered, wanted, asked.today);
  if (refusal !== undefined) throw problem(refusal.slug, { detail: refusal.detail });
  const verdict = await judge(tx, { subjectId: asked.subjectId, isReturn: isReturn(entered, wanted.stage) }, entering);
  const id = randomUUID();
  await sql`insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on, precision, verdict, source, note)
    values (${id}, ${subject.scope_id}, ${asked.subjectId}, ${wanted.stage}, ${rankOf(wanted.stage) ?? sideRank}, ${wanted.enteredOn}::date, ${wanted.precision}, ${verdict}, 'report', ${entering.reason})`.execute(
    tx,
  );
  await sql`insert into kernel_stage_evidence (scope_id, subject_id, stage_id, evidence_id)
    select ${subject.scope_id}, ${asked.subjectId}, ${id}, evidence_id from unnest(${[...new Set(entering.evidenceIds)]}::uuid[]) evidence_id`.execute(tx);
  return { id, verdict };
}

/**
 * Takes back an entry made wrongly: its version is closed by the act begun over the subject, the evidence it rested on
 * stays with the subject. Throws `not-found` for an entry that does not stand, `stage-out-of-order` while a later one does.
 */
export async function withdrawStage(tx: Tx, asked: { subjectId: string; stageId: string }): Promise<{ id: string; stage: string }> {
  const { rows } = await sql<EnteredRow & { stage_id: string }>`select stage_id, stage, entered_on, precision from kernel_stage
    where subject_id = ${asked.subjectId} and track = 'main' and superseded_at = 'infinity'`.execute(tx);
  const standing = rows.map((row) => ({ id: row.stage_id, code: row.stage, enteredOn: row.entered_on, precision: row.precision }));
  const wanted = standing.find((one) => one.id === asked.stageId);
  if (wanted === undefined) throw problem("not-found", { detail: "这条阶段记录不存在或已经撤回，请刷新页面。" });
  const refusal = refuseWithdrawal(standing, asked.stageId);
  if (refusal !== undefined) throw problem(refusal.slug, { detail: refusal.detail });
  const closed =
    await sql`update kernel_stage set superseded_at = now() where subject_id = ${asked.subjectId} and stage_id = ${asked.stageId} and superseded_at = 'infinity'`.execute(
      tx,
    );
  // rows that may be read but not written are passed over by the database without a word
  if (Number(closed.numAffectedRows ?? 0) !== 1) throw problem("not-allowed", { detail: "该项目不在您的办理范围内，请由属地单位或调度机构撤回。" });
  return { id: wanted.id, stage: wanted.code };
}

/** What a registration says of a stage: known by a day, proven by nothing, no event of that day. Returns false for an unknown stage. */
export async function registerStage(tx: Tx, subject: { id: string; scopeId: number }, known: { stage: string; by: string }): Promise<boolean> {
  const rank = rankOf(known.stage);
  if (rank === undefined) return false;
  await sql`insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on, precision, verdict, source, note)
    values (${randomUUID()}, ${subject.scopeId}, ${subject.id}, ${known.stage}, ${rank}, ${known.by}::date, 'by', 'unproven', 'registration', ${rank === sideRank ? "登记时的状态" : null})`.execute(
    tx,
  );
  return true;
}

async function judge(tx: Tx, about: { subjectId: string; isReturn: boolean }, entering: StageEntering): Promise<"met" | "conditional"> {
  const reason = entering.reason?.trim() ?? "";
  if (rankOf(entering.stage) === sideRank) {
    if (reason.length < 2) throw problem("rule-refused", { detail: "搁置、流转、终止须写明原因。" });
    return "met";
  }
  const ids = [...new Set(entering.evidenceIds)];
  const { rows } = await sql<{ proves: string }>`select proves from kernel_evidence
    where subject_id = ${about.subjectId} and evidence_id = any(${ids}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  if (rows.length < ids.length) throw problem("evidence-missing", { detail: "所选材料中有的不属于这个项目，请在本项目的资料中选择或上传。", missing: [] });
  if (about.isReturn) return "met";
  const missing = missingEvidence(
    entering.stage,
    rows.map((row) => row.proves),
  );
  if (missing.length === 0) return "met";
  if (reason.length >= 2) return "conditional";
  throw problem("evidence-missing", { detail: `还缺：${missing.join("、")}。请上传后办理；确需先行进入的，写明原因，按附条件办理。`, missing });
}
