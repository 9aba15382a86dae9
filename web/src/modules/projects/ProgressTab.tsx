import { useQuery } from "@tanstack/react-query";
import type { ProjectReports } from "@baton/contract/library";
import type { ReactNode } from "react";
import { useTimePoint } from "../../shell/timePoint.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Money } from "../../ui/Num.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { LightsPart } from "./LightsPart.tsx";
import { PartTable } from "./PartTable.tsx";
import { reportsQuery } from "./queries.ts";
import { useStageWords } from "./stageWords.ts";
import { WithdrawStage } from "./WithdrawStage.tsx";
import type { TabProps } from "./tabProps.ts";

/** 进展: the lights and their grounds, the months as reported, the stages as entered. */
export function ProgressTab(props: TabProps): ReactNode {
  return (
    <>
      <LightsPart {...props} />
      <Reports {...props} />
      <Stages {...props} />
    </>
  );
}

type Report = ProjectReports["items"][number];

function Reports({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { reportColumns: columns } = text;
  const { data, error } = useQuery(reportsQuery(project.id, point));
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  return (
    <section>
      <h2>{text.reports}</h2>
      {data.items.length === 0 ? (
        <Empty title={text.noReports} why={text.noReportsWhy} />
      ) : (
        <PartTable
          rows={data.items}
          keyOf={({ month }) => month}
          columns={[
            { header: columns.month, cell: ({ month }) => month },
            {
              header: (
                <>
                  {columns.done}
                  <small>（{text.wan}）</small>
                </>
              ),
              isNumber: true,
              cell: ({ isUnchanged, monthFen }) => (isUnchanged ? text.unchanged : <Money fen={monthFen} unit="万元" />),
            },
            {
              header: (
                <>
                  {columns.cumulative}
                  <small>（{text.wan}）</small>
                </>
              ),
              isNumber: true,
              cell: ({ cumulativeFen }) => <Money fen={cumulativeFen} unit="万元" />,
            },
            { header: columns.progress, cell: ({ progressText }) => progressText },
            { header: columns.problem, cell: ({ problemText }) => problemText },
            { header: columns.state, cell: (report) => <ReportState report={report} /> },
          ]}
        />
      )}
    </section>
  );
}

function ReportState({ report }: { report: Report }): ReactNode {
  const text = useArea(projectsText);
  const notes = [
    report.isLate && text.late,
    report.doubts.length > 0 && `${text.doubts(report.doubts.length)}${report.doubtReason ? `：${report.doubtReason}` : ""}`,
    report.returnReason && text.returned(report.returnReason),
    report.correctionReason && text.corrected(report.correctionReason),
  ].filter(Boolean);
  return (
    <>
      {text.reportStates[report.status]}
      {notes.length > 0 && <div className="b-caption">{notes.join("；")}</div>}
    </>
  );
}

function Stages({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { stageColumns: columns } = text;
  const stageWords = useStageWords();
  const { isTravelling } = useTimePoint();
  const canWithdraw = !isTravelling && project.acts.includes("stage");
  if (project.stages.length === 0) return null;
  return (
    <section>
      <h2>{text.stageHistory}</h2>
      <PartTable
        rows={project.stages.toReversed()}
        keyOf={({ id }) => id}
        columns={[
          { header: columns.stage, cell: ({ code, name }) => stageWords(code) ?? name },
          { header: columns.entered, cell: ({ enteredOn, precision }) => `${enteredOn}${text.precision[precision] ?? ""}` },
          {
            header: columns.evidence,
            cell: ({ verdict, evidence }) => (
              <>
                {text.stageVerdicts[verdict] ?? verdict}
                {evidence.map(({ id, title }) => (
                  <div key={id}>
                    <a href={`/api/evidence/${id}`} download>
                      {title}
                    </a>
                  </div>
                ))}
              </>
            ),
          },
          {
            header: columns.note,
            cell: (entry) => (
              <>
                {entry.note}
                {canWithdraw && (
                  <div>
                    <WithdrawStage project={project} entry={entry} />
                  </div>
                )}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
