/**
 * Ids through HTTP: for every operation that takes one, in its path or its body, and every role, an id that exists out of
 * reach must be answered exactly as one that exists nowhere.
 */
import type pg from "pg";
import type { Canaries } from "./canaries.ts";
import type { Ground } from "./campaign.ts";
import type { Operation } from "./interface.ts";
import type { Person, Username, Who } from "./people.ts";
import { usernames } from "./people.ts";
import { Random } from "./random.ts";
import { type Known, valueFor } from "./values.ts";
import type { Answer } from "./wire.ts";

/** Where the ids of a kind stand: a query of one column, run as the owner and as the asker. */
type Source = { prefix: string; sql: string };

/** Newest first, so that what the proof planted is among them. */
export const sources: readonly Source[] = [
  { prefix: "/api/projects/{id}", sql: "select subject_id::text as id from kernel_subject where kind = 'project' order by 1 desc" },
  { prefix: "/api/subjects/{id}", sql: "select subject_id::text as id from kernel_subject where kind = 'project' order by 1 desc" },
  { prefix: "/api/matters/{id}", sql: "select matter_id::text as id from kernel_matter order by 1 desc" },
  { prefix: "/api/lights/{id}", sql: "select version_id::text as id from kernel_light order by 1 desc" },
  { prefix: "/api/evidence/{id}", sql: "select evidence_id::text as id from kernel_evidence order by 1 desc" },
  { prefix: "/api/batons/{id}", sql: "select distinct baton_id::text as id from kernel_baton order by 1 desc" },
  { prefix: "/api/saved-views/{id}", sql: "select view_id::text as id from projects_saved_view order by 1 desc" },
  { prefix: "/api/imports/{id}", sql: "select import_id::text as id from projects_import order by 1 desc" },
  {
    // A city that has issued nothing yet has no confirmations: another id out of reach stands for one.
    prefix: "/api/confirmations/{id}",
    sql: `select id from (select confirmation_id::text as id, 1 as place from dispatch_confirmation
      union all select subject_id::text, 2 from kernel_subject where kind = 'project') c order by place, id desc`,
  },
  { prefix: "/api/listing-rollovers/{id}", sql: "select act_id::text as id from kernel_act order by 1 desc limit 3000" },
];

/** Prefixes whose things everybody may know of: months, figures, templates, and what administrators see as a whole. */
export const known: Readonly<Record<string, string>> = {
  "/api/figures/{name}": "names of figures are published",
  "/api/months/{month}": "months are no rows of anybody",
  "/api/periods/{month}": "months are no rows of anybody",
  "/api/imports/templates/{file}": "names of templates are published",
  "/api/accounts/{id}": "administrators see every account; for all others see the comparison below",
  "/api/appointments/{id}": "as accounts",
  "/api/organisations/{id}": "the tree of organisations is known to everybody who is in office",
  "/api/bulletins/{id}": "bulletins are the whole city's: everybody in office reads them",
  "/api/scoring/schemes/{id}": "schemes of scoring are published to everybody in office",
  "/api/scoring/runs/{id}": "runs of scoring are published to everybody in office",
  "/api/scoring/appeals/{id}": "an appeal is a matter, tried as one",
};

/** "/api/projects/{id}" of "/api/projects/{id}/stages"; undefined for a path without an id. */
export function prefixOf(path: string): string | undefined {
  return /^\/api\/[^{]*\{\w+\}/.exec(path)?.[0];
}

type Reach = { visible: ReadonlySet<string>; hidden: string | undefined };

async function idsAs(web: pg.Pool, who: { accountId: string; postId: number }, source: Source): Promise<Set<string>> {
  const client = await web.connect();
  try {
    await client.query("begin");
    await client.query("select kernel_settle($1, $2, 'proof'), set_config('role', 'baton_act', true)", [who.accountId, who.postId]);
    const { rows } = await client.query<{ id: string }>(source.sql);
    return new Set(rows.map((row) => row.id));
  } catch (error) {
    // A role without the right reads nothing at all.
    if (typeof error === "object" && error !== null && "code" in error && error.code === "42501") return new Set();
    throw error;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function reachOf(ground: Ground, person: Person, source: Source): Promise<Reach> {
  const me = await person.askJson("GET", "/api/me");
  const account = me.body["account"] as { id: string };
  const visible = await idsAs(ground.running.openDatabase("baton_web"), { accountId: account.id, postId: Number(me.body["postId"]) }, source);
  const { rows } = await ground.running.openDatabase("baton_owner").query<{ id: string }>(source.sql);
  return { visible, hidden: rows.map((row) => row.id).find((id) => !visible.has(id)) };
}

const nowhere = "7d0c8c7e-5a1b-4c3d-9e2f-0a1b2c3d4e5f";

/** One request of an operation with one id everywhere an id is asked for; the same seed makes the same rest. */
function requestWith(operation: Operation, id: string, seed: number): { method: string; path: string; headers: Record<string, string>; body?: string } {
  const random = new Random(seed);
  const given: Known = { ids: [id], months: ["2023-06"], figures: ["projects.count"], words: ["按通知办理"] };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === "month" ? "2023-06" : name === "name" ? "projects.count" : id));
  const query = operation.parameters
    // A cursor is a place in one's own list.
    .filter((one) => one.in === "query" && one.name !== "cursor" && (one.required === true || JSON.stringify(one.schema).includes("uuid")))
    .map((one) => `${one.name}=${encodeURIComponent(JSON.stringify(one.schema).includes("uuid") ? id : String(valueFor(one.schema, random, given)))}`);
  const body = operation.body === undefined || operation.method === "GET" ? undefined : replaceIds(valueFor(operation.body, random, given), id);
  return {
    method: operation.method,
    path: `${path}${query.length === 0 ? "" : `?${query.join("&")}`}`,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function replaceIds(value: unknown, id: string): unknown {
  if (typeof value === "string") return uuid.test(value) ? id : value;
  if (Array.isArray(value)) return value.map((one: unknown) => replaceIds(one, id));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceIds(one, id)]));
}

/** What an answer says, without the id that was sent and without what differs by nature. */
function saidBy(answer: Answer, id: string): string {
  return `${answer.status} ${answer.body
    .toString()
    .replaceAll(id, "ID")
    .replaceAll(/"(requestId|savedAt|receipt)":"[^"]*"/g, "")}`.slice(0, 300);
}

export type Compared = { operation: string; who: Who; status: number };
export type Difference = { operation: string; who: Who; outOfReach: string; unknown: string };

/** Bodies that a rule of form refuses tell nothing: some others are tried. */
const attempts = 4;

async function compare(person: Person, operation: Operation, hidden: string): Promise<{ status: number; difference?: Omit<Difference, "operation" | "who"> }> {
  let status = 0;
  for (let seed = 1; seed <= attempts; seed += 1) {
    const there = await person.ask(requestWith(operation, hidden, seed));
    const not = await person.ask(requestWith(operation, nowhere, seed));
    const [outOfReach, unknown] = [saidBy(there, hidden), saidBy(not, nowhere)];
    if (outOfReach !== unknown) return { status: there.status, difference: { outOfReach, unknown } };
    status = there.status;
    if (status !== 400) break;
  }
  return { status };
}

/** Operations that take an id somewhere: in the path, in the query or in the body. */
export function takesId(operation: Operation): boolean {
  const path = prefixOf(operation.path);
  return (
    (path !== undefined && known[path] === undefined) ||
    JSON.stringify(operation.body ?? "").includes("uuid") ||
    JSON.stringify(operation.parameters).includes("uuid")
  );
}

/** Every operation with an id × every role: the comparisons made, and those that told something. */
export async function compareIdentifiers(ground: Ground, canaries: Canaries): Promise<{ compared: Compared[]; differences: Difference[] }> {
  const compared: Compared[] = [];
  const differences: Difference[] = [];
  const projects = sources[0];
  if (projects === undefined) throw new Error("no source of ids");
  for (const who of usernames satisfies readonly Username[]) {
    const person = ground.people.get(who);
    if (person === undefined) throw new Error(`${who} is missing`);
    const hidden = new Map<string, string | undefined>();
    for (const source of sources) hidden.set(source.prefix, (await reachOf(ground, person, source)).hidden);
    for (const operation of ground.operations.filter(takesId)) {
      if (operation.isUpload) continue;
      const prefix = prefixOf(operation.path);
      // An id in a body alone is tried with a project: the canary where it is out of reach.
      const id = hidden.get(prefix !== undefined && hidden.has(prefix) ? prefix : projects.prefix);
      if (id === undefined) continue;
      const { status, difference } = await compare(person, operation, id);
      compared.push({ operation: operation.name, who, status });
      if (difference !== undefined) differences.push({ operation: operation.name, who, ...difference });
    }
  }
  if (!compared.some((one) => one.status === 404)) throw new Error(`nothing was answered by 404, not even ${canaries.projectId}`);
  return { compared, differences };
}
