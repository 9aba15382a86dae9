/**
 * Holds requests back while the person must prove who they are: the session has expired (`sign-in`), or a grave act
 * wants a fresh one-time code (`factor`). The shell asks over the page, and every waiting request then goes out again
 * with the key it had.
 */
type Asking = "sign-in" | "factor";

let asking: Asking | undefined;
let guarded = false;
let waiting: ((isProven: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function settle(isProven: boolean): void {
  const held = waiting;
  waiting = [];
  asking = undefined;
  for (const listener of listeners) listener();
  for (const resume of held) resume(isProven);
}

export const sessionGate = {
  asking: (): Asking | undefined => asking,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** From the first successful `GET /api/me` on, a 401 means "expired", not "never signed in". */
  guard: (): void => {
    guarded = true;
  },
  isGuarded: (): boolean => guarded,
  /** After signing out nobody is to be asked to sign in over the page. */
  release: (): void => {
    guarded = false;
    settle(false);
  },
  /** Resolves once proven, or with false when the person declines. */
  wait: (kind: Asking): Promise<boolean> => {
    // An expired session is asked first: a code without a session proves nothing.
    if (asking === undefined || kind === "sign-in") asking = kind;
    for (const listener of listeners) listener();
    return new Promise((resolve) => waiting.push(resolve));
  },
  reopen: (): void => settle(true),
  decline: (): void => settle(false),
};
