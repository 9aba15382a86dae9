import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type Connection, openPool } from "#platform/database";
import { anchorToday } from "./anchors.ts";
import { entryHashSql, isSame, markBytes, noHash, type Seal, sealHash, sealMac } from "./chain.ts";
import { headFileOf, rememberHead } from "./head.ts";
import { findAuditKey, makeAuditKey } from "./key.ts";

export type AuditLog = { info(line: string): void; warn(line: string): void; error(line: string): void };

export type Sealer = {
  /** Ends after the round under way. */
  stop(): Promise<void>;
  /** Age in seconds of the oldest finished change that no seal covers yet; grows while sealing fails. */
  lagSeconds(): number;
};

export type SealerOptions = {
  /** As baton_seal. */
  connection: Connection;
  keyFile: string;
  /** Where each day's anchor is written as a file. */
  anchorsDir: string;
  log: AuditLog;
  /** Pause between rounds in ms; default 1,000. */
  intervalMs?: number;
};

/** Entries one seal covers at most, unless a single transaction has more: bounds the memory of one digest. */
const sealEntriesMax = 100_000;

/** A second instance on the same city waits its turn: the lock is per city and ends with the transaction. */
const tryLock = "select pg_try_advisory_xact_lock(4210003, hashtext(current_schema())) as got";

type Head = { sealId: number; timeline: number; toXid: string; hash: Buffer };

async function findHead(client: pg.ClientBase): Promise<Head | undefined> {
  const { rows } = await client.query<{ seal_id: number; timeline: number; to_xid: string; hash: Buffer }>(
    "select seal_id, timeline, to_xid::text, hash from kernel_audit_seal order by seal_id desc limit 1",
  );
  const row = rows[0];
  return row && { sealId: row.seal_id, timeline: row.timeline, toXid: row.to_xid, hash: row.hash };
}

type Span = { timeline: number; fromXid: string; toXid: string };

/**
 * The next span without a seal. In the current life it ends before the oldest transaction still running: below that
 * nothing can appear any more. What a restore found unsealed belongs to the former life and is finished by nature.
 */
async function nextSpans(client: pg.ClientBase, head: Head | undefined): Promise<Span[]> {
  const { rows } = await client.query<{ timeline: number; settled: string }>(
    "select timeline, pg_snapshot_xmin(pg_current_snapshot())::text as settled from kernel_audit_timeline order by timeline",
  );
  const newest = rows.at(-1)?.timeline ?? 1;
  return rows
    .filter((row) => row.timeline >= (head?.timeline ?? 0))
    .map((row) => ({
      timeline: row.timeline,
      fromXid: row.timeline === head?.timeline ? head.toXid : "0",
      toXid: row.timeline === newest ? row.settled : "18446744073709551615",
    }));
}

/** Shortens a span so that one seal stays bounded; a transaction is never split. */
async function boundSpan(client: pg.ClientBase, span: Span): Promise<Span> {
  const { rows } = await client.query<{ cut: string | null }>(
    `with waiting as (select xid from kernel_audit_entry where timeline = $1 and xid >= $2::xid8 and xid < $3::xid8),
      cut as (select xid from waiting order by xid offset $4 limit 1)
    select (select min(w.xid) from waiting w, cut where w.xid >= cut.xid and w.xid > (select min(xid) from waiting))::text as cut from cut`,
    [span.timeline, span.fromXid, span.toXid, sealEntriesMax],
  );
  return { ...span, toXid: rows[0]?.cut ?? span.toXid };
}

type Digest = { entry_count: number; first_entry_id: number; last_entry_id: number; digest: Buffer; marks: Buffer; now_micros: number };

async function digestOf(client: pg.ClientBase, span: Span): Promise<Digest | undefined> {
  const { rows } = await client.query<Digest>(
    `select count(*) as entry_count, min(entry_id) as first_entry_id, max(entry_id) as last_entry_id,
      sha256(string_agg(h, ''::bytea order by xid, entry_id)) as digest,
      string_agg(substring(h from 1 for ${markBytes}), ''::bytea order by xid, entry_id) as marks,
      (extract(epoch from clock_timestamp()) * 1000000)::bigint as now_micros
    from (select e.entry_id, e.xid, ${entryHashSql} as h from kernel_audit_entry e
      where e.timeline = $1 and e.xid >= $2::xid8 and e.xid < $3::xid8) hashed`,
    [span.timeline, span.fromXid, span.toXid],
  );
  const row = rows[0];
  return row === undefined || row.entry_count === 0 ? undefined : row;
}

/** Adds the next seal; answers whether there was anything to seal. */
async function sealNext(client: pg.ClientBase, key: Buffer): Promise<boolean> {
  const head = await findHead(client);
  for (const wide of await nextSpans(client, head)) {
    const span = await boundSpan(client, wide);
    const digest = await digestOf(client, span);
    if (digest === undefined) continue;
    const seal: Seal = {
      sealId: (head?.sealId ?? 0) + 1,
      ...span,
      firstEntryId: digest.first_entry_id,
      lastEntryId: digest.last_entry_id,
      entryCount: digest.entry_count,
      digest: digest.digest,
      marks: digest.marks,
      previousHash: head?.hash ?? noHash,
      sealedAtMicros: digest.now_micros,
    };
    const hash = sealHash(seal);
    await client.query(
      `insert into kernel_audit_seal (seal_id, timeline, from_xid, to_xid, first_entry_id, last_entry_id, entry_count, digest, marks, previous_hash, hash, mac, sealed_at)
       values ($1, $2, $3::xid8, $4::xid8, $5, $6, $7, $8, $9, $10, $11, $12, 'epoch'::timestamptz + $13::bigint * interval '1 microsecond')`,
      [
        seal.sealId,
        seal.timeline,
        seal.fromXid,
        seal.toXid,
        seal.firstEntryId,
        seal.lastEntryId,
        seal.entryCount,
        seal.digest,
        seal.marks,
        seal.previousHash,
        hash,
        sealMac(key, hash),
        seal.sealedAtMicros,
      ],
    );
    return true;
  }
  return false;
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const answer = await work(client);
    await client.query("commit");
    client.release();
    return answer;
  } catch (error) {
    // The connection's state is unknown: it is closed, not returned.
    client.release(true);
    throw error;
  }
}

/** Seals everything that has settled; answers the number of seals made. Each seal is a transaction of its own. */
export async function sealSettled(pool: pg.Pool, key: Buffer): Promise<number> {
  for (let made = 0; ; made += 1) {
    const isMore = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ got: boolean }>(tryLock);
      return rows[0]?.got === true && (await sealNext(client, key));
    });
    if (!isMore) return made;
  }
}

async function measureLag(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ lag: number }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)::float8 as lag
     from (select max(timeline) as timeline from kernel_audit_timeline) t
     left join lateral (select to_xid from kernel_audit_seal s where s.timeline = t.timeline order by seal_id desc limit 1) s on true
     join kernel_audit_entry e on e.timeline = t.timeline and e.xid >= coalesce(s.to_xid, '0')`,
  );
  return Math.max(0, rows[0]?.lag ?? 0);
}

/** A key that does not fit the seals already there would break the chain for ever: it is refused at the start. */
async function openKey(pool: pg.Pool, keyFile: string): Promise<Buffer> {
  const { rows } = await pool.query<{ hash: Buffer; mac: Buffer }>("select hash, mac from kernel_audit_seal order by seal_id desc limit 1");
  const last = rows[0];
  const key = findAuditKey(keyFile);
  if (last === undefined) return key ?? makeAuditKey(keyFile);
  if (key === undefined) throw new Error(`审计密钥文件不见了：${keyFile}。请从备份中恢复此文件后重试；不要另造新的密钥。`);
  if (!isSame(sealMac(key, last.hash), last.mac)) throw new Error(`审计密钥 ${keyFile} 与已有封印不符。请从备份中恢复原来的密钥后重试。`);
  return key;
}

/**
 * Follows the writers: each second it chains the changes that have settled, and once a day it anchors the head.
 * Throws at the start where the key is missing or does not fit; later failures are logged and tried again.
 */
export async function startSealer(options: SealerOptions): Promise<Sealer> {
  const pool = openPool(options.connection, { name: "baton-seal", max: 1, onError: (error) => options.log.warn(`审计封印的数据库连接中断：${error.message}`) });
  let key: Buffer;
  try {
    key = await openKey(pool.raw, options.keyFile);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const ending = new AbortController();
  let lagAtRound = 0;
  let roundAt = performance.now();
  const headFile = headFileOf(options.keyFile);
  const seal = async (): Promise<void> => {
    // Before sealing: a chain whose end was cut off must not grow over the place.
    let isWhole = await rememberHead(pool.raw, headFile);
    if ((await sealSettled(pool.raw, key)) > 0) isWhole = await rememberHead(pool.raw, headFile);
    if (!isWhole) options.log.error(`封印链的末尾与 ${headFile} 所记不符：末尾的封印可能被截去。请立即运行审计核对，并通知审计管理员。`);
  };
  const round = async (): Promise<void> => {
    await seal();
    await inTransaction(pool.raw, (client) => anchorToday(client, key, options.anchorsDir));
    lagAtRound = await measureLag(pool.raw);
    roundAt = performance.now();
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await round();
      } catch (error) {
        options.log.error(`审计封印没有完成，稍后重试：${error instanceof Error ? error.message : String(error)}`);
      }
      await sleep(options.intervalMs ?? 1_000, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    // What finished last is sealed before the program leaves.
    await seal().catch(() => undefined);
  };
  const running = run();
  return {
    lagSeconds: () => lagAtRound + (performance.now() - roundAt) / 1_000,
    stop: async () => {
      ending.abort();
      await running;
      await pool.close();
    },
  };
}
