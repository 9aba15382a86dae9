-- Who reported, reviewed, asked and approved is no longer what the program says: the database fills it from the actor it
-- settled itself (0094), or lets a name through only where an earlier version of the same row carries it. Accounts: a
-- reset password opens nothing before another administrator releases it, and whoever has not come in for long is let in
-- by nobody but the administrators (SECURITY D15, S9).

-- Reports: one look for a whole month's rows. History and the demonstration are loaded without an actor.
create index projects_report_report_id on projects_report (report_id);
create function projects_report_said_by() returns trigger
language plpgsql set search_path from current as $$
declare actor uuid := kernel_actor_account();
begin
  if actor is null then return null; end if;
  if exists (
    select from new_rows n
    where n.reported_by is distinct from actor and n.reported_by is not null
      and not exists (select from projects_report p where p.report_id = n.report_id and p.version_id <> n.version_id and p.reported_by = n.reported_by)
    or n.reviewed_by is distinct from actor and n.reviewed_by is not null
      and not exists (select from projects_report p where p.report_id = n.report_id and p.version_id <> n.version_id and p.reviewed_by = n.reviewed_by)) then
    raise exception 'a report names somebody else' using errcode = '42501';
  end if;
  return null;
end $$;
comment on function projects_report_said_by() is 'Refuses a report that names as reporter or reviewer anybody but the actor or whom an earlier version named.';
create trigger projects_report_said_by after insert on projects_report
  referencing new table as new_rows for each statement execute function projects_report_said_by();

-- Exemptions: asked for by the actor, approved by the actor; who asked is read from the request.
create function kernel_exemption_said_by() returns trigger
language plpgsql set search_path from current as $$
declare actor uuid := kernel_actor_account();
begin
  if actor is null then return new; end if;
  if tg_table_name = 'kernel_exemption_request' then
    new.requested_by := coalesce((select r.requested_by from kernel_exemption_request r where r.request_id = new.request_id order by r.recorded_at limit 1), actor);
    return new;
  end if;
  new.approved_by := coalesce((select e.approved_by from kernel_exemption e where e.exemption_id = new.exemption_id order by e.recorded_at limit 1), actor);
  if not exists (
    select from kernel_exemption_request r
    where r.subject_id = new.subject_id and r.dimension = new.dimension and r.requested_by = new.requested_by) then
    raise exception 'nobody asked for this exemption' using errcode = '42501';
  end if;
  return new;
end $$;
comment on function kernel_exemption_said_by() is 'Fills who asked for and who approved an exemption from the actor; refuses one that nobody asked for.';
create trigger kernel_exemption_said_by before insert on kernel_exemption for each row execute function kernel_exemption_said_by();
create trigger kernel_exemption_request_said_by before insert on kernel_exemption_request for each row execute function kernel_exemption_said_by();

-- Accounts ------------------------------------------------------------------------------------------------------

alter table kernel_account
  add column reset_at timestamptz,
  add column dormant_since timestamptz;
comment on column kernel_account.reset_at is '管理员重置密码、尚未由另一名管理员放行的时刻 — Instant of a reset that no other administrator has released yet; the password opens nothing until then.';
comment on column kernel_account.dormant_since is '因长期未登录而停用的时刻；重置密码并放行后恢复 — Instant since which the account is stopped for not having been used; a released reset ends it.';
grant select (reset_at, dormant_since) on kernel_account to baton_act;

alter table kernel_sign_in_event drop constraint kernel_sign_in_event_kind,
  add constraint kernel_sign_in_event_kind check (kind in ('sign-in', 'sign-in-failed', 'sign-in-locked', 'sign-out', 'factor-asked',
    'factor-enabled', 'factor-verified', 'factor-failed', 'factor-reset', 'password-changed', 'password-refused', 'password-reset',
    'password-released', 'account-created', 'account-closed', 'account-dormant', 'sessions-revoked', 'identity-linked'));

-- As before, and the password waits for its release where the account holds or held a post: the one who reads
-- it out could otherwise come in as its holder.
create or replace function kernel_reset_password(wanted uuid, hash text, expires_at timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_credential', 'update') then raise exception 'no right' using errcode = '42501'; end if;
  if expires_at is null then raise exception 'a first password expires' using errcode = '22004'; end if;
  update kernel_account set must_change_password = true, password_expires_at = expires_at, updated_at = now(),
    reset_at = case when exists (select from kernel_appointment a where a.account_id = wanted) then now() end,
    dormant_since = case when exists (select from kernel_appointment a where a.account_id = wanted) then dormant_since end
    where id = wanted and closed_at is null;
  if not found then return false; end if;
  insert into kernel_password_history (account_id, password)
    select account_id, password from kernel_credential where account_id = wanted and provider_id = 'credential' and password is not null;
  update kernel_credential set password = hash, updated_at = now() where account_id = wanted and provider_id = 'credential';
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('password-reset', wanted);
  return true;
end $$;

-- The second administrator: the security administrator, or the auditor where the account is a security administrator's,
-- which would otherwise have to release itself.
create function kernel_release_password(wanted uuid) returns boolean
language plpgsql security definer set search_path from current as $$
declare acting text := kernel_actor_role(); is_security boolean;
begin
  select exists (select from kernel_appointment a join kernel_post p on p.post_id = a.post_id
    where a.account_id = wanted and p.role = 'secadmin' and a.valid_from <= current_date and a.valid_to > current_date) into is_security;
  if acting is null or acting not in ('secadmin', 'auditor') or (acting = 'auditor' and not is_security) then
    raise exception 'no right' using errcode = '42501';
  end if;
  if wanted = kernel_actor_account() then
    raise exception 'nobody releases his own' using errcode = '23514', constraint = 'kernel_appointment_not_own', table = 'kernel_account';
  end if;
  update kernel_account set reset_at = null, dormant_since = null, updated_at = now() where id = wanted and closed_at is null and reset_at is not null;
  if not found then return false; end if;
  perform kernel_note_account_event('password-released', wanted);
  return true;
end $$;
comment on function kernel_release_password(uuid) is 'Lets a reset password be used: by another administrator than the one who reset it.';
grant execute on function kernel_release_password(uuid) to baton_act;

-- Run by the sign-in service each hour. System and security administrators are left out: nobody could let them in again.
create function kernel_stop_dormant_accounts(days int) returns int
language plpgsql security definer set search_path from current as $$
declare stopped uuid[];
begin
  if days < 1 then return 0; end if;
  with found as (
    update kernel_account a set dormant_since = now(), updated_at = now()
    where a.closed_at is null and a.dormant_since is null
      and greatest(a.created_at, a.password_changed_at, a.reset_at) < now() - make_interval(days => days)
      and not exists (select from kernel_sign_in_event e where e.account_id = a.id and e.kind in ('sign-in', 'password-released')
        and e.recorded_at >= now() - make_interval(days => days))
      and not exists (select from kernel_session s where s.account_id = a.id and s.last_used_at >= now() - make_interval(days => days))
      and not exists (select from kernel_appointment ap join kernel_post p on p.post_id = ap.post_id
        where ap.account_id = a.id and p.role in ('sysadmin', 'secadmin') and ap.valid_from <= current_date and ap.valid_to > current_date)
    returning a.id)
  select array_agg(id) into stopped from found;
  delete from kernel_session where account_id = any(stopped);
  insert into kernel_sign_in_event (kind, account_id, detail)
    select 'account-dormant', one, 'by the program' from unnest(stopped) one;
  return coalesce(cardinality(stopped), 0);
end $$;
comment on function kernel_stop_dormant_accounts(int) is 'Stops accounts that nobody used for so many days; answers how many.';
grant execute on function kernel_stop_dormant_accounts(int) to baton_auth;
