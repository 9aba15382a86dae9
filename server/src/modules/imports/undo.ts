import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import type { Clock } from "#platform/clock";
import { type Act, announce, beginAct, type Tx } from "#platform/database";
import { refreshAllCards, settleProjects } from "#modules/projects";
import { findLater, revert, touched, type Versioned } from "./reverting.ts";
import { undoOrganisations } from "./undo-organisations.ts";

/** Tables an import of projects, months, leads or enterprises writes: their columns without the times. */
const tables = [
  {
    table: sql`kernel_subject_version`,
    facts: sql`subject_id, scope_id, name, code, account_org_id, account_area_id, place_area_id, longitude, latitude, merged_into_id`,
  },
  { table: sql`kernel_relation`, facts: sql`relation_id, scope_id, subject_id, to_subject_id, kind, role, share_ppm, valid_from, valid_to, document_no` },
  {
    table: sql`kernel_stage`,
    facts: sql`stage_id, scope_id, subject_id, track, stage, stage_rank, entered_on, precision, verdict, source, is_preferred, note`,
  },
  {
    table: sql`kernel_node`,
    facts: sql`node_id, scope_id, subject_id, kind, name, enters_stage, planned_on, due_on, baseline_on, precision, done_on, responsible_post_id, reason`,
  },
  { table: sql`kernel_baton`, facts: sql`baton_id, scope_id, subject_id, role, seat, holder_post_id, valid_from, valid_to, note` },
  {
    table: sql`kernel_observation`,
    facts: sql`observation_id, scope_id, subject_id, metric, ledger, nature, facet, occasion_id, period_from, period_to, value, text_value, comparator, wording, is_correction`,
  },
  {
    table: sql`projects_profile`,
    facts: sql`scope_id, subject_id, project_code, builder_name, credit_code, credit_code_override, industry_code, build_kind, industry_system, total_investment_fen, total_investment_comparator, fixed_asset_fen, land_mu, paired_leader_title, responsible_unit, signer_org_id, content, remark, is_sample, normal_name`,
  },
  {
    table: sql`projects_listing`,
    facts: sql`listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, adjustment, reason, document_no, valid_from, valid_to`,
  },
  {
    table: sql`projects_report`,
    facts: sql`report_id, scope_id, subject_id, month_end, status, month_fen, cumulative_fen, is_unchanged, is_late, progress_text, problem_text, doubts, doubt_reason, return_reason, return_field, correction_reason, reported_by, reviewed_by`,
  },
  {
    table: sql`investment_lead`,
    facts: sql`scope_id, subject_id, investor_name, credit_code, intended_fen, first_contact_org_id, first_contact_on, normal_name, remark, is_sample`,
  },
  {
    table: sql`investment_contract`,
    facts: sql`contract_id, scope_id, subject_id, kind, signed_on, precision, amount_fen, amount_comparator, foreign_capital_cents, signer_org_id, is_sample`,
  },
  {
    table: sql`enterprises_profile`,
    facts: sql`scope_id, subject_id, credit_code, is_above_scale, industry_code, contact_post, contact_phone, tags, is_sample`,
  },
].map(({ table, facts }): Versioned => ({ table, facts, key: sql`subject_id` }));

type Receipt = { kind: string; actId: string; recordedAt: string };

/**
 * Takes one import back: what it wrote is closed and what it had closed is stated again, in one new act; nothing is
 * erased, so the time between stays as it was known. Throws `import-rests` when something was recorded since that rests
 * on it, `conflict` when there is nothing to undo, `not-found` for another's import.
 */
export async function undoImport(tx: Tx, { clock }: { clock: Clock }, importId: string): Promise<{ importId: string; reverted: number }> {
  const receipt = await readReceipt(tx, importId);
  const { act, reverted } = await (receipt.kind === "organisations"
    ? undoOrganisations(tx, { importId, ...receipt })
    : undoSubjects(tx, { importId, today: clock.today().toString(), receipt }));
  await sql`update projects_import set undone_act_id = ${act.actId} where import_id = ${importId}`.execute(tx);
  await announce(tx, "import", { payload: { kind: receipt.kind, undone: true } });
  return { importId, reverted };
}

async function readReceipt(tx: Tx, importId: string): Promise<Receipt> {
  const { rows } = await sql<{ kind: string; state: string; act_id: string | null; undone_act_id: string | null; recorded_at: string }>`
    select i.kind, i.state, i.act_id, i.undone_act_id, a.recorded_at from projects_import i left join kernel_act a on a.act_id = i.act_id
    where i.import_id = ${importId} for no key update of i`.execute(tx);
  const [receipt] = rows;
  if (receipt === undefined) throw problem("not-found");
  if (receipt.undone_act_id !== null) throw problem("conflict", { detail: "这次导入已经撤销过。" });
  if (receipt.state === "running") throw problem("conflict", { detail: "这次导入还没有完成，不需要撤销；进行中的可以取消。" });
  if (receipt.act_id === null) throw problem("conflict", { detail: "这次导入没有改动任何数据，不需要撤销。" });
  return { kind: receipt.kind, actId: receipt.act_id, recordedAt: receipt.recorded_at };
}

type Undoing = { importId: string; today: string; receipt: Receipt };

/** Larger acts leave the lights to the next sweep. */
const litAtOnceMax = 500;

async function undoSubjects(tx: Tx, { importId, today, receipt }: Undoing): Promise<{ act: Act; reverted: number }> {
  const ids = await touched(tx, tables, receipt);
  const act = await beginAct(tx, { kind: "undo-import", subjects: ids, reason: `撤销导入 ${importId}` });
  const later = await findLater(tx, tables, { ...receipt, ids });
  if (later !== undefined) await refuse(tx, later, "又有新的记录");
  await refuseIfRestsUpon(tx, receipt, ids);
  for (const table of tables) await revert(tx, table, { ...receipt, ids });
  await restoreNames(tx, ids);
  if (ids.length <= litAtOnceMax) await settleProjects(tx, { act, today }, ids);
  else {
    await refreshAllCards(tx, act, ids);
    await sql`select kernel_refresh_grants(${ids}::uuid[])`.execute(tx);
  }
  return { act, reverted: ids.length };
}

async function refuse(tx: Tx, subjectId: string, since: string): Promise<never> {
  const { rows } = await sql<{ name: string }>`select name from kernel_subject where subject_id = ${subjectId}`.execute(tx);
  throw problem("import-rests", { detail: `导入之后“${rows[0]?.name ?? ""}”${since}，不能整批撤销，请逐项更正。` });
}

/** What others put on a subject that did not exist before the import would hang in the air; a fixed light has judged its rows. */
async function refuseIfRestsUpon(tx: Tx, { recordedAt }: Receipt, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ subject_id: string; since: string }>`
    with fresh as (select w.id from unnest(${ids}::uuid[]) as w(id)
      where not exists (select from kernel_subject_version v where v.subject_id = w.id and v.recorded_at < ${recordedAt}::timestamptz))
    select * from (
      select e.subject_id, '已有事项办理' as since from kernel_matter_event e join fresh f on f.id = e.subject_id
      union all select e.subject_id, '已有佐证材料' from kernel_evidence e join fresh f on f.id = e.subject_id where e.superseded_at = 'infinity'
      union all select e.subject_id, '已有活动记录' from kernel_occasion_part e join fresh f on f.id = e.subject_id where e.superseded_at = 'infinity'
      union all select l.subject_id, '已在冻结的月份里亮牌' from kernel_light l where l.subject_id = any(${ids}::uuid[]) and l.is_fixed and l.recorded_at > ${recordedAt}::timestamptz
    ) rests limit 1`.execute(tx);
  const [found] = rows;
  if (found !== undefined) await refuse(tx, found.subject_id, found.since);
}

/** Search and reach are always "now": they follow the version that stands again. */
async function restoreNames(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update kernel_subject s set name = v.name, code = v.code from kernel_subject_version v
    where v.subject_id = s.subject_id and v.superseded_at = 'infinity' and s.subject_id = any(${ids}::uuid[]) and (s.name <> v.name or s.code is distinct from v.code)`.execute(
    tx,
  );
}
