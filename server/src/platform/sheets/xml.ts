/** One part of the archive as XML events, strictly: what is not well-formed, or ends early, throws. */
import { SaxesParser } from "saxes";
import { readPart, type Archive } from "./archive.ts";
import { Refusal } from "./cells.ts";

export type Attributes = Record<string, string>;

/** Called with local names: the prefix of SpreadsheetML is the writer's choice. */
export type XmlHandlers = {
  open?: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Throws `Refusal` for a document type declaration, which is where entities would be declared. */
export async function parsePart(archive: Archive, name: string, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Refusal("damaged", "文件中有表格不应包含的声明，请用表格软件重新保存");
  });
  parser.on("opentag", ({ name: tag, attributes }) => handlers.open?.(localName(tag), attributes));
  parser.on("closetag", ({ name: tag }) => handlers.close?.(localName(tag)));
  if (handlers.text) {
    parser.on("text", handlers.text);
    parser.on("cdata", handlers.text);
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of readPart(archive, name)) parser.write(decoder.decode(chunk, { stream: true }));
  parser.write(decoder.decode());
  parser.close();
}
