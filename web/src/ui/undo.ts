/** What was done and can be taken back, newest last; what was taken back and can be done again. */
export type UndoStack<Step> = { past: readonly Step[]; future: readonly Step[] };

/** As far back as a person remembers. */
const longest = 200;

export function emptyUndo<Step>(): UndoStack<Step> {
  return { past: [], future: [] };
}

/** A new step; what had been taken back is gone. */
export function recordStep<Step>(stack: UndoStack<Step>, step: Step): UndoStack<Step> {
  return { past: [...stack.past, step].slice(-longest), future: [] };
}

/** The step to take back, if any, and the stack after it. */
export function undoStep<Step>(stack: UndoStack<Step>): { step: Step; stack: UndoStack<Step> } | undefined {
  if (stack.past.length === 0) return undefined;
  const step = stack.past[stack.past.length - 1] as Step;
  return { step, stack: { past: stack.past.slice(0, -1), future: [...stack.future, step] } };
}

/** The step to do again, if any, and the stack after it. */
export function redoStep<Step>(stack: UndoStack<Step>): { step: Step; stack: UndoStack<Step> } | undefined {
  if (stack.future.length === 0) return undefined;
  const step = stack.future[stack.future.length - 1] as Step;
  return { step, stack: { past: [...stack.past, step], future: stack.future.slice(0, -1) } };
}
