import { useQueries, useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { signedPoints } from "../../kernel/figures/explanation.ts";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { figureQuery, narrowed } from "../../kernel/figures/question.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { overviewText } from "../../text/overview.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import type { FigureForm } from "../../ui/figureText.ts";
import type { LightVerdict } from "../../ui/LightMark.tsx";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { headlineQuestion, lightQuestion, type Headline, type OverviewTime } from "./overviewQuestions.ts";
import { endOfMonth, lightCounts } from "./overviewRows.ts";
import { ProjectLight } from "./ProjectLight.tsx";

const forms: Record<Headline, FigureForm> = { count: "count", total: "yi", plan: "yi", done: "yi", rate: "rate", ahead: "points" };

/** The month in six figures; five on phones. */
export function OverviewHeadline({ time }: { time: OverviewTime }): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const isPhone = useIsPhone();
  const shown = (Object.keys(forms) as Headline[]).filter((headline) => !isPhone || headline !== "total");
  const questions = shown.map((headline) => headlineQuestion(headline, time, knownAt));
  const answers = useQueries({ queries: questions.map((question) => figureQuery(question)) });
  const unit = (form: FigureForm): string =>
    form === "yi" ? text.units.money : form === "points" ? text.units.points : form === "count" ? text.units.count : "";
  const unreported = answers[shown.indexOf("done")]?.data?.unreported ?? 0;
  return (
    <>
      <dl className="p-headline">
        {shown.map((headline, at) => {
          const [question, answer] = [questions[at], answers[at]?.data];
          return (
            <div key={headline}>
              <dt>{text.figures[headline]}</dt>
              <dd>
                {question && answer ? <FigureNum question={question} value={answer.value} form={forms[headline]} reason={text.noPlan} /> : "…"}
                {answer && answer.value !== null && <small>{unit(forms[headline])}</small>}
              </dd>
            </div>
          );
        })}
      </dl>
      <OverviewLights time={time} unreported={unreported} />
    </>
  );
}

const shownVerdicts: readonly LightVerdict[] = ["warn", "remind", "merit"];

function OverviewLights({ time, unreported }: { time: OverviewTime; unreported: number }): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const question = lightQuestion(time, knownAt);
  const { data } = useQuery(figureQuery({ ...question, by: ["light"] }));
  const counts = lightCounts(data);
  return (
    <div className="p-signals">
      <span className="p-signal-group">
        {shownVerdicts.map((verdict) => (
          <span key={verdict} className="p-signal">
            <ProjectLight verdict={verdict} isFixed={time.isFixed} />{" "}
            {data && <FigureNum question={narrowed(question, "light", verdict)} value={counts[verdict] ?? 0} form="count" />}
          </span>
        ))}
        {data && <span className="b-caption">{time.isFixed ? text.lightsFixed(data.validOn) : text.lightsLive(data.validOn)}</span>}
      </span>
      <Blockers time={time} />
      <Change time={time} counts={counts} />
      {unreported > 0 && <span className="b-muted">{text.unreported(unreported)}</span>}
    </div>
  );
}

function Blockers({ time }: { time: OverviewTime }): ReactNode {
  const text = useArea(overviewText);
  const { parties } = useArea(projectsText);
  const { knownAt } = useTimePoint();
  const question = { ...lightQuestion(time, knownAt), where: { light: ["warn", "remind"] } };
  const { data } = useQuery(figureQuery({ ...question, by: ["blocking_party"] }));
  const groups = data?.groups.filter(({ key }) => key !== null) ?? [];
  if (groups.length === 0) return null;
  return (
    <span>
      {text.blockers}
      {groups.map(({ key, label, value }, at) => (
        <Fragment key={key}>
          {at > 0 && " · "}
          {parties[key ?? ""] ?? label}{" "}
          <FigureNum
            question={narrowed(question, "blocking_party", key ?? "")}
            value={value}
            form="count"
            title={`${text.blockers}${parties[key ?? ""] ?? label}`}
          />
        </Fragment>
      ))}
    </span>
  );
}

/** What moved since the month before; the year's first month has none of the same year before it. */
function Change({ time, counts }: { time: OverviewTime; counts: Partial<Record<string, number>> }): ReactNode {
  const text = useArea(overviewText);
  const { knownAt } = useTimePoint();
  const isComparable = time.before.slice(0, 4) === time.month.slice(0, 4);
  const beforeOn = endOfMonth(time.before);
  const rates = useQueries({
    queries: [time.validOn, beforeOn].map((validOn) => ({ ...figureQuery({ figure: "projects.completion_rate", validOn, knownAt }), enabled: isComparable })),
  });
  const { data: lightsBefore } = useQuery({ ...figureQuery({ figure: "projects.count", validOn: beforeOn, knownAt, by: ["light"] }), enabled: isComparable });
  const [now, before] = rates.map(({ data }) => data?.value);
  if (!isComparable || !lightsBefore || typeof now !== "number" || typeof before !== "number") return null;
  const countsBefore = lightCounts(lightsBefore);
  const moved = shownVerdicts.slice(0, 2).map((verdict) => ({ verdict, by: (counts[verdict] ?? 0) - (countsBefore[verdict] ?? 0) }));
  return (
    <span>
      {text.change}
      {text.changeRate} {signedPoints((now - before) * 100)}
      {text.units.points}
      {moved.map(({ verdict, by }) => (
        <Fragment key={verdict}>
          {" · "}
          <ProjectLight verdict={verdict} isFixed={time.isFixed} /> {by === 0 ? "0" : `${by > 0 ? "↑" : "↓"}${Math.abs(by)}`}
        </Fragment>
      ))}
    </span>
  );
}
