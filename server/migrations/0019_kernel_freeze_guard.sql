-- The kind of an act is a word the program chose: it opens no frozen month by itself. Loaded history is known by its
-- stated act, which only the owner begins; a correction is the dispatch office's and names its reason.
create or replace function kernel_observation_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare act kernel_act;
begin
  if new.ledger <> 'management' or new.nature <> 'actual' then return new; end if;
  select * into act from kernel_act where xid = pg_current_xact_id_if_assigned();
  if act.is_stated then return new; end if;
  if not pg_try_advisory_xact_lock_shared(4210015, new.period_to - date '2000-01-01') then
    raise exception 'the month is being frozen' using errcode = 'P0B04';
  end if;
  -- asked after the lock: a freeze that finished meanwhile is seen
  if kernel_month_frozen_at(new.period_to) is not null
    and (act.kind = 'correct-observation' and act.reason is not null and kernel_actor_role() = 'dispatch') is not true then
    raise exception 'the month is frozen' using errcode = 'P0B04';
  end if;
  return new;
end $$;
