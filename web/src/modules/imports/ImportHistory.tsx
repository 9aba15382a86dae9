import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { instantInCity } from "../../ui/instants.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { FaultLists } from "./CheckResult.tsx";
import { isOpen, jobQuery, receiptsQuery, type Receipt } from "./imports.ts";
import { JobProgress } from "./JobProgress.tsx";
import { useUndo } from "./useUndo.ts";

/** `isFollowed`: the page itself shows how far the import under way is. */
export function ImportHistory({ isFollowed }: { isFollowed: boolean }): ReactNode {
  const text = useArea(importsText);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(receiptsQuery);
  const undoing = useUndo();
  const receipts = data?.pages.flatMap(({ items }) => items);
  return (
    <section className="b-card">
      <h2>{text.history}</h2>
      <Problem failure={error} onRetry={() => void refetch()} />
      <Problem failure={undoing.error} />
      {!receipts && !error && <Loading lines={2} />}
      {receipts?.length === 0 && <p className="b-muted">{text.noHistory}</p>}
      {receipts && receipts.length > 0 && (
        <div className="i-scroll">
          <table className="i-table">
            <thead>
              <tr>
                <th scope="col">{text.at}</th>
                <th scope="col">{text.kind}</th>
                <th scope="col">{text.file}</th>
                <th scope="col">{text.count}</th>
                <th scope="col">{text.state}</th>
              </tr>
            </thead>
            <tbody>
              {receipts.map((receipt) => (
                <PastImport
                  key={receipt.importId}
                  receipt={receipt}
                  isFollowed={isFollowed}
                  isBusy={undoing.isPending && undoing.variables === receipt.importId}
                  onUndo={() => undoing.mutate(receipt.importId)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </section>
  );
}

type PastImportProps = { receipt: Receipt; isFollowed: boolean; isBusy: boolean; onUndo: () => void };

/** One import of the list; what has more to tell unfolds below it. */
function PastImport({ receipt, isFollowed, isBusy, onUndo }: PastImportProps): ReactNode {
  const text = useArea(importsText);
  const [isUnfolded, setUnfolded] = useState(false);
  const isUnderWay = isOpen(receipt.state) && !isFollowed;
  const hasMore = receipt.state === "refused" || receipt.state === "failed";
  const row = (
    <tr>
      <td className="b-nowrap">{instantInCity(receipt.recordedAt)}</td>
      <td>{text.kinds[receipt.kind]}</td>
      <td>{receipt.fileName}</td>
      <td>{receipt.state === "done" ? text.written(receipt.accepted, receipt.changed) : receipt.state === "refused" ? text.rejected(receipt.rejected) : ""}</td>
      <td>
        <span className={receipt.state === "done" ? undefined : "b-muted"}>{receipt.isUndone ? text.isUndone : text.states[receipt.state]}</span>{" "}
        {receipt.canUndo && (
          <Button size="small" loading={isBusy} onClick={onUndo}>
            {text.undo}
          </Button>
        )}
        {hasMore && (
          <Button size="small" aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
            {isUnfolded ? text.hideDetails : text.details}
          </Button>
        )}
      </td>
    </tr>
  );
  if (!isUnderWay && !isUnfolded) return row;
  return (
    <>
      {row}
      <tr>
        <td colSpan={5}>
          <Told importId={receipt.importId} />
        </td>
      </tr>
    </>
  );
}

/** What a job tells: how far it is, or why it wrote nothing. */
function Told({ importId }: { importId: string }): ReactNode {
  const queryClient = useQueryClient();
  const { data: job, error } = useQuery(jobQuery(importId));
  const hasEnded = job !== undefined && !isOpen(job.state);
  useEffect(() => {
    if (hasEnded) void queryClient.invalidateQueries({ queryKey: receiptsQuery.queryKey });
  }, [hasEnded, queryClient]);
  if (error) return <Problem failure={error} />;
  if (!job) return <Loading lines={1} />;
  if (!hasEnded) return <JobProgress job={job} />;
  return (
    <>
      {job.problem && <p>{job.problem.detail}</p>}
      {job.answer && <FaultLists answer={job.answer} />}
    </>
  );
}
