-- Who acts is judged once a transaction. The policies of one statement used to look up the appointment, the role and
-- the scopes anew for every table they guard, which cost more than the rows. Now kernel_settle judges them when the
-- transaction begins and leaves the outcome in a setting that lasts as long as the transaction; the policies read it.
--
-- A setting can be written by anybody, so this one carries a seal: a keyed digest over the outcome, the server process
-- and the instant at which the transaction began. The key is read by functions of the owner only. A setting that was
-- made up, altered, or kept from another transaction is refused, not ignored. Only the role that logs in may settle:
-- once a transaction has switched to acting, its statements cannot name another actor.

create table kernel_settling_key (
  is_only boolean not null default true,
  secret text not null,
  constraint kernel_settling_key_pkey primary key (is_only),
  constraint kernel_settling_key_single check (is_only)
);
comment on table kernel_settling_key is '行为人封签密钥：只由数据库函数读取 — Key that seals who acts in a transaction; read by functions of the owner only.';
comment on column kernel_settling_key.is_only is '恒为真：只有一行 — Always true: there is one row.';
comment on column kernel_settling_key.secret is '密钥，随机生成，十六进制；审计只记其摘要 — Random key in hexadecimal; the audit trail keeps its digest only.';
insert into kernel_settling_key (secret) values (encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'));
alter table kernel_settling_key enable row level security;
alter table kernel_settling_key force row level security;

-- The seal binds to this process and this transaction. Two digests, one around the other: a digest of key and text
-- alone could be continued by whoever knows it. Instants and numbers go in as bytes, which no setting changes.
create function kernel_settling_seal(secret text, settled text) returns text
language sql stable parallel restricted
return encode(sha256(convert_to(secret, 'UTF8') || sha256(int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()) || convert_to(secret || settled, 'UTF8'))), 'hex');
comment on function kernel_settling_seal(text, text) is 'Seal of a settled actor for this process and transaction, in hexadecimal.';

-- The outcome as text: account, post, role, scopes; empty where there is none. A name of a role holds no bar.
create function kernel_settle(wanted_account uuid, wanted_post int, request text) returns void
language plpgsql security definer set search_path from current as $$
declare post int; acting text; org uuid; scopes int[] := '{}'; settled text;
begin
  -- the account must hold the post by an appointment in force today; a closed post has no role
  select p.post_id, case when not p.is_closed then p.role end, p.org_id into post, acting, org
    from kernel_appointment a join kernel_post p on p.post_id = a.post_id
    where a.account_id = wanted_account and a.post_id = wanted_post and a.valid_from <= current_date and a.valid_to > current_date
    limit 1;
  if acting is not null then
    -- Scopes of the organisation and all below it. The dispatch office is one for the whole city, wherever it stands in
    -- the tree. Who serves subjects of other units has only its own organisation's scope: the rest comes by grants.
    select coalesce(array_agg(s.scope_id), '{}') into scopes
      from kernel_org_closure c join kernel_scope s on s.org_id = c.descendant_id
      where c.ancestor_id = case acting
          when 'dispatch' then (select top.ancestor_id from kernel_org_closure top where top.descendant_id = org order by top.depth desc limit 1)
          else org end
        and (c.depth = 0 or acting in ('leader', 'dispatch', 'district', 'town'));
  end if;
  settled := concat_ws('|', coalesce(wanted_account::text, ''), coalesce(post::text, ''), coalesce(acting, ''), scopes::text);
  perform set_config('baton.settled', kernel_settling_seal(k.secret, settled) || settled, true),
      -- what the audit trail and the act write down; rights are never judged from these
      set_config('baton.actor', coalesce(wanted_account::text, ''), true), set_config('baton.post', coalesce(wanted_post::text, ''), true),
      set_config('baton.request', coalesce(request, ''), true)
    from kernel_settling_key k;
  if not found then raise exception 'the key of this city is missing' using errcode = 'P0B09'; end if;
end $$;
comment on function kernel_settle(uuid, int, text) is 'Judges who acts in this transaction, once: account, post held today, role, scopes. For the role that logs in.';
grant execute on function kernel_settle(uuid, int, text) to baton_web;

-- One part of what was settled: 1 account, 2 post, 3 role, 4 scopes; null where nothing was settled, which reaches
-- nothing. Raises 42501 for a setting that this transaction did not settle.
create function kernel_settled(part int) returns text
language plpgsql stable parallel restricted security definer set search_path from current as $$
declare sealed text := current_setting('baton.settled', true); found_part text; secret text;
begin
  if sealed is null or sealed = '' then return null; end if;
  select k.secret into secret from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, substr(sealed, 65)) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  return nullif(split_part(substr(sealed, 65), '|', part), '');
end $$;
comment on function kernel_settled(int) is 'Part of the settled actor: 1 account, 2 post, 3 role, 4 scopes.';
grant execute on function kernel_settled(int) to baton_act, baton_city, baton_web;

-- The words that everything else is judged by keep their names. They are plain expressions around one call, so that
-- a statement pays for one call and not for three.
create or replace function kernel_actor_account() returns uuid
language sql stable parallel restricted return kernel_settled(1)::uuid;
create or replace function kernel_actor_post() returns int
language sql stable parallel restricted return kernel_settled(2)::int;
create or replace function kernel_actor_posts() returns int[]
language sql stable parallel restricted return array_remove(array[kernel_settled(2)::int], null);
create or replace function kernel_actor_role() returns text
language sql stable parallel restricted return kernel_settled(3);
create or replace function kernel_actor_scopes() returns int[]
language sql stable parallel restricted return coalesce(kernel_settled(4)::int[], '{}');

create or replace function kernel_may(wanted_table text, wanted_verb text) returns boolean
language plpgsql stable parallel restricted security definer set search_path from current as $$
declare sealed text := current_setting('baton.settled', true); settled text; secret text; is_allowed boolean;
begin
  if sealed is null or sealed = '' then return false; end if;
  settled := substr(sealed, 65);
  -- seal and right in one look: this is asked for every table of every statement
  select k.secret, exists (
      select from kernel_right r where r.role = split_part(settled, '|', 3) and r.table_name = wanted_table and r.verb = wanted_verb)
    into secret, is_allowed from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, settled) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  return is_allowed;
end $$;

-- What a policy of a scoped table asks: the scopes the actor reaches with this verb on this table, and the subjects
-- granted to its post beyond them. Nothing where the role has no such right.
create function kernel_reach(wanted_table text, wanted_verb text) returns int[]
language plpgsql stable parallel restricted security definer set search_path from current as $$
declare sealed text := current_setting('baton.settled', true); settled text; secret text; is_allowed boolean;
begin
  if sealed is null or sealed = '' then return '{}'; end if;
  settled := substr(sealed, 65);
  select k.secret, exists (
      select from kernel_right r where r.role = split_part(settled, '|', 3) and r.table_name = wanted_table and r.verb = wanted_verb)
    into secret, is_allowed from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, settled) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  if not is_allowed then return '{}'; end if;
  return split_part(settled, '|', 4)::int[];
end $$;
comment on function kernel_reach(text, text) is 'Scopes in which the actor may do this verb on this table; empty without the right.';

create function kernel_granted(wanted_table text, wanted_verb text) returns uuid[]
language plpgsql stable parallel restricted security definer set search_path from current as $$
declare acting text := kernel_settled(3); post int := nullif(split_part(substr(current_setting('baton.settled', true), 65), '|', 2), '')::int;
begin
  if acting is null or not exists (select from kernel_grant g where g.post_id = post) then return '{}'; end if;
  if not exists (select from kernel_right r where r.role = acting and r.table_name = wanted_table and r.verb = wanted_verb) then return '{}'; end if;
  return array(select g.subject_id from kernel_grant g where g.post_id = post);
end $$;
comment on function kernel_granted(text, text) is 'Subjects granted to the actor''s post on which it may do this verb of this table; empty without the right.';
grant execute on function kernel_reach(text, text), kernel_granted(text, text) to baton_act, baton_city;

-- Reach follows the tree within the transaction that changes it: whoever adds an organisation goes on to write in it.
create function kernel_settle_again() returns void
language plpgsql security definer set search_path from current as $$
begin
  if kernel_settled(1) is not null then
    perform kernel_settle(kernel_settled(1)::uuid, kernel_settled(2)::int, current_setting('baton.request', true));
  end if;
end $$;
comment on function kernel_settle_again() is 'Judges the same actor anew after its organisation tree changed within this transaction.';

create or replace function kernel_rebuild_org_closure() returns void
language sql security definer set search_path from current as $$
  delete from kernel_org_closure;
  with recursive walk as (
    select org_id as ancestor_id, org_id as descendant_id, 0 as depth from kernel_org where superseded_at = 'infinity'
    union all
    select w.ancestor_id, o.org_id, w.depth + 1
    from walk w join kernel_org o on o.parent_org_id = w.descendant_id and o.superseded_at = 'infinity'
    where w.depth < 12)
  insert into kernel_org_closure select ancestor_id, descendant_id, min(depth) from walk group by 1, 2;
  select kernel_settle_again();
$$;

create or replace procedure kernel_protect(protected regclass, shape text, is_version boolean default false)
language plpgsql set search_path from current as $$
declare
  t text := (select relname from pg_class where oid = protected);
  verb text;
  reach text;
  insertable text;
begin
  if shape not in ('scoped', 'reference') then raise exception 'unknown shape %', shape; end if;
  execute format('alter table %s enable row level security', protected);
  execute format('alter table %s force row level security', protected);
  foreach verb in array array['select', 'insert', 'update', 'delete'] loop
    reach := case shape when 'scoped' then kernel_reach_condition(t, verb) else format('(select kernel_may(%L, %L))', t, verb) end;
    execute case verb
      when 'select' then format('create policy %I on %s for select to baton_act using (%s)', t || '_read', protected, reach)
      when 'insert' then format('create policy %I on %s for insert to baton_act with check (%s)', t || '_add', protected, reach)
      when 'update' then format('create policy %I on %s for update to baton_act using (%s) with check (%s)', t || '_change', protected, reach, reach)
      when 'delete' then format('create policy %I on %s for delete to baton_act using (%s)', t || '_remove', protected, reach) end;
  end loop;
  execute format('create policy %I on %s for select to baton_city using (true)', t || '_read_city', protected);
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

-- The text of one condition of a scoped table: plain columns against arrays computed once a statement (SECURITY D3).
create function kernel_reach_condition(guarded_table text, verb text) returns text
language sql immutable
return format('scope_id = any((select kernel_reach(%1$L, %2$L))::int[]) or subject_id = any((select kernel_granted(%1$L, %2$L))::uuid[])', guarded_table, verb);

-- Every policy that looked the scopes up itself asks in the new way.
do $$
declare p record; verb text; asked text;
begin
  for p in
    select pol.polname, pol.polcmd, c.relname, pol.polrelid::regclass as guarded from pg_policy pol join pg_class c on c.oid = pol.polrelid
    where c.relnamespace = current_schema()::regnamespace and pol.polname <> 'kernel_act_read'
      and coalesce(pg_get_expr(pol.polqual, pol.polrelid), '') || coalesce(pg_get_expr(pol.polwithcheck, pol.polrelid), '') like '%kernel_actor_scopes%'
  loop
    verb := case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' end;
    if p.polname <> p.relname || (case verb when 'select' then '_read' when 'insert' then '_add' when 'update' then '_change' when 'delete' then '_remove' end) then
      raise exception 'policy % of % is not one of kernel_protect', p.polname, p.relname;
    end if;
    asked := kernel_reach_condition(p.relname, verb);
    execute format('alter policy %I on %s', p.polname, p.guarded)
      || case when verb <> 'insert' then format(' using (%s)', asked) else '' end
      || case when verb in ('insert', 'update') then format(' with check (%s)', asked) else '' end;
  end loop;
end $$;
do $$ begin
  execute 'alter policy kernel_act_read on kernel_act using (account_id = (select kernel_actor_account()) or ' || kernel_reach_condition('kernel_act', 'select') || ')';
end $$;
