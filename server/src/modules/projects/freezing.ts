import { sql } from "kysely";
import type { PeriodActAnswer } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { type Figures, scopeOf } from "#kernel/figures";
import { recordFixed, recordRun, supersedeFixed } from "#kernel/lights";
import { openMatters, releaseMatters, withdrawPrepared } from "#kernel/matters";
import { beginOnPeriod, getPeriod, type ReadPeriod, recordEvent, settle, supersedeFigures } from "#kernel/periods";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { refreshCardLights } from "./cards.ts";
import { keepHeadlines } from "./headlines.ts";
import { type HeldBack, type PlannedLight, planRun, readHolders, type RunPlan } from "./run-plan.ts";

/** Business time of an act, and its day. */
export type Moment = { now: Temporal.Instant; today: string };

const nothing = { lights: 0, mattersPrepared: 0, mattersHeldBack: 0, mattersReleased: 0, mattersWithdrawn: 0 };

async function answer(tx: Tx, month: string, done: Partial<typeof nothing>): Promise<PeriodActAnswer> {
  const period = await getPeriod(tx, month);
  return { month, state: period.state, frozenAt: period.frozenAt, ...nothing, ...done };
}

/** What the freeze's own row says of the matters that are not to leave. */
function heldBackText(plan: RunPlan): string | null {
  const held = plan.lights.filter((one) => one.isHeldBack);
  return held.length === 0 ? null : `暂缓${held.length}件：${held.map((one) => `${one.subject.name}（${one.heldBackReason ?? ""}）`).join("；")}`;
}

/**
 * 冻结: fixes the lights of a closed month at a settled instant, keeps its figures, prepares the matters of yellow and
 * red. All in one transaction, whose first write is the settling: no report can fall between the known instant and
 * the freeze. Nothing leaves before the publication. Throws `period-state`, `period-frozen`, `not-allowed`,
 * `rule-refused`.
 */
export async function freezeMonth(tx: Tx, actor: Actor, asked: Moment & { month: string; heldBack: HeldBack; figures: Figures }): Promise<PeriodActAnswer> {
  const period = await beginOnPeriod(tx, actor, { month: asked.month, act: "freeze" });
  const knownAt = await settle(tx, period);
  const plan = await planRun(tx, { validOn: period.spanTo, knownAt, today: asked.today }, asked.heldBack);
  const opening = plan.lights.filter((one) => one.opensMatter);
  const holders = await readHolders(tx, opening, asked.today);
  await beginAct(tx, { kind: "freeze-period", subjects: [actor.orgId, ...opening.map((one) => one.subject.subjectId)], reason: heldBackText(plan) });
  await recordEvent(tx, period, { kind: "freeze", knownAt, reason: heldBackText(plan) });
  const judging = { validOn: plan.validOn, knownAt, ruleSetVersionId: plan.ruleSet.versionId, periodId: period.id };
  const runId = await recordRun(tx, { ...judging, kind: "freeze" }, plan.judged);
  await recordFixed(tx, { ...judging, runId }, plan.judged);
  const frozen = { periodId: period.id, validOn: plan.validOn, knownAt, scope: await scopeOf(tx, actor) };
  await keepHeadlines(tx, frozen, asked.figures);
  await prepareMatters(tx, actor, { opening, holders, plan, period, now: asked.now });
  await refreshCardLights(tx, Number(plan.validOn.slice(0, 4)));
  const held = opening.filter((one) => one.isHeldBack).length;
  return answer(tx, asked.month, { lights: plan.lights.length, mattersPrepared: opening.length - held, mattersHeldBack: held });
}

type Preparing = { opening: readonly PlannedLight[]; holders: ReadonlyMap<string, number>; plan: RunPlan; period: ReadPeriod; now: Temporal.Instant };

async function prepareMatters(tx: Tx, actor: Actor, { opening, holders, plan, period, now }: Preparing): Promise<void> {
  const { rows } = await sql<{ subject_id: string; version_id: string }>`select subject_id, version_id from kernel_light
    where period_id = ${period.id} and dimension = 'overall' and is_fixed and superseded_at = 'infinity'`.execute(tx);
  const lights = new Map(rows.map((row) => [row.subject_id, row.version_id]));
  await openMatters(
    tx,
    opening.map(({ subject, overall, isHeldBack }) => {
      const word = plan.ruleSet.rules.words[overall.verdict]?.word ?? overall.verdict;
      return {
        kind: "light",
        subjectId: subject.subjectId,
        title: `${word}·${period.name}·${subject.name}`,
        ask: `${overall.sentence}。${overall.clearing === null ? "" : `摘牌：${overall.clearing}。`}`,
        holderPostId: holders.get(subject.subjectId) ?? null,
        by: { accountId: actor.accountId, postId: actor.postId },
        at: now.toString(),
        blockingParty: overall.blockingParty,
        sourceKind: "light",
        sourceId: lights.get(subject.subjectId) ?? null,
        isPrepared: true,
        isHeldBack,
      };
    }),
  );
}

type PreparedMatter = { matter_id: string; subject_id: string };

/** Matters that wait from the standing freeze of a month. */
async function listPrepared(tx: Tx, periodId: string): Promise<PreparedMatter[]> {
  const { rows } = await sql<PreparedMatter>`select m.matter_id, m.subject_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity' and s.status in ('prepared', 'held_back')
    where m.source_kind = 'light' and m.source_id in (
      select k.version_id from kernel_light k where k.period_id = ${periodId} and k.dimension = 'overall' and k.is_fixed and k.superseded_at = 'infinity')
    order by m.matter_id`.execute(tx);
  return rows;
}

/** 撤回冻结: until the publication, with a reason, on record; what was prepared is withdrawn, the lights are not fixed any more. */
export async function withdrawFreeze(tx: Tx, actor: Actor, asked: Moment & { month: string; reason: string }): Promise<PeriodActAnswer> {
  const period = await beginOnPeriod(tx, actor, { month: asked.month, act: "withdraw" });
  const prepared = await listPrepared(tx, period.id);
  await beginAct(tx, { kind: "withdraw-freeze", subjects: [actor.orgId, ...prepared.map((one) => one.subject_id)], reason: asked.reason });
  const by = { accountId: actor.accountId, postId: actor.postId };
  const withdrawn = await withdrawPrepared(tx, { matterIds: prepared.map((one) => one.matter_id), by, at: asked.now.toString(), reason: asked.reason });
  await supersedeFixed(tx, period.id);
  await supersedeFigures(tx, period.id);
  await recordEvent(tx, period, { kind: "withdraw", reason: asked.reason });
  await refreshCardLights(tx, Number(period.spanTo.slice(0, 4)));
  return answer(tx, asked.month, { mattersWithdrawn: withdrawn });
}

/** 发布: by another person than who froze; the prepared matters leave and their clocks start, what is held back stays. */
export async function publishMonth(tx: Tx, actor: Actor, asked: Moment & { month: string }): Promise<PeriodActAnswer> {
  const period = await beginOnPeriod(tx, actor, { month: asked.month, act: "publish" });
  const freeze = period.events.findLast((event) => event.kind === "freeze");
  if (freeze?.byAccountId === actor.accountId) throw problem("same-person", { detail: "冻结和发布须由不同的人办理，请由另一位调度人员发布。" });
  const prepared = await listPrepared(tx, period.id);
  await beginAct(tx, { kind: "publish-period", subjects: [actor.orgId, ...prepared.map((one) => one.subject_id)] });
  const by = { accountId: actor.accountId, postId: actor.postId };
  const released = await releaseMatters(tx, { matterIds: prepared.map((one) => one.matter_id), by, at: asked.now.toString() });
  await recordEvent(tx, period, { kind: "publish" });
  await announce(tx, "period.published", { payload: { month: asked.month } });
  return answer(tx, asked.month, { lights: 0, mattersReleased: released, mattersHeldBack: prepared.length - released });
}
