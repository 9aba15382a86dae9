import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { wanText, writeCells } from "./typing.ts";
import { amountShown, progressHint, progressShown, problemShown, statusWords } from "./columns.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { ProblemDrawer } from "./ProblemDrawer.tsx";
import { rowNote } from "./RowNotes.tsx";
import type { ReportViewProps } from "./SheetReport.tsx";
import type { ReportActs } from "./useReportActs.ts";
import type { Line } from "./useDrafts.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** One project at a time, under a thumb. */
export function PhoneReport({ month, acts, isReadOnly, text }: ReportViewProps): ReactNode {
  const { drafts, submission } = acts;
  // What is still to be reported comes first, in the order it had when the page was opened.
  const [order] = useState(() => [...drafts.lines].sort((a, b) => Number(b.row.canReport) - Number(a.row.canReport)).map(({ row }) => row.projectId));
  const lines = order.flatMap((id) => drafts.lines.filter(({ row }) => row.projectId === id));
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      lines.findIndex(({ row, reading }) => row.canReport && !reading.isReady),
    ),
  );
  const [isStating, setIsStating] = useState(false);
  const line = lines[Math.min(at, lines.length - 1)];
  if (!line) return null;
  const done = lines.filter(({ row, reading }) => !row.canReport || reading.isReady).length;
  const oldest = Math.min(...[...drafts.view.entries.values()].map((entry) => entry.at));
  return (
    <div className="r-phone">
      <div className="r-phone-head">
        <strong>{text.phoneHeading(Number(month.slice(5)), done, lines.length)}</strong>
        <SendingState acts={acts} text={text} />
      </div>
      {Temporal.Now.instant().epochMilliseconds - oldest > dayMs && <p className="b-problem">{text.unsentDay}</p>}
      <Problem failure={submission.failure ?? drafts.view.failure} />
      <PhoneRow key={line.row.projectId} {...{ line, acts, text, isReadOnly }} onProblem={() => setIsStating(true)} />
      <div className="b-page-primary r-phone-bar">
        <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
          {text.previous}
        </Button>
        <Button disabled={at >= lines.length - 1} onClick={() => setAt(at + 1)}>
          {text.next}
        </Button>
        {!isReadOnly && acts.canReport && (
          <Button
            type="primary"
            disabled={acts.ready.length === 0 || submission.waiting > 0}
            loading={submission.isBusy}
            onClick={() => acts.submitLines(acts.ready)}
          >
            {text.submitPhone(acts.ready.length)}
          </Button>
        )}
      </div>
      <ProblemDrawer
        line={isStating ? line : undefined}
        month={month}
        text={text}
        onClose={() => setIsStating(false)}
        onDone={({ row }, problem) => {
          drafts.write(new Map([[row.projectId, (typing) => ({ ...typing, problem })]]));
          setIsStating(false);
        }}
      />
    </div>
  );
}

/** 仅存本机 → 待发送 → 已送达, always in sight. */
function SendingState({ acts, text }: { acts: ReportActs; text: ReportsText }): ReactNode {
  const { submission, drafts, ready } = acts;
  const words =
    submission.waiting > 0
      ? text.toSend(submission.waiting)
      : drafts.view.entries.size > 0
        ? text.keptLocally
        : ready.length > 0
          ? text.toSend(ready.length)
          : submission.receipt
            ? text.delivered(submission.receipt)
            : "";
  return <span role="status">{words}</span>;
}

type RowProps = { line: Line; acts: ReportActs; text: ReportsText; isReadOnly: boolean; onProblem: () => void };

function PhoneRow({ line, acts, text, isReadOnly, onProblem }: RowProps): ReactNode {
  const { row, typing } = line;
  const { drafts } = acts;
  const isFixed = isReadOnly || !row.canReport;
  const write = (cells: Parameters<typeof writeCells>[1]): void => drafts.write(new Map([[row.projectId, (now) => writeCells(now, cells)]]));
  const amount = (column: "month" | "cumulative", title: string): ReactNode => (
    <label className="r-phone-field">
      <span>{title}</span>
      <Input
        inputMode="decimal"
        autoComplete="off"
        suffix={text.unit}
        readOnly={isFixed}
        value={column === "month" && typing.isUnchanged ? text.unchanged : amountShown(line, column, text)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => write({ [column]: event.target.value })}
      />
    </label>
  );
  return (
    <section className="r-phone-row" aria-label={row.name}>
      <h2>{row.name}</h2>
      <p className="b-muted">
        {text.lastLine(wanText(row.lastCumulativeFen) || "—")} · {text.planLine(wanText(row.planFen))} ·{" "}
        <span className={`r-state r-state-${row.status}`}>{statusWords(line, text)}</span> {row.isLate && <span className="b-sample">{text.late}</span>}
      </p>
      {!isFixed && (
        <Button
          type={typing.isUnchanged ? "primary" : "default"}
          aria-pressed={typing.isUnchanged}
          block
          onClick={() => write({ month: typing.isUnchanged ? "" : text.unchanged })}
        >
          {text.monthUnchanged}
        </Button>
      )}
      <div className="r-phone-amounts">
        {amount("month", text.columns.month)}
        {amount("cumulative", text.columns.cumulative)}
      </div>
      <label className="r-phone-field">
        <span>{text.columns.progress}</span>
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          readOnly={isFixed}
          placeholder={progressHint(line, text)}
          value={progressShown(line)}
          onChange={(event) => write({ progress: event.target.value })}
        />
      </label>
      {!isFixed && <Button onClick={onProblem}>{problemShown(line) || text.addProblem}</Button>}
      {!isFixed && rowNote(line, phoneNotes(acts, text))}
      {row.status === "submitted" && !isReadOnly && !row.canReview && <Button onClick={() => acts.withdrawLines([row.projectId])}>{text.withdraw}</Button>}
    </section>
  );
}

function phoneNotes({ drafts }: ReportActs, text: ReportsText): Parameters<typeof rowNote>[1] {
  const put = (line: Line, change: Parameters<typeof drafts.write>[0] extends ReadonlyMap<string, infer Change> ? Change : never): void =>
    drafts.write(new Map([[line.row.projectId, change]]));
  return {
    text,
    conflictOf: (id) => drafts.view.conflicts.get(id),
    onAdopt: drafts.keeping.adopt,
    onInsist: (id) => void drafts.keeping.insist(id),
    onCompare: undefined,
    onSuggestion: (line, column, words) => put(line, (now) => writeCells(now, { [column]: words })),
    onReason: (line, doubtReason) => put(line, (now) => ({ ...now, doubtReason })),
    onSolved: (line, matterId, isSolved) => put(line, (now) => ({ ...now, problemsSolved: { ...now.problemsSolved, [matterId]: isSolved } })),
  };
}
