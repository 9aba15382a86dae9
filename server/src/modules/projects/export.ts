import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { plainWan } from "@baton/contract/amounts";
import { buildKinds } from "@baton/contract/codes";
import { importColumns, projectExportOnly } from "@baton/contract/import-columns";
import { problem } from "@baton/contract/problems";
import { type ProjectQuery, projectQuery } from "@baton/contract/projects";
import { type Actor, beginAct, readAs, type Tx, writeAs } from "#platform/database";
import { type App, actorOf, type Context, turns } from "#platform/http";
import { type Column, formats, writeCsv, writeWorkbook, type WrittenCell, type WrittenRow } from "#platform/sheets";
import { type Places, readPlaces } from "#kernel/subjects";
import { known, type Question } from "#kernel/figures";
import { questionOf, selection, sortOf, wordOf } from "./list.ts";
import { knownNow } from "./routes.ts";

type Dated = { on: string; precision: string };
type Row = {
  label: string;
  project_code: string | null;
  builder_name: string | null;
  credit_code: string | null;
  org_id: string;
  org_name: string | null;
  area_code: string | null;
  area_name: string | null;
  list_level: string;
  list_class: string;
  list_year: number;
  list_plan: number;
  build_kind: string | null;
  chains: string[];
  industry_code: string | null;
  total_investment_fen: number | null;
  fixed_asset_fen: number | null;
  land_mu: string | null;
  nodes: Record<string, Dated> | null;
  stages: Record<string, Dated> | null;
  stage: string | null;
  leader_title: string | null;
  unit: string | null;
  longitude: string | null;
  latitude: string | null;
  remark: string | null;
  done_fen: number | null;
  done_month_end: string | null;
  light: string | null;
  all_lists: string[];
};

/** Every column of the selected projects; `isEachList` gives a project one row for each of its lists of the year. */
async function readRows(tx: Tx, query: ProjectQuery, { question, isEachList }: { question: Question; isEachList: boolean }): Promise<Row[]> {
  const K = question.knownAt;
  const sort = sortOf(query.sort);
  const each = isEachList ? sql`true` : sql`l.level = s.level`;
  const { rows } = await sql<Row>`
    with s as materialized (${selection(query, question)}),
    listed as (
      select l.subject_id, l.level, l.level_rank, l.class, l.year, l.plan_fen from projects_listing l
      where l.year in (select year from s) and ${known("l", K)} and l.valid_from <= greatest(${question.validOn}::date, make_date(l.year, 1, 1)) and l.valid_to > least(${question.validOn}::date, make_date(l.year, 12, 31))),
    lists as (select subject_id, array_agg(level order by level_rank) as levels from listed group by subject_id)
    select s.label, s.project_code, s.builder_name, p.credit_code, v.account_org_id as org_id, o.name as org_name, s.area_code, s.area_name,
      l.level as list_level, l.class as list_class, l.year as list_year, l.plan_fen as list_plan, s.build_kind,
      array(select ch.name from kernel_subject ch where ch.subject_id = any(s.chain_ids) order by ch.name) as chains,
      s.industry_code, s.total_investment_fen, p.fixed_asset_fen, p.land_mu::text, n.nodes, st.stages, s.stage, p.paired_leader_title as leader_title,
      p.responsible_unit as unit, v.longitude::text, v.latitude::text, p.remark, s.done_fen, s.done_month_end, s.light,
      lists.levels as all_lists
    from s join listed l on l.subject_id = s.subject_id and l.year = s.year and ${each}
    join lists on lists.subject_id = s.subject_id
    join projects_profile p on p.subject_id = s.subject_id and ${known("p", K)}
    join kernel_subject_version v on v.subject_id = s.subject_id and ${known("v", K)}
    left join kernel_org o on o.org_id = v.account_org_id and ${known("o", K)}
    left join lateral (select jsonb_object_agg(n.kind, jsonb_build_object('on', n.planned_on, 'precision', n.precision)) as nodes
      from kernel_node n where n.subject_id = s.subject_id and n.kind in ('start', 'completion', 'production') and ${known("n", K)}) n on true
    left join lateral (select jsonb_object_agg(e.stage, jsonb_build_object('on', e.entered_on, 'precision', e.precision)) as stages
      from kernel_stage e where e.subject_id = s.subject_id and e.track = 'main' and e.is_preferred and e.precision <> 'by'
        and e.stage in ('started', 'in_production') and ${known("e", K)}) st on true
    order by ${sort.by} ${sort.isDescending ? sql`desc nulls last` : sql`asc nulls last`}, s.subject_id, l.level_rank`.execute(tx);
  return rows;
}

/** A date as exact as it is known, in a form the import reads back. */
function dateText(dated: Dated | undefined): string | null {
  if (dated === undefined) return null;
  const { on, precision } = dated;
  if (precision === "quarter") return `${on.slice(0, 4)}年第${Math.ceil(Number(on.slice(5, 7)) / 3)}季度`;
  return on.slice(0, { month: 7, year: 4 }[precision] ?? 10);
}

/** The first of area, organisation and code that names this account and nothing else. */
function placeText(row: Row, places: Places): string | null {
  const names = [row.area_name, row.org_name, row.area_code].filter((name): name is string => name !== null);
  return names.find((name) => places.find(name).length === 1 && places.find(name)[0]?.orgId === row.org_id) ?? row.org_name;
}

const wan = (fen: number | null): number | null => (fen === null ? null : Number(plainWan(fen)));
const number = (text: string | null): number | null => (text === null ? null : Number(text));
const lights: Record<string, string> = { merit: "蓝牌", none: "无牌", remind: "黄牌", warn: "红牌" };

function cellsOf(row: Row, { places, question }: { places: Places; question: Question }): WrittenCell[] {
  const rate = row.done_fen === null || row.list_plan === 0 ? null : row.done_fen / row.list_plan;
  return [
    row.label,
    row.project_code,
    row.builder_name,
    row.credit_code,
    placeText(row, places),
    wordOf(row.list_level),
    wordOf(row.list_class),
    buildKinds.find((kind) => kind.code === row.build_kind)?.zh ?? null,
    row.chains.join("、") || null,
    row.industry_code,
    wan(row.total_investment_fen),
    wan(row.fixed_asset_fen),
    number(row.land_mu),
    row.list_year,
    wan(row.list_plan),
    dateText(row.nodes?.["start"]),
    dateText(row.nodes?.["completion"]),
    dateText(row.nodes?.["production"]),
    dateText(row.stages?.["started"]),
    dateText(row.stages?.["in_production"]),
    wordOf(row.stage),
    row.leader_title,
    row.unit,
    number(row.longitude),
    number(row.latitude),
    row.remark,
    wan(row.done_fen),
    row.done_month_end,
    rate,
    row.light === null ? null : (lights[row.light] ?? row.light),
    row.all_lists
      .filter((level) => level !== row.list_level)
      .map(wordOf)
      .join("、") || null,
    question.validOn,
    question.knownAt,
  ];
}

function columns(): Column[] {
  const own = importColumns.projects.map((column): Column => ({
    header: column.name,
    format:
      column.isNumber === true ? (column.name.includes("万元") ? formats.exactWan : formats.general) : column.name === "年度" ? formats.general : formats.text,
  }));
  const added = projectExportOnly.map((header): Column => ({
    header,
    format: header.includes("万元") ? formats.exactWan : header.includes("完成率") ? formats.rate : formats.text,
  }));
  return [...own, ...added];
}

/** Columns of the ledger's page, by the headings of the export. */
const headings: Readonly<Record<string, string>> = {
  name: "项目名称",
  code: "项目代码",
  area: "属地",
  town: "属地",
  level: "项目级别",
  class: "项目类别",
  chain: "产业链",
  stage: "当前阶段",
  total_investment: "总投资(万元)",
  annual_plan: "年度计划投资(万元)",
  completed: "本年累计完成投资(万元)",
  completed_on: "累计截至",
  completion_rate: "年度计划完成率",
  light: "亮牌",
};

/** Positions of the columns asked for, in the order asked; all of them where none is. Throws `invalid-input` for a column the ledger has not. */
function positionsOf(asked: readonly string[]): number[] {
  const all = columns().map((column) => column.header);
  if (asked.length === 0) return all.map((_, at) => at);
  const positions = asked.map((name) => all.indexOf(headings[name] ?? ""));
  const unknown = asked.find((_, at) => positions[at] === -1);
  if (unknown !== undefined) throw problem("invalid-input", { detail: `台账没有列“${unknown}”，可用：${Object.keys(headings).join("、")}。` });
  return [...new Set(positions)];
}

const shownColumns = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .describe("只导出这些列，可重复；不写即全部列");

const exportQuery = projectQuery.extend({
  columns: shownColumns,
  lists: z.enum(["one", "all"]).default("one").describe("all：一个项目在几级名单上就有几行，便于重新导入"),
});

type Exported = { question: Question; columns: Column[]; rows: WrittenRow[]; scope: string };

function pick<One>(all: readonly One[], positions: readonly number[]): One[] {
  return positions.flatMap((at) => all.slice(at, at + 1));
}

/** Exports at one time: each holds the rows of a whole selection (SECURITY R7). */
const exportsMax = 4;

/** `GET /api/projects.xlsx` and `.csv`: the list's selection with every column; the headings are those of the import. */
/** The selected columns of the whole selection, as cells. */
async function readExport(context: Context, actor: Actor, given: z.infer<typeof exportQuery>): Promise<Exported> {
  const { lists, columns: shown, ...query } = given;
  const positions = positionsOf([shown ?? []].flat());
  return readAs(context.db, actor, async (tx) => {
    const question = questionOf(query, { today: context.clock.today().toString(), knownAt: await knownNow(tx) });
    const places = await readPlaces(tx);
    // A whole selection is joined by hash, also when the tables' statistics lag behind an import of this morning.
    await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`.execute(tx);
    const rows = await readRows(tx, query, { question, isEachList: lists === "all" });
    const cells = rows.map((row) => cellsOf(row, { places, question }));
    return {
      question,
      columns: pick(columns(), positions),
      rows: cells.map((row) => pick(row, positions)),
      scope: actor.isWide ? "全市" : "本单位及所属、所承担的对象",
    };
  });
}

export type ExportNeeds = {
  requireFreshFactor(request: FastifyRequest): Promise<void> | void;
  /** More rows than this are the city's list and not a page of it: they ask for a fresh second factor (SECURITY S8). Default 500. */
  bulkRows?: number;
};

/** What leaves the program is on record before it leaves: who took how many rows, of which selection. */
async function recordExport(context: Context, request: FastifyRequest, exported: Exported): Promise<void> {
  const asked = Object.keys(request.query as object)
    .filter((name) => !["sort", "lists", "columns", "limit"].includes(name))
    .toSorted()
    .join("、");
  const reason = `导出项目台账 ${exported.rows.length} 行（${exported.scope}），筛选项：${asked === "" ? "无" : asked}`;
  await writeAs(context.db, actorOf(request), (tx) => beginAct(tx, { kind: "export-projects", subjects: [], reason }));
}

export function exportRoutes(app: App, context: Context, needs: ExportNeeds): void {
  const inTurn = turns(exportsMax, { detail: "正在处理其他导出，请稍后再试。", retryAfter: 3 });
  const read = (request: FastifyRequest, given: z.infer<typeof exportQuery>): Promise<Exported> =>
    inTurn(async () => {
      const exported = await readExport(context, actorOf(request), given);
      if (exported.rows.length > (needs.bulkRows ?? 500)) await needs.requireFreshFactor(request);
      await recordExport(context, request, exported);
      return exported;
    });

  app.get(
    "/api/projects.xlsx",
    {
      schema: {
        summary: "导出项目台账（.xlsx）",
        tags: ["projects"],
        querystring: exportQuery,
        produces: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
      },
    },
    async (request, reply) => {
      const { question, rows, scope, ...shown } = await read(request, request.query);
      const about: WrittenRow[] = [
        ["截至", question.validOn],
        ["所知", question.knownAt],
        ["范围", scope],
        ["行数", rows.length],
        ["单位", "金额为万元，用地为亩"],
      ];
      const book = writeWorkbook([
        { name: "项目台账", columns: shown.columns, rows },
        {
          name: "说明",
          columns: [
            { header: "项目", width: 10 },
            { header: "内容", width: 40 },
          ],
          rows: about,
        },
      ]);
      return reply
        .header("content-disposition", `attachment; filename="projects-${question.validOn}.xlsx"`)
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(book satisfies Readable);
    },
  );

  app.get(
    "/api/projects.csv",
    { schema: { summary: "导出项目台账（.csv）", tags: ["projects"], querystring: exportQuery, produces: ["text/csv"] } },
    async (request, reply) => {
      const { question, rows, ...shown } = await read(request, request.query);
      return reply
        .header("content-disposition", `attachment; filename="projects-${question.validOn}.csv"`)
        .type("text/csv; charset=utf-8")
        .send(writeCsv([shown.columns.map((column) => column.header), ...rows]));
    },
  );
}
