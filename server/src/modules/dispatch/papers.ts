import { answerOf, type Reading, readingOf, sayRuns, tableRows } from "@baton/contract/bulletin-rules";
import type { BulletinBlock, BulletinDetail, BulletinFacts } from "@baton/contract/bulletins";
import type { FigureUnit } from "@baton/contract/figures";
import { formatScore } from "@baton/contract/scoring-rules";
import { partyNames } from "@baton/contract/light-rules";
import { noNumber, sayNumber } from "@baton/contract/wording";
import type { Paper, PaperBlock } from "#platform/papers";
import { formats, type SheetToWrite } from "#platform/sheets";

type TableBlock = Extract<BulletinBlock, { kind: "table" }>;

const unitWords: Record<FigureUnit, string> = { fen: "亿元", count: "个", ratio: "%", points: "百分点" };
const partyOf = (party: string | null): string => (party === null ? "" : (partyNames[party as keyof typeof partyNames] ?? party));

/** A number of a table: its unit stands in the head. */
function cellOf(value: number | null, unit: FigureUnit | undefined): string {
  if (value === null || unit === undefined) return "—";
  const said = sayNumber({ value, unit });
  return unit === "fen" ? (value / 10_000_000_000).toFixed(2) : said.replace(/个百分点$|个$|%$/, "");
}

function unitAt(block: TableBlock, at: number, reading: Reading): FigureUnit | undefined {
  const column = block.columns[at];
  return column === undefined ? undefined : answerOf(column.ask, reading, block.by)?.unit;
}

function tableBlock(block: TableBlock, reading: Reading): PaperBlock {
  const heads = block.columns.map(({ label }, at) => {
    const unit = unitAt(block, at, reading);
    return unit === undefined ? label : `${label}（${unitWords[unit]}）`;
  });
  const rows = tableRows(block, reading).map((row) => [
    ...(block.isRanked ? [row.rank === null ? "—" : String(row.rank)] : []),
    row.label,
    ...row.values.map((value, at) => cellOf(value, unitAt(block, at, reading))),
  ]);
  const lead = block.isRanked ? ["位次", "单位"] : ["单位"];
  return { kind: "table", title: block.title, head: [...lead, ...heads], rows, numeric: [...lead.map((one) => one === "位次"), ...heads.map(() => true)] };
}

function chartBlock(block: Extract<BulletinBlock, { kind: "chart" }>, reading: Reading): PaperBlock[] {
  const answer = answerOf(block.ask, reading, block.by);
  if (answer === undefined || answer.groups.length === 0) return [{ kind: "paragraph", text: `${block.title}：${noNumber}。` }];
  const groups = answer.groups.toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
  const scale = answer.unit === "fen" ? 10_000_000_000 : 1;
  return [
    {
      kind: "bars",
      title: `${block.title}（${unitWords[answer.unit]}）`,
      categories: groups.map(({ label }) => label),
      values: groups.map(({ value }) => (value === null ? null : value / scale)),
      format: answer.unit === "ratio" ? "0.0%" : answer.unit === "count" ? "0" : "0.00",
    },
  ];
}

function lightsBlock(block: Extract<BulletinBlock, { kind: "lights" }>, facts: BulletinFacts): PaperBlock[] {
  const lights = facts.lights[block.id] ?? [];
  if (lights.length === 0) return [{ kind: "paragraph", text: `${block.title}：无。` }];
  const rows = lights.map((light) => [light.name, light.orgName, light.sentence, partyOf(light.blockingParty), light.holder ?? "未落实"]);
  return [{ kind: "table", title: block.title, head: ["项目", "单位", "原因", "阻滞方", "责任岗位"], rows, numeric: [] }];
}

function rankingBlock(block: Extract<BulletinBlock, { kind: "ranking" }>, facts: BulletinFacts): PaperBlock[] {
  const units = facts.rankings[block.id] ?? [];
  if (units.length === 0) return [{ kind: "paragraph", text: `${block.title}：本期尚未评分。` }];
  const rows = units.map((unit) => [unit.rank === null ? "—" : String(unit.rank), unit.label, formatScore(unit.total), unit.unrankedBecause ?? ""]);
  return [{ kind: "table", title: block.title, head: ["位次", "单位", "得分", "说明"], rows, numeric: [true, false, true, false] }];
}

function blocksOf(block: BulletinBlock, { reading, facts }: { reading: Reading; facts: BulletinFacts }): PaperBlock[] {
  switch (block.kind) {
    case "heading":
      return [{ kind: "heading", level: block.level as 1 | 2 | 3 | 4, text: block.text }];
    case "paragraph": {
      const text = sayRuns(block.runs, reading)
        .map((said) => said.text)
        .join("");
      return text.trim() === "" ? [] : [{ kind: "paragraph", text }];
    }
    case "table":
      return [tableBlock(block, reading)];
    case "chart":
      return chartBlock(block, reading);
    case "lights":
      return lightsBlock(block, facts);
    case "ranking":
      return rankingBlock(block, facts);
    case "pageBreak":
      return [{ kind: "pageBreak" }];
  }
}

/** From what the numbers come, printed at the end: the month, the known instant, and whether it is fixed. */
function sourceOf({ facts, month, isFixed, errata }: BulletinDetail): string {
  const known = Temporal.Instant.from(facts.knownAt).toZonedDateTimeISO("Asia/Shanghai");
  const at = `${known.year}年${known.month}月${known.day}日${String(known.hour).padStart(2, "0")}:${String(known.minute).padStart(2, "0")}`;
  const corrected = errata.length === 0 ? "" : `；签发后勘误${errata.length}处，见网页版`;
  return `数据截至${month.replace("-", "年").replace("年0", "年")}月末，所知时刻${at}${isFixed ? "（已定稿）" : "（草稿，数字未固定）"}${corrected}。`;
}

/** A bulletin as a paper. `issuer` is whose name stands over the red line; a draft and a brief have none. */
export function paperOf(bulletin: BulletinDetail, issuer: string): Paper {
  const { facts, document, kind, documentNo, issuedOn } = bulletin;
  const shared = { reading: readingOf(bulletin.month, facts), facts };
  return {
    head: kind === "bulletin" && documentNo !== null ? { issuer, number: documentNo } : null,
    title: bulletin.title,
    recipients: null,
    blocks: document.blocks.flatMap((block) => blocksOf(block, shared)),
    attachments: [],
    signature: issuedOn === null ? null : { org: issuer, on: issuedOn },
    imprint: kind === "bulletin" && issuedOn !== null ? { copyTo: null, printedBy: issuer, on: issuedOn } : null,
    source: sourceOf(bulletin),
  };
}

/** The annex: every number of the bulletin with its question, one row a group, as typed cells. */
export function annexOf({ facts, errata }: BulletinDetail): SheetToWrite[] {
  const rows = facts.answers.flatMap((answer) => {
    const filters = Object.entries(answer.where)
      .map(([dimension, values]) => `${dimension}=${values.join("、")}`)
      .join("；");
    const line = (label: string, value: number | null) => [
      answer.labelZh,
      label,
      value === null ? null : answer.unit === "fen" ? value / 1_000_000 : value,
      answer.unit === "fen" ? "万元" : unitWords[answer.unit].replace("%", "比率"),
      sayNumber({ value, unit: answer.unit, comparator: answer.comparator }),
      filters,
      answer.validFrom,
      answer.validOn,
    ];
    return [line("合计", answer.value), ...answer.groups.map((group) => line(group.label, group.value))];
  });
  const sheets: SheetToWrite[] = [
    {
      name: "数据",
      columns: [
        { header: "指标" },
        { header: "分组" },
        { header: "数值", format: formats.general },
        { header: "单位" },
        { header: "表述" },
        { header: "筛选" },
        { header: "起" },
        { header: "止" },
      ],
      rows,
    },
  ];
  if (errata.length === 0) return sheets;
  const corrections = errata.map(({ number, label, was, now, reason, issuedOn }) => [number, label, was, now, reason, issuedOn]);
  return [
    ...sheets,
    {
      name: "勘误",
      columns: [{ header: "号" }, { header: "内容" }, { header: "原文" }, { header: "更正为" }, { header: "原因" }, { header: "日期" }],
      rows: corrections,
    },
  ];
}
