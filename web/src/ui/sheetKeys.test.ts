import { describe, expect, it } from "vitest";
import { sheetCommand, type CellMode, type SheetKey } from "./sheetKeys.ts";

function press(key: string, mode: CellMode, held: Partial<SheetKey> = {}) {
  return sheetCommand({ key, ctrl: false, shift: false, alt: false, isComposing: false, ...held }, mode);
}

describe("keys of a sheet", () => {
  it("belong to the input method while it composes", () => {
    for (const key of ["Enter", "Escape", "ArrowDown", "Tab", "Backspace", " "]) {
      expect(press(key, "typing", { isComposing: true })).toBeUndefined();
    }
  });

  it("move between cells until F2 gives the arrows to the caret", () => {
    expect(press("ArrowLeft", "ready")).toMatchObject({ kind: "move", columns: -1 });
    expect(press("ArrowLeft", "typing")).toMatchObject({ kind: "move", columns: -1 });
    expect(press("F2", "ready")).toEqual({ kind: "edit" });
    expect(press("ArrowLeft", "edit")).toBeUndefined();
    expect(press("ArrowDown", "edit")).toMatchObject({ kind: "move", rows: 1 });
  });

  it("commit and go down with Enter, up with Shift+Enter, aside with Tab", () => {
    expect(press("Enter", "typing")).toMatchObject({ kind: "move", rows: 1 });
    expect(press("Enter", "edit", { shift: true })).toMatchObject({ kind: "move", rows: -1 });
    expect(press("Tab", "ready", { shift: true })).toEqual({ kind: "tab", step: -1 });
  });

  it("extend the selection with Shift only while nothing is being typed", () => {
    expect(press("ArrowDown", "ready", { shift: true })).toMatchObject({ extend: true });
    expect(press("ArrowDown", "typing", { shift: true })).toMatchObject({ extend: false });
  });

  it("clear when ready, and rub out letters when typing", () => {
    expect(press("Backspace", "ready")).toEqual({ kind: "clear" });
    expect(press("Backspace", "typing")).toBeUndefined();
  });

  it("leave Esc to the drawer when there is nothing to cancel", () => {
    expect(press("Escape", "ready")).toBeUndefined();
    expect(press("Escape", "typing")).toEqual({ kind: "cancel" });
  });

  it("answer Ctrl+D, Ctrl+Z, Ctrl+Y, Ctrl+Enter, Ctrl+Shift+Enter and Ctrl+S", () => {
    expect(press("d", "ready", { ctrl: true })).toEqual({ kind: "fillDown" });
    expect(press("z", "ready", { ctrl: true })).toEqual({ kind: "undo" });
    expect(press("Z", "ready", { ctrl: true, shift: true })).toEqual({ kind: "redo" });
    expect(press("y", "ready", { ctrl: true })).toEqual({ kind: "redo" });
    expect(press("Enter", "typing", { ctrl: true })).toEqual({ kind: "fillSelection" });
    expect(press("Enter", "typing", { ctrl: true, shift: true })).toEqual({ kind: "submit" });
    expect(press("s", "typing", { ctrl: true })).toEqual({ kind: "save" });
  });

  it("leave Ctrl+Z to the field while a cell is being written", () => {
    expect(press("z", "typing", { ctrl: true })).toBeUndefined();
  });

  it("leave up and down to the list of suggestions while typing", () => {
    const down = { key: "ArrowDown", ctrl: false, shift: false, alt: false, isComposing: false };
    expect(sheetCommand(down, "typing", true)).toBeUndefined();
    expect(sheetCommand(down, "ready", true)).toMatchObject({ kind: "move" });
  });
});
