import type { RunDetail, UnitScoreAnswer } from "@baton/contract/scoring";
import { formatScore } from "@baton/contract/scoring-rules";
import type { ReactNode } from "react";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";

type RankingTableProps = { detail: Pick<RunDetail, "units" | "document">; onUnit: (key: string) => void };

/** Ranks, movement, totals and every mark; a unit opens how its score is made. */
export function RankingTable({ detail, onUnit }: RankingTableProps): ReactNode {
  const text = useArea(scoringText);
  const isPhone = useIsPhone();
  const { indicators } = detail.document;
  return (
    <div className="b-card k-scroll">
      {isPhone && <p className="b-caption">{text.phoneHint}</p>}
      <table className="k-table">
        <thead>
          <tr>
            <th scope="col" className="b-num">
              {text.rank}
            </th>
            <th scope="col">{text.unit}</th>
            <th scope="col">{text.movement}</th>
            <th scope="col" className="b-num">
              {text.total}
            </th>
            {indicators.map(({ code, label, weight, method }) => (
              <th key={code} scope="col" className="b-num">
                {label}
                <small>{method.kind === "bonus" ? text.methods.bonus : weight}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {detail.units.map((unit) => (
            <tr key={unit.key}>
              <td className="b-num k-rank">{unit.rank ?? "—"}</td>
              <th scope="row">
                <button type="button" className="b-plain-button b-link-button" onClick={() => onUnit(unit.key)}>
                  {unit.label}
                </button>
                {unit.unrankedBecause && <small className="b-muted">{unit.unrankedBecause}</small>}
              </th>
              <td>
                <Movement unit={unit} />
              </td>
              <td className="b-num k-total">{formatScore(unit.total)}</td>
              {unit.marks.map((mark) => (
                <td key={mark.code} className="b-num">
                  {mark.score === null ? <span title={mark.how}>—</span> : formatScore(mark.score)}
                  {mark.isMissing && <small className="b-muted">{text.missing}</small>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Told by words and an arrow, never by colour alone. */
function Movement({ unit: { movement, rank } }: { unit: UnitScoreAnswer }): ReactNode {
  const text = useArea(scoringText);
  if (rank === null) return <span className="b-muted">{text.unranked}</span>;
  if (movement === null) return <span className="b-muted">{text.first}</span>;
  if (movement === 0) return <span className="b-muted">— {text.same}</span>;
  return movement > 0 ? <span>↑ {text.up(movement)}</span> : <span>↓ {text.down(-movement)}</span>;
}
