-- A freeze never loses to a report that is being written: writers of a month share a lock that the freeze takes for
-- itself. A writer is refused at once instead of waiting, because the freeze in turn waits for older writers to finish
-- (kernel_settled_now), and two waits for each other would end only by a time limit. What was written before the lock
-- was taken is older than the freeze's known instant; what comes after finds the freeze.

-- Taken before the first write of a freeze. Waits for the writers of this month that are under way.
create function kernel_lock_month(month_end date) returns void
language sql volatile as $$
  select pg_advisory_xact_lock(4210015, month_end - date '2000-01-01')
$$;
grant execute on function kernel_lock_month(date) to baton_act;

create or replace function kernel_observation_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare act_kind text;
begin
  if new.ledger <> 'management' or new.nature <> 'actual' then return new; end if;
  select kind into act_kind from kernel_act where xid = pg_current_xact_id_if_assigned();
  if act_kind = 'load-history' then return new; end if;
  if not pg_try_advisory_xact_lock_shared(4210015, new.period_to - date '2000-01-01') then
    raise exception 'the month is being frozen' using errcode = 'P0B04';
  end if;
  -- asked after the lock: a freeze that finished meanwhile is seen
  if act_kind is distinct from 'correct-observation' and kernel_month_frozen_at(new.period_to) is not null then
    raise exception 'the month is frozen' using errcode = 'P0B04';
  end if;
  return new;
end $$;

-- The way of a period is kept by the database too: no event out of turn, and who froze does not publish.
create function kernel_period_event_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare last_kind text; last_sequence int; freezer uuid;
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  select e.kind, e.sequence into last_kind, last_sequence from kernel_period_event e
    where e.period_id = new.period_id order by e.sequence desc limit 1;
  if new.sequence is distinct from coalesce(last_sequence, 0) + 1 or (case new.kind
      when 'open' then last_kind is null
      when 'close' then last_kind = 'open'
      when 'freeze' then last_kind in ('close', 'withdraw')
      when 'withdraw' then last_kind = 'freeze'
      when 'publish' then last_kind = 'freeze' end) is not true then
    raise exception 'the period is not in a state for this' using errcode = 'P0B06';
  end if;
  if new.kind = 'publish' then
    select a.account_id into freezer from kernel_period_event e join kernel_act a on a.act_id = e.act_id
      where e.period_id = new.period_id and e.kind = 'freeze' order by e.sequence desc limit 1;
    if freezer = kernel_actor_account() then
      raise exception 'who froze a period does not publish it' using errcode = 'P0B07';
    end if;
  end if;
  return new;
end $$;
create trigger kernel_period_event_in_turn before insert on kernel_period_event
  for each row execute function kernel_period_event_guard();

-- What an exemption asks for, before anybody has approved it; the approval is a matter.
create table kernel_exemption_request (
  version_id uuid not null default uuidv7(),
  request_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  matter_id uuid not null,
  dimension text not null,
  reason text not null,
  document_no text,
  valid_to date not null,
  requested_by uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_exemption_request_pkey primary key (version_id),
  constraint kernel_exemption_request_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_exemption_request_matter foreign key (matter_id) references kernel_matter,
  constraint kernel_exemption_request_dimension check (dimension in ('overall', 'stage', 'schedule', 'money', 'blockage', 'freshness'))
);
create unique index kernel_exemption_request_once on kernel_exemption_request (matter_id) where superseded_at = 'infinity';
call kernel_protect('kernel_exemption_request', 'scoped', true);
call kernel_allow('kernel_exemption_request', array['select'], array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise']);
call kernel_allow('kernel_exemption_request', array['insert'], array['dispatch', 'district', 'town']);

comment on table kernel_exemption_request is '豁免申请：审批通过前的内容（版本） — What an exemption asks for before it is approved, by version';
comment on column kernel_exemption_request.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_exemption_request.request_id is '申请 — Request';
comment on column kernel_exemption_request.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_exemption_request.subject_id is '对象 — Subject it speaks of';
comment on column kernel_exemption_request.matter_id is '审批事项 — Matter by which it is approved';
comment on column kernel_exemption_request.dimension is '申请豁免的维度 — Dimension to be exempted';
comment on column kernel_exemption_request.reason is '理由 — Reason';
comment on column kernel_exemption_request.document_no is '依据文号 — Document number';
comment on column kernel_exemption_request.valid_to is '止（不含），有效时间 — Day after the last, valid-time';
comment on column kernel_exemption_request.requested_by is '申请账号 — Account that asked — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_exemption_request.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_exemption_request.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_exemption_request.act_id is '写入本行的办理 — Act that wrote it';

-- Lights ask for the state of matters as it was known, also when it is no longer current.
create index kernel_matter_state_known on kernel_matter_state (matter_id, recorded_at);
