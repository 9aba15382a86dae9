import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { username as usernameRule } from "@baton/contract/accounts";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { OncePassword } from "./OncePassword.tsx";
import { peopleKey, type OneTimePassword } from "./people.ts";

export function NewAccount({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const { people: text } = useArea(administrationText);
  return (
    <Drawer480 title={text.add} open={isOpen} onClose={onClose}>
      <NewAccountForm />
    </Drawer480>
  );
}

function NewAccountForm(): ReactNode {
  const words = useArea(administrationText);
  const { people: text } = words;
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState({ username: "", displayName: "" });
  const [faults, setFaults] = useState<{ username?: string; displayName?: string }>({});
  const creating = useMutation({
    mutationFn: () => api.post<OneTimePassword>("/api/accounts", { username: typed.username.trim().toLowerCase(), displayName: typed.displayName.trim() }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      ...(usernameRule.safeParse(typed.username).success ? {} : { username: text.usernameFault }),
      ...(typed.displayName.trim() === "" ? { displayName: words.required } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) creating.mutate();
  };
  if (creating.data)
    return (
      <>
        <p>
          {typed.displayName}（{typed.username}）
        </p>
        <OncePassword made={creating.data} />
        <p className="b-muted">{text.noRights}</p>
      </>
    );
  return (
    <form className="b-form" onSubmit={onSubmit} noValidate>
      <Problem failure={creating.error} />
      <Field id="new-username" label={text.username} isRequired example={text.usernameExample} fault={faults.username}>
        <Input
          id="new-username"
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          maxLength={32}
          aria-invalid={faults.username !== undefined}
          value={typed.username}
          onChange={(event) => setTyped({ ...typed, username: event.target.value })}
        />
      </Field>
      <Field id="new-name" label={text.displayName} isRequired fault={faults.displayName}>
        <Input
          id="new-name"
          autoComplete="off"
          maxLength={40}
          aria-invalid={faults.displayName !== undefined}
          value={typed.displayName}
          onChange={(event) => setTyped({ ...typed, displayName: event.target.value })}
        />
      </Field>
      <p className="b-muted">{text.noRights}</p>
      <Button type="primary" htmlType="submit" loading={creating.isPending}>
        {text.add}
      </Button>
    </form>
  );
}
