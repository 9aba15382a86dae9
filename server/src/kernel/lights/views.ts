import { sql } from "kysely";
import { type LightDimension, lightInputTerms, type Verdict } from "@baton/contract/light-rules";
import type { Light } from "@baton/contract/periods";
import type { Tx } from "#platform/database";
import { listExemptions } from "./exemptions.ts";

type Row = {
  version_id: string;
  dimension: LightDimension;
  verdict: Verdict;
  is_fixed: boolean;
  valid_on: string;
  known_at: string;
  recorded_at: string;
  sentence: string;
  clearing: string | null;
  blocking_party: string | null;
  inputs: Record<string, number | string | null>;
  rule_set: string;
};

const order = sql`case k.dimension when 'overall' then 0 when 'stage' then 1 when 'schedule' then 2 when 'money' then 3 when 'blockage' then 4 else 5 end`;

/** Later ones than this are found by asking for an earlier `knownAt`. */
const historyMax = 200;

/**
 * A subject's lights on a day, as known: of each dimension the newest day's, the fixed one before the live one. With
 * them every light there ever was, newest first, and the exemptions in force that day. Empty out of reach.
 */
export async function readLights(tx: Tx, asked: { subjectId: string; validOn: string; knownAt: string }) {
  const { rows } = await sql<Row>`
    select distinct on (${order}) k.version_id, k.dimension, k.verdict, k.is_fixed, k.valid_on, k.known_at, k.recorded_at, k.sentence, k.clearing,
      k.blocking_party, k.inputs, r.name || ' 第' || r.version || '版' as rule_set
    from kernel_light k join kernel_rule_set r on r.version_id = k.rule_set_version_id
    where k.subject_id = ${asked.subjectId} and k.valid_on <= ${asked.validOn}::date
      and k.recorded_at <= ${asked.knownAt}::timestamptz and k.superseded_at > ${asked.knownAt}::timestamptz
    order by ${order}, k.valid_on desc, k.is_fixed desc, k.recorded_at desc`.execute(tx);
  const exemptions = await listExemptions(tx, asked, [asked.subjectId]);
  const { rows: past } = await sql<Row>`
    select k.dimension, k.verdict, k.is_fixed, k.valid_on, k.recorded_at, k.sentence from kernel_light k
    where k.subject_id = ${asked.subjectId} and k.recorded_at <= ${asked.knownAt}::timestamptz
    order by k.recorded_at desc, ${order}, k.version_id limit ${historyMax}`.execute(tx);
  return {
    items: rows.map((row): Light => {
      const exemption = exemptions.find((one) => one.dimension === row.dimension) ?? exemptions.find((one) => one.dimension === "overall");
      return {
        id: row.version_id,
        dimension: row.dimension,
        verdict: row.verdict,
        isFixed: row.is_fixed,
        validOn: row.valid_on,
        knownAt: row.known_at,
        ruleSet: row.rule_set,
        sentence: row.sentence,
        clearing: row.clearing,
        blockingParty: row.blocking_party,
        inputs: Object.entries(row.inputs).map(([name, value]) => ({
          name,
          value,
          label: lightInputTerms[name]?.label ?? name,
          unit: lightInputTerms[name]?.unit ?? "",
        })),
        exemption: exemption === undefined ? null : { reason: exemption.reason, validTo: exemption.validTo, documentNo: exemption.documentNo },
      };
    }),
    history: past.map((row) => ({
      dimension: row.dimension,
      verdict: row.verdict,
      validOn: row.valid_on,
      recordedAt: row.recorded_at,
      isFixed: row.is_fixed,
      sentence: row.sentence,
    })),
  };
}
