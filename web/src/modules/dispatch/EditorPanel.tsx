import type { Editor, JSONContent } from "@tiptap/core";
import { Button } from "antd";
import type { ChoiceRun, FigureRun } from "@baton/contract/bulletins";
import type { ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { BlockPanel, type TitledBlock } from "./BlockPanel.tsx";
import type { WholeBlock } from "./cells.ts";
import { ChoicePanel } from "./ChoicePanel.tsx";
import type { Range } from "./EditorChips.tsx";
import { FigurePanel } from "./FigurePanel.tsx";

/** What is being put into the text or changed in it, and where. */
export type Panel =
  | { kind: "figure"; run: FigureRun | undefined; at: Range; /** Opened by “/”, which is written if nothing is chosen. */ isTyped?: boolean }
  | { kind: "choice"; run: ChoiceRun | undefined; at: Range }
  | { kind: "block"; block: WholeBlock; at: Range; isNew: boolean };

type EditorPanelProps = { editor: Editor; panel: Panel | undefined; month: string; onClose: () => void };

export function EditorPanel({ editor, panel, month, onClose }: EditorPanelProps): ReactNode {
  const text = useArea(dispatchText);
  const put = (content: JSONContent | string): void => {
    if (panel) editor.chain().focus().insertContentAt(panel.at, content).run();
    onClose();
  };
  const remove = (): void => {
    if (panel) editor.chain().focus().deleteRange(panel.at).run();
    onClose();
  };
  const cancel = (): void => (panel?.kind === "figure" && panel.isTyped ? put("/") : onClose());
  return (
    <Drawer480 title={titleOf(panel, text.editor)} open={panel !== undefined} onClose={cancel}>
      {panel?.kind === "figure" && <FigurePanel run={panel.run} month={month} onDone={(run) => put({ type: "chip", attrs: { run } })} />}
      {panel?.kind === "choice" && <ChoicePanel run={panel.run} month={month} onDone={(run) => put({ type: "chip", attrs: { run } })} />}
      {panel?.kind === "block" && panel.block.kind !== "pageBreak" && (
        <BlockPanel
          block={panel.block as TitledBlock}
          isNew={panel.isNew}
          month={month}
          onDone={(block) => put({ type: "whole", attrs: { block } })}
          onRemove={remove}
        />
      )}
      {((panel?.kind === "block" && panel.block.kind === "pageBreak") || (panel?.kind !== "block" && panel?.run)) && (
        <Button className="n-remove" onClick={remove}>
          {text.editor.remove}
        </Button>
      )}
    </Drawer480>
  );
}

type EditorWords = { figure: string; choice: string; table: string; chart: string; lights: string; ranking: string; pageBreak: string };

function titleOf(panel: Panel | undefined, words: EditorWords): string {
  if (panel === undefined) return "";
  return panel.kind === "block" ? words[panel.block.kind] : words[panel.kind];
}
