import { formatWan } from "@baton/contract/amounts";
import type { Doubt, ReportFields } from "@baton/contract/reports";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { columnTitle } from "./columns.tsx";
import type { Conflict } from "./keeping.ts";
import { wanText, type TypedColumn } from "./typing.ts";
import type { Line } from "./useDrafts.ts";

export type NoteActs = {
  text: ReportsText;
  conflictOf: (projectId: string) => Conflict | undefined;
  onAdopt: (projectId: string) => void;
  onInsist: (projectId: string) => void;
  /** Opens both versions beside each other; absent where there is no room for it. */
  onCompare: ((projectId: string) => void) | undefined;
  onSuggestion: (line: Line, column: "month" | "cumulative", amount: string) => void;
  onReason: (line: Line, reason: string) => void;
  onSolved: (line: Line, matterId: string, isSolved: boolean) => void;
};

/** What a draft says in one word, for a choice between two. */
export function draftAmount(fields: Pick<ReportFields, "isUnchanged" | "monthFen" | "cumulativeFen">, text: ReportsText): string {
  if (fields.isUnchanged) return text.unchanged;
  return wanText(fields.monthFen ?? fields.cumulativeFen) || "—";
}

/** Everything that is to be said under a row, or nothing. */
export function rowNote(line: Line, acts: NoteActs): ReactNode {
  const { row, reading, typing } = line;
  const conflict = acts.conflictOf(row.projectId);
  const isReturned = row.canReport && row.status === "returned" && row.returnReason !== null;
  const asks = row.canReport ? row.openProblems : [];
  const hasNote = conflict || isReturned || asks.length > 0 || (row.canReport && (reading.faults.length > 0 || reading.doubts.length > 0));
  if (!hasNote) return null;
  return (
    <div className="r-notes">
      {conflict && <ConflictNote {...{ line, conflict, acts }} />}
      {isReturned && <p className="b-mark-words-fault">{returnedWords(line, acts.text)}</p>}
      {reading.faults.map((fault) => (
        <p key={fault.column} className="b-mark-words-fault">
          × {fault.message}
          {fault.remedy}
        </p>
      ))}
      {reading.doubts.length > 0 && (
        <div className="r-doubts">
          {reading.doubts.map((doubt) => (
            <span key={doubt.code} className="b-mark-words-doubt">
              ? {doubt.sentence} <Suggestion {...{ line, doubt, acts }} />
            </span>
          ))}
          <Reason key={typing.doubtReason} line={line} {...acts} />
        </div>
      )}
      {asks.map(({ matterId, title }) => (
        <Ask key={matterId} {...{ line, matterId, title, acts }} />
      ))}
    </div>
  );
}

function Suggestion({ line, doubt, acts }: { line: Line; doubt: Doubt; acts: NoteActs }): ReactNode {
  const { field, suggestedFen } = doubt;
  if (suggestedFen === null || (field !== "month" && field !== "cumulative")) return null;
  return (
    <Button size="small" onClick={() => acts.onSuggestion(line, field, wanText(suggestedFen))}>
      {acts.text.changeTo(formatWan(suggestedFen))}
    </Button>
  );
}

export function returnedWords({ row }: Line, text: ReportsText): string {
  const fields: readonly string[] = ["month", "cumulative", "progress", "problem"];
  const reason = row.returnReason ?? "";
  return row.returnField !== null && fields.includes(row.returnField)
    ? text.returnedAt(columnTitle(row.returnField as TypedColumn, text), reason)
    : text.returned(reason);
}

function ConflictNote({ line, conflict, acts }: { line: Line; conflict: Conflict; acts: NoteActs }): ReactNode {
  const { text } = acts;
  const id = line.row.projectId;
  const theirs = draftAmount(conflict.fields, text);
  const mine = line.reading.fields ? draftAmount(line.reading.fields, text) : line.typing.month;
  return (
    <p className="b-mark-words-fault">
      {text.conflict(conflict.by, theirs)}{" "}
      <Button size="small" onClick={() => acts.onAdopt(id)}>
        {theirs === mine ? text.adoptOther : text.adopt(theirs)}
      </Button>{" "}
      <Button size="small" onClick={() => acts.onInsist(id)}>
        {theirs === mine ? text.insistMine : text.insist(mine)}
      </Button>{" "}
      {acts.onCompare && (
        <Button size="small" type="link" onClick={() => acts.onCompare?.(id)}>
          {text.seeConflict}
        </Button>
      )}
    </p>
  );
}

/** One line of reason for the row's doubts; it goes with the row to the reviewer. */
export function Reason({ line, text, onReason }: { line: Line } & Pick<NoteActs, "text" | "onReason">): ReactNode {
  const [isWriting, setIsWriting] = useState(false);
  const [words, setWords] = useState(line.typing.doubtReason);
  const settle = (): void => {
    setIsWriting(false);
    if (words.trim() !== line.typing.doubtReason) onReason(line, words.trim());
  };
  if (!isWriting) {
    return (
      <span>
        {line.typing.doubtReason && `${text.reasonGiven(line.typing.doubtReason)} `}
        <Button size="small" onClick={() => setIsWriting(true)}>
          {text.giveReason}
        </Button>
      </span>
    );
  }
  return (
    <Input
      autoFocus
      className="r-reason"
      aria-label={text.reasonOf(line.row.name)}
      placeholder={text.reasonExample}
      maxLength={500}
      value={words}
      onChange={(event) => setWords(event.target.value)}
      onBlur={settle}
      onPressEnter={(event) => !event.nativeEvent.isComposing && settle()}
    />
  );
}

function Ask({ line, matterId, title, acts }: { line: Line; matterId: string; title: string; acts: NoteActs }): ReactNode {
  const said = line.typing.problemsSolved[matterId];
  const choice = (isSolved: boolean, words: string): ReactNode => (
    <Button
      size="small"
      type={said === isSolved ? "primary" : "default"}
      aria-pressed={said === isSolved}
      onClick={() => acts.onSolved(line, matterId, isSolved)}
    >
      {words}
    </Button>
  );
  return (
    <p>
      {acts.text.openProblem(title)} {choice(true, acts.text.solved)} {choice(false, acts.text.unsolved)}
    </p>
  );
}
