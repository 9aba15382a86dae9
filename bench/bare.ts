/** The same statements without us: what a minimal client reaches with the SQL that the server sends, as the same person. */
import pg from "pg";
import { openPool, readAs, rolePasswords, type Actor, type Pool, type Tx } from "../server/src/platform/database/index.ts";
import type { BenchCity } from "./city.ts";
import { drive, type Outcome } from "./measure.ts";

type Statement = { name: string; text: string; values: unknown[] };

function connection(city: BenchCity) {
  return {
    host: city.database.host,
    port: city.database.port,
    database: "baton",
    user: "baton_web",
    password: rolePasswords(city.dataDir).baton_web,
    schema: "city",
  };
}

/** How the owner of the city's schema gets in. */
export function ownerOf(city: BenchCity) {
  return { host: city.database.host, port: city.database.port, database: "baton", user: "baton_owner", password: rolePasswords(city.dataDir).baton_owner };
}

/** A pool as the server's; `isMaintenance` without its limits of time. */
export function openWeb(city: BenchCity, isMaintenance = false): Pool {
  return openPool(connection(city), { name: "bench", max: 2, isMaintenance });
}

/** As the database's own administrator, for what no role of ours may do. */
export async function asAdmin<T>(city: BenchCity, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...city.database, database: "baton", options: "-c search_path=city,baton_ext -c TimeZone=Asia/Shanghai" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The actor of a person of the demonstration, as the session would resolve it. */
export async function actorOf(city: BenchCity, username: string): Promise<Actor> {
  const { rows } = await asAdmin(city, (client) =>
    client.query<{ account_id: string; post_id: number; role: string; org_id: string }>(
      "select ap.account_id, ap.post_id, p.role, p.org_id from kernel_account a join kernel_appointment ap on ap.account_id = a.id join kernel_post p using (post_id) where a.username = $1",
      [username],
    ),
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`nobody is called ${username}`);
  return {
    accountId: row.account_id,
    postId: row.post_id,
    role: row.role,
    orgId: row.org_id,
    isWide: ["leader", "dispatch"].includes(row.role),
    requestId: "bench",
  };
}

/** Runs `work` once as the actor and keeps the statements that it sent. */
async function record(pool: Pool, actor: Actor, work: (tx: Tx) => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const client = await pool.raw.connect();
  const prototype = Object.getPrototypeOf(client) as { query: (...given: unknown[]) => unknown };
  client.release();
  const own = prototype.query;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const [first, values] = given;
    const text = typeof first === "string" ? first : (first as { text?: string } | undefined)?.text;
    const with_ = typeof first === "string" ? values : (first as { values?: unknown } | undefined)?.values;
    if (typeof text === "string" && /^\s*(with|select)\b/i.test(text))
      sent.push({ name: `bare-${sent.length}`, text, values: Array.isArray(with_) ? with_ : [] });
    return own.apply(this, given);
  };
  try {
    await readAs(pool.db, actor, work);
  } finally {
    prototype.query = own;
  }
  return sent;
}

/** The statements of `work`, as the server sends them for this actor, prepared, from so many connections of a minimal client. */
export async function driveBare(
  city: BenchCity,
  actor: Actor,
  asked: { clients: number; seconds: number; work: (tx: Tx) => Promise<unknown> },
): Promise<Outcome> {
  const pool = openWeb(city);
  const statements = await record(pool, actor, asked.work);
  await pool.close();
  if (statements.length === 0) throw new Error("no statement was recorded");
  const { schema, ...reach } = connection(city);
  const open = await Promise.all(
    Array.from({ length: asked.clients }, async () => {
      const client = new pg.Client({ ...reach, options: `-c search_path=${schema} -c TimeZone=Asia/Shanghai` });
      await client.connect();
      return client;
    }),
  );
  const outcome = await drive(asked.clients, asked.seconds, async (at) => {
    const client = open[at];
    if (client === undefined) return false;
    await client.query("begin read only");
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
    return true;
  });
  await Promise.all(open.map((client) => client.end()));
  return outcome;
}
