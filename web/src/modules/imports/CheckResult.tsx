import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import type { ImportAnswer, ImportError } from "@baton/contract/imports";
import type { ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { downloadFaults, type Asked, type Reading } from "./imports.ts";

/** Counts, and every fault with its row, column and remedy. */
export function CheckResult({ answer, asked, reading }: { answer: ImportAnswer; asked: Asked; reading: Reading }): ReactNode {
  const text = useArea(importsText);
  const saving = useMutation({ mutationFn: () => downloadFaults(asked, reading) });
  const isFaulty = answer.rejected > 0;
  return (
    <section className="b-card" aria-live="polite">
      <h2>{text.result}</h2>
      <p className="i-counts">
        <span>{text.rows(answer.rows)}</span>
        <span>{text.accepted(answer.accepted)}</span>
        <span>{text.changed(answer.changed)}</span>
        {isFaulty && <span className="i-faulty">{text.rejected(answer.rejected)}</span>}
      </p>
      {answer.unknownColumns.length > 0 && <p className="b-muted">{text.unknown(answer.unknownColumns.join("、"))}</p>}
      {!isFaulty && answer.changed === 0 && <p>{text.nothing}</p>}
      {isFaulty && (
        <div className="i-foot">
          <Button loading={saving.isPending} onClick={() => saving.mutate()}>
            {text.errorBook}
          </Button>
          <span className="b-muted">{text.errorBookWhy}</span>
        </div>
      )}
      <Problem failure={saving.error} />
      <FaultLists answer={answer} />
      {isFaulty && <p>{text.fixFirst}</p>}
    </section>
  );
}

/** Every fault with its row, column and remedy, and what is only remarked on. */
export function FaultLists({ answer }: { answer: ImportAnswer }): ReactNode {
  const text = useArea(importsText);
  return (
    <>
      <Faults title={text.faultList} faults={answer.errors.filter(({ code }) => code !== "unknown-column")} />
      {answer.errorsLeftOut > 0 && <p className="b-muted">{text.leftOut(answer.errorsLeftOut)}</p>}
      <Faults title={text.warningList} faults={answer.warnings} />
    </>
  );
}

function Faults({ title, faults }: { title: string; faults: readonly ImportError[] }): ReactNode {
  const text = useArea(importsText);
  if (faults.length === 0) return null;
  const columns: LedgerColumn<ImportError>[] = [
    { id: "row", header: text.columns.row, width: 64, align: "end", isRowHeader: true, cell: ({ row }) => row },
    { id: "column", header: text.columns.column, width: 180, cell: ({ column }) => column || text.wholeRow },
    { id: "message", header: text.columns.message, width: 360, cell: ({ message }) => message },
    { id: "remedy", header: text.columns.remedy, width: 360, cell: ({ remedy }) => remedy },
  ];
  return (
    <>
      <h3>
        {title} {faults.length}
      </h3>
      <Ledger<ImportError>
        label={title}
        rows={faults}
        rowId={({ row, column, code }) => `${row}${column}${code}`}
        rowName={({ row }) => String(row)}
        columns={columns}
        height={`min(40vh, ${(faults.length + 1) * 48 + 8}px)`}
      />
    </>
  );
}
