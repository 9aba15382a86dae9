/**
 * A repeatable source of variety: the same name always gives the same stream, so the built files
 * do not depend on the order in which things are made.
 */
export function seeded(name: string): () => number {
  let state = 2166136261;
  for (const character of name) state = Math.imul(state ^ character.codePointAt(0)!, 16777619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)]!;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: () => number, [low, high]: readonly [number, number]): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** The same choices in a repeatable mixed order. */
export function mixed<T>(name: string, items: readonly T[]): T[] {
  return items
    .map((item, index) => ({ item, rank: seeded(`${name}:${index}`)() }))
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.item);
}
