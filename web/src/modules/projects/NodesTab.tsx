import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { PartTable } from "./PartTable.tsx";
import type { TabProps } from "./tabProps.ts";

/** 节点: planned, due, done, late. */
export function NodesTab({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { nodeColumns: columns } = text;
  if (project.nodes.length === 0) return <Empty title={text.noNodes} why={text.noNodesWhy} />;
  return (
    <section>
      <PartTable
        rows={project.nodes}
        keyOf={({ id }) => id}
        columns={[
          { header: columns.node, cell: ({ name }) => name },
          { header: columns.planned, cell: ({ plannedOn, precision }) => `${plannedOn}${text.precision[precision] ?? ""}` },
          {
            header: columns.due,
            cell: ({ dueOn, baselineOn }) => (
              <>
                {dueOn}
                {baselineOn !== dueOn && <div className="b-caption">{text.baseline(baselineOn)}</div>}
              </>
            ),
          },
          { header: columns.done, cell: ({ doneOn }) => doneOn ?? <span className="b-muted">{text.notDone}</span> },
          { header: columns.late, isNumber: true, cell: ({ daysLate }) => daysLate !== null && daysLate > 0 && <strong>{text.daysLate(daysLate)}</strong> },
        ]}
      />
      <p>
        <Link to={paths.plan(project.id)}>{text.planPage} ▸</Link>
      </p>
    </section>
  );
}
