import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { type Paper, writePaper } from "./index.ts";
import { balanced } from "./title.ts";

const sentence = "坚持工作项目化项目清单化清单责任化责任时限化";
const paper: Paper = {
  head: { issuer: "示例市重点项目建设指挥部", number: "示重点〔2023〕6号" },
  title: "关于2023年6月全市重点项目建设进展情况的通报",
  recipients: "各区（市）人民政府",
  blocks: [
    { kind: "heading", level: 1, text: "一、总体情况" },
    { kind: "heading", level: 2, text: "（一）完成投资" },
    { kind: "paragraph", text: sentence.repeat(90) },
    { kind: "table", title: "完成情况", head: ["区（市）", "完成率"], rows: [["甲区", "77.78%"]], numeric: [false, true] },
    { kind: "bars", title: "完成率", categories: ["甲区", "乙区"], values: [0.7778, null], format: "0.0%" },
  ],
  attachments: ["进展情况表"],
  signature: { org: "示例市重点项目建设指挥部", on: "2023-07-06" },
  imprint: { copyTo: "市委办公室", printedBy: "示例市发展和改革委员会", on: "2023-07-06" },
  source: null,
};

let file: Buffer;
let body: string;
let part: (path: string) => string;

beforeAll(async () => {
  file = await writePaper(paper);
  const parts = unzipSync(file);
  part = (path) => strFromU8(parts[path] ?? new Uint8Array());
  body = part("word/document.xml");
});

/** The attributes of the first such element, as numbers. */
function measured(xml: string, element: string): Record<string, number> {
  const found = new RegExp(`<w:${element} ([^>]*)/?>`).exec(xml)?.[1] ?? "";
  return Object.fromEntries([...found.matchAll(/w:(\w+)="(-?\d+)"/g)].map(([, name, value]) => [name, Number(value)]));
}

const mm = (twips: number | undefined): number => ((twips ?? 0) / 1440) * 25.4;

describe("a paper's page, as GB/T 9704-2012 says", () => {
  test("is A4 with 37 mm above, 28 mm at the binding and an area of 156 × 225 mm", () => {
    const size = measured(body, "pgSz");
    const margin = measured(body, "pgMar");
    expect([mm(size["w"]), mm(size["h"])].map(Math.round)).toEqual([210, 297]);
    expect(mm(margin["top"])).toBeCloseTo(37, 1);
    expect(mm(margin["left"])).toBeCloseTo(28, 1);
    expect(mm((size["w"] ?? 0) - (margin["left"] ?? 0) - (margin["right"] ?? 0))).toBeCloseTo(156, 1);
    expect(mm((size["h"] ?? 0) - (margin["top"] ?? 0) - (margin["bottom"] ?? 0))).toBeCloseTo(225, 1);
  });
  test("holds 22 lines, and 28 characters of 16 pt in a line but not 29", () => {
    const { linePitch = 0 } = measured(body, "docGrid");
    const { top = 0, bottom = 0, left = 0, right = 0 } = measured(body, "pgMar");
    const { w = 0, h = 0 } = measured(body, "pgSz");
    expect(Math.floor((h - top - bottom) / linePitch)).toBe(22);
    const run = /<w:r><w:rPr>.{0,400}?<w:t[^>]*>坚持工作/.exec(body)?.[0] ?? "";
    expect(run).toContain('<w:sz w:val="32"/>');
    const pitch = 16 * 20 + (measured(run, "spacing")["val"] ?? 0);
    expect(Math.floor((w - left - right) / pitch)).toBe(28);
  });
  test("names its fonts, and which may stand in for each", () => {
    const table = part("word/fontTable.xml");
    for (const font of ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"]) {
      expect(body).toContain(`w:eastAsia="${font}"`);
      expect(table).toMatch(new RegExp(`w:name="${font}"><w:altName w:val="[^"]+"`));
    }
  });
  test("numbers odd pages at the right and even ones at the left, one character in, in 四号", () => {
    expect(part("word/settings.xml")).toContain("<w:evenAndOddHeaders");
    const footers = ["word/footer1.xml", "word/footer2.xml"].map(part);
    expect(new Set(footers.map((xml) => /<w:jc w:val="(\w+)"/.exec(xml)?.[1]))).toEqual(new Set(["left", "right"]));
    for (const xml of footers) expect(xml).toContain('<w:sz w:val="28"/>');
  });
  test("writes dates without leading zeros", () => {
    expect(body).toContain("2023年7月6日");
  });
});

test("a title breaks between words into even lines, the short one stays whole", () => {
  expect(balanced("关于重点项目的通报", 20)).toEqual(["关于重点项目的通报"]);
  const lines = balanced("关于2023年6月全市重点项目建设进展情况和要素保障工作的通报", 20);
  expect(lines.join("")).toBe("关于2023年6月全市重点项目建设进展情况和要素保障工作的通报");
  expect(lines).toHaveLength(2);
});

const run = promisify(execFile);
const hasWriter = await run("sh", ["-c", 'command -v pdftotext && test -e "$(dirname "$(readlink -f "$(command -v soffice)")")"/../program/libswlo.so']).then(
  () => true,
  () => false,
);

// LibreOffice Writer and poppler are Debian packages that an office machine has and a bare one may lack
test.skipIf(!hasWriter)("LibreOffice opens it and prints 22 lines of 28 characters on a full page", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "baton-paper-"));
  try {
    await writeFile(join(folder, "paper.docx"), file);
    await run("soffice", [
      `-env:UserInstallation=file://${folder}/profile`,
      "--headless",
      "--convert-to",
      "pdf",
      "--outdir",
      folder,
      join(folder, "paper.docx"),
    ]);
    await run("pdftotext", ["-bbox", "-f", "2", "-l", "2", join(folder, "paper.pdf"), join(folder, "page.html")]);
    const words = [...(await readFile(join(folder, "page.html"), "utf8")).matchAll(/yMin="([\d.]+)"[^>]*>([^<]*)</g)].map(([, y = "", text = ""]) => ({
      y,
      text,
    }));
    const lines = [...Map.groupBy(words, ({ y }) => y).values()].map((line) => line.map(({ text }) => text).join(""));
    expect(lines.filter((line) => /^[坚持工作项目化清单责任时限]+$/.test(line))).toHaveLength(22);
    expect(new Set(lines.slice(0, 20).map((line) => line.length))).toEqual(new Set([28]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
