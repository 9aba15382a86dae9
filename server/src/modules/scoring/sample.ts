import { sql } from "kysely";
import { type SchemeDocument, schemeDocument } from "@baton/contract/scoring";
import { monthEnd } from "@baton/contract/time";
import type { Figures } from "#kernel/figures";
import type { Pool, Tx } from "#platform/database";
import { readUnits, writeScores } from "./runs.ts";
import { listUnitClasses } from "./schemes.ts";
import { scoreClass } from "./scoring.ts";

/** 示例: as districts are assessed in several cities; every weight is the city's own to change by a new version. */
const indicators = [
  {
    code: "completion",
    label: "年度计划完成率",
    of: { figure: "projects.completion_rate" },
    weight: "50",
    method: { kind: "target", target: { kind: "figure", of: { figure: "projects.time_progress" } }, capPercent: 120 },
    missing: "unranked",
  },
  {
    code: "started",
    label: "新开工项目数",
    of: { figure: "projects.newly_started" },
    weight: "20",
    method: { kind: "efficacy", basePercent: 60 },
    missing: "zero",
  },
  {
    code: "start_rate",
    label: "开工率",
    of: { figure: "projects.start_rate" },
    weight: "20",
    method: { kind: "rank", stepPercent: 5, floorPercent: 60 },
    missing: "redistribute",
  },
  {
    code: "scale",
    label: "在库总投资",
    of: { figure: "projects.total_investment" },
    weight: "10",
    method: { kind: "mean", capPercent: 150 },
    missing: "redistribute",
  },
  {
    code: "red",
    label: "红牌项目",
    of: { figure: "projects.count", where: { light: ["红牌"] } },
    weight: "0",
    method: { kind: "bonus", each: "-0.1", ceiling: "5" },
    missing: "zero",
  },
];

type FrozenMonth = { month: string; frozenAt: string; publishedAt: string };

/** Makes the sample scheme of the districts and scores the given months by it, known when each was published. For the demonstration. */
export async function loadSampleScores(owner: Pool, { figures, months }: { figures: Figures; months: readonly FrozenMonth[] }): Promise<void> {
  const scheme = await owner.db.transaction().execute(async (tx) => {
    const districts = (await listUnitClasses(tx)).find(({ dimension }) => dimension === "area:county");
    const document = schemeDocument.parse({ unitDimension: "area:county", units: districts?.units ?? [], indicators });
    await sql`select kernel_begin_history_act('scoring-scheme', '2023-01-10T09:00:00+08:00')`.execute(tx);
    const { rows } = await sql<{ scheme_id: string }>`insert into scoring_scheme (number, name, rhythm, unit_class, document, state, is_sample)
      values (1, '区（市）重点项目月度考核（示例）', 'month', '区（市）', ${JSON.stringify(document)}::jsonb, 'adopted', true) returning scheme_id`.execute(tx);
    return { id: rows[0]?.scheme_id ?? "", document };
  });
  for (const month of months) await owner.db.transaction().execute((tx) => loadRun(tx, { scheme, month, figures }));
}

type SampleRun = { scheme: { id: string; document: SchemeDocument }; month: FrozenMonth; figures: Figures };

async function loadRun(tx: Tx, { scheme, month, figures }: SampleRun): Promise<void> {
  const at = { validOn: monthEnd(month.month), knownAt: month.frozenAt };
  const units = await scoreClass(tx, { document: scheme.document, at, figures });
  const orgs = await readUnits(tx, scheme.document);
  await sql`select kernel_begin_history_act('scoring-run', ${month.publishedAt}::timestamptz + interval '2 seconds')`.execute(tx);
  const { rows } = await sql<{ run_id: string }>`insert into scoring_run (scheme_id, scheme_number, kind, month_end, known_at, is_published, published_on)
    values (${scheme.id}, 1, 'official', ${at.validOn}::date, ${at.knownAt}::timestamptz, true, ${month.publishedAt.slice(0, 10)}::date) returning run_id`.execute(
    tx,
  );
  await writeScores(tx, rows[0]?.run_id ?? "", { units: units.filter(({ key }) => orgs.has(key)), orgs });
}
