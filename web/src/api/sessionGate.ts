/**
 * Holds requests back while the session has expired: the shell opens the sign-in drawer over the page,
 * and after signing in every waiting request goes out again with the key it had.
 */
type GateState = "open" | "closed";

let state: GateState = "open";
let guarded = false;
let waiting: (() => void)[] = [];
const listeners = new Set<() => void>();

function change(next: GateState): void {
  state = next;
  for (const listener of listeners) listener();
}

export const sessionGate = {
  state: (): GateState => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** From the first successful `GET /api/me` on, a 401 means "expired", not "never signed in". */
  guard(): void {
    guarded = true;
  },
  isGuarded: (): boolean => guarded,
  /** After signing out nobody is to be asked to sign in over the page. */
  release(): void {
    guarded = false;
    sessionGate.reopen();
  },
  waitForSignIn(): Promise<void> {
    if (state === "open") change("closed");
    return new Promise((resolve) => waiting.push(resolve));
  },
  reopen(): void {
    const resumed = waiting;
    waiting = [];
    if (state === "closed") change("open");
    for (const resume of resumed) resume();
  },
};
