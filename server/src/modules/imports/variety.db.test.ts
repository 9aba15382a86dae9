/** Tables as offices have them: of several programs, encodings and habits. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { readAs } from "#platform/database";
import { encodeGb18030, inline, workbookOf } from "../../testing/workbooks.ts";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { type Cells, type Door, multipart, openDoor, xlsx } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  door = await openDoor(city, [routes]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});
beforeEach(() => door.as(seeded.actor.dispatch));

const headings = ["项目名称", "属地", "项目级别", "项目类别", "总投资(万元)", "年度", "年度计划投资(万元)", "当前阶段"];

async function cards(name: string): Promise<unknown[]> {
  const { rows } = await readAs(city.web.db, seeded.actor.dispatch, (tx) =>
    sql`select c.name, c.total_investment_fen as total, c.plan_fen as plan,
        (select array_agg(n.kind || ' ' || n.planned_on || ' ' || n.precision order by n.kind) from kernel_node n where n.subject_id = c.subject_id and n.superseded_at = 'infinity') as nodes
      from projects_card c where c.name like ${`${name}%`} order by c.name collate "C"`.execute(tx),
  );
  return rows;
}

/** Cells of one row of a sheet, given as XML, from column A. */
const line = (row: number, cells: string[]): string => `<row r="${row}">${cells.join("")}</row>`;
const text = (reference: string, value: string): string => inline(reference, value);
const places = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const texts = (row: number, values: readonly string[]): string[] => values.flatMap((value, at) => (value === "" ? [] : [text(`${places[at]}${row}`, value)]));

test("Excel: shared texts with runs, typed dates of 1904, numbers, truth, a hidden row, a filter, widths and a frozen pane", async () => {
  const shared = [
    "项目名称",
    "属地",
    "项目级别",
    "项目类别",
    "总投资(万元)",
    "年度",
    "年度计划投资(万元)",
    "当前阶段",
    "计划开工",
    "甲区",
    "市重点",
    "实施类",
    "在建",
  ];
  const strings = `<sst>${shared.map((one) => `<si><t>${one}</t></si>`).join("")}<si><r><rPr><b/></rPr><t xml:space="preserve">微软 </t></r><r><t>项目一</t></r><rPh sb="0" eb="2"><t>weiruan</t></rPh></si></sst>`;
  const s = (reference: string, at: number): string => `<c r="${reference}" t="s"><v>${at}</v></c>`;
  const head = line(
    1,
    Array.from({ length: 9 }, (_, at) => s(`${places[at]}1`, at)),
  );
  // 43538 days after 1904-01-01 are 15 March 2023; style 1 is a date
  const body = `<row r="2" hidden="1">${s("A2", 13)}${s("B2", 9)}${s("C2", 10)}${s("D2", 11)}<c r="E2"><v>1234.5</v></c><c r="F2"><v>2023</v></c><c r="G2"><f>E2/2</f><v>617.25</v></c>${s("H2", 12)}<c r="I2" s="1"><v>43538</v></c></row>`;
  const book = await workbookOf("", {
    "xl/worksheets/sheet1.xml": `<worksheet><sheetPr filterMode="1"/><dimension ref="A1:I2"/><sheetViews><sheetView><pane ySplit="1" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="9" width="12"/></cols><sheetData>${head}${body}</sheetData><autoFilter ref="A1:I2"><filterColumn colId="0"/></autoFilter></worksheet>`,
    "xl/sharedStrings.xml": strings,
    "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/workbook.xml":
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
  });
  expect((await door.send("projects", "commit", book)).body).toMatchObject({ rows: 1, accepted: 1, changed: 1, errors: [] });
  expect(await cards("微软")).toEqual([{ name: "微软 项目一", total: 1_234_500_000, plan: 617_250_000, nodes: ["start 2023-03-15 day"] }]);
});

test("WPS: a title and a note above, headings in two rows with merged cells, numbers as text in every width, blanks around words", async () => {
  const rows = [
    line(1, [text("A1", "2023年重点项目表")]),
    line(2, [text("G2", "2023年6月填报")]),
    line(3, texts(3, ["序号", "项目 名称*", "属地", "级别", "类别", "投资（万元）", "", "年度", "当前阶段", "计划开工"])),
    line(4, ["", "", "", "", ""].concat([text("F4", "总投资"), text("G4", "年度计划投资")])),
    line(5, texts(5, ["1", "　金山项目一 ", " 甲区", "市重点 ", "实施类", "１２，３４５．６７", "1,000.5", "2023年", "在建", "2023年6月"])),
    line(6, texts(6, ["2", "金山项目二", "甲一镇", "市级", "实施", "　800　", "400元", "2023", "建设", "2023.6.15"])),
    line(7, texts(7, ["合计", "", "", "", "", "", "", "", "", ""])),
  ].join("");
  const book = await workbookOf("", {
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData><mergeCells count="3"><mergeCell ref="A1:J1"/><mergeCell ref="F3:G3"/><mergeCell ref="B3:B4"/></mergeCells></worksheet>`,
  });
  const { body } = await door.send("projects", "check", book);
  expect(body).toMatchObject({ rows: 3, unknownColumns: ["序号"] });
  expect(body.errors.filter(({ code }) => code !== "unknown-column").map(({ row, column, code }) => [row, column, code])).toEqual([
    [6, "年度计划投资(万元)", expect.any(String)],
    ...["项目名称", "属地", "项目级别", "项目类别", "总投资(万元)", "年度", "年度计划投资(万元)", "当前阶段"].map(() => [7, expect.any(String), "required"]),
  ]);
  const { payload, headers } = multipart({ kind: "projects" }, book);
  const seen = (await door.app.inject({ method: "POST", url: "/api/import-previews", payload, headers })).json() as {
    sheets: { headerRow: number; headings: string[]; missing: string[] }[];
  };
  expect(seen.sheets[0]).toMatchObject({
    headerRow: 4,
    missing: [],
    headings: ["序号", "项目 名称*", "属地", "级别", "类别", "总投资(万元)", "年度计划投资(万元)", "年度", "当前阶段", "计划开工"],
  });
  const mended = await workbookOf(rows.replace("400元", "400").replace(/<row r="7">.*?<\/row>/, ""));
  expect((await door.send("projects", "commit", mended)).body).toMatchObject({ accepted: 2, changed: 2 });
  expect(await cards("金山")).toEqual([
    { name: "金山项目一", total: 12_345_670_000, plan: 1_000_500_000, nodes: ["start 2023-06-01 month"] },
    { name: "金山项目二", total: 800_000_000, plan: 400_000_000, nodes: ["start 2023-06-15 day"] },
  ]);
});

test("a unit stated for the whole table is believed rather than a bare heading: nothing is taken for 万元 that is 亿元", async () => {
  const bare = headings.map((heading) => heading.replace("(万元)", ""));
  const values = ["亿元项目", "甲区", "市重点", "实施类", 3, 2023, 1, "在建"];
  const stated = (note: string, heads: readonly string[]): Promise<Buffer> => xlsx(["项目表", "", "", note, "", "", "", ""], [heads, values] as Cells[]);
  const refused = await door.send("projects", "commit", await stated("单位：亿元", bare));
  expect(refused.body).toMatchObject({ accepted: 0, isWritten: false });
  expect(refused.body.errors.map(({ column, code }) => [column, code])).toEqual([
    ["总投资(万元)", "unit-differs"],
    ["年度计划投资(万元)", "unit-differs"],
  ]);
  expect((await door.send("projects", "check", await stated("单位：万元", bare))).body).toMatchObject({ accepted: 1 });
  expect((await door.send("projects", "check", await stated("单位：亿元", headings))).body).toMatchObject({ accepted: 1 });
  const grouped = await workbookOf(
    line(1, texts(1, ["项目名称", "属地", "项目级别", "项目类别", "投资(亿元)", "", "年度", "当前阶段"])) +
      line(2, [text("E2", "总投资"), text("F2", "年度计划投资")]) +
      line(3, texts(3, ["甲", "甲区", "市重点", "实施类", "3", "1", "2023", "在建"])),
  );
  expect((await door.send("projects", "check", grouped)).body).toMatchObject({ accepted: 0, unknownColumns: ["总投资(亿元)", "年度计划投资(亿元)"] });
});

test.each<[string, (words: string) => Buffer]>([
  ["UTF-8", (words) => Buffer.from(words)],
  ["UTF-8 with its mark and tabs", (words) => Buffer.from(`\uFEFF${words.replaceAll(",", "\t")}`)],
  ["GB18030 with rare characters", (words) => encodeGb18030(words)],
  ["UTF-16 as Excel saves Unicode text", (words) => Buffer.from(`\uFEFF${words.replaceAll(",", "\t")}`, "utf16le")],
  ["semicolons and line ends of old Macintoshes", (words) => Buffer.from(words.replaceAll(",", ";").replaceAll("\r\n", "\r"))],
])("a text table in %s says the same", async (what, encode) => {
  const words = `${headings.join(",")}\r\n"㙍塘𠀀${what}",甲区,市重点,实施类,1234.5,2023,100,在建\r\n`;
  expect((await door.send("projects", "commit", encode(words))).body).toMatchObject({ rows: 1, accepted: 1, changed: 1, errors: [] });
  expect(await cards(`㙍塘𠀀${what}`)).toMatchObject([{ total: 1_234_500_000 }]);
});

test("truth is read as a cell's own and as every word for it", async () => {
  const firms = ["企业名称", "统一社会信用代码", "属地", "是否规上"];
  const head = line(1, texts(1, firms));
  const body = line(2, [...texts(2, ["真值企业", "91110000600037341L", "甲区"]), '<c r="D2" t="b"><v>1</v></c>']);
  expect((await door.send("enterprises", "commit", await workbookOf(head + body))).body).toMatchObject({ accepted: 1, changed: 1 });
  for (const [word, changed] of [
    ["是", 0],
    ["√", 0],
    ["Y", 0],
    ["否", 1],
    ["×", 0],
    ["FALSE", 0],
  ] as const) {
    const again = await xlsx(firms, [["真值企业", "91110000600037341L", "甲区", word]]);
    expect({ word, ...(await door.send("enterprises", "commit", again)).body }).toMatchObject({ word, accepted: 1, changed });
  }
});
