import { useSyncExternalStore } from "react";

export type Locale = "zh-CN" | "en";
export type RowHeight = "comfortable" | "standard" | "compact";

/** How one person likes to see Baton; kept in this browser, by account. */
export type Preferences = {
  locale: Locale;
  largeText: boolean;
  rows: RowHeight;
  navFolded: boolean;
  /** Single-letter keys such as J, K, A, R; some assistive tools need them off. */
  singleKeys: boolean;
};

const initial: Preferences = {
  locale: "zh-CN",
  largeText: false,
  rows: "standard",
  navFolded: false,
  singleKeys: true,
};
const listeners = new Set<() => void>();
let owner = "browser";
let current = read();

function storageKey(): string {
  return `baton.preferences.${owner}`;
}

function read(): Preferences {
  try {
    const kept = localStorage.getItem(storageKey()) ?? localStorage.getItem("baton.preferences.browser");
    return kept ? { ...initial, ...(JSON.parse(kept) as Partial<Preferences>) } : initial;
  } catch {
    // Storage may be forbidden on a shared computer; preferences then last as long as the page.
    return initial;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Called once the account is known, so that two people at one computer keep their own. */
export function keepPreferencesFor(accountId: string): void {
  if (owner === accountId) return;
  owner = accountId;
  current = read();
  tell();
}

export function changePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey(), JSON.stringify(current));
    // The sign-in page, which knows no account yet, opens in the language used last.
    localStorage.setItem("baton.preferences.browser", JSON.stringify(current));
  } catch {
    // See read(): the choice still holds for this page.
  }
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

/** Row height in px of tables, as `--row` in `base.css`: 舒适 44, 标准 36, 紧凑 28; 48 under a thumb, 60 with large text. */
export function rowHeightPx({ rows, largeText }: Preferences, isPhone: boolean): number {
  if (largeText) return 60;
  if (isPhone) return 48;
  return { comfortable: 44, standard: 36, compact: 28 }[rows];
}
