-- A stage is entered by a row with evidence; a node keeps planned dates only, its actual date is the stage entry (K14).

create table kernel_stage (
  version_id uuid not null default uuidv7(),
  stage_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  track text not null default 'main',
  stage text not null,
  stage_rank int not null,
  entered_on date not null,
  precision text not null default 'day',
  verdict text not null default 'met',
  source text not null default 'report',
  is_preferred boolean not null default true,
  note text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_stage_pkey primary key (version_id),
  constraint kernel_stage_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_stage_precision check (precision in ('day', 'month', 'quarter', 'year', 'by')),
  constraint kernel_stage_verdict check (verdict in ('met', 'conditional', 'unproven')),
  constraint kernel_stage_span check (superseded_at > recorded_at)
);
create unique index kernel_stage_current on kernel_stage (stage_id) where superseded_at = 'infinity';
create index kernel_stage_subject_rank on kernel_stage (subject_id, track, stage_rank desc, entered_on);
create index kernel_stage_entered on kernel_stage (stage, entered_on);

create table kernel_node (
  version_id uuid not null default uuidv7(),
  node_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  kind text not null,
  name text not null,
  enters_stage text,
  planned_on date not null,
  due_on date not null,
  baseline_on date not null,
  precision text not null default 'day',
  done_on date,
  responsible_post_id int,
  reason text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_node_pkey primary key (version_id),
  constraint kernel_node_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_node_precision check (precision in ('day', 'month', 'quarter', 'year', 'by')),
  constraint kernel_node_actual_is_stage check (enters_stage is null or done_on is null),
  constraint kernel_node_span check (superseded_at > recorded_at)
);
create unique index kernel_node_current on kernel_node (node_id) where superseded_at = 'infinity';
create index kernel_node_subject_id on kernel_node (subject_id, due_on);

create table kernel_node_link (
  version_id uuid not null default uuidv7(),
  link_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  node_id uuid not null,
  predecessor_id uuid not null,
  kind text not null default 'FS',
  lag_days int not null default 0,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_node_link_pkey primary key (version_id),
  constraint kernel_node_link_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_node_link_kind check (kind in ('FS', 'SS', 'FF', 'SF')),
  constraint kernel_node_link_span check (superseded_at > recorded_at)
);
create unique index kernel_node_link_current on kernel_node_link (node_id, predecessor_id) where superseded_at = 'infinity';

call kernel_protect('kernel_stage', 'scoped', true);
call kernel_protect('kernel_node', 'scoped', true);
call kernel_protect('kernel_node_link', 'scoped', true);
