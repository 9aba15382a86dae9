import { Link } from "@tanstack/react-router";
import type { ProjectRow } from "@baton/contract/projects";
import { Button } from "antd";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea, useText } from "../../text/useText.ts";
import { Num } from "../../ui/Num.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { termWords } from "./ledgerColumns.tsx";
import { ProjectLight } from "./ProjectLight.tsx";

type PhoneListProps = {
  rows: readonly ProjectRow[];
  total: number;
  isFixed: boolean;
  isFetchingNextPage: boolean;
  empty: ReactNode;
  onMore: () => void;
};

/** The ledger under a thumb: one project a line, its light first. */
export function PhoneList({ rows, total, isFixed, isFetchingNextPage, empty, onMore }: PhoneListProps): ReactNode {
  const { ui } = useText();
  if (rows.length === 0) return empty;
  return (
    <>
      <p className="b-caption">{ui.rowsShown(rows.length, total)}</p>
      <ProjectLines rows={rows} isFixed={isFixed} />
      {rows.length < total && (
        <Button block loading={isFetchingNextPage} onClick={onMore}>
          {ui.more}
        </Button>
      )}
    </>
  );
}

/** Projects as lines: light, name, where, how far. */
export function ProjectLines({ rows, isFixed }: { rows: readonly ProjectRow[]; isFixed: boolean }): ReactNode {
  const text = useArea(ledgerText);
  const { locale } = usePreferences();
  return (
    <ul className="p-lines">
      {rows.map((row) => (
        <li key={row.id}>
          <span>{row.light && <ProjectLight verdict={row.light} isFixed={isFixed} />}</span>
          <Link to={paths.project(row.id)}>{row.name}</Link>
          <span className="b-num">
            <Num value={row.completedFen === null ? undefined : row.completionRate} form="rate" reason={text.noPlan} />
          </span>
          <small className="b-caption">
            {[row.countyName, row.areaName === row.countyName ? null : row.areaName, row.stage && termWords(row.stage, locale)].filter(Boolean).join(" · ")}
          </small>
        </li>
      ))}
    </ul>
  );
}
