import type { RuleDocument } from "@baton/contract/periods";

/** How a threshold is typed: a whole number of days, months or periods; points with decimals; a share as a percentage. */
export type RuleUnit = "points" | "share" | "days" | "months" | "runs";

export const ruleFields = [
  { section: "money", path: "money.behindRemindPoints", unit: "points" },
  { section: "money", path: "money.behindWarnPoints", unit: "points" },
  { section: "money", path: "money.meritTopShare", unit: "share" },
  { section: "schedule", path: "schedule.lateRemindDays", unit: "days" },
  { section: "schedule", path: "schedule.lateWarnDays", unit: "days" },
  { section: "stage", path: "stage.startOverdueRemindMonths", unit: "months" },
  { section: "stage", path: "stage.startOverdueWarnMonths", unit: "months" },
  { section: "freshness", path: "freshness.unreportedRemindMonths", unit: "months" },
  { section: "freshness", path: "freshness.unreportedWarnMonths", unit: "months" },
  { section: "blockage", path: "blockage.overdueRemindDays", unit: "days" },
  { section: "blockage", path: "blockage.overdueWarnDays", unit: "days" },
  { section: "all", path: "remindRunsToWarn", unit: "runs" },
] as const satisfies readonly { section: string; path: string; unit: RuleUnit }[];
export type RulePath = (typeof ruleFields)[number]["path"];
export type RuleFault = "numberFault" | "wholeFault" | "shareFault" | "orderFault";

/** Pairs whose second may not be below the first: a warning comes no earlier than a reminder. */
const ordered: readonly [RulePath, RulePath][] = [
  ["money.behindRemindPoints", "money.behindWarnPoints"],
  ["schedule.lateRemindDays", "schedule.lateWarnDays"],
  ["stage.startOverdueRemindMonths", "stage.startOverdueWarnMonths"],
  ["freshness.unreportedRemindMonths", "freshness.unreportedWarnMonths"],
  ["blockage.overdueRemindDays", "blockage.overdueWarnDays"],
];

function valueAt(rules: RuleDocument, path: RulePath): number {
  const [section, name] = path.split(".") as [string, string | undefined];
  const part = (rules as unknown as Record<string, unknown>)[section];
  return name === undefined ? (part as number) : ((part as Record<string, number>)[name] ?? 0);
}

const decimals = 10;

/** A share is shown as a percentage of two decimals; one third reads 33.33 and, untouched, stays one third. */
function typedOf(value: number, unit: RuleUnit): string {
  if (unit !== "share") return String(value);
  return String(Math.round(value * 10_000) / 100);
}

export type TypedRules = Record<RulePath, string>;

export function typedRules(rules: RuleDocument): TypedRules {
  return Object.fromEntries(ruleFields.map(({ path, unit }) => [path, typedOf(valueAt(rules, path), unit)])) as TypedRules;
}

function faultOf(words: string, unit: RuleUnit): RuleFault | undefined {
  const typed = words.normalize("NFKC").trim();
  if (unit === "points") return /^-?\d+(?:\.\d{1,4})?$/.test(typed) ? undefined : "numberFault";
  if (unit === "share") return /^\d+(?:\.\d{1,4})?$/.test(typed) && Number(typed) <= 100 ? undefined : "shareFault";
  return /^\d{1,4}$/.test(typed) ? undefined : "wholeFault";
}

export function ruleFaults(typed: TypedRules): Partial<Record<RulePath, RuleFault>> {
  const faults: Partial<Record<RulePath, RuleFault>> = {};
  for (const { path, unit } of ruleFields) {
    const fault = faultOf(typed[path], unit);
    if (fault) faults[path] = fault;
  }
  for (const [remind, warn] of ordered) if (!faults[remind] && !faults[warn] && Number(typed[warn]) < Number(typed[remind])) faults[warn] = "orderFault";
  return faults;
}

/** The document with what was typed; fields left as shown keep their exact value. */
export function withTyped(rules: RuleDocument, typed: TypedRules): RuleDocument {
  const next = structuredClone(rules) as unknown as Record<string, unknown>;
  const shown = typedRules(rules);
  for (const { path, unit } of ruleFields) {
    if (typed[path] === shown[path]) continue;
    const number = Number(typed[path].normalize("NFKC").trim());
    const value = unit === "share" ? Number((number / 100).toFixed(decimals)) : number;
    const [section, name] = path.split(".") as [string, string | undefined];
    if (name === undefined) next[section] = value;
    else (next[section] as Record<string, number>)[name] = value;
  }
  return next as unknown as RuleDocument;
}
