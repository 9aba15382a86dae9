import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import type pg from "pg";
import type { ReplayAnswer } from "@baton/contract/periods";
import { findAuditKey, headFileOf, verifyAudit } from "#kernel/audit";
import { rolePasswords } from "#platform/database";
import type { Acknowledged, Journal, Kind, Person } from "./client.ts";
import type { CityServer } from "./server.ts";
import { rowsOfImport } from "./work.ts";

const faultsToldMax = 20;

/** How often each token stands in the database, by the table that its kind of write fills. */
const countSql: Record<Exclude<Kind, "withdrawal">, string> = {
  report: "select progress_text as token, count(*)::int as n from projects_report where status = 'submitted' and progress_text = any($1) group by 1",
  matter: "select title as token, count(*)::int as n from kernel_matter where title = any($1) group by 1",
  receipt:
    "select m.title as token, count(*)::int as n from kernel_matter_event e join kernel_matter m using (matter_id) where e.kind = 'signed_for' and m.title = any($1) group by 1",
  reply: "select body as token, count(*)::int as n from kernel_matter_event where kind = 'replied' and body = any($1) group by 1",
  import: `select substring(s.name from '^(.*)企业') as token, count(*)::int as n from enterprises_profile p join kernel_subject s using (subject_id)
    where p.superseded_at = 'infinity' and substring(s.name from '^(.*)企业') = any($1) group by 1`,
};
const withdrawalSql = `select progress_text as token, count(*)::int as n from projects_report where status = 'withdrawn' and progress_text = any($1) group by 1`;

async function countsOf(client: pg.Client, kind: Kind, tokens: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ token: string; n: number }>(kind === "withdrawal" ? withdrawalSql : countSql[kind], [tokens]);
  return new Map(rows.map(({ token, n }) => [token, n]));
}

/** What an acknowledgement of this kind must have left, and what anything else may have left. */
function expected(kind: Kind): number {
  return kind === "import" ? rowsOfImport : 1;
}

/** Whether the answer of an acknowledged write says that it wrote: an answer may also name a row that was refused. */
function hasWritten({ kind, answer }: Acknowledged): boolean {
  if (kind === "report") return (answer as { submitted: string[] }).submitted.length === 1;
  if (kind === "withdrawal") return (answer as { withdrawn: string[] }).withdrawn.length === 1;
  return kind === "import" ? (answer as { isWritten: boolean }).isWritten : true;
}

const kinds: readonly Kind[] = ["report", "withdrawal", "matter", "receipt", "reply", "import"];

/** Every acknowledged write is there exactly once; what was refused is nowhere; an import is whole. */
export async function checkWrites(client: pg.Client, journal: Journal, from: number): Promise<string[]> {
  const faults: string[] = [];
  const acknowledged = journal.acknowledged.slice(from);
  for (const kind of kinds) {
    const own = acknowledged.filter((one) => one.kind === kind);
    const counts = await countsOf(
      client,
      kind,
      own.map(({ token }) => token),
    );
    for (const one of own) {
      const due = hasWritten(one) ? expected(kind) : 0;
      const found = counts.get(one.token) ?? 0;
      if (found !== due) faults.push(`${kind} ${one.token} (key ${one.key}): acknowledged as ${due}, found ${found}`);
    }
    const refused = journal.refused.filter((one) => one.kind === kind && one.kind !== "receipt" && one.kind !== "withdrawal").map(({ token }) => token);
    for (const [token, found] of await countsOf(client, kind, refused)) {
      if (!own.some((one) => one.token === token)) faults.push(`${kind} ${token}: refused, but found ${found} times`);
    }
  }
  return faults;
}

/** The same key gets the same answer, and writes nothing more. */
export async function checkRepetitions(journal: Journal, from: number): Promise<string[]> {
  const faults: string[] = [];
  for (const one of journal.acknowledged.slice(from)) {
    const answer = await journal.again(one);
    if (!isDeepStrictEqual(answer, one.answer))
      faults.push(`${one.kind} ${one.token} (key ${one.key}): answered otherwise when repeated: ${JSON.stringify(answer)}`);
  }
  return faults;
}

/** Cards against the same list computed as of now, and live lights against their own replay: both through the front door. */
export async function checkDerived(reader: Person, client: pg.Client): Promise<string[]> {
  const faults: string[] = [];
  const { rows: now } = await client.query<{ now: string }>(`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`);
  const at = encodeURIComponent(now[0]?.now ?? "");
  const listed = async (query: string): Promise<unknown[]> => {
    const items: unknown[] = [];
    let path: string | null = `/api/projects?year=2023&limit=200${query}`;
    while (path !== null) {
      const page: { items: unknown[]; next: string | null } = await reader.get(path);
      items.push(...page.items);
      path =
        page.next === null ? null : page.next.startsWith("/") ? page.next : `/api/projects?year=2023&limit=200${query}&cursor=${encodeURIComponent(page.next)}`;
    }
    return items;
  };
  const [cards, computed] = [await listed(""), await listed(`&knownAt=${at}`)];
  if (cards.length !== computed.length) faults.push(`cards: ${cards.length} listed, ${computed.length} computed`);
  for (const [index, card] of cards.entries()) {
    if (!isDeepStrictEqual(card, computed[index])) faults.push(`card ${JSON.stringify(card)} is computed as ${JSON.stringify(computed[index])}`);
  }
  const { rows: lights } = await client.query<{ light_id: string }>(
    `select l.version_id as light_id from kernel_light l join (select distinct subject_id from projects_report where act_id in (select act_id from kernel_act where not is_stated)) r
       using (subject_id) where l.superseded_at = 'infinity' and not l.is_fixed and l.dimension = 'overall' order by 1`,
  );
  for (const { light_id } of lights) {
    const replay = await reader.get<ReplayAnswer>(`/api/lights/${light_id}/replay`);
    if (!replay.isEqual) faults.push(`light ${light_id}: kept ${replay.kept.verdict}, replayed ${replay.replayed?.verdict}`);
  }
  return faults;
}

/** The audit trail agrees with itself and with every row. */
export async function checkAudit(server: CityServer): Promise<string[]> {
  const keyFile = join(server.dataDir, "audit.key");
  const key = findAuditKey(keyFile);
  if (key === undefined) return ["there is no audit key"];
  const connection = {
    host: join(server.dataDir, "postgres", "socket"),
    port: 5432,
    database: "baton",
    user: "baton_backup",
    password: rolePasswords(server.dataDir).baton_backup,
    schema: "city",
  };
  const receipt = await verifyAudit(connection, key, { anchorsDir: join(server.dataDir, "anchors"), headFile: headFileOf(keyFile) });
  return receipt.faults.map((fault) => `audit: ${fault.tableName ?? ""} ${fault.rowKey ?? ""} ${fault.detail}`);
}

/** Tables and indexes are sound, and the settings are those that make a commit last through a power cut. */
export async function checkCluster(server: CityServer): Promise<string[]> {
  const client = await server.connect("postgres");
  try {
    const { rows: settings } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting <> 'on'",
    );
    await client.query("create extension if not exists amcheck with schema baton_ext");
    const { rows: indexes } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name, baton_ext.bt_index_check(c.oid, true) from pg_class c join pg_am a on a.oid = c.relam
       where c.relkind = 'i' and a.amname = 'btree' and c.relnamespace = 'city'::regnamespace`,
    );
    const { rows: heaps } = await client.query<{ name: string; msg: string }>(
      `select c.oid::regclass::text as name, h.msg from pg_class c cross join lateral baton_ext.verify_heapam(c.oid) h
       where c.relkind = 'r' and c.relnamespace = 'city'::regnamespace limit 5`,
    );
    return [
      ...settings.map(({ name, setting }) => `${name} is ${setting}`),
      ...(indexes.length === 0 ? ["no index was checked"] : []),
      ...heaps.map(({ name, msg }) => `table ${name}: ${msg}`),
    ];
  } catch (error) {
    return [`cluster: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await client.end();
  }
}

/** The first of many: the rest says no more. */
export function bounded(faults: readonly string[]): string[] {
  return faults.length <= faultsToldMax ? [...faults] : [...faults.slice(0, faultsToldMax), `… and ${faults.length - faultsToldMax} more`];
}
