-- The audit trail: every change of every table leaves an entry in the same transaction, written by the database and
-- by nobody else. Writers never touch the head of a chain; a sealer follows and chains what is finished (SECURITY §4).
-- The key of the seals is not in this database: a key that a trigger can use, the database's owner can read.

create table kernel_audit_timeline (
  timeline int not null,
  began_at timestamptz not null default clock_timestamp(),
  old_head bytea,
  reason text not null,
  constraint kernel_audit_timeline_pkey primary key (timeline)
);
comment on table kernel_audit_timeline is 'Lives of this database: a restore begins a new one, because transaction ids may then repeat.';
comment on column kernel_audit_timeline.timeline is 'Number of the life, from 1.';
comment on column kernel_audit_timeline.began_at is 'Instant of the restore by the database''s clock.';
comment on column kernel_audit_timeline.old_head is 'Hash of the last seal there was before; null for the first life and where nothing had been sealed.';
comment on column kernel_audit_timeline.reason is 'Why the life began, in words.';
insert into kernel_audit_timeline (timeline, reason) values (1, 'first installation');

create table kernel_audit_entry (
  entry_id bigint generated always as identity,
  xid xid8 not null,
  at timestamptz not null,
  timeline int not null,
  account_id uuid,
  post_id int,
  request_id text,
  act_kind text,
  session_role text not null,
  table_name text not null,
  operation text not null,
  row_key text not null,
  commitment bytea not null,
  constraint kernel_audit_entry_pkey primary key (entry_id),
  constraint kernel_audit_entry_operation check (operation in ('insert', 'update', 'delete', 'baseline', 'erase'))
);
create index kernel_audit_entry_xid on kernel_audit_entry (timeline, xid);
-- Entries lie on disk in the order of time: a range index serves the auditor's dates at next to no cost for writers.
create index kernel_audit_entry_at on kernel_audit_entry using brin (at) with (autosummarize = on);
comment on table kernel_audit_entry is 'Who did what kind of act to which row. Appended only, by triggers. Content lies apart, in kernel_audit_image.';
comment on column kernel_audit_entry.entry_id is 'Order of writing; for one row it is the order of its changes. Gaps are rolled-back transactions.';
comment on column kernel_audit_entry.xid is 'Transaction of the change, unique within one timeline.';
comment on column kernel_audit_entry.at is 'Instant of the statement by the database''s clock.';
comment on column kernel_audit_entry.timeline is 'Life of the database (kernel_audit_timeline).';
comment on column kernel_audit_entry.account_id is 'Account that acted; null for the program itself and for migrations.';
comment on column kernel_audit_entry.post_id is 'Post acted from; null where there was none.';
comment on column kernel_audit_entry.request_id is 'Request id as in the program''s log; null outside requests.';
comment on column kernel_audit_entry.act_kind is '办理类别，不属于任何办理时为空 — Kind of the act the change belongs to (kernel_act); null where none was begun.';
comment on column kernel_audit_entry.session_role is 'Database role that logged in, and after "as" the one it had switched to.';
comment on column kernel_audit_entry.table_name is 'Table of the changed row.';
comment on column kernel_audit_entry.operation is 'insert, update, delete; baseline: the row was there when its table came under audit or changed its columns; erase: an image was erased by law.';
comment on column kernel_audit_entry.row_key is 'Primary key of the row: its text, or a JSON array of several columns.';
comment on column kernel_audit_entry.commitment is 'SHA-256 of the image''s salt followed by the JSON array [before, after] as PostgreSQL prints it.';

create table kernel_audit_image (
  entry_id bigint not null,
  salt bytea,
  before jsonb,
  after jsonb,
  erased_at timestamptz,
  constraint kernel_audit_image_pkey primary key (entry_id),
  constraint kernel_audit_image_erased_whole check ((erased_at is null) = (salt is not null) and (erased_at is null or (before is null and after is null)))
);
comment on table kernel_audit_image is 'The row before and after; may be erased by law without breaking the chain (PIPL 47). Secrets stand here as digests only.';
comment on column kernel_audit_image.entry_id is 'The entry whose commitment covers this image.';
comment on column kernel_audit_image.salt is 'Random, so that an erased content cannot be guessed from its commitment; null when erased.';
comment on column kernel_audit_image.before is 'Row before the change, instants in UTC; null for an insert, a baseline, or when erased.';
comment on column kernel_audit_image.after is 'Row after the change; null for a delete or when erased.';
comment on column kernel_audit_image.erased_at is 'Instant of erasure; each has an entry with operation erase.';

create table kernel_audit_seal (
  seal_id bigint not null,
  timeline int not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  first_entry_id bigint not null,
  last_entry_id bigint not null,
  entry_count bigint not null,
  digest bytea not null,
  marks bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  mac bytea not null,
  sealed_at timestamptz not null,
  constraint kernel_audit_seal_pkey primary key (seal_id),
  constraint kernel_audit_seal_one_follower unique (previous_hash),
  constraint kernel_audit_seal_span check (to_xid > from_xid and entry_count > 0)
);
comment on table kernel_audit_seal is 'One link of the chain: all entries of a timeline with from_xid <= xid < to_xid, in the order of (xid, entry_id).';
comment on column kernel_audit_seal.seal_id is 'Place in the chain, from 1, without gaps.';
comment on column kernel_audit_seal.timeline is 'Life of the database the entries belong to.';
comment on column kernel_audit_seal.from_xid is 'First transaction covered: where the seal before ended.';
comment on column kernel_audit_seal.to_xid is 'First transaction not covered; every one before it had finished when this was sealed.';
comment on column kernel_audit_seal.first_entry_id is 'Least entry number covered, for reading.';
comment on column kernel_audit_seal.last_entry_id is 'Greatest entry number covered, for reading.';
comment on column kernel_audit_seal.entry_count is 'Number of entries covered.';
comment on column kernel_audit_seal.digest is 'SHA-256 of the covered entries'' hashes, one after the other.';
comment on column kernel_audit_seal.marks is 'First four bytes of each entry''s hash, in order: they tell which entry differs, the digest tells that one does.';
comment on column kernel_audit_seal.previous_hash is 'Hash of the seal before; 32 zero bytes for the first.';
comment on column kernel_audit_seal.hash is 'SHA-256 of the fields above and sealed_at.';
comment on column kernel_audit_seal.mac is 'HMAC-SHA-256 of the hash with a key kept outside the database.';
comment on column kernel_audit_seal.sealed_at is 'Instant of sealing.';

create table kernel_audit_anchor (
  anchor_on date not null,
  seal_id bigint not null,
  hash bytea not null,
  entry_count bigint not null,
  anchored_at timestamptz not null,
  signature bytea not null,
  constraint kernel_audit_anchor_pkey primary key (anchor_on)
);
comment on table kernel_audit_anchor is 'The head of the chain once a day, also handed out as a file: what is held elsewhere cannot be rewritten here.';
comment on column kernel_audit_anchor.anchor_on is 'Calendar day in the city.';
comment on column kernel_audit_anchor.seal_id is 'Last seal at that instant.';
comment on column kernel_audit_anchor.hash is 'Its hash.';
comment on column kernel_audit_anchor.entry_count is 'Number of entries sealed from the beginning.';
comment on column kernel_audit_anchor.anchored_at is 'Instant of the anchor.';
comment on column kernel_audit_anchor.signature is 'HMAC-SHA-256 of the anchor''s fields with the key of the seals.';

-- Which tables stand under audit, with the columns they had: a changed shape asks for new baselines.
create table kernel_audit_table (
  table_name text not null,
  columns text not null,
  attached_at timestamptz not null default clock_timestamp(),
  constraint kernel_audit_table_pkey primary key (table_name)
);
comment on table kernel_audit_table is 'Tables under audit and the shape their last baseline has.';
comment on column kernel_audit_table.table_name is 'Name of the table.';
comment on column kernel_audit_table.columns is 'Names and types of its columns in order.';
comment on column kernel_audit_table.attached_at is 'Instant of the last baseline.';

-- Writing ---------------------------------------------------------------------------------------------------

create function kernel_audit_key(image jsonb, keys text[]) returns text
language sql immutable as $$
  select case cardinality(keys)
    when 1 then image ->> keys[1]
    when 2 then jsonb_build_array(image -> keys[1], image -> keys[2])::text
    else (select jsonb_agg(image -> k order by i) from unnest(keys) with ordinality u(k, i))::text end
$$;

-- Secrets stand in images as digests: an image tells that a password changed, not which it was.
create function kernel_audit_masked(image jsonb, masked text[]) returns jsonb
language sql immutable as $$
  select case when masked = '{}' then image else image || coalesce((
    select jsonb_object_agg(m, 'sha256:' || encode(sha256(convert_to(image ->> m, 'UTF8')), 'hex'))
    from unnest(masked) m where image ->> m is not null), '{}') end
$$;

-- The settings are fixed so that a row prints the same for every session; the salt makes guessing useless.
create function kernel_audit_write() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set extra_float_digits = 1 set bytea_output = 'hex' set intervalstyle = 'postgres'
-- an import's images stay in memory between the two inserts
set work_mem = '64MB'
as $$
declare
  keys text[] := tg_argv[0];
  masked text[] := tg_argv[1];
  -- Asked before the function is called: a call per row costs more than all the rest.
  is_single boolean := cardinality(keys) = 1;
  only_key text := keys[1];
  is_masked boolean := masked <> '{}';
  xid_now xid8 := pg_current_xact_id();
  at_now timestamptz := clock_timestamp();
  timeline_now int := (select max(timeline) from kernel_audit_timeline);
  account uuid := nullif(current_setting('baton.actor', true), '');
  post int := nullif(current_setting('baton.post', true), '');
  request text := nullif(current_setting('baton.request', true), '');
  act text := (select a.kind from kernel_act a where a.xid = pg_current_xact_id());
  -- One draw a statement, from which each row's salt follows without a way back.
  draw bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  who text := session_user || case current_setting('role') when 'none' then '' else ' as ' || current_setting('role') end;
  kind text := lower(tg_op);
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, after
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id,
          case when is_masked then kernel_audit_masked(to_jsonb(n), masked) else to_jsonb(n) end as after
        from new_rows n offset 0) n),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, case when is_single then after ->> only_key else kernel_audit_key(after, keys) end,
        sha256(salt || convert_to('[null, ' || after::text || ']', 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, before
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id,
          case when is_masked then kernel_audit_masked(to_jsonb(o), masked) else to_jsonb(o) end as before
        from old_rows o offset 0) o),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, case when is_single then before ->> only_key else kernel_audit_key(before, keys) end,
        sha256(salt || convert_to('[' || before::text || ', null]', 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, before) select entry_id, salt, before from changed;
  else
    -- A row whose key changes leaves as one row and arrives as another; a statement that changes nothing leaves no trace.
    with former as materialized (
      select case when is_single then image ->> only_key else kernel_audit_key(image, keys) end as key, image from (select case when is_masked then kernel_audit_masked(to_jsonb(o), masked) else to_jsonb(o) end as image from old_rows o offset 0) o),
    latter as materialized (
      select case when is_single then image ->> only_key else kernel_audit_key(image, keys) end as key, image from (select case when is_masked then kernel_audit_masked(to_jsonb(n), masked) else to_jsonb(n) end as image from new_rows n offset 0) n),
    changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, key, before, after
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id, key, b.image as before, a.image as after
        from former b full join latter a using (key) where b.image is distinct from a.image offset 0) c),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, key,
        sha256(salt || convert_to(jsonb_build_array(before, after)::text, 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, before, after) select entry_id, salt, before, after from changed;
  end if;
  return null;
end $$;

create function kernel_audit_refuse() returns trigger
language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then raise exception 'a table under audit is not emptied at once' using errcode = 'P0B05', table = tg_table_name; end if;
  raise exception 'the audit trail is appended only' using errcode = 'P0B05', table = tg_table_name;
end $$;

create trigger kernel_audit_entry_keep before update or delete or truncate on kernel_audit_entry for each statement execute function kernel_audit_refuse();
create trigger kernel_audit_seal_keep before update or delete or truncate on kernel_audit_seal for each statement execute function kernel_audit_refuse();
create trigger kernel_audit_anchor_keep before update or delete or truncate on kernel_audit_anchor for each statement execute function kernel_audit_refuse();
create trigger kernel_audit_timeline_keep before update or delete or truncate on kernel_audit_timeline for each statement execute function kernel_audit_refuse();
create trigger kernel_audit_image_keep before delete or truncate on kernel_audit_image for each statement execute function kernel_audit_refuse();
-- An image changes once, by being erased.
create trigger kernel_audit_image_erase before update on kernel_audit_image for each row
  when (new.entry_id is distinct from old.entry_id or new.erased_at is null or old.erased_at is not null) execute function kernel_audit_refuse();

-- Lawful erasure (PIPL 47): contents go, the commitment stays, and the erasure is itself an entry. The owner only,
-- by the procedure of docs/operations.md. Returns how many images were erased.
create function kernel_audit_erase(wanted bigint[], why text) returns int
language plpgsql set search_path from current set timezone = 'UTC' as $$
declare erased int;
begin
  if coalesce(trim(why), '') = '' then raise exception 'an erasure names its reason' using errcode = '22004'; end if;
  with gone as (
    update kernel_audit_image set salt = null, before = null, after = null, erased_at = clock_timestamp()
    where entry_id = any(wanted) and erased_at is null returning entry_id),
  noted as materialized (
    select nextval('kernel_audit_entry_entry_id_seq') as entry_id, uuid_send(gen_random_uuid()) as salt, entry_id::text as key,
      jsonb_build_object('reason', why) as after
    from (select entry_id from gone order by entry_id) g),
  entry as (
    insert into kernel_audit_entry (entry_id, xid, at, timeline, session_role, table_name, operation, row_key, commitment)
    overriding system value
    select entry_id, pg_current_xact_id(), clock_timestamp(), (select max(timeline) from kernel_audit_timeline), session_user,
      'kernel_audit_image', 'erase', key, sha256(salt || convert_to(jsonb_build_array(null, after)::text, 'UTF8'))
    from noted)
  insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from noted;
  get diagnostics erased = row_count;
  return erased;
end $$;

-- A restored database begins a new life that names the head it had; called by the restore, as the owner.
create function kernel_audit_open_timeline(why text) returns int
language sql set search_path from current as $$
  insert into kernel_audit_timeline (timeline, old_head, reason)
  select (select max(timeline) from kernel_audit_timeline) + 1, (select hash from kernel_audit_seal order by seal_id desc limit 1), why
  returning timeline
$$;

-- Attaching -------------------------------------------------------------------------------------------------

-- Tables without triggers, each with its reason. The verifying program keeps the same list and a test compares them.
create function kernel_audit_exceptions() returns table (table_name text, reason text)
language sql immutable as $$
  values
    ('kernel_audit_timeline', 'the trail itself'),
    ('kernel_audit_entry', 'the trail itself'),
    ('kernel_audit_image', 'the trail itself'),
    ('kernel_audit_seal', 'the trail itself'),
    ('kernel_audit_anchor', 'the trail itself'),
    ('kernel_audit_table', 'derived from the catalogue'),
    ('kernel_org_closure', 'derived: verification recomputes it from kernel_org'),
    ('kernel_session', 'moves with every request; signing in and out are rows of kernel_sign_in_event'),
    ('kernel_verification', 'sign-ins under way, minutes old at most'),
    ('kernel_rate_limit', 'counters'),
    ('kernel_sign_in_lock', 'counters'),
    ('projects_draft', 'typing that is nobody''s number until it is submitted'),
    ('platform_idempotency', 'answers kept for repeated requests'),
    ('platform_migration', 'written before the trail can be'),
    ('platform_outbox', 'a queue')
$$;

-- Brings every table of this schema under audit that is not yet, and writes baselines where the shape changed.
-- To be called as the owner after each migration; with nothing to do it is one query of the catalogue.
create procedure kernel_audit_attach_all()
language plpgsql set search_path from current set timezone = 'UTC' set extra_float_digits = 1 set bytea_output = 'hex' set intervalstyle = 'postgres' as $$
declare t record;
begin
  for t in
    select c.oid::regclass as named, c.relname, shape.columns, a.columns as known_columns, shape.masked,
      array(select k.attname::text from pg_index i cross join unnest(i.indkey) with ordinality u(attnum, place)
        join pg_attribute k on k.attrelid = c.oid and k.attnum = u.attnum
        where i.indrelid = c.oid and i.indisprimary order by u.place) as keys,
      (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgfoid = 'kernel_audit_write'::regproc) as triggers
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    cross join lateral (
      select string_agg(f.attname || ' ' || format_type(f.atttypid, f.atttypmod), ', ' order by f.attnum) as columns,
        coalesce(array_agg(f.attname::text order by f.attnum) filter (where f.attname in
          ('password', 'secret', 'backup_codes', 'token', 'access_token', 'refresh_token', 'id_token')), '{}') as masked
      from pg_attribute f where f.attrelid = c.oid and f.attnum > 0 and not f.attisdropped) shape
    left join kernel_audit_table a on a.table_name = c.relname
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in (select x.table_name from kernel_audit_exceptions() x)
    order by c.relname
  loop
    if t.triggers = 3 and t.columns = t.known_columns then continue; end if;
    if t.keys = '{}' then raise exception 'table % has no primary key', t.relname; end if;
    execute format('create or replace trigger %I after insert on %s referencing new table as new_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_insert', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I after update on %s referencing old table as old_rows new table as new_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_update', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I after delete on %s referencing old table as old_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_delete', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I before truncate on %s for each statement execute function kernel_audit_refuse()', t.relname || '_audit_truncate', t.named);
    execute format('grant select on %s to baton_backup', t.named);
    if t.columns is distinct from t.known_columns then
      execute format($sql$
        with present as materialized (
          select nextval('kernel_audit_entry_entry_id_seq') as entry_id, uuid_send(gen_random_uuid()) as salt, kernel_audit_masked(to_jsonb(r), %2$L) as after from %1$s r),
        entry as (
          insert into kernel_audit_entry (entry_id, xid, at, timeline, session_role, table_name, operation, row_key, commitment)
          overriding system value
          select entry_id, pg_current_xact_id(), clock_timestamp(), (select max(timeline) from kernel_audit_timeline), session_user,
            %4$L, 'baseline', kernel_audit_key(after, %3$L), sha256(salt || convert_to(jsonb_build_array(null, after)::text, 'UTF8'))
          from present)
        insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from present $sql$, t.named, t.masked, t.keys, t.relname);
      insert into kernel_audit_table (table_name, columns) values (t.relname, t.columns)
        on conflict on constraint kernel_audit_table_pkey do update set columns = excluded.columns, attached_at = clock_timestamp();
    end if;
  end loop;
end $$;

-- Reading ---------------------------------------------------------------------------------------------------

-- The sealer reads entries without contents and adds seals and anchors; the backup role reads all; the auditor reads
-- entries, seals and anchors through row security. Nobody but the triggers writes an entry.
do $$
declare t text;
begin
  foreach t in array array['kernel_audit_timeline', 'kernel_audit_entry', 'kernel_audit_image', 'kernel_audit_seal', 'kernel_audit_anchor', 'kernel_audit_table'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select on %I to baton_backup', t);
  end loop;
  foreach t in array array['kernel_audit_timeline', 'kernel_audit_entry', 'kernel_audit_seal', 'kernel_audit_anchor'] loop
    execute format('create policy %I on %I for select to baton_seal using (true)', t || '_seal', t);
    execute format('grant select on %I to baton_seal', t);
    execute format('create policy %I on %I for select to baton_act using ((select kernel_may(%L, ''select'')))', t || '_read', t, t);
    execute format('grant select on %I to baton_act', t);
    call kernel_allow(t, array['select'], array['auditor']);
  end loop;
  foreach t in array array['kernel_audit_seal', 'kernel_audit_anchor'] loop
    execute format('create policy %I on %I for insert to baton_seal with check (true)', t || '_add', t);
    execute format('grant insert on %I to baton_seal', t);
  end loop;
  -- what the verification reads besides the tables under audit
  foreach t in array array['kernel_org_closure', 'platform_migration'] loop
    execute format('grant select on %I to baton_backup', t);
  end loop;
end $$;

-- What one entry is hashed as: all of it, in a form that no setting changes. Kept here for people who verify by hand;
-- the program uses its own text of the same expression.
create function kernel_audit_entry_hash(e kernel_audit_entry) returns bytea
language sql immutable as $$
  select sha256(convert_to(jsonb_build_array(e.entry_id, e.xid::text, (extract(epoch from e.at) * 1000000)::bigint, e.timeline, e.account_id,
    e.post_id, e.request_id, e.act_kind, e.session_role, e.table_name, e.operation, e.row_key, encode(e.commitment, 'hex'))::text, 'UTF8'))
$$;

call kernel_audit_attach_all();
