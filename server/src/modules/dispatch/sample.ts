import { sql } from "kysely";
import { type BulletinDocument, bulletinDocument } from "@baton/contract/bulletins";
import { monthEnd } from "@baton/contract/time";
import type { Figures } from "#kernel/figures";
import { monthName } from "#kernel/periods";
import type { Pool, Tx } from "#platform/database";
import { digestOf, gatherFacts, gatherRows } from "./facts.ts";

const ask = (figure: string, where: Record<string, string[]> = {}) => ({ figure, where, span: "year" });
const text = (words: string) => ({ kind: "text", text: words });
const figure = (id: string, of: object, say: object) => ({ kind: "figure", id, ask: of, say });
const number = { as: "number" };

const rate = ask("projects.completion_rate");

const overall = [
  { kind: "heading", level: 1, text: "一、总体情况" },
  {
    kind: "paragraph",
    runs: [
      text("全市在库重点项目"),
      figure("count", ask("projects.count"), number),
      text("，总投资"),
      figure("total", ask("projects.total_investment"), number),
      text("，年度计划投资"),
      figure("plan", ask("projects.annual_plan"), number),
      text("。本年累计完成投资"),
      figure("done", ask("projects.completed_this_year"), number),
      text("，完成年度计划的"),
      figure("rate", rate, number),
      text("，"),
      figure("ahead", ask("projects.ahead_of_time"), { as: "ahead" }),
      text("，"),
      figure("change", rate, { as: "change", against: "previous" }),
      text("。"),
      {
        kind: "choice",
        id: "verdict",
        ask: ask("projects.ahead_of_time"),
        operator: ">=",
        value: "0",
        met: [text("总体快于时间进度。")],
        otherwise: [text("总体慢于时间进度，各区（市）要对照计划逐项赶补。")],
      },
    ],
  },
  {
    kind: "paragraph",
    runs: [
      text("完成率居前的是"),
      figure("best", rate, { as: "names", by: "area:county", order: "best", count: 3 }),
      text("；靠后的是"),
      figure("worst", rate, { as: "names", by: "area:county", order: "worst", count: 2 }),
      text("。"),
    ],
  },
  {
    kind: "table",
    id: "districts",
    title: "各区（市）重点项目投资完成情况",
    by: "area:county",
    columns: [
      { label: "项目", ask: ask("projects.count") },
      { label: "年度计划", ask: ask("projects.annual_plan") },
      { label: "累计完成", ask: ask("projects.completed_this_year") },
      { label: "完成率", ask: rate },
    ],
    sortBy: 3,
    isRanked: true,
  },
  { kind: "chart", id: "rates", title: "各区（市）年度计划完成率", by: "area:county", ask: rate },
];

const lightsAndAsks = [
  { kind: "heading", level: 1, text: "二、亮牌情况" },
  {
    kind: "paragraph",
    runs: [
      text("本月红牌"),
      figure("red", ask("projects.count", { light: ["红牌"] }), number),
      text("，黄牌"),
      figure("yellow", ask("projects.count", { light: ["黄牌"] }), number),
      text("。红牌项目如下。"),
    ],
  },
  { kind: "lights", id: "reds", title: "红牌项目", verdict: "warn" },
  { kind: "heading", level: 1, text: "三、工作要求" },
  { kind: "paragraph", runs: [text("红牌项目的责任单位要逐个说明原因、明确完成时限；黄牌项目要在下月报送前消除滞后因素。办理情况纳入督办。")] },
];

/** 示例: the outline of a monthly bulletin as dispatch offices write it; the words are ours, the numbers are asked. */
function outline(): BulletinDocument {
  return bulletinDocument.parse({ blocks: [...overall, ...lightsAndAsks] });
}

type Month = { month: string; frozenAt: string | null; publishedAt: string | null };
type Sample = { month: Month; number: number; knownAt: string; figures: Figures };

async function load(tx: Tx, { month, number: at, knownAt, figures }: Sample): Promise<void> {
  const { rows } = await sql<{
    city: string;
    bulletin_id: string;
  }>`select value as city, uuidv7() as bulletin_id from platform_mark where name = 'city-name'`.execute(tx);
  const id = rows[0]?.bulletin_id ?? "";
  const document = outline();
  const asking = { document, month: month.month, knownAt, scope: "全市", figures };
  const facts = month.frozenAt === null ? null : await gatherFacts(tx, asking);
  const kept = facts === null ? null : await gatherRows(tx, asking);
  await sql`select kernel_begin_history_act('write-bulletin', ${month.publishedAt ?? knownAt}::timestamptz + interval '3 seconds')`.execute(tx);
  await sql`insert into dispatch_bulletin (bulletin_id, kind, month_end, title, document, is_sample)
    values (${id}, 'bulletin', ${monthEnd(month.month)}::date, ${`${monthName(monthEnd(month.month))}全市重点项目建设情况通报（示例）`}, ${JSON.stringify(document)}::jsonb, true)`.execute(
    tx,
  );
  if (facts === null || month.publishedAt === null) return;
  await sql`insert into dispatch_bulletin_facts (bulletin_id, facts, rows, digest)
    values (${id}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(kept)}::jsonb, ${digestOf(document, facts)})`.execute(tx);
  await sql`insert into dispatch_bulletin_event (bulletin_id, sequence, kind) values (${id}, 1, 'check')`.execute(tx);
  await sql`insert into dispatch_bulletin_event (bulletin_id, sequence, kind, known_at) values (${id}, 2, 'freeze', ${month.frozenAt}::timestamptz)`.execute(
    tx,
  );
  await sql`insert into dispatch_bulletin_event (bulletin_id, sequence, kind, document_no, issued_on)
    values (${id}, 3, 'issue', ${`示例调度〔2023〕${at}号`}, ${month.publishedAt.slice(0, 10)}::date)`.execute(tx);
}

/** The demonstration's bulletins: issued for the frozen months given, a draft for the one still open. */
export async function loadSampleBulletins(owner: Pool, { figures, months, now }: { figures: Figures; months: readonly Month[]; now: string }): Promise<void> {
  for (const [at, month] of months.entries()) {
    await owner.db.transaction().execute((tx) => load(tx, { month, number: at + 1, knownAt: month.frozenAt ?? now, figures }));
  }
}
