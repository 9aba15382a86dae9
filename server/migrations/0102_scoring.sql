-- Scoring: what a class of units is judged by, what each got at a frozen month, and what a unit said against it.
-- A scheme is drafted by one person and adopted by another; a run is published by another than who made it; a mark is
-- never edited: an appeal that is upheld leads to a correction of the row below it and to an erratum.

create table scoring_scheme (
  version_id uuid not null default uuidv7(),
  scheme_id uuid not null default uuidv7(),
  number int not null,
  name text not null,
  rhythm text not null,
  unit_class text not null,
  document jsonb not null,
  state text not null,
  is_sample boolean not null default false,
  drafted_by uuid,
  adopted_by uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint scoring_scheme_pkey primary key (version_id),
  constraint scoring_scheme_rhythm check (rhythm in ('month', 'quarter', 'year')),
  constraint scoring_scheme_state check (state in ('draft', 'adopted')),
  constraint scoring_scheme_two_people check (state = 'draft' or is_sample or adopted_by is distinct from drafted_by),
  constraint scoring_scheme_span check (superseded_at > recorded_at)
);
create unique index scoring_scheme_current on scoring_scheme (scheme_id, number) where superseded_at = 'infinity';
create unique index scoring_scheme_one_draft on scoring_scheme (scheme_id) where superseded_at = 'infinity' and state = 'draft';

-- Who drafts and who adopts is what the transaction says, not what the statement says.
create function scoring_scheme_hands() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  if new.state = 'draft' then
    new.drafted_by := kernel_actor_account();
    new.adopted_by := null;
    return new;
  end if;
  select s.drafted_by into new.drafted_by from scoring_scheme s
    where s.scheme_id = new.scheme_id and s.number = new.number and s.state = 'draft' order by s.recorded_at desc limit 1;
  if not found then raise exception 'a scheme is adopted from its draft' using errcode = 'P0B06', constraint = 'scoring_scheme_way'; end if;
  new.adopted_by := kernel_actor_account();
  return new;
end $$;
create trigger scoring_scheme_hands before insert on scoring_scheme for each row execute function scoring_scheme_hands();

create table scoring_run (
  version_id uuid not null default uuidv7(),
  run_id uuid not null default uuidv7(),
  scheme_id uuid not null,
  scheme_number int not null,
  kind text not null,
  month_end date not null,
  known_at timestamptz not null,
  is_published boolean not null default false,
  published_on date,
  run_by uuid,
  published_by uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint scoring_run_pkey primary key (version_id),
  constraint scoring_run_kind check (kind in ('mock', 'official')),
  constraint scoring_run_published check (is_published = (published_on is not null)),
  constraint scoring_run_two_people check (not is_published or published_by is null or published_by is distinct from run_by),
  constraint scoring_run_span check (superseded_at > recorded_at)
);
create unique index scoring_run_current on scoring_run (run_id) where superseded_at = 'infinity';
create unique index scoring_run_one_official on scoring_run (scheme_id, month_end) where superseded_at = 'infinity' and kind = 'official';

create function scoring_run_hands() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  if not new.is_published then
    new.run_by := kernel_actor_account();
    new.published_by := null;
    return new;
  end if;
  select r.run_by into new.run_by from scoring_run r
    where r.run_id = new.run_id and not r.is_published order by r.recorded_at desc limit 1;
  if not found then raise exception 'a run is published after it was made' using errcode = 'P0B06', constraint = 'scoring_run_way'; end if;
  new.published_by := kernel_actor_account();
  return new;
end $$;
create trigger scoring_run_hands before insert on scoring_run for each row execute function scoring_run_hands();

create table scoring_score (
  version_id uuid not null default uuidv7(),
  run_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  unit_key text not null,
  unit_label text not null,
  place int not null,
  total int not null,
  rank int,
  unranked_because text,
  marks jsonb not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint scoring_score_pkey primary key (version_id),
  constraint scoring_score_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint scoring_score_span check (superseded_at > recorded_at)
);
create unique index scoring_score_current on scoring_score (run_id, unit_key) where superseded_at = 'infinity';
create index scoring_score_subject_id on scoring_score (subject_id);

create table scoring_appeal (
  version_id uuid not null default uuidv7(),
  appeal_id uuid not null default uuidv7(),
  run_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  unit_key text not null,
  indicator text not null,
  reason text not null,
  due_on date not null,
  state text not null default 'open',
  answer text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint scoring_appeal_pkey primary key (version_id),
  constraint scoring_appeal_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint scoring_appeal_state check (state in ('open', 'upheld', 'refused', 'withdrawn')),
  constraint scoring_appeal_answered check ((state in ('upheld', 'refused')) = (answer is not null)),
  constraint scoring_appeal_span check (superseded_at > recorded_at)
);
create unique index scoring_appeal_current on scoring_appeal (appeal_id) where superseded_at = 'infinity';
create unique index scoring_appeal_once on scoring_appeal (run_id, unit_key, indicator) where superseded_at = 'infinity' and state = 'open';
create index scoring_appeal_subject_id on scoring_appeal (subject_id);

call kernel_protect('scoring_scheme', 'reference', true);
call kernel_protect('scoring_run', 'reference', true);
call kernel_protect('scoring_score', 'scoped', true);
call kernel_protect('scoring_appeal', 'scoped', true);

-- A published table is read by every unit that is judged by its like; until then a unit reads its own line only.
create policy scoring_score_published on scoring_score for select to baton_act
  using ((select kernel_may('scoring_score', 'select')) and run_id in (select r.run_id from scoring_run r where r.superseded_at = 'infinity' and r.is_published));

do $$
declare
  readers text[] := array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise'];
begin
  call kernel_allow('scoring_scheme', array['select'], readers);
  call kernel_allow('scoring_scheme', array['insert', 'update'], array['dispatch']);
  call kernel_allow('scoring_run', array['select'], readers);
  call kernel_allow('scoring_run', array['insert', 'update'], array['dispatch']);
  call kernel_allow('scoring_score', array['select'], readers);
  call kernel_allow('scoring_score', array['insert', 'update'], array['dispatch']);
  call kernel_allow('scoring_appeal', array['select'], readers);
  call kernel_allow('scoring_appeal', array['insert', 'update'], array['dispatch', 'district', 'town', 'department']);
end $$;

comment on table scoring_scheme is '计分办法：一类单位按什么计分，分版本 — Scoring schemes: by what a class of units is judged.';
comment on column scoring_scheme.version_id is '版本号，一行一版 — Identity of this version';
comment on column scoring_scheme.scheme_id is '计分办法 — Scheme';
comment on column scoring_scheme.number is '第几版 — Version number';
comment on column scoring_scheme.name is '名称 — Name';
comment on column scoring_scheme.rhythm is '周期：month 月、quarter 季、year 年 — Rhythm';
comment on column scoring_scheme.unit_class is '参评单位类别 — Class of units';
comment on column scoring_scheme.document is '指标、权重、方法、缺数处理、一票否决 — Indicators, weights, methods, missing data, vetoes';
comment on column scoring_scheme.state is 'draft 草稿、adopted 已采用 — State';
comment on column scoring_scheme.is_sample is '示例 — Whether a sample';
comment on column scoring_scheme.drafted_by is '起草账号，由数据库填写；目的：起草与采用由不同的人办理 — Account that drafted, filled by the database; kept so that two people are needed';
comment on column scoring_scheme.adopted_by is '采用账号，由数据库填写；目的同上 — Account that adopted, filled by the database; kept for the same purpose';
comment on column scoring_scheme.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column scoring_scheme.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column scoring_scheme.act_id is '写入本行的办理 — Act that wrote it';

comment on table scoring_run is '评分：一次计分，依据一个冻结的月份 — Runs: one scoring at a frozen month.';
comment on column scoring_run.version_id is '版本号，一行一版 — Identity of this version';
comment on column scoring_run.run_id is '评分 — Run';
comment on column scoring_run.scheme_id is '计分办法 — Scheme';
comment on column scoring_run.scheme_number is '办法的第几版 — Version of the scheme';
comment on column scoring_run.kind is 'mock 模拟考核、official 正式 — Kind';
comment on column scoring_run.month_end is '截止日，月末 — Last day judged';
comment on column scoring_run.known_at is '所知时刻，等于该月冻结时刻 — Known instant: that of the freeze';
comment on column scoring_run.is_published is '是否已发布 — Whether published';
comment on column scoring_run.published_on is '发布日，业务日期 — Day of publication, business date';
comment on column scoring_run.run_by is '评分账号，由数据库填写；目的：评分与发布由不同的人办理 — Account that ran it, filled by the database; kept so that two people are needed';
comment on column scoring_run.published_by is '发布账号，由数据库填写；目的同上 — Account that published it, filled by the database; kept for the same purpose';
comment on column scoring_run.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column scoring_run.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column scoring_run.act_id is '写入本行的办理 — Act that wrote it';

comment on table scoring_score is '得分：一个单位在一次评分中的总分、名次和各项得分 — Scores of one unit in one run, with its marks.';
comment on column scoring_score.version_id is '版本号，一行一版 — Identity of this version';
comment on column scoring_score.run_id is '评分 — Run';
comment on column scoring_score.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column scoring_score.subject_id is '单位（组织） — Unit: an organisation';
comment on column scoring_score.unit_key is '单位在指标维度中的代码 — Key of the unit in the figures’ dimension';
comment on column scoring_score.unit_label is '单位名称 — Name of the unit';
comment on column scoring_score.place is '在办法中的次序 — Place in the scheme’s order';
comment on column scoring_score.total is '总分，百分之一分 — Total, hundredths of a point';
comment on column scoring_score.rank is '名次，并列同名次；空为不排名 — Rank, ties share one; null where unranked';
comment on column scoring_score.unranked_because is '不排名的原因 — Why unranked';
comment on column scoring_score.marks is '各项得分及算法 — Marks with their arithmetic';
comment on column scoring_score.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column scoring_score.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column scoring_score.act_id is '写入本行的办理 — Act that wrote it';

comment on table scoring_appeal is '申诉：单位对一项得分的异议和答复 — Appeals against a mark, with the answer.';
comment on column scoring_appeal.version_id is '版本号，一行一版 — Identity of this version';
comment on column scoring_appeal.appeal_id is '申诉 — Appeal';
comment on column scoring_appeal.run_id is '评分 — Run';
comment on column scoring_appeal.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column scoring_appeal.subject_id is '单位（组织） — Unit: an organisation';
comment on column scoring_appeal.unit_key is '单位代码 — Key of the unit';
comment on column scoring_appeal.indicator is '指标项 — Indicator of the scheme';
comment on column scoring_appeal.reason is '理由 — Reason';
comment on column scoring_appeal.due_on is '答复时限 — Day by which it is answered';
comment on column scoring_appeal.state is 'open 待答复、upheld 成立、refused 不成立、withdrawn 已撤回 — State';
comment on column scoring_appeal.answer is '答复 — Answer';
comment on column scoring_appeal.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column scoring_appeal.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column scoring_appeal.act_id is '写入本行的办理 — Act that wrote it';
