import { openTownCode } from "./organisations.ts";
import { shortName, townsOf } from "./divisions.ts";
import type { Draft } from "./draft.ts";
import { themes } from "./vocabulary.ts";
import { mixed, pick, seeded } from "./seeded.ts";

/** How many projects at work in 2023 the open town holds: enough to be worth one sitting. */
const openTownProjects = 20;

/** Gives every sample a town of its county; the open town gets exactly its number. */
export function placeInTowns(drafts: readonly Draft[]): void {
  const counts = new Map<string, number>();
  for (const draft of drafts.filter((candidate) => candidate.town === "")) {
    const towns = mixed(
      draft.county,
      townsOf(draft.county).filter((town) => town.code !== openTownCode),
    );
    const index = counts.get(draft.county) ?? 0;
    counts.set(draft.county, index + 1);
    const spread = seeded(`${draft.key}:town`)();
    draft.town = towns[Math.floor(spread ** 1.25 * towns.length)]!.code;
  }
  const movable = drafts.filter((draft) => draft.sample && draft.county === "370403" && !draft.town.startsWith("X-"));
  const atWork = movable.filter((draft) => draft.listings.some((entry) => entry.year === 2023 && entry.class === "implementation"));
  for (const draft of mixed("open-town", atWork).slice(0, openTownProjects)) draft.town = openTownCode;
}

/** Names samples after town and product; every name is unique and ends with the mark 示例. */
export function nameSamples(drafts: readonly Draft[]): void {
  const taken = new Set(drafts.flatMap((draft) => (draft.name === null ? [] : [draft.name])));
  for (const draft of drafts.filter((candidate) => candidate.sample)) {
    const random = seeded(`${draft.key}:name`);
    const theme = themeOf(draft);
    const product = pick(random, theme.products);
    const ending =
      draft.chainKey === null || /(电站|基地|中心|社区|综合体|体验区|光伏|配套|设施|厂房)$/.test(product)
        ? "项目"
        : pick(random, ["生产项目", "产业化项目", "智能制造项目", "项目"]);
    const base = `${shortName(draft.town)}${product}${ending}`;
    draft.name = freshName(base, taken);
    taken.add(draft.name);
    draft.builder = `${shortName(draft.town)}${theme.firm}有限公司（示例）`;
  }
}

const ordinals = ["", "二期", "三期", "四期", "五期", "六期", "七期", "八期"] as const;

function freshName(base: string, taken: ReadonlySet<string>): string {
  for (const ordinal of ordinals) {
    const name = `${base}${ordinal}（示例）`;
    if (!taken.has(name)) return name;
  }
  throw new Error(`no fresh name for ${base}`);
}

export function themeOf(draft: Draft): { industryCode: string; firm: string; products: readonly string[] } {
  return pick(seeded(`${draft.key}:theme`), themes[draft.chainKey ?? "none"]!);
}
