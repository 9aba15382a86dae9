import { Button, Input } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../api/client.ts";
import { meQuery } from "../api/me.ts";
import { ApiProblem } from "../api/problem.ts";
import { useText } from "../text/useText.ts";
import { Field } from "../ui/Field.tsx";
import { Problem } from "../ui/Problem.tsx";
import { showToast } from "../ui/toast.tsx";

const shortestPassword = 12;

type Passwords = { current: string; next: string; repeat: string };
type Faults = Partial<Record<keyof Passwords, string>>;

/** The server's own words at the field they speak of. */
function faultsOf(refusal: unknown): Faults {
  const found: Faults = {};
  if (!(refusal instanceof ApiProblem)) return found;
  for (const { pointer, detail } of refusal.faults) {
    if (pointer === "/currentPassword") found.current = detail;
    if (pointer === "/newPassword") found.next = detail;
  }
  return found;
}

export function ChangePassword({ onDone }: { onDone: () => void }): ReactNode {
  const text = useText();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState<Passwords>({ current: "", next: "", repeat: "" });
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);

  const check = ({ current, next, repeat }: Passwords): Faults => ({
    ...(current ? {} : { current: text.password.missing }),
    ...([...next].length < shortestPassword ? { next: text.password.tooShort } : next === current ? { next: text.password.same } : {}),
    ...(next === repeat ? {} : { repeat: text.password.mismatch }),
  });
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = check(typed);
    setFaults(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setIsBusy(true);
    try {
      await api.post("/api/auth/change-password", {
        currentPassword: typed.current,
        newPassword: typed.next,
      });
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      showToast({ words: text.password.done });
      onDone();
    } catch (refusal) {
      const named = faultsOf(refusal);
      if (Object.keys(named).length > 0) setFaults(named);
      else setFailure(refusal);
    } finally {
      setIsBusy(false);
    }
  };
  const fields = [
    { name: "current", label: text.password.current, autoComplete: "current-password", example: undefined },
    { name: "next", label: text.password.next, autoComplete: "new-password", example: text.password.rule },
    { name: "repeat", label: text.password.repeat, autoComplete: "new-password", example: undefined },
  ] as const;
  return (
    <form className="b-form" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Problem failure={failure} />
      {fields.map(({ name, label, autoComplete, example }) => (
        <Field key={name} id={`password-${name}`} label={label} fault={faults[name]} {...(example ? { example } : {})}>
          <Input.Password
            id={`password-${name}`}
            size="large"
            autoComplete={autoComplete}
            aria-invalid={faults[name] !== undefined}
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        </Field>
      ))}
      <Button type="primary" size="large" htmlType="submit" loading={isBusy} block>
        {text.password.submit}
      </Button>
    </form>
  );
}
