import { join } from "node:path";
import type { Logger } from "pino";
import { sql } from "kysely";
import { closeDuePeriods } from "#kernel/periods";
import { type Sealer, startSealer } from "#kernel/audit";
import { type Clerk, composeDigests, deliverDigests, escalateOverdue, logChannel, recomputeAfterCalendar } from "#kernel/matters";
import { listMonthReminders, sweepLiveLights, turnCards } from "#modules/projects";
import { type Actor, beginAct, type Pool, readAs, writeAs } from "#platform/database";
import type { Context } from "#platform/http";
import { type Announcement, type Jobs, startJobs, type Task } from "#platform/jobs";
import type { BackupSettings } from "./backup/settings.ts";
import type { CityConnection } from "./connect.ts";
import { upkeepTasks, watchBackups } from "./upkeep.ts";

export type Background = { sealer: Sealer; jobs: Jobs; stop: () => Promise<void> };

/** The system's own account: it signs in nowhere, holds the dispatch office's first post, and is named in every act it does. */
const clerkAccount = "00000000-0000-7000-8000-00000000c1e4";

/** Finds or appoints the clerk; undefined while the city has no dispatch office. Run by the schema's owner. */
export async function findClerk(owner: Pool): Promise<Actor | undefined> {
  const { rows } = await owner.raw.query<{ post_id: number; org_id: string }>(
    `select p.post_id, p.org_id from kernel_post p join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
     where p.role = 'dispatch' and not p.is_closed order by p.post_id limit 1`,
  );
  const post = rows[0];
  if (post === undefined) return undefined;
  await owner.raw.query(
    `insert into kernel_appointment (account_id, post_id, valid_from, note) select $1, $2, '2015-01-01', '系统定时办理'
     where not exists (select from kernel_appointment where account_id = $1 and post_id = $2)`,
    [clerkAccount, post.post_id],
  );
  return { accountId: clerkAccount, postId: post.post_id, role: "dispatch", isWide: true, orgId: post.org_id, requestId: "clerk" };
}

/** Times are UTC: the city is eight hours ahead. Digests go out in the morning and after lunch, never at night. */
const crontab = [
  "*/5 * * * * close-periods",
  "7 * * * * escalate",
  "0 1 * * * digest ?id=digest-morning",
  "30 6 * * * digest ?id=digest-afternoon",
  "20 18 * * * sweep-lights",
  "40 18 * * * backup ?max=3",
  "10 19 * * * forget-answers ?max=3",
  // The city's day may begin at any hour of ours: the demonstration's clock is shifted.
  "*/5 * * * * turn-cards",
].join("\n");

function tasksOf(clerk: Clerk | undefined, context: Context, log: Logger): Record<string, Task> {
  const withClerk =
    (work: (clerk: Clerk) => Promise<unknown>): Task =>
    async () => {
      if (clerk !== undefined) await work(clerk);
    };
  const { clock } = context;
  return {
    "close-periods": withClerk(({ db, actor }) => writeAs(db, actor, (tx) => closeDuePeriods(tx, actor, clock.now()))),
    escalate: withClerk((one) => escalateOverdue(one, clock.now())),
    digest: withClerk(async (one) => {
      await composeDigests(one, clock.now());
      await deliverDigests(
        one,
        logChannel((line) => log.info(line)),
        clock.now(),
      );
    }),
    // The city's own channels are not known here: the words go to the log, one line a unit.
    "remind-months": withClerk(async ({ db, actor }) => {
      for (const { orgName, text } of await readAs(db, actor, (tx) => listMonthReminders(tx, clock.now()))) log.info({ unit: orgName, text }, "month reminder");
    }),
    "turn-cards": withClerk((one) => turnCards(one, clock.today().toString())),
    "recompute-deadlines": withClerk((one) => recomputeAfterCalendar(one)),
    "sweep-lights": withClerk(({ db, actor }) =>
      writeAs(db, actor, async (tx) => {
        await sql`set local statement_timeout = '60s'`.execute(tx);
        const act = await beginAct(tx, { kind: "sweep-lights", subjects: [] });
        return sweepLiveLights(tx, { validOn: clock.today().toString(), act });
      }),
    ),
  };
}

/** What writes much waits while room is short, and is tried again later. */
function withRoom(tasks: Record<string, Task>, isStorageLow: () => boolean): Record<string, Task> {
  const waiting = (task: Task): Task => {
    return async (payload, job) => {
      if (isStorageLow()) throw new Error("存储空间不足，稍后再试");
      await task(payload, job);
    };
  };
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, waiting(task)]));
}

/** Starts what works behind the pages: the sealer of the audit trail, the dispatcher of announcements, the jobs. */
export async function startBackground(options: {
  city: CityConnection;
  context: Context;
  clerk: Actor | undefined;
  log: Logger;
  tell: (changes: readonly Announcement[]) => void;
  backups: BackupSettings;
  isStorageLow: () => boolean;
}): Promise<Background> {
  const { city, context, clerk, log, backups } = options;
  const lines = { info: (line: string) => log.info(line), warn: (line: string) => log.warn(line), error: (line: string) => log.error(line) };
  const sealer = await startSealer({
    connection: city.connection("baton_seal"),
    keyFile: auditKeyFile(context.dataDir),
    anchorsDir: anchorsDir(context.dataDir),
    log: lines,
  });
  const jobs = await startJobs({
    connection: city.connection("baton_worker"),
    tasks: {
      ...withRoom(tasksOf(clerk === undefined ? undefined : { db: context.db, actor: clerk }, context, log), options.isStorageLow),
      // These two make room, or write elsewhere.
      ...upkeepTasks({ city, dataDir: context.dataDir, backups, log }),
    },
    crontab,
    jobsFor: ({ topic }) => (topic === "calendar.changed" ? [{ task: "recompute-deadlines", payload: {}, jobKey: "recompute-deadlines" }] : []),
    onAnnouncements: options.tell,
    log: lines,
  });
  // A program that was off over midnight does not wait for the next five minutes.
  await jobs.enqueue({ task: "turn-cards", payload: {}, jobKey: "turn-cards" });
  if (watchBackups(backups, city)?.isLate() === true) await jobs.enqueue({ task: "backup", payload: {}, jobKey: "backup" });
  return {
    sealer,
    jobs,
    stop: async () => {
      await jobs.stop();
      await sealer.stop();
    },
  };
}

export const auditKeyFile = (dataDir: string): string => join(dataDir, "audit.key");
export const anchorsDir = (dataDir: string): string => join(dataDir, "anchors");
