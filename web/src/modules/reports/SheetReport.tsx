import { Button } from "antd";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import type { ReportsText } from "../../text/reports.ts";
import { wanSum } from "../../ui/figureText.ts";
import { Problem } from "../../ui/Problem.tsx";
import { Sheet, type CellChange, type SheetHandle } from "../../ui/Sheet.tsx";
import { showToast } from "../../ui/toast.tsx";
import { columnTitle, marksOf, problemShown, progressShown, amountShown, sheetColumns } from "./columns.tsx";
import { ConflictDrawer } from "./ConflictDrawer.tsx";
import { PasteDialog } from "./PasteDialog.tsx";
import { knownOf, namesRows, type PastedCells } from "./pasting.ts";
import { ProblemDrawer } from "./ProblemDrawer.tsx";
import { rowNote, type NoteActs } from "./RowNotes.tsx";
import { clockOf } from "./monthWords.ts";
import { sumsOf } from "./sums.ts";
import type { TypedColumn } from "./typing.ts";
import type { ReportActs } from "./useReportActs.ts";
import type { Line } from "./useDrafts.ts";
import { useTypingSheet } from "./useTypingSheet.ts";

export type ReportViewProps = { month: string; acts: ReportActs; isReadOnly: boolean; text: ReportsText };

function shownIn(line: Line, column: TypedColumn, text: ReportsText): string {
  if (column === "progress") return progressShown(line);
  return column === "problem" ? problemShown(line) : amountShown(line, column, text);
}

function pastedChanges(cells: ReadonlyMap<string, PastedCells>, lines: readonly Line[], text: ReportsText): CellChange[] {
  return [...cells].flatMap(([rowId, row]) => {
    const line = lines.find((each) => each.row.projectId === rowId);
    if (!line?.row.canReport) return [];
    return Object.entries(row).map(([columnId, after]) => ({ rowId, columnId, before: shownIn(line, columnId as TypedColumn, text), after }));
  });
}

/** The month as one spreadsheet: see UX of 月度报送. */
export function SheetReport({ month, acts, isReadOnly, text }: ReportViewProps): ReactNode {
  const { drafts, submission, ready, submitLines } = acts;
  const sheet = useRef<SheetHandle>(null);
  const [problemId, setProblemId] = useState<string>();
  const [comparedId, setComparedId] = useState<string>();
  const [pasting, setPasting] = useState<{ text: string }>();
  const onChange = useTypingSheet(drafts);
  const lineOf = (id: string | undefined): Line | undefined => drafts.lines.find(({ row }) => row.projectId === id);
  const columns = useColumns({ acts, text, isReadOnly, onProblem: setProblemId });
  const noteActs = useNoteActs({ acts, text, sheet, onCompare: setComparedId });
  const writePasted = (cells: ReadonlyMap<string, PastedCells>): void => {
    sheet.current?.apply(pastedChanges(cells, drafts.lines, text), "paste");
    setPasting(undefined);
    showToast({ words: text.pasting.written(cells.size), onUndo: () => sheet.current?.undo() });
  };
  const restUnchanged = (): void => {
    const changes = acts.untouched.map(({ row }) => ({ rowId: row.projectId, columnId: "month", before: "", after: text.unchanged }));
    sheet.current?.apply(changes);
    showToast({ words: text.filledUnchanged(changes.length), onUndo: () => sheet.current?.undo() });
  };
  const known = drafts.lines.map(({ row }) => knownOf(row));
  return (
    <>
      <Told acts={acts} text={text} onGo={(rowId, columnId) => sheet.current?.focusCell(rowId, columnId)} />
      <Sheet
        ref={sheet}
        label={text.title}
        rows={drafts.lines}
        rowId={({ row }) => row.projectId}
        rowName={({ row }) => row.name}
        columns={columns}
        onChange={onChange}
        onPaste={({ block }) => {
          if (isReadOnly || !namesRows(block, known)) return "in-place";
          setPasting({ text: block.map((line) => line.map(quoted).join("\t")).join("\n") });
          return "taken";
        }}
        markOf={(line, columnId) => marksOf(line, columnId, text)}
        rowNote={(line) => (isReadOnly ? null : rowNote(line, noteActs))}
        sumOf={wanSum}
        readOnly={isReadOnly}
        onSubmit={() => submitLines(ready)}
        onSave={() => answerSave(acts, text)}
        footer={<Foot {...{ acts, text, isReadOnly }} onPaste={() => setPasting({ text: "" })} onRest={restUnchanged} />}
      />
      <ProblemDrawer
        line={lineOf(problemId)}
        month={month}
        text={text}
        onClose={() => setProblemId(undefined)}
        onDone={({ row }, problem) => {
          drafts.write(new Map([[row.projectId, (typing) => ({ ...typing, problem })]]));
          setProblemId(undefined);
        }}
      />
      <ConflictDrawer
        line={lineOf(comparedId)}
        conflict={comparedId === undefined ? undefined : drafts.view.conflicts.get(comparedId)}
        text={text}
        onAdopt={drafts.keeping.adopt}
        onInsist={(id) => void drafts.keeping.insist(id)}
        onClose={() => setComparedId(undefined)}
      />
      {pasting && <PasteDialog given={pasting.text} lines={drafts.lines} text={text} onWrite={writePasted} onClose={() => setPasting(undefined)} />}
      <Problem failure={submission.failure ?? drafts.view.failure} />
    </>
  );
}

/** Nothing needs saving by hand; asked for all the same, it is done at once and said. */
function answerSave({ drafts }: ReportActs, text: ReportsText): void {
  void drafts.keeping.flush();
  showToast({ words: text.autoSaved });
}

function quoted(cell: string): string {
  return /[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

type ColumnParts = { acts: ReportActs; text: ReportsText; isReadOnly: boolean; onProblem: (projectId: string) => void };

/** Kept while nothing in it changes, so that rows need not be drawn again. */
function useColumns({ acts: { submitLines, withdrawLines }, text, isReadOnly, onProblem }: ColumnParts) {
  const { role } = useMe();
  return useMemo(
    () =>
      sheetColumns({
        text,
        isReadOnly,
        onProblem: ({ row }) => !isReadOnly && onProblem(row.projectId),
        onSubmitOne: (line) => !isReadOnly && submitLines([line]),
        onWithdraw: ({ row }) => !isReadOnly && withdrawLines([row.projectId]),
        mayWithdraw: ({ row }) => !isReadOnly && row.status === "submitted" && !row.canReview && (role === "town" || role === "district"),
      }),
    [text, isReadOnly, submitLines, withdrawLines, role, onProblem],
  );
}

type NoteParts = { acts: ReportActs; text: ReportsText; sheet: React.RefObject<SheetHandle | null>; onCompare: (id: string) => void };

function useNoteActs({ acts, text, sheet, onCompare }: NoteParts): NoteActs {
  const { drafts } = acts;
  return {
    text,
    onCompare,
    conflictOf: (id) => drafts.view.conflicts.get(id),
    onAdopt: drafts.keeping.adopt,
    onInsist: (id) => void drafts.keeping.insist(id),
    onSuggestion: (line, column, amount) =>
      sheet.current?.apply([{ rowId: line.row.projectId, columnId: column, before: amountShown(line, column, text), after: amount }]),
    onReason: ({ row }, doubtReason) => drafts.write(new Map([[row.projectId, (typing) => ({ ...typing, doubtReason })]])),
    onSolved: ({ row }, matterId, isSolved) =>
      drafts.write(new Map([[row.projectId, (typing) => ({ ...typing, problemsSolved: { ...typing.problemsSolved, [matterId]: isSolved } })]])),
  };
}

/** Errors stay, listed as links on top; the server's refusals of single rows beside those found while typing. */
function Told({ acts, text, onGo }: { acts: ReportActs; text: ReportsText; onGo: (rowId: string, columnId: string) => void }): ReactNode {
  const { faults } = acts;
  if (faults.length === 0) return null;
  return (
    <section className="b-problem r-told" role="alert">
      <strong>{text.faults(faults.length)}</strong>
      <ul>
        {faults.slice(0, 6).map(({ projectId, column, name, message }) => (
          <li key={`${projectId}${column}`}>
            <button type="button" className="b-plain-button b-link-button" onClick={() => onGo(projectId, column)}>
              {text.faultAt(name, columnTitle(column, text), message)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type FootProps = { acts: ReportActs; text: ReportsText; isReadOnly: boolean; onPaste: () => void; onRest: () => void };

function Foot({ acts, text, isReadOnly, onPaste, onRest }: FootProps): ReactNode {
  const { drafts, ready, submission, submitLines } = acts;
  const sums = sumsOf(drafts.lines);
  return (
    <>
      <span>{text.sums(sums.month, sums.cumulative)}</span>
      <SavedWords acts={acts} text={text} />
      {!isReadOnly && acts.canReport && (
        <span className="r-foot-acts">
          <Button onClick={onPaste}>{text.paste}</Button>
          <Button disabled={acts.untouched.length === 0} onClick={onRest}>
            {text.restUnchanged}
          </Button>
          <Button
            type="primary"
            loading={submission.isBusy}
            disabled={ready.length === 0}
            title={ready.length === 0 ? text.submitNothing : "Ctrl+Shift+Enter"}
            onClick={() => submitLines(ready)}
          >
            {text.submit(ready.length)}
          </Button>
        </span>
      )}
    </>
  );
}

/** 已存14:02:07, or what is still on this machine only. */
export function SavedWords({ acts, text }: { acts: ReportActs; text: ReportsText }): ReactNode {
  const { state, savedAt, isOffline, entries } = acts.drafts.view;
  const isLocal = state === "local" || isOffline;
  const saved = savedAt ? text.saved(clockOf(savedAt)) : "";
  const words = { kept: saved, refused: saved, local: saved, waiting: text.waiting, saving: text.saving }[state];
  return (
    <span role="status" className="b-muted">
      {words}
      {isLocal && <span className="b-mark-words-doubt">{` ${text.keptLocallyRows(entries.size)}`}</span>}
    </span>
  );
}
