import { sql, type RawBuilder } from "kysely";
import { classOf, levelOf, stageOf } from "@baton/contract/codes";
import { problem } from "@baton/contract/problems";
import type { Filter, Question } from "#kernel/figures";
import type { ProjectPart } from "./parts.ts";

/** What a question's `where` means for projects: first for their listings, then for the projects themselves. */
export type ProjectFilters = {
  year: number;
  isYearAsked: boolean;
  levels: string[] | null;
  levelsAll: string[] | null;
  classes: string[] | null;
  conditions: RawBuilder<boolean>[];
  /** What the conditions read of each project. */
  needs: ProjectPart[];
  /** Whether only listed projects count: always, unless a ceremony or a flow of stages picks them. */
  asksListing: boolean;
};

function refused(dimension: string, value: string, remedy: string): never {
  throw problem("invalid-input", {
    detail: `where.${dimension} 的“${value}”无法识别，${remedy}`,
    errors: [{ pointer: `/where.${dimension}`, code: "not-understood", detail: remedy }],
  });
}

function coded(filter: Filter, read: (text: string) => string | undefined, remedy: string): string[] {
  return filter.values.map((value) => read(value) ?? refused(filter.dimension, value, remedy));
}

const lightNames: Record<string, string> = {
  merit: "merit",
  none: "none",
  remind: "remind",
  warn: "warn",
  蓝牌: "merit",
  蓝: "merit",
  无牌: "none",
  无: "none",
  黄牌: "remind",
  黄: "remind",
  红牌: "warn",
  红: "warn",
  blue: "merit",
  yellow: "remind",
  red: "warn",
};

const partyNames: Record<string, string> = {
  locality: "locality",
  department: "department",
  enterprise: "enterprise",
  属地: "locality",
  部门: "department",
  企业: "enterprise",
};

/** Projects whose name, code or pinyin initials contain the words; no words match everything. */
export function matching(q: string | undefined): RawBuilder<boolean> {
  if (q === undefined || q.trim() === "") return sql<boolean>`true`;
  const wanted = `%${q
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  return sql<boolean>`subject_id in (select subject_id from kernel_subject where kind = 'project' and search_text like ${wanted})`;
}

function sizeCondition(value: string): RawBuilder<boolean> {
  const match = /^(>=|>|<=|<)?\s*(\d+(?:\.\d{1,4})?)\s*(亿元?|万元?)$/.exec(value.normalize("NFKC"));
  if (match?.[2] === undefined) refused("size", value, "请写成 >=10亿（10亿元以上）或 >1亿（过亿元）。");
  const [whole = "0", decimals = ""] = match[2].split(".");
  const fenPerUnit = match[3]?.startsWith("亿") ? 10_000_000_000n : 1_000_000n;
  const fen = (BigInt(`${whole}${decimals.padEnd(4, "0")}`) * fenPerUnit) / 10_000n;
  const bound = sql`${fen.toString()}::bigint`;
  if (match[1] === ">") return sql<boolean>`total_investment_fen > ${bound}`;
  if (match[1] === "<") return sql<boolean>`total_investment_fen < ${bound}`;
  if (match[1] === "<=") return sql<boolean>`total_investment_fen <= ${bound}`;
  return sql<boolean>`total_investment_fen >= ${bound}`;
}

/** `any` and `all` over conditions on one row: a project of two chains matches both under `.all`. */
function combined(filter: Filter, condition: (value: string) => RawBuilder<boolean>): RawBuilder<boolean> {
  const each = filter.values.map((value) => sql<boolean>`(${condition(value)})`);
  return sql<boolean>`(${sql.join(each, filter.isAll ? sql` and ` : sql` or `)})`;
}

const areaConditions: Record<string, (value: string) => RawBuilder<boolean>> = {
  area: (value) => sql<boolean>`${value} in (area_code, county_code, city_code, area_name, county_name)`,
  // A group of area:town: a district's own projects stand beside its towns, without the towns' ones.
  town: (value) => sql<boolean>`${value} in (area_code, area_name)`,
};

const rowConditions: Record<string, (value: string) => RawBuilder<boolean>> = {
  ...areaConditions,
  chain: (value) => sql<boolean>`exists (select from kernel_subject ch where ch.subject_id = any(chain_ids) and ${value} in (ch.code, ch.name))`,
  light: (value) => sql<boolean>`light = ${lightNames[value] ?? refused("light", value, "请写红牌、黄牌、蓝牌或无牌。")}`,
  size: sizeCondition,
  event: (value) => sql<boolean>`subject_id in (
    select part.subject_id from kernel_occasion_part part join kernel_occasion o on o.occasion_id = part.occasion_id
    where o.kind = 'ceremony' and o.superseded_at = 'infinity' and part.superseded_at = 'infinity'
      and part.role = 'member' and (o.name = ${value} or o.occasion_id::text = ${value}))`,
  signer: (value) => sql<boolean>`exists (select from kernel_org so where so.org_id = signer_org_id and so.superseded_at = 'infinity' and so.name = ${value})`,
  industry_system: (value) => sql<boolean>`industry_system = ${value}`,
  blocking_party: (value) => sql<boolean>`blocking_party = ${partyNames[value] ?? refused("blocking_party", value, "请写属地、部门或企业。")}`,
  // Not for grouping: one project's own numbers, and the ledger's search, so that a footer speaks of what is listed.
  project: (value) => sql<boolean>`subject_id::text = ${value}`,
  q: matching,
};

/** The part of a project that a condition on a dimension reads. */
const partsRead: Readonly<Record<string, ProjectPart>> = {
  area: "place",
  town: "place",
  stage: "stage",
  chain: "chains",
  light: "light",
  blocking_party: "light",
  size: "profile",
  signer: "profile",
  industry_system: "profile",
};

/** Reads `where` for projects. Throws `unknown-dimension` and `invalid-input` with the remedy. */
export function readFilters(question: Question): ProjectFilters {
  const filters: ProjectFilters = {
    year: Number(question.validOn.slice(0, 4)),
    isYearAsked: false,
    levels: null,
    levelsAll: null,
    classes: null,
    conditions: [],
    needs: [],
    asksListing: true,
  };
  let picksItself = false;
  for (const filter of question.where) {
    const part = partsRead[filter.dimension];
    if (part !== undefined && !filters.needs.includes(part)) filters.needs.push(part);
    switch (filter.dimension) {
      case "level": {
        const codes = coded(filter, readLevel, "请写省重点、市重点或区重点。");
        if (filter.isAll) filters.levelsAll = codes;
        else filters.levels = codes;
        break;
      }
      case "class":
        filters.classes = coded(filter, readClass, "请写实施类或储备类。");
        break;
      case "stage": {
        const codes = coded(filter, readStage, "请写线索、在谈、联审、签约、落地、开工、投产、达效、搁置、流转或终止。");
        filters.conditions.push(sql<boolean>`stage = any(${codes}::text[])`);
        break;
      }
      case "listing_year": {
        const year = Number(filter.values[0]);
        if (!Number.isInteger(year) || year < 1990 || year > 2100 || filter.values.length > 1)
          refused("listing_year", filter.values.join("、"), "请写一个年份，如 2023。");
        filters.year = year;
        filters.isYearAsked = true;
        break;
      }
      case "listing":
        picksItself = true;
        break;
      default: {
        const condition = rowConditions[filter.dimension];
        if (condition === undefined) throw problem("unknown-dimension", { detail: `项目没有维度“${filter.dimension}”。` });
        if (filter.dimension === "event") picksItself = true;
        filters.conditions.push(combined(filter, condition));
      }
    }
  }
  const narrowsListing = filters.levels !== null || filters.levelsAll !== null || filters.classes !== null || filters.isYearAsked;
  filters.asksListing = narrowsListing || !picksItself;
  return filters;
}

function readLevel(text: string): string | undefined {
  return ["province", "city", "county"].includes(text) ? text : levelOf(text);
}

function readClass(text: string): string | undefined {
  return ["implementation", "reserve"].includes(text) ? text : classOf(text);
}

function readStage(text: string): string | undefined {
  return /^[a-z_]+$/.test(text) ? text : stageOf(text);
}
