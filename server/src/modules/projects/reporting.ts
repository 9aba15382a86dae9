import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { doubtsOf, settleReport } from "@baton/contract/report-rules";
import type { ReportFields, RowFault } from "@baton/contract/reports";
import { listOpenProblems, openProblem, settleProblem, withdrawStated } from "#kernel/matters";
import { type Actor, announce, beginAct, later, type Tx } from "#platform/database";
import type { Clock } from "#platform/clock";
import { readFacts, type SubjectFacts } from "./facts.ts";
import { assertReportable, type Month, readMonth } from "./months.ts";
import { correctionConflict, tellWhoWasFirst } from "./overtaken.ts";
import { followReports, type RecordedReport, recordReports, writeReports } from "./recording.ts";

export type Submission = { projectId: string; version?: string | null | undefined; fields: ReportFields };
export type Submitted = { submitted: string[]; late: number; faults: RowFault[]; receipt: string };

function fault(projectId: string, field: string, rest: { code: string; message: string; remedy: string }): RowFault {
  return { projectId, field, ...rest };
}

const unknownProject = { code: "not-found", message: "没有找到这个项目，或者它不在您的范围和本年名单内。", remedy: "请刷新页面后重试。" };
const overtaken = { code: "changed", message: "这一行在您填写期间已被他人改动。", remedy: "请刷新页面，核对后再报。" };
const inReview = { code: "in-review", message: "这一行已报送，正在审核或已通过。", remedy: "审核前可以先撤回；已通过的请联系审核人退回。" };

/** One row settled against what is known, or the reason why it alone is refused. */
function settleRow(row: Submission, facts: SubjectFacts | undefined, about: { isLate: boolean; accountId: string }): RecordedReport | RowFault {
  if (facts === undefined) return fault(row.projectId, "project", unknownProject);
  if (facts.status === "submitted" || facts.status === "accepted") return fault(row.projectId, "project", inReview);
  if (row.version !== undefined && row.version !== facts.reportVersion) return fault(row.projectId, "project", overtaken);
  const settled = settleReport(row.fields, facts);
  if ("code" in settled) return fault(row.projectId, settled.field, settled);
  return {
    facts,
    status: "submitted",
    ...settled,
    isLate: about.isLate,
    problemText: row.fields.problem?.text ?? null,
    doubts: doubtsOf(settled, facts),
    doubtReason: row.fields.doubtReason,
    reportedBy: about.accountId,
  };
}

function receiptNumber(month: string): string {
  return `${month.replace("-", "")}-${randomBytes(4).toString("hex").toUpperCase()}`;
}

/**
 * Reports rows of a month. An error blocks its row alone: the others are written together. A row after the closing
 * hour is accepted and marked late. Throws `period-state` or `period-frozen` where the month takes no reports.
 */
export async function submitReports(tx: Tx, asked: { actor: Actor; clock: Clock; month: string }, rows: readonly Submission[]): Promise<Submitted> {
  const { actor, clock } = asked;
  const ids = [...new Set(rows.map((row) => row.projectId))];
  const [month, act] = await Promise.all([readMonth(tx, asked.month), beginAct(tx, { kind: "submit-report", subjects: ids })]);
  assertReportable(month);
  const facts = await readFacts(tx, month, ids);
  const isLate = month.state === "closed" || (month.dueAt !== null && Temporal.Instant.compare(clock.now(), Temporal.Instant.from(month.dueAt)) > 0);
  const settled = rows.map((row) => settleRow(row, facts.get(row.projectId), { isLate, accountId: actor.accountId }));
  const reports = settled.filter((one): one is RecordedReport => "facts" in one);
  const recording = { month, act, today: clock.today().toString() };
  await writeReports(tx, recording, reports);
  const written = new Set(reports.map((report) => report.facts.subjectId));
  if (written.size > 0) await later(tx, sql`delete from projects_draft where month_end = ${month.end}::date and subject_id = any(${[...written]}::uuid[])`);
  // Before the lights: what the act says of a project's problems belongs to what its lights are judged on.
  for (const row of rows.filter((one) => written.has(one.projectId))) await recordProblems(tx, { actor, clock }, row);
  await followReports(tx, recording, reports);
  return {
    submitted: [...written],
    late: reports.filter((report) => report.isLate).length,
    faults: await tellWhoWasFirst(
      tx,
      { month, accountId: actor.accountId, rows },
      settled.filter((one): one is RowFault => "message" in one),
    ),
    receipt: receiptNumber(month.month),
  };
}

/** The post that holds the blocking party's baton on this project; nobody's when the office above has to place it. */
async function blockingPost(
  tx: Tx,
  subjectId: string,
  party: "locality" | "department" | "enterprise",
): Promise<{ holderPostId: number } | Record<string, never>> {
  const { rows } = await sql<{ holder_post_id: number }>`select holder_post_id from kernel_baton
    where subject_id = ${subjectId} and role = ${party} and superseded_at = 'infinity' and valid_to > current_date order by valid_from desc limit 1`.execute(
    tx,
  );
  return rows[0] === undefined ? {} : { holderPostId: rows[0].holder_post_id };
}

/** Between what the problem is and what is needed, in the words of its matter. */
const needWords = "\n需要：";

/** A stated problem becomes a matter in place; of an earlier month's problem the reporter says whether it is solved. */
async function recordProblems(tx: Tx, about: { actor: Actor; clock: Clock }, row: Submission): Promise<void> {
  const { actor, clock } = about;
  const { problem: stated, problemsSolved } = row.fields;
  if (Object.keys(problemsSolved).length > 0) {
    for (const { matterId } of await listOpenProblems(tx, [row.projectId])) {
      const isSolved = problemsSolved[matterId];
      if (isSolved === undefined) continue;
      await settleProblem(tx, actor, { matterId, isSolved, body: isSolved ? "月报填报：问题已解决。" : "月报填报：问题仍未解决。", now: clock.now() });
    }
  }
  if (stated === null) return;
  await openProblem(tx, actor, {
    subjectId: row.projectId,
    title: stated.text.slice(0, 60),
    ask: `${stated.text}${needWords}${stated.need}`,
    blockingParty: stated.blockingParty,
    dueOn: stated.neededBy,
    now: clock.now(),
    sourceKind: "report",
    ...(await blockingPost(tx, row.projectId, stated.blockingParty)),
  });
}

/** Problems that these rows had opened are taken back with them; told as they were typed, by subject. */
async function withdrawProblems(
  tx: Tx,
  about: { actor: Actor; clock: Clock; month: Month },
  reports: readonly RecordedReport[],
): Promise<Map<string, ReportFields["problem"]>> {
  const subjectIds = reports.map((report) => report.facts.subjectId);
  const { rows } = await sql<{ act_id: string }>`select distinct act_id from projects_report
    where subject_id = any(${subjectIds}::uuid[]) and month_end = ${about.month.end}::date`.execute(tx);
  const taken = await withdrawStated(tx, about.actor, { subjectIds, actIds: rows.map((row) => row.act_id), now: about.clock.now() });
  const typed = new Map<string, ReportFields["problem"]>();
  for (const { subjectId, ask, blockingParty, dueOn } of taken) {
    const text = reports.find((report) => report.facts.subjectId === subjectId)?.problemText ?? null;
    const before = `${text}${needWords}`;
    if (text === null || blockingParty === null || dueOn === null || !ask.startsWith(before)) continue;
    typed.set(subjectId, { text, need: ask.slice(before.length), blockingParty, neededBy: dueOn });
  }
  return typed;
}

/**
 * Takes rows back that nobody has reviewed: their numbers stand no longer, problems they had opened are withdrawn in
 * the same act, and the typing returns as a draft.
 */
export async function withdrawReports(
  tx: Tx,
  asked: { actor: Actor; clock: Clock; month: string },
  projectIds: readonly string[],
): Promise<{ withdrawn: string[]; faults: RowFault[] }> {
  const month = await readMonth(tx, asked.month);
  assertReportable(month);
  const act = await beginAct(tx, { kind: "withdraw-report", subjects: projectIds });
  const current = await readStanding(tx, month, projectIds);
  const faults: RowFault[] = [];
  const withdrawn: RecordedReport[] = [];
  for (const id of projectIds) {
    const report = current.get(id);
    if (report === undefined) faults.push(fault(id, "project", unknownProject));
    else if (report.status !== "submitted")
      faults.push(fault(id, "project", { code: "reviewed", message: "这一行已经审核，不能撤回。", remedy: "请联系审核人退回。" }));
    else withdrawn.push({ ...report, status: "withdrawn" });
  }
  const problems = await withdrawProblems(tx, { ...asked, month }, withdrawn);
  await recordReports(tx, { month, act, today: asked.clock.today().toString() }, withdrawn);
  for (const report of withdrawn) {
    const fields = {
      monthFen: report.monthFen,
      cumulativeFen: report.cumulativeFen,
      isUnchanged: report.isUnchanged,
      progressText: report.progressText,
      doubtReason: report.doubtReason,
      problem: problems.get(report.facts.subjectId) ?? null,
      problemsSolved: {},
    };
    await later(
      tx,
      sql`insert into projects_draft (scope_id, subject_id, month_end, fields, saved_by) values (${report.facts.scopeId}, ${report.facts.subjectId}, ${month.end}::date,
        ${JSON.stringify(fields)}::jsonb, ${asked.actor.accountId}) on conflict (subject_id, month_end) do nothing`,
    );
  }
  return { withdrawn: withdrawn.map((report) => report.facts.subjectId), faults };
}

type StandingRow = {
  subject_id: string;
  status: RecordedReport["status"];
  month_fen: number | null;
  cumulative_fen: number;
  is_unchanged: boolean;
  is_late: boolean;
  progress_text: string | null;
  problem_text: string | null;
  doubts: RecordedReport["doubts"];
  doubt_reason: string | null;
  reported_by: string | null;
  correction_reason: string | null;
};

/** The month's current rows of these projects, ready to be written again with another status. */
export async function readStanding(tx: Tx, month: Month, projectIds: readonly string[]): Promise<Map<string, RecordedReport>> {
  const facts = await readFacts(tx, month, projectIds);
  const { rows } =
    await sql<StandingRow>`select subject_id, status, month_fen, cumulative_fen, is_unchanged, is_late, progress_text, problem_text, doubts, doubt_reason,
      reported_by, correction_reason from projects_report
    where month_end = ${month.end}::date and superseded_at = 'infinity' and status <> 'withdrawn' and subject_id = any(${projectIds}::uuid[])`.execute(tx);
  const found = new Map<string, RecordedReport>();
  for (const row of rows) {
    const known = facts.get(row.subject_id);
    if (known === undefined) continue;
    found.set(row.subject_id, {
      facts: known,
      status: row.status,
      monthFen: row.month_fen,
      cumulativeFen: row.cumulative_fen,
      isUnchanged: row.is_unchanged,
      isLate: row.is_late,
      progressText: row.progress_text,
      problemText: row.problem_text,
      doubts: row.doubts,
      doubtReason: row.doubt_reason,
      reportedBy: row.reported_by,
      correctionReason: row.correction_reason,
    });
  }
  return found;
}

export type Review = { accept: readonly string[]; returns: readonly { projectId: string; reason: string; field: string }[] };

/** Accepts rows, or returns them with a reason that points at a field; the reviewer is never who reported. */
export async function reviewReports(
  tx: Tx,
  asked: { actor: Actor; clock: Clock; month: string },
  review: Review,
): Promise<{ accepted: string[]; returned: string[]; faults: RowFault[] }> {
  const { actor } = asked;
  if (actor.role !== "district" && actor.role !== "dispatch") throw problem("not-allowed", { detail: "月报由区（市）或调度机构审核。" });
  const month = await readMonth(tx, asked.month);
  assertReportable(month);
  const returns = new Map(review.returns.map((one) => [one.projectId, one]));
  const ids = [...new Set([...review.accept, ...returns.keys()])];
  const act = await beginAct(tx, { kind: "review-report", subjects: ids });
  const current = await readStanding(tx, month, ids);
  const faults: RowFault[] = [];
  const reviewed: RecordedReport[] = [];
  for (const id of ids) {
    const report = current.get(id);
    const back = returns.get(id);
    if (report === undefined) faults.push(fault(id, "project", unknownProject));
    else if (report.status !== "submitted")
      faults.push(fault(id, "project", { code: "not-submitted", message: "这一行不在待审状态。", remedy: "请刷新页面查看最新状态。" }));
    else if (report.reportedBy === actor.accountId)
      faults.push(fault(id, "project", { code: "same-person", message: "报送和审核须由不同的人办理。", remedy: "请由另一位审核人办理。" }));
    else if (back === undefined) reviewed.push({ ...report, status: "accepted", reviewedBy: actor.accountId });
    else reviewed.push({ ...report, status: "returned", reviewedBy: actor.accountId, returnReason: back.reason, returnField: back.field });
  }
  await recordReports(tx, { month, act, today: asked.clock.today().toString() }, reviewed);
  const of = (status: string) => reviewed.filter((report) => report.status === status).map((report) => report.facts.subjectId);
  return { accepted: of("accepted"), returned: of("returned"), faults };
}

/** After the freeze only this changes a number: with a reason, on record, shown as a correction. */
export async function correctReport(
  tx: Tx,
  asked: { actor: Actor; clock: Clock; month: string },
  correction: { projectId: string; version?: string | null | undefined; cumulativeFen: number; reason: string; documentNo: string | null },
): Promise<{ projectId: string; cumulativeFen: number }> {
  if (asked.actor.role !== "dispatch") throw problem("not-allowed", { detail: "冻结后的更正由调度机构办理。" });
  const month = await readMonth(tx, asked.month);
  if (month.frozenAt === null) throw problem("period-not-frozen", { detail: `${month.month}尚未冻结，请按月报的退回和重报办理。` });
  const act = await beginAct(tx, {
    kind: "correct-observation",
    subjects: [correction.projectId],
    reason: correction.reason,
    documentNo: correction.documentNo,
  });
  const facts = (await readFacts(tx, month, [correction.projectId])).get(correction.projectId);
  if (facts === undefined) throw problem("not-found");
  if (correction.version !== undefined && correction.version !== facts.reportVersion) throw await correctionConflict(tx, month, correction);
  const before = (await readStanding(tx, month, [correction.projectId])).get(correction.projectId);
  const settled = settleReport(
    { monthFen: null, cumulativeFen: correction.cumulativeFen, isUnchanged: false, progressText: before?.progressText ?? null },
    facts,
  );
  if ("code" in settled) throw problem("rule-refused", { detail: `${settled.message}${settled.remedy}` });
  await recordReports(tx, { month, act, today: asked.clock.today().toString() }, [
    {
      facts,
      status: "accepted",
      ...settled,
      isLate: before?.isLate ?? false,
      problemText: before?.problemText ?? null,
      doubts: [],
      doubtReason: null,
      reportedBy: asked.actor.accountId,
      correctionReason: correction.reason,
    },
  ]);
  await announce(tx, "correction", { subjectId: correction.projectId });
  return { projectId: correction.projectId, cumulativeFen: settled.cumulativeFen };
}
