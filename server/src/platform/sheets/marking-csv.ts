/** A text table with remarks, in its own encoding, separators and line ends. */
import { Refusal, type TextEncoding } from "./cells.ts";
import { encodeGb18030 } from "./gb18030.ts";
import type { Marks } from "./marks.ts";
import { decodeText, findSeparator, readField } from "./text.ts";

/** The bytes of the table as it came, with `marks` in it. Throws `Refusal`. */
export function markTextTable(bytes: Buffer, marks: Marks): Buffer {
  const { text, encoding } = decodeText(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return encode(markText(text, marks), encoding, hasMark || encoding.startsWith("utf-16"));
}

function encode(text: string, encoding: TextEncoding, hasMark: boolean): Buffer {
  const marked = hasMark ? `\uFEFF${text}` : text;
  if (encoding === "gb18030") return encodeGb18030(marked);
  if (encoding === "utf-8") return Buffer.from(marked);
  const little = Buffer.from(marked, "utf16le");
  return encoding === "utf-16le" ? little : little.swap16();
}

function quoted(text: string): string {
  return text === "" ? "" : `"${text.replaceAll('"', '""')}"`;
}

function markText(text: string, { headerRow, heading, column, rows }: Marks): string {
  const separator = findSeparator(text);
  const remarks = new Map(rows.map((row) => [row.row, row.text]));
  const remarkOf = (row: number): string => {
    const remark = remarks.get(row) ?? "";
    return row === headerRow ? heading + (remark === "" ? "" : `：${remark}`) : remark;
  };
  let written = "";
  let row = 0;
  for (let at = 0; at < text.length;) {
    row++;
    const record = readRecord(text, at, separator);
    const { fields, end } = record;
    if (row >= headerRow && (row === headerRow || fields.length > 1 || fields[0] !== "")) {
      while (fields.length <= column) fields.push("");
      fields[column] = quoted(remarkOf(row));
    }
    const next = end + (text[end] === "\r" && text[end + 1] === "\n" ? 2 : end < text.length ? 1 : 0);
    written += fields.join(separator) + text.slice(end, next);
    at = next;
  }
  return written;
}

/** The fields of one record as they are written there, quotes and all, and where its line ends. */
function readRecord(text: string, start: number, separator: string): { fields: string[]; end: number } {
  const fields: string[] = [];
  for (let at = start; ; at++) {
    const field = readField(text, at, separator);
    if (field === undefined) throw new Refusal("damaged", "英文双引号没有成对，请补上引号");
    fields.push(text.slice(at, field.end));
    if (text[field.end] !== separator) return { fields, end: field.end };
    at = field.end;
  }
}
