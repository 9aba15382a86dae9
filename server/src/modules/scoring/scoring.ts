import type { SchemeDocument, UnitScoreAnswer } from "@baton/contract/scoring";
import { schemeFaults, scoreUnits } from "@baton/contract/scoring-rules";
import { problem } from "@baton/contract/problems";
import type { Figures } from "#kernel/figures";
import type { Tx } from "#platform/database";
import { type AskedAt, figureFaults, gatherInputs } from "./inputs.ts";

/** What keeps a scheme from being adopted or run, in sentences. */
export function faultsOf(document: SchemeDocument, figures: Figures): string[] {
  return [...schemeFaults(document), ...figureFaults(document, figures)];
}

/** Scores a class at a month's end as known; writes nothing. Throws `rule-refused` with the faults of the scheme. */
export async function scoreClass(tx: Tx, { document, at, figures }: { document: SchemeDocument; at: AskedAt; figures: Figures }): Promise<UnitScoreAnswer[]> {
  const faults = faultsOf(document, figures);
  if (faults.length > 0) throw problem("rule-refused", { detail: faults.join("") });
  const { inputs, shown } = await gatherInputs(tx, { scheme: document, at, figures });
  return scoreUnits(document, inputs).map((unit) => ({
    ...unit,
    movement: null,
    marks: unit.marks.map((mark, place) => ({
      ...mark,
      label: document.indicators[place]?.label ?? mark.code,
      figure: document.indicators[place]?.of.figure ?? "",
      value: shown.get(mark.code)?.get(unit.key) ?? null,
    })),
  }));
}

/** Places gained since a former table, by unit; null where either is not ranked. */
export function withMovement(units: readonly UnitScoreAnswer[], former: readonly UnitScoreAnswer[]): UnitScoreAnswer[] {
  const ranks = new Map(former.map(({ key, rank }) => [key, rank]));
  return units.map((unit) => {
    const before = ranks.get(unit.key) ?? null;
    return { ...unit, movement: before === null || unit.rank === null ? null : before - unit.rank };
  });
}
