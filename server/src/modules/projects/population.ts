import { sql, type RawBuilder } from "kysely";
import { projectClasses, projectLevels, sideStates, stages } from "@baton/contract/codes";
import {
  areaDimensions,
  ceremonyDimension,
  chainDimension,
  type Dimension,
  known,
  placeColumns,
  placeJoins,
  type Population,
  type Question,
  sizeDimension,
  wordOf,
} from "#kernel/figures";
import { type ProjectFilters, readFilters } from "./filters.ts";

/** Side states (搁置, 流转, 终止) rank from here; each holds until a later entry into the lifecycle. */
export const sideRank = 100;

/** The last month end on or before a day: what reports are due by then. 2023-07-05 → 2023-06-30; null in January. */
export function dueMonthEnd(validOn: string): string | null {
  const day = Temporal.PlainDate.from(validOn);
  const last = day.day === day.daysInMonth ? day : day.with({ day: 1 }).subtract({ days: 1 });
  return last.year === day.year ? last.toString() : null;
}

function listingsAt(question: Question, year: number, subjects: readonly string[] | undefined): RawBuilder<unknown> {
  const some = subjects === undefined ? sql`true` : sql`l.subject_id = any(${subjects}::uuid[])`;
  return sql`select l.* from projects_listing l where l.year = ${year} and ${known("l", question.knownAt)}
    and l.valid_from <= ${listingDay(question, year)}::date and l.valid_to > ${listingDay(question, year)}::date and ${some}`;
}

/** A list of another year is read at the end of that year, or as it stands on the day asked when the year runs. */
function listingDay(question: Question, year: number): string {
  const askedYear = Number(question.validOn.slice(0, 4));
  if (year < askedYear) return `${year}-12-31`;
  return year > askedYear ? `${year}-01-01` : question.validOn;
}

/** One listing a project: that of the list asked for; across lists the highest level (K17). Per level when grouped by it. */
function chosenListings(question: Question, filters: ProjectFilters): RawBuilder<unknown> {
  const perLevel = question.by.includes("level");
  const distinct = perLevel ? sql`subject_id, level` : sql`subject_id`;
  const levels = filters.levels === null ? sql`true` : sql`level = any(${filters.levels}::text[])`;
  const classes = filters.classes === null ? sql`true` : sql`class = any(${filters.classes}::text[])`;
  const all =
    filters.levelsAll === null
      ? sql`true`
      : sql`subject_id in (select subject_id from listing where level = any(${filters.levelsAll}::text[])
          group by subject_id having count(distinct level) = ${new Set(filters.levelsAll).size})`;
  return sql`select distinct on (${distinct}) subject_id, level, level_rank, class, plan_fen, plan_by_month_fen, year
    from listing where ${levels} and ${classes} and ${all} order by ${distinct}, level_rank`;
}

/** What can be gathered for each project besides its identity, lists and profile; each costs a look-up a row. */
export type ProjectPart = "done" | "stage" | "started" | "light" | "statistics" | "chains";
export const allParts: ReadonlySet<string> = new Set<ProjectPart>(["done", "stage", "started", "light", "statistics", "chains"]);

type Gathered = { columns: RawBuilder<unknown>; from: RawBuilder<unknown> };

/** The columns of a part, and the look-up behind them; null columns where the part is not asked for. */
function gather(part: ProjectPart, { validOn: V, knownAt: K, yearStart }: { validOn: string; knownAt: string; yearStart: string }): Gathered {
  switch (part) {
    case "done":
      return {
        columns: sql`done.value as done_fen, done.period_to as done_month_end, done.comparator, done.is_correction as is_corrected, done.recorded_at as row_known_at`,
        from: sql`left join lateral (
          select o.value, o.period_to, o.comparator, o.is_correction, o.recorded_at from kernel_observation o
          where o.metric = 'investment_done' and o.period_from = ${yearStart}::date and o.subject_id = v.subject_id
            and o.period_to <= ${V}::date and o.ledger = 'management' and o.nature = 'actual' and ${known("o", K)}
          order by o.period_to desc limit 1) done on true`,
      };
    case "stage":
      return {
        columns: sql`st.stage, st.stage_rank, st.entered_on as stage_entered_on`,
        from: sql`left join lateral (
          select s.stage, s.stage_rank, s.entered_on from kernel_stage s
          where s.subject_id = v.subject_id and s.track = 'main' and s.is_preferred and s.entered_on <= ${V}::date and ${known("s", K)}
            and (s.stage_rank < ${sideRank} or not exists (
              select from kernel_stage later where later.subject_id = s.subject_id and later.track = 'main'
                and later.stage_rank < ${sideRank} and later.entered_on > s.entered_on and later.entered_on <= ${V}::date and ${known("later", K)}))
          order by s.stage_rank desc, s.entered_on desc limit 1) st on true`,
      };
    case "started":
      return {
        columns: sql`started.entered_on as started_on, started.precision as started_precision`,
        from: sql`left join lateral (
          select s.entered_on, s.precision from kernel_stage s
          where s.subject_id = v.subject_id and s.track = 'main' and s.is_preferred and s.stage = 'started' and ${known("s", K)}
          order by s.entered_on limit 1) started on true`,
      };
    case "light":
      return {
        columns: sql`lt.verdict as light, lt.blocking_party`,
        from: sql`left join lateral (
          select k.verdict, k.blocking_party from kernel_light k
          where k.subject_id = v.subject_id and k.dimension = 'overall' and k.valid_on <= ${V}::date and ${known("k", K)}
          order by k.valid_on desc, k.is_fixed desc, k.recorded_at desc limit 1) lt on true`,
      };
    case "statistics":
      return {
        columns: sql`listed.value as stat_listed`,
        from: sql`left join lateral (
          select o.value from kernel_observation o
          where o.metric = 'stat_listed' and o.subject_id = v.subject_id and o.period_to <= ${V}::date and ${known("o", K)}
          order by o.period_to desc limit 1) listed on true`,
      };
    case "chains":
      return {
        columns: sql`array(select r.to_subject_id from kernel_relation r where r.subject_id = v.subject_id and r.kind = 'chain'
          and ${known("r", K)} and r.valid_from <= ${V}::date and r.valid_to > ${V}::date) as chain_ids`,
        from: sql``,
      };
  }
}

const nothing: Record<ProjectPart, RawBuilder<unknown>> = {
  done: sql`null::bigint as done_fen, null::date as done_month_end, null::text as comparator, null::boolean as is_corrected, null::timestamptz as row_known_at`,
  stage: sql`null::text as stage, null::int as stage_rank, null::date as stage_entered_on`,
  started: sql`null::date as started_on, null::text as started_precision`,
  light: sql`null::text as light, null::text as blocking_party`,
  statistics: sql`null::bigint as stat_listed`,
  chains: sql`'{}'::uuid[] as chain_ids`,
};

/** What the selection narrows to and gathers: some projects only (a saved one's card), some parts only (a figure's). */
export type Gathering = { subjects?: readonly string[]; parts?: ReadonlySet<string> };

/**
 * Projects as they were on `validOn`, as known at `knownAt`: one row a project (a project per list when grouped by
 * level). Columns: key, label, subject_id, level, class, plan_fen, total_investment_fen, done_fen, stage, stage_rank,
 * started_on, light, area_…, county_…, chain_ids, signer_org_id, industry_system, stat_listed and the common ones.
 */
export function projectRows(question: Question, { subjects, parts = allParts }: Gathering = {}): RawBuilder<unknown> {
  const filters = readFilters(question);
  const { validOn: V, knownAt: K } = question;
  const due = dueMonthEnd(V);
  const join = filters.asksListing ? sql`join` : sql`left join`;
  const conditions = filters.conditions.length === 0 ? sql`true` : sql.join(filters.conditions, sql` and `);
  const some = subjects === undefined ? sql`true` : sql`v.subject_id = any(${subjects}::uuid[])`;
  const every = [...allParts] as ProjectPart[];
  const asked = { validOn: V, knownAt: K, yearStart: `${filters.year}-01-01` };
  const gathered = every.map((part) => (parts.has(part) ? gather(part, asked) : { columns: nothing[part], from: sql`` }));
  const isDue = due === null || !parts.has("done") ? sql`false` : sql`(c.class = 'implementation' and done.period_to is distinct from ${due}::date)`;
  return sql`
    with listing as materialized (${listingsAt(question, filters.year, subjects)}),
    chosen as (${chosenListings(question, filters)}),
    project as (
      select v.subject_id as key, v.name as label, v.subject_id, v.scope_id, v.code, v.account_org_id, v.account_area_id,
        ${placeColumns},
        c.level, c.level_rank, c.class, c.plan_fen, c.plan_by_month_fen, c.year,
        p.project_code, p.builder_name, p.build_kind, p.industry_code, p.industry_system, p.signer_org_id,
        p.total_investment_fen, p.total_investment_comparator, p.is_sample,
        -- whoever stands in reserve alone owes no monthly report
        ${isDue} as is_unreported,
        ${sql.join(gathered.map((one) => one.columns))}
      from kernel_subject_version v
      ${join} chosen c on c.subject_id = v.subject_id
      join projects_profile p on p.subject_id = v.subject_id and ${known("p", K)}
      ${placeJoins({ area: sql`v.account_area_id`, org: sql`v.account_org_id` }, K)}
      ${sql.join(
        gathered.map((one) => one.from),
        sql` `,
      )}
      where ${known("v", K)} and v.merged_into_id is null and ${some})
    select * from project where ${conditions}`;
}

type Named = { zh: string; en: string; needs?: readonly ProjectPart[] };

function coded(name: string, { needs = [], ...names }: Named, terms: readonly { code: string; zh: string }[]): Dimension {
  const label = wordOf(sql.ref(`population.${name}`), terms);
  return { name, needs, labelZh: names.zh, labelEn: names.en, overlaps: name === "level", group: { key: label, label } };
}

export const projectDimensions: readonly Dimension[] = [
  ...areaDimensions,
  coded("level", { zh: "项目级别", en: "Level" }, projectLevels),
  coded("class", { zh: "项目类别", en: "Class" }, projectClasses),
  chainDimension,
  coded("stage", { zh: "阶段", en: "Stage", needs: ["stage"] }, [...stages, ...sideStates]),
  {
    name: "light",
    needs: ["light"],
    labelZh: "亮牌",
    labelEn: "Light",
    overlaps: false,
    group: {
      key: sql<string>`population.light`,
      label: wordOf(sql`population.light`, [
        { code: "merit", zh: "蓝牌" },
        { code: "none", zh: "无牌" },
        { code: "remind", zh: "黄牌" },
        { code: "warn", zh: "红牌" },
      ]),
    },
  },
  {
    name: "blocking_party",
    needs: ["light"],
    labelZh: "阻滞方",
    labelEn: "Blocking party",
    overlaps: false,
    group: {
      key: sql<string>`population.blocking_party`,
      label: wordOf(sql`population.blocking_party`, [
        { code: "locality", zh: "属地" },
        { code: "department", zh: "部门" },
        { code: "enterprise", zh: "企业" },
      ]),
    },
  },
  sizeDimension({ labelZh: "总投资规模", labelEn: "Size class" }, "total_investment_fen"),
  {
    name: "listing_year",
    labelZh: "列入年度",
    labelEn: "Listing year",
    overlaps: false,
    group: { key: sql<string>`population.year::text`, label: sql<string>`population.year::text` },
  },
  ceremonyDimension,
  {
    name: "signer",
    labelZh: "签约单位",
    labelEn: "Signer",
    overlaps: false,
    group: {
      from: sql`left join kernel_org signer on signer.org_id = population.signer_org_id and signer.superseded_at = 'infinity'`,
      key: sql<string>`signer.name`,
      label: sql<string>`signer.name`,
    },
  },
  {
    name: "industry_system",
    labelZh: "产业体系",
    labelEn: "Industry system",
    overlaps: false,
    group: { key: sql<string>`population.industry_system`, label: sql<string>`population.industry_system` },
  },
];

/** Projects on the lists of a year; comparators of the amounts are unified for the figure that sums them. */
export const listedProjects: Population = {
  name: "projects.listed",
  dimensions: projectDimensions,
  rows: (question, needs) => sql`select key, label, subject_id, coalesce(comparator, '=') as comparator, is_unreported,
    coalesce(is_corrected, false) as is_corrected, row_known_at, row_by, level, class, year, plan_fen, done_fen, total_investment_fen,
    total_investment_comparator, stage, stage_rank, started_on, stat_listed, light, blocking_party, area_code, area_name, county_code, county_name,
    chain_ids, signer_org_id, industry_system from (${projectRows(question, { parts: new Set([...needs, "done"]) })}) listed`,
};

/** The same rows where the amount that is counted is the total investment: its comparator is the profile's, nothing is due monthly. */
export const librariedProjects: Population = {
  ...listedProjects,
  name: "projects.library",
  rows: (
    question,
    needs,
  ) => sql`select l.key, l.label, l.subject_id, l.total_investment_comparator as comparator, false as is_unreported, false as is_corrected,
    l.row_known_at, l.row_by, l.level, l.class, l.year, l.plan_fen, l.total_investment_fen, l.stage, l.stage_rank, l.started_on, l.stat_listed,
    l.light, l.blocking_party, l.area_code, l.area_name, l.county_code, l.county_name, l.chain_ids, l.signer_org_id, l.industry_system
    from (${projectRows(question, { parts: needs })}) l`,
};

/** Projects whose works began within the span; a date that only says "by" is no event of it (K5). */
export const startedProjects: Population = {
  ...librariedProjects,
  name: "projects.started",
  rows: (question, needs) => {
    const asksList = question.where.some((filter) => ["level", "class", "listing_year"].includes(filter.dimension));
    const any = asksList || question.by.includes("level") || question.by.includes("class") ? question : { ...question, where: [...question.where, anyListing] };
    return sql`select s.key, s.label, s.subject_id, s.total_investment_comparator as comparator, false as is_unreported, false as is_corrected,
      s.row_known_at, s.row_by, s.level, s.class, s.year, s.plan_fen, s.total_investment_fen, s.stage, s.stage_rank, s.started_on, s.stat_listed,
      s.light, s.blocking_party, s.area_code, s.area_name, s.county_code, s.county_name, s.chain_ids, s.signer_org_id, s.industry_system
      from (${projectRows(any, { parts: new Set([...needs, "started"]) })}) s
      where s.started_precision <> 'by' and s.started_on between ${question.validFrom}::date and ${question.validOn}::date`;
  },
};

/** Says that listing does not matter: works begin whether or not a list names the project. */
const anyListing = { dimension: "listing", values: ["any"], isAll: false } as const;
