import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { cityQuery, meQuery } from "../api/me.ts";
import { useText } from "../text/useText.ts";
import { useAddressState } from "../ui/useAddressState.ts";
import { LanguageSwitch, LargeTextSwitch } from "./Switches.tsx";
import { SignInForm } from "./SignInForm.tsx";

export function SignInPage(): ReactNode {
  const text = useText();
  const queryClient = useQueryClient();
  const { data: city } = useQuery(cityQuery);
  const { first } = useAddressState();
  useEffect(() => {
    document.title = `${text.signIn.title} · ${text.product.name}`;
  }, [text]);
  return (
    <Portal>
      <h1>{text.signIn.title}</h1>
      {first("provincial") === "refused" && (
        <p className="b-problem" role="alert">
          {text.signIn.provincialRefused}
        </p>
      )}
      <SignInForm onSignedIn={() => void queryClient.resetQueries({ queryKey: meQuery.queryKey })} {...(city?.demo ? { accounts: city.accounts } : {})} />
      {city?.hasProvincialSignOn && <Button href="/api/auth/sign-in/provincial">{text.signIn.provincial}</Button>}
    </Portal>
  );
}

/** The frame of pages before the shell: sign-in, first password, second factor. */
export function Portal({ children }: { children: ReactNode }): ReactNode {
  const text = useText();
  const { data: city } = useQuery(cityQuery);
  return (
    <div className="s-portal">
      <header>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <div>
          <strong>
            {city ? `${city.name} · ` : ""}
            {text.product.name}
          </strong>
          <p className="b-muted">{text.signIn.intro}</p>
        </div>
        <div className="s-portal-switches">
          <LargeTextSwitch />
          <LanguageSwitch />
        </div>
      </header>
      <main>{children}</main>
    </div>
  );
}
