-- Bulletins: a document of text and figures on its way from a draft to a paper that is issued once. Drafted, checked and
-- issued by three persons; every number fixed with its known instant before it is issued; afterwards errata only.

create table dispatch_bulletin (
  version_id uuid not null default uuidv7(),
  bulletin_id uuid not null default uuidv7(),
  kind text not null,
  month_end date not null,
  title text not null,
  document jsonb not null,
  -- null for every unit of the city
  audience uuid[],
  is_sample boolean not null default false,
  written_by uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint dispatch_bulletin_pkey primary key (version_id),
  constraint dispatch_bulletin_kind check (kind in ('bulletin', 'brief', 'speech')),
  constraint dispatch_bulletin_span check (superseded_at > recorded_at)
);
create unique index dispatch_bulletin_current on dispatch_bulletin (bulletin_id) where superseded_at = 'infinity';
create index dispatch_bulletin_month on dispatch_bulletin (month_end, bulletin_id) where superseded_at = 'infinity';

-- check → (return →) ask → freeze → issue; each a row, in turn.
create table dispatch_bulletin_event (
  event_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  sequence int not null,
  kind text not null,
  note text,
  due_on date,
  known_at timestamptz,
  document_no text,
  issued_on date,
  done_by uuid,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint dispatch_bulletin_event_pkey primary key (event_id),
  constraint dispatch_bulletin_event_kind check (kind in ('check', 'return', 'ask', 'freeze', 'withdraw', 'issue')),
  constraint dispatch_bulletin_event_once unique (bulletin_id, sequence),
  constraint dispatch_bulletin_event_freeze check ((kind = 'freeze') = (known_at is not null)),
  constraint dispatch_bulletin_event_issue check ((kind = 'issue') = (document_no is not null and issued_on is not null)),
  constraint dispatch_bulletin_event_span check (superseded_at > recorded_at)
);
create unique index dispatch_bulletin_event_number on dispatch_bulletin_event (document_no) where kind = 'issue';

-- Whoever writes the text is on record by the transaction, not by the statement; a text that was frozen stays.
create function dispatch_bulletin_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare last_kind text;
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  new.written_by := kernel_actor_account();
  select e.kind into last_kind from dispatch_bulletin_event e where e.bulletin_id = new.bulletin_id order by e.sequence desc limit 1;
  if last_kind in ('check', 'ask', 'freeze', 'issue') then
    raise exception 'a checked bulletin is returned before it is changed' using errcode = 'P0B06', constraint = 'dispatch_bulletin_way';
  end if;
  return new;
end $$;
create trigger dispatch_bulletin_guard before insert on dispatch_bulletin for each row execute function dispatch_bulletin_guard();

-- Events come in turn; who wrote does not check, who wrote or checked does not issue.
create function dispatch_bulletin_event_guard() returns trigger
language plpgsql security definer set search_path from current as $$
declare last_kind text; last_sequence int; me uuid := kernel_actor_account();
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  new.done_by := me;
  select e.kind, e.sequence into last_kind, last_sequence from dispatch_bulletin_event e
    where e.bulletin_id = new.bulletin_id order by e.sequence desc limit 1;
  if new.sequence is distinct from coalesce(last_sequence, 0) + 1 or (case new.kind
      when 'check' then last_kind is null or last_kind = 'return'
      when 'return' then last_kind in ('check', 'ask', 'withdraw')
      when 'ask' then last_kind in ('check', 'withdraw')
      when 'freeze' then last_kind in ('check', 'ask', 'withdraw')
      when 'withdraw' then last_kind = 'freeze'
      when 'issue' then last_kind = 'freeze' end) is not true then
    raise exception 'the bulletin is not in a state for this' using errcode = 'P0B06', constraint = 'dispatch_bulletin_way';
  end if;
  if new.kind in ('check', 'issue') and exists (select from dispatch_bulletin b
      where b.bulletin_id = new.bulletin_id and b.superseded_at = 'infinity' and b.written_by = me) then
    raise exception 'who wrote a bulletin neither checks nor issues it' using errcode = 'P0B07', constraint = 'dispatch_bulletin_three_people';
  end if;
  if new.kind = 'issue' and exists (select from dispatch_bulletin_event e
      where e.bulletin_id = new.bulletin_id and e.kind = 'check' and e.done_by = me
        and e.sequence > coalesce((select max(r.sequence) from dispatch_bulletin_event r where r.bulletin_id = new.bulletin_id and r.kind = 'return'), 0)) then
    raise exception 'who checked a bulletin does not issue it' using errcode = 'P0B07', constraint = 'dispatch_bulletin_three_people';
  end if;
  return new;
end $$;
create trigger dispatch_bulletin_event_guard before insert on dispatch_bulletin_event
  for each row execute function dispatch_bulletin_event_guard();

-- What a unit is asked to look at before the issue: its own numbers, as they then stood, and its word on them.
create table dispatch_confirmation (
  version_id uuid not null default uuidv7(),
  confirmation_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  scope_id int not null,
  subject_id uuid not null,
  unit_key text not null,
  unit_label text not null,
  numbers jsonb not null,
  due_on date not null,
  state text not null default 'asked',
  note text,
  answer text,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint dispatch_confirmation_pkey primary key (version_id),
  constraint dispatch_confirmation_subject foreign key (subject_id, scope_id) references kernel_subject (subject_id, scope_id) on update cascade,
  constraint dispatch_confirmation_state check (state in ('asked', 'confirmed', 'objected', 'answered', 'dropped')),
  constraint dispatch_confirmation_objection check (state not in ('objected', 'answered') or note is not null),
  constraint dispatch_confirmation_answer check ((state = 'answered') = (answer is not null)),
  constraint dispatch_confirmation_span check (superseded_at > recorded_at)
);
create unique index dispatch_confirmation_current on dispatch_confirmation (confirmation_id) where superseded_at = 'infinity';
create index dispatch_confirmation_bulletin on dispatch_confirmation (bulletin_id, subject_id);
create index dispatch_confirmation_subject_id on dispatch_confirmation (subject_id);

-- Everything the numbers and names of a frozen bulletin stand on, kept for good.
create table dispatch_bulletin_facts (
  version_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  facts jsonb not null,
  -- question key → how many rows stood behind it, their digest, and the rows themselves where they are few
  rows jsonb not null,
  digest text not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint dispatch_bulletin_facts_pkey primary key (version_id),
  constraint dispatch_bulletin_facts_span check (superseded_at > recorded_at)
);
create unique index dispatch_bulletin_facts_current on dispatch_bulletin_facts (bulletin_id) where superseded_at = 'infinity';

create table dispatch_erratum (
  version_id uuid not null default uuidv7(),
  erratum_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  number int not null,
  question_key text not null,
  group_key text,
  label text not null,
  was text not null,
  now text not null,
  reason text not null,
  issued_on date not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  act_id uuid not null,
  constraint dispatch_erratum_pkey primary key (version_id),
  constraint dispatch_erratum_span check (superseded_at > recorded_at)
);
create unique index dispatch_erratum_number on dispatch_erratum (bulletin_id, number) where superseded_at = 'infinity';

call kernel_protect('dispatch_bulletin', 'reference', true);
call kernel_protect('dispatch_bulletin_event', 'reference', true);
call kernel_protect('dispatch_confirmation', 'scoped', true);
call kernel_protect('dispatch_bulletin_facts', 'reference', true);
call kernel_protect('dispatch_erratum', 'reference', true);

-- Who may read a bulletin: its makers and the leaders always; a unit, once it is issued and the unit is among its readers.
create function dispatch_readable() returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(b.bulletin_id), '{}') from dispatch_bulletin b
  where b.superseded_at = 'infinity' and exists (select from dispatch_bulletin_event e where e.bulletin_id = b.bulletin_id and e.kind = 'issue')
    and (b.audience is null or (select p.org_id from kernel_post p where p.post_id = kernel_actor_post()) = any(b.audience))
$$;
grant execute on function dispatch_readable() to baton_act, baton_city;

-- A unit that is asked knows of which bulletin, although it does not read it yet.
create function dispatch_title(wanted uuid) returns text
language sql stable security definer set search_path from current as $$
  select title from dispatch_bulletin where bulletin_id = wanted and superseded_at = 'infinity' and kernel_actor_role() is not null
$$;
create function dispatch_month(wanted uuid) returns date
language sql stable security definer set search_path from current as $$
  select month_end from dispatch_bulletin where bulletin_id = wanted and superseded_at = 'infinity' and kernel_actor_role() is not null
$$;
create function dispatch_is_asking(wanted uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select kernel_actor_role() is not null and 'ask' = (select e.kind from dispatch_bulletin_event e where e.bulletin_id = wanted order by e.sequence desc limit 1)
$$;
grant execute on function dispatch_title(uuid), dispatch_month(uuid), dispatch_is_asking(uuid) to baton_act, baton_city;

alter policy dispatch_bulletin_read on dispatch_bulletin
  using ((select kernel_may('dispatch_bulletin', 'select')) and ((select kernel_actor_role()) in ('dispatch', 'leader') or bulletin_id = any((select dispatch_readable())::uuid[])));
alter policy dispatch_bulletin_event_read on dispatch_bulletin_event
  using ((select kernel_may('dispatch_bulletin_event', 'select')) and ((select kernel_actor_role()) in ('dispatch', 'leader') or bulletin_id = any((select dispatch_readable())::uuid[])));
alter policy dispatch_bulletin_facts_read on dispatch_bulletin_facts
  using ((select kernel_may('dispatch_bulletin_facts', 'select')) and ((select kernel_actor_role()) in ('dispatch', 'leader') or bulletin_id = any((select dispatch_readable())::uuid[])));
alter policy dispatch_erratum_read on dispatch_erratum
  using ((select kernel_may('dispatch_erratum', 'select')) and ((select kernel_actor_role()) in ('dispatch', 'leader') or bulletin_id = any((select dispatch_readable())::uuid[])));

do $$
declare
  readers text[] := array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise'];
begin
  call kernel_allow('dispatch_bulletin', array['select'], readers);
  call kernel_allow('dispatch_bulletin', array['insert', 'update'], array['dispatch']);
  call kernel_allow('dispatch_bulletin_event', array['select'], readers);
  call kernel_allow('dispatch_bulletin_event', array['insert'], array['dispatch', 'leader']);
  call kernel_allow('dispatch_confirmation', array['select'], readers);
  call kernel_allow('dispatch_confirmation', array['insert'], array['dispatch', 'district', 'town', 'department']);
  call kernel_allow('dispatch_confirmation', array['update'], array['dispatch', 'district', 'town', 'department']);
  call kernel_allow('dispatch_bulletin_facts', array['select'], readers);
  call kernel_allow('dispatch_bulletin_facts', array['insert', 'update'], array['dispatch']);
  call kernel_allow('dispatch_erratum', array['select'], readers);
  call kernel_allow('dispatch_erratum', array['insert'], array['dispatch']);
end $$;

comment on table dispatch_bulletin is '通报：由文字和指标组成的文稿，分版本 — Bulletins: documents of text and figures.';
comment on column dispatch_bulletin.version_id is '版本号，一行一版 — Identity of this version';
comment on column dispatch_bulletin.bulletin_id is '通报 — Bulletin';
comment on column dispatch_bulletin.kind is 'bulletin 通报、brief 领导一页纸、speech 讲话数据 — Kind';
comment on column dispatch_bulletin.month_end is '所属月份的最后一天 — Last day of its month';
comment on column dispatch_bulletin.title is '标题 — Title';
comment on column dispatch_bulletin.document is '文稿：文字、指标、表、图、亮牌、排名 — Text, figures, tables, charts, lights, rankings';
comment on column dispatch_bulletin.audience is '可读的组织；空为全市各单位 — Organisations that may read it; null for all';
comment on column dispatch_bulletin.is_sample is '示例 — Whether a sample';
comment on column dispatch_bulletin.written_by is '起草账号，由数据库填写；目的：起草、核稿、签发由不同的人办理 — Account that wrote it, filled by the database; kept so that three people are needed';
comment on column dispatch_bulletin.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_bulletin.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_bulletin.act_id is '写入本行的办理 — Act that wrote it';

comment on table dispatch_bulletin_event is '通报的经过：核稿、退回、征求意见、定稿、撤回、签发 — The way of a bulletin.';
comment on column dispatch_bulletin_event.event_id is '经过 — Event';
comment on column dispatch_bulletin_event.bulletin_id is '通报 — Bulletin';
comment on column dispatch_bulletin_event.sequence is '次序 — Sequence';
comment on column dispatch_bulletin_event.kind is 'check 核稿、return 退回、ask 征求意见、freeze 定稿、withdraw 撤回定稿、issue 签发 — Kind';
comment on column dispatch_bulletin_event.note is '意见 — Note';
comment on column dispatch_bulletin_event.due_on is '反馈时限 — Day by which units answer';
comment on column dispatch_bulletin_event.known_at is '所知时刻，定稿时固定 — Known instant fixed at the freeze';
comment on column dispatch_bulletin_event.document_no is '发文字号 — Document number';
comment on column dispatch_bulletin_event.issued_on is '成文日期 — Date of issue';
comment on column dispatch_bulletin_event.done_by is '办理账号，由数据库填写；目的：起草、核稿、签发由不同的人办理 — Account that did it, filled by the database; kept so that three people are needed';
comment on column dispatch_bulletin_event.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_bulletin_event.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_bulletin_event.act_id is '写入本行的办理 — Act that wrote it';

comment on table dispatch_confirmation is '核对：单位对通报中本单位数据的确认或异议 — Confirmations: a unit’s word on its own numbers.';
comment on column dispatch_confirmation.version_id is '版本号，一行一版 — Identity of this version';
comment on column dispatch_confirmation.confirmation_id is '核对 — Confirmation';
comment on column dispatch_confirmation.bulletin_id is '通报 — Bulletin';
comment on column dispatch_confirmation.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column dispatch_confirmation.subject_id is '单位（组织） — Unit: an organisation';
comment on column dispatch_confirmation.unit_key is '单位代码 — Key of the unit';
comment on column dispatch_confirmation.unit_label is '单位名称 — Name of the unit';
comment on column dispatch_confirmation.numbers is '请其核对的数 — Numbers it was asked about';
comment on column dispatch_confirmation.due_on is '反馈时限 — Due day';
comment on column dispatch_confirmation.state is 'asked 待反馈、confirmed 已确认、objected 有异议、answered 已答复、dropped 已撤销 — State';
comment on column dispatch_confirmation.note is '异议 — Objection';
comment on column dispatch_confirmation.answer is '对异议的答复 — Answer to the objection';
comment on column dispatch_confirmation.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_confirmation.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_confirmation.act_id is '写入本行的办理 — Act that wrote it';

comment on table dispatch_bulletin_facts is '通报定稿的数据：每个数的问题、答案和背后的行 — What a frozen bulletin stands on.';
comment on column dispatch_bulletin_facts.version_id is '版本号，一行一版 — Identity of this version';
comment on column dispatch_bulletin_facts.bulletin_id is '通报 — Bulletin';
comment on column dispatch_bulletin_facts.facts is '全部问题与答案、亮牌项目、排名 — All answers, named projects, rankings';
comment on column dispatch_bulletin_facts.rows is '各数背后的行数、摘要和行 — Row counts, digests and rows behind each';
comment on column dispatch_bulletin_facts.digest is '全部内容的摘要 — Digest of everything';
comment on column dispatch_bulletin_facts.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_bulletin_facts.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_bulletin_facts.act_id is '写入本行的办理 — Act that wrote it';

comment on table dispatch_erratum is '勘误：通报签发后的更正，编号并注明原因 — Errata after the issue, numbered, with a reason.';
comment on column dispatch_erratum.version_id is '版本号，一行一版 — Identity of this version';
comment on column dispatch_erratum.erratum_id is '勘误 — Erratum';
comment on column dispatch_erratum.bulletin_id is '通报 — Bulletin';
comment on column dispatch_erratum.number is '第几号 — Number';
comment on column dispatch_erratum.question_key is '所更正的数 — Question whose number is corrected';
comment on column dispatch_erratum.group_key is '分组；空为总数 — Group; null for the total';
comment on column dispatch_erratum.label is '所更正的数的名称 — What is corrected, in words';
comment on column dispatch_erratum.was is '原文 — As printed';
comment on column dispatch_erratum.now is '更正为 — As corrected';
comment on column dispatch_erratum.reason is '原因 — Reason';
comment on column dispatch_erratum.issued_on is '勘误日期 — Day of the erratum';
comment on column dispatch_erratum.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_erratum.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_erratum.act_id is '写入本行的办理 — Act that wrote it';
