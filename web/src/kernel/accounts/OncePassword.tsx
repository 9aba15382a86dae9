import { Button } from "antd";
import type { ReactNode } from "react";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { showToast } from "../../ui/toast.tsx";
import { hoursUntil, type OneTimePassword } from "./people.ts";

/** A one-time password, shown this once; it leaves with the drawer. */
export function OncePassword({ made }: { made: OneTimePassword }): ReactNode {
  const { people: text } = useArea(administrationText);
  const password = made.oneTimePassword;
  if (password === null)
    return (
      <p className="pe-once" role="status">
        {text.passwordGone}
      </p>
    );
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(password);
    showToast({ words: text.copied });
  };
  return (
    <div className="pe-once" role="status">
      <strong>{text.passwordTitle}</strong>
      <code>{password}</code>
      <p>{text.passwordOnce(hoursUntil(made.expiresAt, Temporal.Now.instant()))}</p>
      <Button style={{ marginTop: 8 }} onClick={() => void copy()}>
        {text.copy}
      </Button>
    </div>
  );
}
