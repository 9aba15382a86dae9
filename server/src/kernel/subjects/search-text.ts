import { pinyin } from "pinyin-pro";

/** What a search finds a name by: the name itself and its pinyin initials, lower case. */
export function searchText(...names: (string | null)[]): string {
  const known = names.filter((name): name is string => name !== null && name !== "");
  return known
    .map((name) => `${name} ${initialsOf(name)}`)
    .join(" ")
    .toLowerCase();
}

const initials = new Map<string, string>();

/** Characters are asked one by one and remembered: a library of 20,000 names is made of some 3,000 of them. */
function initialsOf(name: string): string {
  let text = "";
  for (const character of name) {
    let initial = initials.get(character);
    if (initial === undefined) {
      initial = pinyin(character, { pattern: "first", toneType: "none", type: "array" }).join("");
      initials.set(character, initial);
    }
    text += initial;
  }
  return text;
}
