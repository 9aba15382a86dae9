import type pg from "pg";
import type { AuditFault } from "@baton/contract/audit";
import { anchorColumnsSql, anchorOf, type AnchorRow, type ReadAnchor } from "./anchors.ts";
import type { RememberedHead } from "./head.ts";
import { anchorSignature, entryHashSql, isSame, markBytes, noHash, type Seal, sealHash, sealMac } from "./chain.ts";

export type ChainFindings = {
  seals: number;
  entries: number;
  unsealed: number;
  anchors: number;
  head: string | null;
  anchorAtMicros: number | null;
  faults: AuditFault[];
};

/** Faults told per check: the first says where to look, a flood says no more. */
export const faultsMax = 5;

const sealsPerPage = 500;

export function faultOf(check: AuditFault["check"], detail: string, where: Partial<Omit<AuditFault, "check" | "detail">> = {}): AuditFault {
  return { check, detail, tableName: null, rowKey: null, entryId: null, sealId: null, ...where };
}

type SealRow = {
  seal_id: number;
  timeline: number;
  from_xid: string;
  to_xid: string;
  first_entry_id: number;
  last_entry_id: number;
  entry_count: number;
  digest: Buffer;
  marks: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  mac: Buffer;
  sealed_at_micros: number;
  found_count: number;
  found_digest: Buffer | null;
};

/** Seals after one, each with what its span holds now. */
async function readSeals(client: pg.ClientBase, after: number): Promise<SealRow[]> {
  const { rows } = await client.query<SealRow>(
    `select s.seal_id, s.timeline, s.from_xid::text, s.to_xid::text, s.first_entry_id, s.last_entry_id, s.entry_count, s.digest, s.marks,
      s.previous_hash, s.hash, s.mac, (extract(epoch from s.sealed_at) * 1000000)::bigint as sealed_at_micros,
      f.found_count, f.found_digest
    from kernel_audit_seal s
    cross join lateral (
      select count(*) as found_count, sha256(string_agg(h, ''::bytea order by xid, entry_id)) as found_digest
      from (select e.entry_id, e.xid, ${entryHashSql} as h from kernel_audit_entry e
        where e.timeline = s.timeline and e.xid >= s.from_xid and e.xid < s.to_xid) hashed) f
    where s.seal_id > $1 order by s.seal_id limit ${sealsPerPage}`,
    [after],
  );
  return rows;
}

function sealOf(row: SealRow): Seal {
  return {
    sealId: row.seal_id,
    timeline: row.timeline,
    fromXid: row.from_xid,
    toXid: row.to_xid,
    firstEntryId: row.first_entry_id,
    lastEntryId: row.last_entry_id,
    entryCount: row.entry_count,
    digest: row.digest,
    marks: row.marks,
    previousHash: row.previous_hash,
    sealedAtMicros: row.sealed_at_micros,
  };
}

/** What is wrong with the link itself, apart from the entries it covers; undefined when nothing is. */
function faultOfLink(row: SealRow, before: SealRow | undefined, key: Buffer): string | undefined {
  if (row.seal_id !== (before?.seal_id ?? 0) + 1) return `第${(before?.seal_id ?? 0) + 1}号封印不见了`;
  if (!isSame(row.previous_hash, before?.hash ?? noHash)) return `第${row.seal_id}号封印没有接在前一封印之后`;
  const hash = sealHash(sealOf(row));
  if (!isSame(hash, row.hash)) return `第${row.seal_id}号封印的内容与其摘要不符`;
  if (!isSame(sealMac(key, hash), row.mac)) return `第${row.seal_id}号封印不是用本市密钥作出的，封印链被重作`;
  const expectedFrom = before !== undefined && before.timeline === row.timeline ? before.to_xid : "0";
  if (row.from_xid !== expectedFrom) return `第${row.seal_id}号封印与前一封印之间漏了一段`;
  if (before !== undefined && row.timeline < before.timeline) return `第${row.seal_id}号封印的时间线早于前一封印`;
  return undefined;
}

type EntryRow = { entry_id: number; table_name: string; row_key: string; mark: Buffer };

/** Names the first entry that differs from what was sealed. */
async function locate(client: pg.ClientBase, row: SealRow): Promise<AuditFault> {
  const { rows } = await client.query<EntryRow>(
    `select e.entry_id, e.table_name, e.row_key, substring(${entryHashSql} from 1 for ${markBytes}) as mark
    from kernel_audit_entry e where e.timeline = $1 and e.xid >= $2::xid8 and e.xid < $3::xid8 order by e.xid, e.entry_id`,
    [row.timeline, row.from_xid, row.to_xid],
  );
  const markAt = (index: number): Buffer => row.marks.subarray(index * markBytes, (index + 1) * markBytes);
  const index = rows.findIndex((entry, at) => !isSame(entry.mark, markAt(at)));
  const found = index === -1 ? undefined : rows[index];
  const missing = row.entry_count - rows.length;
  if (missing > 0) return await nameMissing(client, row, { missing, before: rows[(index === -1 ? rows.length : index) - 1] });
  const where = found === undefined ? {} : { tableName: found.table_name, rowKey: found.row_key, entryId: found.entry_id };
  const detail = missing < 0 ? `封印之后多出${-missing}条审计条目，自此条起` : "此条审计条目在封印之后被改动或调换了次序";
  return faultOf("chain", detail, { ...where, sealId: row.seal_id });
}

/** A deleted entry is named by the image it left behind, or else by its neighbour. */
async function nameMissing(client: pg.ClientBase, row: SealRow, gap: { missing: number; before: EntryRow | undefined }): Promise<AuditFault> {
  const { rows } = await client.query<{ entry_id: number }>(
    `select i.entry_id from kernel_audit_image i
    where i.entry_id between $1 and $2 and not exists (select from kernel_audit_entry e where e.entry_id = i.entry_id)
    order by i.entry_id limit 1`,
    [row.first_entry_id, row.last_entry_id],
  );
  const orphan = rows[0];
  const place = gap.before === undefined ? `自第${row.first_entry_id}条起` : `在第${gap.before.entry_id}条之后`;
  return faultOf("chain", `封印之后少了${gap.missing}条审计条目，${orphan === undefined ? place : `首先是第${orphan.entry_id}条`}`, {
    entryId: orphan?.entry_id ?? null,
    sealId: row.seal_id,
  });
}

/** Hash and number of entries up to each seal that an anchor names. */
type Sealed = ReadonlyMap<number, { hash: string; entries: number }>;

async function verifyAnchors(
  client: pg.ClientBase,
  key: Buffer,
  known: { sealed: Sealed; read: readonly ReadAnchor[] },
): Promise<Pick<ChainFindings, "anchors" | "anchorAtMicros" | "faults">> {
  const { rows } = await client.query<AnchorRow>(`select ${anchorColumnsSql} from kernel_audit_anchor order by anchor_on`);
  const all: ReadAnchor[] = [...rows.map((row) => ({ source: `数据库中${row.anchor_on}的锚点`, anchor: anchorOf(row) })), ...known.read];
  const faults: AuditFault[] = [];
  for (const { source, anchor } of all) {
    if (anchor === undefined) {
      faults.push(faultOf("anchor", `${source}不是有效的锚点文件`));
      continue;
    }
    const seal = known.sealed.get(anchor.sealId);
    const where = { sealId: anchor.sealId };
    if (!isSame(anchorSignature(key, anchor), Buffer.from(anchor.signature, "hex"))) faults.push(faultOf("anchor", `${source}的签名不符`, where));
    else if (seal === undefined) faults.push(faultOf("anchor", `${source}所指的第${anchor.sealId}号封印不见了`, where));
    else if (seal.hash !== anchor.hash) faults.push(faultOf("anchor", `第${anchor.sealId}号封印与${source}不符，封印链被重作`, where));
    else if (seal.entries !== anchor.entryCount) faults.push(faultOf("anchor", `至第${anchor.sealId}号封印的条目数与${source}不符`, where));
  }
  return { anchors: all.length, anchorAtMicros: rows.at(-1)?.anchored_at_micros ?? null, faults: faults.slice(0, faultsMax) };
}

async function countEntries(client: pg.ClientBase, last: SealRow | undefined): Promise<{ entries: number; unsealed: number }> {
  const { rows } = await client.query<{ entries: number; unsealed: number }>(
    `select count(*) as entries, count(*) filter (where timeline > $1 or timeline = $1 and xid >= $2::xid8) as unsealed from kernel_audit_entry`,
    [last?.timeline ?? 0, last?.to_xid ?? "0"],
  );
  return rows[0] ?? { entries: 0, unsealed: 0 };
}

/** The seal that the program remembers must be on the chain, unless a restore went back before it and said so. */
async function verifyHead(client: pg.ClientBase, head: RememberedHead | "broken" | undefined, sealed: Sealed): Promise<AuditFault[]> {
  if (head === undefined) return [];
  if (head === "broken") return [faultOf("anchor", "本机所记的最后封印（audit.head）不能读取：文件被改动")];
  if (sealed.get(head.sealId)?.hash === head.hash) return [];
  const { rows } = await client.query("select from kernel_audit_timeline where timeline > $1", [head.timeline]);
  if (rows.length > 0) return [];
  return [faultOf("anchor", `本机所记的第${head.sealId}号封印不在链上：封印链的末尾被截去或重作`, { sealId: head.sealId })];
}

async function verifyTimelines(client: pg.ClientBase, hashes: ReadonlySet<string>): Promise<AuditFault[]> {
  const { rows } = await client.query<{ timeline: number; old_head: string | null }>(
    "select timeline, encode(old_head, 'hex') as old_head from kernel_audit_timeline where old_head is not null order by timeline",
  );
  return rows
    .filter((row) => row.old_head !== null && !hashes.has(row.old_head))
    .map((row) => faultOf("chain", `第${row.timeline}条时间线所接的封印在链上找不到`));
}

/** What is known of the chain from outside the database. */
type Outside = { anchors: readonly ReadAnchor[]; head: RememberedHead | "broken" | undefined };

/** Chain, authentication codes, entries under each seal, lives of the database, and anchors kept here or elsewhere. */
export async function verifyChain(client: pg.ClientBase, key: Buffer, outside: Outside): Promise<ChainFindings> {
  const faults: AuditFault[] = [];
  const sealed = new Map<number, { hash: string; entries: number }>();
  let covered = 0;
  let found = 0;
  let last: SealRow | undefined;
  for (;;) {
    const page = await readSeals(client, last?.seal_id ?? 0);
    for (const row of page) {
      const broken = faultOfLink(row, last, key);
      if (broken !== undefined && faults.length < faultsMax) faults.push(faultOf("chain", broken, { sealId: row.seal_id }));
      const isWhole = row.found_count === row.entry_count && row.found_digest !== null && isSame(row.found_digest, row.digest);
      if (!isWhole && faults.length < faultsMax) faults.push(await locate(client, row));
      covered += row.entry_count;
      found += row.found_count;
      sealed.set(row.seal_id, { hash: row.hash.toString("hex"), entries: covered });
      last = row;
    }
    if (page.length < sealsPerPage) break;
  }
  const counted = await countEntries(client, last);
  const stray = counted.entries - counted.unsealed - found;
  if (stray > 0) faults.push(faultOf("chain", `有${stray}条审计条目不在任何封印之内，却早于最后一个封印`));
  faults.push(...(await verifyTimelines(client, new Set([...sealed.values()].map((seal) => seal.hash)))));
  const anchored = await verifyAnchors(client, key, { sealed, read: outside.anchors });
  faults.push(...(await verifyHead(client, outside.head, sealed)));
  return { seals: sealed.size, ...counted, head: last?.hash.toString("hex") ?? null, ...anchored, faults: [...faults, ...anchored.faults] };
}
