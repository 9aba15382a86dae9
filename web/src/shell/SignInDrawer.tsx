import { useQueryClient } from "@tanstack/react-query";
import { Modal } from "antd";
import { useSyncExternalStore, type ReactNode } from "react";
import { api } from "../api/client.ts";
import { meQuery, useMe, type Me } from "../api/me.ts";
import { sessionGate } from "../api/sessionGate.ts";
import { useText } from "../text/useText.ts";
import { CodeForm, SignInForm } from "./SignInForm.tsx";
import { useSignOut } from "./useSignOut.ts";

/** Opens over the page when the sign-in has expired; page and typing stay, and what waited is sent afterwards. */
export function SignInDrawer(): ReactNode {
  const { signIn } = useText();
  const me = useMe();
  const queryClient = useQueryClient();
  const signOut = useSignOut();
  const isClosed = useSyncExternalStore(sessionGate.subscribe, () => sessionGate.asking() === "sign-in");
  const onSignedIn = async (): Promise<void> => {
    const again = await api.get<Me>("/api/me", { outsideSession: true });
    // What waits was written by another person: it must not go out under this one's name.
    if (again.account.id !== me.account.id) return location.reload();
    queryClient.setQueryData(meQuery.queryKey, again);
    sessionGate.reopen();
  };
  return (
    <Modal
      open={isClosed}
      title={signIn.again}
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      zIndex={1150}
      afterOpenChange={(isOpen) => isOpen && document.querySelector<HTMLElement>(".s-again #password")?.focus()}
      className="s-again"
    >
      <p style={{ marginBottom: 16 }}>{signIn.againHelp}</p>
      <SignInForm username={me.account.username} onSignedIn={() => void onSignedIn()} />
      <button type="button" className="b-plain-button b-link-button" style={{ marginTop: 12 }} onClick={signOut}>
        {signIn.otherAccount}
      </button>
    </Modal>
  );
}

/** Asks for a fresh one-time code before a grave act; declining leaves the act undone. */
export function FreshFactor(): ReactNode {
  const { signIn } = useText();
  const isAsked = useSyncExternalStore(sessionGate.subscribe, () => sessionGate.asking() === "factor");
  return (
    <Modal open={isAsked} title={signIn.fresh} footer={null} onCancel={sessionGate.decline} destroyOnHidden zIndex={1150}>
      <p style={{ marginBottom: 16 }}>{signIn.freshHelp}</p>
      <CodeForm onSignedIn={sessionGate.reopen} />
    </Modal>
  );
}
