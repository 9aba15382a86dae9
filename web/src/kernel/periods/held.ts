import { useState } from "react";
import type { Held } from "./months.ts";

const keyOf = (month: string): string => `baton-held-back-${month}`;

function readHeld(month: string): Held {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(month)) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Held) : {};
  } catch {
    // Storage may be shut or hold something else: nothing is held back then, and the page shows it.
    return {};
  }
}

/** What the person means to hold back at the freeze, kept in this browser until then. */
export function useHeld(month: string): { held: Held; change: (projectId: string, reason: string | undefined) => void } {
  const [held, setHeld] = useState(() => readHeld(month));
  const change = (projectId: string, reason: string | undefined): void => {
    setHeld((now) => {
      const { [projectId]: _, ...rest } = now;
      const next = reason === undefined ? rest : { ...rest, [projectId]: reason };
      try {
        localStorage.setItem(keyOf(month), JSON.stringify(next));
      } catch {
        // Without storage it lasts as long as the page.
      }
      return next;
    });
  };
  return { held, change };
}
