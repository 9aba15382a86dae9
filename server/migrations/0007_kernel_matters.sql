-- Matters: what a post must do by a time. Events are appended; the state is derived from them by a pure function,
-- kept in versions, and a test proves both equal. Clocks run on the working-day calendar named by version.

create table kernel_calendar (
  version int not null,
  name text not null,
  document_no text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_calendar_pkey primary key (version)
);

-- Only days that differ from "Monday to Friday work, the weekend rests".
create table kernel_calendar_day (
  version int not null,
  day date not null,
  is_working boolean not null,
  name text not null,
  constraint kernel_calendar_day_pkey primary key (version, day),
  constraint kernel_calendar_day_version foreign key (version) references kernel_calendar
);

create table kernel_matter (
  matter_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  kind text not null,
  parent_id uuid,
  title text not null,
  ask text not null,
  blocking_party text,
  source_kind text,
  source_id uuid,
  is_held_back boolean not null default false,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_matter_pkey primary key (matter_id),
  constraint kernel_matter_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_matter_parent foreign key (parent_id) references kernel_matter,
  constraint kernel_matter_party check (blocking_party in ('locality', 'department', 'enterprise'))
);
create index kernel_matter_subject_id on kernel_matter (subject_id);
create index kernel_matter_source on kernel_matter (source_kind, source_id);

create table kernel_matter_event (
  event_id uuid not null default uuidv7(),
  matter_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  sequence int not null,
  kind text not null,
  at timestamptz not null,
  by_account_id uuid,
  by_post_id int,
  to_post_id int,
  to_account_id uuid,
  working_days int,
  reason text,
  body text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_matter_event_pkey primary key (event_id),
  constraint kernel_matter_event_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_matter_event_matter foreign key (matter_id) references kernel_matter,
  constraint kernel_matter_event_once unique (matter_id, sequence),
  constraint kernel_matter_event_kind check (kind in ('opened', 'released', 'signed_for', 'assigned', 'handed_on', 'replied',
    'extension_asked', 'extension_granted', 'extension_refused', 'paused', 'resumed', 'done', 'verified', 'returned',
    'closed', 'escalated', 'reopened', 'rated', 'withdrawn'))
);

create table kernel_matter_state (
  version_id uuid not null default uuidv7(),
  matter_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  status text not null,
  holder_post_id int,
  assignee_account_id uuid,
  opened_by_post_id int,
  due_at timestamptz,
  is_paused boolean not null default false,
  hand_on_count int not null default 0,
  is_extended boolean not null default false,
  done_by_account_id uuid,
  closed_at timestamptz,
  calendar_version int not null,
  rule_version int not null,
  last_sequence int not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_matter_state_pkey primary key (version_id),
  constraint kernel_matter_state_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_matter_state_matter foreign key (matter_id) references kernel_matter,
  constraint kernel_matter_state_status check (status in ('prepared', 'held_back', 'open', 'in_hand', 'to_verify', 'closed', 'withdrawn')),
  constraint kernel_matter_state_span check (superseded_at > recorded_at)
);
create unique index kernel_matter_state_current on kernel_matter_state (matter_id) where superseded_at = 'infinity';
create index kernel_matter_state_holder on kernel_matter_state (holder_post_id, due_at) where superseded_at = 'infinity';

call kernel_protect('kernel_calendar', 'reference', true);
call kernel_protect('kernel_calendar_day', 'reference');
call kernel_protect('kernel_matter', 'scoped', true);
call kernel_protect('kernel_matter_event', 'scoped', true);
call kernel_protect('kernel_matter_state', 'scoped', true);
grant update (is_held_back) on kernel_matter to baton_act;

-- An open matter lets its holder read its subject for as long as it lasts.
create function kernel_refresh_matter_grants(touched uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from kernel_grant where subject_id = any(touched) and why = 'matter';
  insert into kernel_grant (post_id, subject_id, why, source_id)
  select s.holder_post_id, s.subject_id, 'matter', s.matter_id from kernel_matter_state s
  where s.subject_id = any(touched) and s.superseded_at = 'infinity' and s.holder_post_id is not null
    and s.status in ('open', 'in_hand', 'to_verify')
  on conflict do nothing;
$$;
grant execute on function kernel_refresh_matter_grants(uuid[]) to baton_act;
