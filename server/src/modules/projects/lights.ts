import { sql } from "kysely";
import { judge } from "@baton/contract/light-rules";
import { figuresOf } from "#kernel/figures";
import { getRuleSet, getRuleSetVersion, type Judged, readStandingLights, recordChangedLive, recordFixed, recordLive, recordRun } from "#kernel/lights";
import type { RuleSet } from "@baton/contract/periods";
import type { Act, Pool, Tx } from "#platform/database";
import { refreshCardLights } from "./cards.ts";
import { projectFigures } from "./figures.ts";
import { keepHeadlines } from "./headlines.ts";
import { type LightSubject, readLightInputs } from "./light-inputs.ts";

/** Versions never change, so a document once read is kept; the map holds as many as there are versions. */
const documents = new Map<string, RuleSet>();

async function documentOf(tx: Tx, versionId: string): Promise<RuleSet> {
  const kept = documents.get(versionId) ?? (await getRuleSetVersion(tx, versionId));
  documents.set(versionId, kept);
  return kept;
}

export function judgeAll(subjects: readonly LightSubject[], ruleSet: RuleSet): Judged[] {
  return subjects.map(({ subjectId, scopeId, inputs }) => ({ subjectId, scopeId, judgements: judge(inputs, ruleSet.rules) }));
}

/**
 * Judges the live lights of the touched projects inside the saving transaction, from their own facts; the rank is the
 * last run's. Call it after every other version of the act was written and before the cards are rewritten, once an
 * act and project. `validOn` is the business day. Without rules nothing is judged. Towns, districts and the dispatch
 * office may write lights; for the acts of other roles leave it to the next sweep.
 */
export async function refreshLiveLights(tx: Tx, at: { validOn: string; act: Act }, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  const question = { validOn: at.validOn, knownAt: at.act.recordedAt, isFixed: false, isPooled: false };
  const [found, standing] = await Promise.all([readLightInputs(tx, question, subjects), readStandingLights(tx, subjects)]);
  const versionId = found[0]?.ruleSetVersionId ?? null;
  if (versionId === null) return;
  const judged = judgeAll(found, await documentOf(tx, versionId));
  await recordChangedLive(tx, { ...question, ruleSetVersionId: versionId }, { judged, standing });
}

/**
 * Judges every live light with a new ranking, inside the caller's act, and keeps the run: nightly, after a rule set
 * changed, after a freeze. By an actor who sees the whole city. Answers how many projects were judged.
 */
export async function sweepLiveLights(tx: Tx, at: { validOn: string; act: Act }): Promise<number> {
  const question = { validOn: at.validOn, knownAt: at.act.recordedAt, isFixed: false, isPooled: true };
  const ruleSet = await getRuleSet(tx, question);
  const judged = judgeAll(await readLightInputs(tx, question), ruleSet);
  const judging = { ...question, ruleSetVersionId: ruleSet.versionId };
  const runId = await recordRun(tx, { ...judging, kind: "live", periodId: null }, judged);
  await recordLive(tx, { ...judging, runId }, judged);
  await refreshCardLights(tx, Number(at.validOn.slice(0, 4)));
  return judged.length;
}

/**
 * Lights of loaded history: fixes the newest frozen months as they would have been fixed, each known from its own
 * freeze, with their headline figures, and judges the live lights on `live.validOn`. By the owner, once, after the history was loaded.
 */
export async function fixDemoMonths(
  owner: Pool,
  asked: { months: readonly { month: string; frozenAt: string | null }[]; live?: { validOn: string; statedAt: string } },
): Promise<number> {
  const frozen = asked.months
    .filter((one): one is { month: string; frozenAt: string } => one.frozenAt !== null)
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
  for (const { month, frozenAt } of frozen.slice(-6)) {
    await owner.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        period_id: string;
        span_to: string;
      }>`select period_id, span_to from kernel_period where rhythm = 'month' and name = ${month}`.execute(tx);
      const period = rows[0];
      if (period === undefined) throw new Error(`no period ${month}`);
      const question = { validOn: period.span_to, knownAt: frozenAt, isFixed: true, isPooled: true };
      const ruleSet = await getRuleSet(tx, question);
      const judged = judgeAll(await readLightInputs(tx, question), ruleSet);
      await sql`select kernel_begin_history_act('freeze-period', ${frozenAt}::timestamptz + interval '1 second')`.execute(tx);
      const judging = { ...question, ruleSetVersionId: ruleSet.versionId, periodId: period.period_id };
      const runId = await recordRun(tx, { ...judging, kind: "freeze" }, judged);
      await recordFixed(tx, { ...judging, runId }, judged);
      await keepHeadlines(tx, { periodId: period.period_id, validOn: question.validOn, knownAt: frozenAt, scope: "全市" }, figuresOf(projectFigures));
    });
  }
  const { live } = asked;
  if (live !== undefined) {
    await owner.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        act_id: string;
        recorded_at: string;
      }>`select act_id, recorded_at from kernel_begin_history_act('sweep-lights', ${live.statedAt}::timestamptz)`.execute(tx);
      const act = rows[0];
      if (act !== undefined) await sweepLiveLights(tx, { validOn: live.validOn, act: { actId: act.act_id, recordedAt: act.recorded_at } });
    });
  }
  return Math.min(frozen.length, 6);
}
