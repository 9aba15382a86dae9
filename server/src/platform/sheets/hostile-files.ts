/** Files that mean harm or are broken beyond reading, for tests: each with what is to become of it. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { inline, workbookOf, workbookParts, zipOf } from "./fixtures.ts";

/** `reason` is that of the refusal; "read" where the harm is none and the rows are there. */
export type HostileFile = { what: string; reason: string; make: () => Buffer | Promise<Buffer> };

const row = `<row r="1">${inline("A1", "项目名称")}</row><row r="2">${inline("A2", "甲")}</row>`;
const sheet = (inner: string, around = ""): Record<string, string> => ({
  "xl/worksheets/sheet1.xml": `<worksheet>${around}<sheetData>${inner}</sheetData></worksheet>`,
});
const many = (count: number, of: (at: number) => string): string => Array.from({ length: count }, (_, at) => of(at)).join("");

/** Rewrites bytes at an offset from the n-th occurrence of a mark. */
function patched(bytes: Buffer, { mark, offset, value, nth = 0 }: { mark: string; offset: number; value: Buffer; nth?: number }): Buffer {
  const copy = Buffer.from(bytes);
  let at = copy.indexOf(mark, 0, "latin1");
  for (let n = 0; n < nth; n++) at = copy.indexOf(mark, at + 1, "latin1");
  value.copy(copy, at + offset);
  return copy;
}

const centralEntry = "PK\u0001\u0002";
const endOfDirectory = "PK\u0005\u0006";
const four = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** A zip of one stored or deflated part under a name that a library would refuse to write. */
function zipNamed(name: string, content: string): Buffer {
  const [packed, title] = [deflateRawSync(content), Buffer.from(name)];
  const sizes = Buffer.concat([four(0), four(packed.length), four(content.length)]);
  const head = Buffer.concat([Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 0, 0]), sizes, Buffer.from([title.length, 0, 0, 0])]);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), head, title, packed]);
  const central = Buffer.concat([Buffer.from(`${centralEntry}\u0014\u0000`, "latin1"), head, Buffer.alloc(14), title]);
  const end = Buffer.concat([
    Buffer.from(endOfDirectory),
    Buffer.from([0, 0, 0, 0, 1, 0, 1, 0]),
    four(central.length),
    four(local.length),
    Buffer.from([0, 0]),
  ]);
  return Buffer.concat([local, central, end]);
}

const compound = (inside: string): Buffer =>
  Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504), Buffer.from(inside, "utf16le"), Buffer.alloc(600)]);

const entityBomb = `<!DOCTYPE w [${many(10, (at) => `<!ENTITY e${at} "${at === 0 ? "ha" : `&e${at - 1};`.repeat(10)}">`)}]>`;

const archives: HostileFile[] = [
  { what: "noise behind the signature of a zip", reason: "damaged", make: () => Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(4_000, 0xa7)]) },
  { what: "a zip without its directory", reason: "damaged", make: async () => (await workbookOf(row)).subarray(0, -200) },
  {
    what: "a directory that points before the file",
    reason: "damaged",
    make: async () => patched(await workbookOf(row), { mark: endOfDirectory, offset: 16, value: four(0xfffffff0) }),
  },
  {
    what: "a part that lies beyond the file",
    reason: "damaged",
    make: async () => patched(await workbookOf(row), { mark: centralEntry, offset: 42, value: four(0x7fffffff), nth: 4 }),
  },
  {
    what: "a directory of more entries than there are",
    reason: "damaged",
    make: async () => patched(await workbookOf(row), { mark: endOfDirectory, offset: 8, value: Buffer.from([100, 0, 100, 0]) }),
  },
  {
    what: "numbers of 64 bits where none belong",
    reason: "too-large",
    make: async () => patched(await workbookOf(row), { mark: endOfDirectory, offset: 8, value: Buffer.alloc(12, 0xff) }),
  },
  { what: "a name that climbs out of the archive", reason: "damaged", make: () => zipNamed("../../../etc/cron.d/job", "x") },
  { what: "an absolute name", reason: "damaged", make: () => zipNamed("/etc/passwd", "x") },
  { what: "a name with backslashes", reason: "damaged", make: () => zipNamed("..\\..\\windows\\job.txt", "x") },
  { what: "a part of 120 MB in 120 KB", reason: "too-large", make: () => workbookOf(row, { "xl/media/a.bin": Buffer.alloc(120 * 1024 * 1024) }) },
  {
    what: "zips within a zip",
    reason: "not-a-table",
    make: async () => zipOf({ "a.zip": await zipOf({ "b.zip": await zipOf({ "c.bin": Buffer.alloc(30_000_000) }) }) }),
  },
  { what: "ten thousand parts", reason: "too-large", make: () => zipOf(Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`xl/${at}.xml`, "x"]))) },
];

const markup: HostileFile[] = [
  {
    what: "entities that grow a billionfold, in a sheet",
    reason: "damaged",
    make: () =>
      workbookOf("", { "xl/worksheets/sheet1.xml": `${entityBomb}<worksheet><sheetData><row><c t="str"><v>&e9;</v></c></row></sheetData></worksheet>` }),
  },
  {
    what: "entities in the table of texts",
    reason: "damaged",
    make: () => workbookOf(row, { "xl/sharedStrings.xml": `${entityBomb}<sst><si><t>&e9;</t></si></sst>` }),
  },
  {
    what: "an entity that names a file of the server",
    reason: "damaged",
    make: () =>
      workbookOf(row, { "xl/workbook.xml": '<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&f;"/></sheets></workbook>' }),
  },
  { what: "a declaration in the relationships", reason: "damaged", make: () => workbookOf(row, { "_rels/.rels": `${entityBomb}<Relationships/>` }) },
  {
    what: "ten million elements within each other",
    reason: "too-large",
    make: () => workbookOf(row, { "xl/sharedStrings.xml": `<sst>${"<a>".repeat(10_000_000)}` }),
  },
  {
    what: "a million attributes of one element",
    reason: "too-large|too-slow|damaged|read",
    make: () => workbookOf(`<row r="1" ${many(1_000_000, (at) => `a${at}="" `)}>${inline("A1", "甲")}</row>`),
  },
  {
    what: "an attribute of 60 MB",
    reason: "too-large|damaged|read",
    make: () => workbookOf(`<row r="1" x="${"y".repeat(60_000_000)}">${inline("A1", "甲")}</row>`),
  },
  {
    what: "elements and attributes named after the language",
    reason: "read",
    make: () => workbookOf(`<row r="1" __proto__="1" constructor="2">${inline("A1", "甲")}<__proto__ toString="x"/></row>`),
  },
  {
    what: "a sheet in UTF-16",
    reason: "damaged",
    make: () => workbookOf("", { "xl/worksheets/sheet1.xml": Buffer.from(`\uFEFF<worksheet><sheetData>${row}</sheetData></worksheet>`, "utf16le") }),
  },
  {
    what: "a sheet in GBK that says UTF-8",
    reason: "damaged",
    make: () =>
      workbookOf("", {
        "xl/worksheets/sheet1.xml": Buffer.concat([
          Buffer.from("<worksheet><sheetData><row><c t='str'><v>"),
          Buffer.from([0xcf, 0xee]),
          Buffer.from("</v></c></row></sheetData></worksheet>"),
        ]),
      }),
  },
];

const sizes: HostileFile[] = [
  {
    what: "three million texts in a few hundred KB",
    reason: "too-large|read",
    make: () => workbookOf(row, { "xl/sharedStrings.xml": `<sst>${"<si><t>甲乙丙丁</t></si>".repeat(3_000_000)}</sst>` }),
  },
  {
    what: "one long text, named by two million cells",
    reason: "too-large",
    make: () =>
      workbookOf("", {
        ...sheet(many(40_000, () => `<row>${'<c t="s"><v>0</v></c>'.repeat(50)}</row>`)),
        "xl/sharedStrings.xml": `<sst><si><t>${"长".repeat(32_000)}</t></si></sst>`,
      }),
  },
  { what: "a claim of all the cells there can be", reason: "read", make: () => workbookOf("", sheet(row, '<dimension ref="A1:XFD1048576"/>')) },
  { what: "1,048,576 blank rows", reason: "read", make: () => workbookOf("", sheet(row + many(1_048_574, (at) => `<row r="${at + 3}"/>`))) },
  {
    what: "1,048,576 rows that hold something",
    reason: "too-many-rows",
    make: () => workbookOf("", sheet(many(1_048_576, (at) => `<row r="${at + 1}"><c><v>1</v></c></row>`))),
  },
  { what: "16,384 columns", reason: "too-many-columns", make: () => workbookOf("", sheet(`<row r="1">${"<c><v>1</v></c>".repeat(16_384)}</row>`)) },
  { what: "a cell in the last column there is", reason: "too-many-columns", make: () => workbookOf(`<row r="1">${inline("XFD1", "甲")}</row>`) },
  {
    what: "a million merged ranges",
    reason: "read",
    make: () =>
      workbookOf("", {
        "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${row}</sheetData><mergeCells>${many(1_000_000, (at) => `<mergeCell ref="A${at}:B${at + 1}"/>`)}</mergeCells></worksheet>`,
      }),
  },
  {
    what: "a million styles",
    reason: "read|too-large",
    make: () => workbookOf(row, { "xl/styles.xml": `<styleSheet><cellXfs>${'<xf numFmtId="14"/>'.repeat(1_000_000)}</cellXfs></styleSheet>` }),
  },
  {
    what: "forty sheets",
    reason: "too-large",
    make: () =>
      workbookOf(row, {
        "xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${many(40, (at) => `<sheet name="表${at}" r:id="r1"/>`)}</sheets></workbook>`,
      }),
  },
];

const places: HostileFile[] = [
  ...["-4", "0", "1e9", "NaN", "1.5", "9007199254740993"].map((place): HostileFile => ({
    what: `a row numbered ${place}`,
    reason: "damaged",
    make: () => workbookOf(`<row r="${place}">${inline("", "甲")}</row>`),
  })),
  ...["-1", "99999", "NaN", "1e400"].map((index): HostileFile => ({
    what: `text number ${index} of none`,
    reason: "damaged",
    make: () => workbookOf(`<row><c t="s"><v>${index}</v></c></row>`),
  })),
  { what: "a row that comes twice", reason: "damaged", make: () => workbookOf(row + row) },
  {
    what: "a relationship to the network",
    reason: "damaged",
    make: () =>
      workbookOf(row, {
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="http://example.invalid/sheet.xml"/></Relationships>',
      }),
  },
  {
    what: "a relationship out of the archive",
    reason: "damaged",
    make: () =>
      workbookOf(row, {
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
      }),
  },
];

const carriers: HostileFile[] = [
  { what: "macros (.xlsm)", reason: "macros", make: () => workbookOf(row, { "xl/vbaProject.bin": "x" }) },
  { what: "old macro sheets", reason: "macros", make: () => workbookOf(row, { "xl/macrosheets/sheet1.xml": "<x/>" }) },
  { what: "controls", reason: "macros", make: () => workbookOf(row, { "xl/activeX/activeX1.bin": "x" }) },
  { what: "links to other workbooks", reason: "external-links", make: () => workbookOf(row, { "xl/externalLinks/externalLink1.xml": "<x/>" }) },
  { what: "a password (.xlsx in a compound file)", reason: "encrypted", make: () => compound("EncryptedPackage") },
  { what: "an old workbook (.xls)", reason: "old-format", make: () => compound("Workbook") },
  { what: "a binary workbook (.xlsb)", reason: "old-format", make: () => zipOf({ ...workbookParts(row), "xl/workbook.bin": "x" }) },
  {
    what: "an OpenDocument table (.ods)",
    reason: "old-format",
    make: () => zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" }),
  },
  {
    what: "a page of the web named .xls",
    reason: "old-format",
    make: () => Buffer.from("<html><body><table><tr><td>=cmd|' /C calc'!A0</td></tr></table></body></html>"),
  },
  { what: "a program", reason: "not-a-table", make: () => Buffer.concat([Buffer.from("\u007FELF"), Buffer.alloc(4_000)]) },
  { what: "something gzipped", reason: "not-a-table|encoding", make: () => gzipSync(Buffer.from("名称,金额\n甲,1\n".repeat(1_000))) },
  { what: "a PDF", reason: "not-a-table", make: () => Buffer.from("%PDF-1.7\n%âãÏÓ") },
];

const texts: HostileFile[] = [
  { what: "nothing", reason: "empty", make: () => Buffer.alloc(0) },
  { what: "a mark of encoding and nothing else", reason: "empty", make: () => Buffer.from("\uFEFF") },
  { what: "text with zero bytes", reason: "not-a-table", make: () => Buffer.from("名称,金额\n甲\u0000,1\n") },
  {
    what: "broken UTF-8",
    reason: "encoding",
    make: () => Buffer.concat([Buffer.from("项目名称,金额\n高端装备制造,1\n"), Buffer.from([0xe9, 0xa1]), Buffer.from(",2\n")]),
  },
  { what: "a quote that never closes over 10 MB", reason: "damaged", make: () => Buffer.from(`"${"甲,乙\n".repeat(1_200_000)}`) },
  { what: "a line of a million commas", reason: "too-many-columns|empty", make: () => Buffer.from(`${",".repeat(1_000_000)}1\n`) },
  { what: "two million lines", reason: "too-many-rows", make: () => Buffer.from("甲,1\n".repeat(2_000_000)) },
  { what: "one word of 19 MB", reason: "read", make: () => Buffer.from("甲".repeat(6_300_000)) },
  {
    what: "half a character of UTF-16",
    reason: "encoding",
    make: () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("甲,乙\n", "utf16le"), Buffer.from([0x00])]),
  },
];

export const hostileFiles: readonly HostileFile[] = [...archives, ...markup, ...sizes, ...places, ...carriers, ...texts];
