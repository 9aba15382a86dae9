import { readAmount, type AmountUnit } from "@baton/contract/amounts";
import { checkProjectCode, normaliseName } from "@baton/contract/codes";
import type { ReportRow } from "@baton/contract/reports";
import { fenPerWan } from "@baton/contract/units";
import { parseTsv } from "../../ui/tsv.ts";
import { readChat } from "./chat.ts";
import { saysUnchanged, wanText } from "./typing.ts";

export const pasteColumns = ["code", "name", "month", "cumulative", "progress", "problem"] as const;
export type PasteColumn = (typeof pasteColumns)[number];

/** What a pasted row is matched against. */
export type Known = { projectId: string; name: string; code: string | null; lastFen: number | null; planFen: number };

export function knownOf(row: ReportRow): Known {
  return { projectId: row.projectId, name: row.name, code: row.code, lastFen: row.lastCumulativeFen, planFen: row.planFen };
}

/** A pasted block with a meaning for each column; `unit` is what its header says, null where it is silent. */
export type PasteTable = { columns: (PasteColumn | null)[]; lines: string[][]; unit: AmountUnit | null };

const headers: readonly [PasteColumn, RegExp][] = [
  ["code", /代码|编码|^code$/i],
  ["name", /项目名称|^名称$|^项目$|工程名称|^(?:project|name)$/i],
  ["cumulative", /(?:本年|今年|全年|年初以来|[1-9]-\d+月|1至\d+月).*(?:累计|完成)|^累计(?:完成)?(?:投资|额)?$|^(?:year )?cumulative$|year to date/i],
  ["month", /本月|当月|^\d{1,2}月(?:份)?(?:完成)?|^(?:this )?month$/i],
  ["progress", /形象进度|工程进度|进展|^进度$|^progress$/i],
  ["problem", /问题|困难|^(?:problem|issue)s?$/i],
];
const notOurs = /上月|去年|上年|计划|年度|last month|plan/i;

function columnOfHeader(cell: string): PasteColumn | null {
  const words = bareHeader(cell);
  if (words === "" || notOurs.test(words)) return null;
  return headers.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

function bareHeader(cell: string): string {
  return cell
    .normalize("NFKC")
    .replaceAll(/\s|[*＊]/g, "")
    .replace(/[(（[].*?[)）\]]/g, "")
    .trim();
}

/** 本月完成投资(万元) → 万元. */
function unitOfHeader(cell: string): AmountUnit | null {
  const match = /[(（[:：]?\s*(万元|亿元|元|万|亿)\s*[)）\]]?\s*$/.exec(cell.normalize("NFKC").trim());
  return match ? unitNamed(match[1] ?? "") : null;
}

function unitNamed(word: string): AmountUnit {
  return word.startsWith("万") ? "万元" : word.startsWith("亿") ? "亿元" : "元";
}

/** Reads what was pasted: a block of a spreadsheet, or the lines of a chat. */
export function readPaste(text: string, known: readonly Known[]): PasteTable {
  const block = parseTsv(text).filter((line) => line.some((cell) => cell.trim() !== ""));
  if (block.every((line) => line.length === 1)) return readChat(block.map(([line = ""]) => line));
  return readBlock(block, known);
}

export function readBlock(block: string[][], known: readonly Known[]): PasteTable {
  const head = (block[0] ?? []).map(columnOfHeader);
  const hasHeader = head.filter((column) => column !== null).length >= 2 || head.includes("code") || head.includes("name");
  if (!hasHeader) return { columns: guessColumns(block, known), lines: block, unit: null };
  const first = block[0] ?? [];
  const unit = first.map((cell, at) => (isAmount(head[at]) ? unitOfHeader(cell) : null)).find((each) => each !== null) ?? null;
  return { columns: head.map((column, at) => (head.indexOf(column) === at ? column : null)), lines: block.slice(1), unit };
}

function isAmount(column: PasteColumn | null | undefined): boolean {
  return column === "month" || column === "cumulative";
}

/** Whether a block says which rows it is about, so that it must not be dropped where the cursor happens to stand. */
export function namesRows(block: readonly (readonly string[])[], known: readonly Known[]): boolean {
  const { columns, lines } = readBlock(
    block.map((line) => [...line]),
    known,
  );
  return (columns.includes("code") || columns.includes("name")) && lines.length > 0;
}

function share(lines: readonly string[][], at: number, holds: (cell: string, line: readonly string[]) => boolean): number {
  const filled = lines.filter((line) => (line[at] ?? "").trim() !== "");
  return filled.length === 0 ? 0 : filled.filter((line) => holds(line[at] ?? "", line)).length / filled.length;
}

function isNumber(cell: string): boolean {
  return saysUnchanged(cell) || "fen" in readAmount(cell, "万元");
}

/** Columns of a block without a header, by what stands in them. */
function guessColumns(lines: readonly string[][], known: readonly Known[]): (PasteColumn | null)[] {
  const width = Math.max(0, ...lines.map((line) => line.length));
  const columns: (PasteColumn | null)[] = Array.from({ length: width }, () => null);
  const at = [...columns.keys()];
  const take = (column: PasteColumn, found: number | undefined): void => {
    if (found !== undefined && found >= 0) columns[found] = column;
  };
  take(
    "code",
    at.find((each) => share(lines, each, (cell) => checkProjectCode(cell).ok) > 0.5),
  );
  take(
    "name",
    at.find((each) => columns[each] === null && share(lines, each, (cell) => matchName(cell, known).length > 0) >= 0.3),
  );
  const isOpen = (each: number): boolean => columns[each] === null;
  const isSerial = (each: number): boolean => each === 0 && lines.every((line, row) => (line[0] ?? "").trim() === String(row + 1));
  const numbers = at.filter((each) => isOpen(each) && !isSerial(each) && share(lines, each, isNumber) > 0.5);
  const told = numbers.filter((each) => share(lines, each, (cell, line) => isKnownAmount(cell, lineProject(line, columns, known))) <= 0.5);
  if (told.length === 1) take(looksCumulative(told[0] ?? 0, { lines, columns, known }) ? "cumulative" : "month", told[0]);
  if (told.length > 1) {
    take("month", told[0]);
    take("cumulative", told[1]);
  }
  const texts = at.filter((each) => isOpen(each) && !numbers.includes(each) && !isSerial(each));
  take("progress", texts[0]);
  take("problem", texts[1]);
  return columns;
}

function lineProject(line: readonly string[], columns: readonly (PasteColumn | null)[], known: readonly Known[]): Known | undefined {
  const match = matchLine({ code: line[columns.indexOf("code")] ?? "", name: line[columns.indexOf("name")] ?? "" }, known);
  return match.length === 1 ? match[0] : undefined;
}

/** The plan and last month's cumulative come along when a whole sheet is copied. */
function isKnownAmount(cell: string, project: Known | undefined): boolean {
  const amount = readAmount(cell, "万元");
  return project !== undefined && "fen" in amount && (amount.fen === project.planFen || amount.fen === project.lastFen);
}

type Block = { lines: readonly string[][]; columns: readonly (PasteColumn | null)[]; known: readonly Known[] };

function looksCumulative(at: number, { lines, columns, known }: Block): boolean {
  return (
    share(lines, at, (cell, line) => {
      const amount = readAmount(cell, "万元");
      const last = lineProject(line, columns, known)?.lastFen ?? null;
      return "fen" in amount && last !== null && last > 0 && amount.fen >= last;
    }) > 0.5
  );
}

function matchName(name: string, known: readonly Known[]): readonly Known[] {
  const exact = known.filter((each) => each.name === name.trim());
  if (exact.length > 0) return exact;
  const wanted = normaliseName(name);
  return wanted === "" ? [] : known.filter((each) => normaliseName(each.name) === wanted);
}

/** The projects a line may mean: by code, else by exact name, else by the name without its trimmings. */
export function matchLine({ code, name }: { code: string; name: string }, known: readonly Known[]): readonly Known[] {
  if (code.trim() !== "") {
    const { normalised } = checkProjectCode(code);
    const byCode = known.filter((each) => each.code !== null && checkProjectCode(each.code).normalised === normalised);
    if (byCode.length > 0) return byCode;
  }
  return name.trim() === "" ? [] : matchName(name, known);
}

/** Projects whose names hold what was written, for the person to choose from. */
export function nearNames(name: string, known: readonly Known[]): readonly Known[] {
  const wanted = normaliseName(name);
  if (wanted.length < 3) return [];
  return known.filter((each) => {
    const whole = normaliseName(each.name);
    return whole.includes(wanted) || wanted.includes(whole);
  });
}

export type PastedCells = Partial<Record<"month" | "cumulative" | "progress" | "problem", string>>;
export type PastedLine = {
  index: number;
  code: string;
  name: string;
  cells: PastedCells;
  /** Who it is about: one is a match, several are ambiguous, none is unmatched. */
  candidates: readonly Known[];
  isSure: boolean;
};

/** The lines with their projects; amounts stand in 万元 when they could be read, else as pasted. */
export function linesOf({ columns, lines }: PasteTable, unit: AmountUnit, known: readonly Known[]): PastedLine[] {
  return lines.map((line, index) => {
    const cell = (column: PasteColumn): string => (columns.includes(column) ? (line[columns.indexOf(column)] ?? "") : "");
    const [code, name] = [cell("code"), cell("name")];
    const found = matchLine({ code, name }, known);
    const cells: PastedCells = {};
    for (const column of ["month", "cumulative"] as const) {
      if (cell(column).trim() !== "") cells[column] = amountText(cell(column), unit);
    }
    for (const column of ["progress", "problem"] as const) {
      if (cell(column).trim() !== "") cells[column] = cell(column).trim();
    }
    return { index, code, name, cells, candidates: found.length > 0 ? found : nearNames(name, known), isSure: found.length === 1 };
  });
}

function amountText(cell: string, unit: AmountUnit): string {
  if (saysUnchanged(cell)) return cell.trim();
  const amount = readAmount(cell, unit);
  return "fen" in amount ? wanText(amount.fen) : cell.trim();
}

/**
 * The unit of bare numbers. Certain where the header names it, where every amount carries its own, where last month
 * plus this month gives the cumulative in one unit only, or where the amounts fit the year's plan as 万元.
 */
export function guessUnit(table: PasteTable, known: readonly Known[]): { unit: AmountUnit; isCertain: boolean } {
  if (table.unit) return { unit: table.unit, isCertain: true };
  const facts = table.lines.flatMap((line) => unitFacts(line, table, known));
  if (facts.length === 0) return { unit: "万元", isCertain: true };
  const agreeing = (["万元", "元", "亿元"] as const).filter((unit) => facts.some((fact) => agrees(fact, unit)));
  if (agreeing.length === 1 && agreeing[0]) return { unit: agreeing[0], isCertain: true };
  const shares = facts.flatMap(({ month, project }) => (month && project.planFen > 0 ? [Number(month) / (project.planFen / fenPerWan)] : []));
  const middle = shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)];
  if (middle === undefined) return { unit: "万元", isCertain: false };
  if (middle > 100) return { unit: "元", isCertain: false };
  if (middle < 0.0005) return { unit: "亿元", isCertain: false };
  return { unit: "万元", isCertain: middle <= 1 && middle >= 0.001 };
}

type UnitFact = { month: string | undefined; cumulative: string | undefined; project: Known };

function unitFacts(line: readonly string[], { columns }: PasteTable, known: readonly Known[]): UnitFact[] {
  const project = lineProject(line, columns, known);
  const bare = (column: PasteColumn): string | undefined => {
    const digits = (columns.includes(column) ? (line[columns.indexOf(column)] ?? "") : "").normalize("NFKC").replaceAll(/[,\s]/g, "");
    return /^\d+(\.\d+)?$/.test(digits) && Number(digits) !== 0 ? digits : undefined;
  };
  const [month, cumulative] = [bare("month"), bare("cumulative")];
  return project && (month !== undefined || cumulative !== undefined) ? [{ month, cumulative, project }] : [];
}

function agrees({ month, cumulative, project }: UnitFact, unit: AmountUnit): boolean {
  if (month === undefined || cumulative === undefined) return false;
  const [own, all] = [readAmount(month, unit), readAmount(cumulative, unit)];
  return "fen" in own && "fen" in all && (project.lastFen ?? 0) > 0 && own.fen + (project.lastFen ?? 0) === all.fen;
}
