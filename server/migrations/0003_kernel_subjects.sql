-- What travels with a subject through time: its name and place, its relations, what took place, its evidence,
-- and who holds it. Every table here is a version table, so that any page can be shown as it was known.

create table kernel_subject_version (
  version_id uuid not null default uuidv7(),
  subject_id uuid not null,
  scope_id int not null,
  name text not null,
  code text,
  account_org_id uuid not null,
  account_area_id uuid,
  place_area_id uuid,
  longitude numeric(9, 6),
  latitude numeric(9, 6),
  merged_into_id uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_subject_version_pkey primary key (version_id),
  constraint kernel_subject_version_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_subject_version_span check (superseded_at > recorded_at)
);
create unique index kernel_subject_version_current on kernel_subject_version (subject_id) where superseded_at = 'infinity';
create index kernel_subject_version_known on kernel_subject_version (subject_id, recorded_at);

create table kernel_relation (
  version_id uuid not null default uuidv7(),
  relation_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  to_subject_id uuid not null,
  kind text not null,
  role text,
  share_ppm int,
  valid_from date not null,
  valid_to date not null default 'infinity',
  document_no text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_relation_pkey primary key (version_id),
  constraint kernel_relation_from foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_relation_to foreign key (to_subject_id) references kernel_subject,
  constraint kernel_relation_share check (share_ppm between 0 and 1000000),
  constraint kernel_relation_span check (superseded_at > recorded_at and valid_to > valid_from)
);
create unique index kernel_relation_current on kernel_relation (relation_id) where superseded_at = 'infinity';
create index kernel_relation_subject_kind on kernel_relation (subject_id, kind);
create index kernel_relation_to_kind on kernel_relation (to_subject_id, kind);

create table kernel_occasion (
  version_id uuid not null default uuidv7(),
  occasion_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  kind text not null,
  name text not null,
  held_from date not null,
  held_to date not null,
  precision text not null default 'day',
  place text,
  note text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_occasion_pkey primary key (version_id),
  constraint kernel_occasion_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_occasion_span check (superseded_at > recorded_at and held_to >= held_from)
);
create unique index kernel_occasion_current on kernel_occasion (occasion_id) where superseded_at = 'infinity';
create index kernel_occasion_kind_held on kernel_occasion (kind, held_from);

create table kernel_occasion_part (
  version_id uuid not null default uuidv7(),
  part_id uuid not null default uuidv7(),
  occasion_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  role text not null,
  amount bigint,
  unit text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_occasion_part_pkey primary key (version_id),
  constraint kernel_occasion_part_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_occasion_part_span check (superseded_at > recorded_at)
);
create index kernel_occasion_part_occasion on kernel_occasion_part (occasion_id);
create index kernel_occasion_part_subject_role on kernel_occasion_part (subject_id, role);

create table kernel_evidence (
  version_id uuid not null default uuidv7(),
  evidence_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  proves text not null,
  title text not null,
  file_name text,
  media_type text,
  byte_count bigint,
  sha256 text,
  taken_on date,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_evidence_pkey primary key (version_id),
  constraint kernel_evidence_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_evidence_span check (superseded_at > recorded_at)
);
create unique index kernel_evidence_current on kernel_evidence (evidence_id) where superseded_at = 'infinity';
create index kernel_evidence_subject_id on kernel_evidence (subject_id);

-- At most one holder of (subject, role, seat) at any day, among rows known at the same time (KERNEL K12).
create table kernel_baton (
  version_id uuid not null default uuidv7(),
  baton_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  role text not null,
  seat int not null default 0,
  holder_post_id int not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  held daterange not null generated always as (daterange(valid_from, nullif(valid_to, 'infinity'::date))) stored,
  note text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_baton_pkey primary key (version_id),
  constraint kernel_baton_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_baton_holder foreign key (holder_post_id) references kernel_post,
  constraint kernel_baton_span check (superseded_at > recorded_at and valid_to > valid_from),
  constraint kernel_baton_one_holder unique (subject_id, role, seat, superseded_at, held without overlaps)
);
create unique index kernel_baton_current on kernel_baton (baton_id) where superseded_at = 'infinity';
create index kernel_baton_holder_post on kernel_baton (holder_post_id) where superseded_at = 'infinity';

call kernel_protect('kernel_subject_version', 'scoped', true);
call kernel_protect('kernel_relation', 'scoped', true);
call kernel_protect('kernel_occasion', 'scoped', true);
call kernel_protect('kernel_occasion_part', 'scoped', true);
call kernel_protect('kernel_evidence', 'scoped', true);
call kernel_protect('kernel_baton', 'scoped', true);

-- A baton, an open matter or a chain gives its holder the right to read the subject; rewritten whole for the
-- touched subjects by the act that changed it. A test compares it with a full recomputation.
create function kernel_refresh_grants(touched uuid[]) returns void
language plpgsql security definer set search_path from current as $$
begin
  delete from kernel_grant g where g.why in ('baton', 'chain') and (g.subject_id = any(touched)
    or g.source_id in (select r.relation_id from kernel_relation r where r.to_subject_id = any(touched) and r.kind = 'chain'));
  insert into kernel_grant (post_id, subject_id, why, source_id)
  select b.holder_post_id, b.subject_id, 'baton', b.baton_id from kernel_baton b
  where b.subject_id = any(touched) and b.superseded_at = 'infinity'
    and b.valid_from <= current_date and b.valid_to > current_date
  on conflict do nothing;
  -- the holder of a chain reads the projects of the chain
  insert into kernel_grant (post_id, subject_id, why, source_id)
  select b.holder_post_id, r.subject_id, 'chain', r.relation_id
  from kernel_relation r
  join kernel_baton b on b.subject_id = r.to_subject_id and b.superseded_at = 'infinity'
    and b.valid_from <= current_date and b.valid_to > current_date
  where (r.subject_id = any(touched) or r.to_subject_id = any(touched))
    and r.kind = 'chain' and r.superseded_at = 'infinity' and r.valid_to > current_date
  on conflict do nothing;
end $$;
grant execute on function kernel_refresh_grants(uuid[]) to baton_act;

-- Moves a subject's rows to another unit's reach: an access label, not a fact, so no version is written.
create function kernel_rescope(moved uuid, new_scope int) returns void
language plpgsql security definer set search_path from current as $$
declare reached int[] := kernel_actor_scopes();
begin
  -- whoever moves a subject must reach it where it is and where it goes; without a post nothing is reached
  if not kernel_may('kernel_subject', 'update') or not new_scope = any(reached)
    or not exists (select from kernel_subject where subject_id = moved and scope_id = any(reached)) then
    raise exception 'no right to move a subject there' using errcode = '42501';
  end if;
  -- every table that speaks of the subject follows by its foreign key
  update kernel_subject set scope_id = new_scope where subject_id = moved;
  update kernel_act set scope_id = new_scope where subject_id = moved;
end $$;
grant execute on function kernel_rescope(uuid, int) to baton_act;
