import { dayOf, workingDaysBetween } from "@baton/contract/calendar";
import type { MatterLine, MatterStatus } from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import type { Actor, Tx } from "#platform/database";
import { eventBy } from "./hand.ts";
import { findOverseerPost } from "./approvals.ts";
import { lineColumns, type LineRow, lineTables, live } from "./lines.ts";
import { openMatter } from "./opening.ts";
import { withdrawBeneath } from "./parts.ts";
import { loadMatter, record } from "./record.ts";

export type OpenProblem = {
  matterId: string;
  subjectId: string;
  title: string;
  ask: string;
  blockingParty: MatterLine["blockingParty"];
  /** Null while the clock stands. */
  dueAt: string | null;
  status: MatterStatus;
  lastSequence: number;
};

/**
 * Problems (存在问题) stated about these subjects and not struck off, oldest first: a month's report asks of each
 * whether it is solved. At most 500.
 */
export async function listOpenProblems(tx: Tx, subjectIds: readonly string[]): Promise<OpenProblem[]> {
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where ${live} and m.kind = 'problem' and s.subject_id = any(${subjectIds}::uuid[])
    order by m.recorded_at, m.matter_id limit 500`.execute(tx);
  return rows.map((row) => ({
    matterId: row.matter_id,
    subjectId: row.subject_id,
    title: row.title,
    ask: row.ask,
    blockingParty: row.blocking_party,
    dueAt: row.due_at,
    status: row.status,
    lastSequence: row.last_sequence,
  }));
}

/** The post named, else the office that looks after the subject. */
async function holderOf(tx: Tx, subjectId: string, holderPostId: number | undefined): Promise<number> {
  const post = holderPostId ?? (await findOverseerPost(tx, { subjectId }));
  if (post === undefined) throw problem("rule-refused", { detail: "没有可以承办的调度岗位，请先设置区县或市级调度岗位。" });
  return post;
}

/**
 * A problem stated in a report becomes a matter in place, inside the caller's act: who blocks, what is needed, by
 * when. Without `holderPostId` it lands at the office that looks after the subject, which hands it on. A day that is
 * not ahead gives one working day: a report may be late, its problem is still to be solved.
 */
export async function openProblem(
  tx: Tx,
  actor: Actor,
  stated: {
    subjectId: string;
    title: string;
    ask: string;
    blockingParty: "locality" | "department" | "enterprise";
    dueOn: string | null;
    now: Temporal.Instant;
    holderPostId?: number;
    sourceKind?: string;
    sourceId?: string;
  },
): Promise<string> {
  const { now, dueOn, holderPostId, ...opening } = stated;
  const days = dueOn === null ? null : workingDaysBetween(dayOf(now.toString()), dueOn, await getCalendar(tx));
  return openMatter(tx, {
    ...opening,
    kind: "problem",
    holderPostId: await holderOf(tx, stated.subjectId, holderPostId),
    by: { accountId: actor.accountId, postId: actor.postId },
    at: now.toString(),
    workingDays: days === null ? null : Math.min(Math.max(days, 1), 250),
  });
}

/**
 * Next month's answer to a stated problem, inside the caller's act and once a matter. Solved: it waits for another
 * person's verification, or is struck off when the holder had already said so. Not solved: a holder's word that it
 * was is returned; else nothing changes and the clock runs on. A matter already finished is left alone.
 */
export async function settleProblem(
  tx: Tx,
  actor: Actor,
  answer: { matterId: string; isSolved: boolean; body: string; now: Temporal.Instant },
): Promise<MatterStatus> {
  const recorded = await loadMatter(tx, answer.matterId);
  const { state } = recorded;
  if (recorded.matter.kind !== "problem") throw problem("rule-refused", { detail: "这件事项不是存在问题，不能在报送中办结。" });
  const isWaiting = state.status === "to_verify" && state.doneByAccountId !== actor.accountId;
  const isHeld = state.status === "open" || state.status === "in_hand";
  if (isHeld && answer.isSolved) return (await record(tx, recorded, [eventBy(actor, answer.now, { kind: "done", body: answer.body })])).status;
  if (isWaiting && answer.isSolved) return (await record(tx, recorded, [eventBy(actor, answer.now, { kind: "verified", body: answer.body })])).status;
  if (isWaiting) return (await record(tx, recorded, [eventBy(actor, answer.now, { kind: "returned", reason: answer.body })])).status;
  return state.status;
}

/** A problem that was taken back, as it had been stated. */
export type WithdrawnProblem = { subjectId: string; ask: string; blockingParty: MatterLine["blockingParty"]; dueOn: string | null };

const reportWithdrawn = "上报已撤回";

/**
 * Takes back what reports had stated, inside the caller's act: problems opened by the given acts on these subjects.
 * One still being done is withdrawn with all beneath it; one that waits for verification is struck off, so that the
 * work done stays on record; a finished one is left alone. Answers those withdrawn.
 */
export async function withdrawStated(
  tx: Tx,
  actor: Actor,
  stated: { subjectIds: readonly string[]; actIds: readonly string[]; now: Temporal.Instant },
): Promise<WithdrawnProblem[]> {
  const { rows } = await sql<{ matter_id: string }>`select m.matter_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where m.kind = 'problem' and m.source_kind = 'report' and m.subject_id = any(${stated.subjectIds}::uuid[])
      and m.act_id = any(${stated.actIds}::uuid[]) and s.status in ('open', 'in_hand', 'to_verify') order by m.matter_id`.execute(tx);
  const withdrawn: WithdrawnProblem[] = [];
  for (const { matter_id: matterId } of rows) {
    const recorded = await loadMatter(tx, matterId);
    const { matter, state } = recorded;
    const isHeld = state.status === "open" || state.status === "in_hand";
    if (isHeld) await withdrawBeneath(tx, actor, { matterId, now: stated.now, reason: reportWithdrawn, isPartsToo: true });
    await record(tx, recorded, [eventBy(actor, stated.now, { kind: isHeld ? "withdrawn" : "closed", reason: reportWithdrawn })]);
    if (!isHeld) continue;
    const dueOn = state.dueAt === null ? null : dayOf(state.dueAt);
    withdrawn.push({ subjectId: matter.subject_id, ask: matter.ask, blockingParty: matter.blocking_party as WithdrawnProblem["blockingParty"], dueOn });
  }
  return withdrawn;
}
