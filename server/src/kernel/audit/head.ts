import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type pg from "pg";

/** The last seal that this program made, as it remembers it outside the database. */
export type RememberedHead = { sealId: number; hash: string; timeline: number };

/** Beside the key: whoever cuts the end off the chain would have to reach the program's own files as well. */
export function headFileOf(keyFile: string): string {
  return join(dirname(keyFile), "audit.head");
}

/** undefined where nothing was remembered yet, "broken" where the file is there and says nothing. */
export function readHead(headFile: string): RememberedHead | "broken" | undefined {
  if (!existsSync(headFile)) return undefined;
  const [sealId, hash, timeline, more] = readFileSync(headFile, "utf8").trim().split(" ");
  if (more !== undefined || !/^\d{1,15}$/.test(sealId ?? "") || !/^[0-9a-f]{64}$/.test(hash ?? "") || !/^\d{1,9}$/.test(timeline ?? "")) return "broken";
  return { sealId: Number(sealId), hash: hash ?? "", timeline: Number(timeline) };
}

function writeHead(headFile: string, head: RememberedHead): void {
  const file = openSync(`${headFile}.new`, "w", 0o600);
  try {
    writeSync(file, `${head.sealId} ${head.hash} ${head.timeline}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${headFile}.new`, headFile);
}

type Found = { seal_id: number; hash: string; timeline: number; is_kept: boolean | null; newest_timeline: number };

/**
 * Remembers the head of the chain after a round of sealing. What was remembered must still be on the chain, or a restore
 * must have opened a new timeline since; otherwise the end was cut off, and the memory stays as it is, so that every
 * verification tells it. Answers whether the chain still holds what was remembered.
 */
export async function rememberHead(client: pg.ClientBase | pg.Pool, headFile: string): Promise<boolean> {
  const remembered = readHead(headFile);
  if (remembered === "broken") return false;
  const { rows } = await client.query<Found>(
    `select s.seal_id, encode(s.hash, 'hex') as hash, s.timeline,
      (select encode(k.hash, 'hex') = $2 from kernel_audit_seal k where k.seal_id = $1) as is_kept,
      (select max(timeline) from kernel_audit_timeline) as newest_timeline
    from kernel_audit_seal s order by s.seal_id desc limit 1`,
    [remembered?.sealId ?? 0, remembered?.hash ?? ""],
  );
  const [head] = rows;
  if (head === undefined) return remembered === undefined;
  const isWhole = remembered === undefined || head.is_kept === true || head.newest_timeline > remembered.timeline;
  const isNew = remembered?.sealId !== head.seal_id || remembered.hash !== head.hash;
  if (isWhole && isNew) writeHead(headFile, { sealId: head.seal_id, hash: head.hash, timeline: head.newest_timeline });
  return isWhole;
}
