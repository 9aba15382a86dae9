import { describeAmountFault, formatWan, readAmount } from "@baton/contract/amounts";
import { doubtsOf, settleReport, type ReportFacts, type Settled } from "@baton/contract/report-rules";
import type { Doubt, ReportFields, ReportRow } from "@baton/contract/reports";

type Problem = NonNullable<ReportFields["problem"]>;

/** A problem while it is being written: a pasted one has only its text. */
export type ProblemTyping = Omit<Problem, "blockingParty"> & { blockingParty: Problem["blockingParty"] | null };

/** A row as a person types it; amounts are texts in 万元. Of the two amounts only what was typed is here. */
export type Typing = {
  isUnchanged: boolean;
  month: string;
  cumulative: string;
  progress: string;
  doubtReason: string;
  problem: ProblemTyping | null;
  problemsSolved: Record<string, boolean>;
};

export type TypedColumn = "month" | "cumulative" | "progress" | "problem";

/** One thing that keeps a row from being reported; `column` is where to mend it. */
export type TypingFault = { column: TypedColumn; message: string; remedy: string };

/** What a row's typing comes to. `isWhole`: all of it can be kept as a draft; `isReady`: it can be reported. */
export type Reading = {
  fields: ReportFields | undefined;
  settled: Settled | undefined;
  faults: TypingFault[];
  doubts: Doubt[];
  isEmpty: boolean;
  isWhole: boolean;
  isReady: boolean;
};

export const noTyping: Typing = {
  isUnchanged: false,
  month: "",
  cumulative: "",
  progress: "",
  doubtReason: "",
  problem: null,
  problemsSolved: {},
};

/** 万元 to the last decimal that was given, so that reading the cell again loses nothing. */
export function wanText(fen: number | null): string {
  if (fen === null) return "";
  return formatWan(fen, 6).replace(/\.?0+$/, "");
}

export function typingOf(fields: ReportFields): Typing {
  return {
    isUnchanged: fields.isUnchanged,
    month: fields.isUnchanged ? "" : wanText(fields.monthFen),
    cumulative: fields.isUnchanged ? "" : wanText(fields.cumulativeFen),
    progress: fields.progressText ?? "",
    doubtReason: fields.doubtReason ?? "",
    problem: fields.problem,
    problemsSolved: fields.problemsSolved,
  };
}

/** What stands in a row before anybody types: its draft, what was returned to be mended, or nothing. */
export function startOf(row: ReportRow): Typing {
  if (row.draft) return typingOf(row.draft);
  if (row.status !== "returned") return noTyping;
  return {
    ...noTyping,
    isUnchanged: row.isUnchanged,
    month: row.isUnchanged ? "" : wanText(row.monthFen),
    cumulative: row.isUnchanged || row.monthFen !== null ? "" : wanText(row.cumulativeFen),
    progress: row.isUnchanged && row.progressText === row.lastProgressText ? "" : (row.progressText ?? ""),
    doubtReason: row.doubtReason ?? "",
  };
}

const unchangedWords = /^(?:本月)?无变化$|^no change$/i;

export function saysUnchanged(text: string): boolean {
  return unchangedWords.test(text.normalize("NFKC").trim());
}

/** Cells written in one step. An amount written alone replaces the other, which is worked out again. */
export function writeCells(typing: Typing, cells: Partial<Record<TypedColumn, string>>): Typing {
  const next = { ...typing };
  if (cells.progress !== undefined) next.progress = cells.progress;
  if (cells.problem !== undefined) next.problem = problemOfText(typing.problem, cells.problem);
  const { month, cumulative } = cells;
  if (month === undefined && cumulative === undefined) return next;
  if (saysUnchanged(month ?? cumulative ?? "")) return { ...next, isUnchanged: true, month: "", cumulative: "" };
  return { ...next, isUnchanged: false, month: month ?? "", cumulative: cumulative ?? "" };
}

function problemOfText(now: ProblemTyping | null, text: string): ProblemTyping | null {
  if (text.trim() === "") return null;
  return { blockingParty: null, need: "", neededBy: "", ...now, text: text.trim() };
}

function isBlank(typing: Typing): boolean {
  const { isUnchanged, month, cumulative, progress, problem, problemsSolved } = typing;
  const texts = `${month}${cumulative}${progress}`.trim();
  return !isUnchanged && texts === "" && problem === null && Object.keys(problemsSolved).length === 0;
}

function readCell(text: string, column: "month" | "cumulative"): { fen: number | null } | TypingFault {
  if (text.trim() === "") return { fen: null };
  const amount = readAmount(text, "万元");
  if ("fen" in amount) return amount;
  const { message, remedy } = describeAmountFault(text, amount);
  return { column, message: `${message}。`, remedy: `${remedy}。` };
}

/** The problem as the contract wants it; undefined while a part is missing. */
export function wholeProblem(problem: ProblemTyping): Problem | undefined {
  const { text, blockingParty, need, neededBy } = problem;
  if (text.trim() === "" || blockingParty === null || need.trim() === "" || neededBy === "") return undefined;
  return { text: text.trim(), blockingParty, need: need.trim(), neededBy };
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}

const problemFault: TypingFault = {
  column: "problem",
  message: "问题没有写全。",
  remedy: "补上阻滞方、需要什么、何时前。",
};

/** Reads a row's typing: amounts fill each other, doubts show, and what is wrong is told; nothing is corrected. */
export function readTyping(typing: Typing, facts: ReportFacts): Reading {
  const isEmpty = isBlank(typing);
  const month = readCell(typing.isUnchanged ? "" : typing.month, "month");
  const cumulative = readCell(typing.isUnchanged ? "" : typing.cumulative, "cumulative");
  const problem = typing.problem === null ? null : wholeProblem(typing.problem);
  const faults = [month, cumulative].filter((one): one is TypingFault => "message" in one);
  if (problem === undefined) faults.push(problemFault);
  if ("message" in month || "message" in cumulative || problem === undefined) {
    return { fields: undefined, settled: undefined, faults, doubts: [], isEmpty, isWhole: false, isReady: false };
  }
  const fields: ReportFields = {
    monthFen: month.fen,
    cumulativeFen: cumulative.fen,
    isUnchanged: typing.isUnchanged,
    progressText: textOrNull(typing.progress),
    doubtReason: textOrNull(typing.doubtReason),
    problem,
    problemsSolved: typing.problemsSolved,
  };
  const settled = settleReport(fields, facts);
  if ("code" in settled) {
    // Nothing filled in yet is a draft on its way, not an error.
    const told = settled.code === "missing" ? [] : [{ column: settled.field, ...settled }];
    return { fields, settled: undefined, faults: told, doubts: [], isEmpty, isWhole: true, isReady: false };
  }
  return { fields, settled, faults: [], doubts: doubtsOf(settled, facts), isEmpty, isWhole: true, isReady: true };
}

/** What the rules ask beside the row where the sheet does not tell it: a row that cannot be reported raises no doubt. */
const noFacts: NonNullable<ReportRow["facts"]> = { planBeforeFen: null, unchangedMonths: 0, isStartedWithoutPermit: false, doneBeforeYearFen: 0 };

/** What is known of a project when its row is typed: the server judges a submission by the same facts. */
export function factsOf(row: ReportRow, month: string): ReportFacts {
  const { totalInvestmentFen, planFen, lastCumulativeFen, lastMonth, lastMonthFen, lastProgressText } = row;
  return { month, totalInvestmentFen, planFen, lastCumulativeFen, lastMonth, lastMonthFen, lastProgressText, ...(row.facts ?? noFacts) };
}
