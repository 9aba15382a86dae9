import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { filterOf, narrowed, type FigureQuestion } from "../../kernel/figures/question.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { overviewText } from "../../text/overview.ts";
import { useArea } from "../../text/useText.ts";
import type { FigureForm } from "../../ui/figureText.ts";
import type { LightVerdict } from "../../ui/LightMark.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { termWords } from "./ledgerColumns.tsx";
import { headlineQuestion, lightQuestion, type Headline, type OverviewTime } from "./overviewQuestions.ts";
import { lightCounts, type OverviewAnswers, type OverviewRow } from "./overviewRows.ts";
import { ProjectLight } from "./ProjectLight.tsx";

const figures: readonly Exclude<Headline, "total">[] = ["count", "plan", "done", "rate", "ahead"];
const forms: Record<Headline, FigureForm> = { count: "count", total: "yi", plan: "yi", done: "yi", rate: "rate", ahead: "points" };
const verdicts: readonly LightVerdict[] = ["warn", "remind", "merit"];

type OverviewTableProps = { time: OverviewTime; dimension: string; heading: string; answers: OverviewAnswers; rows: readonly OverviewRow[] };

/** The month by one dimension; every number opens, every name leads to its projects. */
export function OverviewTable({ time, dimension, heading, answers, rows }: OverviewTableProps): ReactNode {
  const text = useArea(overviewText);
  const total: OverviewRow = {
    key: null,
    label: text.total,
    count: answers.count.value ?? 0,
    plan: answers.plan.value,
    done: answers.done.value,
    rate: answers.rate.value,
    ahead: answers.ahead.value,
    unreported: answers.rate.unreported,
    lights: sumOfLights(answers, rows),
  };
  const unit = (headline: Headline): string | undefined =>
    headline === "plan" || headline === "done" ? text.columnUnits.money : headline === "ahead" ? text.columnUnits.points : undefined;
  const shared = { time, dimension, overlaps: answers.count.overlaps };
  return (
    <div className="p-table-scroll">
      <table className="p-table">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {figures.map((headline) => (
              <th key={headline} scope="col" className="b-num">
                {text.columns[headline]}
                {unit(headline) && <small>（{unit(headline)}）</small>}
              </th>
            ))}
            {verdicts.map((verdict) => (
              <th key={verdict} scope="col" className="b-num">
                <ProjectLight verdict={verdict} isFixed={time.isFixed} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row {...shared} row={total} isTotal />
          {rows.map((row) => (
            <Row key={row.key ?? "none"} {...shared} row={row} isTotal={false} />
          ))}
        </tbody>
      </table>
      {answers.count.overlaps && <p className="b-caption">{text.overlaps}</p>}
    </div>
  );
}

type RowProps = { row: OverviewRow; isTotal: boolean; time: OverviewTime; dimension: string; overlaps: boolean };

/** One group, or the whole: its figures, then how many projects show each light. */
function Row({ row, isTotal, time, dimension, overlaps }: RowProps): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const within = (whole: FigureQuestion): FigureQuestion => (row.key === null ? whole : narrowed(whole, dimension, row.key));
  return (
    <tr className={isTotal ? "p-total" : undefined}>
      <th scope="row">{isTotal ? row.label : <GroupName row={row} dimension={dimension} time={time} />}</th>
      {figures.map((headline) => (
        <td key={headline} className="b-num">
          <FigureNum
            question={within(headlineQuestion(headline, time, knownAt))}
            value={row[headline]}
            form={forms[headline]}
            title={`${row.label}·${text.columns[headline]}`}
            reason={text.noPlan}
          />
        </td>
      ))}
      {verdicts.map((verdict) => (
        <td key={verdict} className="b-num">
          {isTotal && overlaps ? (
            ""
          ) : (
            <FigureNum
              question={within(narrowed(lightQuestion(time, knownAt), "light", verdict))}
              value={row.lights[verdict] ?? 0}
              form="count"
              title={row.label}
            />
          )}
        </td>
      ))}
    </tr>
  );
}

/** Groups that do not overlap add up to the whole; for those that do, the total row leaves lights out. */
function sumOfLights(answers: OverviewAnswers, rows: readonly OverviewRow[]): OverviewRow["lights"] {
  if (answers.count.overlaps) return lightCounts(undefined);
  return Object.fromEntries(verdicts.map((verdict) => [verdict, rows.reduce((sum, row) => sum + (row.lights[verdict] ?? 0), 0)]));
}

function GroupName({ row, dimension, time }: { row: OverviewRow; dimension: string; time: OverviewTime }): ReactNode {
  const { locale } = usePreferences();
  const words = dimension === "level" ? termWords(row.label, locale) : row.label;
  if (row.key === null) return words;
  const search = { [filterOf(dimension)]: [row.key], ...(time.lightsOn ? { validOn: [time.lightsOn] } : {}) };
  return (
    <Link to={paths.projects()} search={search as never}>
      {words}
    </Link>
  );
}
