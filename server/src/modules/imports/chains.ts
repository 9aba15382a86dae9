import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "#platform/database";
import { searchText } from "#kernel/subjects";
import type { RowReader } from "./cells.ts";

/** The chains of the city by the names they go by, and those a table adds to them. */
export type ChainNames = {
  find(name: string): string | undefined;
  names: readonly string[];
  /** Chains that this table names first: id → name. */
  added: Map<string, string>;
  add(name: string): string;
};

/** 锂电新能源产业链 and 锂电新能源 are one chain. */
function chainKey(name: string): string {
  return name
    .normalize("NFKC")
    .replaceAll(/\s/g, "")
    .replace(/(?:产业链|产业|链)$/, "");
}

export async function readChainNames(tx: Tx): Promise<ChainNames> {
  const { rows } = await sql<{
    subject_id: string;
    name: string;
    code: string | null;
  }>`select subject_id, name, code from kernel_subject where kind = 'chain' and merged_into_id is null order by name`.execute(tx);
  const byKey = new Map(
    rows.flatMap((row) => [[chainKey(row.name), row.subject_id], ...(row.code === null ? [] : [[row.code, row.subject_id]])] as [string, string][]),
  );
  const added = new Map<string, string>();
  return {
    find: (name) => byKey.get(chainKey(name)) ?? byKey.get(name),
    names: rows.map((row) => row.name),
    added,
    add: (name) => {
      const id = randomUUID();
      byKey.set(chainKey(name), id);
      added.set(id, name);
      return id;
    },
  };
}

/** Names that differ by a slip: one contains the other, or all but one character agree. */
function isNear(left: string, right: string): boolean {
  if (left.includes(right) || right.includes(left)) return true;
  const common = [...new Set(left)].filter((character) => right.includes(character)).length;
  return Math.abs(left.length - right.length) <= 1 && common >= Math.max(left.length, right.length) - 1 && common >= 3;
}

/**
 * The chain a cell names. The dispatch office's table may bring a new chain (a warning says so); a name close to a known
 * one is taken for a slip and refused, so that no chain is split in two. Others name known chains only.
 */
export function chainOf(reader: RowReader, name: string, { chains, mayAdd }: { chains: ChainNames; mayAdd: boolean }): string | null {
  const found = chains.find(name);
  if (found !== undefined) return found;
  const near = [...chains.names, ...chains.added.values()].filter((one) => isNear(chainKey(one), chainKey(name))).slice(0, 3);
  const shown = `没有产业链“${name.slice(0, 40)}”`;
  if (near.length > 0) return reader.error("产业链", "unknown-chain", shown, `是否为${near.map((one) => `“${one}”`).join("、")}`);
  if (!mayAdd) return reader.error("产业链", "unknown-chain", shown, `请写${chains.names.slice(0, 20).join("、") || "已设立的产业链"}`);
  reader.warn("产业链", "new-chain", `将新设产业链“${name}”`, "如果写错了，请改正后重新导入");
  return chains.add(name);
}

/** Chains belong to the whole city: they stand with the city's own organisation. */
export async function writeChains(tx: Tx, chains: ChainNames, used: ReadonlySet<string>): Promise<void> {
  const rows = [...chains.added].filter(([id]) => used.has(id));
  if (rows.length === 0) return;
  await sql`insert into kernel_subject (subject_id, kind, scope_id, name, search_text)
    select w.id, 'chain', (select s.scope_id from kernel_org o join kernel_scope s on s.org_id = o.org_id
      where o.superseded_at = 'infinity' and s.scope_id = any(kernel_actor_scopes()) order by (o.kind = 'city') desc, s.scope_id limit 1), w.name, w.search
    from unnest(${rows.map(([id]) => id)}::uuid[], ${rows.map(([, name]) => name)}::text[], ${rows.map(([, name]) => searchText(name))}::text[]) as w(id, name, search)`.execute(
    tx,
  );
}
