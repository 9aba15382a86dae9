import { sql } from "kysely";
import type { z } from "zod";
import { shiftWorkingDay } from "@baton/contract/calendar";
import { problem } from "@baton/contract/problems";
import type { appeal, appealBody, appealDecisionBody, RunDetail } from "@baton/contract/scoring";
import { getCalendar } from "#kernel/calendar";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";

/** 示例: an appeal is answered within so many working days. */
const answerWorkingDays = 5;

type Appeal = z.infer<typeof appeal>;

/** Appeals against one run, as far as the reader reaches the units. */
export async function listAppeals(tx: Tx, { runId, today }: { runId: string; today: string }): Promise<Appeal[]> {
  const { rows } = await sql<Omit<Appeal, "isOverdue">>`
    select p.appeal_id as id, p.unit_key as "unitKey", s.unit_label as "unitLabel", p.indicator, p.reason, p.due_on as "dueOn", p.state, p.answer,
      (select min(f.recorded_at) from scoring_appeal f where f.appeal_id = p.appeal_id) as "filedAt"
    from scoring_appeal p join scoring_score s on s.run_id = p.run_id and s.unit_key = p.unit_key and s.superseded_at = 'infinity'
    where p.run_id = ${runId} and p.superseded_at = 'infinity' order by "filedAt", p.appeal_id limit 500`.execute(tx);
  return rows.map((row) => ({ ...row, isOverdue: row.state === "open" && row.dueOn < today }));
}

type Filing = { detail: Pick<RunDetail, "run" | "document" | "mayAppeal">; body: z.infer<typeof appealBody>; today: string };

/** A unit's own appeal against one of its marks, within the window. Throws `rule-refused` outside it or for a second one. */
export async function fileAppeal(tx: Tx, actor: Actor, { detail, body, today }: Filing): Promise<{ id: string }> {
  const { run, document, mayAppeal } = detail;
  if (!mayAppeal.includes(body.unitKey)) {
    const until = run.appealUntil === null ? "发布之后才能申诉" : `申诉截止到${run.appealUntil}，只能由本单位对本单位的得分提出`;
    throw problem("rule-refused", { detail: `现在不能申诉：${until}。` });
  }
  if (!document.indicators.some(({ code }) => code === body.indicator)) throw problem("invalid-input", { detail: "没有这项得分，请重新选择。" });
  const dueOn = shiftWorkingDay(today, answerWorkingDays, await getCalendar(tx));
  await beginAct(tx, { kind: "scoring-appeal", subjects: [actor.orgId], reason: body.reason });
  const { rows: open } = await sql<{ is_open: boolean }>`select exists (select from scoring_appeal where run_id = ${run.id} and unit_key = ${body.unitKey}
    and indicator = ${body.indicator} and superseded_at = 'infinity' and state = 'open') as is_open`.execute(tx);
  if (open[0]?.is_open) throw problem("rule-refused", { detail: "这一项已有申诉在办理。" });
  const { rows } = await sql<{ appeal_id: string }>`insert into scoring_appeal (run_id, scope_id, subject_id, unit_key, indicator, reason, due_on)
    select run_id, scope_id, subject_id, unit_key, ${body.indicator}, ${body.reason}, ${dueOn}::date from scoring_score
    where run_id = ${run.id} and unit_key = ${body.unitKey} and superseded_at = 'infinity' returning appeal_id`.execute(tx);
  await announce(tx, "scoring", { subjectId: actor.orgId });
  return { id: rows[0]?.appeal_id ?? "" };
}

type Decision = { appealId: string; body: z.infer<typeof appealDecisionBody> };

/** The office's answer, on record for good. An upheld appeal asks for a correction of the number below; the mark stays. */
export async function decideAppeal(tx: Tx, actor: Actor, { appealId, body }: Decision): Promise<{ id: string }> {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "申诉由调度机构答复。" });
  const { rows } = await sql<{ subject_id: string; state: string }>`select subject_id, state from scoring_appeal
    where appeal_id = ${appealId} and superseded_at = 'infinity'`.execute(tx);
  const [found] = rows;
  if (found === undefined) throw problem("not-found", { detail: "没有这件申诉，或者您无权查看。" });
  await beginAct(tx, { kind: "scoring-appeal-answer", subjects: [found.subject_id], reason: body.answer });
  const closed =
    await sql`update scoring_appeal set superseded_at = now() where appeal_id = ${appealId} and superseded_at = 'infinity' and state = 'open'`.execute(tx);
  if (closed.numAffectedRows !== 1n) throw problem("rule-refused", { detail: "这件申诉已经答复。" });
  await sql`insert into scoring_appeal (appeal_id, run_id, scope_id, subject_id, unit_key, indicator, reason, due_on, state, answer)
    select appeal_id, run_id, scope_id, subject_id, unit_key, indicator, reason, due_on, ${body.isUpheld ? "upheld" : "refused"}, ${body.answer}
    from scoring_appeal where appeal_id = ${appealId} order by superseded_at desc limit 1`.execute(tx);
  await announce(tx, "scoring", { subjectId: found.subject_id });
  return { id: appealId };
}
