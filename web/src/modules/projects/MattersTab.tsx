import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { instantWords } from "../../shell/timePoint.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { mattersQuery } from "./queries.ts";
import type { TabProps } from "./tabProps.ts";

/** 事项: what is asked of whom because of this project, the soonest due first. */
export function MattersTab({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { locale } = usePreferences();
  const { data, error } = useQuery(mattersQuery(project.id));
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty title={text.noMatters} why={text.noMattersWhy} />;
  return (
    <ul className="b-card p-matters">
      {data.items.map((matter) => (
        <li key={matter.id}>
          <span>{matter.kindLabel}</span>
          <Link to={paths.matter(matter.id)}>{matter.title}</Link>
          <span>{matter.statusLabel}</span>
          <small className="b-caption">
            {[
              matter.holder && `${matter.holder.orgName}·${matter.holder.title}`,
              matter.dueAt && instantWords(matter.dueAt, locale),
              matter.workingDays !== null && (matter.isOverdue ? text.overdue(matter.workingDays) : text.left(matter.workingDays)),
              matter.blockingParty && text.blockedBy(text.parties[matter.blockingParty] ?? ""),
            ]
              .filter(Boolean)
              .join(" · ")}
          </small>
        </li>
      ))}
    </ul>
  );
}
