import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Role } from "@baton/contract/accounts";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { peopleKey, policiesQuery } from "./people.ts";
import { ReasonForm } from "./ReasonForm.tsx";

/** Which roles sign in with a second factor. */
export function RolePolicies({ mayChange }: { mayChange: boolean }): ReactNode {
  const words = useArea(administrationText);
  const { people: text } = words;
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(policiesQuery);
  const [asked, setAsked] = useState<Role>();
  const changing = useMutation({
    mutationFn: (body: { role: Role; demandsFactor: boolean; reason: string }) => api.put("/api/role-policies", body),
    onSuccess: () => {
      showToast({ words: text.policySaved });
      setAsked(undefined);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  return (
    <section className="b-card pe-policies">
      <h2>{text.policies}</h2>
      <p className="b-muted">{text.policiesHelp}</p>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading />}
      <ul className="pe-list">
        {data?.items.map(({ role, demandsFactor }) => {
          const verb = demandsFactor ? text.notDemanded : text.demands;
          return (
            <li key={role}>
              <strong>{words.roles[role]}</strong>
              <span>{demandsFactor ? text.demands : text.notDemanded}</span>
              {mayChange && asked !== role && (
                <Button size="small" aria-label={text.changePolicy(words.roles[role])} onClick={() => setAsked(role)}>
                  {verb}
                </Button>
              )}
              {asked === role && (
                <ReasonForm
                  verb={verb}
                  failure={changing.error}
                  isBusy={changing.isPending}
                  onReason={(reason) => changing.mutate({ role, demandsFactor: !demandsFactor, reason })}
                  onCancel={() => setAsked(undefined)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
