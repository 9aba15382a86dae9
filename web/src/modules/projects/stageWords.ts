import { sideStates, stages } from "@baton/contract/codes";
import { usePreferences } from "../../ui/preferences.ts";

/** A stage's or side state's word in the reader's language; undefined for a code that is neither. */
export function useStageWords(): (code: string) => string | undefined {
  const { locale } = usePreferences();
  return (code) => {
    const term = [...stages, ...sideStates].find((one) => one.code === code);
    return term && (locale === "en" ? term.en : term.zh);
  };
}
