/** Files that come back with remarks: everything else in them stays. */
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { openArchive, readPart } from "./archive.ts";
import { inline, workbookOf } from "./fixtures.ts";
import { encodeGb18030 } from "./gb18030.ts";
import { markWorkbook, readWorkbook } from "./index.ts";
import type { Marks } from "./marks.ts";
import { decodeText } from "./text.ts";
import { Readable } from "node:stream";

const marks = (given: Partial<Marks>): Marks => ({ sheet: "表", headerRow: 1, heading: "错误说明", column: 2, isThere: false, rows: [], ...given });

async function partOf(bytes: Buffer, name: string): Promise<string> {
  return (await buffer(Readable.from(readPart(await openArchive(bytes), name)))).toString("utf8");
}

const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>\
<fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="164" fontId="1" fillId="0" borderId="0" applyFont="1"><alignment horizontal="center"/></xf></cellXfs></styleSheet>`;

const sheetOf = (data: string, around: { before?: string; after?: string } = {}): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B3"/>${around.before ?? ""}<sheetData>${data}</sheetData>${around.after ?? ""}</worksheet>`;

const table = `<row r="1" spans="1:2" ht="30" customHeight="1">${inline("A1", "项目名称")}${inline("B1", "计划开工")}</row>\
<row r="2">${inline("A2", "甲 &amp; 乙")}<c r="B2" s="1"><v>45000</v></c></row><row r="3" hidden="1"><c r="B3" s="1"><v>45001</v></c></row>`;

describe("a workbook", () => {
  test("keeps heights, hidden rows, merged cells, filters and its other parts; remarks stand in the first free column", async () => {
    const after =
      '<autoFilter ref="A1:B3"/><mergeCells count="1"><mergeCell ref="A4:D5"/></mergeCells><pageMargins left="0.7" right="0.7" top="1" bottom="1" header="0" footer="0"/>';
    const book = await workbookOf("", {
      "xl/worksheets/sheet1.xml": sheetOf(table, { before: '<cols><col min="1" max="8" width="12" customWidth="1"/></cols>', after }),
      "xl/styles.xml": styles,
      "xl/media/image1.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]),
    });
    const rows = [{ row: 3, text: "【项目名称】没有填写；请补上", columns: [0, 1] }];
    const { bytes, format } = await markWorkbook(book, "xlsx", marks({ rows }));
    expect(format).toBe("xlsx");
    const sheet = await partOf(bytes, "xl/worksheets/sheet1.xml");
    expect(sheet).toContain('<row r="1" ht="30" customHeight="1">');
    expect(sheet).toContain('<row r="3" hidden="1">');
    expect(sheet).toContain(after.replace("/>", "></autoFilter>").split("<mergeCells")[0] ?? "");
    expect(sheet).toContain('<mergeCell ref="A4:D5">');
    expect(sheet).not.toContain("<dimension");
    // A4:D5 is merged, so that E is the first free column; the range of widths that covered it is parted
    expect(sheet).toContain(
      '<cols><col min="1" max="4" width="12" customWidth="1"></col><col min="5" max="5" width="60" customWidth="1"></col><col min="6" max="8" width="12" customWidth="1"></col></cols>',
    );
    expect(await buffer(Readable.from(readPart(await openArchive(bytes), "xl/media/image1.png")))).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]));
    const read = await readWorkbook(bytes, "a.xlsx");
    expect(read.sheets[0]?.rows).toEqual([
      ["项目名称", "计划开工", null, null, "错误说明"],
      ["甲 & 乙", { date: "2023-03-15", precision: "day" }],
      [null, { date: "2023-03-16", precision: "day" }, null, null, "【项目名称】没有填写；请补上"],
    ]);
  });

  test("faulty cells stand on a coloured ground and keep their format; blank ones too, in their place", async () => {
    const book = await workbookOf("", { "xl/worksheets/sheet1.xml": sheetOf(table), "xl/styles.xml": styles });
    const { bytes } = await markWorkbook(book, "xlsx", marks({ rows: [{ row: 3, text: "有误", columns: [0, 1] }] }));
    const sheet = await partOf(bytes, "xl/worksheets/sheet1.xml");
    // style 2 is the remark's; 3 and 4 are the plain one's and the date's on the ground
    expect(sheet).toMatch(/<row r="3" hidden="1"><c r="A3" s="3"><\/c><c r="B3" s="4"><v>45001<\/v><\/c><c r="C3" s="2" t="inlineStr">/);
    const written = await partOf(bytes, "xl/styles.xml");
    expect(written).toContain('<patternFill patternType="solid"><fgColor rgb="FFFBE3E0"/>');
    expect(written).toContain(
      '<xf numFmtId="164" fontId="1" fillId="2" borderId="0" applyFont="1" applyFill="1"><alignment horizontal="center"></alignment></xf>',
    );
    expect(written).not.toMatch(/<(?:fills|cellXfs) count/);
  });

  test("remarks of an earlier round give way to the new ones, and those mended are gone", async () => {
    const once = `<row r="1">${inline("A1", "项目名称")}${inline("B1", "错误说明：旧")}</row><row r="2">${inline("A2", "甲")}${inline("B2", "旧一")}</row><row r="3">${inline("A3", "乙")}${inline("B3", "旧二")}</row>`;
    const { bytes } = await markWorkbook(await workbookOf(once), "xlsx", marks({ column: 1, isThere: true, rows: [{ row: 3, text: "新", columns: [] }] }));
    expect((await readWorkbook(bytes, "a.xlsx")).sheets[0]?.rows).toEqual([["项目名称", "错误说明"], ["甲"], ["乙", "新"]]);
  });

  test("titles above the header are left alone, and a workbook without styles is remarked on all the same", async () => {
    const titled = `<row r="1">${inline("A1", "2023年名单")}</row><row r="2">${inline("A2", "项目名称")}</row><row r="3">${inline("A3", "甲")}</row>`;
    const { bytes } = await markWorkbook(
      await workbookOf(titled),
      "xlsx",
      marks({ headerRow: 2, column: 1, rows: [{ row: 3, text: "有误\n两处", columns: [0] }] }),
    );
    expect((await readWorkbook(bytes, "a.xlsx")).sheets[0]?.rows).toEqual([["2023年名单"], ["项目名称", "错误说明"], ["甲", "有误\n两处"]]);
  });

  test("what LibreOffice wrote comes back as it was, with its remarks", async () => {
    const bytes = readFileSync(new URL("samples/libreoffice.xlsx", import.meta.url));
    const before = await readWorkbook(bytes, "a.xlsx");
    const [sheet] = before.sheets;
    const width = Math.max(...(sheet?.rows ?? []).map((row) => row.length));
    const last = sheet?.rows.length ?? 0;
    const marked = await markWorkbook(bytes, "xlsx", marks({ sheet: sheet?.name ?? "", column: width, rows: [{ row: last, text: "核对", columns: [0] }] }));
    const after = await readWorkbook(marked.bytes, "a.xlsx");
    expect(after.sheets.map(({ name }) => name)).toEqual(before.sheets.map(({ name }) => name));
    expect(after.sheets[0]?.rows.map((row) => row.slice(0, width))).toEqual(sheet?.rows.map((row) => row.slice(0, width)));
    expect(after.sheets[0]?.rows.at(-1)?.at(-1)).toBe("核对");
    expect([...(await openArchive(marked.bytes)).parts.keys()].toSorted()).toEqual([...(await openArchive(bytes)).parts.keys()].toSorted());
  });

  test("one whose parts are damaged is refused, and half of it is never given back", async () => {
    const book = await workbookOf(table, { "docProps/app.xml": "x".repeat(5_000) });
    const spoilt = Buffer.from(book);
    const at = spoilt.indexOf("docProps/app.xml") + "docProps/app.xml".length;
    spoilt.fill(0xff, at, at + 20);
    await expect(markWorkbook(spoilt, "xlsx", marks({}))).rejects.toMatchObject({ slug: "file-refused", members: { reason: "damaged" } });
  });
});

describe("a text table", () => {
  const rows = [{ row: 3, text: '【金额】“三千”不是数字；写成"3000"', columns: [1] }];
  const written = '名称,"金额"\r\n甲,1\r\n"乙\r\n二",三千\r\n\r\n丙';
  const expected = '名称,"金额","错误说明"\r\n甲,1,\r\n"乙\r\n二",三千,"【金额】“三千”不是数字；写成""3000"""\r\n\r\n丙,,';

  test.each([
    ["UTF-8", Buffer.from(written), Buffer.from(expected)],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${written}`), Buffer.from(`\uFEFF${expected}`)],
    ["GB18030", encodeGb18030(written), encodeGb18030(expected)],
    ["UTF-16", Buffer.from(`\uFEFF${written}`, "utf16le"), Buffer.from(`\uFEFF${expected}`, "utf16le")],
    ["UTF-16 the other way round", Buffer.from(`\uFEFF${written}`, "utf16le").swap16(), Buffer.from(`\uFEFF${expected}`, "utf16le").swap16()],
  ])("in %s comes back in it, byte for byte but for the remarks", async (_, given, wanted) => {
    const { bytes, format } = await markWorkbook(given, "csv", marks({ rows }));
    expect(format).toBe("csv");
    expect(bytes.equals(wanted)).toBe(true);
  });

  test("remarks of an earlier round give way, and a tab stays a tab", async () => {
    const { bytes } = await markWorkbook(
      Buffer.from("名称\t错误说明\n甲\t旧\n乙\t旧\n"),
      "csv",
      marks({ column: 1, isThere: true, rows: [{ row: 3, text: "新", columns: [] }] }),
    );
    expect(bytes.toString()).toBe('名称\t"错误说明"\n甲\t\n乙\t"新"\n');
  });
});

test("GB18030 is written as it is read: every character of it, of two bytes and of four", () => {
  const letters = Array.from({ length: 0x3000 }, (_, at) => String.fromCodePoint(0x20 + at * 5)).filter(
    (letter) => !/[\p{Surrogate}\p{Private_Use}]/u.test(letter),
  );
  const text = `甲${letters.join("")}㐀𠀀😀€重点项目`;
  const wanted = [...text];
  const read = decodeText(encodeGb18030(text)).text;
  // by place, so that a difference is told by its character and not by all of them
  expect([...read].findIndex((letter, at) => letter !== wanted[at])).toBe(-1);
});
