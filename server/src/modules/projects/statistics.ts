import { Buffer } from "node:buffer";
import { sql } from "kysely";
import type { z } from "zod";
import { problem } from "@baton/contract/problems";
import type { statisticsBody } from "@baton/contract/reports";
import type { StatisticsPage, StatisticsQuery, StatisticsRow } from "@baton/contract/statistics";
import { monthEnd } from "@baton/contract/time";
import { known } from "#kernel/figures";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { matching } from "./filters.ts";
import { projectRows } from "./population.ts";
import type { Asked } from "./writing.ts";

/**
 * Writes the bureau's figure of one month into the statistics ledger; the management ledger is out of its reach in the
 * database itself. By the statistics bureau, or by the dispatch office from the bureau's table. Throws `not-allowed`.
 */
export async function recordStatistics(tx: Tx, { actor, clock }: Asked, said: z.infer<typeof statisticsBody>): Promise<{ id: string }> {
  if (actor.role !== "dispatch" && actor.role !== "department") throw problem("not-allowed", { detail: "统计数由统计部门或调度机构录入。" });
  const today = clock.today().toString();
  if (said.month > today.slice(0, 7)) throw problem("rule-refused", { detail: `${said.month}还没有到，不能录入统计数。` });
  await beginAct(tx, { kind: "record-statistics", subjects: [said.projectId] });
  const { rows } = await sql`select from kernel_subject where subject_id = ${said.projectId} and kind = 'project'`.execute(tx);
  if (rows.length === 0) throw problem("not-found");
  await sql`select kernel_record_statistics(${said.projectId}, ${monthEnd(said.month)}::date, ${said.investmentFen}::bigint, ${said.isListed}, ${said.explanation})`.execute(
    tx,
  );
  await announce(tx, "statistics", { subjectId: said.projectId });
  return { id: said.projectId };
}

type Row = {
  subject_id: string;
  label: string;
  org_name: string | null;
  done_fen: number | null;
  done_month_end: string | null;
  stat_listed: number | null;
  stat_fen: number | null;
  explanation: string | null;
  difference_fen: number | null;
};
type Counts = StatisticsPage["counts"];

const stateConditions = {
  listed: sql<boolean>`stat_listed = 1`,
  unlisted: sql<boolean>`stat_listed = 0`,
  unknown: sql<boolean>`stat_listed is null`,
  differing: sql<boolean>`difference_fen <> 0`,
} as const;

function cursorOf(text: string | undefined): { label: string; id: string } | null {
  if (text === undefined) return null;
  try {
    const [label, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as [unknown, unknown];
    if (typeof label === "string" && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return { label, id };
  } catch {
    // Falls through to the sentence below: a cursor is ours or it is nothing.
  }
  throw problem("invalid-input", { detail: "翻页位置（cursor）无效，请从第一页重新打开。" });
}

/** Both ledgers of every listed project in reach at a month's end, as known at an instant, in the order of names. */
export async function listStatistics(
  tx: Tx,
  asked: { actor: Actor; query: StatisticsQuery; knownAt: string },
): Promise<Omit<StatisticsPage, "next"> & { cursor: string | null }> {
  const { query, knownAt } = asked;
  const end = monthEnd(query.month);
  const question = {
    validFrom: `${query.month.slice(0, 4)}-01-01`,
    validOn: end,
    knownAt,
    by: [],
    where: query.area === undefined ? [] : [{ dimension: "area", values: [query.area], isAll: false }],
  };
  const after = cursorOf(query.cursor);
  const narrowed = sql`${matching(query.q)} and ${query.state === undefined ? sql`true` : stateConditions[query.state]}`;
  const yearStart = question.validFrom;
  // Sets joined once, whatever the number of projects; the counts are of the same rows as the page.
  const { rows: read } = await sql<Row & { counts: Counts & { total: number } }>`
    with bureau as materialized (
      select o.subject_id, o.value, o.text_value from kernel_observation o
      where o.metric = 'investment_statistics' and o.ledger = 'statistics' and o.nature = 'actual' and o.period_from = ${yearStart}::date
        and o.period_to = ${end}::date and ${known("o", knownAt)}),
    listed as materialized (
      select distinct on (o.subject_id) o.subject_id, o.value, case when o.period_to = ${end}::date then o.text_value end as text_value from kernel_observation o
      where o.metric = 'stat_listed' and o.ledger = 'statistics' and o.nature = 'actual' and o.period_to <= ${end}::date and ${known("o", knownAt)}
      order by o.subject_id, o.period_to desc),
    both_ledgers as materialized (
      select p.subject_id, p.label, o.name as org_name, p.done_fen, p.done_month_end, listed.value as stat_listed, bureau.value as stat_fen,
        coalesce(bureau.text_value, listed.text_value) as explanation, case when p.done_month_end = ${end}::date then p.done_fen - bureau.value end as difference_fen
      from (${projectRows(question, { parts: new Set(["done"]) })}) p
      left join kernel_org o on o.org_id = p.account_org_id and ${known("o", knownAt)}
      left join bureau on bureau.subject_id = p.subject_id left join listed on listed.subject_id = p.subject_id),
    counted as (
      select count(*)::int as "all", count(*) filter (where stat_listed = 1)::int as listed, count(*) filter (where stat_listed = 0)::int as unlisted,
        count(*) filter (where stat_listed is null)::int as unknown, count(*) filter (where difference_fen <> 0)::int as differing,
        count(*) filter (where ${narrowed})::int as total from both_ledgers),
    page as (
      select * from both_ledgers where ${narrowed} and ${after === null ? sql`true` : sql`(label, subject_id) > (${after.label}, ${after.id}::uuid)`}
      order by label, subject_id limit ${query.limit + 1})
    select to_jsonb(counted) as counts, page.* from counted left join page on true order by label, subject_id`.execute(tx);
  const { total = 0, ...counts } = read[0]?.counts ?? { all: 0, listed: 0, unlisted: 0, unknown: 0, differing: 0 };
  const rows = read.filter((row) => row.subject_id !== null);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    month: query.month,
    items: shown.map(toRow),
    total,
    counts,
    canRecord: asked.query.knownAt === undefined && (await mayRecord(tx, asked.actor)),
    cursor: last === undefined ? null : Buffer.from(JSON.stringify([last.label, last.subject_id])).toString("base64url"),
  };
}

function toRow(row: Row): StatisticsRow {
  return {
    projectId: row.subject_id,
    name: row.label,
    orgName: row.org_name ?? "",
    managementFen: row.done_fen,
    managementOn: row.done_month_end,
    isListed: row.stat_listed === null ? null : row.stat_listed === 1,
    statisticsFen: row.stat_fen,
    differenceFen: row.difference_fen,
    explanation: row.explanation,
  };
}

/** The dispatch office, and the statistics bureau by its statutory name; the database decides again. */
async function mayRecord(tx: Tx, actor: Actor): Promise<boolean> {
  if (actor.role !== "department") return actor.role === "dispatch";
  const { rows } = await sql`select from kernel_post p join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    where p.post_id = any((select kernel_actor_posts())::int[]) and o.name like '%统计局'`.execute(tx);
  return rows.length > 0;
}
