-- What reading a whole city as known in the past needs: each index gives its rows in the order of projects, newest first,
-- with everything that the reader's conditions look at, so that the table itself is not visited.

-- Lists of a year in the order of projects, the highest first.
create index projects_listing_by_subject on projects_listing
  (year, subject_id, level_rank) include (level, class, plan_fen, valid_from, valid_to, recorded_at, superseded_at);

-- What was done, month by month: a whole city reads its last two months as two runs, one project skips from month to
-- month. Takes the place of kernel_observation_asked, which had to look up ledger and nature in the table.
create index kernel_observation_said on kernel_observation
  (metric, ledger, nature, period_from, period_to desc, subject_id) include (value, comparator, is_correction, recorded_at, superseded_at);
drop index kernel_observation_asked;

-- The stage on a day; entries of one rank newest first.
create index kernel_stage_by_subject on kernel_stage
  (subject_id, track, stage_rank desc, entered_on desc) include (stage, precision, is_preferred, recorded_at, superseded_at);
drop index kernel_stage_subject_rank;

-- The overall light on a day.
create index kernel_light_overall on kernel_light
  (subject_id, valid_on desc, is_fixed desc, recorded_at desc) include (verdict, blocking_party, superseded_at)
  where dimension = 'overall';

-- How many cards there are of each kind, without visiting them; entries are alike, so the index stays small.
create index projects_card_counted on projects_card (year, level, class, stage, light, is_first);
alter table projects_card set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- What a project is, with what figures group and sum by.
drop index kernel_subject_version_known;
create index kernel_subject_version_known on kernel_subject_version
  (subject_id, recorded_at) include (superseded_at, merged_into_id, account_area_id, account_org_id, scope_id, name);
drop index projects_profile_known;
create index projects_profile_known on projects_profile
  (subject_id, recorded_at) include (superseded_at, total_investment_fen, total_investment_comparator, scope_id);

-- Matters that were in hand at a known instant: what is superseded after it, which for a recent one is a few in a hundred.
create index kernel_matter_state_in_hand on kernel_matter_state (superseded_at, subject_id)
  where status in ('open', 'in_hand', 'to_verify');
