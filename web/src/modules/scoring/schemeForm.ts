import { formatScore } from "@baton/contract/scoring-rules";
import type { SchemeDocument, SchemeIndicator, SchemeVersion, ScoringMethod } from "@baton/contract/scoring";

export type SchemeDraft = Pick<SchemeVersion, "name" | "rhythm" | "unitClass" | "document">;
export type UnitClass = { name: string; dimension: string; units: { key: string; label: string }[] };

/** A code of its own for each indicator: it names the mark in every run, so it stays when the label changes. */
function freshCode(indicators: readonly SchemeIndicator[]): string {
  const taken = new Set(indicators.map(({ code }) => code));
  let number = indicators.length + 1;
  while (taken.has(`item_${number}`)) number += 1;
  return `item_${number}`;
}

export function newIndicator(indicators: readonly SchemeIndicator[]): SchemeIndicator {
  return {
    code: freshCode(indicators),
    label: "",
    of: { figure: "projects.completion_rate", where: {} },
    direction: "more",
    weight: "0",
    method: { kind: "efficacy", basePercent: 60 },
    missing: "redistribute",
  };
}

export function newDraft(unitClass: UnitClass | undefined): SchemeDraft {
  const document: SchemeDocument = {
    unitDimension: unitClass?.dimension ?? "area:county",
    units: unitClass?.units ?? [],
    minimumRanked: 3,
    indicators: [
      { ...newIndicator([]), label: "年度计划完成率", weight: "60" },
      { ...newIndicator([]), code: "item_2", label: "新开工项目数", of: { figure: "projects.newly_started", where: {} }, weight: "40" },
    ],
    vetoes: [],
  };
  return { name: "", rhythm: "month", unitClass: unitClass?.name ?? "", document };
}

/** A method of the chosen kind with its usual numbers. */
export function usualMethod(kind: ScoringMethod["kind"]): ScoringMethod {
  switch (kind) {
    case "target":
      return { kind, target: { kind: "value", value: "1" }, capPercent: 100, isAllOrNothing: false };
    case "efficacy":
      return { kind, basePercent: 60 };
    case "rank":
      return { kind, stepPercent: 5, floorPercent: 0 };
    case "mean":
      return { kind, capPercent: 150 };
    case "mix":
      return {
        kind,
        amount: { kind: "efficacy", basePercent: 60 },
        growth: { kind: "efficacy", basePercent: 60 },
        growthOf: { figure: "projects.ahead_of_time", where: {} },
        growthSharePercent: 40,
      };
    case "bonus":
      return { kind, each: "-0.1", ceiling: "5" };
  }
}

/** Weights of the hundred, in hundredths; a weight that is not a number counts as nothing and its field says so. */
export function weightSum({ indicators }: SchemeDocument): { text: string; isRight: boolean } {
  const sum = indicators.reduce(
    (total, { weight, method }) => (method.kind === "bonus" || !/^\d{1,4}(\.\d{1,2})?$/.test(weight) ? total : total + Math.round(Number(weight) * 100)),
    0,
  );
  return { text: formatScore(sum), isRight: sum === 10_000 };
}

export function withIndicator(document: SchemeDocument, at: number, changed: Partial<SchemeIndicator>): SchemeDocument {
  return { ...document, indicators: document.indicators.map((indicator, place) => (place === at ? { ...indicator, ...changed } : indicator)) };
}
