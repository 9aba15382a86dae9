import { formatWan } from "@baton/contract/amounts";
import type { ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import type { CellMark, SheetColumn } from "../../ui/Sheet.tsx";
import { wanText, type TypedColumn } from "./typing.ts";
import type { Line } from "./useDrafts.ts";

/** What stands in an amount's cell: as typed, or worked out from the other amount. */
export function amountShown({ row, typing, reading }: Line, column: "month" | "cumulative", text: ReportsText): string {
  if (!row.canReport) {
    if (row.isUnchanged && column === "month") return text.unchanged;
    return wanText(column === "month" ? row.monthFen : row.cumulativeFen);
  }
  if (typing.isUnchanged) return column === "month" ? text.unchanged : wanText(reading.settled?.cumulativeFen ?? 0);
  if (typing[column] !== "") return typing[column];
  return wanText((column === "month" ? reading.settled?.monthFen : reading.settled?.cumulativeFen) ?? null);
}

export function progressHint({ row, typing }: Line, text: ReportsText): string {
  if (!row.canReport) return "";
  if (typing.isUnchanged) return row.lastProgressText ? text.carriedText(row.lastProgressText) : text.carried;
  return row.lastProgressText ? text.lastText(row.lastProgressText) : "";
}

export function progressShown({ row, typing }: Line): string {
  return row.canReport ? typing.progress : (row.progressText ?? "");
}

export function problemShown({ row, typing }: Line): string {
  return row.canReport ? (typing.problem?.text ?? "") : (row.problemText ?? "");
}

export function statusWords({ row, reading }: Line, text: ReportsText): string {
  if (row.canReport && reading.faults.length > 0) return text.faulty;
  if (row.canReport && row.status !== "returned" && reading.isReady) return text.ready;
  if (row.canReport && row.status === "unreported" && !reading.isEmpty) return text.status.draft;
  return text.status[row.status];
}

export function marksOf({ row, reading }: Line, columnId: string, text: ReportsText): CellMark | undefined {
  if (!row.canReport) return undefined;
  const fault = reading.faults.find(({ column }) => column === columnId);
  if (fault) return { kind: "fault", text: `${fault.message}${fault.remedy}` };
  if (row.status === "returned" && row.returnField === columnId) return { kind: "fault", text: text.returned(row.returnReason ?? "") };
  const doubt = reading.doubts.find(({ field }) => field === columnId);
  return doubt ? { kind: "doubt", text: doubt.sentence } : undefined;
}

type Acts = {
  text: ReportsText;
  onProblem: (line: Line) => void;
  onSubmitOne: (line: Line) => void;
  onWithdraw: (line: Line) => void;
  mayWithdraw: (line: Line) => boolean;
  isReadOnly: boolean;
};

const isFixed = ({ row }: Line): boolean => !row.canReport;

export function sheetColumns(acts: Acts): SheetColumn<Line>[] {
  const { text } = acts;
  const money = { unit: text.unit, width: 116, align: "end", inputMode: "decimal" } as const;
  return [
    {
      id: "name",
      header: text.columns.name,
      width: 222,
      frozen: true,
      isRowHeader: true,
      readOnly: true,
      value: ({ row }) => row.name,
      shown: ({ row }) => <NameShown name={row.name} code={row.code} />,
    },
    { id: "plan", header: text.columns.plan, ...money, width: 104, readOnly: true, value: ({ row }) => formatWan(row.planFen) },
    {
      id: "last",
      header: text.columns.last,
      ...money,
      readOnly: true,
      value: ({ row }) => (row.lastCumulativeFen === null ? "" : formatWan(row.lastCumulativeFen)),
    },
    {
      id: "month",
      header: text.columns.month,
      ...money,
      readOnly: isFixed,
      value: (line) => amountShown(line, "month", text),
      placeholder: () => text.status.unreported,
    },
    { id: "cumulative", header: text.columns.cumulative, ...money, readOnly: isFixed, value: (line) => amountShown(line, "cumulative", text) },
    {
      id: "progress",
      header: text.columns.progress,
      width: 190,
      grows: true,
      multiline: true,
      readOnly: isFixed,
      value: progressShown,
      placeholder: (line) => progressHint(line, text),
    },
    {
      id: "problem",
      header: text.columns.problem,
      width: 116,
      readOnly: true,
      value: problemShown,
      shown: (line) => <ProblemShown line={line} {...acts} />,
      onOpen: (line) => line.row.canReport && acts.onProblem(line),
    },
    {
      id: "status",
      header: text.columns.status,
      width: 132,
      readOnly: true,
      value: (line) => statusWords(line, text),
      shown: (line) => <StatusShown line={line} {...acts} />,
      onOpen: (line) => (acts.mayWithdraw(line) ? acts.onWithdraw(line) : line.reading.isReady && acts.onSubmitOne(line)),
    },
  ];
}

export function columnTitle(column: TypedColumn, text: ReportsText): string {
  return text.columns[column];
}

function NameShown({ name, code }: { name: string; code: string | null }): ReactNode {
  return (
    <span className="r-name" title={name}>
      <span className="r-name-words">{name}</span>
      {code && <small>{code}</small>}
    </span>
  );
}

function ProblemShown({ line, text, onProblem, isReadOnly }: Acts & { line: Line }): ReactNode {
  const words = problemShown(line);
  if (!line.row.canReport || isReadOnly) return <span className="r-clip">{words}</span>;
  return (
    <button
      type="button"
      className="b-plain-button b-link-button r-clip"
      tabIndex={-1}
      aria-label={text.editProblem(line.row.name)}
      onClick={() => onProblem(line)}
    >
      {words || "+"}
    </button>
  );
}

function StatusShown({ line, text, onSubmitOne, onWithdraw, mayWithdraw, isReadOnly }: Acts & { line: Line }): ReactNode {
  const { row, reading } = line;
  return (
    <span className="r-status">
      <span className={`r-state r-state-${row.canReport && reading.faults.length > 0 ? "faulty" : row.status}`}>{statusWords(line, text)}</span>
      {row.isLate && <span className="b-sample">{text.late}</span>}
      {row.isCorrection && <span className="b-sample">{text.correction}</span>}
      {row.canReport && reading.isReady && !isReadOnly && (
        <button
          type="button"
          className="b-plain-button b-link-button"
          tabIndex={-1}
          aria-label={`${text.submitOne} ${row.name}`}
          onClick={() => onSubmitOne(line)}
        >
          {text.submitOne}
        </button>
      )}
      {mayWithdraw(line) && (
        <button
          type="button"
          className="b-plain-button b-link-button"
          tabIndex={-1}
          aria-label={`${text.withdraw} ${row.name}`}
          onClick={() => onWithdraw(line)}
        >
          {text.withdraw}
        </button>
      )}
    </span>
  );
}
