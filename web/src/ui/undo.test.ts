import { describe, expect, it } from "vitest";
import { emptyUndo, recordStep, redoStep, undoStep } from "./undo.ts";

describe("undo", () => {
  it("takes back the newest step first and does it again", () => {
    const stack = recordStep(recordStep(emptyUndo<string>(), "a"), "b");
    const undone = undoStep(stack);
    expect(undone?.step).toBe("b");
    expect(redoStep(undone!.stack)?.step).toBe("b");
    expect(undoStep(undone!.stack)?.step).toBe("a");
  });

  it("forgets what was taken back once something new is done", () => {
    const undone = undoStep(recordStep(emptyUndo<string>(), "a"));
    expect(redoStep(recordStep(undone!.stack, "b"))).toBeUndefined();
  });

  it("has nothing to take back at the beginning", () => {
    expect(undoStep(emptyUndo())).toBeUndefined();
    expect(redoStep(emptyUndo())).toBeUndefined();
  });

  it("keeps the last two hundred steps", () => {
    let stack = emptyUndo<number>();
    for (let step = 0; step < 250; step += 1) stack = recordStep(stack, step);
    expect(stack.past).toHaveLength(200);
    expect(stack.past[0]).toBe(50);
  });
});
