/** Text tables: encoding, separator, quotes. Everything is text here; a number's meaning belongs to its column. */
import { Refusal, type Cell, type TextEncoding } from "./cells.ts";
import { gatherRows } from "./gathering.ts";

/**
 * Decodes by its mark (BOM), else as strict UTF-8, else as strict GB18030, else refuses.
 * Almost any bytes pass as GB18030, so what is mostly good UTF-8 with a few broken bytes is refused as broken
 * rather than turned into other characters.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: strictly("utf-16le", bytes), encoding: "utf-16le" };
  if (first === 0xfe && second === 0xff) return { text: strictly("utf-16be", bytes), encoding: "utf-16be" };
  const utf8 = tryDecode("utf-8", bytes);
  if (utf8 !== undefined) return { text: plain(utf8), encoding: "utf-8" };
  refuseBrokenUtf8(bytes);
  return { text: plain(strictly("gb18030", bytes)), encoding: "gb18030" };
}

function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // `fatal` throws for the one reason asked about
  }
}

function strictly(encoding: string, bytes: Uint8Array): string {
  const text = tryDecode(encoding, bytes);
  if (text === undefined) throw new Refusal("encoding", "文件的文字编码无法识别，请另存为 .xlsx，或“CSV UTF-8”格式的 .csv");
  return text;
}

function plain(text: string): string {
  if (text.includes("\0")) throw new Refusal("not-a-table", "文件不是表格，请上传 .xlsx 或 .csv 文件");
  return text;
}

function refuseBrokenUtf8(bytes: Uint8Array): void {
  const lenient = new TextDecoder("utf-8").decode(bytes);
  const broken = lenient.match(/\uFFFD/g)?.length ?? 0;
  const han = lenient.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (han <= broken) return;
  const line = lenient.slice(0, lenient.indexOf("\uFFFD")).split("\n").length;
  throw new Refusal("encoding", `文件是UTF-8编码，但第${line}行有损坏的字符，请重新导出后上传`);
}

const separators = [",", "\t", ";"] as const;

/** The separator of the first line that has one: the most frequent outside quotes. */
export function findSeparator(text: string): string {
  for (const line of text.slice(0, 65_536).split(/\r\n|\n|\r/, 20)) {
    const bare = line.replaceAll(/"(?:[^"]|"")*"/g, "");
    const counted = separators.map((separator) => ({ separator, count: bare.split(separator).length - 1 }));
    const best = counted.reduce((most, next) => (next.count > most.count ? next : most));
    if (best.count > 0) return best.separator;
  }
  return ",";
}

/** What an export puts before text that a spreadsheet would run as a formula; see `writing-csv.ts`. */
const guarded = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;

/** What a spreadsheet writes where a formula failed. */
const formulaFault = /^(?:#(?:REF!|DIV\/0!|N\/A|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3})$/;

function cellOf(written: string): Cell {
  if (formulaFault.test(written)) return { error: written };
  return written === "" ? null : written.replace(guarded, "");
}

/** Rows of a text table by RFC 4180, with any line ending; a quote that never closes is refused, because it would swallow rows. */
export function readTextTable(text: string, sheetName: string, onRows?: (rows: number) => void): Cell[][] {
  const separator = findSeparator(text);
  const gathering = gatherRows(sheetName, { cells: 0, rows: 0, ...(onRows ? { onRows } : {}) });
  let cells: Cell[] = [];
  let rowIndex = 0;
  let at = 0;
  while (at < text.length) {
    const field = readField(text, at, separator);
    if (field === undefined) throw new Refusal("damaged", `第${rowIndex + 1}行的英文双引号没有成对，后面的行无法分开，请补上引号`);
    cells.push(cellOf(field.written));
    at = field.end;
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
    }
    gathering.add(rowIndex++, cells);
    cells = [];
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
  }
  return gathering.finish();
}

/** One field from `start`: what it says, and where its separator or line end stands. Undefined where its quote never closes. */
export function readField(text: string, start: number, separator: string): { written: string; end: number } | undefined {
  let written = "";
  let at = start;
  if (text[at] === '"') {
    for (at++; ; at++) {
      const quote = text.indexOf('"', at);
      if (quote === -1) return undefined;
      written += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      written += '"';
    }
  }
  const rest = at;
  while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
  return { written: written + text.slice(rest, at), end: at };
}
