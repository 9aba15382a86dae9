/** Styles of a written workbook: the header's, and one for each number format in use. */
import { escapeText } from "./escaping.ts";

/**
 * Number formats. `text` keeps codes as they are typed: without it Excel makes a number of 18 digits out of a credit code.
 * `wan` shows 万元 with two decimals, `exactWan` as many as there are; `rate` takes a ratio.
 */
export const formats = {
  general: "General",
  text: "@",
  wan: "#,##0.00",
  exactWan: "#,##0.######",
  count: "#,##0",
  rate: "0.00%",
  day: "yyyy-mm-dd",
  month: "yyyy-mm",
  year: "yyyy",
} as const;

export type Styles = { xml: string; of: (format: string) => number };

/** Style 0 is plain, style 1 the header; formats follow. */
export const headerStyle = 1;
const firstFormatStyle = 2;
const firstCustomId = 164;

export function collectStyles(used: readonly string[]): Styles {
  const distinct = [...new Set([formats.day, formats.month, formats.year, ...used])].filter((format) => format !== formats.general);
  const style = new Map(distinct.map((format, at) => [format, firstFormatStyle + at]));
  return { xml: stylesXml(distinct), of: (format) => style.get(format) ?? 0 };
}

function stylesXml(distinct: readonly string[]): string {
  const numberFormats = distinct.map((format, at) => `<numFmt numFmtId="${firstCustomId + at}" formatCode="${escapeText(format)}"/>`);
  const cellFormats = distinct.map((_, at) => `<xf numFmtId="${firstCustomId + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`);
  const edge = (side: string): string => `<${side} style="thin"><color rgb="FFDDE3E6"/></${side}>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${numberFormats.length}">${numberFormats.join("")}</numFmts>\
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><color rgb="FF1B2529"/><name val="宋体"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDCEBEC"/></patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${["left", "right", "top", "bottom"].map(edge).join("")}<diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="${firstFormatStyle + cellFormats.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>\
${cellFormats.join("")}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}
