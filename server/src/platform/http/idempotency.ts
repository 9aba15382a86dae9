import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { ask, type Database, later, type Tx, writeAs } from "#platform/database";
import { actorOf } from "./context.ts";

type Stored = { request_hash: string; answer: unknown };

function hashOf(request: FastifyRequest): string {
  return createHash("sha256")
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest("base64url");
}

async function findAnswer(tx: Tx, accountId: string, key: string): Promise<Stored | undefined> {
  const [stored] = await ask(tx, sql<Stored>`select request_hash, answer from platform_idempotency where account_id = ${accountId} and key = ${key}`);
  return stored;
}

/**
 * One write of one request: the work and its stored answer commit together, so a repeated `Idempotency-Key` gets
 * the first answer and another body under the same key is refused (SECURITY R2). `fingerprint` replaces the body
 * where the body is not JSON (an upload).
 */
export async function answerOnce<T>(
  db: Database,
  request: FastifyRequest,
  work: ((tx: Tx) => Promise<T>) | { fingerprint: string; work: (tx: Tx) => Promise<T> },
): Promise<T> {
  const once = typeof work === "function" ? { fingerprint: hashOf(request), work } : work;
  const actor = actorOf(request);
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || key === "") return writeAs(db, actor, once.work);
  if (key.length > 200) throw problem("bad-request", { detail: "请求编号（Idempotency-Key）不得超过200个字符。" });
  const hash = once.fingerprint;
  const repeat = (stored: Stored): T => {
    if (stored.request_hash !== hash) throw problem("idempotency-mismatch");
    return stored.answer as T;
  };
  try {
    return await writeAs(db, actor, async (tx) => {
      const stored = await findAnswer(tx, actor.accountId, key);
      if (stored !== undefined) return repeat(stored);
      const answer = await once.work(tx);
      await later(
        tx,
        sql`insert into platform_idempotency (account_id, key, request_hash, status, answer)
          values (${actor.accountId}, ${key}, ${hash}, 200, ${JSON.stringify(answer ?? null)}::jsonb)`,
      );
      return answer;
    });
  } catch (error) {
    const isRepeat = typeof error === "object" && error !== null && "constraint" in error && error.constraint === "platform_idempotency_pkey";
    if (!isRepeat) throw error;
    // The same key was being answered at the same moment: its answer is there now.
    return writeAs(db, actor, async (tx) => {
      const stored = await findAnswer(tx, actor.accountId, key);
      if (stored === undefined) throw error;
      return repeat(stored);
    });
  }
}
