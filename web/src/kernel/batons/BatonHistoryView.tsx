import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { instantInCity } from "../../ui/instants.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { historyQuery } from "./queries.ts";

/** Every hand that a role on a subject went through, the newest first. */
export function BatonHistoryView({ id }: { id: string }): ReactNode {
  const text = useArea(batonsText);
  const { data, error, refetch } = useQuery(historyQuery(id));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  if (data.items.length === 0) return <p>{text.historyEmpty}</p>;
  return (
    <ol className="t-history">
      {data.items.map(({ id: spanId, holder, holderOrg, validFrom, validTo, note, handedOverBy, recordedAt }) => (
        <li key={spanId}>
          <strong>
            {holderOrg}·{holder}
          </strong>
          <p>{validTo ? text.span(validFrom, validTo) : text.since(validFrom)}</p>
          {note && <p>{note}</p>}
          <p className="b-caption">
            {handedOverBy
              ? text.givenBy(`${handedOverBy.orgName}·${handedOverBy.title}`, instantInCity(recordedAt))
              : text.givenLoaded(instantInCity(recordedAt))}
          </p>
        </li>
      ))}
    </ol>
  );
}
