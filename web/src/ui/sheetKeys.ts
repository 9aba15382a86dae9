/** `ready`: keys move, typing replaces. `typing`: what was typed replaces; arrows commit. `edit`: arrows move the caret. */
export type CellMode = "ready" | "typing" | "edit";

export type SheetKey = {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  /** The key belongs to the input method. */
  isComposing: boolean;
};

/** `by` and `to` count cells; `extend` grows the selection instead of moving. */
export type SheetCommand =
  | { kind: "move"; rows: number; columns: number; extend: boolean }
  | { kind: "page"; direction: 1 | -1; extend: boolean }
  | { kind: "edge"; row?: "first" | "last"; column?: "first" | "last"; extend: boolean }
  | { kind: "tab"; step: 1 | -1 }
  | {
      kind: "edit" | "cancel" | "clear" | "undo" | "redo" | "fillDown" | "fillSelection" | "submit" | "save" | "selectAll" | "newLine";
    };

const arrows: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** What a key means in a cell; undefined leaves it to the field itself (and to the input method while composing). */
export function sheetCommand(pressed: SheetKey, mode: CellMode, hasSuggestions = false): SheetCommand | undefined {
  if (pressed.isComposing) return undefined;
  if (pressed.ctrl) return controlCommand(pressed, mode);
  const arrow = arrows[pressed.key];
  if (arrow) return arrowCommand(pressed, arrow, { mode, hasSuggestions });
  switch (pressed.key) {
    case "Enter":
      if (pressed.alt) return mode === "ready" ? undefined : { kind: "newLine" };
      return { kind: "move", rows: pressed.shift ? -1 : 1, columns: 0, extend: false };
    case "Tab":
      return { kind: "tab", step: pressed.shift ? -1 : 1 };
    case "F2":
      return mode === "edit" ? undefined : { kind: "edit" };
    case "Escape":
      return mode === "ready" ? undefined : { kind: "cancel" };
    case "Delete":
    case "Backspace":
      return mode === "ready" ? { kind: "clear" } : undefined;
    case "PageDown":
      return { kind: "page", direction: 1, extend: pressed.shift };
    case "PageUp":
      return { kind: "page", direction: -1, extend: pressed.shift };
    case "Home":
      return mode === "edit" ? undefined : { kind: "edge", column: "first", extend: pressed.shift };
    case "End":
      return mode === "edit" ? undefined : { kind: "edge", column: "last", extend: pressed.shift };
    default:
      return undefined;
  }
}

function arrowCommand(
  { shift, alt }: SheetKey,
  [rows, columns]: readonly [number, number],
  { mode, hasSuggestions }: { mode: CellMode; hasSuggestions: boolean },
): SheetCommand | undefined {
  if (alt) return undefined;
  if (mode === "edit" && columns !== 0) return undefined;
  // The list of suggestions is walked with the same arrows.
  if (mode !== "ready" && hasSuggestions && rows !== 0) return undefined;
  return { kind: "move", rows, columns, extend: shift && mode === "ready" };
}

function controlCommand({ key, shift }: SheetKey, mode: CellMode): SheetCommand | undefined {
  if (key === "Enter") return { kind: shift ? "submit" : "fillSelection" };
  if (key === "Home") return { kind: "edge", row: "first", column: "first", extend: shift };
  if (key === "End") return { kind: "edge", row: "last", column: "last", extend: shift };
  const letter = key.toLowerCase();
  if (letter === "s") return { kind: "save" };
  // While a cell is being written, the field's own undo and select-all serve better.
  if (mode !== "ready") return undefined;
  if (letter === "z") return { kind: shift ? "redo" : "undo" };
  if (letter === "y") return { kind: "redo" };
  if (letter === "d") return { kind: "fillDown" };
  if (letter === "a") return { kind: "selectAll" };
  return undefined;
}
