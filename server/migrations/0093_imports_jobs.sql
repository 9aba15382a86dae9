-- An import is one job: its receipt stands from the moment the file is there, so that whoever closed the page finds it
-- again; it ends once, and what it ended as never changes afterwards but by being undone.

alter table projects_import
  add column state text not null default 'done',
  add column ended_at timestamptz,
  add column answer jsonb,
  add column fault jsonb,
  add column made jsonb,
  add constraint projects_import_state check (state in ('running', 'done', 'refused', 'failed', 'cancelled')),
  -- while it runs nothing is written; whatever wrote something is done
  add constraint projects_import_written_is_done check (act_id is null or state = 'done'),
  add constraint projects_import_undone_was_written check (undone_act_id is null or act_id is not null);
-- the receipts that were there before were written at their end
update projects_import set ended_at = recorded_at;
alter table projects_import add constraint projects_import_ended check ((state = 'running') = (ended_at is null)),
  alter column ended_at set default clock_timestamp();
create index projects_import_account on projects_import (account_id, recorded_at desc);

comment on column projects_import.state is '状态：running 进行中，done 已完成，refused 有误未写入，failed 未完成，cancelled 已取消 — How far it came';
comment on column projects_import.ended_at is '结束时刻，进行中为空 — Instant of its end; null while it runs';
comment on column projects_import.answer is '所答内容：各项计数、错误和提醒（不含一次性密码） — What was answered, without one-time passwords';
comment on column projects_import.fault is '未完成的原因 — Why it failed, as the problem that was told';
comment on column projects_import.made is '所建岗位和账号，撤销时收回 — Posts and accounts it made, taken back by an undo';

grant insert (state, ended_at), update (state, ended_at, row_count, accepted_count, rejected_count, changed_count, act_id, answer, fault, made)
  on projects_import to baton_act;

create function projects_keep_import() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if old.state = 'running' and old.undone_act_id is not distinct from new.undone_act_id then
    if new.state <> 'running' then new.ended_at := clock_timestamp(); end if;
    return new;
  end if;
  if old.undone_act_id is not null or to_jsonb(old) - 'undone_act_id' <> to_jsonb(new) - 'undone_act_id' then
    raise exception 'an import ends once and is undone once' using errcode = 'P0B03';
  end if;
  return new;
end $$;
create trigger projects_import_keep before update on projects_import for each row execute function projects_keep_import();

-- Undoing an import of organisations asks what rests on them, also of what whoever undoes it may not read: only a name
-- and a reason leave, and both name what that person's own import made.
create function projects_import_obstacle(wanted uuid) returns table (what text, name text, why text)
language sql stable security definer set search_path from current as $$
  with import as (select i.* from projects_import i where i.import_id = wanted and i.account_id = kernel_actor_account()),
  post as (select p.* from import i cross join jsonb_array_elements_text(i.made -> 'posts') m join kernel_post p on p.post_id = m::int),
  account as (select a.* from import i cross join jsonb_array_elements_text(i.made -> 'accounts') m join kernel_account a on a.id = m::uuid),
  org as (select o.* from import i join kernel_org o on o.act_id = i.act_id),
  -- what did not stand before: the import closed no version of it
  fresh as (select o.* from org o where not exists (select from kernel_org e where e.org_id = o.org_id and e.superseded_at = o.recorded_at)),
  area as (select a.* from import i join kernel_area a on a.act_id = i.act_id)
  select * from (
    select 'org', o.name, 'changed' from org o where o.superseded_at <> 'infinity'
    union all select 'area', a.name, 'changed' from area a where a.superseded_at <> 'infinity'
    union all select 'org', f.name, 'below' from fresh f
      join kernel_org below on below.parent_org_id = f.org_id and below.superseded_at = 'infinity' and below.act_id <> f.act_id
    union all select 'org', f.name, 'posts' from fresh f join kernel_post p on p.org_id = f.org_id where p.post_id not in (select post_id from post)
    union all select 'org', f.name, 'subjects' from fresh f
      where exists (select from kernel_subject_version v where v.account_org_id = f.org_id and v.superseded_at = 'infinity')
        or exists (select from kernel_scope s join kernel_subject_version v on v.scope_id = s.scope_id and v.superseded_at = 'infinity' where s.org_id = f.org_id)
    union all select 'area', a.name, 'subjects' from area a
      where not exists (select from kernel_area e where e.area_id = a.area_id and e.superseded_at = a.recorded_at)
        and (exists (select from kernel_subject_version v where a.area_id in (v.account_area_id, v.place_area_id) and v.superseded_at = 'infinity')
          or exists (select from kernel_org o where o.area_id = a.area_id and o.superseded_at = 'infinity' and o.act_id <> a.act_id)
          or exists (select from kernel_area below where below.parent_area_id = a.area_id and below.superseded_at = 'infinity' and below.act_id <> a.act_id))
    union all select 'post', p.title, 'held' from post p
      where exists (select from kernel_appointment a where a.post_id = p.post_id) or exists (select from kernel_baton b where b.holder_post_id = p.post_id)
        or exists (select from kernel_matter_event e where p.post_id in (e.by_post_id, e.to_post_id)) or exists (select from kernel_node n where n.responsible_post_id = p.post_id)
    union all select 'account', a.username, 'used' from account a
      where not a.must_change_password or a.closed_at is not null
        or exists (select from kernel_appointment p where p.account_id = a.id)
        or exists (select from kernel_sign_in_event e where e.account_id = a.id and e.kind <> 'account-created')
  ) as obstacle (what, name, why) limit 1
$$;

-- Takes back the posts and accounts that one's own import made and nobody has used: there are none of them any more,
-- so that the same workbook makes them again. What rests on a post is also refused by the foreign keys.
create function projects_take_back_made(wanted uuid) returns int
language plpgsql security definer set search_path from current as $$
declare made jsonb; taken int; gone uuid[];
begin
  select i.made into made from projects_import i
    where i.import_id = wanted and i.account_id = kernel_actor_account() and i.kind = 'organisations' and i.undone_act_id is null;
  if made is null then return 0; end if;
  if exists (select from projects_import_obstacle(wanted)) then raise exception 'something rests on it' using errcode = '42501'; end if;
  if not kernel_may('kernel_post', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  delete from kernel_post where post_id in (select m::int from jsonb_array_elements_text(made -> 'posts') m);
  get diagnostics taken = row_count;
  select coalesce(array_agg(m::uuid), '{}') into gone from jsonb_array_elements_text(made -> 'accounts') m;
  if gone <> '{}' then
    if not kernel_may('kernel_account', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
    delete from kernel_session where account_id = any(gone);
    delete from kernel_credential where account_id = any(gone);
    delete from kernel_password_history where account_id = any(gone);
    delete from kernel_account where id = any(gone);
    perform kernel_note_account_event('account-closed', g) from unnest(gone) g;
  end if;
  return taken + cardinality(gone);
end $$;
grant execute on function projects_import_obstacle(uuid), projects_take_back_made(uuid) to baton_act;
