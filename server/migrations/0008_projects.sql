-- The key-project library: what a project is (profile), on which lists of which year it stands (listing),
-- what its month's report went through (report), drafts while typing, and one read row for "now" (card).

create table projects_profile (
  version_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  project_code text,
  builder_name text,
  credit_code text,
  credit_code_override text,
  industry_code text,
  build_kind text,
  industry_system text,
  total_investment_fen bigint,
  total_investment_comparator text not null default '=',
  fixed_asset_fen bigint,
  land_mu numeric(14, 4),
  paired_leader_title text,
  responsible_unit text,
  signer_org_id uuid,
  content text,
  remark text,
  is_sample boolean not null default false,
  normal_name text not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint projects_profile_pkey primary key (version_id),
  constraint projects_profile_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint projects_profile_total check (total_investment_fen >= 0),
  constraint projects_profile_build_kind check (build_kind in ('new', 'continued', 'expansion', 'conversion', 'relocation')),
  constraint projects_profile_comparator check (total_investment_comparator in ('=', '>=', '>', 'about')),
  constraint projects_profile_span check (superseded_at > recorded_at)
);
create unique index projects_profile_current on projects_profile (subject_id) where superseded_at = 'infinity';
create index projects_profile_known on projects_profile (subject_id, recorded_at);
create unique index projects_profile_current_code on projects_profile (project_code) where superseded_at = 'infinity' and project_code is not null;
create index projects_profile_credit_code on projects_profile (credit_code) where superseded_at = 'infinity';
create index projects_profile_normal_name on projects_profile (normal_name) where superseded_at = 'infinity';

create table projects_listing (
  version_id uuid not null default uuidv7(),
  listing_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  year int not null,
  level text not null,
  level_rank int not null generated always as (case level when 'province' then 1 when 'city' then 2 else 3 end) stored,
  class text not null,
  plan_fen bigint not null,
  plan_by_month_fen bigint[],
  adjustment text,
  reason text,
  document_no text,
  valid_from date not null,
  valid_to date not null default 'infinity',
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint projects_listing_pkey primary key (version_id),
  constraint projects_listing_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint projects_listing_level check (level in ('province', 'city', 'county')),
  constraint projects_listing_class check (class in ('implementation', 'reserve')),
  constraint projects_listing_plan check (plan_fen >= 0),
  constraint projects_listing_months check (plan_by_month_fen is null or cardinality(plan_by_month_fen) = 12),
  constraint projects_listing_adjustment check (adjustment in ('added', 'reserve_to_implementation', 'implementation_to_reserve', 'left', 'rolled_over')),
  constraint projects_listing_span check (superseded_at > recorded_at and valid_to > valid_from)
);
create unique index projects_listing_current on projects_listing (listing_id, valid_from) where superseded_at = 'infinity';
create unique index projects_listing_open on projects_listing (subject_id, year, level) where superseded_at = 'infinity' and valid_to = 'infinity';
create index projects_listing_year on projects_listing (year, scope_id);
create index projects_listing_subject_id on projects_listing (subject_id, year);

-- The way of one row of one month: submitted, then accepted or returned; withdrawn until reviewed.
create table projects_report (
  version_id uuid not null default uuidv7(),
  report_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  month_end date not null,
  status text not null,
  month_fen bigint,
  cumulative_fen bigint not null,
  is_unchanged boolean not null default false,
  is_late boolean not null default false,
  progress_text text,
  problem_text text,
  doubts jsonb not null default '[]',
  doubt_reason text,
  return_reason text,
  return_field text,
  correction_reason text,
  reported_by uuid,
  reviewed_by uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint projects_report_pkey primary key (version_id),
  constraint projects_report_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint projects_report_status check (status in ('submitted', 'accepted', 'returned', 'withdrawn')),
  constraint projects_report_two_people check (reviewed_by is null or reviewed_by <> reported_by),
  constraint projects_report_span check (superseded_at > recorded_at)
);
create unique index projects_report_current on projects_report (subject_id, month_end) where superseded_at = 'infinity';
create index projects_report_month on projects_report (month_end, scope_id) where superseded_at = 'infinity';

-- Typing is kept; a draft is nobody's number until it is submitted.
create table projects_draft (
  scope_id int not null,
  subject_id uuid not null,
  month_end date not null,
  fields jsonb not null,
  revision int not null default 1,
  saved_by uuid not null,
  saved_at timestamptz not null default clock_timestamp(),
  constraint projects_draft_pkey primary key (subject_id, month_end),
  constraint projects_draft_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade
);

-- One row per project and year for the question "now" (KERNEL B13): derived, written in the saving transaction.
create table projects_card (
  scope_id int not null,
  subject_id uuid not null,
  year int not null,
  name text not null,
  project_code text,
  account_org_id uuid not null,
  account_area_id uuid,
  levels text[] not null,
  level text not null,
  level_rank int not null,
  class text not null,
  chain_ids uuid[] not null default '{}',
  stage text,
  stage_rank int,
  light text,
  total_investment_fen bigint,
  plan_fen bigint not null,
  done_fen bigint,
  done_month_end date,
  completion_rate float8,
  search_text text not null,
  constraint projects_card_pkey primary key (year, subject_id),
  constraint projects_card_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade
);
create index projects_card_scope on projects_card (year, scope_id);
create index projects_card_rate on projects_card (year, completion_rate desc nulls last, subject_id);
create index projects_card_name on projects_card (year, name, subject_id);

-- A ledger view that a person saved: columns, filters, sort.
create table projects_saved_view (
  view_id uuid not null default uuidv7(),
  account_id uuid not null,
  name text not null,
  query text not null,
  columns jsonb not null default '[]',
  constraint projects_saved_view_pkey primary key (view_id),
  constraint projects_saved_view_once unique (account_id, name)
);

-- One job, one receipt: what came in, what was refused, and which act can be undone.
create table projects_import (
  import_id uuid not null default uuidv7(),
  account_id uuid not null,
  org_id uuid,
  kind text not null,
  file_name text not null,
  file_sha256 text not null,
  row_count int not null,
  accepted_count int not null,
  rejected_count int not null,
  changed_count int not null default 0,
  act_id uuid,
  undone_act_id uuid,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint projects_import_pkey primary key (import_id)
);

-- How an organisation's own workbook maps to our columns, remembered.
create table projects_import_mapping (
  org_id uuid not null,
  kind text not null,
  header_key text not null,
  mapping jsonb not null,
  constraint projects_import_mapping_pkey primary key (org_id, kind, header_key)
);

call kernel_protect('projects_profile', 'scoped', true);
call kernel_protect('projects_listing', 'scoped', true);
call kernel_protect('projects_report', 'scoped', true);
call kernel_protect('projects_draft', 'scoped');
call kernel_protect('projects_card', 'scoped');

alter table projects_saved_view enable row level security;
alter table projects_saved_view force row level security;
create policy projects_saved_view_own on projects_saved_view to baton_act, baton_city
  using (account_id = (select kernel_actor_account())) with check (account_id = (select kernel_actor_account()));
grant select, insert, update, delete on projects_saved_view to baton_act;
grant select on projects_saved_view to baton_city;

alter table projects_import enable row level security;
alter table projects_import force row level security;
create policy projects_import_own on projects_import to baton_act, baton_city
  using (account_id = (select kernel_actor_account())) with check (account_id = (select kernel_actor_account()));
-- the moment of a receipt is the database's, like every record-time
grant select, insert (import_id, account_id, org_id, kind, file_name, file_sha256, row_count, accepted_count,
  rejected_count, changed_count, act_id), update (undone_act_id) on projects_import to baton_act;
grant select on projects_import to baton_city;

alter table projects_import_mapping enable row level security;
alter table projects_import_mapping force row level security;
create policy projects_import_mapping_own on projects_import_mapping to baton_act, baton_city
  using (org_id = (select p.org_id from kernel_post p where p.post_id = (select kernel_actor_post())));
grant select, insert, update on projects_import_mapping to baton_act;
grant select on projects_import_mapping to baton_city;
