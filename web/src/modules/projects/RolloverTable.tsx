import { Link } from "@tanstack/react-router";
import { projectClasses, sideStates, stages } from "@baton/contract/codes";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { paths } from "../../paths.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Money } from "../../ui/Num.tsx";
import { isOpen, planOf, type RolloverRow } from "./rolloverRows.ts";
import { useTerm } from "./SummaryTab.tsx";

const rowsAtOnce = 100;

type RolloverTableProps = {
  rows: readonly RolloverRow[];
  /** Reasons of the server, by project. */
  refused: ReadonlyMap<string, string>;
  onChange: (projectId: string, changed: Partial<RolloverRow>) => void;
};

/** The old list, row by row: what it was, what asks for a look, and what it becomes. */
export function RolloverTable({ rows, refused, onChange }: RolloverTableProps): ReactNode {
  const all = useArea(libraryText);
  const { columns } = all.rollover;
  const [shown, setShown] = useState(rowsAtOnce);
  return (
    <>
      <div className="b-card p-card-flush p-table-scroll">
        <table className="p-table l-rollover">
          <thead>
            <tr>
              <th scope="col">{columns.project}</th>
              <th scope="col">{columns.org}</th>
              {[columns.plan, columns.done, columns.remaining].map((name) => (
                <th key={name} scope="col" className="b-num">
                  {name}
                  <small>（{all.wan}）</small>
                </th>
              ))}
              <th scope="col">{columns.stage}</th>
              <th scope="col">{columns.note}</th>
              <th scope="col" className="b-num">
                {columns.next}
                <small>（{all.wan}）</small>
              </th>
              <th scope="col">{columns.class}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <Row key={row.candidate.projectId} row={row} fault={refused.get(row.candidate.projectId)} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && <Button onClick={() => setShown(shown + rowsAtOnce)}>{all.statistics.more}</Button>}
    </>
  );
}

function Row({ row, fault, onChange }: { row: RolloverRow; fault: string | undefined; onChange: RolloverTableProps["onChange"] }): ReactNode {
  const { rollover: text } = useArea(libraryText);
  const term = useTerm();
  const { columns } = text;
  const { candidate } = row;
  const { projectId, name } = candidate;
  const canCarry = isOpen(candidate);
  return (
    <tr>
      <th scope="row">
        <label className="l-choice">
          <input
            type="checkbox"
            aria-label={text.choose(name)}
            checked={row.isChosen}
            disabled={!canCarry}
            onChange={(event) => onChange(projectId, { isChosen: event.target.checked })}
          />
          <Link to={paths.project(projectId)} className="p-name">
            {name}
          </Link>
        </label>
        {fault && <div className="l-fault">{fault}</div>}
      </th>
      <td data-label={columns.org}>{candidate.orgName}</td>
      <td className="b-num" data-label={columns.plan}>
        <Money fen={candidate.planFen} unit="万元" />
      </td>
      <td className="b-num" data-label={columns.done}>
        <Money fen={candidate.doneFen ?? undefined} unit="万元" />
      </td>
      <td className="b-num" data-label={columns.remaining}>
        {candidate.remainingFen === null ? "—" : <Money fen={candidate.remainingFen} unit="万元" />}
      </td>
      <td data-label={columns.stage}>{term([...stages, ...sideStates], candidate.stage) ?? "—"}</td>
      <td data-label={columns.note}>
        {candidate.exceptions.map((one) => (
          <span key={one} className="b-sample">
            {text.exceptions[one]}
          </span>
        ))}
      </td>
      <NextYear row={row} onChange={onChange} />
    </tr>
  );
}

/** What the project becomes in the new year: its plan and class. */
function NextYear({ row, onChange }: { row: RolloverRow; onChange: RolloverTableProps["onChange"] }): ReactNode {
  const { rollover: text } = useArea(libraryText);
  const term = useTerm();
  const { projectId, name } = row.candidate;
  const canCarry = isOpen(row.candidate);
  return (
    <>
      <td className="b-num" data-label={text.columns.next}>
        {canCarry && (
          <input
            className="l-plan ant-input"
            inputMode="decimal"
            autoComplete="off"
            aria-label={text.planOf(name)}
            aria-invalid={row.isChosen && planOf(row) === undefined}
            disabled={!row.isChosen}
            value={row.plan}
            onChange={(event) => onChange(projectId, { plan: event.target.value })}
          />
        )}
      </td>
      <td data-label={text.columns.class}>
        {canCarry && (
          <select
            className="l-class"
            aria-label={text.classOf(name)}
            disabled={!row.isChosen}
            value={row.class}
            onChange={(event) => onChange(projectId, { class: event.target.value as RolloverRow["class"] })}
          >
            {projectClasses.map(({ code }) => (
              <option key={code} value={code}>
                {term(projectClasses, code)}
              </option>
            ))}
          </select>
        )}
      </td>
    </>
  );
}
