import type { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openArchive, readPart } from "./archive.ts";
import { readCaged } from "./caged.ts";
import { limits } from "./cells.ts";
import { formats, readWorkbook, writeCsv, writeWorkbook, type Column, type WrittenCell, type WrittenRow } from "./index.ts";
import { readTextTable } from "./text.ts";

async function sheetXml(stream: Readable, part = "xl/worksheets/sheet1.xml"): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readPart(await openArchive(await buffer(stream)), part)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const day = fc
  .date({ min: new Date("1950-01-01"), max: new Date("2190-01-01"), noInvalidDate: true })
  .map((date) => ({ date: date.toISOString().slice(0, 10), precision: "day" as const }));
const words = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("=1+1", "-5", "'=x", "＝A1", "_x000D_", "a,b;c\t", '"', " ", "\n", "甲\r\n乙", "]]>", "\u0000\u001F\uFFFF"),
);
/** What a cell can hold and give back: lone surrogates are no text, and a line break in a cell is one character. */
const cellText = words.map((word) => word.toWellFormed().replaceAll("\r\n", "\n")).filter((word) => word !== "");
const cell: fc.Arbitrary<WrittenCell> = fc.oneof(
  cellText,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
  day,
);

describe("a written workbook", () => {
  test("says the same when it is read again", async () => {
    const rows = fc.sample(fc.array(cell, { minLength: 1, maxLength: 8 }), 1500).map((row) => [...row, "末"]);
    const columns: Column[] = Array.from({ length: 9 }, (_, at) => ({ header: `列${at}` }));
    const { sheets } = await readWorkbook(await buffer(writeWorkbook([{ name: "表", columns, rows }])), "x.xlsx");
    expect(sheets[0]?.rows.slice(1)).toEqual(rows);
  });

  test("holds formulas as text: no cell is one", async () => {
    const xml = await sheetXml(writeWorkbook([{ name: "表", columns: [{ header: "=A1" }], rows: [["=cmd|' /C calc'!A0"], ["+1"], ["@SUM(A1)"]] }]));
    expect(xml).not.toContain("<f>");
    expect(xml.match(/t="inlineStr"/g)).toHaveLength(4);
  });

  test("freezes its header, and keeps codes as text in cells yet to be filled", async () => {
    const xml = await sheetXml(writeWorkbook([{ name: "表", columns: [{ header: "统一社会信用代码", format: formats.text, width: 22 }], rows: [] }]));
    expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    const style = /<col min="1" max="1" width="22" style="(\d+)"/.exec(xml)?.[1];
    const styles = await sheetXml(writeWorkbook([{ name: "表", columns: [{ header: "代码", format: formats.text }], rows: [] }]), "xl/styles.xml");
    const id = [...styles.matchAll(/<xf numFmtId="(\d+)"[^>]*xfId="0"/g)].map((match) => match[1])[Number(style)];
    expect(styles).toContain(`<numFmt numFmtId="${id}" formatCode="@"/>`);
  });

  test("offers short lists in place, and long ones from a hidden sheet", async () => {
    const towns = Array.from({ length: 90 }, (_, at) => `第${at}镇`);
    const columns: Column[] = [
      { header: "级别", choices: ["省重点", "市重点"], note: "按印发名单" },
      { header: "属地", choices: towns },
      { header: "责任单位属地", choices: towns },
    ];
    const make = (): Readable => writeWorkbook([{ name: "表", columns, rows: [["省重点", "第3镇"]] }]);
    const xml = await sheetXml(make());
    expect(xml).toContain('prompt="按印发名单"');
    expect(xml).toContain("<formula1>&quot;省重点,市重点&quot;</formula1>");
    expect(xml.match(/<formula1>'选项'!\$A\$1:\$A\$90<\/formula1>/g)).toHaveLength(2);
    const { sheets, rowCount } = await readWorkbook(await buffer(make()), "x.xlsx");
    expect(sheets.map(({ name, hidden, rows }) => [name, hidden, rows.length])).toEqual([
      ["表", false, 2],
      ["选项", true, 90],
    ]);
    expect(rowCount).toBe(2);
  });

  test("20,000 rows of 25 columns take less than 3 seconds of processor, pulled as they are read", async () => {
    const columns: Column[] = Array.from({ length: 25 }, (_, at) => ({ header: `列${at}`, format: formats.wan }));
    let pulled = 0;
    async function* rows(): AsyncGenerator<WrittenRow> {
      for (; pulled < 20_000; pulled++) yield columns.map((_, at) => (at % 2 === 0 ? `联泓新科锂电材料${pulled}-${at}` : pulled * 1.5 + at));
    }
    const before = process.cpuUsage();
    const stream = writeWorkbook([{ name: "表", columns, rows: rows() }]);
    let early = 0;
    for await (const _ of stream) early ||= pulled;
    // by the processor and not by the clock: the machine may be doing other work
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
    expect(early).toBeLessThan(10_000);
    expect(pulled).toBe(20_000);
  });

  test("fails when its rows fail, and closes them when the receiver goes away", async () => {
    let pulled = 0;
    let closed = 0;
    async function* endless(): AsyncGenerator<WrittenRow> {
      try {
        for (; ; pulled++) yield [`甲${Math.random()}`];
      } finally {
        closed++;
      }
    }
    const stream = writeWorkbook([{ name: "表", columns: [{ header: "甲" }], rows: endless() }]);
    for await (const _ of stream) if (pulled > 0) break;
    await expect.poll(() => closed).toBe(1);

    async function* failing(): AsyncGenerator<WrittenRow> {
      yield ["甲"];
      throw new Error("the database went away");
    }
    await expect(buffer(writeWorkbook([{ name: "表", columns: [{ header: "甲" }], rows: failing() }]))).rejects.toThrow("the database went away");
  });

  test("refuses names of sheets that Excel does not open", () => {
    for (const name of ["", "a/b", "a".repeat(32), "'a"]) expect(() => writeWorkbook([{ name, columns: [], rows: [] }])).toThrow("assertion failed");
    const sheet = { name: "表", columns: [], rows: [] };
    expect(() => writeWorkbook([sheet, sheet])).toThrow("different names");
  });
});

test("10,000 rows of 26 columns are read within 4 seconds and 400 MB", async () => {
  const columns: Column[] = Array.from({ length: 26 }, (_, at) => ({ header: `列${at}` }));
  const rows = Array.from({ length: 10_000 }, (_, row) =>
    columns.map((_column, at) => (at % 2 === 0 ? `联泓新科锂电材料一体化${row}-${at}` : row * 1.25 + at)),
  );
  const bytes = await buffer(writeWorkbook([{ name: "表", columns, rows }]));
  const started = performance.now();
  let heard = 0;
  const { peakBytes } = await readCaged({ bytes, format: "xlsx", sheetName: "" }, (said) => {
    if ("rows" in said) heard += said.rows.length;
  });
  expect(performance.now() - started).toBeLessThan(4000);
  expect(heard).toBe(10_001);
  expect(peakBytes).toBeGreaterThan(0);
  expect(peakBytes).toBeLessThan(limits.readerMemoryBytesMax);
});

describe("a written text table", () => {
  test("begins with its mark and guards what a spreadsheet would run", async () => {
    const written = await text(
      writeCsv([
        ["名称", "差"],
        ["=1+1", -5],
        ["＋1", "-5"],
        ["'=x", { date: "2023-06-01", precision: "month" }],
        ['甲\n"乙"', true],
        [null, ""],
      ]),
    );
    // the decoder of `text()` has taken the mark off
    expect(written).toBe('名称,差\r\n\'=1+1,-5\r\n\'＋1,\'-5\r\n\'\'=x,2023-06\r\n"甲\n""乙""",true\r\n,\r\n');
    const bytes = await buffer(writeCsv([["甲"]]));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test("says the same when it is read again", async () => {
    const csvText = words.map((word) => word.toWellFormed().replaceAll("\0", "")).filter((word) => word !== "");
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.oneof(csvText, fc.constant(null)), { minLength: 1, maxLength: 5 }).map((row) => [...row, "末"]),
          { minLength: 1, maxLength: 5 },
        ),
        async (rows) => {
          const written = (await text(writeCsv([["甲", "乙"], ...rows]))).replace(/^\uFEFF/, "");
          expect(readTextTable(written, "x").slice(1)).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });
});
