import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import type { Database } from "#platform/database";

/** What is guessed at (`subject`) and from where (`source`). */
export type Attempt = { subject: string; source: string };

/** The name typed, as a digest: a typed password never stands in a table, and unknown names look like known ones. */
export function nameDigest(secret: string, username: string): string {
  return createHmac("sha256", secret)
    .update(`name:${username.normalize("NFKC").trim().toLowerCase()}`)
    .digest("base64url");
}

/**
 * Counts an attempt before it is looked at, so that many at once are no more than many in a row. Every fifth failure
 * locks for 15 minutes, doubling up to a day; a day without a try forgets. Throws `sign-in-locked` with the seconds
 * left (SECURITY S2); answers how many more may fail before the lock, 0 for the one that locks.
 */
export async function countAttempt(db: Database, attempt: Attempt): Promise<number> {
  const failures = await countOne(db, attempt);
  if (failures !== undefined) return failures % lockEvery === 0 ? 0 : lockEvery - (failures % lockEvery);
  const { rows } = await sql<{ seconds: number }>`
    select greatest(1, ceil(extract(epoch from locked_until - now())))::int as seconds
    from kernel_sign_in_lock where subject = ${attempt.subject} and source = ${attempt.source}`.execute(db);
  const retryAfter = rows[0]?.seconds ?? 1;
  throw problem("sign-in-locked", {
    detail: `连续多次未通过，请 ${Math.ceil(retryAfter / 60)} 分钟后再试，或者联系系统管理员。`,
    retryAfter,
  });
}

/** Failures that lock, as the statement below has it. */
const lockEvery = 5;

/** Failures so far, this one included; undefined while locked. */
async function countOne(db: Database, attempt: Attempt): Promise<number | undefined> {
  const { rows } = await sql<{ failures: number }>`
    insert into kernel_sign_in_lock as l (subject, source, failures) values (${attempt.subject}, ${attempt.source}, 1)
    on conflict (subject, source) do update set
      tried_at = now(),
      failures = case when l.tried_at < now() - interval '1 day' then 1 else l.failures + 1 end,
      locked_until = case when l.tried_at >= now() - interval '1 day' and (l.failures + 1) % 5 = 0
        then now() + least(interval '15 minutes' * power(2, (l.failures + 1) / 5 - 1), interval '1 day') end
    where l.locked_until is null or l.locked_until <= now()
    returning l.failures`.execute(db);
  return rows[0]?.failures;
}

const waitingMax = 600;
const queues = new Map<string, { last: Promise<unknown>; waiting: number }>();

/**
 * Attempts on one subject from one source are looked at one after the other: what is counted before it is known to
 * be right would otherwise lock out an office whose members use one account at the same moment.
 * Throws `busy` when hundreds wait.
 */
export async function oneAfterAnother<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
  const key = `${attempt.subject} ${attempt.source}`;
  const queue = queues.get(key) ?? { last: Promise.resolve(), waiting: 0 };
  if (queue.waiting >= waitingMax) throw problem("busy");
  queues.set(key, queue);
  queue.waiting += 1;
  const mine = queue.last.then(work);
  // The next in line starts whether this attempt was right or wrong; its own caller hears of it through `mine`.
  queue.last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    queue.waiting -= 1;
    if (queue.waiting === 0) queues.delete(key);
  }
}

/** The guess was right: what was counted is forgotten. */
export async function forgetAttempts(db: Database, attempt: Attempt): Promise<void> {
  await sql`delete from kernel_sign_in_lock where subject = ${attempt.subject} and source = ${attempt.source}`.execute(db);
}
