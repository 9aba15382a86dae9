-- Numbers people state, in two ledgers that are never mixed; the periods that freeze them; figures kept at a freeze.

create table kernel_metric (
  metric text not null,
  name_zh text not null,
  name_en text not null,
  unit text not null,
  accumulation text not null,
  ledger text not null,
  owner_role text not null,
  constraint kernel_metric_pkey primary key (metric),
  constraint kernel_metric_accumulation check (accumulation in ('year_to_date', 'span', 'level', 'text')),
  constraint kernel_metric_ledger check (ledger in ('management', 'statistics'))
);
insert into kernel_metric values
  ('investment_done', '本年累计完成投资', 'Investment completed this year', 'fen', 'year_to_date', 'management', 'town'),
  ('progress_text', '形象进度', 'Physical progress', 'text', 'text', 'management', 'town'),
  ('investment_statistics', '统计局本年累计完成投资', 'Investment completed this year (statistics)', 'fen', 'year_to_date', 'statistics', 'department'),
  ('stat_listed', '入统', 'Listed in statistics', 'flag', 'level', 'statistics', 'department');

create table kernel_period (
  period_id uuid not null default uuidv7(),
  rhythm text not null,
  name text not null,
  span_from date not null,
  span_to date not null,
  due_at timestamptz not null,
  constraint kernel_period_pkey primary key (period_id),
  constraint kernel_period_rhythm check (rhythm in ('week', 'month', 'quarter', 'year', 'campaign')),
  constraint kernel_period_once unique (rhythm, span_from, name),
  constraint kernel_period_span check (span_to >= span_from)
);

-- open → closed → frozen at a settled instant → published; a withdrawal is a row (KERNEL K9).
create table kernel_period_event (
  event_id uuid not null default uuidv7(),
  period_id uuid not null,
  sequence int not null,
  kind text not null,
  known_at timestamptz,
  reason text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_period_event_pkey primary key (event_id),
  constraint kernel_period_event_period foreign key (period_id) references kernel_period,
  constraint kernel_period_event_kind check (kind in ('open', 'close', 'freeze', 'withdraw', 'publish')),
  constraint kernel_period_event_once unique (period_id, sequence),
  constraint kernel_period_event_freeze check ((kind = 'freeze') = (known_at is not null))
);

create table kernel_observation (
  version_id uuid not null default uuidv7(),
  observation_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  metric text not null,
  ledger text not null default 'management',
  nature text not null default 'actual',
  facet text not null default '',
  occasion_id uuid,
  period_from date not null,
  period_to date not null,
  value bigint,
  text_value text,
  comparator text not null default '=',
  wording text,
  is_correction boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_observation_pkey primary key (version_id),
  constraint kernel_observation_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_observation_metric foreign key (metric) references kernel_metric,
  constraint kernel_observation_ledger check (ledger in ('management', 'statistics')),
  constraint kernel_observation_nature check (nature in ('actual', 'plan', 'target', 'forecast', 'bound')),
  constraint kernel_observation_comparator check (comparator in ('=', '>=', '>', '<', '<=', 'about')),
  constraint kernel_observation_something check (value is not null or text_value is not null),
  constraint kernel_observation_span check (superseded_at > recorded_at and period_to >= period_from)
);
create unique index kernel_observation_current on kernel_observation
  (subject_id, metric, ledger, nature, facet, period_from, period_to) where superseded_at = 'infinity' and occasion_id is null;
create index kernel_observation_asked on kernel_observation
  (metric, period_from, subject_id, period_to desc) include (value, recorded_at, superseded_at, comparator);

create table kernel_figure_frozen (
  version_id uuid not null default uuidv7(),
  period_id uuid not null,
  figure text not null,
  question jsonb not null,
  scope text not null,
  value jsonb,
  groups jsonb not null default '[]',
  comparator text not null default '=',
  row_digest text not null,
  audience text not null default 'city',
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_figure_frozen_pkey primary key (version_id),
  constraint kernel_figure_frozen_period foreign key (period_id) references kernel_period
);
create index kernel_figure_frozen_period_id on kernel_figure_frozen (period_id, figure);

-- What a month of a year is for the reports of key projects: its last freeze that was not withdrawn, if any.
create function kernel_month_frozen_at(month_end date) returns timestamptz
language sql stable security definer set search_path from current as $$
  select e.known_at from kernel_period p
  join lateral (
    select kind, known_at from kernel_period_event
    where period_id = p.period_id and kind in ('freeze', 'withdraw')
    order by sequence desc limit 1) e on e.kind = 'freeze'
  where p.rhythm = 'month' and p.span_to = month_end
$$;
grant execute on function kernel_month_frozen_at(date) to baton_act, baton_city;

-- A frozen month changes by corrections only, whoever asks (SECURITY §1).
create function kernel_observation_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare act_kind text;
begin
  if new.ledger <> 'management' or new.nature <> 'actual' or kernel_month_frozen_at(new.period_to) is null then
    return new;
  end if;
  select kind into act_kind from kernel_act where xid = pg_current_xact_id_if_assigned();
  if act_kind is distinct from 'correct-observation' and act_kind is distinct from 'load-history' then
    raise exception 'the month is frozen' using errcode = 'P0B04';
  end if;
  return new;
end $$;

call kernel_protect('kernel_metric', 'reference');
revoke insert, update, delete on kernel_metric from baton_act;
call kernel_protect('kernel_period', 'reference');
call kernel_protect('kernel_period_event', 'reference', true);
call kernel_protect('kernel_observation', 'scoped', true);
call kernel_protect('kernel_figure_frozen', 'reference', true);
create trigger kernel_observation_frozen before insert or update of superseded_at on kernel_observation
  for each row execute function kernel_observation_guard();
