import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { openingRoles } from "@baton/contract/matter-opening";
import type { ProjectRow } from "@baton/contract/projects";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Money, Num } from "../../ui/Num.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { ProjectLight } from "./ProjectLight.tsx";
import { lightsQuery, projectQuery } from "./queries.ts";

type ProjectPeekProps = { row: ProjectRow | undefined; validOn: string | undefined; onClose: () => void };

/** One project at a glance, without leaving the list. */
export function ProjectPeek({ row, validOn, onClose }: ProjectPeekProps): ReactNode {
  const text = useArea(ledgerText);
  const navigate = useNavigate();
  const { isTravelling } = useTimePoint();
  const mayOpen = openingRoles.includes(useMe().role) && !isTravelling;
  return (
    <Drawer480
      title={row?.name ?? text.peek}
      open={row !== undefined}
      onClose={onClose}
      foot={
        row && (
          <div className="p-peek-foot">
            {mayOpen && <Button onClick={() => void navigate({ to: paths.openMatter(), search: { subject: [row.id] } as never })}>{text.openMatter}</Button>}
            <Button type="primary" onClick={() => void navigate({ to: paths.project(row.id) })}>
              {text.open}
            </Button>
          </div>
        )
      }
    >
      {row && <Glance row={row} validOn={validOn} />}
    </Drawer480>
  );
}

function Glance({ row, validOn }: { row: ProjectRow; validOn: string | undefined }): ReactNode {
  const text = useArea(ledgerText);
  const { knownAt } = useTimePoint();
  const point = { validOn, knownAt };
  const project = useQuery(projectQuery(row.id, point));
  const lights = useQuery(lightsQuery(row.id, point));
  const failure = project.error ?? lights.error;
  if (failure) return <Problem failure={failure} />;
  if (!project.data || !lights.data) return <Loading />;
  const { data: one } = project;
  const overall = lights.data.items.find(({ dimension }) => dimension === "overall");
  const next = one.nodes.filter(({ doneOn }) => doneOn === null).toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))[0];
  const holders = one.batons.filter(({ validTo }) => validTo === null || validTo > one.validOn);
  const facts: [string, ReactNode][] = [
    [
      text.sentence,
      overall && (
        <>
          <ProjectLight verdict={overall.verdict} isFixed={overall.isFixed} exemptUntil={overall.exemption?.validTo} /> {overall.sentence}
        </>
      ),
    ],
    [text.clearing, overall?.clearing],
    [text.columns.stage, one.stage && `${one.stage.name} · ${one.stage.enteredOn}`],
    [text.nextNode, next && `${next.name} · ${next.dueOn}`],
    [text.columns.total_investment, <Money key="total" fen={one.totalInvestmentFen} unit="万元" showUnit />],
    [text.columns.annual_plan, <Money key="plan" fen={one.planFen} unit="万元" showUnit />],
    [
      text.columns.completed,
      <>
        <Money fen={one.completedFen ?? undefined} unit="万元" showUnit />
        {one.completedOn && `（${text.asAt(one.completedOn)}）`}
      </>,
    ],
    [text.columns.completion_rate, <Num key="rate" value={one.completedFen === null ? undefined : one.completionRate} form="rate" reason={text.noPlan} />],
    [text.builder, one.builderName],
    [text.responsible, holders.map(({ roleName, holderOrg }) => `${roleName}：${holderOrg}`).join("；")],
  ];
  return (
    <dl className="f-facts">
      {facts
        .filter(([, words]) => words !== undefined && words !== null && words !== "")
        .map(([name, words]) => (
          <div key={name} className="p-fact">
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
    </dl>
  );
}
