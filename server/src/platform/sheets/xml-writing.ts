/** One part of the archive written again as it was, but for what an edit says: the events of the strict parser, back as XML. */
import { SaxesParser } from "saxes";
import { readPart, type Archive } from "./archive.ts";
import { Refusal } from "./cells.ts";
import { type Attributes, localName } from "./xml.ts";

export type Element = { name: string; local: string; attributes: Attributes };

/** Each answers what is written instead; undefined leaves it as it is, null drops the element with what stands within it. */
export type Edit = {
  open?: (element: Element) => string | null | undefined;
  close?: (element: { name: string; local: string }) => string | undefined;
};

const textEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
const attributeEntities: Record<string, string> = { ...textEntities, '"': "&quot;", "\n": "&#10;", "\t": "&#9;" };

function escapeAttribute(value: string): string {
  return value.replaceAll(/[&<>"\r\n\t]/g, (found) => attributeEntities[found] ?? found);
}

export function startTag(name: string, attributes: Attributes): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) tag += ` ${key}="${escapeAttribute(value)}"`;
  return `${tag}>`;
}

function escapePlain(text: string): string {
  return text.replaceAll(/[&<>\r]/g, (found) => textEntities[found] ?? found);
}

/** The part's XML in pieces. Throws as `parsePart`. */
export async function* rewritePart(archive: Archive, part: string, edit: Edit): AsyncGenerator<string> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let written = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  let dropped = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Refusal("damaged", "文件中有表格不应包含的声明，请用表格软件重新保存");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (dropped > 0) return void dropped++;
    const replacement = edit.open?.({ name, local: localName(name), attributes });
    if (replacement === null) dropped = 1;
    else written += replacement ?? startTag(name, attributes);
  });
  parser.on("closetag", ({ name }) => {
    if (dropped > 0) return void dropped--;
    written += edit.close?.({ name, local: localName(name) }) ?? `</${name}>`;
  });
  const text = (found: string): void => {
    if (dropped === 0) written += escapePlain(found);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of readPart(archive, part)) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield written;
    written = "";
  }
  parser.write(decoder.decode());
  parser.close();
  yield written;
}
