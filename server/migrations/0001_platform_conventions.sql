-- Conventions that every later table relies on: version rows close once, application roles hold no table
-- rights until a migration grants them by name. Extensions stand in baton_ext, made by the administrator's step before.

alter default privileges revoke execute on functions from public;

-- Answers written once per (account, key), so that a repeated request gets the first answer (SECURITY R2).
create table platform_idempotency (
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status int not null,
  answer jsonb,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint platform_idempotency_pkey primary key (account_id, key)
);
create index platform_idempotency_recorded_at on platform_idempotency (recorded_at);

-- What has to be told to open pages and jobs after the commit (SECURITY D10): swept by one dispatcher.
create table platform_outbox (
  outbox_id bigint generated always as identity,
  topic text not null,
  subject_id uuid,
  payload jsonb not null default '{}',
  recorded_at timestamptz not null default clock_timestamp(),
  constraint platform_outbox_pkey primary key (outbox_id)
);

-- Small facts about this city's database: the mark of demonstration data, the schema's name for people.
create table platform_mark (
  name text not null,
  value text not null,
  constraint platform_mark_pkey primary key (name)
);
