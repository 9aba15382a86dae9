import type { ReactNode } from "react";
import { SidewaysBox } from "../../ui/SidewaysBox.tsx";

export type PartColumn<Row> = { header: ReactNode; isNumber?: boolean; cell: (row: Row) => ReactNode };

type PartTableProps<Row> = { rows: readonly Row[]; keyOf: (row: Row) => string; columns: readonly PartColumn<Row>[] };

/** A short table of a project's page; its first column names the row. */
export function PartTable<Row>({ rows, keyOf, columns }: PartTableProps<Row>): ReactNode {
  return (
    <SidewaysBox className="b-card p-card-flush p-table-scroll">
      <table className="p-table">
        <thead>
          <tr>
            {columns.map(({ header, isNumber }, at) => (
              <th key={at} scope="col" className={isNumber ? "b-num" : undefined}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ cell, isNumber }, at) => {
                const Cell = at === 0 ? "th" : "td";
                return (
                  <Cell key={at} {...(at === 0 ? { scope: "row" } : {})} className={isNumber ? "b-num" : undefined}>
                    {cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </SidewaysBox>
  );
}
