import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { changePreferences, usePreferences } from "../ui/preferences.ts";

export function LargeTextSwitch(): ReactNode {
  const { shell } = useText();
  const { largeText } = usePreferences();
  return (
    <button type="button" className="s-top-button" aria-pressed={largeText} onClick={() => changePreferences({ largeText: !largeText })}>
      {shell.largeText}
    </button>
  );
}

export function LanguageSwitch(): ReactNode {
  const { shell } = useText();
  const { locale } = usePreferences();
  return (
    <button
      type="button"
      className="s-top-button"
      aria-label={`${shell.language} ${shell.languageLabel}`}
      onClick={() => changePreferences({ locale: locale === "en" ? "zh-CN" : "en" })}
    >
      {shell.language}
    </button>
  );
}
