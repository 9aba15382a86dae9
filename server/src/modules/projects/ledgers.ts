import { sql, type RawBuilder } from "kysely";
import { type Dimension, type Figure, known, type MeasuredFigure, type Population, type Question, wordOf } from "#kernel/figures";
import { readFilters } from "./filters.ts";
import { librariedProjects, projectDimensions, projectRows } from "./population.ts";

/** Why the two ledgers differ for a project; the sum over the reasons is the difference, to the fen. */
const reasons = [
  { code: "not_listed", zh: "未入统，只有调度数" },
  { code: "not_entered", zh: "已入统，统计数尚未录入" },
  { code: "statistics_only", zh: "只有统计数，调度未报" },
  { code: "later_month", zh: "统计数所属月份较早" },
  { code: "explained", zh: "同月差异，已说明" },
  { code: "unexplained", zh: "同月差异，未说明" },
];

/** What the bureau said last of each project in the year of the list, and what was dispatched up to the same month. */
function bothLedgers(question: Question, needs: ReadonlySet<string>): RawBuilder<unknown> {
  const yearStart = `${readFilters(question).year}-01-01`;
  const { validOn: V, knownAt: K } = question;
  const parts = new Set([...needs, "done", "statistics"]);
  return sql`select l.*, bureau.value as statistics_fen, bureau.period_to as statistics_month_end, bureau.text_value as explanation,
      bureau.is_correction as is_statistics_corrected, bureau.recorded_at as statistics_known_at, same.value as same_month_fen
    from (${projectRows(question, { parts })}) l
    left join lateral (
      select o.value, o.period_to, o.text_value, o.is_correction, o.recorded_at from kernel_observation o
      where o.metric = 'investment_statistics' and o.ledger = 'statistics' and o.nature = 'actual' and o.subject_id = l.subject_id
        and o.period_from = ${yearStart}::date and o.period_to <= ${V}::date and ${known("o", K)}
      order by o.period_to desc limit 1) bureau on true
    left join lateral (
      select o.value from kernel_observation o
      where o.metric = 'investment_done' and o.ledger = 'management' and o.nature = 'actual' and o.subject_id = l.subject_id
        and o.period_from = ${yearStart}::date and o.period_to <= bureau.period_to and ${known("o", K)}
      order by o.period_to desc limit 1) same on true`;
}

const carried = sql`subject_id, level, class, year, total_investment_fen, stage, stage_rank, stat_listed, light, blocking_party, area_code, area_name,
  county_code, county_name, chain_ids, signer_org_id, industry_system, row_by`;

/** The statistics ledger: projects that the bureau lists or gave a number of; read-only, never mixed with what was dispatched. */
const bureauProjects: Population = {
  name: "projects.statistics",
  dimensions: projectDimensions,
  note: sql<string>`case when statistics_month_end is not null then to_char(statistics_month_end, '"统计数所属"YYYY"年"FMMM"月"') end`,
  rows: (question, needs) => sql`select key, label, '='::text as comparator, (statistics_fen is null) as is_unreported,
      coalesce(is_statistics_corrected, false) as is_corrected, statistics_known_at as row_known_at, statistics_fen, statistics_month_end, ${carried}
    from (${bothLedgers(question, needs)}) b where statistics_fen is not null or coalesce(stat_listed, 0) > 0`,
};

function wan(column: string): RawBuilder<string> {
  return sql<string>`coalesce(to_char(${sql.ref(column)} / 1000000.0, 'FM999,999,999,990.00') || '万元', '—')`;
}

const reasonDimension: Dimension = {
  name: "reason",
  labelZh: "差异缘由",
  labelEn: "Reason of the difference",
  overlaps: false,
  group: { key: sql<string>`population.reason`, label: wordOf(sql`population.reason`, reasons) },
};

/** A project's difference in parts, one reason a row: months apart and the same month told apart. */
function differenceParts(question: Question, needs: ReadonlySet<string>): RawBuilder<unknown> {
  const asked = question.where.filter((filter) => filter.dimension === "reason");
  const rest = { ...question, where: question.where.filter((filter) => filter.dimension !== "reason") };
  const values = asked.map((filter) => filter.values.map((value) => reasons.find((one) => one.zh === value)?.code ?? value));
  const only =
    values.length === 0
      ? sql`true`
      : sql.join(
          values.map((codes) => sql`part.reason = any(${codes}::text[])`),
          sql` and `,
        );
  return sql`select md5(b.key::text || part.reason)::uuid as key, label, coalesce(comparator, '=') as comparator, false as is_unreported, coalesce(is_corrected, false) as is_corrected,
      greatest(row_known_at, statistics_known_at) as row_known_at, part.reason, part.first_fen, part.second_fen,
      coalesce(part.first_fen, 0) - coalesce(part.second_fen, 0) as difference_fen, statistics_month_end, done_month_end, explanation, ${carried}
    from (${bothLedgers(rest, needs)}) b
    cross join lateral (
      select case when coalesce(stat_listed, 0) > 0 then 'not_entered' else 'not_listed' end as reason, done_fen as first_fen, null::bigint as second_fen
        where statistics_fen is null and done_fen is not null
      union all select 'statistics_only', null, statistics_fen where statistics_fen is not null and done_fen is null
      union all select 'later_month', done_fen, same_month_fen
        where statistics_fen is not null and done_fen is not null and done_fen is distinct from same_month_fen
      union all select case when explanation is null then 'unexplained' else 'explained' end, same_month_fen, statistics_fen
        where statistics_fen is not null and done_fen is not null and statistics_fen is distinct from coalesce(same_month_fen, 0)) part
    where ${only}`;
}

const ledgerDifferences: Population = {
  name: "projects.ledger_differences",
  dimensions: [...projectDimensions, reasonDimension],
  note: sql<string>`concat_ws('；', ${wordOf(sql`reason`, reasons)}, case reason
    when 'later_month' then to_char(done_month_end, '"调度数"FMMM"月"') || ${wan("first_fen")} || to_char(statistics_month_end, '"，"FMMM"月"') || ${wan("second_fen")}
    when 'not_listed' then null when 'not_entered' then null
    else to_char(statistics_month_end, 'FMMM"月调度数"') || ${wan("first_fen")} || '，统计数' || ${wan("second_fen")} end,
    case when reason = 'explained' then explanation end)`,
  rows: differenceParts,
};

const bothWays = { difference: "projects.ledger_difference", explained: "projects.ledger_difference_explained" };

/** The management figure's counterpart, for its own definition. */
export const statisticsCounterpart = { figure: "projects.statistics_this_year", ...bothWays };

const listedCount: MeasuredFigure = {
  name: "projects.stat_listed_count",
  labelZh: "入统项目数",
  labelEn: "Projects listed in statistics",
  unit: "count",
  tense: "state",
  ledger: "statistics",
  definition: "名单内已由统计部门纳入统计的项目数（统计数）。",
  formula: "计数",
  population: librariedProjects,
  needs: ["statistics"],
  only: sql<boolean>`coalesce(stat_listed, 0) > 0`,
  measure: { kind: "count" },
};

const statistics: MeasuredFigure = {
  name: "projects.statistics_this_year",
  labelZh: "本年完成投资（统计数）",
  labelEn: "Completed this year (statistics)",
  unit: "fen",
  tense: "state",
  ledger: "statistics",
  counterpart: { figure: "projects.completed_this_year", ...bothWays },
  definition: "名单内项目由统计部门给出的本年累计完成投资之和，各项目取截止日前最近一个月；与调度数分账，互不更正。",
  formula: "Σ统计局本年累计完成投资",
  population: bureauProjects,
  measure: { kind: "sum", of: sql`statistics_fen` },
};

const difference: MeasuredFigure = {
  name: "projects.ledger_difference",
  labelZh: "调度数与统计数之差",
  labelEn: "Difference between the ledgers",
  unit: "fen",
  tense: "state",
  ledger: "both",
  definition: "名单内项目本年完成投资的调度数减统计数，逐项目按缘由分开：未入统、月份不同、同月差异。只作核对，不据以更正任何一本账。",
  formula: "Σ（调度数 − 统计数）",
  population: ledgerDifferences,
  measure: { kind: "sum", of: sql`difference_fen` },
};

const explained: MeasuredFigure = {
  ...difference,
  name: "projects.ledger_difference_explained",
  labelZh: "两账之差中已有缘由的部分",
  labelEn: "Difference with a stated reason",
  definition: "调度数与统计数之差中，因未入统、统计数未录入、月份不同或同月差异已作说明的部分。",
  formula: "Σ（调度数 − 统计数），同月未说明的除外",
  only: sql<boolean>`reason <> 'unexplained'`,
};

/** The statistics ledger in the catalogue, and how it differs from the other. */
export const ledgerFigures: readonly Figure[] = [listedCount, statistics, difference, explained];
