import { formatWan } from "@baton/contract/amounts";
import type { ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import type { RecentPoint } from "./review.ts";

const width = 96;
const height = 20;
const gap = 2;

/** The months' own amounts as small bars, the newest last; a month after a gap is left out, not drawn as nothing. */
export function RecentLine({ points, text }: { points: readonly RecentPoint[]; text: ReportsText }): ReactNode {
  const amounts = points.flatMap(({ monthFen }) => (monthFen === null ? [] : [monthFen]));
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last || amounts.length === 0) return null;
  const top = Math.max(1, ...amounts);
  const step = width / points.length;
  const label = text.review.recentLabel(first.month, last.month, formatWan(Math.min(...amounts)), formatWan(Math.max(...amounts)));
  return (
    <svg className="r-recent" role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <title>{label}</title>
      {points.map(({ month, monthFen }, at) => {
        if (monthFen === null) return null;
        const tall = Math.max(1, (Math.max(0, monthFen) / top) * height);
        const isNow = at === points.length - 1;
        return <rect key={month} x={at * step} y={height - tall} width={step - gap} height={tall} fill={isNow ? "var(--brand)" : "var(--edge)"} />;
      })}
    </svg>
  );
}
