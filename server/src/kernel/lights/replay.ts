import { sql } from "kysely";
import { judge, type LightDimension, type LightInputs, type Verdict } from "@baton/contract/light-rules";
import type { ReplayAnswer } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import type { Tx } from "#platform/database";
import { digestOf } from "./recording.ts";
import { getRuleSetVersion } from "./rule-sets.ts";

/**
 * Gathers one subject's facts again, as of a day and a known instant; undefined where it was not judged then. The
 * module that owns the subject gives it. `keptPool` stands in for a rank that cannot or need not be computed again.
 */
export type LightSource = (
  tx: Tx,
  asked: { subjectId: string; validOn: string; knownAt: string; isFixed: boolean; keptPool: LightInputs["pool"] },
) => Promise<{ inputs: LightInputs; isPoolReplayed: boolean } | undefined>;

type Row = {
  subject_id: string;
  dimension: LightDimension;
  verdict: Verdict;
  sentence: string;
  input_digest: string;
  is_fixed: boolean;
  valid_on: string;
  known_at: string;
  rule_set_version_id: string;
  rank: number | null;
  pool_size: number | null;
};

/** Computes a kept light again from what was known then and compares verdict, sentence and digest. Throws `not-found`. */
export async function replayLight(tx: Tx, versionId: string, source: LightSource): Promise<ReplayAnswer> {
  const { rows } = await sql<Row>`
    select k.subject_id, k.dimension, k.verdict, k.sentence, k.input_digest, k.is_fixed, k.valid_on, k.known_at, k.rule_set_version_id,
      (m.inputs ->> 'rank')::int as rank, (m.inputs ->> 'poolSize')::int as pool_size
    from kernel_light k
    left join kernel_light m on m.subject_id = k.subject_id and m.dimension = 'money' and m.is_fixed = k.is_fixed and m.period_id is not distinct from k.period_id
      and m.recorded_at <= k.recorded_at and m.superseded_at > k.recorded_at
    where k.version_id = ${versionId}`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw problem("not-found", { detail: "没有找到这次亮牌，或者您无权查看。" });
  const rules = (await getRuleSetVersion(tx, row.rule_set_version_id)).rules;
  const keptPool = row.rank === null || row.pool_size === null ? null : { rank: row.rank, size: row.pool_size };
  const found = await source(tx, { subjectId: row.subject_id, validOn: row.valid_on, knownAt: row.known_at, isFixed: row.is_fixed, keptPool });
  const again = found === undefined ? undefined : judge(found.inputs, rules).find((one) => one.dimension === row.dimension);
  const kept = { verdict: row.verdict, digest: row.input_digest, sentence: row.sentence };
  const replayed = again === undefined ? null : { verdict: again.verdict, digest: digestOf(again.dimension, again.inputs), sentence: again.sentence };
  return {
    isEqual: replayed !== null && replayed.verdict === kept.verdict && replayed.digest === kept.digest && replayed.sentence === kept.sentence,
    kept,
    replayed,
    isPoolReplayed: found?.isPoolReplayed ?? false,
    validOn: row.valid_on,
    knownAt: row.known_at,
  };
}
