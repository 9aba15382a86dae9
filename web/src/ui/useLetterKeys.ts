import { useEffect, useRef } from "react";
import { usePreferences } from "./preferences.ts";

/**
 * Single-letter keys of a page: `useLetterKeys({ j: next, k: previous })`. They rest in fields, behind open
 * dialogs, while composing, and when the person has switched them off.
 */
export function useLetterKeys(keys: Readonly<Record<string, () => void>>): void {
  const { singleKeys } = usePreferences();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!singleKeys) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable='true'], [role='dialog']")) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [singleKeys]);
}
