-- The whole schema of one city, for reading and for the diff of a change. Written by `npm run generate`
-- from the migrations in server/migrations; never run, never edited by hand.

-- 通报：由文字和指标组成的文稿，分版本 — Bulletins: documents of text and figures.
create table dispatch_bulletin (
  version_id uuid not null default uuidv7(),
  bulletin_id uuid not null default uuidv7(),
  kind text not null,
  month_end date not null,
  title text not null,
  document jsonb not null,
  audience uuid[],
  is_sample boolean not null default false,
  written_by uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint dispatch_bulletin_pkey primary key (version_id),
  constraint dispatch_bulletin_kind check ((kind = any (array['bulletin', 'brief', 'speech']))),
  constraint dispatch_bulletin_span check ((superseded_at > recorded_at))
);
create unique index dispatch_bulletin_current on dispatch_bulletin using btree (bulletin_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index dispatch_bulletin_month on dispatch_bulletin using btree (month_end, bulletin_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger dispatch_bulletin_close before update of superseded_at on dispatch_bulletin for each row execute function kernel_close_version();
create trigger dispatch_bulletin_guard before insert on dispatch_bulletin for each row execute function dispatch_bulletin_guard();
alter table dispatch_bulletin enable row level security;
alter table dispatch_bulletin force row level security;
create policy dispatch_bulletin_add on dispatch_bulletin for insert to baton_act
  with check (( select kernel_may('dispatch_bulletin', 'insert')));
create policy dispatch_bulletin_change on dispatch_bulletin for update to baton_act
  using (( select kernel_may('dispatch_bulletin', 'update')))
  with check (( select kernel_may('dispatch_bulletin', 'update')));
create policy dispatch_bulletin_read on dispatch_bulletin for select to baton_act
  using ((( select kernel_may('dispatch_bulletin', 'select')) and ((( select kernel_actor_role()) = any (array['dispatch', 'leader'])) or (bulletin_id = any (( select dispatch_readable())::uuid[])))));
create policy dispatch_bulletin_read_city on dispatch_bulletin for select to baton_city
  using (true);
create policy dispatch_bulletin_remove on dispatch_bulletin for delete to baton_act
  using (( select kernel_may('dispatch_bulletin', 'delete')));
grant insert (audience, bulletin_id, document, is_sample, kind, month_end, title, version_id, written_by), select, update (superseded_at) on dispatch_bulletin to baton_act;
grant select on dispatch_bulletin to baton_backup;
grant select on dispatch_bulletin to baton_city;
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

-- 通报的经过：核稿、退回、征求意见、定稿、撤回、签发 — The way of a bulletin.
create table dispatch_bulletin_event (
  event_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  sequence integer not null,
  kind text not null,
  note text,
  due_on date,
  known_at timestamp with time zone,
  document_no text,
  issued_on date,
  done_by uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint dispatch_bulletin_event_pkey primary key (event_id),
  constraint dispatch_bulletin_event_once unique (bulletin_id, sequence),
  constraint dispatch_bulletin_event_freeze check (((kind = 'freeze') = (known_at IS not NULL))),
  constraint dispatch_bulletin_event_issue check (((kind = 'issue') = ((document_no IS not NULL) and (issued_on IS not NULL)))),
  constraint dispatch_bulletin_event_kind check ((kind = any (array['check', 'return', 'ask', 'freeze', 'withdraw', 'issue']))),
  constraint dispatch_bulletin_event_span check ((superseded_at > recorded_at))
);
create unique index dispatch_bulletin_event_number on dispatch_bulletin_event using btree (document_no) where (kind = 'issue'::text);
create trigger dispatch_bulletin_event_close before update of superseded_at on dispatch_bulletin_event for each row execute function kernel_close_version();
create trigger dispatch_bulletin_event_guard before insert on dispatch_bulletin_event for each row execute function dispatch_bulletin_event_guard();
alter table dispatch_bulletin_event enable row level security;
alter table dispatch_bulletin_event force row level security;
create policy dispatch_bulletin_event_add on dispatch_bulletin_event for insert to baton_act
  with check (( select kernel_may('dispatch_bulletin_event', 'insert')));
create policy dispatch_bulletin_event_change on dispatch_bulletin_event for update to baton_act
  using (( select kernel_may('dispatch_bulletin_event', 'update')))
  with check (( select kernel_may('dispatch_bulletin_event', 'update')));
create policy dispatch_bulletin_event_read on dispatch_bulletin_event for select to baton_act
  using ((( select kernel_may('dispatch_bulletin_event', 'select')) and ((( select kernel_actor_role()) = any (array['dispatch', 'leader'])) or (bulletin_id = any (( select dispatch_readable())::uuid[])))));
create policy dispatch_bulletin_event_read_city on dispatch_bulletin_event for select to baton_city
  using (true);
create policy dispatch_bulletin_event_remove on dispatch_bulletin_event for delete to baton_act
  using (( select kernel_may('dispatch_bulletin_event', 'delete')));
grant insert (bulletin_id, document_no, done_by, due_on, event_id, issued_on, kind, known_at, note, sequence), select, update (superseded_at) on dispatch_bulletin_event to baton_act;
grant select on dispatch_bulletin_event to baton_backup;
grant select on dispatch_bulletin_event to baton_city;
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

-- 通报定稿的数据：每个数的问题、答案和背后的行 — What a frozen bulletin stands on.
create table dispatch_bulletin_facts (
  version_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  facts jsonb not null,
  rows jsonb not null,
  digest text not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint dispatch_bulletin_facts_pkey primary key (version_id),
  constraint dispatch_bulletin_facts_span check ((superseded_at > recorded_at))
);
create unique index dispatch_bulletin_facts_current on dispatch_bulletin_facts using btree (bulletin_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger dispatch_bulletin_facts_close before update of superseded_at on dispatch_bulletin_facts for each row execute function kernel_close_version();
alter table dispatch_bulletin_facts enable row level security;
alter table dispatch_bulletin_facts force row level security;
create policy dispatch_bulletin_facts_add on dispatch_bulletin_facts for insert to baton_act
  with check (( select kernel_may('dispatch_bulletin_facts', 'insert')));
create policy dispatch_bulletin_facts_change on dispatch_bulletin_facts for update to baton_act
  using (( select kernel_may('dispatch_bulletin_facts', 'update')))
  with check (( select kernel_may('dispatch_bulletin_facts', 'update')));
create policy dispatch_bulletin_facts_read on dispatch_bulletin_facts for select to baton_act
  using ((( select kernel_may('dispatch_bulletin_facts', 'select')) and ((( select kernel_actor_role()) = any (array['dispatch', 'leader'])) or (bulletin_id = any (( select dispatch_readable())::uuid[])))));
create policy dispatch_bulletin_facts_read_city on dispatch_bulletin_facts for select to baton_city
  using (true);
create policy dispatch_bulletin_facts_remove on dispatch_bulletin_facts for delete to baton_act
  using (( select kernel_may('dispatch_bulletin_facts', 'delete')));
grant insert (bulletin_id, digest, facts, rows, version_id), select, update (superseded_at) on dispatch_bulletin_facts to baton_act;
grant select on dispatch_bulletin_facts to baton_backup;
grant select on dispatch_bulletin_facts to baton_city;
comment on column dispatch_bulletin_facts.version_id is '版本号，一行一版 — Identity of this version';
comment on column dispatch_bulletin_facts.bulletin_id is '通报 — Bulletin';
comment on column dispatch_bulletin_facts.facts is '全部问题与答案、亮牌项目、排名 — All answers, named projects, rankings';
comment on column dispatch_bulletin_facts.rows is '各数背后的行数、摘要和行 — Row counts, digests and rows behind each';
comment on column dispatch_bulletin_facts.digest is '全部内容的摘要 — Digest of everything';
comment on column dispatch_bulletin_facts.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column dispatch_bulletin_facts.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column dispatch_bulletin_facts.act_id is '写入本行的办理 — Act that wrote it';

-- 核对：单位对通报中本单位数据的确认或异议 — Confirmations: a unit’s word on its own numbers.
create table dispatch_confirmation (
  version_id uuid not null default uuidv7(),
  confirmation_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  unit_key text not null,
  unit_label text not null,
  numbers jsonb not null,
  due_on date not null,
  state text not null default 'asked'::text,
  note text,
  answer text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint dispatch_confirmation_pkey primary key (version_id),
  constraint dispatch_confirmation_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint dispatch_confirmation_answer check (((state = 'answered') = (answer IS not NULL))),
  constraint dispatch_confirmation_objection check (((state <> ALL (array['objected', 'answered'])) or (note IS not NULL))),
  constraint dispatch_confirmation_span check ((superseded_at > recorded_at)),
  constraint dispatch_confirmation_state check ((state = any (array['asked', 'confirmed', 'objected', 'answered', 'dropped'])))
);
create index dispatch_confirmation_bulletin on dispatch_confirmation using btree (bulletin_id, subject_id);
create unique index dispatch_confirmation_current on dispatch_confirmation using btree (confirmation_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index dispatch_confirmation_subject_id on dispatch_confirmation using btree (subject_id);
create trigger dispatch_confirmation_close before update of superseded_at on dispatch_confirmation for each row execute function kernel_close_version();
alter table dispatch_confirmation enable row level security;
alter table dispatch_confirmation force row level security;
create policy dispatch_confirmation_add on dispatch_confirmation for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('dispatch_confirmation', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('dispatch_confirmation', 'insert'))::uuid[]))));
create policy dispatch_confirmation_change on dispatch_confirmation for update to baton_act
  using (((scope_id = any (( select kernel_reach('dispatch_confirmation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('dispatch_confirmation', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('dispatch_confirmation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('dispatch_confirmation', 'update'))::uuid[]))));
create policy dispatch_confirmation_read on dispatch_confirmation for select to baton_act
  using (((scope_id = any (( select kernel_reach('dispatch_confirmation', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('dispatch_confirmation', 'select'))::uuid[]))));
create policy dispatch_confirmation_read_city on dispatch_confirmation for select to baton_city
  using (true);
create policy dispatch_confirmation_remove on dispatch_confirmation for delete to baton_act
  using (((scope_id = any (( select kernel_reach('dispatch_confirmation', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('dispatch_confirmation', 'delete'))::uuid[]))));
grant insert (answer, bulletin_id, confirmation_id, due_on, note, numbers, scope_id, state, subject_id, unit_key, unit_label, version_id), select, update (superseded_at) on dispatch_confirmation to baton_act;
grant select on dispatch_confirmation to baton_backup;
grant select on dispatch_confirmation to baton_city;
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

-- 勘误：通报签发后的更正，编号并注明原因 — Errata after the issue, numbered, with a reason.
create table dispatch_erratum (
  version_id uuid not null default uuidv7(),
  erratum_id uuid not null default uuidv7(),
  bulletin_id uuid not null,
  number integer not null,
  question_key text not null,
  group_key text,
  label text not null,
  was text not null,
  now text not null,
  reason text not null,
  issued_on date not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint dispatch_erratum_pkey primary key (version_id),
  constraint dispatch_erratum_span check ((superseded_at > recorded_at))
);
create unique index dispatch_erratum_number on dispatch_erratum using btree (bulletin_id, number) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger dispatch_erratum_close before update of superseded_at on dispatch_erratum for each row execute function kernel_close_version();
alter table dispatch_erratum enable row level security;
alter table dispatch_erratum force row level security;
create policy dispatch_erratum_add on dispatch_erratum for insert to baton_act
  with check (( select kernel_may('dispatch_erratum', 'insert')));
create policy dispatch_erratum_change on dispatch_erratum for update to baton_act
  using (( select kernel_may('dispatch_erratum', 'update')))
  with check (( select kernel_may('dispatch_erratum', 'update')));
create policy dispatch_erratum_read on dispatch_erratum for select to baton_act
  using ((( select kernel_may('dispatch_erratum', 'select')) and ((( select kernel_actor_role()) = any (array['dispatch', 'leader'])) or (bulletin_id = any (( select dispatch_readable())::uuid[])))));
create policy dispatch_erratum_read_city on dispatch_erratum for select to baton_city
  using (true);
create policy dispatch_erratum_remove on dispatch_erratum for delete to baton_act
  using (( select kernel_may('dispatch_erratum', 'delete')));
grant insert (bulletin_id, erratum_id, group_key, issued_on, label, now, number, question_key, reason, version_id, was), select, update (superseded_at) on dispatch_erratum to baton_act;
grant select on dispatch_erratum to baton_backup;
grant select on dispatch_erratum to baton_city;
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

-- 企业名录（版本） — Enterprises as known, by version
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
create trigger enterprises_profile_audit_delete after delete on enterprises_profile REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger enterprises_profile_audit_insert after insert on enterprises_profile REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger enterprises_profile_audit_truncate before TRUNCATE on enterprises_profile for each statement execute function kernel_audit_refuse();
create trigger enterprises_profile_audit_update after update on enterprises_profile REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger enterprises_profile_close before update of superseded_at on enterprises_profile for each row execute function kernel_close_version();
alter table enterprises_profile enable row level security;
alter table enterprises_profile force row level security;
create policy enterprises_profile_add on enterprises_profile for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('enterprises_profile', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('enterprises_profile', 'insert'))::uuid[]))));
create policy enterprises_profile_change on enterprises_profile for update to baton_act
  using (((scope_id = any (( select kernel_reach('enterprises_profile', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('enterprises_profile', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('enterprises_profile', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('enterprises_profile', 'update'))::uuid[]))));
create policy enterprises_profile_read on enterprises_profile for select to baton_act
  using (((scope_id = any (( select kernel_reach('enterprises_profile', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('enterprises_profile', 'select'))::uuid[]))));
create policy enterprises_profile_read_city on enterprises_profile for select to baton_city
  using (true);
create policy enterprises_profile_remove on enterprises_profile for delete to baton_act
  using (((scope_id = any (( select kernel_reach('enterprises_profile', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('enterprises_profile', 'delete'))::uuid[]))));
grant insert (contact_phone, contact_post, credit_code, industry_code, is_above_scale, is_sample, scope_id, subject_id, tags, version_id), select, update (superseded_at) on enterprises_profile to baton_act;
grant select on enterprises_profile to baton_backup;
grant select on enterprises_profile to baton_city;
comment on column enterprises_profile.version_id is '版本号，一行一版 — Identity of this version';
comment on column enterprises_profile.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column enterprises_profile.subject_id is '对象 — Subject it speaks of';
comment on column enterprises_profile.credit_code is '统一社会信用代码，18位 — Unified social credit code';
comment on column enterprises_profile.is_above_scale is '是否规模以上，空为未知 — Above designated size; null: unknown';
comment on column enterprises_profile.industry_code is '国民经济行业分类代码（GB/T 4754-2017） — Industry code';
comment on column enterprises_profile.contact_post is '联系人岗位，不记姓名 — Post of the contact, never a name';
comment on column enterprises_profile.contact_phone is '联系电话 — Telephone of the contact — 个人信息：目的：就企业诉求与服务联系；依据：履行法定职责所必需，限于公务联系（个人信息保护法第六条、第十三条、第三十四条）';
comment on column enterprises_profile.tags is '标签 — Tags';
comment on column enterprises_profile.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column enterprises_profile.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column enterprises_profile.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column enterprises_profile.act_id is '写入本行的办理 — Act that wrote it';

-- 招商合同（版本） — Contracts signed, by version
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
create trigger investment_contract_audit_delete after delete on investment_contract REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_contract_audit_insert after insert on investment_contract REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_contract_audit_truncate before TRUNCATE on investment_contract for each statement execute function kernel_audit_refuse();
create trigger investment_contract_audit_update after update on investment_contract REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_contract_close before update of superseded_at on investment_contract for each row execute function kernel_close_version();
alter table investment_contract enable row level security;
alter table investment_contract force row level security;
create policy investment_contract_add on investment_contract for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('investment_contract', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('investment_contract', 'insert'))::uuid[]))));
create policy investment_contract_change on investment_contract for update to baton_act
  using (((scope_id = any (( select kernel_reach('investment_contract', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('investment_contract', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('investment_contract', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('investment_contract', 'update'))::uuid[]))));
create policy investment_contract_read on investment_contract for select to baton_act
  using (((scope_id = any (( select kernel_reach('investment_contract', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('investment_contract', 'select'))::uuid[]))));
create policy investment_contract_read_city on investment_contract for select to baton_city
  using (true);
create policy investment_contract_remove on investment_contract for delete to baton_act
  using (((scope_id = any (( select kernel_reach('investment_contract', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('investment_contract', 'delete'))::uuid[]))));
grant insert (amount_comparator, amount_fen, contract_id, foreign_capital_cents, is_sample, kind, precision, scope_id, signed_on, signer_org_id, subject_id, version_id), select, update (superseded_at) on investment_contract to baton_act;
grant select on investment_contract to baton_backup;
grant select on investment_contract to baton_city;
comment on column investment_contract.version_id is '版本号，一行一版 — Identity of this version';
comment on column investment_contract.contract_id is '合同 — Contract';
comment on column investment_contract.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column investment_contract.subject_id is '对象 — Subject it speaks of';
comment on column investment_contract.kind is '合同类型：正式或框架 — formal or framework';
comment on column investment_contract.signed_on is '签约日期（有效时间） — Day of signing, valid-time';
comment on column investment_contract.precision is '日期精度 — Precision of the date';
comment on column investment_contract.amount_fen is '合同投资，分 — Contract amount, CNY fen';
comment on column investment_contract.amount_comparator is '金额口径：等于、以上、过、约 — Whether the amount is exact, a bound or about';
comment on column investment_contract.foreign_capital_cents is '利用外资，美分，空为无 — Foreign capital, US cents; null: none';
comment on column investment_contract.signer_org_id is '签约单位 — Organisation that signed';
comment on column investment_contract.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column investment_contract.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column investment_contract.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column investment_contract.act_id is '写入本行的办理 — Act that wrote it';

-- 招商线索（版本） — Investment leads, by version
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
create trigger investment_lead_audit_delete after delete on investment_lead REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_lead_audit_insert after insert on investment_lead REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_lead_audit_truncate before TRUNCATE on investment_lead for each statement execute function kernel_audit_refuse();
create trigger investment_lead_audit_update after update on investment_lead REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger investment_lead_close before update of superseded_at on investment_lead for each row execute function kernel_close_version();
alter table investment_lead enable row level security;
alter table investment_lead force row level security;
create policy investment_lead_add on investment_lead for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('investment_lead', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('investment_lead', 'insert'))::uuid[]))));
create policy investment_lead_change on investment_lead for update to baton_act
  using (((scope_id = any (( select kernel_reach('investment_lead', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('investment_lead', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('investment_lead', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('investment_lead', 'update'))::uuid[]))));
create policy investment_lead_read on investment_lead for select to baton_act
  using (((scope_id = any (( select kernel_reach('investment_lead', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('investment_lead', 'select'))::uuid[]))));
create policy investment_lead_read_city on investment_lead for select to baton_city
  using (true);
create policy investment_lead_remove on investment_lead for delete to baton_act
  using (((scope_id = any (( select kernel_reach('investment_lead', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('investment_lead', 'delete'))::uuid[]))));
grant insert (credit_code, first_contact_on, first_contact_org_id, intended_fen, investor_name, is_sample, normal_name, remark, scope_id, subject_id, version_id), select, update (superseded_at) on investment_lead to baton_act;
grant select on investment_lead to baton_backup;
grant select on investment_lead to baton_city;
comment on column investment_lead.version_id is '版本号，一行一版 — Identity of this version';
comment on column investment_lead.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column investment_lead.subject_id is '对象 — Subject it speaks of';
comment on column investment_lead.investor_name is '投资方名称 — Investor as named';
comment on column investment_lead.credit_code is '投资方统一社会信用代码 — Unified social credit code of the investor';
comment on column investment_lead.intended_fen is '意向投资，分 — Intended investment, CNY fen';
comment on column investment_lead.first_contact_org_id is '首谈单位 — Organisation of the first contact';
comment on column investment_lead.first_contact_on is '首谈日期（有效时间） — Day of the first contact, valid-time';
comment on column investment_lead.normal_name is '归一名称，用于查重 — Folded name, for finding duplicates';
comment on column investment_lead.remark is '备注 — Remark';
comment on column investment_lead.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column investment_lead.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column investment_lead.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column investment_lead.act_id is '写入本行的办理 — Act that wrote it';

-- 账号，凭它登录，权限来自任职 — A person's way in. It carries no right: rights come from appointments to posts.
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
  reset_at timestamp with time zone,
  dormant_since timestamp with time zone,
  constraint kernel_account_pkey primary key (id),
  constraint kernel_account_one_email unique (email),
  constraint kernel_account_one_username unique (username),
  constraint kernel_account_username check ((username ~ '^[a-z0-9_.一-鿿-]{2,32}$'))
);
create trigger kernel_account_audit_delete after delete on kernel_account REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{id}', '{}');
create trigger kernel_account_audit_insert after insert on kernel_account REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{}');
create trigger kernel_account_audit_truncate before TRUNCATE on kernel_account for each statement execute function kernel_audit_refuse();
create trigger kernel_account_audit_update after update on kernel_account REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{}');
alter table kernel_account enable row level security;
alter table kernel_account force row level security;
create policy kernel_account_read on kernel_account for select to baton_act
  using (( select kernel_may('kernel_account', 'select')));
create policy kernel_account_sign_in on kernel_account for all to baton_auth
  using (true)
  with check (true);
grant select (closed_at, created_at, dormant_since, id, must_change_password, name, password_expires_at, reset_at, two_factor_enabled, username) on kernel_account to baton_act;
grant select, update on kernel_account to baton_auth;
grant select on kernel_account to baton_backup;
comment on column kernel_account.id is '账号 — Account';
comment on column kernel_account.username is '登录名，小写 — Folded to lower case; personal data: needed to sign in (PIPL 13, 34). — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_account.name is '显示名（岗位称谓） — Shown name; personal data: needed to say who did what (PIPL 13, 34). — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_account.email is '登录组件所需占位，非真实邮箱 — Demanded by the library, never an address: <id>@accounts.invalid.';
comment on column kernel_account.email_verified is '登录组件所需占位 — Demanded by the library';
comment on column kernel_account.image is '登录组件所需占位，不用 — Demanded by the library, unused';
comment on column kernel_account.two_factor_enabled is '是否已绑定动态口令 — Second factor enrolled';
comment on column kernel_account.must_change_password is '是否须先改密码 — Password must be changed first';
comment on column kernel_account.password_changed_at is '密码最近修改时刻 — Instant of the last password change';
comment on column kernel_account.password_expires_at is '初始密码失效时刻，自设密码为空 — Instant after which a password given by an administrator no longer works; null for one''s own.';
comment on column kernel_account.closed_at is '停用时刻，空为在用 — Instant of closing; a closed account neither signs in nor keeps a session.';
comment on column kernel_account.created_at is '建立时刻 — Instant of creation';
comment on column kernel_account.updated_at is '更新时刻 — Instant of the last change';
comment on column kernel_account.reset_at is '管理员重置密码、尚未由另一名管理员放行的时刻 — Instant of a reset that no other administrator has released yet; the password opens nothing until then.';
comment on column kernel_account.dormant_since is '因长期未登录而停用的时刻；重置密码并放行后恢复 — Instant since which the account is stopped for not having been used; a released reset ends it.';

-- 办理：一次写入的人、岗、由 — One row a writing transaction: who, from which post, why
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
create trigger kernel_act_audit_delete after delete on kernel_act REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{act_id}', '{}');
create trigger kernel_act_audit_insert after insert on kernel_act REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{act_id}', '{}');
create trigger kernel_act_audit_truncate before TRUNCATE on kernel_act for each statement execute function kernel_audit_refuse();
create trigger kernel_act_audit_update after update on kernel_act REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{act_id}', '{}');
alter table kernel_act enable row level security;
alter table kernel_act force row level security;
create policy kernel_act_read on kernel_act for select to baton_act
  using (((account_id = ( select kernel_actor_account())) or (scope_id = any (( select kernel_reach('kernel_act', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_act', 'select'))::uuid[]))));
create policy kernel_act_read_city on kernel_act for select to baton_city
  using (true);
grant select on kernel_act to baton_act;
grant select on kernel_act to baton_backup;
grant select on kernel_act to baton_city;
comment on column kernel_act.act_id is '写入本行的办理 — Act that wrote it';
comment on column kernel_act.xid is '数据库事务号 — Transaction id';
comment on column kernel_act.recorded_at is '入库时刻，本次办理各行共用 — Record-time shared by every row of the act';
comment on column kernel_act.is_stated is '入库时刻是否为历史数据自述 — Record-time stated by loaded history';
comment on column kernel_act.account_id is '办理账号，空为程序 — Account that acted; null for the program — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_act.post_id is '所用岗位 — Post acted from';
comment on column kernel_act.acting_for_post_id is '代行的岗位 — Post acted for';
comment on column kernel_act.kind is '办理种类 — Kind of act';
comment on column kernel_act.reason is '事由 — Reason given';
comment on column kernel_act.document_no is '文号 — Document number';
comment on column kernel_act.request_id is '请求编号，同程序日志 — Request id as in the log';
comment on column kernel_act.subject_id is '首个对象 — First subject touched';
comment on column kernel_act.scope_id is '首个对象的范围 — Scope of the first subject';

-- 任职：账号在岗位上的起止 — An account holds a post over dates
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
create trigger kernel_appointment_audit_delete after delete on kernel_appointment REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{appointment_id}', '{}');
create trigger kernel_appointment_audit_insert after insert on kernel_appointment REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{appointment_id}', '{}');
create trigger kernel_appointment_audit_truncate before TRUNCATE on kernel_appointment for each statement execute function kernel_audit_refuse();
create trigger kernel_appointment_audit_update after update on kernel_appointment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{appointment_id}', '{}');
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
grant select on kernel_appointment to baton_backup;
grant select on kernel_appointment to baton_city;
comment on column kernel_appointment.appointment_id is '任职 — Appointment';
comment on column kernel_appointment.account_id is '任职账号 — Account appointed — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_appointment.post_id is '岗位 — Post';
comment on column kernel_appointment.valid_from is '任职起（含），有效时间 — First day, valid-time';
comment on column kernel_appointment.valid_to is '任职止（不含），infinity 为在任 — Day after the last, valid-time';
comment on column kernel_appointment.is_acting is '是否代理 — Acting appointment';
comment on column kernel_appointment.note is '说明 — Note';

-- 行政区划与功能区（版本） — Divisions and functional areas, by version
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
create trigger kernel_area_audit_delete after delete on kernel_area REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_area_audit_insert after insert on kernel_area REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_area_audit_truncate before TRUNCATE on kernel_area for each statement execute function kernel_audit_refuse();
create trigger kernel_area_audit_update after update on kernel_area REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
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
grant select on kernel_area to baton_backup;
grant select on kernel_area to baton_city;
comment on column kernel_area.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_area.area_id is '区划 — Area';
comment on column kernel_area.code is '区划代码（GB/T 2260 及以下，功能区自编） — Division code, or an own code for a functional area';
comment on column kernel_area.name is '名称 — Name';
comment on column kernel_area.level is '层级：市、县、功能区、镇、村 — Level';
comment on column kernel_area.parent_area_id is '上级区划，空为最上 — Area above; null at the top';
comment on column kernel_area.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_area.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_area.act_id is '写入本行的办理 — Act that wrote it';

-- 审计日锚，每日另存于外 — The head of the chain once a day, also handed out as a file: what is held elsewhere cannot be rewritten here.
create table kernel_audit_anchor (
  anchor_on date not null,
  seal_id bigint not null,
  hash bytea not null,
  entry_count bigint not null,
  anchored_at timestamp with time zone not null,
  signature bytea not null,
  constraint kernel_audit_anchor_pkey primary key (anchor_on)
);
create trigger kernel_audit_anchor_keep before delete or update or TRUNCATE on kernel_audit_anchor for each statement execute function kernel_audit_refuse();
alter table kernel_audit_anchor enable row level security;
alter table kernel_audit_anchor force row level security;
create policy kernel_audit_anchor_add on kernel_audit_anchor for insert to baton_seal
  with check (true);
create policy kernel_audit_anchor_read on kernel_audit_anchor for select to baton_act
  using (( select kernel_may('kernel_audit_anchor', 'select')));
create policy kernel_audit_anchor_seal on kernel_audit_anchor for select to baton_seal
  using (true);
grant select on kernel_audit_anchor to baton_act;
grant select on kernel_audit_anchor to baton_backup;
grant insert, select on kernel_audit_anchor to baton_seal;
comment on column kernel_audit_anchor.anchor_on is '锚定日（北京时间） — Calendar day in the city.';
comment on column kernel_audit_anchor.seal_id is '当时最后一封 — Last seal at that instant.';
comment on column kernel_audit_anchor.hash is '该封摘要 — Its hash.';
comment on column kernel_audit_anchor.entry_count is '累计条数 — Number of entries sealed from the beginning.';
comment on column kernel_audit_anchor.anchored_at is '锚定时刻 — Instant of the anchor.';
comment on column kernel_audit_anchor.signature is '签名（HMAC） — HMAC-SHA-256 of the anchor''s fields with the key of the seals.';

-- 审计条目，只增不改 — Who did what kind of act to which row. Appended only, by triggers. Content lies apart, in kernel_audit_image.
create table kernel_audit_entry (
  entry_id bigint not null generated as identity,
  xid xid8 not null,
  at timestamp with time zone not null,
  timeline integer not null,
  account_id uuid,
  post_id integer,
  request_id text,
  act_kind text,
  session_role text not null,
  table_name text not null,
  operation text not null,
  row_key text not null,
  commitment bytea not null,
  constraint kernel_audit_entry_pkey primary key (entry_id),
  constraint kernel_audit_entry_operation check ((operation = any (array['insert', 'update', 'delete', 'baseline', 'erase'])))
);
create index kernel_audit_entry_at on kernel_audit_entry using brin (at) WITH (autosummarize='on');
create index kernel_audit_entry_xid on kernel_audit_entry using btree (timeline, xid);
create trigger kernel_audit_entry_keep before delete or update or TRUNCATE on kernel_audit_entry for each statement execute function kernel_audit_refuse();
alter table kernel_audit_entry enable row level security;
alter table kernel_audit_entry force row level security;
create policy kernel_audit_entry_read on kernel_audit_entry for select to baton_act
  using (( select kernel_may('kernel_audit_entry', 'select')));
create policy kernel_audit_entry_seal on kernel_audit_entry for select to baton_seal
  using (true);
grant select on kernel_audit_entry to baton_act;
grant select on kernel_audit_entry to baton_backup;
grant select on kernel_audit_entry to baton_seal;
comment on column kernel_audit_entry.entry_id is '序号 — Order of writing; for one row it is the order of its changes. Gaps are rolled-back transactions.';
comment on column kernel_audit_entry.xid is '事务号 — Transaction of the change, unique within one timeline.';
comment on column kernel_audit_entry.at is '发生时刻，数据库时钟 — Instant of the statement by the database''s clock.';
comment on column kernel_audit_entry.timeline is '数据库的第几世 — Life of the database (kernel_audit_timeline).';
comment on column kernel_audit_entry.account_id is '行为账号，空为程序 — Account that acted; null for the program itself and for migrations. — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_audit_entry.post_id is '所用岗位 — Post acted from; null where there was none.';
comment on column kernel_audit_entry.request_id is '请求编号 — Request id as in the program''s log; null outside requests.';
comment on column kernel_audit_entry.act_kind is '办理类别，不属于任何办理时为空 — Kind of the act the change belongs to (kernel_act); null where none was begun.';
comment on column kernel_audit_entry.session_role is '数据库角色 — Database role that logged in, and after "as" the one it had switched to.';
comment on column kernel_audit_entry.table_name is '所改的表 — Table of the changed row.';
comment on column kernel_audit_entry.operation is '动作 — insert, update, delete; baseline: the row was there when its table came under audit or changed its columns; erase: an image was erased by law.';
comment on column kernel_audit_entry.row_key is '所改行的主键 — Primary key of the row: its text, or a JSON array of several columns.';
comment on column kernel_audit_entry.commitment is '内容承诺（SHA-256） — SHA-256 of the image''s salt followed by the JSON array [before, after] as PostgreSQL prints it.';

-- 审计影像：改前改后，可依法删除 — The row before and after; may be erased by law without breaking the chain (PIPL 47). Secrets stand here as digests only.
create table kernel_audit_image (
  entry_id bigint not null,
  salt bytea,
  before jsonb,
  after jsonb,
  erased_at timestamp with time zone,
  constraint kernel_audit_image_pkey primary key (entry_id),
  constraint kernel_audit_image_erased_whole check ((((erased_at is null) = (salt IS not NULL)) and ((erased_at is null) or ((before is null) and (after is null)))))
);
create trigger kernel_audit_image_erase before update on kernel_audit_image for each row WHEN (((new.entry_id IS DISTINCT from old.entry_id) or (new.erased_at is null) or (old.erased_at IS not NULL))) execute function kernel_audit_refuse();
create trigger kernel_audit_image_keep before delete or TRUNCATE on kernel_audit_image for each statement execute function kernel_audit_refuse();
alter table kernel_audit_image enable row level security;
alter table kernel_audit_image force row level security;
grant select on kernel_audit_image to baton_backup;
comment on column kernel_audit_image.entry_id is '对应条目 — The entry whose commitment covers this image.';
comment on column kernel_audit_image.salt is '随机盐，删除后为空 — Random, so that an erased content cannot be guessed from its commitment; null when erased.';
comment on column kernel_audit_image.before is '改前 — Row before the change, instants in UTC; null for an insert, a baseline, or when erased.';
comment on column kernel_audit_image.after is '改后 — Row after the change; null for a delete or when erased.';
comment on column kernel_audit_image.erased_at is '删除时刻 — Instant of erasure; each has an entry with operation erase.';

-- 审计封条，逐封相连 — One link of the chain: all entries of a timeline with from_xid <= xid < to_xid, in the order of (xid, entry_id).
create table kernel_audit_seal (
  seal_id bigint not null,
  timeline integer not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  first_entry_id bigint not null,
  last_entry_id bigint not null,
  entry_count bigint not null,
  digest bytea not null,
  marks bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  mac bytea not null,
  sealed_at timestamp with time zone not null,
  constraint kernel_audit_seal_pkey primary key (seal_id),
  constraint kernel_audit_seal_one_follower unique (previous_hash),
  constraint kernel_audit_seal_span check (((to_xid > from_xid) and (entry_count > 0)))
);
create trigger kernel_audit_seal_keep before delete or update or TRUNCATE on kernel_audit_seal for each statement execute function kernel_audit_refuse();
alter table kernel_audit_seal enable row level security;
alter table kernel_audit_seal force row level security;
create policy kernel_audit_seal_add on kernel_audit_seal for insert to baton_seal
  with check (true);
create policy kernel_audit_seal_read on kernel_audit_seal for select to baton_act
  using (( select kernel_may('kernel_audit_seal', 'select')));
create policy kernel_audit_seal_seal on kernel_audit_seal for select to baton_seal
  using (true);
grant select on kernel_audit_seal to baton_act;
grant select on kernel_audit_seal to baton_backup;
grant insert, select on kernel_audit_seal to baton_seal;
comment on column kernel_audit_seal.seal_id is '封号，连续 — Place in the chain, from 1, without gaps.';
comment on column kernel_audit_seal.timeline is '数据库的第几世 — Life of the database the entries belong to.';
comment on column kernel_audit_seal.from_xid is '起始事务（含） — First transaction covered: where the seal before ended.';
comment on column kernel_audit_seal.to_xid is '截止事务（不含） — First transaction not covered; every one before it had finished when this was sealed.';
comment on column kernel_audit_seal.first_entry_id is '最小条目号 — Least entry number covered, for reading.';
comment on column kernel_audit_seal.last_entry_id is '最大条目号 — Greatest entry number covered, for reading.';
comment on column kernel_audit_seal.entry_count is '条数 — Number of entries covered.';
comment on column kernel_audit_seal.digest is '各条摘要之摘要 — SHA-256 of the covered entries'' hashes, one after the other.';
comment on column kernel_audit_seal.marks is '各条摘要前四字节 — First four bytes of each entry''s hash, in order: they tell which entry differs, the digest tells that one does.';
comment on column kernel_audit_seal.previous_hash is '上一封摘要 — Hash of the seal before; 32 zero bytes for the first.';
comment on column kernel_audit_seal.hash is '本封摘要 — SHA-256 of the fields above and sealed_at.';
comment on column kernel_audit_seal.mac is '验证码，密钥在库外 — HMAC-SHA-256 of the hash with a key kept outside the database.';
comment on column kernel_audit_seal.sealed_at is '封存时刻 — Instant of sealing.';

-- 受审计的表及其列 — Tables under audit and the shape their last baseline has.
create table kernel_audit_table (
  table_name text not null,
  columns text not null,
  attached_at timestamp with time zone not null default clock_timestamp(),
  constraint kernel_audit_table_pkey primary key (table_name)
);
alter table kernel_audit_table enable row level security;
alter table kernel_audit_table force row level security;
grant select on kernel_audit_table to baton_backup;
comment on column kernel_audit_table.table_name is '表名 — Name of the table.';
comment on column kernel_audit_table.columns is '列名与类型 — Names and types of its columns in order.';
comment on column kernel_audit_table.attached_at is '最近一次建立基线的时刻 — Instant of the last baseline.';

-- 数据库的历次生命，恢复一次为一世 — Lives of this database: a restore begins a new one, because transaction ids may then repeat.
create table kernel_audit_timeline (
  timeline integer not null,
  began_at timestamp with time zone not null default clock_timestamp(),
  old_head bytea,
  reason text not null,
  constraint kernel_audit_timeline_pkey primary key (timeline)
);
create trigger kernel_audit_timeline_keep before delete or update or TRUNCATE on kernel_audit_timeline for each statement execute function kernel_audit_refuse();
alter table kernel_audit_timeline enable row level security;
alter table kernel_audit_timeline force row level security;
create policy kernel_audit_timeline_read on kernel_audit_timeline for select to baton_act
  using (( select kernel_may('kernel_audit_timeline', 'select')));
create policy kernel_audit_timeline_seal on kernel_audit_timeline for select to baton_seal
  using (true);
grant select on kernel_audit_timeline to baton_act;
grant select on kernel_audit_timeline to baton_backup;
grant select on kernel_audit_timeline to baton_seal;
comment on column kernel_audit_timeline.timeline is '第几世 — Number of the life, from 1.';
comment on column kernel_audit_timeline.began_at is '开始时刻 — Instant of the restore by the database''s clock.';
comment on column kernel_audit_timeline.old_head is '前世最后封条摘要 — Hash of the last seal there was before; null for the first life and where nothing had been sealed.';
comment on column kernel_audit_timeline.reason is '缘由 — Why the life began, in words.';

-- 责任（棒）：岗位在一段时间承担对象的一项责任（版本） — A post holds one role on one subject over a span, by version
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
create trigger kernel_baton_audit_delete after delete on kernel_baton REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_baton_audit_insert after insert on kernel_baton REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_baton_audit_truncate before TRUNCATE on kernel_baton for each statement execute function kernel_audit_refuse();
create trigger kernel_baton_audit_update after update on kernel_baton REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_baton_close before update of superseded_at on kernel_baton for each row execute function kernel_close_version();
alter table kernel_baton enable row level security;
alter table kernel_baton force row level security;
create policy kernel_baton_add on kernel_baton for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_baton', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_baton', 'insert'))::uuid[]))));
create policy kernel_baton_change on kernel_baton for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_baton', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_baton', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_baton', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_baton', 'update'))::uuid[]))));
create policy kernel_baton_read on kernel_baton for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_baton', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_baton', 'select'))::uuid[]))));
create policy kernel_baton_read_city on kernel_baton for select to baton_city
  using (true);
create policy kernel_baton_remove on kernel_baton for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_baton', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_baton', 'delete'))::uuid[]))));
grant insert (baton_id, holder_post_id, note, role, scope_id, seat, subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_baton to baton_act;
grant select on kernel_baton to baton_backup;
grant select on kernel_baton to baton_city;
comment on column kernel_baton.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_baton.baton_id is '责任 — Baton';
comment on column kernel_baton.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_baton.subject_id is '对象 — Subject it speaks of';
comment on column kernel_baton.role is '责任种类 — Role held';
comment on column kernel_baton.seat is '席位，单人承担为0 — Seat; 0 where there is one holder';
comment on column kernel_baton.holder_post_id is '承担岗位 — Post that holds it';
comment on column kernel_baton.valid_from is '承担起（含），有效时间 — First day, valid-time';
comment on column kernel_baton.valid_to is '承担止（不含），有效时间 — Day after the last, valid-time';
comment on column kernel_baton.held is '承担期间，由起止推出 — Span held, derived';
comment on column kernel_baton.note is '交接说明 — Note of the hand-over';
comment on column kernel_baton.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_baton.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_baton.act_id is '写入本行的办理 — Act that wrote it';

-- 工作日历的各版 — Working-day calendars
create table kernel_calendar (
  version integer not null,
  name text not null,
  document_no text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_calendar_pkey primary key (version)
);
create unique index kernel_calendar_one_current on kernel_calendar using btree ((true)) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_calendar_audit_delete after delete on kernel_calendar REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version}', '{}');
create trigger kernel_calendar_audit_insert after insert on kernel_calendar REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version}', '{}');
create trigger kernel_calendar_audit_truncate before TRUNCATE on kernel_calendar for each statement execute function kernel_audit_refuse();
create trigger kernel_calendar_audit_update after update on kernel_calendar REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version}', '{}');
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
grant select on kernel_calendar to baton_backup;
grant select on kernel_calendar to baton_city;
comment on column kernel_calendar.version is '日历版次 — Version of the calendar';
comment on column kernel_calendar.name is '名称 — Name';
comment on column kernel_calendar.document_no is '依据文号 — Document number';
comment on column kernel_calendar.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_calendar.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_calendar.act_id is '写入本行的办理 — Act that wrote it';

-- 日历中与常规不同的日子 — Days that differ from the ordinary week
create table kernel_calendar_day (
  version integer not null,
  day date not null,
  is_working boolean not null,
  name text not null,
  constraint kernel_calendar_day_pkey primary key (version, day),
  constraint kernel_calendar_day_version foreign key (version) references kernel_calendar(version)
);
create trigger kernel_calendar_day_audit_delete after delete on kernel_calendar_day REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version,day}', '{}');
create trigger kernel_calendar_day_audit_insert after insert on kernel_calendar_day REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version,day}', '{}');
create trigger kernel_calendar_day_audit_truncate before TRUNCATE on kernel_calendar_day for each statement execute function kernel_audit_refuse();
create trigger kernel_calendar_day_audit_update after update on kernel_calendar_day REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version,day}', '{}');
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
grant select on kernel_calendar_day to baton_backup;
grant select on kernel_calendar_day to baton_city;
comment on column kernel_calendar_day.version is '日历版次 — Version of the calendar';
comment on column kernel_calendar_day.day is '日期 — Calendar day';
comment on column kernel_calendar_day.is_working is '是否上班 — Working day';
comment on column kernel_calendar_day.name is '节日或调休名 — Name of the holiday or shift';

-- 登录凭据：密码或省统一认证身份 — How an account proves itself: a password (argon2id, PHC string) or an identity of the provincial sign-on.
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
create trigger kernel_credential_audit_delete after delete on kernel_credential REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{id}', '{password,access_token,refresh_token,id_token}');
create trigger kernel_credential_audit_insert after insert on kernel_credential REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{password,access_token,refresh_token,id_token}');
create trigger kernel_credential_audit_truncate before TRUNCATE on kernel_credential for each statement execute function kernel_audit_refuse();
create trigger kernel_credential_audit_update after update on kernel_credential REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{password,access_token,refresh_token,id_token}');
alter table kernel_credential enable row level security;
alter table kernel_credential force row level security;
create policy kernel_credential_sign_in on kernel_credential for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_credential to baton_auth;
grant select on kernel_credential to baton_backup;
comment on column kernel_credential.id is '凭据 — Credential';
comment on column kernel_credential.account_id is '账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_credential.provider_id is '认证方式 — Provider of the identity';
comment on column kernel_credential.provider_account_id is '认证方的账号标识 — Identity at the provider — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_credential.password is '密码摘要（argon2id） — Password hash, argon2id';
comment on column kernel_credential.access_token is '外部访问令牌 — Access token of the provider';
comment on column kernel_credential.refresh_token is '外部刷新令牌 — Refresh token of the provider';
comment on column kernel_credential.id_token is '外部身份令牌 — Identity token of the provider';
comment on column kernel_credential.access_token_expires_at is '访问令牌失效时刻 — Instant the access token ends';
comment on column kernel_credential.refresh_token_expires_at is '刷新令牌失效时刻 — Instant the refresh token ends';
comment on column kernel_credential.scope is '外部授权范围 — Scope granted by the provider';
comment on column kernel_credential.created_at is '建立时刻 — Instant of creation';
comment on column kernel_credential.updated_at is '更新时刻 — Instant of the last change';

-- 每日提醒，一人一日一份 — One message a person and day
create table kernel_digest (
  account_id uuid not null,
  day date not null,
  body text not null,
  matter_count integer not null,
  composed_at timestamp with time zone not null default clock_timestamp(),
  sent_at timestamp with time zone,
  channel text,
  constraint kernel_digest_pkey primary key (account_id, day)
);
alter table kernel_digest enable row level security;
alter table kernel_digest force row level security;
create policy kernel_digest_add on kernel_digest for insert to baton_act
  with check (( select kernel_may('kernel_digest', 'insert')));
create policy kernel_digest_own on kernel_digest for select to baton_act, baton_city
  using (((account_id = ( select kernel_actor_account())) or ( select kernel_may('kernel_digest', 'select'))));
create policy kernel_digest_send on kernel_digest for update to baton_act
  using (( select kernel_may('kernel_digest', 'update')))
  with check (( select kernel_may('kernel_digest', 'update')));
grant insert (account_id, body, day, matter_count), select, update (channel, sent_at) on kernel_digest to baton_act;
grant select on kernel_digest to baton_city;
comment on column kernel_digest.account_id is '收件账号 — Account addressed — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_digest.day is '所属日（北京时间） — Calendar day';
comment on column kernel_digest.body is '正文 — Text';
comment on column kernel_digest.matter_count is '所列事项数 — Matters listed';
comment on column kernel_digest.composed_at is '生成时刻 — Instant of composing';
comment on column kernel_digest.sent_at is '发出时刻，空为未发 — Instant of sending; null: not sent';
comment on column kernel_digest.channel is '发出渠道 — Channel';

-- 佐证材料（版本） — Evidence, by version
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
create trigger kernel_evidence_audit_delete after delete on kernel_evidence REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_evidence_audit_insert after insert on kernel_evidence REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_evidence_audit_truncate before TRUNCATE on kernel_evidence for each statement execute function kernel_audit_refuse();
create trigger kernel_evidence_audit_update after update on kernel_evidence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_evidence_close before update of superseded_at on kernel_evidence for each row execute function kernel_close_version();
alter table kernel_evidence enable row level security;
alter table kernel_evidence force row level security;
create policy kernel_evidence_add on kernel_evidence for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_evidence', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_evidence', 'insert'))::uuid[]))));
create policy kernel_evidence_change on kernel_evidence for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_evidence', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_evidence', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_evidence', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_evidence', 'update'))::uuid[]))));
create policy kernel_evidence_read on kernel_evidence for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_evidence', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_evidence', 'select'))::uuid[]))));
create policy kernel_evidence_read_city on kernel_evidence for select to baton_city
  using (true);
create policy kernel_evidence_remove on kernel_evidence for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_evidence', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_evidence', 'delete'))::uuid[]))));
grant insert (byte_count, evidence_id, file_name, media_type, proves, scope_id, sha256, subject_id, taken_on, title, version_id), select, update (superseded_at) on kernel_evidence to baton_act;
grant select on kernel_evidence to baton_backup;
grant select on kernel_evidence to baton_city;
comment on column kernel_evidence.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_evidence.evidence_id is '佐证 — Piece of evidence';
comment on column kernel_evidence.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_evidence.subject_id is '对象 — Subject it speaks of';
comment on column kernel_evidence.proves is '所证事项 — What it proves';
comment on column kernel_evidence.title is '标题 — Title';
comment on column kernel_evidence.file_name is '原文件名 — Name of the file as given';
comment on column kernel_evidence.media_type is '文件类型，按内容判定 — Media type, by content';
comment on column kernel_evidence.byte_count is '大小，字节 — Size, bytes';
comment on column kernel_evidence.sha256 is '文件摘要（SHA-256） — Digest of the file';
comment on column kernel_evidence.taken_on is '形成日期（有效时间） — Day it was made, valid-time';
comment on column kernel_evidence.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_evidence.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_evidence.act_id is '写入本行的办理 — Act that wrote it';

-- 免灯：经批准在期限内不亮灯（版本） — A light is spared over a span, approved, by version
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
create trigger kernel_exemption_audit_delete after delete on kernel_exemption REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_exemption_audit_insert after insert on kernel_exemption REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_exemption_audit_truncate before TRUNCATE on kernel_exemption for each statement execute function kernel_audit_refuse();
create trigger kernel_exemption_audit_update after update on kernel_exemption REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_exemption_close before update of superseded_at on kernel_exemption for each row execute function kernel_close_version();
create trigger kernel_exemption_said_by before insert on kernel_exemption for each row execute function kernel_exemption_said_by();
alter table kernel_exemption enable row level security;
alter table kernel_exemption force row level security;
create policy kernel_exemption_add on kernel_exemption for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_exemption', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption', 'insert'))::uuid[]))));
create policy kernel_exemption_change on kernel_exemption for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_exemption', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption', 'update'))::uuid[]))));
create policy kernel_exemption_read on kernel_exemption for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption', 'select'))::uuid[]))));
create policy kernel_exemption_read_city on kernel_exemption for select to baton_city
  using (true);
create policy kernel_exemption_remove on kernel_exemption for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption', 'delete'))::uuid[]))));
grant insert (approved_by, dimension, document_no, exemption_id, reason, requested_by, scope_id, subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_exemption to baton_act;
grant select on kernel_exemption to baton_backup;
grant select on kernel_exemption to baton_city;
comment on column kernel_exemption.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_exemption.exemption_id is '免灯 — Exemption';
comment on column kernel_exemption.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_exemption.subject_id is '对象 — Subject it speaks of';
comment on column kernel_exemption.dimension is '所免维度 — Dimension spared';
comment on column kernel_exemption.reason is '理由 — Reason';
comment on column kernel_exemption.document_no is '依据文号 — Document number';
comment on column kernel_exemption.valid_from is '起（含），有效时间 — First day, valid-time';
comment on column kernel_exemption.valid_to is '止（不含），有效时间 — Day after the last, valid-time';
comment on column kernel_exemption.requested_by is '申请账号 — Account that asked — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_exemption.approved_by is '批准账号，不得为申请人 — Account that approved, another one — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_exemption.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_exemption.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_exemption.act_id is '写入本行的办理 — Act that wrote it';

-- 豁免申请：审批通过前的内容（版本） — What an exemption asks for before it is approved, by version
create table kernel_exemption_request (
  version_id uuid not null default uuidv7(),
  request_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  matter_id uuid not null,
  dimension text not null,
  reason text not null,
  document_no text,
  valid_to date not null,
  requested_by uuid not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_exemption_request_pkey primary key (version_id),
  constraint kernel_exemption_request_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_exemption_request_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_exemption_request_dimension check ((dimension = any (array['overall', 'stage', 'schedule', 'money', 'blockage', 'freshness'])))
);
create unique index kernel_exemption_request_once on kernel_exemption_request using btree (matter_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_exemption_request_close before update of superseded_at on kernel_exemption_request for each row execute function kernel_close_version();
create trigger kernel_exemption_request_said_by before insert on kernel_exemption_request for each row execute function kernel_exemption_said_by();
alter table kernel_exemption_request enable row level security;
alter table kernel_exemption_request force row level security;
create policy kernel_exemption_request_add on kernel_exemption_request for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_exemption_request', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption_request', 'insert'))::uuid[]))));
create policy kernel_exemption_request_change on kernel_exemption_request for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption_request', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption_request', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_exemption_request', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption_request', 'update'))::uuid[]))));
create policy kernel_exemption_request_read on kernel_exemption_request for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption_request', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption_request', 'select'))::uuid[]))));
create policy kernel_exemption_request_read_city on kernel_exemption_request for select to baton_city
  using (true);
create policy kernel_exemption_request_remove on kernel_exemption_request for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_exemption_request', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_exemption_request', 'delete'))::uuid[]))));
grant insert (dimension, document_no, matter_id, reason, request_id, requested_by, scope_id, subject_id, valid_to, version_id), select, update (superseded_at) on kernel_exemption_request to baton_act;
grant select on kernel_exemption_request to baton_city;
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

-- 冻结时存下的指标（版本） — Figures kept at a freeze, by version
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
create trigger kernel_figure_frozen_audit_delete after delete on kernel_figure_frozen REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_figure_frozen_audit_insert after insert on kernel_figure_frozen REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_figure_frozen_audit_truncate before TRUNCATE on kernel_figure_frozen for each statement execute function kernel_audit_refuse();
create trigger kernel_figure_frozen_audit_update after update on kernel_figure_frozen REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
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
grant select on kernel_figure_frozen to baton_backup;
grant select on kernel_figure_frozen to baton_city;
comment on column kernel_figure_frozen.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_figure_frozen.period_id is '期 — Period';
comment on column kernel_figure_frozen.figure is '指标名 — Name of the figure';
comment on column kernel_figure_frozen.question is '所问：时点、范围、条件 — The question asked';
comment on column kernel_figure_frozen.scope is '口径范围 — Scope in words';
comment on column kernel_figure_frozen.value is '值，金额为分，比率为0至1，空为无定义 — Value: fen, ratio, count; null: undefined';
comment on column kernel_figure_frozen.groups is '分组各值 — Values by group';
comment on column kernel_figure_frozen.comparator is '口径：等于、以上、约 — Whether exact, a bound or about';
comment on column kernel_figure_frozen.row_digest is '所据各行摘要 — Digest of the rows behind it';
comment on column kernel_figure_frozen.audience is '可见对象 — Audience';
comment on column kernel_figure_frozen.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_figure_frozen.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_figure_frozen.act_id is '写入本行的办理 — Act that wrote it';

-- 组织树以外的阅读权：因责任、产业链、事项而得 — Rights outside the tree, from batons, chains and matters
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
create trigger kernel_grant_audit_delete after delete on kernel_grant REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{post_id,subject_id,why,source_id}', '{}');
create trigger kernel_grant_audit_insert after insert on kernel_grant REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{post_id,subject_id,why,source_id}', '{}');
create trigger kernel_grant_audit_truncate before TRUNCATE on kernel_grant for each statement execute function kernel_audit_refuse();
create trigger kernel_grant_audit_update after update on kernel_grant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{post_id,subject_id,why,source_id}', '{}');
alter table kernel_grant enable row level security;
alter table kernel_grant force row level security;
create policy kernel_grant_own on kernel_grant for select to baton_act
  using ((post_id = any (( select kernel_actor_posts())::integer[])));
grant select on kernel_grant to baton_act;
grant select on kernel_grant to baton_backup;
comment on column kernel_grant.post_id is '岗位 — Post that may read';
comment on column kernel_grant.subject_id is '对象 — Subject it may read';
comment on column kernel_grant.why is '因何 — Why';
comment on column kernel_grant.source_id is '来源行 — Row it comes from';

-- 亮灯结论（版本） — Verdicts, by version
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
create index kernel_light_overall on kernel_light using btree (subject_id, valid_on desc, is_fixed desc, recorded_at desc) include (verdict, blocking_party, superseded_at) where (dimension = 'overall'::text);
create trigger kernel_light_audit_delete after delete on kernel_light REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_light_audit_insert after insert on kernel_light REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_light_audit_truncate before TRUNCATE on kernel_light for each statement execute function kernel_audit_refuse();
create trigger kernel_light_audit_update after update on kernel_light REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_light_close before update of superseded_at on kernel_light for each row execute function kernel_close_version();
alter table kernel_light enable row level security;
alter table kernel_light force row level security;
create policy kernel_light_add on kernel_light for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_light', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_light', 'insert'))::uuid[]))));
create policy kernel_light_change on kernel_light for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_light', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_light', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_light', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_light', 'update'))::uuid[]))));
create policy kernel_light_read on kernel_light for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_light', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_light', 'select'))::uuid[]))));
create policy kernel_light_read_city on kernel_light for select to baton_city
  using (true);
create policy kernel_light_remove on kernel_light for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_light', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_light', 'delete'))::uuid[]))));
grant insert (blocking_party, clearing, dimension, input_digest, inputs, is_fixed, known_at, period_id, rule_set_version_id, run_id, scope_id, sentence, subject_id, valid_on, verdict, version_id), select, update (superseded_at) on kernel_light to baton_act;
grant select on kernel_light to baton_backup;
grant select on kernel_light to baton_city;
comment on column kernel_light.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_light.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_light.subject_id is '对象 — Subject it speaks of';
comment on column kernel_light.dimension is '维度，overall 为综合 — Dimension; overall is the worst';
comment on column kernel_light.verdict is '结论：优、无、提醒、预警 — merit, none, remind, warn';
comment on column kernel_light.is_fixed is '是否冻结时所定 — Fixed at a freeze';
comment on column kernel_light.blocking_party is '卡在何方：属地、部门、企业 — Party that blocks';
comment on column kernel_light.sentence is '理由一句话 — Reason in one sentence';
comment on column kernel_light.clearing is '如何消灯 — How it clears';
comment on column kernel_light.valid_on is '按哪一天判（有效时间） — Day judged, valid-time';
comment on column kernel_light.known_at is '按何时所知判（入库时刻） — Known instant judged, record-time';
comment on column kernel_light.rule_set_version_id is '所用规则版本 — Rule set version used';
comment on column kernel_light.run_id is '所属评定 — Run it belongs to';
comment on column kernel_light.period_id is '所属期，未冻结为空 — Period; null while live';
comment on column kernel_light.inputs is '所据输入 — Inputs kept for replay';
comment on column kernel_light.input_digest is '输入摘要 — Digest of the inputs';
comment on column kernel_light.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_light.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_light.act_id is '写入本行的办理 — Act that wrote it';

-- 一次亮灯评定 — One evaluation of lights
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
create trigger kernel_light_run_audit_delete after delete on kernel_light_run REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{run_id}', '{}');
create trigger kernel_light_run_audit_insert after insert on kernel_light_run REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{run_id}', '{}');
create trigger kernel_light_run_audit_truncate before TRUNCATE on kernel_light_run for each statement execute function kernel_audit_refuse();
create trigger kernel_light_run_audit_update after update on kernel_light_run REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{run_id}', '{}');
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
grant select on kernel_light_run to baton_backup;
grant select on kernel_light_run to baton_city;
comment on column kernel_light_run.run_id is '评定 — Run';
comment on column kernel_light_run.period_id is '期，空为日常 — Period; null when live';
comment on column kernel_light_run.kind is '种类：日常、试算、冻结 — live, dry or freeze';
comment on column kernel_light_run.valid_on is '按哪一天（有效时间） — Day judged, valid-time';
comment on column kernel_light_run.known_at is '按何时所知（入库时刻） — Known instant judged, record-time';
comment on column kernel_light_run.rule_set_version_id is '所用规则版本 — Rule set version used';
comment on column kernel_light_run.subject_count is '对象数 — Subjects judged';
comment on column kernel_light_run.merit_count is '优，个 — merit verdicts';
comment on column kernel_light_run.none_count is '无灯，个 — none verdicts';
comment on column kernel_light_run.remind_count is '提醒，个 — remind verdicts';
comment on column kernel_light_run.warn_count is '预警，个 — warn verdicts';
comment on column kernel_light_run.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_light_run.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_light_run.act_id is '写入本行的办理 — Act that wrote it';

-- 事项：岗位须在期限前办的事 — Something a post must do by a time
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
  document_no text,
  constraint kernel_matter_pkey primary key (matter_id),
  constraint kernel_matter_parent foreign key (parent_id) references kernel_matter(matter_id),
  constraint kernel_matter_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_party check ((blocking_party = any (array['locality', 'department', 'enterprise'])))
);
create index kernel_matter_parent_id on kernel_matter using btree (parent_id) where (parent_id IS not NULL);
create index kernel_matter_source on kernel_matter using btree (source_kind, source_id);
create index kernel_matter_subject_id on kernel_matter using btree (subject_id);
create trigger kernel_matter_audit_delete after delete on kernel_matter REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{matter_id}', '{}');
create trigger kernel_matter_audit_insert after insert on kernel_matter REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{matter_id}', '{}');
create trigger kernel_matter_audit_truncate before TRUNCATE on kernel_matter for each statement execute function kernel_audit_refuse();
create trigger kernel_matter_audit_update after update on kernel_matter REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{matter_id}', '{}');
create trigger kernel_matter_close before update of superseded_at on kernel_matter for each row execute function kernel_close_version();
alter table kernel_matter enable row level security;
alter table kernel_matter force row level security;
create policy kernel_matter_add on kernel_matter for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_matter', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter', 'insert'))::uuid[]))));
create policy kernel_matter_change on kernel_matter for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_matter', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter', 'update'))::uuid[]))));
create policy kernel_matter_read on kernel_matter for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter', 'select'))::uuid[]))));
create policy kernel_matter_read_city on kernel_matter for select to baton_city
  using (true);
create policy kernel_matter_remove on kernel_matter for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter', 'delete'))::uuid[]))));
grant insert (ask, blocking_party, document_no, is_held_back, kind, matter_id, parent_id, scope_id, source_id, source_kind, subject_id, title), select, update (is_held_back, superseded_at) on kernel_matter to baton_act;
grant select on kernel_matter to baton_backup;
grant select on kernel_matter to baton_city;
comment on column kernel_matter.matter_id is '事项 — Matter';
comment on column kernel_matter.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_matter.subject_id is '对象 — Subject it speaks of';
comment on column kernel_matter.kind is '种类 — Kind';
comment on column kernel_matter.parent_id is '上级事项 — Matter above';
comment on column kernel_matter.title is '标题 — Title';
comment on column kernel_matter.ask is '要求 — What is asked';
comment on column kernel_matter.blocking_party is '卡在何方 — Party that blocks';
comment on column kernel_matter.source_kind is '来源种类 — Kind of its source';
comment on column kernel_matter.source_id is '来源行 — Row it comes from';
comment on column kernel_matter.is_held_back is '是否暂不下发 — Held back until released';
comment on column kernel_matter.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_matter.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_matter.act_id is '写入本行的办理 — Act that wrote it';
comment on column kernel_matter.document_no is '文号，督办件等有 — Number of the document it rests on, where there is one';

-- 事项经过，只增 — What happened to a matter, appended
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
  constraint kernel_matter_event_kind check ((kind = any (array['opened', 'held_back', 'released', 'signed_for', 'assigned', 'undone', 'handed_on', 'handed_over', 'replied', 'extension_asked', 'extension_granted', 'extension_refused', 'paused', 'resumed', 'done', 'verified', 'returned', 'closed', 'escalated', 'reopened', 'rated', 'withdrawn'])))
);
create trigger kernel_matter_event_audit_delete after delete on kernel_matter_event REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_matter_event_audit_insert after insert on kernel_matter_event REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_matter_event_audit_truncate before TRUNCATE on kernel_matter_event for each statement execute function kernel_audit_refuse();
create trigger kernel_matter_event_audit_update after update on kernel_matter_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_matter_event_close before update of superseded_at on kernel_matter_event for each row execute function kernel_close_version();
alter table kernel_matter_event enable row level security;
alter table kernel_matter_event force row level security;
create policy kernel_matter_event_add on kernel_matter_event for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_matter_event', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_event', 'insert'))::uuid[]))));
create policy kernel_matter_event_change on kernel_matter_event for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_event', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_event', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_matter_event', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_event', 'update'))::uuid[]))));
create policy kernel_matter_event_read on kernel_matter_event for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_event', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_event', 'select'))::uuid[]))));
create policy kernel_matter_event_read_city on kernel_matter_event for select to baton_city
  using (true);
create policy kernel_matter_event_remove on kernel_matter_event for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_event', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_event', 'delete'))::uuid[]))));
grant insert (at, body, by_account_id, by_post_id, event_id, kind, matter_id, reason, scope_id, sequence, subject_id, to_account_id, to_post_id, working_days), select, update (superseded_at) on kernel_matter_event to baton_act;
grant select on kernel_matter_event to baton_backup;
grant select on kernel_matter_event to baton_city;
comment on column kernel_matter_event.event_id is '经过 — Event';
comment on column kernel_matter_event.matter_id is '事项 — Matter';
comment on column kernel_matter_event.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_matter_event.subject_id is '对象 — Subject it speaks of';
comment on column kernel_matter_event.sequence is '序号 — Order within the matter';
comment on column kernel_matter_event.kind is '动作 — Kind of event';
comment on column kernel_matter_event.at is '业务时刻 — Instant in business time';
comment on column kernel_matter_event.by_account_id is '办理账号 — Account that acted — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_matter_event.by_post_id is '办理岗位 — Post acted from';
comment on column kernel_matter_event.to_post_id is '接办岗位 — Post it goes to';
comment on column kernel_matter_event.to_account_id is '接办账号 — Account it goes to — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_matter_event.working_days is '工作日数 — Working days';
comment on column kernel_matter_event.reason is '事由 — Reason';
comment on column kernel_matter_event.body is '正文 — Text';
comment on column kernel_matter_event.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_matter_event.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_matter_event.act_id is '写入本行的办理 — Act that wrote it';

-- 事项须交的材料（版本） — Material that a matter asks for, by version
create table kernel_matter_material (
  version_id uuid not null default uuidv7(),
  material_id uuid not null,
  matter_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  position integer not null,
  title text not null,
  evidence_id uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_matter_material_pkey primary key (version_id),
  constraint kernel_matter_material_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_matter_material_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_material_span check ((superseded_at > recorded_at))
);
create unique index kernel_matter_material_current on kernel_matter_material using btree (material_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_matter_material_matter_id on kernel_matter_material using btree (matter_id);
create index kernel_matter_material_subject_id on kernel_matter_material using btree (subject_id);
create trigger kernel_matter_material_close before update of superseded_at on kernel_matter_material for each row execute function kernel_close_version();
alter table kernel_matter_material enable row level security;
alter table kernel_matter_material force row level security;
create policy kernel_matter_material_add on kernel_matter_material for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_matter_material', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_material', 'insert'))::uuid[]))));
create policy kernel_matter_material_change on kernel_matter_material for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_material', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_material', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_matter_material', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_material', 'update'))::uuid[]))));
create policy kernel_matter_material_read on kernel_matter_material for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_material', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_material', 'select'))::uuid[]))));
create policy kernel_matter_material_read_city on kernel_matter_material for select to baton_city
  using (true);
create policy kernel_matter_material_remove on kernel_matter_material for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_material', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_material', 'delete'))::uuid[]))));
grant insert (evidence_id, material_id, matter_id, position, scope_id, subject_id, title, version_id), select, update (superseded_at) on kernel_matter_material to baton_act;
grant select on kernel_matter_material to baton_city;
comment on column kernel_matter_material.version_id is '版本 — Version';
comment on column kernel_matter_material.material_id is '材料 — Material asked for';
comment on column kernel_matter_material.matter_id is '事项 — Matter';
comment on column kernel_matter_material.scope_id is '可及范围 — Scope of reach';
comment on column kernel_matter_material.subject_id is '对象 — Subject of the matter';
comment on column kernel_matter_material.position is '次序，自1起 — Order, from 1';
comment on column kernel_matter_material.title is '材料名称 — What it is called';
comment on column kernel_matter_material.evidence_id is '所交佐证，未交为空 — Evidence handed in; null while it is owed';
comment on column kernel_matter_material.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_matter_material.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_matter_material.act_id is '写入本行的办理 — Act that wrote it';

-- 事项现状，由经过推出（版本） — State derived from events, by version
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
  opened_by_account_id uuid,
  is_extension_pending boolean not null default false,
  done_at timestamp with time zone,
  rating text,
  escalation_level integer not null default 0,
  escalated_to_post_id integer,
  constraint kernel_matter_state_pkey primary key (version_id),
  constraint kernel_matter_state_escalated_to foreign key (escalated_to_post_id) references kernel_post(post_id),
  constraint kernel_matter_state_holder_post foreign key (holder_post_id) references kernel_post(post_id),
  constraint kernel_matter_state_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_matter_state_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_matter_state_rating check ((rating = any (array['satisfied', 'basically_satisfied', 'dissatisfied']))),
  constraint kernel_matter_state_span check ((superseded_at > recorded_at)),
  constraint kernel_matter_state_status check ((status = any (array['prepared', 'held_back', 'open', 'in_hand', 'to_verify', 'closed', 'withdrawn'])))
);
create unique index kernel_matter_state_current on kernel_matter_state using btree (matter_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_matter_state_due on kernel_matter_state using btree (COALESCE(due_at, 'infinity'::timestamp with time zone), matter_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_matter_state_holder on kernel_matter_state using btree (holder_post_id, due_at) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_matter_state_in_hand on kernel_matter_state using btree (superseded_at, subject_id) where (status = any (array['open'::text, 'in_hand'::text, 'to_verify'::text]));
create index kernel_matter_state_known on kernel_matter_state using btree (matter_id, recorded_at);
create index kernel_matter_state_live on kernel_matter_state using btree (due_at, matter_id) where ((superseded_at = 'infinity'::timestamp with time zone) and (status = any (array['open'::text, 'in_hand'::text, 'to_verify'::text])));
create index kernel_matter_state_matter_id on kernel_matter_state using btree (matter_id, recorded_at);
create index kernel_matter_state_subject_id on kernel_matter_state using btree (subject_id) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger kernel_matter_state_audit_delete after delete on kernel_matter_state REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_matter_state_audit_insert after insert on kernel_matter_state REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_matter_state_audit_truncate before TRUNCATE on kernel_matter_state for each statement execute function kernel_audit_refuse();
create trigger kernel_matter_state_audit_update after update on kernel_matter_state REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_matter_state_close before update of superseded_at on kernel_matter_state for each row execute function kernel_close_version();
alter table kernel_matter_state enable row level security;
alter table kernel_matter_state force row level security;
create policy kernel_matter_state_add on kernel_matter_state for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_matter_state', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_state', 'insert'))::uuid[]))));
create policy kernel_matter_state_change on kernel_matter_state for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_state', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_state', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_matter_state', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_state', 'update'))::uuid[]))));
create policy kernel_matter_state_read on kernel_matter_state for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_state', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_state', 'select'))::uuid[]))));
create policy kernel_matter_state_read_city on kernel_matter_state for select to baton_city
  using (true);
create policy kernel_matter_state_remove on kernel_matter_state for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_matter_state', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_matter_state', 'delete'))::uuid[]))));
grant insert (assignee_account_id, calendar_version, closed_at, done_at, done_by_account_id, due_at, escalated_to_post_id, escalation_level, hand_on_count, holder_post_id, is_extended, is_extension_pending, is_paused, last_sequence, matter_id, opened_by_account_id, opened_by_post_id, rating, rule_version, scope_id, status, subject_id, version_id), select, update (superseded_at) on kernel_matter_state to baton_act;
grant select on kernel_matter_state to baton_backup;
grant select on kernel_matter_state to baton_city;
comment on column kernel_matter_state.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_matter_state.matter_id is '事项 — Matter';
comment on column kernel_matter_state.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_matter_state.subject_id is '对象 — Subject it speaks of';
comment on column kernel_matter_state.status is '状态 — Status';
comment on column kernel_matter_state.holder_post_id is '在谁手里（岗位） — Post whose hand it is in';
comment on column kernel_matter_state.assignee_account_id is '承办账号 — Account assigned — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_matter_state.opened_by_post_id is '发起岗位 — Post that opened it';
comment on column kernel_matter_state.due_at is '时限，业务时刻 — Deadline, business time';
comment on column kernel_matter_state.is_paused is '是否停表 — Clock stopped';
comment on column kernel_matter_state.hand_on_count is '转办次数 — Times handed on';
comment on column kernel_matter_state.is_extended is '是否已延期 — Extended';
comment on column kernel_matter_state.done_by_account_id is '办结账号，核验须另一人 — Account that did it; another verifies — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_matter_state.closed_at is '办结时刻 — Instant of closing';
comment on column kernel_matter_state.calendar_version is '所用日历版次 — Calendar version';
comment on column kernel_matter_state.rule_version is '所用规则版次 — Rule version';
comment on column kernel_matter_state.last_sequence is '推到第几条经过 — Last event taken in';
comment on column kernel_matter_state.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_matter_state.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_matter_state.act_id is '写入本行的办理 — Act that wrote it';
comment on column kernel_matter_state.opened_by_account_id is '发起账号 — Account that opened it — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column kernel_matter_state.is_extension_pending is '延期是否待批 — Extension waits for an answer';
comment on column kernel_matter_state.done_at is '报结时刻 — Instant it was said to be done';
comment on column kernel_matter_state.rating is '评价 — Rating';
comment on column kernel_matter_state.escalation_level is '升级层级 — Level of escalation';
comment on column kernel_matter_state.escalated_to_post_id is '升级到的岗位 — Post escalated to';

-- 数据项登记 — Registry of metrics
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
create trigger kernel_metric_audit_delete after delete on kernel_metric REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{metric}', '{}');
create trigger kernel_metric_audit_insert after insert on kernel_metric REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{metric}', '{}');
create trigger kernel_metric_audit_truncate before TRUNCATE on kernel_metric for each statement execute function kernel_audit_refuse();
create trigger kernel_metric_audit_update after update on kernel_metric REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{metric}', '{}');
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
grant select on kernel_metric to baton_backup;
grant select on kernel_metric to baton_city;
comment on column kernel_metric.metric is '数据项 — Metric';
comment on column kernel_metric.name_zh is '中文名 — Chinese name';
comment on column kernel_metric.name_en is '英文名 — English name';
comment on column kernel_metric.unit is '单位 — Unit';
comment on column kernel_metric.accumulation is '累计方式：本年累计、时段、时点、文字 — Stored basis';
comment on column kernel_metric.ledger is '台账：调度或统计，互不混用 — Ledger, never mixed';
comment on column kernel_metric.owner_role is '填报角色 — Role that reports it';

-- 节点：计划的一步（版本） — A planned step, by version
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
create trigger kernel_node_audit_delete after delete on kernel_node REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_audit_insert after insert on kernel_node REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_audit_truncate before TRUNCATE on kernel_node for each statement execute function kernel_audit_refuse();
create trigger kernel_node_audit_update after update on kernel_node REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_close before update of superseded_at on kernel_node for each row execute function kernel_close_version();
alter table kernel_node enable row level security;
alter table kernel_node force row level security;
create policy kernel_node_add on kernel_node for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_node', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node', 'insert'))::uuid[]))));
create policy kernel_node_change on kernel_node for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_node', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node', 'update'))::uuid[]))));
create policy kernel_node_read on kernel_node for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node', 'select'))::uuid[]))));
create policy kernel_node_read_city on kernel_node for select to baton_city
  using (true);
create policy kernel_node_remove on kernel_node for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node', 'delete'))::uuid[]))));
grant insert (baseline_on, done_on, due_on, enters_stage, kind, name, node_id, planned_on, precision, reason, responsible_post_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_node to baton_act;
grant select on kernel_node to baton_backup;
grant select on kernel_node to baton_city;
comment on column kernel_node.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_node.node_id is '节点 — Node';
comment on column kernel_node.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_node.subject_id is '对象 — Subject it speaks of';
comment on column kernel_node.kind is '种类 — Kind';
comment on column kernel_node.name is '名称 — Name';
comment on column kernel_node.enters_stage is '完成即进入的阶段 — Stage it enters';
comment on column kernel_node.planned_on is '计划日（有效时间） — Day planned, valid-time';
comment on column kernel_node.due_on is '倒排应完成日（有效时间） — Day due after back-scheduling, valid-time';
comment on column kernel_node.baseline_on is '最初计划日（有效时间） — Day first planned, valid-time';
comment on column kernel_node.precision is '日期精度 — Precision of the dates';
comment on column kernel_node.done_on is '实际完成日，进入阶段的节点为空 — Day done; null where a stage tells it';
comment on column kernel_node.responsible_post_id is '责任岗位 — Post responsible';
comment on column kernel_node.reason is '调整事由 — Reason of the change';
comment on column kernel_node.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_node.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_node.act_id is '写入本行的办理 — Act that wrote it';

-- 节点先后关系（版本） — Order of nodes, by version
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
create trigger kernel_node_link_audit_delete after delete on kernel_node_link REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_link_audit_insert after insert on kernel_node_link REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_link_audit_truncate before TRUNCATE on kernel_node_link for each statement execute function kernel_audit_refuse();
create trigger kernel_node_link_audit_update after update on kernel_node_link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_node_link_close before update of superseded_at on kernel_node_link for each row execute function kernel_close_version();
alter table kernel_node_link enable row level security;
alter table kernel_node_link force row level security;
create policy kernel_node_link_add on kernel_node_link for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_node_link', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node_link', 'insert'))::uuid[]))));
create policy kernel_node_link_change on kernel_node_link for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node_link', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node_link', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_node_link', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node_link', 'update'))::uuid[]))));
create policy kernel_node_link_read on kernel_node_link for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node_link', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node_link', 'select'))::uuid[]))));
create policy kernel_node_link_read_city on kernel_node_link for select to baton_city
  using (true);
create policy kernel_node_link_remove on kernel_node_link for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_node_link', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_node_link', 'delete'))::uuid[]))));
grant insert (kind, lag_days, link_id, node_id, predecessor_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_node_link to baton_act;
grant select on kernel_node_link to baton_backup;
grant select on kernel_node_link to baton_city;
comment on column kernel_node_link.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_node_link.link_id is '关系 — Link';
comment on column kernel_node_link.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_node_link.subject_id is '对象 — Subject it speaks of';
comment on column kernel_node_link.node_id is '后节点 — Successor';
comment on column kernel_node_link.predecessor_id is '前节点 — Predecessor';
comment on column kernel_node_link.kind is '类型：FS、SS、FF、SF — Kind of link';
comment on column kernel_node_link.lag_days is '间隔，日历日 — Lag, calendar days';
comment on column kernel_node_link.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_node_link.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_node_link.act_id is '写入本行的办理 — Act that wrote it';

-- 报数：一段时间的实测或陈述值（版本） — Stated values over a span, by version
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
create unique index kernel_observation_current on kernel_observation using btree (subject_id, metric, ledger, nature, facet, period_from, period_to) where ((superseded_at = 'infinity'::timestamp with time zone) and (occasion_id is null));
create index kernel_observation_said on kernel_observation using btree (metric, ledger, nature, period_from, period_to desc, subject_id) include (value, comparator, is_correction, recorded_at, superseded_at);
create trigger kernel_observation_audit_delete after delete on kernel_observation REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_observation_audit_insert after insert on kernel_observation REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_observation_audit_truncate before TRUNCATE on kernel_observation for each statement execute function kernel_audit_refuse();
create trigger kernel_observation_audit_update after update on kernel_observation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_observation_close before update of superseded_at on kernel_observation for each row execute function kernel_close_version();
create trigger kernel_observation_frozen before insert or update of superseded_at on kernel_observation for each row execute function kernel_observation_guard();
alter table kernel_observation enable row level security;
alter table kernel_observation force row level security;
create policy kernel_observation_add on kernel_observation for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_observation', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_observation', 'insert'))::uuid[]))));
create policy kernel_observation_change on kernel_observation for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_observation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_observation', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_observation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_observation', 'update'))::uuid[]))));
create policy kernel_observation_read on kernel_observation for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_observation', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_observation', 'select'))::uuid[]))));
create policy kernel_observation_read_city on kernel_observation for select to baton_city
  using (true);
create policy kernel_observation_remove on kernel_observation for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_observation', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_observation', 'delete'))::uuid[]))));
grant insert (comparator, facet, is_correction, ledger, metric, nature, observation_id, occasion_id, period_from, period_to, scope_id, subject_id, text_value, value, version_id, wording), select, update (superseded_at) on kernel_observation to baton_act;
grant select on kernel_observation to baton_backup;
grant select on kernel_observation to baton_city;
comment on column kernel_observation.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_observation.observation_id is '报数 — Observation';
comment on column kernel_observation.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_observation.subject_id is '对象 — Subject it speaks of';
comment on column kernel_observation.metric is '数据项 — Metric';
comment on column kernel_observation.ledger is '台账：调度或统计 — Ledger';
comment on column kernel_observation.nature is '性质：实际、计划、目标、预测、底线 — Nature';
comment on column kernel_observation.facet is '细分，空串为总 — Facet; empty: the whole';
comment on column kernel_observation.occasion_id is '所属活动 — Occasion it belongs to';
comment on column kernel_observation.period_from is '所属时段起（含），有效时间 — First day of the span, valid-time';
comment on column kernel_observation.period_to is '所属时段止（含），有效时间 — Last day of the span, valid-time';
comment on column kernel_observation.value is '数值，按数据项单位（金额为分） — Value in the metric''s unit, CNY fen for money';
comment on column kernel_observation.text_value is '文字值 — Text value';
comment on column kernel_observation.comparator is '口径：等于、以上、过、约 — Whether exact, a bound or about';
comment on column kernel_observation.wording is '原文表述 — Wording as stated';
comment on column kernel_observation.is_correction is '是否更正 — Correction';
comment on column kernel_observation.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_observation.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_observation.act_id is '写入本行的办理 — Act that wrote it';

-- 活动：发生过的事（版本） — What took place, by version
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
create trigger kernel_occasion_audit_delete after delete on kernel_occasion REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_audit_insert after insert on kernel_occasion REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_audit_truncate before TRUNCATE on kernel_occasion for each statement execute function kernel_audit_refuse();
create trigger kernel_occasion_audit_update after update on kernel_occasion REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_close before update of superseded_at on kernel_occasion for each row execute function kernel_close_version();
alter table kernel_occasion enable row level security;
alter table kernel_occasion force row level security;
create policy kernel_occasion_add on kernel_occasion for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_occasion', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion', 'insert'))::uuid[]))));
create policy kernel_occasion_change on kernel_occasion for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_occasion', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion', 'update'))::uuid[]))));
create policy kernel_occasion_read on kernel_occasion for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion', 'select'))::uuid[]))));
create policy kernel_occasion_read_city on kernel_occasion for select to baton_city
  using (true);
create policy kernel_occasion_remove on kernel_occasion for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion', 'delete'))::uuid[]))));
grant insert (held_from, held_to, kind, name, note, occasion_id, place, precision, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_occasion to baton_act;
grant select on kernel_occasion to baton_backup;
grant select on kernel_occasion to baton_city;
comment on column kernel_occasion.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_occasion.occasion_id is '活动 — Occasion';
comment on column kernel_occasion.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_occasion.subject_id is '对象 — Subject it speaks of';
comment on column kernel_occasion.kind is '种类 — Kind';
comment on column kernel_occasion.name is '名称 — Name';
comment on column kernel_occasion.held_from is '起日（含），有效时间 — First day, valid-time';
comment on column kernel_occasion.held_to is '止日（含），有效时间 — Last day, valid-time';
comment on column kernel_occasion.precision is '日期精度 — Precision of the dates';
comment on column kernel_occasion.place is '地点 — Place';
comment on column kernel_occasion.note is '说明 — Note';
comment on column kernel_occasion.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_occasion.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_occasion.act_id is '写入本行的办理 — Act that wrote it';

-- 活动的参与者（版本） — Parts of an occasion, by version
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
create trigger kernel_occasion_part_audit_delete after delete on kernel_occasion_part REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_part_audit_insert after insert on kernel_occasion_part REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_part_audit_truncate before TRUNCATE on kernel_occasion_part for each statement execute function kernel_audit_refuse();
create trigger kernel_occasion_part_audit_update after update on kernel_occasion_part REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_occasion_part_close before update of superseded_at on kernel_occasion_part for each row execute function kernel_close_version();
alter table kernel_occasion_part enable row level security;
alter table kernel_occasion_part force row level security;
create policy kernel_occasion_part_add on kernel_occasion_part for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_occasion_part', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion_part', 'insert'))::uuid[]))));
create policy kernel_occasion_part_change on kernel_occasion_part for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion_part', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion_part', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_occasion_part', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion_part', 'update'))::uuid[]))));
create policy kernel_occasion_part_read on kernel_occasion_part for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion_part', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion_part', 'select'))::uuid[]))));
create policy kernel_occasion_part_read_city on kernel_occasion_part for select to baton_city
  using (true);
create policy kernel_occasion_part_remove on kernel_occasion_part for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_occasion_part', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_occasion_part', 'delete'))::uuid[]))));
grant insert (amount, occasion_id, part_id, role, scope_id, subject_id, unit, version_id), select, update (superseded_at) on kernel_occasion_part to baton_act;
grant select on kernel_occasion_part to baton_backup;
grant select on kernel_occasion_part to baton_city;
comment on column kernel_occasion_part.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_occasion_part.part_id is '参与 — Part';
comment on column kernel_occasion_part.occasion_id is '活动 — Occasion';
comment on column kernel_occasion_part.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_occasion_part.subject_id is '对象 — Subject it speaks of';
comment on column kernel_occasion_part.role is '角色 — Role in it';
comment on column kernel_occasion_part.amount is '数额，按单位列 — Amount in its unit';
comment on column kernel_occasion_part.unit is '单位 — Unit';
comment on column kernel_occasion_part.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_occasion_part.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_occasion_part.act_id is '写入本行的办理 — Act that wrote it';

-- 组织（版本） — Organisations, by version
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
create trigger kernel_org_audit_delete after delete on kernel_org REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_org_audit_insert after insert on kernel_org REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_org_audit_truncate before TRUNCATE on kernel_org for each statement execute function kernel_audit_refuse();
create trigger kernel_org_audit_update after update on kernel_org REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
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
grant select on kernel_org to baton_backup;
grant select on kernel_org to baton_city;
comment on column kernel_org.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_org.org_id is '组织 — Organisation';
comment on column kernel_org.name is '名称 — Name';
comment on column kernel_org.kind is '类别 — Kind';
comment on column kernel_org.parent_org_id is '上级组织，空为最上 — Organisation above; null at the top';
comment on column kernel_org.area_id is '所在区划 — Area it sits in';
comment on column kernel_org.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_org.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_org.act_id is '写入本行的办理 — Act that wrote it';

-- 组织上下级全表，由组织推出 — Ancestors and descendants, derived
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
grant select on kernel_org_closure to baton_backup;
grant select on kernel_org_closure to baton_city;
comment on column kernel_org_closure.ancestor_id is '上级 — Ancestor';
comment on column kernel_org_closure.descendant_id is '下级 — Descendant';
comment on column kernel_org_closure.depth is '相隔层数，自身为0 — Levels between; 0 for itself';

-- 用过的密码摘要 — Hashes of replaced passwords, so that the last five are not taken again.
create table kernel_password_history (
  account_id uuid not null,
  password text not null,
  replaced_at timestamp with time zone not null default clock_timestamp(),
  constraint kernel_password_history_pkey primary key (account_id, replaced_at),
  constraint kernel_password_history_account foreign key (account_id) references kernel_account(id)
);
create trigger kernel_password_history_audit_delete after delete on kernel_password_history REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{account_id,replaced_at}', '{password}');
create trigger kernel_password_history_audit_insert after insert on kernel_password_history REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{account_id,replaced_at}', '{password}');
create trigger kernel_password_history_audit_truncate before TRUNCATE on kernel_password_history for each statement execute function kernel_audit_refuse();
create trigger kernel_password_history_audit_update after update on kernel_password_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{account_id,replaced_at}', '{password}');
alter table kernel_password_history enable row level security;
alter table kernel_password_history force row level security;
create policy kernel_password_history_sign_in on kernel_password_history for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_password_history to baton_auth;
grant select on kernel_password_history to baton_backup;
comment on column kernel_password_history.account_id is '账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_password_history.password is '密码摘要（argon2id） — Password hash, argon2id';
comment on column kernel_password_history.replaced_at is '换下时刻 — Instant of replacement';

-- 期：周、月、季、年、专项 — A week, month, quarter, year or campaign
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
create trigger kernel_period_audit_delete after delete on kernel_period REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{period_id}', '{}');
create trigger kernel_period_audit_insert after insert on kernel_period REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{period_id}', '{}');
create trigger kernel_period_audit_truncate before TRUNCATE on kernel_period for each statement execute function kernel_audit_refuse();
create trigger kernel_period_audit_update after update on kernel_period REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{period_id}', '{}');
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
grant select on kernel_period to baton_backup;
grant select on kernel_period to baton_city;
comment on column kernel_period.period_id is '期 — Period';
comment on column kernel_period.rhythm is '节奏 — Rhythm';
comment on column kernel_period.name is '名称 — Name';
comment on column kernel_period.span_from is '起日（含），有效时间 — First day, valid-time';
comment on column kernel_period.span_to is '止日（含），有效时间 — Last day, valid-time';
comment on column kernel_period.due_at is '报送时限，业务时刻 — Deadline for reports, business time';

-- 期的经过：开、关、冻结、撤回、发布 — What happened to a period
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
create trigger kernel_period_event_audit_delete after delete on kernel_period_event REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_period_event_audit_insert after insert on kernel_period_event REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_period_event_audit_truncate before TRUNCATE on kernel_period_event for each statement execute function kernel_audit_refuse();
create trigger kernel_period_event_audit_update after update on kernel_period_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_period_event_close before update of superseded_at on kernel_period_event for each row execute function kernel_close_version();
create trigger kernel_period_event_in_turn before insert on kernel_period_event for each row execute function kernel_period_event_guard();
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
grant select on kernel_period_event to baton_backup;
grant select on kernel_period_event to baton_city;
comment on column kernel_period_event.event_id is '经过 — Event';
comment on column kernel_period_event.period_id is '期 — Period';
comment on column kernel_period_event.sequence is '序号 — Order within the period';
comment on column kernel_period_event.kind is '动作 — Kind of event';
comment on column kernel_period_event.known_at is '冻结所据时刻（入库时刻） — Settled instant of a freeze, record-time';
comment on column kernel_period_event.reason is '事由 — Reason';
comment on column kernel_period_event.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_period_event.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_period_event.act_id is '写入本行的办理 — Act that wrote it';

-- 岗位：责任落到的位置 — Where responsibility is placed
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
create trigger kernel_post_audit_delete after delete on kernel_post REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{post_id}', '{}');
create trigger kernel_post_audit_insert after insert on kernel_post REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{post_id}', '{}');
create trigger kernel_post_audit_truncate before TRUNCATE on kernel_post for each statement execute function kernel_audit_refuse();
create trigger kernel_post_audit_update after update on kernel_post REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{post_id}', '{}');
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
grant select on kernel_post to baton_backup;
grant select on kernel_post to baton_city;
comment on column kernel_post.post_id is '岗位 — Post';
comment on column kernel_post.org_id is '所在组织 — Organisation';
comment on column kernel_post.title is '名称 — Title';
comment on column kernel_post.role is '角色，决定权限 — Role: decides rights';
comment on column kernel_post.is_closed is '是否撤销 — Closed';

-- 登录请求计数 — Requests to sign-in paths by client address; the library's own counter.
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
comment on column kernel_rate_limit.id is '计数 — Counter';
comment on column kernel_rate_limit.key is '来源与路径 — Address and path — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_rate_limit.count is '次数 — Requests counted';
comment on column kernel_rate_limit.last_request is '最近一次，毫秒（Unix 时间） — Last request, Unix milliseconds';

-- 关系：对象与对象（版本） — Subject to subject, by version
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
create trigger kernel_relation_audit_delete after delete on kernel_relation REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_relation_audit_insert after insert on kernel_relation REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_relation_audit_truncate before TRUNCATE on kernel_relation for each statement execute function kernel_audit_refuse();
create trigger kernel_relation_audit_update after update on kernel_relation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_relation_close before update of superseded_at on kernel_relation for each row execute function kernel_close_version();
alter table kernel_relation enable row level security;
alter table kernel_relation force row level security;
create policy kernel_relation_add on kernel_relation for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_relation', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_relation', 'insert'))::uuid[]))));
create policy kernel_relation_change on kernel_relation for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_relation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_relation', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_relation', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_relation', 'update'))::uuid[]))));
create policy kernel_relation_read on kernel_relation for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_relation', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_relation', 'select'))::uuid[]))));
create policy kernel_relation_read_city on kernel_relation for select to baton_city
  using (true);
create policy kernel_relation_remove on kernel_relation for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_relation', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_relation', 'delete'))::uuid[]))));
grant insert (document_no, kind, relation_id, role, scope_id, share_ppm, subject_id, to_subject_id, valid_from, valid_to, version_id), select, update (superseded_at) on kernel_relation to baton_act;
grant select on kernel_relation to baton_backup;
grant select on kernel_relation to baton_city;
comment on column kernel_relation.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_relation.relation_id is '关系 — Relation';
comment on column kernel_relation.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_relation.subject_id is '起点对象 — Subject it starts from';
comment on column kernel_relation.to_subject_id is '终点对象 — Subject it points to';
comment on column kernel_relation.kind is '种类 — Kind';
comment on column kernel_relation.role is '角色 — Role in it';
comment on column kernel_relation.share_ppm is '份额，百万分之一 — Share, parts per million';
comment on column kernel_relation.valid_from is '起（含），有效时间 — First day, valid-time';
comment on column kernel_relation.valid_to is '止（不含），有效时间 — Day after the last, valid-time';
comment on column kernel_relation.document_no is '依据文号 — Document number';
comment on column kernel_relation.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_relation.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_relation.act_id is '写入本行的办理 — Act that wrote it';

-- 改期申请：审批通过前的节点日期（版本） — Dates asked for a node before they are approved, by version
create table kernel_replan_request (
  version_id uuid not null default uuidv7(),
  request_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  matter_id uuid not null,
  node_id uuid not null,
  node_version_id uuid not null,
  planned_on date not null,
  due_on date not null,
  reason text not null,
  document_no text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_replan_request_pkey primary key (version_id),
  constraint kernel_replan_request_matter foreign key (matter_id) references kernel_matter(matter_id),
  constraint kernel_replan_request_node foreign key (node_version_id) references kernel_node(version_id),
  constraint kernel_replan_request_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_replan_request_span check ((superseded_at > recorded_at))
);
create unique index kernel_replan_request_once on kernel_replan_request using btree (matter_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_replan_request_subject_id on kernel_replan_request using btree (subject_id);
create trigger kernel_replan_request_close before update of superseded_at on kernel_replan_request for each row execute function kernel_close_version();
alter table kernel_replan_request enable row level security;
alter table kernel_replan_request force row level security;
create policy kernel_replan_request_add on kernel_replan_request for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_replan_request', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_replan_request', 'insert'))::uuid[]))));
create policy kernel_replan_request_change on kernel_replan_request for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_replan_request', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_replan_request', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_replan_request', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_replan_request', 'update'))::uuid[]))));
create policy kernel_replan_request_read on kernel_replan_request for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_replan_request', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_replan_request', 'select'))::uuid[]))));
create policy kernel_replan_request_read_city on kernel_replan_request for select to baton_city
  using (true);
create policy kernel_replan_request_remove on kernel_replan_request for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_replan_request', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_replan_request', 'delete'))::uuid[]))));
grant insert (document_no, due_on, matter_id, node_id, node_version_id, planned_on, reason, request_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_replan_request to baton_act;
grant select on kernel_replan_request to baton_city;
comment on column kernel_replan_request.version_id is '版本 — Version';
comment on column kernel_replan_request.request_id is '申请 — Request';
comment on column kernel_replan_request.scope_id is '可及范围 — Scope of reach';
comment on column kernel_replan_request.subject_id is '对象 — Subject';
comment on column kernel_replan_request.matter_id is '审批事项 — Matter that decides it';
comment on column kernel_replan_request.node_id is '节点 — Node';
comment on column kernel_replan_request.node_version_id is '申请时所见的节点版本 — Version of the node that the asker saw';
comment on column kernel_replan_request.planned_on is '申请的计划日期，有效时间 — Planned date asked for, valid-time';
comment on column kernel_replan_request.due_on is '申请的应完成日期，有效时间 — Due date asked for, valid-time';
comment on column kernel_replan_request.reason is '理由 — Reason';
comment on column kernel_replan_request.document_no is '依据文号 — Document it rests on';
comment on column kernel_replan_request.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_replan_request.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_replan_request.act_id is '写入本行的办理 — Act that wrote it';

-- 权限矩阵：角色对表可做的动作 — Who may do what: role, table, verb
create table kernel_right (
  role text not null,
  table_name text not null,
  verb text not null,
  constraint kernel_right_pkey primary key (role, table_name, verb),
  constraint kernel_right_verb check ((verb = any (array['select', 'insert', 'update', 'delete'])))
);
create trigger kernel_right_audit_delete after delete on kernel_right REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{role,table_name,verb}', '{}');
create trigger kernel_right_audit_insert after insert on kernel_right REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{role,table_name,verb}', '{}');
create trigger kernel_right_audit_truncate before TRUNCATE on kernel_right for each statement execute function kernel_audit_refuse();
create trigger kernel_right_audit_update after update on kernel_right REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{role,table_name,verb}', '{}');
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
grant select on kernel_right to baton_backup;
grant select on kernel_right to baton_city;
comment on column kernel_right.role is '角色 — Role';
comment on column kernel_right.table_name is '表名 — Table';
comment on column kernel_right.verb is '动作 — Verb';

-- 对角色的登录要求 — What the security administrator demands of a role: whether it signs in with a second factor.
create table kernel_role_policy (
  role text not null,
  demands_factor boolean not null default false,
  constraint kernel_role_policy_pkey primary key (role)
);
create trigger kernel_role_policy_audit_delete after delete on kernel_role_policy REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{role}', '{}');
create trigger kernel_role_policy_audit_insert after insert on kernel_role_policy REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{role}', '{}');
create trigger kernel_role_policy_audit_truncate before TRUNCATE on kernel_role_policy for each statement execute function kernel_audit_refuse();
create trigger kernel_role_policy_audit_update after update on kernel_role_policy REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{role}', '{}');
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
grant select on kernel_role_policy to baton_backup;
grant select on kernel_role_policy to baton_city;
comment on column kernel_role_policy.role is '角色 — Role';
comment on column kernel_role_policy.demands_factor is '是否须动态口令 — Second factor demanded';

-- 亮灯规则的各版（版本） — Rule sets of lights, by version
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
create trigger kernel_rule_set_audit_delete after delete on kernel_rule_set REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_rule_set_audit_insert after insert on kernel_rule_set REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_rule_set_audit_truncate before TRUNCATE on kernel_rule_set for each statement execute function kernel_audit_refuse();
create trigger kernel_rule_set_audit_update after update on kernel_rule_set REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
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
grant select on kernel_rule_set to baton_backup;
grant select on kernel_rule_set to baton_city;
comment on column kernel_rule_set.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_rule_set.rule_set_id is '规则 — Rule set';
comment on column kernel_rule_set.name is '名称 — Name';
comment on column kernel_rule_set.version is '版次 — Version';
comment on column kernel_rule_set.document_no is '依据文号 — Document number';
comment on column kernel_rule_set.rules is '规则内容 — The rules';
comment on column kernel_rule_set.valid_from is '起用日（有效时间） — First day in force, valid-time';
comment on column kernel_rule_set.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column kernel_rule_set.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_rule_set.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_rule_set.act_id is '写入本行的办理 — Act that wrote it';

-- 范围：一个组织一个，权限标签 — Access labels, one an organisation
create table kernel_scope (
  scope_id integer not null generated as identity,
  org_id uuid not null,
  constraint kernel_scope_pkey primary key (scope_id),
  constraint kernel_scope_one_org unique (org_id),
  constraint kernel_scope_org foreign key (org_id) references kernel_subject(subject_id) DEFERRABLE INITIALLY DEFERRED
);
create trigger kernel_scope_audit_delete after delete on kernel_scope REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{scope_id}', '{}');
create trigger kernel_scope_audit_insert after insert on kernel_scope REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{scope_id}', '{}');
create trigger kernel_scope_audit_truncate before TRUNCATE on kernel_scope for each statement execute function kernel_audit_refuse();
create trigger kernel_scope_audit_update after update on kernel_scope REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{scope_id}', '{}');
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
grant select on kernel_scope to baton_backup;
grant select on kernel_scope to baton_city;
comment on column kernel_scope.scope_id is '范围 — Scope';
comment on column kernel_scope.org_id is '组织 — Organisation';

-- 动态口令 — The time-based one-time password of an account; the secret is encrypted with the program's key.
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
create trigger kernel_second_factor_audit_delete after delete on kernel_second_factor REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{id}', '{secret,backup_codes}');
create trigger kernel_second_factor_audit_insert after insert on kernel_second_factor REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{secret,backup_codes}');
create trigger kernel_second_factor_audit_truncate before TRUNCATE on kernel_second_factor for each statement execute function kernel_audit_refuse();
create trigger kernel_second_factor_audit_update after update on kernel_second_factor REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{id}', '{secret,backup_codes}');
alter table kernel_second_factor enable row level security;
alter table kernel_second_factor force row level security;
create policy kernel_second_factor_sign_in on kernel_second_factor for all to baton_auth
  using (true)
  with check (true);
grant delete, insert, select, update on kernel_second_factor to baton_auth;
grant select on kernel_second_factor to baton_backup;
comment on column kernel_second_factor.id is '口令 — Factor';
comment on column kernel_second_factor.account_id is '账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_second_factor.secret is '密钥，已加密 — Secret, encrypted';
comment on column kernel_second_factor.backup_codes is '备用码，已加密 — Backup codes, encrypted';
comment on column kernel_second_factor.verified is '是否已验证 — Verified';
comment on column kernel_second_factor.failed_verification_count is '连续错误次数 — Failures in a row';
comment on column kernel_second_factor.locked_until is '锁定至 — Locked until';
comment on column kernel_second_factor.last_step is '最近用过的时间步（30秒） — Number of the 30 s step (RFC 6238) last accepted: a code of it or of an earlier one is refused.';

-- 会话：已登录的浏览器或程序 — A signed-in browser or script. It ends when idle, at expires_at, or when its row is deleted.
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
comment on column kernel_session.id is '会话 — Session';
comment on column kernel_session.account_id is '账号 — Account — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_session.token is '会话令牌 — Token of the session';
comment on column kernel_session.expires_at is '失效时刻 — Instant it ends';
comment on column kernel_session.ip_address is '来源地址 — Client address — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_session.user_agent is '浏览器标识 — Browser as it names itself — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_session.last_used_at is '最近操作时刻 — Last request that a person made, to 30 s; polling does not move it.';
comment on column kernel_session.factor_verified_at is '最近动态口令验证时刻 — Instant of the last second factor in this session; null when none was given.';
comment on column kernel_session.created_at is '建立时刻 — Instant of creation';
comment on column kernel_session.updated_at is '更新时刻 — Instant of the last change';

-- 行为人封签密钥：只由数据库函数读取 — Key that seals who acts in a transaction; read by functions of the owner only.
create table kernel_settling_key (
  is_only boolean not null default true,
  secret text not null,
  constraint kernel_settling_key_pkey primary key (is_only),
  constraint kernel_settling_key_single check (is_only)
);
alter table kernel_settling_key enable row level security;
alter table kernel_settling_key force row level security;
comment on column kernel_settling_key.is_only is '恒为真：只有一行 — Always true: there is one row.';
comment on column kernel_settling_key.secret is '密钥，随机生成，十六进制；审计只记其摘要 — Random key in hexadecimal; the audit trail keeps its digest only.';

-- 登录记录，只增 — What happened at the door; appended only. A name that belongs to no account is not kept: people type passwords there.
create table kernel_sign_in_event (
  event_id bigint not null generated as identity,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  kind text not null,
  account_id uuid,
  client_address text,
  request_id text,
  detail text,
  constraint kernel_sign_in_event_pkey primary key (event_id),
  constraint kernel_sign_in_event_kind check ((kind = any (array['sign-in', 'sign-in-failed', 'sign-in-locked', 'sign-out', 'factor-asked', 'factor-enabled', 'factor-verified', 'factor-failed', 'factor-reset', 'password-changed', 'password-refused', 'password-reset', 'password-released', 'account-created', 'account-closed', 'account-dormant', 'sessions-revoked', 'identity-linked'])))
);
create index kernel_sign_in_event_account_id on kernel_sign_in_event using btree (account_id, recorded_at);
create trigger kernel_sign_in_event_audit_delete after delete on kernel_sign_in_event REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_sign_in_event_audit_insert after insert on kernel_sign_in_event REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
create trigger kernel_sign_in_event_audit_truncate before TRUNCATE on kernel_sign_in_event for each statement execute function kernel_audit_refuse();
create trigger kernel_sign_in_event_audit_update after update on kernel_sign_in_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{event_id}', '{}');
alter table kernel_sign_in_event enable row level security;
alter table kernel_sign_in_event force row level security;
create policy kernel_sign_in_event_read on kernel_sign_in_event for select to baton_act
  using (( select kernel_may('kernel_sign_in_event', 'select')));
create policy kernel_sign_in_event_sign_in on kernel_sign_in_event for all to baton_auth
  using (true)
  with check (true);
grant select on kernel_sign_in_event to baton_act;
grant insert, select on kernel_sign_in_event to baton_auth;
grant select on kernel_sign_in_event to baton_backup;
comment on column kernel_sign_in_event.event_id is '记录 — Event';
comment on column kernel_sign_in_event.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_sign_in_event.kind is '种类 — Kind';
comment on column kernel_sign_in_event.account_id is '账号，未知名不留 — Account; unknown names are not kept — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_sign_in_event.client_address is '来源地址 — Client address — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_sign_in_event.request_id is '请求编号 — Request id';
comment on column kernel_sign_in_event.detail is '说明 — Detail';

-- 登录失败计数 — Failures by what is guessed at and from where, counted before the guess is looked at.
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
comment on column kernel_sign_in_lock.subject is '所试账号或名称的摘要 — Digest of the name typed, or the account whose factor is tried: known or unknown alike. — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_sign_in_lock.source is '来源：熟识设备或地址 — A browser that signed in before, else the client address. — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_sign_in_lock.failures is '失败次数 — Failures';
comment on column kernel_sign_in_lock.tried_at is '最近尝试时刻 — Instant of the last try';
comment on column kernel_sign_in_lock.locked_until is '锁定至 — Locked until';

-- 阶段：对象进入生命周期的一步（版本） — Entries into stages, by version
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
create index kernel_stage_by_subject on kernel_stage using btree (subject_id, track, stage_rank desc, entered_on desc) include (stage, "precision", is_preferred, recorded_at, superseded_at);
create unique index kernel_stage_current on kernel_stage using btree (stage_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_stage_entered on kernel_stage using btree (stage, entered_on);
create trigger kernel_stage_audit_delete after delete on kernel_stage REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_stage_audit_insert after insert on kernel_stage REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_stage_audit_truncate before TRUNCATE on kernel_stage for each statement execute function kernel_audit_refuse();
create trigger kernel_stage_audit_update after update on kernel_stage REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_stage_close before update of superseded_at on kernel_stage for each row execute function kernel_close_version();
alter table kernel_stage enable row level security;
alter table kernel_stage force row level security;
create policy kernel_stage_add on kernel_stage for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_stage', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage', 'insert'))::uuid[]))));
create policy kernel_stage_change on kernel_stage for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_stage', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage', 'update'))::uuid[]))));
create policy kernel_stage_read on kernel_stage for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage', 'select'))::uuid[]))));
create policy kernel_stage_read_city on kernel_stage for select to baton_city
  using (true);
create policy kernel_stage_remove on kernel_stage for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage', 'delete'))::uuid[]))));
grant insert (entered_on, is_preferred, note, precision, scope_id, source, stage, stage_id, stage_rank, subject_id, track, verdict, version_id), select, update (superseded_at) on kernel_stage to baton_act;
grant select on kernel_stage to baton_backup;
grant select on kernel_stage to baton_city;
comment on column kernel_stage.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_stage.stage_id is '进入 — Entry';
comment on column kernel_stage.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_stage.subject_id is '对象 — Subject it speaks of';
comment on column kernel_stage.track is '线别，main 为主线 — Track';
comment on column kernel_stage.stage is '阶段 — Stage';
comment on column kernel_stage.stage_rank is '阶段次序 — Order of the stage';
comment on column kernel_stage.entered_on is '进入日（有效时间） — Day entered, valid-time';
comment on column kernel_stage.precision is '日期精度，by 表示不晚于 — Precision; by means not later than';
comment on column kernel_stage.verdict is '佐证结论：合格、附条件、未证 — Verdict on the evidence';
comment on column kernel_stage.source is '来源 — Source';
comment on column kernel_stage.is_preferred is '多源时是否采用 — Preferred among sources';
comment on column kernel_stage.note is '说明 — Note';
comment on column kernel_stage.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_stage.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_stage.act_id is '写入本行的办理 — Act that wrote it';

-- 阶段佐证：进入阶段所依据的材料 — Evidence that an entry into a stage rested on.
create table kernel_stage_evidence (
  version_id uuid not null default uuidv7(),
  link_id uuid not null default uuidv7(),
  scope_id integer not null,
  subject_id uuid not null,
  stage_id uuid not null,
  evidence_id uuid not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint kernel_stage_evidence_pkey primary key (version_id),
  constraint kernel_stage_evidence_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint kernel_stage_evidence_span check ((superseded_at > recorded_at))
);
create unique index kernel_stage_evidence_current on kernel_stage_evidence using btree (stage_id, evidence_id) where (superseded_at = 'infinity'::timestamp with time zone);
create index kernel_stage_evidence_subject_id on kernel_stage_evidence using btree (subject_id);
create trigger kernel_stage_evidence_close before update of superseded_at on kernel_stage_evidence for each row execute function kernel_close_version();
alter table kernel_stage_evidence enable row level security;
alter table kernel_stage_evidence force row level security;
create policy kernel_stage_evidence_add on kernel_stage_evidence for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_stage_evidence', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage_evidence', 'insert'))::uuid[]))));
create policy kernel_stage_evidence_change on kernel_stage_evidence for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage_evidence', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage_evidence', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_stage_evidence', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage_evidence', 'update'))::uuid[]))));
create policy kernel_stage_evidence_read on kernel_stage_evidence for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage_evidence', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage_evidence', 'select'))::uuid[]))));
create policy kernel_stage_evidence_read_city on kernel_stage_evidence for select to baton_city
  using (true);
create policy kernel_stage_evidence_remove on kernel_stage_evidence for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_stage_evidence', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_stage_evidence', 'delete'))::uuid[]))));
grant insert (evidence_id, link_id, scope_id, stage_id, subject_id, version_id), select, update (superseded_at) on kernel_stage_evidence to baton_act;
grant select on kernel_stage_evidence to baton_city;
comment on column kernel_stage_evidence.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_stage_evidence.link_id is '关联 — Link';
comment on column kernel_stage_evidence.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_stage_evidence.subject_id is '对象 — Subject it speaks of';
comment on column kernel_stage_evidence.stage_id is '阶段记录 — Stage entry';
comment on column kernel_stage_evidence.evidence_id is '佐证 — Evidence';
comment on column kernel_stage_evidence.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_stage_evidence.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_stage_evidence.act_id is '写入本行的办理 — Act that wrote it';

-- 对象：凡被照看之物的身份，名称为当前 — Identity of anything looked after; current name
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
create trigger kernel_subject_audit_delete after delete on kernel_subject REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{subject_id}', '{}');
create trigger kernel_subject_audit_insert after insert on kernel_subject REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{subject_id}', '{}');
create trigger kernel_subject_audit_truncate before TRUNCATE on kernel_subject for each statement execute function kernel_audit_refuse();
create trigger kernel_subject_audit_update after update on kernel_subject REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{subject_id}', '{}');
alter table kernel_subject enable row level security;
alter table kernel_subject force row level security;
create policy kernel_subject_add on kernel_subject for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_subject', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject', 'insert'))::uuid[]))));
create policy kernel_subject_chains on kernel_subject for select to baton_act
  using (((kind = 'chain') and ( select kernel_may('kernel_subject', 'select'))));
create policy kernel_subject_change on kernel_subject for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_subject', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject', 'update'))::uuid[]))));
create policy kernel_subject_read on kernel_subject for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject', 'select'))::uuid[]))));
create policy kernel_subject_read_city on kernel_subject for select to baton_city
  using (true);
create policy kernel_subject_remove on kernel_subject for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject', 'delete'))::uuid[]))));
grant delete, insert, select, update on kernel_subject to baton_act;
grant select on kernel_subject to baton_backup;
grant select on kernel_subject to baton_city;
comment on column kernel_subject.subject_id is '对象 — Subject';
comment on column kernel_subject.kind is '种类 — Kind';
comment on column kernel_subject.scope_id is '所属范围 — Scope';
comment on column kernel_subject.code is '代码 — Code';
comment on column kernel_subject.name is '当前名称 — Current name';
comment on column kernel_subject.search_text is '检索文本 — Text searched';
comment on column kernel_subject.merged_into_id is '并入的对象 — Subject it was merged into';

-- 对象的名称与归属（版本） — Name and place of a subject, by version
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
create index kernel_subject_version_known on kernel_subject_version using btree (subject_id, recorded_at) include (superseded_at, merged_into_id, account_area_id, account_org_id, scope_id, name);
create trigger kernel_subject_version_audit_delete after delete on kernel_subject_version REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_subject_version_audit_insert after insert on kernel_subject_version REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_subject_version_audit_truncate before TRUNCATE on kernel_subject_version for each statement execute function kernel_audit_refuse();
create trigger kernel_subject_version_audit_update after update on kernel_subject_version REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger kernel_subject_version_close before update of superseded_at on kernel_subject_version for each row execute function kernel_close_version();
alter table kernel_subject_version enable row level security;
alter table kernel_subject_version force row level security;
create policy kernel_subject_version_add on kernel_subject_version for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('kernel_subject_version', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject_version', 'insert'))::uuid[]))));
create policy kernel_subject_version_change on kernel_subject_version for update to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject_version', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject_version', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('kernel_subject_version', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject_version', 'update'))::uuid[]))));
create policy kernel_subject_version_read on kernel_subject_version for select to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject_version', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject_version', 'select'))::uuid[]))));
create policy kernel_subject_version_read_city on kernel_subject_version for select to baton_city
  using (true);
create policy kernel_subject_version_remove on kernel_subject_version for delete to baton_act
  using (((scope_id = any (( select kernel_reach('kernel_subject_version', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('kernel_subject_version', 'delete'))::uuid[]))));
grant insert (account_area_id, account_org_id, code, latitude, longitude, merged_into_id, name, place_area_id, scope_id, subject_id, version_id), select, update (superseded_at) on kernel_subject_version to baton_act;
grant select on kernel_subject_version to baton_backup;
grant select on kernel_subject_version to baton_city;
comment on column kernel_subject_version.version_id is '版本号，一行一版 — Identity of this version';
comment on column kernel_subject_version.subject_id is '对象 — Subject it speaks of';
comment on column kernel_subject_version.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column kernel_subject_version.name is '名称 — Name';
comment on column kernel_subject_version.code is '代码 — Code';
comment on column kernel_subject_version.account_org_id is '归口单位（计入谁） — Organisation it counts for';
comment on column kernel_subject_version.account_area_id is '归口区划（计入何地） — Area it counts for';
comment on column kernel_subject_version.place_area_id is '坐落区划 — Area it stands in';
comment on column kernel_subject_version.longitude is '经度，度（CGCS2000） — Longitude, degrees, CGCS2000';
comment on column kernel_subject_version.latitude is '纬度，度（CGCS2000） — Latitude, degrees, CGCS2000';
comment on column kernel_subject_version.merged_into_id is '并入的对象 — Subject it was merged into';
comment on column kernel_subject_version.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column kernel_subject_version.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column kernel_subject_version.act_id is '写入本行的办理 — Act that wrote it';

-- 待完成的登录 — Sign-ins that wait for their second factor or for the provincial sign-on; minutes old at most.
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
comment on column kernel_verification.id is '待办 — Verification';
comment on column kernel_verification.identifier is '标识 — Identifier — 个人信息：目的：辨认登录者，防止冒用；依据：履行法定职责与网络安全义务所必需（个人信息保护法第十三条、第三十四条，网络安全法第二十一条）';
comment on column kernel_verification.value is '内容 — Value';
comment on column kernel_verification.expires_at is '失效时刻 — Instant it ends';
comment on column kernel_verification.created_at is '建立时刻 — Instant of creation';
comment on column kernel_verification.updated_at is '更新时刻 — Instant of the last change';

-- 已答请求，重复请求得同一答复 — Answers kept for repeated requests
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
grant select on platform_idempotency to baton_backup;
comment on column platform_idempotency.account_id is '账号 — Account — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column platform_idempotency.key is '请求编号 — Idempotency key';
comment on column platform_idempotency.request_hash is '请求摘要 — Digest of the request';
comment on column platform_idempotency.status is '答复状态码 — HTTP status answered';
comment on column platform_idempotency.answer is '答复 — Answer';
comment on column platform_idempotency.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';

-- 本库标记，如示例数据 — Small facts about this database
create table platform_mark (
  name text not null,
  value text not null,
  constraint platform_mark_pkey primary key (name)
);
create trigger platform_mark_audit_delete after delete on platform_mark REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{name}', '{}');
create trigger platform_mark_audit_insert after insert on platform_mark REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{name}', '{}');
create trigger platform_mark_audit_truncate before TRUNCATE on platform_mark for each statement execute function kernel_audit_refuse();
create trigger platform_mark_audit_update after update on platform_mark REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{name}', '{}');
alter table platform_mark enable row level security;
alter table platform_mark force row level security;
create policy platform_mark_read on platform_mark for select to baton_act, baton_city, baton_public
  using (true);
create policy platform_mark_sign_in on platform_mark for select to baton_auth
  using (true);
grant select on platform_mark to baton_act;
grant select on platform_mark to baton_auth;
grant select on platform_mark to baton_backup;
grant select on platform_mark to baton_city;
grant select on platform_mark to baton_public;
comment on column platform_mark.name is '标记 — Mark';
comment on column platform_mark.value is '内容 — Value';

-- 已执行的迁移 — Migrations that were run
create table platform_migration (
  number integer not null,
  name text not null,
  checksum text not null,
  run_at timestamp with time zone not null default now(),
  constraint platform_migration_pkey primary key (number)
);
grant select on platform_migration to baton_backup;
comment on column platform_migration.number is '编号 — Number';
comment on column platform_migration.name is '文件名 — File';
comment on column platform_migration.checksum is '摘要（SHA-256） — Digest of the file';
comment on column platform_migration.run_at is '执行时刻 — Instant of running';

-- 待发通知，由派发程序取走 — Announcements waiting for the dispatcher
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
grant select on platform_outbox to baton_backup;
grant delete, select on platform_outbox to baton_worker;
comment on column platform_outbox.outbox_id is '序号 — Order';
comment on column platform_outbox.topic is '主题 — Topic';
comment on column platform_outbox.subject_id is '对象 — Subject';
comment on column platform_outbox.payload is '内容，只含标识 — Payload: ids only';
comment on column platform_outbox.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';

-- 项目当前一览，每项目每年每级名单一行，由各表推出 — One row a project, year and list for the question now, derived
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
  total_investment_fen bigint,
  plan_fen bigint not null,
  done_fen bigint,
  done_month_end date,
  completion_rate double precision,
  is_first boolean not null,
  blocking_party text,
  is_sample boolean not null,
  known_at timestamp with time zone not null,
  constraint projects_card_pkey primary key (year, subject_id, level),
  constraint projects_card_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE
);
create index projects_card_counted on projects_card using btree (year, level, class, stage, light, is_first);
create index projects_card_known_at on projects_card using btree (year, known_at);
create index projects_card_name on projects_card using btree (year, name, subject_id);
create index projects_card_rate on projects_card using btree (year, completion_rate desc nulls last, subject_id);
create index projects_card_scope on projects_card using btree (year, scope_id);
create trigger projects_card_audit_delete after delete on projects_card REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{year,subject_id}', '{}');
create trigger projects_card_audit_insert after insert on projects_card REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{year,subject_id}', '{}');
create trigger projects_card_audit_truncate before TRUNCATE on projects_card for each statement execute function kernel_audit_refuse();
create trigger projects_card_audit_update after update on projects_card REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{year,subject_id}', '{}');
alter table projects_card enable row level security;
alter table projects_card force row level security;
create policy projects_card_add on projects_card for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('projects_card', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('projects_card', 'insert'))::uuid[]))));
create policy projects_card_change on projects_card for update to baton_act
  using (((scope_id = any (( select kernel_reach('projects_card', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_card', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('projects_card', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_card', 'update'))::uuid[]))));
create policy projects_card_read on projects_card for select to baton_act
  using (((scope_id = any (( select kernel_reach('projects_card', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('projects_card', 'select'))::uuid[]))));
create policy projects_card_read_city on projects_card for select to baton_city
  using (true);
create policy projects_card_remove on projects_card for delete to baton_act
  using (((scope_id = any (( select kernel_reach('projects_card', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('projects_card', 'delete'))::uuid[]))));
grant delete, insert, select, update on projects_card to baton_act;
grant select on projects_card to baton_backup;
grant select on projects_card to baton_city;
comment on column projects_card.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column projects_card.subject_id is '对象 — Subject it speaks of';
comment on column projects_card.year is '年度 — Year';
comment on column projects_card.name is '名称 — Name';
comment on column projects_card.project_code is '项目代码 — Project code';
comment on column projects_card.account_org_id is '归口单位 — Organisation it counts for';
comment on column projects_card.account_area_id is '归口区划 — Area it counts for';
comment on column projects_card.levels is '所在各级名单 — Levels listed';
comment on column projects_card.level is '名单级别 — Level of the list';
comment on column projects_card.level_rank is '级别次序，1为省 — Order of the level; 1 is the province';
comment on column projects_card.class is '在这份名单上的类别：实施或储备 — Class on this list: implementation or reserve';
comment on column projects_card.chain_ids is '产业链 — Chains';
comment on column projects_card.stage is '当前阶段 — Stage now';
comment on column projects_card.stage_rank is '阶段次序 — Order of the stage';
comment on column projects_card.light is '当前灯 — Light now';
comment on column projects_card.total_investment_fen is '总投资，分 — Total investment, CNY fen';
comment on column projects_card.plan_fen is '这份名单的年度计划投资，分 — Plan of the year on this list, CNY fen';
comment on column projects_card.done_fen is '本年累计完成，分，空为未报 — Done this year, CNY fen; null: not reported';
comment on column projects_card.done_month_end is '累计截至月末 — Month end of the cumulative';
comment on column projects_card.completion_rate is '完成率，0为零1为满，计划为零则空 — Done over plan, a ratio; null where the plan is zero';
comment on column projects_card.is_first is '是否该项目最高级别的名单：跨名单时只计这一行 — Whether this is the project''s highest list: the one that counts across lists';
comment on column projects_card.blocking_party is '当前灯的阻滞方 — Blocking party of the light now';
comment on column projects_card.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column projects_card.known_at is '最近一次改写本行的办理时刻 — Record-time of the act that last changed the row';

-- 各年度一览所据的日期 — The day that the cards of a year stand on, derived
create table projects_card_year (
  year integer not null,
  valid_on date not null,
  turned_at timestamp with time zone not null,
  removed_at timestamp with time zone not null,
  constraint projects_card_year_pkey primary key (year)
);
alter table projects_card_year enable row level security;
alter table projects_card_year force row level security;
create policy projects_card_year_add on projects_card_year for insert to baton_act
  with check (( select kernel_may('projects_card_year', 'insert')));
create policy projects_card_year_change on projects_card_year for update to baton_act
  using (( select kernel_may('projects_card_year', 'update')))
  with check (( select kernel_may('projects_card_year', 'update')));
create policy projects_card_year_read on projects_card_year for select to baton_act
  using (( select kernel_may('projects_card_year', 'select')));
create policy projects_card_year_read_city on projects_card_year for select to baton_city
  using (true);
create policy projects_card_year_remove on projects_card_year for delete to baton_act
  using (( select kernel_may('projects_card_year', 'delete')));
grant delete, insert, select, update on projects_card_year to baton_act;
grant select on projects_card_year to baton_city;
comment on column projects_card_year.year is '年度 — Year';
comment on column projects_card_year.valid_on is '一览所据之日：当年为今天，其他年度为12月31日 — Day of the cards: today in the running year, 31 December otherwise';
comment on column projects_card_year.turned_at is '最近一次整年重算的时刻 — Record-time up to which all cards of the year were made anew';
comment on column projects_card_year.removed_at is '最近一次有项目移出一览的时刻 — Record-time of the act that last removed a card';

-- 月报草稿，未报不作数 — Drafts of monthly reports
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
  with check (((scope_id = any (( select kernel_reach('projects_draft', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('projects_draft', 'insert'))::uuid[]))));
create policy projects_draft_change on projects_draft for update to baton_act
  using (((scope_id = any (( select kernel_reach('projects_draft', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_draft', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('projects_draft', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_draft', 'update'))::uuid[]))));
create policy projects_draft_read on projects_draft for select to baton_act
  using (((scope_id = any (( select kernel_reach('projects_draft', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('projects_draft', 'select'))::uuid[]))));
create policy projects_draft_read_city on projects_draft for select to baton_city
  using (true);
create policy projects_draft_remove on projects_draft for delete to baton_act
  using (((scope_id = any (( select kernel_reach('projects_draft', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('projects_draft', 'delete'))::uuid[]))));
grant delete, insert, select, update on projects_draft to baton_act;
grant select on projects_draft to baton_backup;
grant select on projects_draft to baton_city;
comment on column projects_draft.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column projects_draft.subject_id is '对象 — Subject it speaks of';
comment on column projects_draft.month_end is '所属月末日 — Last day of the month';
comment on column projects_draft.fields is '所填内容 — Fields typed';
comment on column projects_draft.revision is '修订号 — Revision, for finding conflicts';
comment on column projects_draft.saved_by is '保存账号 — Account that saved it — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column projects_draft.saved_at is '保存时刻 — Instant of saving';

-- 查重记录：谁查了什么、查到几条 — Searches for duplicates: who asked for what, and how many were found.
create table projects_duplicate_search (
  search_id uuid not null default uuidv7(),
  account_id uuid not null,
  post_id integer not null,
  normal_name text,
  project_code text,
  credit_code text,
  found_count integer not null,
  asked_at timestamp with time zone not null default clock_timestamp(),
  constraint projects_duplicate_search_pkey primary key (search_id),
  constraint projects_duplicate_search_post foreign key (post_id) references kernel_post(post_id)
);
create index projects_duplicate_search_account on projects_duplicate_search using btree (account_id, asked_at);
alter table projects_duplicate_search enable row level security;
alter table projects_duplicate_search force row level security;
create policy projects_duplicate_search_own on projects_duplicate_search for select to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())));
grant select on projects_duplicate_search to baton_act;
grant select on projects_duplicate_search to baton_city;
comment on column projects_duplicate_search.search_id is '查重 — Search';
comment on column projects_duplicate_search.account_id is '账号；目的：追溯查询人，依据：履行法定职责 — Account; kept to trace who searched (PIPL 13, 34)';
comment on column projects_duplicate_search.post_id is '岗位 — Post acted from';
comment on column projects_duplicate_search.normal_name is '所查名称（归一） — Name asked for, normalised';
comment on column projects_duplicate_search.project_code is '所查项目代码 — Project code asked for';
comment on column projects_duplicate_search.credit_code is '所查统一社会信用代码 — Credit code asked for';
comment on column projects_duplicate_search.found_count is '查到条数 — Number of matches';
comment on column projects_duplicate_search.asked_at is '查询时刻 — Instant of the search by the database''s clock';

-- 导入回执 — Receipts of imports
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
  state text not null default 'done'::text,
  ended_at timestamp with time zone default clock_timestamp(),
  answer jsonb,
  fault jsonb,
  made jsonb,
  constraint projects_import_pkey primary key (import_id),
  constraint projects_import_ended check (((state = 'running') = (ended_at is null))),
  constraint projects_import_state check ((state = any (array['running', 'done', 'refused', 'failed', 'cancelled']))),
  constraint projects_import_undone_was_written check (((undone_act_id is null) or (act_id IS not NULL))),
  constraint projects_import_written_is_done check (((act_id is null) or (state = 'done')))
);
create index projects_import_account on projects_import using btree (account_id, recorded_at desc);
create trigger projects_import_audit_delete after delete on projects_import REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{import_id}', '{}');
create trigger projects_import_audit_insert after insert on projects_import REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{import_id}', '{}');
create trigger projects_import_audit_truncate before TRUNCATE on projects_import for each statement execute function kernel_audit_refuse();
create trigger projects_import_audit_update after update on projects_import REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{import_id}', '{}');
create trigger projects_import_keep before update on projects_import for each row execute function projects_keep_import();
alter table projects_import enable row level security;
alter table projects_import force row level security;
create policy projects_import_own on projects_import for all to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())))
  with check ((account_id = ( select kernel_actor_account())));
grant insert (accepted_count, account_id, act_id, changed_count, ended_at, file_name, file_sha256, import_id, kind, org_id, rejected_count, row_count, state), select, update (accepted_count, act_id, answer, changed_count, ended_at, fault, made, rejected_count, row_count, state, undone_act_id) on projects_import to baton_act;
grant select on projects_import to baton_backup;
grant select on projects_import to baton_city;
comment on column projects_import.import_id is '导入 — Import';
comment on column projects_import.account_id is '导入账号 — Account that imported — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column projects_import.org_id is '所在组织 — Organisation';
comment on column projects_import.kind is '种类 — Kind';
comment on column projects_import.file_name is '文件名 — Name of the file';
comment on column projects_import.file_sha256 is '文件摘要（SHA-256） — Digest of the file';
comment on column projects_import.row_count is '行数 — Rows';
comment on column projects_import.accepted_count is '接受行数 — Rows accepted';
comment on column projects_import.rejected_count is '拒绝行数 — Rows rejected';
comment on column projects_import.changed_count is '改动行数 — Rows that changed something';
comment on column projects_import.act_id is '写入本行的办理 — Act that wrote it';
comment on column projects_import.undone_act_id is '撤销本次导入的办理 — Act that undid it';
comment on column projects_import.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column projects_import.state is '状态：running 进行中，done 已完成，refused 有误未写入，failed 未完成，cancelled 已取消 — How far it came';
comment on column projects_import.ended_at is '结束时刻，进行中为空 — Instant of its end; null while it runs';
comment on column projects_import.answer is '所答内容：各项计数、错误和提醒（不含一次性密码） — What was answered, without one-time passwords';
comment on column projects_import.fault is '未完成的原因 — Why it failed, as the problem that was told';
comment on column projects_import.made is '所建岗位和账号，撤销时收回 — Posts and accounts it made, taken back by an undo';

-- 单位自用表格的列对应 — How an organisation's workbook maps to our columns
create table projects_import_mapping (
  org_id uuid not null,
  kind text not null,
  header_key text not null,
  mapping jsonb not null,
  constraint projects_import_mapping_pkey primary key (org_id, kind, header_key)
);
create trigger projects_import_mapping_audit_delete after delete on projects_import_mapping REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{org_id,kind,header_key}', '{}');
create trigger projects_import_mapping_audit_insert after insert on projects_import_mapping REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{org_id,kind,header_key}', '{}');
create trigger projects_import_mapping_audit_truncate before TRUNCATE on projects_import_mapping for each statement execute function kernel_audit_refuse();
create trigger projects_import_mapping_audit_update after update on projects_import_mapping REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{org_id,kind,header_key}', '{}');
alter table projects_import_mapping enable row level security;
alter table projects_import_mapping force row level security;
create policy projects_import_mapping_own on projects_import_mapping for all to baton_act, baton_city
  using ((org_id = ( select p.org_id from kernel_post p where (p.post_id = ( select kernel_actor_post())))));
grant insert, select, update on projects_import_mapping to baton_act;
grant select on projects_import_mapping to baton_backup;
grant select on projects_import_mapping to baton_city;
comment on column projects_import_mapping.org_id is '组织 — Organisation';
comment on column projects_import_mapping.kind is '导入种类 — Kind of import';
comment on column projects_import_mapping.header_key is '表头摘要 — Key of the header row';
comment on column projects_import_mapping.mapping is '列对应 — Mapping of columns';

-- 项目列入各级年度名单（版本） — On which lists of which year, by version
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
create index projects_listing_by_subject on projects_listing using btree (year, subject_id, level_rank) include (level, class, plan_fen, valid_from, valid_to, recorded_at, superseded_at);
create unique index projects_listing_current on projects_listing using btree (listing_id, valid_from) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index projects_listing_open on projects_listing using btree (subject_id, year, level) where ((superseded_at = 'infinity'::timestamp with time zone) and (valid_to = 'infinity'::date));
create index projects_listing_subject_id on projects_listing using btree (subject_id, year);
create index projects_listing_year on projects_listing using btree (year, scope_id);
create trigger projects_listing_audit_delete after delete on projects_listing REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_listing_audit_insert after insert on projects_listing REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_listing_audit_truncate before TRUNCATE on projects_listing for each statement execute function kernel_audit_refuse();
create trigger projects_listing_audit_update after update on projects_listing REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_listing_close before update of superseded_at on projects_listing for each row execute function kernel_close_version();
alter table projects_listing enable row level security;
alter table projects_listing force row level security;
create policy projects_listing_add on projects_listing for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('projects_listing', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('projects_listing', 'insert'))::uuid[]))));
create policy projects_listing_change on projects_listing for update to baton_act
  using (((scope_id = any (( select kernel_reach('projects_listing', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_listing', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('projects_listing', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_listing', 'update'))::uuid[]))));
create policy projects_listing_read on projects_listing for select to baton_act
  using (((scope_id = any (( select kernel_reach('projects_listing', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('projects_listing', 'select'))::uuid[]))));
create policy projects_listing_read_city on projects_listing for select to baton_city
  using (true);
create policy projects_listing_remove on projects_listing for delete to baton_act
  using (((scope_id = any (( select kernel_reach('projects_listing', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('projects_listing', 'delete'))::uuid[]))));
grant insert (adjustment, class, document_no, level, listing_id, plan_by_month_fen, plan_fen, reason, scope_id, subject_id, valid_from, valid_to, version_id, year), select, update (superseded_at) on projects_listing to baton_act;
grant select on projects_listing to baton_backup;
grant select on projects_listing to baton_city;
comment on column projects_listing.version_id is '版本号，一行一版 — Identity of this version';
comment on column projects_listing.listing_id is '列入 — Listing';
comment on column projects_listing.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column projects_listing.subject_id is '对象 — Subject it speaks of';
comment on column projects_listing.year is '年度 — Year';
comment on column projects_listing.level is '级别：省、市、区县 — province, city or county';
comment on column projects_listing.level_rank is '级别次序，1为省 — Order of the level; 1 is the province';
comment on column projects_listing.class is '类别：实施或储备 — implementation or reserve';
comment on column projects_listing.plan_fen is '年度计划投资，分 — Plan of the year, CNY fen';
comment on column projects_listing.plan_by_month_fen is '各月计划，分，十二项 — Plan by month, CNY fen, twelve';
comment on column projects_listing.adjustment is '调整种类 — Kind of adjustment';
comment on column projects_listing.reason is '事由 — Reason';
comment on column projects_listing.document_no is '依据文号 — Document number';
comment on column projects_listing.valid_from is '起（含），有效时间 — First day, valid-time';
comment on column projects_listing.valid_to is '止（不含），有效时间 — Day after the last, valid-time';
comment on column projects_listing.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column projects_listing.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column projects_listing.act_id is '写入本行的办理 — Act that wrote it';

-- 项目概况（版本） — What a project is, by version
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
  total_investment_fen bigint,
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
create index projects_profile_known on projects_profile using btree (subject_id, recorded_at) include (superseded_at, total_investment_fen, total_investment_comparator, scope_id);
create index projects_profile_normal_name on projects_profile using btree (normal_name) where (superseded_at = 'infinity'::timestamp with time zone);
create trigger projects_profile_audit_delete after delete on projects_profile REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_profile_audit_insert after insert on projects_profile REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_profile_audit_truncate before TRUNCATE on projects_profile for each statement execute function kernel_audit_refuse();
create trigger projects_profile_audit_update after update on projects_profile REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_profile_close before update of superseded_at on projects_profile for each row execute function kernel_close_version();
alter table projects_profile enable row level security;
alter table projects_profile force row level security;
create policy projects_profile_add on projects_profile for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('projects_profile', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('projects_profile', 'insert'))::uuid[]))));
create policy projects_profile_change on projects_profile for update to baton_act
  using (((scope_id = any (( select kernel_reach('projects_profile', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_profile', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('projects_profile', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_profile', 'update'))::uuid[]))));
create policy projects_profile_read on projects_profile for select to baton_act
  using (((scope_id = any (( select kernel_reach('projects_profile', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('projects_profile', 'select'))::uuid[]))));
create policy projects_profile_read_city on projects_profile for select to baton_city
  using (true);
create policy projects_profile_remove on projects_profile for delete to baton_act
  using (((scope_id = any (( select kernel_reach('projects_profile', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('projects_profile', 'delete'))::uuid[]))));
grant insert (build_kind, builder_name, content, credit_code, credit_code_override, fixed_asset_fen, industry_code, industry_system, is_sample, land_mu, normal_name, paired_leader_title, project_code, remark, responsible_unit, scope_id, signer_org_id, subject_id, total_investment_comparator, total_investment_fen, version_id), select, update (superseded_at) on projects_profile to baton_act;
grant select on projects_profile to baton_backup;
grant select on projects_profile to baton_city;
comment on column projects_profile.version_id is '版本号，一行一版 — Identity of this version';
comment on column projects_profile.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column projects_profile.subject_id is '对象 — Subject it speaks of';
comment on column projects_profile.project_code is '项目代码 — Project code';
comment on column projects_profile.builder_name is '建设单位 — Builder as named';
comment on column projects_profile.credit_code is '建设单位统一社会信用代码 — Unified social credit code of the builder';
comment on column projects_profile.credit_code_override is '校验未过仍采用的理由 — Why a code that fails its check is kept';
comment on column projects_profile.industry_code is '行业代码（GB/T 4754-2017） — Industry code';
comment on column projects_profile.build_kind is '建设性质 — Kind of construction';
comment on column projects_profile.industry_system is '产业体系 — Industry system';
comment on column projects_profile.total_investment_fen is '总投资，分 — Total investment, CNY fen';
comment on column projects_profile.total_investment_comparator is '总投资口径 — Whether exact, a bound or about';
comment on column projects_profile.fixed_asset_fen is '固定资产投资，分 — Fixed-asset investment, CNY fen';
comment on column projects_profile.land_mu is '用地面积，亩 — Land, mu';
comment on column projects_profile.paired_leader_title is '包保领导职务，不记姓名 — Title of the paired leader, never a name';
comment on column projects_profile.responsible_unit is '责任单位 — Unit responsible';
comment on column projects_profile.signer_org_id is '签约单位 — Organisation that signed';
comment on column projects_profile.content is '建设内容 — What is built';
comment on column projects_profile.remark is '备注 — Remark';
comment on column projects_profile.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column projects_profile.normal_name is '归一名称，用于查重 — Folded name, for finding duplicates';
comment on column projects_profile.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column projects_profile.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column projects_profile.act_id is '写入本行的办理 — Act that wrote it';

-- 月报的经过（版本） — The way of one month's report, by version
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
create index projects_report_report_id on projects_report using btree (report_id);
create trigger projects_report_audit_delete after delete on projects_report REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_report_audit_insert after insert on projects_report REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_report_audit_truncate before TRUNCATE on projects_report for each statement execute function kernel_audit_refuse();
create trigger projects_report_audit_update after update on projects_report REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{version_id}', '{}');
create trigger projects_report_close before update of superseded_at on projects_report for each row execute function kernel_close_version();
create trigger projects_report_said_by after insert on projects_report REFERENCING NEW TABLE AS new_rows for each statement execute function projects_report_said_by();
alter table projects_report enable row level security;
alter table projects_report force row level security;
create policy projects_report_add on projects_report for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('projects_report', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('projects_report', 'insert'))::uuid[]))));
create policy projects_report_change on projects_report for update to baton_act
  using (((scope_id = any (( select kernel_reach('projects_report', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_report', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('projects_report', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('projects_report', 'update'))::uuid[]))));
create policy projects_report_read on projects_report for select to baton_act
  using (((scope_id = any (( select kernel_reach('projects_report', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('projects_report', 'select'))::uuid[]))));
create policy projects_report_read_city on projects_report for select to baton_city
  using (true);
create policy projects_report_remove on projects_report for delete to baton_act
  using (((scope_id = any (( select kernel_reach('projects_report', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('projects_report', 'delete'))::uuid[]))));
grant insert (correction_reason, cumulative_fen, doubt_reason, doubts, is_late, is_unchanged, month_end, month_fen, problem_text, progress_text, report_id, reported_by, return_field, return_reason, reviewed_by, scope_id, status, subject_id, version_id), select, update (superseded_at) on projects_report to baton_act;
grant select on projects_report to baton_backup;
grant select on projects_report to baton_city;
comment on column projects_report.version_id is '版本号，一行一版 — Identity of this version';
comment on column projects_report.report_id is '月报 — Report';
comment on column projects_report.scope_id is '所属范围，等于对象的范围，决定谁可读 — Scope of the subject: decides who reaches the row';
comment on column projects_report.subject_id is '对象 — Subject it speaks of';
comment on column projects_report.month_end is '所属月末日（有效时间） — Last day of the month, valid-time';
comment on column projects_report.status is '状态：已报、已审、退回、撤回 — Status';
comment on column projects_report.month_fen is '本月完成投资，分 — Done this month, CNY fen';
comment on column projects_report.cumulative_fen is '本年累计完成投资，分 — Done this year so far, CNY fen';
comment on column projects_report.is_unchanged is '是否报“无变化” — Reported as unchanged';
comment on column projects_report.is_late is '是否迟报 — Late';
comment on column projects_report.progress_text is '形象进度 — Physical progress in words';
comment on column projects_report.problem_text is '存在问题 — Problems in words';
comment on column projects_report.doubts is '疑点 — Doubts raised by checks';
comment on column projects_report.doubt_reason is '疑点说明 — Reason given for the doubts';
comment on column projects_report.return_reason is '退回理由 — Reason of the return';
comment on column projects_report.return_field is '退回所指栏目 — Field the return points at';
comment on column projects_report.correction_reason is '更正理由 — Reason of the correction';
comment on column projects_report.reported_by is '填报账号 — Account that reported — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column projects_report.reviewed_by is '审核账号，不得为填报人 — Account that reviewed, another one — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column projects_report.recorded_at is '入库时刻，由数据库给出 — Record-time: the instant of the act that wrote it';
comment on column projects_report.superseded_at is '失效时刻，infinity 为当前版本 — Record-time of the successor or withdrawal; infinity while current';
comment on column projects_report.act_id is '写入本行的办理 — Act that wrote it';

-- 个人保存的列表视图 — List views that a person saved
create table projects_saved_view (
  view_id uuid not null default uuidv7(),
  account_id uuid not null,
  name text not null,
  query text not null,
  columns jsonb not null default '[]'::jsonb,
  constraint projects_saved_view_pkey primary key (view_id),
  constraint projects_saved_view_once unique (account_id, name)
);
create trigger projects_saved_view_audit_delete after delete on projects_saved_view REFERENCING OLD TABLE AS old_rows for each statement execute function kernel_audit_write('{view_id}', '{}');
create trigger projects_saved_view_audit_insert after insert on projects_saved_view REFERENCING NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{view_id}', '{}');
create trigger projects_saved_view_audit_truncate before TRUNCATE on projects_saved_view for each statement execute function kernel_audit_refuse();
create trigger projects_saved_view_audit_update after update on projects_saved_view REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows for each statement execute function kernel_audit_write('{view_id}', '{}');
alter table projects_saved_view enable row level security;
alter table projects_saved_view force row level security;
create policy projects_saved_view_own on projects_saved_view for all to baton_act, baton_city
  using ((account_id = ( select kernel_actor_account())))
  with check ((account_id = ( select kernel_actor_account())));
grant delete, insert, select, update on projects_saved_view to baton_act;
grant select on projects_saved_view to baton_backup;
grant select on projects_saved_view to baton_city;
comment on column projects_saved_view.view_id is '视图 — View';
comment on column projects_saved_view.account_id is '账号 — Account — 个人信息：目的：记明由谁办理，供核对、追责与审计；依据：履行法定职责所必需（个人信息保护法第十三条、第三十四条）';
comment on column projects_saved_view.name is '名称 — Name';
comment on column projects_saved_view.query is '筛选与排序 — Filters and sort';
comment on column projects_saved_view.columns is '所显示的列 — Columns shown';

-- 申诉：单位对一项得分的异议和答复 — Appeals against a mark, with the answer.
create table scoring_appeal (
  version_id uuid not null default uuidv7(),
  appeal_id uuid not null default uuidv7(),
  run_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  unit_key text not null,
  indicator text not null,
  reason text not null,
  due_on date not null,
  state text not null default 'open'::text,
  answer text,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint scoring_appeal_pkey primary key (version_id),
  constraint scoring_appeal_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint scoring_appeal_answered check (((state = any (array['upheld', 'refused'])) = (answer IS not NULL))),
  constraint scoring_appeal_span check ((superseded_at > recorded_at)),
  constraint scoring_appeal_state check ((state = any (array['open', 'upheld', 'refused', 'withdrawn'])))
);
create unique index scoring_appeal_current on scoring_appeal using btree (appeal_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index scoring_appeal_once on scoring_appeal using btree (run_id, unit_key, indicator) where ((superseded_at = 'infinity'::timestamp with time zone) and (state = 'open'::text));
create index scoring_appeal_subject_id on scoring_appeal using btree (subject_id);
create trigger scoring_appeal_close before update of superseded_at on scoring_appeal for each row execute function kernel_close_version();
alter table scoring_appeal enable row level security;
alter table scoring_appeal force row level security;
create policy scoring_appeal_add on scoring_appeal for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('scoring_appeal', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_appeal', 'insert'))::uuid[]))));
create policy scoring_appeal_change on scoring_appeal for update to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_appeal', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_appeal', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('scoring_appeal', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_appeal', 'update'))::uuid[]))));
create policy scoring_appeal_read on scoring_appeal for select to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_appeal', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_appeal', 'select'))::uuid[]))));
create policy scoring_appeal_read_city on scoring_appeal for select to baton_city
  using (true);
create policy scoring_appeal_remove on scoring_appeal for delete to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_appeal', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_appeal', 'delete'))::uuid[]))));
grant insert (answer, appeal_id, due_on, indicator, reason, run_id, scope_id, state, subject_id, unit_key, version_id), select, update (superseded_at) on scoring_appeal to baton_act;
grant select on scoring_appeal to baton_backup;
grant select on scoring_appeal to baton_city;
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

-- 评分：一次计分，依据一个冻结的月份 — Runs: one scoring at a frozen month.
create table scoring_run (
  version_id uuid not null default uuidv7(),
  run_id uuid not null default uuidv7(),
  scheme_id uuid not null,
  scheme_number integer not null,
  kind text not null,
  month_end date not null,
  known_at timestamp with time zone not null,
  is_published boolean not null default false,
  published_on date,
  run_by uuid,
  published_by uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint scoring_run_pkey primary key (version_id),
  constraint scoring_run_kind check ((kind = any (array['mock', 'official']))),
  constraint scoring_run_published check ((is_published = (published_on IS not NULL))),
  constraint scoring_run_span check ((superseded_at > recorded_at)),
  constraint scoring_run_two_people check (((not is_published) or (published_by is null) or (published_by IS DISTINCT from run_by)))
);
create unique index scoring_run_current on scoring_run using btree (run_id) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index scoring_run_one_official on scoring_run using btree (scheme_id, month_end) where ((superseded_at = 'infinity'::timestamp with time zone) and (kind = 'official'::text));
create trigger scoring_run_close before update of superseded_at on scoring_run for each row execute function kernel_close_version();
create trigger scoring_run_hands before insert on scoring_run for each row execute function scoring_run_hands();
alter table scoring_run enable row level security;
alter table scoring_run force row level security;
create policy scoring_run_add on scoring_run for insert to baton_act
  with check (( select kernel_may('scoring_run', 'insert')));
create policy scoring_run_change on scoring_run for update to baton_act
  using (( select kernel_may('scoring_run', 'update')))
  with check (( select kernel_may('scoring_run', 'update')));
create policy scoring_run_read on scoring_run for select to baton_act
  using (( select kernel_may('scoring_run', 'select')));
create policy scoring_run_read_city on scoring_run for select to baton_city
  using (true);
create policy scoring_run_remove on scoring_run for delete to baton_act
  using (( select kernel_may('scoring_run', 'delete')));
grant insert (is_published, kind, known_at, month_end, published_by, published_on, run_by, run_id, scheme_id, scheme_number, version_id), select, update (superseded_at) on scoring_run to baton_act;
grant select on scoring_run to baton_backup;
grant select on scoring_run to baton_city;
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

-- 计分办法：一类单位按什么计分，分版本 — Scoring schemes: by what a class of units is judged.
create table scoring_scheme (
  version_id uuid not null default uuidv7(),
  scheme_id uuid not null default uuidv7(),
  number integer not null,
  name text not null,
  rhythm text not null,
  unit_class text not null,
  document jsonb not null,
  state text not null,
  is_sample boolean not null default false,
  drafted_by uuid,
  adopted_by uuid,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint scoring_scheme_pkey primary key (version_id),
  constraint scoring_scheme_rhythm check ((rhythm = any (array['month', 'quarter', 'year']))),
  constraint scoring_scheme_span check ((superseded_at > recorded_at)),
  constraint scoring_scheme_state check ((state = any (array['draft', 'adopted']))),
  constraint scoring_scheme_two_people check (((state = 'draft') or is_sample or (adopted_by IS DISTINCT from drafted_by)))
);
create unique index scoring_scheme_current on scoring_scheme using btree (scheme_id, number) where (superseded_at = 'infinity'::timestamp with time zone);
create unique index scoring_scheme_one_draft on scoring_scheme using btree (scheme_id) where ((superseded_at = 'infinity'::timestamp with time zone) and (state = 'draft'::text));
create trigger scoring_scheme_close before update of superseded_at on scoring_scheme for each row execute function kernel_close_version();
create trigger scoring_scheme_hands before insert on scoring_scheme for each row execute function scoring_scheme_hands();
alter table scoring_scheme enable row level security;
alter table scoring_scheme force row level security;
create policy scoring_scheme_add on scoring_scheme for insert to baton_act
  with check (( select kernel_may('scoring_scheme', 'insert')));
create policy scoring_scheme_change on scoring_scheme for update to baton_act
  using (( select kernel_may('scoring_scheme', 'update')))
  with check (( select kernel_may('scoring_scheme', 'update')));
create policy scoring_scheme_read on scoring_scheme for select to baton_act
  using (( select kernel_may('scoring_scheme', 'select')));
create policy scoring_scheme_read_city on scoring_scheme for select to baton_city
  using (true);
create policy scoring_scheme_remove on scoring_scheme for delete to baton_act
  using (( select kernel_may('scoring_scheme', 'delete')));
grant insert (adopted_by, document, drafted_by, is_sample, name, number, rhythm, scheme_id, state, unit_class, version_id), select, update (superseded_at) on scoring_scheme to baton_act;
grant select on scoring_scheme to baton_backup;
grant select on scoring_scheme to baton_city;
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

-- 得分：一个单位在一次评分中的总分、名次和各项得分 — Scores of one unit in one run, with its marks.
create table scoring_score (
  version_id uuid not null default uuidv7(),
  run_id uuid not null,
  scope_id integer not null,
  subject_id uuid not null,
  unit_key text not null,
  unit_label text not null,
  place integer not null,
  total integer not null,
  rank integer,
  unranked_because text,
  marks jsonb not null,
  recorded_at timestamp with time zone not null default kernel_recorded_at(),
  superseded_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  act_id uuid not null default kernel_current_act(),
  constraint scoring_score_pkey primary key (version_id),
  constraint scoring_score_subject foreign key (subject_id, scope_id) references kernel_subject(subject_id, scope_id) on update CASCADE,
  constraint scoring_score_span check ((superseded_at > recorded_at))
);
create unique index scoring_score_current on scoring_score using btree (run_id, unit_key) where (superseded_at = 'infinity'::timestamp with time zone);
create index scoring_score_subject_id on scoring_score using btree (subject_id);
create trigger scoring_score_close before update of superseded_at on scoring_score for each row execute function kernel_close_version();
alter table scoring_score enable row level security;
alter table scoring_score force row level security;
create policy scoring_score_add on scoring_score for insert to baton_act
  with check (((scope_id = any (( select kernel_reach('scoring_score', 'insert'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_score', 'insert'))::uuid[]))));
create policy scoring_score_change on scoring_score for update to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_score', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_score', 'update'))::uuid[]))))
  with check (((scope_id = any (( select kernel_reach('scoring_score', 'update'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_score', 'update'))::uuid[]))));
create policy scoring_score_published on scoring_score for select to baton_act
  using ((( select kernel_may('scoring_score', 'select')) and (run_id IN ( select r.run_id from scoring_run r where ((r.superseded_at = 'infinity'::timestamp with time zone) and r.is_published)))));
create policy scoring_score_read on scoring_score for select to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_score', 'select'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_score', 'select'))::uuid[]))));
create policy scoring_score_read_city on scoring_score for select to baton_city
  using (true);
create policy scoring_score_remove on scoring_score for delete to baton_act
  using (((scope_id = any (( select kernel_reach('scoring_score', 'delete'))::integer[])) or (subject_id = any (( select kernel_granted('scoring_score', 'delete'))::uuid[]))));
grant insert (marks, place, rank, run_id, scope_id, subject_id, total, unit_key, unit_label, unranked_because, version_id), select, update (superseded_at) on scoring_score to baton_act;
grant select on scoring_score to baton_backup;
grant select on scoring_score to baton_city;
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

CREATE OR REPLACE FUNCTION dispatch_bulletin_event_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION dispatch_bulletin_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare last_kind text;
begin
  if (select is_stated from kernel_act where act_id = kernel_current_act()) then return new; end if;
  new.written_by := kernel_actor_account();
  select e.kind into last_kind from dispatch_bulletin_event e where e.bulletin_id = new.bulletin_id order by e.sequence desc limit 1;
  if last_kind in ('check', 'ask', 'freeze', 'issue') then
    raise exception 'a checked bulletin is returned before it is changed' using errcode = 'P0B06', constraint = 'dispatch_bulletin_way';
  end if;
  return new;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION dispatch_is_asking(wanted uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select kernel_actor_role() is not null and 'ask' = (select e.kind from dispatch_bulletin_event e where e.bulletin_id = wanted order by e.sequence desc limit 1)
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION dispatch_month(wanted uuid)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select month_end from dispatch_bulletin where bulletin_id = wanted and superseded_at = 'infinity' and kernel_actor_role() is not null
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION dispatch_readable()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select coalesce(array_agg(b.bulletin_id), '{}') from dispatch_bulletin b
  where b.superseded_at = 'infinity' and exists (select from dispatch_bulletin_event e where e.bulletin_id = b.bulletin_id and e.kind = 'issue')
    and (b.audience is null or (select p.org_id from kernel_post p where p.post_id = kernel_actor_post()) = any(b.audience))
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION dispatch_title(wanted uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select title from dispatch_bulletin where bulletin_id = wanted and superseded_at = 'infinity' and kernel_actor_role() is not null
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_act_closings(instants timestamp with time zone[], kinds text[])
 RETURNS TABLE(act_id uuid, recorded_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select a.act_id, a.recorded_at from kernel_act a
  where a.recorded_at = any(instants) and a.kind = any(kinds) and kernel_actor_role() is not null
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_act_signatures(wanted uuid[])
 RETURNS TABLE(act_id uuid, recorded_at timestamp with time zone, kind text, post_title text, org_name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select a.act_id, a.recorded_at, a.kind, p.title, coalesce(
    (select o.name from kernel_org o where o.org_id = p.org_id and o.recorded_at <= a.recorded_at and o.superseded_at > a.recorded_at),
    (select o.name from kernel_org o where o.org_id = p.org_id and o.superseded_at = 'infinity'))
  from kernel_act a left join kernel_post p on p.post_id = a.post_id
  where a.act_id = any(wanted) and kernel_actor_role() is not null
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_account()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN (kernel_settled(1))::uuid;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_post()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN (kernel_settled(2))::integer;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_posts()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN array_remove(ARRAY[(kernel_settled(2))::integer], NULL::integer);
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_role()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN kernel_settled(3);
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_actor_scopes()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN COALESCE((kernel_settled(4))::integer[], '{}'::integer[]);
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

CREATE OR REPLACE PROCEDURE kernel_audit_attach_all()
 LANGUAGE plpgsql
 SET search_path TO 'city'
 SET "TimeZone" TO 'UTC'
 SET extra_float_digits TO '1'
 SET bytea_output TO 'hex'
 SET "IntervalStyle" TO 'postgres'
AS $procedure$
declare t record;
begin
  for t in
    select c.oid::regclass as named, c.relname, shape.columns, a.columns as known_columns, shape.masked,
      array(select k.attname::text from pg_index i cross join unnest(i.indkey) with ordinality u(attnum, place)
        join pg_attribute k on k.attrelid = c.oid and k.attnum = u.attnum
        where i.indrelid = c.oid and i.indisprimary order by u.place) as keys,
      (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgfoid = 'kernel_audit_write'::regproc) as triggers
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    cross join lateral (
      select string_agg(f.attname || ' ' || format_type(f.atttypid, f.atttypmod), ', ' order by f.attnum) as columns,
        coalesce(array_agg(f.attname::text order by f.attnum) filter (where f.attname in
          ('password', 'secret', 'backup_codes', 'token', 'access_token', 'refresh_token', 'id_token')), '{}') as masked
      from pg_attribute f where f.attrelid = c.oid and f.attnum > 0 and not f.attisdropped) shape
    left join kernel_audit_table a on a.table_name = c.relname
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in (select x.table_name from kernel_audit_exceptions() x)
    order by c.relname
  loop
    if t.triggers = 3 and t.columns = t.known_columns then continue; end if;
    if t.keys = '{}' then raise exception 'table % has no primary key', t.relname; end if;
    execute format('create or replace trigger %I after insert on %s referencing new table as new_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_insert', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I after update on %s referencing old table as old_rows new table as new_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_update', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I after delete on %s referencing old table as old_rows for each statement execute function kernel_audit_write(%L, %L)', t.relname || '_audit_delete', t.named, t.keys, t.masked);
    execute format('create or replace trigger %I before truncate on %s for each statement execute function kernel_audit_refuse()', t.relname || '_audit_truncate', t.named);
    execute format('grant select on %s to baton_backup', t.named);
    if t.columns is distinct from t.known_columns then
      execute format($sql$
        with present as materialized (
          select nextval('kernel_audit_entry_entry_id_seq') as entry_id, uuid_send(gen_random_uuid()) as salt, kernel_audit_masked(to_jsonb(r), %2$L) as after from %1$s r),
        entry as (
          insert into kernel_audit_entry (entry_id, xid, at, timeline, session_role, table_name, operation, row_key, commitment)
          overriding system value
          select entry_id, pg_current_xact_id(), clock_timestamp(), (select max(timeline) from kernel_audit_timeline), session_user,
            %4$L, 'baseline', kernel_audit_key(after, %3$L), sha256(salt || convert_to(jsonb_build_array(null, after)::text, 'UTF8'))
          from present)
        insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from present $sql$, t.named, t.masked, t.keys, t.relname);
      insert into kernel_audit_table (table_name, columns) values (t.relname, t.columns)
        on conflict on constraint kernel_audit_table_pkey do update set columns = excluded.columns, attached_at = clock_timestamp();
    end if;
  end loop;
end $procedure$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_entry_hash(e kernel_audit_entry)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select sha256(convert_to(jsonb_build_array(e.entry_id, e.xid::text, (extract(epoch from e.at) * 1000000)::bigint, e.timeline, e.account_id,
    e.post_id, e.request_id, e.act_kind, e.session_role, e.table_name, e.operation, e.row_key, encode(e.commitment, 'hex'))::text, 'UTF8'))
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_erase(wanted bigint[], why text)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'city'
 SET "TimeZone" TO 'UTC'
AS $function$
declare erased int;
begin
  if coalesce(trim(why), '') = '' then raise exception 'an erasure names its reason' using errcode = '22004'; end if;
  with gone as (
    update kernel_audit_image set salt = null, before = null, after = null, erased_at = clock_timestamp()
    where entry_id = any(wanted) and erased_at is null returning entry_id),
  noted as materialized (
    select nextval('kernel_audit_entry_entry_id_seq') as entry_id, uuid_send(gen_random_uuid()) as salt, entry_id::text as key,
      jsonb_build_object('reason', why) as after
    from (select entry_id from gone order by entry_id) g),
  entry as (
    insert into kernel_audit_entry (entry_id, xid, at, timeline, session_role, table_name, operation, row_key, commitment)
    overriding system value
    select entry_id, pg_current_xact_id(), clock_timestamp(), (select max(timeline) from kernel_audit_timeline), session_user,
      'kernel_audit_image', 'erase', key, sha256(salt || convert_to(jsonb_build_array(null, after)::text, 'UTF8'))
    from noted)
  insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from noted;
  get diagnostics erased = row_count;
  return erased;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_exceptions()
 RETURNS TABLE(table_name text, reason text)
 LANGUAGE sql
 IMMUTABLE
AS $function$
  values
    ('kernel_audit_timeline', 'the trail itself'),
    ('kernel_audit_entry', 'the trail itself'),
    ('kernel_audit_image', 'the trail itself'),
    ('kernel_audit_seal', 'the trail itself'),
    ('kernel_audit_anchor', 'the trail itself'),
    ('kernel_audit_table', 'derived from the catalogue'),
    ('kernel_org_closure', 'derived: verification recomputes it from kernel_org'),
    ('kernel_session', 'moves with every request; signing in and out are rows of kernel_sign_in_event'),
    ('kernel_verification', 'sign-ins under way, minutes old at most'),
    ('kernel_rate_limit', 'counters'),
    ('kernel_sign_in_lock', 'counters'),
    ('projects_draft', 'typing that is nobody''s number until it is submitted'),
    ('platform_idempotency', 'answers kept for repeated requests'),
    ('platform_migration', 'written before the trail can be'),
    ('platform_outbox', 'a queue')
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_key(image jsonb, keys text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case cardinality(keys)
    when 1 then image ->> keys[1]
    when 2 then jsonb_build_array(image -> keys[1], image -> keys[2])::text
    else (select jsonb_agg(image -> k order by i) from unnest(keys) with ordinality u(k, i))::text end
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_masked(image jsonb, masked text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when masked = '{}' then image else image || coalesce((
    select jsonb_object_agg(m, 'sha256:' || encode(sha256(convert_to(image ->> m, 'UTF8')), 'hex'))
    from unnest(masked) m where image ->> m is not null), '{}') end
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_open_timeline(why text)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'city'
AS $function$
  insert into kernel_audit_timeline (timeline, old_head, reason)
  select (select max(timeline) from kernel_audit_timeline) + 1, (select hash from kernel_audit_seal order by seal_id desc limit 1), why
  returning timeline
$function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then raise exception 'a table under audit is not emptied at once' using errcode = 'P0B05', table = tg_table_name; end if;
  raise exception 'the audit trail is appended only' using errcode = 'P0B05', table = tg_table_name;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_audit_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
 SET "TimeZone" TO 'UTC'
 SET extra_float_digits TO '1'
 SET bytea_output TO 'hex'
 SET "IntervalStyle" TO 'postgres'
 SET work_mem TO '64MB'
AS $function$
declare
  keys text[] := tg_argv[0];
  masked text[] := tg_argv[1];
  -- Asked before the function is called: a call per row costs more than all the rest.
  is_single boolean := cardinality(keys) = 1;
  only_key text := keys[1];
  is_masked boolean := masked <> '{}';
  xid_now xid8 := pg_current_xact_id();
  at_now timestamptz := clock_timestamp();
  timeline_now int := (select max(timeline) from kernel_audit_timeline);
  account uuid := nullif(current_setting('baton.actor', true), '');
  post int := nullif(current_setting('baton.post', true), '');
  request text := nullif(current_setting('baton.request', true), '');
  act text := (select a.kind from kernel_act a where a.xid = pg_current_xact_id());
  -- One draw a statement, from which each row's salt follows without a way back.
  draw bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  who text := session_user || case current_setting('role') when 'none' then '' else ' as ' || current_setting('role') end;
  kind text := lower(tg_op);
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, after
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id,
          case when is_masked then kernel_audit_masked(to_jsonb(n), masked) else to_jsonb(n) end as after
        from new_rows n offset 0) n),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, case when is_single then after ->> only_key else kernel_audit_key(after, keys) end,
        sha256(salt || convert_to('[null, ' || after::text || ']', 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, after) select entry_id, salt, after from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, before
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id,
          case when is_masked then kernel_audit_masked(to_jsonb(o), masked) else to_jsonb(o) end as before
        from old_rows o offset 0) o),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, case when is_single then before ->> only_key else kernel_audit_key(before, keys) end,
        sha256(salt || convert_to('[' || before::text || ', null]', 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, before) select entry_id, salt, before from changed;
  else
    -- A row whose key changes leaves as one row and arrives as another; a statement that changes nothing leaves no trace.
    with former as materialized (
      select case when is_single then image ->> only_key else kernel_audit_key(image, keys) end as key, image from (select case when is_masked then kernel_audit_masked(to_jsonb(o), masked) else to_jsonb(o) end as image from old_rows o offset 0) o),
    latter as materialized (
      select case when is_single then image ->> only_key else kernel_audit_key(image, keys) end as key, image from (select case when is_masked then kernel_audit_masked(to_jsonb(n), masked) else to_jsonb(n) end as image from new_rows n offset 0) n),
    changed as materialized (
      select entry_id, sha256(draw || int8send(entry_id)) as salt, key, before, after
      from (select nextval('kernel_audit_entry_entry_id_seq') as entry_id, key, b.image as before, a.image as after
        from former b full join latter a using (key) where b.image is distinct from a.image offset 0) c),
    entry as (
      insert into kernel_audit_entry (entry_id, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, row_key, commitment)
      overriding system value
      select entry_id, xid_now, at_now, timeline_now, account, post, request, act, who, tg_table_name, kind, key,
        sha256(salt || convert_to(jsonb_build_array(before, after)::text, 'UTF8'))
      from changed)
    insert into kernel_audit_image (entry_id, salt, before, after) select entry_id, salt, before, after from changed;
  end if;
  return null;
end $function$;
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
  -- an act within an act joins it: one transaction is one act, named by the outermost
  return query select a.act_id, a.recorded_at from kernel_act a where a.xid = pg_current_xact_id_if_assigned();
  if found then return; end if;
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

CREATE OR REPLACE FUNCTION kernel_exemption_said_by()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $function$
declare actor uuid := kernel_actor_account();
begin
  if actor is null then return new; end if;
  if tg_table_name = 'kernel_exemption_request' then
    new.requested_by := coalesce((select r.requested_by from kernel_exemption_request r where r.request_id = new.request_id order by r.recorded_at limit 1), actor);
    return new;
  end if;
  new.approved_by := coalesce((select e.approved_by from kernel_exemption e where e.exemption_id = new.exemption_id order by e.recorded_at limit 1), actor);
  if not exists (
    select from kernel_exemption_request r
    where r.subject_id = new.subject_id and r.dimension = new.dimension and r.requested_by = new.requested_by) then
    raise exception 'nobody asked for this exemption' using errcode = '42501';
  end if;
  return new;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_granted(wanted_table text, wanted_verb text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare acting text := kernel_settled(3); post int := nullif(split_part(substr(current_setting('baton.settled', true), 65), '|', 2), '')::int;
begin
  if acting is null or not exists (select from kernel_grant g where g.post_id = post) then return '{}'; end if;
  if not exists (select from kernel_right r where r.role = acting and r.table_name = wanted_table and r.verb = wanted_verb) then return '{}'; end if;
  return array(select g.subject_id from kernel_grant g where g.post_id = post);
end $function$;
-- executed by baton_act, baton_city

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

CREATE OR REPLACE FUNCTION kernel_link_identity(wanted uuid, provider_subject text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if not kernel_may('kernel_credential', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  if not exists (select from kernel_account where id = wanted and closed_at is null) then return false; end if;
  if wanted = kernel_actor_account() then
    raise exception 'nobody ties his own account' using errcode = '23514', constraint = 'kernel_appointment_not_own', table = 'kernel_credential';
  end if;
  delete from kernel_credential where account_id = wanted and provider_id = 'provincial';
  insert into kernel_credential (account_id, provider_id, provider_account_id) values (wanted, 'provincial', provider_subject);
  -- A one-time password that nobody has changed ends here: this person comes in by the sign-on and never learns it.
  update kernel_account set must_change_password = false, password_expires_at = now(), updated_at = now()
    where id = wanted and must_change_password;
  delete from kernel_session where account_id = wanted;
  perform kernel_note_account_event('identity-linked', wanted);
  return true;
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_lock_month(month_end date)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_advisory_xact_lock(4210015, month_end - date '2000-01-01')
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_may(wanted_table text, wanted_verb text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare sealed text := current_setting('baton.settled', true); settled text; secret text; is_allowed boolean;
begin
  if sealed is null or sealed = '' then return false; end if;
  settled := substr(sealed, 65);
  -- seal and right in one look: this is asked for every table of every statement
  select k.secret, exists (
      select from kernel_right r where r.role = split_part(settled, '|', 3) and r.table_name = wanted_table and r.verb = wanted_verb)
    into secret, is_allowed from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, settled) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  return is_allowed;
end $function$;
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_period_event_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE PROCEDURE kernel_protect(IN protected regclass, IN shape text, IN is_version boolean DEFAULT false)
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $procedure$
declare
  t text := (select relname from pg_class where oid = protected);
  verb text;
  reach text;
  insertable text;
begin
  if shape not in ('scoped', 'reference') then raise exception 'unknown shape %', shape; end if;
  execute format('alter table %s enable row level security', protected);
  execute format('alter table %s force row level security', protected);
  foreach verb in array array['select', 'insert', 'update', 'delete'] loop
    reach := case shape when 'scoped' then kernel_reach_condition(t, verb) else format('(select kernel_may(%L, %L))', t, verb) end;
    execute case verb
      when 'select' then format('create policy %I on %s for select to baton_act using (%s)', t || '_read', protected, reach)
      when 'insert' then format('create policy %I on %s for insert to baton_act with check (%s)', t || '_add', protected, reach)
      when 'update' then format('create policy %I on %s for update to baton_act using (%s) with check (%s)', t || '_change', protected, reach, reach)
      when 'delete' then format('create policy %I on %s for delete to baton_act using (%s)', t || '_remove', protected, reach) end;
  end loop;
  execute format('create policy %I on %s for select to baton_city using (true)', t || '_read_city', protected);
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

CREATE OR REPLACE FUNCTION kernel_reach(wanted_table text, wanted_verb text)
 RETURNS integer[]
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare sealed text := current_setting('baton.settled', true); settled text; secret text; is_allowed boolean;
begin
  if sealed is null or sealed = '' then return '{}'; end if;
  settled := substr(sealed, 65);
  select k.secret, exists (
      select from kernel_right r where r.role = split_part(settled, '|', 3) and r.table_name = wanted_table and r.verb = wanted_verb)
    into secret, is_allowed from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, settled) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  if not is_allowed then return '{}'; end if;
  return split_part(settled, '|', 4)::int[];
end $function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_reach_condition(guarded_table text, verb text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN format('scope_id = any((select kernel_reach(%1$L, %2$L))::int[]) or subject_id = any((select kernel_granted(%1$L, %2$L))::uuid[])'::text, guarded_table, verb);
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
  select kernel_settle_again();
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_record_statistics(asked_subject uuid, month_end date, done_fen bigint, is_listed boolean, explanation text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
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
  select colleague.post_id, s.subject_id, 'matter', s.matter_id
  from kernel_matter_state s
  join kernel_post holder on holder.post_id = s.holder_post_id
  join kernel_post colleague on colleague.org_id = holder.org_id and not colleague.is_closed
  where s.subject_id = any(touched) and s.superseded_at = 'infinity' and s.status in ('open', 'in_hand', 'to_verify')
  on conflict do nothing;
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_release_password(wanted uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare acting text := kernel_actor_role(); is_security boolean;
begin
  select exists (select from kernel_appointment a join kernel_post p on p.post_id = a.post_id
    where a.account_id = wanted and p.role = 'secadmin' and a.valid_from <= current_date and a.valid_to > current_date) into is_security;
  if acting is null or acting not in ('secadmin', 'auditor') or (acting = 'auditor' and not is_security) then
    raise exception 'no right' using errcode = '42501';
  end if;
  if wanted = kernel_actor_account() then
    raise exception 'nobody releases his own' using errcode = '23514', constraint = 'kernel_appointment_not_own', table = 'kernel_account';
  end if;
  update kernel_account set reset_at = null, dormant_since = null, updated_at = now() where id = wanted and closed_at is null and reset_at is not null;
  if not found then return false; end if;
  perform kernel_note_account_event('password-released', wanted);
  return true;
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION kernel_rename_org_subject(renamed uuid, new_name text, new_search text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if not kernel_may('kernel_org', 'update') then raise exception 'no right to rename an organisation' using errcode = '42501'; end if;
  update kernel_subject set name = new_name, search_text = new_search where subject_id = renamed and kind = 'org';
end $function$;
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
  update kernel_account set must_change_password = true, password_expires_at = expires_at, updated_at = now(),
    reset_at = case when exists (select from kernel_appointment a where a.account_id = wanted) then now() end,
    dormant_since = case when exists (select from kernel_appointment a where a.account_id = wanted) then dormant_since end
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

CREATE OR REPLACE FUNCTION kernel_settle(wanted_account uuid, wanted_post integer, request text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare post int; acting text; org uuid; scopes int[] := '{}'; settled text;
begin
  -- the account must hold the post by an appointment in force today; a closed post has no role
  select p.post_id, case when not p.is_closed then p.role end, p.org_id into post, acting, org
    from kernel_appointment a join kernel_post p on p.post_id = a.post_id
    where a.account_id = wanted_account and a.post_id = wanted_post and a.valid_from <= current_date and a.valid_to > current_date
    limit 1;
  if acting is not null then
    -- Scopes of the organisation and all below it. The dispatch office is one for the whole city, wherever it stands in
    -- the tree. Who serves subjects of other units has only its own organisation's scope: the rest comes by grants.
    select coalesce(array_agg(s.scope_id), '{}') into scopes
      from kernel_org_closure c join kernel_scope s on s.org_id = c.descendant_id
      where c.ancestor_id = case acting
          when 'dispatch' then (select top.ancestor_id from kernel_org_closure top where top.descendant_id = org order by top.depth desc limit 1)
          else org end
        and (c.depth = 0 or acting in ('leader', 'dispatch', 'district', 'town'));
  end if;
  settled := concat_ws('|', coalesce(wanted_account::text, ''), coalesce(post::text, ''), coalesce(acting, ''), scopes::text);
  perform set_config('baton.settled', kernel_settling_seal(k.secret, settled) || settled, true),
      -- what the audit trail and the act write down; rights are never judged from these
      set_config('baton.actor', coalesce(wanted_account::text, ''), true), set_config('baton.post', coalesce(wanted_post::text, ''), true),
      set_config('baton.request', coalesce(request, ''), true)
    from kernel_settling_key k;
  if not found then raise exception 'the key of this city is missing' using errcode = 'P0B09'; end if;
end $function$;
-- executed by baton_web

CREATE OR REPLACE FUNCTION kernel_settle_again()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if kernel_settled(1) is not null then
    perform kernel_settle(kernel_settled(1)::uuid, kernel_settled(2)::int, current_setting('baton.request', true));
  end if;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_settled(part integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare sealed text := current_setting('baton.settled', true); found_part text; secret text;
begin
  if sealed is null or sealed = '' then return null; end if;
  select k.secret into secret from kernel_settling_key k;
  if left(sealed, 64) is distinct from kernel_settling_seal(secret, substr(sealed, 65)) then
    raise exception 'the actor was not settled in this transaction' using errcode = '42501';
  end if;
  return nullif(split_part(substr(sealed, 65), '|', part), '');
end $function$;
-- executed by baton_act, baton_city, baton_web

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

CREATE OR REPLACE FUNCTION kernel_settling_seal(secret text, settled text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED
RETURN encode(sha256((convert_to(secret, 'UTF8'::name) || sha256(((int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())) || convert_to((secret || settled), 'UTF8'::name))))), 'hex'::text);
-- executed by the owner only

CREATE OR REPLACE FUNCTION kernel_setup_counts()
 RETURNS TABLE(organisations integer, posts integer, people integer, calendar_years integer, rule_sets integer, projects integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  select (select count(*)::int from kernel_org where superseded_at = 'infinity'),
    (select count(*)::int from kernel_post where not is_closed and role not in ('sysadmin', 'secadmin', 'auditor')),
    (select count(distinct a.account_id)::int from kernel_appointment a join kernel_post p on p.post_id = a.post_id
      where a.valid_to > current_date and p.role not in ('sysadmin', 'secadmin', 'auditor')),
    (select count(distinct extract(year from d.day))::int from kernel_calendar_day d join kernel_calendar c on c.version = d.version and c.superseded_at = 'infinity'),
    (select count(*)::int from kernel_rule_set where superseded_at = 'infinity'),
    (select count(*)::int from kernel_subject where kind = 'project')
  where kernel_actor_role() is not null
$function$;
-- executed by baton_act, baton_city

CREATE OR REPLACE FUNCTION kernel_stop_dormant_accounts(days integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare stopped uuid[];
begin
  if days < 1 then return 0; end if;
  with found as (
    update kernel_account a set dormant_since = now(), updated_at = now()
    where a.closed_at is null and a.dormant_since is null
      and greatest(a.created_at, a.password_changed_at, a.reset_at) < now() - make_interval(days => days)
      and not exists (select from kernel_sign_in_event e where e.account_id = a.id and e.kind in ('sign-in', 'password-released')
        and e.recorded_at >= now() - make_interval(days => days))
      and not exists (select from kernel_session s where s.account_id = a.id and s.last_used_at >= now() - make_interval(days => days))
      and not exists (select from kernel_appointment ap join kernel_post p on p.post_id = ap.post_id
        where ap.account_id = a.id and p.role in ('sysadmin', 'secadmin') and ap.valid_from <= current_date and ap.valid_to > current_date)
    returning a.id)
  select array_agg(id) into stopped from found;
  delete from kernel_session where account_id = any(stopped);
  insert into kernel_sign_in_event (kind, account_id, detail)
    select 'account-dormant', one, 'by the program' from unnest(stopped) one;
  return coalesce(cardinality(stopped), 0);
end $function$;
-- executed by baton_auth

CREATE OR REPLACE FUNCTION platform_forget_answers(older_than timestamp with time zone, row_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare forgotten int;
begin
  if older_than > now() - interval '7 days' then raise exception 'answers are kept for seven days at least' using errcode = '22023'; end if;
  delete from platform_idempotency i using (
    select account_id, key from platform_idempotency where recorded_at < older_than order by recorded_at limit row_limit for update skip locked) old
    where i.account_id = old.account_id and i.key = old.key;
  get diagnostics forgotten = row_count;
  return forgotten;
end $function$;
-- executed by baton_worker

CREATE OR REPLACE FUNCTION platform_migrated_to()
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$ select max(number) from platform_migration $function$;
-- executed by baton_web

CREATE OR REPLACE FUNCTION platform_take_outbox(row_limit integer)
 RETURNS TABLE(outbox_id bigint, topic text, subject_id uuid, scope_id integer, payload jsonb, recorded_at timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  with taken as (
    delete from platform_outbox o
    where o.outbox_id = any(array(select w.outbox_id from platform_outbox w order by w.outbox_id limit row_limit for update skip locked))
    returning o.*)
  select t.outbox_id, t.topic, t.subject_id, s.scope_id, t.payload, t.recorded_at
  from taken t left join kernel_subject s on s.subject_id = t.subject_id
  order by t.outbox_id
$function$;
-- executed by baton_worker

CREATE OR REPLACE FUNCTION projects_card_day(asked_year integer)
 RETURNS date
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $function$
begin
  perform pg_advisory_xact_lock_shared(4210095, asked_year);
  return coalesce((select y.valid_on from projects_card_year y where y.year = asked_year), make_date(asked_year, 12, 31));
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION projects_find_duplicates(asked_name text, asked_code text, asked_credit text, asked_org uuid, own_id uuid)
 RETURNS TABLE(subject_id uuid, name text, holding_unit text, why text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION projects_import_obstacle(wanted uuid)
 RETURNS TABLE(what text, name text, why text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
  with import as (select i.* from projects_import i where i.import_id = wanted and i.account_id = kernel_actor_account()),
  post as (select p.* from import i cross join jsonb_array_elements_text(i.made -> 'posts') m join kernel_post p on p.post_id = m::int),
  account as (select a.* from import i cross join jsonb_array_elements_text(i.made -> 'accounts') m join kernel_account a on a.id = m::uuid),
  org as (select o.* from import i join kernel_org o on o.act_id = i.act_id),
  -- what did not stand before: the import closed no version of it
  fresh as (select o.* from org o where not exists (select from kernel_org e where e.org_id = o.org_id and e.superseded_at = o.recorded_at)),
  area as (select a.* from import i join kernel_area a on a.act_id = i.act_id)
  select * from (
    select 'org', o.name, 'changed' from org o where o.superseded_at <> 'infinity'
    union all select 'area', a.name, 'changed' from area a where a.superseded_at <> 'infinity'
    union all select 'org', f.name, 'below' from fresh f
      join kernel_org below on below.parent_org_id = f.org_id and below.superseded_at = 'infinity' and below.act_id <> f.act_id
    union all select 'org', f.name, 'posts' from fresh f join kernel_post p on p.org_id = f.org_id where p.post_id not in (select post_id from post)
    union all select 'org', f.name, 'subjects' from fresh f
      where exists (select from kernel_subject_version v where v.account_org_id = f.org_id and v.superseded_at = 'infinity')
        or exists (select from kernel_scope s join kernel_subject_version v on v.scope_id = s.scope_id and v.superseded_at = 'infinity' where s.org_id = f.org_id)
    union all select 'area', a.name, 'subjects' from area a
      where not exists (select from kernel_area e where e.area_id = a.area_id and e.superseded_at = a.recorded_at)
        and (exists (select from kernel_subject_version v where a.area_id in (v.account_area_id, v.place_area_id) and v.superseded_at = 'infinity')
          or exists (select from kernel_org o where o.area_id = a.area_id and o.superseded_at = 'infinity' and o.act_id <> a.act_id)
          or exists (select from kernel_area below where below.parent_area_id = a.area_id and below.superseded_at = 'infinity' and below.act_id <> a.act_id))
    union all select 'post', p.title, 'held' from post p
      where exists (select from kernel_appointment a where a.post_id = p.post_id) or exists (select from kernel_baton b where b.holder_post_id = p.post_id)
        or exists (select from kernel_matter_event e where p.post_id in (e.by_post_id, e.to_post_id)) or exists (select from kernel_node n where n.responsible_post_id = p.post_id)
    union all select 'account', a.username, 'used' from account a
      where not a.must_change_password or a.closed_at is not null
        or exists (select from kernel_appointment p where p.account_id = a.id)
        or exists (select from kernel_sign_in_event e where e.account_id = a.id and e.kind <> 'account-created')
  ) as obstacle (what, name, why) limit 1
$function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION projects_keep_import()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
begin
  if old.state = 'running' and old.undone_act_id is not distinct from new.undone_act_id then
    if new.state <> 'running' then new.ended_at := clock_timestamp(); end if;
    return new;
  end if;
  if old.undone_act_id is not null or to_jsonb(old) - 'undone_act_id' <> to_jsonb(new) - 'undone_act_id' then
    raise exception 'an import ends once and is undone once' using errcode = 'P0B03';
  end if;
  return new;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION projects_report_said_by()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'city'
AS $function$
declare actor uuid := kernel_actor_account();
begin
  if actor is null then return null; end if;
  if exists (
    select from new_rows n
    where n.reported_by is distinct from actor and n.reported_by is not null
      and not exists (select from projects_report p where p.report_id = n.report_id and p.version_id <> n.version_id and p.reported_by = n.reported_by)
    or n.reviewed_by is distinct from actor and n.reviewed_by is not null
      and not exists (select from projects_report p where p.report_id = n.report_id and p.version_id <> n.version_id and p.reviewed_by = n.reviewed_by)) then
    raise exception 'a report names somebody else' using errcode = '42501';
  end if;
  return null;
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION projects_take_back_made(wanted uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
declare made jsonb; taken int; gone uuid[];
begin
  select i.made into made from projects_import i
    where i.import_id = wanted and i.account_id = kernel_actor_account() and i.kind = 'organisations' and i.undone_act_id is null;
  if made is null then return 0; end if;
  if exists (select from projects_import_obstacle(wanted)) then raise exception 'something rests on it' using errcode = '42501'; end if;
  if not kernel_may('kernel_post', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
  delete from kernel_post where post_id in (select m::int from jsonb_array_elements_text(made -> 'posts') m);
  get diagnostics taken = row_count;
  select coalesce(array_agg(m::uuid), '{}') into gone from jsonb_array_elements_text(made -> 'accounts') m;
  if gone <> '{}' then
    if not kernel_may('kernel_account', 'insert') then raise exception 'no right' using errcode = '42501'; end if;
    delete from kernel_session where account_id = any(gone);
    delete from kernel_credential where account_id = any(gone);
    delete from kernel_password_history where account_id = any(gone);
    delete from kernel_account where id = any(gone);
    perform kernel_note_account_event('account-closed', g) from unnest(gone) g;
  end if;
  return taken + cardinality(gone);
end $function$;
-- executed by baton_act

CREATE OR REPLACE FUNCTION scoring_run_hands()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only

CREATE OR REPLACE FUNCTION scoring_scheme_hands()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'city'
AS $function$
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
end $function$;
-- executed by the owner only
