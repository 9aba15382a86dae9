import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const factsFolder = fileURLToPath(new URL("../../../shared/facts/", import.meta.url));

/** The published figures stand beside the checkout; the program itself never needs them. */
export const factsPresent = existsSync(`${factsFolder}aggregates.yaml`);

export type Aggregate = { id: string; subject: string; value: number; unit: string; comparator: string };
export type NamedProject = {
  id: string;
  name_zh: string;
  total_investment_yi: number | null;
  investment_comparator?: string;
};
type NamedEnterprise = { name_zh: string; district: string; domain: string | null };

function read<T>(file: string): T {
  return parse(readFileSync(`${factsFolder}${file}`, "utf8")) as T;
}

export type Facts = {
  aggregates: Map<string, Aggregate>;
  projects: Map<string, NamedProject>;
  enterprises: NamedEnterprise[];
};

export function readFacts(): Facts {
  const { aggregates } = read<{ aggregates: Aggregate[] }>("aggregates.yaml");
  const { projects } = read<{ projects: NamedProject[] }>("projects.yaml");
  const { enterprises } = read<{ enterprises: NamedEnterprise[] }>("orgs_areas.yaml");
  return {
    aggregates: new Map(aggregates.map((aggregate) => [aggregate.id, aggregate])),
    projects: new Map(projects.map((project) => [project.id, project])),
    enterprises,
  };
}

/** A published amount in whole 万元. The facts give 亿元 with at most four decimals, so nothing is lost. */
export function publishedWan(facts: Facts, id: string): number {
  const aggregate = facts.aggregates.get(id);
  if (aggregate === undefined || aggregate.unit !== "亿元") throw new Error(`no published amount ${id}`);
  return yiToWan(aggregate.value);
}

/** A published count. */
export function publishedCount(facts: Facts, id: string): number {
  const aggregate = facts.aggregates.get(id);
  if (aggregate === undefined) throw new Error(`no published figure ${id}`);
  return aggregate.value;
}

export function yiToWan(yi: number): number {
  return Math.round(yi * 10_000);
}
