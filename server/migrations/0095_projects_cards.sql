-- The ledger's question "now" is read from cards alone, so a card has to answer what a list asks: the plan and class of
-- each list a project stands on (K17), the blocking party, and as of which day and act it speaks. One card a list.

-- Derived: the turn of cards (modules/projects/cards.ts) makes them anew; until then lists read the as-of query.
delete from projects_card;

alter table projects_card
  drop constraint projects_card_pkey,
  drop column search_text,
  add column is_first boolean not null,
  add column blocking_party text,
  add column is_sample boolean not null,
  add column known_at timestamptz not null,
  add constraint projects_card_pkey primary key (year, subject_id, level);
-- Whether anything was written since a page was read.
create index projects_card_known_at on projects_card (year, known_at);
comment on table projects_card is '项目当前一览，每项目每年每级名单一行，由各表推出 — One row a project, year and list for the question now, derived';
comment on column projects_card.level is '名单级别 — Level of the list';
comment on column projects_card.class is '在这份名单上的类别：实施或储备 — Class on this list: implementation or reserve';
comment on column projects_card.plan_fen is '这份名单的年度计划投资，分 — Plan of the year on this list, CNY fen';
comment on column projects_card.is_first is '是否该项目最高级别的名单：跨名单时只计这一行 — Whether this is the project''s highest list: the one that counts across lists';
comment on column projects_card.blocking_party is '当前灯的阻滞方 — Blocking party of the light now';
comment on column projects_card.is_sample is '是否示例数据 — Sample of the demonstration city';
comment on column projects_card.known_at is '最近一次改写本行的办理时刻 — Record-time of the act that last changed the row';

-- The day that the cards of a year stand on: today for the running year, 31 December for any other. A list that asks for
-- another day does not read cards.
create table projects_card_year (
  year int not null,
  valid_on date not null,
  turned_at timestamptz not null,
  removed_at timestamptz not null,
  constraint projects_card_year_pkey primary key (year)
);
comment on table projects_card_year is '各年度一览所据的日期 — The day that the cards of a year stand on, derived';
comment on column projects_card_year.year is '年度 — Year';
comment on column projects_card_year.valid_on is '一览所据之日：当年为今天，其他年度为12月31日 — Day of the cards: today in the running year, 31 December otherwise';
comment on column projects_card_year.turned_at is '最近一次整年重算的时刻 — Record-time up to which all cards of the year were made anew';
comment on column projects_card_year.removed_at is '最近一次有项目移出一览的时刻 — Record-time of the act that last removed a card';
call kernel_protect('projects_card_year', 'reference');
call kernel_allow('projects_card_year', array['select'], array['leader', 'chief', 'dispatch', 'district', 'town', 'department', 'enterprise']);
call kernel_allow('projects_card_year', array['insert'], array['dispatch']);
call kernel_allow('projects_card_year', array['update'], array['dispatch', 'district', 'town']);

-- The day to write cards of a year for. Shares a lock that the turn of the year's cards holds alone, and reads after it:
-- no act writes a card of yesterday into a year that stands on today.
create function projects_card_day(asked_year int) returns date
language plpgsql volatile set search_path from current as $$
begin
  perform pg_advisory_xact_lock_shared(4210095, asked_year);
  return coalesce((select y.valid_on from projects_card_year y where y.year = asked_year), make_date(asked_year, 12, 31));
end $$;
grant execute on function projects_card_day(int) to baton_act;
