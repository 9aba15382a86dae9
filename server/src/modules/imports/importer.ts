import type { ImportKind } from "@baton/contract/import-columns";
import type { Clock } from "#platform/clock";
import type { Act, Actor, Tx } from "#platform/database";
import type { Faults } from "./faults.ts";
import type { Made } from "./records.ts";
import type { Table } from "./table.ts";
import type { Watch } from "./watch.ts";

export type Asked = { actor: Actor; clock: Clock; table: Table; faults: Faults; watch: Watch };

/** What is to be written of a table that has been read: nothing where `changed` is 0. */
export type Prepared = {
  /** Rows that say something new. */
  changed: number;
  /** Known subjects that are touched; locked before the act's instant. */
  subjects: readonly string[];
  write(tx: Tx, act: Act): Promise<{ accounts: { username: string; password: string }[]; made: Made } | void>;
};

/** One kind of import: who may, and how a table becomes statements. `prepare` reads only, and puts faults where they are. */
export type Importer = {
  kind: ImportKind;
  roles: readonly string[];
  prepare(tx: Tx, asked: Asked): Promise<Prepared>;
};
