import { NodeViewWrapper, type NodeViewProps } from "@tiptap/react";
import { answerOf, sayRuns } from "@baton/contract/bulletin-rules";
import type { ChoiceRun, FigureRun } from "@baton/contract/bulletins";
import { createContext, useContext, type KeyboardEvent, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { useLabel } from "../../kernel/figures/useLabel.ts";
import { byOf, type WholeBlock } from "./cells.ts";
import { useSheet } from "./reading.ts";
import { SheetBlock } from "./SheetBlocks.tsx";

export type Range = { from: number; to: number };

/** How a chip or block tells the editor that it is to be changed. */
export const OpenContext = createContext<{ onRun: (run: FigureRun | ChoiceRun, at: Range) => void; onBlock: (block: WholeBlock, at: Range) => void }>({
  onRun: () => {},
  onBlock: () => {},
});

function rangeOf({ getPos, node }: NodeViewProps): Range {
  const from = getPos() ?? 0;
  return { from, to: from + node.nodeSize };
}

function onEnter(act: () => void) {
  return (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

/** A figure or condition among the words, as it reads now. */
export function Chip(props: NodeViewProps): ReactNode {
  const text = useArea(dispatchText);
  const { reading } = useSheet();
  const { onRun } = useContext(OpenContext);
  const run = props.node.attrs["run"] as FigureRun | ChoiceRun | null;
  const label = useLabel(run?.ask.figure ?? "") ?? "";
  if (run === null) return <NodeViewWrapper as="span" />;
  const isAnswered = answerOf(run.ask, reading, run.kind === "figure" ? byOf(run) : null) !== undefined;
  const said = sayRuns([run], reading)
    .map((one) => one.text)
    .join("");
  const open = (): void => onRun(run, rangeOf(props));
  return (
    <NodeViewWrapper
      as="span"
      className={`n-chip n-chip-${run.kind}${props.selected ? " n-chosen" : ""}`}
      role="button"
      tabIndex={0}
      aria-label={`${run.kind === "figure" ? text.editor.figureOf(label) : text.editor.choiceOf(label)}，${said}`}
      title={run.kind === "figure" ? label : text.editor.choiceOf(label)}
      onClick={open}
      onKeyDown={onEnter(open)}
    >
      {isAnswered ? said || "…" : text.editor.previewing}
    </NodeViewWrapper>
  );
}

/** A block as it will be printed; a press changes what it asks. */
export function Whole(props: NodeViewProps): ReactNode {
  const text = useArea(dispatchText);
  const { onBlock } = useContext(OpenContext);
  const block = props.node.attrs["block"] as WholeBlock | null;
  if (block === null) return <NodeViewWrapper />;
  const open = (): void => onBlock(block, rangeOf(props));
  const name = block.kind === "pageBreak" ? text.editor.pageBreak : `${text.editor[block.kind]}“${block.title}”`;
  return (
    <NodeViewWrapper
      className={`n-whole${props.selected ? " n-chosen" : ""}`}
      role="button"
      tabIndex={0}
      aria-label={text.editor.blockOf(name)}
      onClick={open}
      onKeyDown={onEnter(open)}
    >
      <SheetBlock block={block} />
    </NodeViewWrapper>
  );
}
