import type pg from "pg";
import { isoInstant } from "#platform/database";

/** What a saving transaction announced: a topic and at most one subject. Its content is read again by whoever hears it. */
export type Announcement = {
  id: number;
  topic: string;
  subjectId: string | null;
  /** The scope the subject is read by; null where there is no subject. */
  scopeId: number | null;
  payload: Record<string, unknown>;
  recordedAt: string;
};

/** A task to be run because of an announcement. Of several waiting with one `jobKey` only the newest is run. */
export type JobRequest = { task: string; payload: Record<string, unknown>; jobKey?: string };

type Row = { outbox_id: string; topic: string; subject_id: string | null; scope_id: number | null; payload: Record<string, unknown>; recorded_at: string };

/** Announcements taken in one transaction. */
export const batchMax = 500;

/**
 * Takes the oldest announcements and enqueues what they ask for, in one transaction: a job is there if and only if
 * its announcement is gone. Pages are told after the commit; should the program die between, they read again anyway
 * when they reconnect.
 */
export async function takeBatch(pool: pg.Pool, workerSchema: string, jobsFor: (one: Announcement) => JobRequest[]): Promise<Announcement[]> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<Row>({
      name: "take-outbox",
      text: "select outbox_id::text, topic, subject_id, scope_id, payload, recorded_at::text from platform_take_outbox($1)",
      values: [batchMax],
    });
    const taken = rows.map((row) => ({
      id: Number(row.outbox_id),
      topic: row.topic,
      subjectId: row.subject_id,
      scopeId: row.scope_id,
      payload: row.payload,
      recordedAt: isoInstant(row.recorded_at),
    }));
    await enqueueAll(client, workerSchema, taken.flatMap(jobsFor));
    await client.query("commit");
    client.release();
    return taken;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

export async function enqueueAll(client: pg.ClientBase | pg.Pool, workerSchema: string, jobs: readonly JobRequest[]): Promise<void> {
  if (jobs.length === 0) return;
  // In order, for a later request with the same key replaces the earlier.
  await client.query({
    name: "enqueue-jobs",
    text: `select ${workerSchema}.add_job(j.task, j.payload::json, job_key => j.key) from unnest($1::text[], $2::text[], $3::text[]) j(task, payload, key)`,
    values: [jobs.map((job) => job.task), jobs.map((job) => JSON.stringify(job.payload)), jobs.map((job) => job.jobKey ?? null)],
  });
}
