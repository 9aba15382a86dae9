-- What was entered wrongly is taken back by closing its version row: no successor bears the act that did it. The
-- history still has to tell who took it back, so an act is found by the instant at which rows were closed.

-- Acts of a withdrawal by their instants; who reaches the closed row may know which post closed it (as for
-- kernel_act_signatures: reason and document stay with the act). Instants of two acts may meet, so the kinds are asked too.
create function kernel_act_closings(instants timestamptz[], kinds text[])
returns table (act_id uuid, recorded_at timestamptz)
language sql stable security definer set search_path from current as $$
  select a.act_id, a.recorded_at from kernel_act a
  where a.recorded_at = any(instants) and a.kind = any(kinds) and kernel_actor_role() is not null
$$;
grant execute on function kernel_act_closings(timestamptz[], text[]) to baton_act, baton_city;
