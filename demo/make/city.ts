import { readFacts } from "./facts.ts";
import { areas } from "./divisions.ts";
import { chains } from "./chains.ts";
import { accounts, organisations } from "./organisations.ts";
import { contracts } from "./contracts.ts";
import { ceremonies } from "./ceremonies.ts";
import { enterprises } from "./enterprises.ts";
import { finish } from "./finishing.ts";
import { leads, trips } from "./leads.ts";
import { list2019 } from "./lists2019.ts";
import { lists2022 } from "./lists2022.ts";
import { lists2023 } from "./lists2023.ts";
import { listStarted2022, startedTogether2022 } from "./event2022.ts";
import { matters } from "./matters.ts";
import { months } from "./months.ts";
import { namedDrafts } from "./named.ts";
import { nameSamples, placeInTowns } from "./placing.ts";
import { reports2023 } from "./reports2023.ts";
import { restartSerial, type Draft } from "./draft.ts";
import { newspaper } from "./newspaper.ts";

/** Every file of the demonstration city, by name; the order of the rows is part of the result. */
export function buildCity(): Record<string, unknown> {
  restartSerial();
  const facts = readFacts();
  const named = namedDrafts(facts);
  const of2019 = list2019(facts, named);
  const started = startedTogether2022(facts, named);
  const { added } = listStarted2022(started);
  const of2022 = lists2022(facts, { started, added });
  const past = unique([...of2022.xuecheng, ...of2022.key, ...of2022.added, ...of2022.others]);
  const of2023 = lists2023(facts, past, named);
  const at2023 = [...of2023.shizhong.flatMap((group) => group.drafts), ...of2023.taierzhuang, ...of2023.otherKey, ...of2023.otherOwn];
  const all = unique([...named.values(), ...of2019, ...past, ...at2023, ...of2023.reserve]);
  placeInTowns(all);
  reports2023(facts, of2023);
  nameSamples(all);
  const projects = all.map((draft, index) => finish(draft, index + 1));
  const allContracts = contracts(facts, projects);
  return {
    areas,
    organisations,
    accounts,
    chains,
    projects,
    contracts: allContracts,
    ceremonies: ceremonies(projects, allContracts),
    leads: leads(facts),
    trips: trips(facts),
    enterprises: enterprises(facts),
    matters: matters(projects),
    months: months(),
    newspaper: newspaper(facts),
  };
}

function unique(drafts: readonly Draft[]): Draft[] {
  return [...new Set(drafts)];
}
