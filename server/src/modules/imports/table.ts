import { examplePrefix, importColumns, type ImportKind, projectExportOnly } from "@baton/contract/import-columns";
import { problem } from "@baton/contract/problems";
import type { Cell, Sheet, Workbook } from "#platform/sheets";
import { cellText } from "./cell-text.ts";
import type { Faults } from "./faults.ts";
import { guessHeaderRow, headingsAt, matched, statedUnit } from "./headings.ts";

/** How a workbook is to be read; what is absent is found by itself. `mapping`: our heading → the workbook's. */
export type Layout = { sheet?: string | undefined; headerRow?: number | undefined; mapping?: Record<string, string> | undefined };

/** One sheet with its headings matched. `row` is the number the sheet shows. */
export type Table = {
  sheet: Sheet;
  headerRow: number;
  headings: string[];
  /** Our heading → place of the column. */
  places: Map<string, number>;
  unknown: string[];
  missing: string[];
  rows: { row: number; cells: readonly Cell[] }[];
  examples: number[];
};

/** The column of remarks that a marked file carries: it comes back with the mended rows and says nothing. */
export const remarkHeading = "错误说明";

function chosenSheet(kind: ImportKind, workbook: Workbook, layout: Layout): Sheet {
  const visible = workbook.sheets.filter((sheet) => !sheet.hidden && sheet.rows.length > 0);
  if (layout.sheet !== undefined) {
    const named = workbook.sheets.find((sheet) => sheet.name === layout.sheet);
    if (named !== undefined) return named;
    throw problem("import-refused", { detail: `文件里没有工作表“${layout.sheet}”，有：${workbook.sheets.map((sheet) => sheet.name).join("、")}。` });
  }
  const scored = visible.map((sheet) => {
    const headings = headingsAt(kind, sheet, guessHeaderRow(kind, sheet));
    return { sheet, score: matched(kind, headings, {}).size };
  });
  const best = scored.reduce((left, right) => (right.score > left.score ? right : left));
  return best.sheet;
}

export type RememberedMapping = (headings: readonly string[]) => Record<string, string> | undefined;

/** Matches the headings and counts the rows. Blank rows are no rows; example rows are named and left out. */
export function readTable(kind: ImportKind, workbook: Workbook, { layout, remembered }: { layout: Layout; remembered: RememberedMapping }): Table {
  const sheet = chosenSheet(kind, workbook, layout);
  const headerRow = layout.headerRow ?? guessHeaderRow(kind, sheet);
  const headings = headingsAt(kind, sheet, headerRow);
  const places = matched(kind, headings, layout.mapping ?? remembered(headings) ?? {});
  const used = new Set(places.values());
  const exportOnly: ReadonlySet<string> = new Set(kind === "projects" ? projectExportOnly : []);
  const columns = importColumns[kind];
  const table: Table = {
    sheet,
    headerRow,
    headings,
    places,
    unknown: headings.filter((heading, at) => heading !== "" && !used.has(at) && !exportOnly.has(heading) && !heading.startsWith(remarkHeading)),
    missing: columns.filter((column) => column.isRequired === true && !places.has(column.name)).map((column) => column.name),
    rows: [],
    examples: [],
  };
  const nameAt = places.get(kind === "organisations" ? "组织名称" : kind === "enterprises" ? "企业名称" : "项目名称");
  for (let at = headerRow; at < sheet.rows.length; at += 1) {
    const cells = sheet.rows[at] ?? [];
    if (cells.every((cell) => cellText(cell) === "")) continue;
    if (nameAt !== undefined && cellText(cells[nameAt]).startsWith(examplePrefix)) table.examples.push(at + 1);
    else table.rows.push({ row: at + 1, cells });
  }
  return table;
}

/** What is said of the table as a whole: unknown headings, missing columns, example rows. */
export function reportTable(table: Table, faults: Faults): void {
  for (const heading of table.unknown) {
    faults.note(table.headerRow, heading, {
      code: "unknown-column",
      message: `不认识的列“${heading}”，没有导入`,
      remedy: "如需导入，请改成模板中的列名，或者手工对应列",
    });
  }
  const unit = statedUnit(table.sheet, table.headerRow);
  for (const [column, at] of unit === undefined ? [] : table.places) {
    if (!column.includes("(万元)") || (table.headings[at] ?? "").includes("万元")) continue;
    faults.error(table.headerRow, column, {
      code: "unit-differs",
      message: `表上写着单位为${unit}，而“${table.headings[at] ?? ""}”按万元导入`,
      remedy: "请把金额换算成万元，并把表头写成带（万元）的",
    });
  }
  for (const column of table.missing) {
    faults.note(table.headerRow, column, { code: "missing-column", message: `缺少必填的列“${column}”`, remedy: "请补上这一列，或者手工对应列" });
  }
  for (const row of table.examples) {
    faults.warn(row, "", { code: "example-row", message: "这是模板的示例行，没有导入", remedy: "正式数据请不要以“示例：”开头" });
  }
  if (table.rows.length === 0 && table.examples.length === 0) {
    const where = `工作表“${table.sheet.name}”的表头下面没有数据`;
    faults.warn(table.headerRow, "", { code: "no-rows", message: where, remedy: "请填写后再导入" });
  }
}
