import { sql } from "kysely";
import type { ProjectReports } from "@baton/contract/library";
import { known } from "#kernel/figures";
import type { Tx } from "#platform/database";
import type { Point } from "./detail.ts";

type Row = {
  month_end: string;
  status: ProjectReports["items"][number]["status"];
  month_fen: number | null;
  cumulative_fen: number;
  is_unchanged: boolean;
  is_late: boolean;
  progress_text: string | null;
  problem_text: string | null;
  doubts: ProjectReports["items"][number]["doubts"];
  doubt_reason: string | null;
  return_reason: string | null;
  return_field: string | null;
  correction_reason: string | null;
  recorded_at: string;
  post_title: string | null;
  org_name: string | null;
};

/** Every month of one project as known at an instant, newest first. A project out of reach has no rows. */
export async function listMonthsOf(tx: Tx, { knownAt }: Point, id: string): Promise<ProjectReports["items"]> {
  const { rows } = await sql<Row>`
    with report as (select r.* from projects_report r where r.subject_id = ${id} and ${known("r", knownAt)})
    select r.month_end, r.status, r.month_fen, r.cumulative_fen, r.is_unchanged, r.is_late, r.progress_text, r.problem_text, r.doubts, r.doubt_reason,
      r.return_reason, r.return_field, r.correction_reason, r.recorded_at, signed.post_title, signed.org_name
    from report r left join kernel_act_signatures(array(select act_id from report)) signed on signed.act_id = r.act_id
    order by r.month_end desc`.execute(tx);
  return rows.map((row) => ({
    month: row.month_end.slice(0, 7),
    status: row.status,
    monthFen: row.month_fen,
    cumulativeFen: row.cumulative_fen,
    isUnchanged: row.is_unchanged,
    isLate: row.is_late,
    progressText: row.progress_text,
    problemText: row.problem_text,
    doubts: row.doubts,
    doubtReason: row.doubt_reason,
    returnReason: row.return_reason,
    returnField: row.return_field,
    correctionReason: row.correction_reason,
    recordedAt: row.recorded_at,
    by: row.post_title === null ? null : `${row.org_name ?? ""}·${row.post_title}`,
  }));
}
