import { sql } from "kysely";
import { doubtsOf, type Settled, settleReport } from "@baton/contract/report-rules";
import type { Act, Actor, Tx } from "#platform/database";
import { openPeriod } from "#kernel/periods";
import { findProjects, type FoundProject, type Month, readFacts, readMonth, type RecordedReport, recordReports, type SubjectFacts } from "#modules/projects";
import { rowReader, type RowReader } from "./cells.ts";
import type { Asked, Importer, Prepared } from "./importer.ts";
import { readProjectCode } from "./project-rows.ts";
import { eachRow } from "./watch.ts";

type Row = {
  reader: RowReader;
  code: string | null;
  name: string | null;
  month: string;
  monthFen: number | null;
  cumulativeFen: number | null;
  progressText: string | null;
  problemText: string | null;
};
type Placed = Row & { subjectId: string };
type Ready = { month: Month; reports: RecordedReport[] };

function readRow(reader: RowReader): Row | null {
  const code = readProjectCode(reader);
  const name = reader.text("项目名称", { max: 200 });
  const month = reader.month("月份");
  const monthFen = reader.wan("本月完成投资(万元)", { mayBeNegative: true });
  const cumulativeFen = reader.wan("本年累计完成投资(万元)");
  const progressText = reader.text("形象进度", { max: 2_000 });
  const problemText = reader.text("存在问题", { max: 1_000 });
  if (code === null && name === null && reader.raw("项目代码") === null) reader.error("项目名称", "required", "项目代码和项目名称都没有填写", "请至少填写一项");
  if (reader.raw("本月完成投资(万元)") === null && reader.raw("本年累计完成投资(万元)") === null) {
    reader.error("本年累计完成投资(万元)", "required", "本月完成和本年累计都没有填写", "请至少填写一项");
  }
  return month === null ? null : { reader, code, name, month, monthFen, cumulativeFen, progressText, problemText };
}

/** A project is found by code, else by exact name; a name that several projects bear asks for the code. */
function placed(row: Row, found: readonly FoundProject[]): Placed | null {
  const byCode = found.find((one) => one.how === "code");
  if (byCode !== undefined) return { ...row, subjectId: byCode.subjectId };
  if (row.code !== null && row.name === null)
    return row.reader.error("项目代码", "unknown-project", `没有找到项目代码${row.code}`, "请核对代码，或者先导入项目");
  const named = [...new Map(found.filter((one) => row.code === null || one.projectCode === null).map((one) => [one.subjectId, one])).values()];
  const [only] = named;
  if (only === undefined)
    return row.reader.error("项目名称", "unknown-project", `没有找到项目“${(row.name ?? "").slice(0, 60)}”`, "请核对名称或者填写项目代码，也可先导入项目");
  if (named.length > 1) return row.reader.error("项目名称", "ambiguous-project", `有${named.length}个项目叫“${only.name}”`, "请填写项目代码");
  return { ...row, subjectId: only.subjectId };
}

/** Whether the month takes this import; said on each of its rows. */
function monthFault(month: Month, role: string): { code: string; message: string; remedy: string } | null {
  if (month.state === "frozen" || month.state === "published") {
    return { code: "period-frozen", message: `${month.month}已经冻结`, remedy: "请从文件中删去该月，需要改数的由调度机构办理更正" };
  }
  if (role !== "dispatch" && month.state !== "open") {
    return {
      code: "period-state",
      message: month.state === "none" ? `${month.month}的月报尚未开放` : `${month.month}的月报已经截止`,
      remedy: "请联系市级调度机构",
    };
  }
  return null;
}

type Reckoning = { facts: SubjectFacts; settled: Settled };

/** What the rows of earlier months in the same table say comes before this month, as if they had been reported. */
function withEarlier(facts: SubjectFacts, earlier: Reckoning | undefined): SubjectFacts {
  if (earlier === undefined || earlier.facts.month.slice(0, 4) !== facts.month.slice(0, 4)) return facts;
  if (facts.lastMonth !== null && facts.lastMonth > earlier.facts.month) return facts;
  const { settled } = earlier;
  return {
    ...facts,
    lastCumulativeFen: settled.cumulativeFen,
    lastMonth: earlier.facts.month,
    lastMonthFen: settled.monthFen,
    lastProgressText: settled.progressText,
  };
}

const columnOf = { month: "本月完成投资(万元)", cumulative: "本年累计完成投资(万元)" } as const;

async function settleMonth(
  tx: Tx,
  asked: Asked,
  { month, rows, earlier }: { month: Month; rows: readonly Placed[]; earlier: Map<string, Reckoning> },
): Promise<Ready> {
  const { actor, clock } = asked;
  const facts = await readFacts(
    tx,
    month,
    rows.map((row) => row.subjectId),
  );
  const standing = await readReports(
    tx,
    month.end,
    rows.map((row) => row.subjectId),
  );
  const isLate = actor.role !== "dispatch" && month.dueAt !== null && Temporal.Instant.compare(clock.now(), Temporal.Instant.from(month.dueAt)) > 0;
  const refused = monthFault(month, actor.role);
  const seen = new Map<string, number>();
  const reports: RecordedReport[] = [];
  for (const row of rows) {
    const twice = seen.get(row.subjectId);
    seen.set(row.subjectId, twice ?? row.reader.row);
    if (twice !== undefined) row.reader.error("月份", "duplicate-row", `与第${twice}行是同一项目的同一个月`, "请只保留一行");
    if (refused !== null) row.reader.error("月份", refused.code, refused.message, refused.remedy);
    const known = facts.get(row.subjectId);
    if (known === undefined) {
      row.reader.error("项目名称", "not-listed", `项目不在${month.year}年的重点项目名单内`, "请先导入或者列入该年度名单");
      continue;
    }
    if (row.monthFen === null && row.cumulativeFen === null) continue;
    const own = withEarlier(known, earlier.get(row.subjectId));
    const settled = settleReport({ monthFen: row.monthFen, cumulativeFen: row.cumulativeFen, isUnchanged: false, progressText: row.progressText }, own);
    if (!("isUnchanged" in settled)) {
      row.reader.error(columnOf[settled.field], settled.code, settled.message, settled.remedy);
      continue;
    }
    earlier.set(row.subjectId, { facts: own, settled });
    if (!isSame(standing.get(row.subjectId), row, settled)) reports.push(reportOf(row, { facts: own, settled, isLate, accountId: actor.accountId }));
  }
  return { month, reports };
}

function reportOf(row: Placed, { facts, settled, isLate, accountId }: Reckoning & { isLate: boolean; accountId: string }): RecordedReport {
  const doubts = doubtsOf(settled, facts);
  for (const doubt of doubts) row.reader.warn(columnOf[doubt.field === "month" ? "month" : "cumulative"], doubt.code, doubt.sentence, "如无误可以保留");
  return {
    facts,
    status: "accepted",
    monthFen: settled.monthFen,
    cumulativeFen: settled.cumulativeFen,
    isUnchanged: false,
    isLate,
    progressText: settled.progressText,
    problemText: row.problemText,
    doubts,
    doubtReason: null,
    reportedBy: accountId,
    reviewedBy: null,
  };
}

type Standing = {
  subject_id: string;
  status: string;
  month_fen: number | null;
  cumulative_fen: number;
  progress_text: string | null;
  problem_text: string | null;
};

async function readReports(tx: Tx, end: string, subjects: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`select subject_id, status, month_fen, cumulative_fen, progress_text, problem_text from projects_report
    where subject_id = any(${subjects}::uuid[]) and month_end = ${end}::date and superseded_at = 'infinity'`.execute(tx);
  return new Map(rows.map((row) => [row.subject_id, row]));
}

/** A blank text leaves the text that stands; a number that stands and is stated again changes nothing. */
function isSame(standing: Standing | undefined, row: Placed, settled: Settled): boolean {
  if (standing === undefined || (standing.status !== "accepted" && standing.status !== "submitted")) return false;
  return (
    standing.cumulative_fen === settled.cumulativeFen &&
    (settled.monthFen === null || standing.month_fen === settled.monthFen) &&
    (row.progressText === null || standing.progress_text === row.progressText) &&
    (row.problemText === null || standing.problem_text === row.problemText)
  );
}

async function prepare(tx: Tx, asked: Asked): Promise<Prepared> {
  const { table, faults, watch } = asked;
  const read = rowReader(table, faults);
  const rows = await eachRow(watch, table.rows, (at) => readRow(read(at)));
  const found = await findProjects(
    tx,
    rows.map((row) => ({ code: row.code, name: row.name ?? "", accountOrgId: null })),
  );
  const byMonth = Map.groupBy(
    rows.flatMap((row, at) => placed(row, found[at] ?? []) ?? []),
    (row) => row.month,
  );
  const earlier = new Map<string, Reckoning>();
  const ready: Ready[] = [];
  for (const [name, monthRows] of [...byMonth].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    ready.push(await settleMonth(tx, asked, { month: await readMonth(tx, name), rows: monthRows, earlier }));
  }
  const changing = ready.filter(({ reports }) => reports.length > 0);
  return {
    changed: changing.reduce((sum, { reports }) => sum + reports.length, 0),
    subjects: [...new Set(changing.flatMap(({ reports }) => reports.map((report) => report.facts.subjectId)))],
    write: async (writer, act) => writeMonths(writer, { actor: asked.actor, act, today: asked.clock.today().toString() }, changing),
  };
}

type Writing = { actor: Actor; act: Act; today: string };

/** A month that nobody opened is opened by the office's own reports; it is due when it would have been. */
async function writeMonths(tx: Tx, { actor, act, today }: Writing, months: readonly Ready[]): Promise<void> {
  for (const { month, reports } of months) {
    if (month.state === "none") await openPeriod(tx, actor, { month: month.month, dueAt: null });
    await recordReports(tx, { month, act, today }, reports);
  }
}

export const monthlyReportImporter: Importer = { kind: "monthly-reports", roles: ["dispatch", "district"], prepare };
