/**
 * 问数: a question in words read as questions to figures, by transparent rules: words of a vocabulary, the longest
 * first, and a few readers of times and sizes. Every piece of the sentence comes back with what it was taken for, so
 * that the asker sees the reading before the number; what was not understood is said, never guessed.
 */
import { Temporal } from "temporal-polyfill";

/** What a question may be about, and what may be asked of it; the table below says which pairs are figures. */
export type AskSubject = "projects" | "started" | "leads" | "contracts" | "trips" | "matters";
export type AskMeasure = "count" | "amount" | "plan" | "done" | "rate" | "ahead" | "startRate" | "listedRate" | "onTime" | "satisfaction";

/** A word of the city: a district, a chain, a level, the word of a light. `value` is what `where.<dimension>` takes. */
export type VocabularyEntry = { word: string; dimension: string; value: string };

export type Piece = {
  text: string;
  /** `unknown`: not understood. `filler`: says nothing of its own. */
  as: "subject" | "measure" | "filter" | "span" | "by" | "filler" | "unknown";
  /** What it was taken for, in words; empty for filler. */
  says: string;
};

export type Asked = {
  figure: string;
  where: Record<string, string[]>;
  by: string | null;
  validFrom: string | null;
  validOn: string;
};

export type Reading = {
  pieces: Piece[];
  asks: Asked[];
  /** What could not be answered, in sentences, each with the nearest that can. */
  remarks: string[];
};

export const subjectNames: Record<AskSubject, string> = {
  projects: "在库项目",
  started: "新开工项目",
  leads: "招商线索",
  contracts: "签约合同",
  trips: "外出招商",
  matters: "督办事项",
};

export const measureNames: Record<AskMeasure, string> = {
  count: "个数",
  amount: "总投资",
  plan: "年度计划投资",
  done: "完成投资",
  rate: "完成率",
  ahead: "超时间进度",
  startRate: "开工率",
  listedRate: "入统率",
  onTime: "按期办结率",
  satisfaction: "满意率",
};

const figureOf: Record<AskSubject, Partial<Record<AskMeasure, string>>> = {
  projects: {
    count: "projects.count",
    amount: "projects.total_investment",
    plan: "projects.annual_plan",
    done: "projects.completed_this_year",
    rate: "projects.completion_rate",
    ahead: "projects.ahead_of_time",
    startRate: "projects.start_rate",
    listedRate: "projects.stat_listed_rate",
  },
  started: { count: "projects.newly_started", amount: "projects.newly_started_investment" },
  leads: { count: "leads.count", amount: "leads.intended_investment" },
  contracts: { count: "contracts.count", amount: "contracts.amount", startRate: "contracts.started_rate" },
  trips: { count: "trips.count" },
  matters: { count: "matters.count", onTime: "matters.on_time_rate", satisfaction: "matters.satisfaction_rate" },
};

/** Every figure that a question in words can reach; a test holds it against the catalogue. */
export const reachableFigures: readonly string[] = Object.values(figureOf).flatMap((measures) => Object.values(measures));

type Meaning =
  | { as: "subject"; subject: AskSubject }
  | { as: "measure"; measure: AskMeasure }
  | { as: "filter"; dimension: string; value: string }
  | { as: "span"; from: string; to: string; isPoint: boolean }
  | { as: "by"; dimension: string }
  | { as: "filler" };

type Match = { text: string; meaning: Meaning; says: string };

const subjectWords: readonly [string, AskSubject][] = [
  ["新开工项目", "started"],
  ["新开工", "started"],
  ["新开", "started"],
  ["招商线索", "leads"],
  ["线索", "leads"],
  ["签约合同", "contracts"],
  ["签约项目", "contracts"],
  ["签约", "contracts"],
  ["合同", "contracts"],
  ["外出招商", "trips"],
  ["督办事项", "matters"],
  ["事项", "matters"],
  ["重点项目", "projects"],
];

const measureWords: readonly [string, AskMeasure][] = [
  ["超时间进度", "ahead"],
  ["超序时进度", "ahead"],
  ["年度计划完成率", "rate"],
  ["投资完成率", "rate"],
  ["完成率", "rate"],
  ["开工率", "startRate"],
  ["入统率", "listedRate"],
  ["按期办结率", "onTime"],
  ["按时办结率", "onTime"],
  ["满意率", "satisfaction"],
  ["满意度", "satisfaction"],
  ["年度计划投资", "plan"],
  ["计划投资", "plan"],
  ["年度计划", "plan"],
  ["累计完成投资", "done"],
  ["完成投资", "done"],
  ["投资完成", "done"],
  ["完成多少", "done"],
  ["总投资", "amount"],
  ["投资额", "amount"],
  ["合同额", "amount"],
  ["意向投资", "amount"],
  ["总额", "amount"],
  ["多少个", "count"],
  ["多少家", "count"],
  ["多少次", "count"],
  ["多少件", "count"],
  ["几个", "count"],
  ["几家", "count"],
  ["几次", "count"],
  ["几件", "count"],
  ["个数", "count"],
  ["数量", "count"],
];

const byWords: readonly [string, string][] = [
  ["各区市", "area:county"],
  ["各区（市）", "area:county"],
  ["各区(市)", "area:county"],
  ["各区县", "area:county"],
  ["分区市", "area:county"],
  ["各镇街", "area:town"],
  ["各产业链", "chain"],
  ["分产业链", "chain"],
  ["各级别", "level"],
  ["各阶段", "stage"],
];

const byNames: Record<string, string> = { "area:county": "区（市）", "area:town": "镇街", chain: "产业链", level: "级别", stage: "阶段" };

/** Words around a question that change nothing in it. */
const fillers: readonly string[] =
  "请问 请 帮我 查一下 查询 查 看一下 看看 看 一下 全市 我市 目前 现在 截至 截止 当前 一共 总共 合计 共计 共 分别 是多少 为多少 有多少 多少 情况 如何 怎么样 怎样 各是 都有 有 是 的 了 呢 吗 和 与 及 以及 其中 里 中 内 在 按 项目 投资 达到 底 末 份 个 亿元 列出 统计".split(
    " ",
  );

const chineseDigits: Record<string, number> = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 十一: 11, 十二: 12 };

function readCount(text: string): number {
  return chineseDigits[text] ?? Number(text);
}

const count = "(?:十[一二]|[一二两三四五六七八九十]|\\d{1,2})";

type SpanReader = { pattern: RegExp; months: (match: RegExpExecArray) => [first: number, last: number]; isPoint?: boolean };

/** Spans within a year, by their first and last month. */
const spanReaders: readonly SpanReader[] = [
  { pattern: new RegExp(`^前(${count})个?季度`), months: (match) => [1, readCount(match[1] ?? "") * 3] },
  { pattern: new RegExp(`^第?([一二三四1-4])季度`), months: (match) => [readCount(match[1] ?? "") * 3 - 2, readCount(match[1] ?? "") * 3] },
  { pattern: /^上半年/, months: () => [1, 6] },
  { pattern: /^下半年/, months: () => [7, 12] },
  { pattern: /^全年/, months: () => [1, 12] },
  { pattern: new RegExp(`^(${count})月?[-—–~至到](${count})月份?`), months: (match) => [readCount(match[1] ?? ""), readCount(match[2] ?? "")] },
  { pattern: new RegExp(`^前(${count})个月`), months: (match) => [1, readCount(match[1] ?? "")] },
  // 截至6月底 and 6月末 name a point, whose flow runs from 1 January
  { pattern: new RegExp(`^(?:截至|截止)?(${count})月[底末]`), months: (match) => [1, readCount(match[1] ?? "")], isPoint: true },
  { pattern: new RegExp(`^(${count})月份?`), months: (match) => [readCount(match[1] ?? ""), readCount(match[1] ?? "")] },
];

function monthSpan(year: number, [first, last]: readonly [number, number]): { from: string; to: string } | null {
  if (first < 1 || last > 12 || first > last) return null;
  const from = Temporal.PlainDate.from({ year, month: first, day: 1 });
  const to = Temporal.PlainYearMonth.from({ year, month: last }).toPlainDate({ day: 31 });
  return { from: from.toString(), to: to.toString() };
}

function spanSays(from: string, to: string): string {
  return `${from}至${to}`;
}

function readRelative(text: string, today: string): Match | null {
  const day = Temporal.PlainDate.from(today);
  const month = /^(本月|上月|上个月)/.exec(text);
  if (month) {
    const meant = month[1] === "本月" ? day : day.subtract({ months: 1 });
    const span = monthSpan(meant.year, [meant.month, meant.month]);
    return span && { text: month[0], meaning: { as: "span", ...span, isPoint: false }, says: spanSays(span.from, span.to) };
  }
  const since = /^(今年以来|本年以来|年初以来|今年累计)/.exec(text);
  if (!since) return null;
  const from = `${day.year}-01-01`;
  return { text: since[0], meaning: { as: "span", from, to: today, isPoint: false }, says: spanSays(from, today) };
}

function readSpan(text: string, today: string): Match | null {
  const relative = readRelative(text, today);
  if (relative) return relative;
  const thisYear = Number(today.slice(0, 4));
  const yearMatch = /^(?:(\d{4})年|(今年|本年)|(去年|上年)|(前年))/.exec(text);
  const back = yearMatch?.[3] ? 1 : yearMatch?.[4] ? 2 : 0;
  const year = yearMatch?.[1] ? Number(yearMatch[1]) : thisYear - back;
  const yearText = yearMatch?.[0] ?? "";
  const rest = text.slice(yearText.length);
  for (const { pattern, months, isPoint = false } of spanReaders) {
    const match = pattern.exec(rest);
    if (!match) continue;
    const span = monthSpan(year, months(match));
    if (span) return { text: yearText + match[0], meaning: { as: "span", ...span, isPoint }, says: spanSays(span.from, span.to) };
  }
  if (yearText === "") return null;
  const span = { from: `${year}-01-01`, to: year === thisYear ? today : `${year}-12-31` };
  return { text: yearText, meaning: { as: "span", ...span, isPoint: false }, says: spanSays(span.from, span.to) };
}

/** 过亿元 is more than one, 亿元以上 is one or more: the difference is a project. */
function readSize(text: string): Match | null {
  const above = /^(?:(过|超过|超)(\d+(?:\.\d+)?)?(百|十)?(亿|千万|万)元?)|^(?:(\d+(?:\.\d+)?)?(百|十)?(亿|千万|万)元?(?:及以上|以上))/.exec(text);
  if (!above) return null;
  const isMore = above[1] !== undefined;
  const digits = Number((isMore ? above[2] : above[5]) ?? 1);
  const tens = { 百: 100, 十: 10 }[(isMore ? above[3] : above[6]) ?? ""] ?? 1;
  const unit = (isMore ? above[4] : above[7]) ?? "亿";
  const value = unit === "千万" ? `${digits * tens * 1000}万` : `${digits * tens}${unit}`;
  const condition = `${isMore ? ">" : ">="}${value}`;
  return { text: above[0], meaning: { as: "filter", dimension: "size", value: condition }, says: `总投资${isMore ? "超过" : "不低于"}${value}元` };
}

type Lexicon = { word: string; match: Match }[];

/** All fixed words and those of the city, the longest first. */
function lexiconOf(vocabulary: readonly VocabularyEntry[]): Lexicon {
  const lexicon: Lexicon = [
    ...vocabulary.map(({ word, dimension, value }) => ({ word, match: { text: word, meaning: { as: "filter", dimension, value }, says: value } as Match })),
    ...subjectWords.map(([word, subject]) => ({ word, match: { text: word, meaning: { as: "subject", subject }, says: subjectNames[subject] } as Match })),
    ...measureWords.map(([word, measure]) => ({ word, match: { text: word, meaning: { as: "measure", measure }, says: measureNames[measure] } as Match })),
    ...byWords.map(([word, dimension]) => ({ word, match: { text: word, meaning: { as: "by", dimension }, says: `按${byNames[dimension]}分列` } as Match })),
    ...fillers.map((word) => ({ word, match: { text: word, meaning: { as: "filler" }, says: "" } as Match })),
  ];
  return lexicon.filter(({ word }) => word !== "").toSorted((a, b) => b.word.length - a.word.length);
}

function matchAt(text: string, lexicon: Lexicon, today: string): Match | null {
  const spoken = readSize(text) ?? readSpan(text, today);
  const word = lexicon.find((entry) => text.startsWith(entry.word))?.match ?? null;
  if (spoken === null || word === null) return spoken ?? word;
  return spoken.text.length >= word.text.length ? spoken : word;
}

type Scanned = { clauses: Match[][]; pieces: Piece[] };

function scan(sentence: string, lexicon: Lexicon, today: string): Scanned {
  const text = sentence.normalize("NFKC").replaceAll(/\s+/g, "");
  const clauses: Match[][] = [[]];
  const pieces: Piece[] = [];
  let unknown = "";
  const flush = (): void => {
    if (unknown !== "") pieces.push({ text: unknown, as: "unknown", says: "" });
    unknown = "";
  };
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    if (/^[,;。.?!:]/.test(rest)) {
      flush();
      clauses.push([]);
      at += 1;
      continue;
    }
    if (/^[、“”"'《》]/.test(rest)) {
      flush();
      at += 1;
      continue;
    }
    const match = matchAt(rest, lexicon, today);
    if (match === null) {
      unknown += text[at];
      at += 1;
      continue;
    }
    flush();
    clauses.at(-1)?.push(match);
    pieces.push({ text: match.text, as: match.meaning.as, says: match.says });
    at += match.text.length;
  }
  flush();
  return { clauses, pieces };
}

type Context = { subject: AskSubject | null; where: Record<string, string[]>; by: string | null; span: Extract<Meaning, { as: "span" }> | null };

/** A clause takes over what the one before said, and replaces what it says anew. */
function inClause(context: Context, clause: readonly Match[]): { context: Context; measures: AskMeasure[] } {
  const next: Context = { ...context, where: { ...context.where } };
  const measures: AskMeasure[] = [];
  const said = new Set<string>();
  for (const { meaning } of clause) {
    if (meaning.as === "subject") next.subject = meaning.subject;
    if (meaning.as === "by") next.by = meaning.dimension;
    if (meaning.as === "span") next.span = meaning;
    if (meaning.as === "measure" && !measures.includes(meaning.measure)) measures.push(meaning.measure);
    if (meaning.as !== "filter") continue;
    const former = said.has(meaning.dimension) ? (next.where[meaning.dimension] ?? []) : [];
    next.where[meaning.dimension] = [...new Set([...former, meaning.value])];
    said.add(meaning.dimension);
  }
  return { context: next, measures };
}

function nearest(subject: AskSubject, measure: AskMeasure): string {
  const measures = Object.keys(figureOf[subject]).map((one) => measureNames[one as AskMeasure]);
  const subjects = (Object.keys(figureOf) as AskSubject[]).filter((one) => figureOf[one][measure] !== undefined).map((one) => subjectNames[one]);
  return `“${subjectNames[subject]}”没有“${measureNames[measure]}”这一指标；${subjectNames[subject]}可以问${measures.join("、")}，“${measureNames[measure]}”可以问${subjects.join("、")}。`;
}

function toAsk(figure: string, { where, by, span }: Context, today: string): Asked {
  return { figure, where, by, validFrom: span === null ? null : span.isPoint ? `${span.to.slice(0, 4)}-01-01` : span.from, validOn: span?.to ?? today };
}

/**
 * Reads a question. `today` (ISO date) is what 今年, 本月 and a question without a time are measured from; a flow without a time
 * runs from 1 January. `vocabulary` holds the names of this city, with their short forms.
 */
export function readAsked(sentence: string, { vocabulary, today }: { vocabulary: readonly VocabularyEntry[]; today: string }): Reading {
  const { clauses, pieces } = scan(sentence, lexiconOf(vocabulary), today);
  const asks: Asked[] = [];
  const remarks: string[] = [];
  let context: Context = { subject: null, where: {}, by: null, span: null };
  for (const clause of clauses) {
    const read = inClause(context, clause);
    context = read.context;
    const subject = context.subject ?? "projects";
    for (const measure of read.measures) {
      const figure = figureOf[subject][measure];
      if (figure === undefined) remarks.push(nearest(subject, measure));
      else asks.push(toAsk(figure, context, today));
    }
  }
  const isAbout = pieces.some(({ as }) => as === "subject" || as === "filter" || as === "by" || as === "span");
  if (asks.length === 0 && remarks.length === 0 && isAbout) {
    const figure = figureOf[context.subject ?? "projects"].count;
    if (figure !== undefined) asks.push(toAsk(figure, context, today));
    remarks.push("没有写明要问什么数，先按个数回答；还可以问总投资、年度计划、完成投资、完成率等。");
  }
  const unknown = pieces.filter(({ as }) => as === "unknown").map(({ text }) => `“${text}”`);
  if (unknown.length > 0) remarks.push(`没有听懂${unknown.join("、")}，回答中未计入。`);
  if (asks.length === 0 && remarks.length === 0) remarks.push("没有听懂。可以这样问：薛城区上半年新开工过亿元项目多少个，总投资多少？");
  if (asks.some(({ validOn }) => validOn > today)) remarks.push("截止日在今天之后，回答只含目前已有的数据。");
  return { pieces, asks, remarks };
}
