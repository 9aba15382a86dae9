import { setTimeout as sleep } from "node:timers/promises";
import { parseCrontab, run, runMigrations, type TaskList } from "graphile-worker";
import type pg from "pg";
import type { Connection } from "#platform/database";
import { type JobsLog, loggerOf, openWorkerPool, prepareSchema, workerSchemaOf } from "./opening.ts";
import { keepRunning } from "./running.ts";
import { type Announcement, batchMax, enqueueAll, type JobRequest, takeBatch } from "./outbox.ts";

export type { Announcement, JobRequest } from "./outbox.ts";

export type { JobsLog } from "./opening.ts";

/**
 * One kind of work. It may be run more than once for one request (a killed program's jobs are run again), so it must
 * come to the same end; it acts as the actor named in its payload. Throwing asks for another try, later and later.
 */
export type Task = (payload: unknown, job: { id: string; attempt: number; signal: AbortSignal }) => Promise<void>;

export type JobsOptions = {
  /** As baton_worker. */
  connection: Connection;
  /** Every task there is, by name: nothing else is ever run or enqueued. */
  tasks: Readonly<Record<string, Task>>;
  /** Lines of a crontab (minute hour day month weekday task ?options), in UTC: eight hours before the city's clock. */
  crontab: string;
  /** What a topic asks to be done; an empty list where it only informs pages. Pure: called inside the transaction. */
  jobsFor(announcement: Announcement): JobRequest[];
  /** Told of announcements after their commit, in order: open pages, caches. */
  onAnnouncements(announcements: readonly Announcement[]): void;
  log: JobsLog;
  /** Tasks run side by side; default 2. */
  concurrency?: number;
  /** Pause between sweeps in ms; default 1,000. */
  sweepMs?: number;
};

export type Jobs = {
  /** Sweeps at once, where the saver is this program: pages hear within milliseconds instead of a second. */
  nudge(): void;
  /** Asks for a task outside any announcement, for instance once at the start. */
  enqueue(job: JobRequest): Promise<void>;
  /** Sweeps that failed one after the other: 0 while all is well. */
  failedSweeps(): number;
  /** Ends sweeping, lets running tasks finish (5 s, then their signal aborts), closes the connections. */
  stop(): Promise<void>;
};

/**
 * Jobs of a killed program stay locked for four hours: they are freed while we hold the lock of this city's worker.
 * Undefined where another instance holds it: then its jobs are not ours to free.
 */
async function takeInstance(pool: pg.Pool, workerSchema: string): Promise<pg.PoolClient | undefined> {
  const client = await pool.connect();
  const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock(4210005, hashtext($1)) as got", [workerSchema]);
  if (rows[0]?.got !== true) {
    client.release();
    return undefined;
  }
  await client.query(`select ${workerSchema}.force_unlock_workers(array(
    select locked_by from ${workerSchema}._private_jobs where locked_by is not null
    union select locked_by from ${workerSchema}._private_job_queues where locked_by is not null))`);
  return client;
}

function taskListOf(tasks: JobsOptions["tasks"]): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers) =>
        task(payload, { id: String(helpers.job.id), attempt: helpers.job.attempts, signal: helpers.abortSignal ?? new AbortController().signal }),
    ]),
  );
}

/** Starts the worker and the sweeping of announcements. Throws where the database cannot be reached or prepared. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { log } = options;
  const workerSchema = workerSchemaOf(options.connection.schema);
  const pool = openWorkerPool(options.connection, log);
  const shared = { pgPool: pool, schema: workerSchema, logger: loggerOf(log) };
  let instance: pg.PoolClient | undefined;
  let runner: Awaited<ReturnType<typeof keepRunning>>;
  try {
    await prepareSchema(pool, workerSchema);
    await runMigrations(shared);
    instance = await takeInstance(pool, workerSchema);
    const work = {
      ...shared,
      taskList: taskListOf(options.tasks),
      parsedCronItems: parseCrontab(options.crontab),
      concurrency: options.concurrency ?? 2,
      pollInterval: 2_000,
      noHandleSignals: true,
      // Noted down one by one, a failure to note would be thrown where nobody catches it and end the program (0.18.0).
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    };
    runner = await keepRunning(() => run(work), log);
  } catch (error) {
    instance?.release(true);
    await pool.end();
    throw error;
  }
  const sweeping = startSweeping(pool, workerSchema, options);
  return {
    nudge: sweeping.nudge,
    failedSweeps: sweeping.failedSweeps,
    enqueue: (job) => enqueueAll(pool, workerSchema, [known(options, job)]),
    stop: async () => {
      await sweeping.stop();
      await runner.stop();
      instance?.release(true);
      await pool.end();
    },
  };
}

function known(options: JobsOptions, job: JobRequest): JobRequest {
  if (!Object.hasOwn(options.tasks, job.task)) throw new Error(`no task is called ${job.task}`);
  return job;
}

/** Takes announcements each second, or at once when nudged, until stopped. */
function startSweeping(pool: pg.Pool, workerSchema: string, options: JobsOptions): Pick<Jobs, "nudge" | "failedSweeps" | "stop"> {
  const { log } = options;
  const ending = new AbortController();
  let wake = new AbortController();
  let failed = 0;

  // A topic that cannot say what it asks for must not hold up all that follow it.
  const jobsFor = (announcement: Announcement): JobRequest[] => {
    try {
      return options.jobsFor(announcement).map((job) => known(options, job));
    } catch (error) {
      log.error(`通知 ${announcement.topic}（${announcement.id}）未能转为任务：${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const tell = (taken: readonly Announcement[]): void => {
    try {
      options.onAnnouncements(taken);
    } catch (error) {
      log.error(`通知未能送达页面：${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const sweep = async (): Promise<void> => {
    for (;;) {
      const taken = await takeBatch(pool, workerSchema, jobsFor);
      if (taken.length > 0) tell(taken);
      failed = 0;
      if (taken.length < batchMax) return;
    }
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      wake = new AbortController();
      try {
        await sweep();
      } catch (error) {
        failed += 1;
        log.error(`通知没有取出，稍后重试：${error instanceof Error ? error.message : String(error)}`);
        await sleep(options.sweepMs ?? 1_000, undefined, { signal: ending.signal }).catch(() => undefined);
        continue;
      }
      const until = AbortSignal.any([ending.signal, wake.signal]);
      await sleep(options.sweepMs ?? 1_000, undefined, { signal: until }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    nudge: () => wake.abort(),
    failedSweeps: () => failed,
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
