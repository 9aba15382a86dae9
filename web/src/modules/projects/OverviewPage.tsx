import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ProjectPage } from "@baton/contract/projects";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { overviewText } from "../../text/overview.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { OverviewChart } from "./OverviewChart.tsx";
import { OverviewHeadline } from "./OverviewHeadline.tsx";
import { useOverviewAnswers, useOverviewTime, type OverviewTime } from "./overviewQuestions.ts";
import { overviewRows } from "./overviewRows.ts";
import { OverviewTable } from "./OverviewTable.tsx";
import { ProjectLines } from "./PhoneList.tsx";
import "./projects.css";
import { handsQuery } from "./queries.ts";

/** 总览: a month as figures, by district, town, level and chain, and what is red. */
export default function OverviewPage(): ReactNode {
  const text = useArea(overviewText);
  const { first } = useAddressState();
  const time = useOverviewTime(first("month"));
  const isPhone = useIsPhone();
  return (
    <Page title={text.title} aside={time && <MonthSwitch time={time} />} actions={<WaitingForMe />}>
      {!time && <Loading lines={8} />}
      {time && <OverviewHeadline time={time} />}
      {time && isPhone && (
        <>
          <Reds time={time} limit={50} />
          <details>
            <summary>{text.more}</summary>
            <Groups time={time} />
          </details>
        </>
      )}
      {time && !isPhone && <Groups time={time} />}
    </Page>
  );
}

function WaitingForMe(): ReactNode {
  const text = useArea(overviewText);
  const { isTravelling } = useTimePoint();
  const { data } = useQuery({ ...handsQuery, enabled: !isTravelling });
  if (isTravelling || !data || data.counts.mine === 0) return null;
  return <Link to={paths.inHand()}>{text.waiting(data.counts.mine)} ▸</Link>;
}

function MonthSwitch({ time }: { time: OverviewTime }): ReactNode {
  const text = useArea(overviewText);
  const { change } = useAddressState();
  const [year, month] = time.month.split("-").map(Number);
  const state = time.period && text.states[time.period.state];
  return (
    <span className="p-month">
      <Button type="text" aria-label={text.earlier} title={text.earlier} onClick={() => change({ month: time.before })}>
        ‹
      </Button>
      <strong aria-live="polite">{text.month(year ?? 0, month ?? 0)}</strong>
      <Button type="text" aria-label={text.later} title={text.later} disabled={time.after === undefined} onClick={() => change({ month: time.after })}>
        ›
      </Button>
      {state && <span className="b-caption">{state}</span>}
    </span>
  );
}

const dimensions = { county: "area:county", town: "area:town", level: "level", chain: "chain" } as const;
type DimensionName = keyof typeof dimensions;

function Groups({ time }: { time: OverviewTime }): ReactNode {
  const text = useArea(overviewText);
  const { role } = useMe();
  const { first, change } = useAddressState();
  const isLocal = role === "district" || role === "town";
  const names = (Object.keys(dimensions) as DimensionName[]).filter((name) => !(isLocal && name === "county"));
  const asked = first("by") as DimensionName | undefined;
  const chosen: DimensionName = asked && names.includes(asked) ? asked : isLocal ? "town" : "county";
  return (
    <>
      <Tabs
        label={text.by}
        tabs={names.map((name) => ({ id: name, title: text.tabs[name] }))}
        chosen={chosen}
        onChosen={(by) => change({ by })}
        controls="overview-groups"
      />
      <div id="overview-groups">
        <ByDimension key={chosen} time={time} name={chosen} />
      </div>
    </>
  );
}

function ByDimension({ time, name }: { time: OverviewTime; name: DimensionName }): ReactNode {
  const text = useArea(overviewText);
  const isPhone = useIsPhone();
  const { answers, failure } = useOverviewAnswers(time, dimensions[name]);
  if (failure) return <Problem failure={failure} />;
  if (!answers) return <Loading lines={8} />;
  if (answers.count.value === 0) return <Empty title={text.empty} why={text.emptyWhy} />;
  const rows = overviewRows(answers);
  const shared = { time, dimension: dimensions[name], rows };
  return (
    <div className="p-overview">
      <div className="b-card p-card-flush">
        <OverviewTable {...shared} answers={answers} heading={text.tabs[name]} />
      </div>
      <div className="p-overview-side">
        <div className="b-card">
          <OverviewChart {...shared} />
        </div>
        {!isPhone && <Reds time={time} limit={8} />}
      </div>
    </div>
  );
}

/** Red projects, the slowest first. */
function Reds({ time, limit }: { time: OverviewTime; limit: number }): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const query = { light: "warn", validOn: time.lightsOn, knownAt, sort: "completion_rate", limit };
  const { data, error } = useQuery({
    queryKey: ["projects", "list", "reds", query],
    queryFn: ({ signal }) => api.get<ProjectPage>("/api/projects", { query, signal }),
    staleTime: 30_000,
  });
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  if (data.total === 0) return <Empty title={text.noReds} why={text.noRedsWhy} />;
  const search = { light: ["warn"], ...(time.lightsOn ? { validOn: [time.lightsOn] } : {}) };
  return (
    <section className="b-card">
      <div className="p-card-head">
        <h2>{text.reds}</h2>
        <Link to={paths.projects()} search={search as never}>
          {text.allReds} {data.total} ▸
        </Link>
      </div>
      <ProjectLines rows={data.items} isFixed={time.isFixed} />
    </section>
  );
}
