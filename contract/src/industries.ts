/**
 * The national classification of industries, GB/T 4754-2017: 20 sections (门类, a letter), 97 divisions (大类),
 * 473 groups (中类), 1,381 classes (小类).
 */
import names from "./data/gbt4754-2017.json" with { type: "json" };

export type IndustryLevel = "section" | "division" | "group" | "class";

/**
 * `code` is kept without its section letter (3841; a section is its letter), `full` with it (C3841).
 * `path` names the section, division, group and class down to this one.
 */
export type Industry = {
  code: string;
  full: string;
  section: string;
  level: IndustryLevel;
  name: string;
  path: string[];
};

const levels: readonly IndustryLevel[] = ["section", "division", "group", "class"];

const industries: ReadonlyMap<string, Industry> = index();

function index(): Map<string, Industry> {
  const all: Record<string, string> = names;
  const byCode = new Map<string, Industry>();
  for (const [full, name] of Object.entries(all)) {
    const section = full.charAt(0);
    const code = full.slice(1) || section;
    const above = [section, full.slice(0, 3), full.slice(0, 4)].filter((part) => part.length < full.length);
    const path = [...above.map((part) => all[part] ?? ""), name];
    byCode.set(code, {
      code,
      full,
      section,
      level: levels[full.length === 1 ? 0 : full.length - 2] ?? "class",
      name,
      path,
    });
  }
  return byCode;
}

/**
 * The industry of a code at any level, with or without its section letter; a letter that is not the code's own
 * finds nothing. A number of a cell that lost a leading zero is found where that leaves no doubt:
 * 131 may be group 131 or class 0131 and finds nothing.
 */
export function findIndustry(code: string | number): Industry | undefined {
  const folded = String(code).normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();
  const [, letter = "", digits = ""] = /^([A-T]?)(\d*)$/.exec(folded) ?? [];
  if (digits === "") return industries.get(letter);
  const found = industries.get(digits);
  if (typeof code === "number") {
    const padded = industries.get(`0${digits}`);
    if (found && padded) return undefined;
    return found ?? padded;
  }
  return letter === "" || found?.section === letter ? found : undefined;
}

/** Every industry in the order of the standard, for pickers. */
export function listIndustries(): Industry[] {
  return [...industries.values()];
}
