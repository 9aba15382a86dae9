import { sql } from "kysely";
import { formatWan } from "@baton/contract/amounts";
import { calendarTimeZone } from "@baton/contract/calendar";
import { type Problem, problem } from "@baton/contract/problems";
import type { ReportFields, RowFault } from "@baton/contract/reports";
import type { Tx } from "#platform/database";
import type { Month } from "./months.ts";

type Row = {
  subject_id: string;
  version_id: string;
  status: "submitted" | "accepted" | "returned" | "withdrawn";
  month_fen: number | null;
  cumulative_fen: number;
  is_unchanged: boolean;
  progress_text: string | null;
  correction_reason: string | null;
  reported_by: string | null;
  recorded_at: string;
  by: string | null;
};

const did: Record<Row["status"], string> = { submitted: "报送", accepted: "审核通过", returned: "退回", withdrawn: "撤回" };

async function readLatest(tx: Tx, month: Month, ids: readonly string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select r.subject_id, r.version_id, r.status, r.month_fen, r.cumulative_fen, r.is_unchanged, r.progress_text, r.correction_reason, r.reported_by, r.recorded_at,
      nullif(concat_ws('·', s.org_name, s.post_title), '') as by
    from projects_report r left join lateral kernel_act_signatures(array[r.act_id]) s on true
    where r.month_end = ${month.end}::date and r.superseded_at = 'infinity' and r.subject_id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.subject_id, row]));
}

function whenAndWho(row: Row): string {
  const at = Temporal.Instant.from(row.recorded_at).toZonedDateTimeISO(calendarTimeZone);
  return `${row.by ?? "其他人"}已于${at.month}月${at.day}日${at.toPlainTime().toString({ smallestUnit: "minute" })}${row.correction_reason === null ? did[row.status] : "更正"}`;
}

/** What stands now, and beside it what was sent where that is another value. */
function compared(row: Row, sent: Partial<Pick<ReportFields, "monthFen" | "cumulativeFen" | "progressText">>): string {
  const amount = (label: string, stands: number | null, mine: number | null | undefined): string | null => {
    if (stands === null) return null;
    const other = mine !== null && mine !== undefined && mine !== stands ? `（您填${formatWan(mine)}万元）` : "";
    return `${label}${formatWan(stands)}万元${other}`;
  };
  const progress =
    sent.progressText !== undefined && (sent.progressText ?? "") !== (row.progress_text ?? "")
      ? `形象进度“${row.progress_text ?? "未填"}”（您填“${sent.progressText ?? "未填"}”）`
      : null;
  return [
    row.is_unchanged ? "本月无变化" : amount("本月完成", row.month_fen, sent.monthFen),
    amount("本年累计", row.cumulative_fen, sent.cumulativeFen),
    progress,
  ]
    .filter((one) => one !== null)
    .join("、");
}

/** Rows refused because somebody else was first: which post, when, and what stands beside what was typed (SECURITY R4). */
export async function tellWhoWasFirst(
  tx: Tx,
  asked: { month: Month; accountId: string; rows: readonly { projectId: string; fields: ReportFields }[] },
  faults: readonly RowFault[],
): Promise<RowFault[]> {
  const overtaken = faults.filter((one) => one.code === "changed" || one.code === "in-review");
  const latest = await readLatest(
    tx,
    asked.month,
    overtaken.map((one) => one.projectId),
  );
  return faults.map((one) => {
    const row = overtaken.includes(one) ? latest.get(one.projectId) : undefined;
    if (row === undefined || (one.code === "in-review" && row.reported_by === asked.accountId)) return one;
    const fields = asked.rows.find((sent) => sent.projectId === one.projectId)?.fields ?? {};
    return { ...one, message: `${whenAndWho(row)}这一行：${compared(row, fields)}。` };
  });
}

/** A correction made over another version than the one that stands: both values, who wrote, and the version to go on from. */
export async function correctionConflict(tx: Tx, month: Month, correction: { projectId: string; cumulativeFen: number }): Promise<Problem> {
  const row = (await readLatest(tx, month, [correction.projectId])).get(correction.projectId);
  if (row === undefined) return problem("edit-conflict", { detail: "这一行在您填写期间已被他人改动，请刷新后再更正。" });
  return problem("edit-conflict", {
    detail: `${whenAndWho(row)}这一行：${compared(row, { cumulativeFen: correction.cumulativeFen })}。请核对后再更正。`,
    version: row.version_id,
    by: row.by,
    at: row.recorded_at,
    conflicts: [{ field: "cumulativeFen", label: "本年累计", stored: String(row.cumulative_fen), sent: String(correction.cumulativeFen) }],
  });
}
