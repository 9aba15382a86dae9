import type { KyselyPlugin } from "kysely";
import type { ImportProgress } from "@baton/contract/imports";
import type { Tx } from "#platform/database";

/** One import while it runs: how far it is, and whether it is still wanted. */
export type Watch = {
  signal: AbortSignal;
  progress: ImportProgress;
  /** Called before each attempt to write: a transaction that is repeated may be cancelled again. */
  begin(): void;
  /** The last moment to cancel; throws the signal's reason where that has come already. */
  commit(): void;
};

/** For work that nobody follows. */
export function unwatched(): Watch {
  return {
    signal: new AbortController().signal,
    progress: { rowsRead: 0, rowCount: null, rowsChecked: 0, recordsWritten: 0 },
    begin: () => undefined,
    commit: () => undefined,
  };
}

/** The transaction with a checkpoint before every statement and a count of the records that statements wrote. */
export function watched(tx: Tx, { signal, progress }: Watch): Tx {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      signal.throwIfAborted();
      return node;
    },
    transformResult: async ({ result }) => {
      progress.recordsWritten += Number(result.numAffectedRows ?? 0);
      return result;
    },
  };
  return tx.withPlugin(plugin) as Tx;
}

/** Rows checked before others get their turn: some milliseconds of work. */
const rowsAtOnce = 250;

/** Reads rows one by one without keeping everybody else waiting; null is left out. Throws the signal's reason when cancelled. */
export async function eachRow<Row, Read>(watch: Watch, rows: readonly Row[], read: (row: Row) => Read | null): Promise<Read[]> {
  const found: Read[] = [];
  watch.progress.rowCount = rows.length;
  for (const [at, row] of rows.entries()) {
    if (at % rowsAtOnce === 0) {
      watch.progress.rowsChecked = at;
      await new Promise((resolve) => setImmediate(resolve));
      watch.signal.throwIfAborted();
    }
    const one = read(row);
    if (one !== null) found.push(one);
  }
  watch.progress.rowsChecked = rows.length;
  return found;
}
