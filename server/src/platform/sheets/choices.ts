/** Drop-downs and notes of columns. Short lists stand in the validation itself; Excel wants longer ones in cells, so those go on a hidden sheet. */
import { columnName } from "./cells.ts";
import { escapeText } from "./escaping.ts";
import { listsWorksheet, quotedName } from "./frame.ts";
import type { Column, SheetToWrite } from "./writing.ts";

export type Choices = {
  sheet: { name: string; xml: string } | undefined;
  /** The `<dataValidation>` elements of a sheet, from row 2 to `lastRow`. */
  validations: (columns: readonly Column[], lastRow: number) => string[];
};

const inlineLengthMax = 255;
const noteLengthMax = 255;

function key(choices: readonly string[]): string {
  return choices.join("\n");
}

function fitsInline(choices: readonly string[]): boolean {
  return choices.join(",").length <= inlineLengthMax && choices.every((choice) => !choice.includes(","));
}

export function layOutChoices(sheets: readonly SheetToWrite[]): Choices {
  const long = sheets.flatMap((sheet) => sheet.columns.flatMap(({ choices }) => (choices?.length && !fitsInline(choices) ? [choices] : [])));
  const lists = [...new Map(long.map((choices) => [key(choices), choices])).values()];
  const taken = new Set(sheets.map((sheet) => sheet.name));
  const name = taken.has("选项") ? "选项（下拉）" : "选项";
  const source = (choices: readonly string[]): string => {
    const at = lists.findIndex((list) => key(list) === key(choices));
    if (at === -1) return `"${choices.join(",").replaceAll('"', '""')}"`;
    const column = columnName(at);
    return `${quotedName(name)}!$${column}$1:$${column}$${choices.length}`;
  };
  return {
    sheet: lists.length > 0 ? { name, xml: listsWorksheet(listRows(lists)) } : undefined,
    validations: (columns, lastRow) =>
      columns.flatMap((column, at) => {
        const range = `${columnName(at)}2:${columnName(at)}${lastRow}`;
        return column.choices?.length || column.note ? [validation(column, range, source)] : [];
      }),
  };
}

function listRows(lists: readonly (readonly string[])[]): string[] {
  const height = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: height }, (_, row) => {
    const cells = lists.map((list, at) => {
      const text = list[row];
      return text === undefined ? "" : `<c r="${columnName(at)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
    });
    return `<row r="${row + 1}">${cells.join("")}</row>`;
  });
}

function validation({ header, choices, note }: Column, range: string, source: (choices: readonly string[]) => string): string {
  const prompt = note ? ` showInputMessage="1" promptTitle="${escapeText(header.slice(0, 32))}" prompt="${escapeText(note.slice(0, noteLengthMax))}"` : "";
  if (!choices?.length) return `<dataValidation allowBlank="1"${prompt} sqref="${range}"/>`;
  const warning = ` showErrorMessage="1" errorStyle="warning" errorTitle="不在选项中" error="请从下拉选项中选择，或确认导入能识别所填内容。"`;
  return `<dataValidation type="list" allowBlank="1"${prompt}${warning} sqref="${range}"><formula1>${escapeText(source(choices))}</formula1></dataValidation>`;
}
