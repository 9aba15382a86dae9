import { memo, useEffect, useId, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type SyntheticEvent } from "react";
import type { CellMark } from "./sheetColumns.ts";
import { sheetCommand, type SheetCommand } from "./sheetKeys.ts";
import type { CellPlace } from "./sheetRange.ts";
import { parseTsv } from "./tsv.ts";
import { modeOf, type SheetActions } from "./useSheet.ts";

export type SheetCellProps = {
  row: number;
  column: number;
  label: string;
  value: string;
  isActive: boolean;
  isReadOnly: boolean;
  isMultiline: boolean;
  align: "start" | "end";
  inputMode: "text" | "decimal";
  placeholder: string;
  suggestionsId: string | undefined;
  markKind: CellMark["kind"] | undefined;
  markText: string | undefined;
  shown?: ReactNode;
  onOpen?: (() => void) | undefined;
  actions: SheetActions;
};

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The cell is a real field all the time, so that an input method composes from the first key. */
export const SheetCell = memo(function SheetCell(props: SheetCellProps): ReactNode {
  const { row, column, value, isActive, isReadOnly, isMultiline, markKind, markText } = props;
  const field = useRef<Field>(null);
  const markId = useId();
  const place = { row, column };
  const { draft, events } = useDraft(props, place, field);
  const shared = {
    "data-cell": `${row}:${column}`,
    "aria-label": props.label,
    "aria-invalid": markKind === "fault" || undefined,
    "aria-describedby": markText ? markId : undefined,
    className: `b-field${props.align === "end" ? " b-num" : ""}${props.shown === undefined ? "" : " b-field-under"}`,
    value: draft?.text ?? value,
    readOnly: isReadOnly,
    tabIndex: isActive ? 0 : -1,
    placeholder: props.placeholder,
    inputMode: props.inputMode,
    autoComplete: "off",
    spellCheck: false,
    ...events,
  };
  return (
    <>
      {markKind && (
        <span className={`b-mark b-mark-${markKind}`} aria-hidden="true">
          {markKind === "doubt" ? "?" : "×"}
        </span>
      )}
      {isMultiline ? (
        <textarea rows={1} {...shared} ref={field as React.RefObject<HTMLTextAreaElement>} />
      ) : (
        <input type="text" list={draft && !isReadOnly ? props.suggestionsId : undefined} {...shared} ref={field as React.RefObject<HTMLInputElement>} />
      )}
      {props.shown !== undefined && <div className="b-cell-shown">{props.shown}</div>}
      {markText && (
        <span id={markId} className="b-sr">
          {markText}
        </span>
      )}
    </>
  );
});

type Draft = { text: string; caret: boolean };

/** What is being written and not yet committed, and the events that write it. */
function useDraft(props: SheetCellProps, place: CellPlace, field: React.RefObject<Field | null>) {
  const { value, isReadOnly, actions, suggestionsId, onOpen } = props;
  const [draft, setDraft] = useState<Draft>();
  const isWriting = draft !== undefined;
  useEffect(() => {
    if (!isWriting && field.current === document.activeElement) field.current?.select();
  }, [isWriting, field]);

  const settle = (): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    actions.commit(place, draft.text);
  };
  const onKeyDown = (event: KeyboardEvent<Field>): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, nativeEvent } = event;
    // Some input methods report the composing key only by code 229.
    const isComposing = nativeEvent.isComposing || nativeEvent.keyCode === 229;
    const pressed = { key, ctrl: ctrlKey || metaKey, shift: shiftKey, alt: altKey, isComposing };
    const command = sheetCommand(pressed, modeOf(draft), suggestionsId !== undefined);
    if (!command) return;
    if (command.kind === "tab" && actions.canLeave(place, command.step)) return;
    event.preventDefault();
    event.stopPropagation();
    const text = draft?.text ?? value;
    if (isReadOnly && onOpen && opens(command, key, shiftKey)) return onOpen();
    if (command.kind === "cancel") return setDraft(undefined);
    if (command.kind === "newLine") return insertLineBreak(event.currentTarget, setDraft);
    if (command.kind === "edit") {
      if (isReadOnly) return;
      setDraft({ text, caret: true });
      return event.currentTarget.setSelectionRange(text.length, text.length);
    }
    if (command.kind === "fillSelection") setDraft(undefined);
    else settle();
    actions.run(command, place, text);
  };
  const onPaste = (event: ClipboardEvent<Field>): void => {
    const pasted = event.clipboardData.getData("text/plain");
    const block = parseTsv(pasted);
    const isBlock = block.length > 1 || (block[0]?.length ?? 0) > 1;
    if (!isBlock && draft) return;
    event.preventDefault();
    setDraft(undefined);
    actions.paste(block, place);
  };
  const events = {
    onKeyDown,
    onPaste,
    onBlur: settle,
    onFocus: (event: SyntheticEvent<Field>) => {
      actions.focus(place);
      event.currentTarget.select();
    },
    onClick: (event: SyntheticEvent<Field>) => {
      if (!draft) event.currentTarget.select();
    },
    onDoubleClick: () => {
      if (!isReadOnly) setDraft((now) => ({ text: now?.text ?? value, caret: true }));
      else onOpen?.();
    },
    onChange: (event: SyntheticEvent<Field>) => {
      const { value: text } = event.currentTarget;
      setDraft((now) => ({ text, caret: now?.caret ?? false }));
    },
  };
  return { draft, events };
}

function opens(command: SheetCommand, key: string, shift: boolean): boolean {
  return command.kind === "edit" || (command.kind === "move" && key === "Enter" && !shift);
}

function insertLineBreak(field: Field, setDraft: (draft: Draft) => void): void {
  const { value, selectionStart, selectionEnd } = field;
  const at = selectionStart ?? value.length;
  setDraft({ text: `${value.slice(0, at)}\n${value.slice(selectionEnd ?? at)}`, caret: true });
}
