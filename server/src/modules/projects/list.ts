import { Buffer } from "node:buffer";
import { sql, type RawBuilder } from "kysely";
import { projectClasses, projectLevels, sideStates, stages } from "@baton/contract/codes";
import { problem } from "@baton/contract/problems";
import type { ProjectPage, ProjectQuery, ProjectRow } from "@baton/contract/projects";
import { type Filter, planForValues, type Question } from "#kernel/figures";
import type { Tx } from "#platform/database";
import { matching } from "./filters.ts";
import type { ProjectPart } from "./parts.ts";
import { type Gathering, projectRows } from "./population.ts";

export type ListRow = {
  subject_id: string;
  label: string;
  project_code: string | null;
  area_code: string | null;
  area_name: string | null;
  county_code: string | null;
  county_name: string | null;
  levels: string[];
  level: string;
  class: string;
  chains: string[] | null;
  stage: string | null;
  light: ProjectRow["light"];
  total_investment_fen: number | null;
  plan_fen: number;
  done_fen: number | null;
  done_month_end: string | null;
  completion_rate: number | null;
  is_sample: boolean;
};

/** Sort name → expression; undefined sorts last either way, ties by id. */
const sorts: Record<string, RawBuilder<unknown>> = {
  name: sql`label`,
  code: sql`project_code`,
  area: sql`coalesce(county_code, '') || coalesce(area_code, '')`,
  stage: sql`stage_rank`,
  light: sql`case light when 'warn' then 4 when 'remind' then 3 when 'none' then 2 when 'merit' then 1 end`,
  total_investment: sql`total_investment_fen`,
  annual_plan: sql`plan_fen`,
  completed: sql`done_fen`,
  completion_rate: sql`completion_rate`,
};

const words = new Map([...projectLevels, ...projectClasses, ...stages, ...sideStates].map((term) => [term.code as string, term.zh]));

export function wordOf(code: string | null): string | null {
  return code === null ? null : (words.get(code) ?? code);
}

function filter(dimension: string, value: string | string[] | undefined): Filter[] {
  const values = (value === undefined ? [] : Array.isArray(value) ? value : [value]).filter((one) => one !== "");
  return values.length === 0 ? [] : [{ dimension, values, isAll: false }];
}

/** The list's selection as a question, so that list, export and footer speak of the same projects. */
export function questionOf(query: ProjectQuery, now: { today: string; knownAt: string }): Question {
  const validOn = query.validOn ?? (query.year === undefined || query.year === Number(now.today.slice(0, 4)) ? now.today : `${query.year}-12-31`);
  return {
    validFrom: `${validOn.slice(0, 4)}-01-01`,
    validOn,
    knownAt: query.knownAt ?? now.knownAt,
    by: [],
    where: [
      ...filter("area", query.area),
      ...filter("town", query.town),
      ...filter("level", query.level),
      ...filter("class", query.class),
      ...filter("stage", query.stage),
      ...filter("chain", query.chain),
      ...filter("light", query.light),
      ...filter("size", query.size),
      ...filter("event", query.event),
      ...filter("blocking_party", query.blocking_party),
      ...(query.year === undefined ? [] : [{ dimension: "listing_year", values: [String(query.year)], isAll: false }]),
    ],
  };
}

export type Cursor = { key: string | null; id: string };

export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    const [key, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as [unknown, unknown];
    if ((typeof key === "string" || key === null) && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return { key, id };
  } catch {
    // Falls through to the sentence below: a cursor is ours or it is nothing.
  }
  throw problem("invalid-input", { detail: "翻页位置（cursor）无效，请从第一页重新打开。" });
}

export type Sort = {
  by: RawBuilder<unknown>;
  isText: boolean;
  isDescending: boolean;
  /** Whether equal values follow by ascending id: so that one index serves both ways of a sort, text first to last, numbers large to small. */
  isTieAscending: boolean;
};

export function sortOf(text: string): Sort {
  const isDescending = text.startsWith("-");
  const name = isDescending ? text.slice(1) : text;
  const by = sorts[name];
  if (by === undefined) throw problem("invalid-input", { detail: `不能按“${name}”排序，可用：${Object.keys(sorts).join("、")}。` });
  const isText = ["name", "code", "area"].includes(name);
  return { by, isText, isDescending, isTieAscending: isText !== isDescending };
}

/** The part that a sort reads of every selected project; filters name their own, the rest is gathered for the page alone. */
const partsOfSort: Readonly<Record<string, ProjectPart>> = {
  code: "profile",
  area: "place",
  stage: "stage",
  light: "light",
  total_investment: "profile",
  completed: "done",
  completion_rate: "done",
};

function partsFor(query: ProjectQuery): Set<ProjectPart> {
  const sorted = partsOfSort[query.sort.replace(/^-/, "")];
  return new Set(sorted === undefined ? [] : [sorted]);
}

/** The selected projects with every column of the list (or only some parts of them); also the base of the export. */
export function selection(query: ProjectQuery, question: Question, gathering: Gathering = {}): RawBuilder<unknown> {
  return sql`select subject_id, label, project_code, area_code, area_name, county_code, county_name, level, class, stage, stage_rank, light,
      total_investment_fen, plan_fen, done_fen, done_month_end, is_sample, chain_ids, year, builder_name, build_kind, industry_code, started_on,
      done_fen::float8 / nullif(plan_fen, 0) as completion_rate
    from (${projectRows(question, gathering)}) project where ${matching(query.q)}`;
}

function after(cursor: Cursor | null, sort: Sort): RawBuilder<boolean> {
  if (cursor === null) return sql<boolean>`true`;
  const id = sort.isTieAscending ? sql`subject_id > ${cursor.id}::uuid` : sql`subject_id < ${cursor.id}::uuid`;
  if (cursor.key === null) return sql<boolean>`sort_value is null and ${id}`;
  const key = sort.isText ? sql`${cursor.key}::text` : sql`${cursor.key}::float8`;
  const further = sort.isDescending ? sql`sort_value < ${key}` : sql`sort_value > ${key}`;
  return sql<boolean>`(${further} or (sort_value = ${key} and ${id}) or sort_value is null)`;
}

/** The order of a sort's value and, among equals, of the ids. */
export function orderOf(sort: Sort): RawBuilder<unknown> {
  const direction = sort.isDescending ? sql`desc nulls last` : sql`asc nulls last`;
  return sort.isTieAscending ? sql`${direction}, subject_id` : sql`${direction}, subject_id desc`;
}

type Page = { question: Question; limit: number; cursor: string | undefined; isWide?: boolean };
type PageKey = { subject_id: string; sort_key: string | null; total: number };

/** The keys of one page in order: only what filters and the sort read is gathered for the whole selection. */
async function pageKeys(tx: Tx, query: ProjectQuery, page: Page): Promise<PageKey[]> {
  const sort = sortOf(query.sort);
  const value = sort.isText ? sort.by : sql`(${sort.by})::float8`;
  const gathering = { parts: partsFor(query), isWhole: page.isWide === true };
  const { rows } = await sql<PageKey>`
    with selected as materialized (select subject_id, ${value} as sort_value from (${selection(query, page.question, gathering)}) selection)
    select subject_id, sort_value::text as sort_key, (select count(*)::int from selected) as total
    from selected where ${after(readCursor(page.cursor), sort)} order by sort_value ${orderOf(sort)} limit ${page.limit + 1}`.execute(tx);
  return rows;
}

/** One page of the ledger and the count of the whole selection; deep pages cost what the first does (keyset). */
export async function listProjects(tx: Tx, query: ProjectQuery, page: Page): Promise<Omit<ProjectPage, "next"> & { cursor: string | null }> {
  await planForValues(tx, page.isWide);
  const keys = await pageKeys(tx, query, page);
  // The page's own rows are a few, to be looked up.
  if (page.isWide === true) await planForValues(tx);
  const shown = keys.slice(0, page.limit);
  const last = keys.length > page.limit ? shown.at(-1) : undefined;
  return {
    items: await rowsOf(
      tx,
      page.question,
      shown.map((key) => key.subject_id),
    ),
    total: keys[0]?.total ?? (await countOnly(tx, query, page.question)),
    cursor: last === undefined ? null : writeCursor({ key: last.sort_key, id: last.subject_id }),
  };
}

/** Every column of the page's projects, in the page's order. */
async function rowsOf(tx: Tx, question: Question, ids: readonly string[]): Promise<ProjectRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ListRow>`
    select selected.*,
      array(select l.level from projects_listing l where l.subject_id = selected.subject_id and l.year = selected.year
        and l.recorded_at <= ${question.knownAt}::timestamptz and l.superseded_at > ${question.knownAt}::timestamptz
        and l.valid_from <= ${question.validOn}::date and l.valid_to > ${question.validOn}::date group by l.level, l.level_rank order by l.level_rank) as levels,
      array(select name from kernel_subject ch where ch.subject_id = any(selected.chain_ids) order by name) as chains
    from (${selection({ sort: "name" }, question, { subjects: ids })}) selected
    order by array_position(${ids}::uuid[], selected.subject_id)`.execute(tx);
  return rows.map(toRow);
}

/** An empty page may still belong to a full selection (a cursor past the end). */
async function countOnly(tx: Tx, query: ProjectQuery, question: Question): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*)::int as total from (${selection(query, question, { parts: partsFor(query) })}) selected`.execute(tx);
  return rows[0]?.total ?? 0;
}

export function toRow(row: ListRow): ProjectRow {
  return {
    id: row.subject_id,
    name: row.label,
    code: row.project_code,
    areaCode: row.area_code,
    areaName: row.area_name,
    countyCode: row.county_code,
    countyName: row.county_name,
    levels: row.levels.map((level) => wordOf(level) ?? level),
    level: wordOf(row.level) ?? row.level,
    class: wordOf(row.class) ?? row.class,
    chains: row.chains ?? [],
    stage: wordOf(row.stage),
    light: row.light,
    totalInvestmentFen: row.total_investment_fen,
    annualPlanFen: row.plan_fen,
    completedFen: row.done_fen,
    completedOn: row.done_month_end,
    completionRate: row.completion_rate,
    isSample: row.is_sample,
  };
}
