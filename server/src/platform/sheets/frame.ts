/** The parts of an .xlsx around its rows (ECMA-376 part 1, in the order of its schema). */
import { escapeText } from "./escaping.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaging = "http://schemas.openxmlformats.org/package/2006";
const mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

export function contentTypes(sheetCount: number): string {
  const override = (part: string, type: string): string => `<Override PartName="/xl/${part}.xml" ContentType="${mediaType}.${type}+xml"/>`;
  return `${declaration}<Types xmlns="${packaging}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>\
${override("workbook", "sheet.main")}${override("styles", "styles")}${numbers(sheetCount)
    .map((n) => override(`worksheets/sheet${n}`, "worksheet"))
    .join("")}</Types>`;
}

export function rootRelationships(): string {
  return `${declaration}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
}

export function workbookRelationships(sheetCount: number): string {
  const relationship = (id: number, type: string, target: string): string => `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}.xml"/>`;
  const sheets = numbers(sheetCount).map((n) => relationship(n, "worksheet", `worksheets/sheet${n}`));
  return `${declaration}<Relationships xmlns="${packaging}/relationships">${sheets.join("")}${relationship(sheetCount + 1, "styles", "styles")}</Relationships>`;
}

/** The first `visibleCount` sheets are seen; their header row repeats on every printed page. */
export function workbook(names: readonly string[], visibleCount: number): string {
  const sheets = names.map(
    (name, at) => `<sheet name="${escapeText(name)}" sheetId="${at + 1}"${at < visibleCount ? "" : ' state="hidden"'} r:id="rId${at + 1}"/>`,
  );
  const titles = names
    .slice(0, visibleCount)
    .map((name, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeText(quotedName(name))}!$1:$1</definedName>`);
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView activeTab="0"/></bookViews>\
<sheets>${sheets.join("")}</sheets><definedNames>${titles.join("")}</definedNames></workbook>`;
}

export function quotedName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** Up to the rows: one page wide in print, the header frozen, columns with their width and style. */
export function worksheetHead(columns: readonly { width: number; style: number }[]): string {
  const cols = columns.map(({ width, style }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${style}" customWidth="1"/>`);
  return `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>\
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/>${cols.length > 0 ? `<cols>${cols.join("")}</cols>` : ""}<sheetData>`;
}

export function worksheetTail(validations: readonly string[]): string {
  const checks = validations.length > 0 ? `<dataValidations count="${validations.length}">${validations.join("")}</dataValidations>` : "";
  return `</sheetData>${checks}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

/** A sheet of plain text columns, for the values of drop-downs. */
export function listsWorksheet(rows: readonly string[]): string {
  return `${declaration}<worksheet xmlns="${main}"><sheetData>${rows.join("")}</sheetData></worksheet>`;
}
