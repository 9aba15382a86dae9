import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { ComponentType, ReactNode } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { useServerEvents } from "../../api/events.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { usePrinting } from "../../ui/usePrinting.ts";
import { FilesTab } from "./FilesTab.tsx";
import { HandsTab } from "./HandsTab.tsx";
import { HistoryTab } from "./HistoryTab.tsx";
import { MattersTab } from "./MattersTab.tsx";
import { MoneyTab } from "./MoneyTab.tsx";
import { NodesTab } from "./NodesTab.tsx";
import { ProgressTab } from "./ProgressTab.tsx";
import { ProjectHead } from "./ProjectHead.tsx";
import "./project.css";
import "./projects.css";
import { projectQuery } from "./queries.ts";
import { RecordMenu } from "./RecordMenu.tsx";
import { SummaryTab } from "./SummaryTab.tsx";
import type { TabProps } from "./tabProps.ts";

const tabs = {
  summary: SummaryTab,
  progress: ProgressTab,
  nodes: NodesTab,
  money: MoneyTab,
  hands: HandsTab,
  matters: MattersTab,
  files: FilesTab,
  history: HistoryTab,
} as const satisfies Record<string, ComponentType<TabProps>>;
type TabName = keyof typeof tabs;

/** What a leader reads on one sheet of paper. */
const printed: readonly TabName[] = ["summary", "money", "nodes", "hands"];

/** 项目页: one project, everything about it a tab away, and its standing always in sight. */
export default function ProjectPage(): ReactNode {
  const text = useArea(projectsText);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { first } = useAddressState();
  const { knownAt } = useTimePoint();
  const point = { validOn: first("validOn"), knownAt };
  const { data: project, error, refetch } = useQuery(projectQuery(id, point));
  useServerEvents(
    ["project", "report", "correction", "statistics", "evidence", "baton", "exemption", "matter.changed", "period.published"],
    ({ id: changed }) => {
      if (changed === null || changed === id) void refetch();
    },
  );
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 400)) {
    return (
      <Page title={text.missing}>
        <Empty title={text.missing} why={text.missingWhy} act={<Link to={paths.projects()}>{text.backToLedger}</Link>} />
      </Page>
    );
  }
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!project) return <Loading lines={8} />;
  // A merged project leads to the one that stays, unless it is asked for as it was.
  if (project.mergedIntoId && knownAt === undefined && first("view") !== "merged")
    return <Navigate to={paths.project(project.mergedIntoId)} search={{ from: [project.id] } as never} replace />;
  return (
    <Page
      title={project.name}
      aside={project.isSample && !project.name.includes("示例") && <span className="b-sample">{text.sample}</span>}
      actions={
        <>
          <Button className="p-print" onClick={() => window.print()}>
            {text.print}
          </Button>
          <RecordMenu project={project} />
        </>
      }
    >
      {project.mergedIntoId && (
        <p className="p-note">
          {text.merged} <Link to={paths.project(project.mergedIntoId)}>{text.mergedLink}</Link>
        </p>
      )}
      <CameFrom id={first("from")} into={project.id} />
      <ProjectHead project={project} point={point} />
      <Parts project={project} point={point} />
    </Page>
  );
}

/** Who opened a merged project's address stands here, and is told so. */
function CameFrom({ id, into }: { id: string | undefined; into: string }): ReactNode {
  const { merge: text } = useArea(libraryText);
  const { data } = useQuery({ ...projectQuery(id ?? "", {}), enabled: id !== undefined });
  if (!id || data?.mergedIntoId !== into) return null;
  return (
    <p className="p-note">
      {text.into(data.name)}{" "}
      <Link to={paths.project(id)} search={{ view: ["merged"] } as never}>
        {text.seeMerged}
      </Link>
    </p>
  );
}

function Parts(props: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { first, change } = useAddressState();
  const isPrinting = usePrinting();
  const asked = first("tab") as TabName | undefined;
  const chosen: TabName = asked && asked in tabs ? asked : "summary";
  const shown = isPrinting ? printed : [chosen];
  return (
    <>
      <div className="p-tabs">
        <Tabs
          label={text.tabsLabel}
          tabs={(Object.keys(tabs) as TabName[]).map((name) => ({ id: name, title: text.tabs[name] }))}
          chosen={chosen}
          onChosen={(tab) => change({ tab })}
          controls="project-part"
        />
      </div>
      <div id="project-part" role="tabpanel" aria-label={text.tabs[chosen]} className="p-parts">
        {shown.map((name) => {
          const Part = tabs[name];
          return <Part key={name} {...props} />;
        })}
      </div>
    </>
  );
}
