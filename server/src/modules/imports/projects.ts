import { sql } from "kysely";
import { normaliseName, projectLevels, stages } from "@baton/contract/codes";
import { lastDayOf, type When } from "@baton/contract/time";
import type { Tx } from "#platform/database";
import { type Places, readPlaces } from "#kernel/subjects";
import { differingProjects, findProjects, type FoundProject, type ProjectStatement, recordProjects } from "#modules/projects";
import { rowReader } from "./cells.ts";
import { chainOf, type ChainNames, readChainNames, writeChains } from "./chains.ts";
import type { Asked, Importer, Prepared } from "./importer.ts";
import { readPlace } from "./place-cells.ts";
import { type ProjectRow, readProjectRow } from "./project-rows.ts";
import { eachRow } from "./watch.ts";

/** Rows of one project: the same code, else the same name in the same place. */
type Group = ProjectRow[];

type Posts = { byTitle(title: string, place: { orgId: string }): number | undefined; firstOf(orgId: string): number | undefined };
type World = { places: Places; chains: ChainNames; posts: Posts; mayAddChains: boolean };

/** Earliest post of each organisation, and posts by title in an organisation or above it. */
async function readPosts(tx: Tx): Promise<Posts> {
  const { rows } = await sql<{
    post_id: number;
    org_id: string;
    title: string;
  }>`select post_id, org_id, title from kernel_post where not is_closed order by post_id`.execute(tx);
  const { rows: lines } = await sql<{ ancestor_id: string; descendant_id: string }>`select ancestor_id, descendant_id from kernel_org_closure`.execute(tx);
  const related = new Set(lines.flatMap((line) => [`${line.ancestor_id} ${line.descendant_id}`, `${line.descendant_id} ${line.ancestor_id}`]));
  const titles = Map.groupBy(rows, (post) => post.title.replaceAll(/\s/g, ""));
  const first = new Map<string, number>();
  for (const post of rows) if (!first.has(post.org_id)) first.set(post.org_id, post.post_id);
  return {
    firstOf: (orgId) => first.get(orgId),
    byTitle: (title, place) => {
      const near = (titles.get(title.replaceAll(/\s/g, "")) ?? []).filter((post) => related.has(`${post.org_id} ${place.orgId}`));
      return near.length === 1 ? near[0]?.post_id : undefined;
    },
  };
}

function grouped(rows: readonly ProjectRow[]): Group[] {
  const byCode = new Map<string, Group>();
  const byName = new Map<string, Group>();
  const groups: Group[] = [];
  const nameOf = (row: ProjectRow): string => `${row.place.orgId} ${normaliseName(row.name)}`;
  for (const row of rows.toSorted((a, b) => Number(a.code === null) - Number(b.code === null))) {
    const known = row.code === null ? byName.get(nameOf(row)) : byCode.get(row.code);
    const group = known ?? [];
    if (known === undefined) groups.push(group);
    group.push(row);
    if (row.code !== null) byCode.set(row.code, group);
    if (!byName.has(nameOf(row))) byName.set(nameOf(row), group);
  }
  return groups;
}

const levelNames = new Map(projectLevels.map((level) => [level.code as string, level.zh]));

/** One project may stand in several rows, once for each list of each year, and its rows must agree on what it is. */
function checkGroup(group: Group): void {
  const seen = new Map<string, number>();
  const [first] = group;
  for (const row of group) {
    const list = `${row.year} ${row.level}`;
    const earlier = seen.get(list);
    if (earlier !== undefined) {
      row.reader.error("项目级别", "duplicate-row", `与第${earlier}行同为${row.year}年${levelNames.get(row.level) ?? ""}的同一项目`, "请只保留一行");
    }
    seen.set(list, earlier ?? row.row);
    if (first === undefined || row === first) continue;
    if (normaliseName(row.name) !== normaliseName(first.name)) {
      row.reader.error("项目名称", "rows-disagree", `项目代码与第${first.row}行相同，名称却不同`, "请核对项目代码和名称");
    }
    if (row.totalFen !== first.totalFen) {
      row.reader.error("总投资(万元)", "rows-disagree", `与第${first.row}行是同一项目，总投资却不同`, "请改成一致");
    }
    if (row.place.orgId !== first.place.orgId) {
      row.reader.error("属地", "rows-disagree", `与第${first.row}行是同一项目，属地却不同`, "请改成一致");
    }
  }
}

function chosen(group: Group, found: readonly FoundProject[]): FoundProject | null {
  const [first] = group;
  if (first === undefined) return null;
  const byCode = found.find((one) => one.how === "code");
  if (byCode !== undefined) return byCode;
  // A project known without a code receives one; a project with another code is another project.
  const byName = found.filter((one) => first.code === null || one.projectCode === null);
  if (byName.length > 1) {
    const codes = byName.map((one) => one.projectCode ?? "无代码").join("、");
    first.reader.error("项目名称", "ambiguous-project", `同一属地有${byName.length}个同名项目（${codes}）`, "请填写项目代码");
  }
  return byName[0] ?? null;
}

function filled<T>(group: Group, pick: (row: ProjectRow) => T | null): T | null {
  for (const row of group) {
    const value = pick(row);
    if (value !== null) return value;
  }
  return null;
}

const rankOf = (stage: string): number => {
  const at = stages.findIndex((one) => one.code === stage);
  return at < 0 ? 100 : at + 1;
};

/** Dated stages from their own columns; the current one without a date is known by the first day of the list's year. */
function stagesOf(group: Group): ProjectStatement["stages"] {
  const startedOn = filled(group, (row) => row.startedOn);
  const producedOn = filled(group, (row) => row.producedOn);
  const dated = [
    ...(startedOn === null ? [] : [{ stage: "started", rank: rankOf("started"), enteredOn: startedOn.on, precision: startedOn.precision as string }]),
    ...(producedOn === null
      ? []
      : [{ stage: "in_production", rank: rankOf("in_production"), enteredOn: producedOn.on, precision: producedOn.precision as string }]),
  ];
  const [first] = group;
  const undated = [...Map.groupBy(group, (row) => row.stage)].filter(([stage]) => !dated.some((one) => one.stage === stage));
  const known = undated.map(([stage, rows]) => {
    const rank = rankOf(stage);
    // A stage that is not dated cannot lie before a dated one that comes earlier in the lifecycle.
    const bounds = [`${Math.min(...rows.map((row) => row.year))}-01-01`, ...dated.filter((one) => one.rank < rank).map((one) => one.enteredOn)];
    return { stage, rank, enteredOn: bounds.reduce((a, b) => (b > a ? b : a)), precision: "by" };
  });
  if (known.length > 0 && dated.some((one) => known.every((other) => other.rank < one.rank))) {
    first?.reader.warn("当前阶段", "stage-behind-dates", "当前阶段早于已填的实际日期", "已按实际日期记录，请核对当前阶段");
  }
  return [...dated, ...known];
}

function nodesOf(group: Group): ProjectStatement["nodes"] {
  const node = (kind: "start" | "completion" | "production"): ProjectStatement["nodes"][number][] => {
    const when: When | null = filled(group, (row) => row.planned[kind]);
    return when === null ? [] : [{ kind, plannedOn: when.on, dueOn: lastDayOf(when), precision: when.precision }];
  };
  return [...node("start"), ...node("completion"), ...node("production")];
}

const unitRoles: Record<string, string> = { department: "department", task_force: "task_force", enterprise: "enterprise" };

/** A named post or unit takes an empty hand; one that names nobody known is kept as text and said so. */
function batonsOf(group: Group, world: World): ProjectStatement["batons"] {
  const from = `${Math.min(...group.map((row) => row.year))}-01-01`;
  const batons: { role: string; postId: number; from: string }[] = [];
  const [first] = group;
  if (first === undefined) return batons;
  const leader = filled(group, (row) => row.leaderTitle);
  const leaderPost = leader === null ? undefined : world.posts.byTitle(leader, first.place);
  if (leaderPost !== undefined) batons.push({ role: "leader_in_charge", postId: leaderPost, from });
  else if (leader !== null)
    first.reader.warn("包保领导", "unknown-post", `没有岗位“${leader.slice(0, 40)}”，只记下文字`, "请先导入岗位，或者在项目页办理责任交接");
  const unit = filled(group, (row) => row.unit);
  const units = unit === null ? [] : world.places.find(unit);
  const unitPost = units.length === 1 ? world.posts.firstOf(units[0]?.orgId ?? "") : undefined;
  if (unitPost !== undefined) batons.push({ role: unitRoles[units[0]?.kind ?? ""] ?? "locality", postId: unitPost, from });
  else if (unit !== null) first.reader.warn("责任单位", "unknown-unit", `没有找到单位“${unit.slice(0, 40)}”或者它还没有岗位，只记下文字`, "请先导入组织和岗位");
  return batons;
}

function statementOf(group: Group, known: FoundProject | null, world: World): ProjectStatement | null {
  const [first] = group;
  if (first === undefined) return null;
  const chainNames = [...new Set(group.flatMap((row) => row.chains))];
  const chainIds = chainNames.map((name) => chainOf(first.reader, name, { chains: world.chains, mayAdd: world.mayAddChains }));
  return {
    subjectId: known?.subjectId ?? null,
    scopeId: first.place.scopeId,
    name: first.name,
    projectCode: filled(group, (row) => row.code),
    builderName: filled(group, (row) => row.builderName),
    creditCode: filled(group, (row) => row.creditCode),
    industryCode: filled(group, (row) => row.industryCode),
    buildKind: filled(group, (row) => row.buildKind),
    totalInvestmentFen: first.totalFen,
    fixedAssetFen: filled(group, (row) => row.fixedAssetFen),
    landMu: filled(group, (row) => row.landMu),
    pairedLeaderTitle: filled(group, (row) => row.leaderTitle),
    responsibleUnit: filled(group, (row) => row.unit),
    remark: filled(group, (row) => row.remark),
    accountOrgId: first.place.orgId,
    accountAreaId: first.place.areaId,
    longitude: filled(group, (row) => row.longitude),
    latitude: filled(group, (row) => row.latitude),
    chainIds: chainIds.filter((id): id is string => id !== null),
    listings: group.map((row) => ({ year: row.year, level: row.level, class: row.class, planFen: row.planFen })),
    stages: stagesOf(group),
    nodes: nodesOf(group),
    batons: batonsOf(group, world),
  };
}

async function prepare(tx: Tx, { actor, clock, table, faults, watch }: Asked): Promise<Prepared> {
  const world: World = { places: await readPlaces(tx), chains: await readChainNames(tx), posts: await readPosts(tx), mayAddChains: actor.role === "dispatch" };
  const read = rowReader(table, faults);
  const rows = await eachRow(watch, table.rows, (at) => {
    const reader = read(at);
    return readProjectRow(reader, readPlace(reader, "属地", { places: world.places, mustReach: true }));
  });
  const groups = grouped(rows);
  for (const group of groups) checkGroup(group);
  const found = await findProjects(
    tx,
    groups.map((group) => ({ code: filled(group, (row) => row.code), name: group[0]?.name ?? "", accountOrgId: group[0]?.place.orgId ?? null })),
  );
  const statements = groups.map((group, at) => ({ group, statement: statementOf(group, chosen(group, found[at] ?? []), world) }));
  const twice = new Map<string, number>();
  for (const { group, statement } of statements) {
    if (statement?.subjectId === null || statement === null) continue;
    const earlier = twice.get(statement.subjectId);
    if (earlier !== undefined) group[0]?.reader.error("项目名称", "duplicate-row", `与第${earlier}行是同一个项目`, "请填写同一个项目代码");
    twice.set(statement.subjectId, earlier ?? group[0]?.row ?? 0);
  }
  const whole = statements.flatMap(({ group, statement }) => (statement === null ? [] : [{ group, statement }]));
  const differing = await differingProjects(
    tx,
    whole.map(({ statement }) => statement),
  );
  const changing = whole.filter(({ statement }) => statement.subjectId === null || differing.has(statement.subjectId));
  return {
    changed: changing.reduce((sum, { group }) => sum + group.length, 0),
    subjects: changing.flatMap(({ statement }) => statement.subjectId ?? []),
    write: async (writer, act) => {
      const written = changing.map(({ statement }) => statement);
      await writeChains(writer, world.chains, new Set(written.flatMap((statement) => statement.chainIds)));
      await recordProjects(writer, { act, today: clock.today().toString() }, written);
    },
  };
}

export const projectImporter: Importer = { kind: "projects", roles: ["dispatch", "district"], prepare };
