import { unzipSync, strFromU8, strToU8, zipSync } from "fflate";
import { fonts } from "./measures.ts";

/** One font with those that may stand in for it, as Word's font table names them. */
function entry({ name, instead }: (typeof fonts)[keyof typeof fonts]): string {
  return `<w:font w:name="${name}"><w:altName w:val="${instead.join(",")}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`;
}

/** Writes the fonts and their substitutes into a .docx's font table, which the library can only fill with embedded files. */
export function nameFonts(file: Buffer): Buffer {
  const parts = unzipSync(file);
  const path = "word/fontTable.xml";
  const table = parts[path];
  if (table === undefined) throw new Error("a paper has no font table");
  const xml = strFromU8(table);
  const entries = Object.values(fonts).map(entry).join("");
  const named = xml.includes("</w:fonts>")
    ? xml.replace("</w:fonts>", `${entries}</w:fonts>`)
    : xml.replace(/<w:fonts([^>]*)\/>/, `<w:fonts$1>${entries}</w:fonts>`);
  parts[path] = strToU8(named);
  return Buffer.from(zipSync(parts));
}
