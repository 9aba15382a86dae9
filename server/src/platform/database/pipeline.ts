import { type DatabaseConnection, PostgresDialect, PostgresDriver, type RawBuilder, type Transaction, type TransactionSettings } from "kysely";
import type pg from "pg";
import type { DB } from "#schema";

type Tx = Transaction<DB>;

/** Statements on the wire whose failure nobody waits for, by transaction; each tells its failure or nothing. */
const unawaited = new WeakMap<Tx, Promise<unknown>[]>();

const aborted = "25P02";

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

/** Puts a statement on the wire at once; the ones before it need not have been answered. */
async function put(tx: Tx, query: RawBuilder<unknown>): Promise<{ answer: Promise<{ rows: unknown[] }> }> {
  const executor = tx.getExecutor();
  const compiled = query.compile(tx);
  // An object, because a promise alone would be waited for on the way.
  return executor.provideConnection(async (connection) => {
    const answer = connection.executeQuery(compiled);
    answer.catch(() => undefined);
    return { answer };
  });
}

/**
 * Rows of a statement. Unlike `query.execute(tx)`, several asked at once travel together and are answered in order:
 * `Promise.all([ask(tx, a), ask(tx, b)])` is one round trip.
 */
export async function ask<Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> {
  const { answer } = await put(tx, query);
  return (await answer).rows as Row[];
}

/**
 * Sends a statement whose answer nobody needs, and goes on. Where it fails, so does everything after it in this
 * transaction, and the transaction throws this failure (`failureOf`).
 */
export async function later(tx: Tx, query: RawBuilder<unknown>): Promise<void> {
  const { answer } = await put(tx, query);
  const told = answer.then(
    () => undefined,
    (error: unknown) => error,
  );
  const sent = unawaited.get(tx);
  if (sent === undefined) unawaited.set(tx, [told]);
  else sent.push(told);
}

/** Why a transaction ended, when what it threw is only the echo of a statement that nobody waited for. */
export async function failureOf(tx: Tx, thrown: unknown): Promise<unknown> {
  for (const failure of await Promise.all(unawaited.get(tx) ?? [])) {
    if (failure !== undefined && codeOf(failure) !== aborted) return failure;
  }
  return thrown;
}

/**
 * Begins without waiting, so that `begin` travels with the first statement, and ends a reading transaction without
 * waiting, because there is nothing to be lost. A writing transaction waits for its commit, and for its begin before it.
 */
class PipelinedDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, { begin: Promise<void>; isReading: boolean }>();

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = super.beginTransaction(connection, settings);
    begin.catch(() => undefined);
    this.#begun.set(connection, { begin, isReading: settings.accessMode === "read only" });
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = this.#begun.get(connection);
    const commit = super.commitTransaction(connection);
    commit.catch(() => undefined);
    await begun?.begin;
    if (begun?.isReading !== true) await commit;
  }
}

/** PostgreSQL over a pool whose clients pipeline. */
export class PipelinedDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): PostgresDriver {
    return new PipelinedDriver({ pool: this.#pool });
  }
}
