import { readFileSync } from "node:fs";
import type { AmountBasis, Project, Stage } from "./shapes.ts";
import { getArea } from "./divisions.ts";
import { yiToWan, type Facts, type NamedProject } from "./facts.ts";
import { dayKnownAt, type Draft } from "./draft.ts";

/**
 * The named projects of the newspapers. `tables/named-projects.csv` gives each its account, chain,
 * builder and stage history (`stage@date@precision@remark`, several parted by `|`); amounts come
 * from the facts. A stage known only “as of a date” has the precision `by`.
 */
const tableFile = new URL("../tables/named-projects.csv", import.meta.url);

/** A fund is a contract, not a project: it would swell construction totals. */
const notAProject: ReadonlySet<string> = new Set(["qianhai-new-energy-fund"]);

export function namedDrafts(facts: Facts): Map<string, Draft> {
  const [, ...lines] = readFileSync(tableFile, "utf8").trim().split("\n");
  const drafts = new Map(lines.map((line) => namedDraft(line.split(","), facts)).map((draft) => [draft.key, draft]));
  for (const id of facts.projects.keys()) {
    if (!drafts.has(id) && !notAProject.has(id)) throw new Error(`named project ${id} is left out`);
  }
  return drafts;
}

function readStages(text: string): Stage[] {
  return text.split(" | ").map((entry) => {
    const [name, on, precision, note] = entry.split("@");
    return {
      stage: name as Stage["stage"],
      on: on!,
      precision: precision as Stage["precision"],
      knownAt: dayKnownAt(on!),
      note: note ?? null,
    };
  });
}

function namedDraft(cells: readonly string[], facts: Facts): Draft {
  const [id, account, chain, builder, kind, name, stageText, production, note] = cells as [string, ...string[]];
  const fact = facts.projects.get(id);
  if (fact === undefined) throw new Error(`no fact for the named project ${id}`);
  const amount = fact.total_investment_yi;
  const stages = readStages(stageText!);
  const begun = stages.find((entry) => entry.stage === "started" && entry.precision === "day");
  return {
    key: id,
    name: name === "" ? fact.name_zh : name!,
    sample: false,
    sampleAmounts: false,
    builder: builder === "" ? null : builder!,
    county: countyOf(account!),
    town: account!,
    chainKey: chain === "" ? null : chain!,
    buildKind: kind as Project["buildKind"],
    totalWan: amount === null ? null : yiToWan(amount),
    totalBasis: basisOf(fact),
    listings: [],
    stages,
    plannedNodes: production === "" ? [] : [{ kind: "production", on: production!, precision: "month", knownAt: stages[0]!.knownAt }],
    years: new Map(),
    events: [],
    speed: 1,
    startedOn: begun?.on ?? null,
    notes: note === "" ? [] : [note!],
  };
}

function basisOf(fact: NamedProject): AmountBasis {
  if (fact.total_investment_yi === null) return "none";
  return fact.investment_comparator === ">=" ? "at-least" : "published";
}

function countyOf(account: string): string {
  const area = getArea(account);
  return area.level === "town" ? area.parent! : account;
}
