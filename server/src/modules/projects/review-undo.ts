import { sql } from "kysely";
import type { RowFault } from "@baton/contract/reports";
import type { Clock } from "#platform/clock";
import { type Actor, beginAct, type Tx } from "#platform/database";
import { assertReportable, readMonth } from "./months.ts";
import { recordReports } from "./recording.ts";
import { readStanding } from "./reporting.ts";

const remedies = {
  "not-accepted": { message: "这一行不在已通过状态，不能撤销。", remedy: "请刷新页面查看最新状态。" },
  "other-reviewer": { message: "这一行由另一位审核人通过，由其本人撤销。", remedy: "请联系通过的审核人；确有问题的，可请其撤销后退回。" },
} as const;

function refused(projectId: string, code: keyof typeof remedies): RowFault {
  return { projectId, field: "status", code, ...remedies[code] };
}

/**
 * Takes one's own 通过 back until the month is frozen: the rows wait for review again, their numbers stand as before.
 * A row that cannot be undone is told with its reason, the others go through. Throws `period-state`, `period-frozen`.
 */
export async function undoReviews(
  tx: Tx,
  asked: { actor: Actor; clock: Clock; month: string },
  projectIds: readonly string[],
): Promise<{ undone: string[]; faults: RowFault[] }> {
  const month = await readMonth(tx, asked.month);
  assertReportable(month);
  const ids = [...new Set(projectIds)];
  const act = await beginAct(tx, { kind: "undo-review", subjects: ids });
  const current = await readStanding(tx, month, ids);
  const { rows } = await sql<{ subject_id: string; reviewed_by: string | null }>`select subject_id, reviewed_by from projects_report
    where month_end = ${month.end}::date and superseded_at = 'infinity' and subject_id = any(${ids}::uuid[])`.execute(tx);
  const reviewers = new Map(rows.map((row) => [row.subject_id, row.reviewed_by]));
  const faults: RowFault[] = [];
  const accepted = ids.flatMap((id) => {
    const report = current.get(id);
    if (report?.status === "accepted" && reviewers.get(id) === asked.actor.accountId) return [report];
    faults.push(refused(id, report?.status === "accepted" ? "other-reviewer" : "not-accepted"));
    return [];
  });
  await recordReports(
    tx,
    { month, act, today: asked.clock.today().toString() },
    accepted.map((report) => ({ ...report, status: "submitted" as const })),
  );
  return { undone: accepted.map((report) => report.facts.subjectId), faults };
}
