import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { MoneySeries } from "@baton/contract/library";
import { Button } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { Explain } from "../../kernel/figures/Explain.tsx";
import { signedPoints } from "../../kernel/figures/explanation.ts";
import { paths } from "../../paths.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Chart } from "../../ui/Chart.tsx";
import { figureText } from "../../ui/figureText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Money } from "../../ui/Num.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { lastReported, moneyOption, timeFen } from "./moneyChart.ts";
import { endOfMonth } from "./overviewRows.ts";
import { moneyQuery } from "./queries.ts";
import type { TabProps } from "./tabProps.ts";

/** 资金: plan, actual and time month by month, and both ledgers side by side. */
export function MoneyTab({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const ownYear = Number(project.validOn.slice(0, 4));
  const [year, setYear] = useState(ownYear);
  const { data, error } = useQuery(moneyQuery(project.id, { ...point, year }));
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading lines={8} />;
  return (
    <>
      <div className="p-month">
        <Button type="text" aria-label={text.earlierYear} onClick={() => setYear(year - 1)}>
          ‹
        </Button>
        <strong>{text.year(year)}</strong>
        <Button type="text" aria-label={text.laterYear} disabled={year >= ownYear} onClick={() => setYear(year + 1)}>
          ›
        </Button>
      </div>
      <section className="b-card">
        <MoneyChart series={data} project={project} point={point} />
      </section>
      <Ledgers series={data} project={project} />
    </>
  );
}

function MoneyChart({ series, project, point }: TabProps & { series: MoneySeries }): ReactNode {
  const text = useArea(projectsText);
  const [asked, setAsked] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  const option = useMemo(() => moneyOption(series, text.moneySeries), [series, text]);
  const wan = (fen: number | null): string => (fen === null ? "" : figureText(fen, "wan"));
  const table = {
    head: ["", text.moneySeries.plan, text.moneySeries.done, text.moneySeries.time, text.moneySeries.statistics],
    rows: series.months.map(({ month, planFen, doneFen, isUnreported, statisticsFen }, at) => {
      const time = timeFen(series, at);
      return [month, wan(planFen), isUnreported ? text.unreported : wan(doneFen), time === null ? "" : wan(Math.round(time)), wan(statisticsFen)];
    }),
  };
  return (
    <>
      <Chart
        title={useFinding(series)}
        option={option}
        table={table}
        foot={text.moneyFoot(project.validOn)}
        onPoint={({ dataIndex }) => {
          setAsked(series.months[dataIndex]?.month);
          setIsOpen(true);
        }}
      />
      {asked && (
        <Explain
          question={{ figure: "projects.completed_this_year", validOn: endOfMonth(asked), knownAt: point.knownAt, where: { project: [project.id] } }}
          open={isOpen}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function useFinding(series: MoneySeries): string {
  const text = useArea(projectsText);
  const last = lastReported(series);
  if (!last || last.doneFen === null) return text.moneyUnreported;
  if (!series.planFen) return text.moneyNoPlan(last.month, figureText(last.doneFen, "yi"));
  const rate = last.doneFen / series.planFen;
  return text.moneyFinding(last.month, figureText(rate, "rate"), signedPoints((rate - last.timeProgress) * 100));
}

function Ledgers({ series, project }: { series: MoneySeries; project: TabProps["project"] }): ReactNode {
  const text = useArea(projectsText);
  const last = lastReported(series)?.month;
  const { managementFen, statisticsFen, differenceFen, explanation } = series.difference;
  return (
    <section>
      <h2>{text.ledgers}</h2>
      {statisticsFen === null ? (
        <p className="b-muted">{text.noStatistics}</p>
      ) : (
        <dl className="p-headline">
          {(
            [
              [text.ledgerManagement, managementFen],
              [text.ledgerStatistics, statisticsFen],
              [text.ledgerDifference, differenceFen],
            ] as const
          ).map(([name, fen]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Money fen={fen} unit="万元" />
                <small>{text.wan}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {explanation && <p>{explanation}</p>}
      {project.acts.includes("statistics") && (
        <p>
          <Link to={paths.statistics()} search={{ q: [project.name], ...(last ? { month: [last] } : {}) } as never}>
            {text.acts.statistics}
          </Link>
        </p>
      )}
    </section>
  );
}
