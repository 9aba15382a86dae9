import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ApprovalEffects } from "@baton/contract/matter-approvals";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { mattersKey } from "./hands.ts";

const effectsQuery = (id: string) =>
  queryOptions({
    queryKey: [...mattersKey, "effects", id],
    queryFn: ({ signal }) => api.get<ApprovalEffects>(`/api/matters/${id}/effects`, { signal }),
  });

/** What deciding would change, before it is decided. */
export function Effects({ id }: { id: string }): ReactNode {
  const { effects: text } = useArea(mattersText);
  const { data, error, refetch } = useQuery(effectsQuery(id));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={3} />;
  return (
    <section className="m-effects" aria-label={text.title}>
      <h3>{text.title}</h3>
      {data.obstacle && <p className="b-problem">{data.obstacle}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{text.what}</th>
            <th scope="col">{text.before}</th>
            <th scope="col">{text.after}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ label, before, after }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{before ?? "—"}</td>
              <td>{before === after ? <span className="b-muted">{text.same}</span> : <strong>{after ?? "—"}</strong>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="b-caption">{text.refused}</p>
    </section>
  );
}
