import { sql } from "kysely";
import { sampleRules, sampleRuleSetName } from "@baton/contract/light-rules";
import { type RuleDocument, ruleDocument, type RuleSet } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { beginAct, type Database, type Tx } from "#platform/database";

type Row = {
  rule_set_id: string;
  version_id: string;
  name: string;
  version: number;
  document_no: string | null;
  is_sample: boolean;
  valid_from: string;
  rules: unknown;
};

/** Before any history this system may be told. */
const knownSince = "2018-12-01T00:00:00+08:00";
const sampleValidFrom = "2019-01-01";

function ruleSetOf(row: Row): RuleSet {
  return {
    id: row.rule_set_id,
    versionId: row.version_id,
    name: row.name,
    version: row.version,
    documentNo: row.document_no,
    isSample: row.is_sample,
    validFrom: row.valid_from,
    rules: ruleDocument.parse(row.rules),
  };
}

const columns = sql`rule_set_id, version_id, name, version, document_no, is_sample, valid_from, rules`;

/** Every version there is, the newest first; a version is never taken away, lights point at it. */
export async function listRuleSets(tx: Tx): Promise<RuleSet[]> {
  const { rows } = await sql<Row>`select ${columns} from kernel_rule_set order by version desc, rule_set_id limit 200`.execute(tx);
  return rows.map(ruleSetOf);
}

/**
 * The version in force on a day, as known: a later version counts from its own first day, the one before until then.
 * Throws `rule-refused` where there is none.
 */
export async function getRuleSet(tx: Tx, at: { validOn: string; knownAt: string }): Promise<RuleSet> {
  const { rows } = await sql<Row>`select ${columns} from kernel_rule_set
    where valid_from <= ${at.validOn}::date and recorded_at <= ${at.knownAt}::timestamptz order by version desc limit 1`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw problem("rule-refused", { detail: `${at.validOn}没有生效的亮牌规则，请先由调度机构建立规则。` });
  return ruleSetOf(row);
}

/** Throws `not-found` for a version that does not exist. */
export async function getRuleSetVersion(tx: Tx, versionId: string): Promise<RuleSet> {
  const { rows } = await sql<Row>`select ${columns} from kernel_rule_set where version_id = ${versionId}`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw problem("not-found", { detail: "没有这一版规则。" });
  return ruleSetOf(row);
}

export type NewRuleSetVersion = { name: string; documentNo: string | null; validFrom: string; rules: RuleDocument };

/** Writes the next version; published months keep theirs. Throws `rule-refused` for thresholds in the wrong order. */
export async function addRuleSetVersion(tx: Tx, input: NewRuleSetVersion): Promise<RuleSet> {
  assertOrdered(input.rules);
  await beginAct(tx, { kind: "rule-set", subjects: [], documentNo: input.documentNo });
  const { rows: last } = await sql<{ rule_set_id: string; version: number }>`
    select rule_set_id, version from kernel_rule_set order by version desc limit 1`.execute(tx);
  const before = last[0];
  if (before !== undefined) {
    await sql`update kernel_rule_set set superseded_at = now() where rule_set_id = ${before.rule_set_id} and superseded_at = 'infinity'`.execute(tx);
  }
  const { rows } = await sql<Row>`insert into kernel_rule_set (rule_set_id, name, version, document_no, rules, valid_from)
    values (coalesce(${before?.rule_set_id ?? null}::uuid, uuidv7()), ${input.name}, ${(before?.version ?? 0) + 1}, ${input.documentNo}, ${JSON.stringify(input.rules)}::jsonb, ${input.validFrom}::date)
    returning ${columns}`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error("a rule set was not written");
  return ruleSetOf(row);
}

function assertOrdered(rules: RuleDocument): void {
  const pairs = [
    ["投资落后", rules.money.behindRemindPoints, rules.money.behindWarnPoints],
    ["节点延期", rules.schedule.lateRemindDays, rules.schedule.lateWarnDays],
    ["开工超期", rules.stage.startOverdueRemindMonths, rules.stage.startOverdueWarnMonths],
    ["未报月数", rules.freshness.unreportedRemindMonths, rules.freshness.unreportedWarnMonths],
    ["问题逾期", rules.blockage.overdueRemindDays, rules.blockage.overdueWarnDays],
  ] as const;
  const wrong = pairs.find(([, remind, warn]) => remind < 0 || warn < remind);
  if (wrong !== undefined) throw problem("rule-refused", { detail: `“${wrong[0]}”的提醒门槛不能小于零，也不能高于警示门槛。` });
  if (rules.stage.startOverdueRemindMonths < 1 || rules.freshness.unreportedRemindMonths < 1 || rules.remindRunsToWarn < 1) {
    throw problem("rule-refused", { detail: "超期月数、未报月数和连续期数的门槛至少为1。" });
  }
  if (rules.money.meritTopShare < 0 || rules.money.meritTopShare > 1) throw problem("rule-refused", { detail: "表扬名次的比例应在0到1之间。" });
}

/** Loads the labelled sample where no rule set is; otherwise does nothing. `owner` is the owner's pool, at setup. */
export async function ensureSampleRuleSet(owner: Database): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    // Two programs starting together would both load it.
    await sql`select pg_advisory_xact_lock(4210017)`.execute(tx);
    const { rows } = await sql<{ is_loaded: boolean }>`select exists (select from kernel_rule_set) as is_loaded`.execute(tx);
    if (rows[0]?.is_loaded) return;
    await sql`select kernel_begin_history_act('rule-set', ${knownSince})`.execute(tx);
    await sql`insert into kernel_rule_set (rule_set_id, name, version, rules, valid_from, is_sample)
      values (uuidv7(), ${sampleRuleSetName}, 1, ${JSON.stringify(sampleRules)}::jsonb, ${sampleValidFrom}::date, true)`.execute(tx);
  });
}
