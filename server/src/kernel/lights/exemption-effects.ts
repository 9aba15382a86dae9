import { sql } from "kysely";
import { type LightDimension, lightDimensionNames } from "@baton/contract/light-rules";
import type { ApprovalEffects } from "@baton/contract/matter-approvals";
import type { Verdict } from "@baton/contract/light-terms";
import { problem } from "@baton/contract/problems";
import type { EffectSource } from "#kernel/matters";
import { readAs, type Tx } from "#platform/database";
import { getRuleSetVersion } from "./rule-sets.ts";

type Row = {
  dimension: LightDimension;
  reason: string;
  valid_to: string;
  verdict: Verdict | null;
  rule_set_version_id: string | null;
  exempt_to: string | null;
};

async function read(tx: Tx, asked: { matterId: string; today: string }): Promise<ApprovalEffects> {
  const { rows } = await sql<Row>`select r.dimension, r.reason, r.valid_to, l.verdict, l.rule_set_version_id,
      (select max(e.valid_to)::text from kernel_exemption e where e.subject_id = r.subject_id and e.dimension = r.dimension and e.superseded_at = 'infinity'
        and e.valid_from <= ${asked.today}::date and e.valid_to > ${asked.today}::date) as exempt_to
    from kernel_exemption_request r
    left join kernel_light l on l.subject_id = r.subject_id and l.dimension = r.dimension and not l.is_fixed and l.superseded_at = 'infinity'
    where r.matter_id = ${asked.matterId} and r.superseded_at = 'infinity' order by l.recorded_at desc nulls last limit 1`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有这项豁免申请，或者您无权查看。" });
  const words = row.rule_set_version_id === null ? null : (await getRuleSetVersion(tx, row.rule_set_version_id)).rules.words;
  const light = row.verdict === null ? "尚未评定" : (words?.[row.verdict]?.word ?? row.verdict);
  const until = (day: string | null): string => (day === null ? "没有豁免" : `豁免至${day}`);
  const isExpired = row.valid_to <= asked.today;
  return {
    items: [
      { label: `${lightDimensionNames[row.dimension]}灯（照常评定，旁注豁免）`, before: light, after: light },
      { label: "豁免", before: until(row.exempt_to), after: until(row.valid_to) },
      { label: "因这盏灯发出的事项", before: row.exempt_to === null ? "冻结发布后照常发出" : "暂不发出", after: `${row.valid_to}前不再发出` },
    ],
    obstacle: isExpired ? "申请的到期日已过，不能同意，请不同意后由申请单位重新申请。" : null,
  };
}

/** What granting an exemption would change: the light stays, and says until when it does not count. */
export const exemptionEffects: EffectSource = {
  kind: "approval-exemption",
  read: (db, actor, asked) => readAs(db, actor, (tx) => read(tx, asked)),
};
