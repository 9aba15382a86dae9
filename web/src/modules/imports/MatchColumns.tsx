import { Input, Select } from "antd";
import type { ImportKind } from "@baton/contract/import-columns";
import type { PreviewAnswer } from "@baton/contract/imports";
import { useState, type ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import type { Reading, Sheet } from "./imports.ts";
import { guessMapping, headingsAt, sampleOf, withMatch } from "./reading.ts";

const headerRowMax = 100;

export type MatchColumnsProps = {
  kind: ImportKind;
  fileName: string;
  preview: PreviewAnswer;
  reading: Reading;
  isBusy: boolean;
  onReading: (reading: Reading) => void;
};

/** Which sheet, where its header stands, and which of its columns is which of ours. */
export function MatchColumns({ kind, fileName, preview, reading, isBusy, onReading }: MatchColumnsProps): ReactNode {
  const text = useArea(importsText);
  const sheet = preview.sheets.find(({ name }) => name === reading.sheet) ?? preview.sheets[0];
  if (!sheet) return null;
  const chooseSheet = (name: string): void => {
    const chosen = preview.sheets.find((one) => one.name === name);
    if (chosen) onReading({ sheet: name, headerRow: chosen.headerRow, mapping: chosen.mapping });
  };
  const chooseHeader = (headerRow: number): void =>
    onReading({
      ...reading,
      headerRow,
      mapping: headerRow === sheet.headerRow ? sheet.mapping : guessMapping(kind, headingsAt(sheet, headerRow)),
    });
  return (
    <section className="b-card">
      <h2>{fileName}</h2>
      <div className="i-how">
        <div className="b-form-field">
          <label htmlFor="import-sheet">{text.sheet}</label>
          <Select
            id="import-sheet"
            style={{ minWidth: 200 }}
            disabled={isBusy}
            value={sheet.name}
            onChange={chooseSheet}
            options={preview.sheets.map(({ name, rowCount }) => ({
              value: name,
              label: text.sheetRows(name, rowCount),
            }))}
          />
        </div>
        <HeaderRow key={sheet.name} headerRow={reading.headerRow} isBusy={isBusy} onHeaderRow={chooseHeader} />
      </div>
      <h3>{text.mapping}</h3>
      <p className="b-muted">{sheet.isRemembered && reading.headerRow === sheet.headerRow ? text.remembered : text.guessed}</p>
      <Matches columns={preview.columns} sheet={sheet} reading={reading} isBusy={isBusy} onMapping={(mapping) => onReading({ ...reading, mapping })} />
    </section>
  );
}

function HeaderRow({ headerRow, isBusy, onHeaderRow }: { headerRow: number; isBusy: boolean; onHeaderRow: (row: number) => void }): ReactNode {
  const text = useArea(importsText);
  const [typed, setTyped] = useState(String(headerRow));
  const row = Number(typed);
  const isFaulty = !/^\d+$/.test(typed) || row < 1 || row > headerRowMax;
  const settle = (): void => {
    if (!isFaulty && row !== headerRow) onHeaderRow(row);
  };
  return (
    <div className="b-form-field">
      <label htmlFor="import-header">{text.headerRow}</label>
      <Input
        id="import-header"
        style={{ width: 96 }}
        inputMode="numeric"
        autoComplete="off"
        disabled={isBusy}
        aria-invalid={isFaulty}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onPressEnter={settle}
      />
      {isFaulty && (
        <p className="b-fault" role="alert">
          {text.headerFault}
        </p>
      )}
    </div>
  );
}

type MatchesProps = {
  columns: PreviewAnswer["columns"];
  sheet: Sheet;
  reading: Reading;
  isBusy: boolean;
  onMapping: (mapping: Record<string, string>) => void;
};

function Matches({ columns, sheet, reading, isBusy, onMapping }: MatchesProps): ReactNode {
  const text = useArea(importsText);
  const headings = headingsAt(sheet, reading.headerRow);
  return (
    <div className="i-matches">
      <table className="i-table">
        <thead>
          <tr>
            <th scope="col">{text.ourColumn}</th>
            <th scope="col">{text.theirColumn}</th>
            <th scope="col">{text.sample}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, isRequired }) => {
            const theirs = reading.mapping[name];
            return (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {isRequired && <span className="b-muted">（{text.required}）</span>}
                </th>
                <td>
                  <Select
                    aria-label={name}
                    style={{ width: 220 }}
                    size="small"
                    allowClear
                    showSearch
                    disabled={isBusy}
                    placeholder={text.notMapped}
                    {...(isRequired && theirs === undefined ? { status: "error" as const } : {})}
                    value={theirs ?? null}
                    options={headings.map((heading) => ({ value: heading, label: heading }))}
                    onChange={(heading: string | null | undefined) => onMapping(withMatch(reading.mapping, name, heading ?? undefined))}
                  />
                </td>
                <td className="b-muted">{sampleOf(sheet, reading.headerRow, theirs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
