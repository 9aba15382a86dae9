-- Accounts, sessions and the second factor stand in tables of their own role: baton_auth reads and writes these and
-- little else, so that a fault in sign-in opens no business row and a fault in business opens no password
-- (SECURITY §3). The sign-in library wants its primary keys to be called `id`; everything else is named our way.

create table kernel_account (
  id uuid not null default uuidv7(),
  username text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  must_change_password boolean not null default false,
  password_changed_at timestamptz not null default now(),
  password_expires_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint kernel_account_pkey primary key (id),
  constraint kernel_account_one_username unique (username),
  constraint kernel_account_one_email unique (email),
  constraint kernel_account_username check (username ~ '^[a-z0-9_.一-鿿-]{2,32}$')
);
comment on table kernel_account is 'A person''s way in. It carries no right: rights come from appointments to posts.';
comment on column kernel_account.username is 'Folded to lower case; personal data: needed to sign in (PIPL 13, 34).';
comment on column kernel_account.name is 'Shown name; personal data: needed to say who did what (PIPL 13, 34).';
comment on column kernel_account.email is 'Demanded by the library, never an address: <id>@accounts.invalid.';
comment on column kernel_account.password_expires_at is 'Instant after which a password given by an administrator no longer works; null for one''s own.';
comment on column kernel_account.closed_at is 'Instant of closing; a closed account neither signs in nor keeps a session.';

create table kernel_session (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  token text not null,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  last_used_at timestamptz not null default now(),
  factor_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint kernel_session_pkey primary key (id),
  constraint kernel_session_one_token unique (token),
  constraint kernel_session_account foreign key (account_id) references kernel_account
);
create index kernel_session_account_id on kernel_session (account_id);
comment on table kernel_session is 'A signed-in browser or script. It ends when idle, at expires_at, or when its row is deleted.';
comment on column kernel_session.last_used_at is 'Last request that a person made, to 30 s; polling does not move it.';
comment on column kernel_session.factor_verified_at is 'Instant of the last second factor in this session; null when none was given.';

create table kernel_credential (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint kernel_credential_pkey primary key (id),
  constraint kernel_credential_one_identity unique (provider_id, provider_account_id),
  constraint kernel_credential_account foreign key (account_id) references kernel_account
);
create index kernel_credential_account_id on kernel_credential (account_id);
comment on table kernel_credential is 'How an account proves itself: a password (argon2id, PHC string) or an identity of the provincial sign-on.';

create table kernel_password_history (
  account_id uuid not null,
  password text not null,
  replaced_at timestamptz not null default clock_timestamp(),
  constraint kernel_password_history_pkey primary key (account_id, replaced_at),
  constraint kernel_password_history_account foreign key (account_id) references kernel_account
);
comment on table kernel_password_history is 'Hashes of replaced passwords, so that the last five are not taken again.';

create table kernel_verification (
  id uuid not null default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint kernel_verification_pkey primary key (id)
);
create index kernel_verification_identifier on kernel_verification (identifier);
comment on table kernel_verification is 'Sign-ins that wait for their second factor or for the provincial sign-on; minutes old at most.';

create table kernel_second_factor (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count int not null default 0,
  locked_until timestamptz,
  last_step bigint,
  constraint kernel_second_factor_pkey primary key (id),
  constraint kernel_second_factor_one_account unique (account_id),
  constraint kernel_second_factor_account foreign key (account_id) references kernel_account
);
comment on table kernel_second_factor is 'The time-based one-time password of an account; the secret is encrypted with the program''s key.';
comment on column kernel_second_factor.last_step is 'Number of the 30 s step (RFC 6238) last accepted: a code of it or of an earlier one is refused.';

create table kernel_rate_limit (
  id uuid not null default uuidv7(),
  key text not null,
  count int not null,
  last_request bigint not null,
  constraint kernel_rate_limit_pkey primary key (id),
  constraint kernel_rate_limit_one_key unique (key)
);
comment on table kernel_rate_limit is 'Requests to sign-in paths by client address; the library''s own counter.';

create table kernel_sign_in_lock (
  subject text not null,
  source text not null,
  failures int not null,
  tried_at timestamptz not null default now(),
  locked_until timestamptz,
  constraint kernel_sign_in_lock_pkey primary key (subject, source)
);
comment on table kernel_sign_in_lock is 'Failures by what is guessed at and from where, counted before the guess is looked at.';
comment on column kernel_sign_in_lock.subject is 'Digest of the name typed, or the account whose factor is tried: known or unknown alike.';
comment on column kernel_sign_in_lock.source is 'A browser that signed in before, else the client address.';

create table kernel_sign_in_event (
  event_id bigint generated always as identity,
  recorded_at timestamptz not null default clock_timestamp(),
  kind text not null,
  account_id uuid,
  client_address text,
  request_id text,
  detail text,
  constraint kernel_sign_in_event_pkey primary key (event_id),
  constraint kernel_sign_in_event_kind check (kind in ('sign-in', 'sign-in-failed', 'sign-in-locked', 'sign-out', 'factor-asked',
    'factor-enabled', 'factor-verified', 'factor-failed', 'factor-reset', 'password-changed', 'password-refused', 'password-reset',
    'account-created', 'account-closed', 'sessions-revoked', 'identity-linked'))
);
create index kernel_sign_in_event_account_id on kernel_sign_in_event (account_id, recorded_at);
comment on table kernel_sign_in_event is 'What happened at the door; appended only. A name that belongs to no account is not kept: people type passwords there.';

create table kernel_role_policy (
  role text not null,
  demands_factor boolean not null default false,
  constraint kernel_role_policy_pkey primary key (role)
);
comment on table kernel_role_policy is 'What the security administrator demands of a role: whether it signs in with a second factor.';
insert into kernel_role_policy (role) values ('leader'), ('chief'), ('dispatch'), ('district'), ('town'), ('department'),
  ('enterprise'), ('sysadmin'), ('secadmin'), ('auditor');

-- Row security: everything to baton_auth, lists without secrets to the administrators -------------------------

do $$
declare t text;
begin
  foreach t in array array['kernel_account', 'kernel_session', 'kernel_credential', 'kernel_password_history', 'kernel_verification',
    'kernel_second_factor', 'kernel_rate_limit', 'kernel_sign_in_lock', 'kernel_sign_in_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I to baton_auth using (true) with check (true)', t || '_sign_in', t);
  end loop;
  foreach t in array array['kernel_post', 'kernel_appointment', 'kernel_org', 'kernel_org_closure', 'kernel_area', 'kernel_right', 'kernel_role_policy', 'platform_mark'] loop
    if t = 'kernel_role_policy' then call kernel_protect('kernel_role_policy', 'reference'); end if;
    execute format('create policy %I on %I for select to baton_auth using (true)', t || '_sign_in', t);
    execute format('grant select on %I to baton_auth', t);
  end loop;
end $$;

grant select, update on kernel_account to baton_auth;
grant select, insert, update, delete on kernel_session, kernel_credential, kernel_verification, kernel_second_factor,
  kernel_rate_limit, kernel_sign_in_lock, kernel_password_history to baton_auth;
grant select, insert on kernel_sign_in_event to baton_auth;

create policy kernel_account_read on kernel_account for select to baton_act using ((select kernel_may('kernel_account', 'select')));
grant select (id, username, name, two_factor_enabled, must_change_password, password_expires_at, closed_at, created_at)
  on kernel_account to baton_act;
create policy kernel_session_read on kernel_session for select to baton_act using ((select kernel_may('kernel_session', 'select')));
grant select (id, account_id, last_used_at, expires_at, created_at) on kernel_session to baton_act;
create policy kernel_sign_in_event_read on kernel_sign_in_event for select to baton_act using ((select kernel_may('kernel_sign_in_event', 'select')));
grant select on kernel_sign_in_event to baton_act;

call kernel_allow('kernel_account', array['select'], array['sysadmin', 'secadmin', 'auditor']);
call kernel_allow('kernel_account', array['insert', 'update'], array['sysadmin']);
call kernel_allow('kernel_credential', array['update'], array['sysadmin']);
call kernel_allow('kernel_credential', array['insert'], array['secadmin']);
call kernel_allow('kernel_session', array['select', 'delete'], array['sysadmin', 'secadmin']);
call kernel_allow('kernel_second_factor', array['delete'], array['secadmin']);
call kernel_allow('kernel_sign_in_event', array['select'], array['secadmin', 'auditor']);
call kernel_allow('kernel_role_policy', array['select'], array['sysadmin', 'secadmin', 'auditor']);
call kernel_allow('kernel_role_policy', array['update'], array['secadmin']);
revoke insert, delete on kernel_role_policy from baton_act;

-- Separation of duties (SECURITY S9), refused here whatever the program does -----------------------------------

create function kernel_is_administrator(wanted_role text) returns boolean
language sql immutable as $$ select wanted_role in ('sysadmin', 'secadmin', 'auditor') $$;
grant execute on function kernel_is_administrator(text) to baton_act, baton_city, baton_auth;

-- An appointment withdrawn on its first day was never in force: an empty span says so.
alter table kernel_appointment drop constraint kernel_appointment_span,
  add constraint kernel_appointment_span check (valid_to >= valid_from);

create function kernel_check_duties() returns trigger
language plpgsql security definer set search_path from current as $$
declare new_role text;
begin
  if new.account_id = kernel_actor_account() then
    raise exception 'nobody appoints himself' using errcode = '23514', constraint = 'kernel_appointment_not_own', table = 'kernel_appointment';
  end if;
  -- Two appointments of one account given at the same moment are judged one after the other.
  perform pg_advisory_xact_lock(hashtextextended(new.account_id::text, 4211));
  select role into new_role from kernel_post where post_id = new.post_id;
  if exists (
    select from kernel_appointment a join kernel_post p on p.post_id = a.post_id
    where a.account_id = new.account_id and a.appointment_id <> new.appointment_id
      and a.valid_from < new.valid_to and new.valid_from < a.valid_to
      and p.role <> new_role and (kernel_is_administrator(p.role) or kernel_is_administrator(new_role))) then
    raise exception 'incompatible duties' using errcode = '23514', constraint = 'kernel_appointment_one_duty', table = 'kernel_appointment';
  end if;
  return new;
end $$;
create trigger kernel_appointment_duties before insert or update on kernel_appointment
  for each row execute function kernel_check_duties();

-- Whoever gains or loses a post signs in again: no session outlives the rights it began with.
create function kernel_end_sessions_of_appointee() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  delete from kernel_session where account_id = new.account_id;
  return null;
end $$;
create trigger kernel_appointment_sessions after insert or update on kernel_appointment
  for each row execute function kernel_end_sessions_of_appointee();

-- To change the role or the organisation of a post that somebody holds would grant rights without the security administrator.
create function kernel_keep_post_duty() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if (new.role, new.org_id) is distinct from (old.role, old.org_id)
    and exists (select from kernel_appointment a where a.post_id = old.post_id and a.valid_to > current_date) then
    raise exception 'the post is held' using errcode = '23514', constraint = 'kernel_post_held', table = 'kernel_post';
  end if;
  return new;
end $$;
create trigger kernel_post_duty before update on kernel_post for each row execute function kernel_keep_post_duty();

-- What administrators do to accounts; each asks for its own right ----------------------------------------------

create function kernel_note_account_event(event_kind text, of_account uuid) returns void
language sql security definer set search_path from current as $$
  insert into kernel_sign_in_event (kind, account_id, request_id, detail)
  values (event_kind, of_account, nullif(current_setting('baton.request', true), ''), 'by ' || coalesce(kernel_actor_account()::text, 'the program'))
$$;

create function kernel_insert_account(wanted_username text, shown_name text, hash text, expires_at timestamptz) returns uuid
language plpgsql security definer set search_path from current as $$
declare made uuid := uuidv7();
begin
  insert into kernel_account (id, username, name, email, must_change_password, password_expires_at)
  values (made, lower(wanted_username), shown_name, made || '@accounts.invalid', expires_at is not null, expires_at);
  insert into kernel_credential (account_id, provider_id, provider_account_id, password) values (made, 'credential', made::text, hash);
  perform kernel_note_account_event('account-created', made);
  return made;
end $$;

create function kernel_add_account(wanted_username text, shown_name text, hash text, expires_at timestamptz) returns uuid
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_account', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  if expires_at is null then raise exception 'a first password expires' using errcode = '22004'; end if;
  return kernel_insert_account(wanted_username, shown_name, hash, expires_at);
end $$;

create function kernel_close_account(wanted uuid) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_account', 'update') then raise exception 'no right' using errcode = '42501'; end if;
  update kernel_account set closed_at = now(), updated_at = now() where id = wanted and closed_at is null;
  if not found then return false; end if;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('account-closed', wanted);
  return true;
end $$;

create function kernel_reset_password(wanted uuid, hash text, expires_at timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_credential', 'update') then raise exception 'no right' using errcode = '42501'; end if;
  if expires_at is null then raise exception 'a first password expires' using errcode = '22004'; end if;
  update kernel_account set must_change_password = true, password_expires_at = expires_at, updated_at = now()
    where id = wanted and closed_at is null;
  if not found then return false; end if;
  insert into kernel_password_history (account_id, password)
    select account_id, password from kernel_credential where account_id = wanted and provider_id = 'credential' and password is not null;
  update kernel_credential set password = hash, updated_at = now() where account_id = wanted and provider_id = 'credential';
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('password-reset', wanted);
  return true;
end $$;

create function kernel_reset_factor(wanted uuid) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_second_factor', 'delete') then raise exception 'no right' using errcode = '42501'; end if;
  update kernel_account set two_factor_enabled = false, updated_at = now() where id = wanted and closed_at is null;
  if not found then return false; end if;
  delete from kernel_second_factor where account_id = wanted;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('factor-reset', wanted);
  return true;
end $$;

create function kernel_revoke_sessions(wanted uuid) returns int
language plpgsql security definer set search_path from current as $$
declare ended int;
begin
  if not kernel_may('kernel_session', 'delete') then raise exception 'no right' using errcode = '42501'; end if;
  delete from kernel_session where account_id = wanted;
  get diagnostics ended = row_count;
  perform kernel_note_account_event('sessions-revoked', wanted);
  return ended;
end $$;

-- Ties a person of the provincial sign-on to an account. It opens the account's rights to whoever is that person, so it
-- is the security administrator's, like an appointment.
create function kernel_link_identity(wanted uuid, provider_subject text) returns boolean
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_credential', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  if not exists (select from kernel_account where id = wanted and closed_at is null) then return false; end if;
  if wanted = kernel_actor_account() then
    raise exception 'nobody ties his own account' using errcode = '23514', constraint = 'kernel_appointment_not_own', table = 'kernel_credential';
  end if;
  delete from kernel_credential where account_id = wanted and provider_id = 'provincial';
  insert into kernel_credential (account_id, provider_id, provider_account_id) values (wanted, 'provincial', provider_subject);
  -- A one-time password that nobody has changed ends here: this person comes in by the sign-on and never learns it.
  update kernel_account set must_change_password = false, password_expires_at = now(), updated_at = now()
    where id = wanted and must_change_password;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('identity-linked', wanted);
  return true;
end $$;

grant execute on function kernel_link_identity(uuid, text), kernel_add_account(text, text, text, timestamptz), kernel_close_account(uuid),
  kernel_reset_password(uuid, text, timestamptz), kernel_reset_factor(uuid), kernel_revoke_sessions(uuid) to baton_act;

-- Before there is an administrator ------------------------------------------------------------------------------

-- The demonstration city's people: only where the database is marked as a demonstration.
create function kernel_add_demo_account(wanted_username text, shown_name text, hash text, wanted_post int) returns uuid
language plpgsql security definer set search_path from current as $$
declare made uuid;
begin
  if not exists (select from platform_mark where name = 'demo') then
    raise exception 'this is not a demonstration' using errcode = '42501';
  end if;
  select id into made from kernel_account where username = lower(wanted_username);
  if made is null then made := kernel_insert_account(wanted_username, shown_name, hash, null); end if;
  if wanted_post is not null then
    insert into kernel_appointment (account_id, post_id, valid_from) values (made, wanted_post, '2022-01-01') on conflict do nothing;
  end if;
  return made;
end $$;

-- The three administrators of an empty city, and the root organisation they sit in; once, while there is no account.
create function kernel_add_first_administrators(city_name text, hashes text[], expires_at timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
declare root uuid; made uuid; post int; i int;
  usernames text[] := array['sysadmin', 'secadmin', 'auditor'];
  titles text[] := array['系统管理员', '安全管理员', '审计管理员'];
begin
  lock table kernel_account in share row exclusive mode;
  if exists (select from kernel_account) then return false; end if;
  select org_id into root from kernel_org where parent_org_id is null and superseded_at = 'infinity' order by kind <> 'city', org_id limit 1;
  if root is null then
    perform kernel_begin_act('first-administrators', '{}', null, null);
    root := uuidv7();
    insert into kernel_subject (subject_id, kind, scope_id, name, search_text) values (root, 'org', kernel_ensure_scope(root), city_name, city_name);
    insert into kernel_org (org_id, name, kind) values (root, city_name, 'city');
    perform kernel_rebuild_org_closure();
  end if;
  for i in 1..3 loop
    made := kernel_insert_account(usernames[i], titles[i], hashes[i], expires_at);
    insert into kernel_post (org_id, title, role) values (root, titles[i], usernames[i])
      on conflict on constraint kernel_post_one_title do update set is_closed = false returning post_id into post;
    insert into kernel_appointment (account_id, post_id, valid_from) values (made, post, current_date);
  end loop;
  return true;
end $$;

grant execute on function kernel_add_demo_account(text, text, text, int),
  kernel_add_first_administrators(text, text[], timestamptz) to baton_auth;
