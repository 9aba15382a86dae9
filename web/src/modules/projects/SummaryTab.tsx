import { buildKinds, projectClasses, projectLevels, type Term } from "@baton/contract/codes";
import type { ReactNode } from "react";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Money, Num } from "../../ui/Num.tsx";
import { SidewaysBox } from "../../ui/SidewaysBox.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import type { TabProps } from "./tabProps.ts";

/** A code's word in the reader's language; the code itself where it is none of ours. */
export function useTerm(): (terms: readonly Term<string>[], code: string | null) => string | null {
  const { locale } = usePreferences();
  return (terms, code) => {
    const term = terms.find((one) => one.code === code);
    return term ? (locale === "en" ? term.en : term.zh) : code;
  };
}

/** 概况: the numbers of the year, what the project is, on which lists it stands. */
export function SummaryTab(props: TabProps): ReactNode {
  return (
    <>
      <Numbers {...props} />
      <Facts {...props} />
      <Listings {...props} />
    </>
  );
}

function Numbers({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const isListed = project.planFen !== null;
  const asked = { validOn: project.validOn, knownAt: point.knownAt, where: { project: [project.id] } };
  const figure = (name: string, fen: number | null): ReactNode =>
    isListed ? <FigureNum question={{ figure: name, ...asked }} value={fen} form="wan" /> : <Money fen={fen} unit="万元" />;
  const numbers: [string, ReactNode, string?][] = [
    [text.total, figure("projects.total_investment", project.totalInvestmentFen), text.wan],
    [text.plan, figure("projects.annual_plan", project.planFen), text.wan],
    [
      text.done,
      project.completedFen === null ? <Num value={undefined} form="wan" /> : figure("projects.completed_this_year", project.completedFen),
      project.completedFen === null ? "" : `${text.wan} ${project.completedOn ? text.asAt(project.completedOn) : ""}`,
    ],
    [
      text.rate,
      project.completedFen === null ? (
        <Num value={undefined} form="rate" />
      ) : (
        <FigureNum question={{ figure: "projects.completion_rate", ...asked }} value={project.completionRate} form="rate" />
      ),
    ],
  ];
  return (
    <dl className="p-headline">
      {numbers.map(([name, value, unit]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {unit && <small>{unit}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const term = useTerm();
  const { facts } = text;
  const { place, industry } = project;
  const rows: [string, ReactNode][] = [
    [facts.code, project.code],
    [facts.builder, project.builderName],
    [
      facts.creditCode,
      project.creditCode && (
        <>
          {project.creditCode}
          {project.creditCodeWarning && <span className="b-caption"> {project.creditCodeWarning}</span>}
        </>
      ),
    ],
    [facts.account, project.account.orgName],
    [facts.area, project.account.areaName],
    [facts.industry, industry && `${industry.code} ${industry.name}`],
    [facts.buildKind, term(buildKinds, project.buildKind)],
    [facts.chains, project.chains.map(({ name }) => name).join("、")],
    [facts.fixedAsset, project.fixedAssetFen !== null && <Money fen={project.fixedAssetFen} unit="万元" showUnit />],
    [facts.land, project.landMu && `${project.landMu}${text.mu}`],
    [facts.place, place.longitude && place.latitude && `${place.longitude}, ${place.latitude}`],
    [facts.content, project.content],
    [facts.remark, project.remark],
  ];
  return (
    <section className="b-card">
      <dl className="p-facts">
        {rows.map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words || <span className="b-muted">{text.none}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Listings({ project }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const term = useTerm();
  const { listingColumns: columns } = text;
  if (project.listings.length === 0) return null;
  return (
    <section>
      <h2>{text.facts.listings}</h2>
      <SidewaysBox className="b-card p-card-flush p-table-scroll">
        <table className="p-table">
          <thead>
            <tr>
              <th scope="col">{columns.list}</th>
              <th scope="col" className="b-num">
                {columns.plan}
              </th>
              <th scope="col">{columns.span}</th>
              <th scope="col">{columns.why}</th>
            </tr>
          </thead>
          <tbody>
            {project.listings.toReversed().map((listing) => (
              <tr key={listing.id}>
                <th scope="row">{text.listing(listing.year, term(projectLevels, listing.level) ?? "", term(projectClasses, listing.class) ?? "")}</th>
                <td className="b-num">
                  <Money fen={listing.planFen} unit="万元" />
                </td>
                <td>{listing.validTo ? text.span(listing.validFrom, listing.validTo) : text.since(listing.validFrom)}</td>
                <td>{[listing.reason, listing.documentNo].filter(Boolean).join("；")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </SidewaysBox>
    </section>
  );
}
