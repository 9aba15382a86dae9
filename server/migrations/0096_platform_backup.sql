-- A backup reads every table in one snapshot as baton_backup: also those that stand under no audit, and the sequences.
-- Live sign-ins and counters stay unreadable to it: they do not travel (docs/operations.md §6).

grant select on projects_draft, platform_idempotency, platform_outbox to baton_backup;

-- Tables to come as well: one that a backup cannot read is one that a restore loses.
do $$
begin
  execute format('grant select on all sequences in schema %I to baton_backup', current_schema());
  execute format('alter default privileges in schema %I grant select on tables to baton_backup', current_schema());
  execute format('alter default privileges in schema %I grant select on sequences to baton_backup', current_schema());
end $$;

-- Answers kept for repeated requests are a promise with an end (docs/operations.md §9): the oldest go, so many at a time,
-- so that no lock is held for long.
create function platform_forget_answers(older_than timestamptz, row_limit int) returns int
language plpgsql security definer set search_path from current as $$
declare forgotten int;
begin
  if older_than > now() - interval '7 days' then raise exception 'answers are kept for seven days at least' using errcode = '22023'; end if;
  delete from platform_idempotency i using (
    select account_id, key from platform_idempotency where recorded_at < older_than order by recorded_at limit row_limit for update skip locked) old
    where i.account_id = old.account_id and i.key = old.key;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
grant execute on function platform_forget_answers(timestamptz, int) to baton_worker;
comment on function platform_forget_answers(timestamptz, int) is 'Forgets up to row_limit of the oldest answers given before older_than; answers how many.';
