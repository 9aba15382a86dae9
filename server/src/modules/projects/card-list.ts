import { sql, type RawBuilder } from "kysely";
import type { ProjectPage, ProjectQuery } from "@baton/contract/projects";
import type { Question } from "#kernel/figures";
import type { Tx } from "#platform/database";
import { cardDayOf } from "./cards.ts";
import { matching, readFilters } from "./filters.ts";
import { places } from "./parts.ts";
import { type Cursor, type ListRow, orderOf, readCursor, sortOf, toRow, writeCursor } from "./list.ts";

/** The database's clock, and whether cards answer for a list's day at that instant or at the instant named. */
export type Standing = { now: string; isCard: boolean };

/**
 * Whether cards may answer: they stand on the day asked, and nothing the reader reaches was written since `knownAt`
 * (none: now). Otherwise the as-of query answers the same, more slowly.
 */
export async function readStanding(tx: Tx, asked: { year: number; validOn: string; today: string; knownAt: string | undefined }): Promise<Standing> {
  const { year, validOn, today, knownAt } = asked;
  // A year asked on another day than its own, or by another year's day, is the as-of query's.
  if (validOn !== cardDayOf(year, today)) {
    const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
    return { now: rows[0]?.now ?? "", isCard: false };
  }
  const unchanged =
    knownAt === undefined
      ? sql`true`
      : sql`y.turned_at <= ${knownAt}::timestamptz and y.removed_at <= ${knownAt}::timestamptz
          and not exists (select from projects_card c where c.year = y.year and c.known_at > ${knownAt}::timestamptz)`;
  const { rows } = await sql<{ now: string; is_card: boolean }>`select clock_timestamp() as now,
    exists (select from projects_card_year y where y.year = ${year} and y.valid_on = ${validOn}::date and ${unchanged}) as is_card`.execute(tx);
  return { now: rows[0]?.now ?? "", isCard: rows[0]?.is_card ?? false };
}

const wordsOfArea: Record<string, RawBuilder<unknown>> = {
  area: sql`area_code, county_code, city_code, area_name, county_name`,
  town: sql`area_code, area_name`,
};

/** Divisions are few and cards many: the filter is answered among divisions first. */
function areaCondition(question: Question): RawBuilder<boolean> {
  const asked = question.where.filter((one) => wordsOfArea[one.dimension] !== undefined);
  const each = asked.map((one) => {
    const words = wordsOfArea[one.dimension] ?? sql`area_code`;
    return sql<boolean>`c.account_area_id = any(array(select area_id from place where array[${words}] && ${one.values}::text[]))`;
  });
  return each.length === 0 ? sql<boolean>`true` : sql.join(each, sql` and `);
}

/** One card a project: that of the list asked for; across lists the highest among those that fit (K17). */
function listCondition(question: Question): RawBuilder<boolean> {
  const { levels, levelsAll, classes } = readFilters({ ...question, where: question.where.filter((one) => wordsOfArea[one.dimension] === undefined) });
  const conditions: RawBuilder<boolean>[] = [];
  const fits = (alias: string): RawBuilder<boolean> => {
    const level = levels === null ? sql`true` : sql`${sql.ref(`${alias}.level`)} = any(${levels}::text[])`;
    const kind = classes === null ? sql`true` : sql`${sql.ref(`${alias}.class`)} = any(${classes}::text[])`;
    return sql<boolean>`${level} and ${kind}`;
  };
  if (levelsAll !== null) conditions.push(sql<boolean>`c.levels @> ${levelsAll}::text[]`);
  if (levels === null && classes === null) conditions.push(sql<boolean>`c.is_first`);
  else {
    conditions.push(fits("c"));
    if (levels === null || levels.length > 1) {
      conditions.push(sql<boolean>`(c.is_first or not exists (select from projects_card better where better.year = c.year and better.subject_id = c.subject_id
        and better.level_rank < c.level_rank and ${fits("better")}))`);
    }
  }
  return sql.join(conditions, sql` and `);
}

/** The cards of the selection, under the names that filters and sorts use. */
function selected(query: ProjectQuery, asked: { year: number; question: Question }): RawBuilder<unknown> {
  const { year, question } = asked;
  const { conditions } = readFilters({ ...question, where: question.where.filter((one) => wordsOfArea[one.dimension] === undefined) });
  const own = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const sorted = query.sort.endsWith("area")
    ? { columns: sql`, there.area_code, there.county_code`, joins: sql`left join place there on there.area_id = c.account_area_id` }
    : { columns: sql``, joins: sql`` };
  return sql`select * from (
    select c.subject_id, c.name as label, c.project_code, c.account_area_id, c.levels, c.level, c.class, c.chain_ids, c.stage, c.stage_rank, c.light, c.blocking_party,
      c.total_investment_fen, c.plan_fen, c.done_fen, c.done_month_end, c.completion_rate, c.is_sample ${sorted.columns}
    from projects_card c ${sorted.joins} where c.year = ${year} and ${listCondition(question)} and ${areaCondition(question)}) card
    where ${own} and ${matching(query.q)}`;
}

/**
 * The rows after a cursor in the sort's order, as far as an index can give them: first those with a value, then those
 * without. Each part is cut by itself, so that a deep page reads no more than the first.
 */
function pageOf(rows: RawBuilder<unknown>, query: ProjectQuery, { cursor, limit }: { cursor: Cursor | null; limit: number }): RawBuilder<unknown> {
  const sort = sortOf(query.sort);
  const value = sort.isText ? sort.by : sql`(${sort.by})::float8`;
  const key = sort.isText ? sql`${cursor?.key ?? null}::text` : sql`${cursor?.key ?? null}::float8`;
  const id = sort.isTieAscending ? sql`subject_id > ${cursor?.id ?? null}::uuid` : sql`subject_id < ${cursor?.id ?? null}::uuid`;
  const beyond = sort.isDescending ? sql`${value} <= ${key} and (${value} < ${key} or ${id})` : sql`${value} >= ${key} and (${value} > ${key} or ${id})`;
  const isPastValues = cursor !== null && cursor.key === null;
  const order = orderOf(sort);
  const valued = sql`(select card.*, ${value}::text as sort_key, 0 as part from (${rows}) card
    where ${cursor === null ? sql`${sort.by} is not null` : beyond} order by ${sort.by} ${order} limit ${limit})`;
  const unvalued = sql`(select card.*, null::text as sort_key, 1 as part from (${rows}) card
    where ${sort.by} is null and ${isPastValues ? id : sql`true`} order by ${sort.by} ${order} limit ${limit})`;
  const parts = isPastValues ? unvalued : sql`${valued} union all ${unvalued}`;
  return sql`select part.*, row_number() over (order by part, ${sort.by} ${order}) as place from (${parts}) part order by place limit ${limit}`;
}

type PageRow = ListRow & { total: number; sort_key: string | null };

/**
 * One page of the ledger for now, and the count of the whole selection, in one statement. Who sees the whole city reads
 * along the sort's index; others gather their few cards first, because an index over the city would lead past everybody's.
 */
export async function listCards(
  tx: Tx,
  query: ProjectQuery,
  page: { question: Question; year: number; limit: number; cursor: string | undefined; isWide: boolean },
): Promise<Omit<ProjectPage, "next"> & { cursor: string | null }> {
  const { question, limit } = page;
  const rows = selected(query, page);
  const asked = { cursor: readCursor(page.cursor), limit: limit + 1 };
  const gathered = page.isWide ? sql`` : sql`mine as materialized (${rows}), `;
  const from = page.isWide ? rows : sql`select * from mine`;
  const { rows: found } = await sql<PageRow | (Record<keyof ListRow, null> & { total: number })>`
    with place as materialized (${places(question.knownAt)}), ${gathered} page as (${pageOf(from, query, asked)})
    select counted.total, page.subject_id, page.label, page.project_code, page.levels, page.level, page.class, page.stage, page.light, page.total_investment_fen,
      page.plan_fen, page.done_fen, page.done_month_end, page.completion_rate, page.is_sample, page.sort_key, there.area_code, there.area_name, there.county_code, there.county_name,
      array(select name from kernel_subject ch where ch.subject_id = any(page.chain_ids) order by name) as chains
    from (select count(*)::int as total from (${from}) counted) counted left join page on true
    left join place there on there.area_id = page.account_area_id
    order by page.place`.execute(tx);
  const total = found[0]?.total ?? 0;
  const present = found.filter((row): row is PageRow => row.subject_id !== null);
  const shown = present.slice(0, limit);
  const last = present.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toRow), total, cursor: last === undefined ? null : writeCursor({ key: last.sort_key, id: last.subject_id }) };
}
