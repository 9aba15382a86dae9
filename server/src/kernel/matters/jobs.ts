import { dayOf } from "@baton/contract/calendar";
import { matterRule } from "@baton/contract/matters";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import { type Actor, beginAct, type Database, readAs, type Tx, writeAs } from "#platform/database";
import { recomputeOpenMatters } from "./calendar-change.ts";
import { lineColumns, type LineRow, lineTables } from "./lines.ts";
import { loadMatter, record } from "./record.ts";
import { type DigestLine, digestText, isEscalationDue, isReminderDay, isReminderTime } from "./reminders.ts";

/** Whom a job acts as: a dispatch post of the city, which reaches every matter; its account is the system's own. */
export type Clerk = { db: Database; actor: Actor };

/** More than this in one run is left to the next: a run stays under the statement's time limit. */
const batchMax = 200;

/**
 * The post a matter goes up to at a level: of the organisations above the holder's, nearest first, the district or
 * dispatch office, then the leader. Undefined at the top of the tree.
 */
async function findEscalationPost(tx: Tx, holderPostId: number, level: number): Promise<number | undefined> {
  const { rows } = await sql<{ post_id: number }>`
    select up.post_id from kernel_post holder
    join kernel_org_closure c on c.descendant_id = holder.org_id
    join kernel_post up on up.org_id = c.ancestor_id and not up.is_closed and up.role in ('district', 'dispatch', 'leader')
    where holder.post_id = ${holderPostId} and up.post_id <> ${holderPostId} and (c.depth > 0 or up.role = 'leader')
      and up.post_id = (select min(same.post_id) from kernel_post same where same.org_id = up.org_id and same.role = up.role and not same.is_closed)
    order by c.depth, up.role = 'leader', up.post_id offset ${level} limit 1`.execute(tx);
  return rows[0]?.post_id;
}

/**
 * Sends overdue matters up the organisation tree, one level a run, by the rule's days. The holder stays the holder:
 * an upper post now sees it among what it waits for. Answers how many went up.
 */
export async function escalateOverdue({ db, actor }: Clerk, now: Temporal.Instant): Promise<number> {
  const overdue = await readAs(db, actor, async (tx) => {
    const calendar = await getCalendar(tx);
    const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
      where s.superseded_at = 'infinity' and s.status in ('open', 'in_hand') and not s.is_paused and s.due_at < ${now.toString()}::timestamptz
      order by s.due_at, s.matter_id limit 2000`.execute(tx);
    return rows.filter((row) =>
      isEscalationDue({
        state: { status: row.status, dueAt: row.due_at, isPaused: row.is_paused, escalationLevel: row.escalation_level },
        rule: matterRule(row.kind, row.rule_version),
        now: now.toString(),
        calendar,
      }),
    );
  });
  const batch = overdue.slice(0, batchMax);
  if (batch.length === 0) return 0;
  return writeAs(db, actor, async (tx) => {
    await beginAct(tx, { kind: "matter-escalate", subjects: batch.map((row) => row.subject_id) });
    const calendar = await getCalendar(tx);
    let escalated = 0;
    for (const { matter_id: matterId } of batch) {
      const recorded = await loadMatter(tx, matterId);
      const { state, rule } = recorded;
      // Somebody may have answered between the reading and the lock.
      if (state.holderPostId === null || !isEscalationDue({ state, rule, now: now.toString(), calendar })) continue;
      const toPostId = await findEscalationPost(tx, state.holderPostId, state.escalationLevel);
      if (toPostId === undefined) continue;
      await record(tx, recorded, [{ kind: "escalated", at: now.toString(), toPostId }]);
      escalated += 1;
    }
    return escalated;
  });
}

/** The half of a calendar change that the system administrator's own rights do not reach; nothing to do is no act. */
export async function recomputeAfterCalendar({ db, actor }: Clerk): Promise<number> {
  return writeAs(db, actor, async (tx) => {
    const calendar = await getCalendar(tx);
    const { rows } = await sql<{ subject_id: string }>`select distinct subject_id from kernel_matter_state
      where superseded_at = 'infinity' and status not in ('closed', 'withdrawn') and calendar_version < ${calendar.version}`.execute(tx);
    if (rows.length === 0) return 0;
    await beginAct(tx, { kind: "calendar-follow", subjects: rows.map((row) => row.subject_id) });
    return (await recomputeOpenMatters(tx, calendar)).recomputed;
  });
}

type Recipient = { account_id: string; post_id: number };

async function listRecipients(tx: Tx, postIds: readonly number[], day: string): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`select distinct account_id, post_id from kernel_appointment
    where post_id = any(${postIds}::int[]) and valid_from <= ${day}::date and valid_to > ${day}::date`.execute(tx);
  return rows;
}

/** Today's reminders by account: of what it holds, and of what went up to it. */
async function collectDigests(tx: Tx, now: Temporal.Instant): Promise<Map<string, DigestLine[]>> {
  const calendar = await getCalendar(tx);
  const day = dayOf(now.toString());
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where s.superseded_at = 'infinity' and s.status in ('open', 'in_hand') and s.due_at is not null and not s.is_paused
      and s.due_at between ${now.toString()}::timestamptz - interval '40 days' and ${now.toString()}::timestamptz + interval '40 days'`.execute(tx);
  const reminded = rows.filter(
    (row) => row.due_at !== null && isReminderDay({ dueAt: row.due_at, day, rule: matterRule(row.kind, row.rule_version), calendar }),
  );
  const raised = await sql<{ matter_id: string; to_post_id: number }>`select matter_id, to_post_id from kernel_matter_event
    where kind = 'escalated' and (at at time zone 'Asia/Shanghai')::date = ${day}::date`.execute(tx);
  const raisedTo = new Map(raised.rows.map((row) => [row.matter_id, row.to_post_id]));
  const postIds = [...reminded.map((row) => row.holder_post_id), ...raisedTo.values()].filter((id) => id !== null);
  const recipients = await listRecipients(tx, postIds, day);
  const digests = new Map<string, DigestLine[]>();
  const add = (accountId: string, row: LineRow, isEscalated: boolean): void => {
    if (row.due_at === null) return;
    const line = { title: row.title, subjectName: row.subject_name, dueAt: row.due_at, isEscalated };
    digests.set(accountId, [...(digests.get(accountId) ?? []), line]);
  };
  for (const row of reminded) {
    const holders = recipients.filter((one) => one.post_id === row.holder_post_id).map((one) => one.account_id);
    for (const accountId of row.assignee_account_id === null ? new Set(holders) : [row.assignee_account_id]) add(accountId, row, false);
  }
  for (const row of rows) {
    const post = raisedTo.get(row.matter_id);
    for (const one of recipients) if (one.post_id === post) add(one.account_id, row, true);
  }
  return digests;
}

/**
 * Composes each person's digest of the day once, within working hours only; run it as often as wanted. Answers how
 * many were composed now.
 */
export async function composeDigests({ db, actor }: Clerk, now: Temporal.Instant): Promise<number> {
  const calendar = await readAs(db, actor, (tx) => getCalendar(tx));
  if (!isReminderTime(now, calendar)) return 0;
  const digests = await readAs(db, actor, (tx) => collectDigests(tx, now));
  return writeAs(db, actor, async (tx) => {
    let composed = 0;
    for (const [accountId, lines] of digests) {
      const { numAffectedRows } = await sql`insert into kernel_digest (account_id, day, body, matter_count)
        values (${accountId}, ${dayOf(now.toString())}::date, ${digestText(lines, now.toString(), calendar)}, ${lines.length})
        on conflict on constraint kernel_digest_pkey do nothing`.execute(tx);
      composed += Number(numAffectedRows ?? 0n);
    }
    return composed;
  });
}

/** A way to a person that the city has: a message centre, a government chat. Ours writes to the log. */
export type Channel = { name: string; send(message: { accountId: string; body: string }): Promise<void> };

export function logChannel(log: (line: string) => void): Channel {
  return {
    name: "log",
    // The text names projects, so the log is told only that it went, and to which account.
    send: (message) => Promise.resolve(log(`digest for ${message.accountId}: ${message.body.split("\n").length - 2} matters`)),
  };
}

/** Sends what was composed today and not yet sent, within working hours; a failed message is tried again by the next run. */
export async function deliverDigests({ db, actor }: Clerk, channel: Channel, now: Temporal.Instant): Promise<number> {
  const waiting = await readAs(db, actor, async (tx) => {
    if (!isReminderTime(now, await getCalendar(tx))) return [];
    const { rows } = await sql<{ account_id: string; day: string; body: string }>`select account_id, day, body from kernel_digest
      where day = ${dayOf(now.toString())}::date and sent_at is null order by account_id limit ${batchMax}`.execute(tx);
    return rows;
  });
  for (const { account_id: accountId, day, body } of waiting) {
    await channel.send({ accountId, body });
    await writeAs(db, actor, (tx) =>
      sql`update kernel_digest set sent_at = clock_timestamp(), channel = ${channel.name} where account_id = ${accountId} and day = ${day}::date and sent_at is null`.execute(
        tx,
      ),
    );
  }
  return waiting.length;
}
