import { sql, type RawBuilder } from "kysely";
import { changed, kept, type Part } from "#kernel/subjects";

const profileColumns = [
  "project_code",
  "builder_name",
  "credit_code",
  "industry_code",
  "build_kind",
  "total_investment_fen",
  "fixed_asset_fen",
  "land_mu",
  "paired_leader_title",
  "responsible_unit",
  "remark",
];

const listOf = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));

export const profilePart: Part = {
  table: sql`projects_profile`,
  wanted: sql`w(subject_id uuid, scope_id int, normal_name text, project_code text, builder_name text, credit_code text, industry_code text, build_kind text,
    total_investment_fen bigint, fixed_asset_fen bigint, land_mu numeric(14, 4), paired_leader_title text, responsible_unit text, remark text)`,
  match: sql<boolean>`t.subject_id = w.subject_id`,
  differs: sql<boolean>`t.normal_name <> w.normal_name or ${changed(profileColumns)}`,
  columns: sql`scope_id, subject_id, normal_name, ${listOf(profileColumns)}, credit_code_override, industry_system, total_investment_comparator, signer_org_id, content, is_sample`,
  // An amount that the office states again is exact.
  values: sql`w.scope_id, w.subject_id, w.normal_name, ${sql.join(profileColumns.map(kept))}, t.credit_code_override, t.industry_system,
    case when w.total_investment_fen is distinct from t.total_investment_fen then '=' else coalesce(t.total_investment_comparator, '=') end,
    t.signer_org_id, t.content, coalesce(t.is_sample, false)`,
};

/** A list is valid from the first day of its year; one that had been left is taken up again where it was left. */
export const listingPart: Part = {
  table: sql`projects_listing`,
  wanted: sql`w(subject_id uuid, scope_id int, year int, level text, class text, plan_fen bigint)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.year = w.year and t.level = w.level and t.valid_to = 'infinity'`,
  differs: sql<boolean>`t.class <> w.class or t.plan_fen <> w.plan_fen`,
  columns: sql`listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, adjustment, reason, document_no, valid_from`,
  values: sql`coalesce(t.listing_id, gen_random_uuid()), w.scope_id, w.subject_id, w.year, w.level, w.class, w.plan_fen,
    case when t.plan_fen = w.plan_fen then t.plan_by_month_fen end, t.adjustment, t.reason, t.document_no,
    coalesce(t.valid_from, greatest(make_date(w.year, 1, 1), (select max(l.valid_to) from projects_listing l
      where l.subject_id = w.subject_id and l.year = w.year and l.level = w.level and l.superseded_at = 'infinity')))`,
  freshValues: sql`gen_random_uuid(), w.scope_id, w.subject_id, w.year, w.level, w.class, w.plan_fen, null::bigint[], null, null, null, make_date(w.year, 1, 1)`,
};

export const nodePart: Part = {
  table: sql`kernel_node`,
  wanted: sql`w(subject_id uuid, scope_id int, kind text, name text, enters_stage text, planned_on date, due_on date, precision text)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.kind = w.kind`,
  differs: sql<boolean>`t.planned_on <> w.planned_on or t.precision <> w.precision`,
  columns: sql`node_id, scope_id, subject_id, kind, name, enters_stage, planned_on, due_on, baseline_on, precision, done_on, responsible_post_id, reason`,
  values: sql`coalesce(t.node_id, gen_random_uuid()), w.scope_id, w.subject_id, w.kind, coalesce(t.name, w.name), w.enters_stage, w.planned_on, w.due_on,
    coalesce(t.baseline_on, w.due_on), w.precision, t.done_on, t.responsible_post_id, t.reason`,
};

/** An import fills an empty hand; it never takes a baton out of another hand: a hand-over is an act with a note. */
export const batonPart: Part = {
  table: sql`kernel_baton`,
  wanted: sql`w(subject_id uuid, scope_id int, role text, holder_post_id int, valid_from date)`,
  match: sql<boolean>`t.subject_id = w.subject_id and t.role = w.role and t.valid_to = 'infinity'`,
  differs: sql<boolean>`false`,
  columns: sql`baton_id, scope_id, subject_id, role, holder_post_id, valid_from, note`,
  values: sql`coalesce(t.baton_id, gen_random_uuid()), w.scope_id, w.subject_id, w.role, w.holder_post_id,
    greatest(w.valid_from, (select max(b.valid_to) from kernel_baton b where b.subject_id = w.subject_id and b.role = w.role and b.superseded_at = 'infinity')), '随重点项目名单明确'`,
  freshValues: sql`gen_random_uuid(), w.scope_id, w.subject_id, w.role, w.holder_post_id, w.valid_from, '随重点项目名单明确'`,
};
