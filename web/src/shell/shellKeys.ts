import { useEffect, useRef } from "react";

const fields = "input, textarea, select, [contenteditable='true']";

function isInField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(fields) !== null;
}

/** F6 goes round the regions of the page, so that one can leave a grid by keyboard. */
function focusNextRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((region) => region.offsetParent !== null || region.id === "main");
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(now + 1) % regions.length];
  const inside = next?.querySelector<HTMLElement>("h1[tabindex], a[href], button:not([disabled]), input, [tabindex='0']");
  (inside ?? next)?.focus();
}

/** Ctrl+K, `/`, `?` and F6 on every page. */
export function useShellKeys(does: { onCommands: () => void; onKeys: () => void }): void {
  const latest = useRef(does);
  latest.current = does;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.keyCode === 229) return;
      const isControl = event.ctrlKey || event.metaKey;
      if (isControl && !event.shiftKey && event.key.toLowerCase() === "k") latest.current.onCommands();
      else if (event.key === "F6") focusNextRegion();
      else if (!isControl && !event.altKey && !isInField(event.target) && event.key === "/") latest.current.onCommands();
      else if (!isControl && !event.altKey && !isInField(event.target) && event.key === "?") latest.current.onKeys();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
