import { Extension, Node } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { Node as EditorNode } from "@tiptap/pm/model";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { ReactNodeViewRenderer } from "@tiptap/react";
import { digitsWithoutSource } from "@baton/contract/bulletin-rules";
import { bulletinBlock, bulletinRun } from "@baton/contract/bulletins";
import { Chip, Whole } from "./EditorChips.tsx";

const doc = Node.create({ name: "doc", topNode: true, content: "block+" });
const text = Node.create({ name: "text", group: "inline" });
const paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  parseHTML: () => [{ tag: "p" }],
  renderHTML: () => ["p", { class: "n-paragraph" }, 0],
});

const heading = Node.create({
  name: "heading",
  group: "block",
  content: "text*",
  defining: true,
  addAttributes: () => ({ level: { default: 1, rendered: false } }),
  parseHTML: () => [1, 2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  renderHTML: ({ node }) => [`h${node.attrs["level"]}`, { class: `n-heading-${node.attrs["level"]}` }, 0],
});

/** What is pasted from elsewhere is believed only if it is what we wrote. */
function attribute(name: string, schema: { safeParse: (value: unknown) => { success: boolean; data?: unknown } }) {
  return {
    default: null,
    parseHTML: (element: HTMLElement): unknown => {
      try {
        return schema.safeParse(JSON.parse(element.getAttribute(name) ?? "")).data ?? null;
      } catch {
        return null;
      }
    },
    renderHTML: (attributes: Record<string, unknown>) => ({ [name]: JSON.stringify(Object.values(attributes)[0]) }),
  };
}

/** A figure or a condition among the words. */
const chip = Node.create({
  name: "chip",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({ run: attribute("data-run", bulletinRun) }),
  parseHTML: () => [{ tag: "span[data-run]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes],
  addNodeView: () => ReactNodeViewRenderer(Chip, { as: "span" }),
});

/** A table, chart, list of lights, ranking or page break. */
const whole = Node.create({
  name: "whole",
  group: "block",
  atom: true,
  selectable: true,
  draggable: true,
  addAttributes: () => ({ block: attribute("data-block", bulletinBlock) }),
  parseHTML: () => [{ tag: "div[data-block]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes],
  addNodeView: () => ReactNodeViewRenderer(Whole),
});

export type UnsourcedAt = { from: number; to: number; text: string };

/** Where digits stand in free text without a figure behind them. */
export function unsourcedAt(document: EditorNode): UnsourcedAt[] {
  const found: UnsourcedAt[] = [];
  document.descendants((node, pos) => {
    for (const { at, text: digits } of digitsWithoutSource(node.text ?? "")) found.push({ from: pos + at, to: pos + at + digits.length, text: digits });
  });
  return found;
}

function markUnsourced(title: string): Extension {
  return Extension.create({
    name: "markUnsourced",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          decorations: ({ doc: now }) =>
            DecorationSet.create(
              now,
              unsourcedAt(now).map(({ from, to }) => Decoration.inline(from, to, { class: "n-unsourced", title })),
            ),
        },
      }),
    ],
  });
}

/** Everything a bulletin may hold, and nothing else: what is pasted from elsewhere becomes its words. */
export function editorNodes({ unsourced }: { unsourced: string }) {
  return [doc, text, paragraph, heading, chip, whole, markUnsourced(unsourced)];
}
