import { useEffect, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { renderSVG } from "uqr";
import { useText } from "../text/useText.ts";
import { usePreferences } from "../ui/preferences.ts";
import { instantWords, useTimePoint } from "./timePoint.ts";

/** Head of the printed sheet: city, title, and the time of the data. */
export function PrintHead({ city }: { city: string }): ReactNode {
  const { ui, shell } = useText();
  const { locale } = usePreferences();
  const { knownAt } = useTimePoint();
  const printed = usePrinted();
  if (!printed) return null;
  const at = instantWords(knownAt ?? Temporal.Now.instant().toString(), locale) ?? "";
  return (
    <div className="s-print-head">
      <span>{city}</span>
      <span>{document.title}</span>
      <span>{knownAt ? shell.travelling(at) : ui.asAt(at)}</span>
    </div>
  );
}

/** Foot of the printed sheet: the way back to the living page. */
export function PrintFoot(): ReactNode {
  const printed = usePrinted();
  if (!printed) return null;
  const svg = renderSVG(printed, { border: 0, pixelSize: 4 });
  return (
    <div className="s-print-foot">
      <span>{printed}</span>
      <img alt="" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} width="64" height="64" />
    </div>
  );
}

/** The address while printing, else undefined: nothing of this is drawn for the screen. */
function usePrinted(): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    // The browser takes its picture right after this event, so drawing cannot wait.
    const begin = (): void => flushSync(() => setAddress(location.href));
    const end = (): void => setAddress(undefined);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return address;
}
