import type { ReactNode } from "react";

/** A closed padlock beside the words that say what is locked. */
export function LockMark(): ReactNode {
  return (
    <svg aria-hidden="true" width="14" height="16" viewBox="0 0 14 16" fill="none" stroke="currentColor" strokeWidth="1.5">
      <rect x="1.5" y="7" width="11" height="8" rx="1.5" />
      <path d="M4 7V4.5a3 3 0 0 1 6 0V7" />
    </svg>
  );
}
