-- The dispatcher takes waiting announcements away in batches. The scope of a subject is looked up here, not by the
-- writer: it costs the saving transaction nothing, and pages are told only of subjects they may read.

create function platform_take_outbox(row_limit int)
returns table (outbox_id bigint, topic text, subject_id uuid, scope_id int, payload jsonb, recorded_at timestamptz)
language sql volatile security definer set search_path from current as $$
  with taken as (
    delete from platform_outbox o
    where o.outbox_id = any(array(select w.outbox_id from platform_outbox w order by w.outbox_id limit row_limit for update skip locked))
    returning o.*)
  select t.outbox_id, t.topic, t.subject_id, s.scope_id, t.payload, t.recorded_at
  from taken t left join kernel_subject s on s.subject_id = t.subject_id
  order by t.outbox_id
$$;
grant execute on function platform_take_outbox(int) to baton_worker;
comment on function platform_take_outbox(int) is 'Takes up to row_limit oldest announcements out of the queue, in order, with the scope of their subject now.';

-- How far this database has been migrated, for the readiness check of a role that may read no table.
create function platform_migrated_to() returns int
language sql stable security definer set search_path from current as $$ select max(number) from platform_migration $$;
grant execute on function platform_migrated_to() to baton_web;
comment on function platform_migrated_to() is 'Number of the last migration that was run.';
