import type { enrolFactorAnswer } from "@baton/contract/accounts";
import { Button, Input } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { renderSVG } from "uqr";
import type { z } from "zod";
import { api } from "../api/client.ts";
import { meQuery } from "../api/me.ts";
import { ApiProblem } from "../api/problem.ts";
import { useText } from "../text/useText.ts";
import { Field } from "../ui/Field.tsx";
import { Problem } from "../ui/Problem.tsx";
import { Steps } from "../ui/Steps.tsx";
import { showToast } from "../ui/toast.tsx";
import { CodeInput } from "./SignInForm.tsx";
import { signInWords } from "./signInWords.ts";

type Enrolment = z.infer<typeof enrolFactorAnswer>;

/** Binds an authenticator: password, then the key by QR or by hand, then a code to prove it. */
export function EnrolFactor({ onDone }: { onDone: () => void }): ReactNode {
  const { factor } = useText();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  return (
    <div className="s-factor">
      <Steps
        label={factor.title}
        current={enrolment ? "key" : "password"}
        steps={[
          { id: "password", title: factor.step1 },
          { id: "key", title: factor.step2 },
          { id: "code", title: factor.step3 },
        ]}
      />
      {enrolment ? <ProveKey enrolment={enrolment} onDone={onDone} /> : <ConfirmPassword onEnrolment={setEnrolment} />}
    </div>
  );
}

function ConfirmPassword({ onEnrolment }: { onEnrolment: (enrolment: Enrolment) => void }): ReactNode {
  const text = useText();
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFault(password ? undefined : text.signIn.missingPassword);
    if (!password) return;
    setIsBusy(true);
    try {
      onEnrolment(await api.post<Enrolment>("/api/auth/two-factor/enable", { password }));
    } catch (refusal) {
      const named = refusal instanceof ApiProblem ? refusal.faults.find(({ pointer }) => pointer === "/password") : undefined;
      if (named) setFault(named.detail);
      else setFailure(refusal);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className="b-form" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Problem failure={failure} />
      <Field id="factor-password" label={text.factor.password} fault={fault}>
        <Input.Password
          id="factor-password"
          size="large"
          autoFocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" loading={isBusy} block>
        {text.factor.begin}
      </Button>
    </form>
  );
}

function ProveKey({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => void }): ReactNode {
  const text = useText();
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { secret } = enrolment;
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const digits = code.replace(/\D/g, "");
    if (digits.length !== 6) return setFault(text.signIn.missingCode);
    setIsBusy(true);
    setFault(undefined);
    try {
      await api.post("/api/auth/two-factor/verify-totp", { code: digits }, { outsideSession: true });
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      showToast({ words: text.factor.done });
      onDone();
    } catch (refusal) {
      setFault(signInWords(refusal, "code", text));
    } finally {
      setIsBusy(false);
    }
  };
  const svg = renderSVG(enrolment.uri, { border: 2, pixelSize: 4 });
  return (
    <form className="b-form" onSubmit={(event) => void onSubmit(event)} noValidate>
      <p>{text.factor.scan}</p>
      <img className="s-qr" alt={text.factor.qrLabel} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} width="200" height="200" />
      <p>
        {text.factor.secret}：<code className="s-secret">{secret.replace(/(.{4})/g, "$1 ").trim()}</code>
      </p>
      <Field id="factor-code" label={text.factor.code} fault={fault}>
        <CodeInput id="factor-code" value={code} onChange={setCode} />
      </Field>
      <Button type="primary" size="large" htmlType="submit" loading={isBusy} block>
        {text.factor.submit}
      </Button>
    </form>
  );
}
