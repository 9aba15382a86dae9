import { randomUUID } from "node:crypto";
import { buildKindOf, normaliseName, stageOf, stages } from "@baton/contract/codes";
import { monthEnd } from "@baton/contract/time";
import { searchText } from "#kernel/subjects";
import type { DemoCeremony, DemoProject } from "./files.ts";
import { firstKnown, type Registry } from "./organisations.ts";
import { bigint, bool, date, type HistoryWriter, int, numeric, text, uuid } from "./writer.ts";

export type Placed = { id: string; scopeId: number };

const stageNames: Record<string, string> = { production: "in_production", full_production: "at_capacity" };
const nodeNames: Record<string, { name: string; enters: string | null }> = {
  start: { name: "开工", enters: "started" },
  completion: { name: "竣工", enters: null },
  production: { name: "投产", enters: "in_production" },
};

export function stageRow(
  placed: Placed,
  stage: { stage: string; on: string; precision: string; note: string | null },
): Record<string, { type: string; value: unknown }> {
  const code = stageNames[stage.stage] ?? stageOf(stage.stage) ?? stage.stage;
  const rank = stages.findIndex((one) => one.code === code) + 1;
  return {
    stage_id: uuid(randomUUID()),
    scope_id: int(placed.scopeId),
    subject_id: uuid(placed.id),
    stage: text(code),
    stage_rank: int(rank === 0 ? 100 : rank),
    entered_on: date(stage.on),
    precision: text(stage.precision),
    verdict: text("unproven"),
    source: text("history"),
    note: text(stage.note),
  };
}

/** Every project with its lists, stages, nodes, months and holders, each row at the instant it became known. */
export function addProjects(writer: HistoryWriter, projects: DemoProject[], registry: Registry): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const project of projects) {
    const org = registry.orgs.get(project.accountOrgKey);
    if (org === undefined) throw new Error(`demonstration project ${project.key} names an unknown organisation`);
    const at = { id: randomUUID(), scopeId: org.scopeId };
    placed.set(project.key, at);
    addIdentity(writer, project, { at, registry });
    addPlans(writer, project, { at, registry });
    addMonths(writer, project, at);
  }
  return placed;
}

function earliest(project: DemoProject): string {
  const instants = [...project.listings, ...project.stages, ...project.plannedNodes, ...project.monthly, ...project.statListed].map((row) => row.knownAt);
  return instants.reduce((first, one) => (Temporal.Instant.compare(one, first) < 0 ? one : first), instants[0] ?? "2022-01-01T09:00:00+08:00");
}

function addIdentity(writer: HistoryWriter, project: DemoProject, { at, registry }: { at: Placed; registry: Registry }): void {
  const knownAt = earliest(project);
  const org = registry.orgs.get(project.accountOrgKey);
  const chain = project.chainKey === null ? undefined : registry.chains.get(project.chainKey);
  writer.add(firstKnown, "kernel_subject", {
    subject_id: uuid(at.id),
    kind: text("project"),
    scope_id: int(at.scopeId),
    code: text(project.code),
    name: text(project.name),
    search_text: text(searchText(project.name, project.code, project.builder)),
  });
  writer.add(knownAt, "kernel_subject_version", {
    subject_id: uuid(at.id),
    scope_id: int(at.scopeId),
    name: text(project.name),
    code: text(project.code),
    account_org_id: uuid(org?.id ?? null),
    account_area_id: uuid(registry.areas.get(project.accountAreaCode) ?? org?.areaId ?? null),
    place_area_id: uuid(project.placeAreaCode === null ? null : (registry.areas.get(project.placeAreaCode) ?? null)),
    longitude: numeric(project.lon),
    latitude: numeric(project.lat),
  });
  writer.add(knownAt, "projects_profile", {
    scope_id: int(at.scopeId),
    subject_id: uuid(at.id),
    project_code: text(project.code),
    builder_name: text(project.builder),
    credit_code: text(project.creditCode),
    industry_code: text(project.industryCode),
    build_kind: text(project.buildKind === null ? null : (buildKindOf(project.buildKind) ?? null)),
    industry_system: text(chain?.system ?? null),
    total_investment_fen: bigint(project.totalInvestmentFen),
    total_investment_comparator: text(project.totalComparator ?? "="),
    fixed_asset_fen: bigint(project.fixedAssetFen),
    land_mu: numeric(project.landMu),
    remark: text(project.note),
    is_sample: bool(project.sample),
    normal_name: text(normaliseName(project.name)),
  });
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
}

function addPlans(writer: HistoryWriter, project: DemoProject, { at, registry }: { at: Placed; registry: Registry }): void {
  for (const listing of project.listings) {
    writer.add(listing.knownAt, "projects_listing", {
      listing_id: uuid(randomUUID()),
      scope_id: int(at.scopeId),
      subject_id: uuid(at.id),
      year: int(listing.year),
      level: text(listing.level),
      class: text(listing.class),
      plan_fen: bigint(listing.planFen),
      valid_from: date(listing.validFrom),
      adjustment: text(listing.validFrom.endsWith("-01-01") ? null : "added"),
    });
  }
  for (const stage of project.stages) writer.add(stage.knownAt, "kernel_stage", stageRow(at, stage));
  for (const node of project.plannedNodes) {
    const known = nodeNames[node.kind];
    writer.add(node.knownAt, "kernel_node", {
      node_id: uuid(randomUUID()),
      scope_id: int(at.scopeId),
      subject_id: uuid(at.id),
      kind: text(node.kind),
      name: text(known?.name ?? node.kind),
      enters_stage: text(known?.enters ?? null),
      planned_on: date(node.on),
      due_on: date(node.on),
      baseline_on: date(node.on),
      precision: text(node.precision),
    });
  }
  const known = earliest(project);
  for (const baton of project.batons) {
    const post = registry.posts.get(baton.postKey);
    if (post === undefined) continue;
    writer.add(baton.knownAt ?? known, "kernel_baton", {
      baton_id: uuid(randomUUID()),
      scope_id: int(at.scopeId),
      subject_id: uuid(at.id),
      role: text(baton.role === "responsible_unit" ? "locality" : baton.role),
      holder_post_id: int(post),
      valid_from: date(baton.from),
      note: text("随重点项目名单明确"),
    });
  }
}

function addMonths(writer: HistoryWriter, project: DemoProject, at: Placed): void {
  const previous = new Map<string, number>();
  for (const month of project.monthly.toSorted((a, b) => (a.month < b.month ? -1 : 1))) {
    const year = month.month.slice(0, 4);
    const end = monthEnd(month.month);
    const before = previous.get(year) ?? 0;
    previous.set(year, month.cumulativeFen);
    const common = { scope_id: int(at.scopeId), subject_id: uuid(at.id) };
    writer.add(month.knownAt, "kernel_observation", {
      ...common,
      observation_id: uuid(randomUUID()),
      metric: text("investment_done"),
      period_from: date(`${year}-01-01`),
      period_to: date(end),
      value: bigint(month.cumulativeFen),
      comparator: text(month.comparator),
    });
    writer.add(month.knownAt, "projects_report", {
      ...common,
      report_id: uuid(randomUUID()),
      month_end: date(end),
      status: text("accepted"),
      month_fen: bigint(month.cumulativeFen - before),
      cumulative_fen: bigint(month.cumulativeFen),
      is_unchanged: bool(month.cumulativeFen === before),
      progress_text: text(month.progress),
      problem_text: text(month.problem),
    });
  }
  for (const record of project.statListed) {
    const common = { scope_id: int(at.scopeId), subject_id: uuid(at.id), ledger: text("statistics"), period_to: date(monthEnd(record.month)) };
    writer.add(record.knownAt, "kernel_observation", {
      ...common,
      observation_id: uuid(randomUUID()),
      metric: text("investment_statistics"),
      period_from: date(`${record.month.slice(0, 4)}-01-01`),
      value: bigint(record.fen),
      text_value: text(record.explanation),
    });
    writer.add(record.knownAt, "kernel_observation", {
      ...common,
      observation_id: uuid(randomUUID()),
      metric: text("stat_listed"),
      period_from: date(monthEnd(record.month)),
      value: bigint(1),
    });
  }
}

export function addCeremonies(
  writer: HistoryWriter,
  ceremonies: DemoCeremony[],
  places: { registry: Registry; projects: Map<string, Placed>; contracts: Map<string, Placed> },
): void {
  const city = places.registry.orgs.get("o-city");
  for (const ceremony of ceremonies) {
    const id = randomUUID();
    writer.add(ceremony.knownAt, "kernel_occasion", {
      occasion_id: uuid(id),
      scope_id: int(city?.scopeId ?? 0),
      subject_id: uuid(city?.id ?? null),
      kind: text("ceremony"),
      name: text(ceremony.name),
      held_from: date(ceremony.on),
      held_to: date(ceremony.on),
      precision: text(ceremony.precision),
    });
    const members = [...ceremony.projectKeys.map((key) => places.projects.get(key)), ...ceremony.contractKeys.map((key) => places.contracts.get(key))];
    const seen = new Set<string>();
    for (const project of members) {
      if (project === undefined) throw new Error(`ceremony ${ceremony.key} names an unknown member`);
      if (seen.has(project.id)) continue;
      seen.add(project.id);
      writer.add(ceremony.knownAt, "kernel_occasion_part", {
        occasion_id: uuid(id),
        scope_id: int(project.scopeId),
        subject_id: uuid(project.id),
        role: text("member"),
      });
    }
  }
}
