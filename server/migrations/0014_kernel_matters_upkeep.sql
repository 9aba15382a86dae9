-- What lists and rights of matters need beside their first tables: columns of the derived state that would else be
-- read from the events of every line, reading rights for the whole holding unit, and one digest per person and day.

alter table kernel_matter_event drop constraint kernel_matter_event_kind;
alter table kernel_matter_event add constraint kernel_matter_event_kind check (kind in ('opened', 'held_back', 'released',
  'signed_for', 'assigned', 'handed_on', 'replied', 'extension_asked', 'extension_granted', 'extension_refused', 'paused',
  'resumed', 'done', 'verified', 'returned', 'closed', 'escalated', 'reopened', 'rated', 'withdrawn'));

alter table kernel_matter_state
  add column opened_by_account_id uuid,
  add column is_extension_pending boolean not null default false,
  add column done_at timestamptz,
  add column rating text,
  add column escalation_level int not null default 0,
  add column escalated_to_post_id int,
  add constraint kernel_matter_state_holder_post foreign key (holder_post_id) references kernel_post,
  add constraint kernel_matter_state_escalated_to foreign key (escalated_to_post_id) references kernel_post,
  add constraint kernel_matter_state_rating check (rating in ('satisfied', 'basically_satisfied', 'dissatisfied'));
grant insert (opened_by_account_id, is_extension_pending, done_at, rating, escalation_level, escalated_to_post_id)
  on kernel_matter_state to baton_act;
-- Lists go by deadline, matters without one last; the expression is the one they sort by.
create index kernel_matter_state_due on kernel_matter_state (coalesce(due_at, 'infinity'::timestamptz), matter_id)
  where superseded_at = 'infinity';
-- What is still to be done is a few in a hundred of all matters; every inbox and every job reads only these.
create index kernel_matter_state_live on kernel_matter_state (due_at, matter_id)
  where superseded_at = 'infinity' and status in ('open', 'in_hand', 'to_verify');
create index kernel_matter_state_subject_id on kernel_matter_state (subject_id) where superseded_at = 'infinity';
create index kernel_matter_state_matter_id on kernel_matter_state (matter_id, recorded_at);
create index kernel_matter_parent_id on kernel_matter (parent_id) where parent_id is not null;

-- Two calendars in force at once would give two deadlines.
create unique index kernel_calendar_one_current on kernel_calendar ((true)) where superseded_at = 'infinity';

-- A matter is assigned to a person inside the holding organisation, who acts from another post of it: so every open
-- post of the holding organisation reads the subject for as long as the matter lasts, and not a day longer.
create or replace function kernel_refresh_matter_grants(touched uuid[]) returns void
language sql security definer set search_path from current as $$
  delete from kernel_grant where subject_id = any(touched) and why = 'matter';
  insert into kernel_grant (post_id, subject_id, why, source_id)
  select colleague.post_id, s.subject_id, 'matter', s.matter_id
  from kernel_matter_state s
  join kernel_post holder on holder.post_id = s.holder_post_id
  join kernel_post colleague on colleague.org_id = holder.org_id and not colleague.is_closed
  where s.subject_id = any(touched) and s.superseded_at = 'infinity' and s.status in ('open', 'in_hand', 'to_verify')
  on conflict do nothing;
$$;

-- A digest is a message, not a fact about a subject: written once per account and day, read by its own account.
create table kernel_digest (
  account_id uuid not null,
  day date not null,
  body text not null,
  matter_count int not null,
  composed_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  channel text,
  constraint kernel_digest_pkey primary key (account_id, day)
);
alter table kernel_digest enable row level security;
alter table kernel_digest force row level security;
create policy kernel_digest_own on kernel_digest for select to baton_act, baton_city
  using (account_id = (select kernel_actor_account()) or (select kernel_may('kernel_digest', 'select')));
create policy kernel_digest_add on kernel_digest for insert to baton_act with check ((select kernel_may('kernel_digest', 'insert')));
create policy kernel_digest_send on kernel_digest for update to baton_act
  using ((select kernel_may('kernel_digest', 'update'))) with check ((select kernel_may('kernel_digest', 'update')));
grant select on kernel_digest to baton_act, baton_city;
grant insert (account_id, day, body, matter_count) on kernel_digest to baton_act;
grant update (sent_at, channel) on kernel_digest to baton_act;
call kernel_allow('kernel_digest', array['select', 'insert', 'update'], array['dispatch']);
