/**
 * Purpose: the tables of a city as Kysely sees them. Written by `npm run generate` from the migrations.
 * Never: edited by hand.
 */
/* oxlint-disable max-lines -- as long as the schema is */
import type { ColumnType } from "kysely";

type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

interface EnterprisesProfile {
  act_id: Generated<string>;
  contact_phone: string | null;
  contact_post: string | null;
  credit_code: string;
  industry_code: string | null;
  is_above_scale: boolean | null;
  is_sample: Generated<boolean>;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  tags: Generated<string[]>;
  version_id: Generated<string>;
}

interface InvestmentContract {
  act_id: Generated<string>;
  amount_comparator: Generated<string>;
  amount_fen: number;
  contract_id: string;
  foreign_capital_cents: number | null;
  is_sample: Generated<boolean>;
  kind: string;
  precision: Generated<string>;
  recorded_at: Generated<string>;
  scope_id: number;
  signed_on: string;
  signer_org_id: string | null;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface InvestmentLead {
  act_id: Generated<string>;
  credit_code: string | null;
  first_contact_on: string;
  first_contact_org_id: string;
  intended_fen: number;
  investor_name: string | null;
  is_sample: Generated<boolean>;
  normal_name: string;
  recorded_at: Generated<string>;
  remark: string | null;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelAccount {
  /**
   * Instant of closing; a closed account neither signs in nor keeps a session.
   */
  closed_at: string | null;
  created_at: Generated<string>;
  /**
   * Demanded by the library, never an address: <id>@accounts.invalid.
   */
  email: string;
  email_verified: Generated<boolean>;
  id: Generated<string>;
  image: string | null;
  must_change_password: Generated<boolean>;
  /**
   * Shown name; personal data: needed to say who did what (PIPL 13, 34).
   */
  name: string;
  password_changed_at: Generated<string>;
  /**
   * Instant after which a password given by an administrator no longer works; null for one's own.
   */
  password_expires_at: string | null;
  two_factor_enabled: Generated<boolean>;
  updated_at: Generated<string>;
  /**
   * Folded to lower case; personal data: needed to sign in (PIPL 13, 34).
   */
  username: string;
}

interface KernelAct {
  account_id: string | null;
  act_id: Generated<string>;
  acting_for_post_id: number | null;
  document_no: string | null;
  is_stated: Generated<boolean>;
  kind: string;
  post_id: number | null;
  reason: string | null;
  recorded_at: string;
  request_id: string | null;
  scope_id: number | null;
  subject_id: string | null;
  xid: string;
}

interface KernelAppointment {
  account_id: string;
  appointment_id: Generated<string>;
  is_acting: Generated<boolean>;
  note: string | null;
  post_id: number;
  valid_from: string;
  valid_to: Generated<string>;
}

interface KernelArea {
  act_id: Generated<string>;
  area_id: string;
  code: string;
  level: string;
  name: string;
  parent_area_id: string | null;
  recorded_at: Generated<string>;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelBaton {
  act_id: Generated<string>;
  baton_id: string;
  held: Generated<string>;
  holder_post_id: number;
  note: string | null;
  recorded_at: Generated<string>;
  role: string;
  scope_id: number;
  seat: Generated<number>;
  subject_id: string;
  superseded_at: Generated<string>;
  valid_from: string;
  valid_to: Generated<string>;
  version_id: Generated<string>;
}

interface KernelCalendar {
  act_id: Generated<string>;
  document_no: string | null;
  name: string;
  recorded_at: Generated<string>;
  superseded_at: Generated<string>;
  version: number;
}

interface KernelCalendarDay {
  day: string;
  is_working: boolean;
  name: string;
  version: number;
}

interface KernelCredential {
  access_token: string | null;
  access_token_expires_at: string | null;
  account_id: string;
  created_at: Generated<string>;
  id: Generated<string>;
  id_token: string | null;
  password: string | null;
  provider_account_id: string;
  provider_id: string;
  refresh_token: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  updated_at: Generated<string>;
}

interface KernelEvidence {
  act_id: Generated<string>;
  byte_count: number | null;
  evidence_id: string;
  file_name: string | null;
  media_type: string | null;
  proves: string;
  recorded_at: Generated<string>;
  scope_id: number;
  sha256: string | null;
  subject_id: string;
  superseded_at: Generated<string>;
  taken_on: string | null;
  title: string;
  version_id: Generated<string>;
}

interface KernelExemption {
  act_id: Generated<string>;
  approved_by: string;
  dimension: string;
  document_no: string | null;
  exemption_id: string;
  reason: string;
  recorded_at: Generated<string>;
  requested_by: string;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  valid_from: string;
  valid_to: string;
  version_id: Generated<string>;
}

interface KernelFigureFrozen {
  act_id: Generated<string>;
  audience: Generated<string>;
  comparator: Generated<string>;
  figure: string;
  groups: Generated<unknown>;
  period_id: string;
  question: unknown;
  recorded_at: Generated<string>;
  row_digest: string;
  scope: string;
  superseded_at: Generated<string>;
  value: unknown;
  version_id: Generated<string>;
}

interface KernelGrant {
  post_id: number;
  source_id: string;
  subject_id: string;
  why: string;
}

interface KernelLight {
  act_id: Generated<string>;
  blocking_party: string | null;
  clearing: string | null;
  dimension: string;
  input_digest: string;
  inputs: unknown;
  is_fixed: boolean;
  known_at: string;
  period_id: string | null;
  recorded_at: Generated<string>;
  rule_set_version_id: string;
  run_id: string | null;
  scope_id: number;
  sentence: string;
  subject_id: string;
  superseded_at: Generated<string>;
  valid_on: string;
  verdict: string;
  version_id: Generated<string>;
}

interface KernelLightRun {
  act_id: Generated<string>;
  kind: string;
  known_at: string;
  merit_count: number;
  none_count: number;
  period_id: string | null;
  recorded_at: Generated<string>;
  remind_count: number;
  rule_set_version_id: string;
  run_id: Generated<string>;
  subject_count: number;
  superseded_at: Generated<string>;
  valid_on: string;
  warn_count: number;
}

interface KernelMatter {
  act_id: Generated<string>;
  ask: string;
  blocking_party: string | null;
  is_held_back: Generated<boolean>;
  kind: string;
  matter_id: Generated<string>;
  parent_id: string | null;
  recorded_at: Generated<string>;
  scope_id: number;
  source_id: string | null;
  source_kind: string | null;
  subject_id: string;
  superseded_at: Generated<string>;
  title: string;
}

interface KernelMatterEvent {
  act_id: Generated<string>;
  at: string;
  body: string | null;
  by_account_id: string | null;
  by_post_id: number | null;
  event_id: Generated<string>;
  kind: string;
  matter_id: string;
  reason: string | null;
  recorded_at: Generated<string>;
  scope_id: number;
  sequence: number;
  subject_id: string;
  superseded_at: Generated<string>;
  to_account_id: string | null;
  to_post_id: number | null;
  working_days: number | null;
}

interface KernelMatterState {
  act_id: Generated<string>;
  assignee_account_id: string | null;
  calendar_version: number;
  closed_at: string | null;
  done_by_account_id: string | null;
  due_at: string | null;
  hand_on_count: Generated<number>;
  holder_post_id: number | null;
  is_extended: Generated<boolean>;
  is_paused: Generated<boolean>;
  last_sequence: number;
  matter_id: string;
  opened_by_post_id: number | null;
  recorded_at: Generated<string>;
  rule_version: number;
  scope_id: number;
  status: string;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelMetric {
  accumulation: string;
  ledger: string;
  metric: string;
  name_en: string;
  name_zh: string;
  owner_role: string;
  unit: string;
}

interface KernelNode {
  act_id: Generated<string>;
  baseline_on: string;
  done_on: string | null;
  due_on: string;
  enters_stage: string | null;
  kind: string;
  name: string;
  node_id: string;
  planned_on: string;
  precision: Generated<string>;
  reason: string | null;
  recorded_at: Generated<string>;
  responsible_post_id: number | null;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelNodeLink {
  act_id: Generated<string>;
  kind: Generated<string>;
  lag_days: Generated<number>;
  link_id: Generated<string>;
  node_id: string;
  predecessor_id: string;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelObservation {
  act_id: Generated<string>;
  comparator: Generated<string>;
  facet: Generated<string>;
  is_correction: Generated<boolean>;
  ledger: Generated<string>;
  metric: string;
  nature: Generated<string>;
  observation_id: string;
  occasion_id: string | null;
  period_from: string;
  period_to: string;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  text_value: string | null;
  value: number | null;
  version_id: Generated<string>;
  wording: string | null;
}

interface KernelOccasion {
  act_id: Generated<string>;
  held_from: string;
  held_to: string;
  kind: string;
  name: string;
  note: string | null;
  occasion_id: string;
  place: string | null;
  precision: Generated<string>;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelOccasionPart {
  act_id: Generated<string>;
  amount: number | null;
  occasion_id: string;
  part_id: Generated<string>;
  recorded_at: Generated<string>;
  role: string;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  unit: string | null;
  version_id: Generated<string>;
}

interface KernelOrg {
  act_id: Generated<string>;
  area_id: string | null;
  kind: string;
  name: string;
  org_id: string;
  parent_org_id: string | null;
  recorded_at: Generated<string>;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelOrgClosure {
  ancestor_id: string;
  depth: number;
  descendant_id: string;
}

interface KernelPasswordHistory {
  account_id: string;
  password: string;
  replaced_at: Generated<string>;
}

interface KernelPeriod {
  due_at: string;
  name: string;
  period_id: Generated<string>;
  rhythm: string;
  span_from: string;
  span_to: string;
}

interface KernelPeriodEvent {
  act_id: Generated<string>;
  event_id: Generated<string>;
  kind: string;
  known_at: string | null;
  period_id: string;
  reason: string | null;
  recorded_at: Generated<string>;
  sequence: number;
  superseded_at: Generated<string>;
}

interface KernelPost {
  is_closed: Generated<boolean>;
  org_id: string;
  post_id: Generated<number>;
  role: string;
  title: string;
}

interface KernelRateLimit {
  count: number;
  id: Generated<string>;
  key: string;
  last_request: number;
}

interface KernelRelation {
  act_id: Generated<string>;
  document_no: string | null;
  kind: string;
  recorded_at: Generated<string>;
  relation_id: string;
  role: string | null;
  scope_id: number;
  share_ppm: number | null;
  subject_id: string;
  superseded_at: Generated<string>;
  to_subject_id: string;
  valid_from: string;
  valid_to: Generated<string>;
  version_id: Generated<string>;
}

interface KernelRight {
  role: string;
  table_name: string;
  verb: string;
}

interface KernelRolePolicy {
  demands_factor: Generated<boolean>;
  role: string;
}

interface KernelRuleSet {
  act_id: Generated<string>;
  document_no: string | null;
  is_sample: Generated<boolean>;
  name: string;
  recorded_at: Generated<string>;
  rule_set_id: string;
  rules: unknown;
  superseded_at: Generated<string>;
  valid_from: string;
  version: number;
  version_id: Generated<string>;
}

interface KernelScope {
  org_id: string;
  scope_id: Generated<number>;
}

interface KernelSecondFactor {
  account_id: string;
  backup_codes: string;
  failed_verification_count: Generated<number>;
  id: Generated<string>;
  /**
   * Number of the 30 s step (RFC 6238) last accepted: a code of it or of an earlier one is refused.
   */
  last_step: number | null;
  locked_until: string | null;
  secret: string;
  verified: Generated<boolean>;
}

interface KernelSession {
  account_id: string;
  created_at: Generated<string>;
  expires_at: string;
  /**
   * Instant of the last second factor in this session; null when none was given.
   */
  factor_verified_at: string | null;
  id: Generated<string>;
  ip_address: string | null;
  /**
   * Last request that a person made, to 30 s; polling does not move it.
   */
  last_used_at: Generated<string>;
  token: string;
  updated_at: Generated<string>;
  user_agent: string | null;
}

interface KernelSignInEvent {
  account_id: string | null;
  client_address: string | null;
  detail: string | null;
  event_id: Generated<number>;
  kind: string;
  recorded_at: Generated<string>;
  request_id: string | null;
}

interface KernelSignInLock {
  failures: number;
  locked_until: string | null;
  /**
   * A browser that signed in before, else the client address.
   */
  source: string;
  /**
   * Digest of the name typed, or the account whose factor is tried: known or unknown alike.
   */
  subject: string;
  tried_at: Generated<string>;
}

interface KernelStage {
  act_id: Generated<string>;
  entered_on: string;
  is_preferred: Generated<boolean>;
  note: string | null;
  precision: Generated<string>;
  recorded_at: Generated<string>;
  scope_id: number;
  source: Generated<string>;
  stage: string;
  stage_id: string;
  stage_rank: number;
  subject_id: string;
  superseded_at: Generated<string>;
  track: Generated<string>;
  verdict: Generated<string>;
  version_id: Generated<string>;
}

interface KernelSubject {
  code: string | null;
  kind: string;
  merged_into_id: string | null;
  name: string;
  scope_id: number;
  search_text: Generated<string>;
  subject_id: Generated<string>;
}

interface KernelSubjectVersion {
  account_area_id: string | null;
  account_org_id: string;
  act_id: Generated<string>;
  code: string | null;
  latitude: string | null;
  longitude: string | null;
  merged_into_id: string | null;
  name: string;
  place_area_id: string | null;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface KernelVerification {
  created_at: Generated<string>;
  expires_at: string;
  id: Generated<string>;
  identifier: string;
  updated_at: Generated<string>;
  value: string;
}

interface PlatformIdempotency {
  account_id: string;
  answer: unknown;
  key: string;
  recorded_at: Generated<string>;
  request_hash: string;
  status: number;
}

interface PlatformMark {
  name: string;
  value: string;
}

interface PlatformMigration {
  checksum: string;
  name: string;
  number: number;
  run_at: Generated<string>;
}

interface PlatformOutbox {
  outbox_id: Generated<number>;
  payload: Generated<unknown>;
  recorded_at: Generated<string>;
  subject_id: string | null;
  topic: string;
}

interface ProjectsCard {
  account_area_id: string | null;
  account_org_id: string;
  chain_ids: Generated<string[]>;
  class: string;
  completion_rate: number | null;
  done_fen: number | null;
  done_month_end: string | null;
  level: string;
  level_rank: number;
  levels: string[];
  light: string | null;
  name: string;
  plan_fen: number;
  project_code: string | null;
  scope_id: number;
  search_text: string;
  stage: string | null;
  stage_rank: number | null;
  subject_id: string;
  total_investment_fen: number;
  year: number;
}

interface ProjectsDraft {
  fields: unknown;
  month_end: string;
  revision: Generated<number>;
  saved_at: Generated<string>;
  saved_by: string;
  scope_id: number;
  subject_id: string;
}

interface ProjectsImport {
  accepted_count: number;
  account_id: string;
  act_id: string | null;
  changed_count: Generated<number>;
  file_name: string;
  file_sha256: string;
  import_id: Generated<string>;
  kind: string;
  org_id: string | null;
  recorded_at: Generated<string>;
  rejected_count: number;
  row_count: number;
  undone_act_id: string | null;
}

interface ProjectsImportMapping {
  header_key: string;
  kind: string;
  mapping: unknown;
  org_id: string;
}

interface ProjectsListing {
  act_id: Generated<string>;
  adjustment: string | null;
  class: string;
  document_no: string | null;
  level: string;
  level_rank: Generated<number>;
  listing_id: string;
  plan_by_month_fen: number[] | null;
  plan_fen: number;
  reason: string | null;
  recorded_at: Generated<string>;
  scope_id: number;
  subject_id: string;
  superseded_at: Generated<string>;
  valid_from: string;
  valid_to: Generated<string>;
  version_id: Generated<string>;
  year: number;
}

interface ProjectsProfile {
  act_id: Generated<string>;
  build_kind: string | null;
  builder_name: string | null;
  content: string | null;
  credit_code: string | null;
  credit_code_override: string | null;
  fixed_asset_fen: number | null;
  industry_code: string | null;
  industry_system: string | null;
  is_sample: Generated<boolean>;
  land_mu: string | null;
  normal_name: string;
  paired_leader_title: string | null;
  project_code: string | null;
  recorded_at: Generated<string>;
  remark: string | null;
  responsible_unit: string | null;
  scope_id: number;
  signer_org_id: string | null;
  subject_id: string;
  superseded_at: Generated<string>;
  total_investment_comparator: Generated<string>;
  total_investment_fen: number;
  version_id: Generated<string>;
}

interface ProjectsReport {
  act_id: Generated<string>;
  correction_reason: string | null;
  cumulative_fen: number;
  doubt_reason: string | null;
  doubts: Generated<unknown>;
  is_late: Generated<boolean>;
  is_unchanged: Generated<boolean>;
  month_end: string;
  month_fen: number | null;
  problem_text: string | null;
  progress_text: string | null;
  recorded_at: Generated<string>;
  report_id: string;
  reported_by: string | null;
  return_field: string | null;
  return_reason: string | null;
  reviewed_by: string | null;
  scope_id: number;
  status: string;
  subject_id: string;
  superseded_at: Generated<string>;
  version_id: Generated<string>;
}

interface ProjectsSavedView {
  account_id: string;
  columns: Generated<unknown>;
  name: string;
  query: string;
  view_id: Generated<string>;
}

export interface DB {
  enterprises_profile: EnterprisesProfile;
  investment_contract: InvestmentContract;
  investment_lead: InvestmentLead;
  kernel_account: KernelAccount;
  kernel_act: KernelAct;
  kernel_appointment: KernelAppointment;
  kernel_area: KernelArea;
  kernel_baton: KernelBaton;
  kernel_calendar: KernelCalendar;
  kernel_calendar_day: KernelCalendarDay;
  kernel_credential: KernelCredential;
  kernel_evidence: KernelEvidence;
  kernel_exemption: KernelExemption;
  kernel_figure_frozen: KernelFigureFrozen;
  kernel_grant: KernelGrant;
  kernel_light: KernelLight;
  kernel_light_run: KernelLightRun;
  kernel_matter: KernelMatter;
  kernel_matter_event: KernelMatterEvent;
  kernel_matter_state: KernelMatterState;
  kernel_metric: KernelMetric;
  kernel_node: KernelNode;
  kernel_node_link: KernelNodeLink;
  kernel_observation: KernelObservation;
  kernel_occasion: KernelOccasion;
  kernel_occasion_part: KernelOccasionPart;
  kernel_org: KernelOrg;
  kernel_org_closure: KernelOrgClosure;
  kernel_password_history: KernelPasswordHistory;
  kernel_period: KernelPeriod;
  kernel_period_event: KernelPeriodEvent;
  kernel_post: KernelPost;
  kernel_rate_limit: KernelRateLimit;
  kernel_relation: KernelRelation;
  kernel_right: KernelRight;
  kernel_role_policy: KernelRolePolicy;
  kernel_rule_set: KernelRuleSet;
  kernel_scope: KernelScope;
  kernel_second_factor: KernelSecondFactor;
  kernel_session: KernelSession;
  kernel_sign_in_event: KernelSignInEvent;
  kernel_sign_in_lock: KernelSignInLock;
  kernel_stage: KernelStage;
  kernel_subject: KernelSubject;
  kernel_subject_version: KernelSubjectVersion;
  kernel_verification: KernelVerification;
  platform_idempotency: PlatformIdempotency;
  platform_mark: PlatformMark;
  platform_migration: PlatformMigration;
  platform_outbox: PlatformOutbox;
  projects_card: ProjectsCard;
  projects_draft: ProjectsDraft;
  projects_import: ProjectsImport;
  projects_import_mapping: ProjectsImportMapping;
  projects_listing: ProjectsListing;
  projects_profile: ProjectsProfile;
  projects_report: ProjectsReport;
  projects_saved_view: ProjectsSavedView;
}
