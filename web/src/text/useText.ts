import { usePreferences, type Locale } from "../ui/preferences.ts";
import type { Area, Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

export type Text = Catalogue<typeof zhCN>;

const catalogues: Record<Locale, Text> = { "zh-CN": zhCN, en };

/** The words of the shell and the kit, in the language the reader chose. */
export function useText(): Text {
  return catalogues[usePreferences().locale];
}

/** The words of one module's area: `const text = useArea(projectsText)`. */
export function useArea<Words>(words: Area<Words>): Words {
  return words[usePreferences().locale] as Words;
}
