import type { JSONContent } from "@tiptap/core";
import { bulletinBlock, bulletinRun, type BulletinBlock, type BulletinDocument, type BulletinRun } from "@baton/contract/bulletins";
import type { WholeBlock } from "./cells.ts";

function inlineOf(run: BulletinRun): JSONContent[] {
  if (run.kind === "text") return run.text === "" ? [] : [{ type: "text", text: run.text }];
  return [{ type: "chip", attrs: { run } }];
}

function nodeOf(block: BulletinBlock): JSONContent {
  if (block.kind === "heading") {
    return { type: "heading", attrs: { level: block.level }, content: block.text === "" ? [] : [{ type: "text", text: block.text }] };
  }
  if (block.kind === "paragraph") return { type: "paragraph", content: block.runs.flatMap(inlineOf) };
  return { type: "whole", attrs: { block } };
}

/** A bulletin's document as the editor holds it. */
export function toEditor({ blocks }: BulletinDocument): JSONContent {
  return { type: "doc", content: blocks.length === 0 ? [{ type: "paragraph" }] : blocks.map(nodeOf) };
}

function runOf({ type, text, attrs }: JSONContent): BulletinRun[] {
  if (type === "chip") return [bulletinRun.parse(attrs?.["run"])];
  return text ? [{ kind: "text", text }] : [];
}

function blockOf({ type, attrs, content = [] }: JSONContent): BulletinBlock {
  if (type === "heading") return { kind: "heading", level: Number(attrs?.["level"] ?? 1), text: content.map(({ text }) => text ?? "").join("") };
  if (type === "whole") return bulletinBlock.parse(attrs?.["block"]) as WholeBlock;
  return { kind: "paragraph", runs: content.flatMap(runOf) };
}

/** What the editor holds as a bulletin's document. Empty paragraphs at the end are where the cursor stood, not text. */
export function fromEditor({ content = [] }: JSONContent): BulletinDocument {
  const blocks = content.map(blockOf);
  const last = blocks.findLastIndex((block) => block.kind !== "paragraph" || block.runs.length > 0);
  return { blocks: blocks.slice(0, last + 1) };
}
