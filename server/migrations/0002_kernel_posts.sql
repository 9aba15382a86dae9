-- Identity, organisations and posts come first because every right is judged from them:
-- an account acts from one post, the post's organisation gives the scopes it reads (KERNEL B1, B2, B11).

create table kernel_subject (
  subject_id uuid not null default uuidv7(),
  kind text not null,
  scope_id int not null,
  code text,
  name text not null,
  search_text text not null default '',
  merged_into_id uuid,
  constraint kernel_subject_pkey primary key (subject_id),
  -- what a row says of a subject carries the subject's own scope: tables point at both, and follow when it moves
  constraint kernel_subject_in_scope unique (subject_id, scope_id),
  constraint kernel_subject_merged_into foreign key (merged_into_id) references kernel_subject
);
create index kernel_subject_kind_scope on kernel_subject (kind, scope_id);
create index kernel_subject_search on kernel_subject using gin (search_text baton_ext.gin_trgm_ops);
create unique index kernel_subject_area_code on kernel_subject (code) where kind = 'area';

create table kernel_scope (
  scope_id int generated always as identity,
  org_id uuid not null,
  constraint kernel_scope_pkey primary key (scope_id),
  constraint kernel_scope_one_org unique (org_id),
  constraint kernel_scope_org foreign key (org_id) references kernel_subject deferrable initially deferred
);
alter table kernel_subject
  add constraint kernel_subject_scope foreign key (scope_id) references kernel_scope deferrable initially deferred;

-- One row a writing transaction: who, from which post, why, at which known instant (KERNEL B0).
create table kernel_act (
  act_id uuid not null default uuidv7(),
  xid xid8 not null,
  recorded_at timestamptz not null,
  is_stated boolean not null default false,
  account_id uuid,
  post_id int,
  acting_for_post_id int,
  kind text not null,
  reason text,
  document_no text,
  request_id text,
  subject_id uuid,
  scope_id int,
  constraint kernel_act_pkey primary key (act_id),
  constraint kernel_act_one_a_transaction unique (xid)
);
create index kernel_act_recorded_at on kernel_act (recorded_at);

create table kernel_area (
  version_id uuid not null default uuidv7(),
  area_id uuid not null,
  code text not null,
  name text not null,
  level text not null,
  parent_area_id uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_area_pkey primary key (version_id),
  constraint kernel_area_subject foreign key (area_id) references kernel_subject,
  constraint kernel_area_level check (level in ('city', 'county', 'functional', 'town', 'village')),
  constraint kernel_area_span check (superseded_at > recorded_at)
);
create unique index kernel_area_current on kernel_area (area_id) where superseded_at = 'infinity';
create unique index kernel_area_current_code on kernel_area (code) where superseded_at = 'infinity';

create table kernel_org (
  version_id uuid not null default uuidv7(),
  org_id uuid not null,
  name text not null,
  kind text not null,
  parent_org_id uuid,
  area_id uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_org_pkey primary key (version_id),
  constraint kernel_org_subject foreign key (org_id) references kernel_subject,
  constraint kernel_org_kind check (kind in ('city', 'county', 'department', 'town', 'park', 'state_firm', 'task_force', 'enterprise')),
  constraint kernel_org_span check (superseded_at > recorded_at)
);
create unique index kernel_org_current on kernel_org (org_id) where superseded_at = 'infinity';
create unique index kernel_org_current_name on kernel_org (parent_org_id, name) nulls not distinct where superseded_at = 'infinity';

create table kernel_org_closure (
  ancestor_id uuid not null,
  descendant_id uuid not null,
  depth int not null,
  constraint kernel_org_closure_pkey primary key (ancestor_id, descendant_id)
);
create index kernel_org_closure_descendant on kernel_org_closure (descendant_id, depth);

create table kernel_post (
  post_id int generated always as identity,
  org_id uuid not null,
  title text not null,
  role text not null,
  is_closed boolean not null default false,
  constraint kernel_post_pkey primary key (post_id),
  constraint kernel_post_org foreign key (org_id) references kernel_subject,
  constraint kernel_post_one_title unique (org_id, title),
  constraint kernel_post_role check (role in ('leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise', 'sysadmin', 'secadmin', 'auditor'))
);

create table kernel_appointment (
  appointment_id uuid not null default uuidv7(),
  account_id uuid not null,
  post_id int not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  is_acting boolean not null default false,
  note text,
  constraint kernel_appointment_pkey primary key (appointment_id),
  constraint kernel_appointment_post foreign key (post_id) references kernel_post,
  constraint kernel_appointment_span check (valid_to > valid_from)
);
create index kernel_appointment_account on kernel_appointment (account_id);
create unique index kernel_appointment_once on kernel_appointment (account_id, post_id, valid_from);

-- Who may do what, in one table: a role without a row here does nothing. Policies and the test read the same rows.
create table kernel_right (
  role text not null,
  table_name text not null,
  verb text not null,
  constraint kernel_right_pkey primary key (role, table_name, verb),
  constraint kernel_right_verb check (verb in ('select', 'insert', 'update', 'delete'))
);

-- Rights outside the organisation tree: batons, open matters, related subjects (KERNEL B11, K21).
create table kernel_grant (
  post_id int not null,
  subject_id uuid not null,
  why text not null,
  source_id uuid not null,
  constraint kernel_grant_pkey primary key (post_id, subject_id, why, source_id),
  constraint kernel_grant_post foreign key (post_id) references kernel_post,
  constraint kernel_grant_subject foreign key (subject_id) references kernel_subject
);
create index kernel_grant_subject_id on kernel_grant (subject_id);

-- Functions ---------------------------------------------------------------------------------------------

create function kernel_actor_account() returns uuid
language plpgsql stable as $$
begin
  return nullif(current_setting('baton.actor', true), '')::uuid;
end $$;

-- The post acted from, or null: the account must hold it by an appointment in force today.
create function kernel_actor_post() returns int
language sql stable security definer set search_path from current as $$
  select a.post_id from kernel_appointment a
  where a.account_id = nullif(current_setting('baton.actor', true), '')::uuid
    and a.post_id = nullif(current_setting('baton.post', true), '')::int
    and a.valid_from <= current_date and a.valid_to > current_date
  limit 1
$$;

create function kernel_actor_posts() returns int[]
language sql stable security definer set search_path from current as $$
  select array_remove(array[kernel_actor_post()], null)
$$;

create function kernel_actor_role() returns text
language sql stable security definer set search_path from current as $$
  select role from kernel_post where post_id = kernel_actor_post() and not is_closed
$$;

-- Scopes of the actor's organisation and all below it. The dispatch office is one for the whole city, wherever it
-- stands in the tree. Who serves subjects of other units (a chain chief, a department, an enterprise) has only its own
-- organisation's scope here: the rest comes by grants.
create function kernel_actor_scopes() returns int[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(s.scope_id), '{}')
  from kernel_post p
  join kernel_org_closure c on c.ancestor_id = case p.role
    when 'dispatch' then (select top.ancestor_id from kernel_org_closure top where top.descendant_id = p.org_id order by top.depth desc limit 1)
    else p.org_id end
  join kernel_scope s on s.org_id = c.descendant_id
  where p.post_id = kernel_actor_post()
    and (c.depth = 0 or p.role in ('leader', 'dispatch', 'district', 'town'))
$$;

create function kernel_may(wanted_table text, wanted_verb text) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (
    select from kernel_right r
    where r.role = kernel_actor_role() and r.table_name = wanted_table and r.verb = wanted_verb)
$$;

-- The known instant of this transaction's act; raises when no act was begun, so nothing is written unexplained.
create function kernel_recorded_at() returns timestamptz
language plpgsql stable security definer set search_path from current as $$
declare instant timestamptz;
begin
  select recorded_at into instant from kernel_act where xid = pg_current_xact_id_if_assigned();
  if instant is null then raise exception 'no act was begun in this transaction' using errcode = 'P0B01'; end if;
  return instant;
end $$;

create function kernel_current_act() returns uuid
language plpgsql stable security definer set search_path from current as $$
declare act uuid;
begin
  select act_id into act from kernel_act where xid = pg_current_xact_id_if_assigned();
  if act is null then raise exception 'no act was begun in this transaction' using errcode = 'P0B01'; end if;
  return act;
end $$;

-- Locks the touched subjects in id order, assigns the transaction's id, then takes one instant for all its rows.
create function kernel_begin_act(act_kind text, subjects uuid[], act_reason text, act_document_no text)
returns table (act_id uuid, recorded_at timestamptz)
language plpgsql security definer set search_path from current as $$
#variable_conflict use_column
declare instant timestamptz; post int;
begin
  perform from kernel_subject s where s.subject_id = any(subjects) order by s.subject_id for no key update;
  -- an act within an act joins it: one transaction is one act, named by the outermost
  return query select a.act_id, a.recorded_at from kernel_act a where a.xid = pg_current_xact_id_if_assigned();
  if found then return; end if;
  post := kernel_actor_post();
  perform pg_current_xact_id();
  select greatest(clock_timestamp(), max(a.recorded_at) + interval '1 microsecond') into instant from kernel_act a;
  return query insert into kernel_act
      (xid, recorded_at, account_id, post_id, kind, reason, document_no, request_id, subject_id, scope_id)
    select pg_current_xact_id(), instant, kernel_actor_account(), post, act_kind, act_reason, act_document_no,
      nullif(current_setting('baton.request', true), ''), subjects[1],
      (select s.scope_id from kernel_subject s where s.subject_id = subjects[1])
    returning kernel_act.act_id, kernel_act.recorded_at;
end $$;

-- History may be loaded with its own known time until the first freeze (KERNEL K3): the owner only.
create function kernel_begin_history_act(act_kind text, stated_at timestamptz)
returns table (act_id uuid, recorded_at timestamptz)
language plpgsql set search_path from current as $$
#variable_conflict use_column
begin
  return query insert into kernel_act (xid, recorded_at, is_stated, kind)
    values (pg_current_xact_id(), stated_at, true, act_kind)
    returning kernel_act.act_id, kernel_act.recorded_at;
end $$;

-- A known instant that no later commit can change (KERNEL K2): waits until every older writer has finished.
create function kernel_settled_now() returns timestamptz
language plpgsql volatile security definer set search_path from current as $$
declare instant timestamptz; mine xid8; waited int := 0;
begin
  -- an older id of our own would not bound the writers that began since
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'a settled instant is asked before the first write' using errcode = 'P0B02';
  end if;
  -- the instant first: a writer with an earlier instant then has an older id than ours, and is waited for
  instant := clock_timestamp();
  mine := pg_current_xact_id();
  while pg_snapshot_xmin(pg_current_snapshot()) < mine loop
    perform pg_sleep(0.005);
    waited := waited + 1;
    if waited > 6000 then raise exception 'older writers did not finish in 30 s' using errcode = 'P0B02'; end if;
  end loop;
  return instant;
end $$;

-- A version row closes once, at the instant of the act that closes it, whatever the statement says.
create function kernel_close_version() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if old.superseded_at <> 'infinity' then
    raise exception 'a version is closed only once' using errcode = 'P0B03';
  end if;
  new.superseded_at := kernel_recorded_at();
  return new;
end $$;

-- DDL for one table: row security, grants and policies by the shape of the table (SECURITY D2, D3).
--   version: has scope_id, subject_id, recorded_at, superseded_at, act_id; appended, closed once
--   scoped:  has scope_id and subject_id; mutable by right
--   reference: everybody who acts from a post may read it; written by right
create procedure kernel_protect(protected regclass, shape text, is_version boolean default false)
language plpgsql set search_path from current as $$
declare
  t text := (select relname from pg_class where oid = protected);
  reach text;
  insertable text;
begin
  execute format('alter table %s enable row level security', protected);
  execute format('alter table %s force row level security', protected);
  if shape = 'scoped' then
    reach := 'scope_id = any((select kernel_actor_scopes())::int[]) or subject_id = any(array('
      || 'select g.subject_id from kernel_grant g where g.post_id = any((select kernel_actor_posts())::int[])))';
  elsif shape = 'reference' then
    reach := 'true';
  else
    raise exception 'unknown shape %', shape;
  end if;
  execute format('create policy %I on %s for select to baton_act using ((select kernel_may(%L, ''select'')) and (%s))', t || '_read', protected, t, reach);
  execute format('create policy %I on %s for select to baton_city using (true)', t || '_read_city', protected);
  execute format('create policy %I on %s for insert to baton_act with check ((select kernel_may(%L, ''insert'')) and (%s))', t || '_add', protected, t, reach);
  execute format('create policy %I on %s for update to baton_act using ((select kernel_may(%L, ''update'')) and (%s)) with check ((select kernel_may(%L, ''update'')) and (%s))', t || '_change', protected, t, reach, t, reach);
  execute format('create policy %I on %s for delete to baton_act using ((select kernel_may(%L, ''delete'')) and (%s))', t || '_remove', protected, t, reach);
  execute format('grant select on %s to baton_act, baton_city', protected);
  if is_version then
    select string_agg(quote_ident(attname), ', ') into insertable from pg_attribute
      where attrelid = protected and attnum > 0 and not attisdropped and attgenerated = ''
        and attname not in ('recorded_at', 'superseded_at', 'act_id');
    execute format('alter table %s alter column recorded_at set default kernel_recorded_at()', protected);
    execute format('alter table %s alter column act_id set default kernel_current_act()', protected);
    execute format('grant insert (%s) on %s to baton_act', insertable, protected);
    execute format('grant update (superseded_at) on %s to baton_act', protected);
    execute format('create trigger %I before update of superseded_at on %s for each row execute function kernel_close_version()', t || '_close', protected);
  else
    execute format('grant insert, update, delete on %s to baton_act', protected);
  end if;
end $$;

-- Grants a list of roles a list of verbs on a table: the matrix, one line a table.
create procedure kernel_allow(wanted_table text, verbs text[], roles text[])
language sql set search_path from current as $$
  insert into kernel_right (role, table_name, verb)
  select r, wanted_table, v from unnest(roles) r, unnest(verbs) v
  on conflict do nothing
$$;

grant execute on function kernel_actor_account(), kernel_actor_post(), kernel_actor_posts(), kernel_actor_role(),
  kernel_actor_scopes(), kernel_may(text, text), kernel_recorded_at(), kernel_current_act(),
  kernel_begin_act(text, uuid[], text, text), kernel_settled_now(), kernel_close_version() to baton_act, baton_city;

call kernel_protect('kernel_subject', 'scoped');
call kernel_protect('kernel_scope', 'reference');
call kernel_protect('kernel_area', 'reference', true);
call kernel_protect('kernel_org', 'reference', true);
call kernel_protect('kernel_org_closure', 'reference');
call kernel_protect('kernel_post', 'reference');
call kernel_protect('kernel_appointment', 'reference');
call kernel_protect('kernel_right', 'reference');

-- A grant is read only by its own post; it is written by definer functions, never by a statement of the application.
alter table kernel_grant enable row level security;
alter table kernel_grant force row level security;
create policy kernel_grant_own on kernel_grant for select to baton_act using (post_id = any((select kernel_actor_posts())::int[]));
grant select on kernel_grant to baton_act;
revoke insert, update, delete on kernel_right, kernel_scope, kernel_org_closure from baton_act;

-- Acts are written by kernel_begin_act alone; they are read by who reaches their subject, and by their author.
alter table kernel_act enable row level security;
alter table kernel_act force row level security;
create policy kernel_act_read on kernel_act for select to baton_act using (
  account_id = (select kernel_actor_account())
  or (select kernel_may('kernel_act', 'select')) and (scope_id = any((select kernel_actor_scopes())::int[])
    or subject_id = any(array(select g.subject_id from kernel_grant g where g.post_id = any((select kernel_actor_posts())::int[])))));
create policy kernel_act_read_city on kernel_act for select to baton_city using (true);
grant select on kernel_act to baton_act, baton_city;

alter table platform_idempotency enable row level security;
alter table platform_idempotency force row level security;
create policy platform_idempotency_own on platform_idempotency to baton_act, baton_city
  using (account_id = (select kernel_actor_account())) with check (account_id = (select kernel_actor_account()));
grant select, insert on platform_idempotency to baton_act;

alter table platform_outbox enable row level security;
alter table platform_outbox force row level security;
create policy platform_outbox_add on platform_outbox for insert to baton_act with check (true);
create policy platform_outbox_sweep on platform_outbox to baton_worker using (true);
grant insert on platform_outbox to baton_act;
grant select, delete on platform_outbox to baton_worker;

alter table platform_mark enable row level security;
alter table platform_mark force row level security;
create policy platform_mark_read on platform_mark for select to baton_act, baton_city, baton_public using (true);
grant select on platform_mark to baton_act, baton_city, baton_public;

-- Keeps the closure true after organisations were added or moved; called by the acts that do so.
create function kernel_rebuild_org_closure() returns void
language sql security definer set search_path from current as $$
  delete from kernel_org_closure;
  with recursive walk as (
    select org_id as ancestor_id, org_id as descendant_id, 0 as depth from kernel_org where superseded_at = 'infinity'
    union all
    select w.ancestor_id, o.org_id, w.depth + 1
    from walk w join kernel_org o on o.parent_org_id = w.descendant_id and o.superseded_at = 'infinity'
    where w.depth < 12)
  insert into kernel_org_closure select ancestor_id, descendant_id, min(depth) from walk group by 1, 2;
$$;
grant execute on function kernel_rebuild_org_closure() to baton_act;

-- Gives an organisation its scope; idempotent. Called by kernel_add_org_subject, which asks for the right.
create function kernel_ensure_scope(wanted_org uuid) returns int
language plpgsql security definer set search_path from current as $$
declare found_scope int;
begin
  select scope_id into found_scope from kernel_scope where org_id = wanted_org;
  if found_scope is null then
    insert into kernel_scope (org_id) values (wanted_org) returning scope_id into found_scope;
  end if;
  return found_scope;
end $$;

-- An organisation or area is a subject of its own; adding one asks for the right on its table.
create function kernel_add_org_subject(new_id uuid, new_kind text, new_code text, new_name text, new_search text)
returns void language plpgsql security definer set search_path from current as $$
begin
  if session_user not in ('baton_owner') and not kernel_may(case new_kind when 'area' then 'kernel_area' else 'kernel_org' end, 'insert') then
    raise exception 'no right to add an organisation' using errcode = '42501';
  end if;
  insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text)
  values (new_id, new_kind, kernel_ensure_scope(new_id), new_code, new_name, new_search);
end $$;
grant execute on function kernel_add_org_subject(uuid, text, text, text, text) to baton_act;
