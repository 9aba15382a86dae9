import type { Buffer } from "node:buffer";
import yauzl from "yauzl";

export type Sniffed = { mediaType: string; extension: string };

const docx: Sniffed = { mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", extension: "docx" };
const xlsx: Sniffed = { mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extension: "xlsx" };

/** First bytes → type. A name or a declared type is never believed. */
const signatures: readonly (Sniffed & { bytes: readonly number[] })[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], mediaType: "application/pdf", extension: "pdf" },
  { bytes: [0xff, 0xd8, 0xff], mediaType: "image/jpeg", extension: "jpg" },
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], mediaType: "image/png", extension: "png" },
];

/** An office document has a few dozen parts; an archive with more names than this is something else. */
const partsMax = 2_000;

/** What the content is, of the kinds that evidence may be; undefined for anything else, documents with macros included. */
export async function sniff(content: Buffer): Promise<Sniffed | undefined> {
  const known = signatures.find(({ bytes }) => bytes.every((byte, at) => content[at] === byte));
  if (known !== undefined) return { mediaType: known.mediaType, extension: known.extension };
  if (content.length < 4 || content.readUInt32BE(0) !== 0x504b0304) return undefined;
  const names = await partNames(content);
  if (names === undefined || !names.has("[Content_Types].xml") || [...names].some((name) => /vbaProject\.bin$/i.test(name))) return undefined;
  if (names.has("word/document.xml")) return docx;
  return names.has("xl/workbook.xml") ? xlsx : undefined;
}

/** Names of an archive's parts, from its directory alone: nothing is unpacked. undefined where it is no whole archive. */
function partNames(content: Buffer): Promise<Set<string> | undefined> {
  return new Promise((resolve) => {
    yauzl.fromBuffer(content, { lazyEntries: true }, (failure, archive) => {
      if (failure !== null || archive === undefined || archive.entryCount > partsMax) {
        resolve(undefined);
        return;
      }
      const names = new Set<string>();
      archive.on("error", () => resolve(undefined));
      archive.on("end", () => resolve(names));
      archive.on("entry", (entry: { fileName: string }) => {
        names.add(entry.fileName);
        archive.readEntry();
      });
      archive.readEntry();
    });
  });
}
