import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { instantInCity } from "../../ui/instants.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { receiptsQuery, type Receipt } from "./imports.ts";
import { useUndo } from "./useUndo.ts";

export function ImportHistory(): ReactNode {
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
                <tr key={receipt.importId}>
                  <td className="b-nowrap">{instantInCity(receipt.recordedAt)}</td>
                  <td>{text.kinds[receipt.kind]}</td>
                  <td>{receipt.fileName}</td>
                  <td>{text.written(receipt.accepted, receipt.changed)}</td>
                  <td>
                    <State
                      receipt={receipt}
                      isBusy={undoing.isPending && undoing.variables === receipt.importId}
                      onUndo={() => undoing.mutate(receipt.importId)}
                    />
                  </td>
                </tr>
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

function State({ receipt, isBusy, onUndo }: { receipt: Receipt; isBusy: boolean; onUndo: () => void }): ReactNode {
  const text = useArea(importsText);
  if (receipt.isUndone) return <span className="b-muted">{text.isUndone}</span>;
  if (receipt.changed === 0) return null;
  if (!receipt.canUndo) return <span className="b-muted">{text.cannotUndo}</span>;
  return (
    <Button size="small" loading={isBusy} onClick={onUndo}>
      {text.undo}
    </Button>
  );
}
