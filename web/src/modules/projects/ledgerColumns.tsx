import { Link } from "@tanstack/react-router";
import { projectClasses, projectLevels, sideStates, stages } from "@baton/contract/codes";
import type { ProjectRow } from "@baton/contract/projects";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import type { ledgerText } from "../../text/ledger.ts";
import type { LedgerColumn } from "../../ui/Ledger.tsx";
import { Money, Num } from "../../ui/Num.tsx";
import type { Locale } from "../../ui/preferences.ts";
import { ProjectLight } from "./ProjectLight.tsx";

type Words = (typeof ledgerText)["zh-CN"];

type ColumnsAsked = {
  text: Words;
  locale: Locale;
  /** 示例, the grey tag of sample data. */
  sample: string;
  wan: string;
  /** Lights of a frozen month stand; others are provisional. */
  isFixed: boolean;
  /** The month end that reports are due by; a row that stands for an earlier one carries its last cumulative. */
  dueOn: string | undefined;
};

const terms = [...projectLevels, ...projectClasses, ...stages, ...sideStates];

/** A code's word as the server tells it, in the reader's language. */
export function termWords(zh: string, locale: Locale): string {
  return locale === "en" ? (terms.find((term) => term.zh === zh)?.en ?? zh) : zh;
}

/** The ledger's columns, by the ids that the server sorts by. */
export function ledgerColumns(asked: ColumnsAsked): LedgerColumn<ProjectRow>[] {
  return [...basicColumns(asked), ...moneyColumns(asked), ...progressColumns(asked)];
}

function basicColumns({ text, locale, sample, isFixed }: ColumnsAsked): LedgerColumn<ProjectRow>[] {
  const { columns } = text;
  const group = text.groups.basic;
  const words = (zh: string | null): ReactNode => (zh === null ? "—" : termWords(zh, locale));
  return [
    {
      id: "name",
      header: columns.name,
      width: 264,
      frozen: true,
      isRowHeader: true,
      group,
      sortable: true,
      cell: (row) => <ProjectName row={row} sample={sample} />,
    },
    {
      id: "light",
      header: columns.light,
      width: 76,
      frozen: true,
      group,
      sortable: true,
      cell: (row) => row.light && <ProjectLight verdict={row.light} isFixed={isFixed} />,
    },
    { id: "area", header: columns.county, width: 88, group, sortable: true, cell: (row) => row.countyName ?? "—" },
    { id: "town", header: columns.area, width: 100, group, hiddenByDefault: true, cell: (row) => row.areaName ?? "—" },
    {
      id: "level",
      header: columns.level,
      width: locale === "en" ? 100 : 116,
      group,
      cell: (row) => row.levels.map((level) => text.shortLevel(termWords(level, locale))).join(text.listJoin),
    },
    { id: "stage", header: columns.stage, width: locale === "en" ? 80 : 60, group, sortable: true, cell: (row) => words(row.stage) },
    { id: "class", header: columns.class, width: 88, group, hiddenByDefault: true, cell: (row) => words(row.class) },
    { id: "chain", header: columns.chain, width: 160, group, hiddenByDefault: true, cell: (row) => row.chains.join(text.listJoin) || "—" },
    { id: "code", header: columns.code, width: 196, group, hiddenByDefault: true, sortable: true, cell: (row) => row.code ?? "—" },
  ];
}

function ProjectName({ row, sample }: { row: ProjectRow; sample: string }): ReactNode {
  // Sample data mostly says so in its name; the tag then would say it twice.
  const isTold = row.name.includes("示例");
  return (
    <Link to={paths.project(row.id)} className="p-name" tabIndex={-1} title={row.name}>
      {row.name}
      {row.isSample && !isTold && <span className="b-sample"> {sample}</span>}
    </Link>
  );
}

function moneyColumns({ text, wan }: ColumnsAsked): LedgerColumn<ProjectRow>[] {
  const group = text.groups.money;
  const money = (id: "total_investment" | "annual_plan" | "completed", fenOf: (row: ProjectRow) => number | null | undefined): LedgerColumn<ProjectRow> => ({
    id,
    header: text.columns[id],
    unit: wan,
    width: 100,
    align: "end",
    group,
    sortable: true,
    cell: (row) => <Money fen={fenOf(row)} unit="万元" />,
  });
  return [
    money("total_investment", (row) => row.totalInvestmentFen),
    money("annual_plan", (row) => row.annualPlanFen),
    // Nothing reported is 未报, never 0.
    money("completed", (row) => row.completedFen ?? undefined),
  ];
}

function progressColumns({ text, dueOn }: ColumnsAsked): LedgerColumn<ProjectRow>[] {
  const group = text.groups.progress;
  return [
    {
      id: "completion_rate",
      header: text.columns.completion_rate,
      width: 80,
      align: "end",
      group,
      sortable: true,
      cell: (row) => <Num value={row.completedFen === null ? undefined : row.completionRate} form="rate" reason={text.noPlan} />,
    },
    {
      id: "completed_on",
      header: text.columns.completed_on,
      width: 88,
      group,
      cell: ({ completedOn }) => {
        if (completedOn === null) return "—";
        const month = completedOn.slice(0, 7);
        const isCarried = dueOn !== undefined && completedOn < dueOn;
        return isCarried ? (
          <span title={text.carried(month)}>
            {month}
            <span aria-hidden="true"> ↩</span>
            <span className="b-sr">{text.carried(month)}</span>
          </span>
        ) : (
          month
        );
      },
    },
  ];
}
