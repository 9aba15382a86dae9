import { randomUUID } from "node:crypto";
import { normaliseName } from "@baton/contract/codes";
import { searchText } from "#kernel/subjects";
import type { DemoContract, DemoLead, DemoTrip } from "./files.ts";
import { firstKnown, type Registry } from "./organisations.ts";
import { type Placed, stageRow } from "./projects.ts";
import { bigint, bool, date, type HistoryWriter, int, text, uuid } from "./writer.ts";

/** Leads with their stages; a contract belongs to its lead, else its project, else to a subject of its own. Answers what each contract belongs to. */
export function addInvestment(
  writer: HistoryWriter,
  files: { leads: DemoLead[]; contracts: DemoContract[]; trips: DemoTrip[] },
  places: { registry: Registry; projects: Map<string, Placed> },
): Map<string, Placed> {
  const contracts = new Map<string, Placed>();
  const leads = new Map(files.leads.map((lead) => [lead.key, addLead(writer, lead, places.registry)]));
  for (const contract of files.contracts) {
    const known =
      (contract.leadKey === null ? undefined : leads.get(contract.leadKey)) ??
      (contract.projectKey === null ? undefined : places.projects.get(contract.projectKey));
    const subject = known ?? addContractSubject(writer, contract, places.registry);
    contracts.set(contract.key, subject);
    addContract(writer, contract, { registry: places.registry, subject });
  }
  for (const trip of files.trips) addTrip(writer, trip, places.registry);
  return contracts;
}

function addLead(writer: HistoryWriter, lead: DemoLead, registry: Registry): Placed {
  const org = registry.orgs.get(lead.firstOrgKey);
  if (org === undefined) throw new Error(`demonstration lead ${lead.key} names an unknown organisation`);
  const at = { id: randomUUID(), scopeId: org.scopeId };
  const knownAt = lead.stages[0]?.knownAt ?? `${lead.firstContactOn}T18:00:00+08:00`;
  const area = registry.areas.get(lead.areaCode) ?? org.areaId;
  writer.add(firstKnown, "kernel_subject", {
    subject_id: uuid(at.id),
    kind: text("lead"),
    scope_id: int(at.scopeId),
    name: text(lead.name),
    search_text: text(searchText(lead.name, lead.investor)),
  });
  writer.add(knownAt, "kernel_subject_version", {
    subject_id: uuid(at.id),
    scope_id: int(at.scopeId),
    name: text(lead.name),
    account_org_id: uuid(org.id),
    account_area_id: uuid(area),
  });
  writer.add(knownAt, "investment_lead", {
    scope_id: int(at.scopeId),
    subject_id: uuid(at.id),
    investor_name: text(lead.investor),
    intended_fen: bigint(lead.intendedFen),
    first_contact_org_id: uuid(org.id),
    first_contact_on: date(lead.firstContactOn),
    normal_name: text(normaliseName(lead.name)),
    is_sample: bool(lead.sample),
  });
  const chain = lead.chainKey === null ? undefined : registry.chains.get(lead.chainKey);
  if (chain !== undefined) {
    writer.add(knownAt, "kernel_relation", {
      relation_id: uuid(randomUUID()),
      scope_id: int(at.scopeId),
      subject_id: uuid(at.id),
      to_subject_id: uuid(chain.id),
      kind: text("chain"),
      valid_from: date("2019-01-01"),
    });
  }
  for (const stage of lead.stages) writer.add(stage.knownAt, "kernel_stage", stageRow(at, stage));
  return at;
}

function addContractSubject(writer: HistoryWriter, contract: DemoContract, registry: Registry): Placed {
  const org = registry.orgs.get(contract.signers[0]?.orgKey ?? "o-city");
  const at = { id: randomUUID(), scopeId: org?.scopeId ?? 0 };
  writer.add(firstKnown, "kernel_subject", {
    subject_id: uuid(at.id),
    kind: text("contract"),
    scope_id: int(at.scopeId),
    name: text(contract.name),
    search_text: text(searchText(contract.name)),
  });
  writer.add(contract.knownAt, "kernel_subject_version", {
    subject_id: uuid(at.id),
    scope_id: int(at.scopeId),
    name: text(contract.name),
    account_org_id: uuid(org?.id ?? null),
    account_area_id: uuid(registry.areas.get(contract.areaCode) ?? org?.areaId ?? null),
  });
  return at;
}

function addContract(writer: HistoryWriter, contract: DemoContract, { registry, subject }: { registry: Registry; subject: Placed }): void {
  const signer = registry.orgs.get(contract.signers[0]?.orgKey ?? "");
  writer.add(contract.knownAt, "investment_contract", {
    contract_id: uuid(randomUUID()),
    scope_id: int(subject.scopeId),
    subject_id: uuid(subject.id),
    kind: text(contract.type),
    signed_on: date(contract.signedOn),
    precision: text(contract.precision),
    amount_fen: bigint(contract.amountFen),
    amount_comparator: text(contract.comparator),
    foreign_capital_cents: bigint(contract.foreignCapitalUsdCent),
    signer_org_id: uuid(signer?.id ?? null),
    is_sample: bool(contract.sample),
  });
}

function addTrip(writer: HistoryWriter, trip: DemoTrip, registry: Registry): void {
  const org = registry.orgs.get(trip.orgKey);
  const id = randomUUID();
  const common = { scope_id: int(org?.scopeId ?? 0), subject_id: uuid(org?.id ?? null) };
  writer.add(trip.knownAt, "kernel_occasion", {
    ...common,
    occasion_id: uuid(id),
    kind: text("trip"),
    name: text(`赴${trip.place}招商`),
    held_from: date(trip.on),
    held_to: date(trip.on),
    place: text(trip.place),
  });
  for (const [role, count] of [
    ["visited", trip.visitedCount],
    ["negotiated", trip.negotiatedCount],
  ] as const) {
    if (count > 0)
      writer.add(trip.knownAt, "kernel_occasion_part", { ...common, occasion_id: uuid(id), role: text(role), amount: bigint(count), unit: text("count") });
  }
}
