import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { organisationKinds, postRoles } from "@baton/contract/import-columns";
import { createAccount } from "#kernel/accounts";
import { lockTree } from "#kernel/organisations";
import type { Tx } from "#platform/database";
import { placeKey, searchText } from "#kernel/subjects";
import { rowReader, type RowReader } from "./cells.ts";
import type { Asked, Importer, Prepared } from "./importer.ts";
import { type NewArea, type NewPost, orgKey, readTree, type StoredOrg, type StoredTree, type WantedOrg, writeTree } from "./organisation-tree.ts";
import { eachRow } from "./watch.ts";

type Row = {
  reader: RowReader;
  name: string;
  kind: string;
  parentName: string | null;
  areaCode: string | null;
  title: string | null;
  account: string | null;
  role: string | null;
};

/** One organisation of the table: its rows, and what it is known as. */
type Node = {
  name: string;
  kind: string;
  parentName: string | null;
  rows: Row[];
  stored: StoredOrg | null;
  orgId: string;
  parentId: string | null;
  areaId: string | null;
};

const levelOfKind: Record<string, string> = { city: "city", county: "county", town: "town", park: "functional" };
const roleOfKind: Record<string, string> = {
  county: "district",
  town: "town",
  park: "town",
  department: "department",
  state_firm: "department",
  task_force: "department",
  enterprise: "enterprise",
};
const accountsMax = 100;

function roleOf(text: string): string | undefined {
  const word = text.normalize("NFKC").replaceAll(/\s/g, "");
  return postRoles.find((role) => role.zh === word || role.code === word || (role.aliases as readonly string[]).includes(word))?.code;
}

function kindOf(text: string): string | undefined {
  const word = text.normalize("NFKC").replaceAll(/[\s()（）]/g, "");
  return (
    organisationKinds.find((kind) => kind.zh === word || kind.code === word)?.code ??
    ({ 区市: "county", 区: "county", 县: "county", 乡镇: "town", 街道: "town", 开发区: "park", 高新区: "park" } as Record<string, string>)[word]
  );
}

function readRow(reader: RowReader): Row | null {
  const name = reader.text("组织名称", { isRequired: true, max: 100 });
  const kind = reader.word("类别", kindOf, { isRequired: true, choices: organisationKinds });
  const title = reader.text("岗位名称", { max: 100 });
  const account = reader.text("姓名或账号", { max: 32 });
  const code = reader.text("行政区划代码", { max: 20 });
  const areaCode = code === null ? null : placeKey(code).replace(/^(\d{4})00$/, "$100");
  if (areaCode !== null && !/^(\d{6}(\d{3})?(\d{3})?|[A-Za-z][A-Za-z0-9-]{1,11})$/.test(areaCode)) {
    reader.error("行政区划代码", "not-an-area-code", `“${code}”不是行政区划代码`, "请填写6位、9位或12位代码，功能区填写本市自定的字母代码");
  }
  if (title === null && account !== null) reader.error("岗位名称", "required", "填写了姓名或账号，没有填写岗位名称", "请填写岗位名称");
  const given = reader.word("角色", roleOf, { choices: postRoles });
  const role = given ?? (kind === null ? null : (roleOfKind[kind] ?? null));
  if (title !== null && role === null && reader.raw("角色") === null) reader.error("角色", "required", "市级组织的岗位须写明角色", "请填写领导、链长或调度");
  if (name === null || kind === null) return null;
  return { reader, name, kind, parentName: reader.text("上级组织", { max: 100 }), areaCode, title, account, role };
}

/** Rows of one organisation, put together; the same name under two parents is two organisations. */
function nodesOf(rows: readonly Row[]): Node[] {
  const nodes: Node[] = [];
  const byName = Map.groupBy(rows, (row) => orgKey(row.name));
  for (const same of byName.values()) {
    const parents = Map.groupBy(same, (row) => (row.parentName === null ? "" : orgKey(row.parentName)));
    const blank = parents.get("") ?? [];
    const [only] = [...parents].filter(([parent]) => parent !== "");
    if (blank.length > 0 && only !== undefined && parents.size === 2) {
      only[1].push(...blank);
      parents.delete("");
    }
    for (const group of parents.values()) {
      const [first] = group;
      if (first === undefined) continue;
      for (const row of group) {
        if (row.kind !== first.kind) row.reader.error("类别", "rows-disagree", `与第${first.reader.row}行是同一组织，类别却不同`, "请改成一致");
      }
      nodes.push({
        name: first.name,
        kind: first.kind,
        parentName: group.find((row) => row.parentName !== null)?.parentName ?? null,
        rows: group,
        stored: null,
        orgId: "",
        parentId: null,
        areaId: null,
      });
    }
  }
  return nodes;
}

const firstReader = (node: Node): RowReader | undefined => node.rows[0]?.reader;

/** Which stored organisation a node is: by name, and by its parent where one is named. */
function identify(node: Node, tree: StoredTree): void {
  const same = tree.byName.get(orgKey(node.name)) ?? [];
  const parentOf = (org: StoredOrg): string => orgKey(tree.orgs.find((one) => one.orgId === org.parentId)?.name ?? "");
  const fitting = node.parentName === null ? same : same.filter((org) => parentOf(org) === orgKey(node.parentName ?? ""));
  if (fitting.length > 1) firstReader(node)?.error("组织名称", "ambiguous-organisation", `已有${fitting.length}个“${node.name}”`, "请填写上级组织");
  const placeholder = tree.orgs.find((org) => org.kind === "city" && org.parentId === null);
  const isRoot = node.kind === "city" && node.parentName === null;
  if (fitting.length === 0 && isRoot && placeholder !== undefined && placeholder.areaId !== null) {
    firstReader(node)?.error("组织名称", "second-city", `本市已有市级组织“${placeholder.name}”`, "请改用该名称，或者改写类别");
  }
  // The city that an empty database begins with has no division yet: the first table names it.
  node.stored = fitting[0] ?? (isRoot ? (placeholder ?? null) : null);
  node.orgId = node.stored?.orgId ?? randomUUID();
}

function findParents(nodes: readonly Node[], tree: StoredTree): void {
  const byName = Map.groupBy(nodes, (node) => orgKey(node.name));
  const root = nodes.find((node) => node.kind === "city" && node.parentName === null)?.orgId ?? tree.orgs.find((org) => org.parentId === null)?.orgId;
  for (const node of nodes) {
    if (node.parentName === null) {
      node.parentId = node.stored === null ? (node.kind === "city" ? null : (root ?? null)) : node.stored.parentId;
      if (node.parentId === null && node.stored === null && node.kind !== "city")
        firstReader(node)?.error("上级组织", "required", "没有填写上级组织，也还没有市级组织", "请填写上级组织，或者增加一行类别为“市”的组织");
      continue;
    }
    const key = orgKey(node.parentName);
    const ids = new Set([...(byName.get(key) ?? []).map((one) => one.orgId), ...(tree.byName.get(key) ?? []).map((one) => one.orgId)]);
    const [parentId] = ids;
    if (ids.size === 1 && parentId !== undefined) node.parentId = parentId;
    else if (ids.size === 0)
      firstReader(node)?.error("上级组织", "unknown-parent", `没有找到上级组织“${node.parentName}”`, "请在文件中增加该组织，或者核对名称");
    else firstReader(node)?.error("上级组织", "ambiguous-parent", `有${ids.size}个组织叫“${node.parentName}”`, "请先分别导入并用全称区分");
  }
  const parents = new Map([...tree.orgs.map((org) => [org.orgId, org.parentId] as const), ...nodes.map((node) => [node.orgId, node.parentId] as const)]);
  for (const node of nodes) {
    let steps = 0;
    for (let at = node.parentId; at !== null && at !== undefined && steps <= 12; at = parents.get(at) ?? null) steps += at === node.orgId ? 100 : 1;
    if (steps > 12) firstReader(node)?.error("上级组织", "cycle", `“${node.name}”的上级关系成了环，或者超过12级`, "请核对上级组织");
  }
}

/** Divisions by code: known, or new with the organisation that governs them; others stand where their parent stands. */
function findAreas(nodes: readonly Node[], tree: StoredTree): NewArea[] {
  const made = new Map<string, NewArea>();
  const areaOf = new Map<string, string | null>(tree.orgs.map((org) => [org.orgId, org.areaId]));
  const codeOf = (node: Node): string | null => node.rows.find((row) => row.areaCode !== null)?.areaCode ?? null;
  for (const node of nodes) {
    const code = codeOf(node);
    const level = levelOfKind[node.kind];
    if (code === null || tree.areas.has(code) || made.has(code) || level === undefined) continue;
    const name = orgKey(node.name);
    made.set(code, {
      areaId: tree.formerAreas.get(code) ?? randomUUID(),
      isKnown: tree.formerAreas.has(code),
      code,
      name,
      level,
      parentAreaId: null,
      search: searchText(name),
    });
  }
  const pending = new Map(nodes.map((node) => [node.orgId, node]));
  const settle = (orgId: string | null, depth: number): string | null => {
    const node = orgId === null ? undefined : pending.get(orgId);
    if (orgId === null || depth > 12) return null;
    if (node === undefined) return areaOf.get(orgId) ?? null;
    const code = codeOf(node);
    const area = code === null ? undefined : (made.get(code)?.areaId ?? tree.areas.get(code)?.areaId);
    const above = settle(node.parentId, depth + 1);
    const own = code === null ? undefined : made.get(code);
    if (own !== undefined && levelOfKind[node.kind] === own.level) own.parentAreaId = above;
    return area ?? node.stored?.areaId ?? above;
  };
  for (const node of nodes) {
    const code = codeOf(node);
    node.areaId = settle(node.orgId, 0);
    if (code !== null && !made.has(code) && !tree.areas.has(code))
      firstReader(node)?.error("行政区划代码", "unknown-area", `没有行政区划代码${code}`, "请先导入该区划的区县、镇街或园区，或者不填");
  }
  return [...made.values()];
}

function postsOf(nodes: readonly Node[], tree: StoredTree): NewPost[] {
  const posts = new Map<string, NewPost>();
  for (const node of nodes) {
    for (const row of node.rows) {
      if (row.title === null || row.role === null) continue;
      const key = `${node.orgId} ${row.title}`;
      const known = tree.posts.get(key) ?? posts.get(key)?.role;
      if (known === undefined) posts.set(key, { orgId: node.orgId, title: row.title, role: row.role });
      else if (known !== row.role) row.reader.warn("角色", "role-kept", `岗位“${row.title}”已有，角色没有改动`, "如需更改角色，请由系统管理员在组织页办理");
    }
  }
  return [...posts.values()];
}

/** People are added by the system administrator alone; whoever holds a post is appointed by the security administrator. */
function peopleOf(rows: readonly Row[], actorRole: string): string[] {
  const named = rows.filter((row) => row.account !== null);
  const names = [...new Set(named.map((row) => (row.account ?? "").toLowerCase()))];
  const [first] = named;
  if (first === undefined) return [];
  if (actorRole !== "sysadmin") {
    first.reader.warn("姓名或账号", "accounts-not-made", `有${names.length}个账号没有建立`, "账号由系统管理员建立，请由系统管理员导入同一文件");
    return [];
  }
  for (const row of named) {
    if (!/^[a-z0-9\p{Script=Han}][a-z0-9\p{Script=Han}._-]{1,31}$/u.test((row.account ?? "").toLowerCase()))
      row.reader.error("姓名或账号", "not-a-username", `“${row.account}”不能作账号`, "账号用2至32个小写字母、数字、汉字、点、横线或下划线");
  }
  if (names.length > accountsMax)
    first.reader.error("姓名或账号", "too-many-accounts", `一次建立${names.length}个账号，超过${accountsMax}个`, "请分成几个文件");
  first.reader.warn("姓名或账号", "appointments-wait", "账号建立后还没有岗位", "请由安全管理员办理任职");
  return names;
}

async function unknownAccounts(tx: Tx, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ username: string }>`select username from kernel_account where username = any(${names}::text[])`.execute(tx);
  const known = new Set(rows.map((row) => row.username));
  return names.filter((name) => !known.has(name));
}

async function prepare(tx: Tx, { actor, table, faults, watch }: Asked): Promise<Prepared> {
  await lockTree(tx);
  const tree = await readTree(tx);
  const read = rowReader(table, faults);
  const rows = await eachRow(watch, table.rows, (at) => readRow(read(at)));
  const nodes = nodesOf(rows);
  for (const node of nodes) identify(node, tree);
  findParents(nodes, tree);
  const areas = findAreas(nodes, tree);
  const posts = postsOf(nodes, tree);
  const people = await unknownAccounts(tx, peopleOf(rows, actor.role));
  if (rows.some((row) => row.reader.raw("手机号") !== null))
    faults.warn(table.headerRow, "手机号", { code: "not-kept", message: "手机号没有保存", remedy: "系统只保存岗位，不保存个人电话" });
  const orgs = nodes.flatMap((node): WantedOrg[] => {
    const { stored } = node;
    const isSame = stored !== null && stored.kind === node.kind && stored.parentId === node.parentId && stored.areaId === node.areaId;
    if (isSame) return [];
    const name = stored !== null && orgKey(stored.name) === orgKey(node.name) ? stored.name : node.name;
    return [
      {
        orgId: node.orgId,
        name,
        kind: node.kind,
        parentId: node.parentId,
        areaId: node.areaId,
        isNew: stored === null,
        isRenamed: stored !== null && stored.name !== name,
        search: searchText(name),
      },
    ];
  });
  const touched = new Set([...orgs.map((org) => org.orgId), ...posts.map((post) => post.orgId)]);
  const changedRows = nodes.filter((node) => touched.has(node.orgId)).reduce((sum, node) => sum + node.rows.length, 0);
  return {
    changed: Math.max(changedRows, people.length),
    subjects: orgs.filter((org) => !org.isNew).map((org) => org.orgId),
    write: async (writer) => {
      const made = { posts: await writeTree(writer, { areas, orgs, posts }), accounts: [] as string[] };
      const accounts: { username: string; password: string }[] = [];
      for (const username of people) {
        const { accountId, oneTimePassword } = await createAccount(writer, { username, displayName: username }, { act: false });
        made.accounts.push(accountId);
        accounts.push({ username, password: oneTimePassword });
      }
      return { accounts, made };
    },
  };
}

export const organisationImporter: Importer = { kind: "organisations", roles: ["dispatch", "sysadmin"], prepare };
