import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildCity } from "./make/city.ts";
import { isCreditCode } from "./make/codes.ts";
import { openTownCode } from "./make/organisations.ts";
import { factsPresent, readFacts } from "./make/facts.ts";
import { render } from "./make/write.ts";
import { ask, loadCity, meets, readCity, type Expectation, type Question } from "./reading.ts";
import type { Account, Contract, Enterprise, Matter, MonthState, Project } from "./make/shapes.ts";

type Entry = { id: string; figure: string; query: Question; expect: Expectation; publishedText: string };
type Table = { entries: Entry[]; notExpressible: { id: string; reason: string }[] };

const city = loadCity();
const table = JSON.parse(readFileSync(new URL("newspaper.json", import.meta.url), "utf8")) as Table;
const accounts = readCity<Account>("accounts");
const matters = readCity<Matter>("matters");
const enterprises = readCity<Enterprise>("enterprises");
const months = readCity<MonthState>("months");
const posts = new Map(city.organisations.flatMap((org) => org.posts.map((post) => [post.key, post] as const)));
const orgKeys = new Set(city.organisations.map((org) => org.key));
const areaCodes = new Set(city.areas.map((area) => area.code));
const projectKeys = new Set(city.projects.map((project) => project.key));
const listed2023 = (project: Project) => project.listings.some((entry) => entry.year === 2023 && entry.class === "implementation");

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe("the newspaper table", () => {
  it.each(table.entries.map((entry) => [entry.id, entry] as const))("the files give the published figure %s", (_, entry) => {
    const answer = ask(city, entry.figure, entry.query);
    expect(meets(answer, entry.expect), `${answer} for ${JSON.stringify(entry.expect)}`).toBe(true);
  });

  it("notices one fen too many", () => {
    const [entry] = table.entries.filter((candidate) => candidate.id === "tez-key-done");
    const copy = structuredClone(city);
    const project = copy.projects.find((candidate) => candidate.accountAreaCode.startsWith("370405") && listed2023(candidate))!;
    project.monthly.at(-1)!.cumulativeFen += 1;
    expect(meets(ask(copy, entry!.figure, entry!.query), entry!.expect)).toBe(false);
  });

  it("asks every figure once, with its own identifier", () => {
    expect(repeated([...table.entries, ...table.notExpressible].map((entry) => entry.id))).toEqual([]);
  });

  it.runIf(factsPresent)("asks every published figure or says why not", () => {
    const known = new Set([...table.entries, ...table.notExpressible].map((entry) => entry.id));
    expect([...readFacts().aggregates.keys()].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe("the demonstration city", () => {
  it.runIf(factsPresent)("is built from the facts to the same bytes", () => {
    for (const [name, records] of Object.entries(buildCity())) {
      const file = new URL(name === "newspaper" ? "newspaper.json" : `city/${name}.json`, import.meta.url);
      expect(readFileSync(file, "utf8") === render(records), `${name}.json is stale: npm run demo:build`).toBe(true);
    }
  });

  it("has unique keys, names and codes", () => {
    expect(repeated(city.projects.map((project) => project.key))).toEqual([]);
    expect(repeated(city.projects.map((project) => project.name))).toEqual([]);
    expect(repeated(city.projects.flatMap((project) => project.code ?? []))).toEqual([]);
    expect(repeated(city.organisations.map((org) => org.key))).toEqual([]);
    expect(repeated(city.organisations.flatMap((org) => org.posts.map((post) => post.key)))).toEqual([]);
    expect(repeated(city.contracts.map((contract) => contract.key))).toEqual([]);
    expect(repeated(city.leads.map((lead) => lead.key))).toEqual([]);
    expect(repeated(city.leads.map((lead) => lead.name))).toEqual([]);
    expect(repeated(city.areas.map((area) => area.code))).toEqual([]);
    expect(repeated(city.trips.map((trip) => trip.key))).toEqual([]);
  });

  it("marks every sample with 示例 and nothing else", () => {
    const marked = [...city.projects, ...city.contracts, ...city.leads, ...enterprises];
    expect(marked.filter((record) => record.sample !== record.name.includes("示例")).map((record) => record.name)).toEqual([]);
  });

  it("gives real projects and firms no made-up code, and says where their amounts are made up", () => {
    const real = city.projects.filter((project) => !project.sample);
    const coded = real.filter((project) => project.code ?? project.creditCode ?? project.industryCode);
    const unsaid = real.filter(
      (project) => project.sampleAmounts !== project.listings.length > 0 || (project.sampleAmounts && project.note?.includes("示例数") !== true),
    );
    const blamed = real.filter((project) => project.monthly.some((row) => row.problem !== null));
    expect([coded, unsaid, blamed]).toEqual([[], [], []]);
    expect(enterprises.filter((enterprise) => !enterprise.sample && enterprise.creditCode !== null)).toEqual([]);
  });

  it("carries valid made-up codes", () => {
    const codes = [...city.projects, ...enterprises].flatMap((record) => record.creditCode ?? []);
    expect(codes.filter((code) => !isCreditCode(code) || !code.includes("XXXX"))).toEqual([]);
    expect(isCreditCode(codes[0]!.replace(/.$/, codes[0]!.endsWith("0") ? "1" : "0"))).toBe(false);
    const pattern = /^\d{4}-\d{6}-\d{2}-\d{2}-\d{5}[\dX]$/;
    expect(city.projects.filter((project) => project.code !== null && !pattern.test(project.code))).toEqual([]);
  });

  it("refers only to what is there", () => {
    const chainKeys = new Set<string | null>([null, ...city.chains.map((chain) => chain.key)]);
    const ceremonyKeys = new Set(city.ceremonies.map((ceremony) => ceremony.key));
    const missing = [
      ...city.areas.filter((area) => area.parent !== null && !areaCodes.has(area.parent)),
      ...city.organisations.filter((org) => !areaCodes.has(org.areaCode) || (org.parentKey !== null && !orgKeys.has(org.parentKey))),
      ...city.projects.filter((project) => !hasItsReferences(project, { chainKeys, ceremonyKeys })),
      ...city.chains.filter((chain) => !posts.has(chain.chiefPostKey) || !orgKeys.has(chain.leadOrgKey)),
      ...city.contracts.filter((contract) => !contractHolds(contract)),
      ...city.leads.filter((lead) => !orgKeys.has(lead.firstOrgKey) || !chainKeys.has(lead.chainKey)),
      ...city.trips.filter((trip) => !posts.has(trip.leaderPostKey) || trip.leadKeys.some((key) => !city.leads.some((lead) => lead.key === key))),
      ...matters.filter((matter) => !projectKeys.has(matter.subjectKey) || !posts.has(matter.holderPostKey)),
      ...enterprises.filter((enterprise) => !areaCodes.has(enterprise.areaCode) || (enterprise.orgKey !== null && !orgKeys.has(enterprise.orgKey))),
      ...accounts.filter((account) => posts.get(account.postKey)?.role !== account.role),
    ];
    expect(missing).toEqual([]);
  });

  it("never falls within a year, never exceeds the whole investment, and reports in time", () => {
    const falls = city.projects.filter(({ monthly }) =>
      monthly.some((row, index) => {
        const before = monthly[index - 1];
        const sameYear = before?.month.slice(0, 4) === row.month.slice(0, 4);
        return sameYear && row.cumulativeFen < before!.cumulativeFen;
      }),
    );
    const exceeds = city.projects.filter(({ monthly, totalInvestmentFen }) => {
      const lastOf = (year: string) => monthly.filter((row) => row.month.startsWith(year)).at(-1)?.cumulativeFen ?? 0;
      return lastOf("2022") + lastOf("2023") > (totalInvestmentFen ?? 0);
    });
    const early = city.projects.filter(({ monthly }) =>
      monthly.some((row) => row.knownAt.slice(0, 7) <= row.month || !Number.isSafeInteger(row.cumulativeFen)),
    );
    expect([falls, exceeds, early].map((found) => found.map((project) => project.key))).toEqual([[], [], []]);
  });

  it("names posts only: no person, telephone or identity number", () => {
    for (const org of city.organisations) {
      for (const post of org.posts) expect(Object.keys(post).sort()).toEqual(["key", "role", "title"]);
    }
    const texts = JSON.stringify([city, accounts, matters, enterprises]).match(/"[^"]*"/g)!;
    expect(texts.filter((text) => /(?<![\dA-Z-])1[3-9]\d{9}(?!\d)|先生|女士|同志|书记[^处]/.test(text))).toEqual([]);
  });

  it("knows nothing from after the morning on which its own clock begins", () => {
    const records = JSON.stringify([city, matters, months]);
    const instants = [...records.matchAll(/"(?:knownAt|at|openedAt|closedAt|frozenAt|publishedAt)":"([^"]+)"/g)];
    expect(instants.map((match) => match[1]!).filter((instant) => instant > "2023-07-05T08:30:00+08:00")).toEqual([]);
  });

  it("leaves June 2023 open, with the demonstration town's reports still to come", () => {
    expect(months.filter((month) => month.status === "open").map((month) => month.month)).toEqual(["2023-06"]);
    const town = city.projects.filter((project) => project.accountAreaCode === openTownCode && listed2023(project));
    expect(town.length).toBeGreaterThanOrEqual(15);
    expect(town.length).toBeLessThanOrEqual(25);
    expect(town.filter((project) => project.monthly.some((row) => row.month === "2023-06"))).toEqual([]);
    expect(accounts.find((account) => account.username === "town")!.postKey).toBe(`p-${openTownCode}-officer`);
    const taierzhuang = city.projects.filter((project) => project.accountAreaCode.includes("370405") && listed2023(project));
    expect(taierzhuang.filter((project) => !project.monthly.some((row) => row.month === "2023-06"))).toEqual([]);
  });
});

const classesFile = new URL("../../shared/codes/gbt4754-2017.csv", import.meta.url);

it.runIf(existsSync(classesFile))("every industry code stands in the national classification", () => {
  const known = new Set(
    readFileSync(classesFile, "utf8")
      .split("\n")
      .map((line) => line.split(",")[0]),
  );
  expect(city.projects.filter((project) => project.industryCode !== null && !known.has(project.industryCode))).toEqual([]);
});

type Keys = { chainKeys: ReadonlySet<string | null>; ceremonyKeys: ReadonlySet<string> };

function hasItsReferences(project: Project, { chainKeys, ceremonyKeys }: Keys): boolean {
  return (
    orgKeys.has(project.accountOrgKey) &&
    areaCodes.has(project.accountAreaCode) &&
    areaCodes.has(project.placeAreaCode) &&
    chainKeys.has(project.chainKey) &&
    project.events.every((event) => ceremonyKeys.has(event)) &&
    project.batons.every((baton) => posts.has(baton.postKey))
  );
}

function contractHolds(contract: Contract): boolean {
  const shares = contract.signers.reduce((sum, signer) => sum + Number(signer.share), 0);
  return (
    shares === 1 && contract.signers.every((signer) => orgKeys.has(signer.orgKey)) && (contract.projectKey === null || projectKeys.has(contract.projectKey))
  );
}
