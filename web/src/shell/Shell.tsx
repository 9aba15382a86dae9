import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { meQuery, type Me } from "../api/me.ts";
import { ApiProblem } from "../api/problem.ts";
import { paths } from "../paths.ts";
import { useText } from "../text/useText.ts";
import { KeyHelp } from "../ui/KeyHelp.tsx";
import { Loading } from "../ui/Loading.tsx";
import { keepPreferencesFor, usePreferences } from "../ui/preferences.ts";
import { Problem } from "../ui/Problem.tsx";
import { Bands } from "./Bands.tsx";
import { ChangePassword } from "./ChangePassword.tsx";
import { Commands } from "./Commands.tsx";
import { PrintFoot, PrintHead } from "./PrintFrame.tsx";
import { SideColumn } from "./SideColumn.tsx";
import { CodeForm } from "./SignInForm.tsx";
import { FreshFactor, SignInDrawer } from "./SignInDrawer.tsx";
import { Portal, SignInPage } from "./SignInPage.tsx";
import { TopBar } from "./TopBar.tsx";
import { useShellKeys } from "./shellKeys.ts";
import { useTimePoint } from "./timePoint.ts";

const EnrolFactor = lazy(() => import("./EnrolFactor.tsx").then(({ EnrolFactor: component }) => ({ default: component })));

/** Everything around a page. Whoever is not signed in signs in right here, and the address stays. */
export function Shell(): ReactNode {
  const { data: me, error, refetch } = useQuery(meQuery);
  useEffect(() => {
    if (me) keepPreferencesFor(me.account.id);
  }, [me]);
  if (me?.mustChangePassword) return <FirstPassword />;
  if (me?.mustEnrolFactor) return <FirstFactor />;
  if (me?.mustVerifyFactor) return <AskFactor onVerified={() => void refetch()} />;
  if (me) return <SignedIn me={me} />;
  if (error instanceof ApiProblem && error.status === 401) return <SignInPage />;
  if (error) {
    return (
      <Portal>
        <Problem failure={error} onRetry={() => void refetch()} />
      </Portal>
    );
  }
  return <Loading />;
}

function FirstPassword(): ReactNode {
  const { password } = useText();
  return (
    <Portal>
      <h1>{password.forcedTitle}</h1>
      <p>{password.forcedHelp}</p>
      <ChangePassword onDone={() => undefined} />
    </Portal>
  );
}

function FirstFactor(): ReactNode {
  const { factor } = useText();
  return (
    <Portal>
      <h1>{factor.title}</h1>
      <p>{factor.forcedHelp}</p>
      <Suspense fallback={<Loading />}>
        <EnrolFactor onDone={() => undefined} />
      </Suspense>
    </Portal>
  );
}

/** Came in by the provincial sign-on, and the account has a factor of its own. */
function AskFactor({ onVerified }: { onVerified: () => void }): ReactNode {
  const { signIn } = useText();
  return (
    <Portal>
      <h1>{signIn.code}</h1>
      <CodeForm onSignedIn={onVerified} />
    </Portal>
  );
}

function SignedIn({ me }: { me: Me }): ReactNode {
  const { shell } = useText();
  const { navFolded } = usePreferences();
  const { isTravelling } = useTimePoint();
  const [opened, setOpened] = useState<"commands" | "keys">();
  useShellKeys({ onCommands: () => setOpened("commands"), onKeys: () => setOpened("keys") });
  useFocusOnNavigation();
  return (
    <div className={`s-shell${navFolded ? " s-folded" : ""}${isTravelling ? " s-travelling" : ""}`}>
      <a className="s-skip" href="#main">
        {shell.skip}
      </a>
      <PrintHead city={me.city.name} />
      <TopBar me={me} onSearch={() => setOpened("commands")} />
      <SideColumn />
      <div className="s-content">
        <Bands me={me} />
        <main id="main" tabIndex={-1} data-region>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <PhoneBar />
      <PrintFoot />
      <Commands open={opened === "commands"} onClose={() => setOpened(undefined)} />
      <KeyHelp open={opened === "keys"} onClose={() => setOpened(undefined)} />
      <SignInDrawer />
      <FreshFactor />
    </div>
  );
}

function PhoneBar(): ReactNode {
  const { nav } = useText();
  const entries = [
    { path: paths.inHand(), words: nav.inHand },
    { path: paths.query(), words: nav.query },
    { path: paths.mine(), words: nav.mine },
  ];
  return (
    <nav className="s-phone-bar" aria-label={nav.main}>
      {entries.map(({ path, words }) => (
        <Link key={path} to={path} activeProps={{ "aria-current": "page" }}>
          {words}
        </Link>
      ))}
    </nav>
  );
}

/** A new page is announced by its heading, as a full page load would do it. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const [first] = useState(pathname);
  useEffect(() => {
    if (pathname === first) return;
    const frame = requestAnimationFrame(() => document.querySelector<HTMLElement>("#main h1")?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, [pathname, first]);
}
