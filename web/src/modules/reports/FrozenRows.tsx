import { formatWan } from "@baton/contract/amounts";
import type { ReportRow } from "@baton/contract/reports";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { CorrectionDrawer } from "./CorrectionDrawer.tsx";

type Props = { rows: readonly ReportRow[]; month: string; text: ReportsText; mayCorrect: boolean };

/** A row is found by its name; a longer list is read in the ledger. */
const shownMax = 100;

/** The numbers of a frozen month; what is wrong is corrected on record. */
export function FrozenRows({ rows, month, text, mayCorrect }: Props): ReactNode {
  const [wanted, setWanted] = useState("");
  const [correctedId, setCorrectedId] = useState<string>();
  const words = text.review;
  const found = rows.filter(({ name, code }) => name.includes(wanted.trim()) || (code ?? "").includes(wanted.trim()));
  return (
    <>
      <h2>{words.corrections}</h2>
      <Input
        className="r-search"
        aria-label={words.search}
        placeholder={words.search}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        allowClear
      />
      <div className="r-frozen">
        <table className="r-compare">
          <thead>
            <tr>
              <th scope="col">{text.columns.name}</th>
              <th scope="col" className="b-num">{`${text.columns.month}（${text.unit}）`}</th>
              <th scope="col" className="b-num">{`${text.columns.cumulative}（${text.unit}）`}</th>
              <th scope="col">{text.columns.progress}</th>
              <th scope="col">{text.columns.status}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shownMax).map((row) => (
              <tr key={row.projectId}>
                <th scope="row">{row.name}</th>
                <td className="b-num">{row.isUnchanged ? text.unchanged : row.monthFen === null ? "—" : formatWan(row.monthFen)}</td>
                <td className="b-num">{row.cumulativeFen === null ? text.status.unreported : formatWan(row.cumulativeFen)}</td>
                <td>{row.progressText}</td>
                <td>
                  <span className="r-status">
                    {text.status[row.status]}
                    {row.isLate && <span className="b-sample">{text.late}</span>}
                    {row.isCorrection && <span className="b-sample">{text.correction}</span>}
                    {mayCorrect && (
                      <Button size="small" aria-label={words.correctionTitle(row.name)} onClick={() => setCorrectedId(row.projectId)}>
                        {words.correct}
                      </Button>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CorrectionDrawer row={rows.find(({ projectId }) => projectId === correctedId)} month={month} text={text} onClose={() => setCorrectedId(undefined)} />
    </>
  );
}
