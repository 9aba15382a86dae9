/** The zip around a workbook: looked over before anything in it is read, and read part by part. */
import yauzl from "yauzl";
import { grouped, limits, Refusal } from "./cells.ts";

export type Archive = { parts: ReadonlyMap<string, yauzl.Entry>; zip: yauzl.ZipFile };

const damaged = "文件已损坏或没有保存完整，请用表格软件重新保存后上传";

function openZip(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // validateEntrySizes makes a part that inflates to another size than it claims an error, so claims can be trusted
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(new Refusal("damaged", damaged));
      else resolve(zip);
    });
  });
}

/**
 * Lists the parts under the limits of number and size, without inflating any.
 * Throws `Refusal` for bombs, encrypted parts and zips that are not whole.
 */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const zip = await openZip(bytes);
  if (zip.entryCount > limits.partsMax)
    throw new Refusal("too-large", `文件内部有${grouped(zip.entryCount)}个部分，超过${limits.partsMax}个，请另存为只含数据的工作簿`);
  const parts = new Map<string, yauzl.Entry>();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", () => reject(new Refusal("damaged", damaged)));
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      const refusal = refusePart(entry, total) ?? (parts.has(partName(entry)) ? new Refusal("damaged", damaged) : undefined);
      if (refusal) return reject(refusal);
      parts.set(partName(entry), entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
  return { parts, zip };
}

function partName(entry: yauzl.Entry): string {
  return entry.fileName.toLowerCase();
}

function refusePart(entry: yauzl.Entry, total: number): Refusal | undefined {
  if ((entry.generalPurposeBitFlag & 1) !== 0) return new Refusal("encrypted", "文件有打开密码，请去掉密码后上传");
  if (entry.uncompressedSize > limits.partBytesMax || total > limits.allPartsBytesMax)
    return new Refusal("too-large", "文件展开后过大，请删去图片和多余的工作表，或分成几个文件");
  if (/(?:^|\/)(?:vbaproject\.bin|macrosheets\/|activex\/)/i.test(entry.fileName)) return new Refusal("macros", "文件含有宏，请另存为不含宏的 .xlsx 后上传");
  if (/(?:^|\/)externallinks\//i.test(entry.fileName)) return new Refusal("external-links", "文件引用了其他工作簿的数据，请把引用的内容粘贴为数值后上传");
  return undefined;
}

/** Throws `Refusal` unless the parts make an .xlsx workbook, naming what they make instead. */
export function requireWorkbook(parts: ReadonlyMap<string, yauzl.Entry>): void {
  if (parts.has("xl/workbook.bin")) throw new Refusal("old-format", "文件是二进制工作簿 .xlsb，请另存为 .xlsx 后上传");
  if (parts.has("mimetype") && parts.has("content.xml")) throw new Refusal("old-format", "文件是 .ods 格式，请另存为 .xlsx 后上传");
  if (parts.has("word/document.xml")) throw new Refusal("not-a-table", "文件是 Word 文档，请上传 .xlsx 或 .csv 表格");
  if (!parts.has("[content_types].xml") || !parts.has("_rels/.rels"))
    throw new Refusal("not-a-table", "文件是压缩包而不是表格，请解压后上传其中的 .xlsx 或 .csv");
}

/** Chunks of one part as it inflates. */
export async function* readPart(archive: Archive, name: string): AsyncGenerator<Buffer> {
  const entry = archive.parts.get(name.toLowerCase());
  if (!entry) throw new Refusal("damaged", damaged);
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    archive.zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  for await (const chunk of stream) yield chunk as Buffer;
}
