/** Reads an uploaded table: tells what it is by its content, has it read in the cage, counts its rows. */
import { problem } from "@baton/contract/problems";
import { openArchive, requireWorkbook } from "./archive.ts";
import { readCaged, type ReadRequest } from "./caged.ts";
import { type MarkedFile, markCaged, type Marks } from "./marked.ts";
import { limits, Refusal, type Sheet, type TextEncoding, type Workbook } from "./cells.ts";
import { queued } from "./queue.ts";

/** Readers at one time; each may take a core and 400 MB. */
const readersMax = 2;
const waitingMax = 20;
const inTurn = queued(readersMax, waitingMax);

/**
 * Reads an .xlsx or text table of at most 20 MB, whatever its name ends in; the name is only used to name the sheet of
 * a text table. Every row is there or the file is refused: nothing is cut off.
 * Throws `file-refused` with `reason` and a sentence with the remedy; `busy` while too many files are being read.
 */
export async function readWorkbook(bytes: Buffer, fileName: string, { signal, onRows }: Following = {}): Promise<Workbook> {
  return refusing(async () => {
    const format = await formatOf(bytes);
    return inTurn(() => readTable({ bytes, format, sheetName: sheetNameOf(fileName), signal }, onRows));
  });
}

/** `onRows` hears how many rows have been read so far. */
type Following = { signal?: AbortSignal; onRows?: (count: number) => void };

async function refusing<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw problem("file-refused", { detail: `${error.message}。`, reason: error.reason });
    throw error;
  }
}

/**
 * The file itself with a column of remarks and marked cells, everything else in it kept; made in the cage, because the
 * file is as hostile as it was when it was read. A text table keeps its encoding and its separators.
 * Throws as `readWorkbook`.
 */
export async function markWorkbook(bytes: Buffer, format: "xlsx" | "csv", marks: Marks): Promise<MarkedFile> {
  return refusing(() => inTurn(async () => ({ bytes: await markCaged(bytes, format, marks), format })));
}

async function readTable(request: ReadRequest, onRows?: (count: number) => void): Promise<Workbook> {
  const sheets: Sheet[] = [];
  let encoding: TextEncoding | undefined;
  await readCaged(request, (said) => {
    if ("sheet" in said) sheets.push({ ...said.sheet, rows: [] });
    else if ("rows" in said) for (const row of said.rows) sheets.at(-1)?.rows.push(row);
    else if ("read" in said) onRows?.(said.read);
    else if ("done" in said) encoding = said.encoding;
  });
  const visible = sheets.filter((sheet) => !sheet.hidden);
  const rowCount = visible.reduce((count, sheet) => count + sheet.rows.filter((row) => row.length > 0).length, 0);
  if (rowCount === 0) throw new Refusal("empty", "文件里没有内容，请确认上传的是填好的表格");
  return { format: request.format, ...(encoding ? { encoding } : {}), sheets, rowCount };
}

function sheetNameOf(fileName: string): string {
  const base = fileName.replaceAll("\0", "").slice(-200);
  return (
    base
      .slice(base.search(/[^/\\]*$/))
      .replace(/\.[^.]*$/, "")
      .slice(0, 60) || "表格"
  );
}

function startsWith(bytes: Buffer, ...signature: number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** Tells a workbook from a text table by content; refuses by name what is neither, before anything is parsed. */
async function formatOf(bytes: Buffer): Promise<"xlsx" | "csv"> {
  if (bytes.length === 0) throw new Refusal("empty", "文件是空的，请确认上传的是填好的表格");
  if (bytes.length > limits.uploadBytesMax) throw new Refusal("too-large", "文件超过20 MB，请分成几个文件");
  if (startsWith(bytes, 0x50, 0x4b)) {
    const { parts } = await openArchive(bytes);
    requireWorkbook(parts);
    return "xlsx";
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw refuseCompoundFile(bytes);
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new Refusal("not-a-table", "文件是 PDF，请上传 .xlsx 或 .csv 表格");
  const head = bytes.subarray(0, 512).toString("utf8").trimStart().toLowerCase();
  if (/^<(?:\?xml|!doctype|html|table|meta)/.test(head)) throw new Refusal("old-format", "文件是网页格式的表格，请用表格软件打开后另存为 .xlsx");
  return "csv";
}

/** The old binary container holds an .xls workbook, or an .xlsx behind a password. */
function refuseCompoundFile(bytes: Buffer): Refusal {
  if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) return new Refusal("encrypted", "文件有打开密码，请去掉密码后上传");
  return new Refusal("old-format", "文件是旧版 .xls 格式，请另存为 .xlsx 后上传");
}
