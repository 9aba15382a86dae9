import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AuditAnchor } from "@baton/contract/audit";

/** One link as it stands in kernel_audit_seal. Transaction ids stay text: they are compared, never counted with. */
export type Seal = {
  sealId: number;
  timeline: number;
  fromXid: string;
  toXid: string;
  firstEntryId: number;
  lastEntryId: number;
  entryCount: number;
  digest: Buffer;
  marks: Buffer;
  previousHash: Buffer;
  sealedAtMicros: number;
};

/** What the first seal follows. */
export const noHash = Buffer.alloc(32);

/** Bytes of each entry's hash that a seal keeps: enough to find the place, the digest gives the certainty. */
export const markBytes = 4;

/**
 * What one entry is hashed as, in SQL over the alias `e`: every column, in a form that no session setting changes.
 * The program brings its own text, so that a function rewritten in the database cannot speak for it.
 */
export const entryHashSql = `sha256(convert_to(jsonb_build_array(e.entry_id, e.xid::text, (extract(epoch from e.at) * 1000000)::bigint,
  e.timeline, e.account_id, e.post_id, e.request_id, e.act_kind, e.session_role, e.table_name, e.operation, e.row_key,
  encode(e.commitment, 'hex'))::text, 'UTF8'))`;

export function sealHash(seal: Seal): Buffer {
  const fields = [
    seal.sealId,
    seal.timeline,
    seal.fromXid,
    seal.toXid,
    seal.firstEntryId,
    seal.lastEntryId,
    seal.entryCount,
    seal.digest.toString("hex"),
    createHash("sha256").update(seal.marks).digest("hex"),
    seal.previousHash.toString("hex"),
    seal.sealedAtMicros,
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest();
}

/** The name keeps the two uses of the key apart: a seal's code can never pass for an anchor's. */
export function sealMac(key: Buffer, hash: Buffer): Buffer {
  return createHmac("sha256", key).update("seal\n").update(hash).digest();
}

export function anchorSignature(key: Buffer, anchor: Omit<AuditAnchor, "signature">): Buffer {
  const fields = [anchor.anchorOn, anchor.sealId, anchor.hash, anchor.entryCount, anchor.anchoredAtMicros];
  return createHmac("sha256", key).update("anchor\n").update(JSON.stringify(fields)).digest();
}

export function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
