import { readFileSync } from "node:fs";
import type { Area, Ceremony, Chain, Contract, Lead, Organisation, Project, Trip } from "./make/shapes.ts";

/**
 * A small second implementation of the figures, straight from the files: it shares no code with the
 * server, so that the newspaper table is checked twice.
 */
export function readCity<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`city/${name}.json`, import.meta.url), "utf8")) as T[];
}

export type Question = { validFrom?: string; validOn: string; where: Record<string, string[]> };
type City = {
  areas: Area[];
  organisations: Organisation[];
  chains: Chain[];
  projects: Project[];
  contracts: Contract[];
  ceremonies: Ceremony[];
  leads: Lead[];
  trips: Trip[];
};

export function loadCity(): City {
  return {
    areas: readCity("areas"),
    organisations: readCity("organisations"),
    chains: readCity("chains"),
    projects: readCity("projects"),
    contracts: readCity("contracts"),
    ceremonies: readCity("ceremonies"),
    leads: readCity("leads"),
    trips: readCity("trips"),
  };
}

const levels = { 省重点: "province", 市重点: "city", 区重点: "county" } as const;
const classes = { 实施类: "implementation", 储备类: "reserve" } as const;
const fenPerYi = 10_000_000_000;

function lies(city: City, code: string, wanted: readonly string[] | undefined): boolean {
  if (wanted === undefined) return true;
  for (let at: string | null = code; at !== null; at = city.areas.find((area) => area.code === at)?.parent ?? null) {
    if (wanted.includes(at)) return true;
  }
  return false;
}

function hasSize(amountFen: number | null, wanted: readonly string[] | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.some((size) => {
    const [, sign, yi] = /^(>=|>)(\d+)亿$/.exec(size)!;
    if (amountFen === null) return false;
    return sign === ">" ? amountFen > Number(yi) * fenPerYi : amountFen >= Number(yi) * fenPerYi;
  });
}

function named(city: City, names: readonly string[]): string[] {
  return city.ceremonies.filter((ceremony) => names.includes(ceremony.name)).map((ceremony) => ceremony.key);
}

/** The listing a question reads: of the year asked, in force, of a level and class asked. */
function listingFor(project: Project, { validOn, where }: Question): Project["listings"][number] | undefined {
  const rank = ["province", "city", "county"];
  return project.listings
    .filter((entry) => entry.validFrom <= validOn && String(entry.year) === (where.listing_year?.[0] ?? validOn.slice(0, 4)))
    .filter((entry) => where.level === undefined || where.level.some((level) => levels[level as keyof typeof levels] === entry.level))
    .filter((entry) => where.class === undefined || where.class.some((name) => classes[name as keyof typeof classes] === entry.class))
    .sort((a, b) => rank.indexOf(a.level) - rank.indexOf(b.level))[0];
}

function selectProjects(city: City, question: Question): Project[] {
  const { where } = question;
  const needsListing = where.level !== undefined || where.class !== undefined || where.listing_year !== undefined;
  return city.projects.filter((project) => {
    const chain = city.chains.find((candidate) => candidate.key === project.chainKey);
    return (
      lies(city, project.accountAreaCode, where.area) &&
      hasSize(project.totalInvestmentFen, where.size) &&
      (where.event === undefined || named(city, where.event).some((event) => project.events.includes(event))) &&
      (where.chain === undefined || where.chain.includes(project.chainKey ?? "")) &&
      (where.industry_system === undefined || where.industry_system.includes(chain?.industrySystem ?? "")) &&
      (!needsListing || listingFor(project, question) !== undefined)
    );
  });
}

function newlyStarted(city: City, question: Question): Project[] {
  return selectProjects(city, question).filter((project) =>
    project.stages.some((entry) => entry.stage === "started" && entry.precision !== "by" && entry.on >= question.validFrom! && entry.on <= question.validOn),
  );
}

function selectContracts(city: City, { validFrom, validOn, where }: Question): Contract[] {
  return city.contracts.filter(
    (contract) =>
      contract.type === "formal" &&
      contract.precision !== "by" &&
      contract.signedOn <= validOn &&
      (validFrom === undefined || contract.signedOn >= validFrom) &&
      lies(city, contract.areaCode, where.area) &&
      hasSize(contract.amountFen, where.size) &&
      (where.event === undefined || named(city, where.event).some((event) => contract.events.includes(event))) &&
      (where.signer === undefined ||
        contract.signers.some((signer) => where.signer!.includes(city.organisations.find((org) => org.key === signer.orgKey)!.kind))),
  );
}

const total = <T>(items: readonly T[], amount: (item: T) => number) => items.reduce((sum, item) => sum + amount(item), 0);

function done(project: Project, { validOn }: Question): number {
  const month = validOn.slice(0, 7);
  return project.monthly.filter((row) => row.month <= month && row.month.slice(0, 4) === month.slice(0, 4)).at(-1)?.cumulativeFen ?? 0;
}

function stageOn(stages: readonly { stage: string; on: string }[], day: string): string | undefined {
  return stages.filter((entry) => entry.on <= day).at(-1)?.stage;
}

function rate(city: City, question: Question): number {
  const projects = selectProjects(city, question);
  return total(projects, (project) => done(project, question)) / total(projects, (project) => listingFor(project, question)!.planFen);
}

const hasStarted = (project: Project, day: string) => project.stages.some((entry) => ["started", "in_production"].includes(entry.stage) && entry.on <= day);

function selectLeads(city: City, { validFrom, validOn, where }: Question): Lead[] {
  return city.leads.filter(
    (lead) =>
      lead.firstContactOn <= validOn &&
      (validFrom === undefined || lead.firstContactOn >= validFrom) &&
      lies(city, lead.areaCode, where.area) &&
      (where.stage === undefined || (where.stage.includes("在谈") && stageOn(lead.stages, validOn) === "negotiation")),
  );
}

function selectTrips(city: City, { validFrom, validOn, where }: Question): Trip[] {
  return city.trips.filter((trip) => trip.on <= validOn && trip.on >= (validFrom ?? "") && lies(city, trip.areaCode, where.area));
}

type Reader = (city: City, question: Question) => number;

const readers: Readonly<Record<string, Reader>> = {
  "projects.count": (city, question) => selectProjects(city, question).length,
  "projects.total_investment": (city, question) => total(selectProjects(city, question), (project) => project.totalInvestmentFen ?? 0),
  "projects.annual_plan": (city, question) => total(selectProjects(city, question), (project) => listingFor(project, question)!.planFen),
  "projects.completed_this_year": (city, question) => total(selectProjects(city, question), (project) => done(project, question)),
  "projects.completion_rate": rate,
  "projects.ahead_of_time": (city, question) => (rate(city, question) - Number(question.validOn.slice(5, 7)) / 12) * 100,
  "projects.start_rate": (city, question) => {
    const projects = selectProjects(city, question);
    return projects.filter((project) => hasStarted(project, question.validOn)).length / projects.length;
  },
  "projects.newly_started": (city, question) => newlyStarted(city, question).length,
  "projects.newly_started_investment": (city, question) => total(newlyStarted(city, question), (project) => project.totalInvestmentFen!),
  "contracts.count": (city, question) => selectContracts(city, question).length,
  "contracts.amount": (city, question) => total(selectContracts(city, question), (contract) => contract.amountFen),
  "contracts.started_rate": (city, question) => {
    const contracts = selectContracts(city, question);
    const begun = contracts.filter((contract) => city.projects.some((project) => project.key === contract.projectKey && hasStarted(project, question.validOn)));
    return begun.length / contracts.length;
  },
  "leads.count": (city, question) => selectLeads(city, question).length,
  "trips.count": (city, question) => selectTrips(city, question).length,
  "trips.visited_count": (city, question) => total(selectTrips(city, question), (trip) => trip.visitedCount),
  "trips.negotiated_count": (city, question) => total(selectTrips(city, question), (trip) => trip.negotiatedCount),
};

export function ask(city: City, figure: string, question: Question): number {
  const reader = readers[figure];
  if (reader === undefined) throw new Error(`no reader for ${figure}`);
  return reader(city, question);
}

export type Expectation = { value: number; comparator: string; decimals: number | null; below: number | null };

/** Does an answer meet what was published? */
export function meets(answer: number, expect: Expectation): boolean {
  const rounded = expect.decimals === null ? answer : Number(answer.toFixed(expect.decimals));
  if (expect.below !== null && answer >= expect.below) return false;
  switch (expect.comparator) {
    case "=":
      return rounded === expect.value;
    case ">":
      return answer > expect.value;
    case ">=":
      return answer >= expect.value;
    case "<":
      return answer < expect.value;
    case "<=":
      return answer <= expect.value;
    default:
      throw new Error(`unknown comparator ${expect.comparator}`);
  }
}
