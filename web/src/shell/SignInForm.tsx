import type { signInAnswer } from "@baton/contract/accounts";
import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../api/client.ts";
import { useText } from "../text/useText.ts";
import { Field } from "../ui/Field.tsx";
import { signInWords } from "./signInWords.ts";

/** All sample accounts of a demonstration city carry this password; a real city has none of them. */
const samplePassword = "Baton-demo-2026";

export type SignInFormProps = {
  /** When signing in again, the account whose page is still open. */
  username?: string;
  onSignedIn: () => void;
  accounts?: readonly { username: string; title: string }[];
};

/** User name and password, then the one-time code where the account has one. */
export function SignInForm({ username: known, onSignedIn, accounts = [] }: SignInFormProps): ReactNode {
  const text = useText();
  const [username, setUsername] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const { step, isBusy, failure, attempt } = useAttempt(onSignedIn);
  const [faults, setFaults] = useState<{ username?: string; password?: string }>({});

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = {
      ...(username.trim() ? {} : { username: text.signIn.missingUsername }),
      ...(password ? {} : { password: text.signIn.missingPassword }),
    };
    setFaults(missing);
    if (Object.keys(missing).length === 0) void attempt(username, password);
  };
  if (step === "code") return <CodeForm onSignedIn={onSignedIn} />;
  return (
    <>
      <form className="b-form" onSubmit={onSubmit} noValidate>
        {failure && (
          <p className="b-problem" role="alert">
            {failure}
          </p>
        )}
        <Field id="username" label={text.signIn.username} fault={faults.username}>
          <Input
            id="username"
            size="large"
            autoComplete="username"
            autoFocus={!known}
            readOnly={known !== undefined}
            aria-invalid={faults.username !== undefined}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </Field>
        <Field id="password" label={text.signIn.password} fault={faults.password}>
          <Input.Password
            id="password"
            size="large"
            autoComplete="current-password"
            autoFocus={known !== undefined}
            aria-invalid={faults.password !== undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button type="primary" size="large" htmlType="submit" loading={isBusy} block>
          {isBusy ? text.signIn.submitting : text.signIn.submit}
        </Button>
      </form>
      {accounts.length > 0 && <SampleAccounts accounts={accounts} isBusy={isBusy} onChosen={(name) => void attempt(name, samplePassword)} />}
    </>
  );
}

/** One try with name and password: in, on to the code, or a sentence that says why not. */
function useAttempt(onSignedIn: () => void) {
  const text = useText();
  const [step, setStep] = useState<"password" | "code">("password");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const attempt = async (name: string, secret: string): Promise<void> => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      const body = { username: name.trim(), password: secret };
      const answer = await api.post<z.infer<typeof signInAnswer>>("/api/auth/sign-in/username", body, {
        outsideSession: true,
      });
      if (answer.next === "factor") setStep("code");
      else onSignedIn();
    } catch (refusal) {
      setFailure(signInWords(refusal, "password", text));
    } finally {
      setIsBusy(false);
    }
  };
  return { step, isBusy, failure, attempt };
}

type SampleAccountsProps = {
  accounts: readonly { username: string; title: string }[];
  isBusy: boolean;
  onChosen: (username: string) => void;
};

function SampleAccounts({ accounts, isBusy, onChosen }: SampleAccountsProps): ReactNode {
  const { signIn } = useText();
  return (
    <section className="s-samples" aria-label={signIn.demoTitle}>
      <h2>{signIn.demoTitle}</h2>
      <p className="b-caption">{signIn.demoHelp}</p>
      <div>
        {accounts.map(({ username, title }) => (
          <Button key={username} disabled={isBusy} onClick={() => onChosen(username)}>
            {title}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** The code of an authenticator, when signing in and when a grave act wants it fresh. */
export function CodeForm({ onSignedIn }: { onSignedIn: () => void }): ReactNode {
  const text = useText();
  const [code, setCode] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const digits = code.replace(/\D/g, "");
    if (digits.length !== 6) return setFault(text.signIn.missingCode);
    setIsBusy(true);
    setFault(undefined);
    try {
      await api.post("/api/auth/two-factor/verify-totp", { code: digits }, { outsideSession: true });
      onSignedIn();
    } catch (refusal) {
      setFault(signInWords(refusal, "code", text));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className="b-form" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Field id="code" label={text.signIn.code} example={text.signIn.codeHelp} fault={fault}>
        <CodeInput id="code" value={code} onChange={setCode} />
      </Field>
      <Button type="primary" size="large" htmlType="submit" loading={isBusy} block>
        {text.signIn.codeSubmit}
      </Button>
    </form>
  );
}

/** One field, so that a code can be pasted or filled in by the phone. */
export function CodeInput({ id, value, onChange }: { id: string; value: string; onChange: (code: string) => void }): ReactNode {
  return (
    <Input
      id={id}
      size="large"
      autoFocus
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={12}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
