import { createHmac, timingSafeEqual } from "node:crypto";
import { symmetricDecrypt } from "better-auth/crypto";
import { sql } from "kysely";
import type { Database } from "#platform/database";

const stepSeconds = 30;

/** The six digits of one 30 s step (RFC 6238 over RFC 4226, SHA-1 as authenticator apps expect). */
export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

export function stepAt(epochMs: number): number {
  return Math.floor(epochMs / 1_000 / stepSeconds);
}

/** The step a code belongs to, one step of clock error allowed either way; undefined when it belongs to none. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  const typed = Buffer.from(code);
  return [now, now - 1, now + 1].find((step) => timingSafeEqual(Buffer.from(codeOfStep(secret, step)), typed));
}

/**
 * Spends a code: true once, false for a wrong code and for one of a step already spent. The library accepts a code
 * as often as it comes; the last step in the row makes the second try fail even at the same moment (SECURITY S6).
 */
export async function spendCode(db: Database, key: string, spent: { accountId: string; code: string }): Promise<boolean> {
  const { rows } = await sql<{
    secret: string;
  }>`select secret from kernel_second_factor where account_id = ${spent.accountId}`.execute(db);
  const encrypted = rows[0]?.secret;
  if (encrypted === undefined) return false;
  const secret = await symmetricDecrypt({ key, data: encrypted });
  const step = stepOf(secret, spent.code, stepAt(Date.now()));
  if (step === undefined) return false;
  const taken = await sql`update kernel_second_factor set last_step = ${step}
    where account_id = ${spent.accountId} and (last_step is null or last_step < ${step}) returning 1`.execute(db);
  return taken.rows.length > 0;
}
