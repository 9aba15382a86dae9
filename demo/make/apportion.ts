/** One receiver of a split: its weight and the whole-number bounds that its part must keep. */
export type Share = { weight: number; min: number; max: number };

/**
 * Splits a whole number exactly. Every part lies within its bounds and the parts add up to `total`;
 * parts are multiples of `unit` above their minimum, except that one part takes what is left over.
 * Throws where the bounds leave no solution: then the published figures themselves disagree.
 */
export function apportion(total: number, shares: readonly Share[], unit = 1): number[] {
  const parts = shares.map((share) => share.min);
  let left = total - sum(parts);
  const room = (index: number) => shares[index]!.max - parts[index]!;
  if (left < 0 || sum(shares.map((share) => share.max)) < total) {
    throw new Error(`no split of ${total}: from ${sum(parts)} to ${sum(shares.map((share) => share.max))}`);
  }
  while (left >= unit) {
    const open = shares.map((_, index) => index).filter((index) => room(index) >= unit);
    if (open.length === 0) break;
    const weights = sum(open.map((index) => shares[index]!.weight));
    const before = left;
    const pool = left;
    for (const index of open) {
      const fair = weights > 0 ? (pool * shares[index]!.weight) / weights : pool / open.length;
      const part = Math.min(Math.floor(room(index) / unit) * unit, Math.floor(fair / unit) * unit);
      parts[index] = parts[index]! + part;
      left -= part;
    }
    if (left === before) left = handOutUnits({ parts, left, unit, open, shares });
  }
  return takeRemainder(parts, left, room);
}

type Rest = { parts: number[]; left: number; unit: number; open: number[]; shares: readonly Share[] };

function handOutUnits({ parts, left, unit, open, shares }: Rest): number {
  let rest = left;
  for (const index of [...open].sort((a, b) => shares[b]!.weight - shares[a]!.weight)) {
    if (rest < unit) break;
    parts[index] = parts[index]! + unit;
    rest -= unit;
  }
  return rest;
}

function takeRemainder(parts: number[], left: number, room: (index: number) => number): number[] {
  let rest = left;
  for (let index = 0; index < parts.length && rest > 0; index += 1) {
    const part = Math.min(rest, room(index));
    parts[index] = parts[index]! + part;
    rest -= part;
  }
  return parts;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
