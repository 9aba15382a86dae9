import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  LineRuleType,
  NumberFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from "docx";
import { elementsOf, oneLine, type PaperBlock, run } from "./blocks.ts";
import { nameFonts } from "./fonts.ts";
import { balanced } from "./title.ts";
import { character, characterSpace, charactersAt, fonts, footerEdge, linePitch, mm, page, rules, sizes } from "./measures.ts";

export { type PaperBlock } from "./blocks.ts";

export type Paper = {
  /** 发文机关标志 and 发文字号 over a red line; null for a paper without. */
  head: { issuer: string; number: string | null } | null;
  title: string;
  /** 主送机关, flush left; null for none. */
  recipients: string | null;
  blocks: readonly PaperBlock[];
  attachments: readonly string[];
  /** 发文机关署名 and 成文日期 (ISO date). */
  signature: { org: string; on: string } | null;
  /** 版记. */
  imprint: { copyTo: string | null; printedBy: string; on: string } | null;
  /** Printed at the end in small letters: from what the paper was made. */
  source: string | null;
};

const red = "D7000F";
/** Lines of the title stand a little further apart than the body's 28.9 pt. */
const titlePitch = 35 * 20;

type Place = { alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]; indent?: { left?: number; right?: number }; keepNext?: boolean };

function plain(text: string, place: Place = {}): Paragraph {
  return new Paragraph({ children: [run(text)], spacing: oneLine, ...place });
}

function blank(): Paragraph {
  return new Paragraph({ children: [], spacing: oneLine });
}

/** 2023年6月5日: Arabic digits, no leading zeros. */
function officialDate(on: string): string {
  const [year, month, day] = on.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

function headOf(head: Paper["head"]): Paragraph[] {
  if (head === null) return [];
  // one line, whatever the name's length
  const size = Math.min(72, Math.floor(page.areaWidth / 10 / head.issuer.length));
  return [
    new Paragraph({
      children: [run(head.issuer, { font: "title", size, color: red })],
      alignment: AlignmentType.CENTER,
      spacing: { before: mm(10), after: 0 },
    }),
    blank(),
    new Paragraph({
      children: head.number === null ? [] : [run(head.number)],
      alignment: AlignmentType.CENTER,
      spacing: { ...oneLine, after: mm(4) },
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, space: 11, color: red } },
    }),
    blank(),
  ];
}

function titleOf(title: string): Paragraph[] {
  return [
    blank(),
    ...balanced(title, charactersAt(sizes.title)).map(
      (line) =>
        new Paragraph({
          children: [run(line, { font: "title", size: sizes.title })],
          alignment: AlignmentType.CENTER,
          spacing: { line: titlePitch, lineRule: LineRuleType.EXACT },
        }),
    ),
    blank(),
  ];
}

function endOf({ attachments, signature, source }: Paper): Paragraph[] {
  const listed = attachments.map((name, at) => plain(`${at === 0 ? "附件：" : "　　　"}${at + 1}.${name}`, { indent: { left: character * 2 } }));
  const right = { alignment: AlignmentType.RIGHT } as const;
  // the date never stands alone on a page
  const signed =
    signature === null
      ? []
      : [
          blank(),
          blank(),
          plain(signature.org, { ...right, indent: { right: character * 2 }, keepNext: true }),
          plain(officialDate(signature.on), { ...right, indent: { right: character * 4 } }),
        ];
  const told = source === null ? [] : [blank(), new Paragraph({ children: [run(source, { size: sizes.table })], alignment: AlignmentType.LEFT })];
  return [...(listed.length > 0 ? [blank(), ...listed] : []), ...signed, ...told];
}

function imprintOf(imprint: Paper["imprint"]): (Paragraph | Table)[] {
  if (imprint === null) return [];
  const none = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
  const outer = { style: BorderStyle.SINGLE, size: rules.outer, color: "000000" } as const;
  const inner = { style: BorderStyle.SINGLE, size: rules.inner, color: "000000" } as const;
  const row = (text: string): TableRow =>
    new TableRow({
      children: [
        new TableCell({
          width: { size: page.areaWidth, type: WidthType.DXA },
          children: [
            new Paragraph({
              children: [run(text, { size: sizes.small })],
              indent: { left: character, right: character },
              tabStops: [{ type: TabStopType.RIGHT, position: page.areaWidth - character }],
            }),
          ],
        }),
      ],
    });
  const rows = [...(imprint.copyTo === null ? [] : [row(`抄送：${imprint.copyTo}。`)]), row(`${imprint.printedBy}\t${officialDate(imprint.on)}印发`)];
  return [
    blank(),
    new Table({
      width: { size: page.areaWidth, type: WidthType.DXA },
      columnWidths: [page.areaWidth],
      borders: { top: outer, bottom: outer, left: none, right: none, insideHorizontal: inner, insideVertical: none },
      rows,
    }),
  ];
}

/** — 1 —, one character in from the outer edge: right on odd pages, left on even ones. */
function pageNumber(alignment: "left" | "right"): Footer {
  const font = { eastAsia: fonts.number.name, ascii: fonts.number.name, hAnsi: fonts.number.name };
  return new Footer({
    children: [
      new Paragraph({
        alignment: alignment === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: { [alignment]: character },
        children: [new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], font, size: sizes.small })],
      }),
    ],
  });
}

/** A .docx by GB/T 9704-2012. Texts are printed as they are given; nothing is computed. */
export async function writePaper(paper: Paper): Promise<Buffer> {
  const document = new Document({
    title: paper.title,
    creator: paper.signature?.org ?? "",
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            size: sizes.body,
            font: { eastAsia: fonts.body.name, ascii: "Times New Roman", hAnsi: "Times New Roman" },
            language: { value: "zh-CN", eastAsia: "zh-CN" },
          },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.top, bottom: page.bottom, left: page.left, right: page.right, header: mm(15), footer: footerEdge },
            pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL },
          },
          grid: { type: DocumentGridType.LINES, linePitch, charSpace: characterSpace },
        },
        footers: { default: pageNumber("right"), even: pageNumber("left") },
        children: [
          ...headOf(paper.head),
          ...titleOf(paper.title),
          ...(paper.recipients === null ? [] : [plain(`${paper.recipients}：`)]),
          ...paper.blocks.flatMap(elementsOf),
          ...endOf(paper),
          ...imprintOf(paper.imprint),
        ],
      },
    ],
  });
  return nameFonts(await Packer.toBuffer(document));
}
