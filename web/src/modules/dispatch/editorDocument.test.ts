import { describe, expect, it } from "vitest";
import { bulletinDocument } from "@baton/contract/bulletins";
import { fromEditor, toEditor } from "./editorDocument.ts";
import { outlineOf } from "./outlines.ts";

describe("a document in the editor", () => {
  it("comes out as it went in, whatever blocks it has", () => {
    for (const kind of ["bulletin", "brief", "speech"] as const) {
      const document = bulletinDocument.parse(outlineOf(kind));
      expect(fromEditor(toEditor(document))).toEqual(document);
    }
    const breaks = bulletinDocument.parse({ blocks: [{ kind: "heading", level: 3, text: "三" }, { kind: "pageBreak" }] });
    expect(fromEditor(toEditor(breaks))).toEqual(breaks);
  });

  it("leaves out the empty lines after the last words, and keeps those between", () => {
    const document = {
      blocks: [
        { kind: "paragraph", runs: [{ kind: "text", text: "甲" }] },
        { kind: "paragraph", runs: [] },
      ],
    } as const;
    const between = { blocks: [{ kind: "paragraph", runs: [] }, ...document.blocks] };
    expect(fromEditor(toEditor(between as never)).blocks).toHaveLength(2);
    expect(fromEditor(toEditor({ blocks: [] })).blocks).toEqual([]);
  });
});
