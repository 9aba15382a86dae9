-- What the project page and the keeping of the library need beside their first tables: which evidence a stage entry
-- rested on, who stands behind an act that also touched other subjects, duplicates found without showing whose they
-- are, statistics written apart from the management ledger, and names of organisations that follow their change.

create table kernel_stage_evidence (
  version_id uuid not null default uuidv7(),
  link_id uuid not null default uuidv7(),
  scope_id int not null,
  subject_id uuid not null,
  stage_id uuid not null,
  evidence_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint kernel_stage_evidence_pkey primary key (version_id),
  constraint kernel_stage_evidence_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint kernel_stage_evidence_span check (superseded_at > recorded_at)
);
create unique index kernel_stage_evidence_current on kernel_stage_evidence (stage_id, evidence_id) where superseded_at = 'infinity';
create index kernel_stage_evidence_subject_id on kernel_stage_evidence (subject_id);
call kernel_protect('kernel_stage_evidence', 'scoped', true);
call kernel_allow('kernel_stage_evidence', array['select'], array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise']);
call kernel_allow('kernel_stage_evidence', array['insert', 'update'], array['dispatch', 'district', 'town']);
comment on table kernel_stage_evidence is '阶段佐证：进入阶段所依据的材料 — Evidence that an entry into a stage rested on.';
comment on column kernel_stage_evidence.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_stage_evidence.link_id is '关联 — Link';
comment on column kernel_stage_evidence.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_stage_evidence.subject_id is '对象 — Subject it speaks of';
comment on column kernel_stage_evidence.stage_id is '阶段记录 — Stage entry';
comment on column kernel_stage_evidence.evidence_id is '佐证 — Evidence';
comment on column kernel_stage_evidence.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_stage_evidence.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_stage_evidence.act_id is '写入本行的办理 — Act that wrote it';

-- Chains are common knowledge like organisations: a district names the chains of its projects.
create policy kernel_subject_chains on kernel_subject for select to baton_act
  using (kind = 'chain' and (select kernel_may('kernel_subject', 'select')));

-- An act over many subjects is read by who reaches the first of them; who reaches another one's row may still know
-- which post wrote it. Reason and document stay with the act.
create function kernel_act_signatures(wanted uuid[])
returns table (act_id uuid, recorded_at timestamptz, kind text, post_title text, org_name text)
language sql stable security definer set search_path from current as $$
  select a.act_id, a.recorded_at, a.kind, p.title, coalesce(
    (select o.name from kernel_org o where o.org_id = p.org_id and o.recorded_at <= a.recorded_at and o.superseded_at > a.recorded_at),
    (select o.name from kernel_org o where o.org_id = p.org_id and o.superseded_at = 'infinity'))
  from kernel_act a left join kernel_post p on p.post_id = a.post_id
  where a.act_id = any(wanted) and kernel_actor_role() is not null
$$;
grant execute on function kernel_act_signatures(uuid[]) to baton_act, baton_city;

-- Duplicates ------------------------------------------------------------------------------------------------

-- Every search is on record: what somebody asked about other units' projects, and how much was found.
create table projects_duplicate_search (
  search_id uuid not null default uuidv7(),
  account_id uuid not null,
  post_id int not null,
  normal_name text,
  project_code text,
  credit_code text,
  found_count int not null,
  asked_at timestamptz not null default clock_timestamp(),
  constraint projects_duplicate_search_pkey primary key (search_id),
  constraint projects_duplicate_search_post foreign key (post_id) references kernel_post
);
create index projects_duplicate_search_account on projects_duplicate_search (account_id, asked_at);
alter table projects_duplicate_search enable row level security;
alter table projects_duplicate_search force row level security;
create policy projects_duplicate_search_own on projects_duplicate_search for select to baton_act, baton_city
  using (account_id = (select kernel_actor_account()));
grant select on projects_duplicate_search to baton_act, baton_city;
comment on table projects_duplicate_search is '查重记录：谁查了什么、查到几条 — Searches for duplicates: who asked for what, and how many were found.';
comment on column projects_duplicate_search.search_id is '查重 — Search';
comment on column projects_duplicate_search.account_id is '账号；目的：追溯查询人，依据：履行法定职责 — Account; kept to trace who searched (PIPL 13, 34)';
comment on column projects_duplicate_search.post_id is '岗位 — Post acted from';
comment on column projects_duplicate_search.normal_name is '所查名称（归一） — Name asked for, normalised';
comment on column projects_duplicate_search.project_code is '所查项目代码 — Project code asked for';
comment on column projects_duplicate_search.credit_code is '所查统一社会信用代码 — Credit code asked for';
comment on column projects_duplicate_search.found_count is '查到条数 — Number of matches';
comment on column projects_duplicate_search.asked_at is '查询时刻 — Instant of the search by the database''s clock';

-- Match and holding unit only, also for projects the asker does not reach: of those neither name nor identity leaves
-- (SECURITY D8). 30 searches a minute and account; the lock makes two at once count one after the other.
create function projects_find_duplicates(asked_name text, asked_code text, asked_credit text, asked_org uuid, own_id uuid)
returns table (subject_id uuid, name text, holding_unit text, why text)
language plpgsql security definer set search_path from current as $$
#variable_conflict use_column
declare found_rows int; reached int[] := kernel_actor_scopes(); post int := kernel_actor_post(); is_wide boolean := kernel_actor_role() in ('leader', 'dispatch');
begin
  if not kernel_may('projects_profile', 'select') then raise exception 'no right to search' using errcode = '42501'; end if;
  perform pg_advisory_xact_lock(hashtextextended('duplicate-search:' || kernel_actor_account()::text, 0));
  if (select count(*) from projects_duplicate_search s where s.account_id = kernel_actor_account() and s.asked_at > clock_timestamp() - interval '1 minute') >= 30 then
    raise exception 'too many searches' using errcode = 'P0B08';
  end if;
  return query
    select case when m.is_reached then m.subject_id end, case when m.is_reached then m.name end, m.unit, m.why
    from (
      select distinct on (p.subject_id) p.subject_id, v.name, coalesce(o.name, '') as unit, w.why, w.rank,
        is_wide or v.scope_id = any(reached) or exists (select from kernel_grant g where g.subject_id = p.subject_id and g.post_id = post) as is_reached
      from projects_profile p
      join kernel_subject_version v on v.subject_id = p.subject_id and v.superseded_at = 'infinity' and v.merged_into_id is null
      left join kernel_org o on o.org_id = v.account_org_id and o.superseded_at = 'infinity'
      cross join lateral (values
        ('project-code', 1, asked_code is not null and p.project_code = asked_code),
        ('credit-code', 2, asked_credit is not null and p.credit_code = asked_credit),
        ('name-and-place', 3, asked_name is not null and p.normal_name = asked_name and (asked_org is null or exists (
          -- one place is one unit below the city, and all below that
          select from kernel_org_closure a
          join kernel_org_closure b on b.ancestor_id = a.ancestor_id and b.descendant_id = v.account_org_id
          join kernel_org up on up.org_id = a.ancestor_id and up.superseded_at = 'infinity' and (up.parent_org_id is not null or a.depth = 0 and b.depth = 0)
          where a.descendant_id = asked_org)))
      ) as w (why, rank, is_match)
      where p.superseded_at = 'infinity' and w.is_match and p.subject_id is distinct from own_id
        and (p.project_code = asked_code or p.credit_code = asked_credit or p.normal_name = asked_name)
      order by p.subject_id, w.rank) m
    order by m.rank, m.unit, m.subject_id limit 20;
  get diagnostics found_rows = row_count;
  insert into projects_duplicate_search (account_id, post_id, normal_name, project_code, credit_code, found_count)
  values (kernel_actor_account(), post, asked_name, asked_code, asked_credit, found_rows);
end $$;
grant execute on function projects_find_duplicates(text, text, text, uuid, uuid) to baton_act;

-- Statistics ------------------------------------------------------------------------------------------------

-- The bureau's figures are written by the bureau (统计局, its statutory name) or entered by the dispatch office from the
-- bureau's table, in the statistics ledger alone: nothing here can touch what was dispatched (Statistics Law).
create function kernel_record_statistics(asked_subject uuid, month_end date, done_fen bigint, is_listed boolean, explanation text) returns void
language plpgsql security definer set search_path from current as $$
declare scope int; acting text := kernel_actor_role(); year_start date := date_trunc('year', month_end)::date;
begin
  select s.scope_id into scope from kernel_subject s where s.subject_id = asked_subject and (
    s.scope_id = any(kernel_actor_scopes())
    or exists (select from kernel_grant g where g.subject_id = s.subject_id and g.post_id = kernel_actor_post()));
  if scope is null or not (acting = 'dispatch' or acting = 'department' and exists (
      select from kernel_post p join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
      where p.post_id = kernel_actor_post() and o.name like '%统计局')) then
    raise exception 'no right to record statistics' using errcode = '42501';
  end if;
  update kernel_observation set superseded_at = now()
  where subject_id = asked_subject and ledger = 'statistics' and nature = 'actual' and superseded_at = 'infinity' and period_to = month_end
    and (metric = 'stat_listed' or metric = 'investment_statistics' and done_fen is not null);
  if done_fen is not null then
    insert into kernel_observation (observation_id, scope_id, subject_id, metric, ledger, period_from, period_to, value, text_value)
    values (gen_random_uuid(), scope, asked_subject, 'investment_statistics', 'statistics', year_start, month_end, done_fen, explanation);
  end if;
  insert into kernel_observation (observation_id, scope_id, subject_id, metric, ledger, period_from, period_to, value, text_value)
  values (gen_random_uuid(), scope, asked_subject, 'stat_listed', 'statistics', month_end, month_end, is_listed::int, explanation);
end $$;
grant execute on function kernel_record_statistics(uuid, date, bigint, boolean, text) to baton_act;

-- Organisations ---------------------------------------------------------------------------------------------

-- The identity of an organisation follows its newest name; the names it had stay in its versions.
create function kernel_rename_org_subject(renamed uuid, new_name text, new_search text) returns void
language plpgsql security definer set search_path from current as $$
begin
  if not kernel_may('kernel_org', 'update') then raise exception 'no right to rename an organisation' using errcode = '42501'; end if;
  update kernel_subject set name = new_name, search_text = new_search where subject_id = renamed and kind = 'org';
end $$;
grant execute on function kernel_rename_org_subject(uuid, text, text) to baton_act;

-- What an empty city still lacks, as counts only: whoever sets it up reads no business row.
create function kernel_setup_counts()
returns table (organisations int, posts int, people int, calendar_years int, rule_sets int, projects int)
language sql stable security definer set search_path from current as $$
  select (select count(*)::int from kernel_org where superseded_at = 'infinity'),
    (select count(*)::int from kernel_post where not is_closed and role not in ('sysadmin', 'secadmin', 'auditor')),
    (select count(distinct a.account_id)::int from kernel_appointment a join kernel_post p on p.post_id = a.post_id
      where a.valid_to > current_date and p.role not in ('sysadmin', 'secadmin', 'auditor')),
    (select count(distinct extract(year from d.day))::int from kernel_calendar_day d join kernel_calendar c on c.version = d.version and c.superseded_at = 'infinity'),
    (select count(*)::int from kernel_rule_set where superseded_at = 'infinity'),
    (select count(*)::int from kernel_subject where kind = 'project')
  where kernel_actor_role() is not null
$$;
grant execute on function kernel_setup_counts() to baton_act, baton_city;
