import type { Readable } from "node:stream";
import { importColumns, type ImportKind, importKindNames } from "@baton/contract/import-columns";
import { type Column, formats, writeWorkbook } from "#platform/sheets";

/** An empty workbook with drop-downs, notes and a filled example row, which the import knows and leaves out. */
export function templateOf(kind: ImportKind): Readable {
  const columns = importColumns[kind].map((column): Column => {
    const isWan = column.isNumber === true && column.name.includes("万元");
    const note = [column.isRequired === true ? "必填" : "选填", column.note].filter((part) => part !== undefined).join("。");
    return {
      header: column.name,
      note,
      format: isWan ? formats.exactWan : column.isNumber === true || column.name === "年度" ? formats.general : formats.text,
      ...(column.choices === undefined ? {} : { choices: column.choices }),
    };
  });
  const example = importColumns[kind].map((column) => (column.example === "" ? null : column.example));
  const help = importColumns[kind].map((column) => [
    column.name,
    column.isRequired === true ? "必填" : "选填",
    column.choices?.join("、") ?? "",
    column.note ?? "",
  ]);
  return writeWorkbook([
    { name: importKindNames[kind], columns, rows: [example] },
    {
      name: "填写说明",
      columns: [
        { header: "列", width: 24 },
        { header: "是否必填", width: 10 },
        { header: "可填内容", width: 50 },
        { header: "说明", width: 50 },
      ],
      rows: help,
    },
  ]);
}
