import type { ReactNode } from "react";
import { renderSVG } from "uqr";
import { useText } from "../text/useText.ts";
import { usePrinting } from "../ui/usePrinting.ts";
import { usePreferences } from "../ui/preferences.ts";
import { instantWords, useTimePoint } from "./timePoint.ts";

/** Head of the printed sheet: city, title, and the time of the data. */
export function PrintHead({ city }: { city: string }): ReactNode {
  const { ui, shell } = useText();
  const { locale } = usePreferences();
  const { knownAt } = useTimePoint();
  if (!usePrinting()) return null;
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
  if (!usePrinting()) return null;
  const svg = renderSVG(location.href, { border: 0, pixelSize: 4 });
  return (
    <div className="s-print-foot">
      <span>{location.href}</span>
      <img alt="" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} width="64" height="64" />
    </div>
  );
}
