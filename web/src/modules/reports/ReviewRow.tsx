import { formatWan } from "@baton/contract/amounts";
import type { ReportRow } from "@baton/contract/reports";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { RecentLine } from "./RecentLine.tsx";
import { differencesOf, monthAmounts } from "./review.ts";

type Props = {
  row: ReportRow;
  month: string;
  text: ReportsText;
  isCurrent: boolean;
  isReadOnly: boolean;
  onCurrent: () => void;
  onAccept: () => void;
  onReturn: () => void;
};

/** One report as a reviewer needs it: the number beside the last one, why to look, and what was said about it. */
export function ReviewRow({ row, month, text, isCurrent, isReadOnly, onCurrent, onAccept, onReturn }: Props): ReactNode {
  const words = text.review;
  const isPhone = useIsPhone();
  const points = monthAmounts([...row.recent, ...(row.cumulativeFen === null ? [] : [{ month, cumulativeFen: row.cumulativeFen }])].slice(-12));
  return (
    <li className="r-review-row" aria-current={isCurrent ? "true" : undefined} aria-label={row.name}>
      <div>
        <div className="r-review-head">
          <button type="button" className="b-plain-button r-review-name" tabIndex={isCurrent ? 0 : -1} data-review={row.projectId} onFocus={onCurrent}>
            {row.name}
          </button>
          {row.lastMonthFen !== null && <span>{words.last(formatWan(row.lastMonthFen))}</span>}
          <strong>{words.now(row.isUnchanged ? text.unchanged : row.monthFen === null ? "—" : formatWan(row.monthFen))}</strong>
          {row.cumulativeFen !== null && <span>{words.cumulative(formatWan(row.cumulativeFen))}</span>}
          {differencesOf(row).map((each) => (
            <span key={each} className="b-sample">
              {words.differences[each]}
            </span>
          ))}
        </div>
        <div className="r-review-facts">
          {row.totalInvestmentFen !== null && <span>{words.total(formatWan(row.totalInvestmentFen))}</span>}
          <span>{words.plan(formatWan(row.planFen))}</span>
          <span>
            {words.recent} <RecentLine points={points} text={text} />
          </span>
          {row.progressText && <span>{words.progress(row.progressText)}</span>}
          <span>{words.reporter(row.orgName)}</span>
        </div>
      </div>
      {row.canReview && !isReadOnly && (
        <div className="r-review-acts">
          <Button size="small" tabIndex={isCurrent ? 0 : -1} aria-keyshortcuts="A" onFocus={onCurrent} onClick={onAccept}>
            {isPhone ? words.accept : words.acceptKey}
          </Button>
          <Button size="small" tabIndex={isCurrent ? 0 : -1} aria-keyshortcuts="R" onFocus={onCurrent} onClick={onReturn}>
            {isPhone ? words.return : words.returnKey}
          </Button>
        </div>
      )}
      {row.doubts.length > 0 && <p className="b-mark-words-doubt">{words.doubt(row.doubts.map(({ sentence }) => sentence).join(""))}</p>}
      {row.doubts.length > 0 && (
        <p className={row.doubtReason ? undefined : "b-muted"}>{row.doubtReason ? text.reasonGiven(row.doubtReason) : words.noReason}</p>
      )}
      {row.problemText && <p>{words.problem(row.problemText)}</p>}
    </li>
  );
}
