-- The whole schema of one city, for reading and for the diff of a change. Written by `npm run generate`
-- from the migrations in server/migrations; never run, never edited by hand.

create table enterprises_profile (
  version_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  credit_code text not null,
  is_above_scale boolean,
  industry_code text,
  contact_post text,
  contact_phone text,
  tags text[] not null default '{}'::text[],
  is_sample boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint enterprises_profile_pkey primary key (version_id),
  constraint enterprises_profile_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint enterprises_profile_span check ((superseded_at > recorded_at))
);
create unique index enterprises_profile_current on enterprises_profile using btree (subject_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index enterprises_profile_current_code on enterprises_profile using btree (credit_code) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger enterprises_profile_close before update of superseded_at on enterprises_profile for each row execute function kernel_close_version();
alter table enterprises_profile enable row level security;
alter table enterprises_profile force row level security;
create policy enterprises_profile_add on enterprises_profile for insert to baton_act
  with check ((( select kernel_may('enterprises_profile', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy enterprises_profile_change on enterprises_profile for update to baton_act
  using ((( select kernel_may('enterprises_profile', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('enterprises_profile', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy enterprises_profile_read on enterprises_profile for select to baton_act
  using ((( select kernel_may('enterprises_profile', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy enterprises_profile_read_city on enterprises_profile for select to baton_city
  using (true);
create policy enterprises_profile_remove on enterprises_profile for delete to baton_act
  using ((( select kernel_may('enterprises_profile', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (contact_phone, contact_post, credit_code, industry_code, is_above_scale, is_sample, scope_id, subject_id, tags, version_id), select, update (superseded_at) on enterprises_profile to baton_act;
grant select on enterprises_profile to baton_city;

create table investment_contract (
  version_id uuid not null default uuidv7(),
  contract_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  kind text not null,
  signed_on date not null,
  precision text not null default 'day'::text,
  amount_fen bigint not null,
  amount_comparator text not null default '='::text,
  foreign_capital_cents bigint,
  signer_org_id uuid,
  is_sample boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint investment_contract_pkey primary key (version_id),
  constraint investment_contract_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint investment_contract_kind check ((kind = any (array['formal', 'framework']))),
  constraint investment_contract_span check ((superseded_at > recorded_at))
);
create unique index investment_contract_current on investment_contract using btree (contract_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index investment_contract_signed on investment_contract using btree (signed_on);
create index investment_contract_subject_id on investment_contract using btree (subject_id);
create trigger investment_contract_close before update of superseded_at on investment_contract for each row execute function kernel_close_version();
alter table investment_contract enable row level security;
alter table investment_contract force row level security;
create policy investment_contract_add on investment_contract for insert to baton_act
  with check ((( select kernel_may('investment_contract', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_contract_change on investment_contract for update to baton_act
  using ((( select kernel_may('investment_contract', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('investment_contract', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_contract_read on investment_contract for select to baton_act
  using ((( select kernel_may('investment_contract', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_contract_read_city on investment_contract for select to baton_city
  using (true);
create policy investment_contract_remove on investment_contract for delete to baton_act
  using ((( select kernel_may('investment_contract', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (amount_comparator, amount_fen, contract_id, foreign_capital_cents, is_sample, kind, precision, scope_id, signed_on, signer_org_id, subject_id, version_id), select, update (superseded_at) on investment_contract to baton_act;
grant select on investment_contract to baton_city;

create table investment_lead (
  version_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  investor_name text,
  credit_code text,
  intended_fen bigint not null,
  first_contact_org_id uuid not null,
  first_contact_on date not null,
  normal_name text not null,
  remark text,
  is_sample boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint investment_lead_pkey primary key (version_id),
  constraint investment_lead_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint investment_lead_intended check ((intended_fen >= 0)),
  constraint investment_lead_span check ((superseded_at > recorded_at))
);
create unique index investment_lead_current on investment_lead using btree (subject_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index investment_lead_first_contact on investment_lead using btree (first_contact_on);
create trigger investment_lead_close before update of superseded_at on investment_lead for each row execute function kernel_close_version();
alter table investment_lead enable row level security;
alter table investment_lead force row level security;
create policy investment_lead_add on investment_lead for insert to baton_act
  with check ((( select kernel_may('investment_lead', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_lead_change on investment_lead for update to baton_act
  using ((( select kernel_may('investment_lead', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('investment_lead', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_lead_read on investment_lead for select to baton_act
  using ((( select kernel_may('investment_lead', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy investment_lead_read_city on investment_lead for select to baton_city
  using (true);
create policy investment_lead_remove on investment_lead for delete to baton_act
  using ((( select kernel_may('investment_lead', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (credit_code, first_contact_on, first_contact_org_id, intended_fen, investor_name, is_sample, normal_name, remark, scope_id, subject_id, version_id), select, update (superseded_at) on investment_lead to baton_act;
grant select on investment_lead to baton_city;

-- A person's way in. It carries no right: rights come from appointments to posts.
create table kernel_account (
  id uuid not null default uuidv7(),
  username text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  must_change_password boolean not null default false,
  password_changed_at timestamp with time zone not null default now(),
  password_expires_at timestamp with time zone,
  closed_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint kernel_account_pkey primary key (id),
  constraint kernel_account_one_email unique (email),
  constraint kernel_account_one_username unique (username),
  constraint kernel_account_username check ((username ~ '^[a-z0-9_.一-鿿-]{2,32}$'))
);
alter table kernel_account enable row level security;
alter table kernel_account force row level security;
create policy kernel_account_read on kernel_account for select to baton_act
  using (( select kernel_may('kernel_account', 'select')));
create policy kernel_account_sign_in on kernel_account for all to baton_auth
  using (true)
  with check (true);
grant select (closed_at, created_at, id, must_change_password, name, password_expires_at, two_factor_enabled, username) on kernel_account to baton_act;
grant select, update on kernel_account to baton_auth;
comment on column kernel_account.username is 'Folded to lower case; personal data: needed to sign in (PIPL 13, 34).';
comment on column kernel_account.name is 'Shown name; personal data: needed to say who did what (PIPL 13, 34).';
comment on column kernel_account.email is 'Demanded by the library, never an address: <id>@accounts.invalid.';
comment on column kernel_account.password_expires_at is 'Instant after which a password given by an administrator no longer works; null for one''s own.';
comment on column kernel_account.closed_at is 'Instant of closing; a closed account neither signs in nor keeps a session.';

create table kernel_act (
  act_id uuid not null default uuidv7(),
  xid xid8 not null,
  recorded_at timestamp with time zone not null,
  is_stated boolean not null default false,
  account_id uuid,
  post_id integer,
  acting_for_post_id integer,
  kind text not null,
  reason text,
  document_no text,
  request_id text,
  subject_id uuid,
  scope_id integer,
  constraint kernel_act_pkey primary key (act_id),
  constraint kernel_act_one_a_transaction unique (xid)
);
create index kernel_act_recorded_at on kernel_act using btree (recorded_at);
alter table kernel_act enable row level security;
alter table kernel_act force row level security;
create policy kernel_act_read on kernel_act for select to baton_act
  using (((account_id = ( select kernel_actor_account())) or (( select kernel_may('kernel_act', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[])))))))));
create policy kernel_act_read_city on kernel_act for select to baton_city
  using (true);
grant select on kernel_act to baton_act;
grant select on kernel_act to baton_city;

create table kernel_appointment (
  appointment_id uuid not null default uuidv7(),
  account_id uuid not null,
  post_id integer not null,
  valid_from date not null,
  valid_to date not null default 'infinity'::date,
  is_acting boolean not null default false,
  note text,
  constraint kernel_appointment_pkey primary key (appointment_id),
  constraint kernel_appointment_post foreign key (post_id) references kernel_post(post_id),
  constraint kernel_appointment_span check ((valid_to >= valid_from))
);
create index kernel_appointment_account on kernel_appointment using btree (account_id);
create unique index kernel_appointment_once on kernel_appointment using btree (account_id, post_id, valid_from);
create trigger kernel_appointment_duties before insert or update on kernel_appointment for each row execute function kernel_check_duties();
create trigger kernel_appointment_sessions after insert or update on kernel_appointment for each row execute function kernel_end_sessions_of_appointee();
alter table kernel_appointment enable row level security;
alter table kernel_appointment force row level security;
create policy kernel_appointment_add on kernel_appointment for insert to baton_act
  with check ((( select kernel_may('kernel_appointment', 'insert')) and true));
create policy kernel_appointment_change on kernel_appointment for update to baton_act
  using ((( select kernel_may('kernel_appointment', 'update')) and true))
  with check ((( select kernel_may('kernel_appointment', 'update')) and true));
create policy kernel_appointment_read on kernel_appointment for select to baton_act
  using ((( select kernel_may('kernel_appointment', 'select')) and true));
create policy kernel_appointment_read_city on kernel_appointment for select to baton_city
  using (true);
create policy kernel_appointment_remove on kernel_appointment for delete to baton_act
  using ((( select kernel_may('kernel_appointment', 'delete')) and true));
create policy kernel_appointment_sign_in on kernel_appointment for select to baton_auth
  using (true);
grant delete, insert, select, update on kernel_appointment to baton_act;
grant select on kernel_appointment to baton_auth;
grant select on kernel_appointment to baton_city;

create table kernel_area (
  version_id uuid not null default uuidv7(),
  area_id uuid not null,
  code text not null,
  name text not null,
  level text not null,
  parent_area_id uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_area_pkey primary key (version_id),
  constraint kernel_area_subject foreign key (area_id) references kernel_subject(subject_id),
  constraint kernel_area_level check ((level = any (array['city', 'county', 'functional', 'town', 'village']))),
  constraint kernel_area_span check ((superseded_at > recorded_at))
);
create unique index kernel_area_current on kernel_area using btree (area_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index kernel_area_current_code on kernel_area using btree (code) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_area_close before update of superseded_at on kernel_area for each row execute function kernel_close_version();
alter table kernel_area enable row level security;
alter table kernel_area force row level security;
create policy kernel_area_add on kernel_area for insert to baton_act
  with check ((( select kernel_may('kernel_area', 'insert')) and true));
create policy kernel_area_change on kernel_area for update to baton_act
  using ((( select kernel_may('kernel_area', 'update')) and true))
  with check ((( select kernel_may('kernel_area', 'update')) and true));
create policy kernel_area_read on kernel_area for select to baton_act
  using ((( select kernel_may('kernel_area', 'select')) and true));
create policy kernel_area_read_city on kernel_area for select to baton_city
  using (true);
create policy kernel_area_remove on kernel_area for delete to baton_act
  using ((( select kernel_may('kernel_area', 'delete')) and true));
create policy kernel_area_sign_in on kernel_area for select to baton_auth
  using (true);
grant insert (area_id, code, level, name, parent_area_id, version_id), select, update (superseded_at) on kernel_area to baton_act;
grant select on kernel_area to baton_auth;
grant select on kernel_area to baton_city;

create table kernel_baton (
  version_id uuid not null default uuidv7(),
  baton_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  role text not null,
  seat integer not null default 0,
  holder_post_id integer not null,
  valid_from date not null,
  valid_to date not null default 'infinity'::date,
  held daterange not null generated always as daterange(valid_from, NULLIF(valid_to, 'infinity'::date)) stored,
  note text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_baton_pkey primary key (version_id),
  constraint kernel_baton_one_holder unique (subject_id, role, seat, superseded_at, held WITHOUT OVERLAPS),
  constraint kernel_baton_holder foreign key (holder_post_id) references kernel_post(post_id),
  constraint kernel_baton_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_baton_span check (((superseded_at > recorded_at) and (valid_to > valid_from)))
);
create unique index kernel_baton_current on kernel_baton using btree (baton_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_baton_holder_post on kernel_baton using btree (holder_post_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_baton_close before update of superseded_at on kernel_baton for each row execute function kernel_close_version();
alter table kernel_baton enable row level security;
alter table kernel_baton force row level security;
create policy kernel_baton_add on kernel_baton for insert to baton_act
  with check ((( select kernel_may('kernel_baton', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_baton_change on kernel_baton for update to baton_act
  using ((( select kernel_may('kernel_baton', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_baton', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_baton_read on kernel_baton for select to baton_act
  using ((( select kernel_may('kernel_baton', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_baton_read_city on kernel_baton for select to baton_city
  using (true);
create policy kernel_baton_remove on kernel_baton for delete to baton_act
  using ((( select kernel_may('kernel_baton', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (baton_id, holder_post_id, note, role, scope_id, seat, subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_baton to baton_act;
grant select on kernel_baton to baton_city;

create table kernel_calendar (
  version integer not null,
  name text not null,
  document_no text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_calendar_pkey primary key (version)
);
create trigger kernel_calendar_close before update of superseded_at on kernel_calendar for each row execute function kernel_close_version();
alter table kernel_calendar enable row level security;
alter table kernel_calendar force row level security;
create policy kernel_calendar_add on kernel_calendar for insert to baton_act
  with check ((( select kernel_may('kernel_calendar', 'insert')) and true));
create policy kernel_calendar_change on kernel_calendar for update to baton_act
  using ((( select kernel_may('kernel_calendar', 'update')) and true))
  with check ((( select kernel_may('kernel_calendar', 'update')) and true));
create policy kernel_calendar_read on kernel_calendar for select to baton_act
  using ((( select kernel_may('kernel_calendar', 'select')) and true));
create policy kernel_calendar_read_city on kernel_calendar for select to baton_city
  using (true);
create policy kernel_calendar_remove on kernel_calendar for delete to baton_act
  using ((( select kernel_may('kernel_calendar', 'delete')) and true));
grant insert (document_no, name, version), select, update (superseded_at) on kernel_calendar to baton_act;
grant select on kernel_calendar to baton_city;

create table kernel_calendar_day (
  version integer not null,
  day date not null,
  is_working boolean not null,
  name text not null,
  constraint kernel_calendar_day_pkey primary key (version, day),
  constraint kernel_calendar_day_version foreign key (version) references kernel_calendar(version)
);
alter table kernel_calendar_day enable row level security;
alter table kernel_calendar_day force row level security;
create policy kernel_calendar_day_add on kernel_calendar_day for insert to baton_act
  with check ((( select kernel_may('kernel_calendar_day', 'insert')) and true));
create policy kernel_calendar_day_change on kernel_calendar_day for update to baton_act
  using ((( select kernel_may('kernel_calendar_day', 'update')) and true))
  with check ((( select kernel_may('kernel_calendar_day', 'update')) and true));
create policy kernel_calendar_day_read on kernel_calendar_day for select to baton_act
  using ((( select kernel_may('kernel_calendar_day', 'select')) and true));
create policy kernel_calendar_day_read_city on kernel_calendar_day for select to baton_city
  using (true);
create policy kernel_calendar_day_remove on kernel_calendar_day for delete to baton_act
  using ((( select kernel_may('kernel_calendar_day', 'delete')) and true));
grant delete, insert, select, update on kernel_calendar_day to baton_act;
grant select on kernel_calendar_day to baton_city;

-- How an account proves itself: a password (argon2id, PHC string) or an identity of the provincial sign-on.
create table kernel_credential (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint kernel_credential_pkey primary key (id),
  constraint kernel_credential_one_identity unique (provider_id, provider_account_id),
  constraint kernel_credential_account foreign key (account_id) references kernel_account(id)
);
create index kernel_credential_account_id on kernel_credential using btree (account_id);
alter table kernel_credential enable row level security;
alter table kernel_credential force row level security;
create policy kernel_credential_sign_in on kernel_credential for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_credential to baton_auth;

create table kernel_evidence (
  version_id uuid not null default uuidv7(),
  evidence_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  proves text not null,
  title text not null,
  file_name text,
  media_type text,
  byte_count bigint,
  sha256 text,
  taken_on date,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_evidence_pkey primary key (version_id),
  constraint kernel_evidence_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_evidence_span check ((superseded_at > recorded_at))
);
create unique index kernel_evidence_current on kernel_evidence using btree (evidence_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_evidence_subject_id on kernel_evidence using btree (subject_id);
create trigger kernel_evidence_close before update of superseded_at on kernel_evidence for each row execute function kernel_close_version();
alter table kernel_evidence enable row level security;
alter table kernel_evidence force row level security;
create policy kernel_evidence_add on kernel_evidence for insert to baton_act
  with check ((( select kernel_may('kernel_evidence', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_evidence_change on kernel_evidence for update to baton_act
  using ((( select kernel_may('kernel_evidence', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_evidence', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_evidence_read on kernel_evidence for select to baton_act
  using ((( select kernel_may('kernel_evidence', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_evidence_read_city on kernel_evidence for select to baton_city
  using (true);
create policy kernel_evidence_remove on kernel_evidence for delete to baton_act
  using ((( select kernel_may('kernel_evidence', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (byte_count, evidence_id, file_name, media_type, proves, scope_id, sha256, subject_id, taken_on, title, version_id), select, update (superseded_at) on kernel_evidence to baton_act;
grant select on kernel_evidence to baton_city;

create table kernel_exemption (
  version_id uuid not null default uuidv7(),
  exemption_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  dimension text not null,
  reason text not null,
  document_no text,
  valid_from date not null,
  valid_to date not null,
  requested_by uuid not null,
  approved_by uuid not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_exemption_pkey primary key (version_id),
  constraint kernel_exemption_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_exemption_span check (((superseded_at > recorded_at) and (valid_to > valid_from))),
  constraint kernel_exemption_two_people check ((requested_by <> approved_by))
);
create unique index kernel_exemption_current on kernel_exemption using btree (exemption_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_exemption_subject_id on kernel_exemption using btree (subject_id);
create trigger kernel_exemption_close before update of superseded_at on kernel_exemption for each row execute function kernel_close_version();
alter table kernel_exemption enable row level security;
alter table kernel_exemption force row level security;
create policy kernel_exemption_add on kernel_exemption for insert to baton_act
  with check ((( select kernel_may('kernel_exemption', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_exemption_change on kernel_exemption for update to baton_act
  using ((( select kernel_may('kernel_exemption', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_exemption', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_exemption_read on kernel_exemption for select to baton_act
  using ((( select kernel_may('kernel_exemption', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_exemption_read_city on kernel_exemption for select to baton_city
  using (true);
create policy kernel_exemption_remove on kernel_exemption for delete to baton_act
  using ((( select kernel_may('kernel_exemption', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (approved_by, dimension, document_no, exemption_id, reason, requested_by, scope_id, subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_exemption to baton_act;
grant select on kernel_exemption to baton_city;

create table kernel_figure_frozen (
  version_id uuid not null default uuidv7(),
  period_id uuid not null,
  figure text not null,
  question jsonb not null,
  scope text not null,
  value jsonb,
  groups jsonb not null default '[]'::jsonb,
  comparator text not null default '='::text,
  row_digest text not null,
  audience text not null default 'city'::text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_figure_frozen_pkey primary key (version_id),
  constraint kernel_figure_frozen_period foreign key (period_id) references kernel_period(period_id)
);
create index kernel_figure_frozen_period_id on kernel_figure_frozen using btree (period_id, figure);
create trigger kernel_figure_frozen_close before update of superseded_at on kernel_figure_frozen for each row execute function kernel_close_version();
alter table kernel_figure_frozen enable row level security;
alter table kernel_figure_frozen force row level security;
create policy kernel_figure_frozen_add on kernel_figure_frozen for insert to baton_act
  with check ((( select kernel_may('kernel_figure_frozen', 'insert')) and true));
create policy kernel_figure_frozen_change on kernel_figure_frozen for update to baton_act
  using ((( select kernel_may('kernel_figure_frozen', 'update')) and true))
  with check ((( select kernel_may('kernel_figure_frozen', 'update')) and true));
create policy kernel_figure_frozen_read on kernel_figure_frozen for select to baton_act
  using ((( select kernel_may('kernel_figure_frozen', 'select')) and true));
create policy kernel_figure_frozen_read_city on kernel_figure_frozen for select to baton_city
  using (true);
create policy kernel_figure_frozen_remove on kernel_figure_frozen for delete to baton_act
  using ((( select kernel_may('kernel_figure_frozen', 'delete')) and true));
grant insert (audience, comparator, figure, groups, period_id, question, row_digest, scope, value, version_id), select, update (superseded_at) on kernel_figure_frozen to baton_act;
grant select on kernel_figure_frozen to baton_city;

create table kernel_grant (
  post_id integer not null,
  subject_id uuid not null,
  why text not null,
  source_id uuid not null,
  constraint kernel_grant_pkey primary key (post_id, subject_id, why, source_id),
  constraint kernel_grant_post foreign key (post_id) references kernel_post(post_id),
  constraint kernel_grant_subject foreign key (subject_id) references kernel_subject(subject_id)
);
create index kernel_grant_subject_id on kernel_grant using btree (subject_id);
alter table kernel_grant enable row level security;
alter table kernel_grant force row level security;
create policy kernel_grant_own on kernel_grant for select to baton_act
  using ((post_id = any (( select kernel_actor_posts())::integer[])));
grant select on kernel_grant to baton_act;

create table kernel_light (
  version_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  dimension text not null,
  verdict text not null,
  is_fixed boolean not null,
  blocking_party text,
  sentence text not null,
  clearing text,
  valid_on date not null,
  known_at timestamp with time zone not null,
  rule_set_version_id uuid not null,
  run_id uuid,
  period_id uuid,
  inputs jsonb not null,
  input_digest text not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_light_pkey primary key (version_id),
  constraint kernel_light_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_light_dimension check ((dimension = any (array['overall', 'stage', 'schedule', 'money', 'blockage', 'freshness']))),
  constraint kernel_light_party check ((blocking_party = any (array['locality', 'department', 'enterprise']))),
  constraint kernel_light_span check ((superseded_at > recorded_at)),
  constraint kernel_light_verdict check ((verdict = any (array['merit', 'none', 'remind', 'warn'])))
);
create unique index kernel_light_current_fixed on kernel_light using btree (subject_id, dimension, period_id) where ((superseded_at = 'infinity'::timestamp with time zone) and is_fixed);
create unique index kernel_light_current_live on kernel_light using btree (subject_id, dimension) where ((superseded_at = 'infinity'::timestamp with time zone) and (not is_fixed));
create index kernel_light_known on kernel_light using btree (subject_id, dimension, recorded_at);
create trigger kernel_light_close before update of superseded_at on kernel_light for each row execute function kernel_close_version();
alter table kernel_light enable row level security;
alter table kernel_light force row level security;
create policy kernel_light_add on kernel_light for insert to baton_act
  with check ((( select kernel_may('kernel_light', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_light_change on kernel_light for update to baton_act
  using ((( select kernel_may('kernel_light', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_light', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_light_read on kernel_light for select to baton_act
  using ((( select kernel_may('kernel_light', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_light_read_city on kernel_light for select to baton_city
  using (true);
create policy kernel_light_remove on kernel_light for delete to baton_act
  using ((( select kernel_may('kernel_light', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (blocking_party, clearing, dimension, input_digest, inputs, is_fixed, known_at, period_id, rule_set_version_id, run_id, scope_id, sentence, subject_id, valid_on, verdict, version_id), select, update (superseded_at) on kernel_light to baton_act;
grant select on kernel_light to baton_city;

create table kernel_light_run (
  run_id uuid not null default uuidv7(),
  period_id uuid,
  kind text not null,
  valid_on date not null,
  known_at timestamp with time zone not null,
  rule_set_version_id uuid not null,
  subject_count integer not null,
  merit_count integer not null,
  none_count integer not null,
  remind_count integer not null,
  warn_count integer not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_light_run_pkey primary key (run_id),
  constraint kernel_light_run_rule_set foreign key (rule_set_version_id) references kernel_rule_set(version_id),
  constraint kernel_light_run_kind check ((kind = any (array['live', 'dry', 'freeze'])))
);
create trigger kernel_light_run_close before update of superseded_at on kernel_light_run for each row execute function kernel_close_version();
alter table kernel_light_run enable row level security;
alter table kernel_light_run force row level security;
create policy kernel_light_run_add on kernel_light_run for insert to baton_act
  with check ((( select kernel_may('kernel_light_run', 'insert')) and true));
create policy kernel_light_run_change on kernel_light_run for update to baton_act
  using ((( select kernel_may('kernel_light_run', 'update')) and true))
  with check ((( select kernel_may('kernel_light_run', 'update')) and true));
create policy kernel_light_run_read on kernel_light_run for select to baton_act
  using ((( select kernel_may('kernel_light_run', 'select')) and true));
create policy kernel_light_run_read_city on kernel_light_run for select to baton_city
  using (true);
create policy kernel_light_run_remove on kernel_light_run for delete to baton_act
  using ((( select kernel_may('kernel_light_run', 'delete')) and true));
grant insert (kind, known_at, merit_count, none_count, period_id, remind_count, rule_set_version_id, run_id, subject_count, valid_on, warn_count), select, update (superseded_at) on kernel_light_run to baton_act;
grant select on kernel_light_run to baton_city;

create table kernel_matter (
  matter_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  kind text not null,
  parent_id uuid,
  title text not null,
  ask text not null,
  blocking_party text,
  source_kind text,
  source_id uuid,
  is_held_back boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_matter_pkey primary key (matter_id),
  constraint kernel_matter_parent foreign key (parent_id) references kernel_matter(matter_id),
  constraint kernel_matter_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_party check ((blocking_party = any (array['locality', 'department', 'enterprise'])))
);
create index kernel_matter_source on kernel_matter using btree (source_kind, source_id);
create index kernel_matter_subject_id on kernel_matter using btree (subject_id);
create trigger kernel_matter_close before update of superseded_at on kernel_matter for each row execute function kernel_close_version();
alter table kernel_matter enable row level security;
alter table kernel_matter force row level security;
create policy kernel_matter_add on kernel_matter for insert to baton_act
  with check ((( select kernel_may('kernel_matter', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_change on kernel_matter for update to baton_act
  using ((( select kernel_may('kernel_matter', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_matter', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_read on kernel_matter for select to baton_act
  using ((( select kernel_may('kernel_matter', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_read_city on kernel_matter for select to baton_city
  using (true);
create policy kernel_matter_remove on kernel_matter for delete to baton_act
  using ((( select kernel_may('kernel_matter', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (ask, blocking_party, is_held_back, kind, matter_id, parent_id, scope_id, source_id, source_kind, subject_id, title), select, update (is_held_back, superseded_at) on kernel_matter to baton_act;
grant select on kernel_matter to baton_city;

create table kernel_matter_event (
  event_id uuid not null default uuidv7(),
  matter_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  sequence integer not null,
  kind text not null,
  at timestamp with time zone not null,
  by_account_id uuid,
  by_post_id integer,
  to_post_id integer,
  to_account_id uuid,
  working_days integer,
  reason text,
  body text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_matter_event_pkey primary key (event_id),
  constraint kernel_matter_event_once unique (matter_id, sequence),
  constraint kernel_matter_event_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_matter_event_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_event_kind check ((kind = any (array['opened', 'released', 'signed_for', 'assigned', 'handed_on', 'replied', 'extension_asked', 'extension_granted', 'extension_refused', 'paused', 'resumed', 'done', 'verified', 'returned', 'closed', 'escalated', 'reopened', 'rated', 'withdrawn'])))
);
create trigger kernel_matter_event_close before update of superseded_at on kernel_matter_event for each row execute function kernel_close_version();
alter table kernel_matter_event enable row level security;
alter table kernel_matter_event force row level security;
create policy kernel_matter_event_add on kernel_matter_event for insert to baton_act
  with check ((( select kernel_may('kernel_matter_event', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_event_change on kernel_matter_event for update to baton_act
  using ((( select kernel_may('kernel_matter_event', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_matter_event', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_event_read on kernel_matter_event for select to baton_act
  using ((( select kernel_may('kernel_matter_event', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_event_read_city on kernel_matter_event for select to baton_city
  using (true);
create policy kernel_matter_event_remove on kernel_matter_event for delete to baton_act
  using ((( select kernel_may('kernel_matter_event', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (at, body, by_account_id, by_post_id, event_id, kind, matter_id, reason, scope_id, sequence, subject_id, to_account_id, to_post_id, working_days), select, update (superseded_at) on kernel_matter_event to baton_act;
grant select on kernel_matter_event to baton_city;

create table kernel_matter_state (
  version_id uuid not null default uuidv7(),
  matter_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  status text not null,
  holder_post_id integer,
  assignee_account_id uuid,
  opened_by_post_id integer,
  due_at timestamp with time zone,
  is_paused boolean not null default false,
  hand_on_count integer not null default 0,
  is_extended boolean not null default false,
  done_by_account_id uuid,
  closed_at timestamp with time zone,
  calendar_version integer not null,
  rule_version integer not null,
  last_sequence integer not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_matter_state_pkey primary key (version_id),
  constraint kernel_matter_state_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_matter_state_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_state_span check ((superseded_at > recorded_at)),
  constraint kernel_matter_state_status check ((status = any (array['prepared', 'held_back', 'open', 'in_hand', 'to_verify', 'closed', 'withdrawn'])))
);
create unique index kernel_matter_state_current on kernel_matter_state using btree (matter_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_matter_state_holder on kernel_matter_state using btree (holder_post_id, due_at) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_matter_state_close before update of superseded_at on kernel_matter_state for each row execute function kernel_close_version();
alter table kernel_matter_state enable row level security;
alter table kernel_matter_state force row level security;
create policy kernel_matter_state_add on kernel_matter_state for insert to baton_act
  with check ((( select kernel_may('kernel_matter_state', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_state_change on kernel_matter_state for update to baton_act
  using ((( select kernel_may('kernel_matter_state', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_matter_state', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_state_read on kernel_matter_state for select to baton_act
  using ((( select kernel_may('kernel_matter_state', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_matter_state_read_city on kernel_matter_state for select to baton_city
  using (true);
create policy kernel_matter_state_remove on kernel_matter_state for delete to baton_act
  using ((( select kernel_may('kernel_matter_state', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (assignee_account_id, calendar_version, closed_at, done_by_account_id, due_at, hand_on_count, holder_post_id, is_extended, is_paused, last_sequence, matter_id, opened_by_post_id, rule_version, scope_id, status, subject_id, version_id), select, update (superseded_at) on kernel_matter_state to baton_act;
grant select on kernel_matter_state to baton_city;

create table kernel_metric (
  metric text not null,
  name_zh text not null,
  name_en text not null,
  unit text not null,
  accumulation text not null,
  ledger text not null,
  owner_role text not null,
  constraint kernel_metric_pkey primary key (metric),
  constraint kernel_metric_accumulation check ((accumulation = any (array['year_to_date', 'span', 'level', 'text']))),
  constraint kernel_metric_ledger check ((ledger = any (array['management', 'statistics'])))
);
alter table kernel_metric enable row level security;
alter table kernel_metric force row level security;
create policy kernel_metric_add on kernel_metric for insert to baton_act
  with check ((( select kernel_may('kernel_metric', 'insert')) and true));
create policy kernel_metric_change on kernel_metric for update to baton_act
  using ((( select kernel_may('kernel_metric', 'update')) and true))
  with check ((( select kernel_may('kernel_metric', 'update')) and true));
create policy kernel_metric_read on kernel_metric for select to baton_act
  using ((( select kernel_may('kernel_metric', 'select')) and true));
create policy kernel_metric_read_city on kernel_metric for select to baton_city
  using (true);
create policy kernel_metric_remove on kernel_metric for delete to baton_act
  using ((( select kernel_may('kernel_metric', 'delete')) and true));
grant select on kernel_metric to baton_act;
grant select on kernel_metric to baton_city;

create table kernel_node (
  version_id uuid not null default uuidv7(),
  node_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  kind text not null,
  name text not null,
  enters_stage text,
  planned_on date not null,
  due_on date not null,
  baseline_on date not null,
  precision text not null default 'day'::text,
  done_on date,
  responsible_post_id integer,
  reason text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_node_pkey primary key (version_id),
  constraint kernel_node_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_node_actual_is_stage check (((enters_stage is null) or (done_on is null))),
  constraint kernel_node_precision check (("precision" = any (array['day', 'month', 'quarter', 'year', 'by']))),
  constraint kernel_node_span check ((superseded_at > recorded_at))
);
create unique index kernel_node_current on kernel_node using btree (node_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_node_subject_id on kernel_node using btree (subject_id, due_on);
create trigger kernel_node_close before update of superseded_at on kernel_node for each row execute function kernel_close_version();
alter table kernel_node enable row level security;
alter table kernel_node force row level security;
create policy kernel_node_add on kernel_node for insert to baton_act
  with check ((( select kernel_may('kernel_node', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_change on kernel_node for update to baton_act
  using ((( select kernel_may('kernel_node', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_node', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_read on kernel_node for select to baton_act
  using ((( select kernel_may('kernel_node', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_read_city on kernel_node for select to baton_city
  using (true);
create policy kernel_node_remove on kernel_node for delete to baton_act
  using ((( select kernel_may('kernel_node', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (baseline_on, done_on, due_on, enters_stage, kind, name, node_id, planned_on, precision, reason, responsible_post_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_node to baton_act;
grant select on kernel_node to baton_city;

create table kernel_node_link (
  version_id uuid not null default uuidv7(),
  link_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  node_id uuid not null,
  predecessor_id uuid not null,
  kind text not null default 'FS'::text,
  lag_days integer not null default 0,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_node_link_pkey primary key (version_id),
  constraint kernel_node_link_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_node_link_kind check ((kind = any (array['FS', 'SS', 'FF', 'SF']))),
  constraint kernel_node_link_span check ((superseded_at > recorded_at))
);
create unique index kernel_node_link_current on kernel_node_link using btree (node_id, predecessor_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_node_link_close before update of superseded_at on kernel_node_link for each row execute function kernel_close_version();
alter table kernel_node_link enable row level security;
alter table kernel_node_link force row level security;
create policy kernel_node_link_add on kernel_node_link for insert to baton_act
  with check ((( select kernel_may('kernel_node_link', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_link_change on kernel_node_link for update to baton_act
  using ((( select kernel_may('kernel_node_link', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_node_link', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_link_read on kernel_node_link for select to baton_act
  using ((( select kernel_may('kernel_node_link', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_node_link_read_city on kernel_node_link for select to baton_city
  using (true);
create policy kernel_node_link_remove on kernel_node_link for delete to baton_act
  using ((( select kernel_may('kernel_node_link', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (kind, lag_days, link_id, node_id, predecessor_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_node_link to baton_act;
grant select on kernel_node_link to baton_city;

create table kernel_observation (
  version_id uuid not null default uuidv7(),
  observation_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  metric text not null,
  ledger text not null default 'management'::text,
  nature text not null default 'actual'::text,
  facet text not null default ''::text,
  occasion_id uuid,
  period_from date not null,
  period_to date not null,
  value bigint,
  text_value text,
  comparator text not null default '='::text,
  wording text,
  is_correction boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_observation_pkey primary key (version_id),
  constraint kernel_observation_metric foreign key (metric) references kernel_metric(metric),
  constraint kernel_observation_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_observation_comparator check ((comparator = any (array['=', '>=', '>', '<', '<=', 'about']))),
  constraint kernel_observation_ledger check ((ledger = any (array['management', 'statistics']))),
  constraint kernel_observation_nature check ((nature = any (array['actual', 'plan', 'target', 'forecast', 'bound']))),
  constraint kernel_observation_something check (((value IS not NULL) or (text_value IS not NULL))),
  constraint kernel_observation_span check (((superseded_at > recorded_at) and (period_to >= period_from)))
);
create index kernel_observation_asked on kernel_observation using btree (metric, period_from, subject_id, period_to desc) include (value, recorded_at, superseded_at, comparator);
create unique index kernel_observation_current on kernel_observation using btree (subject_id, metric, ledger, nature, facet, period_from, period_to) where ((superseded_at = 'infinity'::timestamp with time zone) and (occasion_id is null));
create trigger kernel_observation_close before update of superseded_at on kernel_observation for each row execute function kernel_close_version();
create trigger kernel_observation_frozen before insert or update of superseded_at on kernel_observation for each row execute function kernel_observation_guard();
alter table kernel_observation enable row level security;
alter table kernel_observation force row level security;
create policy kernel_observation_add on kernel_observation for insert to baton_act
  with check ((( select kernel_may('kernel_observation', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_observation_change on kernel_observation for update to baton_act
  using ((( select kernel_may('kernel_observation', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_observation', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_observation_read on kernel_observation for select to baton_act
  using ((( select kernel_may('kernel_observation', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_observation_read_city on kernel_observation for select to baton_city
  using (true);
create policy kernel_observation_remove on kernel_observation for delete to baton_act
  using ((( select kernel_may('kernel_observation', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (comparator, facet, is_correction, ledger, metric, nature, observation_id, occasion_id, period_from, period_to, scope_id, subject_id, text_value, value, version_id, wording), select, update (superseded_at) on kernel_observation to baton_act;
grant select on kernel_observation to baton_city;

create table kernel_occasion (
  version_id uuid not null default uuidv7(),
  occasion_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  kind text not null,
  name text not null,
  held_from date not null,
  held_to date not null,
  precision text not null default 'day'::text,
  place text,
  note text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_occasion_pkey primary key (version_id),
  constraint kernel_occasion_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_occasion_span check (((superseded_at > recorded_at) and (held_to >= held_from)))
);
create unique index kernel_occasion_current on kernel_occasion using btree (occasion_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_occasion_kind_held on kernel_occasion using btree (kind, held_from);
create trigger kernel_occasion_close before update of superseded_at on kernel_occasion for each row execute function kernel_close_version();
alter table kernel_occasion enable row level security;
alter table kernel_occasion force row level security;
create policy kernel_occasion_add on kernel_occasion for insert to baton_act
  with check ((( select kernel_may('kernel_occasion', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_change on kernel_occasion for update to baton_act
  using ((( select kernel_may('kernel_occasion', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_occasion', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_read on kernel_occasion for select to baton_act
  using ((( select kernel_may('kernel_occasion', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_read_city on kernel_occasion for select to baton_city
  using (true);
create policy kernel_occasion_remove on kernel_occasion for delete to baton_act
  using ((( select kernel_may('kernel_occasion', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (held_from, held_to, kind, name, note, occasion_id, place, precision, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_occasion to baton_act;
grant select on kernel_occasion to baton_city;

create table kernel_occasion_part (
  version_id uuid not null default uuidv7(),
  part_id uuid not null default uuidv7(),
  occasion_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  role text not null,
  amount bigint,
  unit text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_occasion_part_pkey primary key (version_id),
  constraint kernel_occasion_part_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_occasion_part_span check ((superseded_at > recorded_at))
);
create index kernel_occasion_part_occasion on kernel_occasion_part using btree (occasion_id);
create index kernel_occasion_part_subject_role on kernel_occasion_part using btree (subject_id, role);
create trigger kernel_occasion_part_close before update of superseded_at on kernel_occasion_part for each row execute function kernel_close_version();
alter table kernel_occasion_part enable row level security;
alter table kernel_occasion_part force row level security;
create policy kernel_occasion_part_add on kernel_occasion_part for insert to baton_act
  with check ((( select kernel_may('kernel_occasion_part', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_part_change on kernel_occasion_part for update to baton_act
  using ((( select kernel_may('kernel_occasion_part', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_occasion_part', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_part_read on kernel_occasion_part for select to baton_act
  using ((( select kernel_may('kernel_occasion_part', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_occasion_part_read_city on kernel_occasion_part for select to baton_city
  using (true);
create policy kernel_occasion_part_remove on kernel_occasion_part for delete to baton_act
  using ((( select kernel_may('kernel_occasion_part', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (amount, occasion_id, part_id, role, scope_id, subject_id, unit, version_id), select, update (superseded_at) on kernel_occasion_part to baton_act;
grant select on kernel_occasion_part to baton_city;

create table kernel_org (
  version_id uuid not null default uuidv7(),
  org_id uuid not null,
  name text not null,
  kind text not null,
  parent_org_id uuid,
  area_id uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_org_pkey primary key (version_id),
  constraint kernel_org_subject foreign key (org_id) references kernel_subject(subject_id),
  constraint kernel_org_kind check ((kind = any (array['city', 'county', 'department', 'town', 'park', 'state_firm', 'task_force', 'enterprise']))),
  constraint kernel_org_span check ((superseded_at > recorded_at))
);
create unique index kernel_org_current on kernel_org using btree (org_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index kernel_org_current_name on kernel_org using btree (parent_org_id, name) nulls not distinct where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_org_close before update of superseded_at on kernel_org for each row execute function kernel_close_version();
alter table kernel_org enable row level security;
alter table kernel_org force row level security;
create policy kernel_org_add on kernel_org for insert to baton_act
  with check ((( select kernel_may('kernel_org', 'insert')) and true));
create policy kernel_org_change on kernel_org for update to baton_act
  using ((( select kernel_may('kernel_org', 'update')) and true))
  with check ((( select kernel_may('kernel_org', 'update')) and true));
create policy kernel_org_read on kernel_org for select to baton_act
  using ((( select kernel_may('kernel_org', 'select')) and true));
create policy kernel_org_read_city on kernel_org for select to baton_city
  using (true);
create policy kernel_org_remove on kernel_org for delete to baton_act
  using ((( select kernel_may('kernel_org', 'delete')) and true));
create policy kernel_org_sign_in on kernel_org for select to baton_auth
  using (true);
grant insert (area_id, kind, name, org_id, parent_org_id, version_id), select, update (superseded_at) on kernel_org to baton_act;
grant select on kernel_org to baton_auth;
grant select on kernel_org to baton_city;

create table kernel_org_closure (
  ancestor_id uuid not null,
  descendant_id uuid not null,
  depth integer not null,
  constraint kernel_org_closure_pkey primary key (ancestor_id, descendant_id)
);
create index kernel_org_closure_descendant on kernel_org_closure using btree (descendant_id, depth);
alter table kernel_org_closure enable row level security;
alter table kernel_org_closure force row level security;
create policy kernel_org_closure_add on kernel_org_closure for insert to baton_act
  with check ((( select kernel_may('kernel_org_closure', 'insert')) and true));
create policy kernel_org_closure_change on kernel_org_closure for update to baton_act
  using ((( select kernel_may('kernel_org_closure', 'update')) and true))
  with check ((( select kernel_may('kernel_org_closure', 'update')) and true));
create policy kernel_org_closure_read on kernel_org_closure for select to baton_act
  using ((( select kernel_may('kernel_org_closure', 'select')) and true));
create policy kernel_org_closure_read_city on kernel_org_closure for select to baton_city
  using (true);
create policy kernel_org_closure_remove on kernel_org_closure for delete to baton_act
  using ((( select kernel_may('kernel_org_closure', 'delete')) and true));
create policy kernel_org_closure_sign_in on kernel_org_closure for select to baton_auth
  using (true);
grant select on kernel_org_closure to baton_act;
grant select on kernel_org_closure to baton_auth;
grant select on kernel_org_closure to baton_city;

-- Hashes of replaced passwords, so that the last five are not taken again.
create table kernel_password_history (
  account_id uuid not null,
  password text not null,
  replaced_at timestamp with time zone not null default clock_timestamp(),
  constraint kernel_password_history_pkey primary key (account_id, replaced_at),
  constraint kernel_password_history_account foreign key (account_id) references kernel_account(id)
);
alter table kernel_password_history enable row level security;
alter table kernel_password_history force row level security;
create policy kernel_password_history_sign_in on kernel_password_history for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_password_history to baton_auth;

create table kernel_period (
  period_id uuid not null default uuidv7(),
  rhythm text not null,
  name text not null,
  span_from date not null,
  span_to date not null,
  due_at timestamp with time zone not null,
  constraint kernel_period_pkey primary key (period_id),
  constraint kernel_period_once unique (rhythm, span_from, name),
  constraint kernel_period_rhythm check ((rhythm = any (array['week', 'month', 'quarter', 'year', 'campaign']))),
  constraint kernel_period_span check ((span_to >= span_from))
);
alter table kernel_period enable row level security;
alter table kernel_period force row level security;
create policy kernel_period_add on kernel_period for insert to baton_act
  with check ((( select kernel_may('kernel_period', 'insert')) and true));
create policy kernel_period_change on kernel_period for update to baton_act
  using ((( select kernel_may('kernel_period', 'update')) and true))
  with check ((( select kernel_may('kernel_period', 'update')) and true));
create policy kernel_period_read on kernel_period for select to baton_act
  using ((( select kernel_may('kernel_period', 'select')) and true));
create policy kernel_period_read_city on kernel_period for select to baton_city
  using (true);
create policy kernel_period_remove on kernel_period for delete to baton_act
  using ((( select kernel_may('kernel_period', 'delete')) and true));
grant delete, insert, select, update on kernel_period to baton_act;
grant select on kernel_period to baton_city;

create table kernel_period_event (
  event_id uuid not null default uuidv7(),
  period_id uuid not null,
  sequence integer not null,
  kind text not null,
  known_at timestamp with time zone,
  reason text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_period_event_pkey primary key (event_id),
  constraint kernel_period_event_once unique (period_id, sequence),
  constraint kernel_period_event_period foreign key (period_id) references kernel_period(period_id),
  constraint kernel_period_event_freeze check (((kind = 'freeze') = (known_at IS not NULL))),
  constraint kernel_period_event_kind check ((kind = any (array['open', 'close', 'freeze', 'withdraw', 'publish'])))
);
create trigger kernel_period_event_close before update of superseded_at on kernel_period_event for each row execute function kernel_close_version();
alter table kernel_period_event enable row level security;
alter table kernel_period_event force row level security;
create policy kernel_period_event_add on kernel_period_event for insert to baton_act
  with check ((( select kernel_may('kernel_period_event', 'insert')) and true));
create policy kernel_period_event_change on kernel_period_event for update to baton_act
  using ((( select kernel_may('kernel_period_event', 'update')) and true))
  with check ((( select kernel_may('kernel_period_event', 'update')) and true));
create policy kernel_period_event_read on kernel_period_event for select to baton_act
  using ((( select kernel_may('kernel_period_event', 'select')) and true));
create policy kernel_period_event_read_city on kernel_period_event for select to baton_city
  using (true);
create policy kernel_period_event_remove on kernel_period_event for delete to baton_act
  using ((( select kernel_may('kernel_period_event', 'delete')) and true));
grant insert (event_id, kind, known_at, period_id, reason, sequence), select, update (superseded_at) on kernel_period_event to baton_act;
grant select on kernel_period_event to baton_city;

create table kernel_post (
  post_id integer not null generated as identity,
  org_id uuid not null,
  title text not null,
  role text not null,
  is_closed boolean not null default false,
  constraint kernel_post_pkey primary key (post_id),
  constraint kernel_post_one_title unique (org_id, title),
  constraint kernel_post_org foreign key (org_id) references kernel_subject(subject_id),
  constraint kernel_post_role check ((role = any (array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise', 'sysadmin', 'secadmin', 'auditor'])))
);
create trigger kernel_post_duty before update on kernel_post for each row execute function kernel_keep_post_duty();
alter table kernel_post enable row level security;
alter table kernel_post force row level security;
create policy kernel_post_add on kernel_post for insert to baton_act
  with check ((( select kernel_may('kernel_post', 'insert')) and true));
create policy kernel_post_change on kernel_post for update to baton_act
  using ((( select kernel_may('kernel_post', 'update')) and true))
  with check ((( select kernel_may('kernel_post', 'update')) and true));
create policy kernel_post_read on kernel_post for select to baton_act
  using ((( select kernel_may('kernel_post', 'select')) and true));
create policy kernel_post_read_city on kernel_post for select to baton_city
  using (true);
create policy kernel_post_remove on kernel_post for delete to baton_act
  using ((( select kernel_may('kernel_post', 'delete')) and true));
create policy kernel_post_sign_in on kernel_post for select to baton_auth
  using (true);
grant delete, insert, select, update on kernel_post to baton_act;
grant select on kernel_post to baton_auth;
grant select on kernel_post to baton_city;

-- Requests to sign-in paths by client address; the library's own counter.
create table kernel_rate_limit (
  id uuid not null default uuidv7(),
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint kernel_rate_limit_pkey primary key (id),
  constraint kernel_rate_limit_one_key unique (key)
);
alter table kernel_rate_limit enable row level security;
alter table kernel_rate_limit force row level security;
create policy kernel_rate_limit_sign_in on kernel_rate_limit for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_rate_limit to baton_auth;

create table kernel_relation (
  version_id uuid not null default uuidv7(),
  relation_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  to_subject_id uuid not null,
  kind text not null,
  role text,
  share_ppm integer,
  valid_from date not null,
  valid_to date not null default 'infinity'::date,
  document_no text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_relation_pkey primary key (version_id),
  constraint kernel_relation_from foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_relation_to foreign key (to_subject_id) references kernel_subject(subject_id),
  constraint kernel_relation_share check (((share_ppm >= 0) and (share_ppm <= 1000000))),
  constraint kernel_relation_span check (((superseded_at > recorded_at) and (valid_to > valid_from)))
);
create unique index kernel_relation_current on kernel_relation using btree (relation_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_relation_subject_kind on kernel_relation using btree (subject_id, kind);
create index kernel_relation_to_kind on kernel_relation using btree (to_subject_id, kind);
create trigger kernel_relation_close before update of superseded_at on kernel_relation for each row execute function kernel_close_version();
alter table kernel_relation enable row level security;
alter table kernel_relation force row level security;
create policy kernel_relation_add on kernel_relation for insert to baton_act
  with check ((( select kernel_may('kernel_relation', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_relation_change on kernel_relation for update to baton_act
  using ((( select kernel_may('kernel_relation', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_relation', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_relation_read on kernel_relation for select to baton_act
  using ((( select kernel_may('kernel_relation', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_relation_read_city on kernel_relation for select to baton_city
  using (true);
create policy kernel_relation_remove on kernel_relation for delete to baton_act
  using ((( select kernel_may('kernel_relation', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (document_no, kind, relation_id, role, scope_id, share_ppm, subject_id, to_subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_relation to baton_act;
grant select on kernel_relation to baton_city;

create table kernel_right (
  role text not null,
  table_name text not null,
  verb text not null,
  constraint kernel_right_pkey primary key (role, table_name, verb),
  constraint kernel_right_verb check ((verb = any (array['select', 'insert', 'update', 'delete'])))
);
alter table kernel_right enable row level security;
alter table kernel_right force row level security;
create policy kernel_right_add on kernel_right for insert to baton_act
  with check ((( select kernel_may('kernel_right', 'insert')) and true));
create policy kernel_right_change on kernel_right for update to baton_act
  using ((( select kernel_may('kernel_right', 'update')) and true))
  with check ((( select kernel_may('kernel_right', 'update')) and true));
create policy kernel_right_read on kernel_right for select to baton_act
  using ((( select kernel_may('kernel_right', 'select')) and true));
create policy kernel_right_read_city on kernel_right for select to baton_city
  using (true);
create policy kernel_right_remove on kernel_right for delete to baton_act
  using ((( select kernel_may('kernel_right', 'delete')) and true));
create policy kernel_right_sign_in on kernel_right for select to baton_auth
  using (true);
grant select on kernel_right to baton_act;
grant select on kernel_right to baton_auth;
grant select on kernel_right to baton_city;

-- What the security administrator demands of a role: whether it signs in with a second factor.
create table kernel_role_policy (
  role text not null,
  demands_factor boolean not null default false,
  constraint kernel_role_policy_pkey primary key (role)
);
alter table kernel_role_policy enable row level security;
alter table kernel_role_policy force row level security;
create policy kernel_role_policy_add on kernel_role_policy for insert to baton_act
  with check ((( select kernel_may('kernel_role_policy', 'insert')) and true));
create policy kernel_role_policy_change on kernel_role_policy for update to baton_act
  using ((( select kernel_may('kernel_role_policy', 'update')) and true))
  with check ((( select kernel_may('kernel_role_policy', 'update')) and true));
create policy kernel_role_policy_read on kernel_role_policy for select to baton_act
  using ((( select kernel_may('kernel_role_policy', 'select')) and true));
create policy kernel_role_policy_read_city on kernel_role_policy for select to baton_city
  using (true);
create policy kernel_role_policy_remove on kernel_role_policy for delete to baton_act
  using ((( select kernel_may('kernel_role_policy', 'delete')) and true));
create policy kernel_role_policy_sign_in on kernel_role_policy for select to baton_auth
  using (true);
grant select, update on kernel_role_policy to baton_act;
grant select on kernel_role_policy to baton_auth;
grant select on kernel_role_policy to baton_city;

create table kernel_rule_set (
  version_id uuid not null default uuidv7(),
  rule_set_id uuid not null,
  name text not null,
  version integer not null,
  document_no text,
  rules jsonb not null,
  valid_from date not null,
  is_sample boolean not null default false,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_rule_set_pkey primary key (version_id),
  constraint kernel_rule_set_once unique (rule_set_id, version)
);
create unique index kernel_rule_set_current on kernel_rule_set using btree (rule_set_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_rule_set_close before update of superseded_at on kernel_rule_set for each row execute function kernel_close_version();
alter table kernel_rule_set enable row level security;
alter table kernel_rule_set force row level security;
create policy kernel_rule_set_add on kernel_rule_set for insert to baton_act
  with check ((( select kernel_may('kernel_rule_set', 'insert')) and true));
create policy kernel_rule_set_change on kernel_rule_set for update to baton_act
  using ((( select kernel_may('kernel_rule_set', 'update')) and true))
  with check ((( select kernel_may('kernel_rule_set', 'update')) and true));
create policy kernel_rule_set_read on kernel_rule_set for select to baton_act
  using ((( select kernel_may('kernel_rule_set', 'select')) and true));
create policy kernel_rule_set_read_city on kernel_rule_set for select to baton_city
  using (true);
create policy kernel_rule_set_remove on kernel_rule_set for delete to baton_act
  using ((( select kernel_may('kernel_rule_set', 'delete')) and true));
grant insert (document_no, is_sample, name, rule_set_id, rules, valid_from, version, version_id), select, update (superseded_at) on kernel_rule_set to baton_act;
grant select on kernel_rule_set to baton_city;

create table kernel_scope (
  scope_id integer not null generated as identity,
  org_id uuid not null,
  constraint kernel_scope_pkey primary key (scope_id),
  constraint kernel_scope_one_org unique (org_id),
  constraint kernel_scope_org foreign key (org_id) references kernel_subject(subject_id) DEFERRABLE INITIALLY DEFERRED
);
alter table kernel_scope enable row level security;
alter table kernel_scope force row level security;
create policy kernel_scope_add on kernel_scope for insert to baton_act
  with check ((( select kernel_may('kernel_scope', 'insert')) and true));
create policy kernel_scope_change on kernel_scope for update to baton_act
  using ((( select kernel_may('kernel_scope', 'update')) and true))
  with check ((( select kernel_may('kernel_scope', 'update')) and true));
create policy kernel_scope_read on kernel_scope for select to baton_act
  using ((( select kernel_may('kernel_scope', 'select')) and true));
create policy kernel_scope_read_city on kernel_scope for select to baton_city
  using (true);
create policy kernel_scope_remove on kernel_scope for delete to baton_act
  using ((( select kernel_may('kernel_scope', 'delete')) and true));
grant select on kernel_scope to baton_act;
grant select on kernel_scope to baton_city;

-- The time-based one-time password of an account; the secret is encrypted with the program's key.
create table kernel_second_factor (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamp with time zone,
  last_step bigint,
  constraint kernel_second_factor_pkey primary key (id),
  constraint kernel_second_factor_one_account unique (account_id),
  constraint kernel_second_factor_account foreign key (account_id) references kernel_account(id)
);
alter table kernel_second_factor enable row level security;
alter table kernel_second_factor force row level security;
create policy kernel_second_factor_sign_in on kernel_second_factor for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_second_factor to baton_auth;
comment on column kernel_second_factor.last_step is 'Number of the 30 s step (RFC 6238) last accepted: a code of it or of an earlier one is refused.';

-- A signed-in browser or script. It ends when idle, at expires_at, or when its row is deleted.
create table kernel_session (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  last_used_at timestamp with time zone not null default now(),
  factor_verified_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint kernel_session_pkey primary key (id),
  constraint kernel_session_one_token unique (token),
  constraint kernel_session_account foreign key (account_id) references kernel_account(id)
);
create index kernel_session_account_id on kernel_session using btree (account_id);
alter table kernel_session enable row level security;
alter table kernel_session force row level security;
create policy kernel_session_read on kernel_session for select to baton_act
  using (( select kernel_may('kernel_session', 'select')));
create policy kernel_session_sign_in on kernel_session for all to baton_auth
  using (true)
  with check (true);
grant select (account_id, created_at, expires_at, id, last_used_at) on kernel_session to baton_act;
grant delete, insert, select, update on kernel_session to baton_auth;
comment on column kernel_session.last_used_at is 'Last request that a person made, to 30 s; polling does not move it.';
comment on column kernel_session.factor_verified_at is 'Instant of the last second factor in this session; null when none was given.';

-- What happened at the door; appended only. A name that belongs to no account is not kept: people type passwords there.
create table kernel_sign_in_event (
  event_id bigint not null generated as identity,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  kind text not null,
  account_id uuid,
  client_address text,
  request_id text,
  detail text,
  constraint kernel_sign_in_event_pkey primary key (event_id),
  constraint kernel_sign_in_event_kind check ((kind = any (array['sign-in', 'sign-in-failed', 'sign-in-locked', 'sign-out', 'factor-asked', 'factor-enabled', 'factor-verified', 'factor-failed', 'factor-reset', 'password-changed', 'password-refused', 'password-reset', 'account-created', 'account-closed', 'sessions-revoked'])))
);
create index kernel_sign_in_event_account_id on kernel_sign_in_event using btree (account_id, recorded_at);
alter table kernel_sign_in_event enable row level security;
alter table kernel_sign_in_event force row level security;
create policy kernel_sign_in_event_read on kernel_sign_in_event for select to baton_act
  using (( select kernel_may('kernel_sign_in_event', 'select')));
create policy kernel_sign_in_event_sign_in on kernel_sign_in_event for all to baton_auth
  using (true)
  with check (true);
grant select on kernel_sign_in_event to baton_act;
grant insert, select on kernel_sign_in_event to baton_auth;

-- Failures by what is guessed at and from where, counted before the guess is looked at.
create table kernel_sign_in_lock (
  subject text not null,
  source text not null,
  failures integer not null,
  tried_at timestamp with time zone not null default now(),
  locked_until timestamp with time zone,
  constraint kernel_sign_in_lock_pkey primary key (subject, source)
);
alter table kernel_sign_in_lock enable row level security;
alter table kernel_sign_in_lock force row level security;
create policy kernel_sign_in_lock_sign_in on kernel_sign_in_lock for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_sign_in_lock to baton_auth;
comment on column kernel_sign_in_lock.subject is 'Digest of the name typed, or the account whose factor is tried: known or unknown alike.';
comment on column kernel_sign_in_lock.source is 'A browser that signed in before, else the client address.';

create table kernel_stage (
  version_id uuid not null default uuidv7(),
  stage_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  track text not null default 'main'::text,
  stage text not null,
  stage_rank integer not null,
  entered_on date not null,
  precision text not null default 'day'::text,
  verdict text not null default 'met'::text,
  source text not null default 'report'::text,
  is_preferred boolean not null default true,
  note text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_stage_pkey primary key (version_id),
  constraint kernel_stage_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_stage_precision check (("precision" = any (array['day', 'month', 'quarter', 'year', 'by']))),
  constraint kernel_stage_span check ((superseded_at > recorded_at)),
  constraint kernel_stage_verdict check ((verdict = any (array['met', 'conditional', 'unproven'])))
);
create unique index kernel_stage_current on kernel_stage using btree (stage_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_stage_entered on kernel_stage using btree (stage, entered_on);
create index kernel_stage_subject_rank on kernel_stage using btree (subject_id, track, stage_rank desc, entered_on);
create trigger kernel_stage_close before update of superseded_at on kernel_stage for each row execute function kernel_close_version();
alter table kernel_stage enable row level security;
alter table kernel_stage force row level security;
create policy kernel_stage_add on kernel_stage for insert to baton_act
  with check ((( select kernel_may('kernel_stage', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_stage_change on kernel_stage for update to baton_act
  using ((( select kernel_may('kernel_stage', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_stage', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_stage_read on kernel_stage for select to baton_act
  using ((( select kernel_may('kernel_stage', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_stage_read_city on kernel_stage for select to baton_city
  using (true);
create policy kernel_stage_remove on kernel_stage for delete to baton_act
  using ((( select kernel_may('kernel_stage', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (entered_on, is_preferred, note, precision, scope_id, source, stage, stage_id, stage_rank, subject_id, track, verdict, version_id), select, update (superseded_at) on kernel_stage to baton_act;
grant select on kernel_stage to baton_city;

create table kernel_subject (
  subject_id uuid not null default uuidv7(),
  kind text not null,
  scope_id integer not null,
  code text,
  name text not null,
  search_text text not null default ''::text,
  merged_into_id uuid,
  constraint kernel_subject_pkey primary key (subject_id),
  constraint kernel_subject_in_scope unique (subject_id, scope_id),
  constraint kernel_subject_merged_into foreign key (merged_into_id) references kernel_subject(subject_id),
  constraint kernel_subject_scope foreign key (scope_id) references kernel_scope(scope_id) DEFERRABLE INITIALLY DEFERRED
);
create unique index kernel_subject_area_code on kernel_subject using btree (code) where (kind = 'area'::text);
create index kernel_subject_kind_scope on kernel_subject using btree (kind, scope_id);
create index kernel_subject_search on kernel_subject using gin (search_text baton_ext.gin_trgm_ops);
alter table kernel_subject enable row level security;
alter table kernel_subject force row level security;
create policy kernel_subject_add on kernel_subject for insert to baton_act
  with check ((( select kernel_may('kernel_subject', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_change on kernel_subject for update to baton_act
  using ((( select kernel_may('kernel_subject', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_subject', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_read on kernel_subject for select to baton_act
  using ((( select kernel_may('kernel_subject', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_read_city on kernel_subject for select to baton_city
  using (true);
create policy kernel_subject_remove on kernel_subject for delete to baton_act
  using ((( select kernel_may('kernel_subject', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant delete, insert, select, update on kernel_subject to baton_act;
grant select on kernel_subject to baton_city;

create table kernel_subject_version (
  version_id uuid not null default uuidv7(),
  subject_id uuid not null,
  scope_id integer not null,
  name text not null,
  code text,
  account_org_id uuid not null,
  account_area_id uuid,
  place_area_id uuid,
  longitude numeric(9,6),
  latitude numeric(9,6),
  merged_into_id uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_subject_version_pkey primary key (version_id),
  constraint kernel_subject_version_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_subject_version_span check ((superseded_at > recorded_at))
);
create unique index kernel_subject_version_current on kernel_subject_version using btree (subject_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_subject_version_known on kernel_subject_version using btree (subject_id, recorded_at);
create trigger kernel_subject_version_close before update of superseded_at on kernel_subject_version for each row execute function kernel_close_version();
alter table kernel_subject_version enable row level security;
alter table kernel_subject_version force row level security;
create policy kernel_subject_version_add on kernel_subject_version for insert to baton_act
  with check ((( select kernel_may('kernel_subject_version', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_version_change on kernel_subject_version for update to baton_act
  using ((( select kernel_may('kernel_subject_version', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('kernel_subject_version', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_version_read on kernel_subject_version for select to baton_act
  using ((( select kernel_may('kernel_subject_version', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy kernel_subject_version_read_city on kernel_subject_version for select to baton_city
  using (true);
create policy kernel_subject_version_remove on kernel_subject_version for delete to baton_act
  using ((( select kernel_may('kernel_subject_version', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (account_area_id, account_org_id, code, latitude, longitude, merged_into_id, name, place_area_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_subject_version to baton_act;
grant select on kernel_subject_version to baton_city;

-- Sign-ins that wait for their second factor or for the provincial sign-on; minutes old at most.
create table kernel_verification (
  id uuid not null default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint kernel_verification_pkey primary key (id)
);
create index kernel_verification_identifier on kernel_verification using btree (identifier);
alter table kernel_verification enable row level security;
alter table kernel_verification force row level security;
create policy kernel_verification_sign_in on kernel_verification for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_verification to baton_auth;

create table platform_idempotency (
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint platform_idempotency_pkey primary key (account_id, key)
);
create index platform_idempotency_recorded_at on platform_idempotency using btree (recorded_at);
alter table platform_idempotency enable row level security;
alter table platform_idempotency force row level security;
create policy platform_idempotency_own on platform_idempotency for all to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())))
  with check ((account_id = ( select kernel_actor_account())));
grant insert, select on platform_idempotency to baton_act;

create table platform_mark (
  name text not null,
  value text not null,
  constraint platform_mark_pkey primary key (name)
);
alter table platform_mark enable row level security;
alter table platform_mark force row level security;
create policy platform_mark_read on platform_mark for select to baton_act, baton_city, baton_public
  using (true);
create policy platform_mark_sign_in on platform_mark for select to baton_auth
  using (true);
grant select on platform_mark to baton_act;
grant select on platform_mark to baton_auth;
grant select on platform_mark to baton_city;
grant select on platform_mark to baton_public;

create table platform_migration (
  number integer not null,
  name text not null,
  checksum text not null,
  run_at timestamp with time zone not null default now(),
  constraint platform_migration_pkey primary key (number)
);

create table platform_outbox (
  outbox_id bigint not null generated as identity,
  topic text not null,
  subject_id uuid,
  payload jsonb not null default '{}'::jsonb,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint platform_outbox_pkey primary key (outbox_id)
);
alter table platform_outbox enable row level security;
alter table platform_outbox force row level security;
create policy platform_outbox_add on platform_outbox for insert to baton_act
  with check (true);
create policy platform_outbox_sweep on platform_outbox for all to baton_worker
  using (true);
grant insert on platform_outbox to baton_act;
grant delete, select on platform_outbox to baton_worker;

create table projects_card (
  scope_id integer not null,
  subject_id uuid not null,
  year integer not null,
  name text not null,
  project_code text,
  account_org_id uuid not null,
  account_area_id uuid,
  levels text[] not null,
  level text not null,
  level_rank integer not null,
  class text not null,
  chain_ids uuid[] not null default '{}'::uuid[],
  stage text,
  stage_rank integer,
  light text,
  total_investment_fen bigint not null,
  plan_fen bigint not null,
  done_fen bigint,
  done_month_end date,
  completion_rate double precision,
  search_text text not null,
  constraint projects_card_pkey primary key (year, subject_id),
  constraint projects_card_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE
);
create index projects_card_name on projects_card using btree (year, name, subject_id);
create index projects_card_rate on projects_card using btree (year, completion_rate desc nulls last, subject_id);
create index projects_card_scope on projects_card using btree (year, scope_id);
alter table projects_card enable row level security;
alter table projects_card force row level security;
create policy projects_card_add on projects_card for insert to baton_act
  with check ((( select kernel_may('projects_card', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_card_change on projects_card for update to baton_act
  using ((( select kernel_may('projects_card', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('projects_card', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_card_read on projects_card for select to baton_act
  using ((( select kernel_may('projects_card', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_card_read_city on projects_card for select to baton_city
  using (true);
create policy projects_card_remove on projects_card for delete to baton_act
  using ((( select kernel_may('projects_card', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant delete, insert, select, update on projects_card to baton_act;
grant select on projects_card to baton_city;

create table projects_draft (
  scope_id integer not null,
  subject_id uuid not null,
  month_end date not null,
  fields jsonb not null,
  revision integer not null default 1,
  saved_by uuid not null,
  saved_at timestamp with time zone not null default clock_timestamp(),
  constraint projects_draft_pkey primary key (subject_id, month_end),
  constraint projects_draft_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE
);
alter table projects_draft enable row level security;
alter table projects_draft force row level security;
create policy projects_draft_add on projects_draft for insert to baton_act
  with check ((( select kernel_may('projects_draft', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_draft_change on projects_draft for update to baton_act
  using ((( select kernel_may('projects_draft', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('projects_draft', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_draft_read on projects_draft for select to baton_act
  using ((( select kernel_may('projects_draft', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_draft_read_city on projects_draft for select to baton_city
  using (true);
create policy projects_draft_remove on projects_draft for delete to baton_act
  using ((( select kernel_may('projects_draft', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant delete, insert, select, update on projects_draft to baton_act;
grant select on projects_draft to baton_city;

create table projects_import (
  import_id uuid not null default uuidv7(),
  account_id uuid not null,
  org_id uuid,
  kind text not null,
  file_name text not null,
  file_sha256 text not null,
  row_count integer not null,
  accepted_count integer not null,
  rejected_count integer not null,
  changed_count integer not null default 0,
  act_id uuid,
  undone_act_id uuid,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint projects_import_pkey primary key (import_id)
);
alter table projects_import enable row level security;
alter table projects_import force row level security;
create policy projects_import_own on projects_import for all to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())))
  with check ((account_id = ( select kernel_actor_account())));
grant insert (accepted_count, account_id, act_id, changed_count, file_name, file_sha256, import_id, kind, org_id, rejected_count, row_count), select, update (undone_act_id) on projects_import to baton_act;
grant select on projects_import to baton_city;

create table projects_import_mapping (
  org_id uuid not null,
  kind text not null,
  header_key text not null,
  mapping jsonb not null,
  constraint projects_import_mapping_pkey primary key (org_id, kind, header_key)
);
alter table projects_import_mapping enable row level security;
alter table projects_import_mapping force row level security;
create policy projects_import_mapping_own on projects_import_mapping for all to baton_act, baton_city
  using ((org_id = ( select p.org_id from kernel_post p where (p.post_id = ( select kernel_actor_post())))));
grant insert, select, update on projects_import_mapping to baton_act;
grant select on projects_import_mapping to baton_city;

create table projects_listing (
  version_id uuid not null default uuidv7(),
  listing_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  year integer not null,
  level text not null,
  level_rank integer not null generated always as CASE level WHEN 'province'::text THEN 1 WHEN 'city'::text THEN 2 ELSE 3 END stored,
  class text not null,
  plan_fen bigint not null,
  plan_by_month_fen bigint[],
  adjustment text,
  reason text,
  document_no text,
  valid_from date not null,
  valid_to date not null default 'infinity'::date,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint projects_listing_pkey primary key (version_id),
  constraint projects_listing_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint projects_listing_adjustment check ((adjustment = any (array['added', 'reserve_to_implementation', 'implementation_to_reserve', 'left', 'rolled_over']))),
  constraint projects_listing_class check ((class = any (array['implementation', 'reserve']))),
  constraint projects_listing_level check ((level = any (array['province', 'city', 'county']))),
  constraint projects_listing_months check (((plan_by_month_fen is null) or (cardinality(plan_by_month_fen) = 12))),
  constraint projects_listing_plan check ((plan_fen >= 0)),
  constraint projects_listing_span check (((superseded_at > recorded_at) and (valid_to > valid_from)))
);
create unique index projects_listing_current on projects_listing using btree (listing_id, valid_from) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index projects_listing_open on projects_listing using btree (subject_id, year, level) where ((superseded_at = 'infinity'::timestamp with time zone) and (valid_to = 'infinity'::date));
create index projects_listing_subject_id on projects_listing using btree (subject_id, year);
create index projects_listing_year on projects_listing using btree (year, scope_id);
create trigger projects_listing_close before update of superseded_at on projects_listing for each row execute function kernel_close_version();
alter table projects_listing enable row level security;
alter table projects_listing force row level security;
create policy projects_listing_add on projects_listing for insert to baton_act
  with check ((( select kernel_may('projects_listing', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_listing_change on projects_listing for update to baton_act
  using ((( select kernel_may('projects_listing', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('projects_listing', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_listing_read on projects_listing for select to baton_act
  using ((( select kernel_may('projects_listing', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_listing_read_city on projects_listing for select to baton_city
  using (true);
create policy projects_listing_remove on projects_listing for delete to baton_act
  using ((( select kernel_may('projects_listing', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (adjustment, class, document_no, level, listing_id, plan_by_month_fen, plan_fen, reason, scope_id, subject_id, valid_from, valid_to, version_id, year), select, update (superseded_at) on projects_listing to baton_act;
grant select on projects_listing to baton_city;

create table projects_profile (
  version_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  project_code text,
  builder_name text,
  credit_code text,
  credit_code_override text,
  industry_code text,
  build_kind text,
  industry_system text,
  total_investment_fen bigint not null,
  total_investment_comparator text not null default '='::text,
  fixed_asset_fen bigint,
  land_mu numeric(14,4),
  paired_leader_title text,
  responsible_unit text,
  signer_org_id uuid,
  content text,
  remark text,
  is_sample boolean not null default false,
  normal_name text not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint projects_profile_pkey primary key (version_id),
  constraint projects_profile_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint projects_profile_build_kind check ((build_kind = any (array['new', 'continued', 'expansion', 'conversion', 'relocation']))),
  constraint projects_profile_comparator check ((total_investment_comparator = any (array['=', '>=', '>', 'about']))),
  constraint projects_profile_span check ((superseded_at > recorded_at)),
  constraint projects_profile_total check ((total_investment_fen >= 0))
);
create index projects_profile_credit_code on projects_profile using btree (credit_code) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index projects_profile_current on projects_profile using btree (subject_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index projects_profile_current_code on projects_profile using btree (project_code) where ((superseded_at = 'infinity'::timestamp with time zone) and (project_code IS not NULL));
create index projects_profile_known on projects_profile using btree (subject_id, recorded_at);
create index projects_profile_normal_name on projects_profile using btree (normal_name) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger projects_profile_close before update of superseded_at on projects_profile for each row execute function kernel_close_version();
alter table projects_profile enable row level security;
alter table projects_profile force row level security;
create policy projects_profile_add on projects_profile for insert to baton_act
  with check ((( select kernel_may('projects_profile', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_profile_change on projects_profile for update to baton_act
  using ((( select kernel_may('projects_profile', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('projects_profile', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_profile_read on projects_profile for select to baton_act
  using ((( select kernel_may('projects_profile', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_profile_read_city on projects_profile for select to baton_city
  using (true);
create policy projects_profile_remove on projects_profile for delete to baton_act
  using ((( select kernel_may('projects_profile', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (build_kind, builder_name, content, credit_code, credit_code_override, fixed_asset_fen, industry_code, industry_system, is_sample, land_mu, normal_name, paired_leader_title, project_code, remark, responsible_unit, scope_id, signer_org_id, subject_id, total_investment_comparator, total_investment_fen, version_id), select, update (superseded_at) on projects_profile to baton_act;
grant select on projects_profile to baton_city;

create table projects_report (
  version_id uuid not null default uuidv7(),
  report_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  month_end date not null,
  status text not null,
  month_fen bigint,
  cumulative_fen bigint not null,
  is_unchanged boolean not null default false,
  is_late boolean not null default false,
  progress_text text,
  problem_text text,
  doubts jsonb not null default '[]'::jsonb,
  doubt_reason text,
  return_reason text,
  return_field text,
  correction_reason text,
  reported_by uuid,
  reviewed_by uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint projects_report_pkey primary key (version_id),
  constraint projects_report_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint projects_report_span check ((superseded_at > recorded_at)),
  constraint projects_report_status check ((status = any (array['submitted', 'accepted', 'returned', 'withdrawn']))),
  constraint projects_report_two_people check (((reviewed_by is null) or (reviewed_by <> reported_by)))
);
create unique index projects_report_current on projects_report using btree (subject_id, month_end) where (superseded_at = 'infinity'::timestamp with time zone);
create index projects_report_month on projects_report using btree (month_end, scope_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger projects_report_close before update of superseded_at on projects_report for each row execute function kernel_close_version();
alter table projects_report enable row level security;
alter table projects_report force row level security;
create policy projects_report_add on projects_report for insert to baton_act
  with check ((( select kernel_may('projects_report', 'insert')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_report_change on projects_report for update to baton_act
  using ((( select kernel_may('projects_report', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))))
  with check ((( select kernel_may('projects_report', 'update')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_report_read on projects_report for select to baton_act
  using ((( select kernel_may('projects_report', 'select')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
create policy projects_report_read_city on projects_report for select to baton_city
  using (true);
create policy projects_report_remove on projects_report for delete to baton_act
  using ((( select kernel_may('projects_report', 'delete')) and ((scope_id = any (( select kernel_actor_scopes())::integer[])) or (subject_id = any (array( select g.subject_id from kernel_grant g where (g.post_id = any (( select kernel_actor_posts())::integer[]))))))));
grant insert (correction_reason, cumulative_fen, doubt_reason, doubts, is_late, is_unchanged, month_end, month_fen, problem_text, progress_text, report_id, reported_by, return_field, return_reason, reviewed_by, scope_id, status, subject_id, version_id), select, update (superseded_at) on projects_report to baton_act;
grant select on projects_report to baton_city;

create table projects_saved_view (
  view_id uuid not null default uuidv7(),
  account_id uuid not null,
  name text not null,
  query text not null,
  columns jsonb not null default '[]'::jsonb,
  constraint projects_saved_view_pkey primary key (view_id),
  constraint projects_saved_view_once unique (account_id, name)
);
alter table projects_saved_view enable row level security;
alter table projects_saved_view force row level security;
create policy projects_saved_view_own on projects_saved_view for all to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())))
  with check ((account_id = ( select kernel_actor_account())));
grant delete, insert, select, update on projects_saved_view to baton_act;
grant select on projects_saved_view to baton_city;

CREATE OR REPLACE FUNCTION kernel_actor_account()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return nullif(current_setting('baton.actor', true), '')::uuid;
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_post()
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select a.post_id from kernel_appointment a
  where a.account_id = nullif(current_setting('baton.actor', true), '')::uuid
    and a.post_id = nullif(current_setting('baton.post', true), '')::int
    and a.valid_from <= current_date and a.valid_to > current_date
  limit 1
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_posts()
 RETURNS integer[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select array_remove(array[kernel_actor_post()], null)
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_role()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select role from kernel_post where post_id = kernel_actor_post() and not is_closed
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_scopes()
 RETURNS integer[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select coalesce(array_agg(s.scope_id), '{}')
  from kernel_post p
  join kernel_org_closure c on c.ancestor_id = p.org_id
  join kernel_scope s on s.org_id = c.descendant_id
  where p.post_id = kernel_actor_post()
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_add_account(wanted_username text, shown_name text, hash text, expires_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if not kernel_may('kernel_account', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  if expires_at is null then raise exception 'a first password expires' using errcode = '22004'; end if;
  return kernel_insert_account(wanted_username, shown_name, hash, expires_at);
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_add_demo_account(wanted_username text, shown_name text, hash text, wanted_post integer)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_auth

CREATE OR REPLACE FUNCTION kernel_add_first_administrators(city_name text, hashes text[], expires_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_auth

CREATE OR REPLACE FUNCTION kernel_add_org_subject(new_id uuid, new_kind text, new_code text, new_name text, new_search text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if session_user not in ('baton_owner') and not kernel_may(case new_kind when 'area' then 'kernel_area' else 'kernel_org' end, 'insert') then
    raise exception 'no right to add an organisation' using errcode = '42501';
  end if;
  insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text)
  values (new_id, new_kind, kernel_ensure_scope(new_id), new_code, new_name, new_search);
end $function$;
-- executed by baton_act

CREATE OR REPLACE PROCEDURE kernel_allow(IN wanted_table text, IN verbs text[], IN roles text[])
 LANGUAGE sql
 SET search_path TO 'city'
AS $procedure$
  insert into kernel_right (role, table_name, verb)
  select r, wanted_table, v from unnest(roles) r, unnest(verbs) v
  on conflict do nothing
$procedure$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_begin_act(act_kind text, subjects uuid[], act_reason text, act_document_no text)
 RETURNS TABLE(act_id uuid, recorded_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
#variable_conflict use_column
declare instant timestamptz; post int;
begin
  perform from kernel_subject s where s.subject_id = any(subjects) order by s.subject_id for no key update;
  post := kernel_actor_post();
  perform pg_current_xact_id();
  select greatest(clock_timestamp(), max(a.recorded_at) + interval '1 microsecond') into instant from kernel_act a;
  return query insert into kernel_act
      (xid, recorded_at, account_id, post_id, kind, reason, document_no, request_id, subject_id, scope_id)
    select pg_current_xact_id(), instant, kernel_actor_account(), post, act_kind, act_reason, act_document_no,
      nullif(current_setting('baton.request', true), ''), subjects[1],
      (select s.scope_id from kernel_subject s where s.subject_id = subjects[1])
    returning kernel_act.act_id, kernel_act.recorded_at;
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_begin_history_act(act_kind text, stated_at timestamp with time zone)
 RETURNS TABLE(act_id uuid, recorded_at timestamp with time zone)
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $function$
#variable_conflict use_column
begin
  return query insert into kernel_act (xid, recorded_at, is_stated, kind)
    values (pg_current_xact_id(), stated_at, true, act_kind)
    returning kernel_act.act_id, kernel_act.recorded_at;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_check_duties()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_close_account(wanted uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if not kernel_may('kernel_account', 'update') then raise exception 'no right' using errcode = '42501'; end if;
  update kernel_account set closed_at = now(), updated_at = now() where id = wanted and closed_at is null;
  if not found then return false; end if;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('account-closed', wanted);
  return true;
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_close_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if old.superseded_at <> 'infinity' then
    raise exception 'a version is closed only once' using errcode = 'P0B03';
  end if;
  new.superseded_at := kernel_recorded_at();
  return new;
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_current_act()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare act uuid;
begin
  select act_id into act from kernel_act where xid = pg_current_xact_id_if_assigned();
  if act is null then raise exception 'no act was begun in this transaction' using errcode = 'P0B01'; end if;
  return act;
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_end_sessions_of_appointee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  delete from kernel_session where account_id = new.account_id;
  return null;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_ensure_scope(wanted_org uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare found_scope int;
begin
  select scope_id into found_scope from kernel_scope where org_id = wanted_org;
  if found_scope is null then
    insert into kernel_scope (org_id) values (wanted_org) returning scope_id into found_scope;
  end if;
  return found_scope;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_insert_account(wanted_username text, shown_name text, hash text, expires_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare made uuid := uuidv7();
begin
  insert into kernel_account (id, username, name, email, must_change_password, password_expires_at)
  values (made, lower(wanted_username), shown_name, made || '@accounts.invalid', expires_at is not null, expires_at);
  insert into kernel_credential (account_id, provider_id, provider_account_id, password) values (made, 'credential', made::text, hash);
  perform kernel_note_account_event('account-created', made);
  return made;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_is_administrator(wanted_role text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ select wanted_role in ('sysadmin', 'secadmin', 'auditor') $function$;
-- executed by baton_act, baton_auth, baton_city

CREATE OR REPLACE FUNCTION kernel_keep_post_duty()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if (new.role, new.org_id) is distinct from (old.role, old.org_id)
    and exists (select from kernel_appointment a where a.post_id = old.post_id and a.valid_to > current_date) then
    raise exception 'the post is held' using errcode = '23514', constraint = 'kernel_post_held', table = 'kernel_post';
  end if;
  return new;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_may(wanted_table text, wanted_verb text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select exists (
    select from kernel_right r
    where r.role = kernel_actor_role() and r.table_name = wanted_table and r.verb = wanted_verb)
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_month_frozen_at(month_end date)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select e.known_at from kernel_period p
  join lateral (
    select kind, known_at from kernel_period_event
    where period_id = p.period_id and kind in ('freeze', 'withdraw')
    order by sequence desc limit 1) e on e.kind = 'freeze'
  where p.rhythm = 'month' and p.span_to = month_end
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_note_account_event(event_kind text, of_account uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  insert into kernel_sign_in_event (kind, account_id, request_id, detail)
  values (event_kind, of_account, nullif(current_setting('baton.request', true), ''), 'by ' || coalesce(kernel_actor_account()::text, 'the program'))
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_observation_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE PROCEDURE kernel_protect(IN protected regclass, IN shape text, IN is_version boolean DEFAULT false)
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $procedure$
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
end $procedure$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_rebuild_org_closure()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  delete from kernel_org_closure;
  with recursive walk as (
    select org_id as ancestor_id, org_id as descendant_id, 0 as depth from kernel_org where superseded_at = 'infinity'
    union all
    select w.ancestor_id, o.org_id, w.depth + 1
    from walk w join kernel_org o on o.parent_org_id = w.descendant_id and o.superseded_at = 'infinity'
    where w.depth < 12)
  insert into kernel_org_closure select ancestor_id, descendant_id, min(depth) from walk group by 1, 2;
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_recorded_at()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare instant timestamptz;
begin
  select recorded_at into instant from kernel_act where xid = pg_current_xact_id_if_assigned();
  if instant is null then raise exception 'no act was begun in this transaction' using errcode = 'P0B01'; end if;
  return instant;
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_refresh_grants(touched uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_refresh_matter_grants(touched uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  delete from kernel_grant where subject_id = any(touched) and why = 'matter';
  insert into kernel_grant (post_id, subject_id, why, source_id)
  select s.holder_post_id, s.subject_id, 'matter', s.matter_id from kernel_matter_state s
  where s.subject_id = any(touched) and s.superseded_at = 'infinity' and s.holder_post_id is not null
    and s.status in ('open', 'in_hand', 'to_verify')
  on conflict do nothing;
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_rescope(moved uuid, new_scope integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_reset_factor(wanted uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if not kernel_may('kernel_second_factor', 'delete') then raise exception 'no right' using errcode = '42501'; end if;
  update kernel_account set two_factor_enabled = false, updated_at = now() where id = wanted and closed_at is null;
  if not found then return false; end if;
  delete from kernel_second_factor where account_id = wanted;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('factor-reset', wanted);
  return true;
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_reset_password(wanted uuid, hash text, expires_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_revoke_sessions(wanted uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare ended int;
begin
  if not kernel_may('kernel_session', 'delete') then raise exception 'no right' using errcode = '42501'; end if;
  delete from kernel_session where account_id = wanted;
  get diagnostics ended = row_count;
  perform kernel_note_account_event('sessions-revoked', wanted);
  return ended;
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_settled_now()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_act, baton_city
