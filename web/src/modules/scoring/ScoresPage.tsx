import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { MakeRun } from "./MakeRun.tsx";
import { runsQuery, schemesQuery } from "./queries.ts";
import "./scoring.css";

/** 考核评分: what was scored, and by which schemes. */
export default function ScoresPage(): ReactNode {
  const text = useArea(scoringText);
  const mayWrite = rolesOf(useMe()).has("dispatch");
  const { isTravelling } = useTimePoint();
  const { first, change } = useAddressState();
  const [isScoring, setIsScoring] = useState(false);
  const tab = first("tab") === "schemes" ? "schemes" : "runs";
  const primary =
    tab === "runs" ? (
      <Button type="primary" onClick={() => setIsScoring(true)}>
        {text.run}
      </Button>
    ) : (
      <Link className="ant-btn ant-btn-primary k-link-button" to={paths.scheme("new")}>
        {text.newScheme}
      </Link>
    );
  return (
    <Page
      title={text.title}
      aside={
        <Tabs
          label={text.title}
          tabs={[
            { id: "runs", title: text.tabs.runs },
            { id: "schemes", title: text.tabs.schemes },
          ]}
          chosen={tab}
          onChosen={(id) => change({ tab: id })}
          controls="scores-list"
        />
      }
      primary={mayWrite && !isTravelling && primary}
    >
      <div id="scores-list">{tab === "runs" ? <Runs /> : <Schemes />}</div>
      <MakeRun isOpen={isScoring} onClose={() => setIsScoring(false)} />
    </Page>
  );
}

function Runs(): ReactNode {
  const text = useArea(scoringText);
  const { data, error, refetch } = useQuery(runsQuery);
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  if (data.items.length === 0) return <Empty title={text.noRuns} why={text.noRunsWhy} />;
  return (
    <ul className="b-card k-list">
      {data.items.map((run) => (
        <li key={run.id}>
          <Link to={paths.score(run.id)}>
            {run.month} {run.schemeName}
          </Link>
          <span className="b-muted">
            {run.unitClass} · {text.kind[run.kind]} · {text.version(run.schemeNumber)}
          </span>
          <span>{run.isPublished ? text.published : text.unpublished}</span>
        </li>
      ))}
    </ul>
  );
}

function Schemes(): ReactNode {
  const text = useArea(scoringText);
  const { data, error, refetch } = useQuery(schemesQuery);
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  if (data.items.length === 0) return <Empty title={text.noSchemes} why={text.noSchemesWhy} />;
  return (
    <ul className="b-card k-list">
      {data.items.map((scheme) => (
        <li key={`${scheme.schemeId} ${scheme.number}`}>
          <Link to={paths.scheme(scheme.schemeId)} search={{ version: [String(scheme.number)] } as never}>
            {scheme.name} {text.version(scheme.number)}
          </Link>
          <span className="b-muted">
            {scheme.unitClass} · {text.rhythm[scheme.rhythm]}
          </span>
          <span>
            {text.state[scheme.state]} {scheme.isSample && <span className="b-sample">{text.sample}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
