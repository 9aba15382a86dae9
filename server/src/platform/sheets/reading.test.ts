import { readFileSync } from "node:fs";
import { Problem } from "@baton/contract/problems";
import { describe, expect, test } from "vitest";
import { inline, workbookOf } from "./fixtures.ts";
import { encodeGb18030 } from "./gb18030.ts";
import { readWorkbook, type Cell } from "./index.ts";

async function cellsOf(bytes: Buffer, name = "上报.xlsx"): Promise<Cell[][]> {
  const workbook = await readWorkbook(bytes, name);
  return workbook.sheets[0]?.rows ?? [];
}

const styles = (formats: string, cellFormats: string): string =>
  `<styleSheet xmlns="x"><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${cellFormats}</cellXfs></styleSheet>`;

describe("cells of a workbook", () => {
  test("text, numbers and truth are told apart, and a blank is null", async () => {
    const rows = `<row r="1">${inline("A1", "项目名称")}<c r="B1"><v>32000.5</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A1</f><v></v></c></row>`;
    expect(await cellsOf(await workbookOf(rows))).toEqual([["项目名称", 32_000.5, null, true]]);
  });

  test("a row keeps its number of the sheet, and blank rows at the end are none", async () => {
    const rows = `<row r="2">${inline("B2", "二")}</row><row r="5">${inline("A5", "五")}</row><row r="900"><c r="A900" s="0"/></row>`;
    const workbook = await readWorkbook(await workbookOf(rows), "x.xlsx");
    expect(workbook.sheets[0]?.rows).toEqual([[], [null, "二"], [], [], ["五"]]);
    expect(workbook.rowCount).toBe(2);
  });

  test("shared text joins its runs and leaves the reading aid out", async () => {
    const shared = `<sst><si><t xml:space="preserve"> 联泓 </t></si><si><r><t>联</t></r><r><rPr><b/></rPr><t>泓</t></r><rPh sb="0" eb="1"><t>lian</t></rPh></si><si><t>一_x000D_
二_x005F_x000D_</t></si></sst>`;
    const rows = '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row>';
    expect(await cellsOf(await workbookOf(rows, { "xl/sharedStrings.xml": shared }))).toEqual([["联泓", " 联泓 ", "一\n二_x000D_"]]);
  });

  test("a number is a date where its format shows one, as exact as the format", async () => {
    const formats =
      '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="165" formatCode="[Red]#,##0.00_);\\d"/><numFmt numFmtId="166" formatCode="h:mm AM/PM"/><numFmt numFmtId="167" formatCode="[$-804]yyyy"/>';
    const cellFormats = [14, 164, 165, 166, 167, 57, 31].map((id) => `<xf numFmtId="${id}"/>`).join("");
    const rows = `<row r="1">${[1, 2, 3, 4, 5, 6, 7, 0].map((style) => `<c s="${style}"><v>45107.5</v></c>`).join("")}<c s="1"><v>0</v></c></row>`;
    expect(await cellsOf(await workbookOf(rows, { "xl/styles.xml": styles(formats, cellFormats) }))).toEqual([
      [
        { date: "2023-06-30", precision: "day" },
        { date: "2023-06-30", precision: "month" },
        45_107.5,
        45_107.5,
        { date: "2023-06-30", precision: "year" },
        { date: "2023-06-30", precision: "month" },
        { date: "2023-06-30", precision: "day" },
        45_107.5,
        0,
      ],
    ]);
  });

  test("the day count of old Macintosh workbooks begins in 1904", async () => {
    const workbook = `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="表" r:id="r1"/></sheets></workbook>`;
    const parts = { "xl/workbook.xml": workbook, "xl/styles.xml": styles("", '<xf numFmtId="14"/>') };
    expect(await cellsOf(await workbookOf('<row><c s="1"><v>43645</v></c></row>', parts))).toEqual([[{ date: "2023-06-30", precision: "day" }]]);
  });

  test("a formula gives the value it was saved with; without one, or with a fault, it is an error and no blank", async () => {
    const rows = '<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t="e"><f>A9</f><v>#REF!</v></c><c t="e"><v>#N/A</v></c></row>';
    expect(await cellsOf(await workbookOf(rows))).toEqual([[2, { error: "not-calculated" }, { error: "#REF!" }, { error: "#N/A" }]]);
  });

  test("prefixed elements and absolute targets are the same workbook", async () => {
    const parts = {
      "xl/_rels/workbook.xml.rels":
        '<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
      "xl/workbook.xml": '<x:workbook xmlns:x="x" xmlns:rel="r"><x:sheets><x:sheet name="表" rel:id="r1"/></x:sheets></x:workbook>',
      "xl/worksheets/sheet1.xml":
        '\uFEFF<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲&amp;乙&#x4E19;</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
    };
    expect(await cellsOf(await workbookOf("", parts))).toEqual([["甲&乙丙"]]);
  });

  test("hidden sheets are marked and do not count", async () => {
    const parts = {
      "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="r1"/><sheet name="选项" state="veryHidden" r:id="r4"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels":
        '<Relationships><Relationship Id="r1" Type="a/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r4" Type="a/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
      "xl/worksheets/sheet2.xml": `<worksheet><sheetData><row>${inline("A1", "甲")}</row></sheetData></worksheet>`,
    };
    const workbook = await readWorkbook(await workbookOf(`<row>${inline("A1", "名称")}</row>`, parts), "x.xlsx");
    expect(workbook.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ["表", false],
      ["选项", true],
    ]);
    expect(workbook.rowCount).toBe(1);
  });
});

describe("text tables", () => {
  const table = '项目名称,总投资(万元)\r\n"联泓, ""新科""\r\n二期",32000\r\n';
  const expected = [
    ["项目名称", "总投资(万元)"],
    ['联泓, "新科"\r\n二期', "32000"],
  ];

  test.each([
    ["UTF-8", Buffer.from(table), "utf-8"],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${table}`), "utf-8"],
    ["GB18030", encodeGb18030(table), "gb18030"],
    ["UTF-16", Buffer.from(`\uFEFF${table}`, "utf16le"), "utf-16le"],
    ["semicolons", Buffer.from(table.replace("称,总", "称;总").replace('",3', '";3')), "utf-8"],
    ["tabs", Buffer.from(table.replace("称,总", "称\t总").replace('",3', '"\t3')), "utf-8"],
  ])("%s is read", async (_, bytes, encoding) => {
    const workbook = await readWorkbook(bytes, "上报 6月.csv");
    expect(workbook).toMatchObject({
      format: "csv",
      encoding,
      rowCount: 2,
      sheets: [{ name: "上报 6月", hidden: false }],
    });
    expect(workbook.sheets[0]?.rows).toEqual(expected);
  });

  test("content counts and not the name: a workbook named .csv is a workbook", async () => {
    expect(await readWorkbook(await workbookOf(`<row>${inline("A1", "甲")}</row>`), "a.csv")).toMatchObject({
      format: "xlsx",
    });
    expect(await readWorkbook(Buffer.from("甲,乙"), "a.xlsx")).toMatchObject({ format: "csv" });
  });

  test("characters of four bytes in GB18030 are read", async () => {
    const bytes = Buffer.concat([encodeGb18030("峄城"), Buffer.from([0x82, 0x30, 0x81, 0x30]), encodeGb18030(",甲")]);
    expect(await cellsOf(bytes)).toEqual([[`峄城${new TextDecoder("gb18030").decode(Uint8Array.of(0x82, 0x30, 0x81, 0x30))}`, "甲"]]);
  });
});

describe("files that LibreOffice 7.4 wrote", () => {
  const sample = (name: string): Buffer => readFileSync(new URL(`./samples/${name}`, import.meta.url));

  test("a workbook with dates, formulas, a merged cell and blank rows", async () => {
    expect(await cellsOf(sample("libreoffice.xlsx"))).toEqual([
      ["项目名称", "总投资(万元)", "计划开工", "实际开工", "合计"],
      [],
      [],
      ["新材料&一期\n第二行", 32_000.5, { date: "2023-06-01", precision: "month" }, { date: "2023-06-15", precision: "day" }, 64_001],
      ["合并", null, 1, 0.7778, { error: "#DIV/0!" }],
    ]);
  });

  test("the same as text in GB18030, where a failed formula is an error too", async () => {
    expect((await cellsOf(sample("libreoffice-gb18030.csv"))).slice(3)).toEqual([
      ["新材料&一期\n第二行", "32000.5", "2023年6月", "2023-06-15", "64001"],
      ["合并", null, "1", "0.7778", { error: "#DIV/0!" }],
    ]);
  });
});

async function refusal(bytes: Buffer): Promise<{ slug: string; reason: unknown; detail: string | undefined }> {
  try {
    await readWorkbook(bytes, "x.xlsx");
  } catch (error) {
    if (error instanceof Problem) return { slug: error.slug, reason: error.members["reason"], detail: error.members.detail };
    throw error;
  }
  throw new Error("the file was read");
}

describe("what cannot be read whole is refused with a sentence", () => {
  test.each([
    { what: "nothing", bytes: Buffer.alloc(0), reason: "empty", detail: "文件是空的，请确认上传的是填好的表格。" },
    {
      what: "blank lines",
      bytes: Buffer.from("\r\n,,\r\n"),
      reason: "empty",
      detail: "文件里没有内容，请确认上传的是填好的表格。",
    },
    {
      what: "a PDF",
      bytes: Buffer.from("%PDF-1.7"),
      reason: "not-a-table",
      detail: "文件是 PDF，请上传 .xlsx 或 .csv 表格。",
    },
    {
      what: "a web page",
      bytes: Buffer.from("\uFEFF <html><table>"),
      reason: "old-format",
      detail: "文件是网页格式的表格，请用表格软件打开后另存为 .xlsx。",
    },
    {
      what: "an old .xls",
      bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      reason: "old-format",
      detail: "文件是旧版 .xls 格式，请另存为 .xlsx 后上传。",
    },
    {
      what: "an .xlsx behind a password",
      bytes: Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600), Buffer.from("EncryptedPackage", "utf16le")]),
      reason: "encrypted",
      detail: "文件有打开密码，请去掉密码后上传。",
    },
    {
      what: "binary content",
      bytes: Buffer.from([1, 0, 2, 0]),
      reason: "not-a-table",
      detail: "文件不是表格，请上传 .xlsx 或 .csv 文件。",
    },
    {
      what: "no known encoding",
      bytes: Buffer.from([0xff, 0x80, 0xff, 0xff]),
      reason: "encoding",
      detail: "文件的文字编码无法识别，请另存为 .xlsx，或“CSV UTF-8”格式的 .csv。",
    },
    {
      what: "broken UTF-8, which is not GB18030",
      bytes: Buffer.concat([Buffer.from("项目名称,属地\n联泓新科,市中区\n"), Buffer.from([0xe5, 0xb1]), Buffer.from("亭区,山亭区")]),
      reason: "encoding",
      detail: "文件是UTF-8编码，但第3行有损坏的字符，请重新导出后上传。",
    },
    {
      what: "a quote that never closes",
      bytes: Buffer.from('甲,乙\n"丙,丁\n戊,己'),
      reason: "damaged",
      detail: "第2行的英文双引号没有成对，后面的行无法分开，请补上引号。",
    },
  ])("$what", async ({ bytes, reason, detail }) => {
    expect(await refusal(bytes)).toEqual({ slug: "file-refused", reason, detail });
  });

  test("rows past 50,000 are counted and said, in a workbook and in text", async () => {
    const text = Buffer.from("甲,乙\n".repeat(50_003));
    expect((await refusal(text)).detail).toBe("工作表“x”写到了第50,003行，共50,003行有内容；最多读到第50,000行，请分成几个文件。");
    const rows = `<row r="1">${inline("A1", "甲")}</row><row r="1048576">${inline("A1048576", "乙")}</row>`;
    expect(await refusal(await workbookOf(rows))).toMatchObject({ reason: "too-many-rows" });
    expect((await readWorkbook(Buffer.from("甲\n".repeat(50_000)), "x.csv")).rowCount).toBe(50_000);
  });

  test("a column past the hundredth is named, unless it is blank", async () => {
    expect((await refusal(await workbookOf(`<row r="3">${inline("CW3", "远")}</row>`))).detail).toBe(
      "工作表“表”第3行写到了CW列，最多读取100列，请删去多余的列。",
    );
    expect(await cellsOf(await workbookOf(`<row r="1">${inline("CV1", "近")}<c r="XFD1" s="0"/></row>`))).toHaveLength(1);
  });
});
