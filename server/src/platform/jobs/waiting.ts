import { runMigrations } from "graphile-worker";
import type pg from "pg";
import type { Connection } from "#platform/database";
import { type JobsLog, loggerOf, openWorkerPool, prepareSchema, workerSchemaOf } from "./opening.ts";

/** A job that waits to be run, as it is asked for again in another database. */
export type WaitingJob = {
  task: string;
  payload: unknown;
  queue: string | null;
  /** ISO instant, in microseconds. */
  runAt: string;
  maxAttempts: number;
  jobKey: string | null;
  priority: number;
};

/** Jobs that still wait or run, for a backup; `client` is baton_worker's. The library has no public list with payloads. */
export async function listWaitingJobs(client: pg.ClientBase, citySchema: string): Promise<WaitingJob[]> {
  const schema = workerSchemaOf(citySchema);
  const { rows: there } = await client.query<{ jobs: string | null }>("select to_regclass($1)::text as jobs", [`${schema}._private_jobs`]);
  if (there[0]?.jobs == null) return [];
  const { rows } = await client.query<WaitingJob>(
    `select t.identifier as task, j.payload, q.queue_name as queue, to_char(j.run_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "runAt",
       j.max_attempts as "maxAttempts", j.key as "jobKey", j.priority
     from ${schema}._private_jobs j join ${schema}._private_tasks t on t.id = j.task_id
     left join ${schema}._private_job_queues q on q.id = j.job_queue_id
     where j.attempts < j.max_attempts order by j.id`,
  );
  return rows;
}

/**
 * Asks for the jobs of a backup again, in a database without a running program. A repetition replaces what the first
 * attempt asked for.
 */
export async function addWaitingJobs(connection: Connection, jobs: readonly WaitingJob[], log: JobsLog): Promise<void> {
  const schema = workerSchemaOf(connection.schema);
  const pool = openWorkerPool(connection, log);
  try {
    await prepareSchema(pool, schema);
    await runMigrations({ pgPool: pool, schema, logger: loggerOf(log) });
    for (const [index, job] of jobs.entries()) {
      await pool.query(
        `select from ${schema}.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6, priority => $7)`,
        [job.task, JSON.stringify(job.payload), job.queue, job.runAt, job.maxAttempts, job.jobKey ?? `restored-${index + 1}`, job.priority],
      );
    }
  } finally {
    await pool.end();
  }
}
