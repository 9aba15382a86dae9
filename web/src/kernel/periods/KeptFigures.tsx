import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { KeptFigures as Kept, Period } from "@baton/contract/periods";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { figuresText } from "../../text/figures.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { instantInCity } from "../../ui/instants.ts";
import { Loading } from "../../ui/Loading.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { SidewaysBox } from "../../ui/SidewaysBox.tsx";
import { valueWords } from "../figures/explanation.ts";
import { keptFiguresQuery } from "./periods.ts";

type Figure = Kept["figures"][number];
type Change = Kept["changes"][number];

/** 发布数 of a frozen month as its freeze kept it; beside it 现数 where the reader sees the whole city, and what moved it. */
export function KeptFigures({ period }: { period: Period }): ReactNode {
  const text = useArea(periodsText);
  const { isTravelling } = useTimePoint();
  const { data, error, refetch } = useQuery(keptFiguresQuery(period.month));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  const hasNow = data.askedAt !== null && !isTravelling;
  const isMoved = data.figures.some((figure) => figure.isMoved);
  return (
    <section className="b-card">
      <div className="p-section-head">
        <h2>{period.state === "published" ? text.published : text.keptTitle}</h2>
        <span className="b-muted">{text.keptAt(instantInCity(data.frozenAt))}</span>
      </div>
      {data.figures.length === 0 && <p className="b-muted">{text.keptNone}</p>}
      {data.figures.length > 0 && <FigureTable figures={data.figures} hasNow={hasNow} />}
      {hasNow && data.figures.length > 0 && <p className={isMoved ? undefined : "b-muted"}>{isMoved ? text.keptMoved : text.keptSame}</p>}
      {hasNow && data.changes.length > 0 && <Changes changes={data.changes} leftOff={data.changesLeftOff} />}
    </section>
  );
}

/** Numbers in the reader's words; a missing one is a dash. */
function useValue(): (value: number | null, unit: Figure["unit"]) => string {
  const words = useArea(figuresText);
  return (value, unit) => (value === null ? "—" : valueWords(value, unit, words));
}

function FigureTable({ figures, hasNow }: { figures: readonly Figure[]; hasNow: boolean }): ReactNode {
  const text = useArea(periodsText);
  const { locale } = usePreferences();
  const say = useValue();
  return (
    <SidewaysBox className="p-kept">
      <table>
        <caption className="b-sr">{text.published}</caption>
        <thead>
          <tr>
            <th scope="col">{text.keptFigure}</th>
            <th scope="col" className="b-num">
              {text.keptValue}
            </th>
            {hasNow && (
              <th scope="col" className="b-num">
                {text.keptNow}
              </th>
            )}
            {hasNow && <th scope="col">{text.keptGroups}</th>}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, labelZh, labelEn, unit, kept, now, isMoved, groups }) => (
            <tr key={name}>
              <th scope="row">{locale === "en" ? labelEn : labelZh}</th>
              <td className="b-num">{say(kept, unit)}</td>
              {hasNow && <td className="b-num">{isMoved ? <strong>{say(now, unit)}</strong> : say(now, unit)}</td>}
              {hasNow && (
                <td>
                  {groups
                    .filter((group) => group.kept !== group.now)
                    .map((group) => text.keptGroup(group.label, say(group.kept, unit), say(group.now, unit)))
                    .join(text.keptJoin) || <span className="b-muted">{isMoved ? "" : text.keptUnmoved}</span>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </SidewaysBox>
  );
}

function Changes({ changes, leftOff }: { changes: readonly Change[]; leftOff: number }): ReactNode {
  const text = useArea(periodsText);
  const { locale } = usePreferences();
  const say = useValue();
  return (
    <SidewaysBox className="p-kept">
      <table>
        <caption>{text.keptChanges(changes.length + leftOff)}</caption>
        <thead>
          <tr>
            <th scope="col">{text.columns.name}</th>
            <th scope="col">{text.keptFigure}</th>
            <th scope="col" className="b-num">
              {text.keptValue}
            </th>
            <th scope="col" className="b-num">
              {text.keptNow}
            </th>
            <th scope="col">{text.keptAct}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ figure, labelZh, labelEn, unit, subjectId, name, before, after, act }) => (
            <tr key={`${figure}${subjectId}`}>
              <th scope="row">
                <Link to={paths.project(subjectId)}>{name}</Link>
              </th>
              <td>{locale === "en" ? labelEn : labelZh}</td>
              <td className="b-num">{before === null ? text.keptAbsent : say(before, unit)}</td>
              <td className="b-num">{after === null ? text.keptAbsent : say(after, unit)}</td>
              <td>
                {act && [instantInCity(act.at), act.by, act.word, act.reason, act.documentNo].filter(Boolean).join(" · ")}
                {!act && <span className="b-muted">{text.keptNoAct}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leftOff > 0 && <p className="b-muted">{text.keptLeftOff(leftOff)}</p>}
    </SidewaysBox>
  );
}
