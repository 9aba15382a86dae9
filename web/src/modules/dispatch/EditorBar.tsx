import { useEditorState, type Editor } from "@tiptap/react";
import { Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { newBlock, type TitledBlock } from "./BlockPanel.tsx";
import type { Panel } from "./EditorPanel.tsx";

const titled: readonly TitledBlock["kind"][] = ["table", "chart", "lights", "ranking"];
const levels = [1, 2, 3, 4] as const;

/** Behind the block in which the cursor stands. */
function behindBlock(editor: Editor): { from: number; to: number } {
  const { $to } = editor.state.selection;
  const at = $to.depth === 0 ? $to.pos : $to.after(1);
  return { from: at, to: at };
}

/** What can be put into the text, the way back, and whether it is kept (`children`). */
export function EditorBar({ editor, onPanel, children }: { editor: Editor; onPanel: (panel: Panel) => void; children: ReactNode }): ReactNode {
  const text = useArea(dispatchText);
  const { canUndo, canRedo, style, isParagraph } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      canUndo: now.can().undo(),
      canRedo: now.can().redo(),
      isParagraph: now.isActive("paragraph"),
      style: levels.find((level) => now.isActive("heading", { level })) ?? 0,
    }),
  });
  const here = (): { from: number; to: number } => ({ from: editor.state.selection.from, to: editor.state.selection.to });
  const insert = (kind: string): void => {
    if (kind === "pageBreak")
      editor
        .chain()
        .focus()
        .insertContentAt(behindBlock(editor).from, { type: "whole", attrs: { block: { kind } } })
        .run();
    const found = titled.find((one) => one === kind);
    if (found) onPanel({ kind: "block", block: newBlock(found, ""), at: behindBlock(editor), isNew: true });
  };
  const setStyle = (level: number): void => {
    const chain = editor.chain().focus();
    (level === 0 ? chain.setNode("paragraph") : chain.setNode("heading", { level })).run();
  };
  return (
    <div className="n-bar" role="toolbar" aria-label={text.editor.toolbar}>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [0, ...levels].map((level) => ({ key: String(level), label: level === 0 ? text.editor.paragraph : text.editor.heading(level) })),
          selectedKeys: [String(style)],
          onClick: ({ key }) => setStyle(Number(key)),
        }}
      >
        <Button>{style === 0 ? text.editor.paragraph : text.editor.heading(style)}</Button>
      </Dropdown>
      <Button disabled={!isParagraph} onClick={() => onPanel({ kind: "figure", run: undefined, at: here() })}>
        {text.editor.figure}
      </Button>
      <Button disabled={!isParagraph} onClick={() => onPanel({ kind: "choice", run: undefined, at: here() })}>
        {text.editor.choice}
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{ items: [...titled, "pageBreak" as const].map((key) => ({ key, label: text.editor[key] })), onClick: ({ key }) => insert(key) }}
      >
        <Button>{text.editor.block}</Button>
      </Dropdown>
      <Button disabled={!canUndo} onClick={() => editor.chain().focus().undo().run()}>
        {text.editor.undo}
      </Button>
      <Button disabled={!canRedo} onClick={() => editor.chain().focus().redo().run()}>
        {text.editor.redo}
      </Button>
      {children}
    </div>
  );
}
