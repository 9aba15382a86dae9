/**
 * 通报的读法: which questions a document asks, how its runs read with the answers, and what is wrong with it. Pure, for
 * the editor's preview, the page, Word and the diff alike, so that all of them say the same.
 */
import { Temporal } from "temporal-polyfill";
import type {
  BulletinAnswer,
  BulletinAsk,
  BulletinBlock,
  BulletinDocument,
  BulletinFacts,
  BulletinRun,
  BulletinSpan,
  ChoiceRun,
  FigureRun,
} from "./bulletins.ts";
import type { FigureUnit } from "./figures.ts";
import { noNumber, sayAheadOfTime, sayNames, sayNumber, sayRank, sayRoughly, sayYearOnYear } from "./wording.ts";

/** A question to a figure with its span in dates. */
export type BulletinQuestion = { figure: string; where: Record<string, string[]>; by: string | null; validFrom: string; validOn: string };

function lastDay(month: Temporal.PlainYearMonth): string {
  return month.toPlainDate({ day: 31 }).toString();
}

/** The dates of a span seen from a month (2023-06). Flows of 累计 begin on 1 January. */
export function spanOf(span: BulletinSpan, month: string): { validFrom: string; validOn: string } {
  const own = Temporal.PlainYearMonth.from(month);
  const firstOfYear = (year: number): string => `${String(year).padStart(4, "0")}-01-01`;
  switch (span) {
    case "year":
      return { validFrom: firstOfYear(own.year), validOn: lastDay(own) };
    case "month":
      return { validFrom: `${own.toString()}-01`, validOn: lastDay(own) };
    case "quarter": {
      const first = own.with({ month: own.month - ((own.month - 1) % 3) });
      return { validFrom: `${first.toString()}-01`, validOn: lastDay(own) };
    }
    case "previous": {
      const before = own.subtract({ months: 1 });
      return { validFrom: firstOfYear(before.year), validOn: lastDay(before) };
    }
    case "last_year": {
      const before = own.subtract({ years: 1 });
      return { validFrom: firstOfYear(before.year), validOn: lastDay(before) };
    }
  }
}

/** The name of a question among the facts: the same question is asked and kept once. */
export function questionKey({ figure, where, by, validFrom, validOn }: BulletinQuestion): string {
  const filters = Object.entries(where)
    .filter(([, values]) => values.length > 0)
    .map(([dimension, values]) => [dimension, values.toSorted()] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([figure, filters, by, validFrom, validOn]);
}

function asked(ask: BulletinAsk, month: string, by: string | null = null): BulletinQuestion {
  return { figure: ask.figure, where: ask.where, by, ...spanOf(ask.span, month) };
}

function runQuestions(run: BulletinRun, month: string): BulletinQuestion[] {
  if (run.kind === "text") return [];
  if (run.kind === "choice") return [asked(run.ask, month), ...[...run.met, ...run.otherwise].flatMap((one) => runQuestions(one, month))];
  const { ask, say } = run;
  if (say.as === "rank" || say.as === "names") return [asked(ask, month, say.by)];
  if (say.as === "change") return [asked(ask, month), asked({ ...ask, span: say.against }, month)];
  return [asked(ask, month)];
}

function blockQuestions(block: BulletinBlock, month: string): BulletinQuestion[] {
  if (block.kind === "paragraph") return block.runs.flatMap((run) => runQuestions(run, month));
  if (block.kind === "table") return block.columns.map(({ ask }) => asked(ask, month, block.by));
  return block.kind === "chart" ? [asked(block.ask, month, block.by)] : [];
}

/** Every question of a document, each once. `month` is the bulletin's own (2023-06). */
export function questionsOf(document: BulletinDocument, month: string): BulletinQuestion[] {
  const all = document.blocks.flatMap((block) => blockQuestions(block, month));
  return [...new Map(all.map((question) => [questionKey(question), question])).values()];
}

/** What a document is read with. */
export type Reading = { month: string; answers: ReadonlyMap<string, BulletinAnswer> };

export function readingOf(month: string, facts: BulletinFacts): Reading {
  return { month, answers: new Map(facts.answers.map((answer) => [answer.key, answer])) };
}

export function answerOf(ask: BulletinAsk, { month, answers }: Reading, by: string | null = null): BulletinAnswer | undefined {
  return answers.get(questionKey(asked(ask, month, by)));
}

/** Groups of a grouped answer by value, the greatest first; what is undefined takes no part. */
function ordered(answer: BulletinAnswer): { key: string | null; label: string; value: number }[] {
  return answer.groups.flatMap(({ key, label, value }) => (value === null ? [] : [{ key, label, value }])).toSorted((a, b) => b.value - a.value);
}

function sayChangeBetween(now: BulletinAnswer, then: BulletinAnswer, against: "previous" | "last_year"): string {
  const than = against === "previous" ? "比上月" : "同比";
  if (now.value === null || then.value === null) return `${than}${noNumber}`;
  const difference = now.value - then.value;
  const isShare = now.unit === "ratio" || now.unit === "points";
  const unit: FigureUnit = isShare ? "points" : now.unit;
  const size = isShare && now.unit === "ratio" ? difference * 100 : difference;
  const said = sayNumber({ value: Math.abs(size), unit });
  if (sayNumber({ value: 0, unit }) === said) return `${than}持平`;
  const words = isShare ? (["提高", "回落"] as const) : (["增加", "减少"] as const);
  return `${than}${size > 0 ? words[0] : words[1]}${said}`;
}

/** How one figure run reads; an unanswered question says so. */
export function sayRun({ ask, say }: FigureRun, reading: Reading): string {
  if (say.as === "rank" || say.as === "names") return sayGrouped(ask, say, reading);
  const answer = answerOf(ask, reading);
  if (answer === undefined) return noNumber;
  switch (say.as) {
    case "number":
      return sayNumber(answer);
    case "roughly":
      return sayRoughly(answer);
    case "ahead":
      return sayAheadOfTime(answer.value);
    case "growth":
      return sayYearOnYear(answer.value);
    case "change": {
      const then = answerOf({ ...ask, span: say.against }, reading);
      return then === undefined ? noNumber : sayChangeBetween(answer, then, say.against);
    }
  }
}

function sayGrouped(ask: BulletinAsk, say: Extract<FigureRun["say"], { as: "rank" | "names" }>, reading: Reading): string {
  const answer = answerOf(ask, reading, say.by);
  if (answer === undefined) return noNumber;
  const places = ordered(answer);
  if (say.as === "names") {
    const chosen = say.order === "best" ? places.slice(0, say.count) : places.slice(-say.count).toReversed();
    return chosen.length === 0 ? noNumber : sayNames(chosen.map(({ label }) => label));
  }
  const own = places.find(({ key }) => key === say.key);
  if (own === undefined) return noNumber;
  const rank = 1 + places.filter(({ value }) => value > own.value).length;
  return sayRank({ rank, pool: say.pool, isTied: places.filter(({ value }) => value === own.value).length > 1 });
}

function isMet({ operator, value }: ChoiceRun, answer: number): boolean {
  const bound = Number(value);
  return { ">=": answer >= bound, ">": answer > bound, "<=": answer <= bound, "<": answer < bound, "=": answer === bound }[operator];
}

export type SaidRun = { text: string; /** The run it came from; null for plain text. */ run: FigureRun | null };

/** A paragraph as it reads. A choice over an undefined number takes neither branch and says so. */
export function sayRuns(runs: readonly BulletinRun[], reading: Reading): SaidRun[] {
  return runs.flatMap((run): SaidRun[] => {
    if (run.kind === "text") return [{ text: run.text, run: null }];
    if (run.kind === "figure") return [{ text: sayRun(run, reading), run }];
    const value = answerOf(run.ask, reading)?.value ?? null;
    if (value === null) return [{ text: noNumber, run: null }];
    return sayRuns(isMet(run, value) ? run.met : run.otherwise, reading);
  });
}

export type TableRow = { key: string | null; label: string; rank: number | null; values: (number | null)[] };

/** A table's rows: the groups of its first column's answer, in the order asked for. Ties share a rank. */
export function tableRows(block: Extract<BulletinBlock, { kind: "table" }>, reading: Reading): TableRow[] {
  const answers = block.columns.map(({ ask }) => answerOf(ask, reading, block.by));
  const labels = new Map<string, { key: string | null; label: string }>();
  for (const answer of answers) for (const { key, label } of answer?.groups ?? []) labels.set(key ?? "", { key, label });
  const rows = [...labels.values()].map(({ key, label }) => ({
    key,
    label,
    rank: null as number | null,
    values: answers.map((answer) => answer?.groups.find((group) => group.key === key)?.value ?? null),
  }));
  const at = block.sortBy;
  if (at === null) return rows;
  const valueAt = (row: TableRow): number => row.values[at] ?? Number.NEGATIVE_INFINITY;
  rows.sort((a, b) => valueAt(b) - valueAt(a));
  if (!block.isRanked) return rows;
  return rows.map((row) => ({ ...row, rank: row.values[at] === null ? null : 1 + rows.filter((other) => valueAt(other) > valueAt(row)).length }));
}

/** Digits that need no source: dates, ordinals, numbers of documents, of articles and of list items. */
const sourced =
  /\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|份|底|末)?|\d{1,2}日|第\d+[期号条章位项]?|〔\d{4}〕\d*号?|[(（]\d{1,2}[)）]|^\d{1,2}[.、．]|\d{1,2}[:：]\d{2}|(?:十四五|十五五)|\d+[.．]\d+节/g;

export type Unsourced = { block: number; text: string };

/** Digits of one free text that no figure stands behind, with where each begins in it. */
export function digitsWithoutSource(text: string): { at: number; text: string }[] {
  const rest = text.replaceAll(sourced, (found) => " ".repeat(found.length));
  return [...rest.matchAll(/[\d０-９]+(?:[.,．]\d+)*[%％]?/g)].map((found) => ({ at: found.index, text: found[0] }));
}

/** The same over a whole document; the editor marks them, the check lists them. */
export function unsourcedDigits(document: BulletinDocument): Unsourced[] {
  return document.blocks.flatMap((block, at) => {
    const texts = block.kind === "heading" ? [block.text] : block.kind === "paragraph" ? block.runs.flatMap(freeTexts) : [];
    return texts.flatMap(digitsWithoutSource).map(({ text }) => ({ block: at, text }));
  });
}

function freeTexts(run: BulletinRun): string[] {
  if (run.kind === "text") return [run.text];
  return run.kind === "choice" ? [...run.met, ...run.otherwise].flatMap(freeTexts) : [];
}

/** What must be mended before a document is checked: unknown figures, empty paragraphs of choices, an empty document. */
export function documentFaults(document: BulletinDocument, known: ReadonlySet<string>): string[] {
  const unknown = new Set(questionsOf(document, "2000-01").flatMap(({ figure }) => (known.has(figure) ? [] : [figure])));
  return [...(document.blocks.length === 0 ? ["通报没有内容。"] : []), ...[...unknown].map((figure) => `引用的指标“${figure}”不存在，请重新选择。`)];
}

export type Difference = { key: string; label: string; where: Record<string, string[]>; unit: FigureUnit; before: number | null; after: number | null };

/**
 * The same questions in two bulletins side by side, seen from each one's own month: the questions are matched by what
 * they ask, not by their dates. Groups come as lines of their own.
 */
export function compareBulletins(before: { month: string; facts: BulletinFacts }, after: { month: string; facts: BulletinFacts }): Difference[] {
  const shapeOf = ({ month, facts }: { month: string; facts: BulletinFacts }) =>
    new Map(
      facts.answers.flatMap((answer) => {
        const months = monthsApart(answer.validOn, month);
        const shape = JSON.stringify([answer.figure, Object.entries(answer.where).toSorted(([a], [b]) => (a < b ? -1 : 1)), answer.by, months]);
        const lines: [string, { answer: BulletinAnswer; label: string; value: number | null }][] = [
          [shape, { answer, label: answer.labelZh, value: answer.value }],
        ];
        for (const group of answer.groups) {
          lines.push([`${shape} ${group.key ?? ""}`, { answer, label: `${group.label} · ${answer.labelZh}`, value: group.value }]);
        }
        return lines;
      }),
    );
  const [old, now] = [shapeOf(before), shapeOf(after)];
  return [...now].flatMap(([key, { answer, label, value }]) => {
    const former = old.get(key);
    if (former === undefined) return [];
    return [{ key, label, where: answer.where, unit: answer.unit, before: former.value, after: value }];
  });
}

function monthsApart(validOn: string, month: string): number {
  const [year = 0, own = 0] = month.split("-").map(Number);
  return (year - Number(validOn.slice(0, 4))) * 12 + own - Number(validOn.slice(5, 7));
}
