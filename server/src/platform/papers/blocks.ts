import { AlignmentType, BorderStyle, LineRuleType, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlignTable, WidthType } from "docx";
import { ChartRun } from "docx/charts";
import { character, closerBy, type FontRole, fonts, linePitch, page, sizes } from "./measures.ts";

export type PaperBlock =
  | { kind: "heading"; level: 1 | 2 | 3 | 4; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "table"; title: string; head: readonly string[]; rows: readonly (readonly string[])[]; /** Columns of numbers. */ numeric: readonly boolean[] }
  | { kind: "bars"; title: string; categories: readonly string[]; values: readonly (number | null)[]; /** Of the axis: 0.0% or #,##0. */ format: string }
  | { kind: "pageBreak" };

/** A run of one font; letters and digits take the same size in Times New Roman, as offices print them. */
export function run(text: string, { font = "body", size = sizes.body, color }: { font?: FontRole; size?: number; color?: string } = {}): TextRun {
  return new TextRun({
    text,
    size,
    ...(size === sizes.body ? { characterSpacing: closerBy } : {}),
    snapToGrid: false,
    font: { eastAsia: fonts[font].name, ascii: "Times New Roman", hAnsi: "Times New Roman", hint: "eastAsia" },
    ...(color === undefined ? {} : { color }),
  });
}

/** Exactly one line of the page's 22 a line of text. */
export const oneLine = { line: linePitch, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const;

const headingFonts: Record<1 | 2 | 3 | 4, FontRole> = { 1: "first", 2: "second", 3: "body", 4: "body" };

function indented(text: string, font: FontRole, isHeading = false): Paragraph {
  return new Paragraph({
    keepNext: isHeading,
    children: [run(text, { font })],
    spacing: oneLine,
    indent: { firstLine: character * 2 },
    alignment: AlignmentType.BOTH,
  });
}

function caption(text: string): Paragraph {
  return new Paragraph({ children: [run(text, { font: "first", size: sizes.small })], spacing: oneLine, alignment: AlignmentType.CENTER, keepNext: true });
}

const line = { style: BorderStyle.SINGLE, size: 4, color: "000000" } as const;

function cell(text: string, { isHead, isNumeric, width }: { isHead: boolean; isNumeric: boolean; width: number }): TableCell {
  const alignment = isHead ? AlignmentType.CENTER : isNumeric ? AlignmentType.RIGHT : AlignmentType.LEFT;
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 80, right: 80, top: 30, bottom: 30 },
    children: [new Paragraph({ alignment, children: [run(text, { font: isHead ? "first" : "body", size: sizes.table })] })],
  });
}

/** Widths by the longest text of each column, at least four and at most sixteen characters, together the type area. */
function widths({ head, rows }: Extract<PaperBlock, { kind: "table" }>): number[] {
  const wished = head.map((title, at) => Math.min(16, Math.max(4, title.length, ...rows.map((row) => row[at]?.length ?? 0))));
  const sum = wished.reduce((total, one) => total + one, 0);
  return wished.map((one) => Math.floor((page.areaWidth * one) / sum));
}

function table(block: Extract<PaperBlock, { kind: "table" }>): Table {
  const columns = widths(block);
  const toRow = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: columns.map((width, at) => cell(texts[at] ?? "", { isHead, isNumeric: block.numeric[at] ?? false, width })),
    });
  return new Table({
    width: { size: page.areaWidth, type: WidthType.DXA },
    columnWidths: columns,
    alignment: AlignmentType.CENTER,
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: [toRow(block.head, true), ...block.rows.map((row) => toRow(row, false))],
  });
}

/** A native chart, so that the reader may take it over; the greatest stands on top. */
function bars(block: Extract<PaperBlock, { kind: "bars" }>): Paragraph {
  const height = Math.min(700, 90 + block.categories.length * 32);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new ChartRun({
        type: "bar",
        title: block.title,
        categories: block.categories,
        series: [{ name: block.title, values: block.values, color: "0B6168" }],
        categoryAxis: { reverseOrder: true },
        valueAxis: { numberFormat: block.format },
        dataLabels: { value: true, numberFormat: block.format },
        legend: false,
        transformation: { width: 560, height },
      }),
    ],
  });
}

/** One block as Word's elements, its caption included. */
export function elementsOf(block: PaperBlock): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [indented(block.text, headingFonts[block.level], true)];
    case "paragraph":
      return [indented(block.text, "body")];
    case "table":
      return [...(block.title === "" ? [] : [caption(block.title)]), table(block), new Paragraph({ spacing: oneLine, children: [] })];
    case "bars":
      return [bars(block)];
    case "pageBreak":
      return [new Paragraph({ pageBreakBefore: true, spacing: oneLine, children: [] })];
  }
}
