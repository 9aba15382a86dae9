import { useQuery } from "@tanstack/react-query";
import { sideStates, stages } from "@baton/contract/codes";
import type { ProjectDetail } from "@baton/contract/library";
import type { Light } from "@baton/contract/periods";
import type { ReactNode } from "react";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { Steps } from "../../ui/Steps.tsx";
import { untoldParty } from "./lightWords.ts";
import { ProjectLight } from "./ProjectLight.tsx";
import { lightsQuery } from "./queries.ts";
import type { TabProps } from "./tabProps.ts";

const small = ["stage", "schedule", "money", "blockage", "freshness"] as const;

/** Stays in sight: the light and its reason, five small lights, the stage with what is promised, the way out. */
export function ProjectHead({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { data, error } = useQuery(lightsQuery(project.id, point));
  const overall = data?.items.find(({ dimension }) => dimension === "overall");
  return (
    <section className="p-head b-card">
      {error ? <Problem failure={error} /> : !data ? <Loading lines={2} /> : <Sentence overall={overall} />}
      <StageTrack project={project} />
      {data && overall && (
        <ul className="p-small-lights" aria-label={text.lightsLabel}>
          {small.map((dimension) => {
            const light = data.items.find((one) => one.dimension === dimension);
            return (
              light && (
                <li key={dimension} title={light.sentence}>
                  {text.dimensions[dimension]} <ProjectLight verdict={light.verdict} isFixed={light.isFixed} exemptUntil={light.exemption?.validTo} />
                  <span className="b-sr">{light.sentence}</span>
                </li>
              )
            );
          })}
        </ul>
      )}
      {overall?.clearing && (
        <p>
          <strong>{text.clearing}：</strong>
          {overall.clearing}
        </p>
      )}
    </section>
  );
}

function Sentence({ overall }: { overall: Light | undefined }): ReactNode {
  const text = useArea(projectsText);
  if (!overall)
    return (
      <p className="b-muted">
        {text.noLight}。{text.noLightWhy}
      </p>
    );
  const party = untoldParty(overall);
  return (
    <p className="p-sentence">
      <ProjectLight verdict={overall.verdict} isFixed={overall.isFixed} exemptUntil={overall.exemption?.validTo} /> {overall.sentence}
      {party && <span> · {text.blockedBy(text.parties[party] ?? party)}</span>}
      <span className="b-caption"> {overall.isFixed ? text.fixedOn(overall.validOn) : text.provisional(overall.validOn)}</span>
    </p>
  );
}

/** The lifecycle with the day it was entered and the days that are promised. */
function StageTrack({ project }: { project: ProjectDetail }): ReactNode {
  const text = useArea(projectsText);
  const { locale } = usePreferences();
  const { stage } = project;
  const side = sideStates.find(({ code }) => code === stage?.code);
  const noteOf = (code: string): string | undefined => {
    if (stage?.code === code) return stage.precision === "by" ? text.by(stage.enteredOn) : text.entered(stage.enteredOn);
    const node = project.nodes.find(({ entersStage, doneOn }) => entersStage === code && doneOn === null);
    return node && text.promised(node.dueOn);
  };
  return (
    <div className="p-track">
      <Steps
        label={text.track}
        current={stage?.code ?? ""}
        steps={stages.map(({ code, zh, en }) => {
          const note = noteOf(code);
          return { id: code, title: locale === "en" ? en : zh, ...(note ? { note } : {}) };
        })}
      />
      {side && (
        <strong>
          {locale === "en" ? side.en : side.zh}（{text.entered(stage?.enteredOn ?? "")}）
        </strong>
      )}
    </div>
  );
}
