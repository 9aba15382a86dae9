import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { showToast } from "../../ui/toast.tsx";
import { Appointments } from "./Appointments.tsx";
import { peopleKey, type Account, type OneTimePassword } from "./people.ts";
import { ReasonForm } from "./ReasonForm.tsx";

type Act = "reset" | "release" | "close" | "revoke" | "factorReset";

const ways: Record<Act, { path: string; roles: readonly string[] }> = {
  reset: { path: "password-resets", roles: ["sysadmin"] },
  release: { path: "password-releases", roles: ["secadmin", "auditor"] },
  revoke: { path: "sessions-revocation", roles: ["sysadmin", "secadmin"] },
  factorReset: { path: "factor-resets", roles: ["secadmin"] },
  close: { path: "closure", roles: ["sysadmin"] },
};

/** One account: its appointments, and what the reader's own duty allows. */
export function AccountDetail({ account, onPassword }: { account: Account; onPassword: (made: OneTimePassword) => void }): ReactNode {
  const { people: text } = useArea(administrationText);
  const roles = rolesOf(useMe());
  return (
    <div className="pe-detail">
      <p className="b-muted">
        {text.columns.factor}：{account.hasFactor ? text.factorOn : text.factorOff}·
        {account.closedAt !== null
          ? text.closed
          : account.awaitsRelease
            ? text.awaitsRelease
            : account.dormantSince !== null
              ? text.dormant
              : account.mustChangePassword
                ? text.mustChange
                : text.active}
        ·{text.columns.created} {account.createdAt.slice(0, 10)}
      </p>
      <Appointments account={account} mayAppoint={roles.has("secadmin") && account.closedAt === null} />
      {account.closedAt === null && <Acts account={account} roles={roles} onPassword={onPassword} />}
    </div>
  );
}

/** What there is nothing to do about is not offered. */
function isPossible(act: Act, account: Account): boolean {
  if (act === "factorReset") return account.hasFactor;
  return act !== "release" || account.awaitsRelease;
}

function Acts({ account, roles, onPassword }: { account: Account; roles: ReadonlySet<string>; onPassword: (made: OneTimePassword) => void }): ReactNode {
  const { people: text } = useArea(administrationText);
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Act>();
  const doneWords: Record<Act, string> = {
    reset: text.resetDone,
    release: text.releaseDone,
    close: text.closeDone,
    revoke: text.revokeDone,
    factorReset: text.factorResetDone,
  };
  const doing = useMutation({
    mutationFn: ({ act, reason }: { act: Act; reason: string }) =>
      api.post<OneTimePassword | { done: true }>(`/api/accounts/${account.id}/${ways[act].path}`, { reason }),
    onSuccess: (answer, { act }) => {
      if ("oneTimePassword" in answer) onPassword(answer);
      showToast({ words: doneWords[act] });
      setAsked(undefined);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const acts = (Object.keys(ways) as Act[]).filter((act) => ways[act].roles.some((role) => roles.has(role)) && isPossible(act, account));
  if (asked)
    return (
      <ReasonForm
        key={asked}
        verb={text[asked]}
        {...(asked === "close" ? { help: text.closeHelp } : {})}
        failure={doing.error}
        isBusy={doing.isPending}
        onReason={(reason) => doing.mutate({ act: asked, reason })}
        onCancel={() => setAsked(undefined)}
      />
    );
  return (
    <div className="pe-buttons">
      {acts.map((act) => (
        <Button key={act} danger={act === "close"} onClick={() => setAsked(act)}>
          {text[act]}
        </Button>
      ))}
    </div>
  );
}
