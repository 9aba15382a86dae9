import { sql, type RawBuilder } from "kysely";
import { projectClasses, projectLevels, sideStates, stages } from "@baton/contract/codes";
import {
  areaDimensions,
  ceremonyDimension,
  chainDimension,
  type Dimension,
  known,
  type Population,
  type Question,
  sizeDimension,
  wordOf,
} from "#kernel/figures";
import { type ProjectFilters, readFilters } from "./filters.ts";
import { allParts, gatherParts, places, type ProjectPart } from "./parts.ts";

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

/**
 * What the selection narrows to and gathers: some projects only (a saved one's card), some parts only (a figure's).
 * `isWhole` says that nearly every project is read, by one who sees the whole city: parts are then gathered in sets.
 */
export type Gathering = { subjects?: readonly string[]; parts?: ReadonlySet<string>; isWhole?: boolean };

/**
 * Projects as they were on `validOn`, as known at `knownAt`: one row a project (a project per list when grouped by
 * level). Columns: key, label, subject_id, level, class, plan_fen, total_investment_fen, done_fen, stage, stage_rank,
 * started_on, light, area_…, county_…, chain_ids, signer_org_id, industry_system, stat_listed and the common ones.
 */
export function projectRows(question: Question, { subjects, parts = allParts, isWhole = false }: Gathering = {}): RawBuilder<unknown> {
  const filters = readFilters(question);
  const { validOn: V, knownAt: K } = question;
  const due = dueMonthEnd(V);
  const join = filters.asksListing ? sql`join` : sql`left join`;
  const conditions = filters.conditions.length === 0 ? sql`true` : sql.join(filters.conditions, sql` and `);
  const some = subjects === undefined ? sql`true` : sql`v.subject_id = any(${subjects}::uuid[])`;
  const isNarrowed = filters.conditions.length > 0 || filters.levels !== null;
  const gathered = gatherParts({ parts, first: filters.needs }, { validOn: V, knownAt: K, yearStart: `${filters.year}-01-01`, isWhole, isNarrowed });
  const isDue = due === null || !parts.has("done") ? sql`false` : sql`(c.class = 'implementation' and done.period_to is distinct from ${due}::date)`;
  // Listed projects come in the order of the list's index: a page of them reads no more than the page.
  const key = filters.asksListing ? sql`c.subject_id` : sql`v.subject_id`;
  return sql`
    with listing as (${listingsAt(question, filters.year, subjects)}),
    chosen as (${chosenListings(question, filters)}),
    place as materialized (${places(K)}),
    project as (
      select ${key} as key, v.name as label, ${key} as subject_id, v.scope_id, v.code, v.account_org_id, v.account_area_id,
        c.level, c.level_rank, c.class, c.plan_fen, c.plan_by_month_fen, c.year,
        -- whoever stands in reserve alone owes no monthly report
        ${isDue} as is_unreported,
        ${gathered.columns}
      from kernel_subject_version v
      ${join} chosen c on c.subject_id = v.subject_id
      ${gathered.from}
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
    needs: ["profile"],
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
    needs: ["profile"],
    labelZh: "产业体系",
    labelEn: "Industry system",
    overlaps: false,
    group: { key: sql<string>`population.industry_system`, label: sql<string>`population.industry_system` },
  },
];

function gathering(needs: ReadonlySet<string>, own: readonly ProjectPart[], among?: readonly string[]): Gathering {
  return { parts: new Set([...needs, ...own]), isWhole: needs.has("whole"), ...(among === undefined ? {} : { subjects: among }) };
}

/** Projects of the lists asked for, in the order of the lists' index. */
function listedKeys(question: Question, { after, limit }: { after: string | null; limit: number }): RawBuilder<unknown> {
  const { year, asksListing, levels, classes } = readFilters(question);
  const further = after === null ? sql`true` : sql`subject_id > ${after}::uuid`;
  const from = asksListing
    ? sql`(${listingsAt(question, year, undefined)}) listing`
    : sql`(select v.subject_id from kernel_subject_version v where ${known("v", question.knownAt)}) known`;
  const level = levels === null ? sql`true` : sql`level = any(${levels}::text[])`;
  const kind = classes === null ? sql`true` : sql`class = any(${classes}::text[])`;
  return sql`select distinct subject_id as key from ${from} where ${further} and ${level} and ${kind} order by subject_id limit ${limit}`;
}

/** Projects on the lists of a year; comparators of the amounts are unified for the figure that sums them. */
export const listedProjects: Population = {
  name: "projects.listed",
  dimensions: projectDimensions,
  candidates: listedKeys,
  rows: (question, needs, among) => sql`select key, label, subject_id, coalesce(comparator, '=') as comparator, is_unreported,
    coalesce(is_corrected, false) as is_corrected, row_known_at, row_by, level, class, year, plan_fen, done_fen, total_investment_fen,
    total_investment_comparator, stage, stage_rank, started_on, stat_listed, light, blocking_party, area_code, area_name, county_code, county_name,
    chain_ids, signer_org_id, industry_system from (${projectRows(question, gathering(needs, ["done"], among))}) listed`,
};

/** The same rows where the amount that is counted is the total investment: its comparator is the profile's, nothing is due monthly. */
export const librariedProjects: Population = {
  ...listedProjects,
  name: "projects.library",
  rows: (
    question,
    needs,
    among,
  ) => sql`select l.key, l.label, l.subject_id, coalesce(l.total_investment_comparator, '=') as comparator, false as is_unreported, false as is_corrected,
    l.row_known_at, l.row_by, l.level, l.class, l.year, l.plan_fen, l.total_investment_fen, l.stage, l.stage_rank, l.started_on, l.stat_listed,
    l.light, l.blocking_party, l.area_code, l.area_name, l.county_code, l.county_name, l.chain_ids, l.signer_org_id, l.industry_system
    from (${projectRows(question, gathering(needs, [], among))}) l`,
};

/** Projects whose works began within the span; a date that only says "by" is no event of it (K5). */
export const startedProjects: Population = {
  ...librariedProjects,
  name: "projects.started",
  candidates: (question, { after, limit }) => sql`select distinct s.subject_id as key from kernel_stage s
    where s.stage = 'started' and s.track = 'main' and s.entered_on between ${question.validFrom}::date and ${question.validOn}::date and ${known("s", question.knownAt)}
      and ${after === null ? sql`true` : sql`s.subject_id > ${after}::uuid`} order by s.subject_id limit ${limit}`,
  rows: (question, needs, among) => {
    const asksList = question.where.some((filter) => ["level", "class", "listing_year"].includes(filter.dimension));
    const any = asksList || question.by.includes("level") || question.by.includes("class") ? question : { ...question, where: [...question.where, anyListing] };
    return sql`select s.key, s.label, s.subject_id, coalesce(s.total_investment_comparator, '=') as comparator, false as is_unreported, false as is_corrected,
      s.row_known_at, s.row_by, s.level, s.class, s.year, s.plan_fen, s.total_investment_fen, s.stage, s.stage_rank, s.started_on, s.stat_listed,
      s.light, s.blocking_party, s.area_code, s.area_name, s.county_code, s.county_name, s.chain_ids, s.signer_org_id, s.industry_system
      from (${projectRows(any, gathering(needs, ["started"], among))}) s
      where s.started_precision <> 'by' and s.started_on between ${question.validFrom}::date and ${question.validOn}::date`;
  },
};

/** Says that listing does not matter: works begin whether or not a list names the project. */
const anyListing = { dimension: "listing", values: ["any"], isAll: false } as const;
