-- Lights: the verdict of a versioned rule set over figures and nodes, with the inputs kept, so it can be replayed.

create table kernel_rule_set (
  version_id uuid not null default uuidv7(),
  rule_set_id uuid not null,
  name text not null,
  version int not null,
  document_no text,
  rules jsonb not null,
  valid_from date not null,
  is_sample boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_rule_set_pkey primary key (version_id),
  constraint kernel_rule_set_once unique (rule_set_id, version)
);
create unique index kernel_rule_set_current on kernel_rule_set (rule_set_id) where superseded_at = 'infinity';

create table kernel_light_run (
  run_id uuid not null default uuidv7(),
  period_id uuid,
  kind text not null,
  valid_on date not null,
  known_at timestamptz not null,
  rule_set_version_id uuid not null,
  subject_count int not null,
  merit_count int not null,
  none_count int not null,
  remind_count int not null,
  warn_count int not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_light_run_pkey primary key (run_id),
  constraint kernel_light_run_kind check (kind in ('live', 'dry', 'freeze')),
  constraint kernel_light_run_rule_set foreign key (rule_set_version_id) references kernel_rule_set (version_id)
);

-- One row a subject and dimension; the dimension 'overall' is the worst of the others. Written on change when live,
-- for every subject at a freeze.
create table kernel_light (
  version_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  dimension text not null,
  verdict text not null,
  is_fixed boolean not null,
  blocking_party text,
  sentence text not null,
  clearing text,
  valid_on date not null,
  known_at timestamptz not null,
  rule_set_version_id uuid not null,
  run_id uuid,
  period_id uuid,
  inputs jsonb not null,
  input_digest text not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_light_pkey primary key (version_id),
  constraint kernel_light_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_light_verdict check (verdict in ('merit', 'none', 'remind', 'warn')),
  constraint kernel_light_dimension check (dimension in ('overall', 'stage', 'schedule', 'money', 'blockage', 'freshness')),
  constraint kernel_light_party check (blocking_party in ('locality', 'department', 'enterprise')),
  constraint kernel_light_span check (superseded_at > recorded_at)
);
create unique index kernel_light_current_live on kernel_light (subject_id, dimension) where superseded_at = 'infinity' and not is_fixed;
create unique index kernel_light_current_fixed on kernel_light (subject_id, dimension, period_id) where superseded_at = 'infinity' and is_fixed;
create index kernel_light_known on kernel_light (subject_id, dimension, recorded_at);

create table kernel_exemption (
  version_id uuid not null default uuidv7(),
  exemption_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  dimension text not null,
  reason text not null,
  document_no text,
  valid_from date not null,
  valid_to date not null,
  requested_by uuid not null,
  approved_by uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_exemption_pkey primary key (version_id),
  constraint kernel_exemption_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_exemption_two_people check (requested_by <> approved_by),
  constraint kernel_exemption_span check (superseded_at > recorded_at and valid_to > valid_from)
);
create unique index kernel_exemption_current on kernel_exemption (exemption_id) where superseded_at = 'infinity';
create index kernel_exemption_subject_id on kernel_exemption (subject_id);

call kernel_protect('kernel_rule_set', 'reference', true);
call kernel_protect('kernel_light_run', 'reference', true);
call kernel_protect('kernel_light', 'scoped', true);
call kernel_protect('kernel_exemption', 'scoped', true);
