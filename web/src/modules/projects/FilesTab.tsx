import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { instantWords } from "../../shell/timePoint.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { PartTable } from "./PartTable.tsx";
import { evidenceQuery } from "./queries.ts";
import type { TabProps } from "./tabProps.ts";

/** 资料: what was handed in as evidence, and what it proves. */
export function FilesTab({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { locale } = usePreferences();
  const { fileColumns: columns } = text;
  const { data, error } = useQuery(evidenceQuery(project.id, point));
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty title={text.noFiles} why={text.noFilesWhy} />;
  return (
    <PartTable
      rows={data.items}
      keyOf={({ id }) => id}
      columns={[
        {
          header: columns.title,
          cell: ({ id, title, fileName }) =>
            fileName ? (
              <a href={`/api/evidence/${id}`} download={fileName}>
                {title}
              </a>
            ) : (
              title
            ),
        },
        { header: columns.proves, cell: ({ provesName }) => provesName },
        { header: columns.taken, cell: ({ takenOn }) => takenOn },
        { header: columns.by, cell: ({ by, recordedAt }) => [by, instantWords(recordedAt, locale)].filter(Boolean).join(" · ") },
      ]}
    />
  );
}
