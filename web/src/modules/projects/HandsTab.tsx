import type { ProjectDetail } from "@baton/contract/library";
import type { ReactNode } from "react";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { PartTable } from "./PartTable.tsx";
import type { TabProps } from "./tabProps.ts";

type BatonRow = { id: string; roleName: string; holder: string | null; span: string; note: string | null };

/** 责任: who holds which role, which stand empty, who held them before. */
export function HandsTab({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { roleColumns: columns } = text;
  const isHeld = ({ validTo }: ProjectDetail["batons"][number]): boolean => validTo === null || validTo > project.validOn;
  const rowOf = ({ id, roleName, holder, holderOrg, validFrom, validTo, note }: ProjectDetail["batons"][number]): BatonRow => ({
    id,
    roleName,
    holder: `${holderOrg}·${holder}`,
    span: validTo ? text.span(validFrom, validTo) : text.since(validFrom),
    note,
  });
  const vacant = project.vacantRoles.map(({ role, roleName }): BatonRow => ({ id: role, roleName, holder: null, span: "", note: text.vacantWhy }));
  const former = project.batons.filter((baton) => !isHeld(baton)).map(rowOf);
  const table = (rows: readonly BatonRow[]): ReactNode => (
    <PartTable
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { header: columns.role, cell: ({ roleName }) => roleName },
        { header: columns.holder, cell: ({ holder }) => holder ?? <span className="p-vacant">○ {text.vacant}</span> },
        { header: columns.since, cell: ({ span }) => span },
        { header: columns.note, cell: ({ note }) => note },
      ]}
    />
  );
  return (
    <>
      {table([...project.batons.filter(isHeld).map(rowOf), ...vacant])}
      {former.length > 0 && (
        <section>
          <h2>{text.former}</h2>
          {table(former)}
        </section>
      )}
    </>
  );
}
