/**
 * Reads an .xlsx workbook part by part with a strict streaming parser: nothing is held but the shared strings and
 * the rows, no entity is expanded, and a part that ends early is an error and not a shorter sheet.
 */
import { openArchive, requireWorkbook, type Archive } from "./archive.ts";
import { limits, Refusal, type Sheet } from "./cells.ts";
import { precisionOf } from "./formats.ts";
import { gatherRows } from "./gathering.ts";
import { worksheetReader, type CellContext } from "./worksheet.ts";
import { localName, parsePart } from "./xml.ts";

type Relationship = { id: string; type: string; target: string };

/** Relationships of a part, with targets as paths from the root of the archive. */
async function readRelationships(archive: Archive, part: string): Promise<Relationship[]> {
  const slash = part.lastIndexOf("/");
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const found: Relationship[] = [];
  if (!archive.parts.has(name.toLowerCase())) return found;
  await parsePart(archive, name, {
    open(tag, { Id: id = "", Type: type = "", Target: target = "", TargetMode: mode = "" }) {
      if (tag === "Relationship" && mode !== "External") found.push({ id, type: type.slice(type.lastIndexOf("/") + 1), target: resolvePath(folder, target) });
    },
  });
  return found;
}

function resolvePath(folder: string, target: string): string {
  return new URL(target, `file:///${folder}`).pathname.slice(1);
}

type SheetEntry = { name: string; hidden: boolean; part: string };

export async function readOutline(archive: Archive): Promise<{ sheets: SheetEntry[]; relationships: Relationship[]; from1904: boolean }> {
  const workbook = (await readRelationships(archive, "")).find((relationship) => relationship.type === "officeDocument");
  if (!workbook) throw new Refusal("not-a-table", "文件不是 .xlsx 工作簿，请用表格软件另存为 .xlsx");
  const relationships = await readRelationships(archive, workbook.target);
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  await parsePart(archive, workbook.target, {
    open(tag, attributes) {
      if (tag === "workbookPr") from1904 = isTrue(attributes["date1904"]);
      if (tag !== "sheet") return;
      const id = Object.entries(attributes).find(([name]) => name.includes(":") && localName(name) === "id")?.[1];
      const target = relationships.find((relationship) => relationship.id === id);
      if (target?.type !== "worksheet") return; // sheets of charts hold no rows
      sheets.push({
        name: attributes["name"] ?? "",
        hidden: (attributes["state"] ?? "visible") !== "visible",
        part: target.target,
      });
    },
  });
  return { sheets, relationships, from1904 };
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}

/** Texts of the shared table; the reading aid of a text (拼音) is no part of it. */
async function readSharedStrings(archive: Archive, part: string): Promise<string[]> {
  const texts: string[] = [];
  let pieces: string[] = [];
  let inText = false;
  let inPhonetic = false;
  await parsePart(archive, part, {
    open(tag) {
      if (tag === "si") pieces = [];
      else if (tag === "rPh") inPhonetic = true;
      else if (tag === "t") inText = !inPhonetic;
    },
    text(text) {
      if (inText) pieces.push(text);
    },
    close(tag) {
      if (tag === "si") texts.push(pieces.join(""));
      else if (tag === "rPh") inPhonetic = false;
      else if (tag === "t") inText = false;
    },
  });
  return texts;
}

/** For each cell style, the precision of the date it shows; undefined for styles of numbers and text. */
async function readDateStyles(archive: Archive, part: string): Promise<CellContext["dateStyles"]> {
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let inCellFormats = false;
  await parsePart(archive, part, {
    open(tag, attributes) {
      if (tag === "numFmt") codes.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
      else if (tag === "cellXfs") inCellFormats = true;
      else if (tag === "xf" && inCellFormats) formatIds.push(Number(attributes["numFmtId"] ?? "0"));
    },
    close(tag) {
      if (tag === "cellXfs") inCellFormats = false;
    },
  });
  return formatIds.map((id) => precisionOf(id, codes.get(id)));
}

/** Reads every sheet of rows. Throws `Refusal`, or an error of the zip or the XML, which means that the file is damaged. */
export async function readSpreadsheet(bytes: Buffer, onRows?: (rows: number) => void): Promise<Sheet[]> {
  const archive = await openArchive(bytes);
  requireWorkbook(archive.parts);
  const { sheets, relationships, from1904 } = await readOutline(archive);
  if (sheets.length > limits.sheetsMax) throw new Refusal("too-large", `文件有${sheets.length}个工作表，超过${limits.sheetsMax}个，请只留下要导入的工作表`);
  const partOf = (type: string): string | undefined => relationships.find((relationship) => relationship.type === type)?.target;
  const stringsPart = partOf("sharedStrings");
  const stylesPart = partOf("styles");
  const context: CellContext = {
    from1904,
    sharedStrings: stringsPart ? await readSharedStrings(archive, stringsPart) : [],
    dateStyles: stylesPart ? await readDateStyles(archive, stylesPart) : [],
  };
  const filled = { cells: 0, rows: 0, ...(onRows ? { onRows } : {}) };
  const read: Sheet[] = [];
  for (const { name, hidden, part } of sheets) {
    const gathering = gatherRows(name, filled);
    await parsePart(archive, part, worksheetReader(context, gathering.add));
    read.push({ name, hidden, rows: gathering.finish() });
  }
  return read;
}
