import { readAmount, type AmountUnit } from "@baton/contract/amounts";
import { Button, Input, Modal, Radio, Select } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { guessUnit, knownOf, linesOf, pasteColumns, readPaste, type PasteColumn, type PastedCells, type PastedLine, type PasteTable } from "./pasting.ts";
import { saysUnchanged } from "./typing.ts";
import type { Line } from "./useDrafts.ts";

type Props = {
  /** What was already pasted into the sheet, or nothing. */
  given: string;
  lines: readonly Line[];
  text: ReportsText;
  onWrite: (cells: ReadonlyMap<string, PastedCells>) => void;
  onClose: () => void;
};

const units: readonly AmountUnit[] = ["万元", "元", "亿元"];

/** 粘贴: rows found by code or name, the unit asked once, a preview, and one step to take back. */
export function PasteDialog({ given, lines, text, onWrite, onClose }: Props): ReactNode {
  const [pasted, setPasted] = useState(given);
  const [columns, setColumns] = useState<(PasteColumn | null)[]>();
  const [unit, setUnit] = useState<AmountUnit>();
  const [chosen, setChosen] = useState<Record<number, string>>({});
  const known = useMemo(() => lines.map(({ row }) => knownOf(row)), [lines]);
  const read = useMemo(() => (pasted.trim() === "" ? undefined : readPaste(pasted, known)), [pasted, known]);
  const table: PasteTable | undefined = read && { ...read, columns: columns ?? read.columns };
  const guess = table && guessUnit(table, known);
  const settledUnit = unit ?? (guess?.isCertain ? guess.unit : undefined);
  const found = table ? linesOf(table, settledUnit ?? guess?.unit ?? "万元", known) : [];
  const projectOf = (line: PastedLine): string | undefined => chosen[line.index] ?? (line.isSure ? line.candidates[0]?.projectId : undefined);
  const isWritable = (id: string | undefined): boolean => lines.some(({ row }) => row.projectId === id && row.canReport);
  const cells = new Map(
    found.flatMap((line): [string, PastedCells][] => {
      const id = projectOf(line);
      return id !== undefined && isWritable(id) && Object.keys(line.cells).length > 0 ? [[id, line.cells]] : [];
    }),
  );
  const words = text.pasting;
  const start = (next: string): void => {
    setPasted(next);
    setColumns(undefined);
    setUnit(undefined);
    setChosen({});
  };
  return (
    <Modal
      title={words.title}
      open
      width={960}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <Button type="primary" disabled={cells.size === 0 || settledUnit === undefined} onClick={() => onWrite(cells)}>
          {words.write(cells.size)}
        </Button>
      }
    >
      <div className="r-paste">
        <p className="b-muted">{words.help}</p>
        <Input.TextArea aria-label={words.area} autoFocus rows={read ? 3 : 8} value={pasted} onChange={(event) => start(event.target.value)} />
        {table && (
          <>
            <UnitLine unit={settledUnit} text={text} onUnit={setUnit}>
              {words.result(found.filter((line) => projectOf(line) !== undefined).length, found.filter((line) => projectOf(line) === undefined).length)}
            </UnitLine>
            {!table.columns.includes("code") && !table.columns.includes("name") && <p className="b-mark-words-fault">{words.noNames}</p>}
            <Preview
              {...{ table, found, lines, text, projectOf, isWritable }}
              onColumns={setColumns}
              onChosen={(index, id) => setChosen({ ...chosen, [index]: id })}
            />
          </>
        )}
      </div>
    </Modal>
  );
}

type UnitLineProps = { unit: AmountUnit | undefined; text: ReportsText; onUnit: (unit: AmountUnit) => void; children: ReactNode };

/** The unit of the pasted amounts, asked where it is not certain, beside what was found. */
function UnitLine({ unit, text, onUnit, children }: UnitLineProps): ReactNode {
  return (
    <div className="r-paste-unit">
      <span id="paste-unit">{text.pasting.unit}</span>
      <Radio.Group
        aria-labelledby="paste-unit"
        value={unit}
        options={units.map((each) => ({ value: each, label: each }))}
        onChange={(event) => onUnit(event.target.value as AmountUnit)}
      />
      {unit === undefined && (
        <span className="b-mark-words-doubt" role="alert">
          {text.pasting.unitAsk}
        </span>
      )}
      <span className="b-muted" role="status">
        {children}
      </span>
    </div>
  );
}

type PreviewProps = {
  table: PasteTable;
  found: readonly PastedLine[];
  lines: readonly Line[];
  text: ReportsText;
  projectOf: (line: PastedLine) => string | undefined;
  isWritable: (id: string | undefined) => boolean;
  onColumns: (columns: (PasteColumn | null)[]) => void;
  onChosen: (index: number, projectId: string) => void;
};

/** The first rows are enough to see what will happen; all of them are written. */
const previewMax = 200;

function Preview(props: PreviewProps): ReactNode {
  const { table, found, text, projectOf } = props;
  const words = text.pasting;
  const seen = new Set<string>();
  return (
    <div className="r-paste-table">
      <table className="r-compare">
        <thead>
          <tr>
            <th scope="col">{words.matched}</th>
            {table.columns.map((column, at) => (
              <th scope="col" key={at}>
                <ColumnChoice {...props} column={column} at={at} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.slice(0, previewMax).map((line) => {
            const id = projectOf(line);
            const isTwice = id !== undefined && seen.has(id);
            if (id !== undefined) seen.add(id);
            return (
              <tr key={line.index} className={id === undefined ? "r-unmatched" : undefined}>
                <td>
                  <Match {...props} line={line} />
                  {isTwice && <small className="b-mark-words-doubt">{words.twice}</small>}
                </td>
                {table.columns.map((column, at) => (
                  <PreviewCell key={at} line={line} column={column} raw={table.lines[line.index]?.[at] ?? ""} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function ColumnChoice({ table, column, at, text, onColumns }: PreviewProps & { column: PasteColumn | null; at: number }): ReactNode {
  const words = text.pasting;
  return (
    <Select
      size="small"
      aria-label={words.columnOf(at + 1)}
      value={column ?? "none"}
      popupMatchSelectWidth={false}
      options={[...pasteColumns, "none" as const].map((each) => ({ value: each, label: words.columns[each] }))}
      onChange={(next) =>
        onColumns(
          table.columns.map((each, index) => {
            if (index === at) return next === "none" ? null : (next as PasteColumn);
            return each === next ? null : each;
          }),
        )
      }
    />
  );
}

function Match({ line, lines, text, projectOf, isWritable, onChosen }: PreviewProps & { line: PastedLine }): ReactNode {
  const words = text.pasting;
  const id = projectOf(line);
  const name = lines.find(({ row }) => row.projectId === id)?.row.name;
  if (line.isSure) return <>{isWritable(id) ? `✓ ${name ?? ""}` : <span className="b-mark-words-doubt">{`${name ?? ""}：${words.notWritable}`}</span>}</>;
  const offered = line.candidates.length > 0 ? line.candidates : lines.filter(({ row }) => row.canReport).map(({ row }) => knownOf(row));
  return (
    <Select
      size="small"
      aria-label={`${words.choose}：${line.name || line.code}`}
      placeholder={words.unmatched}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      {...(id === undefined ? {} : { value: id })}
      options={offered.map((each) => ({ value: each.projectId, label: each.name }))}
      onChange={(next) => onChosen(line.index, next)}
    />
  );
}

function PreviewCell({ line, column, raw }: { line: PastedLine; column: PasteColumn | null; raw: string }): ReactNode {
  const isAmount = column === "month" || column === "cumulative";
  const shown = column === null || column === "code" || column === "name" ? raw : (line.cells[column] ?? "");
  const isUnread = isAmount && shown !== "" && !saysUnchanged(shown) && !("fen" in readAmount(shown, "万元"));
  return <td className={`${isAmount ? "b-num" : ""}${column === null ? " b-muted" : ""}${isUnread ? " b-has-fault" : ""}`}>{shown}</td>;
}
