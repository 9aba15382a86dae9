import { sql, type RawBuilder } from "kysely";
import { problem } from "@baton/contract/problems";
import { announce, beginAct, type Tx } from "#platform/database";
import { refreshAllCards } from "#modules/projects";

type Versioned = { table: RawBuilder<unknown>; facts: RawBuilder<unknown> };

/** Tables an import writes: their columns without the times. */
const tables: readonly Versioned[] = [
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
];

type Receipt = { import_id: string; kind: string; act_id: string | null; undone_act_id: string | null; recorded_at: string };

/**
 * Takes one import back: what it wrote is closed and what it had closed is stated again, in one new act; nothing is
 * erased, so the time between stays as it was known. Refused (409) when anything was recorded of its subjects since.
 */
export async function undoImport(tx: Tx, importId: string): Promise<{ importId: string; reverted: number }> {
  const receipt = await readReceipt(tx, importId);
  const { rows } = await sql<{ subject_id: string }>`select distinct subject_id from (
    ${sql.join(
      tables.map(({ table }) => sql`select subject_id from ${table} where act_id = ${receipt.act_id}`),
      sql` union all `,
    )}) written`.execute(tx);
  const subjects = rows.map((row) => row.subject_id);
  const act = await beginAct(tx, { kind: "undo-import", subjects, reason: `撤销导入 ${importId}` });
  await refuseIfBuiltUpon(tx, receipt, subjects);
  for (const one of tables) await revert(tx, one, { receipt, subjects });
  await restoreNames(tx, subjects);
  await refreshAllCards(tx, act, subjects);
  await sql`select kernel_refresh_grants(${subjects}::uuid[])`.execute(tx);
  await sql`update projects_import set undone_act_id = ${act.actId} where import_id = ${importId}`.execute(tx);
  await announce(tx, "import", { payload: { kind: receipt.kind, undone: true } });
  return { importId, reverted: subjects.length };
}

async function readReceipt(tx: Tx, importId: string): Promise<Receipt & { act_id: string }> {
  const { rows } =
    await sql<Receipt>`select i.import_id, i.kind, i.act_id, i.undone_act_id, a.recorded_at from projects_import i left join kernel_act a on a.act_id = i.act_id where i.import_id = ${importId}`.execute(
      tx,
    );
  const [receipt] = rows;
  if (receipt === undefined) throw problem("not-found");
  if (receipt.undone_act_id !== null) throw problem("conflict", { detail: "这次导入已经撤销过。" });
  if (receipt.act_id === null) throw problem("conflict", { detail: "这次导入没有改动任何数据，不需要撤销。" });
  if (receipt.kind === "organisations") throw problem("conflict", { detail: "组织和岗位的导入不能撤销，请在组织页逐项更正。" });
  return { ...receipt, act_id: receipt.act_id };
}

async function refuseIfBuiltUpon(tx: Tx, receipt: Receipt, subjects: readonly string[]): Promise<void> {
  const later = tables.map(
    ({ table }) => sql`(select subject_id from ${table} where subject_id = any(${subjects}::uuid[])
    and (recorded_at > ${receipt.recorded_at}::timestamptz or superseded_at > ${receipt.recorded_at}::timestamptz and superseded_at <> 'infinity') limit 1)`,
  );
  const { rows } = await sql<{
    name: string;
  }>`select s.name from (${sql.join(later, sql` union all `)}) built join kernel_subject s on s.subject_id = built.subject_id limit 1`.execute(tx);
  const [built] = rows;
  if (built !== undefined) throw problem("conflict", { detail: `导入之后“${built.name}”又有新的记录，不能整批撤销，请逐项更正。` });
}

/** What the import wrote is closed; what it had closed (at its own instant) is stated again. */
async function revert(tx: Tx, { table, facts }: Versioned, { receipt, subjects }: { receipt: Receipt; subjects: readonly string[] }): Promise<void> {
  await sql`update ${table} set superseded_at = now() where act_id = ${receipt.act_id} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into ${table} (${facts}) select ${facts} from ${table}
    where subject_id = any(${subjects}::uuid[]) and superseded_at = ${receipt.recorded_at}::timestamptz`.execute(tx);
}

/** Search and reach are always "now": they follow the version that stands again. */
async function restoreNames(tx: Tx, subjects: readonly string[]): Promise<void> {
  await sql`update kernel_subject s set name = v.name, code = v.code from kernel_subject_version v
    where v.subject_id = s.subject_id and v.superseded_at = 'infinity' and s.subject_id = any(${subjects}::uuid[]) and (s.name <> v.name or s.code is distinct from v.code)`.execute(
    tx,
  );
}
