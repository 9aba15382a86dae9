import { readAmount } from "@baton/contract/amounts";
import { useCallback, useRef } from "react";
import type { CellChange, ChangeCause } from "../../ui/Sheet.tsx";
import { emptyUndo, recordStep, redoStep, undoStep, type UndoStack } from "../../ui/undo.ts";
import { wanText, writeCells, type TypedColumn, type Typing } from "./typing.ts";
import type { Drafts } from "./useDrafts.ts";

type Cells = Pick<Typing, "isUnchanged" | "month" | "cumulative" | "progress" | "problem">;
type Step = { before: ReadonlyMap<string, Cells>; after: ReadonlyMap<string, Cells> };

const typedColumns: readonly string[] = ["month", "cumulative", "progress", "problem"];

function cellsOf({ isUnchanged, month, cumulative, progress, problem }: Typing): Cells {
  return { isUnchanged, month, cumulative, progress, problem };
}

/** An amount that can be read stands as 12,000 at once, however it was typed: 1.2亿, １２０００. */
function cellText(columnId: string, typed: string): string {
  if (columnId !== "month" && columnId !== "cumulative") return typed;
  const amount = readAmount(typed, "万元");
  return "fen" in amount ? wanText(amount.fen) : typed.trim();
}

function byRow(changes: readonly CellChange[]): Map<string, Partial<Record<TypedColumn, string>>> {
  const rows = new Map<string, Partial<Record<TypedColumn, string>>>();
  for (const { rowId, columnId, after } of changes) {
    if (typedColumns.includes(columnId)) rows.set(rowId, { ...rows.get(rowId), [columnId]: cellText(columnId, after) });
  }
  return rows;
}

/**
 * The sheet's changes as changes of typing. One amount replaces the other, so taking a step back needs the whole row:
 * this keeps the rows of each step, in the sheet's own order of steps.
 */
export function useTypingSheet(drafts: Drafts) {
  const stack = useRef<UndoStack<Step>>(emptyUndo());
  const latest = useRef(drafts);
  latest.current = drafts;
  return useCallback((changes: readonly CellChange[], cause: ChangeCause): void => {
    const { lines, write } = latest.current;
    const put = (rows: ReadonlyMap<string, Cells>): void => write(new Map([...rows].map(([id, cells]) => [id, (now: Typing) => ({ ...now, ...cells })])));
    if (cause === "undo" || cause === "redo") {
      const found = cause === "undo" ? undoStep(stack.current) : redoStep(stack.current);
      if (!found) return;
      stack.current = found.stack;
      return put(cause === "undo" ? found.step.before : found.step.after);
    }
    const before = new Map<string, Cells>();
    const after = new Map<string, Cells>();
    for (const [id, cells] of byRow(changes)) {
      const line = lines.find(({ row }) => row.projectId === id);
      if (!line) continue;
      before.set(id, cellsOf(line.typing));
      after.set(id, cellsOf(writeCells(line.typing, cells)));
    }
    stack.current = recordStep(stack.current, { before, after });
    put(after);
  }, []);
}
