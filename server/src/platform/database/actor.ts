import { sql, type Transaction } from "kysely";
import type { DB } from "#schema";
import { ask, failureOf, later } from "./pipeline.ts";
import type { Database } from "./pools.ts";

/** Who asks: the account, and the post it acts from. Rights are judged by the database from these two alone. */
export type Actor = {
  accountId: string;
  postId: number;
  /** The role of the post; decides which pages and acts are offered, never what the database allows. */
  role: string;
  /** Whether the post may read the whole city: its reads then use the role without filtering policies (SECURITY D4). */
  isWide: boolean;
  orgId: string;
  requestId: string;
};

export type Tx = Transaction<DB>;

const retriable = new Set(["40001", "40P01"]);

function sqlState(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

async function inTransaction<T>(db: Database, readOnly: boolean, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let begun: Tx | undefined;
    try {
      return await db
        .transaction()
        .setAccessMode(readOnly ? "read only" : "read write")
        .execute((tx) => work((begun = tx)));
    } catch (thrown) {
      const error = begun === undefined ? thrown : await failureOf(begun, thrown);
      // A whole action is repeated after a deadlock or a serialisation failure, three times (SECURITY R3).
      if (attempt >= 3 || !retriable.has(sqlState(error) ?? "")) throw error;
    }
  }
}

/** Lets the database judge the actor, once, and gives up the login's own role: what follows can name nobody else. */
async function become(tx: Tx, role: "baton_act" | "baton_city", actor: Actor): Promise<void> {
  await later(tx, sql`select kernel_settle(${actor.accountId}::uuid, ${actor.postId}::int, ${actor.requestId}), set_config('role', ${role}, true)`);
}

/** Reads as the actor, in one read-only transaction. Rows outside the actor's reach do not exist for it. */
export function readAs<T>(db: Database, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, true, async (tx) => {
    await become(tx, actor.isWide ? "baton_city" : "baton_act", actor);
    return work(tx);
  });
}

/** Writes as the actor, in one transaction; the database refuses what the role or reach does not allow. */
export function writeAs<T>(db: Database, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, false, async (tx) => {
    await become(tx, "baton_act", actor);
    return work(tx);
  });
}

/** One writing transaction's reason for being: begun after the touched subjects are locked, so its instant orders them. */
export type Act = { actId: string; recordedAt: string };

/**
 * An act on a few subjects looks each of them up by its key, so plans made without knowing which serve as well, and
 * planning the facts of one project costs more than reading them. Acts on many, or on the whole city, are planned anew.
 */
const keepPlans = sql`, set_config('plan_cache_mode', 'force_generic_plan', true)`;
const smallActMax = 20;

/**
 * Begins the act that every version row of this transaction belongs to. Call it once, before the first write.
 * `subjects` are locked in id order; `recordedAt` is the known instant of everything written after it.
 */
export async function beginAct(tx: Tx, act: { kind: string; subjects: readonly string[]; reason?: string | null; documentNo?: string | null }): Promise<Act> {
  const isSmall = act.subjects.length > 0 && act.subjects.length <= smallActMax;
  const [row] = await ask(
    tx,
    sql<{ act_id: string; recorded_at: string }>`
      select act_id, recorded_at${isSmall ? keepPlans : sql``} from kernel_begin_act(${act.kind}, ${act.subjects}::uuid[], ${act.reason ?? null}, ${act.documentNo ?? null})`,
  );
  if (row === undefined) throw new Error("an act was not begun");
  return { actId: row.act_id, recordedAt: row.recorded_at };
}

/** Tells open pages and jobs after the commit; cheap inside the transaction (SECURITY D10). */
export async function announce(
  tx: Tx,
  topic: string,
  { subjectId = null, payload = {} }: { subjectId?: string | null; payload?: Record<string, unknown> },
): Promise<void> {
  await later(tx, sql`insert into platform_outbox (topic, subject_id, payload) values (${topic}, ${subjectId}, ${JSON.stringify(payload)}::jsonb)`);
}

/** The same for many subjects, in one statement. */
export async function announceEach(tx: Tx, topic: string, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await later(tx, sql`insert into platform_outbox (topic, subject_id) select ${topic}, id from unnest(${subjectIds}::uuid[]) id`);
}
