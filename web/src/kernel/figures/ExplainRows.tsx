import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FigureAnswer, FigureRows } from "@baton/contract/figures";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { figuresText } from "../../text/figures.ts";
import { useArea, useText } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Money, Num } from "../../ui/Num.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { partUnit, tellingFirst } from "./explanation.ts";

type FigureRow = FigureRows["items"][number];
type ExplainRowsProps = {
  answer: FigureAnswer;
  /** Whose rows they are, where several numbers are in sight. */
  title?: string | undefined;
  /** A row's page is opened. */
  onLeave: () => void;
};

/** The rows behind the number, each leading to its project. */
export function ExplainRows({ answer, title, onLeave }: ExplainRowsProps): ReactNode {
  const text = useArea(figuresText);
  const { ui } = useText();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ["figures", "rows", answer.rowsUrl],
    queryFn: ({ pageParam, signal }) => api.get<FigureRows>(pageParam, { signal }),
    initialPageParam: answer.rowsUrl,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading lines={4} />;
  const rows = data.pages.flatMap(({ items }) => tellingFirst(items));
  if (rows.length === 0) return null;
  return (
    <section>
      {title && <h3 aria-live="polite">{text.rowsOf(title)}</h3>}
      <table className="f-rows">
        <thead>
          <tr>
            <th scope="col">
              {text.row} <small className="b-muted">{text.rows(answer.rowCount)}</small>
            </th>
            <RowHeads answer={answer} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <RowName row={row} isLink={answer.name.startsWith("projects.")} onLeave={onLeave} />
              </th>
              <RowCells answer={answer} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
          {ui.bracketed(`${rows.length}/${answer.rowCount}`)}
        </Button>
      )}
    </section>
  );
}

function RowName({ row, isLink, onLeave }: { row: FigureRow; isLink: boolean; onLeave: () => void }): ReactNode {
  const text = useArea(figuresText);
  const notes = [row.by, row.note, row.isUnreported && text.isUnreported, row.isCorrected && text.isCorrected].filter(Boolean);
  return (
    <>
      {isLink ? (
        <Link to={paths.project(row.subjectId)} onClick={onLeave}>
          {row.label}
        </Link>
      ) : (
        row.label
      )}
      {notes.length > 0 && <div className="b-caption">{notes.join(" · ")}</div>}
    </>
  );
}

function isShare({ unit, denominator }: FigureAnswer): boolean {
  return (unit === "ratio" || unit === "points") && denominator !== null;
}

function RowHeads({ answer }: { answer: FigureAnswer }): ReactNode {
  const text = useArea(figuresText);
  const { ui } = useText();
  if (answer.unit === "count") return null;
  const unit = answer.unit === "fen" || partUnit(answer.name) === "fen" ? text.wan.trim() : undefined;
  const head = (words: string, small?: string): ReactNode => (
    <th scope="col" className="b-num">
      {words}
      {small && <small className="b-muted">{ui.bracketed(small)}</small>}
    </th>
  );
  if (!isShare(answer)) return head(text.value, unit);
  return (
    <>
      {head(text.numerator, unit)}
      {head(text.denominator, unit)}
      {head(text.value)}
    </>
  );
}

function RowCells({ answer, row }: { answer: FigureAnswer; row: FigureRow }): ReactNode {
  if (answer.unit === "count") return null;
  if (!isShare(answer)) {
    return <td className="b-num">{answer.unit === "fen" ? <Money fen={row.value ?? undefined} unit="万元" /> : <Num value={row.value} form="count" />}</td>;
  }
  const isMoney = partUnit(answer.name) === "fen";
  const part = (value: number | null): ReactNode => (isMoney ? <Money fen={value ?? undefined} unit="万元" /> : <Num value={value} form="count" />);
  return (
    <>
      <td className="b-num">{part(row.numerator)}</td>
      <td className="b-num">{part(row.denominator)}</td>
      <td className="b-num">
        <Num value={row.value} form="rate" />
      </td>
    </>
  );
}
